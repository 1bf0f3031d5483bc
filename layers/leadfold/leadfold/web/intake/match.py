"""What would become of many leads, writing nothing: ``POST /match``."""

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from leadfold.cards import changes
from leadfold.errors import NotALead, Problem, Unavailable
from leadfold.identity import profile
from leadfold.identity.decide import Candidate, decide
from leadfold.intake.submission import Submission
from leadfold.model import Arrival, Card, IdentityKey, IdentityRules, Source
from leadfold.normalise.dates import rfc3339
from leadfold.runtime import telemetry
from leadfold.sources import payload
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.intake.leads import JSON, MAX_BATCH, MAX_LEAD, failure, too_large
from leadfold.web.intake.preview import Foreseen, document, foresee, open_source
from leadfold.web.tools import Tools

_MAX_LEADS = 100
#: Leads that are looked up side by side: each thread mostly waits for the table.
_THREADS = 8
#: Of leads that no source is named for.
_NO_SOURCE = Source(id="-")
_COUNTRY = re.compile(r"[A-Z]{2}")


def match(tools: Tools, request: Request) -> Response:
    """Say of up to 100 leads what would become of each; none fails another."""
    pieces, named = _leads(request)
    if len(pieces) > _MAX_LEADS:
        raise Problem(413, "Content Too Large", f"A call may have {_MAX_LEADS} leads.")
    source_id = request.query.get("source") or named
    source = open_source(tools, source_id) if source_id else _NO_SOURCE
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
            return foresee(arrival, source, tools.desk)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 (a fault of ours must not fail the other leads)
            telemetry.failed(error)
            return failure(500, "Internal Server Error", "This is our fault.")

    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        found = list(pool.map(one, pieces))
    joined = _same_customers(enumerate(found), tools.desk.rules)
    return Response(
        body={
            "results": [
                document(each) | {"same_as": joined.get(position)}
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


def _same_customers(
    found: Iterable[tuple[int, Foreseen | dict[str, Any]]], rules: IdentityRules
) -> dict[int, int]:
    """Return the leads without a card that would join the card of an earlier lead of the call.

    Each lead is compared as the card that it would make, with the lead's own data alone.
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
        candidates = [
            Candidate(
                card=card,
                profile=profile.of_card(card),
                strength="decisive",
                via=tuple(i.kind for i in submission.identities if card in first.get(i, ())),
            )
            for card in met.values()
        ]
        decision = decide(submission.profile, candidates, rules)
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


ROUTES: tuple[Route[Tools], ...] = (
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
