"""The writes by which a card comes to own identities."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, IdentityKey, Name, Person
from leadfold.store import items
from leadfold.store.writes import Change, Check, Put, Write

Known = Mapping[IdentityKey, Identity]
#: Ids of cards that identities name → the living card each is or is part of, None if erased.
CurrentIds = Mapping[str, str | None]
NOBODY_MERGED: CurrentIds = MappingProxyType({})


def claims(
    card: Card,
    wanted: Sequence[IdentityKey],
    name: Name,
    known: Known,
    keyed: KeyedHash,
    current_ids: CurrentIds = NOBODY_MERGED,
    member_id: str | None = None,
) -> list[Write]:
    """Return the writes that a card needs to own all the ``wanted`` identities.

    A first claim must find nothing there; one that joins others must find them as ``known``. A
    ninth card makes an identity shared, and it is claimed together with the name instead. A
    national ID has one card until a person takes it away, and an organisation number is a
    company's alone.

    What names a member of the card is the card's already. The claims name ``member_id``, a member,
    or the card itself. An identity whose cards are all erased (by ``current_ids``) is free.
    """
    claimant = member_id or card.id
    writes: list[Write] = []
    for identity in wanted:
        there = known.get(identity)
        named = living_of(there, current_ids) if there else set()
        if identity.kind == "org_number" and card.customer_type != "company":
            continue
        if not there:
            writes.append(_claim(identity, claimant))
        elif not named:
            writes.append(_raise(there, {"cards": [claimant], "shared": False}))
        elif card.id in named or identity.kind == "national_id":
            continue
        elif identity.kind not in keys.WITH_NAME:
            writes += _join(there, claimant, current_ids)
        elif there.shared or len(named) >= keys.MAX_CARDS:
            with_name = keys.with_name(identity, name, keyed)
            writes += [] if there.shared else [_share(there)]
            writes += _claim_named(card, with_name, claimant, known.get(with_name), current_ids)
        else:
            writes += _join(there, claimant, current_ids)
    return writes


def still_claimed(
    card: Card,
    person: Person,
    wanted: Sequence[IdentityKey],
    known: Known,
    keyed: KeyedHash,
    current_ids: CurrentIds,
) -> list[Check]:
    """Return the checks that identities of values new to a card lead to it, as they were read.

    Identities are read before cards. An edit between the two may take away a value and release its
    identity: the card as read is without the value, the identity as read still leads to it. Then
    ``claims`` writes nothing, and the card would get the value back with no identity that leads to
    it. A ``wanted`` national ID that leads to another card is checked, too: an edit may have freed
    it, and then this card is to claim it. These are just the identities that ``claims`` leaves
    alone, so no item is written twice.
    """
    elsewhere = [
        one
        for one in wanted
        if one.kind == "national_id"
        and (there := known.get(one))
        and (named := living_of(there, current_ids))
        and card.id not in named
    ]
    here = [
        one
        for one in _of_new_values(card, person, known, keyed)
        if (there := known.get(one)) and card.id in living_of(there, current_ids)
    ]
    return [
        Check(key=items.identity_key(one), when={"v": known[one].v}) for one in [*elsewhere, *here]
    ]


def _of_new_values(
    card: Card, person: Person, known: Known, keyed: KeyedHash
) -> Iterable[IdentityKey]:
    """Return the identities of a person's values that are new to a card."""
    new = _new_to(card, person)
    if not new:  # an ordinary repeat
        return ()
    found = keys.identities(new, keyed)
    shared = [one for one in found if one in known and known[one].shared]
    return dict.fromkeys([*found, *(keys.with_name(one, person.name, keyed) for one in shared)])


def _new_to(card: Card, person: Person) -> Person | None:
    """Return a person with only those values that lead to cards and are new to this card."""
    phones = tuple(one for one in person.phones if one.e164 not in card.phones)
    emails = tuple(one for one in person.emails if one.address not in card.emails)
    external_ids = {
        system: ident
        for system, ident in person.external_ids.items()
        if system not in card.external_ids
    }
    national_id = None if card.national_id else person.national_id
    org_number = None if card.fields.get("org_number") else person.org_number
    if not (phones or emails or external_ids or national_id or org_number):
        return None
    return replace(
        person,
        phone=phones[0] if phones else None,
        other_phones=phones[1:],
        email=emails[0] if emails else None,
        other_emails=emails[1:],
        external_ids=external_ids,
        national_id=national_id,
        org_number=org_number,
        unchecked_id="",
    )


def releases(group: Collection[str], there: Identity) -> list[Write]:
    """Return the write after which an identity leads to none of the ``group`` of cards any more.

    It stays, even empty: its version goes on from what others have read.
    """
    rest = [card_id for card_id in there.cards if card_id not in group]
    return [_raise(there, {"cards": rest})] if len(rest) < len(there.cards) else []


def living_of(there: Identity, current_ids: CurrentIds) -> set[str]:
    """Return the living cards that an identity leads to; one that was not read is taken as such."""
    return {
        living
        for card_id in there.cards
        if (living := current_ids.get(card_id, card_id)) is not None
    }


def _claim_named(
    card: Card,
    identity: IdentityKey,
    claimant: str,
    there: Identity | None,
    current_ids: CurrentIds,
) -> list[Write]:
    if not there:
        return [_claim(identity, claimant)]
    return [] if card.id in living_of(there, current_ids) else _join(there, claimant, current_ids)


def _claim(identity: IdentityKey, card_id: str) -> Put:
    first = Identity(kind=identity.kind, key=identity.key, cards=(card_id,))
    return Put(key=items.identity_key(identity), item=items.identity_item(first))


def _join(there: Identity, claimant: str, current_ids: CurrentIds) -> list[Write]:
    """Add a card to an identity that has room; namesakes beyond that are not listed."""
    if claimant in there.cards or len(living_of(there, current_ids)) >= keys.MAX_CARDS:
        return []
    staying = [card_id for card_id in there.cards if current_ids.get(card_id, card_id)]
    return [_raise(there, {"cards": [*staying, claimant]})]


def _share(there: Identity) -> Change:
    return _raise(there, {"shared": True})


def _raise(there: Identity, values: Mapping[str, Any]) -> Change:
    key = items.identity_key(IdentityKey(kind=there.kind, key=there.key))
    return Change(key=key, set=values, add={"v": 1}, when={"v": there.v})
