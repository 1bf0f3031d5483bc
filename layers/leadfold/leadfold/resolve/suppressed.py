"""People who were erased and come again: known by keyed hashes, and handled as the policy says.

Whoever places people that did not come by themselves (imports, purchases, manual entry) asks here
first; intake reads the same notes with its first batch, and only where leads are to be held.
"""

from collections.abc import Iterable

from leadfold.model import ErasureRules, IdentityKey
from leadfold.store import Store
from leadfold.store.items import erasures
from leadfold.store.writes import Key


def keys_of(identities: Iterable[IdentityKey]) -> list[Key]:
    """Return the keys of the notes that tell whether somebody was erased."""
    return [erasures.suppressed_key(one) for one in identities if one.kind in erasures.SUPPRESSING]


def is_erased(store: Store, identities: Iterable[IdentityKey]) -> bool:
    """Tell whether any of at most 100 identities was an erased person's."""
    keys = keys_of(identities)
    return bool(keys and store.get(keys))


def is_refused(store: Store, identities: Iterable[IdentityKey], rules: ErasureRules) -> bool:
    """Tell whether a person who did not come by themselves may not be placed on a new card.

    Ask only where no living card was found: a number that two people shared is still the other's.
    """
    return rules.others == "refuse" and is_erased(store, identities)
