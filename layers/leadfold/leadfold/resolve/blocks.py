"""Blocks on the table: which cards have details in common (``identity.blocking``).

A block is written only on the condition that it is as it was read. Of two cards that enter a block
at the same instant one write is refused; that card reads again and finds the other. So at least one
of any two cards sees the other, and neither is lost.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadfold.errors import Contended, Stale
from leadfold.identity import blocking
from leadfold.identity.profile import Profile
from leadfold.keyed import KeyedHash
from leadfold.store import Store, items
from leadfold.store.writes import Change, Key

#: Letters of a keyed hash: its version and 96 bits. Enough that two blocks never have one name, and
#: few enough that a card's note of its blocks stays below a kilobyte.
_NAME_LENGTH = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The names of the blocks that hold a card, and the ids of the other cards in them.

    ``others`` are in order of the number of blocks in common, most first, of equals the newest.
    """

    names: tuple[str, ...]
    others: tuple[str, ...]


def near(asking: Profile, keyed: KeyedHash, store: Store) -> list[str]:
    """Return the ids of cards in a profile's blocks, those with most blocks in common first."""
    found = store.get(map(items.block_key, _names(asking, keyed)))
    return _most_first(Counter(card for block in found.values() for card in block["cards"]))


def _names(asking: Profile, keyed: KeyedHash) -> list[str]:
    return [
        keyed.of("block", "\0".join(block))[:_NAME_LENGTH] for block in blocking.of_details(asking)
    ]


def _most_first(shared: Counter[str]) -> list[str]:
    return sorted(sorted(shared, reverse=True), key=lambda other: -shared[other])


def enter(
    card_id: str, asking: Profile, keyed: KeyedHash, store: Store, *, deadline: float
) -> Entered:
    """Put a card into the blocks of its profile, and return the other cards in them.

    Done again it writes nothing. A block that would get one card too many becomes common: it is
    emptied, and neither written nor read from then on. ``deadline`` is by the monotonic clock;
    raises ``Contended`` where others write the same blocks until then.
    """
    names = _names(asking, keyed)
    held: list[str] = []
    shared: Counter[str] = Counter()
    while names:
        found = store.get(map(items.block_key, names))
        refused = []
        for name in names:
            key = items.block_key(name)
            block = found.get(key, {})
            there: Sequence[str] | None = block.get("cards")
            if block.get("common"):
                continue
            if card_id not in (there or ()):
                entering = _entering(key, there, card_id)
                try:
                    store.write(entering)
                except Stale:
                    refused.append(name)
                    continue
                if "common" in entering.set:
                    continue
            held.append(name)
            shared.update(there or ())
        if refused and time.monotonic() >= deadline:
            raise Contended("the blocks changed again and again")
        names = refused
    del shared[card_id]
    return Entered(names=tuple(held), others=tuple(_most_first(shared)))


def _entering(key: Key, there: Sequence[str] | None, card_id: str) -> Change:
    """Return the write that adds a card to a block, or makes a full block common.

    A common block keeps an empty list: an item without one would pass for a block not yet written.
    """
    full = len(there or ()) >= blocking.COMMON
    return Change(
        key=key,
        set={"cards": [], "common": True} if full else {"cards": [*(there or ()), card_id]},
        when={"cards": there},
    )
