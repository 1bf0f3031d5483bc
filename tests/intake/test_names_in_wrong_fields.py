"""Whole names in one part, and two people in one field: nobody lands on another's card."""

from itertools import permutations

import pytest

from leadfold.normalise import person as people
from leadfold.testwash.matcher import Matcher, prepared
from tests.unit.testwash.test_matcher import TODAY

PHONE = {"phone": "91234501"}
OLA = [{"last_name": "Ola Lunde"}, {"first_name": "Ola", "last_name": "Lunde"}]
KARI = [
    {"last_name": "Kari Lunde"},
    {"first_name": "Kari", "last_name": "Lunde"},
    {"first_name": "Kari Lunde", "last_name": "Kari Lunde"},
]


@pytest.mark.parametrize(
    "order", [(0, 1, 2, 3, 4), (2, 3, 4, 0, 1), (0, 2, 1, 3, 4), (4, 1, 3, 0, 2)]
)
def test_whole_names_in_one_part_are_two_people(post, office, order):
    leads = [*OLA, *KARI]
    cards = {at: post(leads[at] | PHONE, lead_id=str(at)).card_id for at in order}
    assert cards[0] == cards[1]
    assert cards[2] == cards[3] == cards[4]
    assert len(office.cards) == 2


def test_a_file_with_whole_names_in_one_part_has_two_customers():
    for rows in permutations([*OLA, *KARI]):
        matcher = Matcher()
        placed = [matcher.place(prepared(people.parse(row | PHONE, "NO", TODAY))) for row in rows]
        matcher.settle()
        named = {row.get("last_name", "").split()[0] + row.get("first_name", "") for row in rows}
        assert len(named) == 5
        assert len({matcher.final(one.card) for one in placed}) == 2


@pytest.mark.parametrize(
    "joint", ["Ola og Kari Lunde", "Ola & Kari Lunde", "Ola Lunde / Kari Lunde"]
)
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_people_in_one_field_are_never_glued(post, office, joint, order):
    leads = [joint, "Kari Lunde", "Ola Lunde", joint]
    answers = {at: post(PHONE, full_name=leads[at], lead_id=str(at)) for at in order}
    cards = {at: answer.card_id for at, answer in answers.items()}
    assert cards[0] == cards[2] == cards[3]
    assert cards[1] != cards[0]
    assert len(office.cards) == 2
    assert "joint_name" in [warning.code for warning in answers[0].warnings]
