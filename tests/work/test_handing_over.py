"""Work is given to other owners, one piece or all of it, on both stores."""

import time
from dataclasses import replace

import pytest

from leadfold import reading
from leadfold.errors import Problem
from leadfold.store import items
from leadfold.work import handing_over
from tests.office import BUCKETS, NOON
from tests.tasks import HOUR, PHONE, TOMORROW, actor, do, minute, queue


def test_all_that_an_owner_has_open_is_handed_over(post, office):
    made = [post(phone=f"912345{n}", at=NOON - n * HOUR / 60) for n in range(10, 14)]
    do(office, made[0].task_id, snoozed_until=TOMORROW)
    do(office, made[1].task_id, status="done")
    do(office, made[2].task_id, due_at=NOON - HOUR)
    minute(office, NOON)
    held = post(phone="00000000")
    handing_over.reassign(reading.task(office.store, held.quarantine_id), "ann", office.store)
    until = time.monotonic() + 60
    done = handing_over.hand_over("ann", lambda _: "bob", actor(office), until=until)
    assert (done.moved, done.more) == (4, False)
    assert queue(office, owner="ann") == queue(office, "snoozed", owner="ann") == []
    open_ids = {made[2].task_id, made[3].task_id, held.quarantine_id}
    assert set(queue(office, owner="bob")) == open_ids
    assert queue(office, "snoozed", owner="bob") == [made[0].task_id]
    assert queue(office, "done", owner="ann") == [made[1].task_id]
    again = handing_over.hand_over("ann", lambda _: "bob", actor(office), until=until)
    assert (again.moved, again.more) == (0, False)


def test_handing_over_goes_on_where_it_ended(post, office):
    post(phone=PHONE)
    done = handing_over.hand_over("ann", lambda _: "bob", actor(office), until=time.monotonic())
    assert (done.moved, done.more) == (0, True)


def test_work_goes_to_the_default_owner_of_its_bucket(post, office):
    made = post(phone=PHONE)
    give_to = handing_over.bucket_default(office.config, "ann", NOON)
    assert give_to(office.task(made)) == BUCKETS["sales"]["default_owner"] == "bob"
    assert handing_over.bucket_default(office.config, "bob", NOON)(office.task(made)) is None
    assert give_to(replace(office.task(made), bucket="nobody")) is None


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
    office.store.write(items.quarantine_closed(entry, status="discarded"))
    with pytest.raises(Problem) as refused:
        handing_over.reassign(entry, "bob", office.store)
    assert refused.value.status == 409
    assert queue(office) == []
