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


def tell(lake: Lake, lookback_days: int | None) -> None:
    """Have the table ``journey`` for a look-back (days; ``None`` is all time).

    Columns: kind, at, amount (millionths), currency, inquiry (rowid), place, places.
    """
    lake.ready(
        inquiry=("card_id", "date"),
        contact=("card_id", "at", "outcome"),
        stage=("card_id", "at", "stage", "amount", "currency"),
    )
    customers.tell(lake)
    if lake.memo.get("journey") == (lookback_days,):
        return
    _outcomes(lake)
    _touches(lake)
    # Of the same thing told twice after one inquiry the first counts.
    once = f"kind IN {ONCE}"
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE counted AS
        WITH spanned AS (
            SELECT o.*, s.newest, s.oldest FROM outcome o LEFT JOIN ({_span(lookback_days)}) s
            USING (outcome)
        )
        SELECT who, kind, "at", amount, currency, newest, oldest FROM spanned WHERE NOT {once}
        UNION ALL
        SELECT who, kind, min("at"), NULL, NULL, newest, arg_min(oldest, "at")
        FROM spanned WHERE {once} GROUP BY who, kind, newest
    """)
    lake.sql("""
        CREATE OR REPLACE TEMP TABLE journey AS
        SELECT c.kind, c."at", c.amount, c.currency, t.inquiry,
            coalesce(t.nth - c.oldest + 1, 1) AS place,
            coalesce(c.newest - c.oldest + 1, 1) AS places
        FROM counted c
        LEFT JOIN touch t
        ON t.who = c.who AND t.nth BETWEEN c.oldest AND c.newest
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
        SELECT row_number() OVER () AS outcome, hash(customer) AS who, kind, "at", amount, currency
        FROM ({contacts} UNION ALL {stages}) WHERE "at" IS NOT NULL
    """)


def _touches(lake: Lake) -> None:
    """Have the inquiries of customers with outcomes, numbered by date."""
    asked = customers.of("inquiry", "inquiry.rowid AS inquiry, inquiry.date, inquiry.id")
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT hash(customer) AS who, inquiry, date, id FROM ({asked})
        WHERE hash(customer) IN (SELECT who FROM outcome)
    """)
    # Most ask once, and need no order.
    lake.sql("""
        CREATE OR REPLACE TEMP TABLE touch AS
        WITH often AS (SELECT who FROM asked GROUP BY who HAVING count(*) > 1)
        SELECT who, inquiry, date, 1 AS nth FROM asked ANTI JOIN often USING (who)
        UNION ALL
        SELECT who, inquiry, date, row_number() OVER (PARTITION BY who ORDER BY date, id)
        FROM asked SEMI JOIN often USING (who)
    """)
    lake.sql("DROP TABLE asked")


def _span(lookback_days: int | None) -> str:
    """Return the SQL of the newest inquiry before each outcome, and the oldest within reach."""
    within = (
        f"""FILTER (t.date >= o."at" - INTERVAL ({lookback_days}) DAY)"""
        if lookback_days is not None
        else ""
    )
    return f"""
        SELECT o.outcome, max(t.nth) AS newest, min(t.nth) {within} AS oldest
        FROM outcome o JOIN touch t ON t.who = o.who AND t.date <= o."at" GROUP BY o.outcome
    """
