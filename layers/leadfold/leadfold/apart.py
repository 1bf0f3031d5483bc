"""Two cards that a person looked at: other people, or other people of one household, for good."""

import time
from datetime import UTC, datetime

from leadfold import living
from leadfold.cards import suggestions
from leadfold.errors import Contended, Problem, Stale
from leadfold.model import Decided, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.store import Store, items


def suggestion(store: Store, suggestion_id: str) -> Suggestion | None:
    """Return a suggestion, open or closed."""
    key = items.suggestion_key(suggestion_id)
    item = store.get([key]).get(key)
    return items.suggestion_of(item) if item else None


def part(
    found: Suggestion,
    decision: Decided,
    store: Store,
    *,
    by: str,
    reason: str | None,
    deadline: float,
) -> Suggestion:
    """Close a suggestion with a decision, and keep its cards apart from then on.

    The first decision stands: the same one again changes nothing, another one raises 409. ``by`` is
    the id of an API key; ``deadline`` is by the monotonic clock.
    """
    key = items.suggestion_key(found.id)
    while True:
        now = items.suggestion_of(store.get([key])[key])
        if now.state == decision:
            return now
        if now.state != "open":
            raise Problem(409, "Conflict", f"This suggestion has been decided: {now.state}.")
        standing = living.cards_for(store, now.cards)
        if len(standing) < len(now.cards):
            raise Problem(409, "Conflict", "A card of this suggestion is no longer there.")
        one, other = (standing[card_id] for card_id in now.cards)
        if one.id == other.id:
            raise Problem(409, "Conflict", "The cards are one now: undo their merge first.")
        cards = (one, other)
        at = rfc3339(datetime.now(UTC))
        done, writes = suggestions.closed(now, cards, decision, at=at, by=by, reason=reason)
        try:
            store.transact(writes, deadline=deadline)
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the cards changed again and again") from None
            continue
        return done
