"""The one open contact task of a card (contract, rule 3), and what is done with it.

Pure functions: each returns the task as it is to be; ``writes`` turns that into a transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from leadfold.errors import Problem
from leadfold.model import Card, Flag, Inquiry, LogEntry, OpenTask, Task, TaskKind
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Change, Check, Put, Write

#: The reasons not to contact that a task shows.
SHOWN_FLAGS: tuple[Flag, ...] = ("opt_out", "opt_out_phone", "opt_out_email", "deceased")


def contact_task(
    card: Card, inquiry: Inquiry, *, task_id: str, owner_id: str | None, due_at: str
) -> tuple[Task, Write]:
    """Return the card's contact task after an inquiry, and the write that makes it so.

    The open task becomes a call back, counts the inquiry, is woken where it was snoozed and moves
    its due time only earlier. Where none is open, ``task_id`` is opened, due at ``due_at``.
    ``owner_id`` is its owner from now on. A task shows that the customer has opted out, and is a
    review where they have died.
    """
    there = card.open_task
    task = Task(
        id=there.id if there else task_id,
        kind=kind(card.flags, again=not inquiry.new_card),
        card_id=inquiry.card_id,
        owner_id=owner_id,
        bucket=inquiry.bucket,
        created_at=inquiry.received_at,
        due_at=min(there.due_at, due_at) if there else due_at,
        inquiries=1,
        flags=shown_flags(card.flags),
        last_inquiry_id=inquiry.id,
    )
    key = items.task_key(task.id)
    if not there:
        return task, Put(key=key, item=items.task_item(task))
    sets: dict[str, Any] = {"kind": task.kind, "status": "open", "last_inquiry_id": inquiry.id}
    removes: tuple[str, ...] = ()
    if task.flags:
        sets |= {"flags": list(task.flags)}
    if task.due_at != there.due_at:
        sets |= {"due_at": task.due_at, "work_sk": items.work_order(task.due_at, task.id)}
    if there.snoozed_until:
        removes += ("snoozed_until", "due_pk", "due_sk")
        sets["work_sk"] = items.work_order(task.due_at, task.id)
    if owner_id != there.owner_id:
        sets |= {"owner_id": owner_id} if owner_id else {}
        removes += ("overdue_at", *(() if owner_id else ("owner_id",)))
    if there.snoozed_until or owner_id != there.owner_id:
        sets["work_pk"] = items.work_partition("TASK", owner_id)
    adds = {"inquiries": 1, "version": 1}
    return task, Change(key=key, set=sets, add=adds, remove=removes, when={"id": task.id})


def kind(flags: Collection[Flag], *, again: bool) -> TaskKind:
    """Return what a card's contact task is; nobody is called back who has died."""
    if "deceased" in flags:
        return "review"
    return "call_back" if again else "first_contact"


def shown_flags(flags: Collection[Flag]) -> tuple[Flag, ...]:
    """Return the reasons not to contact that a task shows.

    >>> shown_flags({"restricted": "2026-11-21T00:00:00Z", "opt_out": "2026-11-22T00:00:00Z"})
    ('opt_out',)
    """
    return tuple(flag for flag in SHOWN_FLAGS if flag in flags)


# -- what is done with a task ---------------------------------------------------------------------


def open_task(task: Task) -> OpenTask:
    """Return what a card knows of its open task."""
    return OpenTask(
        id=task.id,
        due_at=task.due_at,
        owner_id=task.owner_id,
        snoozed_until=task.snoozed_until,
    )


def done(task: Task, *, at: str, by: str, reason: str | None) -> Task:
    """Return the task closed. Done is done: again it stays as it is.

    Raises 409 where it was closed for another reason.
    """
    if task.status == "open":
        return replace(
            task,
            status="done",
            done_at=at,
            done_by=by,
            reason=reason,
            snoozed_until=None,
        )
    if reason not in {None, task.reason}:
        raise Problem(409, "Conflict", "This task is done, and another reason was given.")
    return task


def reopened(task: Task) -> Task:
    """Return the task open again, due when it was."""
    if task.status == "open":
        return task
    return replace(task, status="open", done_at=None, done_by=None, reason=None, overdue_at=None)


