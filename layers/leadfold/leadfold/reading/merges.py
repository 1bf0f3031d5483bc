"""Merges: one by its id, those that a living card is made of, and the JSON of a merge."""

from typing import Any

from leadfold.model import Card, Merge
from leadfold.store import Store
from leadfold.store.items import histories


def merge(store: Store, merge_id: str) -> Merge | None:
    """Return a merge, be it undone or not."""
    key = histories.merge_key(merge_id)
    item = store.get([key]).get(key)
    return histories.merge_of(item) if item else None


def merges_of(store: Store, card: Card) -> list[Merge]:
    """Return the merges that made a living card, at most one for each member."""
    found = store.get(map(histories.merge_key, card.merges)) if card.merges else {}
    return [histories.merge_of(item) for item in found.values()]


def merge_document(merge: Merge) -> dict[str, Any]:
    """Return the JSON of a merge, without the cards from before it that undo needs."""
    return {
        "id": merge.id,
        "state": merge.state,
        "into": merge.into,
        "merged": merge.merged,
        "at": merge.at,
        "by": merge.by,
        "rule": merge.rule,
        "rule_version": merge.rule_version,
        "suggestion_id": merge.suggestion_id,
        "undone_at": merge.undone_at,
        "undone_by": merge.undone_by,
        "undecided": list(merge.undecided),
    }
