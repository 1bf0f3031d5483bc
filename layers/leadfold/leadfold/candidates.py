"""A person's identities → the cards that they name: what intake and look-ups decide between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadfold.identity import keys
from leadfold.identity.decide import Candidate
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, IdentityKey, Person
from leadfold.store import Item, Store, items
from leadfold.store.writes import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Identities as stored and the living cards that they name."""

    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]


def find(
    person: Person, identities: Sequence[IdentityKey], store: Store, keyed: KeyedHash
) -> Found:
    """Read the identities, then the cards that these name: two batches, or one for a stranger."""
    keys_of_identities = [items.identity_key(identity) for identity in identities]
    return named_by(person, identities, store.get(keys_of_identities), store, keyed)


def named_by(
    person: Person,
    identities: Sequence[IdentityKey],
    first: Mapping[Key, Item],
    store: Store,
    keyed: KeyedHash,
) -> Found:
    """Read the cards that the identities in a ``first`` batch name.

    A shared identity is also looked for together with the name; where that leads to cards beyond
    the shared ones there is one more batch.
    """
    there = _identities({items.identity_key(identity): identity for identity in identities}, first)
    if not there:
        return Found(identities={}, candidates=[])
    named = {
        items.identity_key(key): key
        for key in (
            keys.with_name(identity.kind, person, keyed)
            for identity in there.values()
            if identity.shared
        )
    }
    second = store.get([*_card_keys(there.values()), *named])
    by_name = _identities(named, second)
    further = [key for key in _card_keys(by_name.values()) if key not in second]
    cards = _cards(second.values()) | (_cards(store.get(further).values()) if further else {})
    there |= by_name
    return Found(
        identities=there,
        candidates=[_candidate(card, there.values()) for card in cards.values()],
    )


def _identities(
    wanted: Mapping[Key, IdentityKey], found: Mapping[Key, Item]
) -> dict[IdentityKey, Identity]:
    return {
        identity: items.identity_of(identity, found[key])
        for key, identity in wanted.items()
        if key in found
    }


def _card_keys(identities: Iterable[Identity]) -> list[Key]:
    named = (card_id for identity in identities for card_id in identity.cards)
    return [items.card_key(card_id) for card_id in dict.fromkeys(named)]


def _cards(found: Iterable[Item]) -> dict[str, Card]:
    cards = (items.card_of(item) for item in found if item["sk"] == "CARD")
    return {card.id: card for card in cards if card.state == "living"}


def _candidate(card: Card, identities: Iterable[Identity]) -> Candidate:
    naming = [identity for identity in identities if card.id in identity.cards]
    return Candidate(
        card=card,
        via=tuple(identity.kind for identity in naming),
        weak=all(identity.shared for identity in naming),
    )
