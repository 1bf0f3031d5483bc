"""Father and son, and twins, on one phone: two people, and a slip is none (contract, rule 6)."""

from datetime import date, timedelta
from functools import partial

import pytest

from leadfold.normalise import person as people
from leadfold.testwash.matcher import Matcher, prepared
from leadfold.work import merging
from tests.clerk import Clerk
from tests.office import NOON
from tests.races import at_once
from tests.work.test_whose_inquiry import merger_of

KEYS = [{"phone": "91234567"}, {"email": "lunde@example.com"},
        {"phone": "91234567", "email": "lunde@example.com"}]  # fmt: skip


def born(day, name="Ola Lunde"):
    return {"full_name": name, "birth_date": day}


def named(name):
    return {"full_name": name}


#: Who comes, one after the other, and the customer of each.
FAMILIES = [
    ("father and son", [born("1955-12-24"), born("1985-03-11")], [0, 1]),
    ("father and son of one birthday", [born("1955-12-24"), born("1985-12-24")], [0, 1]),
    ("… each again", [born("1955-12-24"), born("1985-12-24"), born("1955-12-24"),
                      born("1985-12-24")], [0, 1, 0, 1]),
    ("day and month swapped", [born("1980-04-03"), born("1980-03-04")], [0, 0]),
    ("another digit", [born("1980-04-03"), born("1980-04-08")], [0, 0]),
    ("digits swapped", [born("1980-04-03"), born("1908-04-03")], [0, 0]),
    ("a date and none", [born("1980-04-03"), named("Ola Lunde")], [0, 0]),
    ("none, then a date, then another", [named("Ola Lunde"), born("1955-12-24"),
                                         born("1985-03-11")], [0, 0, 1]),
    ("twins", [born("1990-05-05"), born("1990-05-05", "Nils Lunde")], [0, 1]),
    ("a pet name", [born("1990-05-05", "Nils Lunde"), born("1990-05-05", "Lillebror Lunde")],
     [0, 0]),
    ("a nickname", [born("1990-05-05", "Robert Smith"), born("1990-05-05", "Bob Smith")], [0, 0]),
    ("elder and younger", [named("Ola Lunde Sr."), named("Ola Lunde Jr.")], [0, 1]),
    ("… in words", [named("Ola Lunde Senior"), named("Ola Lunde junior")], [0, 1]),
    ("… and the younger again", [named("Ola Lunde Sr."), named("Ola Lunde Jr."),
                                 named("Ola Lunde Jr")], [0, 1, 1]),
    ("the younger, bare, the elder", [named("Ola Lunde Jr."), named("Ola Lunde"),
                                      named("Ola Lunde Sr.")], [0, 0, 1]),
    ("bare, the younger, the elder", [named("Ola Lunde"), named("Ola Lunde Jr."),
                                      named("Ola Lunde Sr.")], [0, 0, 1]),
    ("swapped Vietnamese names", [named("Nguyễn Thị Minh Khai"), named("Minh Khai Nguyễn"),
                                  named("Khai Nguyen")], [0, 0, 0]),
]  # fmt: skip
IDS = [family[0] for family in FAMILIES]


@pytest.mark.parametrize("key", KEYS, ids=["phone", "email", "both"])
@pytest.mark.parametrize(("people_", "customers"), [row[1:] for row in FAMILIES], ids=IDS)
def test_who_is_two_people_at_the_door(office, post, people_, customers, key):
    answers = [post(one | key, lead_id=str(n)) for n, one in enumerate(people_)]
    cards = list(dict.fromkeys(answer.card_id for answer in answers))
    assert [cards.index(answer.card_id) for answer in answers] == customers
    assert list(office.suggested.values()) == ["household"] * (len(cards) - 1)


