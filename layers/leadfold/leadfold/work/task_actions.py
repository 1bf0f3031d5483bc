"""What a person does with one task: close, open again, snooze, hand on, put off.

The task, its card and the log entry are written in one transaction, on the condition that the task
has not changed since it was read. So when a person closes a task at the instant a repeat comes in,
one of the two is first: the repeat opens a new call back, or the person is shown what came in.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from leadfold import reading
from leadfold.cards import tasks
from leadfold.errors import Problem, Stale
from leadfold.model import LogEntry, Task
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.aliases import current_card
from leadfold.store import Store

NewId = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """What is to change of a task. ``sets`` names what is given: a ``None`` may be meant."""

    sets: frozenset[str]
    status: Literal["open", "snoozed", "done"] = "open"
    reason: str | None = None
    owner_id: str | None = None
    snoozed_until: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who works on tasks, when, and with what; ``by`` is an API key's id or a process's name."""

    store: Store
    new_id: NewId
    by: str
    now: datetime

    @property
    def at(self) -> str:
        """The time of the action, as it is stored."""
        return rfc3339(self.now)

    def entry(self, task: Task, action: str, **data: str | None) -> LogEntry:
        """Return the log entry of an action."""
        return tasks.entry(
            task, action, entry_id=self.new_id("log"), at=self.at, by=self.by, **data
        )


def change_task(
    task: Task,
    change: TaskChange,
    actor: Actor,
    *,
    matches: Callable[[Task], bool] | None,
    deadline: float,
) -> Task:
    """Change a task and return it as it is then; the same change again does nothing.

    ``matches`` tells whether a task is in the state that the caller named, where they named one.
    Raises 412 where it is not and 409 where somebody, or a repeat, changed it at the same instant:
    both carry the task as it is now. 409 as well for what cannot be done with a task in this state.
    """
    while True:
        after, logged = _changed(task, change, actor)
        if after == task:
            return task
        if matches and not matches(task):
            raise _conflict(412, "Precondition Failed", task)
        card = current_card(actor.store, task.card_id)
        if card and card.state == "erased":
            raise Problem(409, "Conflict", "The card of this task is erased.")
        writes = tasks.writes(task, after, card, logged, actor.at)
        try:
            actor.store.transact(writes, deadline=deadline)
        except Stale:
            now = reading.task(actor.store, task.id)
            if not isinstance(now, Task):
                raise Problem(404, "Not Found", "There is no task with this id.") from None
            if now.version == task.version and time.monotonic() < deadline:
                task = now  # only marked overdue, or its card has changed
                continue
            if _changed(now, change, actor)[0] == now:
                return now
            if matches:
                raise _conflict(412, "Precondition Failed", now) from None
            raise _conflict(409, "Conflict", now) from None
        return replace(after, version=task.version + 1)


def _changed(task: Task, change: TaskChange, actor: Actor) -> tuple[Task, list[LogEntry]]:
    """Return a task after a change, with the log entries of it."""
    after = task
    logged: list[LogEntry] = []
    wakes = {"status", "snoozed_until"} & change.sets == {"status"} and change.status == "open"
    if "status" in change.sets and change.status == "open" and task.status == "done":
        after = tasks.reopened(after)
        logged.append(actor.entry(task, "reopened", reason=change.reason))
    elif task.status == "done" and change.sets & {"owner_id", "snoozed_until", "due_at"}:
        raise Problem(409, "Conflict", "This task is done: open it again first.")
    if "owner_id" in change.sets and change.owner_id != after.owner_id:
        after = replace(after, owner_id=change.owner_id)
        logged.append(
            actor.entry(
                task,
                "reassigned",
                owner_id=change.owner_id,
                was=task.owner_id,
                reason=change.reason,
            )
        )
    if "snoozed_until" in change.sets or wakes:
        slept = tasks.snoozed(after, change.snoozed_until, actor.now)
        if slept != after:
            action = "snoozed" if slept.snoozed_until else "woken"
            logged.append(
                actor.entry(task, action, until=slept.snoozed_until, reason=change.reason)
            )
        after = slept
    if change.due_at and rfc3339(change.due_at) != after.due_at:
        after = tasks.due(after, change.due_at, actor.now)
        logged.append(actor.entry(task, "rescheduled", due_at=after.due_at, reason=change.reason))
    if "status" in change.sets and change.status == "done":
        closed = tasks.done(after, at=actor.at, by=actor.by, reason=change.reason)
        if closed != after:
            logged.append(actor.entry(task, "done", reason=change.reason))
        after = closed
    return after, logged


def _conflict(status: int, title: str, task: Task) -> Problem:
    detail = "The task has changed meanwhile: look at it as it is now, and decide again."
    return Problem(
        status,
        title,
        detail,
        headers={"etag": reading.etag(task)},
        members={"task": reading.work_document(task)},
    )
