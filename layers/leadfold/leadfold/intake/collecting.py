"""The lead that a notice names: read from the platform and taken in, or tried again later.

Reading is tried for two days, which is longer than a platform repeats its notices. After that, or
where only a person can repair the cause, the lead is put in quarantine with the notice in place of
its bytes. A later notice of the lead, or its release, reads it again.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

from leadfold.intake import quarantine
from leadfold.intake.answer import Answer
from leadfold.intake.graph_client import GraphClient, NotReadable
from leadfold.intake.notices import QueuedNotice
from leadfold.intake.replaying import known_delivery, replay_notice
from leadfold.intake.take_in import take_in
from leadfold.model import Arrival, QuarantineEntry, Source
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.sources import graph, meta, payload

#: Beyond this many tries (about two days by :func:`leadfold.sources.graph.pause`) a person decides.
_MOST_ATTEMPTS = 54
_PATIENCE_SECONDS = 10.0
#: Stored as who released a lead that could be read in the end.
_SELF = "Leadfold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The lead cannot be read yet: try again after ``seconds``; ``code`` says why."""

    seconds: int
    code: str


def collect(
    queued: QueuedNotice, desk: Desk, config: Config, platform: GraphClient, *, chance: float
) -> Answer | Later | None:
    """Read the lead that a notice names and take it in; ``None`` where there is no such source.

    ``chance`` (0 to 1) spreads the next attempts of leads that failed together. Raises
    ``Unavailable`` where the store fails: the message then comes again.
    """
    source = config.source(queued.source)
    if not source:
        return None
    deadline = time.monotonic() + _PATIENCE_SECONDS
    arrival = _notice_arrival(queued)
    delivery = known_delivery(arrival, source, desk)
    entry = quarantine.entry(desk.store, delivery.quarantine_id or "") if delivery else None
    if delivery and not (entry and holds_notice(entry, desk)):
        return replay_notice(delivery, arrival, desk)
    try:
        came = _read(queued, source, config, platform)
    except NotReadable as error:
        verdict = error.verdict
        passes = verdict.kind in {"retry", "wait"}
        if passes and queued.attempt < _MOST_ATTEMPTS:
            seconds = graph.pause(verdict, queued.attempt, chance)
            return Later(seconds=seconds, code=verdict.code)
        code = "read_failed" if passes else verdict.code
        return take_in(arrival, source, desk, deadline=deadline, hold_as=code)
    if entry:
        return quarantine.release(entry, source, {}, desk, by=_SELF, deadline=deadline, came=came)
    return take_in(came, source, desk, deadline=deadline)


def _read(queued: QueuedNotice, source: Source, config: Config, platform: GraphClient) -> Arrival:
    """Return the lead that a notice names. Raises ``NotReadable``."""
    if source.platform != "meta":
        verdict = graph.Verdict(kind="give_to_person", code="no_reader")
        raise NotReadable(verdict)
    body = platform.read(meta.notice_of(queued.notice), source, config.secrets(source.id))
    return Arrival(body=body, content_type=payload.JSON, received_at=queued.received_at)


def _notice_arrival(queued: QueuedNotice) -> Arrival:
    """Return the notice as an arrival, which is held where the lead cannot be read."""
    document = {
        "lead": {"id": queued.lead_id, "field_data": []},
        "notice": dict(queued.notice),
    }
    return Arrival(
        body=json.dumps(document).encode(),
        content_type=payload.JSON,
        received_at=queued.received_at,
        idempotency_key=queued.lead_id or None,
    )


def holds_notice(entry: QuarantineEntry, desk: Desk) -> bool:
    """Tell whether an open entry holds a notice in place of a lead."""
    return queued_notice_of(entry, desk) is not None


def queued_notice_of(entry: QuarantineEntry, desk: Desk) -> QueuedNotice | None:
    """Return the notice of an entry that holds a notice, ``None`` where it holds a lead."""
    if entry.status != "open":
        return None
    try:
        document = json.loads(desk.raw.held(entry.raw_name))
    except ValueError:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("notice"), dict):
        return None
    node = document.get("lead")
    if not isinstance(node, dict) or node.get("field_data") != []:
        return None
    received_at = datetime.fromisoformat(entry.received_at)
    return QueuedNotice(source=entry.source, notice=document["notice"], received_at=received_at)
