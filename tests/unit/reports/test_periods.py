"""Days in a time zone, checked against Python's own conversion."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfold.reports import periods
from leadfold.reports.periods import Period

ZONES = (
    "UTC",
    "Europe/Oslo",
    "Asia/Jerusalem",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
)
START, END = datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2027-01-01")


def local_of(moments, zone):
    lo, hi = min(moments), max(moments)
    values = ", ".join(f"(TIMESTAMP '{moment}')" for moment in moments)
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT {periods.local('t', lo, hi, zone)} FROM (VALUES {values}) v(t)"
        ).fetchall()
    return [row[0] for row in rows]


def expected(moment, zone):
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@settings(max_examples=40, deadline=None)
@given(
    moments=st.lists(st.datetimes(START, END), min_size=1, max_size=8),
    zone=st.sampled_from(ZONES),
)
def test_local_time_is_what_python_says(moments, zone):
    assert local_of(moments, zone) == [expected(moment, zone) for moment in moments]


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Europe/Oslo", "2026-03-29 00:59:59"),
        ("Europe/Oslo", "2026-03-29 01:00:00"),
        ("Europe/Oslo", "2026-10-25 00:59:59"),
        ("Europe/Oslo", "2026-10-25 01:00:00"),
        ("America/New_York", "2026-11-01 05:59:59"),
        ("America/New_York", "2026-11-01 06:00:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:00:00"),
        ("Pacific/Apia", "2011-12-30 10:00:00"),
    ],
)
def test_the_second_at_which_the_clock_changes(zone, utc):
    moment = datetime.fromisoformat(utc)
    around = [moment + timedelta(seconds=n) for n in (-1, 0, 1)] + [START, END]
    assert local_of(around, zone) == [expected(one, zone) for one in around]


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("UTC", "2026-03-29", "2026-03-29 00:00:00"),
        ("Europe/Oslo", "2026-03-29", "2026-03-28 23:00:00"),
        ("Europe/Oslo", "2026-03-30", "2026-03-29 22:00:00"),
        ("Europe/Oslo", "2026-10-26", "2026-10-25 23:00:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00:00"),  # no midnight that day
    ],
)
def test_when_a_local_day_begins(zone, day, begins):
    assert str(periods.midnight(date.fromisoformat(day), zone)) == begins


@pytest.mark.parametrize(
    ("day", "unit", "label"),
    [
        ("2026-03-29", "day", "2026-03-29"),
        ("2026-03-29", "month", "2026-03"),
        ("2026-01-01", "week", "2026-W01"),
        ("2027-01-03", "week", "2026-W53"),
    ],
)
def test_labels(day, unit, label):
    assert periods.label(date.fromisoformat(day), unit) == label


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("Europe/Oslo", True), ("Mars/Base", False), ("../etc", False), ("", False), ("a\0b", False)],
)
def test_names_of_zones(name, is_one):
    assert periods.is_zone(name) is is_one


def test_a_period_without_ends_is_everything():
    assert (Period().where("t"), Period().where_day("d")) == ("true", "true")
