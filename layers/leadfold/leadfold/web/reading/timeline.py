"""Everything that happened to a card."""

from leadfold import reading
from leadfold.reading.timeline import KINDS
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.paging import Page
from leadfold.web.tools import Tools, current_card


def get_timeline(tools: Tools, request: Request) -> Response:
    """Return a page of everything that happened to a card."""
    kind = request.query.get("kind")
    paging.check_choice("kind", kind, KINDS)
    page = Page(request.query, {"timeline": request.parameters["id"], "kind": kind})
    card = current_card(tools, request)
    found, following = reading.timeline(
        tools.desk.store, card, kind=kind, after=page.after, limit=page.limit
    )
    documents = [reading.timeline_document(one, tools.key_name) for one in found]
    return page.answer(documents, following)


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/cards/{id}/timeline",
        handler=get_timeline,
        summary="Everything that happened to a card, newest first, each decision with its evidence",
        roles=roles("operator"),
        query={"kind": "inquiry, or a kind of entry", **paging.PARAMETERS},
        responses={200: "TimelinePage"},
        tags=("Cards",),
    ),
)
