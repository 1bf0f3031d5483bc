"""Raw bytes of an erased person: which are theirs, and how they are deleted.

Parked bytes are few and live for minutes: all are gone through. Held ones are found by their marks
(``held``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from leadfold.cards import redaction, traces
from leadfold.identity import names
from leadfold.intake.parking import unpark
from leadfold.intake.submission import understand
from leadfold.model import Arrival, Card, Source
from leadfold.privacy.erasing.batch import (
    GRACE,
    PAGE,
    Batch,
    Counted,
    TryLater,
    counted,
    forgotten,
)
from leadfold.store import Item, Place, items
from leadfold.store.items import erasures

#: Parts of a keyed hash between dots: its version and itself.
_HASH_PARTS = 2


def parked(batch: Batch) -> None:
    """Go through a page of parked bytes and delete those of the person."""
    found = batch.desk.raw.names("parked", after=batch.state.cursor, limit=PAGE)
    if not found:
        batch.commit(step="cards", cursor="")
        return
    cards = batch.cards()
    theirs = [
        name
        for name in found
        if name in batch.state.raw
        or are_theirs(("parked",), name, None, cards, batch.state.suppressed, batch)
    ]
    forget_bytes(batch, theirs)
    batch.commit(cursor=found[-1])


def are_theirs(
    places: Sequence[Place],
    name: str,
    entry: Item | None,
    cards: Sequence[Card],
    known: Collection[str],
    batch: Batch,
) -> bool:
    """Tell whether raw bytes are the person's: a recorded lead of theirs, or by their content.

    ``entry`` is the quarantine entry that holds them, where that is known; ``known`` are the
    person's identities (``kind#hash``). Bytes that came after the erasure began are not: the person
    has come again. Nor are those of a lead with another name, or of another person's lead that only
    mentions this one.
    """
    place, there = "", None
    for place in places:
        if there := batch.desk.raw.find(place, name):
            break
    if not there:
        return False
    delivery, of_delivery = of_raw(name, batch)
    if delivery and delivery.get("card_id"):
        return delivery["card_id"] in batch.state.card_ids
    came = arrival(there, entry or of_delivery, batch.at)
    if came.received_at > datetime.fromisoformat(batch.state.started_at):
        return False
    source_id, _ = delivery_of(name)
    source = batch.config.source(source_id) or Source(id=source_id)
    if not _is_of_person(came, source, cards, known, batch):
        return False
    if place == "parked" and "held" not in places and batch.now - came.received_at < GRACE:
        raise TryLater
    return True


def arrival(there: tuple[bytes, dict[str, str]], entry: Item | None, otherwise: str) -> Arrival:
    """Return what came with raw bytes; ``otherwise`` is when, where nothing says it."""
    body, about = there
    if entry and "content-type" not in about:
        about |= {"content-type": entry["content_type"], "received-at": entry["received_at"]}
    return unpark(body, {"content-type": "application/json", "received-at": otherwise} | about)


def _is_of_person(
    came: Arrival, source: Source, cards: Sequence[Card], known: Collection[str], batch: Batch
) -> bool:
    """Tell whether an arrival is a lead of the person, or where it has no identity names them."""
    submission = understand(came, source, batch.keyed)
    if submission.identities:
        name = submission.person.name
        agreements = (names.compare(card.name, name) for card in cards)
        return not set(known).isdisjoint(erasures.named(submission.identities)) and any(
            found.verdict != "different" for found in agreements
        )
    said = came.body.decode(errors="replace")
    return any(pattern.search(said) for card in cards for pattern in traces.patterns(card))


def of_raw(name: str, batch: Batch) -> tuple[Item | None, Item | None]:
    """Return the delivery of raw bytes and the quarantine entry that it names, where there is one.

    Both are items as stored.
    """
    _, key = delivery_of(name)
    delivery = batch.store.get([key]).get(key)
    if not delivery or not delivery.get("quarantine_id"):
        return delivery, None
    entry_key = items.quarantine_key(str(delivery["quarantine_id"]))
    return delivery, batch.store.get([entry_key]).get(entry_key)


def delivery_of(name: str) -> tuple[str, tuple[str, str]]:
    """Return the source id of raw bytes, and the key of their delivery."""
    source_id, _, rest = name.partition("/")
    return source_id, items.delivery_key(source_id, ".".join(rest.split(".")[:_HASH_PARTS]))


def noted(batch: Batch, raw_names: Iterable[str]) -> dict[str, list[str]]:
    """Return the values that note names of raw bytes, which are deleted after that."""
    return {"raw": list(dict.fromkeys([*batch.state.raw, *raw_names]))}


def writes_of(batch: Batch, name: str, entry: Item | None = None) -> list[Counted]:
    """Return the writes that leave of the delivery and the entry of raw bytes only their ids."""
    delivery, of_delivery = of_raw(name, batch)
    entry = entry or of_delivery
    writes = counted("deliveries", [redaction.delivery(delivery)] if delivery else [])
    return writes + (forgotten(entry, batch) if entry else [])


def distinct(writes: Iterable[Counted]) -> list[Counted]:
    """Return one write for each item: several raw bytes may be of one delivery."""
    return list({write.key: (kind, write) for kind, write in writes}.values())


def forget_bytes(batch: Batch, raw_names: Sequence[str]) -> None:
    """Note the names of raw bytes, close the items that name them, then delete the bytes."""
    writes = distinct(write for name in raw_names for write in writes_of(batch, name))
    names_now = noted(batch, raw_names)
    if writes or len(names_now["raw"]) > len(batch.state.raw):
        batch.commit(writes, first=names_now)
        batch.state = replace(batch.state, raw=tuple(names_now["raw"]))
    delete(batch, raw_names)


def delete(batch: Batch, raw_names: Sequence[str]) -> None:
    """Delete raw bytes whose names are noted."""
    for name in raw_names:
        batch.desk.raw.forget(name)
        batch.desk.raw.drop(name)
