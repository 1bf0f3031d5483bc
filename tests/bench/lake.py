"""Made-up facts by the million: a lake as ``upkeep`` leaves it, closed months and days in Parquet.

``python -m tests.bench.lake FOLDER [--inquiries 1000000] [--days 400] [--campaigns 200]`` writes
the same files for the same numbers. Customers ask 1.4 times on average, on several platforms; about
a third of inquiries leads to a contact, an eighth to a qualified lead, one in twenty to a sale, and
one card in a hundred is merged with another. Every new card has its task, every campaign its
expense of each day.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

from leadfold.reports import files, schema

LAST_DAY = date(2026, 11, 20)
#: Facts as they are made: SQL that draws from the hash of a number, so that it is always the same.
_MADE = """
CREATE TABLE asked AS SELECT
    i, hash(i, 1) % {cards} AS card, hash(i, 2) % {campaigns} AS campaign,
    hash(i, 3) % 4 AS adset, hash(i, 4) % 12 AS ad,
    TIMESTAMP '{first} 00:00:00' + to_seconds((i * {step})::BIGINT) AS moment
FROM range({inquiries}) n(i);
CREATE TABLE first_of AS SELECT card, min(i) AS i FROM asked GROUP BY card;
CREATE MACRO ulid(kind, moment, n) AS kind || '_01' || lpad(upper(to_base(epoch_ms(moment), 32)), 9, '0')
    || lpad(upper(to_base(n::BIGINT, 32)), 15, '0');
CREATE MACRO platform(campaign) AS ['meta', 'google', 'tiktok', 'linkedin'][1 + (campaign % 4)::INT];
CREATE TABLE cards AS SELECT f.card, ulid('card', a.moment, f.card) AS card_id
    FROM first_of f JOIN asked a USING (i);
CREATE TABLE inquiry AS SELECT 'inquiry' AS fact, ulid('inq', a.moment, a.i) AS id,
    a.moment + INTERVAL 3 SECOND AS written_at, c.card_id, a.moment AS date,
    a.moment + INTERVAL 2 SECOND AS received_at, if(f.i = a.i, 'first', 'repeat') AS kind,
    f.i = a.i AS new_card, platform(a.campaign) || '-main' AS source,
    platform(a.campaign) AS platform, 'sales' AS bucket,
    ['NO', 'IL', 'SE'][1 + (a.card % 3)::INT] AS country,
    ulid('dlv', a.moment, a.i) AS delivery_id, (120210000000000 + a.campaign)::VARCHAR AS campaign_id,
    'Campaign ' || a.campaign || if(epoch(a.moment) % 7 = 0, '', ' 2026') AS campaign,
    (120220000000000 + a.campaign * 10 + a.adset)::VARCHAR AS adset_id, 'Ad set ' || a.adset AS adset,
    (120230000000000 + a.campaign * 100 + a.ad)::VARCHAR AS ad_id, 'Ad ' || a.ad AS ad,
    (320000000000000 + a.campaign % 20)::VARCHAR AS form_id, 'Form ' || a.campaign % 20 AS form,
    platform(a.campaign) AS utm_source, 'paid' AS utm_medium
FROM asked a JOIN cards c USING (card) LEFT JOIN first_of f USING (card);
CREATE TABLE contact AS SELECT 'contact' AS fact, ulid('log', moment, i) AS id, moment AS written_at,
    card_id, moment AS "at", 'phone' AS channel,
    ['reached', 'reached', 'reached', 'no_answer', 'wrong_number'][1 + (hash(i, 6) % 5)::INT] AS outcome
    FROM (SELECT i, c.card_id, a.moment + to_minutes((hash(i, 5) % 3000)::BIGINT) AS moment
        FROM asked a JOIN cards c USING (card) WHERE hash(i, 7) % 100 < 50);
CREATE TABLE stage AS SELECT 'stage' AS fact, ulid('log', moment, {inquiries} + i) AS id, moment AS written_at,
    card_id, moment AS "at", if(hash(i, 8) % 100 < 30, 'won', 'qualified') AS stage,
    if(hash(i, 8) % 100 < 30, (500 + hash(i, 9) % 100000 / 100)::DECIMAL(24, 6), NULL) AS amount,
    if(hash(i, 8) % 100 < 30, 'NOK', NULL) AS currency
    FROM (SELECT i, c.card_id, a.moment + to_hours((hash(i, 10) % 900)::BIGINT) AS moment
        FROM asked a JOIN cards c USING (card) WHERE hash(i, 11) % 100 < 17);
