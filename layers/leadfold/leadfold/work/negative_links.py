"""A suggestion is rejected: its cards are two people, and are never suggested or merged again.

Or they are two people of one household, which the cards note as well.
"""

from datetime import UTC, datetime

from leadfold.cards import suggestions
from leadfold.errors import Problem
from leadfold.identity import explanations
from leadfold.ids import new_id
from leadfold.model import Card, Decided, LogEntry, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.store import Store, items
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale


def keep_apart(
    found: Suggestion,
    decision: Decided,
    store: Store,
    *,
    by: str,
    reason: str | None,
    deadline: float,
) -> Suggestion:
    """Close a suggestion with a decision, and keep its cards apart from then on; both log it.

    The first decision is final: the same one again changes nothing, another one raises 409. ``by``
    is the id of an API key; ``deadline`` is by the monotonic clock.
    """
    entry_ids = new_id("log"), new_id("log")

    def attempt() -> Suggestion:
        key = items.suggestion_key(found.id)
        now = items.suggestion_of(store.get([key])[key])
        if now.state == decision:
            return now
        if now.state != "open":
            raise Problem(409, "Conflict", f"This suggestion has been decided: {now.state}.")
        current = aliases.current_cards(store, now.cards)
        if len(current) < len(now.cards):
            raise Problem(409, "Conflict", "A card of this suggestion is no longer there.")
        one, other = (current[card_id] for card_id in now.cards)
        if one.id == other.id:
            raise Problem(409, "Conflict", "The cards are one now: undo their merge first.")
        if "erased" in {one.state, other.state}:
            raise Problem(409, "Conflict", "A card of this suggestion is erased.")
        cards = (one, other)
        at = rfc3339(datetime.now(UTC))
        done, writes = suggestions.closed(now, cards, decision, at=at, by=by, reason=reason)
        entries = _log_entries(done, cards, entry_ids)
        store.transact([*writes, *map(histories.logged, entries)], deadline=deadline)
        return done

    return retry_stale(attempt, deadline)


def _log_entries(
    done: Suggestion, cards: tuple[Card, Card], ids: tuple[str, str]
) -> list[LogEntry]:
    """Return the log entries of a decision on both cards, with the evidence for it.

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
            data={"other": other_id, **data},
        )
        for entry_id, card_id, other_id in zip(ids, (one, other), (other, one), strict=True)
    ]
