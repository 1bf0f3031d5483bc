"""Lists in pages: opaque cursors, bound to the filters that they were given for."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.errors import FieldError, Problem

MAX_LIMIT = 200
_DEFAULT_LIMIT = 50


def limit(query: Mapping[str, str]) -> int:
    """Return the page's length, 1 to 200."""
    raw = query.get("limit", str(_DEFAULT_LIMIT))
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= MAX_LIMIT):
        raise bad_parameter("limit", "out_of_range", f"a number from 1 to {MAX_LIMIT}")
    return int(raw)


def after(query: Mapping[str, str], filters: Mapping[str, str | None]) -> str | None:
    """Return the sort key that a cursor stands for; raise 400 for one of another list."""
    if not query.get("cursor"):
        return None
    try:
        told = json.loads(urlsafe_b64decode(query["cursor"]))
        place, bound = str(told["after"]), told["for"]
    except (ValueError, KeyError, TypeError) as error:
        raise bad_parameter("cursor", "invalid", "not a cursor of this API") from error
    if bound != _bound(filters):
        raise bad_parameter("cursor", "other_filters", "this cursor belongs to other filters")
    return place


def cursor(place: str, filters: Mapping[str, str | None]) -> str:
    """Return the cursor that goes on behind a sort key."""
    return urlsafe_b64encode(json.dumps({"after": place, "for": _bound(filters)}).encode()).decode()


def page(
    items: Sequence[Any], following: str | None, filters: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the body of a page; ``following`` is the sort key to go on behind, if any."""
    return {"items": items, "next_cursor": cursor(following, filters) if following else None}


def _bound(filters: Mapping[str, str | None]) -> str:
    return hashlib.sha256(json.dumps(filters, sort_keys=True).encode()).hexdigest()[:12]


def bad_parameter(name: str, code: str, message: str) -> Problem:
    """Return the problem of one bad query parameter."""
    return Problem(
        400,
        "Bad Request",
        f"{name}: {message}.",
        errors=[FieldError(name, code, message)],
    )
