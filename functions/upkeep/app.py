"""Each minute: takes in what is parked, sends on what is due, and erases who is to be forgotten."""

import time
from datetime import UTC, datetime
from typing import Any

from leadfold import erasing, retention, telemetry, waiting, wiring
from leadfold.settings import Settings
from leadfold.sweep import sweep

_settings = Settings.read("table", "raw_bucket", "hash_key_arn", "collect_queue_url")
_desk, _config = wiring.desk(_settings)
_queue = wiring.queue(_settings.collect_queue_url)
#: Together less than the function's own time-out, so that a lead begun is a lead ended.
_WAKE_SECONDS = 8.0
_SWEEP_SECONDS = 20.0
_ERASE_SECONDS = 15.0


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Wake what is due, sweep what is parked and go on erasing; none holds another up."""
    now = datetime.now(UTC)
    woken = None
    try:
        until = time.monotonic() + _WAKE_SECONDS
        woken = waiting.wake(store=_desk.store, queue=_queue, now=now, until=until)
    except Exception as error:  # noqa: BLE001 (the sweep must go on)
        telemetry.failed(error)
    counts = sweep(_desk, _config, now=now, until=time.monotonic() + _SWEEP_SECONDS)
    erased = None
    try:
        until = time.monotonic() + _ERASE_SECONDS
        retention.erase_due(_desk, _config, now=now, until=until)
        erased = erasing.go_on(_desk, _config, now=now, until=until)
    except Exception as error:  # noqa: BLE001 (what was done must be told)
        telemetry.failed(error)
    telemetry.batch(function="upkeep", woken=woken, swept=counts, erased=erased)
    return {"woken": woken, "swept": counts, "erased": erased}
