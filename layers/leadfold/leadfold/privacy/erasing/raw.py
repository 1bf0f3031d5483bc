"""Raw bytes of an erased person: which are theirs, and how they are deleted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from leadfold.cards import redaction, traces
from leadfold.identity import names
from leadfold.intake.parking import unpark
from leadfold.intake.submission import understand
from leadfold.model import Arrival, Card, Delivery, ErasureStep, Source
from leadfold.privacy.erasing.batch import (
    GRACE,
    PAGE,
    Batch,
    Counted,
    TryLater,
    closed,
    counted,
)
from leadfold.store import Item, Place, items
from leadfold.store.items import erasures

#: Parts of a keyed hash between dots: its version and itself.
_HASH_PARTS = 2


def step(place: Place, next_step: ErasureStep) -> Callable[[Batch], None]:
    """Return the step that goes through raw bytes and deletes those of the person."""

    def go_through(batch: Batch) -> None:
        found = batch.desk.raw.names(place, after=batch.state.cursor, limit=PAGE)
        if not found:
            batch.commit(step=next_step, cursor="")
            return
        cards = batch.cards()
        theirs = [
            name
            for name in found
            if name in batch.state.raw or _are_theirs(place, name, cards, batch)
        ]
        forget_bytes(batch, theirs)
        batch.commit(cursor=found[-1])

    return go_through


def _are_theirs(place: Place, name: str, cards: Sequence[Card], batch: Batch) -> bool:
    """Tell whether raw bytes are the person's: a recorded lead of theirs, or by their content.

    Bytes that came after the erasure began are not: the person has come again. Nor are those of a
    lead with another name, or of another person's lead that only mentions this one.
    """
    there = batch.desk.raw.find(place, name)
    if not there:
        return False
    body, about = there
    source_id, delivery, entry = _of_raw(name, batch)
    if delivery and delivery.card_id:
        return delivery.card_id in batch.state.card_ids
    if entry and "content-type" not in about:
        about |= {"content-type": entry["content_type"], "received-at": entry["received_at"]}
    about = {"content-type": "application/json", "received-at": batch.at} | about
    came = unpark(body, about)
    if came.received_at > datetime.fromisoformat(batch.state.started_at):
        return False
    source = batch.config.source(source_id) or Source(id=source_id)
    if not _is_of_person(came, source, cards, batch):
        return False
    if place == "parked" and batch.now - came.received_at < GRACE:
        raise TryLater
    return True


def _is_of_person(came: Arrival, source: Source, cards: Sequence[Card], batch: Batch) -> bool:
    """Tell whether an arrival is a lead of the person, or where it has no identity names them."""
    submission = understand(came, source, batch.keyed)
    if submission.identities:
        known = set(erasures.named(submission.identities)) & set(batch.state.suppressed)
        name = submission.person.name
        agreements = (names.compare(card.name, name) for card in cards)
        return bool(known) and any(found.verdict != "different" for found in agreements)
    said = came.body.decode(errors="replace")
    return any(pattern.search(said) for card in cards for pattern in traces.patterns(card))


def _of_raw(name: str, batch: Batch) -> tuple[str, Delivery | None, Item | None]:
    """Return the source id of raw bytes, their delivery and quarantine entry if they have one."""
    source_id, _, rest = name.partition("/")
    key = items.delivery_key(source_id, ".".join(rest.split(".")[:_HASH_PARTS]))
    found = batch.store.get([key]).get(key)
    if not found:
        return source_id, None, None
    delivery = items.delivery_of(found)
    entry_key = items.quarantine_key(delivery.quarantine_id or "")
    return source_id, delivery, batch.store.get([entry_key]).get(entry_key)


def forget_bytes(batch: Batch, raw_names: Sequence[str]) -> None:
    """Note the names of raw bytes, close the items that name them, then delete the bytes."""
    writes: list[Counted] = []
    for name in raw_names:
        source_id, delivery, entry = _of_raw(name, batch)
        if delivery:
            key = items.delivery_key(source_id, delivery.key)
            writes += counted("deliveries", map(redaction.delivery, batch.get([key]).values()))
        if entry:
            writes += counted("quarantine", [closed(entry, batch)])
    noted = list(dict.fromkeys([*batch.state.raw, *raw_names]))
    if writes or len(noted) > len(batch.state.raw):
        batch.commit(writes, first={"raw": noted})
        batch.state = replace(batch.state, raw=tuple(noted))
    for name in raw_names:
        batch.desk.raw.forget(name)
        batch.desk.raw.drop(name)
