"""Keys in the two sparse indexes: ``work`` and ``due``.

An item is in an index while it has the attributes ``<index>_pk`` and ``<index>_sk``. ``work`` lists
tasks, quarantine entries and suggestions by owner; ``due`` lists whatever is to happen at a time.
"""

from typing import Literal

#: The owner in keys of what has no owner.
UNASSIGNED = "-"
#: Partitions of ``due`` over which delayed messages, and cards whose retention ends, are spread.
DUE_SHARDS = 8
#: The partition of ``due`` with snoozed tasks. One is enough: only people snooze.
SNOOZED = "SNOOZED"
TaskState = Literal["open", "overdue", "snoozed", "done"]


def work_partition(kind: str, owner_id: str | None, state: TaskState = "open") -> str:
    """Return the partition of ``work`` for items of a kind (``TASK`` …), an owner and a state."""
    return f"{kind}#{state}#{owner_id or UNASSIGNED}"


def due_partition(shard: int) -> str:
    """Return a partition of ``due`` with delayed messages."""
    return f"DUE#{shard}"


def work_order(at: str, item_id: str) -> str:
    """Return a sort key of either index: by time, then by id."""
    return f"{at}#{item_id}"
