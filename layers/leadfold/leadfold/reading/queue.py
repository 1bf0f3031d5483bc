"""The work queue: tasks, held leads and suggestions, in one order of due times."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Literal

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, QuarantineEntry, Suggestion, Task
from leadfold.normalise.dates import rfc3339
from leadfold.reading.suggestions import owner_ids
from leadfold.resolve import aliases
from leadfold.store import Store, items
from leadfold.store.writes import Key

Work = Task | QuarantineEntry | Suggestion
WorkStatus = Literal["open", "snoozed", "done"]
WorkKind = Literal["first_contact", "call_back", "fix_data", "review"]

_BATCH = 100
#: A page of rare things comes back short rather than read without end.
_MOST_LOOKED_AT = 2000
#: Partitions that are looked into side by side: a worker waits for the table, it does not work.
_HANDS = 8
#: Nobody waits for a suggestion: it is due a day after it was raised.
_REVIEW_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One sort of work: how its partitions of the index are named and its items read.

    ``due_after`` lies between the time that sorts its partition and the time when it is due.
    """

    name: str
    of: Any
    due_after: timedelta = timedelta(0)

    def place(self, item: Mapping[str, Any]) -> str:
        """Return where an item stands in the order of the whole queue."""
        return _moved(str(item["work_sk"]), self.due_after)

    def within(self, place: str | None) -> str | None:
        """Return the place of the queue as this partition sorts it."""
        return _moved(place, -self.due_after) if place else None


_TASK = _Kind(name="TASK", of=items.task_of)
_HELD = _Kind(name="QUARANTINE", of=items.quarantine_of)
_SUGGESTION = _Kind(name="SUGGESTION", of=items.suggestion_of, due_after=_REVIEW_WITHIN)
#: What is open for each kind of task, and under which states it is listed.
_Partition = tuple[_Kind, items.TaskState]
_OPEN_TASKS: tuple[_Partition, ...] = ((_TASK, "open"), (_TASK, "overdue"))
_OPEN: Mapping[str | None, tuple[_Partition, ...]] = {
    None: (*_OPEN_TASKS, (_HELD, "open"), (_SUGGESTION, "open")),
    "first_contact": _OPEN_TASKS,
    "call_back": _OPEN_TASKS,
    "fix_data": ((_HELD, "open"),),
    "review": (*_OPEN_TASKS, (_SUGGESTION, "open")),
}


def _moved(place: str, by: timedelta) -> str:
    """Return a place of the index, time and id, with another time."""
    if not by:
        return place
    at, _, rest = place.partition("#")
    return f"{rfc3339(datetime.fromisoformat(at) + by)}#{rest}"


# -- lists ----------------------------------------------------------------------------------------


def tasks(
    store: Store,
    *,
    owner: str | None,
    status: WorkStatus,
    kind: WorkKind | None,
    bucket: str | None,
    due_before: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[Work], str | None]:
    """Return a page of the work queue, and the place to go on from.

    Open work is in the order of its due times, snoozed tasks in that of their waking, done ones
    have the latest first. Only tasks are snoozed or listed when done. ``owner`` ``-`` is nobody.
    A page may be short, or empty, and yet there is more to look at.
    """
    partitions = _OPEN[kind] if status == "open" else ((_TASK, status),)
    owners = [owner] if owner else [*owner_ids(store), items.UNASSIGNED]
    newest_first = status == "done"
    listed = [(of, name, state) for name in owners for of, state in partitions]

    def first(one: tuple[_Kind, str, items.TaskState]) -> Iterator[tuple[str, Work]]:
        of, name, state = one
        partition = items.work_partition(of.name, name, state)
        bounds = of.within(after), of.within(due_before)
        begin = min(_BATCH, limit + 1)
        return _stream(store, of, partition, *bounds, begin=begin, newest_first=newest_first)

    with ThreadPoolExecutor(max_workers=_HANDS) as hands:
        streams = list(hands.map(first, listed))
    merged = heapq.merge(*streams, key=lambda found: found[0], reverse=newest_first)
    page: list[Work] = []
    behind: str | None = None
    for looked_at, (place, work) in enumerate(merged):
        if len(page) == limit or looked_at == _MOST_LOOKED_AT:
            return standing(store, page), behind
        behind = place
        in_bucket = not bucket or (isinstance(work, Task) and work.bucket == bucket)
        if in_bucket and (not kind or kind_of(work) == kind):
            page.append(work)
    return standing(store, page), None


