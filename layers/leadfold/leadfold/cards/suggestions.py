"""Pairs of cards that a person should look at (contract, rules 6 and 7)."""

from collections.abc import Sequence

from leadfold.identity import compare
from leadfold.identity.decide import Candidate, Decision
from leadfold.model import Card, Match, Suggestion
from leadfold.store import items
from leadfold.store.writes import Change

#: A contested lead may touch many cards; people look at a few suggestions, not at dozens.
_MOST = 3


def raised(
    card: Card, decision: Decision, candidates: Sequence[Candidate], created_at: str
) -> list[Suggestion]:
    """Return what a lead that ended on ``card`` suggests.

    A lead whose keys hold several cards together suggests those; one that made a new card, the
    likeliest of those that share a key but not the given name. Two different national IDs are two
    people, and colleagues who share a switchboard are many: nothing to look at.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    others = [match for match in decision.others if not known[match.card_id].weak]
    if decision.chosen:
        pairs = [
            match
            for match in others
            if match.verdict == "same"
            and compare.names(card.name, known[match.card_id].card.name) != "different"
        ]
    else:
        pairs = [match for match in others if not _ids_differ(match)][:1]
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


def write(suggestion: Suggestion) -> Change:
    """Return the write of a suggestion: one for a pair however often met; what is there stays."""
    return Change(key=items.suggestion_key(suggestion.id), fill=items.suggestion_values(suggestion))


def _ids_differ(match: Match) -> bool:
    return any(
        part.field == "national_id" and part.agreement == "different" for part in match.evidence
    )
