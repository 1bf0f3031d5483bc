"""What people do with one task, on both stores (contract, rule 3)."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold import reading
from leadfold.errors import Problem
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.writes import Overwrite
from leadfold.work.task_actions import TaskChange, change_task
from tests.office import NOON, OWNERS, Office
from tests.tasks import HOUR, PHONE, TOMORROW, actor, do, log, merge, minute, queue

# -- done, and open again -------------------------------------------------------------------------


def test_a_task_that_is_done_leaves_the_queue_and_its_card(post, office):
    made = post(phone=PHONE)
    task = do(office, made.task_id, NOON + HOUR, status="done", reason="bought")
    assert (task.status, task.done_at, task.done_by) == ("done", "2026-11-23T13:00:00Z", "key_1")
    assert task.reason == "bought"
    assert task == office.task(made)
    assert office.card(made).open_task is None
    assert queue(office) == []
    assert queue(office, "done") == [task.id]
    assert log(office, made.card_id) == [("done", "key_1")]


def test_done_twice_is_done_once(post, office):
    made = post(phone=PHONE)
    first = do(office, made.task_id, status="done", reason="bought")
    assert do(office, made.task_id, NOON + HOUR, status="done") == first
    assert do(office, made.task_id, NOON + HOUR, status="done", reason="bought") == first
    with pytest.raises(Problem) as refused:
        do(office, made.task_id, status="done", reason="did not answer")
    assert refused.value.status == 409
    assert log(office, made.card_id) == [("done", "key_1")]


def test_a_repeat_after_it_is_done_opens_a_call_back(post, office):
    made = post(phone=PHONE)
    do(office, made.task_id, status="done")
    again = post(phone=PHONE, lead_id="2", at=NOON + HOUR)
    task = office.task(again)
    assert (task.kind, task.inquiries, task.status) == ("call_back", 1, "open")
    assert task.id != made.task_id
    assert office.task(made).status == "done"
    assert queue(office) == [task.id]


def test_what_came_since_it_was_looked_at_is_not_closed_unseen(post, office):
    made = post(phone=PHONE)
    looked_at = office.task(made)
    post(phone=PHONE, lead_id="2", at=NOON + HOUR)
    with pytest.raises(Problem) as refused:
        do(office, made.task_id, known=looked_at, status="done")
    assert refused.value.status == 412
    assert refused.value.members["task"]["kind"] == "call_back"
    assert refused.value.headers["etag"] == reading.etag(office.task(made))
    assert office.task(made).status == "open"


def test_without_the_state_that_is_known_a_change_at_the_same_instant_is_told(post, office):
    made = post(phone=PHONE)
    read = office.task(made)
    post(phone=PHONE, lead_id="2")
    with pytest.raises(Problem) as refused:
        change_task(
            read,
            TaskChange(sets=frozenset({"status"}), status="done"),
            actor(office),
            matches=None,
            deadline=time.monotonic() + 60,
        )
    assert refused.value.status == 409
    assert refused.value.members["task"]["inquiries"] == 2


def test_a_task_opened_again_is_the_cards_open_one(post, office):
    made = post(phone=PHONE)
    before = office.task(made)
    do(office, made.task_id, status="done", reason="by mistake")
    task = do(office, made.task_id, NOON + HOUR / 2, status="open", reason="not him")
    assert replace(task, version=before.version) == before
    assert office.card(made).open_task.id == task.id
    assert queue(office) == [task.id]
    assert queue(office, "done") == []
    assert [action for action, _ in log(office, made.card_id)] == ["done", "reopened"]
    assert post(phone=PHONE, lead_id="2").task_id == task.id


def test_a_card_never_has_two_open_tasks(post, office):
    made = post(phone=PHONE)
    do(office, made.task_id, status="done")
    post(phone=PHONE, lead_id="2")
    with pytest.raises(Problem) as refused:
        do(office, made.task_id, status="open")
    assert refused.value.status == 409
    assert len(queue(office)) == 1


@pytest.mark.parametrize(
    "asked", [{"owner_id": "bob"}, {"snoozed_until": TOMORROW}, {"due_at": TOMORROW}]
)
def test_nothing_else_is_done_with_a_task_that_is_done(post, office, asked):
    made = post(phone=PHONE)
    do(office, made.task_id, status="done")
    with pytest.raises(Problem) as refused:
        do(office, made.task_id, **asked)
    assert refused.value.status == 409


def test_a_task_of_a_card_that_was_merged_is_closed_on_the_living_one(post, office):
    made, other = post(phone=PHONE), post(phone="99887766")
    do(office, other.task_id, status="done")
    task = office.card(made).open_task
    merge(office, made.card_id, other.card_id, items.open_task_value(task))
    do(office, task.id, status="done")
    assert office.card(other).open_task is None
    assert log(office, made.card_id)[-1][0] == "done"


# -- snoozed --------------------------------------------------------------------------------------


def test_a_snoozed_task_leaves_the_queue_until_its_time(post, office):
    made = post(phone=PHONE)
    task = do(office, made.task_id, snoozed_until=TOMORROW)
    assert (task.status, task.snoozed_until) == ("open", rfc3339(TOMORROW))
    assert queue(office) == []
    assert queue(office, "snoozed") == [task.id]
    assert office.card(made).open_task.snoozed_until == rfc3339(TOMORROW)
    assert minute(office, TOMORROW - HOUR) == {"woken": 0, "overdue": 0}
    assert minute(office, TOMORROW + timedelta(seconds=1)) == {"woken": 1, "overdue": 0}
    assert queue(office) == [task.id]
    assert office.task(made).snoozed_until is None
    assert office.card(made).open_task.snoozed_until is None
    assert minute(office, TOMORROW + timedelta(minutes=1))["woken"] == 0


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (NOON, HOUR),
        (NOON + HOUR / 2, HOUR / 2),
        (NOON + 3 * HOUR, timedelta(0)),
    ],
)
def test_sleep_stops_the_clock_of_a_task(post, office, at, left):
    made = post(phone=PHONE)
    assert do(office, made.task_id, at, snoozed_until=TOMORROW).due_at == rfc3339(TOMORROW + left)
    again = do(office, made.task_id, at + HOUR, snoozed_until=TOMORROW + HOUR)
    assert again.due_at == rfc3339(TOMORROW + HOUR + left)
    woken = do(office, made.task_id, at + 2 * HOUR, snoozed_until=None)
    assert woken.due_at == rfc3339(at + 2 * HOUR + left)
    assert queue(office) == [made.task_id]


def test_a_snoozed_task_is_woken_by_setting_it_open(post, office):
    made = post(phone=PHONE)
    do(office, made.task_id, snoozed_until=TOMORROW)
    assert do(office, made.task_id, status="open").snoozed_until is None
    actions = [action for action, _ in log(office, made.card_id)]
    assert sorted(actions) == ["snoozed", "woken"]


def test_a_repeat_wakes_a_snoozed_task_at_once(post, office):
    made = post(phone=PHONE)
    do(office, made.task_id, snoozed_until=TOMORROW)
    again = post(phone=PHONE, lead_id="2", at=NOON + HOUR)
    task = office.task(again)
    assert (task.id, task.kind, task.snoozed_until) == (made.task_id, "call_back", None)
    assert task.due_at == rfc3339(NOON + 2 * HOUR)
    assert office.card(made).open_task.snoozed_until is None
    assert queue(office) == [task.id]
    assert queue(office, "snoozed") == []
    assert minute(office, TOMORROW + HOUR)["woken"] == 0


def test_a_repeat_of_a_moment_ago_wakes_it_too(post, office):
    """It read the card before it was snoozed, and finds that it has changed."""
    made = post(phone=PHONE)
    office.desk = replace(office.desk, store=Late(office.store, lambda: snooze(office, made)))
    again = office.post(phone=PHONE, lead_id="2", at=NOON)
    assert again.outcome == "repeat"
    assert office.task(made).snoozed_until is None
    assert queue(office) == [made.task_id]


def snooze(office: Office, made) -> None:
    do(office, made.task_id, snoozed_until=TOMORROW)


class Late:
    """A store where something happens just before the first transaction."""

    def __init__(self, store, meanwhile) -> None:
        self._store, self._meanwhile = store, meanwhile

    def __getattr__(self, name):
        return getattr(self._store, name)

    def transact(self, writes, *, deadline):
        meanwhile, self._meanwhile = self._meanwhile, lambda: None
        meanwhile()
        self._store.transact(writes, deadline=deadline)


# -- handed on, due otherwise ---------------------------------------------------------------------


def test_a_task_is_handed_on_and_its_card_keeps_its_owner(post, office):
    made = post(phone=PHONE)
    task = do(office, made.task_id, owner_id="bob")
    assert (task.owner_id, office.card(made).owner_id) == ("bob", "ann")
    assert office.card(made).open_task.owner_id == "bob"
    assert queue(office, owner="bob") == [task.id]
    assert queue(office, owner="ann") == []
    again = post(phone=PHONE, lead_id="2")
    assert (office.task(again).owner_id, again.owner_id) == ("bob", "ann")


def test_a_task_that_was_given_to_nobody_stays_for_all_to_see(post, office):
    made = post(phone=PHONE)
    do(office, made.task_id, owner_id=None)
    post(phone=PHONE, lead_id="2")
    assert office.task(made).owner_id is None
    assert queue(office, owner="-") == queue(office) == [made.task_id]


@pytest.mark.parametrize(("bucket", "worker"), [("sales", "bob"), ("nobody", None)])
@pytest.mark.parametrize(
    "changed",
    [{"active": False}, {"away_until": "2026-12-01T00:00:00+00:00"}],
    ids=["inactive", "away"],
)
def test_a_repeat_finds_somebody_for_an_owner_who_left(post, office, bucket, worker, changed):
    office.use(bucket=bucket)
    made = post(phone=PHONE)
    do(office, made.task_id, due_at=NOON - HOUR)
    minute(office, NOON)
    configure(office, "ann", **changed)
    assert queue(office, owner="ann") == [made.task_id]
    again = post(phone=PHONE, lead_id="2")
    task = office.task(again)
    assert (task.id, task.owner_id, again.owner_id) == (made.task_id, worker, "ann")
    assert office.card(made).open_task.owner_id == worker
    assert queue(office, owner="ann") == []
    assert queue(office, owner=worker or "-") == [made.task_id]
    assert minute(office, NOON)["overdue"] == 1


def configure(office: Office, owner_id: str, **changed: object) -> None:
    item = {"id": owner_id, **OWNERS[owner_id], **changed}
    office.store.write(Overwrite(key=items.config_key("OWNER", owner_id), item=item))
    office.reopen()


def test_a_task_is_due_when_a_person_says(post, office):
    made = post(phone=PHONE)
    task = do(office, made.task_id, due_at=TOMORROW)
    assert task.due_at == office.card(made).open_task.due_at == rfc3339(TOMORROW)
    assert log(office, made.card_id) == [("rescheduled", "key_1")]
    post(phone=PHONE, lead_id="2")
    assert office.task(made).due_at == "2026-11-23T13:00:00Z"


def test_what_changes_nothing_is_not_written(post, office):
    made = post(phone=PHONE)
    before = office.everything()
    do(office, made.task_id, owner_id="ann", status="open", due_at=NOON + HOUR)
    assert office.everything() == before
