"""Cards that no key brings together: found by what their details have in common, whoever was first.

Blocks are written by ``react`` alone; its steps are taken here in every order.
"""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from leadfold import reading
from leadfold.identity import blocking, profile
from leadfold.model import IdentityRules
from leadfold.resolve import blocks, pairing
from leadfold.store import items
from leadfold.store.writes import Change
from leadfold.work import negative_links
from tests.interleaving import InterruptedStore, Scheduler
from tests.office import NOON

HOME = {"street": "Storgata 5", "postcode": "0155", "city": "Oslo"}
OLA = {"full_name": "Ola Nordheim", "birth_date": "1980-02-13", **HOME}
NINS = ("15076500565", "01010750160")


def pair_up(office, card_id, store=None, rules=None):
    finder = office.desk.finder
    finder = replace(finder, store=store or office.store, rules=rules or finder.rules)
    return pairing.pair_up(card_id, finder, at=NOON, deadline=time.monotonic() + 30)


def phone(number):
    """Return a number of its own, more than one slip away from the others."""
    return f"9{(1234567 + number * 7654319) % 10**7:07}"


def found(office):
    return [items.suggestion_of(item) for item in office.stored("SUGGESTION")]


@pytest.fixture
def people(post):
    """`people(*leads)` → the ids of new cards, each with a phone of its own."""

    def make(*leads):
        answers = [post(lead, phone=phone(n)) for n, lead in enumerate(leads)]
        assert {answer.outcome for answer in answers} == {"created"}
        return [answer.card_id for answer in answers]

    return make


@pytest.fixture
def twice(people):
    """One customer on two cards without a key in common."""
    return people(OLA, OLA)


# -- what is found, and what it says --------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_customer_on_two_cards_is_suggested_by_whichever_comes_last(office, twice, order):
    first, last = (pair_up(office, twice[which]) for which in order)
    assert first.raised == ()
    [raised] = last.raised
    assert found(office) == [raised]
    assert (raised.kind, set(raised.cards), raised.level) == ("duplicate", set(twice), 1)
    assert raised.reason == "name, birth date and address agree"
    assert (first.compared, last.compared) == (0, 1)


def test_what_nearly_agrees_is_found_and_said(office, people):
    mistyped = {**OLA, "full_name": "Ola Nordheym", "birth_date": "1980-02-18"}
    for card_id in people(OLA, mistyped):
        pair_up(office, card_id)
    assert [one.reason for one in found(office)] == ["name and address agree, birth date nearly"]


STRANGERS = [
    ("another given name", OLA, {**OLA, "full_name": "Kari Nordheim"}),
    ("twins", OLA, {**OLA, "full_name": "Per Nordheim"}),
    ("a name alone", {"full_name": "Ola Nordheim"}, {"full_name": "Ola Nordheim"}),
    ("born on another day", OLA, {**OLA, "birth_date": "1961-11-30"}),
    ("namesakes in a town", {"full_name": "Ola Hansen", "postcode": "0155"},
     {"full_name": "Ola Hansen", "postcode": "0155"}),
    ("two national IDs", {**HOME, "full_name": "Ola Nordheim", "national_id": NINS[0]},
     {**HOME, "full_name": "Ola Nordheim", "national_id": NINS[1]}),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [row[1:] for row in STRANGERS], ids=lambda row: "")
def test_strangers_are_not_suggested(office, people, left, right):
    assert [pair_up(office, card_id).raised for card_id in people(left, right)] == [(), ()]


def test_two_companies_of_one_name_and_house_are_suggested(office, people):
    firm = {"company": "Fjordheim Takservice AS", **HOME}
    for card_id in people(firm, {**firm, "company": "Fjordheim Takservice"}):
        pair_up(office, card_id)
    assert [one.kind for one in found(office)] == ["duplicate"]


def test_what_a_card_learns_later_is_looked_behind_too(post, office, people):
    known, bare = people(OLA, {"full_name": "Ola Nordheim"})
    for card_id in (known, bare):
        pair_up(office, card_id)
    assert found(office) == []
    post(OLA, phone=phone(1))
    [raised] = pair_up(office, bare).raised
    assert set(raised.cards) == {known, bare}


