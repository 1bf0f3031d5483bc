"""Lists hold each living card as it is, whatever order messages, workers and deaths come in."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from botocore.config import Config

from leadfold import reading
from leadfold.errors import Contended, Stale, Unavailable
from leadfold.reading import indexing
from leadfold.reading.card_search import Filters
from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store import items
from leadfold.store.items import card_index
from leadfold.store.table import Table
from leadfold.store.writes import Change
from tests.faults import injected_faults
from tests.interleaving import InterruptedStore, Scheduler
from tests.office import NOON, Office

OLA = {"full_name": "Ola Hansen", "phone": "91234567"}


def relist(office, card_id, store=None):
    deadline = time.monotonic() + 30
    indexing.index_card(card_id, store or office.store, office.desk.keyed, deadline=deadline)


def change(office, card_id, **values):
    """Change a card as somebody's edit does."""
    office.store.write(Change(key=items.card_key(card_id), set=values))


def read(office, card_id):
    key = items.card_key(card_id)
    return items.card_of(office.store.get([key])[key])


def in_lists(office, card_id):
    """The keys of all items that list a card."""
    return {
        (item["pk"], item["sk"])
        for item in office.everything()
        if item["pk"].startswith(("CARDS#", "NAME#")) and card_index.card_id_of(item) == card_id
    }


def is_right(office, card_id):
    """Tell whether a card's items and its note are what they should be, and nothing besides."""
    card, keyed = read(office, card_id), office.desk.keyed
    keys, says = indexing.entries_of(card, keyed)
    assert in_lists(office, card_id) == set(keys)
    listed = office.store.get(keys) if keys else {}
    assert all(item == {"pk": k[0], "sk": k[1], **says} for k, item in listed.items())
    found = list(office.store.get([card_index.note_key(card_id)]).values())
    notes = [card_index.note_of(item) for item in found]
    assert [(set(note.keys), note.says, note.open) for note in notes] == [
        (set(keys), says, False) for _ in notes
    ]
    assert notes
    return True


@pytest.fixture
def ola(post):
    return post(OLA).card_id


# -- one after the other --------------------------------------------------------------------------


def test_a_new_card_is_in_every_list_that_it_belongs_to(office, ola):
    relist(office, ola)
    assert is_right(office, ola)
    partitions = {pk for pk, _ in in_lists(office, ola)}
    assert {"CARDS#owner_id#ann", "CARDS#source#site", "CARDS#bucket#sales", "CARDS#status#new"} < (
        partitions
    )
    assert len(partitions) == 10


def test_listing_again_changes_nothing(office, ola):
    relist(office, ola)
    before = office.everything()
    relist(office, ola)
    assert office.everything() == before


def test_a_repeat_moves_its_card_among_the_changes_and_nothing_else(office, post, ola):
    relist(office, ola)
    before = in_lists(office, ola)
    post(OLA, lead_id="again", at=datetime.now(UTC) + timedelta(days=9))  # later than any clock
    relist(office, ola)
    assert is_right(office, ola)
    [gone], [come] = before - in_lists(office, ola), in_lists(office, ola) - before
    assert (gone[0], come[0] < gone[0], gone[1] < come[1]) == (come[0], False, True)


CHANGED = [
    ("another owner", {"owner_id": "bob"}),
    ("another bucket", {"bucket": "nobody"}),
    ("another status", {"status": "won"}),
    ("another surname", {"fields": {"first_name": "Ola", "last_name": "Bergström"}}),
    ("a surname with the same beginning", {"fields": {"first_name": "Ola", "last_name": "Hans"}}),
    ("a further name", {"other_names": [["Ola", "Lie"]]}),
    ("another time", {"updated_at": "2027-01-01T00:00:00Z"}),
    ("everything", {"owner_id": "bob", "status": "lost", "fields": {"first_name": "Per"}}),
    ("merged", {"state": "merged", "into": "card_other"}),
    ("being erased", {"state": "erasing"}),
]


@pytest.mark.parametrize("values", [row[1] for row in CHANGED], ids=[row[0] for row in CHANGED])
def test_the_lists_follow_a_card_that_comes_to_have(office, ola, values):
    relist(office, ola)
    change(office, ola, **values)
    relist(office, ola)
    assert is_right(office, ola)


