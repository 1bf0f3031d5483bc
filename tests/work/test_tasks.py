"""Work follows every inquiry, for the right owner and in time (contract, rule 3)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from leadfold.model import Share, WorkingHours
from leadfold.store import items
from leadfold.store.writes import Overwrite
from tests.office import NOON, SITE

PHONE = "91234567"
HOUR = timedelta(hours=1)
URGENT = replace(SITE, id="urgent", response_minutes=5, owners=(Share(owner_id="bob"),))
OFFICE_HOURS = WorkingHours(
    time_zone="Europe/Oslo",
    days=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (("08:00", "16:00"),)),
)


def test_a_new_card_has_one_open_task_of_first_contact(post, office):
    answer = post(phone=PHONE)
    task = office.task(answer)
    assert (task.kind, task.status, task.inquiries) == ("first_contact", "open", 1)
    assert (task.card_id, task.last_inquiry_id) == (answer.card_id, answer.inquiry_id)
    assert task.due_at == "2026-11-23T13:00:00Z"
    assert office.card(answer).open_task.id == task.id


def test_a_repeat_turns_the_open_task_into_a_call_back_and_counts(post, office):
    made = post(phone=PHONE, lead_id="0")
    for n in range(1, 4):
        answer = post(phone=PHONE, lead_id=str(n), at=NOON + n * HOUR)
        task = office.task(answer)
        assert (task.id, task.kind, task.inquiries) == (made.task_id, "call_back", n + 1)
        assert task.last_inquiry_id == answer.inquiry_id
    assert len(office.stored("TASK")) == 1


def test_a_repeat_moves_the_due_time_only_earlier(post, office):
    made = post(phone=PHONE)
    later = post(phone=PHONE, lead_id="2", at=NOON + 3 * HOUR)
    assert office.task(later).due_at == "2026-11-23T13:00:00Z"
    urgent = post(phone=PHONE, lead_id="3", at=NOON, source=URGENT)
    assert office.task(urgent).due_at == "2026-11-23T12:05:00Z"
    assert office.card(made).open_task.due_at == "2026-11-23T12:05:00Z"


def test_a_task_that_is_due_earlier_moves_up_in_the_work_list(post, office):
    post(phone="99887766", at=NOON - HOUR / 2)
    made = post(phone=PHONE)
    post(phone=PHONE, lead_id="2", source=URGENT)
    queue = office.store.query_index("work", items.work_partition("TASK", "ann"))
    assert queue[0]["id"] == made.task_id
    assert len(queue) == 2


def test_a_repeat_never_changes_the_owner(post, office):
    made = post(phone=PHONE)
    answer = post(phone=PHONE, lead_id="2", source=URGENT)
    assert (answer.owner_id, answer.owner_email) == ("ann", "ann@leadfold.example")
    assert office.card(made).owner_id == office.task(made).owner_id == "ann"


def test_a_repeat_on_a_card_without_open_task_opens_a_call_back(post, office):
    made = post(phone=PHONE)
    key = items.card_key(made.card_id)
    worked = {name: v for name, v in office.store.get([key])[key].items() if name != "open_task"}
    office.store.write(Overwrite(key=key, item=worked))
    answer = post(phone=PHONE, lead_id="2", at=NOON + HOUR)
    task = office.task(answer)
    assert (task.kind, task.inquiries, task.due_at) == ("call_back", 1, "2026-11-23T14:00:00Z")
    assert answer.task_id != made.task_id
    assert office.card(made).open_task.id == answer.task_id


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"),
        ("2026-11-23T14:30:00Z", "2026-11-24T07:30:00Z"),
        ("2026-11-27T15:30:00Z", "2026-11-30T08:00:00Z"),
        ("2026-11-28T12:00:00Z", "2026-11-30T08:00:00Z"),
    ],
)
def test_due_times_count_the_working_hours_of_the_source(post, office, at, due):
    source = replace(SITE, working_hours=OFFICE_HOURS)
    answer = post(phone=PHONE, source=source, at=datetime.fromisoformat(at))
    assert office.task(answer).due_at == due


@pytest.mark.parametrize(
    ("owner", "bucket", "worker"),
    [
        ("ann", "sales", "ann"),
        ("back", "sales", "back"),
        ("gone", "sales", "bob"),
        ("ill", "sales", "bob"),
        ("stranger", "sales", "bob"),
        ("ill", "nobody", None),
        (None, "sales", "bob"),
        (None, None, None),
        ("ann", None, "ann"),
    ],
)
def test_a_task_goes_to_the_owner_or_else_the_buckets_or_nobody(
    post, office, owner, bucket, worker
):
    owners = (Share(owner_id=owner),) if owner else ()
    answer = post(phone=PHONE, source=replace(SITE, owners=owners, bucket=bucket))
    assert office.task(answer).owner_id == worker
    assert (answer.owner_id, answer.bucket) == (owner, bucket)
    [queued] = office.store.query_index("work", items.work_partition("TASK", worker))
    assert queued["id"] == answer.task_id


def test_cards_are_spread_over_the_owners_of_a_source(post):
    source = replace(SITE, owners=(Share(owner_id="ann"), Share(owner_id="bob", weight=3)))
    owners = [post(phone=f"912345{n}", source=source).owner_id for n in range(10, 50)]
    assert set(owners) == {"ann", "bob"}
    assert owners.count("bob") > owners.count("ann")


def test_an_inquiry_and_its_task_have_the_bucket_of_the_source(post, office):
    answer = post(phone=PHONE)
    buckets = {
        office.task(answer).bucket,
        office.card(answer).bucket,
        office.inquiry(answer).bucket,
    }
    assert buckets == {"sales"}
