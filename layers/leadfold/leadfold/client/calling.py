"""Calls the API: one request, problems as exceptions, and the items of all pages of a list."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from leadfold.errors import LeadfoldError

_SECONDS = 40
#: Attempts at a call that is answered 429 or 503, and the longest wait between them, in seconds.
_ATTEMPTS = 3
_LONGEST_WAIT = 10.0
_COME_BACK = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class ApiProblem(LeadfoldError):
    """The API refused a call: its ``status``, and its ``problem`` (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        """Take the detail as the message: it says what the caller can do."""
        super().__init__(str(problem.get("detail") or problem.get("message") or status))
        self.status = status
        self.problem = problem


class Caller:
    """Calls the API at an address with a key."""

    def __init__(self, api_url: str, key: str) -> None:
        """``api_url`` is the address without ``/v1``."""
        self._base = f"{api_url.rstrip('/')}/v1"
        self._key = key

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int | None] | None = None,
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Any:
        """Make one call and return the JSON of its answer, ``None`` if it has none.

        ``body`` is sent as JSON, bytes unchanged. If the API asks to try again later, that is done
        a few times. Raises ``ApiProblem`` for an answer of 400 or more, ``OSError`` for no answer.
        """
        given = {name: value for name, value in (query or {}).items() if value is not None}
        url = self._base + path + (f"?{urllib.parse.urlencode(given)}" if given else "")
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {"x-api-key": self._key} | ({"content-type": "application/json"} if data else {})
        sent |= {name: value for name, value in (headers or {}).items() if value is not None}
        request = urllib.request.Request(url, data=data, headers=sent, method=method)  # noqa: S310
        for attempt in range(_ATTEMPTS):
            try:
                with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                    return _json(answer.read())
            except urllib.error.HTTPError as error:
                with error:
                    problem = ApiProblem(error.code, _problem(error.read()))
                    wait = _wait(error) if attempt + 1 < _ATTEMPTS else None
                if wait is None:
                    raise problem from None
                time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def items(self, path: str, **query: str | int | None) -> Iterator[Any]:
        """Yield every item of a list, page by page."""
        while True:
            page = self.call("GET", path, query=query)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            query["cursor"] = page["next_cursor"]


def quoted(part: str) -> str:
    """Return a value quoted as one part of a path."""
    return urllib.parse.quote(part, safe="")


def _json(raw: bytes) -> Any:
    return json.loads(raw) if raw else None


def _problem(raw: bytes) -> Mapping[str, Any]:
    """Return the problem in a body, empty if it is not JSON: a proxy may have answered."""
    try:
        problem = json.loads(raw)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _wait(error: urllib.error.HTTPError) -> float | None:
    """Return the seconds to wait before the next attempt, ``None`` if there is to be none."""
    after = error.headers.get("retry-after", "")
    if error.code not in _COME_BACK or not after.isdigit():
        return None
    return min(float(after), _LONGEST_WAIT)
