"""Work on tasks, for tests: what people and the clock do, and what the queue and the log show."""

import time
from datetime import datetime, timedelta
from typing import Any

from leadfold import reading
from leadfold.ids import new_id
from leadfold.model import Task
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Change
from leadfold.work import task_clock
from leadfold.work.task_actions import Actor, TaskChange, change_task
from tests.office import NOON, Office

PHONE = "91234567"
HOUR = timedelta(hours=1)
TOMORROW = NOON + 24 * HOUR


def actor(office: Office, at: datetime = NOON, by: str = "key_1") -> Actor:
    return Actor(store=office.store, new_id=new_id, by=by, now=at)


def do(office: Office, task_id: str | None, at: datetime = NOON, known=None, **asked: Any) -> Task:
    task = reading.task(office.store, str(task_id))
    assert isinstance(task, Task)
    return change_task(
        known or task,
        TaskChange(sets=frozenset(asked), **asked),
        actor(office, at),
        matches=None if known is None else lambda found: found.version == known.version,
        deadline=time.monotonic() + 60,
    )


def minute(office: Office, at: datetime) -> dict[str, int]:
    """Let the clock do what upkeep does."""
    until = time.monotonic() + 60
    return {
        "woken": task_clock.wake_due(actor(office, at, "upkeep"), until=until),
        "overdue": task_clock.mark_overdue(actor(office, at, "upkeep"), until=until),
    }


def queue(office: Office, status: str = "open", **filters: Any) -> list[str]:
    asked = {"owner": None, "kind": None, "bucket": None, "due_before": None} | filters
    found, _ = reading.tasks(office.store, status=status, after=None, limit=200, **asked)
    return [work.id for work in found]


def log(office: Office, card_id: str | None) -> list[tuple[str, str]]:
    """The log entries of a card: what was done, by whom."""
    found = office.store.query(f"CARD#{card_id}", prefix=histories.LOGS, limit=200)
    entries = [histories.log_of(item) for item in found]
    assert all(entry.kind == "task" for entry in entries)
    return [(entry.data["action"], entry.by) for entry in entries]


def merge(office: Office, card_id, into, task) -> None:
    """Write a merge by hand: the living card has the merged one's task."""
    office.store.write(Change(key=items.card_key(card_id), set={"state": "merged", "into": into}))
    changes = {"open_task": task, "members": [card_id]}
    office.store.write(Change(key=items.card_key(into), set=changes))
