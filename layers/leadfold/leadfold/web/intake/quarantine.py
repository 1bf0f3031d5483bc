"""Held leads: look, correct and release, discard; and what became of a source's deliveries."""

import time

from leadfold import reading
from leadfold.cards.forgotten import ERASED
from leadfold.errors import Problem
from leadfold.intake import collecting, quarantine
from leadfold.intake.answer import STATUS, compose
from leadfold.intake.submission import understand
from leadfold.model import Person, QuarantineEntry
from leadfold.web import paging, schemas
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.reading.cards import PAGE, Tools

_PATIENCE_SECONDS = 8.0


def get_quarantine(tools: Tools, request: Request) -> Response:
    """Return a page of held leads."""
    filters = {name: request.query.get(name) for name in ("owner", "source", "code")}
    found, following = reading.quarantine(
        tools.desk.store,
        owner=filters["owner"],
        source=filters["source"],
        code=filters["code"],
        after=paging.after(request.query, filters),
        limit=paging.limit(request.query),
    )
    shown = [reading.quarantine_document(entry) for entry in found]
    return Response(body=paging.page(shown, following, filters))


def get_entry(tools: Tools, request: Request) -> Response:
    """Return one held lead with what came and what was understood of it."""
    entry = _entry(tools, request)
    document = reading.quarantine_document(entry)
    if entry.status == "released" or entry.reason == ERASED:
        return Response(body=document | {"raw": None, "content_type": None, "fields": {}})
    came = quarantine.arrival(entry, tools.desk)
    source = tools.config.source(entry.source)
    lead = understand(came, source, tools.desk.keyed).lead if source else None
    return Response(
        body=document
        | {
            "raw": came.body.decode("utf-8", "backslashreplace"),
            "content_type": came.content_type,
            "fields": dict(lead.fields) if lead else {},
        }
    )


def post_release(tools: Tools, request: Request) -> Response:
    """Record a held lead with corrections; answers as ``POST /leads`` does."""
    entry = _entry(tools, request)
    asked = schemas.parse(schemas.ReleaseIn, request)
    queued = None if asked.fields else collecting.queued_notice_of(entry, tools.desk)
    if queued:  # nothing but a notice is held: the lead is read again
        tools.collect(queued)
        answer = compose("accepted", Person(), delivery_id=entry.delivery_id)
        return Response(status=STATUS["accepted"], body=answer.document(tools.api_url))
    source = tools.config.source(entry.source)
    if not source:
        raise Problem(409, "Conflict", f"The source {entry.source} is no longer configured.")
    answer = quarantine.release(
        entry,
        source,
        {str(name): value for name, value in asked.fields.items()},
        tools.desk,
        by=_caller(request),
        deadline=time.monotonic() + _PATIENCE_SECONDS,
    )
    return Response(status=STATUS[answer.outcome], body=answer.document(tools.api_url))


def post_discard(tools: Tools, request: Request) -> Response:
    """Close a held lead without recording it."""
    entry = _entry(tools, request)
    asked = schemas.parse(schemas.DiscardIn, request)
    closed = quarantine.discard(entry, tools.desk.store, by=_caller(request), reason=asked.reason)
    return Response(body=reading.quarantine_document(closed))


def get_deliveries(tools: Tools, request: Request) -> Response:
    """Return a page of a source's last deliveries."""
    source_id = request.parameters["id"]
    if not tools.config.source(source_id):
        raise Problem(404, "Not Found", "There is no such source.")
    filters = {"deliveries": source_id}
    found, following = reading.deliveries(
        tools.desk.store,
        source_id,
        after=paging.after(request.query, filters),
        limit=paging.limit(request.query),
    )
    shown = [reading.delivery_document(listed) for listed in found]
    return Response(body=paging.page(shown, following, filters))


def _entry(tools: Tools, request: Request) -> QuarantineEntry:
    entry = quarantine.entry(tools.desk.store, request.parameters["id"])
    if not entry:
        raise Problem(404, "Not Found", "There is no held lead with this id.")
    return entry


def _caller(request: Request) -> str:
    return request.caller.name if request.caller else ""


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/quarantine",
        handler=get_quarantine,
        summary="Leads that are held for a person, due first",
        roles=roles("operator"),
        query={
            "owner": "An owner's id, or - for nobody's",
            "source": "A source's id",
            "code": "Why they are held",
            **PAGE,
        },
        responses={200: "QuarantinePage"},
        tags=("Quarantine",),
    ),
    Route(
        method="GET",
        path="/quarantine/{id}",
        handler=get_entry,
        summary="One held lead, with what came and what was understood of it",
        roles=roles("operator"),
        responses={200: "HeldLead"},
        tags=("Quarantine",),
    ),
    Route(
        method="POST",
        path="/quarantine/{id}/release",
        handler=post_release,
        summary="Record a held lead, corrected; once, however often it is called",
        roles=roles("operator"),
        request="ReleaseIn",
        responses={200: "Answer", 201: "Answer", 202: "Answer"},
        tags=("Quarantine",),
    ),
    Route(
        method="POST",
        path="/quarantine/{id}/discard",
        handler=post_discard,
        summary="Close a held lead without recording it, with a reason",
        roles=roles("operator"),
        request="DiscardIn",
        responses={200: "Quarantined"},
        tags=("Quarantine",),
    ),
    Route(
        method="GET",
        path="/sources/{id}/deliveries",
        handler=get_deliveries,
        summary="A source's last deliveries and what each became",
        roles=roles("operator", "marketing"),
        query=PAGE,
        responses={200: "DeliveryPage"},
        tags=("Configuration",),
    ),
)
