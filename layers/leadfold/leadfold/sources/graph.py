"""Meta's Graph API as pure steps: the requests, and what an answer means for the lead.

Facts and their sources: wire-formats.md, 1.5 and 1.6.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlencode, urlsplit

#: Where the API is unless the source says otherwise; the version is part of it.
DEFAULT_BASE = "https://graph.facebook.com/v24.0"
#: The fields that are read of a lead (1.5), without those that nothing records.
LEAD_FIELDS = (
    "id,created_time,field_data,custom_disclaimer_responses,ad_id,ad_name,adset_id,adset_name,"
    "campaign_id,campaign_name,form_id,is_organic,platform,partner_name,home_listing,post,"
    "retailer_item_id,vehicle"
)
#: The fields for a token that may read leads but not advertisements.
CORE_LEAD_FIELDS = "id,created_time,field_data,custom_disclaimer_responses,form_id"
FORM_FIELDS = "id,name,questions{key,label,type,options}"
AD_FIELDS = "id,name,adset{id,name},campaign{id,name}"

Kind = Literal["retry", "wait", "reconnect", "give_to_person"]

#: Error codes (1.6) by what is done about them; 10 and 200 to 299 are missing permissions.
_RETRY = frozenset({1, 2})
_WAIT = frozenset({4, 17, 32, 341, 368, 613}) | frozenset(range(80_000, 80_015))
_RECONNECT = frozenset({102, 190})
_RECONNECT_SUBCODES = frozenset(range(458, 493))
_PERMISSION = frozenset({10}) | frozenset(range(200, 300))
_NOT_VISIBLE = (100, 33)

#: Pauses between attempts where Meta names no wait, in seconds.
_PAUSES = (5, 20, 60, 300, 900, 1800, 3600)
_SPREAD = 0.2
#: A wait that Meta names is kept up to a day: quotas count by 24 hours.
_LONGEST_WAIT = 86_400
_MAX_ERROR_BYTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRequest:
    """A GET request; the URL holds the token, so it is never shown or logged."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do about an answer without a lead.

    ``retry`` and ``wait`` are tried again after :func:`pause`; ``reconnect`` needs a new token,
    ``give_to_person`` a repair by hand. ``code`` is the code of the quarantine entry, ``seconds``
    the wait that Meta named.
    """

    kind: Kind
    code: str
    seconds: int | None = None


# -- asking ---------------------------------------------------------------------------------------


def request(base: str, node: str, fields: str, token: str, app_secret: str = "") -> GraphRequest:
    """Return the request that reads these fields of a node, with the app secret's proof."""
    query = {"fields": fields, "access_token": token}
    if app_secret:
        query["appsecret_proof"] = appsecret_proof(token, app_secret)
    return GraphRequest(url=f"{base.rstrip('/')}/{quote(node, safe='')}?{urlencode(query)}")


def appsecret_proof(token: str, app_secret: str) -> str:
    """Return HMAC-SHA256 of the token under the app's secret (1.5)."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def is_safe_base(base: str) -> bool:
    """Tell whether a token may be sent there: by TLS, or to a stand-in on this machine."""
    try:
        parts = urlsplit(base)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.query or parts.fragment or parts.username or not host:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"}
    )


# -- what an answer means -------------------------------------------------------------------------


def node_of(status: int, body: bytes) -> dict[str, Any] | None:
    """Return the node of a good answer, else ``None``; error pages may have status 200."""
    document = _json(body) if status == _OK else None
    return document if isinstance(document, dict) and "error" not in document else None


_OK = 200
_TOO_MANY = 429
_SERVER = 500


def judge(status: int, headers: Mapping[str, str], body: bytes) -> Verdict:
    """Return what to do about an answer without a node; ``headers`` have lower-case names.

    Most failures are HTTP 400 and differ only in the error's code. A page of HTML, or no body, is a
    fault on the way and tried again.
    """
    document = _json(body[:_MAX_ERROR_BYTES])
    error = document.get("error") if isinstance(document, dict) else None
    if not isinstance(error, dict):
        if status == _TOO_MANY:
            return Verdict(kind="wait", code="rate_limited", seconds=named_wait(headers))
        return Verdict(kind="retry", code=f"http_{status}")
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    if code in _WAIT or status == _TOO_MANY:
        return Verdict(kind="wait", code="rate_limited", seconds=named_wait(headers))
    if code in _RECONNECT or subcode in _RECONNECT_SUBCODES:
        return Verdict(kind="reconnect", code="reconnect")
    if code in _PERMISSION:
        return Verdict(kind="give_to_person", code="permission_missing")
    if (code, subcode) == _NOT_VISIBLE:
        return Verdict(kind="give_to_person", code="not_visible")
    if code in _RETRY or error.get("is_transient") is True or status >= _SERVER:
        return Verdict(kind="retry", code=f"graph_{code}")
    return Verdict(kind="give_to_person", code=f"graph_{code}")


def named_wait(headers: Mapping[str, str]) -> int | None:
    """Return the seconds that Meta asks to wait, ``None`` where it names none (1.6).

    ``X-Business-Use-Case-Usage`` has minutes for each kind of use; the longest counts.
    ``X-App-Usage`` and ``X-Page-Usage`` have only the share that is used up, so they are not read.
    """
    waits = [60 * minutes for minutes in _minutes(_json(headers.get(_BUSINESS_USE, "").encode()))]
    after = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,6}", after):
        waits.append(int(after))
    longest = max(waits, default=0)
    return min(longest, _LONGEST_WAIT) or None


_BUSINESS_USE = "x-business-use-case-usage"


def pause(verdict: Verdict, attempt: int, chance: float = 0.5) -> int:
    """Return the seconds until the next attempt; ``attempt`` is the number of those made.

    ``chance``, from 0 to 1, spreads attempts that failed together. A wait that Meta named is never
    shortened.
    """
    planned = _PAUSES[min(max(attempt, 1), len(_PAUSES)) - 1]
    spread = round(planned * (1 + _SPREAD * (2 * chance - 1)))
    if verdict.seconds is None:
        return max(1, spread)
    return verdict.seconds + round(min(60, planned) * _SPREAD * chance)


def _minutes(usage: Any) -> list[int]:
    """Return the minutes to wait in a usage header: ``{business id: [{…}, …]}``."""
    groups = usage.values() if isinstance(usage, dict) else ()
    return [
        minutes
        for group in groups
        if isinstance(group, list)
        for use in group
        if isinstance(use, dict)
        and (minutes := _number(use.get("estimated_time_to_regain_access"))) > 0
    ]


def _number(value: object) -> int:
    if isinstance(value, bool):
        return 0
    if isinstance(value, int | float) and abs(value) < 10**9:
        return int(value)
    text = str(value)
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
