"""Where an inquiry goes, who works a card, and by when."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.cards.routing import Route, RoutingInput, assignee, due, pick_owner, route
from leadfold.model import (
    Bucket,
    Condition,
    Lead,
    Owner,
    RoutingRule,
    Share,
    Source,
    WorkingHours,
)
from leadfold.store import items

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def hours(zone="Europe/Oslo", days=WEEKDAYS, *spans):
    return WorkingHours(time_zone=zone, days=dict.fromkeys(days, spans or (("08:00", "16:00"),)))


OSLO = hours()
LUNCH = hours("Europe/Oslo", WEEKDAYS, ("08:00", "11:30"), ("12:00", "16:00"))
ISRAEL = hours("Asia/Jerusalem", ("sun", "mon", "tue", "wed", "thu"), ("09:00", "17:00"))
SHIFT = hours("Europe/Oslo", WEEKDAYS, ("00:00", "02:00"), ("22:00", "24:00"))
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
    ("2026-11-23T21:30Z", 180, SHIFT, "2026-11-24T00:30Z"),
    ("2026-11-27T21:00Z", 120, SHIFT, "2026-11-27T23:00Z"),
    ("2026-11-27T21:00Z", 121, SHIFT, "2026-11-29T23:01Z"),
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


whole_minutes = st.integers(0, 800 * 24 * 60).map(lambda n: NOON + timedelta(minutes=n))


@given(whole_minutes, st.integers(0, 300), st.sampled_from([OSLO, LUNCH, ISRAEL, SHIFT, NIGHT]))
def test_the_minutes_until_work_is_due_are_its_minutes_of_working_time(start, length, worked):
    end = due(start, length, worked)
    minute = timedelta(minutes=1)
    passed = range(int((end - start) / minute))
    assert sum(is_open(start + n * minute, worked) for n in passed) == length
    assert not length or is_open(end - minute, worked)


def is_open(moment, worked):
    local = moment.astimezone(ZoneInfo(worked.time_zone))
    spans = worked.days.get(("mon", "tue", "wed", "thu", "fri", "sat", "sun")[local.weekday()], ())
    return any(opens <= f"{local:%H:%M}" < closes for opens, closes in spans)


# -- rules ----------------------------------------------------------------------------------------

SITE = Source(id="site", bucket="sales", owners=(Share(owner_id="ann"),), response_minutes=60)
LEAD = Lead(
    fields={"city": "Oslo", "message": "Our ROOF leaks"},
    attribution={"utm_campaign": "Spring Sale", "form_id": "77", "form": "Roof"},
    answers={"What roof?": "Slate", "When": ["now", "later"], "Area": 120, "Blank": None},
)


def enquiry(**changes):
    return RoutingInput(**({"source": "site", "lead": LEAD, "country": "NO"} | changes))


def condition(name, **values):
    """A condition as it is kept: names and values case-folded."""
    [rule] = items.routing_rules_of(
        {"rules": [{"when": {"fields": [{"field": name, **values}]}, "then": {}}]}
    )
    return RoutingRule(fields=rule.fields)


#: rule, inquiry, whether it holds
RULES = [
    (RoutingRule(), enquiry(), True),
    (RoutingRule(sources=("site",)), enquiry(), True),
    (RoutingRule(sources=("meta", "site")), enquiry(), True),
    (RoutingRule(sources=("meta",)), enquiry(), False),
    (RoutingRule(forms=("77",)), enquiry(), True),
    (RoutingRule(forms=("roof",)), enquiry(), True),
    (RoutingRule(forms=("78",)), enquiry(), False),
    (RoutingRule(countries=("NO", "SE")), enquiry(), True),
    (RoutingRule(countries=("SE",)), enquiry(), False),
    (RoutingRule(countries=("SE",)), enquiry(country=None), False),
    (RoutingRule(kind="new"), enquiry(), True),
    (RoutingRule(kind="repeat"), enquiry(), False),
    (RoutingRule(kind="repeat"), enquiry(kind="repeat"), True),
    (RoutingRule(card_status=("won", "lost")), enquiry(kind="repeat", card_status="won"), True),
    (RoutingRule(card_status=("won",)), enquiry(kind="repeat"), False),
    (condition("utm_campaign", equals="spring sale"), enquiry(), True),
    (condition("UTM_Campaign", contains="SALE"), enquiry(), True),
    (condition("utm_campaign", equals="sale"), enquiry(), False),
    (condition("city", **{"in": ["Bergen", "OSLO"]}), enquiry(), True),
    (condition("city", **{"in": ["Bergen"]}), enquiry(), False),
    (condition("message", contains="roof"), enquiry(), True),
    (condition("what roof?", equals="slate"), enquiry(), True),
    (condition("when", contains="later"), enquiry(), True),
    (condition("area", equals="120"), enquiry(), True),
    (condition("blank", equals="none"), enquiry(), False),
    (condition("unheard of", contains="x"), enquiry(), False),
    (RoutingRule(sources=("site",), countries=("SE",)), enquiry(), False),
    (replace(condition("city", equals="Oslo"), kind="repeat"), enquiry(), False),
]


@pytest.mark.parametrize(("rule", "asked", "holds"), RULES)
def test_a_rule_holds_where_all_that_it_says_does(rule, asked, holds):
    routed = route([replace(rule, bucket="roofs", name="r")], SITE, asked)
    assert (routed.bucket, routed.rule) == (("roofs", "r") if holds else ("sales", None))


def test_the_first_rule_that_holds_counts_and_the_source_fills_what_it_leaves_out():
    rules = [
        RoutingRule(kind="repeat", bucket="again"),
        RoutingRule(owner_id="bob", tags=("hot",)),
        RoutingRule(bucket="never", name="never", response_minutes=5),
    ]
    routed = route(rules, SITE, enquiry())
    assert routed == Route(
        rule="2",
        bucket="sales",
        owner_id="bob",
        owners=SITE.owners,
        tags=("hot",),
        response_minutes=60,
    )
    assert routed.owner_of("card_1") == "bob"
    assert route(rules[2:], SITE, enquiry()).response_minutes == 5
    assert route([], SITE, enquiry()).owner_of("card_1") == "ann"


def test_a_rule_spreads_its_cards_by_weight():
    rule = RoutingRule(spread=(Share(owner_id="bob", weight=3), Share(owner_id="eve")))
    routed = route([rule], SITE, enquiry())
    counts = Counter(routed.owner_of(f"card_{n}") for n in range(4000))
    assert set(counts) == {"bob", "eve"}
    assert 0.72 < counts["bob"] / 4000 < 0.78


texts = st.text(max_size=5)
rules = st.builds(
    RoutingRule,
    sources=st.lists(st.sampled_from(["site", "meta"]), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(["NO", "SE"]), max_size=1).map(tuple),
    kind=st.sampled_from([None, "new", "repeat"]),
    fields=st.lists(
        st.builds(Condition, name=st.sampled_from(["city", "x"]), contains=st.tuples(texts)),
        max_size=1,
    ).map(tuple),
    bucket=st.sampled_from([None, "roofs"]),
    tags=st.lists(st.sampled_from(["a", "b"]), max_size=1).map(tuple),
)


@given(st.lists(rules, max_size=5), st.dictionaries(st.sampled_from(["city", "x"]), texts))
def test_routing_is_that_of_the_first_rule_which_would_be_met_alone(given_rules, fields):
    asked = enquiry(lead=Lead(fields=fields))
    routed = route(given_rules, SITE, asked)
    assert routed == route(given_rules, SITE, asked)
    met = [rule for rule in given_rules if route([rule], SITE, asked).rule]
    first = route(met[:1], SITE, asked)
    assert (routed.bucket, routed.tags) == (first.bucket, first.tags)
    assert bool(routed.rule) == bool(met)


# -- spread ---------------------------------------------------------------------------------------

SHARES = (Share(owner_id="ann", weight=3), Share(owner_id="bob"), Share(owner_id="no", weight=0))


@given(st.text())
def test_a_card_has_the_same_owner_on_every_retry(card_id):
    assert pick_owner(SHARES, card_id) == pick_owner(SHARES, card_id) in {"ann", "bob"}


def test_cards_are_spread_by_weight():
    counts = Counter(pick_owner(SHARES, f"card_{n}") for n in range(4000))
    assert 0.72 < counts["ann"] / 4000 < 0.78
    assert counts["no"] == 0


@pytest.mark.parametrize("shares", [(), (Share(owner_id="ann", weight=0),)])
def test_without_shares_nobody_owns_a_card(shares):
    assert pick_owner(shares, "card_1") is None


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
    assert assignee(owner, bucket, OWNERS.get, NOON) == expected
