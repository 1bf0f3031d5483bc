"""A shared phone or e-mail is not a person (contract, rule 6, in its plain form)."""

from datetime import timedelta
from functools import partial

import pytest

from leadfold.identity.keys import MAX_CARDS
from tests.office import NOON

NIN = "15076500565"
PHONE, EMAIL = "91234567", "ola@example.com"
KEYS = [{"phone": PHONE}, {"email": EMAIL}, {"phone": PHONE, "email": EMAIL}]

# -- whose name agrees ----------------------------------------------------------------------------

ONE_PERSON = [
    ("Ola Hansen", "OLA HANSEN"),
    ("Ola Hansen", "Hansen, Ola"),
    ("Ola Hansen", "Hansen Ola"),
    ("Ola Hansen", "O. Hansen"),
    ("Ola Hansen", "Ola"),
    ("Ola Hansen", "Ola Nordmann Hansen"),
    ("Ola Hansen", "Ola Berg"),
    ("Ola Hansen", ""),
    ("", "Ola Hansen"),
    ("Kristoffer Åsen", "Kristofer Asen"),
    ("Dana Levi", "דנה לוי"),
    ("Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος"),
    ("Søren Kjær", "Soren Kjaer"),
]
TWO_PEOPLE = [
    ("Ola Hansen", "Kari Hansen"),
    ("Ola Hansen", "Kari Berg"),
    ("דנה לוי", "יוסי לוי"),
    ("Γιώργος Παπαδόπουλος", "Ελένη Παπαδοπούλου"),
]


@pytest.mark.parametrize("key", KEYS, ids=["phone", "email", "both"])
@pytest.mark.parametrize(("name", "other"), ONE_PERSON)
def test_a_name_that_may_be_the_same_stays_on_the_card(post, key, name, other):
    made = post(key, full_name=name, lead_id="1")
    assert post(key, full_name=other, lead_id="2").card_id == made.card_id


@pytest.mark.parametrize("key", KEYS, ids=["phone", "email", "both"])
@pytest.mark.parametrize(("name", "other"), TWO_PEOPLE)
def test_a_clearly_different_given_name_is_another_card_and_a_suggestion(
    post, office, key, name, other
):
    one, two = post(key, full_name=name), post(key, full_name=other)
    assert (two.outcome, two.is_new) == ("created", True)
    assert list(office.suggested) == [frozenset({one.card_id, two.card_id})]
    assert post(key, full_name=name, lead_id="3").card_id == one.card_id
    assert post(key, full_name=other, lead_id="4").card_id == two.card_id


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"full_name": "Ola Hansen"}, {"full_name": "Kari Hansen"}, "household"),
        ({"full_name": "Ola Hansen"}, {"full_name": "Kari Berg"}, "duplicate"),
        (
            {"full_name": "Ola Hansen", "street": "Storgata 1", "postcode": "0155"},
            {"full_name": "Kari Berg", "street": "STORGATA 1", "postcode": "0155"},
            "household",
        ),
    ],
)
def test_a_household_is_told_by_surname_or_address(post, office, one, other, kind):
    post(one, phone=PHONE)
    post(other, phone=PHONE)
    assert list(office.suggested.values()) == [kind]


@pytest.mark.parametrize(
    ("there", "comes", "joins"),
    [
        ({"birth_date": "1980-02-03"}, {"birth_date": "1980-02-03"}, False),
        ({"birth_date": "1980-02-03"}, {"birth_date": "1980-02-04"}, False),
        ({"birth_date": "1980-02-03"}, {}, False),
        ({"national_id": NIN}, {"national_id": NIN}, True),
    ],
)
def test_of_two_established_given_names_only_a_national_id_makes_one_person(
    post, there, comes, joins
):
    made = post(phone=PHONE, full_name="Ola Hansen", **there)
    answer = post(phone=PHONE, full_name="Kari Hansen", **comes)
    assert (answer.card_id == made.card_id) is joins


def test_an_equal_birth_date_with_the_surname_outweighs_a_name_that_is_on_no_list(post):
    made = post(phone=PHONE, full_name="Ola Hansen", birth_date="1980-02-03")
    answer = post(phone=PHONE, full_name="Lillebror Hansen", birth_date="1980-02-03")
    assert answer.card_id == made.card_id


