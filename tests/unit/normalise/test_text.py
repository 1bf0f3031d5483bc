"""What every value goes through first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import text


@pytest.mark.parametrize(
    ("what", "raw", "cleaned"),
    [
        ("blanks", " Ola \t\u00a0 Hansen\n", "Ola Hansen"),
        ("direction marks", "\u200fOla\u202c", "Ola"),
        ("null and escape", "O\x00l\x1ba", "Ola"),
        ("a lone surrogate", "Ol\ud800a", "Ola"),
        ("full-width", "Ｏｌａ", "Ola"),
        ("ligatures", "ﬁn", "fin"),
        ("decomposed", "A\u030ase", "Åse"),
        ("a mark parted from its letter", "a\u200b\u030a", "å"),
        ("joiners of scripts that need them", "می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_invisible_things_go_and_spellings_become_one(what, raw, cleaned):
    assert text.clean(raw) == cleaned


@given(st.text())
def test_twice_is_once(raw):
    assert text.clean(text.clean(raw)) == text.clean(raw)
    assert text.fold(text.fold(raw)) == text.fold(raw)


@given(st.text(), st.integers(0, 30))
def test_twice_is_once_where_it_is_cut(raw, limit):
    once = text.clean(raw, limit)
    assert len(once) <= limit
    assert text.clean(once, limit) == once


def test_digits_of_every_script_are_digits():
    assert text.ascii_digits("٠١٢ ९ ４ a²") == "012 9 4 a²"
