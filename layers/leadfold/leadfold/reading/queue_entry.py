"""One thing in the work queue, a task, held lead or suggestion: by its id, and its JSON."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from leadfold.model import QuarantineEntry, Suggestion, Task
from leadfold.normalise.dates import rfc3339
from leadfold.store import Item, Store, items

Work = Task | QuarantineEntry | Suggestion
WorkKind = Literal["first_contact", "call_back", "fix_data", "review"]

#: Nobody waits for a suggestion: it is due a day after it was raised.
REVIEW_WITHIN = timedelta(days=1)


def task(store: Store, work_id: str) -> Work | None:
    """Return a task by its id, or a held lead or suggestion by its own."""
    of: Callable[[Item], Work]
    prefix, _, _ = work_id.partition("_")
    match prefix:
        case "qtn":
            key, of = items.quarantine_key(work_id), items.quarantine_of
        case "sug":
            key, of = items.suggestion_key(work_id), items.suggestion_of
        case _:
            key, of = items.task_key(work_id), items.task_of
    item = store.get([key]).get(key)
    return of(item) if item else None


def kind_of(work: Work) -> WorkKind:
    """Return the kind that something has in the queue."""
    match work:
        case Task():
            return work.kind
        case QuarantineEntry():
            return "fix_data"
        case _:
            return "review"


def etag(work: Work) -> str:
    """Return the entity tag of the state of something in the queue (RFC 9110, 8.8.3)."""
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
        "due_at": rfc3339(raised + REVIEW_WITHIN),
        "done_at": suggestion.closed_at,
        "done_by": suggestion.closed_by,
        "reason": suggestion.closed_reason,
    }
