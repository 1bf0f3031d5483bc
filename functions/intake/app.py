"""Leads in: verified, taken in and answered. Imports nothing that a lead does not need."""

from typing import Any

# What nearly every lead needs is loaded while the worker starts, not while its first lead waits.
import anyascii  # noqa: F401
import email_validator  # noqa: F401
import phonenumbers  # noqa: F401

from leadfold import wiring
from leadfold.settings import Settings
from leadfold.web import intake, webhooks
from leadfold.web.http import Dispatcher

_settings = Settings.read("table", "raw_bucket", "hash_key_arn", "public_url")
_desk, _config = wiring.desk(_settings)
_dispatch = Dispatcher(
    (*intake.ROUTES, *webhooks.ROUTES),
    intake.Tools(desk=_desk, config=_config, api_url=_settings.public_url),
    _config,
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request."""
    return _dispatch(event)
