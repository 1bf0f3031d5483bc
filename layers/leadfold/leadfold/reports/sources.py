"""The health of sources: the last lead, the share held in quarantine, the time leads take."""

from datetime import datetime
from typing import Any

from leadfold.reports import expenses, periods
from leadfold.reports.attribution import Query, money
from leadfold.reports.dimensions import Grouping
from leadfold.reports.lake import Lake
from leadfold.reports.periods import Period
from leadfold.reports.table import Kind, Report

COLUMNS: dict[str, Kind] = {
    "source": "text",
    "platform": "text",
    "received": "count",
    "last_lead_at": "time",
    "silent_seconds": "seconds",
    "usual_gap_seconds": "seconds",
    "is_silent": "text",
    "quarantine_share": "share",
    "error_share": "share",
    "submit_to_card_median": "seconds",
    "submit_to_card_p95": "seconds",
    "currency": "text",
    "cost": "money",
    "cost_per_lead": "money",
}
#: Codes of quarantine entries that are caused by the connection or by Leadfold, not by the lead.
FAULTS = (
    "empty unparseable not_one_lead too_deep not_a_notice not_a_lead_node not_a_form_response "
    "reconnect permission_missing not_visible bad_graph_base no_access_token answer_too_large "
    "read_failed no_reader failed"
).split()
#: Gaps between leads are measured over the last weeks.
_RHYTHM_DAYS = 28
_FEWEST_GAPS = 5
#: A source counts as silent after this many times its usual gap.
_TIMES = 3
_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def report(lake: Lake, period: Period, now: datetime) -> Report:
    """Return a row for each source (and currency); ``now`` is UTC.

    ``usual_gap_seconds`` is the 95th percentile of the gaps between its leads of the last 28 days.
    ``is_silent`` is ``yes`` if no lead has come for three times as long, ``unknown`` with fewer
    than five gaps.
    """
    lake.ready(
        inquiry=("source", "platform", "date", "received_at", "campaign_id", "campaign"),
        quarantine=("source", "status", "code", "received_at"),
    )
    moment = f"TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}'"
    rows = lake.sql(f"""
        WITH inquiries AS (
            SELECT source, count(*) AS n, arg_max(platform, date) AS platform,
                quantile_cont({_took()}, [0.5, 0.95]) AS took
            FROM inquiry WHERE {period.where("date")} GROUP BY source
        ),
        held AS (
            SELECT source, count(*) AS n,
                count(*) FILTER (code IN {tuple(FAULTS)}) AS faults
            FROM quarantine WHERE status <> 'released' AND {period.where("received_at")}
            GROUP BY source
        ),
        came AS (
            SELECT source, received_at FROM inquiry WHERE received_at <= {moment}
            UNION ALL SELECT source, received_at FROM quarantine
            WHERE received_at <= {moment} AND status <> 'released'
        ),
        last AS (SELECT source, max(received_at) AS last_at FROM came GROUP BY source),
        gap AS (
            SELECT source, epoch(received_at) - epoch(lag(received_at) OVER (
                PARTITION BY source ORDER BY received_at)) AS seconds
            FROM came WHERE received_at >= {moment} - INTERVAL ({_RHYTHM_DAYS}) DAY
        ),
        rhythm AS (
            SELECT source, quantile_cont(seconds, 0.95) AS usual FROM gap
            WHERE seconds IS NOT NULL GROUP BY source HAVING count(*) >= {_FEWEST_GAPS}
        )
        SELECT source, i.platform, coalesce(i.n, 0), coalesce(h.n, 0), coalesce(h.faults, 0),
            last_at, epoch({moment}) - epoch(last_at), usual, i.took[1], i.took[2]
        FROM last LEFT JOIN inquiries i USING (source) LEFT JOIN held h USING (source)
        LEFT JOIN rhythm USING (source)
        ORDER BY source
    """)
    costs = _costs(lake, period)
    shown: list[dict[str, Any]] = []
    for source, platform, asked, held, faults, last_at, silent, usual, half, most in rows:
        received = asked + held
        row: dict[str, Any] = {
            "source": source,
            "platform": platform,
            "received": received,
            "last_lead_at": f"{last_at:%Y-%m-%dT%H:%M:%SZ}",
            "silent_seconds": int(silent),
            "usual_gap_seconds": None if usual is None else int(usual),
            "is_silent": "unknown"
            if usual is None
            else ("yes" if silent > _TIMES * usual else "no"),
            "quarantine_share": held / received if received else None,
            "error_share": faults / received if received else None,
            "submit_to_card_median": None if half is None else round(half),
            "submit_to_card_p95": None if most is None else round(most),
        }
        for at, (currency, spent) in enumerate(costs.get(source) or [(None, None)]):
            cost = None if spent is None else money(spent)
            per = money(round(spent / received, -4)) if spent is not None and received else None
            counts = row if at == 0 else row | {"received": 0}
            shown.append(counts | {"currency": currency, "cost": cost, "cost_per_lead": per})
    about = Query(period=period).about
    return Report(
        name="sources",
        columns=COLUMNS,
        rows=shown,
        about={name: about[name] for name in ("from", "to", "tz")},
    )


def _took() -> str:
    """Return the SQL of the seconds from a form's submission to the inquiry on its card.

    An inquiry's id is a ULID: its first ten characters are the time at which it was made, in
    milliseconds.
    """
    sign = "strpos('{}', id[{}]) - 1"
    start = len("inq_")
    parts = " + ".join(
        f"({sign.format(_BASE32, start + at + 1)}) * {32 ** (9 - at)}" for at in range(10)
    )
    return f"greatest(0, ({parts}) / 1000.0 - epoch(date))"


def _costs(lake: Lake, period: Period) -> dict[str, list[tuple[str, int]]]:
    """Return the cost of each source by currency, the highest first."""
    expenses.prepare(lake)
    day = periods.unit_of(periods.local("i.date", *lake.span(), period.zone), "day")
    found: dict[str, list[tuple[str, int]]] = {}
    rows = lake.sql(expenses.grouped(lake, Grouping(by=("source",)), period, day))
    for source, currency, spent in sorted(rows, key=lambda row: (-row[2], row[1])):
        found.setdefault(source, []).append((currency, spent))
    return found
