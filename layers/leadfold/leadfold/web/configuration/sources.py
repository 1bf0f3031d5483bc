"""Sources, owners, buckets, API keys, and how identity is decided."""

import json
import re
import secrets as chance
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from leadfold.errors import Contended, FieldError, Problem, Stale
from leadfold.ids import new_id
from leadfold.model import SourceSecrets
from leadfold.normalise.dates import rfc3339
from leadfold.runtime import access
from leadfold.runtime.access import Role
from leadfold.store import Item, items
from leadfold.store.writes import Change, Delete, Overwrite, Put, Write
from leadfold.web import paging, schemas
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.reading.cards import PAGE, Tools

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_MOST_KEYS = 1000
_PATIENCE_SECONDS = 5.0
_PATH_BYTES = 24
#: How long a deleted source's leads can still be read: as long as a dead letter of ``collect`` can
#: be sent on (template.yaml).
SECRETS_LAST = timedelta(days=14)
#: Platforms that prove themselves; every other source gets a secret URL.
_WITHOUT_PATH = frozenset({"meta", "google"})

_KINDS: Mapping[str, tuple[str, type[schemas.Body]]] = {
    "owners": ("OWNER", schemas.OwnerIn),
    "buckets": ("BUCKET", schemas.BucketIn),
}


# -- sources and their secrets --------------------------------------------------------------------


def get_source(tools: Tools, request: Request) -> Response:
    """Return a source as configured; of each secret only whether it is set."""
    name = request.parameters["id"]
    key, hidden = items.config_key("SOURCE", name), items.config_key("SECRETS", name)
    found = tools.desk.store.get([key, hidden])
    if not _is_open(found.get(key)):
        raise _no_source()
    kept = items.secrets_of(found.get(hidden, {}))
    return Response(body=_shown(schemas.SourceIn, found[key]) | {"secrets": _flags(kept)})


def put_source(tools: Tools, request: Request) -> Response:
    """Configure a source. A secret URL that is made here is shown this once."""
    name = request.parameters["id"]
    body = schemas.parse(schemas.SourceIn, request)
    sent = body.model_dump(mode="json", exclude={"secrets"})
    _check_id(name, sent)
    _check_references(tools, sent)
    item = sent | {"id": name}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        kept, made, writes = _configured(tools, item, body.secrets)
        try:
            tools.desk.store.transact(writes, deadline=deadline)
        except Stale:  # deleted meanwhile, or made again: its secrets are others now
            if time.monotonic() >= deadline:
                raise Contended("the source was deleted again and again") from None
            continue
        return Response(body=_shown(schemas.SourceIn, item) | {"secrets": _flags(kept) | made})


def _configured(
    tools: Tools, item: Mapping[str, Any], sent: schemas.SecretsIn
) -> tuple[SourceSecrets, dict[str, str], list[Write]]:
    """Return the secrets of a source after a PUT, what was made of them, and the writes.

    A source of which the id was another's before begins without secrets.
    """
    key, hidden = (items.config_key(kind, item["id"]) for kind in ("SOURCE", "SECRETS"))
    found = tools.desk.store.get([key, hidden])
    before = found.get(key)
    kept = items.secrets_of(found.get(hidden, {})) if _is_open(before) else SourceSecrets()
    kept = _rotated(kept, sent.model_dump(exclude_unset=True))
    made: dict[str, str] = {}
    if not kept.secret_path and item["platform"] not in _WITHOUT_PATH:
        made = {"secret_path": chance.token_urlsafe(_PATH_BYTES)}
        kept = replace(kept, secret_path=(made["secret_path"],))
    as_read = {"deleted_at": before.get("deleted_at") if before else None}
    return (
        kept,
        made,
        [
            Put(key=key, item=item, replaces=as_read),
            Overwrite(key=hidden, item=items.secrets_item(kept)),
        ],
    )


