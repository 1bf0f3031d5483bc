"""The item of a task, and its keys in the indexes."""

from collections.abc import Mapping
from typing import Any

from leadfold.model import Task
from leadfold.store.items.attributes import known_of, values_of
from leadfold.store.items.indexes import SNOOZED, TaskState, work_order, work_partition
from leadfold.store.writes import Key


def task_key(task_id: str) -> Key:
    """Return the key of a task."""
    return f"TASK#{task_id}", "TASK"


def task_item(task: Task) -> dict[str, Any]:
    """Return the item of a task, with its keys in the indexes.

    ``work`` lists tasks by state and owner: ``open`` and ``overdue`` ones by due time, ``snoozed``
    ones by when they wake, ``done`` ones by when they were done. Snoozed ones are in ``due``, too.
    """
    state, at = task_state(task)
    index_keys = {
        "work_pk": work_partition("TASK", task.owner_id, state),
        "work_sk": work_order(at, task.id),
    }
    if state == "snoozed":
        index_keys |= {"due_pk": SNOOZED, "due_sk": work_order(at, task.id)}
    return values_of(task) | index_keys


def task_of(item: Mapping[str, Any]) -> Task:
    """Return the task of an item."""
    values = known_of(Task, item)
    return Task(**values | {"flags": tuple(values.get("flags", ()))})


def task_state(task: Task) -> tuple[TaskState, str]:
    """Return the state that ``work`` lists a task under, and the time that it is sorted by."""
    if task.status == "done":
        return "done", task.done_at or task.created_at
    if task.snoozed_until:
        return "snoozed", task.snoozed_until
    return ("overdue" if task.overdue_at else "open"), task.due_at
