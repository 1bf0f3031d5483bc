"""`GET /reports/view`: a report as one page, for people. Its figures are those of the calls.

Whatever was sent is text: the template escapes, the charts' data is in a block that does not
run, and the policy lets nothing run or load but the three files that are served beside the page.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from leadfold import pages
from leadfold.errors import Problem
from leadfold.reports import periods
from leadfold.runtime import access
from leadfold.runtime.access import Caller
from leadfold.web.http import Request, Response, Route
from leadfold.web.reports import calls, query_parameters, session
from leadfold.web.reports.content import Content
from leadfold.web.reports.form import TABS, Form, Selection
from leadfold.web.reports.query_parameters import Parameters
from leadfold.web.reports.tools import Tools

_PACKAGE = "leadfold.web.reports"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_YEAR = 365 * 24 * 3600
#: Days of a language's readers, where the address does not say which.
_ZONES = {
    "nb": "Europe/Oslo",
    "sv": "Europe/Stockholm",
    "el": "Europe/Athens",
    "he": "Asia/Jerusalem",
}
#: Norwegian is also asked for as `no` and `nn`, Hebrew by its old code.
_SPOKEN = {name: name for name in pages.LANGUAGES} | {"no": "nb", "nn": "nb", "iw": "he"}
PARAMETERS: Mapping[str, Any] = {
    "report": {"enum": [*TABS], "default": "campaigns"},
    "lang": {"enum": [*pages.LANGUAGES], "description": "Else as Accept-Language has it"},
    **{
        name: about
        for name, about in query_parameters.OF_ATTRIBUTION.items()
        if name not in {"compare", "format"}
    },
}


# -- the files beside the page --------------------------------------------------------------------


@lru_cache(maxsize=1)
def assets() -> dict[str, tuple[str, str, str]]:
    """Return the files of the page by what they are: name, media type and text.

    The name holds a hash of the bytes, so browsers may keep a file for good.
    """
    found = {
        "style": ("css", f"{pages.read('look.css')}\n{pages.read('page.css', _PACKAGE)}\n"),
        "chart": ("js", pages.read(pages.CHART)),
        "script": ("js", f"{pages.read('draw.js')}\n{pages.read('page.js', _PACKAGE)}\n"),
        "icon": ("svg", pages.read("icon.svg", _PACKAGE)),
    }
    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    return {
        name: (
            f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{end}",
            f"{kinds[end]}; charset=utf-8",
            text,
        )
        for name, (end, text) in found.items()
    }


def get_asset(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return one of the files of the page; they hold nothing of anybody."""
    for name, kind, text in assets().values():
        if name == request.parameters["name"]:
            headers = {
                "cache-control": f"public, max-age={_YEAR}, immutable",
                "content-security-policy": "default-src 'none'",
            }
            return Response(body=text, content_type=kind, headers=headers)
    raise Problem(404, "Not Found", "There is no such file.")


# -- the page -------------------------------------------------------------------------------------


def get_view(tools: Tools, request: Request) -> Response:
    """Return the page, or the form to sign in where nobody is signed in."""
    texts = _texts(request)
    reader = _reader(tools, request)
    if not reader:
        return _sign_in(texts, urlencode(request.query))
    # A form sends what was left blank as well.
    query = {name: value for name, value in request.query.items() if value or name in _BLANK}
    query.setdefault("tz", _ZONES.get(texts.language, "UTC"))
    parameters = Parameters(query, PARAMETERS)
    tab = parameters.choice("report", "campaigns", TABS)
    parameters.choice("lang", "", pages.LANGUAGES)
    today = periods.today(tools.now(), query["tz"] if periods.is_zone(query["tz"]) else "UTC")
    if not (query.get("from") or query.get("to")):
        query |= _last_days(today)
    found = query_parameters.attribution(parameters)
    bad = [error.field for error in parameters.errors]
    bad += [name for name in query if name not in PARAMETERS]
    selection = Selection(
        tab=tab, query=found, today=today, texts=texts, own_language="lang" in request.query
    )
    tools.lake.refresh()
    form = Form(tools.lake, selection)
    content = Content(tools, selection, form)
    html = _template("page.html").render(
        t=texts,
        form=form,
        content=content,
        selection=selection,
        bad=bad,
        files=_names(),
        languages=pages.LANGUAGES,
        charts=_data(content.charts(), texts),
        reader=reader,
    )
    return _page(html, 400 if bad else 200)


