"""The lake: the last writing of each fact, folded files, crashes between."""

import json
import re
import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfold.reports import attribution, compaction, facts, schema
from leadfold.reports.attribution import Query
from leadfold.reports.lake import Lake
from leadfold.reports.objects import Folder
from leadfold.reports.rebuild import rebuild
from leadfold.sources.attribution import GROUPED_BY
from tests.unit.reports.lakes import inquiry, lake_of, put, spend, won

TODAY = date(2026, 12, 2)


def received(lake):
    report = attribution.report(lake, Query(group_by=("campaign",)))
    return {row["campaign"]: row["received"] for row in report.rows}


def read(folder):
    lake = Lake(Folder(folder))
    lake.refresh()
    return lake


def compact(folder, today=TODAY):
    return compaction.compact(Folder(folder), today, until=time.monotonic() + 60)


def names(folder):
    """Return the names of the files, those of the lake without their digests."""
    listed = [name for name, _ in Folder(folder).names("")]
    return [re.sub(r"-[0-9a-f]{16}\.parquet$", ".parquet", name) for name in listed]


def test_of_one_fact_written_twice_the_later_counts(tmp_path):
    late = inquiry("inq_1", campaign="Winter", written_at="2026-11-21T00:00:00+00:00")
    assert received(lake_of(tmp_path, late, inquiry("inq_1"))) == {"Winter": 1}


def test_a_lake_that_is_read_already_takes_in_what_comes(tmp_path):
    lake = lake_of(tmp_path, inquiry("inq_1"))
    assert received(lake) == {"Autumn": 1}
    put(tmp_path, inquiry("inq_2"), inquiry("inq_1", written_at="2026-11-21T00:00:00+00:00"))
    lake.refresh()
    assert received(lake) == {"Autumn": 2}


def test_days_and_closed_months_become_a_file_each(tmp_path):
    for day in ("2026-10-30", "2026-10-31", "2026-12-01", "2026-12-02"):
        put(tmp_path, inquiry(f"inq_{day}"), day=day)
    assert compact(tmp_path) == {"days": 4, "months": 1}
    folded = [
        "lake/month=2026-10/2026-10.parquet",
        "lake/month=2026-12/2026-12-01.parquet",
        "lake/month=2026-12/2026-12-02.parquet",
    ]
    assert names(tmp_path) == folded
    assert received(read(tmp_path)) == {"Autumn": 4}
    assert compact(tmp_path) == {"days": 0, "months": 0}


def test_what_is_written_today_is_folded_into_the_day_again_and_again(tmp_path):
    lake = Lake(Folder(tmp_path))
    for n in range(3):
        put(tmp_path, inquiry(f"inq_{n}"), inquiry("inq_0"), day="2026-12-02")
        compact(tmp_path)
        assert names(tmp_path) == ["lake/month=2026-12/2026-12-02.parquet"]
        lake.refresh()
        assert received(lake) == received(read(tmp_path)) == {"Autumn": n + 1}


def test_what_comes_late_for_a_folded_month_is_folded_into_it(tmp_path):
    put(tmp_path, inquiry("inq_1"), day="2026-10-30")
    compact(tmp_path)
    put(tmp_path, inquiry("inq_2"), day="2026-10-30")
    assert received(read(tmp_path)) == {"Autumn": 2}
    compact(tmp_path)
    assert names(tmp_path) == ["lake/month=2026-10/2026-10.parquet"]
    assert received(read(tmp_path)) == {"Autumn": 2}


def test_two_workers_that_fold_at_once_lose_nothing(tmp_path):
    """The second lists and reads before the first writes, and is later with everything."""
    put(tmp_path, inquiry("inq_1"), day="2026-12-01")

    class Slow(Folder):
        def put(self, name, body):
            put(tmp_path, inquiry("inq_2"), day="2026-12-01")
            compact(tmp_path)
            super().put(name, body)

    compaction.compact(Slow(tmp_path), TODAY, until=time.monotonic() + 60)
    assert received(read(tmp_path)) == {"Autumn": 2}
    compact(tmp_path)
    assert names(tmp_path) == ["lake/month=2026-12/2026-12-01.parquet"]
    assert received(read(tmp_path)) == {"Autumn": 2}


class Crash(Exception):
    pass


class Crashing(Folder):
    """A folder whose worker dies at its n-th write or deletion."""

    def __init__(self, root, steps):
        super().__init__(root)
        self.steps = steps

    def _step(self):
        self.steps -= 1
        if self.steps < 0:
            raise Crash

    def put(self, name, body):
        self._step()
        super().put(name, body)

    def delete(self, name):
        self._step()
        super().delete(name)


@pytest.mark.parametrize("steps", range(12))
def test_a_fold_that_dies_anywhere_changes_no_figure_and_is_finished_later(tmp_path, steps):
    for n, day in enumerate(("2026-10-29", "2026-10-29", "2026-10-30", "2026-10-31")):
        put(tmp_path, inquiry(f"inq_{n}"), won(f"log_{n}"), spend(f"s_{n}"), day=day)
    before = attribution.report(read(tmp_path), Query()).rows
    with suppress(Crash):
        compaction.compact(Crashing(tmp_path, steps), TODAY, until=time.monotonic() + 60)
    assert attribution.report(read(tmp_path), Query()).rows == before
    compact(tmp_path)
    assert attribution.report(read(tmp_path), Query()).rows == before
    assert names(tmp_path) == ["lake/month=2026-10/2026-10.parquet"]


def test_the_same_facts_make_the_same_bytes(tmp_path):
    bodies = []
    for order in ((1, 2, 3), (3, 1, 2)):
        folder = tmp_path / str(order)
        for n in order:
            put(folder, inquiry(f"inq_{n}"), inquiry("inq_0", campaign=str(n)), day="2026-12-01")
        compact(folder)
        bodies.append([name for name, _ in Folder(folder).names("lake/")])
    assert bodies[0] == bodies[1]


