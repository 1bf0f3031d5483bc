"""The heart: a lead comes in, and ends on one card, in quarantine or parked. Never lost.

Read, decide, write: everything that the decision rests on is a condition of the one transaction;
if any has changed meanwhile, read again and decide again.
"""

import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from leadfold.cards import suggestions
from leadfold.errors import Contended, Stale, Unavailable
from leadfold.identity.decide import decide
from leadfold.intake import answer
from leadfold.intake.answer import Answer
from leadfold.intake.recording import (
    Ids,
    Recorder,
    Recording,
    Seen,
)
from leadfold.intake.submission import Submission, understand
from leadfold.model import Arrival, Delivery, Person, Source, Warn
from leadfold.normalise import dates
from leadfold.normalise import person as people
from leadfold.resolve import aliases, suppressed
from leadfold.resolve.desk import Desk
from leadfold.store import items
from leadfold.store.writes import Change

#: Seconds; the bound of the random waits doubles up to the longest.
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
    """Record one lead and say what became of it.

    ``deadline`` (monotonic clock) ends the attempts at a contended or silent table; the lead is
    then parked and the answer ``accepted``. ``delivery_id`` is the one that such an answer gave,
    when the lead is taken in at last. ``hold_as`` puts it in quarantine under that code.

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
                if seen.delivery and not _over(seen.delivery, arrival.received_at):
                    if _is_reused(seen.delivery, submission, desk):
                        submission = submission.as_reused(desk.keyed)
                        continue
                    return _replay(_as_now(seen.delivery, desk), submission, ids, desk)
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
                _settle(submission, desk)
            return recording.answer
    except (Contended, Unavailable):
        return _park(submission, ids, desk)


def _step_aside(attempt: int) -> None:
    """Wait a random moment before deciding again: many who meet on one key get by one by one.

    The first time nobody waits, since the one who won is done.
    """
    if attempt:
        time.sleep(random.uniform(0, min(_LONGEST_STEP, _STEP * 2**attempt)))  # noqa: S311


# -- read -----------------------------------------------------------------------------------------


def look(submission: Submission, desk: Desk, *, known_is_enough: bool = False) -> Seen:
    """Read what the store holds of the delivery and of the person.

    ``known_is_enough`` leaves the person unread where the delivery is there and still counts.
    """
    delivery_key = items.delivery_key(submission.source.id, submission.key)
    identity_keys = [items.identity_key(identity) for identity in submission.identities]
    holding = desk.directory.erasure_rules().leads == "hold"
    suppressed_keys = suppressed.keys_of(submission.identities) if holding else []
    first = desk.store.get([delivery_key, *identity_keys, *suppressed_keys])
    there = first.get(delivery_key)
    delivery = items.delivery_of(there) if there else None
    if known_is_enough and delivery and not _over(delivery, submission.arrival.received_at):
        return Seen(delivery=delivery, identities={}, candidates=[])
    found = desk.finder.named_by(submission.identities, submission.person.name, first)
    return Seen(
        delivery=delivery,
        identities=found.identities,
        candidates=found.candidates,
        erased=any(key in first for key in suppressed_keys),
        stands=found.stands,
    )


# -- decide ---------------------------------------------------------------------------------------


def _decide(submission: Submission, seen: Seen, ids: Ids, desk: Desk) -> Recording:
    """Return what is to be written. Raw bytes are durable before an entry names them."""
    recorder = Recorder(
        submission=submission,
        ids=ids,
        keyed=desk.keyed,
        directory=desk.directory,
        now=dates.rfc3339(datetime.now(UTC)),
    )
    if submission.problem:
        _store_raw(submission, ids, desk)
        return recorder.quarantine(seen, submission.problem)
    if submission.lead.is_test:
        return recorder.test(seen)
    decision = decide(submission.profile, seen.candidates, desk.rules)
    if seen.erased and not decision.chosen:
        _store_raw(submission, ids, desk)
        return recorder.quarantine(seen, ERASED_PERSON)
    return recorder.inquiry(seen, decision)


def known_delivery(arrival: Arrival, source: Source, desk: Desk) -> Delivery | None:
    """Return what became of a delivery, ``None`` where it is new or its time is over."""
    submission = understand(arrival, source, desk.keyed, desk.rules)
    key = items.delivery_key(source.id, submission.key)
    item = desk.store.get([key]).get(key)
    delivery = items.delivery_of(item) if item else None
    return delivery if delivery and not _over(delivery, arrival.received_at) else None


def _over(delivery: Delivery, now: datetime) -> bool:
    return datetime.fromisoformat(delivery.until) <= now


def _is_reused(delivery: Delivery, submission: Submission, desk: Desk) -> bool:
    """Tell whether a known delivery id comes with another person's identities."""
    if delivery.outcome == "erased":  # nothing is left to compare but whether it was the person's
        told = suppressed.keys_of(submission.identities)
        return bool(told) and not desk.store.get(told)
    if delivery.content == submission.content or not (delivery.card_id and delivery.inquiry_id):
        return False
    key = items.inquiry_key(delivery.card_id, str(delivery.inquiry_date), delivery.inquiry_id)
    item = desk.store.get([key]).get(key)
    if not item:
        return False
    inquiry = items.inquiry_of(item)
    received = datetime.fromisoformat(inquiry.received_at).date()
    before = people.parse(inquiry.fields, submission.source.country, received)
    # Only the masked tails of national IDs are there to compare, which is enough to ask a person.
    tails = {fields.get("national_id", "") for fields in (inquiry.fields, submission.lead.fields)}
    if len(tails - {""}) > 1:
        return True
    return not can_be_one_person(before, submission.person)


