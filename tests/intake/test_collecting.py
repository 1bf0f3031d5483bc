"""The lead behind a notice: read from a stand-in of Meta's Graph API, over real HTTP."""

from datetime import timedelta

import pytest

from leadfold.intake import quarantine
from leadfold.intake.collecting import collect, queued_notice_of
from leadfold.intake.graph_client import GraphClient
from leadfold.intake.notices import QueuedNotice
from leadfold.model import SourceSecrets
from leadfold.store import items
from leadfold.store.writes import Overwrite
from tests.office import NOON
from tests.stand_ins.graph import GraphStandIn, error, html, lead

LEAD_ID = "900000000000101"
FIELDS = {"full_name": ["Kari Nordmann"], "phone_number": ["+4791234567"]}


@pytest.fixture
def graph():
    with GraphStandIn(token="page-token", app_secret="app-secret") as stand_in:
        stand_in.leads[LEAD_ID] = lead(LEAD_ID, FIELDS)
        yield stand_in


@pytest.fixture
def meta(office, graph):
    """An office whose source is a Meta source."""
    office.use(platform="meta", graph_base=graph.base)
    secrets = SourceSecrets(access_token=("page-token",), app_secret=("app-secret",))
    key = items.config_key("SECRETS", office.source.id)
    office.store.write(Overwrite(key=key, item=items.secrets_item(secrets)))
    office.reopen()
    return office


def queued(attempt=1, at=NOON):
    return QueuedNotice(
        source="site", notice={"leadgen_id": LEAD_ID}, received_at=at, attempt=attempt
    )


def follow(office, wanted=None):
    return collect(wanted or queued(), office.desk, office.config, GraphClient(), chance=0.5)


def test_a_notice_becomes_the_lead_on_a_card(meta):
    answer = follow(meta)
    assert (answer.outcome, answer.phone_e164) == ("created", "+4791234567")
    assert meta.inquiry(answer).platform == "meta"


def test_a_notice_that_comes_again_is_replayed_without_reading_again(meta, graph):
    first = follow(meta)
    asked = len(graph.asked)
    again = follow(meta, queued(at=NOON + timedelta(hours=36)))
    assert (again.outcome, again.inquiry_id) == ("replayed", first.inquiry_id)
    assert len(graph.asked) == asked
    assert meta.raw.kept == {}
    assert [item["replays"] for item in meta.stored("REPLAY")] == [1]


@pytest.mark.parametrize(
    ("step", "attempt", "seconds"),
    [
        (error(80005), 1, 5),
        (error(4), 2, 20),
        (error(613), 3, 60),
        (error(32), 4, 300),
        (error(2), 1, 5),
        (html(), 1, 5),
    ],
)
def test_what_passes_by_itself_is_tried_again_later(meta, graph, step, attempt, seconds):
    graph.script(LEAD_ID, step)
    later = follow(meta, queued(attempt))
    assert later.seconds == pytest.approx(seconds, abs=1)
    assert follow(meta, queued(attempt).again()).outcome == "created"


def test_a_wait_that_the_platform_names_is_kept(meta, graph):
    graph.script(LEAD_ID, error(80005, minutes=90))
    assert follow(meta).seconds >= 90 * 60


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([error(190)], "reconnect"),
        ([error(100, 33)], "not_visible"),
        # Refused with the advertisement's fields, and again with the lead's alone.
        ([error(10), error(10)], "permission_missing"),
    ],
)
def test_what_a_person_must_mend_is_held_and_taken_in_by_a_later_notice(meta, graph, steps, code):
    graph.script(LEAD_ID, *steps)
    held = follow(meta)
    assert (held.outcome, meta.held) == ("quarantined", {held.quarantine_id: code})
    taken_in = follow(meta)
    assert (taken_in.outcome, taken_in.phone_e164) == ("created", "+4791234567")
    assert quarantine.entry(meta.store, held.quarantine_id).status == "released"
    assert follow(meta).outcome == "replayed"


def test_a_platform_that_never_answers_leaves_the_notice_with_a_person(meta, graph):
    graph.script(LEAD_ID, html())
    held = follow(meta, queued(attempt=1000))
    assert list(meta.held.values()) == ["read_failed"]
    assert queued_notice_of(quarantine.entry(meta.store, held.quarantine_id), meta.desk).notice == {
        "leadgen_id": LEAD_ID
    }


def test_a_notice_that_is_told_in_disorder_and_often_is_one_inquiry(meta):
    outcomes = [follow(meta, queued(attempt)).outcome for attempt in (3, 1, 2, 1)]
    assert outcomes == ["created", "replayed", "replayed", "replayed"]
    assert len(meta.stored("INQ")) == 1


def test_a_notice_of_a_source_that_is_gone_becomes_nothing(meta):
    gone = QueuedNotice(source="gone", notice={"leadgen_id": LEAD_ID}, received_at=NOON)
    assert follow(meta, gone) is None


def test_a_test_lead_is_known_by_its_text(meta, graph):
    text = "<test lead: dummy data for full_name>"
    graph.leads[LEAD_ID] = lead(LEAD_ID, {"full_name": [text], "email": ["test@fb.com"]})
    assert follow(meta).outcome == "test"


def test_a_notice_survives_the_queue():
    assert QueuedNotice.read(queued(3).message()) == queued(3)