#: An id that is empty is none, and an empty grouping one row: neither is a blank.
_BLANK = {name for name in query_parameters.FILTERS if name.endswith("_id")} | {"group_by"}


def _last_days(today: date) -> dict[str, str]:
    return {"from": (today - timedelta(days=29)).isoformat(), "to": today.isoformat()}


def post_session(tools: Tools, request: Request) -> Response:
    """Exchange a key for a session, and go to the page; the form says so where the key is wrong."""
    answer, query = session.sign_in(tools, request)
    return answer or _sign_in(_texts(request), query, wrong=True)


def post_end(tools: Tools, request: Request) -> Response:
    """Sign out."""
    return session.sign_out(tools, request)


def _reader(tools: Tools, request: Request) -> Caller | None:
    """Return who reads, by key or session, ``None`` for nobody. Raises as a call with a key."""
    if access.key_of(request.headers):
        return access.admit(request.headers, calls.READERS, tools.config)
    reader = session.caller(tools, request)
    return access.check(reader, calls.READERS) if reader else None


def _sign_in(texts: pages.Texts, query: str, *, wrong: bool = False) -> Response:
    html = _template("sign_in.html").render(t=texts, query=query, wrong=wrong, files=_names())
    return _page(html, 401 if wrong else 200)


def _page(html: str, status: int) -> Response:
    return Response(
        status=status,
        body=html,
        content_type="text/html; charset=utf-8",
        headers={"content-security-policy": _POLICY, "referrer-policy": "same-origin"},
    )


def _names() -> dict[str, str]:
    return {name: f"assets/{file[0]}" for name, file in assets().items()}


def _data(charts: Any, texts: pages.Texts) -> str:
    """Return the charts as JSON without <, > and &: it cannot end its element of the page."""
    data = {
        "rtl": texts("dir") == "rtl",
        "language": texts.language,
        "percent": texts("percent"),
        "charts": charts,
    }
    text = json.dumps(data, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@lru_cache(maxsize=2)
def _template(name: str) -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(pages.read(name, _PACKAGE))


def _texts(request: Request) -> pages.Texts:
    return _read_texts(language_of(request.query.get("lang"), request.headers))


@lru_cache(maxsize=len(pages.LANGUAGES))
def _read_texts(language: str) -> pages.Texts:
    return pages.Texts.read(language, _PACKAGE)


def language_of(wanted: str | None, headers: Mapping[str, str]) -> str:
    """Return the language that is asked for: by the address, else by the browser.

    >>> language_of(None, {"accept-language": "da, no;q=0.8, en;q=0.9"})
    'en'
    """
    if wanted in pages.LANGUAGES:
        return wanted
    ranked = []
    for place, part in enumerate(headers.get("accept-language", "")[:500].split(",")):
        tag, _, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=") or "1"
        known = _SPOKEN.get(tag.lower().partition("-")[0])
        if known and weight.replace(".", "", 1).isdecimal() and float(weight):
            ranked.append((-float(weight), place, known))
    return min(ranked)[2] if ranked else "en"


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/reports/view",
        handler=get_view,
        summary="A report as a page for people; asks them to sign in with a key",
        roles=None,
        query=PARAMETERS,
        responses={200: "", 400: "", 401: "", 403: ""},
        tags=("Reports",),
    ),
    Route(
        method="POST",
        path="/reports/sign-in",
        handler=post_session,
        summary="Sign in to the page: a key becomes a session of eight hours",
        roles=None,
        request="SignIn",
        accepts=("application/x-www-form-urlencoded",),
        responses={303: "", 401: "", 403: "", 429: ""},
        tags=("Reports",),
    ),
    Route(
        method="POST",
        path="/reports/sign-out",
        handler=post_end,
        summary="Sign out of the page",
        roles=None,
        responses={303: "", 403: ""},
        tags=("Reports",),
    ),
    Route(
        method="GET",
        path="/reports/assets/{name}",
        handler=get_asset,
        summary="A file of the page; its name tells its bytes",
        roles=None,
        tags=("Reports",),
    ),
)
