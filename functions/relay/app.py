"""The table's stream → the queue: keys only, thin and idempotent; retries are the queue's work."""

from typing import Any

from leadfold.react import stream
from leadfold.runtime import telemetry, wiring
from leadfold.runtime.environment import Environment

_environment = Environment.read("queue_url")
_queue = wiring.queue(_environment.queue_url)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Send on which items changed. A failure raises: the batch comes again, whole."""
    keys = stream.changed(event["Records"])
    _queue.send(stream.messages(keys))
    telemetry.batch(function="relay", records=len(event["Records"]), items=len(keys))
    return {"batchItemFailures": []}
