"""Reasons not to contact a customer, lifted by hand."""

from typing import get_args

from leadfold.model import Flag
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.schemas import Body, Name, parse
from leadfold.web.tools import Tools
from leadfold.web.work.editing import card_answer, writer
from leadfold.work import outcomes

_FLAGS: tuple[Flag, ...] = get_args(Flag)


class LiftIn(Body):
    """Why a reason not to contact no longer holds."""

    reason: Name


def delete_flag(tools: Tools, request: Request) -> Response:
    """Lift a reason not to contact."""
    reason = parse(LiftIn, request).reason
    named: Flag | None = next((one for one in _FLAGS if one == request.parameters["flag"]), None)
    flag: Flag = existing(named, "There is no such flag.")
    lifted = outcomes.lift_flag(request.parameters["id"], flag, reason, writer(tools, request))
    return card_answer(tools, lifted.card.id, {})


BODIES = (LiftIn,)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="DELETE",
        path="/cards/{id}/flags/{flag}",
        handler=delete_flag,
        summary="Lift a reason not to contact, with a reason",
        roles=roles("admin"),
        request="LiftIn",
        responses={200: "Card"},
        tags=("Cards",),
    ),
)
