"""The timeline of a card: inquiries and log entries, newest first, each with a summary."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, get_args

from leadfold.cards import redaction
from leadfold.identity import explanations
from leadfold.model import Card, Inquiry, LogEntry, LogKind
from leadfold.reading.cards import INQUIRIES, inquiry_document
from leadfold.store import Store, items
from leadfold.store.items import histories

#: The kinds of events that a timeline can be limited to.
KINDS = frozenset({"inquiry", *get_args(LogKind)})
_PAGE = 50
#: What the ids begin with, by what the sort keys begin with.
_IDS = {INQUIRIES: "inq_", histories.LOGS: "log_"}

Event = Inquiry | LogEntry


def timeline(
    store: Store, card: Card, *, kind: str | None, after: str | None, limit: int
) -> tuple[list[Event], str | None]:
    """Return a page of a living card's events, newest first, and the place to go on from.

    The partitions of the card and of those merged into it are merged by time. Each costs two
    queries a page, or one where the kind is limited.
    """
    prefixes = [INQUIRIES] if kind == "inquiry" else [histories.LOGS]
    prefixes += [INQUIRIES] if not kind else []
    partitions = [
        _items(store, card_id, prefix, after, min(limit + 1, _PAGE))
        for card_id in (card.id, *card.members)
        for prefix in prefixes
    ]
    found = heapq.merge(*partitions, key=_place, reverse=True)
    wanted = (item for item in found if kind in {None, "inquiry", item.get("kind")})
    page = list(islice(wanted, limit + 1))
    following = _place(page[limit - 1]) if len(page) > limit else None
    return [_event(item, card) for item in page[:limit]], following


def _items(
    store: Store, card_id: str, prefix: str, after: str | None, batch: int
) -> Iterator[Mapping[str, Any]]:
    pk, _ = items.card_key(card_id)
    behind = None
    if after:
        time, _, rest = after.partition("#")
        behind = f"{prefix}{time}#{_IDS[prefix]}{rest}"
    while read := store.query(pk, prefix=prefix, after=behind, limit=batch, newest_first=True):
        yield from read
        if len(read) < batch:
            return
        behind = str(read[-1]["sk"])


def _place(item: Mapping[str, Any]) -> str:
    """Return the time and the id of an item, without the prefix of the id's kind.

    What is left is a ULID: events of the same second are in order, too.
    """
    prefix, time, ident = str(item["sk"]).split("#", 2)
    return f"{time}#{ident.removeprefix(_IDS[f'{prefix}#'])}"


def _event(item: Mapping[str, Any], card: Card) -> Event:
    if str(item["sk"]).startswith(INQUIRIES):
        return redaction.inquiry_as_read(items.inquiry_of(item), card)
    return redaction.entry_as_read(histories.log_of(item), card)


def timeline_document(event: Event, name_of: Callable[[str], str | None]) -> dict[str, Any]:
    """Return the JSON of an event; ``name_of`` returns an API key's name."""
    if isinstance(event, Inquiry):
        return {
            "id": event.id,
            "kind": "inquiry",
            "card_id": event.card_id,
            "at": event.date,
            "written_at": event.received_at,
            "by": event.source,
            "by_name": None,
            "summary": _inquiry(event),
            "data": inquiry_document(event),
        }
    return {
        "id": event.id,
        "kind": event.kind,
        "card_id": event.card_id,
        "at": event.at,
        "written_at": event.written_at,
        "by": event.by,
        "by_name": name_of(event.by),
        "summary": summary(event),
        "data": shown(event),
    }


def shown(entry: LogEntry) -> dict[str, Any]:
    """Return what is shown of a log entry: of a national ID only the masked tail."""
    data = dict(entry.data)
    for part in ("set", "was"):
        if isinstance(values := data.get(part), Mapping) and "national_id_masked" in values:
            kept = {name: v for name, v in values.items() if name != "national_id_masked"}
            data[part] = kept | {"national_id": values["national_id_masked"]}
    return data


# -- in words -------------------------------------------------------------------------------------


def _inquiry(inquiry: Inquiry) -> str:
    through = f"Inquiry {inquiry.number} through {inquiry.source}"
    if not inquiry.match:
        return f"{through}: a new customer." if inquiry.new_card else f"{through}."
    return f"{through}. {explanations.summary('same', inquiry.match['evidence'])}"


def summary(entry: LogEntry) -> str:
    """Return a log entry in a sentence.

    >>> data = {"set": {"phones": ["+4791234567"], "city": None}, "locked": ["phone"]}
    >>> entry = LogEntry(id="log_1", card_id="c", kind="edited", at="", written_at="", by="k",
    ...                  data=data)
    >>> summary(entry)
    'Edited: phones; taken away: city; locked: phone.'
    """
    return f"{_SUMMARIES[entry.kind](entry.data)}."


def _edited(data: Mapping[str, Any]) -> str:
    sets = {name: now for name, now in data.get("set", {}).items() if name not in _UNSAID}
    parts = {
        "": [name for name, now in sets.items() if now],
        "taken away: ": [name for name, now in sets.items() if not now],
        "locked: ": data.get("locked", ()),
        "unlocked: ": data.get("unlocked", ()),
    }
    clauses = [f"{what}{_listed(names)}" for what, names in parts.items() if names]
    return f"Edited: {'; '.join(clauses)}"


_UNSAID = frozenset({"national_id_masked"})


def _contact(data: Mapping[str, Any]) -> str:
    return f"Contact by {data['channel']}: {_OUTCOMES.get(data['outcome'], data['outcome'])}"


_OUTCOMES = {
    "reached": "reached",
    "no_answer": "no answer",
    "wrong_number": "a wrong number",
    "declined": "declined",
    "opt_out": "does not want to be contacted",
    "deceased": "has died",
}


def _stage(data: Mapping[str, Any]) -> str:
    value = data.get("value")
    worth = f", {value['amount']} {value['currency']}" if value else ""
    return f"{str(data['stage']).capitalize()}{worth}"


def _merged(data: Mapping[str, Any]) -> str:
    return f"{data['other']} became one with this card, as {data['into']}"


def _unmerged(data: Mapping[str, Any]) -> str:
    unsure = data.get("undecided_count")
    of = f"; nothing tells which of the two sent {unsure} of the inquiries since" if unsure else ""
    return f"Taken apart from {data['other']} again{of}"


def _parted(data: Mapping[str, Any]) -> str:
    of = " of the same household" if data.get("decision") == "household" else ""
    return f"Somebody else than {data['other']}{of}, as a person decided"


def _task(data: Mapping[str, Any]) -> str:
    until = f" until {data['until']}" if data.get("until") else ""
    to = f" to {data['owner_id']}" if data.get("owner_id") else ""
    return f"Task {data['action']}{until}{to}{_why(data)}"


def _restricted(data: Mapping[str, Any]) -> str:
    return f"Restricted{_why(data)}"


def _lifted(data: Mapping[str, Any]) -> str:
    return f"No longer {str(data['flag']).replace('_', ' ')}{_why(data)}"


def _why(data: Mapping[str, Any]) -> str:
    return f": {data['reason']}" if data.get("reason") else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


_SUMMARIES: dict[LogKind, Callable[[Mapping[str, Any]], str]] = {
    "created": lambda _: "Entered by hand",
    "edited": _edited,
    "contact": _contact,
    "stage": _stage,
    "merged": _merged,
    "unmerged": _unmerged,
    "parted": _parted,
    "task": _task,
    "restricted": _restricted,
    "flag_lifted": _lifted,
    "erased": lambda _: "Erased",
}
