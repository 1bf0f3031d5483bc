"""A person's identities → the cards that they name: the candidates of a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadfold.identity import keys, profile
from leadfold.identity.claims import CurrentIds, living_of
from leadfold.identity.decide import Candidate, Strength, strongest
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, IdentityKey, IdentityRules, Name, name_of
from leadfold.resolve import aliases
from leadfold.store import Item, Store, items
from leadfold.store.items import histories
from leadfold.store.writes import Key

#: A lead with many phones and addresses could name more cards than one transaction of 100 actions
#: checks beside its own writes; the cards of the least trusted identities are then left out.
_MOST_CARDS = 36
#: … and cards that only a shared identity together with the name leads to.
_MOST_NAMESAKES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Identities as stored and the living cards that they name.

    ``current_ids`` has for each named card that was read the id of the living card that it is or
    was merged into, ``None`` where it is erased.
    """

    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]
    current_ids: CurrentIds = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Looks for the cards that a person may be, under the rules of identity."""

    store: Store
    keyed: KeyedHash
    rules: IdentityRules

    def find(
        self,
        identities: Sequence[IdentityKey],
        name: Name,
        read: Mapping[Key, Item] | None = None,
        birth_date: str = "",
    ) -> Found:
        """Read the identities, then the cards that they name: one batch each.

        ``read`` has the identities' items where they have just been read. A shared identity is also
        looked for together with the name; where that leads to further cards there is one more
        batch, and one for cards that were merged. One more has the cards from before a merge: where
        the identities name several of one customer, or one that shows another ``birth_date``.
        """
        wanted = {items.identity_key(identity): identity for identity in identities}
        there = _identities(wanted, self.store.get(wanted) if read is None else read)
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
            found, more = self._read(further[:_MOST_NAMESAKES], ())
            near |= found
            second = {**second, **more}
        there |= by_name
        current_ids = {card_id: one.card.id if one else None for card_id, one in near.items()}
        candidates = [self._named(one, there.values(), current_ids) for one in _each(near)]
        if any(one.card.members for one in candidates):
            candidates = self._with_parts(candidates, there, current_ids, second, birth_date)
        return Found(identities=there, candidates=candidates, current_ids=current_ids)

    def read_candidates(self, card_ids: Sequence[str]) -> list[Candidate]:
        """Read at most 100 cards and return the living ones, to be compared by their details."""
        return _each(self._read(card_ids, ())[0]) if card_ids else []

    def _read(
        self, card_ids: Iterable[str], keys: Iterable[Key]
    ) -> tuple[dict[str, Candidate | None], Mapping[Key, Item]]:
        """Read cards, and items of other keys, in one batch, and one more for merged cards.

        Returns by card id the living card that it is or was merged into, ``None`` where it is
        erased; and the items as read.
        """
        found = self.store.get([*map(items.card_key, card_ids), *keys])
        cards = (items.card_of(item) for item in found.values() if item["sk"] == "CARD")
        current = aliases.follow(self.store, {card.id: card for card in cards})
        living = {
            card.id: Candidate(card=card, profile=profile.of_card(card))
            for card in current.values()
            if card.state == "living"
        }
        return {card_id: living.get(card.id) for card_id, card in current.items()}, found

    def _named(
        self,
        there: Candidate,
        identities: Iterable[Identity],
        current_ids: CurrentIds,
        own: Card | None = None,
    ) -> Candidate:
        """Return a candidate with what follows from the identities that name it or a member.

        ``own`` is one of its cards as it was by itself: then it is that part of the candidate.
        """
        card = there.card
        group = {own.id} if own else {card.id, *card.members}
        naming = [identity for identity in identities if not group.isdisjoint(identity.cards)]
        return Candidate(
            card=card,
            profile=profile.of_card(own) if own else there.profile,
            via=tuple(dict.fromkeys(identity.kind for identity in naming)),
            strength=strongest({self._strength_of(identity) for identity in naming}),
            sharing=min(len(living_of(identity, current_ids)) for identity in naming),
            own_id=own.id if own else "",
        )

    def _with_parts(
        self,
        candidates: Iterable[Candidate],
        identities: Mapping[IdentityKey, Identity],
        current_ids: CurrentIds,
        read: Mapping[Key, Item],
        birth_date: str,
    ) -> list[Candidate]:
        """Return the candidates, those of merged cards with the parts that the identities name.

        ``read`` has each named card's item. One that others were merged into is, as it was by
        itself, in the record of the first of these merges.
        """
        there = list(candidates)
        named: dict[str, list[Card]] = {one.card.id: [] for one in there if one.card.members}
        for card_id, living_id in current_ids.items():
            if living_id in named:
                named[living_id].append(items.card_of(read[items.card_key(card_id)]))
        shown = {one.card.id: one.card.fields.get("birth_date", "") for one in there}
        before = self._before(
            card
            for living_id, cards in named.items()
            for card in cards
            if card.merges and (len(cards) > 1 or birth_date not in {"", shown[living_id]})
        )
        return [
            replace(
                one,
                parts=tuple(
                    self._named(one, identities.values(), current_ids, before.get(card.id, card))
                    for card in named.get(one.card.id, ())
                ),
            )
            for one in there
        ]

    def _before(self, cards: Iterable[Card]) -> dict[str, Card]:
        """Return cards as they were before the first merge into each."""
        wanted = {histories.merge_key(card.merges[0]): card.id for card in cards}
        if not wanted:
            return {}
        merges = map(histories.merge_of, self.store.get(wanted).values())
        return {
            merge.into: items.card_of(merge.before[merge.into])
            for merge in merges
            if merge.into in merge.before
        }

    def _strength_of(self, identity: Identity) -> Strength:
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