CREATE TABLE task AS SELECT 'task' AS fact, ulid('task', a.moment, a.i) AS id,
    a.moment + INTERVAL 3 SECOND AS written_at, c.card_id, 'first_contact' AS kind, 'open' AS status,
    'owner-' || a.card % 9 AS owner_id, a.moment AS created_at, a.moment + INTERVAL 1 HOUR AS due_at
    FROM first_of f JOIN asked a USING (i) JOIN cards c ON c.card = f.card;
CREATE TABLE merge AS SELECT 'merge' AS fact, ulid('merge', a.moment, a.i) AS id, a.moment AS written_at,
    c.card_id AS "into", d.card_id AS merged, a.moment AS "at", if(a.i % 5 = 0, 'undone', 'done') AS state
    FROM first_of f JOIN asked a USING (i) JOIN cards c ON c.card = f.card
    JOIN cards d ON d.card = f.card + 1 WHERE f.card % 200 = 0;
CREATE TABLE quarantine AS SELECT 'quarantine' AS fact, ulid('qua', moment, i) AS id,
    moment AS written_at, platform(campaign) || '-main' AS source, 'no_identity' AS code,
    'open' AS status, moment AS received_at FROM asked WHERE i % 200 = 0;
CREATE TABLE replay AS SELECT 'replay' AS fact, delivery_id AS id, written_at, source, delivery_id,
    id AS "of", false AS is_test, 1 AS replays, received_at AS last_at
    FROM inquiry WHERE hash(id) % 100 = 0;
CREATE TABLE spend AS SELECT 'spend' AS fact, 'spend-' || day || '-' || campaign AS id,
    day::TIMESTAMP + INTERVAL 30 HOUR AS written_at, day::DATE AS day,
    platform(campaign) AS platform,
    (120210000000000 + campaign)::VARCHAR AS campaign_id, 'Campaign ' || campaign AS campaign,
    (100 + hash(day, campaign) % 90000 / 100)::DECIMAL(24, 6) AS amount, 'NOK' AS currency
    FROM range(TIMESTAMP '{first}', TIMESTAMP '{last}' + INTERVAL 1 DAY, INTERVAL 1 DAY) d(day),
    range({campaigns}) c(campaign);
"""


KINDS = ("inquiry", "contact", "stage", "task", "merge", "quarantine", "replay", "spend")


def make(
    folder: Path, *, inquiries: int = 1_000_000, days: int = 400, campaigns: int = 200
) -> None:
    """Write the lake's files into a folder."""
    import duckdb

    first = LAST_DAY - timedelta(days=days - 1)
    columns = ", ".join(schema.quoted(name) for name in schema.COLUMNS)
    with duckdb.connect() as lake:
        lake.execute(
            _MADE.format(
                inquiries=inquiries,
                campaigns=campaigns,
                cards=int(inquiries / 1.4),
                step=days * 86_400 / inquiries,
                first=first,
                last=LAST_DAY,
            )
        )
        lake.execute(
            f"CREATE VIEW facts AS (SELECT {columns} FROM (SELECT {_empty()}) LIMIT 0)"
            + "".join(f" UNION ALL BY NAME SELECT * FROM {kind}" for kind in KINDS)
        )
        month = f"written_at < '{LAST_DAY:%Y-%m}-01'"
        lake.execute(
            f"CREATE TABLE dated AS SELECT *, if({month}, strftime(written_at, '%Y-%m'), "
            "strftime(written_at, '%Y-%m-%d')) AS period FROM facts"
        )
        periods = lake.execute("SELECT DISTINCT period FROM dated ORDER BY period").fetchall()
        for (period,) in periods:
            path = folder / files.lake_file(period, "0" * 16)
            path.parent.mkdir(parents=True, exist_ok=True)
            lake.execute(
                f"COPY (SELECT {columns} FROM dated WHERE period = ? ORDER BY fact, id) "
                f"TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)",
                [period],
            )


def _empty() -> str:
    return ", ".join(
        f"NULL::{kind} AS {schema.quoted(name)}" for name, kind in schema.COLUMNS.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lake", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--inquiries", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--campaigns", type=int, default=200)
    options = parser.parse_args()
    make(
        options.folder, inquiries=options.inquiries, days=options.days, campaigns=options.campaigns
    )


if __name__ == "__main__":
    main()
