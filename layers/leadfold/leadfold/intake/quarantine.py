"""Leads in quarantine, held for a person: read, corrected and released once, or discarded."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from leadfold.cards import suggestions
from leadfold.errors import Contended, Problem, Stale, Unavailable
from leadfold.identity.decide import decide
from leadfold.intake.answer import Answer
from leadfold.intake.recording import Ids, Recorder
from leadfold.intake.submission import Submission, understand
from leadfold.intake.take_in import look
from leadfold.model import Arrival, QuarantineEntry, Source
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.desk import Desk
from leadfold.store import Store, items
from leadfold.store.writes import Delete


def entry(store: Store, entry_id: str) -> QuarantineEntry | None:
    """Return an entry, open or closed; ``None`` where there is none with this id."""
    key = items.quarantine_key(entry_id)
    item = store.get([key]).get(key)
    return items.quarantine_of(item) if item else None


def arrival(held: QuarantineEntry, desk: Desk) -> Arrival:
    """Return the arrival that an entry holds, byte for byte."""
    return Arrival(
        body=desk.raw.held(held.raw_name),
        content_type=held.content_type,
        received_at=datetime.fromisoformat(held.received_at),
        idempotency_key=held.idempotency_key,
    )


def release(
    held: QuarantineEntry,
    source: Source,
    fields: Mapping[str, str],
    desk: Desk,
    *,
    by: str,
    deadline: float,
    came: Arrival | None = None,
) -> Answer:
    """Record a held lead with a person's corrections, and answer as ``POST /leads`` does.

    However often it is released, it is recorded once; later calls answer ``replayed``. ``came`` is
    the lead itself where the held bytes are only a notice of it. Raises 409 for a discarded entry
    and 422 for a lead that still cannot be recorded.
    """
    if held.status == "released":
        return _replay(held, source, desk)
    try:
        came = came or arrival(held, desk)
    except Unavailable:
        # Bytes are deleted at release: another call may have released it since the entry was read.
        held = entry(desk.store, held.id) or held
        if held.status == "released":
            return _replay(held, source, desk)
        if held.status == "discarded":  # by hand, or because its person was erased
            raise _discarded() from None
        raise
    submission = understand(came, source, desk.keyed, desk.rules, corrected=fields)
    if submission.problem:
        detail = f"The lead cannot be recorded yet: {submission.problem}. Correct its fields."
        raise Problem(422, "Unprocessable Content", detail)
    original = understand(came, source, desk.keyed, desk.rules)
    submission = submission.as_released(held, original, by)
    ids = Ids(
        delivery=held.delivery_id,
        card=desk.new_id("card"),
        inquiry=desk.new_id("inq"),
        task=desk.new_id("task"),
        quarantine=held.id,
    )
    settled: frozenset[str] = frozenset()
    while True:
        try:
            answer = _release_once(held, submission, ids, desk, deadline, settled)
            break
        except Stale as stale:
            settled |= suggestions.settled_in(stale.found)
        held = entry(desk.store, held.id) or held
        if held.status == "released":
            return _replay(held, source, desk)
        if time.monotonic() >= deadline:
            raise Contended("decided again and again")
    _forget_bytes(held, desk)
    return answer


def _forget_bytes(held: QuarantineEntry, desk: Desk) -> None:
    """Delete the bytes of a released lead, and what an erasure finds them by."""
    with suppress(Unavailable):  # what is left is recognised by its entry's status
        desk.raw.forget(held.raw_name)
        for mark in held.marks:
            desk.store.write(Delete(key=items.marked_key(mark, held.raw_name)))


def _release_once(
    held: QuarantineEntry,
    submission: Submission,
    ids: Ids,
    desk: Desk,
    deadline: float,
    settled: frozenset[str],
) -> Answer:
    """Read, decide and write once. Raises ``Stale`` where something has changed meanwhile."""
    if held.status == "discarded":
        raise _discarded()
    seen = replace(look(submission, desk), settled=settled)
    now = rfc3339(datetime.now(UTC))
    recorder = Recorder(
        submission=submission, ids=ids, keyed=desk.keyed, directory=desk.directory, now=now
    )
    if submission.lead.is_test:
        recording = recorder.test(seen)
    else:
        decision = decide(submission.profile, seen.candidates, desk.rules)
        recording = recorder.inquiry(seen, decision)
    closing = items.quarantine_closed(
        held,
        status="released",
        closed_at=now,
        closed_by=submission.corrected_by,
        card_id=recording.answer.card_id,
        inquiry_id=recording.answer.inquiry_id,
    )
    desk.store.transact([*recording.writes, closing], deadline=deadline)
    return recording.answer


def _discarded() -> Problem:
    return Problem(409, "Conflict", "This lead has been discarded.")


def _replay(held: QuarantineEntry, source: Source, desk: Desk) -> Answer:
    """Answer a release that was done before, from the delivery that it wrote."""
    key = items.delivery_key(held.source, held.key)
    item = desk.store.get([key]).get(key)
    if not item:
        raise Problem(409, "Conflict", "This lead was released, and its delivery is forgotten.")
    delivery = items.delivery_of(item)
    nothing = Arrival(
        body=b"", content_type="", received_at=datetime.fromisoformat(held.received_at)
    )
    recorder = Recorder(
        submission=understand(nothing, source, desk.keyed),
        ids=Ids(delivery="", card="", inquiry="", task="", quarantine=""),
        keyed=desk.keyed,
        directory=desk.directory,
    )
    return recorder.answer("replayed", delivery)


def discard(held: QuarantineEntry, store: Store, *, by: str, reason: str) -> QuarantineEntry:
    """Close an entry without recording its lead; the entry and the reason are kept."""
    now = rfc3339(datetime.now(UTC))
    try:
        store.write(
            items.quarantine_closed(
                held, status="discarded", closed_at=now, closed_by=by, reason=reason
            )
        )
    except Stale:
        held = entry(store, held.id) or held
        if held.status != "discarded":
            raise Problem(409, "Conflict", f"This lead has been {held.status}.") from None
        return held
    return entry(store, held.id) or held
