"""The items by which cards are listed and found by name, and the note that names them.

Each item is one card in one list. It carries the values that lists are filtered by, so that most
cards that do not match are left out before they are read. A card's note has the keys of all its
items, so that a change deletes those that no longer hold.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadfold.keyed import KeyedHash
from leadfold.model import Card
from leadfold.store.items.cards import card_key
from leadfold.store.items.indexes import UNASSIGNED
from leadfold.store.writes import Key

#: Partitions of the list by last change, which every lead writes to.
CHANGE_SHARDS = 8
#: The attributes that a card is listed by, the most selective first.
FILTERS = ("owner_id", "source", "bucket", "status")
#: A term under which a name is found: its kind (beginning, sound …) and text; see
#: ``identity.prefixes``.
Term = tuple[str, str]
#: Of a term's keyed hash, the version and 96 bits: enough for a partition, and a note of all keys
#: stays below a kilobyte. Of a mark's 24 bits: a false match only costs reading the card.
_TERM_LENGTH, _MARK_LENGTH = 19, 4
_VERSION_LENGTH = len(f"{KeyedHash.VERSION}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is listed of a card: the ``keys`` of its items, and the attributes that each ``says``.

    ``v`` counts its changes. It is ``open`` while some of the items may not be written yet.
    """

    keys: tuple[Key, ...]
    says: Mapping[str, Any]
    v: int
    open: bool = False


def note_key(card_id: str) -> Key:
    """Return the key of a card's note."""
    return card_key(card_id)[0], "LISTED"


def note_values(note: Note) -> dict[str, Any]:
    """Return the attributes of a note."""
    return {
        "keys": [list(key) for key in note.keys],
        "says": note.says,
        "v": note.v,
        "open": note.open,
    }


def note_of(item: Mapping[str, Any]) -> Note:
    """Return the note of an item."""
    keys = tuple((pk, sk) for pk, sk in item["keys"])
    return Note(keys=keys, says=item["says"], v=item["v"], open=item["open"])


def keys_of(card: Card, terms: Iterable[Term], keyed: KeyedHash) -> tuple[Key, ...]:
    """Return the keys of all index items of a living card; ``terms`` are those of its names."""
    changed = f"{card.updated_at or card.created_at}#{card.id}"
    keys = [(changes_partition(zlib.crc32(card.id.encode()) % CHANGE_SHARDS), changed)]
    keys += [(value_partition(name, value), card.id) for name, value in filter_values(card).items()]
    keys += [(term_partition(term, keyed), card.id) for term in terms]
    return tuple(dict.fromkeys(keys))


def entry_values(card: Card, marks: Iterable[Term], keyed: KeyedHash) -> dict[str, Any]:
    """Return the attributes of each index item of a card; ``marks`` are the terms to mark."""
    all_marks = "".join(mark(term, keyed) for term in marks)
    return filter_values(card) | ({"marks": all_marks} if all_marks else {})


def filter_values(card: Card) -> dict[str, str]:
    """Return the values of ``FILTERS`` that a card has."""
    values = {name: getattr(card, name) for name in FILTERS}
    values["owner_id"] = values["owner_id"] or UNASSIGNED
    return {name: value for name, value in values.items() if value}


def changes_partition(shard: int) -> str:
    """Return a partition of the list of all cards by last change."""
    return f"CARDS#{shard}"


def value_partition(name: str, value: str) -> str:
    """Return the partition of the cards that have a value; ``name`` is one of ``FILTERS``."""
    return f"CARDS#{name}#{value}"


def term_partition(term: Term, keyed: KeyedHash) -> str:
    """Return the partition of the cards that are found under a term."""
    name = keyed.of("place", "\0".join(term))[:_TERM_LENGTH]
    return f"NAME#{name}"


def mark(term: Term, keyed: KeyedHash) -> str:
    """Return the mark of a term, a short hash of fixed length: no such mark, no such name."""
    return keyed.of("mark", "\0".join(term))[_VERSION_LENGTH:][:_MARK_LENGTH]


def marks_of(item: Mapping[str, Any]) -> frozenset[str]:
    """Return the marks of an index item."""
    marks = item.get("marks", "")
    return frozenset(marks[at : at + _MARK_LENGTH] for at in range(0, len(marks), _MARK_LENGTH))


def card_id_of(item: Mapping[str, Any]) -> str:
    """Return the card that an index item stands for."""
    return str(item["sk"]).rpartition("#")[2]
