"""Both stores keep one contract: what holds on DynamoDB holds in memory, and the reverse."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from leadfold.errors import Stale, Unavailable
from leadfold.store.memory import Memory
from leadfold.store.writes import Change, Check, Delete, Overwrite, Put

A, B, C, D, E = ((f"P#{letter}", "S") for letter in "abcde")
VALUES = {
    "text": "שלום 😀",
    "nothing": "",
    "whole": 7,
    "part": 9.2,
    "yes": True,
    "no": False,
    "list": ["a", 1, ["b"], {"c": 2}],
    "map": {"x": "1", "inner": {"y": [True]}},
    "empty map": {},
    "empty list": [],
}


@pytest.fixture
def one(store) -> Callable[..., dict]:
    """`one()` → the item A without its key."""

    def read(key=A):
        item = dict(store.get([key]).get(key) or {})
        return {name: value for name, value in item.items() if name not in {"pk", "sk"}}

    return read


@pytest.fixture
def transact(store):
    return lambda *writes: store.transact(writes, deadline=time.monotonic() + 20)


def holding(key, **values):
    return Put(key=key, item=values)


# -- get ------------------------------------------------------------------------------------------


def test_an_item_is_read_back_as_it_was_written(store, one):
    store.write(Put(key=A, item=VALUES))
    assert one() == VALUES
    assert {name: type(value) for name, value in one().items()} == {
        name: type(value) for name, value in VALUES.items()
    }


def test_an_item_knows_its_key(store):
    store.write(holding(A, x=1))
    assert (store.get([A])[A]["pk"], store.get([A])[A]["sk"]) == A


def test_none_is_not_kept_and_tuples_are_lists(store, one):
    store.write(Put(key=A, item={"x": None, "y": ("a", "b"), "m": {"z": None, "w": ("c",)}}))
    assert one() == {"y": ["a", "b"], "m": {"w": ["c"]}}


def test_of_no_keys_there_is_nothing(store):
    assert store.get([]) == {}


def test_only_items_that_exist_are_found(store):
    store.write(holding(A, x=1))
    assert list(store.get([A, B])) == [A]
    assert store.get([B]) == {}


def test_a_key_that_is_asked_for_twice_is_found_once(store):
    store.write(holding(A, x=1))
    assert list(store.get([A, A])) == [A]


def test_a_hundred_items_are_read_at_once(store):
    keys = [(f"P#{n}", "S") for n in range(100)]
    for key in keys:
        store.write(holding(key, text="x" * 10_000))
    assert set(store.get(keys)) == set(keys)


def test_what_was_read_is_the_callers_own(store, one):
    store.write(holding(A, map={"x": 1}))
    store.get([A])[A]["map"]["x"] = 2
    assert one() == {"map": {"x": 1}}


# -- put, overwrite, delete -----------------------------------------------------------------------


def test_a_put_makes_a_new_item_and_replaces_none(store, one):
    store.write(holding(A, x=1))
    with pytest.raises(Stale):
        store.write(holding(A, x=2))
    assert one() == {"x": 1}


@pytest.mark.parametrize(
    ("expected", "replaced"),
    [({"id": "old"}, True), ({"id": "other"}, False), ({"id": None}, False), ({"x": "1"}, False)],
)
def test_a_put_replaces_what_holds_what_it_says(store, one, expected, replaced):
    store.write(holding(A, id="old", x=1))
    try:
        store.write(Put(key=A, item={"id": "new"}, replaces=expected))
    except Stale:
        assert not replaced
    assert one() == ({"id": "new"} if replaced else {"id": "old", "x": 1})


def test_an_overwrite_leaves_nothing_of_what_was_there(store, one):
    for item in ({"x": 1, "y": 2}, {"x": 3}):
        store.write(Overwrite(key=A, item=item))
    assert one() == {"x": 3}


def test_a_deleted_item_is_gone_and_may_be_deleted_again(store):
    store.write(holding(A, x=1))
    for _ in range(2):
        store.write(Delete(key=A))
    assert store.get([A]) == {}


def test_many_writes_without_a_condition_are_all_done(store):
    keys = [(f"P#{n}", "S") for n in range(60)]
    store.write(holding(keys[0], x="old", y="old"))
    store.write_all([Overwrite(key=key, item={"x": key[0]}) for key in keys])
    assert {key: item["x"] for key, item in store.get(keys).items()} == {k: k[0] for k in keys}
    assert "y" not in store.get(keys[:1])[keys[0]]
    store.write_all([])


# -- change ---------------------------------------------------------------------------------------

THERE = {"x": "old", "n": 5, "m": {"k": "old", "n": 5}}
CHANGES = [
    (Change(key=A, set={"x": "new", "y": [1]}), THERE | {"x": "new", "y": [1]}),
    (Change(key=A, set={"m.k": "new", "m.l": 1}), THERE | {"m": {"k": "new", "n": 5, "l": 1}}),
    (Change(key=A, set={"m": {"other": ("a",)}}), THERE | {"m": {"other": ["a"]}}),
    (Change(key=A, fill={"x": "new", "y": "new"}), THERE | {"y": "new"}),
    (Change(key=A, fill={"m.k": "new", "m.l": 1}), THERE | {"m": {"k": "old", "n": 5, "l": 1}}),
    (Change(key=A, add={"n": 1}), THERE | {"n": 6}),
    (Change(key=A, add={"n": -7, "z": 2}), THERE | {"n": -2, "z": 2}),
    (Change(key=A, add={"m.n": 1}), THERE | {"m": {"k": "old", "n": 6}}),
    (Change(key=A, remove=("x", "absent")), {"n": 5, "m": {"k": "old", "n": 5}}),
    (Change(key=A, remove=("m",), set={"x": "new"}), {"x": "new", "n": 5}),
    (
        Change(key=A, set={"x": "new"}, fill={"y": 1}, add={"n": 1}, when={"x": "old"}),
        THERE | {"x": "new", "y": 1, "n": 6},
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_sets_fills_and_counts(store, one, change, expected):
    store.write(Put(key=A, item=THERE))
    store.write(change)
    assert one() == expected


def test_a_change_of_no_item_makes_one(store, one):
    store.write(Change(key=A, set={"x": 1}, fill={"y": 2}, add={"n": 3}))
    assert one() == {"x": 1, "y": 2, "n": 3}


def test_an_empty_text_is_there_and_is_not_filled(store, one):
    store.write(holding(A, x="", zero=0, no=False))
    store.write(Change(key=A, fill={"x": "new", "zero": 1, "no": True}))
    assert one() == {"x": "", "zero": 0, "no": False}


# -- conditions -----------------------------------------------------------------------------------

CONDITIONS = [
    ({"x": "old"}, True),
    ({"x": "other"}, False),
    ({"x": None}, False),
    ({"absent": None}, True),
    ({"absent": "x"}, False),
    ({"n": 5}, True),
    ({"n": 6}, False),
    ({"n": "5"}, False),
    ({"m.k": "old"}, True),
    ({"m.k": "other"}, False),
    ({"m.k": None}, False),
    ({"m.absent": None}, True),
    ({"absent.k": None}, True),
    ({"absent.k": "x"}, False),
    ({"m": {"k": "old", "n": 5}}, True),
    ({"x": "old", "n": 5, "m.k": "old", "absent": None}, True),
    ({"x": "old", "n": 6}, False),
]


@pytest.mark.parametrize(("when", "holds"), CONDITIONS)
@pytest.mark.parametrize("in_transaction", [True, False], ids=["transact", "write"])
def test_a_change_is_done_only_when_its_condition_holds(
    store, one, transact, when, holds, in_transaction
):
    store.write(Put(key=A, item=THERE))
    try:
        (transact if in_transaction else store.write)(Change(key=A, set={"y": 1}, when=when))
    except Stale:
        assert not holds
    assert one() == (THERE | {"y": 1} if holds else THERE)


@pytest.mark.parametrize(("when", "holds"), CONDITIONS)
def test_a_check_lets_the_others_through_only_when_it_holds(store, one, transact, when, holds):
    store.write(Put(key=A, item=THERE))
    try:
        transact(Check(key=A, when=when), holding(B, x=1))
    except Stale:
        assert not holds
    assert one(A) == THERE
    assert one(B) == ({"x": 1} if holds else {})


@pytest.mark.parametrize(("when", "holds"), [({"x": None}, True), ({"x": 1}, False)])
def test_an_item_that_is_not_there_holds_nothing(store, transact, when, holds):
    for write in (Change(key=A, set={"y": 1}, when=when), Check(key=B, when=when)):
        try:
            transact(write, holding(C, x=1))
        except Stale:
            assert not holds
        store.write(Delete(key=C))


# -- transactions ---------------------------------------------------------------------------------


def test_a_transaction_does_every_kind_of_write(store, one, transact):
    for key in (A, B, C):
        store.write(holding(key, n=1))
    transact(
        Change(key=A, add={"n": 1}),
        Check(key=B, when={"n": 1}),
        Delete(key=C),
        holding(D, n=4),
        Overwrite(key=E, item={"n": 5}),
    )
    assert [one(key) for key in (A, B, C, D, E)] == [{"n": 2}, {"n": 1}, {}, {"n": 4}, {"n": 5}]


@pytest.mark.parametrize(
    "failing",
    [
        holding(A, x=2),
        Put(key=A, item={"x": 2}, replaces={"x": 3}),
        Change(key=A, set={"x": 2}, when={"x": 3}),
        Check(key=A, when={"x": 3}),
    ],
    ids=lambda write: type(write).__name__,
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_transaction_does_all_or_nothing_and_tells_what_it_met(
    store, one, transact, failing, place
):
    store.write(holding(A, x=1))
    writes = [holding(B, x=1), Change(key=C, add={"n": 1})]
    with pytest.raises(Stale) as stale:
        transact(*writes[:place], failing, *writes[place:])
    assert stale.value.found == {A: {"pk": A[0], "sk": A[1], "x": 1}}
    assert (one(A), one(B), one(C)) == ({"x": 1}, {}, {})


def test_what_is_missing_is_not_found(store, transact):
    with pytest.raises(Stale) as stale:
        transact(Check(key=A, when={"x": 1}), holding(B, x=1))
    assert stale.value.found == {}


def test_a_stale_write_says_nothing_of_what_it_met(store, transact):
    store.write(holding(A, email="ola@example.com"))
    with pytest.raises(Stale) as stale:
        transact(holding(A, email="kari@example.com"))
    assert "example.com" not in f"{stale.value}{stale.value!r}"


def test_a_hundred_writes_are_one_transaction(store, transact):
    keys = [(f"P#{n}", "S") for n in range(100)]
    transact(*(holding(key, x=1) for key in keys))
    assert len(store.get(keys)) == 100


# -- query ----------------------------------------------------------------------------------------

NAMES = [f"{letter}#{n:02}" for letter in "AB" for n in range(6)]


@pytest.fixture
def partition(store):
    """A partition with twelve items, and a neighbour that is nobody's business."""
    for sk in reversed(NAMES):
        store.write(holding(("P", sk), x=sk))
    store.write(holding(("Q", "A#00"), x="other"))
    return lambda **options: [item["sk"] for item in store.query("P", **options)]


