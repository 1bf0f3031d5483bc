"""Each hour: the facts of each day, and of each closed month, become one file."""

import time
from datetime import UTC, datetime
from typing import Any

from leadfold.reports import compaction
from leadfold.runtime import telemetry, wiring
from leadfold.runtime.environment import Environment

_environment = Environment.read("facts_bucket")
_bucket = wiring.facts_bucket(_environment)
#: So much less than the function's time-out that a month begun is a month folded.
_SECONDS = 300.0


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Fold what there is; what is left over is folded in an hour."""
    until = time.monotonic() + _SECONDS
    done = compaction.compact(_bucket, datetime.now(UTC).date(), until=until)
    telemetry.batch(function="compact", **done)
    return done