@pytest.mark.parametrize(("people_", "customers"), [row[1:] for row in FAMILIES], ids=IDS)
def test_who_is_two_people_entered_by_hand(office, people_, customers):
    clerk = Clerk(office)
    found = [clerk.enter(phone="+47 91234567", **one) for one in people_]
    cards = list(dict.fromkeys(found))
    assert [cards.index(card_id) for card_id in found] == customers


@pytest.mark.parametrize("store", [None])
@pytest.mark.parametrize(("people_", "customers"), [row[1:] for row in FAMILIES], ids=IDS)
def test_who_is_two_people_in_a_file(store, people_, customers):
    matcher = Matcher()
    rows = [people.parse(one | KEYS[0], "NO", date(2026, 11, 21)) for one in people_]
    placed = [matcher.place(prepared(row)).card for row in rows]
    matcher.settle()
    final = [matcher.final(one) for one in placed]
    cards = list(dict.fromkeys(final))
    assert [cards.index(one) for one in final] == customers


def test_a_bare_name_goes_to_the_best_supported_and_says_so(post):
    elder = post(KEYS[0], full_name="Ola Lunde Sr.", lead_id="1")
    younger = post(KEYS[0], full_name="Ola Lunde Jr.", lead_id="2")
    post(KEYS[0] | KEYS[1], full_name="Ola Lunde Sr.", lead_id="3")
    bare = post(KEYS[0], full_name="Ola Lunde", lead_id="4")
    assert bare.card_id == elder.card_id
    assert bare.suggestions == younger.suggestions


def test_one_national_id_is_one_person_whatever_else(post):
    nin = {"national_id": "15076500565"}
    one = post(born("1955-12-24", "Ola Lunde Sr.") | nin | KEYS[0], lead_id="1")
    other = post(born("1985-12-24", "Ola Lunde Jr.") | nin | KEYS[0], lead_id="2")
    assert one.card_id == other.card_id


def test_a_card_shows_whether_it_is_the_younger_and_an_edit_of_the_name_takes_it_away(office, post):
    card_id = post(KEYS[0], full_name="Ola Lunde Jr.").card_id
    assert {one.fields["suffix"] for one in office.cards} == {"Jr"}
    Clerk(office).edit(card_id, fields={"full_name": "Ola Lunde"})
    assert "suffix" not in office.cards[0].fields
    assert post(KEYS[0], full_name="Ola Lunde Sr.", lead_id="2").card_id == card_id


def test_elder_and_younger_that_a_person_made_one_stay_one(post, office):
    sides = [
        post(KEYS[0], full_name=f"Ola Lunde {end}", lead_id=end).card_id for end in ("Sr.", "Jr.")
    ]
    merging.merge(sides[1], sides[0], merger_of(office))
    for number, end in enumerate(("Sr.", "Jr.")):
        answer = post(KEYS[0], full_name=f"Ola Lunde {end}", lead_id=str(number),
                      at=NOON + timedelta(hours=1))  # fmt: skip
        assert answer.card_id == sides[0]


def test_father_and_son_at_the_same_instant_are_two(track):
    leads = [born(day) | KEYS[0] | {"lead_id": f"{day} {n}"}
             for n in range(6) for day in ("1955-12-24", "1985-12-24")]  # fmt: skip
    track.race(leads)
    assert sorted(card.fields["birth_date"] for card in track.office.cards) == [
        "1955-12-24", "1985-12-24",
    ]  # fmt: skip
    assert [card.inquiries for card in track.office.cards] == [6, 6]


def test_elder_and_younger_at_the_same_instant_on_a_bare_card_are_two(track):
    track.office.post(KEYS[0], full_name="Ola Lunde")
    ends = ("Sr.", "Jr.")
    with track.faults():
        at_once([partial(track.office.post, KEYS[0], full_name=f"Ola Lunde {end}", lead_id=end)
                 for end in ends])  # fmt: skip
    track.office.sweep()
    assert sorted(card.fields["suffix"] for card in track.office.cards) == ["Jr", "Sr"]
