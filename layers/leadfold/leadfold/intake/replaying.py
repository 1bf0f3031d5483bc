"""A delivery that came before: recognised, answered with what it became, and counted."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from leadfold.errors import Unavailable
from leadfold.intake import answer, parking
from leadfold.intake.answer import Answer
from leadfold.intake.recording import Ids, Recorder
from leadfold.intake.submission import Submission, understand
from leadfold.model import Arrival, Delivery, Person, Source, Warn
from leadfold.normalise import dates
from leadfold.normalise import person as people
from leadfold.resolve import aliases, suppressed
from leadfold.resolve.desk import Desk
from leadfold.store import items
from leadfold.store.writes import Change


def known_delivery(arrival: Arrival, source: Source, desk: Desk) -> Delivery | None:
    """Return the delivery that an arrival repeats, ``None`` where none is remembered."""
    submission = understand(arrival, source, desk.keyed, desk.rules)
    key = items.delivery_key(source.id, submission.key)
    item = desk.store.get([key]).get(key)
    delivery = items.delivery_of(item) if item else None
    return delivery if delivery and not is_over(delivery, submission) else None


def is_over(delivery: Delivery, submission: Submission) -> bool:
    """Tell whether the time is over for which a delivery is remembered.

    A form's own number of a submission is remembered as long as a platform's id. With another
    number, or without one, equal content is the same submission only within the source's window.
    """
    until = datetime.fromisoformat(delivery.until)
    if delivery.number != submission.number:
        window = timedelta(seconds=submission.source.double_submit_seconds + 1)
        until = min(until, datetime.fromisoformat(delivery.received_at) + window)
    return until <= submission.arrival.received_at


def is_reused(delivery: Delivery, submission: Submission, desk: Desk) -> bool:
    """Tell whether a known delivery id comes with the lead of another person."""
    if delivery.outcome == "erased":  # all that is left of the person are suppressed identities
        suppressed_keys = suppressed.keys_of(submission.identities)
        return bool(suppressed_keys) and not desk.store.get(suppressed_keys)
    if delivery.content == submission.content or not (delivery.card_id and delivery.inquiry_id):
        return False
    key = items.inquiry_key(delivery.card_id, str(delivery.inquiry_date), delivery.inquiry_id)
    item = desk.store.get([key]).get(key)
    if not item:
        return False
    inquiry = items.inquiry_of(item)
    received = datetime.fromisoformat(inquiry.received_at).date()
    before = people.parse(inquiry.fields, submission.source.country, received)
    # Of national IDs only the masked tails are stored; different ones are enough to ask a person.
    tails = {fields.get("national_id", "") for fields in (inquiry.fields, submission.lead.fields)}
    if len(tails - {""}) > 1:
        return True
    return not _can_be_one_person(before, submission.person)


def _can_be_one_person(before: Person, now: Person) -> bool:
    """Tell whether two leads with one delivery id can be about one person."""
    from leadfold.identity import names

    if names.compare(before.name, now.name).verdict == "different":
        return False
    pairs = [
        (before.e164, now.e164),
        (before.email and before.email.key, now.email and now.email.key),
    ]
    both = [(left, right) for left, right in pairs if left and right]
    return not both or any(left == right for left, right in both)


def replay(delivery: Delivery, submission: Submission, ids: Ids, desk: Desk) -> Answer:
    """Answer a known delivery as ``replayed``, and keep the bytes of one with another content.

    Where this attempt itself wrote the delivery, and the store's answer was lost on the way, the
    outcome is the first one.
    """
    delivery = _with_current_card(delivery, desk)
    recorder = Recorder(submission=submission, ids=ids, keyed=desk.keyed, directory=desk.directory)
    if delivery.id == ids.delivery and delivery.outcome != "erased":
        return recorder.answer(delivery.outcome, delivery)
    differing = _differing(delivery, submission)
    if not differing:
        with suppress(Unavailable):  # the answer matters more than the count
            _count_replay(delivery, submission.arrival, desk)
        return recorder.answer("replayed", delivery)
    name, field, message = differing
    _keep(f"{submission.raw_name}.{name}", delivery, submission, desk)
    warning = Warn(field=field, code="content_differs", message=message)
    return recorder.answer("replayed", delivery, warning)


def _differing(delivery: Delivery, submission: Submission) -> tuple[str, str, str] | None:
    """Return what to call bytes that differ from those of a known delivery, and what to say.

    Of a delivery that is known by its content the bytes count; of one with an id, the content.
    """
    if delivery.outcome == "erased":
        return None
    if delivery.content != submission.content:
        message = "A delivery with this id said something else before; that one stands."
        return submission.content, "lead_id", message
    if delivery.body and submission.body and delivery.body != submission.body:
        message = "The same was said a moment ago in other bytes; that delivery stands."
        return submission.body, "lead", message
    return None


def _keep(name: str, delivery: Delivery, submission: Submission, desk: Desk) -> None:
    """Keep the bytes that differ; an erasure finds them by what is noted first.

    That is the count of replays, by its inquiry, and while the lead is held its marks.
    """
    _count_replay(delivery, submission.arrival, desk, differed=True)
    if not delivery.card_id:
        from leadfold.cards import traces

        marks = traces.marks_of_lead(submission.person, submission.arrival.body, desk.keyed)
        for write in items.marked(marks, name, delivery.quarantine_id):
            desk.store.write(write)
    parking.keep(name, submission, desk)


def replay_notice(delivery: Delivery, arrival: Arrival, desk: Desk) -> Answer:
    """Answer a notice of a known delivery: it has only an id, so its content cannot differ."""
    delivery = _with_current_card(delivery, desk)
    with suppress(Unavailable):
        _count_replay(delivery, arrival, desk)
    return answer.compose(
        "replayed",
        Person(),
        delivery_id=delivery.id,
        card_id=delivery.card_id,
        inquiry_id=delivery.inquiry_id,
        quarantine_id=delivery.quarantine_id,
    )


def _with_current_card(delivery: Delivery, desk: Desk) -> Delivery:
    """Return a delivery with the living card in place of one that was merged since.

    Where that card is erased, or is being erased, so is the delivery; and so is that of a held lead
    whose person is.
    """
    from leadfold.cards import redaction

    if delivery.card_id:
        card = aliases.current_card(desk.store, delivery.card_id)
        now = redaction.delivery_as_read(delivery, card)
        return replace(now, card_id=card.id) if card else now
    key = items.quarantine_key(delivery.quarantine_id or "")
    entry = desk.store.get([key]).get(key, {}) if delivery.quarantine_id else {}
    is_erased = entry.get("reason") == redaction.ERASED
    return redaction.erased_delivery(delivery) if is_erased else delivery


def _count_replay(
    delivery: Delivery, arrival: Arrival, desk: Desk, *, differed: bool = False
) -> None:
    change = Change(
        key=items.replay_key(delivery.source, delivery.key),
        fill={
            "source": delivery.source,
            "delivery_id": delivery.id,
            "of": delivery.inquiry_id or delivery.quarantine_id or delivery.id,
            "is_test": delivery.outcome == "test",
        },
        set={"last_at": dates.rfc3339(arrival.received_at)}
        | ({"differed": True} if differed else {}),
        add={"replays": 1},
    )
    desk.store.write(change)
