"""The twelve levels of a match with a register: every combination of letters has exactly one."""

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import levels
from leadfold.identity.levels import Grades

COMPONENTS = {"name": "ABSFZ", "birth_date": "ABFZ", "address": "ABHFZ", "postcode": "AHFZ"}
EVERY = ["".join(letters) for letters in product(*COMPONENTS.values())]

# What is better than what, per component: missing is never worse than different. A slip in the
# birth date and none at all are not compared, nor is a former postcode with today's or with none:
# a former one is what tells that a person moved.
BETTER = {
    "name": ("AB", "BS", "SF", "AZ", "BZ", "SZ", "ZF"),
    "birth_date": ("AB", "BF", "AZ", "ZF"),
    "address": ("AB", "BH", "HF", "AZ", "BZ", "HZ", "ZF"),
    "postcode": ("AF", "HF", "AZ", "ZF"),
}
ORDER = [(position, *pair) for position, name in enumerate(BETTER) for pair in BETTER[name]]

# The published table of test vectors.
VECTORS = [
    ("everything agrees", "AAAA", 1),
    ("another postcode", "AAAF", 2),
    ("an address with a slip", "AABA", 2),
    ("an address alike, no postcode", "AABZ", 2),
    ("lived there before", "AAHH", 3),
    ("a former address, a postcode of today", "AAHA", 3),
    ("a former postcode, another address", "AAFH", 3),
    ("only the postcode beside name and birth date", "AAFA", 4),
    ("the same without an address", "AAZA", 4),
    ("a name alike at the address", "BAAA", 5),
    ("a name alike at a former address", "BAHF", 5),
    ("name and birth date alone", "AAZZ", 6),
    ("name and birth date, all else different", "AAFF", 6),
    ("no birth date, whole address", "AZAA", 7),
    ("no birth date, no postcode", "AZAZ", 7),
    ("a slip in the birth date", "ABAA", 8),
    ("a slip in the birth date and the address", "ABBZ", 8),
    ("no birth date, an address alike", "AZBA", 9),
    ("no birth date, a name alike", "BZAA", 9),
    ("a name alike, the postcode", "BAFA", 9),
    ("no birth date, another postcode", "AZAF", 10),
    ("no birth date, a former address", "AZHA", 10),
    ("a name alike and the birth date", "BAZZ", 10),
    ("a name and a postcode", "AZZA", 10),
    ("a slip in the birth date, no address", "ABZA", 10),
    ("a household", "SZAA", 11),
    ("a household, the birth date too", "SABZ", 11),
    ("a surname at a former address", "SZHA", 12),
    ("a name alone", "AZZZ", 12),
    ("a name, all else different", "AZFF", 12),
    ("another birth date, all else equal", "AFAA", 12),
    ("another name at the address", "FAAA", 12),
    ("no name", "ZAAA", 12),
    ("nothing", "ZZZZ", 12),
]


def level_of(text):
    return levels.level(Grades.parse(text))


@pytest.mark.parametrize(("what", "text", "level"), VECTORS)
def test_a_grade_string_has_its_level(what, text, level):
    assert level_of(text) == level


def test_the_vectors_are_the_published_ones():
    page = (Path(__file__).parents[3] / "docs" / "identity.md").read_text()
    published = re.findall(r"^\| `([A-Z]{4})` \| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert published == [(text, str(level), what) for what, text, level in VECTORS]


def test_the_vectors_show_every_level():
    assert {level for _, _, level in VECTORS} == set(range(1, 13))


def test_all_400_combinations_have_the_published_counts():
    counts = Counter(level_of(text) for text in EVERY)
    published = (1, 7, 6, 2, 12, 4, 2, 8, 4, 66, 24, 264)
    assert tuple(counts[level] for level in range(1, 13)) == published
    assert len(EVERY) == 400


@pytest.mark.parametrize(("position", "better", "worse"), ORDER)
def test_a_better_letter_never_gives_a_worse_level(position, better, worse):
    for text in EVERY:
        if text[position] == worse:
            improved = f"{text[:position]}{better}{text[position + 1 :]}"
            assert level_of(improved) <= level_of(text), (text, improved)


def test_another_birth_date_is_another_person_whatever_else_agrees():
    assert {level_of(text) for text in EVERY if text[1] == "F"} == {12}


@pytest.mark.parametrize("text", EVERY)
def test_a_grade_string_is_read_back(text):
    assert Grades.parse(text).text == text


@pytest.mark.parametrize("text", ["", "AAA", "AAAAA", "AHAA", "AAAB", "aaaa", "SSSS"])
def test_other_text_is_no_grade_string(text):
    with pytest.raises(ValueError, match="no grade string"):
        Grades.parse(text)


@pytest.mark.parametrize(
    ("what", "candidates", "best"),
    [
        ("nobody", [], 12),
        ("one", [4], 4),
        ("the best of several", [9, 2, 6], 2),
        ("two share the best", [2, 6, 2], 12),
        ("two share a worse one", [6, 2, 6], 2),
        ("two below the line", [11, 11], 12),
    ],
)
def test_the_best_level_counts_where_one_candidate_has_it(what, candidates, best):
    assert levels.best(candidates) == best


@given(st.lists(st.integers(1, 12)), st.randoms())
def test_the_order_of_candidates_says_nothing(candidates, chance):
    shuffled = chance.sample(candidates, len(candidates))
    assert levels.best(shuffled) == levels.best(candidates)


@given(st.lists(st.integers(1, 12), min_size=1))
def test_a_candidate_as_good_as_the_best_leaves_nobody(candidates):
    assert levels.best([*candidates, min(candidates)]) == 12


@pytest.mark.parametrize("max_level", range(1, 10))
def test_a_hit_is_no_less_sure_than_the_order_asks(max_level):
    hits = [level for level in range(1, 13) if levels.applies(level, max_level)]
    assert hits == list(range(1, max_level + 1))


@pytest.mark.parametrize("level", [10, 11, 12])
def test_ten_to_twelve_are_never_a_hit(level):
    assert not levels.applies(level, 12)