def test_an_address_learnt_later_is_something_to_pair_by(post, office, people):
    [card_id] = people({"full_name": "Ola Nordheim"})
    pair_up(office, card_id)
    post(full_name="Ola Nordheim", phone=phone(0), **HOME)
    both = [items.card_key(card_id), items.paired_key(card_id)]
    assert pairing.is_due(card_id, office.store.get(both))


# -- a person who is asked ------------------------------------------------------------------------

PERHAPS = {"full_name": "Ola Hansen", **HOME}  # a common name at one address: he, or his father


def test_a_card_asks_one_question_at_most(office, people):
    cards = people(*[PERHAPS] * 5)
    for card_id in cards:
        pair_up(office, card_id)
    asked = Counter(card_id for one in found(office) for card_id in one.cards)
    assert len(found(office)) == len(cards) - 1
    assert {one.kind for one in found(office)} == {"duplicate"}
    before = len(found(office))
    for card_id in cards:
        office.store.write(Change(key=items.card_key(card_id), add={"evidence": 1}))
        pair_up(office, card_id)
    assert len(found(office)) == before, asked


def test_a_pair_that_was_parted_is_not_found_again(office, twice):
    for card_id in twice:
        pair_up(office, card_id)
    [raised] = found(office)
    deadline = time.monotonic() + 30
    negative_links.keep_apart(
        raised, "rejected", office.store, by="k", reason=None, deadline=deadline
    )
    assert [pair_up(office, card_id).raised for card_id in twice] == [(), ()]
    assert [one.state for one in found(office)] == ["rejected"]


def test_no_more_than_three_are_suggested_at_once(office, people):
    *before, last = people(*[OLA] * 6)
    for card_id in before:
        entered(office, card_id)
    assert len(pair_up(office, last).raised) == 3


@pytest.mark.parametrize(("up_to", "automatic"), [(None, False), (1, True)])
def test_a_suggestion_tells_whether_policy_would_merge(office, twice, up_to, automatic):
    for card_id in twice:
        pair_up(office, card_id, rules=IdentityRules(merge_up_to_level=up_to))
    assert [one.automatic for one in found(office)] == [automatic]


# -- blocks ---------------------------------------------------------------------------------------


def entered(office, card_id):
    """Put a card into its blocks, as pairing does first of all."""
    key = items.card_key(card_id)
    asking = profile.of_card(items.card_of(office.store.get([key])[key]))
    deadline = time.monotonic() + 30
    return blocks.enter(card_id, asking, office.desk.keyed, office.store, deadline=deadline)


def test_blocks_hold_ids_under_keys_that_tell_nothing(office, people):
    [card_id] = people(OLA)
    pair_up(office, card_id)
    stored = office.stored("BLOCK")
    assert len(stored) == len(blocking.of_details(profile.of_card(office.cards[0])))
    assert all(set(item) == {"pk", "sk", "cards"} for item in stored)
    assert all(item["cards"] == [card_id] for item in stored)
    assert all(item["pk"].startswith("BLOCK#v1.") for item in stored)
    [note] = office.stored("PAIRED")
    assert {f"BLOCK#{name}" for name in note["blocks"]} == {item["pk"] for item in stored}


def test_a_card_stays_in_the_blocks_of_a_former_name(office, people):
    [card_id] = people(OLA)
    pair_up(office, card_id)
    before = {item["pk"] for item in office.stored("BLOCK")}
    change = Change(
        key=items.card_key(card_id), set={"fields.last_name": "Berg"}, add={"evidence": 1}
    )
    office.store.write(change)
    pair_up(office, card_id)
    after = {item["pk"] for item in office.stored("BLOCK")}
    assert before < after
    assert {f"BLOCK#{name}" for name in office.stored("PAIRED")[0]["blocks"]} == after


