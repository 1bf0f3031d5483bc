"""Work on a task that meets leads, other people and the clock at the same instant.

In real threads on DynamoDB Local, with every mix of faults. Whoever is first: a card has
one open task at most and knows it, no inquiry is uncounted, and nothing is closed unseen.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from leadfold import reading
from leadfold.errors import Contended, Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake.answer import Answer
from leadfold.model import Task
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.work import task_actions, task_clock
from tests.office import NOON, Office
from tests.races import at_once

PHONE = "91234567"
HOUR = timedelta(hours=1)
STATES: tuple[items.TaskState, ...] = ("open", "overdue", "snoozed", "done")
TOMORROW = NOON + 24 * HOUR


def mixed(jobs: list[Callable[[], Any]], seed: int) -> list[Callable[[], Any]]:
    return random.Random(seed).sample(jobs, len(jobs))


def post(office: Office, number: int) -> Answer:
    return office.post(phone=PHONE, lead_id=f"l{number}", at=NOON + HOUR)


def do(office: Office, task_id: str, **asked: Any) -> Task | None:
    """Do something with a task; ``None`` where it was told that the task has changed."""
    deadline = time.monotonic() + 60
    while True:
        with suppress(Unavailable, Contended):
            task = reading.task(office.store, task_id)
            assert isinstance(task, Task)
            hand = task_actions.Actor(store=office.store, new_id=new_id, by="key_1", now=NOON)
            wanted = task_actions.TaskChange(sets=frozenset(asked), **asked)
            try:
                return task_actions.change_task(task, wanted, hand, matches=None, deadline=deadline)
            except Problem as problem:
                if problem.status != 409:
                    raise
                return None
        assert time.monotonic() < deadline


def tick(office: Office, at) -> None:
    """Let the clock do what it does each minute; what fails is done the next minute."""
    hand = task_actions.Actor(store=office.store, new_id=new_id, by="upkeep", now=at)
    for chore in (task_clock.wake_due, task_clock.mark_overdue):
        with suppress(Unavailable):
            chore(hand, until=time.monotonic() + 60)


def tasks_of(office: Office) -> list[Task]:
    return [items.task_of(item) for item in office.stored("TASK")]


def listed(office: Office, state: items.TaskState) -> list[str]:
    found = []
    for owner in ("ann", "bob", None):
        partition = items.work_partition("TASK", owner, state)
        found += [item["id"] for item in office.store.query_index("work", partition, limit=100)]
    return found


def actions(office: Office, card_id: str) -> list[str]:
    logged = office.store.query(f"CARD#{card_id}", prefix=histories.LOGS, limit=200)
    return [str(histories.log_of(item).data["action"]) for item in logged]


def check(office: Office, inquiries: int) -> tuple[list[Task], list[Task]]:
    """Return open and done tasks, after what must hold of them however the race went."""
    [card] = office.cards
    assert card.inquiries == len(office.inquiries(card.id)) == inquiries
    tasks = tasks_of(office)
    assert sum(task.inquiries for task in tasks) == inquiries
    still = [task for task in tasks if task.status == "open"]
    done = [task for task in tasks if task.status == "done"]
    assert [task.id for task in still] == ([card.open_task.id] if card.open_task else [])
    for task in still:
        assert card.open_task.due_at == task.due_at
        assert card.open_task.owner_id == task.owner_id
        assert card.open_task.snoozed_until == task.snoozed_until
    for task in tasks:
        told, _ = items.task_state(task)
        assert [state for state in STATES if task.id in listed(office, state)] == [told]
    return still, done


def test_done_amid_repeats_is_done_or_told_and_never_lost(track, seed):
    office = track.office
    made = post(office, 0)
    jobs = [partial(post, office, n) for n in range(1, 9)]
    closing = [partial(do, office, made.task_id, status="done")] * 2
    with track.faults():
        *_, one, other = at_once([*jobs, *closing])
    office.sweep(at=NOON + 2 * HOUR)
    still, done = check(office, 9)
    assert len(done) == (1 if one or other else 0)
    assert len(still) <= 1
    [card] = office.cards
    assert actions(office, card.id) == ["done"] * len(done)


def test_two_who_are_done_at_once_are_done_once(track, seed):
    office = track.office
    made = post(office, 0)
    with track.faults():
        results = at_once([partial(do, office, made.task_id, status="done")] * 8)
    still, done = check(office, 1)
    assert (len(still), len(done)) == (0, 1)
    assert all(result is not None and result.status == "done" for result in results)
    assert actions(office, made.card_id) == ["done"]


def test_a_snoozed_task_that_wakes_as_a_repeat_comes_is_awake(track, seed):
    office = track.office
    made = post(office, 0)
    do(office, made.task_id, snoozed_until=TOMORROW)
    jobs = [partial(post, office, n) for n in range(1, 5)]
    clock = [partial(tick, office, TOMORROW + HOUR)] * 3
    with track.faults():
        at_once(mixed([*jobs, *clock], seed))
    office.sweep(at=NOON + 2 * HOUR)
    [task], done = check(office, 5)
    assert (task.id, task.kind, task.snoozed_until, done) == (made.task_id, "call_back", None, [])
    assert task.due_at == "2026-11-23T14:00:00Z"


def test_a_task_is_opened_again_or_a_repeat_opens_another(track, seed):
    office = track.office
    made = post(office, 0)
    do(office, made.task_id, status="done")
    again = partial(do, office, made.task_id, status="open")
    with track.faults():
        at_once(mixed([partial(post, office, 1), partial(post, office, 2), again, again], seed))
    office.sweep(at=NOON + 2 * HOUR)
    [task], done = check(office, 3)
    assert len(done) == (task.id != made.task_id)


def test_everything_at_once_leaves_one_open_task_or_none(track, seed):
    office = track.office
    made = post(office, 0)
    work = [
        {"snoozed_until": TOMORROW},
        {"snoozed_until": None},
        {"owner_id": "bob"},
        {"owner_id": None},
        {"due_at": NOON - HOUR},
        {"status": "done"},
        {"status": "open"},
    ]
    jobs = [partial(post, office, n) for n in range(1, 6)]
    jobs += [partial(do, office, made.task_id, **asked) for asked in work]
    clock = [partial(tick, office, TOMORROW + HOUR)] * 2
    with track.faults():
        at_once(mixed([*jobs, *clock], seed))
    office.sweep(at=NOON + 2 * HOUR)
    check(office, 6)
    tick(office, TOMORROW + 3 * HOUR)
    still, _ = check(office, 6)
    assert all(task.overdue_at and not task.snoozed_until for task in still)


def test_a_late_task_is_marked_once(track, seed):
    office = track.office
    made = post(office, 0)
    with track.faults():
        at_once([partial(tick, office, TOMORROW)] * 4)
    tick(office, TOMORROW)
    check(office, 1)
    assert actions(office, made.card_id) == ["overdue"]
