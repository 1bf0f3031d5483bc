"""All that is kept of a person, to be handed to them."""

import re
from datetime import UTC, datetime

from leadfold.reading.export import export
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.tools import Tools, current_card

#: Where a page of an export ends: the number of a card of the group, and a sort key of it.
_PLACE = re.compile(r"\d{1,2}#(?:INQ|LOG)#.+")


def get_export(tools: Tools, request: Request) -> Response:
    """Return all that is kept of a person, in pages."""
    desk, filters = tools.desk, {"export": request.parameters["id"]}
    card = current_card(tools, request)
    after = paging.after(request.query, filters)
    if after and not _PLACE.fullmatch(after):
        raise paging.bad_parameter("cursor", "invalid", "not a cursor of this export")
    page, following = export(card, desk.store, tools.config, desk.keyed, after=after)
    about = {"exported_at": datetime.now(UTC).isoformat(), "card_id": card.id}
    cursor = paging.cursor(following, filters) if following else None
    headers = {"content-disposition": f'attachment; filename="{card.id}.json"'}
    return Response(body={**about, **page, "next_cursor": cursor}, headers=headers)


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/cards/{id}/export",
        handler=get_export,
        summary="All that is kept of a person, to be handed to them",
        roles=roles("operator"),
        query={"cursor": "next_cursor of the page before"},
        responses={200: "Export"},
        tags=("Privacy",),
    ),
)
