"""What leads a lead home besides a phone and a name: companies, ids of other systems, all the keys
that a lead names, other names, role addresses; and what the settings make of each."""

from dataclasses import asdict

import pytest

from leadfold.model import IdentityRules
from leadfold.store import items
from leadfold.store.writes import Overwrite

PHONE, OTHER_PHONE = "91234567", "99887766"
EMAIL, OTHER_EMAIL = "ola@example.com", "o.hansen@example.org"
FJORD, NORDLYS = "923609016", "974760673"
NIN = "15076500565"

# -- companies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    [
        {"company": "Fjord Bygg AS", "phone": PHONE},
        {"org_number": FJORD},
        {"company": "Fjord Bygg AS", "org_number": FJORD, "phone": PHONE},
        {"full_name": "Fjord Bygg AS", "phone": PHONE},
    ],
)
def test_a_company_without_a_person_is_a_company_card(post, office, lead):
    assert office.card(post(lead)).customer_type == "company"


def test_a_person_with_an_employer_is_a_person_card(post, office):
    made = post(full_name="Ola Hansen", phone=PHONE, company="Fjord Bygg AS", org_number=FJORD)
    card = office.card(made)
    assert (card.customer_type, card.fields["org_number"]) == ("person", FJORD)


def test_a_company_is_known_by_its_number(post, office):
    made = post(company="Fjord Bygg AS", org_number="923 609 016", phone=PHONE)
    answer = post(company="Fjord Bygg", org_number=f"NO{FJORD}MVA", phone=OTHER_PHONE)
    assert (answer.card_id, answer.matched_by, answer.match_level) == (
        made.card_id,
        ("org_number",),
        1,
    )
    assert post(phone=OTHER_PHONE, lead_id="phone").card_id == made.card_id
    assert len(office.cards) == 1


def test_two_companies_on_one_phone_are_two_cards_and_no_suggestion(post, office):
    one = post(company="Fjord Bygg AS", org_number=FJORD, phone=PHONE)
    two = post(company="Nordlys AS", org_number=NORDLYS, phone=PHONE)
    assert (two.outcome, one.card_id != two.card_id) == ("created", True)
    assert office.suggested == {}
    assert post(company="Nordlys", phone=PHONE).card_id == two.card_id


def test_a_persons_employer_is_no_identity_of_theirs(post, office):
    ola = post(full_name="Ola Hansen", phone=PHONE, company="Fjord Bygg AS", org_number=FJORD)
    kari = post(full_name="Kari Berg", phone=OTHER_PHONE, org_number=FJORD)
    company = post(company="Fjord Bygg AS", org_number=FJORD)
    assert len({ola.card_id, kari.card_id, company.card_id}) == 3
    assert [item["pk"].split("#")[1] for item in office.stored("ID")].count("org_number") == 1


def test_a_person_of_a_known_company_has_a_card_of_their_own(post):
    company = post(company="Fjord Bygg AS", org_number=FJORD, email="post@fjord.no")
    ola = post(full_name="Ola Hansen", org_number=FJORD, company="Fjord Bygg AS", phone=PHONE)
    assert (ola.outcome, ola.card_id != company.card_id) == ("created", True)


def test_a_companys_lead_on_the_phone_of_a_person_who_works_there_stays(post, office):
    ola = post(full_name="Ola Hansen", phone=PHONE, company="Fjord Bygg AS")
    company = post(company="Fjord Bygg AS", org_number=FJORD, phone=PHONE)
    assert company.card_id == ola.card_id
    assert office.card(ola).customer_type == "person"
    assert not [item for item in office.stored("ID") if "#org_number#" in item["pk"]]


def test_a_companys_lead_on_the_phone_of_a_person_who_works_elsewhere_is_another_card(post):
    ola = post(full_name="Ola Hansen", phone=PHONE, company="Nordlys AS")
    assert post(company="Fjord Bygg AS", org_number=FJORD, phone=PHONE).card_id != ola.card_id


def test_a_company_without_a_number_is_known_by_role_address_and_name(post):
    made = post(company="Fjord Bygg AS", email="post@fjord.no")
    assert post(company="FJORD BYGG", email="post@fjord.no", lead_id="2").card_id == made.card_id
    assert post(company="Nordlys AS", email="post@fjord.no").card_id != made.card_id


# -- ids of other systems -------------------------------------------------------------------------


def test_the_id_of_another_system_leads_home(post):
    made = post(external_ids={"hubspot": "42"}, phone=PHONE, full_name="Ola Hansen")
    answer = post(external_ids={"HubSpot": "42"}, phone=OTHER_PHONE, full_name="Ola Hansen")
    assert (answer.card_id, answer.matched_by) == (made.card_id, ("external_id",))


