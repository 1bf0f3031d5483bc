"""Addresses: shown as they are written, compared by street, house and postcode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import address


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("0155", "NO", "0155"), ("155", "NO", "0155"), ("NO-0155", "NO", "0155"),
        ("N 0155", "NO", "0155"), ("0155 ", "NO", "0155"), ("٠١٥٥", "NO", "0155"),
        ("15", "NO", None), ("01555", "NO", None), ("0000", "NO", None), ("Oslo", "NO", None),
        ("11122", "SE", "111 22"), ("SE-111 22", "SE", "111 22"), ("1112", "SE", None),
        ("2100", "DK", "2100"), ("DK-2100", "DK", "2100"), ("100", "FI", "00100"),
        ("10562", "GR", "105 62"), ("105 62", "GR", "105 62"), ("6473921", "IL", "6473921"),
        ("64739", "IL", "64739"), ("90210", "US", "90210"), ("902101234", "US", "90210-1234"),
        ("2139", "US", "02139"), ("sw1a1aa", "GB", "SW1A 1AA"), ("1234ab", "NL", "1234 AB"),
        ("00950", "PL", "00-950"), ("k1a0b1", "CA", "K1A 0B1"), ("ABC 123", "XX", "ABC 123"),
        ("", "NO", None),
    ],
)  # fmt: skip
def test_postcodes_are_written_as_their_country_does(raw, country, expected):
    assert address.postcode(raw, country) == expected


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("STORGATA 5 B", "Storgata 5B"),
        ("storgata 5b", "Storgata 5B"),
        ("Karl Johans gate 22", "Karl Johans gate 22"),
        ("KARL JOHANS GATE 22", "Karl Johans gate 22"),
        (" Storgata  5, ", "Storgata 5"),
        ("ΣΤΑΔΙΟΥ 5", "Σταδιου 5"),
        ("רחוב הרצל 5", "רחוב הרצל 5"),
        ("-", ""),
    ],
)
def test_streets_are_shown_in_sensible_case(raw, shown):
    assert address.clean(raw) == shown


@pytest.mark.parametrize(
    ("raw", "country", "name", "number", "letter"),
    [
        ("Storgata 5", "NO", "storgate", "5", ""),
        ("Storgata 5B", "NO", "storgate", "5", "b"),
        ("Storgata 5 B, 2. etg", "NO", "storgate", "5", "b"),
        ("Storgata 5 i Oslo", "NO", "storgate", "5", ""),
        ("Storgata nr. 5", "NO", "storgate", "5", ""),
        ("Storgata 5-7", "NO", "storgate", "5", ""),
        ("Storgata 5 H0201", "NO", "storgate", "5", ""),
        ("17. mai gate 12", "NO", "17 mai gate", "12", ""),
        ("Drottninggatan 12 lgh 1102", "SE", "drottninggate", "12", ""),
        ("Vesterbrogade 4, 2. tv", "DK", "vesterbrogate", "4", ""),
        ("Mannerheimintie 5 A 12", "FI", "mannerheimintie", "5", "a"),
        ("Οδός Σταδίου 5", "GR", "stadioy", "5", ""),
        ("123 Main Street, Apt 4", "US", "main st", "123", ""),
        ("123 N. Main St. #4", "US", "n main st", "123", ""),
        ("Postboks 12", "NO", "postboks", "12", ""),
        ("Fjøset", "NO", "fjoset", "", ""),
        ("", "NO", "", "", ""),
    ],
)
def test_a_street_is_taken_apart(raw, country, name, number, letter):
    found = address.parse(raw, "", "", country)
    if name == "stadioy":
        assert found.street_name.startswith("stadi")
    else:
        assert found.street_name == name
    assert (found.number, found.letter) == (number, letter)


@pytest.mark.parametrize(
    ("what", "left", "right", "country"),
    [
        ("case", "STORGATA 5", "storgata 5", "NO"),
        ("a shortened type", "Storgt. 5", "Storgaten 5", "NO"),
        ("gate and gata", "Storgata 5", "Storgaten 5", "NO"),
        ("vei and veien", "Kirkeveien 5 b", "Kirkevei 5B", "NO"),
        ("v. for vei", "Kirkev. 5", "Kirkeveien 5", "NO"),
        ("a word of its own", "Karl Johans gt. 5", "Karl Johans gate 5", "NO"),
        ("letters spelled out", "Aasgaardsveien 5", "Åsgårdsveien 5", "NO"),
        ("letters lost", "Odegardsveien 5", "Ødegårdsveien 5", "NO"),
        ("Swedish", "Storg. 5", "Storgatan 5", "SE"),
        ("Swedish way", "Kyrkvägen 5", "Kyrkvagen 5", "SE"),
        ("Danish", "Kirkevej 5", "Kirkevejen 5", "DK"),
        ("Greek", "Οδός Σταδίου 5", "ΣΤΑΔΙΟΥ 5", "GR"),
        ("Hebrew", "רחוב הרצל 5", "הרצל 5", "IL"),
        ("Hebrew, shortened", "רח' הרצל 5", "רחוב הרצל 5", "IL"),
        ("American", "123 Main St.", "123 MAIN STREET", "US"),
        ("American, a flat", "123 N Main St Apt 4", "123 North Main Street", "US"),
    ],
)
def test_spellings_of_one_address_share_a_key(what, left, right, country):
    keys = {address.key(address.parse(street, "11122", "", country)) for street in (left, right)}
    assert None not in keys
    assert len(keys) == 1, keys


@pytest.mark.parametrize(
    ("left", "right"), [("Storgata 5", "Storgata 6"), ("Storgata 5A", "Storgata 5B"),
                        ("Storgata 5", "Kirkegata 5"), ("Storveien 5", "Storgata 5")]
)  # fmt: skip
def test_other_houses_have_other_keys(left, right):
    assert address.key(address.parse(left, "0155", "", "NO")) != address.key(
        address.parse(right, "0155", "", "NO")
    )


@pytest.mark.parametrize(
    ("street", "code", "city", "country", "expected"),
    [
        ("Storgata 5", "0155 OSLO", "", "NO", ("Storgata 5", "0155", "Oslo")),
        ("Storgata 5, 0155 Oslo", "", "", "NO", ("Storgata 5", "0155", "Oslo")),
        ("Storgatan 5, 111 22 Stockholm", "", "", "SE", ("Storgatan 5", "111 22", "Stockholm")),
        ("123 Main St, Springfield, IL 62701", "", "", "US",
         ("123 Main St", "62701", "Springfield")),
        ("Storgata 5", "155", "MO I RANA", "NO", ("Storgata 5", "0155", "Mo i Rana")),
        ("Storgata 5", "ukjent", "", "NO", ("Storgata 5", "UKJENT", "")),
    ],
)  # fmt: skip
def test_parts_that_stand_together_go_apart(street, code, city, country, expected):
    found = address.parse(street, code, city, country)
    assert (found.street, found.postcode, found.city) == expected


@given(st.text(), st.text(), st.text(), st.sampled_from(["NO", "SE", "IL", "GR", "US", None]))
def test_twice_is_once(street, code, city, country):
    once = address.parse(street, code, city, country)
    if once.street and once.postcode and once.city:
        again = address.parse(once.street, once.postcode, once.city, country)
        assert again == once
