"""Cards, their inquiries, and look-ups."""

import re
from datetime import UTC, datetime

from leadfold import reading
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Country, Value, parse
from leadfold.web.tools import Tools, current_card, whole_card

#: What a cursor of a card's inquiries holds.
_PLACE = re.compile(f"{reading.INQUIRIES}.*", re.DOTALL)


class LookupIn(Body):
    """Who to look for; at least one of phone, email and national_id finds a card."""

    phone: Value = ""
    email: Value = ""
    national_id: Value = ""
    org_number: Value = ""
    name: Value = ""
    birth_date: Value = ""
    postcode: Value = ""
    country: Country | None = None


def get_card(tools: Tools, request: Request) -> Response:
    """Return one card whole."""
    whole = whole_card(tools, request.parameters["id"])
    document = reading.card_document(whole, tools.config)
    return Response(body=document, headers={"etag": document["etag"]})


def get_inquiries(tools: Tools, request: Request) -> Response:
    """Return a page of a card's inquiries."""
    page = Page(request.query, {"card": request.parameters["id"]}, _PLACE)
    after = page.after
    card = current_card(tools, request)
    found, following = reading.inquiries(tools.desk.store, card, after=after, limit=page.limit)
    return page.answer([reading.inquiry_document(inquiry) for inquiry in found], following)


def lookup(tools: Tools, request: Request) -> Response:
    """Say which cards a person might be."""
    asked = parse(LookupIn, request)
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


BODIES = (LookupIn,)

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
        query=paging.PARAMETERS,
        responses={200: "InquiryPage"},
        tags=("Cards",),
    ),
)
