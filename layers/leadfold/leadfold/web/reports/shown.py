"""What stands on the page: figures, charts, tables and links, worked out for the template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

from leadfold.pages import Texts
from leadfold.reports import attribution, dimensions, overlap, periods, sources, tasks
from leadfold.reports.attribution import MODELS, Query
from leadfold.reports.periods import Period, Unit
from leadfold.reports.table import Kind, Report
from leadfold.web.reports import asked, calls
from leadfold.web.reports.tools import Tools

TABS = ("campaigns", "models", "weeks", "overlap", "sources", "tasks")
#: Tabs whose reports are grouped and narrowed; the others have a period alone.
GROUPED = ("campaigns", "models", "weeks")
#: The call that has the same figures, and what it is told besides.
_CALLS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "campaigns": ("attribution", {}),
    "models": ("attribution", {"compare": "models"}),
    "weeks": ("attribution", {"compare": "weeks"}),
    "overlap": ("overlap", {}),
    "sources": ("sources", {}),
    "tasks": ("tasks", {}),
}
_MOST_ROWS, _MOST_BARS = 200, 10
#: Amounts from here on are shown in whole units.
_ROUNDED = 1000
_LONGEST_LABEL = 100
_GROUPINGS = (
    "platform,campaign platform source platform,campaign,adset platform,campaign,ad form "
    "bucket country utm_source,utm_medium utm_campaign month week day platform,month"
).split()
_TILES = (
    "received new_cards repeat_inquiries quarantined qualified won value spend "
    "cost_per_new_card cost_per_won"
).split()
_CAMPAIGN_COLUMNS = (
    "received new_cards repeat_inquiries quarantined reached wrong_number qualified won value "
    "spend cost_per_new_card cost_per_won"
).split()
_TIME_COLUMNS = "received new_cards repeat_inquiries quarantined won value spend".split()
_WEEK_COLUMNS = "received new_cards qualified won value spend cost_per_new_card".split()
#: The longest periods that are shown day by day, and week by week.
_DAYS, _WEEKS = 35, 200
_LOOKBACKS = ("30", "60", "90", "180", "365", "ever")
#: Inquiries may not fall on every one of them, but each has its place on the axis.
_MOST_UNITS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is looked at; ``own_language`` tells that the address names the language."""

    tab: str
    query: Query
    today: date
    texts: Texts
    own_language: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its text, whether it is a number, where it leads, what it is beside."""

    text: str
    is_number: bool = False
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; ``labels`` is how many cells in front name a row."""

    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    labels: int
    foot: Sequence[Sequence[Cell]] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart; ``kind`` is ``time`` (upright bars), ``bars`` or ``stacked`` (lying ones)."""

    id: str
    title: str
    kind: str
    labels: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[float]]]
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Charts with their table."""

    id: str
    title: str
    table: Table
    charts: Sequence[Chart] = field(default=())


