"""Ad spend by day and campaign, and its shares by what an expense itself does not say."""

from leadfold.reports import dimensions
from leadfold.reports.dimensions import OF_EXPENSE, Grouping
from leadfold.reports.journeys import SCALE
from leadfold.reports.lake import Lake
from leadfold.reports.periods import Period

#: An amount in whole cents is split into whole cents.
_CENT = SCALE // 100


def prepare(lake: Lake) -> None:
    """Create the table ``expense``: for each day and campaign the rows of the latest upload.

    ``campaign_key`` is the campaign's id, looked up by its name if need be, else the name.
    """
    names = dimensions.names(lake, ["campaign"])
    lake.ready(spend=OF_EXPENSE)
    if "expense" in lake.memo:
        return
    lake.sql(
        "CREATE OR REPLACE TEMP TABLE campaign_name "
        "(platform VARCHAR, campaign VARCHAR, campaign_id VARCHAR)"
    )
    if names.ids:
        keys = list(names.ids)
        lake.sql(
            "INSERT INTO campaign_name SELECT unnest($p), unnest($n), unnest($i)",
            {"p": [p for _, p, _ in keys], "n": [n for *_, n in keys], "i": [*names.ids.values()]},
        )
    lake.sql(f"""
        CREATE OR REPLACE TEMP TABLE expense AS
        WITH told AS MATERIALIZED (
            SELECT s.* REPLACE ((s.amount * {SCALE})::HUGEINT AS amount),
                {campaign_key("s")} AS campaign_key
            FROM spend s {with_campaign_key("s")}
            WHERE s.day IS NOT NULL AND s.amount IS NOT NULL
        ),
        latest AS (
            SELECT platform, campaign_key, day, max(written_at) AS written_at FROM told GROUP BY ALL
        )
        SELECT told.* FROM told SEMI JOIN latest
        ON told.day = latest.day AND told.written_at = latest.written_at
        AND told.platform IS NOT DISTINCT FROM latest.platform
        AND told.campaign_key IS NOT DISTINCT FROM latest.campaign_key
    """)
    lake.memo["expense"] = True


def campaign_key(table: str) -> str:
    """Return the SQL of the ``campaign_key`` of a table's rows; needs ``with_campaign_key``."""
    ident, name = (f"nullif({table}.{column}, '')" for column in ("campaign_id", "campaign"))
    return f"coalesce({ident}, named.campaign_id, {name})"


def with_campaign_key(table: str) -> str:
    """Return the SQL of the join that ``campaign_key`` needs."""
    return (
        f"LEFT JOIN campaign_name named ON nullif({table}.campaign_id, '') IS NULL "
        f"AND named.platform = {table}.platform AND named.campaign = {table}.campaign"
    )


def grouped(lake: Lake, grouping: Grouping, period: Period, local_day: str) -> str:
    """Return the SQL of a period's expenses by raw key: (key …, currency, amount in millionths).

    ``local_day`` is the SQL of an inquiry's day. Where a dimension is no column of the expense (the
    source, the form …), the amount is split evenly over the inquiries of its campaign on its day.
    """
    prepare(lake)
    times = {unit: f"date_trunc('{unit}', e.day)::DATE" for unit in ("day", "week", "month")}
    rest = [name for name in grouping.by if name not in dimensions.OF_SPEND]
    if not rest:
        keys = grouping.keys("e", times, have=OF_EXPENSE)
        return (
            f"SELECT {keys} e.currency, sum(e.amount) AS amount FROM expense e "
            f"WHERE {period.where_day('e.day')} GROUP BY ALL HAVING count(*) > 0"
        )
    columns = Grouping(by=tuple(rest)).columns
    lake.ready(inquiry=("date", "platform", "campaign_id", "campaign", *columns))
    own = [name for name in columns if name != "platform"]
    asked = "".join(f"nullif(i.{name}, '') AS {name}, " for name in own)
    told = [name for name in own if name in OF_EXPENSE]
    # An ad of the expense must be that of the inquiry: by id, or by name if it has no id.
    agree = "".join(
        f" AND (nullif(e.{name}, '') IS NULL OR e.{name} = a.{name})"
        for name in told
        if f"{name}_id" not in told
    ) + "".join(
        f" AND (e.{name}_id IS NOT NULL OR nullif(e.{name}, '') IS NULL OR e.{name} = a.{name})"
        for name in told
        if f"{name}_id" in told
    )
    merged = "".join(
        (f"coalesce(nullif(e.{name}, ''), a.{name})" if name in told else f"a.{name}")
        + f" AS {name}, "
        for name in own
    )
    keys = grouping.keys("e", times, have=[*columns, "platform", "campaign_id", "campaign"])
    return f"""
        WITH asked AS (
            SELECT {local_day} AS day, i.platform, {campaign_key("i")} AS campaign_key, {asked}
                count(*) AS n
            FROM inquiry i {with_campaign_key("i")}
            WHERE {period.where("i.date")}
            GROUP BY ALL
        ),
        numbered AS (SELECT *, row_number() OVER (ORDER BY {", ".join(own)}) AS nth FROM asked),
        parted AS (
            SELECT e.day, e.platform, e.campaign_id, e.campaign, e.currency, e.amount,
                {merged} coalesce(a.n, 1) AS n,
                sum(coalesce(a.n, 1)) OVER (
                    PARTITION BY e.rowid ORDER BY a.nth ROWS UNBOUNDED PRECEDING
                ) AS until_here,
                sum(coalesce(a.n, 1)) OVER (PARTITION BY e.rowid) AS whole,
                CASE WHEN e.amount % {_CENT} = 0 THEN {_CENT} ELSE 1 END AS step
            FROM expense e
            LEFT JOIN numbered a
            ON a.day = e.day AND a.platform = e.platform AND a.campaign_key = e.campaign_key {agree}
            WHERE {period.where_day("e.day")}
        )
        SELECT {keys} e.currency, sum(
            (((e.amount // step) * until_here) // whole
            - ((e.amount // step) * (until_here - n)) // whole) * step
        )::HUGEINT AS amount
        FROM parted e
        GROUP BY ALL HAVING count(*) > 0
    """
