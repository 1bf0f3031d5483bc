"""The heart: one lead comes in, and ends on one card, in quarantine or parked. Never lost.

Receive → normalise (``submission``) → resolve (:func:`look`) → decide → record (``recording``).
Everything that the decision rests on is a condition of the one transaction; where any of it has
changed meanwhile, it is read and decided again.
"""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime

from leadfold.cards import suggestions
from leadfold.errors import Contended, Stale, Unavailable
from leadfold.identity.decide import decide
from leadfold.intake import parking, replaying
from leadfold.intake.answer import Answer
from leadfold.intake.recording import (
    Ids,
    Recorder,
    Recording,
    Seen,
)
from leadfold.intake.submission import Submission, understand
from leadfold.model import Arrival, Source
from leadfold.normalise import dates
from leadfold.resolve import suppressed
from leadfold.resolve.desk import Desk
from leadfold.store import items

#: Seconds; the longest random wait before another attempt doubles, up to the limit.
_STEP = 0.01
_LONGEST_STEP = 0.3
#: Why a lead of an erased person is held, where policy says so.
ERASED_PERSON = "erased_person"


def take_in(
    arrival: Arrival,
    source: Source,
    desk: Desk,
    *,
    deadline: float,
    delivery_id: str | None = None,
    hold_as: str | None = None,
) -> Answer:
    """Record one lead and return what became of it.

    At ``deadline`` (monotonic clock) the attempts at a contended or silent table end; the lead is
    then parked and the answer ``accepted``. ``delivery_id`` is the id from that answer when the
    parked lead is taken in later. ``hold_as`` puts the lead in quarantine under that code.

    Raises ``Unavailable`` only where the lead could be stored nowhere.
    """
    submission = understand(arrival, source, desk.keyed, desk.rules)
    if hold_as:
        submission = replace(submission, problem=hold_as)
    ids = Ids(
        delivery=delivery_id or desk.new_id("dlv"),
        card=desk.new_id("card"),
        inquiry=desk.new_id("inq"),
        task=desk.new_id("task"),
        quarantine=desk.new_id("qtn"),
    )
    attempt = 0
    settled: frozenset[str] = frozenset()
    try:
        while True:
            try:
                seen = replace(look(submission, desk, known_is_enough=True), settled=settled)
                if seen.delivery and not replaying.is_over(seen.delivery, submission):
                    if replaying.is_reused(seen.delivery, submission, desk):
                        submission = submission.as_reused(desk.keyed)
                        continue
                    return replaying.replay(seen.delivery, submission, ids, desk)
                recording = _decide(submission, seen, ids, desk)
                desk.store.transact(recording.writes, deadline=deadline)
            except Stale as stale:
                settled |= suggestions.settled_in(stale.found)
                if time.monotonic() >= deadline:
                    raise Contended("decided again and again") from None
                _step_aside(attempt)
                attempt += 1
                continue
            if recording.answer.outcome == "quarantined":
                parking.hold(submission, desk)
            return recording.answer
    except (Contended, Unavailable):
        return parking.park(submission, ids.delivery, desk)


def _step_aside(attempt: int) -> None:
    """Wait a random time before deciding again, so that leads on one key pass one by one.

    Not before the first repetition: the lead that came first is recorded by then.
    """
    if attempt:
        time.sleep(random.uniform(0, min(_LONGEST_STEP, _STEP * 2**attempt)))  # noqa: S311


def look(submission: Submission, desk: Desk, *, known_is_enough: bool = False) -> Seen:
    """Read what the store holds of the delivery and of the person.

    With ``known_is_enough`` the person's cards are not read where the delivery is known and still
    remembered.
    """
    delivery_key = items.delivery_key(submission.source.id, submission.key)
    identity_keys = [items.identity_key(identity) for identity in submission.identities]
    holding = desk.directory.erasure_rules().leads == "hold"
    suppressed_keys = suppressed.keys_of(submission.identities) if holding else []
    first = desk.store.get([delivery_key, *identity_keys, *suppressed_keys])
    there = first.get(delivery_key)
    delivery = items.delivery_of(there) if there else None
    if known_is_enough and delivery and not replaying.is_over(delivery, submission):
        return Seen(delivery=delivery, identities={}, candidates=[])
    person = submission.person
    found = desk.finder.find(submission.identities, person.name, first, person.birth_date or "")
    return Seen(
        delivery=delivery,
        identities=found.identities,
        candidates=found.candidates,
        erased=any(key in first for key in suppressed_keys),
        current_ids=found.current_ids,
    )


def _decide(submission: Submission, seen: Seen, ids: Ids, desk: Desk) -> Recording:
    """Return what is to be written. Raw bytes are stored before a quarantine entry names them."""
    recorder = Recorder(
        submission=submission,
        ids=ids,
        keyed=desk.keyed,
        directory=desk.directory,
        now=dates.rfc3339(datetime.now(UTC)),
    )
    if submission.problem:
        parking.park_for_quarantine(submission, ids.delivery, desk)
        return recorder.quarantine(seen, submission.problem)
    if submission.lead.is_test:
        return recorder.test(seen)
    decision = decide(submission.profile, seen.candidates, desk.rules)
    if seen.erased and not decision.chosen:
        parking.park_for_quarantine(submission, ids.delivery, desk)
        return recorder.quarantine(seen, ERASED_PERSON)
    return recorder.inquiry(seen, decision)
