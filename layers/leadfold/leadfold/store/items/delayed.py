"""The item of a queue message that is to be sent later."""

import zlib

from leadfold.store.items.indexes import DUE_SHARDS, due_partition, work_order
from leadfold.store.writes import Overwrite


def delayed_message(message: str, name: str, at: str) -> Overwrite:
    """Return the write of a queue message that is to be sent at a time.

    One with the same ``name`` is replaced. Names are spread over partitions of ``due``.
    """
    key = (f"WAIT#{name}", "WAIT")
    shard = zlib.crc32(name.encode()) % DUE_SHARDS
    return Overwrite(
        key=key,
        item={"message": message, "due_pk": due_partition(shard), "due_sk": work_order(at, name)},
    )
