"""Who works a card, and by when."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.cards.routing import due, spread, worker
from leadfold.model import Bucket, Owner, Share, WorkingHours

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def hours(zone="Europe/Oslo", days=WEEKDAYS, *spans):
    return WorkingHours(time_zone=zone, days=dict.fromkeys(days, spans or (("08:00", "16:00"),)))


OSLO = hours()
LUNCH = hours("Europe/Oslo", WEEKDAYS, ("08:00", "11:30"), ("12:00", "16:00"))
ISRAEL = hours("Asia/Jerusalem", ("sun", "mon", "tue", "wed", "thu"), ("09:00", "17:00"))
NIGHT = hours("Europe/Oslo", ("sat", "sun"), ("00:00", "06:00"))

#: begun, minutes, hours, due. In 2026 Oslo's clocks change on 29 March and 25 October.
DUE = [
    ("2026-11-23T09:00Z", 60, None, "2026-11-23T10:00Z"),
    ("2026-11-21T23:00Z", 60, WorkingHours(days={}), "2026-11-22T00:00Z"),
    ("2026-11-21T23:00Z", 60, WorkingHours(days={"mon": ()}), "2026-11-22T00:00Z"),
    ("2026-11-23T09:00Z", 60, OSLO, "2026-11-23T10:00Z"),
    ("2026-11-23T05:00Z", 60, OSLO, "2026-11-23T08:00Z"),
    ("2026-11-23T14:30Z", 60, OSLO, "2026-11-24T07:30Z"),
    ("2026-11-23T14:00Z", 60, OSLO, "2026-11-23T15:00Z"),
    ("2026-11-23T15:00Z", 0, OSLO, "2026-11-24T07:00Z"),
    ("2026-11-27T15:00Z", 60, OSLO, "2026-11-30T08:00Z"),
    ("2026-11-28T12:00Z", 60, OSLO, "2026-11-30T08:00Z"),
    ("2026-11-23T10:00Z", 60, LUNCH, "2026-11-23T11:30Z"),
    ("2026-11-23T10:45Z", 30, LUNCH, "2026-11-23T11:30Z"),
    ("2026-11-27T06:00Z", 60, ISRAEL, "2026-11-29T08:00Z"),
    ("2026-11-23T07:00Z", 8 * 60 * 5, OSLO, "2026-11-27T15:00Z"),
    ("2026-11-23T07:00Z", 8 * 60 * 5 + 1, OSLO, "2026-11-30T07:01Z"),
    ("2026-03-27T14:00Z", 120, OSLO, "2026-03-30T07:00Z"),
    ("2026-10-23T13:00Z", 120, OSLO, "2026-10-26T08:00Z"),
    ("2026-03-28T22:00Z", 6 * 60, NIGHT, "2026-04-03T23:00Z"),
    ("2026-10-24T22:00Z", 7 * 60, NIGHT, "2026-10-25T05:00Z"),
]


@pytest.mark.parametrize(("start", "minutes", "worked", "expected"), DUE)
def test_work_is_due_after_its_minutes_of_working_time(start, minutes, worked, expected):
    assert due(datetime.fromisoformat(start), minutes, worked) == datetime.fromisoformat(expected)


def test_hours_that_can_never_hold_the_work_do_not_put_it_off_for_ever():
    short = hours("UTC", ("mon",), ("08:00", "08:01"))
    assert due(NOON, 600, short) == NOON + timedelta(minutes=600)


starts = st.timedeltas(timedelta(0), timedelta(days=800)).map(NOON.__add__)
minutes = st.integers(0, 3000)


@given(starts, minutes, st.sampled_from([None, OSLO, LUNCH, ISRAEL]))
def test_work_is_never_due_before_its_minutes_are_over(start, length, worked):
    assert due(start, length, worked) >= start + timedelta(minutes=length)


@given(starts, minutes, minutes, st.sampled_from([None, OSLO, LUNCH, ISRAEL]))
def test_more_work_is_due_later(start, one, other, worked):
    less, more = sorted((one, other))
    assert due(start, less, worked) <= due(start, more, worked)


@given(starts, starts, minutes, st.sampled_from([None, OSLO, LUNCH, ISRAEL]))
def test_work_begun_later_is_due_later(one, other, length, worked):
    early, late = sorted((one, other))
    assert due(early, length, worked) <= due(late, length, worked)


# -- spread ---------------------------------------------------------------------------------------

SHARES = (Share(owner_id="ann", weight=3), Share(owner_id="bob"), Share(owner_id="no", weight=0))


@given(st.text())
def test_a_card_has_the_same_owner_on_every_retry(card_id):
    assert spread(SHARES, card_id) == spread(SHARES, card_id) in {"ann", "bob"}


def test_cards_are_spread_by_weight():
    counts = Counter(spread(SHARES, f"card_{n}") for n in range(4000))
    assert 0.72 < counts["ann"] / 4000 < 0.78
    assert counts["no"] == 0


@pytest.mark.parametrize("shares", [(), (Share(owner_id="ann", weight=0),)])
def test_without_shares_nobody_owns_a_card(shares):
    assert spread(shares, "card_1") is None


# -- worker ---------------------------------------------------------------------------------------

OWNERS = {
    "ann": Owner(id="ann", name="Ann"),
    "bob": Owner(id="bob", name="Bob"),
    "gone": Owner(id="gone", name="Gone", active=False),
    "away": Owner(id="away", name="Away", away_until=NOON + timedelta(days=1)),
    "back": Owner(id="back", name="Back", away_until=NOON),
}


@pytest.mark.parametrize(
    ("owner", "default", "expected"),
    [
        ("ann", "bob", "ann"),
        ("gone", "bob", "bob"),
        ("away", "bob", "bob"),
        ("back", "bob", "back"),
        ("stranger", "bob", "bob"),
        (None, "bob", "bob"),
        ("away", "gone", None),
        ("away", None, None),
        (None, None, None),
    ],
)
def test_a_task_goes_to_who_is_there(owner, default, expected):
    bucket = Bucket(id="sales", name="Sales", default_owner=default) if default else None
    assert worker(owner, bucket, OWNERS.get, NOON) == expected