def test_those_with_most_in_common_come_first(office, people):
    near = {"full_name": "Ola Nordheim", "postcode": "0155"}
    cards = people(near, OLA, {**near, "birth_date": "1980-11-30"}, {"full_name": "Ola"}, OLA)
    for card_id in cards[:4]:
        entered(office, card_id)
    assert entered(office, cards[4]).others == (cards[1], cards[2], cards[0])


def test_a_full_block_becomes_common_and_is_used_no_more(office, people):
    alone = {"full_name": "Ola Hansen", "postcode": "0155"}
    cards = people(*[alone] * (blocking.COMMON + 2))
    sizes = [len(entered(office, card_id).others) for card_id in cards]
    assert sizes == [*range(blocking.COMMON), 0, 0]
    [block] = office.stored("BLOCK")
    assert (block["cards"], block["common"]) == ([], True)
    assert entered(office, cards[0]).names == ()


class Counting:
    """A store that notes which cards are read, and writes."""

    def __init__(self, store):
        self._store, self.cards, self.writes = store, [], 0

    def __getattr__(self, name):
        return getattr(self._store, name)

    def get(self, keys):
        keys = list(keys)
        self.cards += [pk for pk, sk in keys if sk == "CARD"]
        return self._store.get(keys)

    def write(self, write):
        self.writes += 1
        self._store.write(write)


def test_most_of_a_table_of_namesakes_is_not_compared(office, people):
    """Everybody is Ola Hansen at one postcode, with another house and birthday each."""
    cards = people(
        *(
            {
                "full_name": "Ola Hansen",
                "birth_date": f"{1940 + n % 50}-01-{1 + n % 28:02}",
                "street": f"Storgata {n % 20 + 1}",
                "postcode": "0155",
            }
            for n in range(60)
        )
    )
    compared, read = [], []
    for card_id in cards:
        store = Counting(office.store)
        compared.append(pair_up(office, card_id, store).compared)
        read.append(len(set(store.cards) - {f"CARD#{card_id}"}))
    assert compared == read
    assert 0 < max(compared[30:]) < blocking.COMMON


def test_only_so_many_of_those_in_its_blocks_are_compared_with_a_card(office, people):
    pairs = ["Ola Nordheim", "Ola Lindqvist", "Nordheim Lindqvist"]
    *others, card_id = people(
        *({"full_name": name, "postcode": "0155"} for name in pairs for _ in range(20)),
        {"full_name": "Ola Nordheim Lindqvist", "postcode": "0155"},
    )
    for other in others:
        entered(office, other)
    store = Counting(office.store)
    assert pair_up(office, card_id, store).compared == pairing._MOST_ALIKE
    assert len({*store.cards} - {f"CARD#{card_id}"}) == pairing._MOST_ALIKE


def test_an_unchanged_card_costs_one_read(office, twice):
    for card_id in twice:
        pair_up(office, card_id)
    before = office.everything()
    store = Counting(office.store)
    assert pair_up(office, twice[0], store) == pairing.Paired()
    assert (store.cards, store.writes) == ([f"CARD#{twice[0]}"], 0)
    assert office.everything() == before


def test_a_changed_card_writes_only_the_blocks_that_are_new(office, twice):
    pair_up(office, twice[0])
    office.store.write(Change(key=items.card_key(twice[0]), add={"evidence": 1}))
    store = Counting(office.store)
    pair_up(office, twice[0], store)
    assert store.writes == 1  # its note


# -- at one instant -------------------------------------------------------------------------------


def one_suggestion_of(office, pair):
    assert [set(one.cards) for one in found(office)] == [set(pair)]
    return True


def test_whichever_step_the_other_card_comes_at_there_is_one_suggestion(office, people):
    steps = 0
    for steps in range(60):
        pair = people_of_their_own(office, steps)
        store = InterruptedStore(office.store, steps, lambda pair=pair: pair_up(office, pair[1]))
        pair_up(office, pair[0], store)
        if store.is_past_the_end:
            break
        mine = [one for one in found(office) if set(one.cards) == set(pair)]
        assert (len(mine), len(found(office))) == (1, steps + 1), f"before step {steps}"
    assert steps > len(blocking.of_details(profile.of_card(office.cards[0])))


