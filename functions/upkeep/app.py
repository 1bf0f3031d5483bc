"""Each minute: takes in what is parked."""

import time
from datetime import UTC, datetime
from typing import Any

from leadfold import telemetry, wiring
from leadfold.settings import Settings
from leadfold.sweep import sweep

_settings = Settings.read("table", "raw_bucket", "hash_key_arn")
_desk, _config = wiring.desk(_settings)
#: Less than the function's own time-out, so that a lead begun is a lead ended.
_SECONDS = 30.0


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Sweep what is parked."""
    counts = sweep(_desk, _config, now=datetime.now(UTC), until=time.monotonic() + _SECONDS)
    telemetry.batch(function="upkeep", swept=counts)
    return {"swept": counts}
