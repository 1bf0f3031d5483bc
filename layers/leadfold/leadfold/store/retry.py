"""Optimistic concurrency: read, decide, write on condition; again where something had changed."""

import time
from collections.abc import Callable
from typing import TypeVar

from leadfold.errors import Contended, Stale

T = TypeVar("T")


def retry_stale(attempt: Callable[[], T], deadline: float) -> T:
    """Return what an attempt returns, repeating it as long as it raises ``Stale``.

    Each attempt reads anew. Raises ``Contended`` once ``deadline`` (monotonic clock) has passed.
    """
    while True:
        try:
            return attempt()
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the cards changed again and again") from None
