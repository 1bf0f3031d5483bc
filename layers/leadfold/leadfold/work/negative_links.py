"""Two cards that a person looked at: other people, or other people of one household, for good."""

import time
from datetime import UTC, datetime

from leadfold.cards import suggestions
from leadfold.errors import Contended, Problem, Stale
from leadfold.identity import explanations
from leadfold.ids import new_id
from leadfold.model import Card, Decided, LogEntry, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.store import Store, items
from leadfold.store.items import histories


def suggestion(store: Store, suggestion_id: str) -> Suggestion | None:
    """Return a suggestion, open or closed."""
    key = items.suggestion_key(suggestion_id)
    item = store.get([key]).get(key)
    return items.suggestion_of(item) if item else None


def keep_apart(
    found: Suggestion,
    decision: Decided,
    store: Store,
    *,
    by: str,
    reason: str | None,
    deadline: float,
) -> Suggestion:
    """Close a suggestion with a decision, and keep its cards apart from then on; both tell it.

    The first decision stands: the same one again changes nothing, another one raises 409. ``by`` is
    the id of an API key; ``deadline`` is by the monotonic clock.
    """
    key = items.suggestion_key(found.id)
    entry_ids = new_id("log"), new_id("log")
    while True:
        now = items.suggestion_of(store.get([key])[key])
        if now.state == decision:
            return now
        if now.state != "open":
            raise Problem(409, "Conflict", f"This suggestion has been decided: {now.state}.")
        standing = aliases.current_cards(store, now.cards)
        if len(standing) < len(now.cards):
            raise Problem(409, "Conflict", "A card of this suggestion is no longer there.")
        one, other = (standing[card_id] for card_id in now.cards)
        if one.id == other.id:
            raise Problem(409, "Conflict", "The cards are one now: undo their merge first.")
        cards = (one, other)
        at = rfc3339(datetime.now(UTC))
        done, writes = suggestions.closed(now, cards, decision, at=at, by=by, reason=reason)
        told = _told(done, cards, entry_ids)
        try:
            store.transact([*writes, *map(histories.logged, told)], deadline=deadline)
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the cards changed again and again") from None
            continue
        return done


def _told(done: Suggestion, cards: tuple[Card, Card], ids: tuple[str, str]) -> list[LogEntry]:
    """Return what the timelines of both cards tell of a decision, with the evidence for it.

    The reason stays with the suggestion: it may speak of either, and each timeline is one person's.
    """
    one, other = (card.id for card in cards)
    data = {
        "suggestion_id": done.id,
        "decision": done.state,
        "evidence": explanations.rows(done.evidence),
    }
    at, by = str(done.closed_at), str(done.closed_by)
    return [
        LogEntry(
            id=entry_id,
            card_id=card_id,
            kind="parted",
            at=at,
            written_at=at,
            by=by,
            data={"other": beside, **data},
        )
        for entry_id, card_id, beside in zip(ids, (one, other), (other, one), strict=True)
    ]
