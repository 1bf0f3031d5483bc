"""The keys of blocking: blocks, and the note of how far a card was compared within its blocks."""

from leadfold.store.writes import Key


def block_key(name: str) -> Key:
    """Return the key of a block; ``name`` is already hashed."""
    return f"BLOCK#{name}", "BLOCK"


def paired_key(card_id: str) -> Key:
    """Return the key of the note of a card's blocks and of the ``evidence`` already compared."""
    return f"CARD#{card_id}", "PAIRED"
