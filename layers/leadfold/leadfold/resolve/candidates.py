"""A person's identities → the cards that they name: what intake and look-ups decide between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadfold.identity import keys, profile
from leadfold.identity.claims import living_of
from leadfold.identity.decide import Candidate, Standing, best_standing
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, IdentityKey, IdentityRules, Name, name_of
from leadfold.resolve import aliases
from leadfold.store import Item, Store, items
from leadfold.store.writes import Key

#: A lead with many phones and addresses could name more cards than one transaction checks beside
#: its own writes, 100 in all; those of the least trusted identities are then left out.
_MOST_CARDS = 36
#: … and cards that only a shared identity together with the name leads to.
_MOST_NAMESAKES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Identities as stored and the living cards that they name.

    ``stands`` has for each named card that was read the id of the living card that it is or is part
    of, ``None`` where it is erased.
    """

    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]
    stands: Mapping[str, str | None] = field(default_factory=dict)


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
        beyond the shared ones there is one more batch, and one for merged cards.
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
        stands = {card_id: one.card.id if one else None for card_id, one in near.items()}
        return Found(
            identities=there,
            candidates=[self._named(one, there.values(), stands) for one in _each(near)],
            stands=stands,
        )

    def by_details(self, card_ids: Sequence[str]) -> list[Candidate]:
        """Read the living ones of at most 100 cards, to be compared by what is known of them."""
        return _each(self._read(card_ids, ())[0]) if card_ids else []

    def _read(
        self, card_ids: Iterable[str], keys: Iterable[Key]
    ) -> tuple[dict[str, Candidate | None], Mapping[Key, Item]]:
        """Read these cards, and items of other keys, in one batch, and one for merged cards.

        A card stands for the living one that it is part of, an erased one for none.
        """
        found = self.store.get([*map(items.card_key, card_ids), *keys])
        cards = (items.card_of(item) for item in found.values() if item["sk"] == "CARD")
        standing = aliases.follow(self.store, {card.id: card for card in cards})
        alive = {
            card.id: Candidate(card=card, profile=profile.of_card(card))
            for card in standing.values()
            if card.state == "living"
        }
        return {card_id: alive.get(card.id) for card_id, card in standing.items()}, found

    def _named(
        self, there: Candidate, identities: Iterable[Identity], stands: Mapping[str, str | None]
    ) -> Candidate:
        """Return a card as found by the identities that name it or a member of it."""
        card = there.card
        group = {card.id, *card.members}
        naming = [identity for identity in identities if not group.isdisjoint(identity.cards)]
        return Candidate(
            card=card,
            profile=there.profile,
            via=tuple(dict.fromkeys(identity.kind for identity in naming)),
            standing=best_standing({self._standing_of(identity) for identity in naming}),
            sharing=min(len(living_of(identity, stands)) for identity in naming),
            home=self._home(card, naming) if card.members else None,
        )

    def _home(self, card: Card, naming: Sequence[Identity]) -> str | None:
        """Return the member that the most trusted identities name, None for the card itself."""
        best = min(keys.place(identity.kind, self.rules) for identity in naming)
        named = [
            card_id
            for identity in naming
            if keys.place(identity.kind, self.rules) == best
            for card_id in identity.cards
        ]
        if card.id in named:
            return None
        return next(card_id for card_id in named if card_id in card.members)

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


def _each(read: Mapping[str, Candidate | None]) -> list[Candidate]:
    """Return each living card once, however many ids led to it."""
    return list({one.card.id: one for one in read.values() if one}.values())
