"""Erasures: a person is forgotten for good, and a certificate says so."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from leadfold.cards import erasure_certificates
from leadfold.errors import StoreError
from leadfold.model import Erasure
from leadfold.privacy.erasing import lifecycle
from leadfold.store.items import erasures
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Name, parse_optional
from leadfold.web.tools import NO_CARD, Tools, deadline

#: An answer may take 15 s; what is not done by then, ``upkeep`` ends.
_WORK_SECONDS = 8.0
_PATIENCE_SECONDS = 4.0


class EraseIn(Body):
    """Why a person is erased. Both are kept for good, and may not name the person."""

    reason: Name | None = None
    request_id: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")] | None
    ) = None


def post_erase(tools: Tools, request: Request) -> Response:
    """Forget a person: 200 once that is done, 202 while ``upkeep`` goes on with it."""
    asked = parse_optional(EraseIn, request)
    now = datetime.now(UTC)
    started = lifecycle.begin(
        request.parameters["id"],
        tools.desk,
        tools.config,
        by=request.key_id,
        at=now,
        deadline=deadline(_PATIENCE_SECONDS),
        reason=asked.reason,
        request_id=asked.request_id,
    )
    begun = existing(started, NO_CARD)
    try:
        until = deadline(_WORK_SECONDS)
        state = lifecycle.run(begun.id, tools.desk, tools.config, now=now, until=until)
    except StoreError:  # it has begun, and will be ended
        state = begun
    return Response(status=200 if state.step == "done" else 202, body=document(state))


def get_erasure(tools: Tools, request: Request) -> Response:
    """Return one erasure with its certificate."""
    found = lifecycle.erasure(tools.desk.store, request.parameters["id"])
    return Response(body=document(existing(found, "There is no erasure with this id.")))


def get_erasures(tools: Tools, request: Request) -> Response:
    """Return a page of erasures."""
    store, page = tools.desk.store, Page(request.query, {"list": "erasures"})
    found, following = page.read(store, erasures.LISTED, newest_first=True)
    there = [lifecycle.erasure(store, str(item["id"])) for item in found]
    return page.answer([document(one) for one in there if one], following)


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
        "certificate_sha256": erasure_certificates.digest(certificate) if certificate else None,
        "reapplied_at": erasure.reapplied_at,
    }


BODIES = (EraseIn,)

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
        query=paging.PARAMETERS,
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
)
