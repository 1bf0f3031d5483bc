"""Who else is to be called on a phone number: other open tasks of cards that share it."""

from collections.abc import Sequence

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, Task
from leadfold.reading.queue_entry import Work
from leadfold.resolve import aliases
from leadfold.store import Store, get_all, items


def same_numbers(store: Store, keyed: KeyedHash, found: Sequence[Work]) -> dict[str, list[str]]:
    """Return the ids of other open tasks on the phone number that each of these tasks is to call.

    At most 200 tasks: six batches of reading at most for a number that few others have. A number
    leads to at most eight cards; of an office that has more, only those are looked at.
    """
    here = {work.id: work.card_id for work in found if isinstance(work, Task)}
    cards = aliases.current_cards(store, here.values())
    phones: dict[str, IdentityKey] = {
        card.id: key for card in cards.values() if (key := _phone(card, keyed))
    }
    named = get_all(store, [items.identity_key(key) for key in phones.values()])
    sharing = {
        card_id: list(named[items.identity_key(key)]["cards"])
        for card_id, key in phones.items()
        if items.identity_key(key) in named
    }
    others = aliases.current_cards(
        store, (other for named_cards in sharing.values() for other in named_cards)
    )
    found_ids: dict[str, list[str]] = {}
    for task_id, card_id in here.items():
        living = cards.get(card_id)
        near = (others.get(other) for other in sharing.get(living.id if living else "", ()))
        ids = (card.open_task.id for card in near if card and card.open_task)
        found_ids[task_id] = [other for other in dict.fromkeys(ids) if other != task_id]
    return found_ids


def _phone(card: Card, keyed: KeyedHash) -> IdentityKey | None:
    """Return the identity of the number that a card is called on."""
    identities = keys.of_card(card, keyed)
    return next((identity for identity in identities if identity.kind == "phone"), None)
