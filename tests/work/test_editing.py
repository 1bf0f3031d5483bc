"""Cards worked by hand while leads come in: edits, entries, contacts and stages, on both stores."""

import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from botocore.config import Config as ClientConfig

from leadfold import reading
from leadfold.errors import Problem
from leadfold.model import Card
from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store import items
from leadfold.store.table import Table
from leadfold.store.writes import Overwrite
from leadfold.work import editing, manual_entry, outcomes
from leadfold.work.card_edit import CardEdit
from leadfold.work.manual_entry import Entry
from leadfold.work.outcomes import Contact
from leadfold.work.writer import Writer
from tests.office import NOON, Office
from tests.weather import at_once

PHONE, OTHER = "+4791234567", "+4740498765"
OLA = {"full_name": "Ola Hansen", "phone": PHONE}
NIN = "15076500565"
MANY = 12


class Desk:
    """Somebody at work with an office's cards."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @property
    def writer(self) -> Writer:
        return Writer(
            desk=self.office.desk,
            config=self.office.config,
            by="key_ann",
            now=NOON,
            deadline=time.monotonic() + 60,
        )

    def edit(self, card_id: Any, *, if_match: str | None = None, **wanted: Any) -> Card | int:
        """Edit a card; return it, or the status of what was wrong."""
        try:
            return editing.edit(card_id, CardEdit(**wanted), self.writer, if_match)[0]
        except Problem as problem:
            return problem.status

    def enter(self, once: str | None = None, **fields: str) -> str:
        return manual_entry.enter(Entry(fields=fields, once=once), self.writer).card_id

    def contact(self, card_id: Any, outcome: Any, **more: Any) -> outcomes.Recorded:
        told = Contact(channel="phone", outcome=outcome, at=NOON, **more)
        return outcomes.record_contact(card_id, told, self.writer)

    def stage(self, card_id: Any, stage: Any, **more: Any) -> outcomes.Recorded:
        return outcomes.record_stage(card_id, stage, self.writer, at=NOON, **more)


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


@pytest.fixture
def crowd(connect, table_name) -> Desk:
    """A desk that many work at, on DynamoDB Local."""
    client = connect(TABLE_CLIENT.merge(ClientConfig(max_pool_connections=64)))
    return Desk(Office(Table(client, table_name)))


def leads_to(office: Office, kind: str) -> list[list[str]]:
    """Return the cards that each identity of a kind leads to."""
    return [item["cards"] for item in office.stored("ID") if item["pk"].startswith(f"ID#{kind}#")]


def card_of(office: Office, card_id: Any) -> Card:
    key = items.card_key(card_id)
    return items.card_of(office.store.get([key])[key])


# -- one after the other --------------------------------------------------------------------------


def test_an_edit_is_written_as_it_was_wanted(desk, post, office):
    made = post(OLA, city="Oslo", job_title="Chef")
    wanted = {
        "fields": {"first_name": "olav", "city": "", "national_id": NIN},
        "contacts": {"phones": [OTHER], "email": "ola@example.com"},
        "external_ids": {"crm": "7"},
        "values": {"tags": ("vip",), "locked": ("city",), "owner_id": "bob"},
    }
    edited = desk.edit(made.card_id, **wanted)
    card = office.card(made)
    assert replace(edited, version=2, evidence=2) == replace(
        card, origins=edited.origins, updated_at=edited.updated_at
    )
    assert card.fields == {"first_name": "Olav", "last_name": "Hansen", "job_title": "Chef"}
    assert (card.phones, card.emails, card.tags) == ((OTHER,), ("ola@example.com",), ("vip",))
    assert card.open_task.owner_id == office.task(made).owner_id == "bob"
    assert office.store.query_index("work", items.work_partition("TASK", "ann")) == []


def test_what_was_taken_away_can_be_given_back(desk, post, office):
    card_id = post(OLA, national_id=NIN, email="ola@example.com").card_id
    whole = {
        "fields": {"national_id": NIN, "city": "Oslo"},
        "contacts": {"phones": [PHONE], "emails": ["ola@example.com"]},
        "external_ids": {"crm": "7"},
        "values": {"tags": ("vip",), "locked": ("city",), "owner_id": "bob", "bucket": "sales"},
    }
    nothing = {
        "fields": {"national_id": "", "city": ""},
        "contacts": {"phones": [], "emails": []},
        "all_external_ids": True,
        "values": {"tags": (), "locked": (), "owner_id": None, "bucket": None},
    }
    desk.edit(card_id, **whole)
    full = card_of(office, card_id)
    desk.edit(card_id, **nothing)
    assert [
        cards for kind in ("phone", "email", "national_id") for cards in leads_to(office, kind)
    ] == [[]] * 3
    desk.edit(card_id, **whole)
    again = card_of(office, card_id)
    assert replace(again, origins=full.origins, version=2, evidence=0) == replace(full, evidence=0)
    assert post(phone=PHONE, lead_id="2").card_id == post(national_id=NIN).card_id == card_id


def test_a_merged_id_edits_the_living_card(desk, post, office):
    living, merged = post(OLA).card_id, post(phone=OTHER).card_id
    for card_id, values in (
        (merged, {"state": "merged", "into": living}),
        (living, {"members": [merged]}),
    ):
        key = items.card_key(card_id)
        item = dict(office.store.get([key])[key]) | values
        office.store.write(Overwrite(key=key, item=item))
    assert desk.edit(merged, fields={"city": "Oslo"}).id == living
    desk.edit(merged, contacts={"phones": [PHONE, OTHER]})
    desk.edit(merged, contacts={"phones": [PHONE]})
    assert sorted(leads_to(office, "phone")) == [[], [living]]
    assert desk.contact(merged, "reached").entry.card_id == living


@pytest.mark.parametrize("state", ["erasing", "erased"])
def test_an_erased_card_is_not_worked(desk, post, office, state):
    card_id = post(OLA).card_id
    key = items.card_key(card_id)
    item = dict(office.store.get([key])[key]) | {"state": state}
    office.store.write(Overwrite(key=key, item=item))
    assert desk.edit(card_id, fields={"city": "Oslo"}) == 409
    with pytest.raises(Problem) as refused:
        desk.contact(card_id, "reached")
    assert refused.value.status == 409


def test_flags_come_and_go(desk, post, office):
    made = post(OLA)
    desk.contact(made.card_id, "opt_out")
    post(phone=PHONE, lead_id="2")
    desk.contact(made.card_id, "deceased", task_id="task_other")
    third = post(phone=PHONE, lead_id="3")
    assert (office.task(third).kind, office.task(third).flags) == (
        "review",
        ("opt_out", "deceased"),
    )
    for flag in ("deceased", "opt_out"):
        outcomes.lift_flag(made.card_id, flag, "mixed up", desk.writer)
    assert (office.task(third).kind, office.task(third).flags) == ("call_back", ())
    assert (
        "flags"
        not in office.store.get([items.card_key(made.card_id)])[items.card_key(made.card_id)]
    )
    desk.contact(made.card_id, "opt_out", task_id="task_other")
    assert office.card(made).flags == {"opt_out": "2026-11-23T12:00:00Z"}
    assert office.task(third).flags == ("opt_out",)


def test_a_repeat_on_a_lost_card_reopens_it(desk, post, office):
    made = post(OLA)
    assert desk.stage(made.card_id, "lost").card.status == "lost"
    post(phone=PHONE, lead_id="2", at=NOON + timedelta(hours=1))
    card = office.card(made)
    assert (card.status, card.status_at) == ("contacted", "2026-11-23T13:00:00Z")


def test_a_closed_task_leaves_the_queue_and_the_next_lead_opens_another(desk, post, office):
    made = post(OLA)
    desk.contact(made.card_id, "reached")
    task = office.task(made)
    assert (task.status, task.reason, task.done_by) == ("done", "reached", "key_ann")
    assert office.store.query_index("work", items.work_partition("TASK", "ann")) == []
    assert post(phone=PHONE, lead_id="2").task_id != made.task_id


def test_who_is_typed_in_is_on_both_stores_the_same_card(desk, office):
    first = desk.enter(**OLA, email="ola@example.com")
    assert desk.enter(phone=PHONE, email="ola@new.example.com") == first
    [card] = office.cards
    assert card.emails == ("ola@example.com", "ola@new.example.com")
    assert [item["kind"] for item in office.stored("LOG")] == ["created", "edited"]


def test_a_card_that_nobody_edited_costs_no_look_into_its_log(desk, post, office, monkeypatch):
    card_id = post(OLA).card_id
    asked = []
    query = office.store.query

    def counting(pk: str, **options: Any) -> Any:
        asked.append(options["prefix"])
        return query(pk, **options)

    monkeypatch.setattr(office.store, "query", counting)
    reading.card(office.store, card_id)
    assert asked == ["INQ#"]
    desk.edit(card_id, fields={"city": "Oslo"})
    reading.card(office.store, card_id)
    assert asked == ["INQ#", "INQ#", "LOG#"]


def test_the_timeline_of_a_group_is_that_of_all_its_cards_by_time(desk, post, office):
    times = [NOON + timedelta(minutes=n) for n in range(6)]
    living, merged = (post(phone=number, at=times[0]).card_id for number in (PHONE, OTHER))
    for n, number in ((2, PHONE), (3, OTHER), (4, PHONE), (5, OTHER)):
        post(phone=number, at=times[n], lead_id=str(n))
    card = replace(card_of(office, living), members=(merged,))
    seen, after = [], None
    while True:
        page, after = reading.timeline(office.store, card, kind=None, after=after, limit=1)
        seen += page
        if not after:
            break
    assert len({one.id for one in seen}) == len(seen) == 6
    assert [one.card_id for one in seen[:4]] == [merged, living, merged, living]


# -- at once --------------------------------------------------------------------------------------


def test_of_edits_that_saw_the_same_card_one_is_made(crowd):
    made = crowd.office.post(OLA)
    jobs = [
        partial(
            crowd.edit, made.card_id, if_match='"1"', fields={"city": f"Town {'abcdefghijkl'[n]}"}
        )
        for n in range(MANY)
    ]
    done = at_once(jobs)
    assert Counter(one for one in done if isinstance(one, int)) == {412: MANY - 1}
    [won] = [one for one in done if isinstance(one, Card)]
    card = crowd.office.card(made)
    assert (card.fields["city"], card.version) == (won.fields["city"], 2)
    assert len(crowd.office.stored("LOG")) == 1


def test_edits_at_once_of_different_fields_are_all_made(crowd):
    made = crowd.office.post(OLA)
    wanted = [
        {"fields": {"city": "Oslo"}},
        {"fields": {"job_title": "Chef"}},
        {"fields": {"birth_date": "1980-02-13"}},
        {"contacts": {"email": "ola@example.com"}},
        {"values": {"tags": ("vip",)}},
        {"values": {"owner_id": "bob"}},
    ]
    at_once([partial(crowd.edit, made.card_id, **one) for one in wanted])
    card = crowd.office.card(made)
    assert card.fields.keys() >= {"city", "job_title", "birth_date"}
    assert (card.emails, card.tags, card.owner_id) == (("ola@example.com",), ("vip",), "bob")
    assert card.version == 1 + len(wanted)


def test_edits_amid_leads_lose_no_lead_and_leave_no_stray_claim(crowd):
    office = crowd.office
    made = office.post(OLA, email="ola@example.com")
    both = {"phone": OTHER, "email": "ola@example.com", "full_name": "Ola Hansen"}
    leads = [partial(office.post, both, lead_id=f"l{n}", job_title="Chef") for n in range(6)]
    edits = [
        partial(crowd.edit, made.card_id, contacts={"phones": phones}, fields={"city": city})
        for phones, city in (([], "Oslo"), ([OTHER], "Bergen"), ([], ""), ([PHONE], "Oslo"))
    ]
    at_once([*leads, *edits])
    cards = office.cards
    assert sum(card.inquiries for card in cards) == len(office.stored("INQ")) == 7
    listed = sorted(number for card in cards for number in card.phones)
    assert sorted(card for cards in leads_to(office, "phone") for card in cards) == sorted(
        card.id for card in cards for _ in card.phones
    ), listed
    assert office.card(made).version == 5


def test_a_lock_holds_against_leads_at_the_same_instant(crowd):
    office = crowd.office
    made = office.post(OLA, email="ola@example.com")
    locked = {"values": {"locked": ("city", "phone")}, "fields": {"city": ""}}
    lead = {"email": "ola@example.com", "phone": OTHER, "city": "Oslo", "full_name": "Ola Hansen"}
    at_once(
        [
            partial(crowd.edit, made.card_id, **locked),
            *(partial(office.post, lead, lead_id=f"l{n}") for n in range(6)),
        ]
    )
    card = office.card(made)
    assert "city" not in card.fields
    before = card.phones[0]
    office.post(lead, lead_id="later")
    assert office.card(made).phones[0] == before


def test_one_person_typed_in_by_many_at_once_is_one_card(crowd):
    ids = at_once([partial(crowd.enter, **OLA) for _ in range(MANY)])
    assert len(set(ids)) == len(crowd.office.cards) == 1


def test_one_idempotency_key_at_once_makes_one_card(crowd):
    ids = at_once([partial(crowd.enter, once="k", company="Fjord AS") for _ in range(MANY)])
    assert len(set(ids)) == len(crowd.office.cards) == 1


def test_two_cards_that_get_one_national_id_at_once_do_not_share_it(crowd):
    cards = [crowd.office.post(phone=f"9123456{n}").card_id for n in range(4)]
    jobs = [partial(crowd.edit, one, fields={"national_id": NIN, "country": "NO"}) for one in cards]
    assert Counter(one if isinstance(one, int) else 200 for one in at_once(jobs)) == {
        200: 1,
        409: 3,
    }
    assert len(leads_to(crowd.office, "national_id")) == 1


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