def delete_source(tools: Tools, request: Request) -> Response:
    """Delete a source: workers refuse its leads within seconds, and nothing that came is lost.

    What is held, parked or under way is worked off by what is kept of it: its configuration, and
    for a while the secrets that read leads.
    """
    name = request.parameters["id"]
    now = datetime.now(UTC)
    reading = {"access_token", "app_secret"}
    others = tuple(field for field in SourceSecrets.__dataclass_fields__ if field not in reading)
    try:
        tools.desk.store.transact(
            [
                Change(
                    key=items.config_key("SOURCE", name),
                    set={"deleted_at": rfc3339(now)},
                    when={"id": name, "deleted_at": None},
                ),
                Change(
                    key=items.config_key("SECRETS", name),
                    set={"ttl": int((now + SECRETS_LAST).timestamp())},
                    remove=others,
                ),
            ],
            deadline=time.monotonic() + _PATIENCE_SECONDS,
        )
    except Stale:
        raise _no_source() from None
    return Response(status=204)


def _is_open(item: Item | None) -> bool:
    return bool(item) and not (item or {}).get("deleted_at")


def _no_source() -> Problem:
    return Problem(404, "Not Found", "There is no such source.")


def _rotated(kept: SourceSecrets, sent: Mapping[str, Any]) -> SourceSecrets:
    """Return the secrets after a PUT: a new one stands before the one that it replaces."""
    changed: dict[str, tuple[str, ...]] = {}
    for name, value in sent.items():
        if isinstance(value, str):
            older = (one for one in getattr(kept, name) if one != value)
            changed[name] = (value, *older)[:_VALID]
        elif value is None or isinstance(value, list):
            changed[name] = tuple(value or ())
    return replace(kept, **changed)


#: How many of a secret are valid at a time: the new one and the one before it.
_VALID = 2


def _flags(kept: SourceSecrets) -> dict[str, Any]:
    return {name: bool(getattr(kept, name)) for name in SourceSecrets.__dataclass_fields__}


# -- how identity is decided ----------------------------------------------------------------------

_IDENTITY = items.config_key("SETTINGS", "identity")


