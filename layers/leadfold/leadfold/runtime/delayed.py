"""Delayed messages: short delays in the queue, longer ones in the ``due`` index."""

import time
from contextlib import suppress
from datetime import datetime, timedelta

from leadfold.errors import Stale
from leadfold.normalise.dates import rfc3339
from leadfold.runtime.queues import MAX_DELAY_SECONDS, Queue
from leadfold.store import Store, items
from leadfold.store.writes import Delete


def send_later(
    message: str, name: str, seconds: int, *, store: Store, queue: Queue, now: datetime
) -> None:
    """Send a message after so many seconds; ``name`` identifies it among those that wait.

    SQS delays a message by 15 minutes at most; :func:`send_due` sends those that wait longer.
    """
    if seconds <= MAX_DELAY_SECONDS:
        queue.send([message], delay=seconds)
    else:
        store.write(items.delayed_message(message, name, rfc3339(now + timedelta(seconds=seconds))))


def send_due(*, store: Store, queue: Queue, now: datetime, until: float) -> int:
    """Send the messages that are due, until ``until`` (monotonic clock); return how many.

    A message may be sent twice, where the worker dies between sending and deleting it.
    """
    sent = 0
    for shard in range(items.DUE_SHARDS):
        partition = items.due_partition(shard)
        while due := store.query_index("due", partition, until=rfc3339(now)):
            queue.send([str(item["message"]) for item in due])
            for item in due:
                with suppress(Stale):  # delayed again meanwhile
                    key = (str(item["pk"]), str(item["sk"]))
                    store.write(Delete(key=key, when={"due_sk": item["due_sk"]}))
            sent += len(due)
            if time.monotonic() >= until:
                return sent
    return sent
