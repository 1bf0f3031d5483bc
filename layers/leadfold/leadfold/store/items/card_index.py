"""The items by which cards are listed and found by name; ``items`` has their keys' table.

Each stands for one card in one list and says enough to leave out cards that are not asked for. A
card's note names all items that there are of it, so that a change takes away what no longer holds.
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

#: Every lead moves its card in the list of changes, which is spread.
CHANGE_SHARDS = 8
#: What a card can be listed by, from the most selective on.
FILTERS = ("owner_id", "source", "bucket", "status")
#: A word by which a card is found: what of a name it is, and what it says (``identity.prefixes``).
Place = tuple[str, str]
#: Of a keyed hash, its version and 96 bits, so that notes stay below a kilobyte; of a mark 24: it
#: only spares a look at the card.
_PLACE_LENGTH, _MARK_LENGTH = 19, 4
_VERSION_LENGTH = len(f"{KeyedHash.VERSION}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is listed of a card: ``keys`` of all items, and what each of them ``says``.

    ``v`` counts its changes. It is ``open`` while items of it may still be missing.
    """

    keys: tuple[Key, ...]
    says: Mapping[str, Any]
    v: int
    open: bool = False


def note_key(card_id: str) -> Key:
    """Return the key of the note of what is listed of a card."""
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


def keys_of(card: Card, places: Iterable[Place], keyed: KeyedHash) -> tuple[Key, ...]:
    """Return the keys of all items that list a living card; ``places`` are those of its names."""
    changed = f"{card.updated_at or card.created_at}#{card.id}"
    keys = [(changes(zlib.crc32(card.id.encode()) % CHANGE_SHARDS), changed)]
    keys += [(by(name, value), card.id) for name, value in told(card).items()]
    keys += [(named(place, keyed), card.id) for place in places]
    return tuple(dict.fromkeys(keys))


def says(card: Card, marks: Iterable[Place], keyed: KeyedHash) -> dict[str, Any]:
    """Return what each of a living card's items says of it; ``marks`` are those of its names."""
    all_marks = "".join(mark(place, keyed) for place in marks)
    return told(card) | ({"marks": all_marks} if all_marks else {})


def told(card: Card) -> dict[str, str]:
    """Return the values that a card can be listed by."""
    values = {name: getattr(card, name) for name in FILTERS}
    values["owner_id"] = values["owner_id"] or UNASSIGNED
    return {name: value for name, value in values.items() if value}


def changes(shard: int) -> str:
    """Return a partition of the list of all cards by their last change."""
    return f"CARDS#{shard}"


def by(name: str, value: str) -> str:
    """Return the partition of the cards with a value of ``FILTERS``."""
    return f"CARDS#{name}#{value}"


def named(place: Place, keyed: KeyedHash) -> str:
    """Return the partition of the cards that are kept under a word."""
    name = keyed.of("place", "\0".join(place))[:_PLACE_LENGTH]
    return f"NAME#{name}"


def mark(place: Place, keyed: KeyedHash) -> str:
    """Return the mark of a word, as many letters long as every other."""
    return keyed.of("mark", "\0".join(place))[_VERSION_LENGTH:][:_MARK_LENGTH]


def marks_of(item: Mapping[str, Any]) -> frozenset[str]:
    """Return the marks of an item."""
    marks = item.get("marks", "")
    return frozenset(marks[at : at + _MARK_LENGTH] for at in range(0, len(marks), _MARK_LENGTH))


def card_id_of(item: Mapping[str, Any]) -> str:
    """Return the card that an item lists."""
    return str(item["sk"]).rpartition("#")[2]
