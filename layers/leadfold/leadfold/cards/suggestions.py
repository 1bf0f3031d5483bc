"""Pairs of cards that a person should look at (contract, rules 6 and 7), and what they decide.

A pair has one suggestion for ever. What a person said of it stays on its item, and on both cards
(``Card.apart``), where intake sees it without reading more.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadfold.identity import decide, explanations, profile
from leadfold.identity.decide import Candidate, Decision
from leadfold.identity.frequencies import ANY, Population
from leadfold.model import Card, Decided, IdentityRules, Match, Suggestion
from leadfold.store import items
from leadfold.store.writes import Change, Check, Key, Write

#: A contested lead may touch many cards; people look at a few suggestions, not at dozens.
_MOST = 3
#: Cards that a card is known to be apart from: what did not fit is known by the pair's item.
_MOST_APART = 100


# -- raising --------------------------------------------------------------------------------------


def pairs(
    decision: Decision,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    population: Population = ANY,
) -> list[Match]:
    """Return what a decision leaves to look at.

    Where a card was chosen, how it agrees with the others that the keys lead to as well (contract,
    rule 7); another customer who shares nothing with the lead but what that card holds too has been
    looked at when their card came to be. For a new card, the likeliest of those that share a key
    but not the given name, or of which the evidence leaves it open. Two different national IDs are
    two people, and colleagues who share a switchboard are many: nothing to look at.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    telling = [match for match in decision.others if _is_telling(match, known)]
    if not decision.chosen:
        return telling[:1]
    chosen = known[decision.chosen.card_id]
    return [
        decide.match(chosen.profile, known[other.card_id], rules, population)
        for other in telling
        if other.verdict == "same" or not set(other.via) <= set(chosen.via)
    ]


def raised(
    card: Card,
    pairs: Sequence[Match],
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    created_at: str,
    settled: Collection[str] = (),
) -> list[Suggestion]:
    """Return what a lead that ended on ``card`` suggests of ``pairs``.

    A pair that a person has decided on is left out: ``settled`` are the ids of such suggestions.
    """
    known = {candidate.card.id: candidate.card for candidate in candidates}
    return [
        _suggestion(card, match, f"{', '.join(match.matched_by)} of one lead", created_at, rules)
        for match in pairs
        if not are_apart(card, known[match.card_id])
        and items.suggestion_id(card.id, match.card_id) not in settled
    ][:_MOST]


def between(
    card: Card,
    matches: Sequence[Match],
    candidates: Sequence[Candidate],
    known: Collection[str],
    rules: IdentityRules,
    created_at: str,
) -> list[Suggestion]:
    """Return what intake would have suggested, had it seen ``card`` beside the candidates.

    ``matches`` hold the card against each, the likeliest first. ``known`` are the ids of the
    suggestions that are there, in whatever state: a pair has one, and a card has one of those that
    share a key but not the given name, and one of those whose details leave it open.
    """
    by_id = {candidate.card.id: candidate for candidate in candidates}
    others = [match for match in matches if _is_telling(match, by_id)]
    alike = [match for match in others if match.verdict == "same"]
    unlike = [match for match in others if match.verdict != "same" and match.via]
    asked = _worth_asking(card, others, by_id)

    def is_known(match: Match) -> bool:
        return items.suggestion_id(card.id, match.card_id) in known

    return [
        _suggestion(card, match, _reason(match), created_at, rules)
        for match in [*alike, *_first(unlike, is_known), *_first(asked, is_known)]
        if not are_apart(card, by_id[match.card_id].card) and not is_known(match)
    ][:_MOST]


def _worth_asking(
    card: Card, matches: Sequence[Match], known: Mapping[str, Candidate]
) -> list[Match]:
    """Return the matches by details alone that a person should decide on.

    Only such as would be a hit if they were sure: among many namesakes some agree in little more
    than the name, and nobody can tell those apart by looking. The given names agree, so that it is
    one customer or a namesake, and no question of a household.
    """
    from leadfold.identity.levels import WEAKEST_HIT

    asking = profile.of_card(card)
    return [
        replace(match, household=False)
        for match in matches
        if match.verdict == "ask"
        and not match.via
        and decide.level_by_details(asking, known[match.card_id].profile) <= WEAKEST_HIT
    ]


def _first(matches: Sequence[Match], is_known: Callable[[Match], bool]) -> Sequence[Match]:
    """Return the likeliest, or none where any has been raised: one question a card is enough."""
    return [] if any(map(is_known, matches)) else matches[:1]


def _reason(match: Match) -> str:
    if match.via:
        return f"{', '.join(match.matched_by)} in common"
    return explanations.in_common(match.evidence)


def _is_telling(match: Match, known: Mapping[str, Candidate]) -> bool:
    """Tell whether a person should look at a pair at all."""
    crowded = known[match.card_id].strength in {"shared", "role"}
    return not decide.ids_differ(match) and not (crowded and match.verdict == "different")


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


def _suggestion(
    card: Card, match: Match, reason: str, created_at: str, rules: IdentityRules
) -> Suggestion:
    return Suggestion(
        id=items.suggestion_id(card.id, match.card_id),
        kind="household" if match.household else "duplicate",
        cards=(min(card.id, match.card_id), max(card.id, match.card_id)),
        reason=reason,
        created_at=created_at,
        owner_id=card.owner_id,
        verdict=match.verdict,
        level=match.level,
        score=match.score,
        evidence=match.evidence,
        automatic=decide.merges_by_itself(match, rules),
    )


def are_apart(left: Card, right: Card) -> bool:
    """Tell whether a person said so of two cards, or of any that were merged into them."""
    return any(
        not {one.id, *one.members}.isdisjoint(other.apart)
        for one, other in ((left, right), (right, left))
    )


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
    parted = [
        _parted(card, beside.id, decision, at) for card, beside in ((one, other), (other, one))
    ]
    return done, [closing, *parted]


def _parted(card: Card, other_id: str, decision: Decided, at: str) -> Change:
    linked = {"apart": card.apart}
    if decision == "household":
        linked["household"] = card.household
    return Change(
        key=items.card_key(card.id),
        set={name: _with(there, other_id) for name, there in linked.items()} | {"updated_at": at},
        add={"evidence": 1},
        when={"state": card.state, "evidence": card.evidence},
    )


def _with(there: tuple[str, ...], card_id: str) -> list[str]:
    rest = (other for other in there if other != card_id)
    return [card_id, *rest][:_MOST_APART]
