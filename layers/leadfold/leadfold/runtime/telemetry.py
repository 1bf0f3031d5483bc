"""One log line per invocation: ids and outcomes, never names, addresses, numbers or bodies.

Errors are logged by class and place only, since their messages may quote a lead.
"""

import traceback
from typing import Any

from aws_lambda_powertools import Logger

_logger = Logger(service="leadfold", log_record_order=["level", "message"])


def request(**about: Any) -> None:
    """Log an answered request, with the values of :func:`note`."""
    _write("request", about)


def batch(**about: Any) -> None:
    """Log a batch of messages, with the values of :func:`note`."""
    _write("batch", about)


def note(**about: Any) -> None:
    """Add ids or outcomes to the invocation's one line."""
    _notes.update(about)


def failed(error: BaseException) -> None:
    """Log an error by its class and the last lines of its traceback, innermost last."""
    places = [
        f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    _logger.error("failed", error=type(error).__name__, places=places[-6:])


_notes: dict[str, Any] = {}


def _write(message: str, about: dict[str, Any]) -> None:
    _logger.info(message, **{k: v for k, v in (about | _notes).items() if v is not None})
    _notes.clear()
