"""Cards are listed and found by name: items of lists, written after the fact by ``react``.

Whoever wrote the note last has read the card last: the note is read before the card, and written
only as it was read. So neither the order nor the repetition of messages matters.
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

#: Cards whose items and notes the store reads in one round trip, and how many are listed at once.
_BATCH, _HANDS = 50, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """How many living cards were read, how many of them listed, and how many left to others."""

    read: int = 0
    indexed: int = 0
    busy: int = 0


def is_due(card_id: str, keyed: KeyedHash, known: Mapping[Key, Item]) -> bool:
    """Tell whether a card is listed otherwise than it should be.

    ``known`` holds the card's item and its note, as far as there are such.
    """
    item = known.get(items.card_key(card_id))
    return bool(item) and not _holds(_noted(card_id, known), items.card_of(item or {}), keyed)


def index_card(
    card_id: str,
    store: Store,
    keyed: KeyedHash,
    *,
    deadline: float,
    known: Mapping[Key, Item] | None = None,
) -> None:
    """Let the lists say of a card what it is now; a card that is not living is in none.

    Done again it writes nothing. ``known`` are the items of ``is_due`` where they have just been
    read. Raises ``Contended`` where others list the same card until ``deadline`` (monotonic clock).
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
        if not mine and _holds(note, card, keyed):
            return
        try:
            if note or mine:
                store.transact(_moved(card, note, mine, keyed), deadline=deadline)
            else:
                _enter(card, store, keyed, mine)
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the card was listed again and again") from None
            note = _noted(card_id, store.get([note_key]))
            continue
        return


def index_all(
    found: Iterable[Item], store: Store, keyed: KeyedHash, *, patience: float = 30.0
) -> Iterator[Indexed]:
    """Relist the living cards among these items, a scan's; yield how far it is, now and then.

    What is listed as it should be costs a read: who was interrupted begins again. A card that
    others list again and again for ``patience`` seconds is left to them, and counted as ``busy``.
    """
    from concurrent.futures import ThreadPoolExecutor

    cards = (item for item in found if item["sk"] == "CARD")
    living = (str(item["id"]) for item in cards if item["state"] == "living")
    so_far = Indexed()
    with ThreadPoolExecutor(max_workers=_HANDS) as hands:
        while batch := list(islice(living, _BATCH)):
            keys = [
                make(card_id) for card_id in batch for make in (items.card_key, card_index.note_key)
            ]
            known = store.get(keys)
            due = [card_id for card_id in batch if is_due(card_id, keyed, known)]
            became = list(hands.map(lambda card_id: _listed(card_id, store, keyed, patience), due))
            so_far = Indexed(
                read=so_far.read + len(batch),
                indexed=so_far.indexed + became.count(True),
                busy=so_far.busy + became.count(False),
            )
            yield so_far


def _listed(card_id: str, store: Store, keyed: KeyedHash, patience: float) -> bool:
    try:
        index_card(card_id, store, keyed, deadline=time.monotonic() + patience)
    except Contended:
        return False
    return True


def entries_of(card: Card, keyed: KeyedHash) -> tuple[tuple[Key, ...], dict[str, Any]]:
    """Return the keys of all items that index a card, and what each says; none if not living."""
    if card.state != "living":
        return (), {}
    words = prefixes.words_of(card)
    keys = card_index.keys_of(card, prefixes.terms(words), keyed)
    return keys, card_index.entry_values(card, prefixes.marks(words), keyed)


def _enter(card: Card, store: Store, keyed: KeyedHash, mine: set[Key]) -> None:
    """List a card that has not been: for half the price of a transaction.

    The note is there first, so that it names whatever has been written, and open until all is.
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


def _moved(
    card: Card, note: Note | None, mine: set[Key], keyed: KeyedHash
) -> Sequence[Change | Overwrite | Delete]:
    """Return the writes from what the note names to what holds now, all or none of them.

    ``mine`` are items that this worker wrote, and somebody else listed the card meanwhile.
    """
    keys, says = entries_of(card, keyed)
    there: set[Key] = set(note.keys) if note else set()
    again = not note or note.open or note.says != says or bool(mine)
    now = Note(keys=keys, says=says, v=note.v + 1 if note else 1)
    return [
        Change(
            key=card_index.note_key(card.id),
            set=card_index.note_values(now),
            when={"v": note.v if note else None},
        ),
        *(Overwrite(key=key, item=says) for key in keys if again or key not in there),
        *(Delete(key=key) for key in sorted((there | mine) - set(keys))),
    ]


def _holds(note: Note | None, card: Card, keyed: KeyedHash) -> bool:
    """Tell whether a note says all that holds of a card.

    One that is in no list has a note, too: it stops a worker that read the card before it left.
    """
    return note is not None and not note.open and (note.keys, note.says) == entries_of(card, keyed)


def _noted(card_id: str, known: Mapping[Key, Item]) -> Note | None:
    item = known.get(card_index.note_key(card_id))
    return card_index.note_of(item) if item else None
