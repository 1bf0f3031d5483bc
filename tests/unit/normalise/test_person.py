"""A lead's fields → a person, with a warning for what a person should look at."""

import subprocess
import sys
from datetime import date

import pytest

from leadfold.model import Name
from leadfold.normalise import person

TODAY = date(2026, 11, 21)


def test_everything_is_read_together():
    found = person.parse(
        {
            "full_name": "dr. OLA HANSEN",
            "phone": "912 34 567",
            "email": "Ola.Hansen+fb@googlemail.com",
            "country": "Norge",
            "national_id": "151086 95088",
            "org_number": "974 760 673",
            "birth_date": "15. oktober 1986",
            "street": "STORGT. 5 B",
            "postcode": "0155 Oslo",
            "company": " Hansen  Bygg AS ",
            "consent": "ja",
        },
        "SE",
        TODAY,
    )
    assert found.name == Name(first="Ola", last="Hansen", title="Dr")
    assert found.e164 == "+4791234567"
    assert found.email is not None
    assert found.email.key == "olahansen@gmail.com"
    assert found.national_id is not None
    assert found.national_id.masked == "•••••••5088"
    assert found.org_number is not None
    assert found.birth_date == "1986-10-15"
    assert found.consent is not None
    assert found.consent.given is True
    assert found.details == {
        "company": "Hansen Bygg AS",
        "org_number": "974760673",
        "street": "Storgt. 5B",
        "postcode": "0155",
        "city": "Oslo",
        "country": "NO",
    }
    assert found.warnings == ()


def test_no_fields_make_nobody():
    found = person.parse({}, "NO", TODAY)
    assert found == type(found)()


@pytest.mark.parametrize(
    ("fields", "field", "code", "suggestion"),
    [
        ({"phone": "N/A"}, "phone", "unusable", None),
        ({"phone": "00000000"}, "phone", "placeholder", None),
        ({"phone": "+47 12345678"}, "phone", "placeholder", None),
        ({"phone": "98765432"}, "phone", "suspicious", None),
        ({"phone": "31234567"}, "phone", None, None),
        ({"phone": "054-1234567", "country": "IL"}, "phone", "not_assigned", None),
        ({"phone": "91234567 / 22334455"}, "phone", "several_values", None),
        ({"email": "ola"}, "email", "unusable", None),
        ({"email": "test@test.com"}, "email", "placeholder", None),
        ({"email": "ola@gmial.com"}, "email", "typo_domain", "ola@gmail.com"),
        ({"email": "ola@gmail,com"}, "email", "typo_domain", "ola@gmail.com"),
        ({"email": "ola@mailinator.com"}, "email", "disposable", None),
        ({"email": "ola@x.no, kari@x.no"}, "email", "several_values", None),
        ({"email": "ola hansen@gmail.com"}, "email", "extra_text", None),
        ({"email": "post@firma.no"}, "email", None, None),
        ({"full_name": "Hansen Bygg AS"}, "full_name", "company_name", None),
        ({"national_id": "15108695089"}, "national_id", "unusable", None),
        ({"national_id": "811228-9874"}, "national_id", "unusable", None),
        ({"org_number": "974760674"}, "org_number", "unusable", None),
        ({"org_number": "151086 95088"}, "org_number", "personal_number", None),
        ({"birth_date": "31.02.1980"}, "birth_date", "unusable", None),
        ({"birth_date": "03/04/1980", "country": "BR"}, "birth_date", "ambiguous", None),
        ({"postcode": "123456"}, "postcode", "unusable", None),
        ({"country": "Atlantis"}, "country", "unusable", None),
    ],
)
def test_what_is_odd_is_told(fields, field, code, suggestion):
    found = person.parse(fields, "NO", TODAY)
    told = [(w.field, w.code, w.suggestion) for w in found.warnings]
    assert told == ([(field, code, suggestion)] if code else [])


def test_every_message_is_one_sentence():
    found = person.parse(
        {
            "phone": "x", "email": "x", "national_id": "x", "org_number": "x", "birth_date": "x",
            "postcode": "x", "country": "xyz",
        },
        "NO",
        TODAY,
    )  # fmt: skip
    assert len(found.warnings) == 7
    for warning in found.warnings:
        assert warning.message[0].isupper()
        assert warning.message.endswith(".")
        assert warning.message.count(". ") == 0


