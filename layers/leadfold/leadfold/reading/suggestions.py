"""Suggestions: one by its id, a page of those that are open, and the JSON of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.cards import redaction
from leadfold.identity import explanations
from leadfold.model import Card, Suggestion
from leadfold.reading.card_search import short_document
from leadfold.reading.work_index import open_work, page
from leadfold.resolve import aliases
from leadfold.store import Store, items


def suggestion(store: Store, suggestion_id: str) -> Suggestion | None:
    """Return a suggestion, open or closed."""
    key = items.suggestion_key(suggestion_id)
    item = store.get([key]).get(key)
    return items.suggestion_of(item) if item else None


def suggestions(
    store: Store, *, owner: str | None, kind: str | None, after: str | None, limit: int
) -> tuple[list[Suggestion], dict[str, Card], str | None]:
    """Return a page of open suggestions, oldest first, their cards, and the place to go on from.

    A page is shorter by those with a card that is being erased.
    """
    found = open_work(store, "SUGGESTION", owner, after)
    wanted = (item for item in found if not kind or item["kind"] == kind)
    found_page, following = page(wanted, limit)
    found_now = [items.suggestion_of(item) for item in found_page]
    cards = cards_of(store, found_now)
    still_open = [one for one in found_now if as_read(one, cards).state == "open"]
    return still_open, cards, following


def as_read(suggestion: Suggestion, cards: Mapping[str, Card]) -> Suggestion:
    """Return a suggestion as it is read; ``cards`` are those of :func:`cards_of`."""
    named = (cards[card_id] for card_id in suggestion.cards if card_id in cards)
    return redaction.suggestion_as_read(suggestion, named)


def cards_of(store: Store, found: Sequence[Suggestion]) -> dict[str, Card]:
    """Return the living cards of those that suggestions name, by the ids named."""
    return aliases.current_cards(store, (one for suggestion in found for one in suggestion.cards))


def suggestion_document(suggestion: Suggestion, cards: Mapping[str, Card]) -> dict[str, Any]:
    """Return the JSON of a suggestion, with enough of both cards to decide by.

    ``cards`` has the living cards of those that it names, by the ids named.
    """
    suggestion = as_read(suggestion, cards)
    shown = {cards[named].id: cards[named] for named in suggestion.cards if named in cards}
    evidence = explanations.rows(suggestion.evidence)
    household = suggestion.kind == "household"
    return {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "state": suggestion.state,
        "reason": suggestion.reason,
        "verdict": suggestion.verdict,
        "summary": explanations.summary(suggestion.verdict, evidence, household=household),
        "level": suggestion.level,
        "score": suggestion.score,
        "evidence": explanations.with_text(evidence),
        "automatic": suggestion.automatic,
        "created_at": suggestion.created_at,
        "owner_id": suggestion.owner_id,
        "closed_at": suggestion.closed_at,
        "closed_by": suggestion.closed_by,
        "closed_reason": suggestion.closed_reason,
        "merge_id": suggestion.merge_id,
        "cards": [short_document(card) for card in shown.values()],
        "card_ids": [cards[named].id if named in cards else named for named in suggestion.cards],
    }
