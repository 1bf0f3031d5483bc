"""What is done with tasks: by people, one at a time or all of an owner's, and by the clock.

A task, what its card knows of it and the log entry are written in one transaction, which holds only
while the task is as it was read. So of a person who is done and a repeat that comes at the same
instant one is first: the repeat opens a new call back, or the person is told what came.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from leadfold import reading
from leadfold.cards import routing, tasks
from leadfold.errors import Contended, Problem, Stale
from leadfold.model import LogEntry, QuarantineEntry, Suggestion, Task
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.aliases import current_card
from leadfold.resolve.directory import Directory
from leadfold.store import Index, Store, items
from leadfold.store.writes import Change, Write

NewId = Callable[[str], str]

_BATCH = 50
#: Of one transaction that meets others; each of a bulk gets its own.
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """What a person asks of a task. ``sets`` names what is asked for: a ``None`` may be meant."""

    sets: frozenset[str]
    status: Literal["open", "snoozed", "done"] = "open"
    reason: str | None = None
    owner_id: str | None = None
    snoozed_until: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: ``by`` is the id of an API key or the name of a process."""

    store: Store
    new_id: NewId
    by: str
    now: datetime

    @property
    def at(self) -> str:
        """The time of what is done, as it is written."""
        return rfc3339(self.now)

    def entry(self, task: Task, action: str, **data: str | None) -> LogEntry:
        """Return the log entry of an action."""
        return tasks.entry(
            task, action, entry_id=self.new_id("log"), at=self.at, by=self.by, **data
        )


# -- one task -------------------------------------------------------------------------------------


def act(
    task: Task,
    asked: TaskChange,
    hand: Actor,
    *,
    matches: Callable[[Task], bool] | None,
    deadline: float,
) -> Task:
    """Do what is asked with a task and return it as it is then; asked again, it changes nothing.

    ``matches`` tells whether a task is in the state that the caller knows, where they say. Raises
    412 where it is not and 409 where somebody, or a repeat, changed it at the same instant: both
    carry the task as it is now. 409 as well for what cannot be done with a task in this state.
    """
    while True:
        after, logged = _done(task, asked, hand)
        if after == task:
            return task
        if matches and not matches(task):
            raise _changed(412, "Precondition Failed", task)
        writes = tasks.writes(task, after, current_card(hand.store, task.card_id), logged, hand.at)
        try:
            hand.store.transact(writes, deadline=deadline)
        except Stale:
            now = reading.task(hand.store, task.id)
            if not isinstance(now, Task):
                raise Problem(404, "Not Found", "There is no task with this id.") from None
            if now.version == task.version and time.monotonic() < deadline:
                task = now  # only marked overdue, or its card has changed
                continue
            if _done(now, asked, hand)[0] == now:
                return now
            if matches:
                raise _changed(412, "Precondition Failed", now) from None
            raise _changed(409, "Conflict", now) from None
        return replace(after, version=task.version + 1)


def _done(task: Task, asked: TaskChange, hand: Actor) -> tuple[Task, list[LogEntry]]:
    """Return a task after everything that is asked for, with what the log is to say of it."""
    after = task
    logged: list[LogEntry] = []
    wakes = {"status", "snoozed_until"} & asked.sets == {"status"} and asked.status == "open"
    if "status" in asked.sets and asked.status == "open" and task.status == "done":
        after = tasks.reopened(after)
        logged.append(hand.entry(task, "reopened", reason=asked.reason))
    elif task.status == "done" and asked.sets & {"owner_id", "snoozed_until", "due_at"}:
        raise Problem(409, "Conflict", "This task is done: open it again first.")
    if "owner_id" in asked.sets and asked.owner_id != after.owner_id:
        after = replace(after, owner_id=asked.owner_id)
        logged.append(
            hand.entry(
                task, "reassigned", owner_id=asked.owner_id, was=task.owner_id, reason=asked.reason
            )
        )
    if "snoozed_until" in asked.sets or wakes:
        slept = tasks.snoozed(after, asked.snoozed_until, hand.now)
        if slept != after:
            action = "snoozed" if slept.snoozed_until else "woken"
            logged.append(hand.entry(task, action, until=slept.snoozed_until, reason=asked.reason))
        after = slept
    if asked.due_at and rfc3339(asked.due_at) != after.due_at:
        after = tasks.due(after, asked.due_at, hand.now)
        logged.append(hand.entry(task, "rescheduled", due_at=after.due_at, reason=asked.reason))
    if "status" in asked.sets and asked.status == "done":
        closed = tasks.done(after, at=hand.at, by=hand.by, reason=asked.reason)
        if closed != after:
            logged.append(hand.entry(task, "done", reason=asked.reason))
        after = closed
    return after, logged


def _changed(status: int, title: str, task: Task) -> Problem:
    detail = "The task has changed meanwhile: look at it as it is now, and decide again."
    return Problem(
        status,
        title,
        detail,
        headers={"etag": reading.etag(task)},
        members={"task": reading.work_document(task)},
    )


