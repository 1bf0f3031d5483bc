"""What is left of each item of an erased person: nothing that tells who it was.

Counts and reports stay: ids, dates, sources and the names of campaigns say nothing of a person.
What is kept is listed here; everything else of an item is removed, future attributes included.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from leadfold.cards import tasks
from leadfold.model import Card, Erasure, Inquiry, LogEntry
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
    return Card(
        id=before.id,
        created_at=before.created_at,
        customer_type=before.customer_type,
        state="erased",
        erased_at=at,
        into=None if before.id == first else first,
        members=tuple(rest) if before.id == first else (),
        evidence=before.evidence + 1,
        version=before.version + 1,
        inquiries=before.inquiries,
        last_inquiry_at=before.last_inquiry_at,
        updated_at=at,
    )


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
