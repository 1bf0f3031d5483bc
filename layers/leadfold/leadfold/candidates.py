"""A person's identities → the cards that they name: what intake and look-ups decide between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadfold.identity import keys, profile
from leadfold.identity.decide import Candidate, Standing, best_standing
from leadfold.keyed import KeyedHash
from leadfold.model import Identity, IdentityKey, IdentityRules, Name, name_of
from leadfold.store import Item, Store, items
from leadfold.store.writes import Key

#: A lead with many phones and addresses could name more cards than one transaction checks beside
#: its own writes, 100 in all; those of the least trusted identities are then left out.
_MOST_CARDS = 36
#: … and cards that only a shared identity together with the name leads to.
_MOST_NAMESAKES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Identities as stored and the living cards that they name."""

    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Looks for the cards that might be somebody's, under the rules of identity."""

    store: Store
    keyed: KeyedHash
    rules: IdentityRules

    def find(self, identities: Sequence[IdentityKey], name: Name) -> Found:
        """Read the identities, then the cards that these name: two batches, one for a stranger."""
        keys_of_identities = [items.identity_key(identity) for identity in identities]
        return self.named_by(identities, name, self.store.get(keys_of_identities))

    def named_by(
        self, identities: Sequence[IdentityKey], name: Name, first: Mapping[Key, Item]
    ) -> Found:
        """Read the cards that the identities in a ``first`` batch name.

        A shared identity is also looked for together with the name; where that leads to cards
        beyond the shared ones there is one more batch.
        """
        there = _identities({items.identity_key(found): found for found in identities}, first)
        if not there:
            return Found(identities={}, candidates=[])
        named = {
            items.identity_key(key): key
            for key in (
                keys.with_name(identity, name, self.keyed)
                for identity, known in there.items()
                if known.shared
            )
        }
        ids = _card_ids(there.values())[:_MOST_CARDS]
        near, second = self._read(ids, named)
        by_name = _identities(named, second)
        further = [card_id for card_id in _card_ids(by_name.values()) if card_id not in ids]
        if further:
            near |= self._read(further[:_MOST_NAMESAKES], ())[0]
        there |= by_name
        return Found(
            identities=there,
            candidates=[self._named(one, there.values()) for one in near.values()],
        )

    def by_details(self, card_ids: Sequence[str]) -> list[Candidate]:
        """Read the living ones of at most 100 cards, to be compared by what is known of them."""
        return list(self._read(card_ids, ())[0].values()) if card_ids else []

    def _read(
        self, card_ids: Iterable[str], keys: Iterable[Key]
    ) -> tuple[dict[str, Candidate], Mapping[Key, Item]]:
        """Read the living ones of these cards, and items of other keys, in one batch."""
        found = self.store.get([*map(items.card_key, card_ids), *keys])
        cards = (items.card_of(item) for item in found.values() if item["sk"] == "CARD")
        living = {
            card.id: Candidate(card=card, profile=profile.of_card(card))
            for card in cards
            if card.state == "living"
        }
        return living, found

    def _named(self, there: Candidate, identities: Iterable[Identity]) -> Candidate:
        """Return a card as found by the identities that name it."""
        naming = [identity for identity in identities if there.card.id in identity.cards]
        return Candidate(
            card=there.card,
            profile=there.profile,
            via=tuple(dict.fromkeys(identity.kind for identity in naming)),
            standing=best_standing({self._standing_of(identity) for identity in naming}),
            sharing=min(len(identity.cards) for identity in naming),
        )

    def _standing_of(self, identity: Identity) -> Standing:
        if identity.kind == "role_email":
            return "role"
        if identity.kind == "unchecked_id":
            return "supporting"
        if identity.shared:
            return "shared"
        return (
            "decisive" if self.rules.use_of(name_of(identity.kind)) == "decisive" else "supporting"
        )


def _identities(
    wanted: Mapping[Key, IdentityKey], found: Mapping[Key, Item]
) -> dict[IdentityKey, Identity]:
    return {
        identity: items.identity_of(identity, found[key])
        for key, identity in wanted.items()
        if key in found
    }


def _card_ids(identities: Iterable[Identity]) -> list[str]:
    return list(dict.fromkeys(card_id for identity in identities for card_id in identity.cards))
