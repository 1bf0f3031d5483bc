"""What is left of a person who is forgotten: of each item, nothing that tells who it was.

Counts and reports stay: ids, dates, sources and the names of campaigns say nothing of a person.
What is kept is named here; everything else of an item goes, also what is added to it some day.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from leadfold.cards import tasks
from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Erasure, IdentityKey, Inquiry, LogEntry, Person
from leadfold.normalise import person as people
from leadfold.normalise import text
from leadfold.sources.attribution import impersonal
from leadfold.store import items
from leadfold.store.writes import Change, Put

#: Why what was open is closed.
ERASED = "erased"

_LOG_DATA = frozenset(
    "channel outcome task_id stage value merge_id other into suggestion_id decision action "
    "owner_id until flag locked unlocked".split()
)
_NO_MATCH: Mapping[str, Any] = {"verdict": "ask", "level": None, "score": 0.0, "evidence": []}


def card(there: Card, erasure: Erasure, at: str) -> Card:
    """Return what is left of a card: counts, and its place in the group, so that ids never die."""
    first, *rest = erasure.card_ids
    return Card(
        id=there.id,
        created_at=there.created_at,
        customer_type=there.customer_type,
        state="erased",
        erased_at=at,
        into=None if there.id == first else first,
        members=tuple(rest) if there.id == first else (),
        evidence=there.evidence + 1,
        version=there.version + 1,
        inquiries=there.inquiries,
        last_inquiry_at=there.last_inquiry_at,
        updated_at=at,
    )


def inquiry(there: Inquiry) -> Inquiry:
    """Return what is left of an inquiry: that it was, when, and what brought it."""
    return replace(
        there,
        lead_id=None,
        fields={},
        answers={},
        attribution=impersonal(there.attribution, there.fields),
        match={**there.match, "evidence": []} if there.match else {},
        corrections={},
        delivery_key="",
        hidden=(),
    )


def entry(there: LogEntry) -> LogEntry:
    """Return what is left of a log entry: what kind of thing happened, when, by whom."""
    data = {name: value for name, value in there.data.items() if name in _LOG_DATA}
    return replace(there, data=data)


def task(item: Mapping[str, Any], at: str, by: str) -> Put | None:
    """Return the write that leaves a task closed and without notes, ``None`` where it is so."""
    there = items.task_of(item)
    left = replace(there, reason=ERASED if there.reason == ERASED else None, flags=())
    if there.status == "open":
        left = tasks.done(left, at=at, by=by, reason=ERASED)
    key = (str(item["pk"]), str(item["sk"]))
    if {"pk": key[0], "sk": key[1], **items.task_item(left)} == item:
        return None
    seen = {"status": item["status"], "version": item.get("version")}
    changed = replace(left, version=there.version + 1)
    return Put(key=key, item=items.task_item(changed), replaces=seen)


def suggestion(item: Mapping[str, Any], at: str, by: str) -> Change | None:
    """Return the change that closes a suggestion without evidence, ``None`` where it is so."""
    bare = items.json_of(_NO_MATCH)
    if item.get("match") == bare and item.get("closed_at") and "closed_reason" not in item:
        return None
    is_open = not item.get("closed_at")
    closing = {"state": "erased", "closed_at": at, "closed_by": by} if is_open else {}
    return Change(
        key=(str(item["pk"]), str(item["sk"])),
        set={"match": bare, **closing},
        remove=("work_pk", "work_sk", "closed_reason"),
        when={"closed_at": item.get("closed_at")},
    )


def delivery(item: Mapping[str, Any]) -> Change | None:
    """Return the change that leaves of a delivery its ids, ``None`` where it is so."""
    if item["outcome"] == "erased":
        return None
    return Change(
        key=(str(item["pk"]), str(item["sk"])),
        set={"outcome": "erased", "content": "", "match": "{}"},
        when={"id": item["id"]},
    )


# -- how a person is found ------------------------------------------------------------------------


def identities_of(person: Person, keyed: KeyedHash) -> list[IdentityKey]:
    """Return every identity that what is said of a person may have claimed, under any rules."""
    found = keys.identities(person, keyed)
    named = (keys.with_name(one, person.name, keyed) for one in found if one.kind in keys.WITH_NAME)
    return [*found, *named]


def identities_of_card(there: Card, keyed: KeyedHash) -> list[IdentityKey]:
    """Return every identity that a card's own values may have claimed."""
    found = keys.of_card(there, keyed)
    for name in (there.name, *there.other_names):
        found += [
            keys.with_name(one, name, keyed)
            for one in list(found)
            if one.kind in {*keys.WITH_NAME, "role_email"}
        ]
    found += [
        IdentityKey(kind="external_id", key=keyed.of("external_id", f"{system}\0{value}"))
        for system, value in there.external_ids.items()
    ]
    day = datetime.fromisoformat(there.created_at).date()
    found += keys.identities(people.parse(there.fields, there.fields.get("country"), day), keyed)
    if there.national_id:
        found.append(IdentityKey(kind="national_id", key=there.national_id))
    return list(dict.fromkeys(found))


