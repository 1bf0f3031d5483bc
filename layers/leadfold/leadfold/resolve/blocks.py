"""Blocks on the table: which cards have details in common (``identity.blocking``).

A block is written only as it was read. Of two cards that enter one at the same instant one is
refused, reads again and finds the other: however their steps fall, at least one of two cards sees
the other, and neither is lost.
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

#: Of a keyed hash, its version and 96 bits: enough that no two blocks meet, and few enough that a
#: card's note of its blocks stays below a kilobyte.
_NAME_LENGTH = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The names of the blocks that hold a card, and the other cards in them.

    ``beside`` has those with the most blocks in common first, of equals the newest.
    """

    names: tuple[str, ...]
    beside: tuple[str, ...]


def near(asking: Profile, keyed: KeyedHash, store: Store) -> list[str]:
    """Return the cards in the blocks of a profile, those with the most in common first."""
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
    """Put a card into the blocks of its profile, and return who else is there.

    Done again it writes nothing. A block that would get one card too many becomes common: it is
    emptied, and from then on neither written nor looked behind. ``deadline`` is by the monotonic
    clock; raises ``Contended`` where others write the same blocks until then.
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
    return Entered(names=tuple(held), beside=tuple(_most_first(shared)))


def _entering(key: Key, there: Sequence[str] | None, card_id: str) -> Change:
    """Return the write that adds a card to a block, or ends the use of one that is full.

    The list of a common block stays, empty: without it, it would look like one that nobody made.
    """
    full = len(there or ()) >= blocking.COMMON
    return Change(
        key=key,
        set={"cards": [], "common": True} if full else {"cards": [*(there or ()), card_id]},
        when={"cards": there},
    )
