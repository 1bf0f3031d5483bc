"""What the ads brought, against a recount in plain Python and by example."""

import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfold.reports import attribution
from leadfold.reports.attribution import BASES, MODELS, Query
from leadfold.reports.periods import Period
from tests.unit.reports.lakes import fact, inquiry, lake_of, won
from tests.unit.reports.recount import NONE, Recount

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
        facts.append(stage | draw(st.sampled_from([{}, {"stage": "qualified"}, {"value": None}])))
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


def figures(report, group_by):
    """Return a report's figures by key, as a recount has them; what is zero is left out."""
    found = defaultdict(lambda: defaultdict(Fraction))
    for row in report.rows:
        key = tuple(
            (row["campaign_id"], row["campaign"]) if name == "campaign" else row[name]
            for name in group_by
        )
        for name in (*attribution.COUNTS, *attribution.CREDITS):
            found[key][name] += Fraction(row[name])
        for name in ("value", "spend"):
            found[key][f"{name} {row['currency']}"] += Fraction(row[name] or 0)
    return plain(found)


def recounted(facts, query):
    counted = Recount(facts, query)
    found = defaultdict(lambda: defaultdict(Fraction))
    for key, row in counted.rows.items():
        shown = []
        for name, part in zip(query.group_by, key, strict=True):
            if name == "campaign":
                platform, ident, told = part
                latest = counted.names.get((platform, ident), ident) if ident else told
                shown.append((ident, latest or NONE))
            else:
                shown.append(part)
        for column, amount in row.items():
            found[tuple(shown)][column] += amount
    return plain(found)


def plain(found):
    return {
        key: there
        for key, row in found.items()
        if (there := {column: amount for column, amount in row.items() if amount})
    }


def near(left, right):
    """Tell whether figures are equal but for what a share in whole cents leaves over."""
    assert left.keys() == right.keys()
    for key, row in left.items():
        for column in row.keys() | right[key].keys():
            off = abs(row.get(column, 0) - right[key].get(column, 0))
            assert off <= Fraction(1, 10), (key, column)
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=histories(), query=queries())
def test_every_figure_is_what_a_recount_finds(facts, query):
    report = report_of(facts, query)
    found, expected = figures(report, query.group_by), recounted(facts, query)
    exact = query.model != "linear" and not {"source", "country"} & set(query.group_by)
    if exact:
        assert found == expected
    else:
        totals = [plain({(): _total(one)}) for one in (found, expected)]
        assert totals[0] == totals[1] or query.period != Period(zone=query.period.zone)


def _total(found):
    total = defaultdict(Fraction)
    for row in found.values():
        for column, amount in row.items():
            total[column] += amount
    return total
