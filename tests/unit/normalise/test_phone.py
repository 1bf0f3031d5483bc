"""Phone numbers: every spelling of one number has one key, and nothing that is none has any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import phone
from tests.unit.normalise import noise

OLA = "+4791234567"


@pytest.mark.parametrize(
    ("what", "raw", "country", "e164"),
    [
        ("as people write it", "912 34 567", "NO", OLA),
        ("with plus", "+47 91 23 45 67", "NO", OLA),
        ("with two zeros", "0047 912 34 567", "NO", OLA),
        ("two zeros, source abroad", "004791234567", "IL", OLA),
        ("North America's way abroad", "011 47 912 34 567", "US", OLA),
        ("country code without plus", "4791234567", "NO", OLA),
        ("another country's code without plus", "4791234567", "SE", OLA),
        ("the prefix of a Meta export", "p:+4791234567", "NO", OLA),
        ("a link", "tel:+47-912-34-567", "NO", OLA),
        ("a label and a note", "tlf. 912 34 567 (mobil)", "NO", OLA),
        ("a sentence with a time in it", "ring etter kl 16: 912 34 567", "NO", OLA),
        ("brackets around the code", "(+47) 912-34-567", "NO", OLA),
        ("a trunk zero that Norway does not have", "+47 (0) 912 34 567", "NO", OLA),
        ("the same without brackets", "+47 091234567", "NO", OLA),
        ("the code twice", "+47 0047 91234567", "NO", OLA),
        ("the code twice, with plus", "+47+47 912 34 567", "NO", OLA),
        ("plus in front of a national number", "+91234567", "NO", OLA),
        ("full-width", "＋４７９１２３４５６７", "NO", OLA),
        ("Arabic-Indic digits", "٩١٢٣٤٥٦٧", "NO", OLA),
        ("direction marks", "\u200f912 34 567\u200e", "NO", OLA),
        ("dashes of a word processor", "912–34–567", "NO", OLA),
        ("Swedish trunk zero", "070-123 45 67", "SE", "+46701234567"),
        ("Swedish trunk zero left out", "70 123 45 67", "SE", "+46701234567"),
        ("trunk zero in brackets", "+46 (0)70-123 45 67", "SE", "+46701234567"),
        ("trunk zero behind the code", "+46070 123 45 67", "SE", "+46701234567"),
        ("area code in brackets", "(08) 123 456 78", "SE", "+46812345678"),
        ("a slash behind the area code", "08/123 456 78", "SE", "+46812345678"),
        ("Israeli", "054-432 1987", "IL", "+972544321987"),
        ("Israeli, code and zero", "+972 0544321987", "IL", "+972544321987"),
        ("Greek", "694 123 4567", "GR", "+306941234567"),
        ("Finnish", "045 123 4567", "FI", "+358451234567"),
        ("American", "1 (212) 736-5000", "US", "+12127365000"),
        ("a short number of a company", "02800", "NO", "+4702800"),
        ("no country, but a code", "+47 912 34 567", None, OLA),
    ],
)
def test_a_number_is_read(what, raw, country, e164):
    found = phone.parse(raw, country)
    assert found is not None
    assert (found.e164, found.valid) == (e164, True)


@pytest.mark.parametrize(
    ("what", "raw", "country"),
    [
        ("nothing", "", "NO"),
        ("words", "N/A", "NO"),
        ("a dash", "-", "NO"),
        ("zeros", "00000000", "NO"),
        ("one digit", "99999999", "NO"),
        ("one digit, valid range", "44444444", "NO"),
        ("a sequence", "12345678", "NO"),
        ("a sequence with the code", "+47 12345678", "NO"),
        ("a sequence of ten", "1234567890", "US"),
        ("one digit and zeros", "0500000000", "IL"),
        ("zeros behind a code", "+10000000000", "NO"),
        ("fives", "555-555-5555", "US"),
        ("too short", "912 34", "NO"),
        ("half a number", "22 33 44 5", "NO"),
        ("without its area code", "555 1234", "US"),
        ("national, and no country known", "912 34 567", None),
        ("far too many digits", "9" * 40, "NO"),
        ("an emergency number", "112", "NO"),
    ],
)
def test_what_is_no_number_is_nothing(what, raw, country):
    assert phone.parse(raw, country) is None


@pytest.mark.parametrize(
    ("what", "raw", "country", "suspicious"),
    [
        ("an ordinary one", "912 34 567", "NO", False),
        ("down the keys", "98765432", "NO", True),
        ("up the keys", "23456789", "NO", True),
        ("pairs", "41414141", "NO", True),
        ("nearly one digit", "99999991", "NO", True),
        ("kept for films", "(212) 555-0123", "US", True),
        ("three equal digits are common", "90 00 12 34", "NO", False),
    ],
)
def test_made_up_looks_are_told_but_kept(what, raw, country, suspicious):
    found = phone.parse(raw, country)
    assert found is not None
    assert found.suspicious is suspicious


@pytest.mark.parametrize(
    ("raw", "country", "kind"),
    [
        ("912 34 567", "NO", "mobile"),
        ("22 33 44 55", "NO", "fixed"),
        ("800 12 345", "NO", "toll_free"),
        ("829 12 345", "NO", "premium"),
        ("212 736 5000", "US", "fixed_or_mobile"),
        ("02800", "NO", "company"),
    ],
)
def test_the_type_is_known(raw, country, kind):
    found = phone.parse(raw, country)
    assert found is not None
    assert found.type == kind


def test_a_possible_number_in_no_range_is_a_key_that_is_not_valid():
    found = phone.parse("054-123 4567", "IL")
    assert found is not None
    assert (found.e164, found.valid, found.type) == ("+972541234567", False, "unknown")


@pytest.mark.parametrize(
    ("raw", "country", "extension"),
    [
        ("212-736-5000 x123", "US", "123"),
        ("212-736-5000 ext. 5", "US", "5"),
        ("tel:+47-22-33-44-55;ext=12", "NO", "12"),
        ("22 33 44 55 linje 12", "NO", "12"),
        ("03-6123456 שלוחה 4", "IL", "4"),
        ("210 123 4567 εσωτ. 7", "GR", "7"),
        ("22 33 44 55 #9", "NO", "9"),
    ],
)
def test_an_extension_is_kept_apart(raw, country, extension):
    with_it, without = phone.parse(raw, country), phone.parse(raw.split()[0] + " ", country)
    assert with_it is not None
    assert with_it.extension == extension
    assert without is None or with_it.e164.startswith(without.e164[:4])


@pytest.mark.parametrize(
    "raw",
    [
        "912 34 567 / 22 33 44 55",
        "91234567/22334455",
        "91234567, 22334455",
        "91234567 22334455",
        "912 34 567 eller 22 33 44 55",
        "912 34 567\n22 33 44 55",
        "+4791234567+4722334455",
        "mob: 912 34 567 jobb: 22 33 44 55",
    ],
)
def test_several_numbers_in_one_field_are_all_found(raw):
    assert [number.e164 for number in phone.parse_all(raw, "NO")] == [OLA, "+4722334455"]


NUMBERS = st.sampled_from(
    ["+4791234567", "+46701234567", "+972544321987", "+306941234567", "+12127365000", "+4522334455"]
)


@given(NUMBERS, st.integers(0, 10**9))
def test_the_key_is_stable_under_noise(e164, seed):
    raw = noise.stirred(e164, noise.PHONE, seed, times=1 + seed % 3)
    found = phone.parse(raw, "NO")
    assert found is not None, raw
    assert phone.key(found) == e164, raw


@given(st.text(), st.sampled_from(["NO", "SE", "IL", "US", "XX", None]))
def test_twice_is_once(raw, country):
    found = phone.parse(raw, country)
    if found and found.valid:
        again = phone.parse(found.e164, country)
        assert again is not None
        assert again.e164 == found.e164


@given(st.text(alphabet="+0123456789 ()-./x;,p:", max_size=40))
def test_twice_is_once_for_what_looks_like_numbers(raw):
    for found in phone.parse_all(raw, "NO"):
        if found.valid:
            assert phone.parse_all(found.e164, "SE")[0].e164 == found.e164
