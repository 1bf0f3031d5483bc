"""Facts of what happened with customers: ids, times and outcomes, nothing that tells who."""

import json

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


INQUIRY = {
    "pk": "CARD#card_1",
    "sk": "INQ#2026-11-23T12:00:00Z#inq_1",
    "id": "inq_1",
    "card_id": "card_1",
    "date": "2026-11-23T12:00:00Z",
    "kind": "first",
    "source": "site",
    "fields": '{"phone": "91234567", "email": "ola@example.com"}',
    "answers": '{"Why?": "secret"}',
    "attribution": json.dumps(
        {"utm_source": "meta", "gclid": "click", "landing_page": "https://x.no?a=ola", "ad_id": "7"}
    ),
}


def test_the_fact_of_an_inquiry_has_ids_times_and_names_of_attribution():
    assert facts.fact(INQUIRY) == {
        "fact": "inquiry",
        "id": "inq_1",
        "card_id": "card_1",
        "date": "2026-11-23T12:00:00Z",
        "kind": "first",
        "source": "site",
        "utm_source": "meta",
        "ad_id": "7",
    }


def test_no_fact_holds_contact_data_click_ids_or_addresses_of_pages():
    told = json.dumps(facts.fact(INQUIRY))
    assert not [part for part in ("91234567", "ola", "click", "secret", "https") if part in told]


@pytest.mark.parametrize(
    ("item", "kind", "fact_id"),
    [
        ({"sk": "TASK", "id": "task_1", "status": "open"}, "task", "task_1"),
        ({"sk": "QUARANTINE", "id": "qtn_1", "code": "empty"}, "quarantine", "qtn_1"),
        ({"sk": "REPLAY", "delivery_id": "dlv_1", "replays": 2}, "replay", "dlv_1"),
    ],
)
def test_work_held_leads_and_replays_are_facts(item, kind, fact_id):
    found = facts.fact(item)
    assert (found["fact"], found["id"]) == (kind, fact_id)


def test_the_fact_of_a_task_tells_when_it_was_done_and_not_what_was_noted():
    times = {"overdue_at": "2026-11-23T13:00:00Z", "done_at": "2026-11-23T14:00:00Z"}
    item = {"sk": "TASK", "id": "task_1", "status": "done", "reason": "Ola is on holiday", **times}
    assert facts.fact(item) == {"fact": "task", "id": "task_1", "status": "done", **times}


@pytest.mark.parametrize("sk", ["CARD", "ID", "DLV", "SUGGESTION", "KEY", "SOURCE#site"])
def test_other_items_are_no_facts(sk):
    assert facts.fact({"sk": sk, "id": "x"}) is None
