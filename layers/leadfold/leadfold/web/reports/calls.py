"""Reports as JSON, CSV and XLSX, the way from a row to its inquiries, and the upload of expenses.

Nothing here has contact data: facts have none. Whoever may read reports sees the same figures; ids
of inquiries are for operators alone.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from leadfold.errors import FieldError, Problem
from leadfold.ids import new_id
from leadfold.reports import (
    attribution,
    exports,
    files,
    overlap,
    periods,
    sources,
    spend,
    tasks,
)
from leadfold.reports.attribution import Query
from leadfold.reports.periods import Period
from leadfold.reports.table import Report
from leadfold.runtime.access import Role
from leadfold.web.http import KILOBYTE, Request, Response, Route, roles
from leadfold.web.reports import conversions, query_parameters
from leadfold.web.reports.query_parameters import Parameters
from leadfold.web.reports.tools import Tools

#: Longer reports are refused: what is cut off would be missing from every sum.
MOST_ROWS = 10_000
#: A Lambda function answers with 6 MB, a third of it lost on bytes that are no text.
_MOST_BYTES = 4_000_000
#: A Lambda function is sent 6 MB at most, a third of it lost likewise.
_UPLOAD = 4096 * KILOBYTE
_MOST_ERRORS = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.as_xlsx, _XLSX),
}
READERS: frozenset[Role] = roles("marketing", "operator")


# -- reports --------------------------------------------------------------------------------------


def get_attribution(tools: Tools, request: Request) -> Response:
    """Return what came in by each group, what came of it, and what it cost."""
    parameters = Parameters(request.query, query_parameters.OF_ATTRIBUTION)
    query = query_parameters.attribution(parameters)
    compare = parameters.choice("compare", "", query_parameters.COMPARED)
    return _answer(tools, parameters, lambda: compared(tools, query, compare))


def compared(tools: Tools, query: Query, compare: str) -> Report:
    """Return an attribution report as it is, or its ``models`` or ``weeks`` side by side."""
    if compare == "models":
        return attribution.comparison(tools.lake, query)
    if compare == "weeks":
        today = periods.today(tools.now(), query.period.zone)
        return attribution.changes(tools.lake, query, today)
    return attribution.report(tools.lake, query)


def get_overlap(tools: Tools, request: Request) -> Response:
    """Return on which platforms the same person was paid for, and what that cost."""
    return _plain(tools, request, lambda period: overlap.report(tools.lake, period))


def get_sources(tools: Tools, request: Request) -> Response:
    """Return how each source does."""
    return _plain(tools, request, lambda period: sources.report(tools.lake, period, utc(tools)))


def get_tasks(tools: Tools, request: Request) -> Response:
    """Return how soon people are called."""
    return _plain(tools, request, lambda period: tasks.report(tools.lake, period, utc(tools)))


def utc(tools: Tools) -> datetime:
    """Return the time as the lake has it: UTC without saying so."""
    return tools.now().replace(tzinfo=None)


def _plain(tools: Tools, request: Request, report: Callable[[Period], Report]) -> Response:
    parameters = Parameters(request.query, query_parameters.OF_REPORT)
    return _answer(tools, parameters, partial(report, query_parameters.period(parameters)))


def _answer(tools: Tools, parameters: Parameters, make: Callable[[], Report]) -> Response:
    form = parameters.choice("format", "json", query_parameters.FORMATS)
    parameters.done()
    tools.lake.refresh()
    report = make()
    if len(report.rows) > MOST_ROWS:
        raise _too_long(f"{len(report.rows):,} rows")
    if form == "json":
        body = exports.as_json(report)
        shown: dict[str, Any] = {"body": body.decode()}
    else:
        write, kind = _FORMATS[form]
        body = write(report)
        name = f'attachment; filename="{report.name}.{form}"'
        shown = {"content_type": kind, "headers": {"content-disposition": name}}
        shown["body"] = body if form == "xlsx" else body.decode()
    if len(body) > _MOST_BYTES:
        raise _too_long(f"{len(body):,} bytes")
    return Response(**shown)


def _too_long(size: str) -> Problem:
    message = f"this makes {size}: group by less, or choose a shorter period"
    errors = [FieldError("group_by", "too_long", message)]
    return Problem(400, "Bad Request", f"The report is too long: {message}.", errors=errors)


# -- from a row to its inquiries ------------------------------------------------------------------


def get_inquiries(tools: Tools, request: Request) -> Response:
    """Return how many inquiries are in a row, and to operators the ids of the newest."""
    parameters = Parameters(request.query, query_parameters.OF_DRILL)
    period = query_parameters.period(parameters)
    only = query_parameters.only(parameters, (*query_parameters.FILTERS, *periods.UNITS))
    limit = parameters.value("limit", 1000, _limit, "1 to 1000")
    parameters.done()
    tools.lake.refresh()
    query = Query(period=period, group_by=(), only=only)
    count, ids = attribution.drill(tools.lake, query, {}, limit)
    sees = bool(request.caller and request.caller.may(roles("operator")))
    return Response(body={"count": count, "ids": ids if sees else None})


def _limit(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= 1000):  # noqa: PLR2004
        raise ValueError
    return int(raw)


# -- expenses -------------------------------------------------------------------------------------


def post_spend(tools: Tools, request: Request) -> Response:
    """Take in a file of expenses; it replaces those of its days and campaigns."""
    parameters = Parameters(request.query, _OF_SPEND)
    platform = parameters.value("platform", None, _platform, "a word as meta or google")
    currency = parameters.value("currency", None, _currency, "three letters, e.g. NOK")
    parameters.done()
    now = tools.now()
    try:
        upload = spend.read(
            request.body, written_at=now.isoformat(), platform=platform, currency=currency
        )
    except spend.NotSpend as error:
        raise _bad_file([FieldError("body", "not_spend", str(error))], str(error)) from error
    if upload.errors and not upload.facts:
        raise _bad_file(upload.errors, "No row could be read.")
    if upload.facts:
        name = files.facts_file(f"{now:%Y-%m-%d}", new_id("spend"))
        tools.objects.put(name, files.lines(upload.facts))
    kinds = ("errors", "warnings")
    return Response(
        body={
            "layout": upload.layout,
            "rows": upload.rows,
            "expenses": len(upload.facts),
            **{f"{name[:-1]}_count": len(getattr(upload, name)) for name in kinds},
            **{name: [asdict(e) for e in getattr(upload, name)[:_MOST_ERRORS]] for name in kinds},
        }
    )


def _bad_file(errors: Any, detail: str) -> Problem:
    return Problem(
        422, "Unprocessable Content", detail[:1].upper() + detail[1:], errors=errors[:_MOST_ERRORS]
    )


def _platform(raw: str) -> str:
    if not (1 <= len(raw) <= 30 and raw.isascii() and raw.replace("_", "").isalnum()):  # noqa: PLR2004
        raise ValueError
    return raw.lower()


def _currency(raw: str) -> str:
    if not (len(raw) == 3 and raw.isascii() and raw.isalpha()):  # noqa: PLR2004
        raise ValueError
    return raw.upper()


_OF_SPEND = {
    "platform": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_]{0,29}$",
        "description": "Whose expenses they are, where the file does not say so",
    },
    "currency": {
        "type": "string",
        "pattern": "^[A-Za-z]{3}$",
        "description": "Which currency, where the file does not say so",
    },
}


def _report(path: str, handler: Any, summary: str, query: Any, answer: str) -> Route[Tools]:
    return Route(
        method="GET",
        path=f"/reports/{path}",
        handler=handler,
        summary=summary,
        roles=READERS,
        query=query,
        responses={200: answer},
        answers=("text/csv", _XLSX),
        tags=("Reports",),
    )


ROUTES: tuple[Route[Tools], ...] = (
    _report(
        "attribution",
        get_attribution,
        "What came in by platform, campaign, day …, what came of it, and what it cost",
        query_parameters.OF_ATTRIBUTION,
        "Attribution",
    ),
    Route(
        method="GET",
        path="/reports/attribution/inquiries",
        handler=get_inquiries,
        summary="How many inquiries a row counts; for operators, the ids of the newest",
        roles=READERS,
        query=query_parameters.OF_DRILL,
        responses={200: "Drilled"},
        tags=("Reports",),
    ),
    _report(
        "overlap",
        get_overlap,
        "The same person paid for on two platforms, and what that cost",
        query_parameters.OF_REPORT,
        "Overlap",
    ),
    _report(
        "sources",
        get_sources,
        "Each source: its last lead, silence, held leads, time to card, cost",
        query_parameters.OF_REPORT,
        "SourceHealth",
    ),
    _report(
        "tasks",
        get_tasks,
        "Time to first contact against its target, by owner and source",
        query_parameters.OF_REPORT,
        "ResponseTimes",
    ),
    Route(
        method="GET",
        path="/reports/conversions",
        handler=conversions.get_conversions,
        summary="Stages as offline conversions, hashed as the platform wants them",
        roles=roles("operator"),
        query=conversions.PARAMETERS,
        responses={200: "Conversions"},
        answers=("text/csv",),
        tags=("Reports",),
    ),
    Route(
        method="POST",
        path="/spend",
        handler=post_spend,
        summary="Upload what ads cost, as CSV: plain, or as Google Ads or Meta export it",
        roles=roles("marketing"),
        max_body=_UPLOAD,
        query=_OF_SPEND,
        request="SpendFile",
        accepts=("text/csv",),
        responses={200: "SpendRead"},
        tags=("Reports",),
    ),
)
