"""Raw bytes of a person who is forgotten: which are theirs, and how they go."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from leadfold.cards import redaction, traces
from leadfold.intake.submission import understand
from leadfold.intake.take_in import can_be_one_person, unpark
from leadfold.model import Arrival, Card, Delivery, ErasureStep, Person, Source
from leadfold.privacy.erasing.work import (
    GRACE,
    PAGE,
    Counted,
    NotYet,
    Work,
    closed,
    counted,
)
from leadfold.store import Item, Place, erasures, items

#: Parts of a keyed hash between dots: its version and itself.
_HASH_PARTS = 2


def step(place: Place, then: ErasureStep) -> Callable[[Work], None]:
    """Return the step that goes through raw bytes and deletes those of the person."""

    def go_through(work: Work) -> None:
        names = work.desk.raw.names(place, after=work.state.cursor, limit=PAGE)
        if not names:
            work.commit(step=then, cursor="")
            return
        cards = work.cards()
        theirs = [
            name
            for name in names
            if name in work.state.raw or _are_theirs(place, name, cards, work)
        ]
        forget_bytes(work, theirs)
        work.commit(cursor=names[-1])

    return go_through


def _are_theirs(place: Place, name: str, cards: Sequence[Card], work: Work) -> bool:
    """Tell whether raw bytes are the person's: of a known lead of theirs, or by what they say.

    What came after the erasure was asked for is not: it is a person who comes again. Nor are bytes
    that clearly name somebody else, or are another person's who only mentions this one.
    """
    there = work.desk.raw.find(place, name)
    if not there:
        return False
    body, about = there
    source_id, delivery, entry = _of_raw(name, work)
    if delivery and delivery.card_id:
        return delivery.card_id in work.state.card_ids
    if entry and "content-type" not in about:
        about |= {"content-type": entry["content_type"], "received-at": entry["received_at"]}
    about = {"content-type": "application/json", "received-at": work.at} | about
    came = unpark(body, about)
    if came.received_at > datetime.fromisoformat(work.state.started_at):
        return False
    source = work.config.source(source_id) or Source(id=source_id)
    if not _tells_of(came, source, cards, work):
        return False
    if place == "parked" and work.now - came.received_at < GRACE:
        raise NotYet
    return True


def _tells_of(came: Arrival, source: Source, cards: Sequence[Card], work: Work) -> bool:
    submission = understand(came, source, work.keyed)
    if submission.identities:
        known = set(erasures.named(submission.identities)) & set(work.state.suppressed)
        now = Person(name=submission.person.name)
        return bool(known) and any(can_be_one_person(Person(name=card.name), now) for card in cards)
    said = came.body.decode(errors="replace")
    return any(pattern.search(said) for card in cards for pattern in traces.patterns(card))


def _of_raw(name: str, work: Work) -> tuple[str, Delivery | None, Item | None]:
    """Return the source of raw bytes, their delivery and their entry, as far as they are there."""
    source_id, _, rest = name.partition("/")
    key = items.delivery_key(source_id, ".".join(rest.split(".")[:_HASH_PARTS]))
    found = work.store.get([key]).get(key)
    if not found:
        return source_id, None, None
    delivery = items.delivery_of(found)
    entry_key = items.quarantine_key(delivery.quarantine_id or "")
    return source_id, delivery, work.store.get([entry_key]).get(entry_key)


def forget_bytes(work: Work, names: Sequence[str]) -> None:
    """Note the names of raw bytes, close what names them, then delete them."""
    writes: list[Counted] = []
    for name in names:
        source_id, delivery, entry = _of_raw(name, work)
        if delivery:
            key = items.delivery_key(source_id, delivery.key)
            writes += counted("deliveries", map(redaction.delivery, work.get([key]).values()))
        if entry:
            writes += counted("quarantine", [closed(entry, work)])
    noted = list(dict.fromkeys([*work.state.raw, *names]))
    if writes or len(noted) > len(work.state.raw):
        work.commit(writes, first={"raw": noted})
        work.state = replace(work.state, raw=tuple(noted))
    for name in names:
        work.desk.raw.forget(name)
        work.desk.raw.drop(name)
