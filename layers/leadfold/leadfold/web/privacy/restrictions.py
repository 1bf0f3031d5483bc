"""Cards that are kept and not used, as their people asked."""

from datetime import UTC, datetime

from leadfold.privacy import restricting
from leadfold.reading import CardWhole, card_document
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.schemas import Body, Name, parse
from leadfold.web.tools import NO_CARD, Tools, deadline

_PATIENCE_SECONDS = 4.0


class RestrictIn(Body):
    """Why a card may not be used, or may be used again."""

    reason: Name


def post_restrict(tools: Tools, request: Request) -> Response:
    """Let a card be kept and not be used."""
    return _restricted(tools, request, on=True)


def post_lift(tools: Tools, request: Request) -> Response:
    """Let a card be used again."""
    return _restricted(tools, request, on=False)


def _restricted(tools: Tools, request: Request, *, on: bool) -> Response:
    asked = parse(RestrictIn, request)
    restricted = restricting.restrict(
        request.parameters["id"],
        tools.desk.store,
        on=on,
        by=request.key_id,
        reason=asked.reason,
        at=datetime.now(UTC),
        deadline=deadline(_PATIENCE_SECONDS),
    )
    card = existing(restricted, NO_CARD)
    shown = card_document(CardWhole(card=card, inquiries=()), tools.config)
    return Response(body={"card_id": card.id, "flags": shown["flags"]})


BODIES = (RestrictIn,)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards/{id}/restrict",
        handler=post_restrict,
        summary="Keep a card and do not use it",
        roles=roles("operator"),
        request="RestrictIn",
        responses={200: "Restricted"},
        tags=("Privacy",),
    ),
    Route(
        method="POST",
        path="/cards/{id}/restrict/lift",
        handler=post_lift,
        summary="Let a restricted card be used again",
        roles=roles("operator"),
        request="RestrictIn",
        responses={200: "Restricted"},
        tags=("Privacy",),
    ),
)
