"""Pages of lists and searches: what is on them, and that nothing is left out or shown twice."""

import random
import time
from dataclasses import replace

import pytest

from leadfold import reading
from leadfold.ids import new_id
from leadfold.model import Card, Name
from leadfold.reading import indexing
from leadfold.reading.card_search import Filters
from leadfold.store import items
from leadfold.store.memory import Memory
from leadfold.store.writes import Change, Overwrite
from tests.office import NOON, Office

TODAY = NOON.date()
OWNERS, SOURCES, STATUSES = ("ann", "bob", None), ("site", "meta"), ("new", "contacted", "won")


class Shop:
    """Cards that are listed as soon as they are written."""

    def __init__(self, office):
        self.office, self.store = office, office.store
        self._number = 0

    def card(self, first="Ola", last="Hansen", **values):
        self._number += 1
        at = f"2026-11-01T00:{self._number // 60 % 60:02}:{self._number % 60:02}Z"
        names = {"first_name": first, "last_name": last}
        card = Card(
            **{"id": new_id("card"), "created_at": at, "updated_at": at, "fields": names} | values
        )
        self.write(card)
        return card

    def write(self, card):
        self.store.write(Overwrite(key=items.card_key(card.id), item=items.card_item(card)))
        self.relist(card.id)

    def relist(self, card_id):
        deadline = time.monotonic() + 30
        indexing.index_card(card_id, self.store, self.office.desk.keyed, deadline=deadline)

    def page(self, after=None, limit=50, **filters):
        return reading.list_cards(self.store, Filters(**filters), after=after, limit=limit)

    def all(self, limit=50, **filters):
        """The ids of all pages."""
        return [card.id for card in pages(self.page, limit, filters)]

    def search(self, q, after=None, limit=50, **filters):
        finder, filters = self.office.desk.finder, Filters(**filters)
        return reading.search(finder, q, filters, TODAY, after=after, limit=limit)

    def found(self, q, limit=50, **filters):
        """The names on all pages of a search, newest first."""
        cards = pages(lambda **paging: self.search(q, **paging), limit, filters)
        return [f"{card.name.first} {card.name.last}".strip() for card in cards]


def pages(page, limit, filters):
    after = None
    while True:
        cards, after = page(after=after, limit=limit, **filters)
        assert len(cards) <= limit
        yield from cards
        if after is None:
            return


@pytest.fixture
def shop(office):
    return Shop(office)


# -- lists ----------------------------------------------------------------------------------------


@pytest.fixture
def cards(shop):
    """Thirty cards of all sorts, oldest first."""
    chance = random.Random(6)
    return [
        shop.card(
            owner_id=chance.choice(OWNERS),
            source=chance.choice(SOURCES),
            status=chance.choice(STATUSES),
            bucket=chance.choice(["sales", None]),
        )
        for _ in range(30)
    ]


FILTERED = [
    {"owner": "ann"},
    {"owner": "-"},
    {"owner": "nobody-of-this-name"},
    {"source": "meta"},
    {"bucket": "sales"},
    {"status": "won"},
    {"owner": "bob", "source": "site", "status": "new", "bucket": "sales"},
    {"source": "site", "status": "contacted"},
]


LIMITS = (1, 7, 15, 30, 200)


def test_a_list_by_values_has_just_the_cards_with_them_newest_first(shop, cards):
    for filters in FILTERED:
        names = {("owner_id" if name == "owner" else name): v for name, v in filters.items()}
        wanted = [
            card.id
            for card in reversed(cards)
            if all((getattr(card, name) or "-") == value for name, value in names.items())
        ]
        for limit in LIMITS:
            assert shop.all(limit, **filters) == wanted, (filters, limit)


def test_a_list_without_filters_has_the_latest_change_first(shop, cards):
    shop.write(replace(cards[3], updated_at="2026-12-01T00:00:00Z"))
    order = [cards[3], *(card for card in reversed(cards) if card is not cards[3])]
    for limit in LIMITS:
        assert shop.all(limit) == [card.id for card in order], limit


def test_what_changed_since_a_time_is_listed_oldest_change_first(shop, cards):
    since = cards[10].updated_at
    won = [card.id for card in cards[10:] if card.status == "won"]
    for limit in LIMITS:
        assert shop.all(limit, updated_since=since) == [card.id for card in cards[10:]], limit
        assert shop.all(limit, updated_since=since, status="won") == won, limit


