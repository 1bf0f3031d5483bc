"""Two cards made one by hand, and taken apart again."""

from typing import Any

from leadfold import reading
from leadfold.model import Merge
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.schemas import Body, Label, parse
from leadfold.web.tools import Tools, deadline
from leadfold.work import merging, undoing
from leadfold.work.merging import Merger


class MergeIn(Body):
    """The card that lives on."""

    into: Label


def merge(tools: Tools, request: Request) -> Response:
    """Make a card part of another one."""
    asked = parse(MergeIn, request)
    return _shown(
        tools, merging.merge(request.parameters["id"], asked.into, merger(tools, request))
    )


def undo(tools: Tools, request: Request) -> Response:
    """Take the cards of a merge apart again."""
    return _shown(tools, undoing.undo(request.parameters["id"], merger(tools, request)))


def get_merge(tools: Tools, request: Request) -> Response:
    """Return one merge, be it undone or not."""
    found = reading.merge(tools.desk.store, request.parameters["id"])
    return _shown(tools, existing(found, "There is no merge with this id."))


def merger(tools: Tools, request: Request) -> Merger:
    """Return who merges in the name of a request's caller."""
    return Merger(
        finder=tools.desk.finder,
        new_id=tools.desk.new_id,
        by=request.key_id,
        deadline=deadline(),
    )


def _shown(tools: Tools, found: Merge) -> Response:
    """Return a merge with the living cards of both its sides: one, or two where it is undone."""
    wholes = [reading.card(tools.desk.store, card_id) for card_id in (found.into, found.merged)]
    cards = {whole.card.id: whole for whole in wholes if whole}
    shown: list[Any] = [reading.card_document(whole, tools.config) for whole in cards.values()]
    return Response(body=reading.merge_document(found) | {"cards": shown})


BODIES = (MergeIn,)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards/{id}/merge",
        handler=merge,
        summary="Make this card part of another one, which lives on; nothing is lost",
        roles=roles("operator"),
        request="MergeIn",
        responses={200: "Merge"},
        tags=("Merges",),
    ),
    Route(
        method="GET",
        path="/merges/{id}",
        handler=get_merge,
        summary="One merge, and the cards that stand now for the two",
        roles=roles("operator"),
        responses={200: "Merge"},
        tags=("Merges",),
    ),
    Route(
        method="POST",
        path="/merges/{id}/undo",
        handler=undo,
        summary="Take two cards apart again, each with what came since by its identities",
        roles=roles("operator"),
        responses={200: "Merge"},
        tags=("Merges",),
    ),
)
