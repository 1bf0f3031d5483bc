"""A person or company → the identities that lead to cards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import IdentityRules, Name
from leadfold.normalise import person

TODAY = date(2026, 11, 21)
KEYED = KeyedHash(b"a secret of tests, 32 bytes long")


def kinds_of(sent, rules=keys.BY_DEFAULT):
    found = keys.identities(person.parse(sent, "NO", TODAY), KEYED, rules)
    return [identity.kind for identity in found]


@pytest.mark.parametrize(
    ("sent", "kinds"),
    [
        ({"phone": "91234567"}, ["phone"]),
        ({"email": "ola@example.com", "phone": "91234567"}, ["phone", "email"]),
        (
            {"national_id": "15076500565", "email": "a@b.no", "phone": "91234567"},
            ["national_id", "phone", "email"],
        ),
        ({"phone": "91234567 / 92345678"}, ["phone", "phone"]),
        ({"email": "ola@example.com, kari@example.com"}, ["email", "email"]),
        ({"email": "info@firma.no", "full_name": "Ola Hansen"}, ["email_name", "role_email"]),
        ({"org_number": "923609016", "company": "Equinor ASA"}, ["org_number"]),
        ({"org_number": "923609016"}, ["org_number"]),
        ({"org_number": "923609016", "full_name": "Ola Hansen", "phone": "91234567"}, ["phone"]),
        ({"external_ids": "hubspot:7", "phone": "91234567"}, ["external_id", "phone"]),
        ({"full_name": "Ola Hansen", "birth_date": "1980-02-03"}, []),
        ({"phone": "00000000", "email": "test@test.com"}, []),
    ],
)
def test_a_person_has_identities_in_the_order_of_trust(sent, kinds):
    assert kinds_of(sent) == kinds


def test_the_order_of_trust_is_configured():
    rules = IdentityRules(order=("national_id", "org_number", "external_id", "email", "phone"))
    assert kinds_of({"email": "ola@example.com", "phone": "91234567"}, rules) == ["email", "phone"]


def test_an_identity_that_is_off_leads_nowhere():
    rules = IdentityRules(use={"email": "off"})
    sent = {"email": "ola@example.com", "phone": "91234567"}
    assert kinds_of(sent, rules) == ["phone"]
    assert kinds_of({"email": "info@firma.no"}, rules) == []


def test_equal_national_ids_of_two_countries_are_two():
    numbers = [
        person.parse({"national_id": "15076500565"}, "NO", TODAY),
        person.parse({"national_id": "131052-308T"}, "FI", TODAY),
    ]
    assert len({keys.identities(number, KEYED)[0] for number in numbers}) == 2


def test_equal_ids_in_two_systems_are_two():
    ids = [person.parse({"external_ids": f"{name}:7"}, "NO", TODAY) for name in ("crm", "erp")]
    assert len({keys.identities(one, KEYED)[0] for one in ids}) == 2


@given(st.permutations("Ola Nordmann Åsen".split()))
def test_the_order_of_a_names_words_makes_no_other_key(words):
    *first, last = words
    folded = keys.folded_name(Name(first=" ".join(first), last=last))
    assert folded == "asen nordmann ola"
