"""Which cards share blocks, in memory, as rows come."""

from collections.abc import Sequence

from leadfold.identity import blocking
from leadfold.identity.profile import Profile

#: Cards that are compared with one row, those with the most blocks in common.
_MOST = 16


def of(profile: Profile) -> list[int]:
    """Return the blocks of a profile, as numbers that are all but unique."""
    return [hash(block) for block in blocking.blocks(profile)]


class Blocks:
    """Blocks and the numbers of the cards in them."""

    def __init__(self) -> None:
        """Begin empty."""
        # Most blocks have one card: it stands there by itself, which takes half the room.
        self._cards: dict[int, int | tuple[int, ...] | None] = {}

    def near(self, blocks: Sequence[int]) -> list[int]:
        """Return the cards in these blocks, those in the most of them first."""
        shared: dict[int, int] = {}
        for block in blocks:
            there = self._cards.get(block)
            for card in (there,) if isinstance(there, int) else there or ():
                shared[card] = shared.get(card, 0) + 1
        return sorted(shared, key=lambda card: (-shared[card], card))[:_MOST]

    def add(self, blocks: Sequence[int], card: int) -> None:
        """Put a card into blocks."""
        for block in blocks:
            there = self._cards.setdefault(block, card)
            if there is None or there == card:
                continue
            cards = (there,) if isinstance(there, int) else there
            if card not in cards:
                self._cards[block] = (*cards, card) if len(cards) < blocking.COMMON else None
