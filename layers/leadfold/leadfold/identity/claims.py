"""The writes by which a card comes to own identities."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, IdentityKey, Name
from leadfold.store import items
from leadfold.store.writes import Change, Put, Write

Known = Mapping[IdentityKey, Identity]


def claims(
    card: Card,
    wanted: Sequence[IdentityKey],
    name: Name,
    known: Known,
    keyed: KeyedHash,
) -> list[Write]:
    """Return the writes that a card needs to own all the ``wanted`` identities.

    A first claim must find nothing there; one that joins others must find them as ``known``. A
    ninth card makes an identity shared, and it is claimed together with the name instead. A
    national ID has one card until a person takes it away, and an organisation number is a
    company's alone.
    """
    writes: list[Write] = []
    for identity in wanted:
        there = known.get(identity)
        if identity.kind == "org_number" and card.customer_type != "company":
            continue
        if not there:
            writes.append(_claim(identity, card.id))
        elif card.id in there.cards or (identity.kind == "national_id" and there.cards):
            continue
        elif identity.kind not in keys.WITH_NAME:
            writes += _join(there, card.id)
        elif there.shared or _is_full(there):
            named = keys.with_name(identity, name, keyed)
            writes += [] if there.shared else [_share(there)]
            writes += _join(known[named], card.id) if named in known else [_claim(named, card.id)]
        else:
            writes += _join(there, card.id)
    return writes


def releases(group: Collection[str], there: Identity) -> list[Write]:
    """Return the write after which an identity leads to none of the ``group`` of cards any more.

    It stays, even empty: its version goes on from what others have read.
    """
    rest = [card_id for card_id in there.cards if card_id not in group]
    return [_raise(there, {"cards": rest})] if len(rest) < len(there.cards) else []


def _is_full(there: Identity) -> bool:
    return len(there.cards) >= keys.MAX_CARDS


def _claim(identity: IdentityKey, card_id: str) -> Put:
    first = Identity(kind=identity.kind, key=identity.key, cards=(card_id,))
    return Put(key=items.identity_key(identity), item=items.identity_item(first))


def _join(there: Identity, card_id: str) -> list[Write]:
    """Add a card to an identity that has room; namesakes beyond that are not listed."""
    if card_id in there.cards or _is_full(there):
        return []
    return [_raise(there, {"cards": [*there.cards, card_id]})]


def _share(there: Identity) -> Change:
    return _raise(there, {"shared": True})


def _raise(there: Identity, values: Mapping[str, Any]) -> Change:
    key = items.identity_key(IdentityKey(kind=there.kind, key=there.key))
    return Change(key=key, set=values, add={"v": 1}, when={"v": there.v})
