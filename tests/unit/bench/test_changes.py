"""Every error that the generators make, by example: the fields before and one way they end up."""

from datetime import date
from random import Random

import pytest

from tests.bench import changes, leads, records
from tests.bench.people import Company, Home, Person

BERG = Company(
    ident="c1",
    country="NO",
    name="Berg & Lie Consulting",
    form="AS",
    domain="berg.no",
    org_number="974760673",
    switchboard="+4722222222",
    home=Home(street="Storgata", number="1", postcode="0155", city="Oslo"),
    branches=(Home(street="Kaigata", number="2", postcode="9008", city="Tromsø"),),
)


def person(**given):
    usual = {
        "ident": "p1",
        "country": "NO",
        "male": True,
        "given": "Ola",
        "middle": "Johan",
        "surname": "Hansen",
        "former_surname": "Lie",
        "born": date(1970, 1, 2),
        "national_id": "02017012345",
        "phone": "+4791111111",
        "former_phone": "+4792222222",
        "inherited_phone": "+4793333333",
        "email": "ola.hansen@gmail.com",
        "second_email": "ola@berg.no",
        "home": Home(street="Storgata", number="5", postcode="0155", city="Oslo"),
        "former_home": Home(street="Kaigata", number="7B", postcode="5003", city="Bergen"),
        "native": True,
        "scheme": 0,
        "company": BERG,
    }
    return Person(**(usual | given))


def ola(**given):
    """Return a person with all that an error can need, in a household that his wife heads."""
    who = person(**given)
    kari = person(
        ident="p2", phone="+4794444444", email="kari@online.no", national_id="02027254321"
    )
    who.family = kari.family = [kari, who]
    return who


EMPTY = dict.fromkeys(
    ("full_name", "first_name", "last_name", "phone", "email", "national_id", "birth_date",
     "street", "postcode", "city", "company", "org_number"),
    "",
)  # fmt: skip
OLA = {"first_name": "Ola", "last_name": "Hansen"}
MAIL = {"email": "ola.hansen@gmail.com"}
PLACE = {"street": "Storgata 5", "postcode": "0155", "city": "Oslo"}
FIRM = {"company": "Berg & Lie Consulting AS"}

