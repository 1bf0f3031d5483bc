"""The item of an identity: the cards that claim a phone, an e-mail, a national ID."""

from collections.abc import Mapping
from typing import Any

from leadfold.model import Identity, IdentityKey
from leadfold.store.writes import Key


def identity_key(identity: IdentityKey) -> Key:
    """Return the key of an identity."""
    return f"ID#{identity.kind}#{identity.key}", "ID"


def identity_item(identity: Identity) -> dict[str, Any]:
    """Return the item of an identity; its kind and hash are in the key."""
    return {"cards": list(identity.cards), "v": identity.v, "shared": identity.shared}


def identity_of(key: IdentityKey, item: Mapping[str, Any]) -> Identity:
    """Return the identity of an item."""
    return Identity(
        kind=key.kind,
        key=key.key,
        cards=tuple(item["cards"]),
        v=item["v"],
        shared=item["shared"],
    )
