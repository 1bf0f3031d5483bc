"""A person's rights: to be forgotten, to get what is kept of them, to have it left unused."""

import re
import time
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from leadfold.cards import forgotten
from leadfold.errors import Problem, StoreError
from leadfold.model import Card, Erasure
from leadfold.privacy import restricting
from leadfold.privacy.erasing import lifecycle
from leadfold.reading import CardWhole, card_document
from leadfold.reading.export import export
from leadfold.resolve import aliases
from leadfold.store import erasures, items
from leadfold.store.writes import Overwrite
from leadfold.web import paging, schemas
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.reading.cards import PAGE, Tools

#: An answer may take 15 s; what is not done by then, ``upkeep`` ends.
_WORK_SECONDS = 8.0
_PATIENCE_SECONDS = 4.0
#: Where a page of an export ends: the number of a card of the group, and a sort key of its.
_PLACE = re.compile(r"\d{1,2}#(?:INQ|LOG)#.+")
_SETTINGS = items.config_key("SETTINGS", "erasure")


class EraseIn(schemas.Body):
    """Why a person is erased. Both are kept for good, and may not name the person."""

    reason: schemas.Name | None = None
    request_id: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")] | None
    ) = None


class RestrictIn(schemas.Body):
    """Why a card may not be used, or may be used again."""

    reason: schemas.Name


class ErasureRulesIn(schemas.Body):
    """What becomes of an erased person who comes again, by a lead or by others' doing."""

    leads: Literal["accept", "hold"] = "accept"
    others: Literal["refuse", "accept"] = "refuse"


BODIES = (EraseIn, RestrictIn, ErasureRulesIn)


def post_erase(tools: Tools, request: Request) -> Response:
    """Forget a person: 200 once that is done, 202 while ``upkeep`` goes on with it."""
    asked = schemas.parse(EraseIn, request) if request.body.strip() else EraseIn()
    now = datetime.now(UTC)
    begun = lifecycle.begin(
        request.parameters["id"],
        tools.desk.store,
        by=_caller(request),
        at=now,
        deadline=time.monotonic() + _PATIENCE_SECONDS,
        reason=asked.reason,
        request_id=asked.request_id,
    )
    if not begun:
        raise _no_card()
    try:
        until = time.monotonic() + _WORK_SECONDS
        state = lifecycle.run(begun.id, tools.desk, tools.config, now=now, until=until)
    except StoreError:  # it has begun, and will be ended
        state = begun
    return Response(status=200 if state.step == "done" else 202, body=document(state))


def get_erasure(tools: Tools, request: Request) -> Response:
    """Return one erasure with its certificate."""
    found = lifecycle.erasure(tools.desk.store, request.parameters["id"])
    if not found:
        raise Problem(404, "Not Found", "There is no erasure with this id.")
    return Response(body=document(found))


def get_erasures(tools: Tools, request: Request) -> Response:
    """Return a page of erasures."""
    filters: dict[str, str | None] = {"list": "erasures"}
    limit = paging.limit(request.query)
    store, after = tools.desk.store, paging.after(request.query, filters)
    found = store.query(erasures.LISTED, after=after, limit=limit + 1, newest_first=True)
    page = found[:limit]
    there = [lifecycle.erasure(store, str(item["id"])) for item in page]
    following = str(page[-1]["sk"]) if len(found) > limit else None
    return Response(body=paging.page([document(one) for one in there if one], following, filters))


def document(erasure: Erasure) -> dict[str, Any]:
    """Return the JSON of an erasure."""
    certificate = erasure.certificate
    return {
        "id": erasure.id,
        "state": "done" if erasure.step == "done" else "erasing",
        "step": erasure.step,
        "card_id": erasure.card_id,
        "card_ids": list(erasure.card_ids),
        "started_at": erasure.started_at,
        "finished_at": certificate["finished_at"] if certificate else None,
        "by": erasure.by,
        "reason": erasure.reason,
        "request_id": erasure.request_id,
        "counts": dict(certificate["counts"] if certificate else erasure.counts),
        "certificate": certificate,
        "certificate_sha256": forgotten.digest(certificate) if certificate else None,
        "reapplied_at": erasure.reapplied_at,
    }


