"""HTTP as API Gateway brings it (payload 2.0): requests, answers, problems and route tables.

A route table says for each call its path, roles and limits; it decides what is answered, and the
OpenAPI document and the role test are made from it.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs

from leadfold.errors import Contended, Problem, Unavailable
from leadfold.runtime import access, telemetry
from leadfold.runtime.access import Caller, Role, Throttle
from leadfold.runtime.config import Config

_PREFIX = "/v1"
KILOBYTE = 1024
_DEFAULT_MAX_BODY = 64 * KILOBYTE
_RETRY_AFTER = {"retry-after": "5"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request. Header names are in lower case; ``path`` is without the version.

    ``address`` is the client's IP address, "" where the gateway does not send it.
    """

    method: str
    path: str
    request_id: str
    api_url: str
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    body: bytes = b""
    caller: Caller | None = None

    @property
    def key_id(self) -> str:
        """The id of the caller's API key, "" where the call needs none."""
        return self.caller.key_id if self.caller else ""

    def json(self) -> Any:
        """Return the body as JSON, or raise 400."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "Bad Request", "The body is not valid JSON.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer: JSON unless ``content_type`` says otherwise; a text or bytes as they are."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Generic[T]):
    """One call of the API; ``handler`` gets the function's tools and the request.

    ``accepts`` and ``answers`` are the media types that the document names where they are not those
    of its other calls.

    ``roles`` is ``None`` for a call without a key. ``summary`` and the schemas (names in the
    OpenAPI document's components) are what the document says of it; a query parameter is described
    in words, or by its schema.
    """

    method: str
    path: str
    handler: Callable[[T, Request], Response]
    summary: str
    roles: frozenset[Role] | None
    max_body: int = _DEFAULT_MAX_BODY
    query: Mapping[str, str | Mapping[str, Any]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    request: str | None = None
    needs_body: bool = True
    responses: Mapping[int, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    accepts: Sequence[str] = ()
    answers: Sequence[str] = ()


def existing(found: T | None, detail: str) -> T:
    """Return what was found; where that is nothing, raise 404 with this detail."""
    if not found:
        raise Problem(404, "Not Found", detail)
    return found


def roles(*names: Role) -> frozenset[Role]:
    """Return the roles of a route."""
    return frozenset(names)


class Dispatcher(Generic[T]):
    """Answers events by a route table; whatever happens, with JSON and a request id."""

    def __init__(
        self,
        routes: Sequence[Route[T]],
        tools: T,
        config: Config,
        throttle: Throttle | None = None,
        elsewhere: Sequence[Route[Any]] = (),
        session: Callable[[T, Request], Caller | None] | None = None,
    ) -> None:
        """Compile the routes' paths; those ``elsewhere`` are answered by another function.

        ``session`` returns who is signed in, for a GET without a key. No other method is allowed
        by a cookie, since browsers send cookies with other sites' forms, too.
        """
        self._routes = [(_pattern(route.path), route) for route in routes]
        self._elsewhere = [(_pattern(route.path), route) for route in elsewhere]
        self._tools = tools
        self._config = config
        self._throttle = throttle
        self._session = session

    def __call__(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one event of API Gateway."""
        begun = time.perf_counter()
        request_id = str(event["requestContext"]["requestId"])
        route: Route[T] | None = None
        try:
            request = _request(event, request_id)
            route, request = self._route(request)
            response = self._answer(route, request)
        except Problem as problem:
            response = _problem(problem, request_id)
        except (Contended, Unavailable) as error:
            telemetry.failed(error)
            response = _problem(_unavailable(), request_id)
        except Exception as error:  # noqa: BLE001 (the last line of defence; logged with its place)
            telemetry.failed(error)
            response = _problem(
                Problem(500, "Internal Server Error", "This is our fault."), request_id
            )
        telemetry.request(
            route=f"{route.method} {route.path}" if route else None,
            status=response.status,
            milliseconds=round((time.perf_counter() - begun) * 1000, 1),
            request_id=request_id,
        )
        return _event(response, request_id)

    def _route(self, request: Request) -> tuple[Route[T], Request]:
        matches = [
            (route, found.groupdict())
            for pattern, route in self._routes
            if (found := pattern.fullmatch(request.path))
        ]
        for route, parameters in matches:
            if route.method == request.method:
                return route, replace(request, parameters=parameters)
        methods = {route.method for route, _ in matches}
        methods |= {r.method for pattern, r in self._elsewhere if pattern.fullmatch(request.path)}
        if methods:
            allowed = ", ".join(sorted(methods))
            raise Problem(
                405, "Method Not Allowed", f"Allowed: {allowed}.", headers={"allow": allowed}
            )
        raise Problem(404, "Not Found", "There is nothing at this path.")

    def _answer(self, route: Route[T], request: Request) -> Response:
        if route.roles is not None:
            caller = self._caller(route.roles, request)
            if self._throttle:
                self._throttle.take(caller.key_id)
            request = replace(request, caller=caller)
        if len(request.body) > route.max_body:
            limit = f"{route.max_body // KILOBYTE} KB"
            raise Problem(413, "Content Too Large", f"The body may have {limit}.")
        return route.handler(self._tools, request)

    def _caller(self, allowed: frozenset[Role], request: Request) -> Caller:
        if self._session and request.method == "GET" and not access.key_of(request.headers):
            caller = self._session(self._tools, request)
            if caller:
                return access.check(caller, allowed)
        return access.admit(request.headers, allowed, self._config)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]{1,200})", path))