def test_a_company_for_a_name_is_kept_as_a_company():
    found = person.parse({"full_name": "Hansen Bygg AS"}, "NO", TODAY)
    assert not found.name
    assert found.details["company"] == "Hansen Bygg AS"


def test_a_sole_traders_number_is_not_kept_on_the_card():
    found = person.parse({"org_number": "811228-9874"}, "SE", TODAY)
    assert "org_number" not in found.details
    assert "9874" not in repr(found)


def test_numbers_that_nobody_here_can_check_are_kept():
    found = person.parse({"org_number": "12-3456789"}, "US", TODAY)
    assert found.details["org_number"] == "12-3456789"
    assert found.warnings == ()


def test_nothing_heavy_is_imported_before_it_is_needed():
    heavy = (
        "anyascii", "disposable_email_domains", "email_validator", "phonenumbers", "rapidfuzz",
        "stdnum", "leadfold.normalise.mojibake",
    )  # fmt: skip
    program = (
        "import sys, datetime; from leadfold.normalise import person; "
        "person.parse({'full_name': 'Ola Hansen', 'company': 'Berg & Co', "
        "'email': 'ola@gmail.com'}, 'NO', "
        "datetime.date(2026, 11, 21)); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("what", "fields", "is_company"),
    [
        ("a company alone", {"company": "Hansen Bygg AS"}, True),
        ("its number alone", {"org_number": "974760673"}, True),
        ("in the place of a name", {"full_name": "Hansen Bygg AS"}, True),
        ("with a role address", {"company": "Hansen Bygg AS", "email": "post@x.no"}, True),
        ("an employer", {"company": "Hansen Bygg AS", "full_name": "Ola Hansen"}, False),
        ("a person", {"full_name": "Ola Hansen"}, False),
        ("a number that is none", {"org_number": "1"}, False),
        ("nobody", {"phone": "91234567"}, False),
    ],
)
def test_a_company_is_one_where_no_person_is_named(what, fields, is_company):
    assert person.parse(fields, "NO", TODAY).is_company is is_company


def test_doubtful_opt_outs_are_told_in_one_order():
    sent = {"unsubscribed": "maybe", "do_not_call": "maybe", "opt_out": "maybe"}
    told = [odd.field for odd in person.parse(sent, "NO", TODAY).warnings]
    assert told == ["opt_out", "do_not_call", "unsubscribed"]


@pytest.mark.parametrize("field", ["company", "job_title", "street", "postcode", "city"])
@pytest.mark.parametrize(
    "nothing",
    ["undefined", "null", "N/A", "{{company.name}}", "[object Object]", "-", "Ikke oppgitt"],
)
def test_words_for_nothing_are_no_detail(field, nothing):
    found = person.parse({field: nothing, "full_name": "Ola Lunde"}, "NO", TODAY)
    assert not found.details
    assert [(one.field, one.code) for one in found.warnings] == [(field, "placeholder")]


@pytest.mark.parametrize(
    "company", ["Null AS", "Not Quite Ltd", "Ingen Minne AS", "Object Design AS"]
)
def test_a_company_may_be_named_by_such_a_word(company):
    found = person.parse({"company": company}, "NO", TODAY)
    assert (found.details["company"], found.warnings) == (company, ())


@pytest.mark.parametrize("sent", ["Kari undefined", "undefined Kari", "Kari null"])
def test_a_missing_part_is_no_name(sent):
    assert person.parse({"full_name": sent}, "NO", TODAY).name == Name(first="Kari")


@pytest.mark.parametrize(
    "sent", ["*|FNAME|*", "{!Lead.Name}", "__FULL_NAME__", "[your-name]", "@{n}"]
)
def test_an_unfilled_template_is_no_name(sent):
    found = person.parse({"full_name": sent}, "NO", TODAY)
    assert (found.name, [one.code for one in found.warnings]) == (Name(), ["placeholder"])
