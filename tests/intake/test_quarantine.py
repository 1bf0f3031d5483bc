"""Held leads: corrected and released exactly once, or discarded with a reason."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from leadfold.errors import Problem, Unavailable
from leadfold.intake import quarantine
from leadfold.model import Arrival
from tests.office import NOON

NAMELESS = {"lead_id": "held-1", "full_name": "Ola Hansen", "phone": "00000000", "roof": "south"}


def entry(office, answer):
    return quarantine.entry(office.store, answer.quarantine_id)


def release(office, answer, by="Dora", **fields):
    held = entry(office, answer)
    deadline = time.monotonic() + 30
    return quarantine.release(held, office.source, fields, office.desk, by=by, deadline=deadline)


def test_a_released_lead_is_recorded_with_its_own_date_and_delivery(office, post):
    held = post(NAMELESS)
    answer = release(office, held, phone="912 34 567")
    assert (answer.outcome, answer.delivery_id) == ("created", held.delivery_id)
    inquiry = office.inquiry(answer)
    assert (inquiry.date, inquiry.answers) == ("2026-11-23T12:00:00Z", {"roof": "south"})
    assert (inquiry.corrected_by, inquiry.corrections) == ("Dora", {"phone": "00000000"})


def test_a_released_lead_may_be_a_repeat_on_a_card_that_is_there(office, post):
    first = post(full_name="Ola Hansen", phone="91234567")
    answer = release(office, post(NAMELESS), phone="91234567")
    assert (answer.outcome, answer.card_id) == ("repeat", first.card_id)


def test_releasing_again_answers_replayed_with_the_same_ids(office, post):
    held = post(NAMELESS)
    first = release(office, held, phone="91234567")
    again = release(office, held, phone="41234567")
    assert again.outcome == "replayed"
    assert (again.card_id, again.inquiry_id) == (first.card_id, first.inquiry_id)
    assert len(office.cards) == 1


def test_eight_people_releasing_at_once_record_it_once(office, post):
    held = post(NAMELESS)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: release(office, held, phone="91234567"), range(8)))
    assert sorted(answer.outcome for answer in answers) == ["created"] + ["replayed"] * 7
    assert len({answer.inquiry_id for answer in answers}) == 1


def test_a_lead_that_another_has_just_released_is_replayed_though_its_bytes_are_gone(office, post):
    held = post(NAMELESS)
    seen = entry(office, held)
    first = release(office, held, phone="91234567")
    again = quarantine.release(
        seen, office.source, {}, office.desk, by="Ann", deadline=time.monotonic() + 30
    )
    assert (again.outcome, again.inquiry_id) == ("replayed", first.inquiry_id)


def test_bytes_that_cannot_be_read_leave_the_lead_held(office, post):
    held = post(NAMELESS)
    office.raw.forget(entry(office, held).raw_name)
    with pytest.raises(Unavailable):
        release(office, held, phone="91234567")
    assert entry(office, held).status == "open"


def test_the_delivery_comes_again_after_the_release_as_replayed(office, post):
    answer = release(office, post(NAMELESS), phone="91234567")
    again = post(NAMELESS, at=NOON + timedelta(hours=1))
    assert (again.outcome, again.card_id) == ("replayed", answer.card_id)
    assert again.warning_codes != "content_differs"


def test_bytes_that_are_no_lead_are_released_with_all_fields_given(office):
    held = office.post_body(b'{"full_name": "Ola')
    answer = release(office, held, full_name="Ola Hansen", email="ola@example.com")
    assert (answer.outcome, answer.email_clean) == ("created", "ola@example.com")


def test_a_lead_that_still_names_nobody_stays_held(office, post):
    held = post(NAMELESS)
    with pytest.raises(Problem) as problem:
        release(office, held, phone="99999999")
    assert problem.value.status == 422
    assert entry(office, held).status == "open"


def test_a_released_entry_tells_who_and_when_and_leaves_the_queue_and_its_bytes(office, post):
    held = post(NAMELESS)
    answer = release(office, held, phone="91234567")
    closed = entry(office, held)
    assert (closed.status, closed.closed_by, closed.card_id) == ("released", "Dora", answer.card_id)
    assert office.store.query_index("work", "QUARANTINE#open#dora") == []
    assert office.raw.kept == {}


def test_a_discarded_entry_keeps_its_reason_and_cannot_be_released(office, post):
    held = post(NAMELESS)
    for _ in range(2):
        closed = quarantine.discard(entry(office, held), office.store, by="Dora", reason="spam")
    assert (closed.status, closed.reason, closed.closed_by) == ("discarded", "spam", "Dora")
    with pytest.raises(Problem) as problem:
        release(office, held, phone="91234567")
    assert problem.value.status == 409


def test_a_released_entry_cannot_be_discarded(office, post):
    held = post(NAMELESS)
    before = entry(office, held)
    release(office, held, phone="91234567")
    with pytest.raises(Problem) as problem:
        quarantine.discard(before, office.store, by="Dora", reason="spam")
    assert problem.value.status == 409


def test_another_persons_lead_under_a_reused_id_is_released_as_a_lead_of_its_own(office, post):
    first = post(lead_id="reused", full_name="Ola Hansen", phone="91234567")
    held = post(lead_id="reused", full_name="Kari Moe", phone="41234567")
    answer = release(office, held)
    assert (held.outcome, answer.outcome) == ("quarantined", "created")
    assert answer.card_id != first.card_id


def test_what_came_stays_readable_while_it_is_held(office):
    body = b'{"phone": "\xff\x00"}'
    held = office.post_body(body)
    came: Arrival = quarantine.arrival(entry(office, held), office.desk)
    assert (came.body, came.received_at) == (body, NOON)


def test_the_same_content_held_again_later_has_bytes_of_its_own(office, post):
    lead = {"full_name": "Ola Hansen", "message": "Call me"}
    first, second = post(lead), post(lead, at=NOON + timedelta(minutes=10))
    assert (first.outcome, second.outcome) == ("quarantined", "quarantined")
    assert first.quarantine_id != second.quarantine_id
    answers = [release(office, held, phone="91234567") for held in (first, second)]
    assert [answer.outcome for answer in answers] == ["created", "repeat"]
    assert len(office.inquiries(answers[0].card_id)) == 2
    assert not office.raw.kept
