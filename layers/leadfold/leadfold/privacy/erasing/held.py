"""Held leads of an erased person, found by their marks: keyed hashes of what stands in them.

So an erasure reads the leads that may be the person's, and none of those that others left. What was
held before there were marks gets them once (``mark_all``).
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from leadfold.cards import redaction, traces
from leadfold.errors import Unavailable
from leadfold.intake.submission import understand
from leadfold.model import Card, Source
from leadfold.privacy.erasing.batch import PAGE, Batch, Counted, closed
from leadfold.privacy.erasing.raw import (
    are_theirs,
    arrival,
    delete,
    delivery_of,
    distinct,
    noted,
    writes_of,
)
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import MOST_KEYS, Item, Place, get_all, items
from leadfold.store.writes import Change, Delete, Overwrite

#: Where a held lead's bytes are: the second one while they are not moved yet.
_PLACES: tuple[Place, ...] = ("held", "parked")
#: What is looked at before the first transaction, and closed with it; the walk does the rest.
_ROWS_AT_ONCE, _CLOSED_AT_ONCE, _SECONDS_AT_ONCE = 25, 40, 2.0
_MARKING_SECONDS = 2.0


def at_once(batch: Batch, cards: Sequence[Card]) -> dict[str, Change]:
    """Return the writes that close held leads of the person, by the names of their raw bytes.

    They are done in an erasure's first transaction: from then on nobody reads such a lead, and
    nobody releases it. What there is no room or time for, the walk closes.
    """
    marks = traces.marks_of_cards(cards, batch.keyed)
    until = time.monotonic() + _SECONDS_AT_ONCE
    closing: dict[str, Change] = {}
    for mark in marks:
        if time.monotonic() >= until:
            break
        rows = batch.store.query(items.marked_partition(mark), limit=_ROWS_AT_ONCE)
        for name, entry in _with_entries(rows, batch):
            if len(closing) == _CLOSED_AT_ONCE or time.monotonic() >= until:
                return closing
            if entry and name not in closing and (change := closed(entry, batch)):
                with suppress(Unavailable):
                    if are_theirs(_PLACES, name, entry, cards, marks, batch):
                        closing[name] = change
    return closing


def step(batch: Batch) -> None:
    """Go through a page of the leads that have a mark of the person; then delete their bytes."""
    if not are_all_marked(batch):
        return
    cards = batch.cards()
    marks = [*batch.state.suppressed, *traces.marks_in_texts(cards, batch.keyed), traces.MANY]
    number, _, after = batch.state.cursor.partition("#")
    first = int(number) if number.isdigit() else 0
    for at in range(first, min(first + PAGE, len(marks))):
        rows = batch.store.query(items.marked_partition(marks[at]), after=after or None, limit=PAGE)
        if rows:
            _forget(rows, cards, batch, cursor=f"{at}#{rows[-1]['sk']}")
            return
        after = ""
    if first + PAGE < len(marks):
        batch.commit(cursor=f"{first + PAGE}#")
        return
    delete(batch, batch.state.raw)
    batch.commit(step="parked", cursor="")


def _forget(rows: Sequence[Item], cards: Sequence[Card], batch: Batch, *, cursor: str) -> None:
    """Note the names of the person's raw bytes, and close the entries that hold them."""
    writes: list[Counted] = []
    theirs: list[str] = []
    for row, (name, entry) in zip(rows, _with_entries(rows, batch), strict=True):
        if name in batch.state.raw or are_theirs(
            _PLACES, name, entry, cards, batch.state.suppressed, batch
        ):
            theirs.append(name)
            writes += writes_of(batch, name, entry)
        elif (entry and entry["status"] == "open") or any(
            batch.desk.raw.find(place, name) for place in _PLACES
        ):
            continue
        writes.append(("", Delete(key=(str(row["pk"]), name))))
    batch.commit(distinct(writes), first=noted(batch, theirs), cursor=cursor)


def _with_entries(rows: Sequence[Item], batch: Batch) -> Iterator[tuple[str, Item | None]]:
    """Yield the name of each row's raw bytes with the quarantine entry that holds them."""
    named = {str(row["sk"]): items.quarantine_key(str(row.get("entry_id", ""))) for row in rows}
    found = batch.get(named.values())
    for row in rows:
        yield str(row["sk"]), found.get(named[str(row["sk"])])


# -- leads that were held before there were marks -------------------------------------------------


def are_all_marked(batch: Batch) -> bool:
    """Tell whether all held leads have marks; a step that they have not is done again."""
    until = time.monotonic() + _MARKING_SECONDS
    return mark_all(batch.desk, batch.config, until=until)


def mark_all(desk: Desk, config: Config, *, until: float) -> bool:
    """Give marks to the held leads that have none, until a time (monotonic clock).

    Returns whether all have theirs. That is so once, and then for good: what is held since has them
    from the beginning.
    """
    while True:
        note = desk.store.get([items.MARKING]).get(items.MARKING, {})
        if note.get("done"):
            return True
        if time.monotonic() >= until:
            return False
        found = desk.raw.names("held", after=str(note.get("after", "")), limit=MOST_KEYS)
        _mark(found, desk, config)
        now = {"after": found[-1]} if found else {"done": True}
        desk.store.write(Overwrite(key=items.MARKING, item=now))


def _mark(names: Sequence[str], desk: Desk, config: Config) -> None:
    keys = {name: delivery_of(name)[1] for name in names}
    known = get_all(desk.store, [*keys.values(), *((pk, "REPLAY") for pk, _ in keys.values())])
    entries = get_all(
        desk.store,
        (
            items.quarantine_key(str(item["quarantine_id"]))
            for item in known.values()
            if "quarantine_id" in item
        ),
    )
    for name in names:
        delivery = known.get(keys[name], {})
        replays = known.get((keys[name][0], "REPLAY"))
        if delivery.get("card_id") and replays:
            flag = Change(key=(str(replays["pk"]), "REPLAY"), set={"differed": True})
            desk.store.write(flag)
            continue
        entry = entries.get(items.quarantine_key(str(delivery.get("quarantine_id", ""))))
        if entry and ("marks" in entry or entry.get("reason") == redaction.ERASED):
            continue
        if there := desk.raw.find("held", name):
            _mark_one(name, there, entry, desk, config)


def _mark_one(
    name: str,
    there: tuple[bytes, dict[str, str]],
    entry: Item | None,
    desk: Desk,
    config: Config,
) -> None:
    source_id, _ = delivery_of(name)
    came = arrival(there, entry, "2020-01-01T00:00:00Z")
    source = config.source(source_id) or Source(id=source_id)
    person = understand(came, source, desk.keyed).person
    marks = traces.marks_of_lead(person, came.body, desk.keyed)
    for write in items.marked(marks, name, str(entry["id"]) if entry else None):
        desk.store.write(write)
    if entry:
        key = items.quarantine_key(str(entry["id"]))
        desk.store.write(Change(key=key, set={"marks": list(marks)}, when={"id": entry["id"]}))