def _request(event: Mapping[str, Any], request_id: str) -> Request:
    context = event["requestContext"]
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    path = str(event.get("rawPath", "/"))
    stage = context.get("stage", "$default")
    if stage != "$default":
        path = path.removeprefix(f"/{stage}")
    if not path.startswith(f"{_PREFIX}/"):
        raise Problem(404, "Not Found", f"Every path begins with {_PREFIX}/.")
    return Request(
        method=context["http"]["method"].upper(),
        path=path.removeprefix(_PREFIX),
        request_id=request_id,
        api_url=_api_url(context, headers),
        headers=headers,
        query={
            name: values[-1]
            for name, values in parse_qs(
                event.get("rawQueryString") or "", keep_blank_values=True
            ).items()
        },
        cookies=_cookies(event, headers),
        address=str(context["http"].get("sourceIp", "")),
        body=_body(event),
    )


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies: API Gateway takes them out of the headers."""
    sent = [*(event.get("cookies") or ()), *headers.get("cookie", "").split(";")]
    pairs = (cookie.strip().partition("=") for cookie in sent)
    return {name: value for name, _, value in pairs if name}


def _body(event: Mapping[str, Any]) -> bytes:
    """Return the raw bytes: API Gateway sends anything but text as base64."""
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body)
    return str(body).encode(errors="surrogatepass")


def _api_url(context: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """Return the address that the client used, for links back."""
    host = context.get("domainName") or headers.get("host", "")
    scheme = headers.get("x-forwarded-proto") or "https"
    return f"{scheme}://{host}"


def _unavailable() -> Problem:
    detail = "Nothing was stored. Try again in a moment."
    return Problem(503, "Service Unavailable", detail, headers=_RETRY_AFTER)


def _problem(problem: Problem, request_id: str) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": f"urn:leadfold:request:{request_id}",
        "request_id": request_id,
        # Google's lead form webhook shows this member to the person who set it up.
        "message": problem.detail,
    }
    body |= problem.members
    if problem.errors:
        body["errors"] = [
            {"field": e.field, "code": e.code, "message": e.message} for e in problem.errors
        ]
    return Response(
        status=problem.status,
        body=body,
        headers=problem.headers,
        content_type="application/problem+json",
    )


def _event(response: Response, request_id: str) -> dict[str, Any]:
    body = response.body
    content = {"content-type": response.content_type} if body is not None else {}
    is_binary = isinstance(body, bytes)
    return {
        "statusCode": response.status,
        "headers": {
            **content,
            "x-request-id": request_id,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            **response.headers,
        },
        "body": base64.b64encode(body).decode() if is_binary else _text(body),
        "isBase64Encoded": is_binary,
    }


def _text(body: Any) -> str:
    if isinstance(body, str):
        return body
    if body is None:
        return ""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, as it was sent: it has no UTF-8
        return json.dumps(body)
    return text
