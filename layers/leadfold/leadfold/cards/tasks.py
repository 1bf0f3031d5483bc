"""The one open contact task of a card (contract, rule 3)."""

from leadfold.model import Card, Inquiry, Task
from leadfold.store import items
from leadfold.store.writes import Change, Put, Write


def contact(
    card: Card, inquiry: Inquiry, *, task_id: str, owner_id: str | None, due_at: str
) -> tuple[Task, Write]:
    """Return the card's contact task after an inquiry, and the write that makes it so.

    The open task becomes a call back, counts the inquiry, is woken where it was snoozed, keeps its
    owner and moves its due time only earlier. Where none is open, ``task_id`` is opened for
    ``owner_id``, due at ``due_at``.
    """
    there = card.open_task
    task = Task(
        id=there.id if there else task_id,
        kind="call_back" if there or card.inquiries else "first_contact",
        card_id=inquiry.card_id,
        owner_id=there.owner_id if there else owner_id,
        bucket=inquiry.bucket,
        created_at=inquiry.received_at,
        due_at=min(there.due_at, due_at) if there else due_at,
        inquiries=1,
        last_inquiry_id=inquiry.id,
    )
    key = items.task_key(task.id)
    if not there:
        return task, Put(key=key, item=items.task_item(task))
    sets = {"kind": task.kind, "status": "open", "last_inquiry_id": inquiry.id}
    if task.due_at != there.due_at:
        sets |= {"due_at": task.due_at, "work_sk": items.work_order(task.due_at, task.id)}
    return task, Change(key=key, set=sets, add={"inquiries": 1}, when={"id": task.id})
