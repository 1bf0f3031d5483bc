"""Customer journeys: each outcome with the inquiries that led to it.

A journey is the customer's inquiries up to the outcome and within the look-back, of all cards that
are this customer now. The table ``journey`` has a row for each of them, numbered by date (``place``
1 … ``places``); an outcome that no inquiry led to has one row without an inquiry.

Each ``won`` counts. ``qualified``, ``reached`` and ``wrong_number`` count once for each inquiry
that they follow: calling a customer back three times does not reach three.
"""

from leadfold.reports import customers
from leadfold.reports.lake import Lake

ONCE = ("qualified", "reached", "wrong_number")
OUTCOMES = (*ONCE, "won")
#: Money and credit are in whole millionths, so that parts add up to the whole.
SCALE = 1_000_000


def prepare(lake: Lake, lookback_days: int | None) -> None:
    """Create the table ``journey`` for a look-back in days (``None``: unlimited).

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
    # Of equal outcomes after the same inquiry the first counts; its look-back reaches furthest.
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
    """Create the table ``outcome``; ``who`` is a 64-bit hash of the customer, which joins faster.

    With a million customers, two have the same hash in about one of ten million lakes.
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
    """Create the table ``touch``: inquiries of customers with outcomes, numbered by date from 1."""
    asked = customers.of("inquiry", "inquiry.rowid AS inquiry, inquiry.date")
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT hash(customer) AS who, inquiry, date FROM ({asked})
        WHERE hash(customer) IN (SELECT who FROM outcome)
    """)
    # Ids are slow to compare: they are used only for customers with inquiries of the same date.
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
    """Create the table ``reach``: the newest inquiry before each outcome, the oldest in look-back.

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
