"""Country codes in front of whole numbers, and prefixes that countries gave up or kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import phone

OLA = "+4791234501"
SWEDE = "+46701234567"
MEXICAN, BRAZILIAN = "+525512345678", "+5531991234567"
ROMAN, ITALIAN_MOBILE = "+390612345678", "+393471234567"


def key(raw, country):
    found = phone.parse(raw, country)
    return phone.key(found) if found and found.valid else None


@pytest.mark.parametrize(
    ("country", "raw", "e164"),
    [
        ("NO", "+46 +47 912 34 501", OLA),
        ("NO", "+47 +46 70 123 45 67", SWEDE),
        ("NO", "+47+46701234567", SWEDE),
        ("NO", "+464791234501", OLA),
        ("NO", "+474791234501", OLA),
        ("NO", "474791234501", OLA),
        ("NO", "+4746701234567", SWEDE),
        ("NO", "4746701234567", SWEDE),
        ("NO", "+47 0046 70 123 45 67", SWEDE),
        ("NO", "(+47) 0046701234567", SWEDE),
        ("NO", "0047 0046 70 123 45 67", SWEDE),
        ("NO", "00 47 +46 70 123 45 67", SWEDE),
        ("NO", "+47 (+46) 70 123 45 67", SWEDE),
        ("NO", "+47 +47 +47 912 34 501", OLA),
        ("NO", "+47p:+4791234501", OLA),
        ("US", "+1 +47 912 34 501", OLA),
        ("FI", "+358 +47 912 34 501", OLA),
        ("FI", "358+47 912 34 501", OLA),
        ("DE", "+49 / +47 912 34 501", OLA),
        ("FI", "+358 0 +47 912 34 501", OLA),
        ("AU", "0011 61 412 345 678", "+61412345678"),
        ("AU", "0011 47 912 34 501", OLA),
        ("AU", "0047 912 34 501", OLA),
        ("AR", "+54 9 (011) 2345-6789", "+5491123456789"),
        ("NO", "+47 45 20 12 34 56", "+4520123456"),
        ("NO", "+47 358 40 123 4567", "+358401234567"),
        ("NO", "+47 306912345678", "+306912345678"),
        ("NO", "+47 1 212 555 0199", "+12125550199"),
        ("NO", "+47 447911123456", "+447911123456"),
        ("RU", "+7 8 912 345-67-89", "+79123456789"),
        # whole numbers stay
        ("NO", "+47 46 70 12 34", "+4746701234"),
        ("NO", "4746701234", "+4746701234"),
        ("NO", "+47 47 91 23 45", "+4747912345"),
        ("SE", "+46 46 12 34 56", "+4646123456"),
        ("NO", "+45 47 91 23 45", "+4547912345"),
        ("NO", "+358 47 912 34 501", "+3584791234501"),
        ("DE", "+494740612345", "+494740612345"),
        ("US", "+1 800 555 0199", "+18005550199"),
        ("DK", "+45 80 01 23 45", "+4580012345"),
        ("SE", "+46 0701234567", SWEDE),
    ],
)
def test_a_code_in_front_of_a_whole_number_goes(country, raw, e164):
    found = phone.parse(raw, country)
    assert found is not None
    assert (found.e164, found.valid) == (e164, True)


def test_what_follows_a_second_plus_is_the_number_where_neither_is_in_an_assigned_range():
    found = phone.parse("+972 +972 54 123 4567", "IL")
    assert (found.e164, found.valid) == ("+972541234567", False)


SPELLINGS = {
    MEXICAN: ("MX", [
        "+52 55 1234 5678", "+52 1 55 1234 5678", "+5215512345678", "5215512345678",
        "044 55 1234 5678", "045 55 1234 5678", "01 55 1234 5678", "55 1234 5678",
        "+52 044 55 1234 5678", "+52 (1) 55 1234 5678", "00 52 1 55 1234 5678",
    ]),
    "+5491123456789": ("AR", [
        "+54 9 11 2345 6789", "+54 11 2345 6789", "+54 11 15 2345 6789", "011 15-2345-6789",
        "11 2345 6789", "15 11 2345 6789", "+54 9 11 15 2345 6789",
    ]),
    "+5492234567890": ("AR", [
        "0223 15-456-7890", "223 456 7890", "+54 223 15 456 7890", "+54 9 223 15 456 7890",
    ]),
    BRAZILIAN: ("BR", [
        "+55 31 99123-4567", "+55 31 9123-4567", "31 9123-4567", "031 9123-4567",
        "0 15 31 9123-4567", "+55 (031) 9123-4567", "553191234567", "031 99123-4567",
    ]),
    ROMAN: ("IT", [
        "+39 06 1234 5678", "06 1234 5678", "6 1234 5678", "+39 6 1234 5678",
        "+39 (0)6 1234 5678", "612345678", "0039 06 12345678",
    ]),
    ITALIAN_MOBILE: ("IT", [
        "+39 347 1234567", "347 1234567", "0347 1234567", "+39 0347 1234567", "+39 (0)347 1234567",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("subscriber", "country", "raw"),
    [(one, country, raw) for one, (country, said) in SPELLINGS.items() for raw in said],
)
def test_one_subscriber_is_one_key(subscriber, country, raw):
    assert key(raw, country) == subscriber


def test_what_is_shown_can_be_called():
    """In Argentina nobody knows from the digits alone whether a number without a 9 is a mobile."""
    assert phone.parse("+54 11 4321 0000", "AR").e164 == "+541143210000"
    assert phone.parse("+54 9 11 4321 0000", "AR").e164 == "+5491143210000"


@pytest.mark.parametrize(
    ("country", "raw"),
    [("AR", "15 2345 6789"), ("NO", "+47 +47"), ("NO", "+47 +47 +47"), ("NO", "+47 00")],
)
def test_what_lacks_its_area_or_is_only_codes_is_no_number(country, raw):
    assert phone.parse(raw, country) is None


def test_numbers_of_the_same_countries_that_need_no_mending_stay():
    assert key("+55 11 3234-5678", "BR") == "+551132345678"
    assert phone.parse("+52 155 123 4567", "MX").e164 == "+521551234567"
    assert phone.parse("+1 684 684 5555", "US").e164 == "+16846845555"


@given(st.integers(0, 10**7 - 1), st.sampled_from(["11", "21", "31", "71"]))
def test_a_brazilian_mobile_is_one_key_with_and_without_its_nine(line, area):
    old, new = f"{area} 9{line:07d}", f"{area} 99{line:07d}"
    found = phone.parse(new, "BR")
    if found and found.valid:
        assert {key(f"+55 {old}", "BR"), key(old, "BR"), key(f"0{old}", "BR")} == {found.e164}


@given(st.integers(10**6, 10**8 - 1))
def test_a_mexican_number_is_one_key_with_every_prefix_that_it_had(line):
    whole = f"55{line:08d}"
    found = phone.parse(f"+52{whole}", "MX")
    if found and found.valid:
        assert {key(f"{p}{whole}", "MX") for p in ("044", "045", "01", "+521", "521")} == {
            found.e164
        }


@given(st.text("0123456789+() -", max_size=60), st.sampled_from(["MX", "AR", "BR", "IT", "NO"]))
def test_reading_is_stable(raw, country):
    for found in phone.parse_all(raw, country):
        assert not found.valid or key(found.e164, country) == phone.key(found)
        assert phone.key_of(phone.key(found)) == phone.key(found)


@pytest.mark.parametrize(
    ("country", "raw", "numbers"),
    [
        ("NO", "1) 912 34 501 2) 412 34 501", [OLA, "+4741234501"]),
        ("NO", "1. 912 34 501\n2. 412 34 501", [OLA, "+4741234501"]),
        ("NO", "(1) 912 34 501 (2) 412 34 501", [OLA, "+4741234501"]),
        ("NO", "a) 912 34 501 b) 412 34 501", [OLA, "+4741234501"]),
        ("NO", "Mob: 912 34 501, jobb: 22 33 44 55", [OLA, "+4722334455"]),
        ("NO", "912 34 501 eller 412 34 501", [OLA, "+4741234501"]),
        ("US", "1) 212-555-0199 2) 212-555-0142", ["+12125550199", "+12125550142"]),
        ("US", "1) 212-555-0199", ["+12125550199"]),
        ("US", "(1) 212 555 0199", ["+12125550199"]),
        ("NO", "1) 912 34 501", [OLA]),
    ],
)
def test_the_numbers_of_a_list_are_read_one_by_one(country, raw, numbers):
    assert [one.e164 for one in phone.parse_all(raw, country)] == numbers
