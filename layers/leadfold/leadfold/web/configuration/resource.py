"""What the calls of every configured thing do: read, check, write and show it; its routes."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from leadfold.errors import FieldError, unprocessable
from leadfold.runtime.access import Role
from leadfold.store import Item, get_all, items
from leadfold.store.writes import Key, Overwrite
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.schemas import SLUG, B, Body, parse
from leadfold.web.tools import Tools

_SLUG = re.compile(SLUG)

Handler = Callable[[Tools, Request], Response]


# -- reading, keeping, showing --------------------------------------------------------------------


def stored(tools: Tools, key: Key) -> Item | None:
    """Return the item under a key, read from the store and not from a worker's cache."""
    return tools.desk.store.get([key]).get(key)


def shown(schema: type[Body], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return configuration with its defaults filled in; it may be sent back in a PUT."""
    known = {name: value for name, value in item.items() if name in schema.model_fields}
    # As JSON, in which times are texts and pairs are lists: bodies are checked strictly.
    return sent(schema.model_validate_json(json.dumps(known)))


def sent(body: Body) -> dict[str, Any]:
    """Return a checked body as JSON, which is also how its item is written."""
    return body.model_dump(mode="json", by_alias=True)


def keep(tools: Tools, key: Key, item: dict[str, Any]) -> Response:
    """Write configuration in place of what was there, and answer with it."""
    tools.desk.store.write(Overwrite(key=key, item=item))
    return Response(body=item)


# -- checks ---------------------------------------------------------------------------------------


def check_id(name: str, body: Mapping[str, Any]) -> None:
    """Refuse an id that is not one, or differs from the one in the body: 422."""
    if not _SLUG.fullmatch(name):
        message = "small letters, digits, - and _, at most 63"
        raise unprocessable(FieldError("id", "invalid", message))
    if body.get("id") not in {None, name}:
        raise unprocessable(FieldError("id", "differs", "the id of the path and body differ"))


def check_references(tools: Tools, body: Mapping[str, Any]) -> None:
    """Refuse a source or bucket that names an owner or bucket that is not there: 422."""
    named: dict[str, Key] = {}
    for position, share in enumerate(body.get("owners", ())):
        named[f"owners.{position}.owner_id"] = items.config_key("OWNER", share["owner_id"])
    for field, kind in (("data_owner", "OWNER"), ("default_owner", "OWNER"), ("bucket", "BUCKET")):
        if body.get(field):
            named[field] = items.config_key(kind, body[field])
    if unknown := unknown_references(tools, named):
        raise unprocessable(*unknown)


def unknown_references(tools: Tools, named: Mapping[str, Key]) -> list[FieldError]:
    """Return an error for each field that names configuration which is not there."""
    found = get_all(tools.desk.store, named.values())
    return [
        FieldError(field, "unknown", f"there is no such {key[0].lower()}")
        for field, key in named.items()
        if key not in found
    ]


def setting(
    path: str,
    schema: type[B],
    *,
    get: str,
    put: str,
    check: Callable[[Tools, B], None] = lambda _tools, _body: None,
) -> tuple[Route[Tools], Route[Tools]]:
    """Return the calls of one thing that there is once, by their summaries.

    ``check`` refuses a body by raising. What is not configured is shown with its defaults.
    """
    key = items.config_key("SETTINGS", path.rpartition("/")[2])

    def get_it(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
        return Response(body=shown(schema, stored(tools, key) or {}))

    def put_it(tools: Tools, request: Request) -> Response:
        body = parse(schema, request)
        check(tools, body)
        return keep(tools, key, sent(body))

    return pair(path, schema, get=(get_it, get), put=(put_it, put))


# -- routes ---------------------------------------------------------------------------------------


def pair(
    path: str,
    schema: type[Body],
    *,
    get: tuple[Handler, str],
    put: tuple[Handler, str],
    reads: Role = "admin",
) -> tuple[Route[Tools], Route[Tools]]:
    """Return the GET and the PUT of one thing, each given as its handler and summary."""
    return (
        Route(
            method="GET",
            path=path,
            handler=get[0],
            summary=get[1],
            roles=roles(reads),
            responses={200: schema.__name__},
            tags=("Configuration",),
        ),
        Route(
            method="PUT",
            path=path,
            handler=put[0],
            summary=put[1],
            roles=roles("admin"),
            request=schema.__name__,
            responses={200: schema.__name__},
            tags=("Configuration",),
        ),
    )
