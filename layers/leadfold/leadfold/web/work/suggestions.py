"""Pairs of cards that may be one customer: look, and say that they are, or are not."""

from leadfold import reading
from leadfold.model import Decided, Suggestion
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Label, Name, parse_optional
from leadfold.web.tools import Tools, deadline
from leadfold.web.work.merging import merger
from leadfold.work import accepting, negative_links

_KINDS = frozenset({"duplicate", "household"})


class AcceptIn(Body):
    """Which of the two cards lives on."""

    into: Label | None = None


class DecisionIn(Body):
    """Why two cards are not one."""

    reason: Name | None = None


def get_suggestions(tools: Tools, request: Request) -> Response:
    """Return a page of open suggestions."""
    filters = {name: request.query.get(name) for name in ("owner", "kind")}
    paging.check_choice("kind", filters["kind"], _KINDS)
    page = Page(request.query, filters)
    found, cards, following = reading.suggestions(
        tools.desk.store,
        owner=filters["owner"],
        kind=filters["kind"],
        after=page.after,
        limit=page.limit,
    )
    shown = [
        reading.suggestion_document(suggestion, cards)
        for suggestion in found
        if not accepting.close_if_merged(tools.desk.store, suggestion, cards)
    ]
    return page.answer(shown, following)


def get_suggestion(tools: Tools, request: Request) -> Response:
    """Return one suggestion, open or closed."""
    return _shown(tools, _suggestion(tools, request))


def accept(tools: Tools, request: Request) -> Response:
    """Merge the two cards of a suggestion."""
    found = _suggestion(tools, request)
    asked = parse_optional(AcceptIn, request)
    return _shown(tools, accepting.accept(found, asked.into, merger(tools, request)))


def _shown(tools: Tools, found: Suggestion) -> Response:
    cards = reading.cards_of(tools.desk.store, [found])
    return Response(body=reading.suggestion_document(found, cards))


def _suggestion(tools: Tools, request: Request) -> Suggestion:
    found = reading.suggestion(tools.desk.store, request.parameters["id"])
    return existing(found, "There is no suggestion with this id.")


def _decision(name: str, decision: Decided, summary: str) -> Route[Tools]:
    """Return the call by which a person decides that a suggestion's cards are two people."""

    def post(tools: Tools, request: Request) -> Response:
        found = _suggestion(tools, request)
        decided = negative_links.keep_apart(
            found,
            decision,
            tools.desk.store,
            reason=parse_optional(DecisionIn, request).reason,
            by=request.key_id,
            deadline=deadline(),
        )
        return _shown(tools, decided)

    return Route(
        method="POST",
        path=f"/suggestions/{{id}}/{name}",
        handler=post,
        summary=summary,
        roles=roles("operator"),
        request="DecisionIn",
        needs_body=False,
        responses={200: "Suggestion"},
        tags=("Suggestions",),
    )


BODIES = (AcceptIn, DecisionIn)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/suggestions",
        handler=get_suggestions,
        summary="Pairs of cards that may be one customer or household, oldest first",
        roles=roles("operator"),
        query={
            "owner": "An owner's id, or - for nobody's",
            "kind": "duplicate or household",
            **paging.PARAMETERS,
        },
        responses={200: "SuggestionPage"},
        tags=("Suggestions",),
    ),
    Route(
        method="GET",
        path="/suggestions/{id}",
        handler=get_suggestion,
        summary="One suggestion, open or closed",
        roles=roles("operator"),
        responses={200: "Suggestion"},
        tags=("Suggestions",),
    ),
    Route(
        method="POST",
        path="/suggestions/{id}/accept",
        handler=accept,
        summary="One customer: the cards are merged, the older one lives on unless into says",
        roles=roles("operator"),
        request="AcceptIn",
        needs_body=False,
        responses={200: "Suggestion"},
        tags=("Suggestions",),
    ),
    _decision("reject", "rejected", "Two people: the pair never comes back"),
    _decision(
        "household",
        "household",
        "Two people of one household: the pair never comes back, and both cards say so",
    ),
)
