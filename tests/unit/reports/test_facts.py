"""Facts of what happened with customers: ids, times and outcomes, nothing that tells who."""

import pytest

from leadfold.model import LogEntry, Merge
from leadfold.reports import facts
from leadfold.store.items import histories

AT, LATER = "2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z"
ENTRY = {"id": "log_1", "card_id": "card_1", "at": AT, "written_at": LATER, "by": "key_1"}
HEAD = {"id": "log_1", "card_id": "card_1", "at": AT, "recorded_at": LATER}


@pytest.mark.parametrize(
    ("kind", "data", "fact"),
    [
        (
            "contact",
            {
                "channel": "phone",
                "outcome": "reached",
                "task_id": "task_1",
                "note": "Ola",
                "phone": "+47",
            },
            {"fact": "contact", "channel": "phone", "outcome": "reached", "task_id": "task_1"},
        ),
        (
            "stage",
            {"stage": "won", "value": {"amount": "1.50", "currency": "NOK"}, "external_id": "7"},
            {"fact": "stage", "stage": "won", "amount": "1.50", "currency": "NOK"},
        ),
        ("stage", {"stage": "lost"}, {"fact": "stage", "stage": "lost"}),
        ("edited", {"set": {"first_name": "Ola"}}, None),
    ],
)
def test_contacts_and_stages_are_facts_and_edits_are_none(kind, data, fact):
    write = histories.logged(LogEntry(**ENTRY, kind=kind, data=data))
    pk, sk = write.key
    assert facts.fact({"pk": pk, "sk": sk, **write.item}) == (fact and HEAD | fact)


def test_a_merge_is_a_fact_and_its_undoing_too():
    merge = Merge(
        id="merge_1",
        into="card_1",
        merged="card_2",
        at=AT,
        by="key_1",
        rule="hand",
        before={"card_1": {"fields": {"first_name": "Ola"}}},
        state="undone",
        undone_at=LATER,
    )
    pk, sk = histories.merge_key(merge.id)
    assert facts.fact({"pk": pk, "sk": sk, **histories.merge_item(merge)}) == {
        "fact": "merge",
        "id": "merge_1",
        "into": "card_1",
        "merged": "card_2",
        "at": AT,
        "state": "undone",
        "undone_at": LATER,
    }


def test_a_task_that_a_merge_closed_is_no_work_that_was_done():
    item = {"pk": "TASK#t", "sk": "TASK", "id": "t", "status": "done", "reason": "merged"}
    assert facts.fact(item) == {"fact": "task", "id": "t", "status": "merged"}
    assert facts.fact(item | {"reason": "reached"})["status"] == "done"
