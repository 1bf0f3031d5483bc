"""What came of inquiries: each outcome with the inquiries that led to it.

A customer's journey to an outcome is their inquiries up to it: of every card that is theirs now,
within the look-back. ``journey`` has a row for each such pair, in the order of the inquiries' dates
(``place`` 1 … ``places``); an outcome that no inquiry led to has one row without an inquiry.

Each ``won`` counts. ``qualified``, ``reached`` and ``wrong_number`` count once for each inquiry
that they follow: calling a customer back three times does not reach three.
"""

from leadfold.reports import customers
from leadfold.reports.lake import Lake

ONCE = ("qualified", "reached", "wrong_number")
OUTCOMES = (*ONCE, "won")
#: Money in whole millionths, so that parts of it add up again.
SCALE = 1_000_000


def prepare(lake: Lake, lookback_days: int | None) -> None:
    """Have the table ``journey`` for a look-back (days; ``None`` is all time).

    Columns: kind, at, amount (millionths), currency, inquiry (rowid), place, places.
    """
    lake.ready(
        inquiry=("card_id", "date"),
        contact=("card_id", "at", "outcome"),
        stage=("card_id", "at", "stage", "amount", "currency"),
    )
    customers.prepare(lake)
    if lake.memo.get("journey") == (lookback_days,):
        return
    _outcomes(lake)
    _touches(lake)
    _reaches(lake, lookback_days)
    # Of the same thing told twice after one inquiry the first counts; it reaches furthest back.
    once = f"kind IN {ONCE}"
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE counted AS
        WITH led AS (
            SELECT o.*, r.newest, r.oldest FROM outcome o LEFT JOIN reach r ON r.outcome = o.rowid
        )
        SELECT who, kind, "at", amount, currency, newest, oldest FROM led WHERE NOT {once}
        UNION ALL
        SELECT who, kind, min("at"), NULL, NULL, newest, min(oldest)
        FROM led WHERE {once} GROUP BY who, kind, newest
    """)
    lake.sql("""
        CREATE OR REPLACE TEMP TABLE journey AS
        SELECT c.kind, c."at", c.amount, c.currency, t.inquiry,
            t.nth - c.oldest + 1 AS place, c.newest - c.oldest + 1 AS places
        FROM counted c JOIN touch t ON t.who = c.who AND t.nth BETWEEN c.oldest AND c.newest
        UNION ALL
        SELECT kind, "at", amount, currency, NULL, 1, 1 FROM counted WHERE oldest IS NULL
    """)
    lake.memo["journey"] = (lookback_days,)


def _outcomes(lake: Lake) -> None:
    """Have the outcomes; ``who`` is a hash of the customer, which is quicker to join than an id.

    Of a million customers two share one once in some ten million lakes.
    """
    contacts = customers.of(
        "contact",
        'contact."at", contact.outcome AS kind, NULL AS amount, NULL AS currency',
        "contact.outcome IN ('reached', 'wrong_number')",
    )
    stages = customers.of(
        "stage",
        f'stage."at", stage.stage AS kind, (stage.amount * {SCALE})::HUGEINT AS amount, '
        "stage.currency",
        "stage.stage IN ('qualified', 'won')",
    )
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE outcome AS
        SELECT hash(customer) AS who, kind::ENUM {OUTCOMES} AS kind, "at", amount, currency
        FROM ({contacts} UNION ALL {stages}) WHERE "at" IS NOT NULL
    """)


def _touches(lake: Lake) -> None:
    """Have the inquiries of customers with outcomes, numbered by date (``nth`` from 1)."""
    asked = customers.of("inquiry", "inquiry.rowid AS inquiry, inquiry.date")
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT hash(customer) AS who, inquiry, date FROM ({asked})
        WHERE hash(customer) IN (SELECT who FROM outcome)
    """)
    # Ids, which are slow to compare, are only looked at where dates do not tell the order.
    lake.sql("""
        CREATE OR REPLACE TEMP TABLE touch AS
        WITH numbered AS MATERIALIZED (
            SELECT who, inquiry, date, row_number() OVER dated AS nth,
                date = lag(date) OVER dated AS is_tied
            FROM asked WINDOW dated AS (PARTITION BY who ORDER BY date)
        ),
        tied AS (
            SELECT numbered.* FROM numbered
            SEMI JOIN (SELECT who FROM numbered WHERE is_tied) USING (who)
        )
        SELECT who, inquiry, date, nth FROM numbered ANTI JOIN tied USING (who)
        UNION ALL
        SELECT who, inquiry, tied.date,
            row_number() OVER (PARTITION BY who ORDER BY tied.date, id)
        FROM tied JOIN inquiry ON inquiry.rowid = tied.inquiry
    """)
    lake.sql("DROP TABLE asked")


def _reaches(lake: Lake, lookback_days: int | None) -> None:
    """Have the newest inquiry before each outcome, and the oldest within the look-back.

    Outcomes that no inquiry led to have no row.
    """
    within = (
        f"""FILTER (t.date >= o."at" - INTERVAL ({lookback_days}) DAY)"""
        if lookback_days is not None
        else ""
    )
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE reach AS
        SELECT o.rowid AS outcome, max(t.nth) AS newest, min(t.nth) {within} AS oldest
        FROM outcome o JOIN touch t ON t.who = o.who AND t.date <= o."at" GROUP BY o.rowid
    """)
