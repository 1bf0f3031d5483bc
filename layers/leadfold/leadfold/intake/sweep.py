"""Parked leads are taken in: the table was down or contended, or a worker crashed half-way."""

import time
from datetime import datetime, timedelta

from leadfold.errors import StoreError
from leadfold.intake.parking import unpark
from leadfold.intake.submission import understand
from leadfold.intake.take_in import take_in
from leadfold.model import Arrival, Source
from leadfold.resolve import suppressed
from leadfold.resolve.desk import Desk
from leadfold.runtime import telemetry
from leadfold.runtime.config import Config
from leadfold.store import items

#: Younger bytes may belong to a request that is still running.
_GRACE = timedelta(seconds=60)
_PATIENCE_SECONDS = 10.0


def sweep(desk: Desk, config: Config, *, now: datetime, until: float) -> dict[str, int]:
    """Take in parked leads until ``until`` (monotonic clock); return how many ended how.

    A lead that this program fails on goes to quarantine, where a person sees it.
    """
    counts: dict[str, int] = {}
    for name in desk.raw.parked():
        if time.monotonic() >= until:
            break
        try:
            outcome = _take_in_parked(name, desk, config, now)
        except Exception as error:  # noqa: BLE001 (one object must not hold the others up)
            telemetry.failed(error)
            outcome = "failed"
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _take_in_parked(name: str, desk: Desk, config: Config, now: datetime) -> str:
    body, about = desk.raw.read(name)
    arrival = unpark(body, about)
    if now - arrival.received_at < _GRACE:
        return "young"
    source = config.source(about["source"])
    if not source:
        return "unknown_source"
    delivery_id = about["delivery-id"]
    deadline = time.monotonic() + _PATIENCE_SECONDS
    try:
        if _must_wait(arrival, source, desk):
            return "accepted"
        answer = take_in(arrival, source, desk, deadline=deadline, delivery_id=delivery_id)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, a person must see the lead)
        telemetry.failed(error)
        answer = take_in(
            arrival, source, desk, deadline=deadline, delivery_id=delivery_id, hold_as="failed"
        )
    if answer.outcome == "accepted":
        return "accepted"
    if answer.quarantine_id and _names(answer.quarantine_id, name, desk):
        desk.raw.hold(name)
    desk.raw.drop(name)
    return answer.outcome


def _must_wait(arrival: Arrival, source: Source, desk: Desk) -> bool:
    """Tell whether a lead stays parked: it may be one of a person whose erasure began after it.

    The erasure deletes it. When that is done, and it is still there, it is somebody else's.
    """
    read = understand(arrival, source, desk.keyed, desk.rules)
    try:
        return suppressed.is_being_erased(
            desk.finder, read.identities, read.person.name, arrival.received_at
        )
    except StoreError:
        return True


def _names(entry_id: str, name: str, desk: Desk) -> bool:
    """Tell whether an entry holds these bytes: those of a lead parked unread have another name."""
    key = items.quarantine_key(entry_id)
    entry = desk.store.get([key]).get(key)
    return entry is not None and items.quarantine_of(entry).raw_name == name
