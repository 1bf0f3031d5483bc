"""The raw bytes of leads that are not recorded: parked until ``upkeep``, or held for a person.

Bytes are stored before anything names them, so that a crash loses none. What is parked is taken in
by ``sweep``; bytes of a quarantine entry are moved from the parked ones to the held ones.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from leadfold.errors import Unavailable
from leadfold.intake import answer
from leadfold.intake.answer import Answer
from leadfold.intake.submission import Submission
from leadfold.model import Arrival, Person, Source
from leadfold.normalise import dates
from leadfold.resolve.desk import Desk


def park(submission: Submission, delivery_id: str, desk: Desk) -> Answer:
    """Park a lead that the table does not take now, and answer ``accepted``.

    The name has the hash of the content as well: two leads may come with one delivery id while the
    table cannot be asked.
    """
    about = _about(submission.arrival, submission.source, delivery_id)
    name = f"{submission.raw_name}.{submission.content}"
    desk.raw.park(name, submission.arrival.body, about)
    return answer.compose(
        "accepted",
        submission.person,
        submission.warnings,
        is_test=submission.lead.is_test,
        delivery_id=delivery_id,
        inquiry_date=dates.rfc3339(submission.date),
    )


def park_unread(arrival: Arrival, source: Source, desk: Desk, delivery_id: str) -> Answer:
    """Park a lead on which this program failed, or for which no time was left.

    Nothing in it has been read, so its name is made of the whole body.
    """
    told = f"{arrival.idempotency_key}\0{sha256(arrival.body).hexdigest()}"
    name = f"{source.id}/{desk.keyed.of('unread', told)}"
    desk.raw.park(name, arrival.body, _about(arrival, source, delivery_id))
    return answer.compose("accepted", Person(), delivery_id=delivery_id)


def unpark(body: bytes, about: Mapping[str, str]) -> Arrival:
    """Return the arrival that was parked with these bytes and metadata."""
    return Arrival(
        body=body,
        content_type=about["content-type"],
        received_at=datetime.fromisoformat(about["received-at"]),
        idempotency_key=about.get("idempotency-key"),
    )


def park_for_quarantine(submission: Submission, delivery_id: str, desk: Desk) -> None:
    """Store the bytes under the name that the quarantine entry will have."""
    about = _about(submission.arrival, submission.source, delivery_id)
    desk.raw.park(submission.held_name, submission.arrival.body, about)


def hold(submission: Submission, desk: Desk) -> None:
    """Move a quarantine entry's bytes to the held ones; where that fails, ``upkeep`` does it."""
    with suppress(Unavailable):
        desk.raw.hold(submission.held_name)


def keep(name: str, submission: Submission, desk: Desk) -> None:
    """Keep the bytes of a known delivery that differ from those that were recorded.

    Their metadata says how to read them: an erasure looks for its person in them.
    """
    about = _about(submission.arrival, submission.source)
    desk.raw.keep(name, submission.arrival.body, about)


def _about(arrival: Arrival, source: Source, delivery_id: str = "") -> dict[str, str]:
    """Return the metadata that ``unpark`` and ``sweep`` need besides the bytes."""
    about = {
        "source": source.id,
        "content-type": arrival.content_type[:200],
        "received-at": arrival.received_at.isoformat(),
    }
    if delivery_id:
        about["delivery-id"] = delivery_id
    if arrival.idempotency_key:
        about["idempotency-key"] = arrival.idempotency_key
    return about