def test_what_changes_while_it_is_read_comes_again_and_nothing_is_missed(shop, cards):
    seen, after = [], None
    while True:
        found, after = shop.page(after, 5, updated_since="2026-01-01T00:00:00Z")
        seen += [card.id for card in found]
        if after is None:
            break
        if len(seen) == 10:
            for card in cards[::10]:
                shop.write(replace(card, updated_at="2026-12-01T00:00:00Z"))
    again = [card.id for card in cards[::10]]
    assert sorted(seen) == sorted([*(card.id for card in cards), cards[0].id])
    assert set(seen[-3:]) == set(again)


def test_a_card_that_left_a_list_is_not_shown_although_the_list_lags(shop, cards):
    mine = next(card for card in cards if card.owner_id == "ann")
    shop.store.write(Change(key=items.card_key(mine.id), set={"owner_id": "bob"}))
    assert mine.id not in shop.all(owner="ann")


@pytest.mark.parametrize("state", ["merged", "erasing", "erased"])
def test_only_living_cards_are_listed(shop, cards, state):
    shop.store.write(Change(key=items.card_key(cards[0].id), set={"state": state}))
    assert cards[0].id not in shop.all()
    shop.relist(cards[0].id)
    assert cards[0].id not in shop.all()


def test_a_lead_that_came_in_is_listed_once_react_has_seen_it(shop, post):
    made = post(phone="91234567", full_name="Ola Hansen").card_id
    assert shop.all(owner="ann") == []
    shop.relist(made)
    assert shop.all(owner="ann") == shop.all(source="site") == shop.all() == [made]


