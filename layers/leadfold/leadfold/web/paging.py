"""Lists in pages: opaque cursors, bound to the filters that they were given for."""

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadfold.errors import FieldError, Problem
from leadfold.store import Item, Store
from leadfold.web.http import Response

MAX_LIMIT = 200
_DEFAULT_LIMIT = 50
#: The query parameters of every list, for its route.
PARAMETERS: Mapping[str, str | Mapping[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": _DEFAULT_LIMIT},
    "cursor": "next_cursor of the page before",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a list that a query asks for.

    Its cursors are refused with other ``filters``. ``place`` is the pattern of the list's sort
    keys, for lists that cannot be read from behind any other text.
    """

    query: Mapping[str, str]
    filters: Mapping[str, str | None]
    place: re.Pattern[str] | None = None

    @property
    def limit(self) -> int:
        """The number of items that are asked for. Raises 400."""
        return limit(self.query)

    @property
    def after(self) -> str | None:
        """The sort key behind which the page begins, ``None`` for the first page. Raises 400."""
        found = after(self.query, self.filters)
        if found and self.place and not self.place.fullmatch(found):
            raise bad_parameter("cursor", "invalid", "not a cursor of this list")
        return found

    def read(
        self, store: Store, partition: str, *, newest_first: bool = False
    ) -> tuple[list[Item], str | None]:
        """Return the page's items of a partition, and the sort key to go on behind, if any."""
        most = self.limit
        found = store.query(partition, after=self.after, limit=most + 1, newest_first=newest_first)
        return found[:most], str(found[most - 1]["sk"]) if len(found) > most else None

    def answer(self, documents: Sequence[Any], following: str | None) -> Response:
        """Answer with the page; ``following`` is the sort key to go on behind, if any."""
        go_on = cursor(following, self.filters) if following else None
        return Response(body={"items": documents, "next_cursor": go_on})


def limit(query: Mapping[str, str]) -> int:
    """Return the page's length, 1 to 200."""
    raw = query.get("limit", str(_DEFAULT_LIMIT))
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= MAX_LIMIT):
        raise bad_parameter("limit", "out_of_range", f"a number from 1 to {MAX_LIMIT}")
    return int(raw)


def after(query: Mapping[str, str], filters: Mapping[str, str | None]) -> str | None:
    """Return the sort key in a cursor. Raises 400 for a cursor of another list."""
    if not query.get("cursor"):
        return None
    try:
        sent = json.loads(urlsafe_b64decode(query["cursor"]))
        place, bound = str(sent["after"]), sent["for"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise bad_parameter("cursor", "invalid", "not a cursor of this API") from error
    if bound != _bound(filters):
        raise bad_parameter("cursor", "other_filters", "this cursor belongs to other filters")
    return place


def cursor(place: str, filters: Mapping[str, str | None]) -> str:
    """Return the cursor of the page that begins behind a sort key."""
    return urlsafe_b64encode(json.dumps({"after": place, "for": _bound(filters)}).encode()).decode()


def _bound(filters: Mapping[str, str | None]) -> str:
    return hashlib.sha256(json.dumps(filters, sort_keys=True).encode()).hexdigest()[:12]


def check_choice(name: str, value: str | None, choices: frozenset[str]) -> None:
    """Refuse a query parameter that is none of the choices: 400."""
    if value is not None and value not in choices:
        raise bad_parameter(name, "unknown", f"one of {', '.join(sorted(choices))}")


def bad_parameter(name: str, code: str, message: str) -> Problem:
    """Return the problem of one bad query parameter."""
    return Problem(
        400,
        "Bad Request",
        f"{name}: {message}.",
        errors=[FieldError(name, code, message)],
    )
