"""Leads that come at once, in real threads on DynamoDB Local: one customer still is one card.

Each race runs with every mix of faults.
"""

import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial

from leadfold.errors import Contended, Unavailable
from leadfold.identity.keys import MAX_CARDS
from leadfold.intake.answer import Answer
from leadfold.resolve import pairing
from leadfold.store import items
from leadfold.work import negative_links
from tests.office import NOON, Office
from tests.races import MANY, at_once

PHONE = "+4791234567"
SPELLINGS = ("91234567", "+47 912 34 567", "0047 91234567", "(+47) 91 23 45 67", "tel: 912-34-567")
NIN_1, NIN_2 = "15076500565", "01010750160"


def kinds(office: Office, card_id: str) -> Counter[str]:
    return Counter(inquiry.kind for inquiry in office.inquiries(card_id))


def test_many_leads_of_one_new_customer_are_one_card_one_first_and_repeats(track):
    leads = [
        {"lead_id": f"l{n}", "phone": SPELLINGS[n % len(SPELLINGS)], "full_name": "Ola Hansen"}
        for n in range(MANY)
    ]
    answers = track.race(leads)
    [card] = track.office.cards
    assert kinds(track.office, card.id) == {"first": 1, "repeat": MANY - 1}
    assert card.inquiries == MANY
    assert card.phones == (PHONE,)
    [task] = track.office.stored("TASK")
    assert (task["inquiries"], task["kind"], task["id"]) == (MANY, "call_back", card.open_task.id)
    told = {answer.delivery_id for answer in answers}
    assert told == {inquiry.delivery_id for inquiry in track.office.inquiries(card.id)}


def test_one_delivery_told_many_times_is_one_inquiry_and_the_same_answer(track):
    lead = {"lead_id": "once", "phone": PHONE, "email": "ola@example.com", "first_name": "Ola"}
    answers = track.race([lead] * MANY)
    again = [track.office.post(lead) for answer in answers if answer.outcome == "accepted"]
    final = [answer for answer in answers if answer.outcome != "accepted"] + again
    ids = {(a.card_id, a.inquiry_id, a.task_id, a.delivery_id) for a in final}
    assert len(ids) == 1
    assert Counter(answer.outcome for answer in final)["created"] <= 1
    assert len(track.office.stored("INQ")) == len(track.office.cards) == 1
    assert len(track.office.stored("DLV")) == 1


def test_one_content_without_an_id_many_times_is_one_inquiry(track):
    track.office.post(phone=PHONE, at=NOON - timedelta(hours=1))
    track.race([{"phone": PHONE}] * 16)
    [card] = track.office.cards
    assert kinds(track.office, card.id) == {"first": 1, "repeat": 1}


def test_phone_and_email_and_both_at_once_are_one_card_or_two_with_a_suggestion(track):
    phone, email = {"phone": PHONE}, {"email": "ola@example.com"}
    track.race([phone, email, phone | email])
    cards = {card.id for card in track.office.cards}
    assert len(cards) in {1, 2}
    assert track.office.suggested == ({frozenset(cards): "duplicate"} if len(cards) == 2 else {})
    assert sum(card.inquiries for card in track.office.cards) == 3


def test_two_national_ids_racing_onto_a_card_without_one_never_share_it(track):
    before = track.office.post(phone=PHONE)
    ids = [{"lead_id": f"l{n}", "national_id": (NIN_1, NIN_2)[n % 2]} for n in range(8)]
    track.race([{"phone": PHONE, **lead} for lead in ids])
    one, two = track.office.cards
    assert before.card_id in {one.id, two.id}
    assert None not in {one.national_id, two.national_id}
    assert one.national_id != two.national_id
    assert {one.inquiries, two.inquiries} == {4, 5}


def test_two_people_racing_onto_one_phone_are_two_cards(track):
    names = [f"{('Ola', 'Kari')[n % 2]} Hansen" for n in range(16)]
    leads = [{"lead_id": f"l{n}", "phone": PHONE, "full_name": x} for n, x in enumerate(names)]
    track.race(leads)
    cards = track.office.cards
    assert {card.fields["first_name"]: card.inquiries for card in cards} == {"Ola": 8, "Kari": 8}
    assert track.office.suggested == {frozenset(card.id for card in cards): "household"}
    assert all(kinds(track.office, card.id)["first"] == 1 for card in cards)


