"""Leads in: verified, taken in and answered. Imports nothing that a lead does not need."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

# What nearly every lead needs is loaded while the worker starts, not while its first lead waits.
import anyascii  # noqa: F401
import email_validator  # noqa: F401
import phonenumbers  # noqa: F401

from leadfold.intake.notices import QueuedNotice
from leadfold.runtime import wiring
from leadfold.runtime.environment import Environment
from leadfold.web.http import Dispatcher
from leadfold.web.intake import leads, webhooks

_environment = Environment.read(
    "table", "raw_bucket", "hash_key_arn", "collect_queue_url", "public_url"
)
_desk, _config = wiring.desk(_environment)
_queue = wiring.queue(_environment.collect_queue_url)


def _enqueue(source_id: str, notices: Sequence[Mapping[str, str]]) -> None:
    now = datetime.now(UTC)
    queued = [QueuedNotice(source=source_id, notice=notice, received_at=now) for notice in notices]
    _queue.send([one.message() for one in queued])


_dispatch = Dispatcher(
    (*leads.ROUTES, *webhooks.ROUTES),
    leads.Tools(desk=_desk, config=_config, api_url=_environment.public_url, enqueue=_enqueue),
    _config,
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request."""
    return _dispatch(event)
