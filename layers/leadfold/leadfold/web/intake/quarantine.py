"""Held leads: look, correct and release, discard."""

from pydantic import Field

from leadfold import reading
from leadfold.cards.redaction import ERASED
from leadfold.errors import Problem
from leadfold.intake import collecting, quarantine
from leadfold.intake.answer import STATUS, Answer, compose
from leadfold.intake.submission import understand
from leadfold.model import Person, QuarantineEntry
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, LeadField, Name, Value, parse
from leadfold.web.tools import Tools, deadline


class ReleaseIn(Body):
    """A held lead's corrections: well-known fields, an empty one takes away what was sent."""

    fields: dict[LeadField, Value] = Field(default={})


class DiscardIn(Body):
    """Why a held lead is not recorded."""

    reason: Name


def get_quarantine(tools: Tools, request: Request) -> Response:
    """Return a page of held leads."""
    filters = {name: request.query.get(name) for name in ("owner", "source", "code")}
    page = Page(request.query, filters)
    found, following = reading.quarantine(
        tools.desk.store,
        owner=filters["owner"],
        source=filters["source"],
        code=filters["code"],
        after=page.after,
        limit=page.limit,
    )
    return page.answer([reading.quarantine_document(entry) for entry in found], following)


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
    asked = parse(ReleaseIn, request)
    queued = None if asked.fields else collecting.queued_notice_of(entry, tools.desk)
    if queued:  # nothing but a notice is held: the lead is read again
        tools.collect(queued)
        answer = compose("accepted", Person(), delivery_id=entry.delivery_id)
        return _answered(tools, answer)
    source = tools.config.source(entry.source)
    if not source:
        raise Problem(409, "Conflict", f"The source {entry.source} is no longer configured.")
    answer = quarantine.release(
        entry,
        source,
        {str(name): value for name, value in asked.fields.items()},
        tools.desk,
        by=_caller(request),
        deadline=deadline(),
    )
    return _answered(tools, answer)


def post_discard(tools: Tools, request: Request) -> Response:
    """Close a held lead without recording it."""
    entry = _entry(tools, request)
    asked = parse(DiscardIn, request)
    closed = quarantine.discard(entry, tools.desk.store, by=_caller(request), reason=asked.reason)
    return Response(body=reading.quarantine_document(closed))


def _entry(tools: Tools, request: Request) -> QuarantineEntry:
    found = quarantine.entry(tools.desk.store, request.parameters["id"])
    return existing(found, "There is no held lead with this id.")


def _answered(tools: Tools, answer: Answer) -> Response:
    return Response(status=STATUS[answer.outcome], body=answer.document(tools.api_url))


def _caller(request: Request) -> str:
    return request.caller.name if request.caller else ""


BODIES = (ReleaseIn, DiscardIn)

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
            **paging.PARAMETERS,
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
)
