"""Leads in: ``POST /leads`` and ``POST /leads/batch``, and what every way in shares."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leadfold.errors import Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake.answer import STATUS, Answer
from leadfold.intake.parking import park_unread
from leadfold.intake.take_in import take_in
from leadfold.model import Arrival, Source
from leadfold.normalise import placeholders
from leadfold.resolve.desk import Desk
from leadfold.runtime import telemetry
from leadfold.runtime.config import Config
from leadfold.sources import payload
from leadfold.web.http import KILOBYTE, Request, Response, Route, roles

MAX_LEAD = 256 * KILOBYTE
MAX_BATCH = 4 * KILOBYTE * KILOBYTE
MAX_BATCH_LEADS = 500
#: Zapier waits 30 s and API Gateway too; a lead that is not recorded by then is parked.
_PATIENCE_SECONDS = 8.0
#: Leads of a batch that are taken in side by side: each thread mostly waits for the table.
_THREADS = 8
_MAX_IDEMPOTENCY_KEY = 255
JSON = "application/json"

#: What sends notices on to ``collect``: a source's id and the notices as flat JSON objects. Raises
#: ``Unavailable`` unless every one of them is stored.
Enqueue = Callable[[str, Sequence[Mapping[str, str]]], None]


def no_queue(source_id: str, notices: Sequence[Mapping[str, str]]) -> None:  # noqa: ARG001
    """Refuse notices: the platform sends them again."""
    raise Unavailable("no queue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the intake function works with."""

    desk: Desk
    config: Config
    api_url: str
    enqueue: Enqueue = no_queue


# -- what every way in shares ---------------------------------------------------------------------


def receive(
    arrival: Arrival,
    source: Source,
    tools: Tools,
    *,
    hold_as: str | None = None,
    deadline: float | None = None,
) -> Answer:
    """Take in one lead; whatever goes wrong on our side, it is kept.

    ``hold_as`` puts it in quarantine under that code. Raises ``Unavailable`` only where it could
    be stored nowhere.
    """
    until = deadline or time.monotonic() + _PATIENCE_SECONDS
    try:
        return take_in(arrival, source, tools.desk, deadline=until, hold_as=hold_as)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 (a fault of ours must not lose a lead)
        telemetry.failed(error)
        return park_unread(arrival, source, tools.desk, new_id("dlv"))


def receive_all(
    arrivals: Sequence[Arrival], source: Source, tools: Tools
) -> list[Answer | Unavailable]:
    """Take in leads side by side, in time for one answer; those left over then are parked."""
    deadline = time.monotonic() + _PATIENCE_SECONDS

    def one(arrival: Arrival) -> Answer | Unavailable:
        try:
            if time.monotonic() >= deadline:
                return park_unread(arrival, source, tools.desk, new_id("dlv"))
            return receive(arrival, source, tools, deadline=deadline)
        except Unavailable as error:
            return error

    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        return list(pool.map(one, arrivals))


def arrival_of(request: Request) -> Arrival:
    """Return the arrival of a request: its body, media type, time and idempotency key."""
    return Arrival(
        body=request.body,
        content_type=request.headers.get("content-type", ""),
        received_at=datetime.now(UTC),
        idempotency_key=_idempotency_key(request),
    )


def respond(answer: Answer, source: Source, tools: Tools) -> Response:
    """Return the answer to a lead, and note its ids for the log."""
    telemetry.note(
        source=source.id,
        outcome=answer.outcome,
        delivery_id=answer.delivery_id,
        card_id=answer.card_id,
        inquiry_id=answer.inquiry_id,
        quarantine_id=answer.quarantine_id,
    )
    return Response(status=STATUS[answer.outcome], body=answer.document(tools.api_url))


def check_media_type(request: Request) -> None:
    """Refuse a body of a type that nobody can read as a lead: 415."""
    if payload.media_type(request.headers.get("content-type", ""), request.body) is None:
        kinds = f"{payload.JSON}, {payload.FORM}, {payload.MULTIPART}"
        raise Problem(
            415, "Unsupported Media Type", f"Send one of {kinds}.", headers={"accept": kinds}
        )


# -- POST /leads ----------------------------------------------------------------------------------


def post_lead(tools: Tools, request: Request) -> Response:
    """Take in one lead of a generic source."""
    source = _source(tools, request)
    check_media_type(request)
    return respond(receive(arrival_of(request), source, tools), source, tools)


def post_batch(tools: Tools, request: Request) -> Response:
    """Take in up to 500 leads; each has its own result, in order."""
    source = _source(tools, request)
    content_type = request.headers.get("content-type", "")
    if payload.media_type(content_type, request.body) != payload.JSON:
        raise Problem(415, "Unsupported Media Type", "Send a JSON array or NDJSON.")
    pieces = payload.split(request.body, content_type)
    if len(pieces) > MAX_BATCH_LEADS:
        raise Problem(413, "Content Too Large", f"A batch may have {MAX_BATCH_LEADS} leads.")
    whole = arrival_of(request)
    fitting = [
        Arrival(
            body=piece,
            content_type=JSON,
            received_at=whole.received_at,
            idempotency_key=_key_of(whole.idempotency_key, position),
        )
        for position, piece in enumerate(pieces)
        if len(piece) <= MAX_LEAD
    ]
    answers = iter(receive_all(fitting, source, tools))
    results = [
        _result(next(answers), tools) if len(piece) <= MAX_LEAD else too_large() for piece in pieces
    ]
    telemetry.note(source=source.id, leads=len(results))
    return Response(body={"results": results})


def _key_of(key: str | None, position: int) -> str | None:
    """Return the key of one lead of a batch; one that stands for none is seen as such by intake."""
    return key if not key or placeholders.stands_for_none(key) else f"{key}#{position}"


def _result(answer: Answer | Unavailable, tools: Tools) -> dict[str, Any]:
    if isinstance(answer, Answer):
        return answer.document(tools.api_url)
    return failure(503, "Service Unavailable", "This lead was not stored. Send it again.")


def too_large() -> dict[str, Any]:
    """Return the result of a lead that is larger than any may be."""
    return failure(413, "Content Too Large", f"A lead may have {MAX_LEAD // KILOBYTE} KB.")


def failure(status: int, title: str, detail: str) -> dict[str, Any]:
    """Return the result of a lead of a batch that was not stored, as problem details."""
    return {"outcome": "failed", "status": status, "title": title, "detail": detail}


def _source(tools: Tools, request: Request) -> Source:
    source_id = request.query.get("source", "")
    source = tools.config.open_source(source_id) if source_id else None
    if not source:
        detail = f"Name a configured source: POST /v1{request.path}?source=…"
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
    Route(
        method="POST",
        path="/leads/batch",
        handler=post_batch,
        summary="Take in up to 500 leads, as a JSON array or NDJSON; one bad lead fails no other",
        roles=roles("intake"),
        max_body=MAX_BATCH,
        query={"source": "The source's id"},
        request="Leads",
        responses={200: "Results"},
        tags=("Intake",),
    ),
)
