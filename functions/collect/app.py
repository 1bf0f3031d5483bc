"""The lead behind each notice is read from the platform and taken in, or comes again later."""

import random
from datetime import UTC, datetime
from typing import Any

from leadfold.intake.collecting import Later, collect
from leadfold.intake.graph_client import GraphClient
from leadfold.intake.notices import QueuedNotice
from leadfold.runtime import delayed, telemetry, wiring
from leadfold.runtime.environment import Environment

_environment = Environment.read("table", "raw_bucket", "hash_key_arn", "collect_queue_url")
_desk, _config = wiring.desk(_environment)
_queue = wiring.queue(_environment.collect_queue_url)
_graph = GraphClient()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Work off a batch of notices; those that fail come again by themselves."""
    failed, became = [], []
    for record in event["Records"]:
        try:
            became.append(_follow(QueuedNotice.read(record["body"])))
        except Exception as error:  # noqa: BLE001 (one notice must not hold the others up)
            telemetry.failed(error)
            failed.append({"itemIdentifier": record["messageId"]})
    telemetry.batch(function="collect", became=became, failed=len(failed))
    return {"batchItemFailures": failed}


def _follow(queued: QueuedNotice) -> str:
    outcome = collect(queued, _desk, _config, _graph, chance=random.random())  # noqa: S311
    if isinstance(outcome, Later):
        delayed.send_later(
            queued.again().message(),
            queued.name,
            outcome.seconds,
            store=_desk.store,
            queue=_queue,
            now=datetime.now(UTC),
        )
        return outcome.code
    return outcome.outcome if outcome else "unknown_source"
