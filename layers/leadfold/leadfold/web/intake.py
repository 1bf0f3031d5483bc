"""Leads in: ``POST /leads``."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from leadfold import telemetry
from leadfold.answer import STATUS
from leadfold.config import Config
from leadfold.errors import Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake import Desk, park_unread, take_in
from leadfold.model import Arrival, Source
from leadfold.sources import payload
from leadfold.web.http import KILOBYTE, Request, Response, Route, roles

MAX_LEAD = 256 * KILOBYTE
#: Zapier waits 30 s and API Gateway too; a lead that is not recorded by then is parked.
_PATIENCE_SECONDS = 8.0
_MAX_IDEMPOTENCY_KEY = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the intake function works with."""

    desk: Desk
    config: Config
    api_url: str


def post_lead(tools: Tools, request: Request) -> Response:
    """Take in one lead of a generic source."""
    source = _source(tools, request)
    if payload.media_type(request.headers.get("content-type", ""), request.body) is None:
        raise Problem(
            415,
            "Unsupported Media Type",
            f"Send {payload.JSON} or {payload.FORM}.",
            headers={"accept": f"{payload.JSON}, {payload.FORM}"},
        )
    arrival = Arrival(
        body=request.body,
        content_type=request.headers.get("content-type", ""),
        received_at=datetime.now(UTC),
        idempotency_key=_idempotency_key(request),
    )
    try:
        answer = take_in(arrival, source, tools.desk, deadline=time.monotonic() + _PATIENCE_SECONDS)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 (a fault of ours must not lose a lead)
        telemetry.failed(error)
        answer = park_unread(arrival, source, tools.desk, new_id("dlv"))
    telemetry.note(
        source=source.id,
        outcome=answer.outcome,
        delivery_id=answer.delivery_id,
        card_id=answer.card_id,
        inquiry_id=answer.inquiry_id,
        quarantine_id=answer.quarantine_id,
    )
    return Response(status=STATUS[answer.outcome], body=answer.document(tools.api_url))


def _source(tools: Tools, request: Request) -> Source:
    source_id = request.query.get("source", "")
    source = tools.config.source(source_id) if source_id else None
    if not source:
        detail = "Name a configured source: POST /v1/leads?source=…"
        raise Problem(404, "Unknown Source", detail)
    return source


def _idempotency_key(request: Request) -> str | None:
    """Return the key: the draft standard has it in double quotes, most clients send it bare."""
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > _MAX_IDEMPOTENCY_KEY:
        detail = f"Idempotency-Key may have {_MAX_IDEMPOTENCY_KEY} characters."
        raise Problem(400, "Bad Request", detail)
    return key.removeprefix('"').removesuffix('"') or None


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/leads",
        handler=post_lead,
        summary="Take in one lead: a new card, or a repeat inquiry and its task",
        roles=roles("intake"),
        max_body=MAX_LEAD,
        query={"source": "The source's id"},
        request="Lead",
        responses={200: "Answer", 201: "Answer", 202: "Answer"},
        tags=("Intake",),
    ),
)
