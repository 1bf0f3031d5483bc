"""Edits of cards by hand while leads come in, on both stores."""

import time
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from leadfold.errors import Problem
from leadfold.ids import new_id
from leadfold.model import Card
from leadfold.store import items
from leadfold.store.writes import Check, Overwrite
from leadfold.work import merging
from leadfold.work.merging import Merger
from tests.clerk import card_of, leads_to
from tests.interleaving import InterruptedStore
from tests.races import at_once

PHONE, OTHER = "+4791234567", "+4740498765"
OLA = {"full_name": "Ola Hansen", "phone": PHONE}
NIN, OTHER_NIN = "15076500565", "01010750160"
MANY = 12


# -- one after the other --------------------------------------------------------------------------


def test_an_edit_is_written_as_it_was_wanted(clerk, post, office):
    made = post(OLA, city="Oslo", job_title="Chef")
    wanted = {
        "fields": {"first_name": "olav", "city": "", "national_id": NIN},
        "contacts": {"phones": [OTHER], "email": "ola@example.com"},
        "external_ids": {"crm": "7"},
        "values": {"tags": ("vip",), "locked": ("city",), "owner_id": "bob"},
    }
    edited = clerk.edit(made.card_id, **wanted)
    card = office.card(made)
    assert replace(edited, version=2, evidence=2) == replace(
        card, origins=edited.origins, updated_at=edited.updated_at
    )
    assert card.fields == {"first_name": "Olav", "last_name": "Hansen", "job_title": "Chef"}
    assert (card.phones, card.emails, card.tags) == ((OTHER,), ("ola@example.com",), ("vip",))
    assert card.open_task.owner_id == office.task(made).owner_id == "bob"
    assert office.store.query_index("work", items.work_partition("TASK", "ann")) == []


def test_what_was_taken_away_can_be_given_back(clerk, post, office):
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
    clerk.edit(card_id, **whole)
    full = card_of(office, card_id)
    clerk.edit(card_id, **nothing)
    assert [
        cards for kind in ("phone", "email", "national_id") for cards in leads_to(office, kind)
    ] == [[]] * 3
    clerk.edit(card_id, **whole)
    again = card_of(office, card_id)
    assert replace(again, origins=full.origins, version=2, evidence=0) == replace(full, evidence=0)
    assert post(phone=PHONE, lead_id="2").card_id == post(national_id=NIN).card_id == card_id


def test_a_merged_id_edits_the_living_card(clerk, post, office):
    living, merged = post(OLA).card_id, post(phone=OTHER).card_id
    for card_id, values in (
        (merged, {"state": "merged", "into": living}),
        (living, {"members": [merged]}),
    ):
        key = items.card_key(card_id)
        item = dict(office.store.get([key])[key]) | values
        office.store.write(Overwrite(key=key, item=item))
    assert clerk.edit(merged, fields={"city": "Oslo"}).id == living
    clerk.edit(merged, contacts={"phones": [PHONE, OTHER]})
    clerk.edit(merged, contacts={"phones": [PHONE]})
    assert sorted(leads_to(office, "phone")) == [[], [living]]
    assert clerk.contact(merged, "reached").entry.card_id == living


@pytest.mark.parametrize("state", ["erasing", "erased"])
def test_an_erased_card_is_not_worked(clerk, post, office, state):
    card_id = post(OLA).card_id
    key = items.card_key(card_id)
    item = dict(office.store.get([key])[key]) | {"state": state}
    office.store.write(Overwrite(key=key, item=item))
    assert clerk.edit(card_id, fields={"city": "Oslo"}) == 409
    with pytest.raises(Problem) as refused:
        clerk.contact(card_id, "reached")
    assert refused.value.status == 409


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


ALL_OF_OLA = {
    "phone": OTHER,
    "email": "ola@example.com",
    "national_id": NIN,
    "external_ids": {"hubspot": "17"},
}


