"""Cards, their inquiries, look-ups and tasks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.errors import Problem
from leadfold.intake.notices import QueuedNotice
from leadfold.model import Card
from leadfold.resolve import aliases
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the api function works with."""

    desk: Desk
    config: Config
    api_url: str
    collect: Callable[[QueuedNotice], None]


def get_card(tools: Tools, request: Request) -> Response:
    """Return one card whole."""
    document = reading.card_document(_card(tools, request), tools.config)
    return Response(body=document, headers={"etag": document["etag"]})


def get_inquiries(tools: Tools, request: Request) -> Response:
    """Return a page of a card's inquiries."""
    card_id = request.parameters["id"]
    filters = {"card": card_id}
    after = paging.after(request.query, filters)
    if after and not after.startswith(reading.INQUIRIES):
        raise paging.bad_parameter("cursor", "invalid", "not a cursor of this list")
    card = aliases.current_card(tools.desk.store, card_id)
    if not card:
        raise no_such_card()
    found, following = reading.inquiries(
        tools.desk.store, card, after=after, limit=paging.limit(request.query)
    )
    shown = [reading.inquiry_document(inquiry) for inquiry in found]
    return Response(body=paging.page(shown, following, filters))


def lookup(tools: Tools, request: Request) -> Response:
    """Say which cards a person might be."""
    from leadfold.web import schemas

    asked = schemas.parse(schemas.LookupIn, request)
    fields = asked.model_dump(exclude={"name", "country"}) | {"full_name": asked.name}
    today = datetime.now(UTC).date()
    found = reading.lookup(tools.desk.finder, fields, asked.country, today)
    return Response(
        body={
            "items": [
                {
                    "card": reading.card_document(
                        reading.CardWhole(card=card, inquiries=()), tools.config
                    ),
                    "match": reading.match_document(match),
                }
                for card, match in found
            ],
            "register_suggestions": [],
        }
    )


def _card(tools: Tools, request: Request) -> reading.CardWhole:
    whole = reading.card(tools.desk.store, request.parameters["id"])
    if not whole:
        raise no_such_card()
    return whole


def living_card(tools: Tools, request: Request) -> Card:
    """Return the card that an id in the path stands for. Raises 404."""
    card = aliases.current_card(tools.desk.store, request.parameters["id"])
    if not card:
        raise no_such_card()
    return card


def no_such_card() -> Problem:
    """Return the problem of a card id that was never given out."""
    return Problem(404, "Not Found", "There is no card with this id.")


def check_choice(name: str, value: str | None, choices: frozenset[str]) -> None:
    """Refuse a query parameter that is none of the choices: 400."""
    if value is not None and value not in choices:
        raise paging.bad_parameter(name, "unknown", f"one of {', '.join(sorted(choices))}")


PAGE: Mapping[str, str | Mapping[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": paging.MAX_LIMIT, "default": 50},
    "cursor": "next_cursor of the page before",
}

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards/lookup",
        handler=lookup,
        summary="Look before you type: the cards that a person might be, best first",
        roles=roles("operator"),
        request="LookupIn",
        responses={200: "LookupResult"},
        tags=("Cards",),
    ),
    Route(
        method="GET",
        path="/cards/{id}",
        handler=get_card,
        summary="One card whole: fields with provenance, identities, open task, other values",
        roles=roles("operator"),
        responses={200: "Card"},
        tags=("Cards",),
    ),
    Route(
        method="GET",
        path="/cards/{id}/inquiries",
        handler=get_inquiries,
        summary="A card's inquiries, newest first",
        roles=roles("operator"),
        query=PAGE,
        responses={200: "InquiryPage"},
        tags=("Cards",),
    ),
)