def can_be_one_person(before: Person, now: Person) -> bool:
    """Tell whether two tellings of one delivery can be about one person."""
    from leadfold.identity import names

    if names.compare(before.name, now.name).verdict == "different":
        return False
    pairs = [
        (before.e164, now.e164),
        (before.email and before.email.key, now.email and now.email.key),
    ]
    both = [(left, right) for left, right in pairs if left and right]
    return not both or any(left == right for left, right in both)


# -- write, and what is left when that cannot be --------------------------------------------------


def _replay(delivery: Delivery, submission: Submission, ids: Ids, desk: Desk) -> Answer:
    """Answer a delivery that is there already.

    Where it is this very attempt's own (its answer was lost on the way), the outcome is the first.
    """
    recorder = Recorder(submission=submission, ids=ids, keyed=desk.keyed, directory=desk.directory)
    if delivery.id == ids.delivery and delivery.outcome != "erased":
        return recorder.answer(delivery.outcome, delivery)
    warnings = []
    if delivery.outcome != "erased" and delivery.content != submission.content:
        name = f"{submission.raw_name}.{submission.content}"
        desk.raw.keep(name, submission.arrival.body)
        message = "a delivery with this id said something else before; that one stands"
        warnings.append(Warn(field="lead_id", code="content_differs", message=message))
    _count_replay(delivery, submission.arrival, desk)
    return recorder.answer("replayed", delivery, *warnings)


def _as_now(delivery: Delivery, desk: Desk) -> Delivery:
    """Return a delivery with the living card in the place of one that was merged since."""
    card = aliases.current_card(desk.store, delivery.card_id) if delivery.card_id else None
    return replace(delivery, card_id=card.id) if card else delivery


def replay_notice(delivery: Delivery, arrival: Arrival, desk: Desk) -> Answer:
    """Answer a notice of a delivery that is known: it says nothing that could differ."""
    delivery = _as_now(delivery, desk)
    _count_replay(delivery, arrival, desk)
    return answer.compose(
        "replayed",
        Person(),
        delivery_id=delivery.id,
        card_id=delivery.card_id,
        inquiry_id=delivery.inquiry_id,
        quarantine_id=delivery.quarantine_id,
    )


def _count_replay(delivery: Delivery, arrival: Arrival, desk: Desk) -> None:
    change = Change(
        key=items.replay_key(delivery.source, delivery.key),
        fill={
            "source": delivery.source,
            "delivery_id": delivery.id,
            "of": delivery.inquiry_id or delivery.quarantine_id or delivery.id,
            "is_test": delivery.outcome == "test",
        },
        set={"last_at": dates.rfc3339(arrival.received_at)},
        add={"replays": 1},
    )
    with suppress(Unavailable):  # a missing count must not make a known lead unknown
        desk.store.write(change)


def park_unread(arrival: Arrival, source: Source, desk: Desk, delivery_id: str) -> Answer:
    """Keep a lead that this program failed on, whatever the fault: ``upkeep`` tries again."""
    told = f"{arrival.idempotency_key}\0{sha256(arrival.body).hexdigest()}"
    name = f"{source.id}/{desk.keyed.of('unread', told)}"
    desk.raw.park(name, arrival.body, _about(arrival, source, delivery_id))
    return answer.compose("accepted", Person(), delivery_id=delivery_id)


def _store_raw(submission: Submission, ids: Ids, desk: Desk) -> None:
    about = _about(submission.arrival, submission.source, ids.delivery)
    desk.raw.park(submission.raw_name, submission.arrival.body, about)


def _about(arrival: Arrival, source: Source, delivery_id: str) -> dict[str, str]:
    """Return what ``unpark`` needs besides the bytes."""
    about = {
        "source": source.id,
        "content-type": arrival.content_type[:200],
        "received-at": arrival.received_at.isoformat(),
        "delivery-id": delivery_id,
    }
    if arrival.idempotency_key:
        about["idempotency-key"] = arrival.idempotency_key
    return about


def unpark(body: bytes, about: Mapping[str, str]) -> Arrival:
    """Return the arrival that was parked."""
    return Arrival(
        body=body,
        content_type=about["content-type"],
        received_at=datetime.fromisoformat(about["received-at"]),
        idempotency_key=about.get("idempotency-key"),
    )


def _settle(submission: Submission, desk: Desk) -> None:
    """Move the bytes to where the entry says; if that fails now, ``upkeep`` does it."""
    try:
        desk.raw.hold(submission.raw_name)
    except Unavailable:
        return


def _park(submission: Submission, ids: Ids, desk: Desk) -> Answer:
    """Keep the lead for ``upkeep`` to take in when the table answers again.

    Under its content as well: two leads may come with one id while nobody can tell.
    """
    about = _about(submission.arrival, submission.source, ids.delivery)
    name = f"{submission.raw_name}.{submission.content}"
    desk.raw.park(name, submission.arrival.body, about)
    return answer.compose(
        "accepted",
        submission.person,
        is_test=submission.lead.is_test,
        delivery_id=ids.delivery,
        inquiry_date=dates.rfc3339(submission.date),
    )