def amid(clerk, step, happens, come):
    """Let something happen before a step (from 0) of what comes in."""
    whole = clerk.office.desk

    def interruption():
        clerk.office.desk = whole
        happens()

    store = InterruptedStore(whole.store, step, interruption)
    clerk.office.desk = replace(whole, store=store)
    come()
    clerk.office.desk = whole
    assert not store.is_past_the_end


def that_lead(office, *kinds):
    """The cards that identities of these kinds lead to, each as often as one does."""
    return sorted(card for kind in kinds for cards in leads_to(office, kind) for card in cards)


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("phone", {"contacts": {"phones": [PHONE]}}),
        ("email", {"contacts": {"emails": []}}),
        ("national_id", {"fields": {"national_id": ""}}),
        ("external_id", {"all_external_ids": True}),
    ],
)
def test_a_value_taken_away_amid_a_lead_leads_to_the_card_that_has_it(clerk, kind, gone, step):
    office = clerk.office
    made = office.post({**OLA, "email": ALL_OF_OLA["email"]}, lead_id="1")
    office.post({**OLA, **ALL_OF_OLA}, lead_id="2")
    take_away = partial(clerk.edit, made.card_id, **gone)
    amid(clerk, step, take_away, partial(office.post, {**OLA, **ALL_OF_OLA}, lead_id="3"))
    card = office.card(made)
    values = {
        "phone": card.phones,
        "email": card.emails,
        "national_id": [card.national_id] if card.national_id else [],
        "external_id": card.external_ids,
    }
    assert that_lead(office, kind) == [made.card_id] * len(values[kind])


# What reads and writes in two calls is not interrupted before a third.
@pytest.mark.parametrize(
    ("by_hand", "step"), [(False, 0), (False, 1), (False, 2), (True, 0), (True, 1)]
)
@pytest.mark.parametrize(
    ("national_id", "name"), [(OTHER_NIN, "Ola Hansen"), ("", "Kari Berg")], ids=["other", "none"]
)
def test_a_national_id_freed_amid_a_lead_leads_to_the_card_that_gets_it(
    clerk, national_id, name, by_hand, step
):
    office = clerk.office
    whole = {**OLA, "national_id": NIN, "country": "NO"}
    made = office.post(whole, lead_id="1")
    edit = partial(clerk.edit, made.card_id, fields={"national_id": national_id})
    lead = {**whole, "full_name": name}
    come = partial(clerk.enter, **lead) if by_hand else partial(office.post, lead, lead_id="2")
    amid(clerk, step, edit, come)
    have = sorted(card.id for card in office.cards if card.national_id)
    assert that_lead(office, "national_id") == have


@pytest.mark.parametrize("step", range(2))
def test_a_value_taken_away_amid_an_entry_by_hand_leads_to_the_card_that_has_it(clerk, step):
    office = clerk.office
    both = {**OLA, "email": ALL_OF_OLA["email"]}
    made = office.post(both)
    take_away = partial(clerk.edit, made.card_id, contacts={"phones": []})
    amid(clerk, step, take_away, partial(clerk.enter, **both))
    assert that_lead(office, "phone") == [made.card_id] * len(office.card(made).phones)


NEIGHBOURS = [
    {"full_name": f"{first} {last}", "email": f"{first}@example.com", "phone": f"+479123456{n}"}
    for n, (first, last) in enumerate(
        zip("Ola Kari Per Nils Anne Liv Jon Eva Knut Berit".split(), "ABCDEFGHIJ", strict=True)
    )
]


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("who", [0, 9], ids=["listed", "by name"])
@pytest.mark.parametrize(
    ("common", "gone"),
    [
        ({"phone": PHONE}, {"contacts": {"phones": []}}),
        ({"email": "info@example.com"}, {"contacts": {"emails": []}}),
    ],
    ids=["phone", "role address"],
)
def test_a_shared_value_taken_away_amid_a_lead_leads_to_the_card(clerk, common, gone, who, step):
    office = clerk.office
    made = [
        office.post({**one, **common}, lead_id=str(n)).card_id for n, one in enumerate(NEIGHBOURS)
    ][who]
    lead = {**NEIGHBOURS[who], **common}
    amid(clerk, step, partial(clerk.edit, made, **gone), partial(office.post, lead, lead_id="x"))
    card = card_of(office, made)
    [kind] = common
    has = bool(card.phones if kind == "phone" else card.emails)
    kinds = ("phone", "phone_name") if kind == "phone" else ("role_email", "email_name")
    assert (made in that_lead(office, *kinds)) == has


