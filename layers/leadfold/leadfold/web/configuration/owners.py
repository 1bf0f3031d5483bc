"""Owners and buckets: operators read them, to hand work on; admins write them."""

from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from leadfold.store import items
from leadfold.web import paging
from leadfold.web.configuration import resource
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Name, Slug, parse
from leadfold.web.tools import Tools


class OwnerIn(Body):
    """A person or team that works cards."""

    id: Slug | None = None
    name: Name
    email: (
        Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None
    ) = None
    active: bool = True
    away_until: AwareDatetime | None = None


class BucketIn(Body):
    """A pipeline."""

    id: Slug | None = None
    name: Name
    default_owner: Slug | None = None


def _collection(path: str, one: str, kind: str, schema: type[Body]) -> tuple[Route[Tools], ...]:
    """Return the calls of a collection; ``kind`` is the partition that holds its items."""

    def get_page(tools: Tools, request: Request) -> Response:
        page = Page(request.query, {"configured": path})
        found, following = page.read(tools.desk.store, kind)
        return page.answer([resource.shown(schema, item) for item in found], following)

    def get(tools: Tools, request: Request) -> Response:
        found = resource.stored(tools, items.config_key(kind, request.parameters["id"]))
        item = existing(found, f"There is no such {kind.lower()}.")
        return Response(body=resource.shown(schema, item))

    def put(tools: Tools, request: Request) -> Response:
        name = request.parameters["id"]
        body = resource.sent(parse(schema, request))
        resource.check_id(name, body)
        resource.check_references(tools, body)
        return resource.keep(tools, items.config_key(kind, name), body | {"id": name})

    return (
        Route(
            method="GET",
            path=f"/{path}",
            handler=get_page,
            summary=f"The {path}, by their ids",
            roles=roles("operator"),
            query=paging.PARAMETERS,
            responses={200: f"{kind.capitalize()}Page"},
            tags=("Configuration",),
        ),
        *resource.pair(
            f"/{path}/{{id}}",
            schema,
            get=(get, f"{one.capitalize()} as configured"),
            put=(put, f"Configure {one}"),
            reads="operator",
        ),
    )


BODIES = (OwnerIn, BucketIn)

ROUTES: tuple[Route[Tools], ...] = (
    *_collection("owners", "an owner", "OWNER", OwnerIn),
    *_collection("buckets", "a bucket", "BUCKET", BucketIn),
)
