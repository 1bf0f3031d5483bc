"""What two profiles say of each other, where it is more than the agreement of one field."""

from dataclasses import replace

import pytest

from leadfold.identity import blocking, profile
from leadfold.identity.evidence import compare_profiles
from leadfold.identity.profile import Profile
from leadfold.model import Name


def home(street, postcode=""):
    return profile.address_of({"street": street, "postcode": postcode, "country": "NO"})


def ola(now, *others):
    name = Name(first="Ola", last="Hansen")
    return Profile(
        names=(name,), birth_date="1980-02-03", address=home(*now),
        other_addresses=tuple(home(*one) for one in others),
    )  # fmt: skip


HERE, THERE, ELSEWHERE = ("Storgata 5", "0155"), ("Torggata 9", "0181"), ("Kirkeveien 2", "0368")


@pytest.mark.parametrize(
    ("why", "left", "right", "letters"),
    [
        ("today's", ola(HERE), ola(HERE, THERE), "AA"),
        ("a former one", ola(THERE), ola(HERE, THERE), "HH"),
        ("today's street, a former postcode", ola((HERE[0], "0181")), ola(HERE, THERE), "AH"),
        ("only its postcode is a former one", ola(("Veien 1", "0181")), ola(HERE, THERE), "FH"),
        ("both have moved, from one place", ola(ELSEWHERE, THERE), ola(HERE, THERE), "HH"),
        ("a former one with a slip is none", ola(("Torgata 9", "0181")), ola(HERE, THERE), "FH"),
        ("another one", ola(ELSEWHERE), ola(HERE, THERE), "FF"),
        ("nothing of today", ola(("",)), ola(HERE, THERE), "ZZ"),
    ],
)  # fmt: skip
def test_a_former_address_is_a_letter_of_its_own(why, left, right, letters):
    for found in (compare_profiles(left, right), compare_profiles(right, left)):
        assert found.grades.text[2:] == letters


def test_an_equal_first_of_january_is_equal_to_a_register_though_it_weighs_as_a_year():
    born = replace(ola(HERE), birth_date="1980-01-01")
    found = compare_profiles(born, born)
    assert found.grades.text == "AAAA"
    assert not found.birth_dates_agree


def test_who_is_asked_for_at_a_former_address_shares_a_block_with_who_lived_there():
    asked, known = (blocking.of_details(one) for one in (ola(THERE), ola(HERE, THERE)))
    assert {block[0] for block in {*asked} & {*known}} >= {"house", "born"}
    assert len(known) <= 68
