"""The item of a queue message that is to be sent later."""

import zlib

from leadfold.store.items.indexes import DUE_SHARDS, due_partition, work_order
from leadfold.store.writes import Overwrite


def waiting(message: str, name: str, at: str) -> Overwrite:
    """Return the write of a queue message that waits for a time; ``name`` tells it again.

    It lies in one of several partitions of the ``due`` index, so that a flood of waits is spread.
    """
    key = (f"WAIT#{name}", "WAIT")
    shard = zlib.crc32(name.encode()) % DUE_SHARDS
    return Overwrite(
        key=key,
        item={"message": message, "due_pk": due_partition(shard), "due_sk": work_order(at, name)},
    )
