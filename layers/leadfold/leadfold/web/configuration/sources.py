"""Sources and their secrets."""

import secrets as chance
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from leadfold.errors import Problem, Stale
from leadfold.model import SourceSecrets
from leadfold.normalise.dates import rfc3339
from leadfold.store import Item, items
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Change, Overwrite, Put, Write
from leadfold.web.configuration import resource
from leadfold.web.configuration.source_body import SecretsIn, SourceIn
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.schemas import parse
from leadfold.web.tools import Tools, deadline

_PATIENCE_SECONDS = 5.0
_PATH_BYTES = 24
#: How long a deleted source's leads can still be read: as long as a dead letter of ``collect`` can
#: be sent on (template.yaml).
SECRETS_LAST = timedelta(days=14)
#: Platforms that prove themselves; every other source gets a secret URL.
_WITHOUT_PATH = frozenset({"meta", "google"})
_NO_SOURCE = "There is no such source."
#: How many of a secret are valid at a time: the new one and the one before it.
_VALID = 2


def get_source(tools: Tools, request: Request) -> Response:
    """Return a source as configured; of each secret only whether it is set."""
    name = request.parameters["id"]
    key, hidden = items.config_key("SOURCE", name), items.config_key("SECRETS", name)
    found = tools.desk.store.get([key, hidden])
    item = existing(_open(found.get(key)), _NO_SOURCE)
    kept = items.secrets_of(found.get(hidden, {}))
    return Response(body=resource.shown(SourceIn, item) | {"secrets": _flags(kept)})


def put_source(tools: Tools, request: Request) -> Response:
    """Configure a source. A secret URL that is made here is shown this once."""
    name = request.parameters["id"]
    body = parse(SourceIn, request)
    sent = body.model_dump(mode="json", exclude={"secrets"})
    resource.check_id(name, sent)
    resource.check_references(tools, sent)
    item = sent | {"id": name}
    until = deadline(_PATIENCE_SECONDS)

    def attempt() -> Response:
        kept, made, writes = _configured(tools, item, body.secrets)
        # Stale: deleted or made again since it was read, so that its secrets have changed.
        tools.desk.store.transact(writes, deadline=until)
        return Response(body=resource.shown(SourceIn, item) | {"secrets": _flags(kept) | made})

    return retry_stale(attempt, until)


def _configured(
    tools: Tools, item: Mapping[str, Any], sent: SecretsIn
) -> tuple[SourceSecrets, dict[str, str], list[Write]]:
    """Return the secrets of a source after a PUT, those made here as text, and the writes.

    A source that takes the id of a deleted one starts without secrets.
    """
    key, hidden = (items.config_key(kind, item["id"]) for kind in ("SOURCE", "SECRETS"))
    found = tools.desk.store.get([key, hidden])
    before = found.get(key)
    kept = items.secrets_of(found.get(hidden, {})) if _open(before) else SourceSecrets()
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
    """Delete a source: workers refuse its leads within seconds, and no lead that came is lost.

    Its configuration is kept, and for ``SECRETS_LAST`` the secrets by which leads are read: leads
    that are held, parked or queued still need them.
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
            deadline=deadline(_PATIENCE_SECONDS),
        )
    except Stale:
        raise Problem(404, "Not Found", _NO_SOURCE) from None
    return Response(status=204)


def _open(item: Item | None) -> Item | None:
    """Return the item of a source unless the source is deleted."""
    return item if item and not item.get("deleted_at") else None


def _rotated(kept: SourceSecrets, sent: Mapping[str, Any]) -> SourceSecrets:
    """Return the secrets after a PUT: a new one first, then the one that it replaces."""
    changed: dict[str, tuple[str, ...]] = {}
    for name, value in sent.items():
        if isinstance(value, str):
            older = (one for one in getattr(kept, name) if one != value)
            changed[name] = (value, *older)[:_VALID]
        elif value is None or isinstance(value, list):
            changed[name] = tuple(value or ())
    return replace(kept, **changed)


def _flags(kept: SourceSecrets) -> dict[str, Any]:
    return {name: bool(getattr(kept, name)) for name in SourceSecrets.__dataclass_fields__}


BODIES = (SourceIn,)

ROUTES: tuple[Route[Tools], ...] = (
    *resource.pair(
        "/sources/{id}",
        SourceIn,
        get=(get_source, "A source as configured"),
        put=(put_source, "Configure a source"),
    ),
    Route(
        method="DELETE",
        path="/sources/{id}",
        handler=delete_source,
        summary="Delete a source: no more leads come by it; what came goes on",
        roles=roles("admin"),
        responses={204: ""},
        tags=("Configuration",),
    ),
)
