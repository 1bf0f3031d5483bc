"""The index of cards: items by which they are listed and found by name, written by ``react``.

A note on each card says under which keys it is indexed. It is read before the card, and written
only if it has not changed, so the worker that writes it last has read the card last: neither the
order nor the repetition of messages matters.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from leadfold.errors import Contended, Stale
from leadfold.identity import prefixes
from leadfold.keyed import KeyedHash
from leadfold.model import Card
from leadfold.store import Item, Store, items
from leadfold.store.items import card_index
from leadfold.store.items.card_index import Note
from leadfold.store.writes import Change, Delete, Key, Overwrite, Put

#: Cards whose items and notes are read in one round trip, and how many are indexed at once.
_BATCH, _WORKERS = 50, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """How many living cards were read, how many of them indexed, and how many left to others."""

    read: int = 0
    indexed: int = 0
    busy: int = 0


def is_due(card_id: str, keyed: KeyedHash, known: Mapping[Key, Item]) -> bool:
    """Tell whether a card has to be indexed anew.

    ``known`` holds the card's item and its note, as far as there are such.
    """
    item = known.get(items.card_key(card_id))
    return bool(item) and not _is_right(_noted(card_id, known), items.card_of(item or {}), keyed)


def index_card(
    card_id: str,
    store: Store,
    keyed: KeyedHash,
    *,
    deadline: float,
    known: Mapping[Key, Item] | None = None,
) -> None:
    """Index a card as it is now; a card that is not living is removed from the index.

    Done again it writes nothing. ``known`` are the items of ``is_due`` where they have just been
    read. Raises ``Contended`` where others index the card until ``deadline`` (monotonic clock).
    """
    card_key, note_key = items.card_key(card_id), card_index.note_key(card_id)
    if known is None:
        known = store.get([card_key, note_key])
    if not is_due(card_id, keyed, known):
        return
    mine: set[Key] = set()
    note = _noted(card_id, known)
    while item := store.get([card_key]).get(card_key):
        card = items.card_of(item)
        if not mine and _is_right(note, card, keyed):
            return
        try:
            if note or mine:
                store.transact(_index_again(card, note, mine, keyed), deadline=deadline)
            else:
                _index_first(card, store, keyed, mine)
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the card was indexed again and again") from None
            note = _noted(card_id, store.get([note_key]))
            continue
        return


def index_all(
    found: Iterable[Item], store: Store, keyed: KeyedHash, *, patience: float = 30.0
) -> Iterator[Indexed]:
    """Index the living cards among the items of a scan; yield the progress now and then.

    A card whose index is right costs a read, so an interrupted run can begin again. A card that
    others index again and again for ``patience`` seconds is left to them, and counted as ``busy``.
    """
    from concurrent.futures import ThreadPoolExecutor

    cards = (item for item in found if item["sk"] == "CARD")
    living = (str(item["id"]) for item in cards if item["state"] == "living")
    so_far = Indexed()
    with ThreadPoolExecutor(max_workers=_WORKERS) as workers:
        while batch := list(islice(living, _BATCH)):
            keys = [
                make(card_id) for card_id in batch for make in (items.card_key, card_index.note_key)
            ]
            known = store.get(keys)
            due = [card_id for card_id in batch if is_due(card_id, keyed, known)]
            became = list(
                workers.map(lambda card_id: _indexed(card_id, store, keyed, patience), due)
            )
            so_far = Indexed(
                read=so_far.read + len(batch),
                indexed=so_far.indexed + became.count(True),
                busy=so_far.busy + became.count(False),
            )
            yield so_far


def _indexed(card_id: str, store: Store, keyed: KeyedHash, patience: float) -> bool:
    try:
        index_card(card_id, store, keyed, deadline=time.monotonic() + patience)
    except Contended:
        return False
    return True


def entries_of(card: Card, keyed: KeyedHash) -> tuple[tuple[Key, ...], dict[str, Any]]:
    """Return the keys of the items that index a card, and their values; none if not living."""
    if card.state != "living":
        return (), {}
    words = prefixes.words_of(card)
    keys = card_index.keys_of(card, prefixes.terms(words), keyed)
    return keys, card_index.entry_values(card, prefixes.marks(words), keyed)


def _index_first(card: Card, store: Store, keyed: KeyedHash, mine: set[Key]) -> None:
    """Index a card that has never been: for half the price of a transaction.

    The note is written first, so that it names whatever has been written, and open until all is.
    Adds to ``mine`` what it may have written when it raises ``Stale``.
    """
    keys, says = entries_of(card, keyed)
    key = card_index.note_key(card.id)
    begun = Note(keys=keys, says=says, v=1, open=bool(keys))
    store.write(Put(key=key, item=card_index.note_values(begun)))
    if keys:
        mine.update(keys)
        store.write_all([Overwrite(key=listed, item=says) for listed in keys])
        store.write(Change(key=key, set={"open": False}, when={"v": begun.v, "open": True}))


def _index_again(
    card: Card, note: Note | None, mine: set[Key], keyed: KeyedHash
) -> Sequence[Change | Overwrite | Delete]:
    """Return the writes that replace what the note names, for one transaction.

    ``mine`` are keys that this worker wrote before another one indexed the card.
    """
    keys, says = entries_of(card, keyed)
    before: set[Key] = set(note.keys) if note else set()
    all_anew = not note or note.open or note.says != says or bool(mine)
    now = Note(keys=keys, says=says, v=note.v + 1 if note else 1)
    return [
        Change(
            key=card_index.note_key(card.id),
            set=card_index.note_values(now),
            when={"v": note.v if note else None},
        ),
        *(Overwrite(key=key, item=says) for key in keys if all_anew or key not in before),
        *(Delete(key=key) for key in sorted((before | mine) - set(keys))),
    ]


def _is_right(note: Note | None, card: Card, keyed: KeyedHash) -> bool:
    """Tell whether a card is indexed as its note says, and as it should be.

    A card that is not in the index has a note, too: it stops a worker that read an earlier state.
    """
    return note is not None and not note.open and (note.keys, note.says) == entries_of(card, keyed)


def _noted(card_id: str, known: Mapping[Key, Item]) -> Note | None:
    item = known.get(card_index.note_key(card_id))
    return card_index.note_of(item) if item else None
