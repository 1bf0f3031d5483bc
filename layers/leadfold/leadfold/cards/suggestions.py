"""Suggestions: pairs of cards that a person should decide on (contract, rules 6 and 7).

A pair has one suggestion for ever. The decision is kept on its item, and on both cards
(``Card.apart``), where intake sees it without another read.
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
#: Cards in ``Card.apart``; of further ones only the pair's item holds the decision.
_MOST_APART = 100


# -- raising --------------------------------------------------------------------------------------


def pairs(
    decision: Decision,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    population: Population = ANY,
) -> list[Match]:
    """Return the pairs that a decision leaves to a person.

    Where a card was chosen: its matches with the other cards that the lead's keys lead to
    (contract, rule 7), except those that share only keys which the chosen card has as well: they
    were compared when they were made. For a new card: the likeliest of the cards that share a key
    but not the given name, or where the evidence is undecided. Two different national IDs are two
    people, and colleagues who share a switchboard are many: neither is suggested.
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
    """Return the suggestions for ``pairs`` of ``card`` and another one.

    Pairs that a person has decided on are left out: ``settled`` are the ids of such suggestions.
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
    """Return the suggestions between a card and candidates found later, by intake's rules.

    ``matches`` compare the card with each, the likeliest first. ``known`` are the ids of existing
    suggestions, in whatever state: a pair has one, and a card has at most one with a card that
    shares a key but not the given name, and one where the details are undecided.
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

    Only those that would be a hit with a little more evidence: many namesakes agree in little more
    than the name, and a person could not decide on them. The given names agree, so it is the same
    customer or a namesake, and never one of the household.
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
    """Return the likeliest one, or none where one has been raised: one for each card is enough."""
    return [] if any(map(is_known, matches)) else matches[:1]


def _reason(match: Match) -> str:
    if match.via:
        return f"{', '.join(match.matched_by)} in common"
    return explanations.in_common(match.evidence)


def _is_telling(match: Match, known: Mapping[str, Candidate]) -> bool:
    """Tell whether a pair is worth a person's decision."""
    crowded = known[match.card_id].strength in {"shared", "role"}
    return not decide.ids_differ(match) and not (crowded and match.verdict == "different")


def write(suggestion: Suggestion) -> Change:
    """Return the write of a suggestion, of which each pair has one.

    An open one does not change. A closed one fails the transaction, since filling its missing
    attributes would open it again; ``settled_in`` returns its id.
    """
    return Change(
        key=items.suggestion_key(suggestion.id),
        fill=items.suggestion_values(suggestion),
        when={"closed_at": None},
    )


def settled_in(found: Mapping[Key, Mapping[str, Any]]) -> set[str]:
    """Return the ids of closed suggestions among the items found by failed conditions."""
    return {
        str(item["id"])
        for (_, sk), item in found.items()
        if sk == "SUGGESTION" and item.get("closed_at")
    }


def unchanged(card: Card) -> Check:
    """Return the check that a card's state and evidence have not changed."""
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
    """Tell whether a person kept two cards apart, or any that were merged into them."""
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
    """Return the suggestion as decided, and the writes that keep its cards apart.

    Each card notes the other one, which raises its evidence. The writes are conditioned on an open
    suggestion and on both cards as they were read.
    """
    done = replace(suggestion, state=decision, closed_at=at, closed_by=by, closed_reason=reason)
    closing = items.suggestion_closed(
        suggestion, state=decision, closed_at=at, closed_by=by, closed_reason=reason
    )
    one, other = cards
    notes = [
        _noted_apart(card, from_.id, decision, at) for card, from_ in ((one, other), (other, one))
    ]
    return done, [closing, *notes]


def _noted_apart(card: Card, other_id: str, decision: Decided, at: str) -> Change:
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