def snoozed(task: Task, until: datetime | None, now: datetime) -> Task:
    """Return the task asleep until a time, or awake.

    Sleep stops its clock: what was left of its time when it fell asleep is left when it wakes.
    """
    snoozed_until = rfc3339(until) if until else None
    if snoozed_until == task.snoozed_until:
        return task
    ran_until = datetime.fromisoformat(task.snoozed_until) if task.snoozed_until else now
    left = max(datetime.fromisoformat(task.due_at) - ran_until, timedelta(0))
    due_at = rfc3339((until or now) + left)
    return replace(task, snoozed_until=snoozed_until, due_at=due_at, overdue_at=None)


def woken(task: Task) -> Task:
    """Return a snoozed task awake, since its time has come."""
    return replace(task, snoozed_until=None)


def due(task: Task, at: datetime, now: datetime) -> Task:
    """Return the task due at another time; it is no longer overdue where that lies ahead."""
    overdue_at = None if at > now else task.overdue_at
    return replace(task, due_at=rfc3339(at), overdue_at=overdue_at)


def writes(
    before: Task, after: Task, card: Card | None, logged: Sequence[LogEntry], at: str
) -> list[Write]:
    """Return the writes that make a task into what it is to be, and update what its card notes.

    ``card`` is the living one that the task is about, ``None`` where it is gone. They hold only
    while neither a person nor a repeat has changed the task since it was read. Raises 409 where a
    task is to be reopened beside another open one.
    """
    card_write = _card_write(before, after, card, at)
    return [
        rewritten(before, after),
        *([card_write] if card_write else []),
        *map(histories.logged, logged),
    ]


def overdue(task: Task, logged: LogEntry, at: str) -> list[Write]:
    """Return the writes that mark an open task as past due, once.

    The mark does not raise the version: nobody who works on the task needs to read it again.
    """
    marked = Change(
        key=items.task_key(task.id),
        set={
            "overdue_at": at,
            "work_pk": items.work_partition("TASK", task.owner_id, "overdue"),
        },
        when={"status": "open", "version": task.version, "overdue_at": None},
    )
    return [marked, histories.logged(logged)]


def _card_write(before: Task, after: Task, card: Card | None, at: str) -> Change | Check | None:
    gone = not card or card.state != "living"
    if before.status == "done" and gone:
        raise Problem(409, "Conflict", "The card of this task is no longer there.")
    if not card:
        return None
    there = card.open_task
    key, when = items.card_key(card.id), {"state": card.state, "open_task.id": there and there.id}
    if before.status == "done":
        if there:
            raise Problem(409, "Conflict", f"The card has an open task already: {there.id}.")
        return Change(
            key=key,
            set={"open_task": items.open_task_value(open_task(after)), "updated_at": at},
            when=when,
        )
    if not there or there.id != before.id:
        # A card has one open task; another one should not exist, and is changed without the card.
        return Check(key=key, when=when)
    if after.status == "done":
        return Change(key=key, set={"updated_at": at}, remove=("open_task",), when=when)
    if open_task(after) == there:
        return None
    value = items.open_task_value(open_task(after))
    return Change(key=key, set={"open_task": value, "updated_at": at}, when=when)


def entry(
    task: Task, action: str, *, entry_id: str, at: str, by: str, **data: str | None
) -> LogEntry:
    """Return the log entry of something done with a task."""
    given: Mapping[str, Any] = {"task_id": task.id, "action": action} | {
        name: value for name, value in data.items() if value is not None
    }
    return LogEntry(
        id=entry_id, card_id=task.card_id, kind="task", at=at, written_at=at, by=by, data=given
    )


def flagged(task: Task, flags: Collection[Flag]) -> Task:
    """Return an open task that shows the card's flags as they are now."""
    again = task.kind != "first_contact"
    return replace(task, flags=shown_flags(flags), kind=kind(flags, again=again))


def rewritten(before: Task, after: Task) -> Put:
    """Return the write of a task as it is to be, while neither a person nor a repeat changed it.

    The mark that it is overdue does not raise the version, so it is a condition of its own.
    """
    return Put(
        key=items.task_key(after.id),
        item=items.task_item(replace(after, version=before.version + 1)),
        replaces={
            "version": before.version,
            "status": before.status,
            "overdue_at": before.overdue_at,
        },
    )