def test_a_card_that_is_taken_out_of_a_merge_is_listed_again(office, ola):
    for state in ("living", "merged", "living"):
        change(office, ola, state=state)
        relist(office, ola)
        assert is_right(office, ola)
        assert bool(in_lists(office, ola)) == (state == "living")


def test_a_card_that_is_merged_before_it_was_listed_is_in_no_list(office, ola):
    change(office, ola, state="merged")
    relist(office, ola)
    assert in_lists(office, ola) == set()


def test_a_card_that_never_was_is_in_no_list(office):
    relist(office, "card_never")
    assert in_lists(office, "card_never") == set()


def test_names_in_keys_are_hashed_and_marks_tell_no_name(office, ola):
    relist(office, ola)
    told = [str(office.store.get([key])).lower() for key in in_lists(office, ola)]
    assert not [item for item in told if "ola" in item or "han" in item]


# -- at one instant -------------------------------------------------------------------------------

#: What becomes of a card while it is being listed; back to what it was is the hardest.
MEANWHILE = [
    ("it is another's", [{"owner_id": "bob"}]),
    ("it is another's and then not", [{"owner_id": "bob"}, {"owner_id": "ann"}]),
    ("it has another name", [{"fields": {"first_name": "Per", "last_name": "Berg"}}]),
    ("it is merged", [{"state": "merged"}]),
    ("it is merged and taken apart", [{"state": "merged"}, {"state": "living"}]),
]


@pytest.mark.parametrize("steps", [row[1] for row in MEANWHILE], ids=[row[0] for row in MEANWHILE])
@pytest.mark.parametrize("was_listed", [False, True])
def test_whichever_step_a_change_comes_at_the_lists_are_right(office, post, steps, was_listed):
    def happens(card_id):
        for values in steps:
            change(office, card_id, **values)
            relist(office, card_id)

    for step in range(20):
        card_id = post(full_name="Ola Hansen", phone=f"9123{step:04}").card_id
        if was_listed:
            relist(office, card_id)
            change(office, card_id, status="won")
        amid = InterruptedStore(office.store, step, partial(happens, card_id))
        relist(office, card_id, amid)
        if amid.is_past_the_end:
            break
        assert is_right(office, card_id), f"before step {step}"
    assert step >= 3


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_the_steps_of_three_workers_fall_the_lists_are_right(office, ola, seed):
    turns = Scheduler(random.Random(seed))
    changes = [{"owner_id": "bob"}, {"status": "won"}, {"owner_id": "ann", "status": "lost"}]

    def work(store, values):
        store.write(Change(key=items.card_key(ola), set=values))
        relist(office, ola, store)

    turns.run(
        [partial(work, turns.wrapped(office.store, str(n)), v) for n, v in enumerate(changes)]
    )
    assert is_right(office, ola)


@pytest.mark.parametrize("was_listed", [False, True])
def test_a_worker_that_dies_between_two_steps_is_made_good_by_the_message_again(
    office, ola, was_listed
):
    def die():
        raise KeyboardInterrupt

    if was_listed:
        relist(office, ola)
    change(office, ola, owner_id="bob", fields={"first_name": "Per"})
    for step in range(20):
        try:
            relist(office, ola, InterruptedStore(office.store, step, die))
            break
        except KeyboardInterrupt:
            continue
    assert is_right(office, ola)


def test_a_card_that_is_listed_again_and_again_by_others_is_told(office, ola):
    class Busy:
        """A store where somebody else always was quicker with the note."""

        def __init__(self, store):
            self.store = store

        def __getattr__(self, name):
            return getattr(self.store, name)

        def transact(self, writes, *, deadline):
            key = card_index.note_key(ola)
            self.store.write(Change(key=key, add={"v": 1}))
            self.store.transact(writes, deadline=deadline)

    relist(office, ola)
    change(office, ola, owner_id="bob")
    with pytest.raises(Contended):
        indexing.index_card(ola, Busy(office.store), office.desk.keyed, deadline=0)
    relist(office, ola)
    assert is_right(office, ola)


