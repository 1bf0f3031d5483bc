"""Overlap: customers that came from two platforms, and what they cost on both."""

from decimal import Decimal
from typing import Any

from leadfold.reports import customers, expenses, periods
from leadfold.reports.attribution import money
from leadfold.reports.lake import Lake
from leadfold.reports.periods import Period
from leadfold.reports.table import Kind, Report

COLUMNS: dict[str, Kind] = {
    "platform": "text",
    "other_platform": "text",
    "customers": "count",
    "inquiries": "count",
    "currency": "text",
    "cost": "money",
    "cost_again": "money",
}


def report(lake: Lake, period: Period) -> Report:
    """Return a row for each pair of platforms with common customers, and for each currency.

    An inquiry costs an equal share of its campaign's spend on its day. ``cost`` is that of all
    inquiries of these customers on both platforms in the period, ``cost_again`` that of those on
    the platform where a customer came second: paid for somebody who was a lead already. The row of
    the currency with most cost has the numbers of customers and inquiries; others have zero.
    """
    lake.ready(inquiry=("card_id", "date", "source", "platform", "campaign_id", "campaign"))
    customers.prepare(lake)
    expenses.prepare(lake)
    day = periods.unit_of(periods.local("i.date", *lake.span(), period.zone), "day")
    asked = customers.of(
        "inquiry", "inquiry.*", f"{period.where('inquiry.date')} AND inquiry.platform <> ''"
    )
    rows = lake.sql(f"""
        WITH asked AS (
            SELECT i.customer, i.id, i.date, i.platform, {day} AS day,
                {expenses.campaign_key("i")} AS campaign_key
            FROM ({asked}) i {expenses.with_campaign_key("i")}
        ),
        beside AS (
            SELECT platform, campaign_key, day, count(*) AS n FROM asked GROUP BY ALL
        ),
        price AS (
            SELECT e.platform, e.campaign_key, e.day, e.currency,
                round(sum(e.amount) / min(b.n))::HUGEINT AS amount
            FROM expense e JOIN beside b USING (platform, campaign_key, day) GROUP BY ALL
        ),
        come AS (
            SELECT customer, platform, min((date, id)) AS first, count(*) AS n
            FROM asked GROUP BY ALL
        ),
        pair AS (
            SELECT l.customer, l.platform AS earlier, r.platform AS later,
                least(l.platform, r.platform) AS one, greatest(l.platform, r.platform) AS other,
                l.n + r.n AS n
            FROM come l JOIN come r ON l.customer = r.customer AND l.first < r.first
        ),
        paid AS (
            SELECT a.customer, a.platform, p.currency, sum(p.amount) AS amount
            FROM asked a JOIN price p USING (platform, campaign_key, day)
            SEMI JOIN pair ON pair.customer = a.customer GROUP BY ALL
        ),
        cost AS (
            SELECT q.one, q.other, d.currency, sum(d.amount) AS amount,
                coalesce(sum(d.amount) FILTER (d.platform = q.later), 0) AS again
            FROM pair q JOIN paid d
            ON d.customer = q.customer AND d.platform IN (q.earlier, q.later)
            GROUP BY ALL
        ),
        met AS (
            SELECT one, other, count(*) AS customers, sum(n) AS inquiries FROM pair GROUP BY ALL
        )
        SELECT one, other, customers, inquiries, currency, amount, again
        FROM met LEFT JOIN cost USING (one, other)
        ORDER BY customers DESC, one, other, amount DESC, currency
    """)
    shown: list[dict[str, Any]] = []
    for one, other, *counts, currency, cost, again in rows:
        pair = {"platform": one, "other_platform": other}
        is_more = bool(shown) and pair.items() <= shown[-1].items()
        shown_counts = [0 if is_more else count for count in counts]
        values = (*pair.values(), *shown_counts, currency, _money(cost), _money(again))
        shown.append(dict(zip(COLUMNS, values, strict=True)))
    about = {
        "from": period.start.isoformat() if period.start else None,
        "to": period.end.isoformat() if period.end else None,
        "tz": period.zone,
    }
    return Report(name="overlap", columns=COLUMNS, rows=shown, about=about)


def _money(millionths: int | None) -> Decimal | None:
    """Return a cost, rounded to whole cents: it is a share of a day's expense."""
    return None if millionths is None else money(round(millionths, -4))