CASES = [
    (changes.number_changed, {"phone": "+4791111111"}, {"phone": "+4792222222"}),
    (changes.number_recycled, {"phone": "+4791111111"}, {"phone": "+4793333333"}),
    (changes.family_phone, {"phone": "+4791111111"}, {"phone": "+4794444444"}),
    (changes.switchboard, {"phone": "+4791111111"}, {"phone": "+4722222222"}),
    (changes.couple_email, MAIL, {"email": "kari@online.no"}),
    (changes.role_address, MAIL, {"email": "info@berg.no"}),
    (changes.second_email, MAIL, {"email": "ola@berg.no"}),
    (changes.two_addresses, MAIL, {"email": "ola.hansen@gmail.com; ola@berg.no"}),
    (changes.moved, {"street": "Storgata 5"},
     {"street": "Kaigata 7B", "postcode": "5003", "city": "Bergen"}),
    (changes.former_name, OLA, {"last_name": "Lie"}),
    (changes.double_name, OLA, {"last_name": "Lie-Hansen"}),
    (changes.nickname, {"first_name": "Aleksander"}, {"first_name": "Alex"}),
    (changes.script_switch, {"first_name": "Ιωάννης", "last_name": "Παππάς"},
     {"first_name": "Ioannis", "last_name": "Pappas"}),
    (changes.middle_name, OLA, {"first_name": "Ola Johan"}),
    (changes.middle_initial, OLA, {"first_name": "Ola J."}),
    (changes.initials, OLA, {"first_name": "O."}),
    (changes.diacritics_lost, {"last_name": "Ødegård"}, {"last_name": "Odegard"}),
    (changes.diacritics_spelled, {"last_name": "Ødegård"}, {"last_name": "Oedegaard"}),
    (changes.name_typo, OLA, {"last_name": "Hasnen"}),
    (changes.name_case, OLA, {"first_name": "OLA", "last_name": "HANSEN"}),
    (changes.first_name_only, OLA, {"last_name": ""}),
    (changes.surname_only, OLA, {"first_name": ""}),
    (changes.swapped_names, OLA, {"first_name": "Hansen", "last_name": "Ola"}),
    (changes.last_first, OLA, {"full_name": "Hansen, Ola", "first_name": "", "last_name": ""}),
    (changes.title, OLA, {"first_name": "Dr. Ola"}),
    (changes.name_missing, OLA, {"first_name": "", "last_name": ""}),
    (changes.company_as_name, OLA,
     {"full_name": "Berg & Lie Consulting AS", "first_name": "", "last_name": ""}),
    (changes.phone_slip, {"phone": "+4791234567"}, {"phone": "+4791234576"}),
    (changes.dummy_phone, {"phone": "+4791234567"}, {"phone": "00000000"}),
    (changes.phone_spelling, {"phone": "+4791234567"}, {"phone": "+47 91 23 45 67"}),
    (changes.dummy_email, MAIL, {"email": "test@test.com"}),
    (changes.email_local_typo, MAIL, {"email": "ola.hanse@gmail.com"}),
    (changes.email_domain_typo, MAIL, {"email": "ola.hansen@gmail.con"}),
    (changes.gmail_dots, MAIL, {"email": "olahansen@gmail.com"}),
    (changes.email_tag, MAIL, {"email": "ola.hansen+fb@gmail.com"}),
    (changes.email_case, MAIL, {"email": "Ola.hansen@gmail.com"}),
    (changes.national_id_slip, {"national_id": "01017012345"}, {"national_id": "01017012845"}),
    (changes.relatives_national_id, {"national_id": "01017012345"}, {"national_id": "02027254321"}),
    (changes.birth_date_slip, {"birth_date": "1970-01-02"}, {"birth_date": "1970-02-01"}),
    (changes.missing_fields, {"phone": "+4791111111", "email": "o@a.no"}, {"phone": ""}),
    (changes.typing_error, PLACE, {"city": "Osl"}),
    (changes.wrong_field, PLACE, {"street": "Storgata 5, 0155 Oslo", "postcode": "", "city": ""}),
    (changes.wrong_field, OLA | {"middle_name": "J"}, {"first_name": "Ola J", "middle_name": ""}),
    (changes.field_missing, PLACE, {"postcode": ""}),
    (changes.street_short, {"street": "Storgata 5"}, {"street": "Storgt 5"}),
    (changes.house_slip, PLACE, {"street": "Storgata 5A"}),
    (changes.postcode_slip, PLACE, {"postcode": "0515"}),
    (changes.form_dropped, FIRM, {"company": "Berg & Lie Consulting"}),
    (changes.form_spelling, FIRM, {"company": "Berg & Lie Consulting A/S"}),
    (changes.form_first, FIRM, {"company": "AS Berg & Lie Consulting"}),
    (changes.department, FIRM, {"company": "Berg & Lie Consulting AS, HR"}),
    (changes.words_short, FIRM, {"company": "Berg & Lie Cons. AS"}),
    (changes.word_order, {"company": "Berg Bygg AS"}, {"company": "Bygg Berg AS"}),
    (changes.and_sign, FIRM, {"company": "Berg og Lie Consulting AS"}),
    (changes.branch, FIRM | PLACE, {"company": "Berg & Lie Consulting AS Tromsø",
                                    "street": "Kaigata 2", "postcode": "9008", "city": "Tromsø"}),
    (changes.company_case, FIRM, {"company": "BERG & LIE CONSULTING AS"}),
    (changes.company_plain, {"company": "Sæther AS"}, {"company": "Saether AS"}),
]  # fmt: skip


def person_for(change, before):
    if before.get("first_name") == "Ιωάννης":
        return ola(country="GR", given="Ιωάννης", surname="Παππάς")
    return BERG if change in records.ORGANISATION_ERRORS else ola()


@pytest.mark.parametrize(("change", "before", "after"), CASES)
def test_an_error_can_do_what_its_example_says(change, before, after):
    who = person_for(change, before)
    results = []
    for seed in range(600):
        row = EMPTY | before
        change(row, who, Random(seed))
        results.append(row)
    assert EMPTY | before | after in results


@pytest.mark.parametrize(
    "change",
    sorted(
        {*leads.RATES, *records.PERSON_ERRORS, *records.ORGANISATION_ERRORS},
        key=lambda change: change.__name__,
    ),
)
def test_every_error_has_an_example(change):
    assert change in {shown for shown, _, _ in CASES}


@pytest.mark.parametrize(
    "change",
    sorted({*leads.RATES, *records.PERSON_ERRORS}, key=lambda change: change.__name__),
)
def test_an_error_leaves_a_row_without_fields_and_a_person_without_possessions_alone(change):
    bare = person(
        middle="", former_surname="", national_id="", former_phone="", inherited_phone="",
        second_email="", former_home=None, company=None,
    )  # fmt: skip
    bare.family = [bare]
    row = dict(EMPTY)
    change(row, bare, Random(1))
    assert row == EMPTY or change in (changes.dummy_phone, changes.dummy_email)
