"""What happened with a customer: contacts, and stages of the business."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from leadfold import reading
from leadfold.cards.stages import Outcome, Stage
from leadfold.errors import FieldError, unprocessable
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.schemas import Body, Value, parse
from leadfold.web.tools import Tools
from leadfold.web.work.editing import idempotency_key, writer
from leadfold.work import outcomes
from leadfold.work.outcomes import Contact, Recorded

#: A clock of another system may be ahead of ours by so much (contract, rule 11).
_AHEAD = timedelta(minutes=5)
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Channel = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,29}$")]
ExternalId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]


class ContactIn(Body):
    """An attempt to reach a customer; ``at`` is now where it is left out.

    ``channel`` is ``phone``, ``email``, ``sms``, or what you call it. ``phone`` says which of the
    card's numbers was called, where it was not the primary one.
    """

    channel: Channel
    at: AwareDatetime | None = None
    outcome: Outcome
    note: Note | None = None
    task_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    phone: Value | None = None


class MoneyIn(Body):
    """An amount without VAT."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=4)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class StageIn(Body):
    """How the business with a customer went on; ``at`` is now where it is left out.

    The same stage with the same ``external_id`` (your id of the deal or order) counts once.
    """

    stage: Stage
    value: MoneyIn | None = None
    at: AwareDatetime | None = None
    external_id: ExternalId | None = None


def post_contact(tools: Tools, request: Request) -> Response:
    """Write down a contact."""
    asked = parse(ContactIn, request)
    recorded = outcomes.record_contact(
        request.parameters["id"],
        Contact(
            channel=asked.channel,
            outcome=asked.outcome,
            at=_moment(asked.at),
            note=asked.note or None,
            task_id=asked.task_id,
            phone=asked.phone or None,
            once=idempotency_key(request),
        ),
        writer(tools, request),
    )
    return _answer(tools, recorded)


def post_stage(tools: Tools, request: Request) -> Response:
    """Write down a stage."""
    asked = parse(StageIn, request)
    value = asked.value
    recorded = outcomes.record_stage(
        request.parameters["id"],
        asked.stage,
        writer(tools, request),
        at=_moment(asked.at),
        value={"amount": f"{value.amount:f}", "currency": value.currency} if value else None,
        external_id=asked.external_id,
    )
    return _answer(tools, recorded)


def _answer(tools: Tools, recorded: Recorded) -> Response:
    card, task = recorded.card, recorded.card.open_task
    body = reading.timeline_document(recorded.entry, tools.key_name) | {
        "status": card.status,
        "flags": sorted(card.flags),
        "open_task_id": task.id if task else None,
    }
    return Response(status=201 if recorded.is_new else 200, body=body)


def _moment(at: datetime | None) -> datetime:
    """Return when it happened, now where that is not said. Raises 422 for what is to come."""
    now = datetime.now(UTC)
    if at and not _OLDEST <= at <= now + _AHEAD:
        message = "It lies ahead, or before the year 2000."
        raise unprocessable(FieldError("at", "out_of_range", message))
    return at or now


BODIES = (ContactIn, StageIn)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards/{id}/contacts",
        handler=post_contact,
        summary="What came of trying to reach a customer, and what follows from it",
        roles=roles("operator"),
        request="ContactIn",
        headers={"Idempotency-Key": "The same key is written down once"},
        responses={200: "Happened", 201: "Happened"},
        tags=("Cards",),
    ),
    Route(
        method="POST",
        path="/cards/{id}/stage",
        handler=post_stage,
        summary="How the business went on; each won counts, the same external_id once",
        roles=roles("operator"),
        request="StageIn",
        responses={200: "Happened", 201: "Happened"},
        tags=("Cards",),
    ),
)
