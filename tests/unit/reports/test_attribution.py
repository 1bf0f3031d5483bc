"""What the ads brought, against a recount in plain Python and by example."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfold.reports import attribution
from leadfold.reports.attribution import BASES, MODELS, Query
from leadfold.reports.lake import Lake
from leadfold.reports.objects import Folder
from leadfold.reports.periods import Period
from tests.unit.reports.lakes import fact, inquiry, lake_of, spend, won
from tests.unit.reports.recount import Recount, figures, near, recounted, total

FIRST = datetime(2026, 3, 20, tzinfo=UTC)
CARDS = ("card_1", "card_2", "card_3", "card_4")


def times():
    """Minutes over three weeks about the change to summer time; few, so that some are equal."""
    quarters = st.integers(0, 21 * 96)
    return quarters.map(
        lambda n: (FIRST + timedelta(minutes=15 * n)).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def written():
    return times().map(lambda at: at.replace("Z", ".5+00:00"))


@st.composite
def campaigns(draw):
    ident = draw(st.sampled_from(["1", "2", None]))
    name = draw(st.sampled_from(["Autumn", "Winter", "=1+1", None]))
    found = {"platform": draw(st.sampled_from(["meta", "google"]))}
    return found | {n: v for n, v in (("campaign_id", ident), ("campaign", name)) if v}


@st.composite
def histories(draw):
    """Facts of a few weeks: asked, called, sold, merged and undone, erased, held, paid."""
    card = st.sampled_from(CARDS)
    facts = []
    for n in range(draw(st.integers(0, 9))):
        plain = {
            "card": draw(card),
            "date": draw(times()),
            "kind": draw(st.sampled_from(["first", "repeat"])),
            "new_card": draw(st.booleans()),
            "source": draw(st.sampled_from(["site", "meta-main"])),
            "country": draw(st.sampled_from(["NO", "IL"])),
            "campaign_id": None,
            "campaign": None,
        }
        asked = inquiry(f"inq_{n}", **plain | draw(campaigns()))
        facts.append(asked)
        if draw(st.integers(0, 5)) == 0:  # erased, or told by two messages
            facts.append(asked | {"written_at": "2026-11-21T00:00:00+00:00"})
    for n in range(draw(st.integers(0, 8))):
        outcome = draw(st.sampled_from(["reached", "wrong_number", "no_answer"]))
        facts.append(
            fact("contact", f"log_c{n}", card_id=draw(card), at=draw(times()), outcome=outcome)
        )
    for n in range(draw(st.integers(0, 6))):
        stage = won(
            f"log_s{n}",
            card=draw(card),
            at=draw(times()),
            amount=draw(st.sampled_from(["100.00", "0.01", "33.33", "7.12345", "-20.00"])),
            currency=draw(st.sampled_from(["NOK", "EUR"])),
        )
        facts.append(
            stage
            | draw(
                st.sampled_from([{}, {"stage": "qualified"}, {"amount": None, "currency": None}])
            )
        )
    for n in range(draw(st.integers(0, 3))):
        into, merged = draw(st.permutations(CARDS))[:2]
        merge = fact(
            "merge", f"merge_{n}", into=into, merged=merged, at=draw(times()), state="done"
        )
        facts.append(merge)
        if draw(st.booleans()):
            facts.append(merge | {"state": "undone", "written_at": "2026-11-21T00:00:00+00:00"})
    for n in range(draw(st.integers(0, 3))):
        entry = {"source": "site", "received_at": draw(times()), "code": "no_identity"}
        status = draw(st.sampled_from(["open", "released", "discarded"]))
        told = {"inquiry_id": "inq_0"} if status == "released" else {}
        facts.append(fact("quarantine", f"qua_{n}", status=status, **entry, **told))
    for n in range(draw(st.integers(0, 3))):
        of = draw(st.sampled_from(["inq_0", "inq_1", "qua_0", "qua_1", "dlv_9"]))
        told = {"replays": draw(st.integers(1, 3)), "is_test": draw(st.booleans())}
        facts.append(
            fact("replay", f"dlv_{n}", source="site", of=of, last_at=draw(times()), **told)
        )
    for n in range(draw(st.integers(0, 6))):
        paid = {
            "day": draw(times())[:10],
            "amount": draw(st.sampled_from(["10.00", "0.01", "99.99", "1.234567"])),
            "currency": draw(st.sampled_from(["NOK", "EUR"])),
            "written_at": draw(st.sampled_from(["2026-11-01", "2026-11-02"])) + "T00:00:00+00:00",
        }
        facts.append(fact("spend", f"spend_{n}", **paid, **draw(campaigns())))
    return facts


@st.composite
def queries(draw):
    names = ("platform", "campaign", "source", "country", "day", "week", "month")
    days = st.none() | st.dates(date(2026, 3, 22), date(2026, 4, 8))
    zones = ("UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
    return Query(
        period=Period(start=draw(days), end=draw(days), zone=draw(st.sampled_from(zones))),
        group_by=tuple(draw(st.lists(st.sampled_from(names), unique=True, max_size=3))),
        model=draw(st.sampled_from(MODELS)),
        date_basis=draw(st.sampled_from(BASES)),
        lookback_days=draw(st.sampled_from([None, 0, 3, 90])),
    )


def report_of(facts, query):
    with tempfile.TemporaryDirectory() as folder:
        return attribution.report(lake_of(Path(folder), *facts), query)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=histories(), query=queries())
def test_every_figure_is_what_a_recount_finds(facts, query):
    report = report_of(facts, query)
    found, expected = figures(report, query.group_by), recounted(facts, query)
    parted = query.model == "linear" or {"source", "country"} & {*query.group_by}
    if not parted:
        assert found == expected
    else:
        assert near(found, expected, outcomes=10)
    if query.period.start is None and query.period.end is None:
        assert total(found) == total(expected)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=histories(), query=queries(), model=st.sampled_from(MODELS))
def test_credits_of_every_model_add_up(facts, query, model):
    query = replace(query, model=model, period=Period(zone=query.period.zone), lookback_days=None)
    found = total(figures(report_of(facts, query), query.group_by))
    sales = [one for one in facts if one["fact"] == "stage" and one["stage"] == "won"]
    each = Recount(facts, query).rows.values()
    inquiries = sum(row["won"] for row in each)
    assert found.get("won", 0) == (inquiries if model == "each_inquiry" else len(sales))
    for currency in ("NOK", "EUR") if model != "each_inquiry" else ():
        worth = [
            Fraction(sale["amount"])
            for sale in sales
            if sale["amount"] and sale["currency"] == currency
        ]
        assert found.get(f"value {currency}", 0) == sum(worth)
    received = {one["id"] for one in facts if one["fact"] == "inquiry"}
    held = [one for one in facts if one["fact"] == "quarantine" and one["status"] != "released"]
    assert found.get("received", 0) == len(received) + len(held)


# -- by example -----------------------------------------------------------------------------------


def rows(folder, *facts, **query):
    return attribution.report(lake_of(folder, *facts), Query(**query)).rows


def by(found, name, figure):
    return {row[name]: row[figure] for row in found if row[figure]}


TWO = (
    inquiry("inq_1", date="2026-11-01T10:00:00Z", campaign_id="1", campaign="Autumn"),
    inquiry("inq_2", date="2026-11-03T10:00:00Z", campaign_id="2", campaign="Winter"),
)


@pytest.mark.parametrize(
    ("model", "won_by", "value"),
    [
        ("first_touch", {"Autumn": 1}, {"Autumn": Decimal("99.99")}),
        ("last_touch", {"Winter": 1}, {"Winter": Decimal("99.99")}),
        (
            "each_inquiry",
            {"Autumn": 1, "Winter": 1},
            {"Autumn": Decimal("99.99"), "Winter": Decimal("99.99")},
        ),
        (
            "linear",
            {"Autumn": Decimal("0.5"), "Winter": Decimal("0.5")},
            {"Autumn": Decimal("49.99"), "Winter": Decimal("50.00")},
        ),
    ],
)
def test_the_models(tmp_path, model, won_by, value):
    found = rows(tmp_path, *TWO, won("log_1", amount="99.99"), group_by=("campaign",), model=model)
    assert (by(found, "campaign", "won"), by(found, "campaign", "value")) == (won_by, value)


@pytest.mark.parametrize(
    ("days", "campaign"), [(None, "Autumn"), (4, "Autumn"), (3, "Winter"), (1, "(none)")]
)
def test_the_look_back_ends_a_journey(tmp_path, days, campaign):
    found = rows(
        tmp_path,
        *TWO,
        won("log_1", at="2026-11-05T10:00:00Z"),
        group_by=("campaign",),
        model="first_touch",
        lookback_days=days,
    )
    assert by(found, "campaign", "won") == {campaign: 1}


@pytest.mark.parametrize(("basis", "month"), [("inquiry", "2026-10"), ("outcome", "2026-11")])
def test_outcomes_count_when_they_were_asked_for_or_when_they_came(tmp_path, basis, month):
    asked = inquiry("inq_1", date="2026-10-31T22:59:59Z")
    found = rows(
        tmp_path,
        asked,
        won("log_1"),
        group_by=("month",),
        date_basis=basis,
        period=Period(zone="Europe/Oslo"),
    )
    assert by(found, "month", "won") == {month: 1}


def test_the_month_is_the_local_one(tmp_path):
    asked = inquiry("inq_1", date="2026-10-31T23:00:00Z")
    found = rows(tmp_path, asked, group_by=("month",), period=Period(zone="Europe/Oslo"))
    assert by(found, "month", "received") == {"2026-11": 1}


MERGE = fact("merge", "merge_1", into="card_1", merged="card_2", state="done")
UNDONE = MERGE | {"state": "undone", "written_at": "2026-11-21T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("merges", "campaign"), [((), "(none)"), ((MERGE,), "Autumn"), ((MERGE, UNDONE), "(none)")]
)
def test_a_merge_counts_while_it_stands(tmp_path, merges, campaign):
    sold = won("log_1", card="card_2")
    found = rows(tmp_path, inquiry("inq_1"), sold, *merges, group_by=("campaign",))
    assert by(found, "campaign", "won") == {campaign: 1}
    assert by(found, "campaign", "new_cards") == {"Autumn": 1}


def test_a_campaign_is_its_id_and_goes_by_its_latest_name(tmp_path):
    found = rows(
        tmp_path,
        inquiry("inq_1", campaign="Autumn"),
        inquiry("inq_2", campaign="Autumn sale", date="2026-11-09T10:00:00Z"),
        inquiry("inq_3", campaign_id=None, campaign="Autumn"),
        inquiry("inq_4", campaign_id=None, campaign=None),
        inquiry("inq_5", campaign_id="7", campaign=None),
        group_by=("campaign",),
    )
    assert by(found, "campaign", "received") == {"Autumn sale": 3, "7": 1, "(none)": 1}


def test_the_same_id_on_two_platforms_is_two_campaigns(tmp_path):
    google = inquiry("inq_2", platform="google", campaign="Search")
    found = rows(tmp_path, inquiry("inq_1"), google, group_by=("campaign",))
    assert by(found, "campaign", "received") == {"Autumn": 1, "Search": 1}


def test_currencies_stay_apart_and_counts_stand_once(tmp_path):
    found = rows(
        tmp_path,
        inquiry("inq_1"),
        won("log_1", amount="10.00", currency="EUR"),
        won("log_2", amount="20.00"),
        spend("spend_1", amount="5.00"),
        group_by=("campaign",),
    )
    told = [(r["currency"], r["received"], r["won"], r["value"], r["spend"]) for r in found]
    assert told == [
        ("NOK", 1, 1, Decimal("20.00"), Decimal("5.00")),
        ("EUR", 0, 1, Decimal("10.00"), Decimal("0.00")),
    ]


def test_costs(tmp_path):
    found = rows(
        tmp_path,
        inquiry("inq_1"),
        inquiry("inq_2", "card_2"),
        inquiry("inq_3", "card_2", kind="repeat", new_card=False),
        won("log_1"),
        spend("spend_1", amount="25.01"),
        group_by=("campaign",),
    )
    assert (found[0]["cost_per_new_card"], found[0]["cost_per_won"]) == (
        Decimal("12.50"),
        Decimal("25.01"),
    )


def test_what_a_campaign_cost_is_parted_among_the_sources_that_it_brought(tmp_path):
    found = rows(
        tmp_path,
        inquiry("inq_1", source="a"),
        inquiry("inq_2", source="a"),
        inquiry("inq_3", source="b"),
        spend("spend_1", amount="10.00"),
        spend("spend_2", amount="1.00", day="2026-11-08"),
        group_by=("source",),
    )
    assert by(found, "source", "spend") == {
        "a": Decimal("6.66"),
        "b": Decimal("3.34"),
        "(none)": Decimal("1.00"),
    }


def test_calling_twice_after_one_inquiry_reaches_one(tmp_path):
    calls = [
        fact("contact", f"log_{n}", card_id="card_1", at=at, outcome="reached")
        for n, at in enumerate(
            ("2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z", "2026-11-04T10:00:00Z")
        )
    ]
    assert by(rows(tmp_path, *TWO, *calls, group_by=("campaign",)), "campaign", "reached") == {
        "Autumn": 1,
        "Winter": 1,
    }


def test_an_erased_inquiry_stays_an_inquiry(tmp_path):
    asked = inquiry("inq_1")
    names = ("campaign_id", "campaign")
    erased = {name: value for name, value in asked.items() if name not in names}
    later = erased | {"written_at": "2026-11-21T00:00:00+00:00"}
    assert by(rows(tmp_path, asked, later, group_by=("campaign",)), "campaign", "received") == {
        "(none)": 1
    }


NASTY = ("<script>alert(1)</script>", "'; DROP TABLE inquiry; --", '=HYPERLINK("x")', "a\nb", "💥")


@pytest.mark.parametrize("name", NASTY)
def test_a_campaign_may_be_called_anything(tmp_path, name):
    lake = lake_of(tmp_path, inquiry("inq_1", campaign_id=None, campaign=name))
    query = Query(group_by=("campaign",))
    assert by(attribution.report(lake, query).rows, "campaign", "received") == {name: 1}
    assert attribution.drill(lake, query, {"campaign": name}) == (1, ["inq_1"])


def test_a_row_leads_to_its_inquiries(tmp_path):
    lake = lake_of(
        tmp_path, *TWO, inquiry("inq_3", campaign="Autumn 2026", date="2026-11-09T10:00:00Z")
    )
    query = Query(group_by=("campaign", "month"))
    group = {"campaign_id": "1", "campaign": "Autumn 2026", "month": "2026-11"}
    assert attribution.drill(lake, query, group) == (2, ["inq_3", "inq_1"])
    assert attribution.drill(lake, query, group, limit=1) == (2, ["inq_3"])
    assert attribution.drill(lake, query, group | {"month": "2026-10"}) == (0, [])
    assert attribution.drill(lake, Query(group_by=()), {})[0] == 3


def test_models_side_by_side(tmp_path):
    lake = lake_of(tmp_path, *TWO, won("log_1"))
    found = attribution.comparison(lake, Query(group_by=("campaign",)))
    told = {
        row["campaign"]: (row["won_first_touch"], row["won_last_touch"])
        for row in found.rows
        if row["currency"]
    }
    assert told["Autumn"][0] == 1
    assert told["Winter"][1] == 1


def test_a_week_beside_the_week_before(tmp_path):
    lake = lake_of(
        tmp_path,
        inquiry("inq_1", date="2026-11-01T10:00:00Z"),
        inquiry("inq_2", date="2026-11-08T10:00:00Z"),
        inquiry("inq_3", date="2026-11-14T10:00:00Z"),
        inquiry("inq_4", date="2026-11-15T10:00:00Z"),
    )
    [row] = attribution.changes(lake, Query(group_by=("campaign",)), date(2026, 11, 15)).rows
    assert (row["received"], row["received_before"], row["received_change"]) == (2, 1, 1.0)


def test_weeks_with_different_money_stand_in_one_row_for_each_currency(tmp_path):
    lake = lake_of(
        tmp_path,
        inquiry("inq_1", date="2026-11-01T10:00:00Z"),
        inquiry("inq_2", date="2026-11-02T10:00:00Z"),
        inquiry("inq_3", date="2026-11-14T10:00:00Z"),
        spend("spend_1", day="2026-11-14", amount="30.00", currency="NOK"),
        spend("spend_2", day="2026-11-02", amount="7.00", currency="EUR"),
    )
    rows = attribution.changes(lake, Query(group_by=("campaign",)), date(2026, 11, 15)).rows
    names = ("currency", "received", "received_before", "spend", "spend_before")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("NOK", 1, 2, Decimal("30.00"), Decimal("0.00")),
        ("EUR", 0, 0, Decimal("0.00"), Decimal("7.00")),
    ]


def test_models_that_credit_different_groups_stand_in_one_row_for_each(tmp_path):
    lake = lake_of(tmp_path, *TWO, won("log_1"), won("log_2", amount=None, currency=None))
    rows = attribution.comparison(lake, Query(group_by=("campaign",))).rows
    told = [(row["campaign"], row["won_first_touch"], row["won_last_touch"]) for row in rows]
    assert told == [("Autumn", 2, 0), ("Winter", 0, 2)]


def test_nothing_makes_no_rows(tmp_path):
    lake = Lake(Folder(tmp_path))
    lake.refresh()
    assert attribution.report(lake, Query()).rows == []