def get_export(tools: Tools, request: Request) -> Response:
    """Return all that is kept of a person, in pages."""
    desk, filters = tools.desk, {"export": request.parameters["id"]}
    card = _card(tools, request)
    after = paging.after(request.query, filters)
    if after and not _PLACE.fullmatch(after):
        raise paging.bad_parameter("cursor", "invalid", "not a cursor of this export")
    page, following = export(card, desk.store, tools.config, desk.keyed, after=after)
    about = {"exported_at": datetime.now(UTC).isoformat(), "card_id": card.id}
    cursor = paging.cursor(following, filters) if following else None
    headers = {"content-disposition": f'attachment; filename="{card.id}.json"'}
    return Response(body={**about, **page, "next_cursor": cursor}, headers=headers)


def post_restrict(tools: Tools, request: Request) -> Response:
    """Let a card be kept and not be used."""
    return _restricted(tools, request, on=True)


def post_lift(tools: Tools, request: Request) -> Response:
    """Let a card be used again."""
    return _restricted(tools, request, on=False)


def _restricted(tools: Tools, request: Request, *, on: bool) -> Response:
    asked = schemas.parse(RestrictIn, request)
    card = restricting.restrict(
        request.parameters["id"],
        tools.desk.store,
        on=on,
        by=_caller(request),
        reason=asked.reason,
        at=datetime.now(UTC),
        deadline=time.monotonic() + _PATIENCE_SECONDS,
    )
    if not card:
        raise _no_card()
    shown = card_document(CardWhole(card=card, inquiries=()), tools.config)
    return Response(body={"card_id": card.id, "flags": shown["flags"]})


def get_settings(tools: Tools, request: Request) -> Response:  # noqa: ARG001 (a handler's signature)
    """Return what becomes of erased people who come again."""
    found = tools.desk.store.get([_SETTINGS]).get(_SETTINGS, {})
    known = {name: found[name] for name in ErasureRulesIn.model_fields if name in found}
    return Response(body=ErasureRulesIn.model_validate(known).model_dump(mode="json"))


def put_settings(tools: Tools, request: Request) -> Response:
    """Say what becomes of erased people who come again; workers follow within seconds."""
    item = schemas.parse(ErasureRulesIn, request).model_dump(mode="json")
    tools.desk.store.write(Overwrite(key=_SETTINGS, item=item))
    return Response(body=item)


def _card(tools: Tools, request: Request) -> Card:
    card = aliases.current_card(tools.desk.store, request.parameters["id"])
    if not card:
        raise _no_card()
    return card


def _no_card() -> Problem:
    return Problem(404, "Not Found", "There is no card with this id.")


def _caller(request: Request) -> str:
    return request.caller.key_id if request.caller else ""


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards/{id}/erase",
        handler=post_erase,
        summary="Forget a person: the card, all merged with it, and every trace; for good",
        roles=roles("operator"),
        request="EraseIn",
        needs_body=False,
        responses={200: "Erasure", 202: "Erasure"},
        tags=("Privacy",),
    ),
    Route(
        method="GET",
        path="/erasures",
        handler=get_erasures,
        summary="Erasures, the latest first",
        roles=roles("operator"),
        query=PAGE,
        responses={200: "ErasurePage"},
        tags=("Privacy",),
    ),
    Route(
        method="GET",
        path="/erasures/{id}",
        handler=get_erasure,
        summary="One erasure with its certificate",
        roles=roles("operator"),
        responses={200: "Erasure"},
        tags=("Privacy",),
    ),
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
    Route(
        method="POST",
        path="/cards/{id}/restrict",
        handler=post_restrict,
        summary="Keep a card and do not use it",
        roles=roles("operator"),
        request="RestrictIn",
        responses={200: "Restricted"},
        tags=("Privacy",),
    ),
    Route(
        method="POST",
        path="/cards/{id}/restrict/lift",
        handler=post_lift,
        summary="Let a restricted card be used again",
        roles=roles("operator"),
        request="RestrictIn",
        responses={200: "Restricted"},
        tags=("Privacy",),
    ),
    Route(
        method="GET",
        path="/settings/erasure",
        handler=get_settings,
        summary="What becomes of an erased person who comes again",
        roles=roles("admin"),
        responses={200: "ErasureRulesIn"},
        tags=("Configuration",),
    ),
    Route(
        method="PUT",
        path="/settings/erasure",
        handler=put_settings,
        summary="Say what becomes of an erased person who comes again",
        roles=roles("admin"),
        request="ErasureRulesIn",
        responses={200: "ErasureRulesIn"},
        tags=("Configuration",),
    ),
)
