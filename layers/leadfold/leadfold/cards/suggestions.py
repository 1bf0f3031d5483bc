"""Pairs of cards that a person should look at (contract, rules 6 and 7), and what they decide.

A pair has one suggestion for ever. What a person said of it stays on its item, and on both cards
(``Card.apart``), where intake sees it without reading more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadfold.identity import compare
from leadfold.identity.decide import Candidate, Decision
from leadfold.model import Card, Decided, Match, Suggestion
from leadfold.store import items
from leadfold.store.writes import Change, Check, Key, Write

#: A contested lead may touch many cards; people look at a few suggestions, not at dozens.
_MOST = 3
#: Cards that a card is known to be apart from: what did not fit is known by the pair's item.
_MOST_APART = 100


# -- raising --------------------------------------------------------------------------------------


def raised(
    card: Card,
    decision: Decision,
    candidates: Sequence[Candidate],
    created_at: str,
    settled: Collection[str] = (),
) -> list[Suggestion]:
    """Return what a lead that ended on ``card`` suggests.

    A lead whose keys hold several cards together suggests those; one that made a new card, the
    likeliest of those that share a key but not the given name. Two different national IDs are two
    people, and colleagues who share a switchboard are many: nothing to look at. A pair that a
    person has decided on is left out: ``settled`` are the ids of such suggestions.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    others = [match for match in decision.others if not known[match.card_id].weak]
    pairs = _alike(card, others, known) if decision.chosen else _unlike(others)[:1]
    return [
        _suggestion(card, match, f"{', '.join(match.matched_by)} of one lead", created_at)
        for match in pairs
        if not _are_apart(card, known[match.card_id].card)
        and items.suggestion_id(card.id, match.card_id) not in settled
    ][:_MOST]


def between(
    card: Card,
    matches: Sequence[Match],
    candidates: Sequence[Candidate],
    known: Collection[str],
    created_at: str,
) -> list[Suggestion]:
    """Return what intake would have suggested, had it seen ``card`` beside the candidates.

    ``matches`` hold the card against each, the likeliest first. ``known`` are the ids of the
    suggestions that are there, in whatever state: a pair has one, and a card has one of those that
    share a key but not the given name.
    """
    by_id = {candidate.card.id: candidate for candidate in candidates}
    others = [match for match in matches if not by_id[match.card_id].weak]
    alike, unlike = _alike(card, others, by_id), _unlike(others)
    if any(items.suggestion_id(card.id, match.card_id) in known for match in unlike):
        unlike = []
    return [
        _suggestion(card, match, f"{', '.join(match.matched_by)} in common", created_at)
        for match in [*alike, *unlike[:1]]
        if not _are_apart(card, by_id[match.card_id].card)
        and items.suggestion_id(card.id, match.card_id) not in known
    ][:_MOST]


def write(suggestion: Suggestion) -> Change:
    """Return the write of a suggestion: one for a pair however often met.

    One that is open stays as it is; one that is closed fails the transaction, since filling what
    it has not would put it back to work. ``settled_in`` tells it.
    """
    return Change(
        key=items.suggestion_key(suggestion.id),
        fill=items.suggestion_values(suggestion),
        when={"closed_at": None},
    )


def settled_in(found: Mapping[Key, Mapping[str, Any]]) -> set[str]:
    """Return the ids of the closed suggestions among the items that failed conditions met."""
    return {
        str(item["id"])
        for (_, sk), item in found.items()
        if sk == "SUGGESTION" and item.get("closed_at")
    }


def unchanged(card: Card) -> Check:
    """Return the check that a card which was looked at is still the same."""
    return Check(key=items.card_key(card.id), when={"state": "living", "evidence": card.evidence})


def _suggestion(card: Card, match: Match, reason: str, created_at: str) -> Suggestion:
    return Suggestion(
        id=items.suggestion_id(card.id, match.card_id),
        kind="household" if match.household else "duplicate",
        cards=(min(card.id, match.card_id), max(card.id, match.card_id)),
        reason=reason,
        created_at=created_at,
        owner_id=card.owner_id,
        level=match.level,
        score=match.score,
        evidence=match.evidence,
    )


def _alike(card: Card, others: Sequence[Match], known: Mapping[str, Candidate]) -> list[Match]:
    """Return the matches of cards that could be this very one."""
    return [
        match
        for match in others
        if match.verdict == "same"
        and compare.names(card.name, known[match.card_id].card.name) != "different"
    ]


def _unlike(others: Sequence[Match]) -> list[Match]:
    """Return the matches of cards that share a key, and are not those of other people for sure."""
    return [match for match in others if match.verdict == "different" and not _ids_differ(match)]


def _ids_differ(match: Match) -> bool:
    return any(
        part.field == "national_id" and part.agreement == "different" for part in match.evidence
    )


def _are_apart(left: Card, right: Card) -> bool:
    return right.id in left.apart or left.id in right.apart


# -- deciding -------------------------------------------------------------------------------------


def closed(
    suggestion: Suggestion,
    cards: tuple[Card, Card],
    decision: Decided,
    *,
    at: str,
    by: str,
    reason: str | None,
) -> tuple[Suggestion, list[Write]]:
    """Return the suggestion as decided, and the writes that part its cards for good.

    Each card comes to know the other as somebody else, which is evidence; they hold only while the
    suggestion is open and both cards are as they were read.
    """
    done = replace(suggestion, state=decision, closed_at=at, closed_by=by, closed_reason=reason)
    closing = items.suggestion_closed(
        suggestion, state=decision, closed_at=at, closed_by=by, closed_reason=reason
    )
    one, other = cards
    parted = [_parted(card, beside.id, decision) for card, beside in ((one, other), (other, one))]
    return done, [closing, *parted]


def _parted(card: Card, other_id: str, decision: Decided) -> Change:
    linked = {"apart": card.apart}
    if decision == "household":
        linked["household"] = card.household
    return Change(
        key=items.card_key(card.id),
        set={name: _with(there, other_id) for name, there in linked.items()},
        add={"evidence": 1},
        when={"state": card.state, "evidence": card.evidence},
    )


def _with(there: tuple[str, ...], card_id: str) -> list[str]:
    rest = (other for other in there if other != card_id)
    return [card_id, *rest][:_MOST_APART]
