"""Signing in to the page: a key becomes a cookie that is signed, short-lived and read by GETs only.

The cookie holds what the key is stored under, never the key, and when it ends; whose it is and its
role are read from the key's item each time, so it ends with the key. It is sent to paths below
``/reports`` alone: without ``Path``, a browser takes the folder of the call that set it, so
signing in and out have paths beside the page.
"""

import hmac
from urllib.parse import parse_qs, parse_qsl, urlencode

from leadfold.errors import Problem
from leadfold.runtime import access
from leadfold.runtime.access import Caller
from leadfold.store import items
from leadfold.web.http import Request, Response
from leadfold.web.reports.tools import Tools

COOKIE = "leadfold_session"
SECONDS = 8 * 3600


def caller(tools: Tools, request: Request) -> Caller | None:
    """Return who is signed in, ``None`` where nobody is or the session has ended."""
    payload, _, mac = request.cookies.get(COOKIE, "").rpartition(".s.")
    made = tools.keyed.of("session", payload)
    if not hmac.compare_digest(mac.encode(errors="surrogatepass"), made.encode()):
        return None
    digest, _, until = payload.partition(".")
    if int(until) <= tools.now().timestamp():
        return None
    item = tools.config.item(items.api_key_key(digest))
    return access.caller_of(item) if item else None


def sign_in(tools: Tools, request: Request) -> tuple[Response | None, str]:
    """Return the answer that signs in, or ``None`` for a wrong key, and the query of the page.

    Raises 403 for a form of another site, and 429 after too many attempts.
    """
    _from_here(request)
    tools.sign_ins.take(request.address)
    form = parse_qs(request.body.decode(errors="replace"))
    key, query = (form.get(name, [""])[-1].strip() for name in ("key", "query"))
    # Taken apart and put together again: nothing but a query can come of it.
    query = urlencode(parse_qsl(query[:4000], keep_blank_values=True))
    digest = access.digest(key)
    item = tools.config.item(items.api_key_key(digest))
    if not item or not access.caller_of(item).may(frozenset({"marketing", "operator"})):
        return None, query
    payload = f"{digest}.{int(tools.now().timestamp()) + SECONDS}"
    value = f"{payload}.s.{tools.keyed.of('session', payload)}"
    return _moved(f"view?{query}", _cookie(tools, value, SECONDS)), query


def sign_out(tools: Tools, request: Request) -> Response:
    """End the session in the browser."""
    _from_here(request)
    return _moved("view", _cookie(tools, "", 0))


def _from_here(request: Request) -> None:
    """Refuse a form of another site: browsers name the site in a header. Raises 403."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Problem(403, "Forbidden", "This form stands on another site.")


def _cookie(tools: Tools, value: str, seconds: int) -> str:
    secure = "; Secure" if tools.is_https else ""
    return f"{COOKIE}={value}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"


def _moved(to: str, cookie: str) -> Response:
    return Response(status=303, headers={"location": to, "set-cookie": cookie})
