"""What is left of each item of an erased person: nothing that tells who it was.

Counts and reports stay: ids, dates, sources and the names of campaigns say nothing of a person.
What is kept is listed here; everything else of an item is removed, future attributes included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from leadfold.cards import tasks
from leadfold.model import Card, Delivery, Erasure, Inquiry, LogEntry, Suggestion, Task
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


def card(before: Card, erasure: Erasure, at: str) -> Card:
    """Return what is left of a card: counts, and its group, so that its ids still lead to it."""
    first, *rest = erasure.card_ids
    return replace(
        _emptied(before),
        erased_at=at,
        into=None if before.id == first else first,
        members=tuple(rest) if before.id == first else (),
        evidence=before.evidence + 1,
        version=before.version + 1,
        updated_at=at,
    )


def _emptied(before: Card) -> Card:
    return Card(
        id=before.id,
        created_at=before.created_at,
        customer_type=before.customer_type,
        state="erased",
        erased_at=before.erased_at,
        into=before.into,
        members=before.members,
        evidence=before.evidence,
        version=before.version,
        inquiries=before.inquiries,
        last_inquiry_at=before.last_inquiry_at,
        updated_at=before.updated_at,
    )


# -- while it is being erased ---------------------------------------------------------------------
#
# The first transaction of an erasure marks the cards, and only then the items beside them are gone
# through. Until that is done, these say what is read of them: what will be left.


def card_as_read(there: Card) -> Card:
    """Return a card as it is read: one that is being erased is erased."""
    return _emptied(there) if there.state == "erasing" else there


def inquiry_as_read(there: Inquiry, of: Card) -> Inquiry:
    """Return an inquiry of a card as it is read."""
    return inquiry(there) if of.state == "erased" else there


def entry_as_read(there: LogEntry, of: Card) -> LogEntry:
    """Return a log entry of a card as it is read."""
    return entry(there) if of.state == "erased" else there


def task_as_read(there: Task, of: Card) -> Task:
    """Return a task of a card as it is read: of one that is erased closed, and without reason."""
    if of.state != "erased":
        return there
    left = replace(there, reason=ERASED if there.reason == ERASED else None, flags=())
    if there.status == "done":
        return left
    at = of.erased_at or there.created_at
    return replace(left, status="done", done_at=at, reason=ERASED, snoozed_until=None)


def suggestion_as_read(there: Suggestion, of: Iterable[Card]) -> Suggestion:
    """Return a suggestion about cards as it is read: with an erased one closed, nothing told."""
    gone = next((one for one in of if one.state == "erased"), None)
    if not gone:
        return there
    left = replace(there, verdict="ask", level=None, score=0.0, evidence=(), closed_reason=None)
    if there.closed_at:
        return left
    return replace(left, state="erased", closed_at=gone.erased_at)


def delivery_as_read(there: Delivery, of: Card | None) -> Delivery:
    """Return a delivery that led to a card as it is read: of an erased one only its ids."""
    return erased_delivery(there) if of and of.state == "erased" else there


def erased_delivery(there: Delivery) -> Delivery:
    """Return what is left of a delivery: its ids."""
    return replace(there, outcome="erased", content="", match={})


# -- what is left of the items --------------------------------------------------------------------


def inquiry(before: Inquiry) -> Inquiry:
    """Return what is left of an inquiry: that there was one, when, and what brought it."""
    return replace(
        before,
        lead_id=None,
        fields={},
        answers={},
        attribution=impersonal(before.attribution, before.fields),
        match={**before.match, "evidence": []} if before.match else {},
        corrections={},
        delivery_key="",
        hidden=(),
        warnings=(),
    )


def entry(before: LogEntry) -> LogEntry:
    """Return what is left of a log entry: the kind of event, when, by whom."""
    data = {name: value for name, value in before.data.items() if name in _LOG_DATA}
    return replace(before, data=data)


def task(item: Mapping[str, Any], at: str, by: str) -> Put | None:
    """Return the write that leaves a task closed and without reason, ``None`` where it is so."""
    before = items.task_of(item)
    left = replace(before, reason=ERASED if before.reason == ERASED else None, flags=())
    if before.status == "open":
        left = tasks.done(left, at=at, by=by, reason=ERASED)
    key = (str(item["pk"]), str(item["sk"]))
    if {"pk": key[0], "sk": key[1], **items.task_item(left)} == item:
        return None
    seen = {"status": item["status"], "version": item.get("version")}
    changed = replace(left, version=before.version + 1)
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
        remove=("body", "warnings"),
        when={"id": item["id"]},
    )