# -- a held lead or a suggestion ------------------------------------------------------------------


def reassign(
    work: QuarantineEntry | Suggestion, owner_id: str | None, store: Store
) -> QuarantineEntry | Suggestion:
    """Give a held lead or a suggestion to another owner, or nobody. Raises 409 for a closed one."""
    try:
        store.write(_given(work, owner_id))
    except Stale:
        raise Problem(409, "Conflict", "This has been decided meanwhile.") from None
    return replace(work, owner_id=owner_id)


def _given(work: QuarantineEntry | Suggestion, owner_id: str | None) -> Change:
    if isinstance(work, QuarantineEntry):
        kind, key, when = "QUARANTINE", items.quarantine_key(work.id), {"status": "open"}
        told = {"owner_id": owner_id} if owner_id else {}
    else:
        kind, key, when = "SUGGESTION", items.suggestion_key(work.id), {"state": "open"}
        told = {"owner_id": owner_id or items.UNASSIGNED}
    return Change(
        key=key,
        set={"work_pk": items.work_partition(kind, owner_id)} | told,
        remove=() if told else ("owner_id",),
        when=when,
    )


# -- all of an owner's ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """How much of an owner's work was given away, and whether there is more."""

    moved: int
    more: bool


def hand_over(
    owner_id: str,
    give_to: Callable[[reading.Work], str | None],
    hand: Actor,
    *,
    until: float,
) -> HandedOver:
    """Give away an owner's open work, until a time (monotonic clock).

    What is given away is no longer theirs, so that calling it again goes on where it ended.
    """
    moved, missed = 0, False
    for work in reading.all_of(hand.store, owner_id):
        if time.monotonic() >= until:
            return HandedOver(moved=moved, more=True)
        if _move(work, give_to(work), hand):
            moved += 1
        else:
            missed = True
    return HandedOver(moved=moved, more=missed)


def default_of(
    directory: Directory, owner_id: str, now: datetime
) -> Callable[[reading.Work], str | None]:
    """Return who gets an owner's work when they are not there: the default owner of its bucket."""

    def give_to(work: reading.Work) -> str | None:
        bucket_id = work.bucket if isinstance(work, Task) else None
        bucket = directory.bucket(bucket_id) if bucket_id else None
        found = routing.worker(None, bucket, directory.owner, now)
        return None if found == owner_id else found

    return give_to


def _move(work: reading.Work, owner_id: str | None, hand: Actor) -> bool:
    """Give one piece of work away; what has changed meanwhile is met again by the next call."""
    try:
        if isinstance(work, Task):
            asked = TaskChange(sets=frozenset({"owner_id"}), owner_id=owner_id)
            deadline = time.monotonic() + _PATIENCE_SECONDS
            act(work, asked, hand, matches=None, deadline=deadline)
        else:
            reassign(work, owner_id, hand.store)
    except Problem:
        return False
    return True


# -- the clock ------------------------------------------------------------------------------------


def wake(hand: Actor, *, until: float) -> int:
    """Put snoozed tasks whose time has come back into the queue; return how many."""
    due = _due(hand.store, "due", items.SNOOZED, hand.at)
    return _each(due, lambda task: _awake(task, hand), hand, until)


def _awake(task: Task, hand: Actor) -> list[Write]:
    card = current_card(hand.store, task.card_id)
    return tasks.writes(task, tasks.awake(task), card, (), hand.at)


def mark_overdue(hand: Actor, *, until: float) -> int:
    """Mark open tasks that are past due, each once; return how many.

    A marked one stands elsewhere in the ``work`` index: what is still to do is all that is read,
    and a run that ends early is gone on with by the next.
    """
    return _each(_past_due(hand, until), lambda task: _overdue(task, hand), hand, until)


def _past_due(hand: Actor, until: float) -> Iterator[Task]:
    owners = [*reading.owner_ids(hand.store), None]
    random.shuffle(owners)  # of more than one run can ask for, each has its turn
    for owner_id in owners:
        if time.monotonic() >= until:
            return
        yield from _due(hand.store, "work", items.work_partition("TASK", owner_id), hand.at)


def _overdue(task: Task, hand: Actor) -> list[Write]:
    return tasks.overdue(task, hand.entry(task, "overdue"), hand.at)


def _due(store: Store, index: Index, partition: str, now: str) -> Iterator[Task]:
    after = None
    while batch := store.query_index(index, partition, after=after, until=now, limit=_BATCH):
        yield from map(items.task_of, batch)
        after = str(batch[-1][f"{index}_sk"])


def _each(
    found: Iterator[Task], writes: Callable[[Task], list[Write]], hand: Actor, until: float
) -> int:
    """Write each of the tasks; one that changes at this instant is met again by the next run."""
    count = 0
    for task in found:
        if time.monotonic() >= until:
            break
        with suppress(Stale, Contended):
            hand.store.transact(writes(task), deadline=until)
            count += 1
    return count