def test_near_names_and_another_one_racing_onto_one_phone_and_email_are_two_cards(track):
    names = ("Robert Smithfield", "Bob Smithfield", "SMITHFIELD Robbert", "Anne Smithfield")
    both = {"phone": PHONE, "email": "smithfield@example.com", "street": "Storgata 1"}
    leads = [{"lead_id": f"l{n}", "full_name": names[n % 4], **both} for n in range(16)]
    track.race(leads)
    cards = track.office.cards
    assert sorted(card.inquiries for card in cards) == [4, 12]
    assert track.office.suggested == {frozenset(card.id for card in cards): "household"}


def test_one_national_id_racing_under_many_keys_and_names_is_one_card(track):
    leads = [
        {"lead_id": f"l{n}", "national_id": NIN_1, "full_name": f"{name} Berg", **key}
        for n, (name, key) in enumerate(
            (name, key)
            for name in ("Ola", "Kari", "")
            for key in ({"phone": PHONE}, {"email": "ola@example.com"}, {})
        )
    ]
    track.race(leads)
    [card] = track.office.cards
    assert kinds(track.office, card.id) == {"first": 1, "repeat": len(leads) - 1}


def test_two_national_ids_racing_with_one_name_phone_and_email_are_two_cards(track):
    alike = {"phone": PHONE, "email": "ola@example.com", "full_name": "Ola Hansen"}
    leads = [{"lead_id": f"l{n}", "national_id": (NIN_1, NIN_2)[n % 2], **alike} for n in range(16)]
    track.race(leads)
    assert [card.inquiries for card in track.office.cards] == [8, 8]
    assert track.office.suggested == {}


def test_an_office_full_of_colleagues_at_once_shares_its_number_and_no_card(track):
    given = "Ola Kari Per Anne Nils Ingrid Lars Marit Jens Sigrid".split()
    leads = [
        {"lead_id": f"l{n}", "phone": PHONE, "full_name": f"{name} {name}sen"}
        for n, name in enumerate([*given, "Jens", "Sigrid"])
    ]
    track.race(leads)
    counts = {card.fields["first_name"]: card.inquiries for card in track.office.cards}
    assert counts == dict.fromkeys(given, 1) | {"Jens": 2, "Sigrid": 2}
    assert len(track.office.cards) == len(given)
    [phone] = [item for item in track.office.stored("ID") if item["pk"].startswith("ID#phone#")]
    assert phone["shared"]
    assert len(phone["cards"]) == MAX_CARDS


def test_a_pair_that_is_rejected_amid_leads_that_raise_it_stays_rejected(track):
    office, both = track.office, {"phone": PHONE, "email": "ola@example.com"}
    ids = [office.post(phone=PHONE).card_id, office.post(email="ola@example.com").card_id]
    office.post(both, lead_id="first")
    [found] = [items.suggestion_of(item) for item in office.stored("SUGGESTION")]

    def reject() -> Answer:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(Unavailable, Contended):
                negative_links.keep_apart(
                    found, "rejected", office.store, by="k", reason=None, deadline=deadline
                )
                break
        return office.post(both, lead_id="after")

    def pair_up(card_id: str) -> Answer:
        deadline = time.monotonic() + 60
        with suppress(Unavailable, Contended):  # its message comes again
            pairing.pair_up(card_id, office.desk.finder, at=NOON, deadline=deadline)
        return office.post(both, lead_id=f"paired-{card_id}")

    leads = [partial(office.post, both, lead_id=f"l{n}", full_name="Ola Lie") for n in range(8)]
    with track.faults():
        at_once([*leads, reject, *(partial(pair_up, card_id) for card_id in ids), reject])
    office.sweep()
    for card_id in ids:
        pair_up(card_id)
    [item] = office.stored("SUGGESTION")
    assert (item["state"], "work_pk" in item) == ("rejected", False)
    assert [len(card.apart) for card in office.cards] == [1, 1]
    assert sum(card.inquiries for card in office.cards) == 14


def test_one_customer_on_two_cards_without_a_common_key_is_suggested_once(track):
    office = track.office
    home = {"street": "Storgata 5", "postcode": "0155", "birth_date": "1980-02-13"}
    lead = {"full_name": "Ola Nordheim", **home}
    pair = [office.post(lead, phone=number).card_id for number in (PHONE, "+4740498765")]

    def pair_up(card_id: str) -> bool:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(Unavailable, Contended):  # its message comes again
                pairing.pair_up(card_id, office.desk.finder, at=NOON, deadline=deadline)
                return True
        return False

    with track.faults():
        assert at_once([partial(pair_up, card_id) for card_id in [*pair, *pair]]) == [True] * 4
    assert list(office.suggested) == [frozenset(pair)]
    assert all(sorted(item["cards"]) == sorted(pair) for item in office.stored("BLOCK"))
