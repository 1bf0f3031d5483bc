"""The work queue: its order, its pages, and who else has the same phone number."""

import pytest

from leadfold import reading
from leadfold.normalise.dates import rfc3339
from leadfold.reading import queue as queue_module
from leadfold.store import items
from tests.office import NOON
from tests.tasks import HOUR, PHONE, TOMORROW, do, merge, minute, queue


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
