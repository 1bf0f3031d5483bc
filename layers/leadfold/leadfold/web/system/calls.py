"""What is up, and what there is to call: without a key."""

import json
from importlib import resources

from leadfold import __version__
from leadfold.errors import Unavailable
from leadfold.store import items
from leadfold.web import docs_page
from leadfold.web.http import Request, Response, Route
from leadfold.web.tools import Tools


def health(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Say what is up: 200, or 503 where the table does not answer."""
    try:
        tools.desk.store.get([items.config_key("SOURCE", "health")])
    except Unavailable:
        checks, status = {"table": "down"}, 503
    else:
        checks, status = {"table": "up"}, 200
    body = {
        "status": "up" if status == 200 else "down",  # noqa: PLR2004
        "version": __version__,
        "checks": checks,
    }
    return Response(status=status, body=body)


def openapi(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return the OpenAPI document, as ``make openapi`` wrote it from the route tables."""
    return Response(body=_document())


def docs(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return the docs page."""
    return Response(
        body=docs_page.page(json.loads(_document())),
        content_type="text/html; charset=utf-8",
        headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )


def _document() -> str:
    return resources.files("leadfold.web").joinpath("openapi.json").read_text("utf-8")


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/health",
        handler=health,
        summary="What is up",
        roles=None,
        responses={200: "Health", 503: "Health"},
        tags=("System",),
    ),
    Route(
        method="GET",
        path="/openapi.json",
        handler=openapi,
        summary="This document",
        roles=None,
        tags=("System",),
    ),
    Route(
        method="GET",
        path="/docs",
        handler=docs,
        summary="A page with every call",
        roles=None,
        tags=("System",),
    ),
)
