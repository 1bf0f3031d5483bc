"""Any card id that was ever given out → the card that stands for it now."""

from leadfold.model import Card
from leadfold.store import Store, items


def card_for(store: Store, card_id: str) -> Card | None:
    """Return the card with this id, or the living one that it was merged into; erased ones as well.

    ``None`` where there never was such a card.
    """
    card = _card(store, card_id)
    return _card(store, card.into) if card and card.into else card


def _card(store: Store, card_id: str) -> Card | None:
    key = items.card_key(card_id)
    item = store.get([key]).get(key)
    return items.card_of(item) if item else None
