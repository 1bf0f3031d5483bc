"""Nothing is lost: what cannot be recorded is held for a person or parked (contract, rule 8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold.errors import Contended, Unavailable
from leadfold.intake.parking import park_unread
from leadfold.intake.recording import Recorder
from leadfold.model import Arrival, Share, Source
from leadfold.store import items
from tests.office import NOON, SITE, Office

OLA = {"phone": "91234567", "full_name": "Ola Hansen"}
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
DOWN = [Unavailable("down"), Contended("busy")]


def entry(office, answer):
    key = items.quarantine_key(answer.quarantine_id)
    return items.quarantine_of(office.store.get([key])[key])


# -- held for a person ----------------------------------------------------------------------------

NO_LEADS = [
    (b"", JSON, "empty"),
    (b"  \n", FORM, "empty"),
    (b'{"phone": "912', JSON, "unparseable"),
    (b'{"n": NaN}', JSON, "unparseable"),
    (b"\xff\xfe{}", JSON, "unparseable"),
    (b"[" * 100_000, JSON, "unparseable"),
    (b"phone=%ff", FORM, "unparseable"),
    (b"&".join(b"a%d=1" % n for n in range(1001)), FORM, "unparseable"),
    (b"[]", JSON, "not_one_lead"),
    (b'[{"phone": "1"}, {"phone": "2"}]', JSON, "not_one_lead"),
    (b'"91234567"', JSON, "not_one_lead"),
    (b"null", JSON, "not_one_lead"),
    (b"{}", JSON, "no_identity"),
    (b"message=call+me", FORM, "no_identity"),
    (b'{"phone": "00000000", "email": "test@test.com"}', JSON, "no_identity"),
    (b'{"full_name": "Ola Hansen", "national_id": "15076500566"}', JSON, "no_identity"),
    (b'{"phone": {"number": "91234567"}}', JSON, "no_identity"),
]


@pytest.mark.parametrize(("body", "content_type", "code"), NO_LEADS)
def test_what_cannot_be_recorded_is_held_with_its_bytes(office, body, content_type, code):
    answer = office.post_body(body, content_type)
    held = entry(office, answer)
    assert (answer.outcome, answer.needs_attention, held.code) == ("quarantined", True, code)
    assert office.raw.kept[held.raw_name] == body
    assert list(office.raw.parked()) == []
    assert office.cards == []


@pytest.mark.parametrize(
    ("source", "owner"),
    [
        (SITE, "dora"),
        (replace(SITE, data_owner=None), "ann"),
        (replace(SITE, data_owner=None, owners=(Share(owner_id="gone"),)), "bob"),
        (Source(id="bare"), None),
    ],
)
def test_what_is_held_has_an_owner_and_a_due_time(office, post, source, owner):
    answer = post(message="call me", source=source)
    assert (entry(office, answer).owner_id, answer.owner_id) == (owner, owner)
    assert entry(office, answer).due_at == "2026-11-23T13:00:00Z"
    [queued] = office.store.query_index("work", items.work_partition("QUARANTINE", owner))
    assert queued["id"] == answer.quarantine_id


def test_a_lead_that_is_held_keeps_what_is_needed_to_take_it_in_again(office):
    answer = office.post_body(b"message=x", FORM, key="k1")
    held = entry(office, answer)
    assert (held.source, held.content_type, held.idempotency_key) == ("site", FORM, "k1")
    assert (held.delivery_id, held.received_at) == (answer.delivery_id, "2026-11-23T12:00:00Z")


def test_bytes_that_could_not_be_moved_are_moved_by_the_sweep(office, post, monkeypatch):
    def fail(_):
        raise Unavailable("S3")

    with monkeypatch.context() as patched:
        patched.setattr(office.raw, "hold", fail)
        answer = post(message="call me")
    assert (answer.outcome, len(list(office.raw.parked()))) == ("quarantined", 1)
    assert office.sweep() == {"quarantined": 1}
    assert (list(office.raw.parked()), len(office.raw.kept), len(office.held)) == ([], 1, 1)


# -- parked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", DOWN, ids=repr)
@pytest.mark.parametrize(
    ("lead", "outcome"),
    [
        (OLA, "created"),
        (OLA | {"is_test": True}, "test"),
        ({"message": "nobody"}, "quarantined"),
        (OLA | {"lead_id": "l1"}, "created"),
    ],
)
def test_a_lead_that_meets_no_store_is_accepted_and_taken_in_later(
    office, post, lead, outcome, error
):
    with office.store_failing(error):
        accepted = post(lead)
    assert (accepted.outcome, accepted.card_id) == ("accepted", None)
    assert office.sweep() == {outcome: 1}
    final = post(lead)
    assert (final.outcome, final.delivery_id) == ("replayed", accepted.delivery_id)
    assert (list(office.raw.parked()), office.sweep()) == ([], {})


def test_a_parked_lead_that_is_sent_again_first_is_recorded_once(office, post):
    with office.store_failing(Unavailable("down")):
        post(OLA)
    assert post(OLA).outcome == "created"
    assert office.sweep() == {"replayed": 1}
    assert len(office.stored("INQ")) == 1
    assert list(office.raw.parked()) == []


def test_a_parked_lead_keeps_its_time_and_its_key(office, post):
    with office.store_failing(Unavailable("down")):
        post(OLA, key="k1", at=NOON)
    office.sweep(at=NOON + timedelta(days=2))
    [card] = office.cards
    [inquiry] = office.inquiries(card.id)
    assert inquiry.date == inquiry.received_at == "2026-11-23T12:00:00Z"
    assert post(OLA, key="k1", at=NOON + timedelta(days=3)).outcome == "replayed"


def test_parked_leads_of_many_customers_are_all_taken_in(office, post):
    with office.store_failing(Contended("busy")):
        for n in range(10, 30):
            post(phone=f"912345{n}")
    assert office.sweep() == {"created": 20}
    assert len(office.cards) == 20


def test_a_sweep_leaves_what_may_still_be_at_work(office, post):
    with office.store_failing(Unavailable("down")):
        post(OLA, at=NOON)
    assert office.sweep(at=NOON + timedelta(seconds=59)) == {"young": 1}
    assert office.sweep(at=NOON + timedelta(seconds=60)) == {"created": 1}


def test_a_sweep_while_the_store_is_down_loses_nothing(office, post):
    with office.store_failing(Unavailable("down")):
        post(OLA)
        assert office.sweep() == {"accepted": 1}
    assert office.sweep() == {"created": 1}


def test_a_lead_of_a_source_that_is_gone_stays_parked(office, post):
    with office.store_failing(Unavailable("down")):
        post(OLA, source=Source(id="removed"))
    assert office.sweep() == {"unknown_source": 1}
    assert len(list(office.raw.parked())) == 1


def test_an_answer_that_was_lost_after_the_write_doubles_nothing(office, post):
    class Deaf:
        """Writes, and hears no answer."""

        def transact(self, writes, *, deadline):
            office.store.transact(writes, deadline=deadline)
            raise Unavailable("ReadTimeoutError")

        def __getattr__(self, name):
            return getattr(office.store, name)

    listening, office.desk = office.desk, replace(office.desk, store=Deaf())
    accepted = post(OLA)
    office.desk = listening
    assert (accepted.outcome, office.sweep()) == ("accepted", {"created": 1})
    assert len(office.stored("INQ")) == len(office.stored("TASK")) == 1


def test_a_lead_that_can_be_kept_nowhere_is_not_accepted(office, post, monkeypatch):
    def fail(*_):
        raise Unavailable("S3")

    monkeypatch.setattr(office.raw, "park", fail)
    with office.store_failing(Unavailable("down")), pytest.raises(Unavailable):
        post(OLA)


# -- leads that this program fails on -------------------------------------------------------------


@pytest.fixture
def poison(monkeypatch):
    """From here on the program fails on every lead that it would record."""

    def fail(*_):
        raise RuntimeError("a fault of this program")

    monkeypatch.setattr(Recorder, "inquiry", fail)
    return monkeypatch


@pytest.fixture
def unread(office) -> Office:
    """An office where a lead was kept without being understood."""
    arrival = Arrival(
        body=b'{"phone": "91234567"}', content_type=JSON, received_at=NOON, idempotency_key="k1"
    )
    assert park_unread(arrival, SITE, office.desk, "dlv_unread").outcome == "accepted"
    return office


def test_a_lead_that_was_kept_unread_is_taken_in_by_the_sweep(unread):
    assert unread.sweep() == {"created": 1}
    [card] = unread.cards
    assert [i.delivery_id for i in unread.inquiries(card.id)] == ["dlv_unread"]
    assert unread.post(phone="91234567", key="k1").outcome == "replayed"
    assert list(unread.raw.parked()) == []


def test_a_lead_that_the_program_keeps_failing_on_is_held_for_a_person(unread, poison):
    assert unread.sweep() == {"quarantined": 1}
    assert list(unread.held.values()) == ["failed"]
    [body] = unread.raw.kept.values()
    assert body == b'{"phone": "91234567"}'
    assert list(unread.raw.parked()) == []
    assert unread.sweep() == {}


def test_a_failed_lead_is_found_under_the_name_that_its_entry_has(unread, poison):
    unread.sweep()
    [held] = [items.quarantine_of(item) for item in unread.stored("QUARANTINE")]
    assert held.raw_name in unread.raw.kept


def test_one_poisonous_lead_does_not_stop_the_others(unread, poison):
    with unread.store_failing(Unavailable("down")):
        unread.post(message="nobody")
    assert unread.sweep() == {"quarantined": 2}


def test_two_leads_with_one_id_are_both_kept_while_the_table_is_down(office, post):
    with office.store_failing(Unavailable("down")):
        post(lead_id="l1", full_name="Ola Hansen", phone="91234567")
        post(lead_id="l1", full_name="Kari Moe", phone="41234567")
    assert sorted(office.sweep()) == ["created", "quarantined"]
    assert list(office.raw.parked()) == []
    assert list(office.held.values()) == ["delivery_id_reused"]
