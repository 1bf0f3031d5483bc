"""Pairs of cards that a person should look at (contract, rules 6 and 7)."""

from collections.abc import Mapping, Sequence

from leadfold.identity import decide
from leadfold.identity.decide import Candidate, Decision
from leadfold.model import Card, IdentityRules, Match, Suggestion
from leadfold.store import items
from leadfold.store.writes import Change

#: A contested lead may touch many cards; people look at a few suggestions, not at dozens.
_MOST = 3


def raised(
    card: Card,
    decision: Decision,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    created_at: str,
) -> list[Suggestion]:
    """Return what a lead that ended on ``card`` suggests.

    A lead whose keys lead to several cards suggests those (contract, rule 7); one that made a new
    card, the likeliest of those that share a key but not the given name, or of which the evidence
    leaves it open. Two different national IDs are two people, and colleagues who share a
    switchboard are many: nothing to look at.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    if decision.chosen:
        pairs = contested(decision, known, rules)
    else:
        pairs = [match for match in decision.others if _is_telling(match, known)][:1]
    return [
        Suggestion(
            id=items.suggestion_id(card.id, match.card_id),
            kind="household" if match.household else "duplicate",
            cards=(min(card.id, match.card_id), max(card.id, match.card_id)),
            reason=f"{', '.join(match.matched_by)} of one lead",
            created_at=created_at,
            owner_id=card.owner_id,
        )
        for match in pairs[:_MOST]
    ]


def contested(
    decision: Decision, known: Mapping[str, Candidate], rules: IdentityRules
) -> list[Match]:
    """Return how the chosen card agrees with the others that the lead's keys lead to as well.

    A card that shares nothing with the lead but what the chosen one holds too has been looked at
    when it came to be.
    """
    if not decision.chosen:
        return []
    chosen = known[decision.chosen.card_id]
    others = [
        match
        for match in decision.others
        if _is_telling(match, known)
        and (match.verdict == "same" or not set(match.via) <= set(chosen.via))
    ]
    return [decide.match(chosen.profile, known[other.card_id], rules) for other in others]


def _is_telling(match: Match, known: Mapping[str, Candidate]) -> bool:
    alone = match.verdict == "different" and known[match.card_id].standing in {"shared", "role"}
    return not (alone or _ids_differ(match))


def write(suggestion: Suggestion) -> Change:
    """Return the write of a suggestion: one for a pair however often met; what is there stays."""
    return Change(key=items.suggestion_key(suggestion.id), fill=items.suggestion_values(suggestion))


def _ids_differ(match: Match) -> bool:
    return any(
        part.field in {"national_id", "org_number"} and part.agreement == "different"
        for part in match.evidence
    )
