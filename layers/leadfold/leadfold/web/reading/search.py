"""Finding cards: lists by owner, bucket, source, status or time, and search."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, get_args

from pydantic import StringConstraints

from leadfold import reading
from leadfold.model import Status
from leadfold.normalise import dates
from leadfold.reading.card_search import Filters
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Label, parse
from leadfold.web.tools import Tools

_STATUS = frozenset(get_args(Status))
_FILTERS = ("owner", "bucket", "source", "status", "updated_since")


class SearchIn(Body):
    """What to look for, and the filters of ``GET /cards``."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    owner: Label | None = None
    bucket: Label | None = None
    source: Label | None = None
    status: Label | None = None
    updated_since: Label | None = None


BODIES = (SearchIn,)


def get_cards(tools: Tools, request: Request) -> Response:
    """Return a page of living cards."""
    asked = {name: request.query.get(name) or None for name in _FILTERS}
    filters = _filters(asked)
    page = Page(request.query, asked)
    found, following = reading.list_cards(
        tools.desk.store, filters, after=page.after, limit=page.limit
    )
    return page.answer([reading.short_document(card) for card in found], following)


def search(tools: Tools, request: Request) -> Response:
    """Return a page of the cards that a text identifies or names."""
    sent = parse(SearchIn, request).model_dump()
    asked = {name: sent[name] for name in _FILTERS}
    filters = _filters(asked)
    # A cursor is sent in a URL: it holds a keyed hash of the text, never the text.
    page = Page(request.query, asked | {"q": tools.desk.keyed.of("asked", sent["q"])})
    found, following = reading.search(
        tools.desk.finder,
        sent["q"],
        filters,
        datetime.now(UTC).date(),
        after=page.after,
        limit=page.limit,
    )
    return page.answer([reading.short_document(card) for card in found], following)


def _filters(asked: Mapping[str, str | None]) -> Filters:
    paging.check_choice("status", asked["status"], _STATUS)
    since = asked["updated_since"]
    moment = dates.parse_time(since) if since else None
    if since and not moment:
        raise paging.bad_parameter("updated_since", "invalid", "a time as RFC 3339")
    return Filters(
        **{name: asked[name] for name in ("owner", "bucket", "source", "status")},
        updated_since=dates.rfc3339(moment) if moment else None,
    )


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/cards",
        handler=get_cards,
        summary="Living cards: the latest change first, with updated_since the oldest, by owner, "
        "source, bucket or status the newest card",
        roles=roles("operator"),
        query={
            "owner": "An owner's id, or - for nobody's",
            "bucket": "A bucket's id",
            "source": "The id of the source that the card came from",
            "status": ", ".join(sorted(_STATUS)),
            "updated_since": "RFC 3339; changes are listed some moments later",
            **paging.PARAMETERS,
        },
        responses={200: "CardPage"},
        tags=("Cards",),
    ),
    Route(
        method="POST",
        path="/cards/search",
        handler=search,
        summary="Look for cards by phone, e-mail, national ID, organisation number, id or name",
        roles=roles("operator"),
        query=paging.PARAMETERS,
        request="SearchIn",
        responses={200: "CardPage"},
        tags=("Cards",),
    ),
)
