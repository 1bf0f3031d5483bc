"""Tasks that are due each minute (``upkeep``): snoozed ones wake, late ones become overdue."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from leadfold import reading
from leadfold.cards import tasks
from leadfold.errors import Contended, Stale
from leadfold.model import Task
from leadfold.resolve.aliases import current_card
from leadfold.store import Index, Store, items
from leadfold.store.writes import Write
from leadfold.work.task_actions import Actor

_BATCH = 50


def wake_due(actor: Actor, *, until: float) -> int:
    """Put snoozed tasks whose time has come back into the queue; return how many."""
    due = _due(actor.store, "due", items.SNOOZED, actor.at)
    return _each(due, lambda task: _woken(task, actor), actor, until)


def _woken(task: Task, actor: Actor) -> list[Write]:
    card = current_card(actor.store, task.card_id)
    return tasks.writes(task, tasks.woken(task), card, (), actor.at)


def mark_overdue(actor: Actor, *, until: float) -> int:
    """Mark open tasks that are past due, each once; return how many.

    A marked task is in another partition of the ``work`` index, so a run reads only what is left,
    and the next one goes on where one ended early.
    """
    return _each(_past_due(actor, until), lambda task: _overdue(task, actor), actor, until)


def _past_due(actor: Actor, until: float) -> Iterator[Task]:
    owners = [*reading.owner_ids(actor.store), None]
    random.shuffle(owners)  # a run may not get through all: each has its turn
    for owner_id in owners:
        if time.monotonic() >= until:
            return
        yield from _due(actor.store, "work", items.work_partition("TASK", owner_id), actor.at)


def _overdue(task: Task, actor: Actor) -> list[Write]:
    return tasks.overdue(task, actor.entry(task, "overdue"), actor.at)


def _due(store: Store, index: Index, partition: str, now: str) -> Iterator[Task]:
    after = None
    while batch := store.query_index(index, partition, after=after, until=now, limit=_BATCH):
        yield from map(items.task_of, batch)
        after = str(batch[-1][f"{index}_sk"])


def _each(
    found: Iterator[Task], writes: Callable[[Task], list[Write]], actor: Actor, until: float
) -> int:
    """Write each of the tasks; one that changes at this instant is left to the next run."""
    count = 0
    for task in found:
        if time.monotonic() >= until:
            break
        with suppress(Stale, Contended):
            actor.store.transact(writes(task), deadline=until)
            count += 1
    return count
