"""The content of the page: figures, charts and tables, as its template needs them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from leadfold.reports import attribution, overlap, periods, sources, tasks
from leadfold.reports.attribution import MODELS
from leadfold.reports.periods import Period, Unit
from leadfold.reports.table import Report
from leadfold.web.reports import calls, query_parameters
from leadfold.web.reports.form import Form, Selection
from leadfold.web.reports.tables import Table, Tables, Words, groups_of
from leadfold.web.reports.tools import Tools

_MOST_BARS = 10
_LONGEST_LABEL = 100
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
#: Inquiries may not fall on every one of them, but each has its place on the axis.
_MOST_UNITS = 400


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


class Content:
    """The parts of the page; each is read from the lake when the template uses it."""

    def __init__(self, tools: Tools, selection: Selection, form: Form) -> None:
        """Take the lake, what is selected, and the form, which makes addresses."""
        self._tools, self._selection, self._query = tools, selection, selection.query
        self._form, self.t = form, selection.texts
        self._words = Words(self.t, selection.query.period.zone)
        self._tables = Tables(self.t, self._words, form)

    def period(self) -> str:
        """Return the period in words."""
        if self._selection.tab == "weeks":
            return self.t("weeks.period")
        start, end = self._query.period.start, self._query.period.end
        return self.t(
            "period",
            start=self.t.date(start) if start else "…",
            end=self.t.date(end) if end else "…",
        )

    # -- figures above ----------------------------------------------------------------------------

    @cached_property
    def tiles(self) -> list[tuple[str, list[str], str]]:
        """The key figures: name, values, and how they changed from the period before."""
        if self._selection.tab != "campaigns":
            return []
        now = self._totals.rows
        earlier = query_parameters.before(self._query.period)
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
            values = [(row[name], row["currency"]) for row in rows if row[name] is not None]
            return [self._words.value(kind, value, currency) for value, currency in values] or ["–"]
        return [self._words.value(kind, sum(row[name] for row in rows), None)]

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
        return self._words.change(*values)

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
        return [section for section in of_tab[self._selection.tab]() if section.table.rows]

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
            table=self._tables.table(newest_first, (unit,), _TIME_COLUMNS),
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
        groups = groups_of(report)
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
            title=self.t("groups", groups=self._form.groups_named(self._form.values["group_by"])),
            charts=charts,
            table=self._tables.table(
                report, self._query.group_by, _CAMPAIGN_COLUMNS, totals=self._totals.rows
            ),
        )

    def _models(self) -> list[Section]:
        report = calls.compared(self._tools, self._query, "models")
        groups = sorted(
            groups_of(report), key=lambda rows: -max(_sum(rows, f"won_{m}") for m in MODELS)
        )
        report = replace(report, rows=[row for rows in groups for row in rows])
        top = [rows for rows in groups if any(_sum(rows, f"won_{m}") for m in MODELS)][:8]
        colors = ("accent", "second", "good", "doubt")
        chart = Chart(
            id="chart-models",
            title=self.t("col.won"),
            kind="bars",
            labels=[self._label(rows[0]) for rows in top],
            series=[
                (self.t(f"model.{model}"), color, [_sum(rows, f"won_{model}") for rows in top])
                for model, color in zip(MODELS, colors, strict=True)
            ],
        )
        columns = [f"{figure}_{model}" for figure in ("won", "value") for model in MODELS]
        table = self._tables.table(report, self._query.group_by, columns)
        return [Section(id="models", title=self.t("tab.models"), charts=[chart], table=table)]

    def _weeks(self) -> list[Section]:
        report = self._most_first(calls.compared(self._tools, self._query, "weeks"))
        by = tuple(name for name in self._query.group_by if name not in periods.UNITS)
        top = groups_of(report)[:_MOST_BARS]
        chart = Chart(
            id="chart-weeks",
            title=self.t("col.received"),
            kind="bars",
            labels=[self._label(rows[0]) for rows in top],
            series=[
                (self.t("weeks.now"), "accent", [_sum(rows, "received") for rows in top]),
                (
                    self.t("weeks.before"),
                    "missing",
                    [_sum(rows, "received_before") for rows in top],
                ),
            ],
        )
        table = self._tables.table(report, by, _WEEK_COLUMNS, changed=True)
        return [Section(id="weeks", title=self.t("tab.weeks"), charts=[chart], table=table)]

    def _overlap(self) -> list[Section]:
        report = overlap.report(self._tools.lake, self._query.period)
        top = [rows[0] for rows in groups_of(report)][:_MOST_BARS]
        chart = Chart(
            id="chart-overlap",
            title=self.t("col.customers"),
            kind="bars",
            labels=[f"{row['platform']} + {row['other_platform']}" for row in top],
            series=[(self.t("col.customers"), "accent", [float(row["customers"]) for row in top])],
        )
        columns = ["customers", "inquiries", "cost", "cost_again"]
        table = self._tables.table(report, ("platform", "other_platform"), columns)
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
        table = self._tables.table(report, ("source", "platform"), columns)
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
        table = self._tables.table(report, ("owner_id", "source"), columns)
        return [Section(id="tasks", title=self.t("tab.tasks"), charts=[chart], table=table)]

    def _label(self, row: Mapping[str, Any]) -> str:
        """Return the name of a row's bar; its last group says most."""
        by = [name for name in self._query.group_by if name in row]
        return (" · ".join(str(row[name]) for name in by) or self.t("total"))[-_LONGEST_LABEL:]

    def _most_first(self, report: Report) -> Report:
        """Return the report with its largest groups first; those of times stay in order."""
        if {*self._query.group_by} & {*periods.UNITS}:
            return report
        groups = sorted(groups_of(report), key=lambda rows: -_sum(rows, "received"))
        return replace(report, rows=[row for rows in groups for row in rows])


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    """Return a figure of a group, summed over the rows of its currencies."""
    return float(sum(row[name] or 0 for row in rows))