def test_paging_over_changing_cards_shows_each_unchanged_one_exactly_once(shop, pytestconfig):
    whole = isinstance(shop.store, Memory) or pytestconfig.getoption("--soak")
    number = 5_000 if whole else 125
    cards = [shop.card(owner_id="ann") for _ in range(number)]
    for filters in ({}, {"owner": "ann"}, {"updated_since": "2026-01-01T00:00:00Z"}):
        unchanged, chance = {card.id for card in cards}, random.Random(7)
        seen, after = [], None
        while True:
            found, after = shop.page(after, number // 25, **filters)
            seen += [card.id for card in found]
            if after is None:
                break
            for _ in range(max(1, number // 1_000)):
                moved = chance.choice(cards)
                unchanged.discard(moved.id)
                now = f"2027-01-01T00:00:{chance.randrange(60):02}Z"
                owner = chance.choice(["ann", "bob"])
                shop.write(replace(moved, updated_at=now, owner_id=owner))
        counts = {card_id: seen.count(card_id) for card_id in unchanged}
        assert unchanged
        assert set(counts.values()) == {1}
        for card in cards:
            if card.id not in unchanged:
                shop.write(card)


# -- search by what identifies --------------------------------------------------------------------

KNOWN = {
    "full_name": "Ola Hansen",
    "phone": "91234567",
    "email": "ola.hansen@example.com",
    "national_id": "15076500565",
    "external_ids": "hubspot: 4711",
}
IDENTIFYING = [
    ("a phone as it is said", "912 34 567"),
    ("a phone with its country", "+47 91234567"),
    ("a phone with 00", "004791234567"),
    ("an e-mail", "Ola.Hansen@Example.com"),
    ("a national ID", "15076500565"),
    ("a national ID with a blank", "150765 00565"),
    ("an id in another system", "hubspot:4711"),
]


@pytest.mark.parametrize("q", [row[1] for row in IDENTIFYING], ids=[row[0] for row in IDENTIFYING])
def test_a_card_is_found_at_once_by(shop, post, q):
    made = post(KNOWN).card_id
    post(full_name="Kari Lie", phone="99887766")
    assert [card.id for card in shop.search(q)[0]] == [made]


def test_a_company_is_found_by_its_number_and_its_name(shop, post):
    made = post(company="Nordlys Bygg AS", org_number="974760673").card_id
    shop.relist(made)
    for q in ("974 760 673", "nordlys", "Bygg Nordlys"):
        assert [card.id for card in shop.search(q)[0]] == [made]


def test_a_card_is_found_by_its_id_and_by_one_that_was_merged_into_it(shop):
    living, merged = shop.card(), shop.card()
    gone = {"state": "merged", "into": living.id}
    shop.store.write(Change(key=items.card_key(merged.id), set=gone))
    shop.store.write(Change(key=items.card_key(living.id), set={"members": [merged.id]}))
    for card_id in (living.id, merged.id):
        assert [card.id for card in shop.search(card_id)[0]] == [living.id]
    assert shop.search("card_01ARZ3NDEKTSV4RRFFQ69G5FAV") == ([], None)


NOBODYS = ["99999998", "nobody@example.com", "00000000", "hubspot:1", "@", "!!", "1"]


@pytest.mark.parametrize("q", NOBODYS)
def test_what_nobody_is_known_by_finds_nobody(shop, post, q):
    shop.relist(post(KNOWN).card_id)
    assert shop.search(q) == ([], None)


def test_a_name_with_digits_is_a_name(shop):
    shop.card("", "", customer_type="company", fields={"company": "Studio 54321 AS"})
    assert shop.found("studio 54321 as") == [""]


def test_filters_hold_for_what_is_found(shop, post):
    shop.relist(post(KNOWN).card_id)
    for q in ("91234567", "hansen"):
        assert len(shop.search(q, owner="ann", status="new")[0]) == 1
        assert shop.search(q, owner="bob")[0] == []
        assert shop.search(q, updated_since="2100-01-01T00:00:00Z")[0] == []


# -- search by name -------------------------------------------------------------------------------


PEOPLE = (
    "Ola Hansen",
    "Kari Hansen",
    "Olav Hanssen",
    "Åse Ødegård",
    "Anne-Marie Lie",
    "Li Wei",
    "Lise Berg",
    "דנה לוי",
    "Dana Levi",
    "王小明",
    "Γιώργος Παππάς",
    "Petter Bergström",
)


@pytest.fixture
def people(shop):
    for name in PEOPLE:
        first, _, last = name.partition(" ")
        shop.card(first, last)
    shop.card("Kari", "Moe", other_names=(Name(first="Kari", last="Nilsen"),))


SEARCHES = [
    ("hansen", ["Kari Hansen", "Ola Hansen"]),
    ("hans", ["Olav Hanssen", "Kari Hansen", "Ola Hansen"]),
    ("ola", ["Olav Hanssen", "Ola Hansen"]),
    ("ola hansen", ["Ola Hansen"]),
    ("Hansen, O.", ["Ola Hansen"]),
    ("odeg", ["Åse Ødegård"]),
    ("ÅSE ødegård", ["Åse Ødegård"]),
    ("marie", ["Anne-Marie Lie"]),
    ("anne-marie lie", ["Anne-Marie Lie"]),
    ("li", ["Li Wei"]),
    ("lis", ["Lise Berg"]),
    ("berg", ["Petter Bergström", "Lise Berg"]),
    ("bergs", ["Petter Bergström"]),
    ("dana", ["Dana Levi", "דנה לוי"]),
    ("דנה לוי", ["Dana Levi", "דנה לוי"]),
    ("王小明", ["王小明"]),
    ("giorgos", ["Γιώργος Παππάς"]),
    ("παππας", ["Γιώργος Παππάς"]),
    ("nilsen", ["Kari Moe"]),
    ("nobody", []),
]


def test_names_are_found_newest_card_first(shop, people):
    for q, found in SEARCHES:
        for limit in (1, 50):
            assert shop.found(q, limit) == found, (q, limit)


def test_a_card_is_not_found_by_a_name_that_it_no_longer_has(shop):
    card = shop.card("Ola", "Hansen")
    fields = {"first_name": "Ola", "last_name": "Hanssen"}
    shop.store.write(Change(key=items.card_key(card.id), set={"fields": fields}))
    assert shop.found("hansen") == []
    shop.relist(card.id)
    assert (shop.found("hansen"), shop.found("hanssen")) == ([], ["Ola Hanssen"])


# -- bounds ---------------------------------------------------------------------------------------


class Counting(Memory):
    """A store that counts calls, and the items that they returned."""

    def __init__(self):
        super().__init__()
        self.calls = self.read = 0

    def get(self, keys):
        return self._counted(super().get(keys))

    def query(self, *args, **options):
        return self._counted(super().query(*args, **options))

    def _counted(self, found):
        self.calls, self.read = self.calls + 1, self.read + len(found)
        return found


@pytest.fixture(scope="module")
def crowd():
    """Ten thousand cards with one surname, of which one is Zoe's."""
    shop = Shop(Office(Counting()))
    for number in range(10_000):
        shop.card("Zoe" if number == 5 else "Kari", "Hansen", owner_id="ann")
    return shop


def test_a_page_of_a_common_name_reads_little_more_than_it_shows(crowd):
    crowd.store.calls = crowd.store.read = 0
    found, after = crowd.search("hansen")
    assert (len(found), after is None) == (50, False)
    assert crowd.store.read == 101  # one more item than cards
    assert crowd.store.calls <= 4  # settings, the places, the cards


def test_a_rare_name_beside_a_common_one_is_found_in_bounded_pages(crowd):
    crowd.store.calls = crowd.store.read = 0
    first, after = crowd.search("zoe hansen")
    assert (first, after is None) == ([], False)  # short, since half of the crowd is enough
    assert crowd.store.calls <= 20
    assert crowd.store.read <= 6000
    rest, end = crowd.search("zoe hansen", after)
    assert ([card.name.first for card in rest], end) == (["Zoe"], None)