class SplitBatch:
    """A store whose batches are not of one instant, as DynamoDB's: something happens between
    the other items and the cards of one, once."""

    def __init__(self, store, happens):
        self._store, self._happens = store, happens

    def __getattr__(self, name):
        return getattr(self._store, name)

    def get(self, keys):
        cards = [key for key in keys if key[1] == "CARD"]
        found = self._store.get([key for key in keys if key not in cards])
        if cards and (happens := self._happens):
            self._happens = None
            happens()
        return {**found, **(self._store.get(cards) if cards else {})}


def test_a_shared_value_taken_away_amid_a_batch_leads_to_the_card(clerk):
    office = clerk.office
    made = [
        office.post({**one, "phone": PHONE}, lead_id=str(n)).card_id
        for n, one in enumerate(NEIGHBOURS)
    ][-1]
    whole = office.desk
    take_away = partial(clerk.edit, made, contacts={"phones": []})
    office.desk = replace(whole, store=SplitBatch(whole.store, take_away))
    office.post({**NEIGHBOURS[-1], "phone": PHONE}, lead_id="x")
    office.desk = whole
    has = bool(card_of(office, made).phones)
    assert (made in that_lead(office, "phone", "phone_name")) == has


@pytest.mark.parametrize("step", range(3))
def test_a_value_of_a_merged_member_taken_away_amid_a_lead_leads_to_the_card(clerk, step):
    office = clerk.office
    member, card = (
        office.post({**OLA, "phone": phone}, lead_id=phone).card_id for phone in (OTHER, PHONE)
    )
    deadline = time.monotonic() + 60
    merger = Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)
    merging.merge(member, card, merger)
    take_away = partial(clerk.edit, card, contacts={"phones": [PHONE]})
    email = {"email": "ola@example.com"}
    office.post({**OLA, **email}, lead_id="e")
    lead = {**OLA, **email, "phone": OTHER}
    amid(clerk, step, take_away, partial(office.post, lead, lead_id="x"))
    assert len(that_lead(office, "phone")) == len(card_of(office, card).phones)


def test_an_ordinary_repeat_checks_no_identity(clerk, monkeypatch):
    office = clerk.office
    office.post({**OLA, "external_ids": {"hubspot": "17"}}, lead_id="1")
    checked, transact = [], office.store.transact

    def spy(writes, **options):
        checked.extend(write for write in writes if isinstance(write, Check))
        transact(writes, **options)

    monkeypatch.setattr(office.store, "transact", spy)
    office.post({**OLA, "external_ids": {"hubspot": "17"}}, lead_id="2")
    office.post({**OLA, "external_ids": {"hubspot": "17", "crm": "9"}}, lead_id="3")
    assert office.store.transact is spy
    assert checked == []


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


def test_two_cards_that_get_one_national_id_at_once_do_not_share_it(crowd):
    cards = [crowd.office.post(phone=f"9123456{n}").card_id for n in range(4)]
    jobs = [partial(crowd.edit, one, fields={"national_id": NIN, "country": "NO"}) for one in cards]
    assert Counter(one if isinstance(one, int) else 200 for one in at_once(jobs)) == {
        200: 1,
        409: 3,
    }
    assert len(leads_to(crowd.office, "national_id")) == 1
