"""Which of a customer's merged cards a lead came for: what decides, in which order."""

import pytest

from leadfold.identity import keys, profile
from leadfold.identity.decide import Candidate
from leadfold.identity.home import home
from leadfold.model import Card, Person
from leadfold.normalise import name

LIVING, MEMBER = "living", "member"
BORN = "1980-02-03"
STREET = {"street": "Storgata 1", "postcode": "0155", "city": "Oslo"}


def part(card_id, full="", *via, strength="decisive", national_id=None, **fields):
    named = name.parse(full)
    known = {"first_name": named.first, "last_name": named.last, **fields}
    there = Card(
        id=card_id,
        created_at="2026-11-23T12:00:00Z",
        fields={field: value for field, value in known.items() if value},
        national_id=national_id,
    )
    return Candidate(
        card=there,
        profile=profile.of_card(there),
        via=via or ("phone",),
        strength=strength,
        own_id=card_id,
    )


def who(full="", number=None, birth_date=None, **details):
    person = Person(name=name.parse(full), birth_date=birth_date, details=details)
    return profile.of_person(person, number)


def lies(lead, *parts):
    card = Card(id=LIVING, created_at="", members=(MEMBER, "third"))
    customer = Candidate(card=card, profile=profile.of_card(card), via=("phone",), parts=parts)
    return home(lead, customer, keys.BY_DEFAULT)


#: a lead, and two cards: the second is its home although the first is the living one
DECIDED = [
    ("a national ID before another system's id and a name", who("Ola Hansen", "1"),
     part(LIVING, "Ola Hansen", "external_id"), part(MEMBER, "Kari Berg", national_id="1")),
    ("another system's id before a name", who("Ola Hansen"),
     part(LIVING, "Ola Hansen", "email"), part(MEMBER, "Kari Hansen", "external_id")),
    ("who is the person before who may be, however much agrees", who(),
     part(LIVING, "", "email", strength="supporting"), part(MEMBER, "", strength="shared")),
    ("of two who are the person, the one of whom more agrees", who("Ola Hansen", None, BORN),
     part(LIVING, "Ola Hansen", "phone", "email"), part(MEMBER, "Ola Hansen", birth_date=BORN)),
    ("of two who are not, whatever they have in common, the one to whom more keys lead",
     who("Kari Hansen"),
     part(LIVING, "Ola Hansen"), part(MEMBER, "Per Berg", "phone", "email")),
    ("of as many keys, the ones that are trusted more", who("Kari Hansen"),
     part(LIVING, "Ola Hansen", "email"), part(MEMBER, "Per Berg", "phone")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "living", "member"), [row[1:] for row in DECIDED], ids=[row[0] for row in DECIDED]
)
def test_each_kind_of_evidence_decides_before_the_next(lead, living, member):
    for parts in ((living, member), (member, living)):
        found = lies(lead, *parts)
        assert (found.card_id, found.via, found.undecided) == (MEMBER, member.via, ())


def test_another_address_tells_nothing_since_people_move():
    lead = who("Ola Hansen", street="Havnegata 9", postcode="5003", city="Bergen")
    moved, unknown = part(LIVING, "Ola Hansen", **STREET), part(MEMBER, "Ola Hansen")
    assert lies(lead, moved, unknown).undecided == (LIVING, MEMBER)


def test_what_nothing_decides_is_the_living_cards_or_the_one_merged_first():
    third, member, living = (part(one, "Ola Hansen") for one in ("third", MEMBER, LIVING))
    lead = who("Ola Hansen")
    assert lies(lead, third, member, living)[::2] == (LIVING, (LIVING, MEMBER, "third"))
    assert lies(lead, third, member)[::2] == (MEMBER, (MEMBER, "third"))
