"""What can go wrong, told apart by what the caller does about it.

::

    LeadfoldError
    ├── NotALead            the bytes are no lead: keep them in quarantine
    ├── Unauthenticated     the proof that a platform's webhook brings is missing or wrong: 401
    ├── BadFile             a file that the command line was given cannot be read or written
    ├── StoreError
    │   ├── Stale           something the decision rested on has changed: read and decide again
    │   ├── Contended       conflicts or throttling until the deadline: park the lead
    │   └── Unavailable     the store did not answer: park the lead
    └── Problem             an answer to an HTTP client, as RFC 9457 problem details
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class LeadfoldError(Exception):
    """Base of every error that Leadfold raises on purpose."""


class NotALead(LeadfoldError):
    """The body holds no lead that can be read; ``code`` says why, in the quarantine's words."""

    def __init__(self, code: str) -> None:
        """Keep the reason; the bytes themselves stay out of every message."""
        super().__init__(code)
        self.code = code


class Unauthenticated(LeadfoldError):
    """A webhook's signature, key or token is missing, malformed or wrong; nothing is stored."""


class BadFile(LeadfoldError):
    """A file is missing, empty, damaged or no table; the message is one line for its owner."""


class StoreError(LeadfoldError):
    """Base of the store's errors."""


class Stale(StoreError):
    """A condition of a write failed.

    ``found`` holds the items that the conditions met instead, by key, as far as the store returned
    them, so that the commonest case (the delivery is already there) needs no further read.
    """

    def __init__(self, found: Mapping[tuple[str, str], Mapping[str, Any]] | None = None) -> None:
        """Carry the items as data; they are personal and never part of the message."""
        super().__init__("a condition of the write failed")
        self.found = dict(found or {})


class Contended(StoreError):
    """Conflicts or throttling lasted until the deadline."""


class Unavailable(StoreError):
    """The store could not be reached or failed inside."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad field of a request."""

    field: str
    code: str
    message: str


class Problem(LeadfoldError):
    """A problem to answer an HTTP client with (RFC 9457)."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        """Say what is wrong and, in ``detail``, what the client can do about it.

        ``members`` are further ones of the body, such as the thing as it is now.
        """
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})


def unprocessable(*errors: FieldError) -> Problem:
    """Return the problem of bad fields: 422."""
    detail = "Some fields are not as they should be."
    return Problem(422, "Unprocessable Content", detail, errors=errors)
