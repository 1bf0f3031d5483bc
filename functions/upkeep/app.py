"""Each minute: takes in what is parked, sends on what is due, minds tasks, erases who is to be."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from leadfold.ids import new_id
from leadfold.intake.sweep import sweep
from leadfold.privacy import retention
from leadfold.privacy.erasing import held, lifecycle
from leadfold.runtime import delayed, telemetry, wiring
from leadfold.runtime.environment import Environment
from leadfold.work import task_clock
from leadfold.work.task_actions import Actor

_environment = Environment.read("table", "raw_bucket", "hash_key_arn", "collect_queue_url")
_desk, _config = wiring.desk(_environment)
_queue = wiring.queue(_environment.collect_queue_url)
#: Together less than the function's own time-out, so that a lead begun is a lead ended.
_WAKE_SECONDS = 6.0
_TASK_SECONDS = 4.0
_SWEEP_SECONDS = 20.0
_ERASE_SECONDS = 7.0


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Do each of the minute's chores; none holds the others up."""
    now = datetime.now(UTC)
    actor = Actor(store=_desk.store, new_id=new_id, by="upkeep", now=now)
    done: dict[str, Any] = {
        "woken": _chore(
            lambda until: delayed.send_due(store=_desk.store, queue=_queue, now=now, until=until),
            _WAKE_SECONDS,
        ),
        "tasks_woken": _chore(lambda until: task_clock.wake_due(actor, until=until), _TASK_SECONDS),
        "overdue": _chore(lambda until: task_clock.mark_overdue(actor, until=until), _TASK_SECONDS),
        "erased": _chore(
            lambda until: lifecycle.go_on(_desk, _config, now=now, until=until), _ERASE_SECONDS
        ),
        "marked": _chore(lambda until: held.mark_all(_desk, _config, until=until), _ERASE_SECONDS),
        "expired": _chore(
            lambda until: retention.erase_due(_desk, _config, now=now, until=until), _ERASE_SECONDS
        ),
    }
    done["swept"] = sweep(_desk, _config, now=now, until=time.monotonic() + _SWEEP_SECONDS)
    telemetry.batch(function="upkeep", **done)
    return done


def _chore(work: Callable[[float], int], seconds: float) -> int | None:
    """Do a chore for some seconds and return how much was done, ``None`` where it failed."""
    try:
        return work(time.monotonic() + seconds)
    except Exception as error:  # noqa: BLE001 (the other chores must go on)
        telemetry.failed(error)
        return None
