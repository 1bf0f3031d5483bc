"""Rows of a report as a table for people: values in words, names that lead to what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from leadfold.pages import Texts
from leadfold.reports import dimensions, periods
from leadfold.reports.attribution import MODELS
from leadfold.reports.table import Kind, Report
from leadfold.web.reports.form import Form

_MOST_ROWS = 200
#: Amounts from here on are shown in whole units.
_ROUNDED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its text, whether it is a number, its link, and a note beside it."""

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


class Words:
    """Values as a language and a time zone write them."""

    def __init__(self, texts: Texts, zone: str) -> None:
        """Take the language, and the zone of times."""
        self._t, self._zone = texts, zone

    def value(self, kind: Kind, value: Any, currency: str | None) -> str:
        """Return a value as text; ``–`` for none."""
        t = self._t
        if value is None:
            return "–"
        match kind:
            case "money":
                # Cents of a large amount only hide it; downloads have them.
                decimals = 0 if not value or abs(value) >= _ROUNDED else 2
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
                return self._t(f"unit.{unit}", n=self._t.number(seconds / size))
        return self._t("unit.s", n=int(seconds))

    def _moment(self, value: str) -> str:
        local = datetime.fromisoformat(value).astimezone(ZoneInfo(self._zone))
        return f"{self._t.date(local.date())} {local:%H:%M}".replace(" ", "\N{NO-BREAK SPACE}")

    def change(self, now: Any, then: Any) -> str:
        """Return how much a figure changed, nothing where that says nothing."""
        if now is None or not then:
            return ""
        share = float(now) / float(then) - 1
        sign = "+" if share > 0 else "−" if share < 0 else "±"
        return f"{sign}{self._t.percent(round(abs(share) * 1000) / 10)}"


class Tables:
    """Makes tables."""

    def __init__(self, texts: Texts, words: Words, form: Form) -> None:
        """Take the language, what writes values, and what makes addresses."""
        self._t, self._words, self._form = texts, words, form

    def table(
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
                    if continued and not _is_of_currency(kinds[column], row[column])
                    else self._named(column, kinds[column], row, only_one),
                    is_number=column in numbers,
                    note=self._words.change(row[column], row[f"{column}_before"])
                    if changed
                    else "",
                )
                for column in columns
            ]

        rows: list[list[Cell]] = []
        groups = groups_of(report)
        for group in groups[:_MOST_ROWS]:
            for at, row in enumerate(group):
                named = [self._name(name, row, by) for name in by] or [Cell(text=self._t("total"))]
                rows.append([*named, *cells(row, continued=at > 0)])
        foot = [
            [
                Cell(text=self._t("total") if at == 0 else ""),
                *(Cell(text="") for _ in labels[1:]),
                *cells(row, continued=at > 0),
            ]
            for at, row in enumerate(totals)
        ]
        head = [Cell(text=self._t(f"group.{name}")) for name in labels]
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
            return self._t(f"silent.{row[column]}")
        return self._words.value(kind, row[column], None if only_one else row.get("currency"))

    def _column(self, column: str, kind: Kind, only_one: str) -> str:
        """Return the head of a column; of models the figure and whose it is."""
        figure, _, model = column.partition("_")
        named = (
            f"{self._t(f'col.{figure}')}: {self._t(f'model.{model}')}"
            if model in MODELS
            else self._t(f"col.{column}")
        )
        return f"{named}, {only_one}" if only_one and kind == "money" else named

    def _name(self, name: str, row: Mapping[str, Any], by: Sequence[str]) -> Cell:
        """Return a cell that names a row, and leads to what is in it."""
        text = str(row[name])
        if not self._form.is_grouped or name in periods.UNITS:
            return Cell(text=text)
        only: dict[str, str | None] = {}
        for other in by[: by.index(name) + 1]:
            if other not in periods.UNITS:
                ident = row.get(f"{other}_id")
                # A name may change: what has an id goes by it alone.
                only[other] = None if ident else row[other]
                if other in dimensions.NAMED:
                    only[f"{other}_id"] = ident or ""
        following = {"platform": "platform,campaign", "campaign": "adset,ad"}.get(name)
        return Cell(
            text=text,
            link=self._form.link(
                report="campaigns", group_by=following or "platform,campaign", **only
            ),
        )


def _is_of_currency(kind: Kind, value: Any) -> bool:
    """Tell whether a figure is one of a group's further currencies: each has its own sales."""
    return kind == "money" or (kind == "credit" and bool(value))


def groups_of(report: Report) -> list[list[Mapping[str, Any]]]:
    """Return rows in lists of one group: one row for each of its currencies."""
    texts = [name for name, kind in report.columns.items() if kind == "text" and name != "currency"]
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in report.rows:
        groups.setdefault(tuple(row[name] for name in texts), []).append(row)
    return list(groups.values())
