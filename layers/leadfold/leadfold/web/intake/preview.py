"""What would become of a lead as a source reads it, writing nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.identity.decide import Decision, decide
from leadfold.intake.recording import routed
from leadfold.intake.replaying import is_over
from leadfold.intake.submission import Submission, understand
from leadfold.intake.take_in import look
from leadfold.model import Arrival, Card, Delivery, Person, RoutingRule, Source
from leadfold.resolve.desk import Desk
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.intake.leads import MAX_LEAD
from leadfold.web.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What intake would make of a lead now; ``known`` is the delivery that it would repeat.

    ``card`` is the one that it would join.
    """

    submission: Submission
    decision: Decision
    known: Delivery | None
    card: Card | None

    @property
    def outcome(self) -> str:
        """The outcome that intake would answer."""
        if self.known:
            return "replayed"
        if self.submission.problem:
            return "quarantined"
        if self.submission.lead.is_test:
            return "test"
        return "repeat" if self.decision.chosen else "created"


def foresee(arrival: Arrival, source: Source, desk: Desk) -> Foreseen:
    """Read, map and identify a lead as intake would."""
    submission = understand(arrival, source, desk.keyed, desk.rules)
    seen = look(submission, desk)
    known = seen.delivery
    if known and is_over(known, submission):
        known = None
    decision = decide(submission.profile, seen.candidates, desk.rules)
    cards = {candidate.card.id: candidate.card for candidate in seen.candidates}
    card = cards[decision.chosen.card_id] if decision.chosen else None
    return Foreseen(submission=submission, decision=decision, known=known, card=card)


def preview(tools: Tools, request: Request) -> Response:
    """Show what each step of intake makes of a body."""
    source = open_source(tools, request.parameters["id"])
    arrival = Arrival(
        body=request.body,
        content_type=request.headers.get("content-type", ""),
        received_at=datetime.now(UTC),
    )
    foreseen = foresee(arrival, source, tools.desk)
    submission, lead = foreseen.submission, foreseen.submission.lead
    steps = {
        "submitted_at": lead.submitted_at,
        "inquiry_date": submission.date.isoformat(),
        "fields": dict(lead.fields),
        "attribution": dict(lead.attribution),
        "answers": dict(lead.answers),
        "routing": _routing(foreseen, tools.config.routing_rules()),
    }
    return Response(body=document(foreseen) | steps)


def _routing(foreseen: Foreseen, rules: Sequence[RoutingRule]) -> dict[str, Any]:
    """Return where the lead would go; among several owners a new card's id picks one."""
    card = foreseen.card
    route = routed(foreseen.submission, card, rules)
    among = [route.owner_id] if route.owner_id else [share.owner_id for share in route.owners]
    owners = [card.owner_id] if card else among
    return {
        "rule": route.rule,
        "bucket": route.bucket or (card.bucket if card else None),
        "owner_id": owners[0] if len(owners) == 1 else None,
        "owners": [owner for owner in owners if owner],
        "tags": list(route.tags),
        "response_minutes": route.response_minutes,
    }


def document(foreseen: Foreseen) -> dict[str, Any]:
    """Return the JSON of what would become of a lead."""
    submission, decision, known = foreseen.submission, foreseen.decision, foreseen.known
    chosen = decision.chosen
    return {
        "outcome": foreseen.outcome,
        "problem": submission.problem,
        "is_test": submission.lead.is_test,
        "lead_id": submission.lead.lead_id or submission.lead.submission_id,
        "normalised": _normalised(submission.person),
        "identities": [identity.kind for identity in submission.identities],
        "warnings": [asdict(w) for w in submission.warnings],
        "card_id": chosen.card_id if chosen else known.card_id if known else None,
        "match": reading.match_document(chosen) if chosen else None,
        "other_cards": [
            {"card_id": other.card_id, "match": reading.match_document(other)}
            for other in decision.others
        ],
    }


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


def open_source(tools: Tools, source_id: str) -> Source:
    """Return a source that takes leads. Raises 404."""
    return existing(tools.config.open_source(source_id), "There is no such source.")


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
