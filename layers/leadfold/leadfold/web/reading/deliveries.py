"""A source's last deliveries, and what each became."""

from leadfold import reading
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.tools import Tools


def get_deliveries(tools: Tools, request: Request) -> Response:
    """Return a page of a source's last deliveries."""
    source_id = request.parameters["id"]
    existing(tools.config.source(source_id), "There is no such source.")
    page = Page(request.query, {"deliveries": source_id})
    found, following = reading.deliveries(
        tools.desk.store, source_id, after=page.after, limit=page.limit
    )
    return page.answer([reading.delivery_document(listed) for listed in found], following)


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/sources/{id}/deliveries",
        handler=get_deliveries,
        summary="A source's last deliveries and what each became",
        roles=roles("operator", "marketing"),
        query=paging.PARAMETERS,
        responses={200: "DeliveryPage"},
        tags=("Configuration",),
    ),
)
