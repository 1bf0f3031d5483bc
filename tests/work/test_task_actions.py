"""What is done with a task, by people and by the clock, on both stores (contract, rule 3)."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from leadfold import reading
from leadfold.errors import Problem
from leadfold.ids import new_id
from leadfold.model import Task
from leadfold.normalise.dates import rfc3339
from leadfold.reading import queue as queue_module
from leadfold.store import histories, items
from leadfold.store.writes import Change, Overwrite
from leadfold.work import handing_over, task_actions, task_clock
from tests.office import BUCKETS, NOON, OWNERS, Office

PHONE = "91234567"
HOUR = timedelta(hours=1)
TOMORROW = NOON + 24 * HOUR


def hand(office: Office, at: datetime = NOON, by: str = "key_1") -> task_actions.Actor:
    return task_actions.Actor(store=office.store, new_id=new_id, by=by, now=at)


def do(office: Office, task_id: str | None, at: datetime = NOON, known=None, **asked: Any) -> Task:
    task = reading.task(office.store, str(task_id))
    assert isinstance(task, Task)
    return task_actions.change_task(
        known or task,
        task_actions.TaskChange(sets=frozenset(asked), **asked),
        hand(office, at),
        matches=None if known is None else lambda found: found.version == known.version,
        deadline=time.monotonic() + 60,
    )


def minute(office: Office, at: datetime) -> dict[str, int]:
    """Let the clock do what upkeep does."""
    until = time.monotonic() + 60
    return {
        "woken": task_clock.wake_due(hand(office, at, "upkeep"), until=until),
        "overdue": task_clock.mark_overdue(hand(office, at, "upkeep"), until=until),
    }


def queue(office: Office, status: str = "open", **filters: Any) -> list[str]:
    asked = {"owner": None, "kind": None, "bucket": None, "due_before": None} | filters
    found, _ = reading.tasks(office.store, status=status, after=None, limit=200, **asked)
    return [work.id for work in found]


def log(office: Office, card_id: str | None) -> list[tuple[str, str]]:
    """The log entries of a card: what was done, by whom."""
    found = office.store.query(f"CARD#{card_id}", prefix=histories.LOGS, limit=200)
    entries = [histories.log_of(item) for item in found]
    assert all(entry.kind == "task" for entry in entries)
    return [(entry.data["action"], entry.by) for entry in entries]


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
        task_actions.change_task(
            read,
            task_actions.TaskChange(sets=frozenset({"status"}), status="done"),
            hand(office),
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


def merge(office: Office, card_id, into, task) -> None:
    """Write a merge by hand: the living card has the merged one's task."""
    office.store.write(Change(key=items.card_key(card_id), set={"state": "merged", "into": into}))
    changes = {"open_task": task, "members": [card_id]}
    office.store.write(Change(key=items.card_key(into), set=changes))


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


def configure(office: Office, owner_id: str, **changed: Any) -> None:
    item = {"id": owner_id, **OWNERS[owner_id], **changed}
    office.store.write(Overwrite(key=items.config_key("OWNER", owner_id), item=item))
    office.reopen()


def test_all_that_an_owner_has_open_is_handed_over(post, office):
    made = [post(phone=f"912345{n}", at=NOON - n * HOUR / 60) for n in range(10, 14)]
    do(office, made[0].task_id, snoozed_until=TOMORROW)
    do(office, made[1].task_id, status="done")
    do(office, made[2].task_id, due_at=NOON - HOUR)
    minute(office, NOON)
    held = post(phone="00000000")
    handing_over.reassign(reading.task(office.store, held.quarantine_id), "ann", office.store)
    until = time.monotonic() + 60
    done = handing_over.hand_over("ann", lambda _: "bob", hand(office), until=until)
    assert (done.moved, done.more) == (4, False)
    assert queue(office, owner="ann") == queue(office, "snoozed", owner="ann") == []
    open_ids = {made[2].task_id, made[3].task_id, held.quarantine_id}
    assert set(queue(office, owner="bob")) == open_ids
    assert queue(office, "snoozed", owner="bob") == [made[0].task_id]
    assert queue(office, "done", owner="ann") == [made[1].task_id]
    again = handing_over.hand_over("ann", lambda _: "bob", hand(office), until=until)
    assert (again.moved, again.more) == (0, False)


def test_handing_over_goes_on_where_it_ended(post, office):
    post(phone=PHONE)
    done = handing_over.hand_over("ann", lambda _: "bob", hand(office), until=time.monotonic())
    assert (done.moved, done.more) == (0, True)


def test_work_goes_to_the_default_owner_of_its_bucket(post, office):
    made = post(phone=PHONE)
    give_to = handing_over.bucket_default(office.config, "ann", NOON)
    assert give_to(office.task(made)) == BUCKETS["sales"]["default_owner"] == "bob"
    assert handing_over.bucket_default(office.config, "bob", NOON)(office.task(made)) is None
    assert give_to(replace(office.task(made), bucket="nobody")) is None


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


# -- overdue --------------------------------------------------------------------------------------


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
    assert task_clock.mark_overdue(hand(office, late), until=time.monotonic()) == 0
    assert minute(office, late)["overdue"] == len(made)
    assert minute(office, late)["overdue"] == 0


# -- the queue ------------------------------------------------------------------------------------


