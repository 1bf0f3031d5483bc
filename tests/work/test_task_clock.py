"""What the clock does with tasks that are past due, on both stores."""

import time
from datetime import timedelta

import pytest

from leadfold.normalise.dates import rfc3339
from leadfold.work import task_clock
from tests.office import NOON
from tests.tasks import HOUR, PHONE, TOMORROW, actor, do, log, minute, queue


def test_an_open_task_past_due_is_marked_once(post, office):
    made = post(phone=PHONE)
    later = post(phone="99887766", at=NOON + HOUR)
    assert minute(office, NOON + HOUR - timedelta(seconds=1))["overdue"] == 0
    late = NOON + HOUR + timedelta(seconds=30)
    assert [minute(office, late)["overdue"] for _ in range(2)] == [1, 0]
    assert office.task(made).overdue_at == rfc3339(late)
    assert office.task(later).overdue_at is None
    assert log(office, made.card_id) == [("overdue", "upkeep")]
    assert queue(office) == [made.task_id, later.task_id]
    assert office.task(made).status == "open"


def test_the_mark_does_not_stand_in_the_way_of_who_works_on_it(post, office):
    made = post(phone=PHONE)
    looked_at = office.task(made)
    minute(office, NOON + 2 * HOUR)
    done = do(office, made.task_id, known=looked_at, status="done")
    assert (done.status, done.overdue_at) == ("done", rfc3339(NOON + 2 * HOUR))
    assert done == office.task(made)


def test_a_task_that_gets_more_time_can_be_overdue_again(post, office):
    made = post(phone=PHONE)
    minute(office, NOON + 2 * HOUR)
    assert do(office, made.task_id, NOON + 2 * HOUR, due_at=TOMORROW).overdue_at is None
    assert minute(office, TOMORROW)["overdue"] == 0
    assert minute(office, TOMORROW + HOUR)["overdue"] == 1
    assert do(office, made.task_id, TOMORROW + HOUR, snoozed_until=TOMORROW + 5 * HOUR)
    assert office.task(made).overdue_at is None
    assert queue(office, "snoozed") == [made.task_id]


def test_a_repeat_leaves_an_overdue_task_overdue(post, office):
    made = post(phone=PHONE)
    minute(office, NOON + 2 * HOUR)
    post(phone=PHONE, lead_id="2", at=NOON + 2 * HOUR)
    assert office.task(made).overdue_at == rfc3339(NOON + 2 * HOUR)
    assert queue(office) == [made.task_id]
    assert minute(office, NOON + 3 * HOUR)["overdue"] == 0


@pytest.mark.parametrize("asked", [{"status": "done"}, {"snoozed_until": NOON + 48 * HOUR}])
def test_what_is_done_or_asleep_is_not_overdue(post, office, asked):
    made = post(phone=PHONE)
    do(office, made.task_id, **asked)
    assert minute(office, TOMORROW)["overdue"] == 0


def test_a_run_that_ends_early_is_gone_on_with(post, office):
    made = [post(phone=f"912345{n}").task_id for n in range(10, 15)]
    late = NOON + 2 * HOUR
    assert task_clock.mark_overdue(actor(office, late), until=time.monotonic()) == 0
    assert minute(office, late)["overdue"] == len(made)
    assert minute(office, late)["overdue"] == 0