def test_an_equal_birth_date_without_the_surname_is_not_enough(post):
    made = post(phone=PHONE, full_name="Ola Hansen", birth_date="1980-02-03")
    answer = post(phone=PHONE, full_name="Kari Berg", birth_date="1980-02-03")
    assert answer.card_id != made.card_id


def test_a_nameless_lead_goes_to_the_card_with_most_evidence(post):
    ola = post(phone=PHONE, full_name="Ola Hansen")
    kari = post(phone=PHONE, full_name="Kari Hansen")
    post(phone=PHONE, full_name="Ola Hansen", email=EMAIL)
    assert post(phone=PHONE, lead_id="nameless").card_id == ola.card_id != kari.card_id


def test_a_nameless_lead_on_even_cards_goes_to_the_latest_inquiry(post):
    ola = post(phone=PHONE, full_name="Ola Hansen")
    kari = post(phone=PHONE, full_name="Kari Hansen", at=NOON + timedelta(hours=1))
    assert post(phone=PHONE, lead_id="1").card_id == kari.card_id
    post(phone=PHONE, full_name="Ola Hansen", lead_id="2", at=NOON + timedelta(hours=2))
    assert post(phone=PHONE, lead_id="3").card_id == ola.card_id


# -- keys of many ---------------------------------------------------------------------------------

COLLEAGUES = "Ola Kari Per Anne Nils Ingrid Lars Marit Jens Sigrid Knut Turid".split()


@pytest.fixture
def colleagues(post):
    """Twelve people who gave the number of their switchboard: given name → card id."""
    arrive = partial(post, phone=PHONE)
    return {name: arrive(full_name=f"{name} {name}sen").card_id for name in COLLEAGUES}


def the_phone(office):
    [item] = [item for item in office.stored("ID") if item["pk"].startswith("ID#phone#")]
    return item


def test_eight_cards_on_a_key_are_a_family_and_the_ninth_makes_it_shared(post, office):
    for name in COLLEAGUES[:MAX_CARDS]:
        post(phone=PHONE, full_name=f"{name} {name}sen")
    assert not the_phone(office)["shared"]
    post(phone=PHONE, full_name="Sigrid Sigridsen")
    assert the_phone(office)["shared"]
    assert len(the_phone(office)["cards"]) == MAX_CARDS


def test_colleagues_have_a_card_each_and_come_back_to_their_own(post, office, colleagues):
    assert len(set(colleagues.values())) == len(COLLEAGUES)
    for name, card_id in colleagues.items():
        assert post(phone=PHONE, full_name=f"{name} {name}sen", lead_id=name).card_id == card_id
    assert len(office.cards) == len(COLLEAGUES)


def test_a_near_name_on_a_shared_key_is_another_person(post, colleagues):
    answer = post(phone=PHONE, full_name="Sigrid Berg")
    assert answer.card_id not in colleagues.values()


def test_a_shared_key_brings_no_suggestion(post, office, colleagues):
    before = office.suggested
    post(phone=PHONE, full_name="Hege Hegesen")
    assert office.suggested == before


def test_a_nameless_lead_on_a_shared_key_goes_to_one_of_its_cards(post, colleagues):
    assert post(phone=PHONE).card_id in colleagues.values()


def test_a_key_of_ones_own_still_leads_home_from_a_shared_one(post, colleagues):
    post(phone=PHONE, full_name="Sigrid Sigridsen", email="sigrid@example.com")
    answer = post(email="sigrid@example.com", full_name="Sigrid Berg", phone=PHONE)
    assert answer.card_id == colleagues["Sigrid"]


# -- role addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["info", "post", "salg", "kontakt", "INFO", "office"])
def test_a_role_address_is_nobodys_own(post, office, role):
    email = f"{role}@firma.no"
    ola, kari = post(email=email, full_name="Ola Hansen"), post(email=email, full_name="Kari Berg")
    assert ola.card_id != kari.card_id
    assert office.suggested == {}


def test_the_same_name_at_a_role_address_is_the_same_card(post):
    made = post(email="info@firma.no", full_name="Ola Hansen")
    answer = post(email="info@firma.no", full_name="hansen, ola", lead_id="2")
    assert (answer.card_id, answer.matched_by) == (made.card_id, ("email",))
