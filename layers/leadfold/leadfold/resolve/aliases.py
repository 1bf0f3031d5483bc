"""Any card id that was ever given out → the current card: itself, or the one it was merged into.

A card whose erasure has begun is read as it will be left: whoever asks for it learns nothing more.
"""

from collections.abc import Iterable, Mapping

from leadfold.cards import redaction
from leadfold.errors import Contended
from leadfold.model import Card
from leadfold.store import Store, get_all, items

#: Cards that are merged or taken apart while they are read are read again, so many times.
_ROUNDS = 8


def current_card(store: Store, card_id: str) -> Card | None:
    """Return the card with this id, or the living one that it was merged into; also an erased one.

    ``None`` where there never was a card with this id.
    """
    return current_cards(store, [card_id]).get(card_id)


def current_cards(store: Store, card_ids: Iterable[str]) -> dict[str, Card]:
    """Return the current card of each id, by the ids as given; unknown ones are left out."""
    return follow(store, _read(store, card_ids))


def follow(store: Store, read: Mapping[str, Card]) -> dict[str, Card]:
    """Return the current cards of cards that were ``read``, by the ids of those.

    Cards that merged ones lead to are read in one further batch. Two items are not read at the same
    instant: where a merged card and the card that it names contradict each other, both are read
    again, so that no lead follows a merge that is being undone. Raises ``Contended`` where that
    happens too often.
    """
    seen = dict(read)
    for _ in range(_ROUNDS):
        open_ = [seen[card_id] for card_id in read if not _is_consistent(seen[card_id], seen)]
        if not open_:
            return {card_id: _current(seen[card_id], seen) for card_id in read}
        targets = dict.fromkeys(card.into for card in open_ if card.into)
        unread = [card_id for card_id in targets if card_id not in seen]
        seen |= _read(store, unread or [*targets, *(card.id for card in open_)])
    raise Contended("cards were merged and taken apart again and again")


def _is_consistent(card: Card, seen: Mapping[str, Card]) -> bool:
    """Tell whether the card that a merged one names is read, and lists it where it is living."""
    if not card.into:
        return True
    into = seen.get(card.into)
    if not into or into.into:
        return False
    return into.state != "living" or card.id in into.members


def _current(card: Card, seen: Mapping[str, Card]) -> Card:
    return seen[card.into] if card.into else card


def _read(store: Store, card_ids: Iterable[str]) -> dict[str, Card]:
    found = get_all(store, map(items.card_key, card_ids)).values()
    cards = (redaction.card_as_read(items.card_of(item)) for item in found)
    return {card.id: card for card in cards}