def test_a_run_out_of_time_leaves_the_rest_to_the_next(tmp_path):
    put(tmp_path, inquiry("inq_1"), day="2026-12-01")
    assert compaction.compact(Folder(tmp_path), TODAY, until=0) == {"days": 0, "months": 0}


class Remote:
    """A lake that has to be fetched, and is folded while it is being read."""

    def __init__(self, folder):
        self.folder = Folder(folder)
        self.fold = True

    def names(self, prefix):
        return self.folder.names(prefix)

    def get(self, name):
        if self.fold:
            self.fold = False
            compact(self.folder.root)
        return self.folder.get(name)


def test_a_fold_between_listing_and_reading_loses_nothing(tmp_path):
    put(tmp_path, inquiry("inq_1"), day="2026-10-30")
    put(tmp_path, inquiry("inq_2"), day="2026-12-02")
    lake = Lake(Remote(tmp_path))
    lake.refresh()
    assert received(lake) == {"Autumn": 2}


def test_a_worker_keeps_no_copy_of_files_that_were_folded(tmp_path):
    lake = Lake(Remote(tmp_path))
    for n in range(3):
        put(tmp_path, inquiry(f"inq_{n}"), day="2026-12-02")
        lake.refresh()
        compact(tmp_path)
        lake.refresh()
        assert received(lake) == {"Autumn": n + 1}
        assert len([path for path in lake._scratch.rglob("*") if path.is_file()]) == 1


def test_lines_that_are_no_facts_end_no_report(tmp_path):
    Folder(tmp_path).put("facts/2026-12-02/x.jsonl", b'{"fact": "inquiry"}\nnot json\n[]\n{}\n')
    Folder(tmp_path).put("facts/readme.txt", b"x")
    assert received(lake_of(tmp_path, inquiry("inq_1"))) == {"Autumn": 1}


def test_a_column_that_is_younger_than_a_file_is_empty_there(tmp_path, monkeypatch):
    put(tmp_path, inquiry("inq_1", country="NO"), day="2026-12-01")
    with monkeypatch.context() as patch:
        younger = {n: kind for n, kind in schema.COLUMNS.items() if n != "country"}
        patch.setattr(schema, "COLUMNS", younger)
        compact(tmp_path)
    report = attribution.report(read(tmp_path), Query(group_by=("country",)))
    assert [(row["country"], row["received"]) for row in report.rows] == [("(none)", 1)]


def test_facts_are_rebuilt_from_items_and_what_is_newer_stays(tmp_path):
    began = datetime(2026, 12, 2, 10, tzinfo=UTC)
    newer = inquiry("inq_1", campaign="Newer", written_at="2026-12-02T10:00:01+00:00")
    put(tmp_path, newer, inquiry("inq_2", campaign="Older"), day="2026-12-02")
    item = {
        "sk": "INQ#x",
        "fields": "{}",
        "attribution": '{"platform": "meta", "campaign_id": "%s", "campaign": "Table"}',
        "platform": "meta",
        "date": "2026-11-02T10:00:00Z",
        "kind": "first",
        "card_id": "card_1",
        "source": "s",
    }
    items = [item | {"id": f"inq_{n}", "attribution": item["attribution"] % n} for n in (1, 2)]
    assert rebuild([*items, {"sk": "CARD"}], Folder(tmp_path), began) == 2
    assert received(read(tmp_path)) == {"Newer": 1, "Table": 1}


ITEM = {
    "sk": "",
    "id": "x",
    "delivery_id": "d",
    "attribution": "{}",
    "fields": "{}",
    "data": "{}",
    "written_at": "t",
}


@pytest.mark.parametrize(
    ("names", "sort_key", "kind"),
    [
        (facts._TASK, "TASK", ""),
        (facts._QUARANTINE, "QUARANTINE", ""),
        (facts._REPLAY, "REPLAY", ""),
        (facts._MERGE, "MERGE", ""),
        (GROUPED_BY, "INQ#1", ""),
        ((), "LOG#1", "contact"),
        ((), "LOG#1", "stage"),
    ],
)
def test_the_lake_has_a_column_for_whatever_a_fact_tells(names, sort_key, kind):
    told = dict.fromkeys(names, "x")
    logged = dict.fromkeys(facts._LOGGED.get(kind, ()), "x")
    if kind == "stage":
        logged |= {"value": {"amount": "1", "currency": "NOK"}}
    item = {**ITEM, **told, "sk": sort_key, "kind": kind}
    one = facts.fact(item | {"attribution": json.dumps(told), "data": json.dumps(logged)})
    assert {*one} - {"fact"} <= {*schema.KINDS[one["fact"]], *schema.COMMON}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 59), st.integers(0, 4)), max_size=12))
def test_however_facts_lie_in_files_the_last_writing_counts(tmp_path_factory, writings):
    folder = tmp_path_factory.mktemp("lake")
    last = {}
    lake = Lake(Folder(folder))
    for number, (ident, second, day) in enumerate(writings):
        at = f"2026-11-2{day}T00:00:{second:02d}.{number:06d}+00:00"
        put(
            folder,
            inquiry(f"inq_{ident}", campaign_id=str(number), campaign=str(number), written_at=at),
            day=f"2026-11-2{day}",
        )
        last[ident] = max(last.get(ident, ("", "")), (at, str(number)))
        if number % 4 == 1:
            compact(folder, date(2026, 11, 23))
        if number % 3 == 1:
            lake.refresh()
            received(lake)
    lake.refresh()
    assert received(lake) == {number: 1 for _, number in last.values()}