@pytest.mark.parametrize("seed", [1, 2])
def test_workers_in_a_storm_leave_the_lists_right(connect, table_name, seed):
    client = connect(TABLE_CLIENT.merge(Config(max_pool_connections=16)))
    office = Office(Table(client, table_name))
    cards = [office.post(full_name=f"Ola {n}", phone=f"9123450{n}").card_id for n in range(3)]

    def follow(number):
        card_id = cards[number % len(cards)]
        values = {"owner_id": random.Random(number).choice(["ann", "bob", "dora"])}
        while True:  # the message comes again
            with suppress(Unavailable, Contended):
                change(office, card_id, **values)
                return relist(office, card_id)

    storm = {"cancelled": 0.2, "unprocessed": 0.2, "throttled": 0.1, "lost": 0.1}
    with injected_faults(client, seed=seed, **storm), ThreadPoolExecutor(6) as pool:
        list(pool.map(follow, range(24)))
    for card_id in cards:
        relist(office, card_id)
        assert is_right(office, card_id)


# -- when it was written --------------------------------------------------------------------------


def test_a_card_tells_when_it_was_last_written(office, post, ola):
    later = NOON + timedelta(days=3000)
    assert read(office, ola).updated_at >= "2026-11-23T12:00:00Z"
    post(OLA, lead_id="again", at=later)
    assert read(office, ola).updated_at == "2035-02-09T12:00:00Z"


def test_a_lead_that_waited_is_a_change_of_now(office, post, ola):
    old = replace(office.source, id="old")
    post(OLA, lead_id="late", at=NOON - timedelta(days=700), source=old)
    assert read(office, ola).updated_at > "2026-11-21"


# -- all of them, after an upgrade ----------------------------------------------------------------


def relist_all(office, store=None):
    """List all cards of the office; return the last that was told."""
    *_, last = indexing.index_all(office.everything(), store or office.store, office.desk.keyed)
    return last


def test_cards_from_before_there_were_lists_are_listed_all(office, post):
    cards = [post(full_name=f"Ola {n}", phone=f"912345{n:02}").card_id for n in range(60)]
    told = list(indexing.index_all(office.everything(), office.store, office.desk.keyed))
    assert [(far.read, far.indexed, far.busy) for far in told] == [(50, 50, 0), (60, 60, 0)]
    assert all(is_right(office, card_id) for card_id in cards)


def test_a_card_that_does_not_tell_when_it_was_written_is_found_by_when_it_was_made(office, ola):
    office.store.write(Change(key=items.card_key(ola), remove=("updated_at",)))
    relist_all(office)
    since = Filters(updated_since="2026-11-23T00:00:00Z")
    cards, _ = reading.list_cards(office.store, since, after=None, limit=10)
    assert [card.id for card in cards] == [ola]


def test_what_is_listed_as_it_should_be_is_written_no_second_time(office, post, ola):
    other = post(full_name="Kari Berg", phone="91234568").card_id
    assert relist_all(office) == indexing.Indexed(read=2, indexed=2)
    change(office, other, owner_id="bob")
    assert relist_all(office) == indexing.Indexed(read=2, indexed=1)
    before = office.everything()
    assert relist_all(office) == indexing.Indexed(read=2)
    assert office.everything() == before
    assert is_right(office, other)


@pytest.mark.parametrize("state", ["merged", "erasing", "erased"])
def test_a_card_that_is_not_living_is_listed_nowhere(office, ola, state):
    change(office, ola, state=state)
    assert list(indexing.index_all(office.everything(), office.store, office.desk.keyed)) == []
    assert in_lists(office, ola) == set()


def test_a_card_that_changed_since_the_scan_is_listed_as_it_is_now(office, ola):
    scanned = office.everything()
    change(office, ola, owner_id="bob")
    list(indexing.index_all(scanned, office.store, office.desk.keyed))
    assert is_right(office, ola)


def test_who_was_stopped_begins_again(office, post):
    cards = [post(full_name=f"Ola {n}", phone=f"912345{n:02}").card_id for n in range(60)]
    stopped = indexing.index_all(office.everything(), office.store, office.desk.keyed)
    next(stopped)
    stopped.close()
    assert relist_all(office) == indexing.Indexed(read=60, indexed=10)
    assert all(is_right(office, card_id) for card_id in cards)


def test_a_card_that_others_are_at_work_on_is_left_to_them(office, ola):
    class Busy:
        """A store where somebody else always was quicker with the note."""

        def __getattr__(self, name):
            return getattr(office.store, name)

        def transact(self, writes, *, deadline):
            raise Stale

    relist(office, ola)
    change(office, ola, owner_id="bob")
    [told] = indexing.index_all(office.everything(), Busy(), office.desk.keyed, patience=0)
    assert told == indexing.Indexed(read=1, busy=1)
