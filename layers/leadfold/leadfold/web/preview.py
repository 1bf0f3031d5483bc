"""``POST /sources/{id}/preview``: what would become of a body, writing nothing."""

from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.errors import Problem
from leadfold.identity.decide import Decision, decide
from leadfold.intake import look
from leadfold.model import Arrival, Delivery, Person
from leadfold.submission import Submission, understand
from leadfold.web.cards import Tools
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.intake import MAX_LEAD


def preview(tools: Tools, request: Request) -> Response:
    """Read, map and identify a body as intake would, and show what each step makes of it."""
    source = tools.config.source(request.parameters["id"])
    if not source:
        raise Problem(404, "Not Found", "There is no such source.")
    arrival = Arrival(
        body=request.body,
        content_type=request.headers.get("content-type", ""),
        received_at=datetime.now(UTC),
    )
    submission = understand(arrival, source, tools.desk.keyed, tools.desk.rules)
    seen = look(submission, tools.desk)
    decision = decide(submission.profile, seen.candidates, tools.desk.rules)
    known = seen.delivery
    if known and datetime.fromisoformat(known.until) <= arrival.received_at:
        known = None
    return Response(body=_document(submission, decision, known))


def _document(submission: Submission, decision: Decision, known: Delivery | None) -> dict[str, Any]:
    lead, chosen = submission.lead, decision.chosen
    return {
        "outcome": _outcome(submission, decision, known),
        "problem": submission.problem,
        "is_test": lead.is_test,
        "lead_id": lead.lead_id,
        "submitted_at": lead.submitted_at,
        "inquiry_date": submission.date.isoformat(),
        "fields": dict(lead.fields),
        "attribution": dict(lead.attribution),
        "answers": dict(lead.answers),
        "normalised": _normalised(submission.person),
        "identities": [identity.kind for identity in submission.identities],
        "warnings": [
            {"field": w.field, "code": w.code, "message": w.message, "suggestion": w.suggestion}
            for w in submission.person.warnings
        ],
        "card_id": chosen.card_id if chosen else known.card_id if known else None,
        "match": reading.match_document(chosen) if chosen else None,
        "other_cards": [
            {"card_id": other.card_id, "match": reading.match_document(other)}
            for other in decision.others
        ],
    }


def _outcome(submission: Submission, decision: Decision, known: Delivery | None) -> str:
    if known:
        return "replayed"
    if submission.problem:
        return "quarantined"
    if submission.lead.is_test:
        return "test"
    return "repeat" if decision.chosen else "created"


def _normalised(person: Person) -> dict[str, Any]:
    return {
        "first_name": person.name.first or None,
        "last_name": person.name.last or None,
        "phone_e164": person.e164,
        "email_clean": person.email.address if person.email else None,
        "national_id": person.national_id.masked if person.national_id else None,
        "birth_date": person.birth_date,
        **person.details,
    }


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/sources/{id}/preview",
        handler=preview,
        summary="What would become of a lead of this source, writing nothing",
        roles=roles("operator"),
        max_body=MAX_LEAD,
        request="Lead",
        responses={200: "Preview"},
        tags=("Configuration",),
    ),
)
