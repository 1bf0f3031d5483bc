"""Phone, e-mail and name in each other's boxes."""

from datetime import date

import pytest

from leadfold.normalise import person

SWAPPED = [
    ({"phone": "ola@online.no", "email": "91234501"}, ["+4791234501"], ["ola@online.no"], ""),
    ({"phone": "ola@online.no"}, [], ["ola@online.no"], ""),
    ({"full_name": "91234501", "phone": "Kari Lunde"}, ["+4791234501"], [], "Kari"),
    ({"email": "+47 912 34 501"}, ["+4791234501"], [], ""),
    (
        {"email": "+47 912 34 501", "phone": "412 34 502"},
        ["+4741234502", "+4791234501"],
        [],
        "",
    ),
    ({"full_name": "ola@online.no", "phone": "91234501"}, ["+4791234501"], ["ola@online.no"], ""),
    ({"phone": "a@online.no", "email": "ola@online.no"}, [], ["ola@online.no", "a@online.no"], ""),
    ({"phone": "91234501 ola@online.no"}, ["+4791234501"], ["ola@online.no"], ""),
    ({"phone": "ring meg", "full_name": "91234501"}, ["+4791234501"], [], ""),
]
KEPT = [
    ({"phone": "91234501", "email": "ola@online.no", "full_name": "Ola"}, "Ola"),
    ({"email": "Lunde"}, ""),
    ({"phone": "Kari", "email": "kari@online.no"}, ""),
    ({"phone": "00000000", "email": "12345678"}, ""),
    ({"full_name": "Ola Hansen 91234501", "phone": "41234502"}, "Ola"),
    ({"full_name": "Ola 2"}, "Ola"),
]


def read(sent):
    return person.parse(sent, "NO", date(2026, 11, 30))


@pytest.mark.parametrize(("sent", "phones", "emails", "first"), SWAPPED)
def test_both_are_read_and_it_is_told(sent, phones, emails, first):
    found = read(sent)
    assert [phone.e164 for phone in found.phones] == phones
    assert [email.address for email in found.emails] == emails
    assert found.name.first == first
    assert "swapped" in {odd.code for odd in found.warnings}


@pytest.mark.parametrize(("sent", "first"), KEPT)
def test_what_is_in_its_box_or_fits_no_other_stays(sent, first):
    found = read(sent)
    assert found.name.first == first
    assert "swapped" not in {odd.code for odd in found.warnings}


def test_a_surname_in_the_box_of_the_address_is_unusable():
    assert [(odd.field, odd.code) for odd in read({"email": "Lunde"}).warnings] == [
        ("email", "unusable")
    ]