def standing(store: Store, page: Sequence[Work]) -> list[Work]:
    """Return work with the cards that stand for those it was opened on."""
    named = (work.card_id for work in page if isinstance(work, Task))
    cards = aliases.current_cards(store, named)
    return [
        replace(work, card_id=cards[work.card_id].id)
        if isinstance(work, Task) and work.card_id in cards
        else work
        for work in page
    ]


def all_of(store: Store, owner_id: str) -> Iterator[Work]:
    """Yield everything that an owner has open, snoozed tasks too."""
    for of, state in (*_OPEN[None], (_TASK, "snoozed")):
        partition = items.work_partition(of.name, owner_id, state)
        for _, work in _stream(store, of, partition, None, None, begin=_BATCH):
            yield work


def _stream(
    store: Store,
    of: _Kind,
    partition: str,
    after: str | None,
    until: str | None,
    *,
    begin: int,
    newest_first: bool = False,
) -> Iterator[tuple[str, Work]]:
    """Return what a partition holds, with its places in the queue; the first are read at once."""

    def batch(behind: str | None, limit: int) -> list[Mapping[str, Any]]:
        found = store.query_index(
            "work", partition, after=behind, until=until, limit=limit, newest_first=newest_first
        )
        return list(found)

    def rest(last: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        while last:
            last = batch(str(last[-1]["work_sk"]), _BATCH)
            yield from last

    first = batch(after, begin)
    return ((of.place(item), of.of(item)) for item in chain(first, rest(first)))


# -- one ------------------------------------------------------------------------------------------


def task(store: Store, work_id: str) -> Work | None:
    """Return a task, or the held lead or suggestion that stands in the queue under its own id."""
    prefix, _, _ = work_id.partition("_")
    match prefix:
        case "qtn":
            key, of = items.quarantine_key(work_id), _HELD.of
        case "sug":
            key, of = items.suggestion_key(work_id), _SUGGESTION.of
        case _:
            key, of = items.task_key(work_id), _TASK.of
    item = store.get([key]).get(key)
    found: Work | None = of(item) if item else None
    return found


def kind_of(work: Work) -> WorkKind:
    """Return what kind of task something is."""
    match work:
        case Task():
            return work.kind
        case QuarantineEntry():
            return "fix_data"
        case _:
            return "review"


def etag(work: Work) -> str:
    """Return the tag of the state that something is in, as HTTP writes it (RFC 9110, 8.8.3)."""
    match work:
        case Task():
            return f'"{work.version}"'
        case QuarantineEntry():
            return f'"{work.status}-{work.owner_id or items.UNASSIGNED}"'
        case _:
            return f'"{work.state}-{work.owner_id or items.UNASSIGNED}"'


def work_document(work: Work) -> dict[str, Any]:
    """Return the JSON of something in the queue: the same members for all."""
    match work:
        case Task():
            own = _task(work)
        case QuarantineEntry():
            own = _held(work)
        case _:
            own = _suggestion(work)
    return {
        "id": work.id,
        "kind": kind_of(work),
        "owner_id": work.owner_id,
        "etag": etag(work),
        **_BLANK,
        **own,
    }


_BLANK: Mapping[str, Any] = {
    "status": "open",
    "card_id": None,
    "card_ids": [],
    "quarantine_id": None,
    "suggestion_id": None,
    "source": None,
    "code": None,
    "bucket": None,
    "inquiries": 0,
    "flags": [],
    "last_inquiry_id": None,
    "snoozed_until": None,
    "overdue_at": None,
    "done_at": None,
    "done_by": None,
    "reason": None,
}


def _task(task: Task) -> dict[str, Any]:
    return {
        "status": "snoozed" if task.snoozed_until else task.status,
        "card_id": task.card_id,
        "card_ids": [task.card_id],
        "bucket": task.bucket,
        "created_at": task.created_at,
        "due_at": task.due_at,
        "inquiries": task.inquiries,
        "flags": task.flags,
        "last_inquiry_id": task.last_inquiry_id,
        "snoozed_until": task.snoozed_until,
        "overdue_at": task.overdue_at,
        "done_at": task.done_at,
        "done_by": task.done_by,
        "reason": task.reason,
    }


def _held(entry: QuarantineEntry) -> dict[str, Any]:
    return {
        "status": "open" if entry.status == "open" else "done",
        "quarantine_id": entry.id,
        "source": entry.source,
        "code": entry.code,
        "created_at": entry.received_at,
        "due_at": entry.due_at,
        "done_at": entry.closed_at,
        "done_by": entry.closed_by,
        "reason": entry.reason,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    raised = datetime.fromisoformat(suggestion.created_at)
    return {
        "status": "open" if suggestion.state == "open" else "done",
        "suggestion_id": suggestion.id,
        "card_ids": list(suggestion.cards),
        "created_at": suggestion.created_at,
        "due_at": rfc3339(raised + _REVIEW_WITHIN),
        "done_at": suggestion.closed_at,
        "done_by": suggestion.closed_by,
        "reason": suggestion.closed_reason,
    }


# -- who else has this number ---------------------------------------------------------------------


def same_numbers(store: Store, keyed: KeyedHash, found: Sequence[Work]) -> dict[str, list[str]]:
    """Return the ids of other open tasks on the number that each of these tasks is to call.

    At most 200 tasks: six batches of reading at most for a number that few others have. A number
    leads to at most eight cards; of an office's more, those are told.
    """
    here = {work.id: work.card_id for work in found if isinstance(work, Task)}
    cards = _living(store, here.values())
    phones: dict[str, IdentityKey] = {
        card.id: key for card in cards.values() if (key := _phone(card, keyed))
    }
    named = _get(store, [items.identity_key(key) for key in phones.values()])
    led = {
        card_id: list(named[items.identity_key(key)]["cards"])
        for card_id, key in phones.items()
        if items.identity_key(key) in named
    }
    others = _living(store, [other for named_cards in led.values() for other in named_cards])
    told: dict[str, list[str]] = {}
    for task_id, card_id in here.items():
        stands = cards.get(card_id)
        beside = (others.get(other) for other in led.get(stands.id if stands else "", ()))
        ids = (card.open_task.id for card in beside if card and card.open_task)
        told[task_id] = [other for other in dict.fromkeys(ids) if other != task_id]
    return told


def _phone(card: Card, keyed: KeyedHash) -> IdentityKey | None:
    """Return the identity of the number that a card is called on."""
    identities = keys.of_card(card, keyed)
    return next((identity for identity in identities if identity.kind == "phone"), None)


def _living(store: Store, card_ids: Any) -> dict[str, Card]:
    """Return the living cards that these ids lead to, by the ids asked for."""
    wanted = list(dict.fromkeys(card_ids))
    read = {card.id: card for card in _cards(store, wanted)}
    into = [card.into for card in read.values() if card.into and card.into not in read]
    read |= {card.id: card for card in _cards(store, into)}
    return {
        card_id: stands
        for card_id in wanted
        if (card := read.get(card_id)) and (stands := read.get(card.into or card.id))
    }


def _cards(store: Store, card_ids: Sequence[str]) -> Iterator[Card]:
    found = _get(store, [items.card_key(card_id) for card_id in dict.fromkeys(card_ids)])
    yield from map(items.card_of, found.values())


def _get(store: Store, wanted: Sequence[Key]) -> dict[Key, Mapping[str, Any]]:
    distinct = list(dict.fromkeys(wanted))
    return {
        key: item
        for start in range(0, len(distinct), _BATCH)
        for key, item in store.get(distinct[start : start + _BATCH]).items()
    }