QUERIES = [
    ({}, NAMES),
    ({"newest_first": True}, NAMES[::-1]),
    ({"limit": 3}, NAMES[:3]),
    ({"limit": 3, "newest_first": True}, NAMES[:-4:-1]),
    ({"prefix": "B#"}, NAMES[6:]),
    ({"prefix": "B#", "limit": 2}, NAMES[6:8]),
    ({"prefix": "B#", "newest_first": True}, NAMES[:5:-1]),
    ({"prefix": "C#"}, []),
    ({"after": "A#03"}, NAMES[4:]),
    ({"after": "A#03x"}, NAMES[4:]),
    ({"after": "A#03", "limit": 1}, NAMES[4:5]),
    ({"after": "A#03", "newest_first": True}, NAMES[2::-1]),
    ({"after": "B#02", "prefix": "B#"}, NAMES[9:]),
    ({"after": "B#02", "prefix": "B#", "newest_first": True}, NAMES[7:5:-1]),
    ({"after": "B#05"}, []),
    ({"after": "A#00", "newest_first": True}, []),
]


@pytest.mark.parametrize(("options", "expected"), QUERIES)
def test_a_query_gives_items_of_one_partition_in_order(partition, options, expected):
    assert partition(**options) == expected


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 5, 12, 13])
def test_pages_make_up_the_whole(partition, limit, newest_first):
    seen, after = [], None
    while page := partition(limit=limit, after=after, newest_first=newest_first):
        assert len(page) <= limit
        seen += page
        after = page[-1]
    assert seen == (NAMES[::-1] if newest_first else NAMES)


