"""What becomes of an erased person who comes again."""

from typing import Literal

from leadfold.store import items
from leadfold.web.configuration import resource
from leadfold.web.http import Request, Response, Route
from leadfold.web.schemas import Body, parse
from leadfold.web.tools import Tools

_ERASURE = items.config_key("SETTINGS", "erasure")


class ErasureRulesIn(Body):
    """What becomes of an erased person who comes again, by a lead or by others' doing."""

    leads: Literal["accept", "hold"] = "accept"
    others: Literal["refuse", "accept"] = "refuse"


def get_rules(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return what becomes of erased people who come again."""
    return Response(body=resource.shown(ErasureRulesIn, resource.stored(tools, _ERASURE) or {}))


def put_rules(tools: Tools, request: Request) -> Response:
    """Say what becomes of erased people who come again; workers follow within seconds."""
    return resource.keep(tools, _ERASURE, resource.sent(parse(ErasureRulesIn, request)))


BODIES = (ErasureRulesIn,)

ROUTES: tuple[Route[Tools], ...] = resource.pair(
    "/settings/erasure",
    ErasureRulesIn,
    get=(get_rules, "What becomes of an erased person who comes again"),
    put=(put_rules, "Say what becomes of an erased person who comes again"),
)
