"""Time to first contact, compared with the target, by owner and source."""

from datetime import datetime
from typing import Any

from leadfold.reports import customers
from leadfold.reports.attribution import Query
from leadfold.reports.lake import Lake
from leadfold.reports.periods import Period
from leadfold.reports.table import Kind, Report

COLUMNS: dict[str, Kind] = {
    "owner_id": "text",
    "source": "text",
    "tasks": "count",
    "in_time": "count",
    "late": "count",
    "waiting": "count",
    "overdue": "count",
    "closed_without_contact": "count",
    "in_time_share": "share",
    "median_seconds": "seconds",
    "p90_seconds": "seconds",
}


def report(lake: Lake, period: Period, now: datetime) -> Report:
    """Return a row for each owner and source of contact tasks that were created in the period.

    The first contact is the first one logged with the customer since then, with any outcome; it is
    in time until the task is due, which counts working hours. The source is that of the customer's
    last inquiry when the task was created. ``in_time_share`` is of tasks that are overdue or had a
    contact. ``now`` is UTC.
    """
    lake.ready(
        task=("card_id", "kind", "status", "owner_id", "created_at", "due_at"),
        contact=("card_id", "at"),
        inquiry=("card_id", "source", "received_at"),
    )
    customers.prepare(lake)
    moment = f"TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}'"
    tasks = customers.of(
        "task",
        "task.*",
        "task.kind IN ('first_contact', 'call_back') AND task.status <> 'merged' AND "
        + period.where("task.created_at"),
    )
    contacts = customers.of("contact", 'contact."at" AS reached_at')
    asked = customers.of("inquiry", "inquiry.source, inquiry.received_at")
    rows = lake.sql(f"""
        WITH met AS (
            SELECT t.*, min(c.reached_at) AS reached_at
            FROM ({tasks}) t LEFT JOIN ({contacts}) c
            ON c.customer = t.customer AND c.reached_at >= t.created_at
            GROUP BY ALL
        ),
        told AS (
            SELECT m.*, arg_max(i.source, i.received_at) AS source
            FROM met m LEFT JOIN ({asked}) i
            ON i.customer = m.customer AND i.received_at <= m.created_at
            GROUP BY ALL
        ),
        judged AS (
            SELECT coalesce(nullif(owner_id, ''), '(none)') AS owner_id,
                coalesce(source, '(none)') AS source,
                CASE WHEN reached_at <= due_at THEN 'in_time'
                    WHEN reached_at IS NOT NULL THEN 'late'
                    WHEN status <> 'open' THEN 'closed'
                    WHEN due_at < {moment} THEN 'overdue' ELSE 'waiting' END AS state,
                epoch(reached_at) - epoch(created_at) AS took
            FROM told
        )
        SELECT owner_id, source, count(*), count(*) FILTER (state = 'in_time'),
            count(*) FILTER (state = 'late'), count(*) FILTER (state = 'waiting'),
            count(*) FILTER (state = 'overdue'), count(*) FILTER (state = 'closed'),
            quantile_cont(took, 0.5), quantile_cont(took, 0.9)
        FROM judged GROUP BY ALL ORDER BY owner_id, source
    """)
    shown: list[dict[str, Any]] = []
    for *counted, half, most in rows:
        row = dict(zip(COLUMNS, counted, strict=False))
        judged = row["in_time"] + row["late"] + row["overdue"]
        row["in_time_share"] = row["in_time"] / judged if judged else None
        row["median_seconds"] = None if half is None else round(half)
        row["p90_seconds"] = None if most is None else round(most)
        shown.append(row)
    about = Query(period=period).about
    return Report(
        name="tasks",
        columns=COLUMNS,
        rows=shown,
        about={name: about[name] for name in ("from", "to", "tz")},
    )