@pytest.mark.parametrize("other", [{"salesforce": "42"}, {"hubspot": "43"}, {"hubspot": "0"}])
def test_an_id_is_one_of_its_system(post, other):
    made = post(external_ids={"hubspot": "42"}, phone=PHONE)
    assert post(external_ids=other, phone=OTHER_PHONE).card_id != made.card_id


def test_an_id_that_comes_later_leads_home_too(post, office):
    made = post(phone=PHONE, full_name="Ola Hansen")
    post(phone=PHONE, full_name="Ola Hansen", external_ids={"hubspot": "42"})
    assert post(external_ids={"hubspot": "42"}).card_id == made.card_id
    assert office.card(made).external_ids == {"hubspot": "42"}


# -- every key of a lead --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "later", [{"phone": PHONE}, {"phone": OTHER_PHONE}, {"email": EMAIL}, {"email": OTHER_EMAIL}]
)
def test_each_of_the_phones_and_addresses_of_a_lead_leads_home_later(post, office, later):
    made = post(phone=f"{PHONE} / {OTHER_PHONE}", email=f"{EMAIL}; {OTHER_EMAIL}")
    assert office.card(made).phones == (f"+47{PHONE}", f"+47{OTHER_PHONE}")
    assert post(later, lead_id="later").card_id == made.card_id
    assert len(office.cards) == 1


# -- other names ----------------------------------------------------------------------------------

COLLEAGUES = "Per Anne Nils Ingrid Lars Marit Jens Sigrid".split()


def share(post, **key):
    """Let so many others come with a key that it is an office's."""
    for name in COLLEAGUES:
        post(key, full_name=f"{name} {name}sen")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Dana Levi", "דנה לוי"),
        ("Kari Berg", "Kari Solheim"),
        ("Bob Smithfield", "Robert Smithfield"),
    ],
)
def test_another_name_of_a_customer_is_remembered_and_leads_home_from_a_shared_key(
    post, office, name, other
):
    made = post(phone=PHONE, full_name=name, email=EMAIL)
    post(email=EMAIL, full_name=other)
    [known] = office.card(made).other_names
    assert f"{known.first} {known.last}".strip() == other
    share(post, phone=PHONE)
    answer = post(phone=PHONE, full_name=other, lead_id="later")
    assert (answer.card_id, answer.match_level) == (made.card_id, 1)


@pytest.mark.parametrize("again", ["OLA HANSEN", "Hansen, Ola", "Ola", "Hansen", ""])
def test_a_name_that_says_no_more_is_not_remembered(post, office, again):
    made = post(phone=PHONE, full_name="Ola Hansen")
    post(phone=PHONE, full_name=again, lead_id="again")
    assert office.card(made).other_names == ()


# -- former addresses -----------------------------------------------------------------------------


def test_another_address_of_a_customer_is_remembered_beside_the_first(post, office):
    made = post(phone=PHONE, full_name="Ola Hansen", street="Storgata 5", postcode="0155")
    post(phone=PHONE, street="Torggata 9", postcode="0181", city="Oslo", lead_id="moved")
    card = office.card(made)
    assert card.fields["street"] == "Storgata 5"
    assert [(one.street, one.postcode, one.city) for one in card.other_addresses] == [
        ("Torggata 9", "0181", "Oslo")
    ]


@pytest.mark.parametrize(
    "again",
    [
        {"street": "STORGATA 5", "postcode": "0155"},
        {"street": "Storgata 5B"},
        {"street": "Sotrgata 5", "postcode": "0181"},
        {"postcode": "0155"},
        {"city": "Oslo"},
        {},
    ],
)
def test_a_slip_in_an_address_is_not_another_one(post, office, again):
    made = post(phone=PHONE, full_name="Ola Hansen", street="Storgata 5", postcode="0155")
    post(phone=PHONE, lead_id="again", **again)
    assert office.card(made).other_addresses == ()


def test_of_other_addresses_the_three_newest_are_remembered(post, office):
    made = post(phone=PHONE, full_name="Ola Hansen", street="Storgata 5", postcode="0155")
    for number in range(1, 6):
        post(phone=PHONE, street=f"Torggata {number}", postcode="0181", lead_id=f"l{number}")
    known = [one.street for one in office.card(made).other_addresses]
    assert known == ["Torggata 5", "Torggata 4", "Torggata 3"]


