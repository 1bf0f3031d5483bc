"""How well the names of two organisations agree, for suggestions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import companies

AGREEMENTS = [
    ("case", "Equinor ASA", "EQUINOR ASA", "exact"),
    ("no form", "Equinor", "Equinor ASA", "exact"),
    ("another form", "Equinor AS", "Equinor ASA", "near"),
    ("and", "Oslo Bygg & Eiendom", "Oslo Bygg og Eiendom AS", "exact"),
    ("another order", "Bygg Oslo", "Oslo Bygg AS", "near"),
    ("an acronym", "International Business Machines", "IBM", "near"),
    ("a part of one", "IBM Norge AS", "International Business Machines Norge", "near"),
    ("initials", "Hennes & Mauritz", "H&M", "partial"),
    ("initials with dots", "I.B.M.", "IBM", "exact"),
    ("a country", "IBM Norge", "IBM", "near"),
    ("a group", "DNB", "DNB Group", "near"),
    ("a country in English", "Shell Norge AS", "Shell Norway", "near"),
    ("a slip", "Kristoffersen Rør AS", "Kristofersen Rør AS", "near"),
    ("joined", "Coca-Cola Norge", "CocaCola Norge", "near"),
    ("folded letters", "Ødegård Rør", "Odegard Ror", "exact"),
    ("Greek and Latin letters", "ΟΠΑΠ Α.Ε.", "OPAP", "exact"),
    ("father and sons", "Hansen & Sønner", "Hansen og Sønn AS", "near"),
    ("in English", "Hansen & Sons Ltd", "Hansen & Sønner", "near"),
    ("without the sons", "Hansen & Sønner", "Hansen", "partial"),
    ("a trade more", "Equinor", "Equinor Energy", "partial"),
    ("the company that owns it", "Hansen Bygg", "Hansen Holding", "different"),
    ("a word cut short", "Berg Transport AS", "Bergen Transport AS", "partial"),
    ("a part of a company", "Oslo kommune", "Oslo kommune Utdanningsetaten", "partial"),
    ("one in the other", "Volvo Personvagnar AB", "AB Volvo", "partial"),
    ("a number more", "Fjord 1 AS", "Fjord AS", "partial"),
    ("a branch more", "Rema 1000 avd. Oslo", "Rema 1000", "near"),
    ("other numbers", "Fjord 1 AS", "Fjord 2 AS", "different"),
    ("other branches", "Rema 1000 avd. Oslo", "Rema 1000 avd. Bergen", "different"),
    ("a surname of many", "Ola Hansen", "Hansen & Sønner", "different"),
    ("only a trade in common", "Bygg Service AS", "Bygg Consulting AS", "different"),
    ("only a country", "Norsk Bygg", "Norsk Eiendom", "different"),
    ("only what they are", "Bergen kommune", "Oslo kommune", "different"),
    ("short words are not mistyped", "Tine SA", "Tone SA", "different"),
    ("a common beginning", "Statoil", "Statkraft", "different"),
    ("nothing in common", "Foo AS", "Bar AS", "different"),
    ("two Hebrew names", 'כהן בע"מ', 'לוי בע"מ', "different"),
    ("one Hebrew name", 'כהן ובניו בע"מ', "כהן ובניו", "exact"),
    ("letters that say nothing", 'טבע בע"מ', "Teva Ltd", "missing"),
    ("no name", "", "Equinor", "missing"),
    ("a placeholder", "N/A", "Equinor", "missing"),
]


@pytest.mark.parametrize(("what", "left", "right", "agreement"), AGREEMENTS)
def test_names_agree_in_ordered_levels(what, left, right, agreement):
    assert companies.compare(left, right) == agreement
    assert companies.compare(right, left) == agreement


WORDS = (
    "Oslo Bygg & og Eiendom Hansen Hanssen Sønner AS ASA IBM 1 2 avd. Norge Berg Bergen H M".split()
)
NAMES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text()


@given(NAMES, NAMES)
def test_names_agree_both_ways_alike(left, right):
    assert companies.compare(left, right) == companies.compare(right, left)


@given(NAMES)
def test_a_name_agrees_with_itself(name):
    assert companies.compare(name, name) in {"exact", "missing"}


@given(NAMES, NAMES)
def test_equal_keys_agree_exactly_and_nothing_else_beside_a_missing_form(left, right):
    if companies.company.key(left) and companies.company.key(left) == companies.company.key(right):
        assert companies.compare(left, right) == "exact"
    elif companies.compare(left, right) == "exact":
        one, other = companies.company.parse(left), companies.company.parse(right)
        assert (one.words, one.branch) == (other.words, other.branch)


def test_a_long_text_is_compared_in_no_time():
    assert companies.compare("abcde " * 5000, "abcdf " * 5000) in {"near", "different", "partial"}