def test_held_leads_and_suggestions_stand_in_the_queue_by_when_they_are_due(post, office):
    first = post(phone=PHONE, first_name="Ola", last_name="Lie")
    second = post(phone=PHONE, first_name="Kari", last_name="Lie", at=NOON + HOUR)
    held = post(phone="00000000", at=NOON + HOUR / 2)
    [raised] = second.suggestions
    assert queue(office) == [first.task_id, held.quarantine_id, second.task_id, raised]
    assert queue(office, kind="fix_data") == [held.quarantine_id]
    assert queue(office, kind="review") == [raised]
    assert queue(office, kind="first_contact") == [first.task_id, second.task_id]
    assert queue(office, owner="dora") == [held.quarantine_id]
    assert queue(office, bucket="sales") == [first.task_id, second.task_id]
    assert queue(office, bucket="nobody") == []
    assert queue(office, due_before=rfc3339(NOON + 2 * HOUR)) == [first.task_id, held.quarantine_id]
    assert queue(office, due_before=rfc3339(NOON + 27 * HOUR))[-1] == raised


@pytest.mark.parametrize("owner_id", ["bob", None])
def test_held_leads_and_suggestions_are_handed_on(post, office, owner_id):
    post(phone=PHONE, first_name="Ola", last_name="Lie")
    [raised] = post(phone=PHONE, first_name="Kari", last_name="Lie").suggestions
    held = post(phone="00000000").quarantine_id
    for work_id in (raised, held):
        work = reading.task(office.store, work_id)
        given = handing_over.reassign(work, owner_id, office.store)
        assert given == reading.task(office.store, work_id)
        assert given.owner_id == owner_id
    listed = set(queue(office, owner=owner_id or "-"))
    assert {raised, held} <= listed
    assert not {raised, held} & set(queue(office, owner="dora"))


def test_what_has_been_decided_is_not_handed_on(post, office):
    held = post(phone="00000000").quarantine_id
    entry = reading.task(office.store, held)
    office.store.write(items.closed(entry, status="discarded"))
    with pytest.raises(Problem) as refused:
        handing_over.reassign(entry, "bob", office.store)
    assert refused.value.status == 409
    assert queue(office) == []


@pytest.mark.parametrize("status", ["open", "snoozed", "done"])
def test_pages_show_every_task_once_in_order(post, office, status):
    ids = []
    for n in range(7):
        owner_id = ("ann", "bob", None)[n % 3]
        made = post(phone=f"912345{10 + n}", at=NOON - n * HOUR)
        do(office, made.task_id, owner_id=owner_id)
        if status == "done":
            do(office, made.task_id, NOON + n * HOUR, status="done")
        if status == "snoozed":
            do(office, made.task_id, snoozed_until=TOMORROW - n * HOUR)
        ids.append(made.task_id)
    if status == "open":
        minute(office, NOON - 3 * HOUR)
    seen, after = [], None
    while True:
        page, after = reading.tasks(
            office.store,
            owner=None,
            status=status,
            kind=None,
            bucket=None,
            due_before=None,
            after=after,
            limit=2,
        )
        seen += [work.id for work in page]
        if not after:
            break
    assert seen == ids[::-1]


def test_a_page_of_rare_things_comes_back_short_and_goes_on(post, office, monkeypatch):
    monkeypatch.setattr(queue_module, "_MOST_LOOKED_AT", 3)
    made = [post(phone=f"912345{10 + n}", at=NOON + n * HOUR).task_id for n in range(5)]
    post(phone="91234514", lead_id="2", at=NOON + 9 * HOUR)
    asked = {"owner": None, "status": "open", "bucket": None, "due_before": None, "limit": 1}
    first, after = reading.tasks(office.store, kind="call_back", after=None, **asked)
    second, end = reading.tasks(office.store, kind="call_back", after=after, **asked)
    assert (first, [work.id for work in second], end) == ([], made[-1:], None)


# -- one number, several cards --------------------------------------------------------------------


def test_a_task_names_the_other_open_tasks_on_its_number(post, office):
    names = ("Ola", "Kari", "Per")
    ola, kari, per = (post(phone=PHONE, first_name=n, last_name="Lie").task_id for n in names)
    alone = post(phone="99887766", first_name="Ola", last_name="Moe").task_id

    def same(*task_ids):
        found = [reading.task(office.store, task_id) for task_id in task_ids]
        return reading.same_numbers(office.store, office.desk.keyed, found)

    assert same(ola, alone) == {ola: [kari, per], alone: []}
    do(office, kari, status="done")
    do(office, per, snoozed_until=TOMORROW)
    assert same(ola, kari) == {ola: [per], kari: [ola, per]}


def test_a_number_is_looked_up_by_the_living_card(post, office):
    ola = post(phone=PHONE, first_name="Ola", last_name="Lie")
    kari = post(phone=PHONE, first_name="Kari", last_name="Lie")
    other = post(phone="99887766")
    task = items.open_task_value(office.card(ola).open_task)
    merge(office, ola.card_id, other.card_id, task)
    found = [reading.task(office.store, kari.task_id)]
    same = reading.same_numbers(office.store, office.desk.keyed, found)
    assert same == {kari.task_id: [ola.task_id]}


def test_what_is_no_task_has_no_number(post, office):
    held = reading.task(office.store, post(phone="00000000").quarantine_id)
    assert reading.same_numbers(office.store, office.desk.keyed, [held]) == {}