def test_a_partition_of_more_than_a_megabyte_is_read_whole(store):
    for n in range(30):
        store.write(holding(("P", f"{n:02}"), text="x" * 100_000))
    assert [item["sk"] for item in store.query("P", limit=100)] == [f"{n:02}" for n in range(30)]


def test_a_query_of_nothing_is_empty(store):
    assert store.query("P") == store.query_index("work", "P") == []


# -- the work index -------------------------------------------------------------------------------


@pytest.fixture
def work(store):
    """Twelve items of work of one owner, one of another, and an item that is no work."""
    for n in reversed(range(12)):
        item = {"work_pk": "TASK#open#ann", "work_sk": f"{n:02}#t{n:02}", "due": n}
        store.write(Put(key=(f"T#{n}", "TASK"), item=item))
    store.write(Put(key=("T#x", "TASK"), item={"work_pk": "TASK#open#bob", "work_sk": "00#x"}))
    store.write(holding(A, x=1))
    return lambda **options: [
        item["due"] for item in store.query_index("work", "TASK#open#ann", **options)
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, range(12)),
        ({"limit": 4}, range(4)),
        ({"after": "03#t03"}, range(4, 12)),
        ({"after": "03#t03", "limit": 2}, range(4, 6)),
        ({"until": "05"}, range(5)),
        ({"after": "03#t03", "until": "05"}, range(4, 5)),
        ({"after": "11#t11"}, range(0)),
        ({"after": "03#t03", "until": "02"}, range(0)),
        ({"until": "03#t03"}, range(3)),
        ({"newest_first": True}, range(11, -1, -1)),
        ({"newest_first": True, "limit": 4}, (11, 10, 9, 8)),
        ({"newest_first": True, "after": "03#t03"}, (2, 1, 0)),
        ({"newest_first": True, "after": "09#t09", "limit": 2}, (8, 7)),
        ({"newest_first": True, "after": "05#t05", "until": "03"}, (4, 3)),
        ({"newest_first": True, "after": "05#t05", "until": "03#t03"}, (4,)),
        ({"newest_first": True, "after": "02", "until": "03"}, ()),
    ],
)
def test_work_is_read_by_owner_in_its_order(work, options, expected):
    assert work(**options) == list(expected)