def people_of_their_own(office, number):
    """Two cards of one customer who has nothing in common with those of another number."""
    chance = random.Random(number)
    given, surname, street = (
        "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(4)).title()
        for _ in range(3)
    )
    lead = {
        "full_name": f"{given} {surname}",
        "birth_date": f"{chance.randint(1940, 2000)}-{chance.randint(1, 12):02}-13",
        "street": f"{street}veien {number + 1}",
        "postcode": f"{chance.randint(1000, 9999)}",
    }
    return [
        office.post(lead, phone=phone(2 * number + n), lead_id=f"{number}-{n}").card_id
        for n in (1, 2)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_the_steps_of_both_fall_there_is_one_suggestion(office, twice, seed):
    turns = Scheduler(random.Random(seed))
    ways = [(turns.wrapped(office.store, card_id), card_id) for card_id in twice]
    turns.run([lambda way=way: pair_up(office, way[1], way[0]) for way in ways])
    assert one_suggestion_of(office, twice)


@pytest.mark.parametrize("seed", range(4))
def test_messages_that_come_again_and_in_another_order_change_nothing(office, twice, seed):
    turns = Scheduler(random.Random(seed))
    ways = [(turns.wrapped(office.store, str(n)), twice[n % 2]) for n in range(4)]
    turns.run([lambda way=way: pair_up(office, way[1], way[0]) for way in ways])
    before = office.everything()
    for card_id in [*twice, *reversed(twice)]:
        pair_up(office, card_id)
    assert one_suggestion_of(office, twice)
    assert office.everything() == before
    assert all(sorted(item["cards"]) == sorted(twice) for item in office.stored("BLOCK"))


def test_a_worker_that_dies_between_two_steps_is_made_good_by_the_message_again(office, twice):
    def die():
        raise KeyboardInterrupt

    pair_up(office, twice[1])
    for step in range(60):
        store = InterruptedStore(office.store, step, die)
        try:
            pair_up(office, twice[0], store)
            break
        except KeyboardInterrupt:
            continue
    assert one_suggestion_of(office, twice)
    assert all(len(item["cards"]) == 2 for item in office.stored("BLOCK"))


@pytest.mark.parametrize("too_many", [False, True])
def test_of_many_that_enter_a_block_at_once_none_is_lost(office, people, too_many):
    lead = {"full_name": "Ola Hansen", "postcode": "0155"}
    cards = people(*[lead] * (blocking.COMMON + too_many))
    with ThreadPoolExecutor(8) as pool:
        seen = dict(zip(cards, pool.map(lambda one: entered(office, one), cards), strict=True))
    [block] = office.stored("BLOCK")
    if too_many:
        assert (block["cards"], block["common"]) == ([], True)
        return
    assert sorted(block["cards"]) == sorted(cards)
    # The one that came n-th has seen the n before it: of any two one saw the other.
    assert [set(seen[card].others) for card in block["cards"]] == [
        set(block["cards"][:n]) for n in range(len(cards))
    ]


# -- look before you type -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "verdicts"),
    [
        (OLA, ["same"]),
        (OLA | {"birth_date": "1980-02-18"}, ["same"]),
        ({"full_name": "Nordheim, Ola", "postcode": "0155"}, ["same"]),
        (OLA | {"full_name": "Kari Nordheim"}, []),
        ({"full_name": "Ola Nordheim"}, []),
    ],
    ids=["all of it", "a slip", "a rare name and the postcode", "a relative", "a name alone"],
)
def test_a_look_up_finds_a_card_by_its_details(office, people, asked, verdicts):
    [card_id] = people(OLA)
    pair_up(office, card_id)
    matches = reading.lookup(office.desk.finder, asked, "NO", NOON.date())
    assert [match.verdict for _, match in matches] == verdicts
    assert {card.id for card, _ in matches} <= {card_id}
