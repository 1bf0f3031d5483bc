"""API keys."""

from datetime import UTC, datetime

from leadfold.ids import new_id
from leadfold.normalise.dates import rfc3339
from leadfold.runtime import access
from leadfold.runtime.access import Role
from leadfold.store import items
from leadfold.store.writes import Delete
from leadfold.web.configuration import resource
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.schemas import Body, Name, parse
from leadfold.web.tools import Tools

_MOST_KEYS = 1000


class KeyIn(Body):
    """A new API key."""

    name: Name
    role: Role


def post_key(tools: Tools, request: Request) -> Response:
    """Make an API key; it is shown once."""
    asked = parse(KeyIn, request)
    created_at = rfc3339(datetime.now(UTC))
    key_id = new_id("key")
    key, writes = access.new_key(asked.role, asked.name, key_id, created_at)
    for write in writes:
        tools.desk.store.write(write)
    shown = {"id": key_id, "name": asked.name, "role": asked.role, "created_at": created_at}
    return Response(status=201, body={**shown, "key": key})


def get_keys(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """List the keys, without the keys themselves."""
    found = tools.desk.store.query("KEYS", limit=_MOST_KEYS)
    shown = [{name: key[name] for name in ("id", "name", "role", "created_at")} for key in found]
    return Response(body={"items": shown, "next_cursor": None})


def delete_key(tools: Tools, request: Request) -> Response:
    """End a key; workers forget it within seconds."""
    listed = items.config_key("KEYS", request.parameters["id"])
    item = existing(resource.stored(tools, listed), "There is no such key.")
    tools.desk.store.write(Delete(key=items.api_key_key(item["digest"])))
    tools.desk.store.write(Delete(key=listed))
    return Response(status=204)


BODIES = (KeyIn,)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/keys",
        handler=post_key,
        summary="Make an API key; it is shown this once",
        roles=roles("admin"),
        request="KeyIn",
        responses={201: "NewKey"},
        tags=("Configuration",),
    ),
    Route(
        method="GET",
        path="/keys",
        handler=get_keys,
        summary="The API keys, without the keys themselves",
        roles=roles("admin"),
        responses={200: "KeyPage"},
        tags=("Configuration",),
    ),
    Route(
        method="DELETE",
        path="/keys/{id}",
        handler=delete_key,
        summary="End an API key",
        roles=roles("admin"),
        responses={204: ""},
        tags=("Configuration",),
    ),
)