def test_whole_items_of_work_are_read(store, work):
    item = store.query_index("work", "TASK#open#ann", limit=1)[0]
    assert (item["pk"], item["sk"], item["due"]) == ("T#0", "TASK", 0)


def test_work_that_moves_is_found_in_its_new_place_only(store, work):
    store.write(Change(key=("T#11", "TASK"), set={"work_sk": "00#a"}))
    assert work(limit=2) == [11, 0]
    store.write(Change(key=("T#11", "TASK"), set={"work_pk": "TASK#open#bob"}))
    assert work() == list(range(11))


def test_a_hundred_items_of_work_are_read_at_once(store):
    for n in range(102):
        item = {"work_pk": "W", "work_sk": f"{n:03}"}
        store.write(Put(key=(f"T#{n}", "TASK"), item=item))
    assert len(store.query_index("work", "W", limit=100, after="000")) == 100


def test_a_value_inside_a_map_is_taken_away_and_the_others_stay(store, one):
    store.write(holding(A, map={"x": "1", "y": "2"}, list=["a"]))
    change = Change(key=A, set={"map.z": "3"}, remove=("map.x", "map.none", "list"))
    store.write(change)
    assert one() == {"map": {"y": "2", "z": "3"}}


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"list": ["a"]}, True),
        ({"list": ["b"]}, False),
        ({"list": []}, False),
        ({"map": {"x": "1"}}, True),
        ({"map": {"x": "2"}}, False),
        ({"map.x": "1", "map.y": None, "none.z": None}, True),
    ],
)
def test_lists_and_maps_are_conditions(store, when, holds):
    store.write(holding(A, map={"x": "1"}, list=["a"]))
    try:
        store.write(Change(key=A, set={"n": 1}, when=when))
    except Stale:
        assert not holds
    else:
        assert holds


