"""Contacts, stages and lifted flags while leads come in, on both stores."""

from collections import Counter
from datetime import timedelta
from functools import partial

from leadfold.store import items
from leadfold.work import outcomes
from tests.office import NOON
from tests.races import at_once

PHONE = "+4791234567"
OLA = {"full_name": "Ola Hansen", "phone": PHONE}
MANY = 12


def test_flags_come_and_go(clerk, post, office):
    made = post(OLA)
    clerk.contact(made.card_id, "opt_out")
    post(phone=PHONE, lead_id="2")
    clerk.contact(made.card_id, "deceased", task_id="task_other")
    third = post(phone=PHONE, lead_id="3")
    assert (office.task(third).kind, office.task(third).flags) == (
        "review",
        ("opt_out", "deceased"),
    )
    for flag in ("deceased", "opt_out"):
        outcomes.lift_flag(made.card_id, flag, "mixed up", clerk.writer)
    assert (office.task(third).kind, office.task(third).flags) == ("call_back", ())
    assert (
        "flags"
        not in office.store.get([items.card_key(made.card_id)])[items.card_key(made.card_id)]
    )
    clerk.contact(made.card_id, "opt_out", task_id="task_other")
    assert office.card(made).flags == {"opt_out": "2026-11-23T12:00:00Z"}
    assert office.task(third).flags == ("opt_out",)


def test_a_repeat_on_a_lost_card_reopens_it(clerk, post, office):
    made = post(OLA)
    assert clerk.stage(made.card_id, "lost").card.status == "lost"
    post(phone=PHONE, lead_id="2", at=NOON + timedelta(hours=1))
    card = office.card(made)
    assert (card.status, card.status_at) == ("contacted", "2026-11-23T13:00:00Z")


def test_a_closed_task_leaves_the_queue_and_the_next_lead_opens_another(clerk, post, office):
    made = post(OLA)
    clerk.contact(made.card_id, "reached")
    task = office.task(made)
    assert (task.status, task.reason, task.done_by) == ("done", "reached", "key_ann")
    assert office.store.query_index("work", items.work_partition("TASK", "ann")) == []
    assert post(phone=PHONE, lead_id="2").task_id != made.task_id


# -- at once --------------------------------------------------------------------------------------


def test_one_outcome_told_many_times_at_once_counts_once(crowd):
    made = crowd.office.post(OLA)
    told = at_once([partial(crowd.stage, made.card_id, "won", external_id="d-1")] * MANY)
    assert Counter(one.is_new for one in told) == {True: 1, False: MANY - 1}
    assert len({one.entry.id for one in told}) == len(crowd.office.stored("LOG")) == 1


def test_contacts_amid_repeats_leave_one_open_task_that_says_what_it_must(crowd):
    office = crowd.office
    made = office.post(OLA)
    leads = [partial(office.post, phone=PHONE, lead_id=f"l{n}") for n in range(6)]
    calls = [
        partial(crowd.contact, made.card_id, one) for one in ("reached", "opt_out", "no_answer")
    ]
    at_once([*leads, *calls])
    card = office.card(made)
    open_ones = [item for item in office.stored("TASK") if item["status"] == "open"]
    assert len(open_ones) == (1 if card.open_task else 0)
    last = office.post(phone=PHONE, lead_id="last")
    assert office.task(last).flags == ("opt_out",)
    assert office.card(made).inquiries == 8
    assert sum(item["inquiries"] for item in office.stored("TASK")) == 8