class Shown:
    """The page's parts, each asked of the lake when the template comes to it."""

    def __init__(self, tools: Tools, asking: Asking) -> None:
        """Take what to ask, and what is asked."""
        self._tools, self._asking, self._query = tools, asking, asking.query
        self.t = asking.texts

    # -- addresses --------------------------------------------------------------------------------

    @cached_property
    def _told(self) -> dict[str, str]:
        """What the address says, as the page understood it."""
        query = self._query
        told = {
            "report": self._asking.tab,
            "from": query.period.start.isoformat() if query.period.start else "",
            "to": query.period.end.isoformat() if query.period.end else "",
            "tz": query.period.zone,
            "group_by": ",".join(query.group_by),
            "model": query.model,
            "date_basis": query.date_basis,
            "lookback_days": str(query.lookback_days or "ever"),
            **{name: value or "" for name, value in query.only.items()},
        }
        return told | ({"lang": self.t.language} if self._asking.own_language else {})

    def link(self, **changed: str | None) -> str:
        """Return the address of the page with something else asked; ``None`` leaves out."""
        told = {name: value for name, value in (self._told | changed).items() if value is not None}
        return f"view?{urlencode(told)}"

    def download(self, form: str) -> str:
        """Return the address of the same figures as a file."""
        path, more = _CALLS[self._asking.tab]
        told = {name: value for name, value in self._told.items() if name not in {"report", "lang"}}
        if self._asking.tab not in GROUPED:
            told = {name: told[name] for name in ("from", "to", "tz")}
        told = {name: value for name, value in told.items() if value or name not in {"from", "to"}}
        return f"{path}?{urlencode(told | dict(more) | {'format': form})}"

    # -- the form ---------------------------------------------------------------------------------

    @property
    def told(self) -> Mapping[str, str]:
        """The parameters as understood, for the form."""
        return self._told

    @property
    def is_grouped(self) -> bool:
        """Whether the tab's report is grouped and narrowed."""
        return self._asking.tab in GROUPED

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Return each tab: name, address, and whether it is looked at."""
        return [(tab, self.link(report=tab), tab == self._asking.tab) for tab in TABS]

    def presets(self) -> list[tuple[str, str, bool]]:
        """Return periods to choose from: name, address, and whether it is looked at."""
        today = self._asking.today
        first = today.replace(day=1)
        last = first - timedelta(days=1)
        spans = {
            "7": (today - timedelta(days=6), today),
            "30": (today - timedelta(days=29), today),
            "90": (today - timedelta(days=89), today),
            "month": (first, today),
            "last_month": (last.replace(day=1), last),
            "year": (today.replace(month=1, day=1), today),
        }
        period = self._query.period
        return [
            (
                name,
                self.link(**{"from": start.isoformat(), "to": end.isoformat()}),
                (period.start, period.end) == (start, end),
            )
            for name, (start, end) in spans.items()
        ]

    def groupings(self) -> list[tuple[str, str]]:
        """Return the groupings to choose from: value and name."""
        values = list(dict.fromkeys([self._told["group_by"], *_GROUPINGS]))
        return [(value, self._groups_named(value)) for value in values]

    def lookbacks(self) -> list[tuple[str, str]]:
        """Return the look-backs to choose from: value and name."""
        values = list(dict.fromkeys([*_LOOKBACKS, self._told["lookback_days"]]))
        return [
            (
                value,
                self.t("lookback.ever") if value == "ever" else self.t("lookback", n=int(value)),
            )
            for value in values
        ]

    def zones(self) -> list[str]:
        """Return time zones to choose from."""
        near = (zone for zone in available_timezones() if zone.startswith("Europe/"))
        return sorted({*near, "UTC", "Asia/Jerusalem", self._told["tz"]})

    def choices(self, name: str) -> list[str]:
        """Return the platforms or sources that inquiries came from."""
        self._tools.lake.ready(inquiry=(name,))
        column = f'"{name}"'
        rows = self._tools.lake.sql(
            f"SELECT DISTINCT {column} FROM inquiry WHERE {column} <> '' ORDER BY 1 LIMIT 200"  # noqa: S608
        )
        chosen = self._query.only.get(name)
        return sorted({value for (value,) in rows} | ({chosen} if chosen else set()))

    def narrowed(self) -> list[tuple[str, str, str]]:
        """Return what the report is narrowed to: name, value, and the address without it."""
        only = self._query.only
        shown: list[tuple[str, str, str]] = []
        for name, value in only.items():
            of_id = name.endswith("_id") and name.removesuffix("_id") in only
            if not of_id:
                gone = {name: None, f"{name}_id": None}
                label = self.t(f"group.{dimensions.of_column(name)}")
                shown.append((label, value or dimensions.NONE, self.link(**gone)))
        return shown

    # -- in words ---------------------------------------------------------------------------------

    def period(self) -> str:
        """Return the period in words."""
        if self._asking.tab == "weeks":
            return self.t("weeks.period")
        start, end = self._query.period.start, self._query.period.end
        return self.t(
            "period",
            start=self.t.date(start) if start else "…",
            end=self.t.date(end) if end else "…",
        )

    def _groups_named(self, value: str) -> str:
        return " · ".join(self.t(f"group.{name}") for name in value.split(",") if name) or self.t(
            "group.none"
        )

    def shown(self, kind: Kind, value: Any, currency: str | None) -> str:
        """Return a value as text; ``–`` for none."""
        t = self.t
        if value is None:
            return "–"
        match kind:
            case "money":
                # Cents of a large amount only hide it; downloads have them.
                decimals = 0 if abs(value) >= _ROUNDED else 2
                return f"{t.number(float(value), decimals)} {currency or ''}".strip()
            case "credit" if isinstance(value, Decimal):
                return t.number(float(value), 2)
            case "count" | "credit":
                return t.number(int(value))
            case "share":
                return t.percent(100 * float(value))
            case "seconds":
                return self._time_taken(float(value))
            case "time":
                return self._moment(str(value))
            case _:
                return str(value)

    def _time_taken(self, seconds: float) -> str:
        for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
            if seconds >= size:
                return self.t(f"unit.{unit}", n=self.t.number(seconds / size))
        return self.t("unit.s", n=int(seconds))

    def _moment(self, told: str) -> str:
        local = datetime.fromisoformat(told).astimezone(ZoneInfo(self._query.period.zone))
        return f"{self.t.date(local.date())} {local:%H:%M}"

    # -- figures above ----------------------------------------------------------------------------

    def tiles(self) -> list[tuple[str, list[str], str]]:
        """Return the key figures: name, values, and how much they were in the period before."""
        if self._asking.tab != "campaigns":
            return []
        now = self._totals.rows
        earlier = asked.before(self._query.period)
        then = self._total(earlier).rows if earlier else ()
        return [
            (self.t(f"col.{name}"), self._summed(name, now), self._change(name, now, then))
            for name in _TILES
        ]

    @cached_property
    def _totals(self) -> Report:
        return self._total(self._query.period)

    def _total(self, period: Period) -> Report:
        query = replace(self._query, group_by=(), period=period)
        return attribution.report(self._tools.lake, query)

    def _summed(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        kind = attribution.COLUMNS[name]
        if kind == "money":
            told = [(row[name], row["currency"]) for row in rows if row[name] is not None]
            return [self.shown(kind, value, currency) for value, currency in told] or ["–"]
        return [self.shown(kind, sum(row[name] for row in rows), None)]

    def _change(
        self, name: str, now: Sequence[Mapping[str, Any]], then: Sequence[Mapping[str, Any]]
    ) -> str:
        """Return how a figure changed, in its first currency."""
        if not now or not then:
            return ""
        currency = now[0]["currency"]
        if attribution.COLUMNS[name] == "money":
            values = [
                next((row[name] for row in rows if row["currency"] == currency), None)
                for rows in (now, then)
            ]
        else:
            values = [sum(row[name] for row in rows) for rows in (now, then)]
        return self._signed(*values)

    def _signed(self, now: Any, then: Any) -> str:
        if now is None or not then:
            return ""
        share = float(now) / float(then) - 1
        sign = "+" if share > 0 else "−" if share < 0 else "±"
        return f"{sign}{self.t.percent(round(abs(share) * 1000) / 10)}"

    # -- the tabs ---------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> list[Section]:
        """The charts and tables of the tab."""
        of_tab: Mapping[str, Callable[[], list[Section]]] = {
            "campaigns": self._campaigns,
            "models": self._models,
            "weeks": self._weeks,
            "overlap": self._overlap,
            "sources": self._sources,
            "tasks": self._tasks,
        }
        return [section for section in of_tab[self._asking.tab]() if section.table.rows]

    def charts(self) -> list[dict[str, Any]]:
        """Return what is drawn."""
        return [
            {
                "id": chart.id,
                "kind": chart.kind,
                "unit": chart.unit,
                "labels": list(chart.labels),
                "series": [
                    {"name": name, "color": color, "values": list(values)}
                    for name, color, values in chart.series
                ],
            }
            for section in self.sections
            for chart in section.charts
        ]

    def _campaigns(self) -> list[Section]:
        return [self._over_time(), self._by_group()]

    def _over_time(self) -> Section:
        unit = self._unit()
        report = attribution.report(self._tools.lake, replace(self._query, group_by=(unit,)))
        by_label: dict[str, list[Mapping[str, Any]]] = {}
        for row in report.rows:
            by_label.setdefault(row[unit], []).append(row)
        labels = self._labels(unit) or list(by_label)
        labels += [label for label in by_label if label not in labels]

        def counted(name: str) -> list[float]:
            return [float(sum(r[name] for r in by_label.get(label, ()))) for label in labels]

        chart = Chart(
            id="chart-time",
            title=self.t(f"time.{unit}"),
            kind="time",
            labels=labels,
            series=[
                (self.t("col.first_inquiries"), "accent", counted("first_inquiries")),
                (self.t("col.repeat_inquiries"), "second", counted("repeat_inquiries")),
                (self.t("col.quarantined"), "doubt", counted("quarantined")),
            ],
        )
        newest_first = replace(
            report, rows=[r for label in reversed(labels) for r in by_label.get(label, ())]
        )
        return Section(
            id="time",
            title=chart.title,
            charts=[chart],
            table=self._table(newest_first, (unit,), _TIME_COLUMNS),
        )

    def _unit(self) -> Unit:
        period = self._query.period
        if not (period.start and period.end):
            return "month"
        days = (period.end - period.start).days + 1
        return "day" if days <= _DAYS else "week" if days <= _WEEKS else "month"

    def _labels(self, unit: Unit) -> list[str]:
        """Return every day, week or month of a closed period, those without inquiries as well."""
        period = self._query.period
        if not (period.start and period.end):
            return []
        days = min((period.end - period.start).days, _MOST_UNITS * 31)
        all_days = (period.start + timedelta(days=n) for n in range(days + 1))
        return list(dict.fromkeys(periods.label(day, unit) for day in all_days))

    def _by_group(self) -> Section:
        report = self._most_first(attribution.report(self._tools.lake, self._query))
        groups = _groups(report)
        top = [rows for rows in groups if rows[0]["received"]][:_MOST_BARS]
        labels = [self._label(rows[0]) for rows in top]

        def counted(name: str) -> list[float]:
            return [float(rows[0][name]) for rows in top]

        charts = [
            Chart(
                id="chart-groups",
                title=self.t("groups.received"),
                kind="stacked",
                labels=labels,
                series=[
                    (self.t("col.first_inquiries"), "accent", counted("first_inquiries")),
                    (self.t("col.repeat_inquiries"), "second", counted("repeat_inquiries")),
                    (self.t("col.quarantined"), "doubt", counted("quarantined")),
                ],
            )
        ]
        priced = [r for rows in groups for r in rows if r["cost_per_new_card"] is not None]
        if priced:
            currency = priced[0]["currency"]
            same = [r for r in priced if r["currency"] == currency][:_MOST_BARS]
            charts.append(
                Chart(
                    id="chart-cost",
                    title=f"{self.t('col.cost_per_new_card')}, {currency}",
                    kind="bars",
                    labels=[self._label(row) for row in same],
                    series=[
                        (
                            self.t("col.cost_per_new_card"),
                            "good",
                            [float(row["cost_per_new_card"]) for row in same],
                        )
                    ],
                )
            )
        return Section(
            id="groups",
            title=self.t("groups", groups=self._groups_named(self._told["group_by"])),
            charts=charts,
            table=self._table(
                report, self._query.group_by, _CAMPAIGN_COLUMNS, totals=self._totals.rows
            ),
        )

    def _models(self) -> list[Section]:
        report = calls.compared(self._tools, self._query, "models")
        rows = sorted(report.rows, key=lambda row: -max(row[f"won_{m}"] or 0 for m in MODELS))
        report = replace(report, rows=rows)
        top = [row for row in rows if any(row[f"won_{model}"] for model in MODELS)][:8]
        colors = ("accent", "second", "good", "doubt")
        chart = Chart(
            id="chart-models",
            title=self.t("col.won"),
            kind="bars",
            labels=[self._label(row) for row in top],
            series=[
                (self.t(f"model.{model}"), color, [float(row[f"won_{model}"] or 0) for row in top])
                for model, color in zip(MODELS, colors, strict=True)
            ],
        )
        columns = [f"{figure}_{model}" for figure in ("won", "value") for model in MODELS]
        table = self._table(report, self._query.group_by, columns)
        return [Section(id="models", title=self.t("tab.models"), charts=[chart], table=table)]

    def _weeks(self) -> list[Section]:
        report = self._most_first(calls.compared(self._tools, self._query, "weeks"))
        by = tuple(name for name in self._query.group_by if name not in periods.UNITS)
        top = [rows[0] for rows in _groups(report)][:_MOST_BARS]
        labels = [self._label(row) for row in top]
        chart = Chart(
            id="chart-weeks",
            title=self.t("col.received"),
            kind="bars",
            labels=labels,
            series=[
                (self.t("weeks.now"), "accent", [float(row["received"] or 0) for row in top]),
                (
                    self.t("weeks.before"),
                    "missing",
                    [float(row["received_before"] or 0) for row in top],
                ),
            ],
        )
        table = self._table(report, by, _WEEK_COLUMNS, changed=True)
        return [Section(id="weeks", title=self.t("tab.weeks"), charts=[chart], table=table)]

    def _overlap(self) -> list[Section]:
        report = overlap.report(self._tools.lake, self._query.period)
        top = report.rows[:_MOST_BARS]
        chart = Chart(
            id="chart-overlap",
            title=self.t("col.customers"),
            kind="bars",
            labels=[f"{row['platform']} + {row['other_platform']}" for row in top],
            series=[(self.t("col.customers"), "accent", [float(row["customers"]) for row in top])],
        )
        columns = ["customers", "inquiries", "cost", "cost_again"]
        table = self._table(report, ("platform", "other_platform"), columns)
        return [Section(id="overlap", title=self.t("tab.overlap"), charts=[chart], table=table)]

    def _sources(self) -> list[Section]:
        report = sources.report(self._tools.lake, self._query.period, calls.utc(self._tools))
        seen = {row["source"]: row for row in reversed(report.rows)}
        top = sorted(seen.values(), key=lambda row: -row["received"])[:_MOST_BARS]
        charts = [
            Chart(
                id=f"chart-{name}",
                title=self.t(f"col.{name}"),
                kind="bars",
                labels=[row["source"] for row in top],
                series=[
                    (self.t(f"col.{name}"), color, [scale * (row[name] or 0) for row in top]),
                ],
                unit="percent" if name.endswith("share") else "",
            )
            for name, color, scale in (
                ("received", "accent", 1.0),
                ("quarantine_share", "doubt", 100.0),
            )
        ]
        columns = [
            name for name in sources.COLUMNS if name not in {"source", "platform", "currency"}
        ]
        table = self._table(report, ("source", "platform"), columns)
        return [Section(id="sources", title=self.t("tab.sources"), charts=charts, table=table)]

    def _tasks(self) -> list[Section]:
        report = tasks.report(self._tools.lake, self._query.period, calls.utc(self._tools))
        states = {
            "in_time": "good",
            "late": "doubt",
            "overdue": "bad",
            "waiting": "second",
            "closed_without_contact": "missing",
        }
        owners = list(dict.fromkeys(row["owner_id"] for row in report.rows))[:_MOST_BARS]
        chart = Chart(
            id="chart-tasks",
            title=self.t("tasks.chart"),
            kind="stacked",
            labels=owners,
            series=[
                (
                    self.t(f"col.{state}"),
                    color,
                    [
                        float(sum(row[state] for row in report.rows if row["owner_id"] == owner))
                        for owner in owners
                    ],
                )
                for state, color in states.items()
            ],
        )
        columns = [name for name in tasks.COLUMNS if name not in {"owner_id", "source"}]
        table = self._table(report, ("owner_id", "source"), columns)
        return [Section(id="tasks", title=self.t("tab.tasks"), charts=[chart], table=table)]

    # -- tables -----------------------------------------------------------------------------------

    def _table(
        self,
        report: Report,
        by: Sequence[str],
        columns: Sequence[str],
        *,
        totals: Sequence[Mapping[str, Any]] = (),
        changed: bool = False,
    ) -> Table:
        """Return a report's rows as a table, the first of them where there are many."""
        kinds = report.columns
        labels = list(by) or ["none"]
        currencies = {str(row["currency"]) for row in report.rows if row.get("currency")}
        only_one = currencies.pop() if len(currencies) == 1 else ""
        numbers = [column for column in columns if kinds[column] not in {"text", "time"}]

        def cells(row: Mapping[str, Any], *, continued: bool) -> list[Cell]:
            return [
                Cell(
                    text=""
                    if continued and kinds[column] != "money"
                    else self._named(column, kinds[column], row, only_one),
                    is_number=column in numbers,
                    note=self._signed(row[column], row[f"{column}_before"]) if changed else "",
                )
                for column in columns
            ]

        rows: list[list[Cell]] = []
        groups = _groups(report)
        for group in groups[:_MOST_ROWS]:
            for at, row in enumerate(group):
                named = [self._name(name, row, by) for name in by] or [Cell(text=self.t("total"))]
                rows.append([*named, *cells(row, continued=at > 0)])
        foot = [
            [
                Cell(text=self.t("total") if at == 0 else ""),
                *(Cell(text="") for _ in labels[1:]),
                *cells(row, continued=at > 0),
            ]
            for at, row in enumerate(totals)
        ]
        head = [Cell(text=self.t(f"group.{name}")) for name in labels]
        head += [
            Cell(text=self._column(column, kinds[column], only_one), is_number=column in numbers)
            for column in columns
        ]
        return Table(
            head=head,
            rows=rows,
            labels=len(labels),
            foot=foot if len(rows) > 1 else (),
            left_out=max(0, len(groups) - _MOST_ROWS),
        )

    def _named(self, column: str, kind: Kind, row: Mapping[str, Any], only_one: str) -> str:
        if column == "is_silent":
            return self.t(f"silent.{row[column]}")
        return self.shown(kind, row[column], None if only_one else row.get("currency"))

    def _column(self, column: str, kind: Kind, only_one: str) -> str:
        """Return the head of a column; of models the figure and whose it is."""
        figure, _, model = column.partition("_")
        named = (
            f"{self.t(f'col.{figure}')}: {self.t(f'model.{model}')}"
            if model in MODELS
            else self.t(f"col.{column}")
        )
        return f"{named}, {only_one}" if only_one and kind == "money" else named

    def _name(self, name: str, row: Mapping[str, Any], by: Sequence[str]) -> Cell:
        """Return a cell that names a row, and leads to what is in it."""
        text = str(row[name])
        if not self.is_grouped or name in periods.UNITS:
            return Cell(text=text)
        only: dict[str, str | None] = {}
        for other in by[: by.index(name) + 1]:
            if other not in periods.UNITS:
                only[other] = row[other]
                if other in dimensions.NAMED:
                    only[f"{other}_id"] = row[f"{other}_id"] or ""
        following = {"platform": "platform,campaign", "campaign": "adset,ad"}.get(name)
        return Cell(
            text=text,
            link=self.link(report="campaigns", group_by=following or "platform,campaign", **only),
        )

    def _label(self, row: Mapping[str, Any]) -> str:
        """Return the name of a row's bar; its last group says most."""
        by = [name for name in self._query.group_by if name in row]
        return (" · ".join(str(row[name]) for name in by) or self.t("total"))[-_LONGEST_LABEL:]

    def _most_first(self, report: Report) -> Report:
        """Return the report with its largest groups first; those of times stay in order."""
        if {*self._query.group_by} & {*periods.UNITS}:
            return report
        groups = sorted(_groups(report), key=lambda rows: -(rows[0]["received"] or 0))
        return replace(report, rows=[row for rows in groups for row in rows])


def _groups(report: Report) -> list[list[Mapping[str, Any]]]:
    """Return rows in lists of one group: one row for each of its currencies."""
    texts = [name for name, kind in report.columns.items() if kind == "text" and name != "currency"]
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in report.rows:
        groups.setdefault(tuple(row[name] for name in texts), []).append(row)
    return list(groups.values())