# -- at once --------------------------------------------------------------------------------------


def test_sixteen_threads_lose_no_count(store, one):
    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(store.write, Change(key=A, add={"n": 1})) for _ in range(160)]
    assert all(job.result() is None for job in jobs)
    assert one() == {"n": 160}


def test_sixteen_threads_that_read_and_decide_lose_no_count(store, one, transact):
    store.write(holding(A, n=0))

    def count_up():
        while True:
            seen = store.get([A])[A]["n"]
            try:
                return transact(Change(key=A, set={"n": seen + 1}, when={"n": seen}))
            except Stale:
                continue

    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(count_up) for _ in range(16)]
    assert all(job.result() is None for job in jobs)
    assert one() == {"n": 16}


def test_of_sixteen_claims_one_is_first(store, transact):
    def claim(n):
        try:
            transact(holding(A, by=n), holding((f"P#{n}", "S"), x=1))
        except Stale as stale:
            return stale.found[A]["by"]
        return n

    with ThreadPoolExecutor(16) as pool:
        told = set(pool.map(claim, range(16)))
    assert len(told) == 1
    assert len(store.get([(f"P#{n}", "S") for n in range(16)])) == 1


# -- raw bytes in memory --------------------------------------------------------------------------


@pytest.fixture
def raw():
    memory = Memory()
    memory.park("site/1", b"one", {"source": "site"})
    return memory


def test_parked_bytes_are_read_with_what_was_said_of_them(raw):
    raw.park("site/1", b"again", {"source": "site", "content-type": "x"})
    assert list(raw.parked()) == ["site/1"]
    assert raw.read("site/1") == (b"again", {"source": "site", "content-type": "x"})


def test_held_bytes_are_parked_no_more_and_may_be_held_twice(raw):
    for _ in range(2):
        raw.hold("site/1")
    assert (list(raw.parked()), raw.held("site/1")) == ([], b"one")


def test_kept_bytes_are_held_and_dropped_ones_gone(raw):
    raw.keep("site/2", b"two", {"content-type": "text/plain; charset=utf-8"})
    assert raw.find("held", "site/2") == (b"two", {"content-type": "text/plain; charset=utf-8"})
    for _ in range(2):
        raw.drop("site/1")
    assert (list(raw.parked()), raw.held("site/2")) == ([], b"two")
    for look in (raw.read, raw.held):
        with pytest.raises(Unavailable):
            look("site/1")


def test_held_bytes_are_found_before_they_are_moved_and_gone_once_forgotten(raw):
    assert raw.held("site/1") == b"one"
    raw.hold("site/1")
    for _ in range(2):
        raw.forget("site/1")
    assert raw.kept == {}


def test_memory_refuses_two_writes_of_one_item_in_a_transaction():
    """As DynamoDB does; DynamoDB Local does them one after the other."""
    store = Memory()
    with pytest.raises(ValueError, match="two writes of one item"):
        store.transact([Put(key=("A", "1"), item={"x": x}) for x in (1, 2)], deadline=0)
    assert store.get([("A", "1")]) == {}
