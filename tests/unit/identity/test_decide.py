"""Which card a person or company belongs to, and why."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import keys, profile
from leadfold.identity.decide import Candidate, decide, level_by_details, match, merges_by_itself
from leadfold.identity.frequencies import Population
from leadfold.model import Card, Evidence, IdentityRules, Match, Name, Person
from leadfold.normalise import address, name

RULES = keys.BY_DEFAULT


def card(card_id, full="", *, national_id=None, evidence=1, latest="", kind="person", **fields):
    parts = name.parse(full)
    known = {"first_name": parts.first, "last_name": parts.last, **fields}
    return Card(
        id=card_id,
        created_at="2026-11-23T12:00:00Z",
        customer_type=kind,
        fields={field: value for field, value in known.items() if value},
        national_id=national_id,
        evidence=evidence,
        last_inquiry_at=latest,
    )


def by(found, *via, strength="decisive", sharing=1):
    return Candidate(
        card=found,
        profile=profile.of_card(found),
        via=via or ("phone",),
        strength=strength,
        sharing=sharing,
    )


def who(full="", number=None, **details):
    born = details.pop("birth_date", None)
    asking = Person(name=name.parse(full), birth_date=born, details=details)
    return profile.of_person(asking, number)


OLA, NOBODY = who("Ola Hansen"), who()
BORN = who("Ola Hansen", birth_date="1980-02-03")
FJORD = who(company="Fjord Bygg AS", org_number="923609016")


def vietnamese(given_names):
    return profile.Profile(names=(Name(first=given_names, last="Nguyen"),))


def vietnamese_card(given_names):
    return Card(id="a", created_at="", fields={"first_name": given_names, "last_name": "Nguyen"})


#: who asks, of which cards, and where the lead ends (None: a new card)
DECISIONS = [
    ("no card", OLA, [], None),
    ("equal name", OLA, [by(card("a", "Ola Hansen"))], "a"),
    ("no name on the card", OLA, [by(card("a"))], "a"),
    ("no name on the lead", NOBODY, [by(card("a", "Ola Hansen"))], "a"),
    ("a nickname", who("Bob Smith"), [by(card("a", "Robert Smith"))], "a"),
    ("another script", who("Dana Levi"), [by(card("a", "דנה לוי"))], "a"),
    ("another person's name in another script", OLA, [by(card("a", "דנה לוי"))], None),
    ("another given name", OLA, [by(card("a", "Kari Hansen"))], None),
    ("another surname", OLA, [by(card("a", "Ola Berg"))], "a"),
    ("equal national ID", who("Ola Hansen", "1"), [by(card("a", "Kari Berg", national_id="1"))],
     "a"),
    ("two national IDs", who("Ola Hansen", "2"), [by(card("a", "Ola Hansen", national_id="1"))],
     None),
    ("birth date and surname", BORN, [by(card("a", "Lillebror Hansen", birth_date="1980-02-03"))],
     "a"),
    ("twins", BORN, [by(card("a", "Per Hansen", birth_date="1980-02-03"))], None),
    ("twins of Athens", who("Γιώργος Παππάς", birth_date="1980-02-03"),
     [by(card("a", "Nikos Pappas", birth_date="1980-02-03"))], None),
    ("an ID that nobody can check, and a birth date, whatever the names", BORN,
     [by(card("a", "Per Berg", birth_date="1980-02-03"), "unchecked_id", strength="supporting")],
     "a"),
    ("two generations of one name", BORN, [by(card("a", "Ola Hansen", birth_date="1955-12-24"))],
     None),
    ("… and one birthday", BORN, [by(card("a", "Ola Hansen", birth_date="1950-02-03"))], None),
    ("… by phone and e-mail", BORN,
     [by(card("a", "Ola Hansen", birth_date="1955-12-24"), "phone", "email")], None),
    ("… without a name", who(birth_date="1980-02-03"),
     [by(card("a", "Ola Hansen", birth_date="1955-12-24"))], None),
    ("… on a key that only supports", BORN,
     [by(card("a", "Ola Hansen", birth_date="1955-12-24"), strength="supporting")], None),
    ("a slip in the birth date", BORN, [by(card("a", "Ola Hansen", birth_date="1980-03-02"))], "a"),
    ("one national ID, two birth dates", who("Ola Hansen", "1", birth_date="1980-02-03"),
     [by(card("a", "Ola Hansen", birth_date="1955-12-24", national_id="1"))], "a"),
    ("the elder and the younger", who("Ola Hansen Jr."),
     [by(card("a", "Ola Hansen", suffix="Sr"))], None),
    ("… in other words", who("Ola Hansen Jr."), [by(card("a", "Ola Hansen", suffix="den eldre"))],
     None),
    ("one national ID, elder and younger", who("Ola Hansen Jr.", "1"),
     [by(card("a", "Ola Hansen", suffix="Sr", national_id="1"))], "a"),
    ("the younger, and nothing else known", who("Ola Hansen Jr."), [by(card("a", "Ola Hansen"))],
     "a"),
    ("the younger again", who("Ola Hansen Jr."), [by(card("a", "Ola Hansen", suffix="Jr"))], "a"),
    ("a third of the name is no elder's son", who("Ola Hansen III"),
     [by(card("a", "Ola Hansen", suffix="Jr"))], "a"),
    ("elder or younger: who more is known of", OLA,
     [by(card("a", "Ola Hansen", suffix="Sr")), by(card("b", "Ola Hansen", suffix="Jr", evidence=2))
     ], "b"),
    ("a company on the phone of a person, other dates", who(company="Fjord AS",
     birth_date="1980-02-03"), [by(card("a", kind="company", company="Fjord AS",
     birth_date="1955-12-24"))], "a"),
    ("a Vietnamese man and his brother", vietnamese("Van Minh"), [by(vietnamese_card("Van Anh"))],
     None),
    ("… and a woman of his name", vietnamese("Thi Anh"), [by(vietnamese_card("Van Anh"))], None),
    ("… without his middle name", vietnamese("Anh"), [by(vietnamese_card("Van Anh"))], "a"),
    ("half of a double name that looks like a middle one", vietnamese("Van"),
     [by(vietnamese_card("Van Anh"))], "a"),
    ("a Vietnamese name in another order", who("Minh Khai Nguyen"),
     [by(card("a", "Nguyen Thi Minh Khai"))], "a"),
    ("birth date alone", BORN, [by(card("a", "Per Berg", birth_date="1980-02-03"))], None),
    ("shared and equal", OLA, [by(card("a", "Ola Hansen"), strength="shared")], "a"),
    ("shared, the surname another", OLA, [by(card("a", "Ola Berg"), strength="shared")], None),
    ("shared and a nickname", who("Bob Smith"), [by(card("a", "Robert Smith"), strength="shared")],
     "a"),
    ("shared and nameless card", OLA, [by(card("a"), strength="shared")], None),
    ("shared and nameless lead", NOBODY, [by(card("a", "Ola"), strength="shared")], "a"),
    ("role address and equal", OLA, [by(card("a", "Ola Hansen"), "role_email", strength="role")],
     "a"),
    ("role address, nameless lead", NOBODY, [by(card("a", "Ola"), "role_email", strength="role")],
     None),
    ("supporting and equal", OLA, [by(card("a", "Ola Hansen"), strength="supporting")], "a"),
    ("supporting and nameless", NOBODY, [by(card("a", "Ola"), strength="supporting")], None),
    ("the right one of two", OLA, [by(card("a", "Kari")), by(card("b", "Ola Hansen"))], "b"),
    ("the better named", OLA, [by(card("a", "Ola Berg")), by(card("b", "Ola Hansen"))], "b"),
    ("phone before e-mail", NOBODY, [by(card("a"), "email"), by(card("b"), "phone")], "b"),
    ("both before one", NOBODY, [by(card("a")), by(card("b"), "phone", "email")], "b"),
    (
        "national ID before both",
        who("Ola Hansen", "1"),
        [
            by(card("a", "Ola Hansen"), "phone", "email"),
            by(card("b", "Kari", national_id="1"), "national_id"),
        ],
        "b",
    ),
    ("more evidence", NOBODY, [by(card("a", evidence=2)), by(card("b"))], "a"),
    ("the latest", NOBODY, [by(card("a", latest="2026")), by(card("b", latest="2025"))], "a"),
    ("one organisation number", FJORD,
     [by(card("a", kind="company", company="Fjord", org_number="923609016"), "org_number")], "a"),
    ("one company on one phone", FJORD, [by(card("a", kind="company", company="Fjord Bygg"))], "a"),
    ("another company on one phone", FJORD, [by(card("a", kind="company", company="Nordlys AS"))],
     None),
    ("two organisation numbers", FJORD,
     [by(card("a", kind="company", company="Fjord Bygg AS", org_number="974760673"))], None),
    ("a company on a person's phone", FJORD, [by(card("a", "Ola Hansen"))], "a"),
    ("another company on a person's phone", FJORD,
     [by(card("a", "Ola Hansen", company="Nordlys AS"))], None),
    ("colleagues", who("Ola Hansen", company="Fjord Bygg AS"),
     [by(card("a", "Kari Berg", company="Fjord Bygg AS"))], None),
    ("a person at another company", who("Ola Hansen", company="Nordlys AS"),
     [by(card("a", "Ola Hansen", company="Fjord Bygg AS"))], "a"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asking", "candidates", "chosen"),
    [row[1:] for row in DECISIONS],
    ids=[row[0] for row in DECISIONS],
)
def test_a_lead_goes_to_the_card_that_evidence_tells(asking, candidates, chosen):
    for order in permutations(candidates):
        decision = decide(asking, order, RULES)
        assert (decision.chosen and decision.chosen.card_id) == chosen
        told = {match.card_id for match in decision.others} | {chosen} - {None}
        assert told == {candidate.card.id for candidate in candidates}


def test_the_configured_order_decides_between_even_cards():
    rules = IdentityRules(order=("national_id", "org_number", "external_id", "email", "phone"))
    candidates = [by(card("a"), "email"), by(card("b"), "phone")]
    assert decide(NOBODY, candidates, rules).chosen.card_id == "a"


@pytest.mark.parametrize(
    ("asking", "there", "level"),
    [
        (who("Ola Hansen", "1"), card("a", "Kari Berg", national_id="1"), 1),
        (OLA, card("a", "Hansen, Ola"), 1),
        (OLA, card("a", "Ola Berg"), 5),
        (who("Dana Levi"), card("a", "דנה לוי"), 5),
        (OLA, card("a"), 9),
        (OLA, card("a", "Kari"), None),
        (FJORD, card("a", kind="company", company="FJORD BYGG AS"), 1),
        (FJORD, card("a", kind="company"), 9),
    ],
)
def test_a_match_has_the_level_of_its_name(asking, there, level):
    found = match(asking, by(there), RULES)
    assert found.level == level
    assert found.score == round(sum(part.weight for part in found.evidence), 1)


@pytest.mark.parametrize(
    ("there", "lives", "household"),
    [
        (card("a", "Kari Hansen"), {}, True),
        (card("a", "Kari Berg"), {}, False),
        (card("a", "Ola Hansen"), {}, False),
        (card("a", "Kari Berg", street="STORGATA 1", postcode="0155"),
         {"street": "Storgata 1", "postcode": "0155"}, True),
        (card("a", "Kari Berg", street="STORGATA 1", postcode="0155"), {"postcode": "0155"}, False),
    ],
)  # fmt: skip
def test_a_household_has_a_surname_or_an_address_in_common(there, lives, household):
    assert match(who("Ola Hansen", **lives), by(there), RULES).household is household


def test_who_is_perhaps_the_same_is_no_household():
    shared = by(card("a", "Kari Berg", postcode="0155"), strength="shared")
    found = match(who("Berg", postcode="0155"), shared, RULES)
    assert (found.verdict, found.household) == ("ask", False)


def weight(found, field):
    return next((part.weight for part in found.evidence if part.field == field), 0.0)


def test_another_given_name_cancels_an_equal_surname():
    found = match(OLA, by(card("a", "Kari Hansen")), RULES)
    assert weight(found, "surname") == 0


def test_a_rare_name_weighs_more_than_a_common_one():
    common = match(OLA, by(card("a", "Ola Hansen")), RULES)
    rare = match(who("Ola Quisling"), by(card("a", "Ola Quisling")), RULES)
    assert weight(rare, "surname") > weight(common, "surname")


def test_a_second_shared_key_adds_little():
    one = match(NOBODY, by(card("a"), "phone"), RULES).score
    two = match(NOBODY, by(card("a"), "phone", "email"), RULES).score
    assert one < two <= one + 3


def test_a_key_of_several_cards_weighs_less():
    alone, among = (match(NOBODY, by(card("a"), sharing=n), RULES).score for n in (1, 4))
    assert among == pytest.approx(alone - 2)


def test_a_name_alone_never_decides():
    named = Candidate(
        card=card("a", "Ola Quisling"), profile=profile.of_card(card("a", "Ola Quisling"))
    )
    assert match(who("Ola Quisling"), by(named.card), RULES).verdict == "same"
    assert match(who("Ola Quisling"), named, RULES).verdict != "same"


def test_what_is_enough_among_few_cards_is_not_among_many():
    details = {"street": "Storgata 5", "postcode": "0155"}
    there = card("a", "Ola Nordheim", **details)
    found = Candidate(card=there, profile=profile.of_card(there))
    asking = who("Ola Nordheim", **details)
    assert match(asking, found, RULES, Population(cards=1000)).verdict == "same"
    assert match(asking, found, RULES, Population(cards=10**12)).verdict != "same"


def test_a_mailbox_that_repeats_the_name_says_nothing_at_another_provider():
    there = Card(
        id="a",
        created_at="",
        fields={"first_name": "Ola", "last_name": "Hansen"},
        emails=("ola.hansen@live.no",),
    )

    def mailbox(address):
        asking = profile.Profile(names=(Name(first="Ola", last="Hansen"),), emails=(address,))
        return weight(match(asking, by(there), RULES), "email")

    assert mailbox("ola.hansen@online.no") == 0


WORDS = st.sampled_from(["", "Ola", "Ole", "Kari", "O.", "Hansen", "Berg", "דנה"])
NAMES = st.builds(Name, first=WORDS, last=WORDS)
DATES = st.sampled_from(["", "1980-02-03", "1980-03-02", "1955-12-24", "1950-02-03"])
HOMES = st.builds(
    lambda street, code, city: address.parse(street, code, city, "NO"),
    st.sampled_from(["", "Storgata 5", "Storgata 5 B", "Stogata 5", "Torggata 9"]),
    st.sampled_from(["", "0155", "0156", "5003"]),
    st.sampled_from(["", "Oslo", "Olso", "Bergen"]),
)
PROFILES = st.builds(
    profile.Profile,
    names=st.builds(lambda one: (one,) if one else (), NAMES),
    birth_date=DATES,
    generation=st.sampled_from(["", "", "elder", "younger"]),
    phones=st.sampled_from([(), ("+4791234567",), ("+4791234568",), ("+4722000000",)]),
    emails=st.sampled_from([(), ("olahansen@gmail.com",), ("olahansen@live.no",)]),
    unchecked_ids=st.sampled_from([(), ("7798684",), ("7798648", "1313131"), ("555555",)]),
    address=HOMES,
    other_addresses=st.sampled_from([(), 1, 2]).flatmap(lambda n: st.tuples(*[HOMES] * (n or 0))),
    birth_place=st.sampled_from(["", "Bergen", "bergen", "Begren", "Hamar"]),
    job_title=st.sampled_from(["", "Snekker", "Lærer"]),
)


def held(there):
    return Candidate(card=card("a"), profile=there, via=("phone",), strength="decisive")


@given(PROFILES, PROFILES)
def test_evidence_weighs_the_same_both_ways(left, right):
    one, other = (match(a, held(b), RULES) for a, b in ((left, right), (right, left)))
    assert (one.score, one.verdict, one.level) == (other.score, other.verdict, other.level)


COMPANIES = st.builds(
    profile.Profile,
    company=st.sampled_from(["", "Fjord Bygg AS", "Fjord Bygg", "Bergen Rør AS", "FB AS"]),
    org_number=st.sampled_from(["", "923609016", "974760673"]),
    names=st.sampled_from([(), (Name(first="Ola", last="Hansen"),)]),
    address=HOMES,
    is_company=st.booleans(),
)
MORE = PROFILES | COMPANIES


@given(MORE, MORE, st.sampled_from([None, "a", "b"]), st.sampled_from([1, 1000, 10**6]))
def test_strangers_are_left_out_and_nobody_else(asking, there, national_id, cards):
    asking = replace(asking, national_id=national_id and "a")
    candidate = Candidate(card=card("a"), profile=replace(there, national_id=national_id))
    population = Population(cards=cards)
    whole = match(asking, candidate, RULES, population)
    decision = decide(asking, [candidate], RULES, population)
    told = [found for found in (decision.chosen, *decision.others) if found]
    assert told == ([] if whole.verdict == "different" else [whole])


@given(PROFILES, PROFILES)
def test_what_is_missing_never_weighs_worse_than_what_differs(left, right):
    found = match(left, held(right), RULES)
    for part in found.evidence:
        against = part.agreement in {"different", "generation", "elder"}
        assert part.weight <= 0 if against else part.weight >= 0


# -- policy ---------------------------------------------------------------------------------------

OTHER_NUMBER = Evidence(field="national_id", agreement="different", weight=-24.0)

#: what a match is, up to which level policy merges, and whether it does
POLICY = [
    ("off", {"level": 1}, None, False),
    ("at the level", {"level": 5}, 5, True),
    ("surer", {"level": 1}, 5, True),
    ("less sure", {"level": 6}, 5, False),
    ("the least sure hit", {"level": 9}, 9, True),
    ("never 10", {"level": 10}, 12, False),
    ("never 12", {"level": 12}, 12, False),
    ("no level", {"level": None}, 9, False),
    ("a person is asked", {"level": 1, "verdict": "ask"}, 9, False),
    ("somebody else", {"level": 1, "verdict": "different"}, 9, False),
    ("two national IDs", {"level": 1, "evidence": (OTHER_NUMBER,)}, 9, False),
]


@pytest.mark.parametrize(
    ("about", "up_to", "merges"), [row[1:] for row in POLICY], ids=[row[0] for row in POLICY]
)
def test_policy_merges_what_is_the_same_at_its_level_or_surer(about, up_to, merges):
    said = {"verdict": "same", "evidence": (), **about}
    found = Match(card_id="a", via=("phone",), score=9.2, **said)
    assert merges_by_itself(found, IdentityRules(merge_up_to_level=up_to)) is merges


@given(
    level=st.none() | st.integers(1, 12),
    up_to=st.none() | st.integers(1, 12),
    verdict=st.sampled_from(["same", "different", "ask"]),
)
def test_policy_never_merges_more_than_it_says(level, up_to, verdict):
    found = Match(card_id="a", via=(), score=9.2, verdict=verdict, level=level, evidence=())
    if merges_by_itself(found, IdentityRules(merge_up_to_level=up_to)):
        assert verdict == "same"
        assert level <= min(up_to, 9)


def test_what_is_asked_has_a_level_by_its_details():
    at_home = {"street": "Storgata 5", "postcode": "0155"}
    there = card("a", "Ola Hansen", **at_home)
    asking = who("Ola Hansen", **at_home)
    candidate = Candidate(card=there, profile=profile.of_card(there))
    found = match(asking, candidate, RULES, Population(cards=1 << 20))
    assert (found.verdict, found.level) == ("ask", None)
    assert level_by_details(asking, profile.of_card(there)) == 7
