"""Which cards share blocks, in memory, as rows come."""

from leadfold.identity import blocking
from leadfold.identity.profile import Profile

#: Cards that are compared with one row, those with the most blocks in common.
_MOST = 16


class Blocks:
    """Blocks and the numbers of the cards in them."""

    def __init__(self) -> None:
        """Begin empty."""
        self._cards: dict[int, tuple[int, ...] | None] = {}

    def near(self, profile: Profile) -> list[int]:
        """Return the cards that share blocks with a profile, the most blocks first."""
        shared: dict[int, int] = {}
        for block in blocking.blocks(profile):
            for card in self._cards.get(hash(block)) or ():
                shared[card] = shared.get(card, 0) + 1
        return sorted(shared, key=lambda card: (-shared[card], card))[:_MOST]

    def add(self, profile: Profile, card: int) -> None:
        """Put a card into the blocks of a profile."""
        for block in blocking.blocks(profile):
            key = hash(block)
            there = self._cards.get(key, ())
            if there is not None and card not in there:
                self._cards[key] = (*there, card) if len(there) < blocking.COMMON else None
