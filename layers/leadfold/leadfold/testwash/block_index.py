"""An index in memory: blocks → the cards in them. A block groups cards worth comparing."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from leadfold.identity import blocking
from leadfold.identity.profile import Profile

#: At most so many cards are compared with a row: those that share the most blocks with it.
_MOST = 16


def block_numbers(profile: Profile) -> list[int]:
    """Return the blocks of a profile as hashes, which are the same in every process."""
    return [hash(tuple(map(_number, block))) for block in blocking.blocks(profile)]


@lru_cache(maxsize=65536)
def _number(part: str) -> int:
    # Python's own hash of a text differs from process to process, that of numbers does not.
    return int.from_bytes(
        blake2b(part.encode(errors="surrogatepass"), digest_size=7).digest(), "big"
    )


class BlockIndex:
    """The numbers of the cards in each block; ``None`` for a block with too many to be of use."""

    def __init__(self) -> None:
        """Begin empty."""
        # Most blocks have one card: without a tuple around it they take half the memory.
        self._cards: dict[int, int | tuple[int, ...] | None] = {}

    def near(self, blocks: Sequence[int]) -> list[int]:
        """Return the cards in these blocks, those that share the most first."""
        shared: dict[int, int] = {}
        for there in map(self._cards.get, blocks):
            if there is None:
                continue
            for card in (there,) if isinstance(there, int) else there:
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
