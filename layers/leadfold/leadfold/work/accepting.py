"""Suggestions that end in a merge: accepted by a person, or by policy (``settings/identity``)."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

from leadfold.cards import merging as rules
from leadfold.cards import suggestions
from leadfold.errors import FieldError, Problem, Stale
from leadfold.identity.levels import applies
from leadfold.model import Card, IdentityRules, Merge, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.store import Store, items
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Write
from leadfold.work.merging import Merger, merge_once

#: ``by`` of what policy did.
POLICY = "policy"


def accept(suggestion: Suggestion, into: str | None, merger: Merger) -> Suggestion:
    """Merge the cards of an open suggestion; the older one survives where ``into`` is ``None``.

    Accepted again it does not change; raises 409 where it was decided otherwise.
    """
    return retry_stale(lambda: _accept_once(suggestion.id, into, merger), merger.deadline)


def _accept_once(suggestion_id: str, into: str | None, merger: Merger) -> Suggestion:
    store = merger.store
    found = _suggestion(store, suggestion_id)
    if found.state in {"accepted", "merged"}:
        return found
    if found.state != "open":
        raise Problem(409, "Conflict", f"This suggestion has been decided: {found.state}.")
    older, newer = _both_cards(store, found)
    if older.id == newer.id:
        store.write(_closed_as_merged(found, merger.by))
        return _suggestion(store, found.id)
    if into:
        chosen = aliases.current_card(store, into)
        if not chosen or chosen.id not in {older.id, newer.id}:
            error = FieldError("into", "unknown", "one of the suggestion's two cards")
            raise Problem(422, "Unprocessable Content", "into: unknown.", errors=[error])
        older, newer = (older, newer) if chosen.id == older.id else (newer, older)
    merge_once(newer.id, older.id, merger, rule="suggestion", suggestion=found)
    return _suggestion(store, suggestion_id)


def merge_by_policy(
    suggestion_id: str, identity_rules: IdentityRules, merger: Merger
) -> Merge | None:
    """Merge the cards of a suggestion where policy applies to it.

    ``None`` where a person is to decide, or has decided.
    """
    return retry_stale(
        lambda: _merge_by_policy_once(suggestion_id, identity_rules, merger), merger.deadline
    )


def _merge_by_policy_once(
    suggestion_id: str, identity_rules: IdentityRules, merger: Merger
) -> Merge | None:
    found = _suggestion(merger.store, suggestion_id)
    most = identity_rules.merge_up_to_level
    if found.state != "open" or not found.automatic or most is None or found.level is None:
        return None
    if not applies(found.level, most):
        return None
    older, newer = _both_cards(merger.store, found)
    living_both = {older.state, newer.state} == {"living"} and older.id != newer.id
    if not living_both or suggestions.are_apart(older, newer):
        return None
    if rules.obstacle(older, newer):
        return None
    return merge_once(
        newer.id,
        older.id,
        merger,
        rule="policy",
        suggestion=found,
        rule_version=version_of(identity_rules),
    )


def close_if_merged(store: Store, suggestion: Suggestion, current: Mapping[str, Card]) -> bool:
    """Close an open suggestion whose cards have been merged since; tell whether it is closed.

    ``current`` has the living card of each card that the suggestion names.
    """
    ids = {current[card_id].id for card_id in suggestion.cards if card_id in current}
    if len(ids) > 1 or suggestion.state != "open":
        return False
    with suppress(Stale):  # somebody else just did
        store.write(_closed_as_merged(suggestion, POLICY))
    return True


def version_of(identity_rules: IdentityRules) -> str:
    """Return a digest of the rules of identity: a merge records under which it was made."""
    content = json.dumps(asdict(identity_rules), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _both_cards(store: Store, found: Suggestion) -> tuple[Card, Card]:
    """Return the cards that a suggestion is about now, the older one first. Raises 409."""
    current = aliases.current_cards(store, found.cards)
    if len(current) < len(found.cards):
        raise Problem(409, "Conflict", "A card of this suggestion is no longer there.")
    one, other = sorted(current.values(), key=lambda card: (card.created_at, card.id))
    return one, other


def _closed_as_merged(found: Suggestion, by: str) -> Write:
    at = rfc3339(datetime.now(UTC))
    return items.suggestion_closed(found, state="merged", closed_at=at, closed_by=by)


def _suggestion(store: Store, suggestion_id: str) -> Suggestion:
    key = items.suggestion_key(suggestion_id)
    return items.suggestion_of(store.get([key])[key])
