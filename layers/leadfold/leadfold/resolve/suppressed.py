"""Erased people who come again: recognised by keyed hashes, and treated by the erasure settings.

Code that places people who did not come by themselves (manual entry, imports, purchases) calls
:func:`is_refused`. Intake reads the same items with its first batch, where leads are to be held.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from leadfold.model import ErasureRules, IdentityKey, Name
from leadfold.resolve import aliases
from leadfold.resolve.candidates import Finder
from leadfold.store import Store, get_all
from leadfold.store.items import erasures
from leadfold.store.writes import Key


def keys_of(identities: Iterable[IdentityKey]) -> list[Key]:
    """Return the keys of the items that say that an erased person had an identity."""
    return [erasures.suppressed_key(one) for one in identities if one.kind in erasures.SUPPRESSING]


def is_erased(store: Store, identities: Iterable[IdentityKey]) -> bool:
    """Tell whether an erased person had any of these identities, at most 100."""
    keys = keys_of(identities)
    return bool(keys and store.get(keys))


def is_being_erased(
    finder: Finder, identities: Sequence[IdentityKey], name: Name, came_at: datetime
) -> bool:
    """Tell whether somebody with one of these identities is being erased, by a later request."""
    store = finder.store
    found = finder.find(identities, name).current_ids
    cards = aliases.current_cards(store, [one for one, now in found.items() if not now])
    notes = store.get(keys_of(identities)).values()
    running = {erasures.erasure_id(card.id) for card in cards.values()}
    running |= {str(note["erasure_id"]) for note in notes if "erasure_id" in note}
    return any(
        item["step"] != "done" and datetime.fromisoformat(item["started_at"]) >= came_at
        for item in get_all(store, map(erasures.erasure_key, sorted(running))).values()
    )


def is_refused(store: Store, identities: Iterable[IdentityKey], rules: ErasureRules) -> bool:
    """Tell whether a new card must not be made for a person who did not come by themselves.

    To be called only where no living card was found: a number that two people shared still leads to
    the card of the one who was not erased.
    """
    return rules.others == "refuse" and is_erased(store, identities)
