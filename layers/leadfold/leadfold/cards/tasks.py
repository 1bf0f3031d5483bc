"""The one open contact task of a card (contract, rule 3)."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from leadfold.model import Card, Flag, Inquiry, OpenTask, Task, TaskKind
from leadfold.store import items
from leadfold.store.writes import Change, Put, Write

#: Of the reasons not to contact, those that a task has to say.
SAID: tuple[Flag, ...] = ("opt_out", "deceased")


def contact(
    card: Card, inquiry: Inquiry, *, task_id: str, owner_id: str | None, due_at: str
) -> tuple[Task, Write]:
    """Return the card's contact task after an inquiry, and the write that makes it so.

    The open task becomes a call back, counts the inquiry, is woken where it was snoozed, keeps its
    owner and moves its due time only earlier. Where none is open, ``task_id`` is opened for
    ``owner_id``, due at ``due_at``. On a won card it goes to ``owner_id`` in any case. A task says
    that the customer has opted out, and is a review where they have died.
    """
    there = card.open_task
    keeps_owner = card.status != "won" or not owner_id
    task = Task(
        id=there.id if there else task_id,
        kind=kind(card.flags, again=not inquiry.new_card),
        card_id=card.id,
        owner_id=there.owner_id if there and keeps_owner else owner_id,
        bucket=inquiry.bucket,
        created_at=inquiry.received_at,
        due_at=min(there.due_at, due_at) if there else due_at,
        inquiries=1,
        flags=said(card.flags),
        last_inquiry_id=inquiry.id,
    )
    key = items.task_key(task.id)
    if not there:
        return task, Put(key=key, item=items.task_item(task))
    sets: dict[str, Any] = {"kind": task.kind, "status": "open", "last_inquiry_id": inquiry.id}
    if task.flags:
        sets |= {"flags": list(task.flags)}
    if task.owner_id != there.owner_id:
        sets |= {"owner_id": task.owner_id}
        sets |= {"work_pk": items.work_partition("TASK", task.owner_id)}
    if task.due_at != there.due_at:
        sets |= {"due_at": task.due_at, "work_sk": items.work_order(task.due_at, task.id)}
    return task, Change(key=key, set=sets, add={"inquiries": 1, "version": 1}, when={"id": task.id})


def kind(flags: Collection[Flag], *, again: bool) -> TaskKind:
    """Return what a card's contact task is; nobody is called back who has died."""
    if "deceased" in flags:
        return "review"
    return "call_back" if again else "first_contact"


def said(flags: Collection[Flag]) -> tuple[Flag, ...]:
    """Return the reasons not to contact that a task says.

    >>> said({"restricted": "2026-11-21T00:00:00Z", "opt_out": "2026-11-22T00:00:00Z"})
    ('opt_out',)
    """
    return tuple(flag for flag in SAID if flag in flags)


# -- what is done with a task ---------------------------------------------------------------------


def open_task(task: Task) -> OpenTask:
    """Return what a card knows of its open task."""
    return OpenTask(
        id=task.id, due_at=task.due_at, owner_id=task.owner_id, snoozed_until=task.snoozed_until
    )


def done(task: Task, *, at: str, by: str, reason: str | None) -> Task:
    """Return the task closed."""
    return replace(task, status="done", done_at=at, done_by=by, reason=reason, snoozed_until=None)


def flagged(task: Task, flags: Collection[Flag]) -> Task:
    """Return an open task that says the card's flags as they are now."""
    again = task.kind != "first_contact"
    return replace(task, flags=said(flags), kind=kind(flags, again=again))


def rewritten(before: Task, after: Task) -> Put:
    """Return the write of a task as it is to be, while nobody, and no repeat, has changed it."""
    return Put(
        key=items.task_key(after.id),
        item=items.task_item(replace(after, version=before.version + 1)),
        replaces={"version": before.version, "status": before.status},
    )
