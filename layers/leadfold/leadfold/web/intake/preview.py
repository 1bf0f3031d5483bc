"""What would become of leads, writing nothing: of one as a source reads it, and of many."""

import json
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.cards import changes
from leadfold.errors import NotALead, Problem, Unavailable
from leadfold.identity import profile
from leadfold.identity.decide import Candidate, Decision, decide
from leadfold.intake.recording import routed
from leadfold.intake.submission import Submission, understand
from leadfold.intake.take_in import look
from leadfold.model import (
    Arrival,
    Card,
    Delivery,
    IdentityKey,
    IdentityRules,
    Person,
    RoutingRule,
    Source,
)
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.desk import Desk
from leadfold.runtime import telemetry
from leadfold.sources import payload
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.intake.leads import JSON, MAX_BATCH, MAX_LEAD, failure, too_large
from leadfold.web.reading.cards import Tools

_MAX_LEADS = 100
#: Leads that are looked up side by side: a worker waits for the table, it does not work.
_HANDS = 8
#: Of leads that no source is named for.
_NO_SOURCE = Source(id="-")
_COUNTRY = re.compile(r"[A-Z]{2}")


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


def _foresee(arrival: Arrival, source: Source, desk: Desk) -> Foreseen:
    """Read, map and identify a lead as intake would."""
    submission = understand(arrival, source, desk.keyed, desk.rules)
    seen = look(submission, desk)
    known = seen.delivery
    if known and datetime.fromisoformat(known.until) <= arrival.received_at:
        known = None
    decision = decide(submission.profile, seen.candidates, desk.rules)
    cards = {candidate.card.id: candidate.card for candidate in seen.candidates}
    card = cards[decision.chosen.card_id] if decision.chosen else None
    return Foreseen(submission=submission, decision=decision, known=known, card=card)


# -- POST /sources/{id}/preview -------------------------------------------------------------------


def preview(tools: Tools, request: Request) -> Response:
    """Show what each step of intake makes of a body."""
    source = _source(tools, request.parameters["id"])
    arrival = Arrival(
        body=request.body,
        content_type=request.headers.get("content-type", ""),
        received_at=datetime.now(UTC),
    )
    foreseen = _foresee(arrival, source, tools.desk)
    submission, lead = foreseen.submission, foreseen.submission.lead
    steps = {
        "submitted_at": lead.submitted_at,
        "inquiry_date": submission.date.isoformat(),
        "fields": dict(lead.fields),
        "attribution": dict(lead.attribution),
        "answers": dict(lead.answers),
        "routing": _routing(foreseen, tools.config.routing_rules()),
    }
    return Response(body=_document(foreseen) | steps)


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


def _document(foreseen: Foreseen) -> dict[str, Any]:
    submission, decision, known = foreseen.submission, foreseen.decision, foreseen.known
    chosen = decision.chosen
    return {
        "outcome": foreseen.outcome,
        "problem": submission.problem,
        "is_test": submission.lead.is_test,
        "lead_id": submission.lead.lead_id,
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


# -- POST /match ----------------------------------------------------------------------------------


def match(tools: Tools, request: Request) -> Response:
    """Say of up to 100 leads what would become of each; none fails another."""
    pieces, named = _leads(request)
    if len(pieces) > _MAX_LEADS:
        raise Problem(413, "Content Too Large", f"A call may have {_MAX_LEADS} leads.")
    source_id = request.query.get("source") or named
    source = _source(tools, source_id) if source_id else _NO_SOURCE
    if country := request.query.get("country"):
        if not _COUNTRY.fullmatch(country):
            raise paging.bad_parameter("country", "invalid", "two capital letters, ISO 3166")
        source = replace(source, country=country)
    now = datetime.now(UTC)

    def one(piece: bytes) -> Foreseen | dict[str, Any]:
        if len(piece) > MAX_LEAD:
            return too_large()
        try:
            arrival = Arrival(body=piece, content_type=JSON, received_at=now)
            return _foresee(arrival, source, tools.desk)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 (a fault of ours must not fail the other leads)
            telemetry.failed(error)
            return failure(500, "Internal Server Error", "This is our fault.")

    with ThreadPoolExecutor(max_workers=_HANDS) as hands:
        found = list(hands.map(one, pieces))
    joined = _among_themselves(enumerate(found), tools.desk.rules)
    return Response(
        body={
            "results": [
                _document(each) | {"same_as": joined.get(position)}
                if isinstance(each, Foreseen)
                else each
                for position, each in enumerate(found)
            ]
        }
    )


def _leads(request: Request) -> tuple[list[bytes], str | None]:
    """Return the leads of a call, each in its own bytes, and the source that its body names."""
    content_type = request.headers.get("content-type", "")
    if payload.media_type(content_type, request.body) != payload.JSON:
        raise Problem(415, "Unsupported Media Type", "Send a JSON array or NDJSON.")
    pieces = payload.split(request.body, content_type)
    if len(pieces) == 1:
        try:
            whole = payload.loads(pieces[0].decode(errors="surrogatepass"))
        except (ValueError, RecursionError, NotALead):
            return pieces, None
        if isinstance(whole, dict) and isinstance(whole.get("leads"), list):
            leads = [json.dumps(lead).encode() for lead in whole["leads"]]
            return leads, str(whole.get("source") or "") or None
    return pieces, None


def _among_themselves(
    found: Iterable[tuple[int, Foreseen | dict[str, Any]]], rules: IdentityRules
) -> dict[int, int]:
    """Return which leads without a card would join that of an earlier lead of the same call.

    Each lead stands for the card that it would make or join, with what the lead alone knows.
    """
    first: dict[IdentityKey, list[Card]] = {}
    joined: dict[int, int] = {}
    for position, each in found:
        if not isinstance(each, Foreseen) or each.outcome not in {"created", "repeat"}:
            continue
        submission = each.submission
        met = {
            card.id: card for identity in submission.identities for card in first.get(identity, ())
        }
        beside = [
            Candidate(
                card=card,
                profile=profile.of_card(card),
                standing="decisive",
                via=tuple(i.kind for i in submission.identities if card in first.get(i, ())),
            )
            for card in met.values()
        ]
        decision = decide(submission.profile, beside, rules)
        card = _card_of(position, submission)
        if decision.chosen:
            card = met[decision.chosen.card_id]
            if each.outcome == "created":
                joined[position] = int(card.id)
        for identity in submission.identities:
            if card not in (there := first.setdefault(identity, [])):
                there.append(card)
    return joined


def _card_of(position: int, submission: Submission) -> Card:
    """Return the card that a lead would make; its place in the call is the id."""
    return changes.new_card(
        str(position),
        submission.person,
        submission.national_id,
        created_at=rfc3339(submission.arrival.received_at),
        origin="",
    )


def _source(tools: Tools, source_id: str) -> Source:
    source = tools.config.open_source(source_id)
    if not source:
        raise Problem(404, "Not Found", "There is no such source.")
    return source


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
    Route(
        method="POST",
        path="/match",
        handler=match,
        summary="What would become of up to 100 leads, writing nothing",
        roles=roles("operator"),
        max_body=MAX_BATCH,
        query={
            "source": "A source's id: its field map, country and entry rules are used",
            "country": "The country of numbers that name none, before the source's",
        },
        request="MatchLeads",
        responses={200: "MatchResults"},
        tags=("Cards",),
    ),
)
