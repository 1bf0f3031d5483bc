"""Shares of names: what is known before any data, and what data makes of it."""

import pytest

from leadfold.identity import frequencies, scripts, weights
from leadfold.identity.frequencies import BUILT_IN, Frequencies
from leadfold.identity.name_words import words_of
from leadfold.model import Name


@pytest.mark.parametrize(
    ("commoner", "rarer"),
    [("anne", "torill"), ("torill", "xolani"), ("james", "wyatt"), ("דוד", "שירלי")],
)
def test_a_common_given_name_has_the_larger_share(commoner, rarer):
    assert BUILT_IN.given(commoner) > BUILT_IN.given(rarer) > 0


@pytest.mark.parametrize(
    ("commoner", "rarer"), [("hansen", "fossum"), ("fossum", "xolani"), ("כהן", "שקד")]
)
def test_a_common_surname_has_the_larger_share(commoner, rarer):
    assert BUILT_IN.surname(commoner) > BUILT_IN.surname(rarer) > 0


def test_several_names_are_as_rare_as_the_rarest():
    assert BUILT_IN.given("anne torill") == BUILT_IN.given("torill")
    assert BUILT_IN.surname("hansen fossum") == BUILT_IN.surname("fossum")


def test_a_surname_as_a_middle_name_is_no_rare_given_name():
    assert BUILT_IN.given("anne berg") == BUILT_IN.surname("berg") > BUILT_IN.given("anne xolani")


def test_greek_words_count_as_their_latin_ones():
    [word] = scripts.words("Γιώργος")
    assert BUILT_IN.given(word) == BUILT_IN.given("giorgos")


def test_data_moves_the_shares_towards_its_own():
    seen = Frequencies()
    for _ in range(10_000):
        seen.update(*words_of(Name(first="Xolani", last="Berg")))
    assert seen.given("xolani") > 0.9
    assert seen.given("anne") < BUILT_IN.given("anne") / 5
    assert seen.surname("berg") > 0.9
    assert 0 < seen.surname("unheard") < BUILT_IN.surname("unheard")


def test_a_postcode_is_as_rare_as_the_data_says():
    seen = Frequencies()
    assert weights.value("postcode", "exact", "0155", seen) == 4
    for number in range(5000):
        seen.update_values({"postcode": "0155" if number % 2 else str(number), "city": ""})
    assert weights.value("postcode", "exact", "0155", seen) < 1.1
    assert weights.value("postcode", "exact", "4998", seen) == weights.RAREST_VALUE
    assert weights.value("city", "exact", "oslo", seen) == 3


def test_one_person_moves_them_little():
    seen = Frequencies()
    seen.update(["xolani"], [])
    assert seen.given("xolani") < BUILT_IN.given("anne")


@pytest.mark.parametrize("listed", [frequencies.given_names, frequencies.surnames])
def test_lists_hold_words_as_names_are_cut(listed):
    assert [word for word in listed() if scripts.words(word) != (word,)] == []
    assert all(0 < share < 0.05 for share in listed().values())