# -- role addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["Bob Smithfield", "Smithfield Robert", "Robbert Smithfield"])
def test_a_near_name_at_a_role_address_comes_home(post, again):
    made = post(full_name="Robert Smithfield", email="info@fjord.no")
    assert post(full_name=again, email="info@fjord.no", lead_id="again").card_id == made.card_id


def test_two_colleagues_at_a_role_address_are_two(post, office):
    one = post(full_name="Robert Smithfield", email="info@fjord.no")
    two = post(full_name="Anne Smithfield", email="info@fjord.no")
    three = post(full_name="Robert Berg", email="info@fjord.no")
    assert len({one.card_id, two.card_id, three.card_id}) == 3
    assert office.suggested == {}


# -- settings -------------------------------------------------------------------------------------


@pytest.fixture
def settle(office):
    """``settle(order=…, use=…)``: how identity is decided from now on."""

    def settle_now(**settings):
        key = items.config_key("SETTINGS", "identity")
        office.store.write(Overwrite(key=key, item=asdict(IdentityRules(**settings))))
        office.reopen()

    return settle_now


@pytest.mark.parametrize("order", [("phone", "email"), ("email", "phone")])
def test_the_order_decides_between_cards_of_equal_support(office, settle, order):
    settle(order=(*order, "national_id", "org_number", "external_id"))
    made = {"phone": office.post(phone=PHONE), "email": office.post(email=EMAIL)}
    answer = office.post(phone=PHONE, email=EMAIL)
    assert answer.card_id == made[order[0]].card_id
    assert len(office.suggested) == 1


@pytest.mark.parametrize(
    ("there", "comes", "joins"),
    [
        ({}, {}, False),
        ({"full_name": "Ola Hansen"}, {}, False),
        ({}, {"full_name": "Ola Hansen"}, False),
        ({"full_name": "Ola Hansen"}, {"full_name": "Ola Hansen"}, True),
        ({"full_name": "Ola Hansen"}, {"full_name": "Kari Hansen"}, False),
        ({"email": EMAIL}, {"email": EMAIL}, True),
    ],
)
def test_what_supports_never_decides_alone(office, settle, there, comes, joins):
    settle(use={"phone": "supporting"})
    made = office.post(there, phone=PHONE)
    assert (office.post(comes, phone=PHONE, lead_id="2").card_id == made.card_id) is joins


def test_what_is_off_leads_nowhere(office, settle):
    settle(use={"phone": "off"})
    made = office.post(phone=PHONE, email=EMAIL, full_name="Ola Hansen")
    assert office.post(phone=PHONE, email=OTHER_EMAIL, full_name="Ola Hansen").card_id != (
        made.card_id
    )
    assert office.post(phone=PHONE, email=EMAIL, lead_id="3").card_id == made.card_id
    assert {item["pk"].split("#")[1] for item in office.stored("ID")} == {"email"}


def test_a_lead_with_nothing_but_a_key_that_is_off_is_held(office, settle):
    settle(use={"phone": "off"})
    assert office.post(phone=PHONE, full_name="Ola Hansen").outcome == "quarantined"


# -- a lead on two cards (rule 7) -----------------------------------------------------------------


@pytest.mark.parametrize(("name", "key"), [("Ola Hansen", "phone"), ("Kari Berg", "email")])
def test_a_lead_on_two_cards_goes_where_its_name_is(post, office, name, key):
    made = {
        "phone": post(phone=PHONE, full_name="Ola Hansen"),
        "email": post(email=EMAIL, full_name="Kari Berg"),
    }
    answer = post(phone=PHONE, email=EMAIL, full_name=name)
    assert (answer.card_id, answer.matched_by) == (made[key].card_id, (key,))


def test_a_lead_on_two_cards_that_both_are_its_own_suggests_them(post, office):
    by_phone = post(phone=PHONE, full_name="Ola Hansen")
    by_email = post(email=EMAIL, full_name="Ola Hansen", birth_date="1980-02-03")
    answer = post(phone=PHONE, email=EMAIL, full_name="Ola Hansen", birth_date="1980-02-03")
    assert answer.card_id == by_email.card_id
    assert office.suggested == {frozenset({by_phone.card_id, by_email.card_id}): "duplicate"}
    assert [item["id"] for item in office.stored("SUGGESTION")] == list(answer.suggestions)


def test_a_national_id_goes_before_two_cards_and_their_names(post, office):
    post(phone=PHONE, full_name="Ola Hansen")
    post(email=EMAIL, full_name="Ola Hansen")
    known = post(national_id=NIN, full_name="Ola Hansen")
    answer = post(phone=PHONE, email=EMAIL, national_id=NIN, full_name="Ola Hansen")
    assert answer.card_id == known.card_id