def get_identity(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return how identity is decided."""
    item = tools.desk.store.get([_IDENTITY]).get(_IDENTITY)
    return Response(body=_shown(schemas.IdentityRulesIn, item or {}))


def put_identity(tools: Tools, request: Request) -> Response:
    """Say how identity is decided from now on; workers follow within seconds."""
    item = schemas.parse(schemas.IdentityRulesIn, request).model_dump(mode="json")
    tools.desk.store.write(Overwrite(key=_IDENTITY, item=item))
    return Response(body=item)


# -- owners and buckets ---------------------------------------------------------------------------


def _get(collection: str) -> Callable[[Tools, Request], Response]:
    kind, schema = _KINDS[collection]

    def get(tools: Tools, request: Request) -> Response:
        key = items.config_key(kind, request.parameters["id"])
        item = tools.desk.store.get([key]).get(key)
        if not item:
            raise Problem(404, "Not Found", f"There is no such {kind.lower()}.")
        return Response(body=_shown(schema, item))

    return get


def _list(collection: str) -> Callable[[Tools, Request], Response]:
    kind, schema = _KINDS[collection]

    def get_page(tools: Tools, request: Request) -> Response:
        filters = {"configured": collection}
        most = paging.limit(request.query)
        after = paging.after(request.query, filters)
        found = tools.desk.store.query(kind, after=after, limit=most + 1)
        shown = [_shown(schema, item) for item in found[:most]]
        following = str(found[most - 1]["sk"]) if len(found) > most else None
        return Response(body=paging.page(shown, following, filters))

    return get_page


def _put(collection: str) -> Callable[[Tools, Request], Response]:
    kind, schema = _KINDS[collection]

    def put(tools: Tools, request: Request) -> Response:
        name = request.parameters["id"]
        sent = schemas.parse(schema, request).model_dump(mode="json")
        _check_id(name, sent)
        _check_references(tools, sent)
        item = sent | {"id": name}
        tools.desk.store.write(Overwrite(key=items.config_key(kind, name), item=item))
        return Response(body=_shown(schema, item))

    return put


def _check_id(name: str, sent: Mapping[str, Any]) -> None:
    """Refuse an id that is none, or differs from the one in the body."""
    if not _SLUG.fullmatch(name):
        message = "small letters, digits, - and _, at most 63"
        raise _unprocessable(FieldError("id", "invalid", message))
    if sent.get("id") not in {None, name}:
        raise _unprocessable(FieldError("id", "differs", "the id of the path and body differ"))


def _check_references(tools: Tools, sent: Mapping[str, Any]) -> None:
    """Refuse a source or bucket that names an owner or bucket that is not there."""
    named: dict[str, tuple[str, str]] = {}
    for position, share in enumerate(sent.get("owners", ())):
        named[f"owners.{position}.owner_id"] = items.config_key("OWNER", share["owner_id"])
    for field, kind in (("data_owner", "OWNER"), ("default_owner", "OWNER"), ("bucket", "BUCKET")):
        if sent.get(field):
            named[field] = items.config_key(kind, sent[field])
    found = tools.desk.store.get(named.values()) if named else {}
    unknown = [
        FieldError(field, "unknown", f"there is no such {key[0].lower()}")
        for field, key in named.items()
        if key not in found
    ]
    if unknown:
        raise _unprocessable(*unknown)


def _unprocessable(*errors: FieldError) -> Problem:
    detail = "Some fields are not as they should be."
    return Problem(422, "Unprocessable Content", detail, errors=errors)


def _shown(schema: type[schemas.Body], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return configuration whole, with its defaults: it may be sent back as it is."""
    known = {name: value for name, value in item.items() if name in schema.model_fields}
    # As JSON, in which times are texts and pairs are lists: bodies are checked strictly.
    return schema.model_validate_json(json.dumps(known)).model_dump(mode="json")


def post_key(tools: Tools, request: Request) -> Response:
    """Make an API key; it is shown once."""
    asked = schemas.parse(schemas.KeyIn, request)
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
    item = tools.desk.store.get([listed]).get(listed)
    if not item:
        raise Problem(404, "Not Found", "There is no such key.")
    tools.desk.store.write(Delete(key=items.api_key_key(item["digest"])))
    tools.desk.store.write(Delete(key=listed))
    return Response(status=204)


def _pair(
    collection: str,
    singular: str,
    schema: str,
    get: Callable[[Tools, Request], Response],
    put: Callable[[Tools, Request], Response],
    reads: Role = "admin",
) -> tuple[Route[Tools], Route[Tools]]:
    path = f"/{collection}/{{id}}"
    return (
        Route(
            method="GET",
            path=path,
            handler=get,
            summary=f"{singular.capitalize()} as configured",
            roles=roles(reads),
            responses={200: schema},
            tags=("Configuration",),
        ),
        Route(
            method="PUT",
            path=path,
            handler=put,
            summary=f"Configure {singular}",
            roles=roles("admin"),
            request=schema,
            responses={200: schema},
            tags=("Configuration",),
        ),
    )


def _listed(collection: str, singular: str, name: str) -> tuple[Route[Tools], ...]:
    """Return the calls of what operators hand work to: they read it, and admins write it."""
    return (
        Route(
            method="GET",
            path=f"/{collection}",
            handler=_list(collection),
            summary=f"The {collection}, by their ids",
            roles=roles("operator"),
            query=PAGE,
            responses={200: f"{name}Page"},
            tags=("Configuration",),
        ),
        *_pair(
            collection, singular, f"{name}In", _get(collection), _put(collection), reads="operator"
        ),
    )


ROUTES: tuple[Route[Tools], ...] = (
    *_pair("sources", "a source", "SourceIn", get_source, put_source),
    Route(
        method="DELETE",
        path="/sources/{id}",
        handler=delete_source,
        summary="Delete a source: no more leads come by it; what came goes on",
        roles=roles("admin"),
        responses={204: ""},
        tags=("Configuration",),
    ),
    *_listed("owners", "an owner", "Owner"),
    *_listed("buckets", "a bucket", "Bucket"),
    Route(
        method="GET",
        path="/settings/identity",
        handler=get_identity,
        summary="How identity is decided",
        roles=roles("admin"),
        responses={200: "IdentityRulesIn"},
        tags=("Configuration",),
    ),
    Route(
        method="PUT",
        path="/settings/identity",
        handler=put_identity,
        summary="Say how identity is decided: trust, use, and what is merged at once",
        roles=roles("admin"),
        request="IdentityRulesIn",
        responses={200: "IdentityRulesIn"},
        tags=("Configuration",),
    ),
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
