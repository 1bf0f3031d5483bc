"""Attribution: inquiries, outcomes and cost, by campaign, source, month and so on.

Inquiries are counted by their own attribution and date. A model only decides which inquiries get
the credit for an outcome. Every figure is defined in ``docs/reports.md``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args

from leadfold.reports import dimensions, expenses, journeys, periods
from leadfold.reports.dimensions import Grouping, Names, Part
from leadfold.reports.journeys import SCALE
from leadfold.reports.lake import Lake
from leadfold.reports.periods import ALWAYS, Period
from leadfold.reports.table import Kind, Report

Model = Literal["first_touch", "last_touch", "each_inquiry", "linear"]
Basis = Literal["inquiry", "outcome"]
MODELS: tuple[Model, ...] = get_args(Model)
BASES: tuple[Basis, ...] = get_args(Basis)
LOOKBACK_DAYS = 90

COUNTS = "received new_cards first_inquiries repeat_inquiries replayed quarantined".split()
CREDITS = ("reached", "wrong_number", "qualified", "won")
#: The columns of a row after those of its group.
COLUMNS: dict[str, Kind] = {
    **dict.fromkeys(COUNTS, "count"),
    **dict.fromkeys(CREDITS, "credit"),
    "currency": "text",
    **dict.fromkeys(("value", "spend", "cost_per_new_card", "cost_per_won"), "money"),
}

_CREDITED = {
    "first_touch": ("j.place = 1", f"{SCALE}", "j.amount"),
    "last_touch": ("j.place = j.places", f"{SCALE}", "j.amount"),
    "each_inquiry": ("true", f"{SCALE}", "j.amount"),
    # In whole millionths and whole cents; the later inquiries get the remainder.
    "linear": (
        "true",
        f"{SCALE} // j.places + (j.place > j.places - {SCALE} % j.places)::INT",
        f"""sign(j.amount)::HUGEINT * CASE WHEN j.amount % {SCALE // 100} = 0
            THEN (abs(j.amount) // {SCALE // 100} // j.places + (
                j.place > j.places - abs(j.amount) // {SCALE // 100} % j.places)::INT
            ) * {SCALE // 100}
            ELSE abs(j.amount) // j.places + (
                j.place > j.places - abs(j.amount) % j.places)::INT END""",
    ),
}
#: Quarantine entries with the platform of their source's latest inquiry.
_ENTRIES = """
    SELECT q.*, p.platform FROM quarantine q
    LEFT JOIN (
        SELECT source, arg_max(platform, date) AS platform FROM inquiry GROUP BY source
    ) p USING (source)
"""
_SEEN = "coalesce(t.received_at, t.last_at)"
_CENT = Decimal("0.01")
#: The columns that every report needs, asked for at once: one more has the files read again.
_OF_INQUIRY = ("card_id date kind new_card source platform campaign_id campaign").split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a report is about: ``group_by`` names ``dimensions.ALL``.

    ``lookback_days`` is ``None`` for an unlimited look-back. ``only`` filters by the columns that
    show a row's group: ``{"platform": "meta", "campaign_id": "1"}``; the figures are the sums of
    the rows that match.
    """

    period: Period = ALWAYS
    group_by: tuple[str, ...] = ("platform", "campaign")
    model: Model = "last_touch"
    date_basis: Basis = "inquiry"
    lookback_days: int | None = LOOKBACK_DAYS
    only: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def read_by(self) -> tuple[str, ...]:
        """The dimensions to read: those of ``group_by``, and those of ``only``."""
        narrowed = (dimensions.of_column(name) for name in self.only)
        return tuple(dict.fromkeys((*self.group_by, *narrowed)))

    @property
    def about(self) -> dict[str, Any]:
        """The query as JSON, which pages and exports show."""
        return {
            "from": self.period.start.isoformat() if self.period.start else None,
            "to": self.period.end.isoformat() if self.period.end else None,
            "tz": self.period.zone,
            "group_by": list(self.group_by),
            "model": self.model,
            "date_basis": self.date_basis,
            "lookback_days": self.lookback_days,
            "only": dict(self.only),
        }


@dataclass(slots=True)
class _Sums:
    """The sums of one group; won and money by currency, ``None`` for won without a value."""

    counts: dict[str, int]
    credits: dict[str, int]
    won: dict[str | None, int]
    value: dict[str, int]
    spend: dict[str, int]


def _nothing() -> _Sums:
    return _Sums(*(defaultdict(int) for _ in range(5)))


def report(lake: Lake, query: Query) -> Report:
    """Return a row for each group and currency, sorted by group."""
    rows = [shown | row for shown, (row,) in _beside(lake, [query])]
    return Report(name="attribution", columns=_shown(query) | COLUMNS, rows=rows, about=query.about)


def _shown(query: Query) -> dict[str, Kind]:
    """Return the columns that show a row's group."""
    shown: dict[str, Kind] = {}
    for name in query.group_by:
        shown |= (
            {f"{name}_id": "text", name: "text"} if name in dimensions.NAMED else {name: "text"}
        )
    return shown


def _beside(
    lake: Lake, queries: Sequence[Query]
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield the columns of each row's group, with the row's figures by each of several queries.

    The queries have the same groups. Rows are sorted by group, with one for each currency; the
    first of a group has its counts.
    """
    grouping = Grouping(by=queries[0].group_by)
    found = [_sums(lake, query) for query in queries]
    names, _ = found[0]
    groups = [
        (grouping.shown(key, names), [sums.get(key) or _nothing() for _, sums in found])
        for key in dict.fromkeys(key for _, sums in found for key in sums)
    ]
    columns = _shown(queries[0])
    groups.sort(key=lambda group: [_sorted(group[0][name]) for name in columns])
    for shown, several in groups:
        for at, currency in enumerate(_currencies(several)):
            yield shown, [_row(sums, currency, is_first=at == 0) for sums in several]


def _sorted(value: str | None) -> tuple[bool, str]:
    return value in {None, dimensions.NONE}, value or ""


def _currencies(several: Sequence[_Sums]) -> Sequence[str | None]:
    """Return a group's currencies, the one with most spend first; ``[None]`` without any money."""

    def most(name: str) -> tuple[int, int, str]:
        spend, value = (
            sum(getattr(sums, part).get(name, 0) for sums in several) for part in ("spend", "value")
        )
        return -spend, -value, name

    known: list[str] = [
        name
        for sums in several
        for part in (sums.spend, sums.value, sums.won)
        for name in part
        if name
    ]
    ordered: list[str] = sorted(set(known), key=most)
    return ordered or [None]


def _row(sums: _Sums, currency: str | None, *, is_first: bool) -> dict[str, Any]:
    """Return a group's figures in one currency; only its first row has those without a currency."""
    won = sums.won.get(currency, 0) + (sums.won.get(None, 0) if is_first and currency else 0)
    spend = sums.spend.get(currency) if currency else None
    new_cards = sums.counts["new_cards"] if is_first else 0
    counts: dict[str, Any] = {name: sums.counts[name] if is_first else 0 for name in COUNTS}
    return (
        counts
        | {name: credit(sums.credits[name] if is_first else 0) for name in CREDITS[:-1]}
        | {
            "won": credit(won),
            "currency": currency,
            "value": money(sums.value.get(currency, 0)) if currency else None,
            "spend": money(spend or 0) if currency else None,
            "cost_per_new_card": _per(spend, new_cards * SCALE),
            "cost_per_won": _per(spend, won),
        }
    )


def credit(millionths: int) -> int | Decimal:
    """Return credit as a number, an ``int`` if it is whole.

    >>> credit(2_000_000), credit(333_333)
    (2, Decimal('0.333333'))
    """
    whole, part = divmod(millionths, SCALE)
    return whole if not part else Decimal(millionths) / SCALE


def money(millionths: int) -> Decimal:
    """Return an amount with two decimals, or with more if it has more.

    >>> money(12_500_000), money(1_234_500)
    (Decimal('12.50'), Decimal('1.2345'))
    """
    amount = Decimal(millionths) / SCALE
    return amount.quantize(_CENT) if amount == amount.quantize(_CENT) else amount.normalize()


def _per(spend: int | None, credited: int) -> Decimal | None:
    return (Decimal(spend) / credited).quantize(_CENT) if spend is not None and credited else None


def _sums(lake: Lake, query: Query) -> tuple[Names, Mapping[tuple[Part, ...], _Sums]]:
    grouping = Grouping(by=query.read_by)
    lake.ready(
        inquiry=(*_OF_INQUIRY, *grouping.columns),
        quarantine=("source", "status", "received_at", "inquiry_id"),
        replay=("source", "of", "is_test", "replays", "last_at"),
        spend=dimensions.OF_EXPENSE,
    )
    journeys.prepare(lake, query.lookback_days)
    expenses.prepare(lake)
    names = dimensions.names(lake, query.read_by)
    sums: dict[tuple[Part, ...], _Sums] = defaultdict(_nothing)
    ask, width = _Ask(lake, query, grouping), grouping.width

    def add(rows: list[tuple[Any, ...]]) -> Any:
        for row in rows:
            yield sums[grouping.key_of(row[:width], names)], row[width:]

    for group, (received, new, first) in add(ask.inquiries()):
        group.counts["received"] += received
        group.counts["new_cards"] += new
        group.counts["first_inquiries"] += first
        group.counts["repeat_inquiries"] += received - first
    for group, (held,) in add(ask.held()):
        group.counts["received"] += held
        group.counts["quarantined"] += held
    for group, (replays,) in add(ask.replays()):
        group.counts["replayed"] += replays
    for group, (kind, currency, credited, value) in add(ask.outcomes()):
        if kind != "won":
            group.credits[kind] += credited
            continue
        group.won[currency if value is not None else None] += credited
        if currency and value is not None:
            group.value[currency] += value
    for group, (currency, amount) in add(ask.spent()):
        group.spend[currency] += amount
    return names, _narrowed(sums, query, grouping, names) if query.only else sums


def _narrowed(
    sums: Mapping[tuple[Part, ...], _Sums], query: Query, grouping: Grouping, names: Names
) -> Mapping[tuple[Part, ...], _Sums]:
    """Return the sums by ``group_by`` of the groups that match ``query.only``."""
    narrowed: dict[tuple[Part, ...], _Sums] = defaultdict(_nothing)
    for key, found in sums.items():
        if _shows(grouping.shown(key, names), query.only):
            into = narrowed[key[: len(query.group_by)]]
            for part in fields(_Sums):
                kept = getattr(into, part.name)
                for name, number in getattr(found, part.name).items():
                    kept[name] += number
    return narrowed


@dataclass(frozen=True, slots=True)
class _Ask:
    """The SQL queries of a report; each row begins with the raw key of its group."""

    lake: Lake
    query: Query
    grouping: Grouping

    def inquiries(self) -> list[tuple[Any, ...]]:
        """Return (received, new cards, first) counts of inquiries."""
        return self.lake.sql(f"""
            SELECT {self._keys("t", "t.date")}
                count(*), count(*) FILTER (t.new_card), count(*) FILTER (t.kind = 'first')
            FROM inquiry t WHERE {self.query.period.where("t.date")}
            GROUP BY ALL HAVING count(*) > 0
        """)

    def held(self) -> list[tuple[Any, ...]]:
        """Return the count of leads that are held or discarded: only their source is known."""
        return self.lake.sql(f"""
            SELECT {self._keys("t", "t.received_at", have=("source", "platform"))} count(*)
            FROM ({_ENTRIES}) t
            WHERE t.status IN ('open', 'discarded')
            AND {self.query.period.where("t.received_at")}
            GROUP BY ALL HAVING count(*) > 0
        """)

    def replays(self) -> list[tuple[Any, ...]]:
        """Return the count of replays, in the group of their inquiry or quarantine entry."""
        period = self.query.period
        return self.lake.sql(f"""
            WITH again AS (
                SELECT coalesce(q.inquiry_id, r."of") AS "of", r.source, r.last_at,
                    coalesce(r.replays, 1) AS replays, q.received_at, q.platform
                FROM replay r LEFT JOIN ({_ENTRIES}) q ON q.id = r."of"
                WHERE NOT coalesce(r.is_test, false)
            )
            SELECT {self._keys("t", "t.date")} sum(a.replays)
            FROM again a JOIN inquiry t ON t.id = a."of"
            WHERE {period.where("t.date")} GROUP BY ALL HAVING count(*) > 0
            UNION ALL
            SELECT {self._keys("t", _SEEN, have=("source", "platform"))} sum(t.replays)
            FROM again t WHERE {period.where(_SEEN)}
            AND t."of" NOT IN (SELECT id FROM inquiry SEMI JOIN again ON again."of" = inquiry.id)
            GROUP BY ALL HAVING count(*) > 0
        """)

    def outcomes(self) -> list[tuple[Any, ...]]:
        """Return (kind, currency, credit, value) of outcomes by the query's model."""
        where, credited, value = _CREDITED[self.query.model]
        at = 'j."at"' if self.query.date_basis == "outcome" else 'coalesce(t.date, j."at")'
        return self.lake.sql(f"""
            SELECT {self._keys("t", at)}
                j.kind, j.currency, sum({credited})::HUGEINT, sum({value})::HUGEINT
            FROM journey j LEFT JOIN inquiry t ON t.rowid = j.inquiry
            WHERE {where} AND {self.query.period.where(at)} GROUP BY ALL HAVING count(*) > 0
        """)

    def spent(self) -> list[tuple[Any, ...]]:
        """Return (currency, amount) of expenses."""
        day = periods.unit_of(self._local("i.date"), "day")
        period = self.query.period
        return self.lake.sql(expenses.grouped(self.lake, self.grouping, period, day))

    def _keys(self, table: str, at: str, have: tuple[str, ...] | None = None) -> str:
        local = self._local(at)
        times: dict[str, str] = {unit: periods.unit_of(local, unit) for unit in periods.UNITS}
        return self.grouping.keys(table, times, have)

    def _local(self, at: str) -> str:
        return periods.local(at, *self.lake.span(), self.query.period.zone)


def comparison(lake: Lake, query: Query) -> Report:
    """Return won and value of each group by every model, in columns beside each other."""
    columns: dict[str, Kind] = {**_shown(query), "currency": "text"}
    for model in MODELS:
        columns |= {f"won_{model}": "credit", f"value_{model}": "money"}
    rows = []
    for shown, by_model in _beside(lake, [replace(query, model=model) for model in MODELS]):
        row = {**shown, "currency": by_model[0]["currency"]}
        for model, figures in zip(MODELS, by_model, strict=True):
            row |= {f"won_{model}": figures["won"], f"value_{model}": figures["value"]}
        rows.append(row)
    about = {name: value for name, value in query.about.items() if name != "model"}
    return Report(name="models", columns=columns, rows=rows, about=about)


def changes(lake: Lake, query: Query, today: date) -> Report:
    """Return each group's figures of the last seven whole days and of the seven before them.

    ``today`` is the local day. Columns: ``<figure>``, ``<figure>_before`` and ``<figure>_change``
    as a share of the figure before (``None`` if that was zero or absent).
    """
    by = tuple(name for name in query.group_by if name not in periods.UNITS)
    weeks = [
        replace(
            query,
            group_by=by,
            period=Period(
                start=today - timedelta(days=back + 7),
                end=today - timedelta(days=back + 1),
                zone=query.period.zone,
            ),
        )
        for back in (0, 7)
    ]
    figures = {name: kind for name, kind in COLUMNS.items() if name != "currency"}
    columns: dict[str, Kind] = {**_shown(weeks[0]), "currency": "text"}
    for name, kind in figures.items():
        columns |= {name: kind, f"{name}_before": kind, f"{name}_change": "share"}
    rows = []
    for shown, (now, before) in _beside(lake, weeks):
        row = {**shown, "currency": now["currency"]}
        for name in figures:
            is_, was = now[name], before[name]
            change = float(((is_ or 0) - was) / was) if was else None
            row |= {name: is_, f"{name}_before": was, f"{name}_change": change}
        rows.append(row)
    return Report(name="changes", columns=columns, rows=rows, about=weeks[0].about)


def drill(
    lake: Lake, query: Query, group: Mapping[str, str | None], limit: int = 1000
) -> tuple[int, list[str]]:
    """Return the number of inquiries in a row, and the ids of the newest ``limit`` of them.

    ``group`` has the columns that show the row's group: ``{"campaign_id": "1", "campaign":
    "Autumn", "month": "2026-11"}``. Ids must be shown to operators only.
    """
    grouping = Grouping(by=query.read_by)
    group = {**query.only, **group}
    lake.ready(inquiry=(*_OF_INQUIRY, *grouping.columns), spend=dimensions.OF_EXPENSE)
    names = dimensions.names(lake, query.read_by)
    keys = _Ask(lake, query, grouping)._keys("t", "t.date")  # noqa: SLF001 (its own module)
    asked = f"FROM inquiry t WHERE {query.period.where('t.date')}"
    wanted = [
        raw
        for raw in lake.sql(f"SELECT DISTINCT {keys} true {asked}")
        if _shows(grouping.shown(grouping.key_of(raw[:-1], names), names), group)
    ]
    one = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in grouping.key_names) or "true"
    same = " OR ".join([f"({one})"] * len(wanted)) or "false"
    found = f"FROM (SELECT {keys} t.id, t.date {asked}) WHERE {same}"
    values = [value for raw in wanted for value in raw[:-1]]
    [(count,)] = lake.sql(f"SELECT count(*) {found}", values)
    rows = lake.sql(f"SELECT id {found} ORDER BY date DESC, id DESC LIMIT {int(limit)}", values)
    return count, [ident for (ident,) in rows]


def _shows(shown: Mapping[str, Any], group: Mapping[str, str | None]) -> bool:
    return all(shown.get(name) == value for name, value in group.items())
