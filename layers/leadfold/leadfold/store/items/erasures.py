"""The items of erasure, suppression and retention.

An erasure is in the index ``due`` until it is done. Its certificate is kept as the JSON text from
which the hash in the next certificate is made.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from leadfold.model import Erasure, IdentityKey, IdentityKind
from leadfold.store.items.attributes import json_of, known_of, values_of
from leadfold.store.items.cards import card_key
from leadfold.store.items.indexes import DUE_SHARDS, work_order
from leadfold.store.writes import Key, Overwrite, Put

#: The partition of ``due`` with the erasures that are not done.
ERASING = "ERASING"
#: The partition that lists erasures by the time they were started.
LISTED = "ERASURES"
#: The kinds of identities that are suppressed: by these an erased person is recognised.
SUPPRESSING: frozenset[IdentityKind] = frozenset({"phone", "email", "national_id", "unchecked_id"})
#: The key of the number and hash of the last certificate: the head of their hash chain.
HEAD: Key = ("CERTIFICATES", "HEAD")


def erasure_id(card_id: str) -> str:
    """Return the id of a card's erasure: the same however often it is requested."""
    return f"era_{card_id.removeprefix('card_')}"


def erasure_key(erasure_id: str) -> Key:
    """Return the key of an erasure."""
    return f"ERASURE#{erasure_id}", "ERASURE"


def erasure_item(erasure: Erasure, due_at: str) -> dict[str, Any]:
    """Return the item of an erasure; ``due_at`` is when its next step is attempted."""
    item = values_of(erasure)
    item["card_ids"], item["counts"] = list(erasure.card_ids), dict(erasure.counts)
    item["raw"], item["suppressed"] = list(erasure.raw), list(erasure.suppressed)
    if erasure.certificate:
        item["certificate"] = json_of(erasure.certificate)
    return item | {"due_pk": ERASING, "due_sk": work_order(due_at, erasure.id)}


def erasure_of(item: Mapping[str, Any]) -> Erasure:
    """Return the erasure of an item."""
    values = known_of(Erasure, item)
    for name in ("card_ids", "raw", "suppressed"):
        values[name] = tuple(item[name])
    if "certificate" in item:
        values["certificate"] = json.loads(item["certificate"])
    return Erasure(**values)


def listed(erasure: Erasure) -> Put:
    """Return the write that lists an erasure by the time it was started."""
    return Put(key=(LISTED, work_order(erasure.started_at, erasure.id)), item={"id": erasure.id})


def suppressed_key(identity: IdentityKey) -> Key:
    """Return the key of the note that an identity was that of an erased person."""
    return f"SUPPRESSED#{identity.kind}#{identity.key}", "SUPPRESSED"


def suppressed(identity: IdentityKey, at: str, erasure_id: str) -> Overwrite:
    """Return the write of the note that an identity was that of an erased person."""
    item = {"reason": "erased", "at": at, "erasure_id": erasure_id}
    return Overwrite(key=suppressed_key(identity), item=item)


def identity_named(name: str) -> IdentityKey:
    """Return the identity of ``kind#hash``."""
    kind, _, key = name.partition("#")
    known: IdentityKind = kind  # type: ignore[assignment]
    return IdentityKey(kind=known, key=key)


def named(identities: Iterable[IdentityKey]) -> list[str]:
    """Return identities as ``kind#hash``."""
    return [f"{identity.kind}#{identity.key}" for identity in identities]


def retention_key(card_id: str) -> Key:
    """Return the key of the note of when a card's retention may end."""
    return card_key(card_id)[0], "RETENTION"


def retention_partition(shard: int) -> str:
    """Return a partition of ``due`` with the cards whose retention ends."""
    return f"RETENTION#{shard}"


def retention_note(card_id: str, at: str) -> dict[str, Any]:
    """Return the attributes of the note of when a card's retention may end."""
    shard = zlib.crc32(card_id.encode()) % DUE_SHARDS
    return {
        "card_id": card_id,
        "due_pk": retention_partition(shard),
        "due_sk": work_order(at, card_id),
    }