def contacts_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the phones and e-mail addresses that an edit set or took away, as fields of a lead."""
    found: dict[str, list[str]] = {"phone": [], "email": []}
    for part in ("set", "was"):
        values = data.get(part)
        for name, value in values.items() if isinstance(values, Mapping) else ():
            kind = str(name).rstrip("s")
            if kind in found:
                several = [value] if isinstance(value, str) else value or ()  # all were taken away
                found[kind] += [str(one) for one in several]
    return {kind: "; ".join(values) for kind, values in found.items() if values}


def tells_of(entry: LogEntry, there: Sequence[Card]) -> bool:
    """Tell whether the data of a log entry holds what these cards can be told by."""
    texts = list(_texts(entry.data))
    own = {value for one in there for value in one.external_ids.values()}
    own |= {one.fields[name] for one in there for name in _OWN if name in one.fields}
    own |= {one.national_id for one in there if one.national_id}
    return not own.isdisjoint(texts) or mentions(" ".join(texts), there)


_OWN = ("birth_date", "street")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for one in data:
            yield from _texts(one)
    elif isinstance(data, str):
        yield data


def mentions(said: str, there: Iterable[Card]) -> bool:
    """Tell whether a text holds a phone, an e-mail address or a name of these cards."""
    words = set(text.fold(said).split())
    for one in there:
        names = {word for name in (one.name, *one.other_names) for word in keys.name_words(name)}
        if words & {name for name in names if len(name) > 1}:
            return True
        if any(pattern.search(said) for pattern in patterns(one)):
            return True
    return False


def patterns(there: Card) -> list[re.Pattern[str]]:
    """Return what finds a card's phones, however spaced and prefixed, and addresses in a text."""
    found = [re.compile(re.escape(address), re.IGNORECASE) for address in there.emails]
    return found + [_spellings(number) for number in there.phones]


#: Longest country code; the digits behind it tell the number within its country.
_COUNTRY_DIGITS = 3
_BETWEEN = r"[\s().\-/]*"


def _spellings(e164: str) -> re.Pattern[str]:
    """Return what finds a number with or without its country, in any grouping."""
    digits = e164.removeprefix("+")
    starts = range(min(_COUNTRY_DIGITS, len(digits) - 6) + 1)
    forms = "|".join(_BETWEEN.join(digits[start:]) for start in starts)
    return re.compile(rf"(?<!\d)(?:\+|00|0)?{_BETWEEN}(?:{forms})(?!\d)")


# -- certificates ---------------------------------------------------------------------------------


def certificate(
    erasure: Erasure, *, number: int, previous: str | None, finished_at: str
) -> dict[str, Any]:
    """Return the certificate of an erasure; ``previous`` is the hash of the one before it."""
    counts = {**erasure.counts, "cards": len(erasure.card_ids), "raw_bytes": len(erasure.raw)}
    return {
        "id": erasure.id,
        "number": number,
        "card_ids": list(erasure.card_ids),
        "started_at": erasure.started_at,
        "finished_at": finished_at,
        "by": erasure.by,
        "reason": erasure.reason,
        "request_id": erasure.request_id,
        "counts": counts | {"suppressed": len(erasure.suppressed)},
        "previous_sha256": previous,
    }


def digest(certificate: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a certificate's canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify_chain(certificates: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the id of the first certificate that does not follow from those before it.

    They come in any order, from the first one on; ``None`` where none is missing or was changed.
    The last one is only held by the hash of the chain's head.
    """
    previous = None
    for number, one in enumerate(sorted(certificates, key=lambda one: int(one["number"])), 1):
        if one["number"] != number or one["previous_sha256"] != previous:
            return str(one["id"])
        previous = digest(one)
    return None
