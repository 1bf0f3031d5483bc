"""The keys of blocking: blocks, and the note of a card that was compared within them."""

from leadfold.store.writes import Key


def block_key(name: str) -> Key:
    """Return the key of a block; ``name`` is already hashed."""
    return f"BLOCK#{name}", "BLOCK"


def paired_key(card_id: str) -> Key:
    """Return the key of the note up to which evidence a card was paired with others."""
    return f"CARD#{card_id}", "PAIRED"
