"""Who is it: how names agree, and which card a person belongs to."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import compare, keys
from leadfold.identity.decide import Candidate, decide
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Name, Person
from leadfold.normalise import name, person

TODAY = date(2026, 11, 21)
KEYED = KeyedHash(b"a secret of tests, 32 bytes long")
names = st.builds(Name, first=st.text(max_size=12), last=st.text(max_size=12))

# -- names ----------------------------------------------------------------------------------------

AGREEMENTS = [
    ("Ola Hansen", "ola hansen", "same"),
    ("Ola Hansen", "Hansen Ola", "same"),
    ("Åse Ødegård", "Ase Odegard", "same"),
    ("Ola Hansen", "O. Hansen", "near"),
    ("Ola Hansen", "Ola", "near"),
    ("Ola Hansen", "Ola Nordmann Hansen", "near"),
    ("Ola Hansen", "Ola Berg", "near"),
    ("Kristoffer Åsen", "Kristofer Åsen", "near"),
    ("Ola Hansen", "דנה לוי", "other_script"),
    ("Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος", "other_script"),
    ("Ola Hansen", "", "missing"),
    ("", "", "missing"),
    ("Ola Hansen", "Kari Hansen", "different"),
    ("Ola Hansen", "Kari Berg", "different"),
    ("דנה לוי", "יוסי לוי", "different"),
    ("Ελένη Παππά", "Γιώργος Παππάς", "different"),
]


@pytest.mark.parametrize(("left", "right", "agreement"), AGREEMENTS)
def test_names_agree_in_ordered_levels(left, right, agreement):
    assert compare.names(name.parse(left), name.parse(right)) == agreement


def test_a_family_name_alone_says_nothing_of_the_given_one():
    assert compare.names(Name(first="Ola", last="Berg"), Name(last="Hansen")) == "missing"


@given(names, names)
def test_names_agree_both_ways_alike(left, right):
    assert compare.names(left, right) == compare.names(right, left)


@given(names)
def test_a_name_agrees_with_itself(whole):
    assert compare.names(whole, whole) in {"same", "missing"}


@given(names)
def test_a_name_with_its_parts_swapped_is_the_same(whole):
    swapped = Name(first=whole.last, last=whole.first)
    assert compare.names(whole, swapped) in {"same", "missing"}


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("Ola Hansen", "Kari HANSEN", True),
        ("Ola Berg Hansen", "Kari Hansen", True),
        ("Ola Hansen", "Kari Berg", False),
        ("Ola", "Kari", False),
    ],
)
def test_surnames_agree_by_a_word(left, right, agree):
    assert compare.surnames_agree(name.parse(left), name.parse(right)) is agree


# -- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kinds"),
    [
        ({"phone": "91234567"}, ["phone"]),
        ({"email": "ola@example.com", "phone": "91234567"}, ["phone", "email"]),
        (
            {"national_id": "15076500565", "email": "a@b.no", "phone": "91234567"},
            ["national_id", "phone", "email"],
        ),
        ({"email": "info@firma.no", "full_name": "Ola Hansen"}, ["email_name"]),
        ({"full_name": "Ola Hansen", "birth_date": "1980-02-03"}, []),
        ({"phone": "00000000", "email": "test@test.com"}, []),
    ],
)
def test_a_person_has_identities_in_the_order_of_trust(sent, kinds):
    found = keys.identities(person.parse(sent, "NO", TODAY), KEYED)
    assert [identity.kind for identity in found] == kinds
    assert sorted(kinds, key=keys.ORDER.index) == kinds


def test_equal_national_ids_of_two_countries_are_two():
    numbers = [
        person.parse({"national_id": "15076500565"}, "NO", TODAY),
        person.parse({"national_id": "131052-308T"}, "FI", TODAY),
    ]
    assert len({keys.identities(number, KEYED)[0] for number in numbers}) == 2


@given(st.permutations("Ola Nordmann Åsen".split()))
def test_the_order_of_a_names_words_makes_no_other_key(words):
    *first, last = words
    folded = keys.folded_name(Name(first=" ".join(first), last=last))
    assert folded == "asen nordmann ola"


# -- decide ---------------------------------------------------------------------------------------


def card(card_id, full="", *, national_id=None, evidence=1, latest="", born=""):
    parts = name.parse(full)
    known = {"first_name": parts.first, "last_name": parts.last, "birth_date": born}
    return Card(
        id=card_id,
        created_at="2026-11-23T12:00:00Z",
        fields={field: value for field, value in known.items() if value},
        national_id=national_id,
        evidence=evidence,
        last_inquiry_at=latest,
    )


def by(found, *via, weak=False):
    return Candidate(card=found, via=via or ("phone",), weak=weak)


OLA = Person(name=Name(first="Ola", last="Hansen"))
NOBODY = Person()
BORN = Person(name=OLA.name, birth_date="1980-02-03")

#: who asks, with which national ID, of which cards, and where the lead ends (None: a new card)
DECISIONS = [
    ("no card", OLA, None, [], None),
    ("equal name", OLA, None, [by(card("a", "Ola Hansen"))], "a"),
    ("no name on the card", OLA, None, [by(card("a"))], "a"),
    ("no name on the lead", NOBODY, None, [by(card("a", "Ola Hansen"))], "a"),
    ("another script", OLA, None, [by(card("a", "דנה לוי"))], "a"),
    ("another given name", OLA, None, [by(card("a", "Kari Hansen"))], None),
    ("equal national ID", OLA, "1", [by(card("a", "Kari Berg", national_id="1"))], "a"),
    ("two national IDs", OLA, "2", [by(card("a", "Ola Hansen", national_id="1"))], None),
    ("birth date and surname", BORN, None, [by(card("a", "Per Hansen", born="1980-02-03"))], "a"),
    ("birth date alone", BORN, None, [by(card("a", "Per Berg", born="1980-02-03"))], None),
    ("weak and equal", OLA, None, [by(card("a", "Ola Hansen"), weak=True)], "a"),
    ("weak and near", OLA, None, [by(card("a", "Ola Berg"), weak=True)], None),
    ("weak and nameless card", OLA, None, [by(card("a"), weak=True)], None),
    ("weak and nameless lead", NOBODY, None, [by(card("a", "Ola"), weak=True)], "a"),
    ("the right one of two", OLA, None, [by(card("a", "Kari")), by(card("b", "Ola Hansen"))], "b"),
    ("the better named", OLA, None, [by(card("a", "Ola Berg")), by(card("b", "Ola Hansen"))], "b"),
    ("phone before e-mail", NOBODY, None, [by(card("a"), "email"), by(card("b"), "phone")], "b"),
    ("both before one", NOBODY, None, [by(card("a")), by(card("b"), "phone", "email")], "b"),
    (
        "national ID before both",
        OLA,
        "1",
        [
            by(card("a", "Ola Hansen"), "phone", "email"),
            by(card("b", "Kari", national_id="1"), "national_id"),
        ],
        "b",
    ),
    ("more evidence", NOBODY, None, [by(card("a", evidence=2)), by(card("b"))], "a"),
    ("the latest", NOBODY, None, [by(card("a", latest="2026")), by(card("b", latest="2025"))], "a"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "number", "candidates", "chosen"),
    [row[1:] for row in DECISIONS],
    ids=[row[0] for row in DECISIONS],
)
def test_a_lead_goes_to_the_card_that_evidence_tells(who, number, candidates, chosen):
    for order in permutations(candidates):
        decision = decide(who, number, order)
        assert (decision.chosen and decision.chosen.card_id) == chosen
        told = {match.card_id for match in decision.others} | {chosen} - {None}
        assert told == {candidate.card.id for candidate in candidates}


@pytest.mark.parametrize(
    ("who", "number", "there", "level"),
    [
        (OLA, "1", card("a", "Kari Berg", national_id="1"), 1),
        (OLA, None, card("a", "Hansen, Ola"), 1),
        (OLA, None, card("a", "Ola Berg"), 5),
        (OLA, None, card("a", "דנה לוי"), 5),
        (OLA, None, card("a"), 9),
        (OLA, None, card("a", "Kari"), None),
    ],
)
def test_a_match_has_the_level_of_its_name(who, number, there, level):
    decision = decide(who, number, [by(there)])
    [match] = [decision.chosen] if decision.chosen else decision.others
    assert match.level == level
    assert match.score == round(sum(part.weight for part in match.evidence), 1)


@pytest.mark.parametrize(
    ("there", "lives", "household"),
    [
        (card("a", "Kari Hansen"), {}, True),
        (card("a", "Kari Berg"), {}, False),
        (card("a", "Ola Hansen"), {}, False),
        (card("a", "Kari Berg"), {"street": "Storgata 1", "postcode": "0155"}, True),
        (card("a", "Kari Berg"), {"postcode": "0155"}, False),
    ],
)
def test_a_household_has_a_surname_or_an_address_in_common(there, lives, household):
    there = Card(
        id="a", created_at="", fields={**there.fields, "street": "STORGATA 1", "postcode": "0155"}
    )
    decision = decide(Person(name=OLA.name, details=lives), None, [by(there)])
    [match] = [decision.chosen] if decision.chosen else decision.others
    assert match.household is household
