"""The query parameters of report calls: read and checked, with an error for every bad one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, TypeVar, cast

from leadfold.errors import FieldError, Problem
from leadfold.reports import dimensions, periods
from leadfold.reports.attribution import BASES, LOOKBACK_DAYS, MODELS, Basis, Model, Query
from leadfold.reports.periods import Period

Format = Literal["json", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("json", "csv", "xlsx")
COMPARED = ("models", "weeks")
#: Columns that a row shows of its groups, by which a report can be filtered.
FILTERS = (
    *dimensions.PLAIN,
    *(column for name in dimensions.NAMED for column in (name, f"{name}_id")),
)
_MOST_GROUPS = 4
_LONGEST_LOOKBACK = 3650
_LONGEST = 500

_PERIOD: Mapping[str, Any] = {
    "from": {"type": "string", "format": "date", "description": "The first local day"},
    "to": {"type": "string", "format": "date", "description": "The last local day"},
    "tz": {"type": "string", "maxLength": 60, "default": "UTC", "description": "A time zone"},
}
_FORMAT: Mapping[str, Any] = {"format": {"enum": [*FORMATS], "default": "json"}}
_FILTERED = {name: {"type": "string", "maxLength": _LONGEST} for name in FILTERS}
#: The query parameters of each call, as the OpenAPI document has them.
OF_REPORT: Mapping[str, Any] = {**_PERIOD, **_FORMAT}
OF_ATTRIBUTION: Mapping[str, Any] = {
    **_PERIOD,
    "group_by": {
        "type": "string",
        "default": "platform,campaign",
        "description": f"Up to {_MOST_GROUPS} of {', '.join(dimensions.ALL)}; empty: one row",
    },
    "model": {"enum": [*MODELS], "default": "last_touch"},
    "date_basis": {"enum": [*BASES], "default": "inquiry"},
    "lookback_days": {
        "type": "string",
        "pattern": "^([1-9][0-9]{0,3}|ever)$",
        "default": str(LOOKBACK_DAYS),
        "description": f"1 to {_LONGEST_LOOKBACK}, or ever",
    },
    "compare": {
        "enum": [*COMPARED],
        "description": "models: won and value by each; weeks: the last seven days and those before",
    },
    **_FILTERED,
    **_FORMAT,
}
OF_DRILL: Mapping[str, Any] = {
    **_PERIOD,
    **_FILTERED,
    **{unit: {"type": "string", "maxLength": 10} for unit in periods.UNITS},
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000},
}

T = TypeVar("T")


@dataclass(slots=True)
class Parameters:
    """Reads query parameters one by one; ``done`` refuses the request where any was bad."""

    query: Mapping[str, str]
    known: Mapping[str, Any]
    errors: list[FieldError] = field(default_factory=list)

    def value(self, name: str, default: T, read: Callable[[str], T], expected: str) -> T:
        """Return a parameter; ``read`` raises ``ValueError`` for what is not as expected."""
        raw = self.query.get(name)
        if raw is None:
            return default
        try:
            return read(raw)
        except ValueError:
            self.errors.append(FieldError(name, "invalid", expected))
            return default

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Return a parameter that is one of some words."""
        return self.value(name, default, _one_of(choices), f"one of {', '.join(choices)}")

    def done(self) -> None:
        """Raise 400 with every parameter that is unknown or bad."""
        self.errors += [
            FieldError(name, "unknown", "there is no such parameter")
            for name in self.query
            if name not in self.known
        ]
        if self.errors:
            detail = "; ".join(f"{error.field[:60]}: {error.message}" for error in self.errors[:5])
            raise Problem(400, "Bad Request", f"{detail}.", errors=self.errors[:20])


def period(parameters: Parameters) -> Period:
    """Return the local days that are asked for, without a start or end that is not given."""
    expected = "a day from 2000 on, as 2026-11-21"
    start = parameters.value("from", None, _day, expected)
    end = parameters.value("to", None, _day, expected)
    zone = parameters.value("tz", "UTC", _zone, "the name of a time zone, as Europe/Oslo")
    if start and end and end < start:
        parameters.errors.append(FieldError("to", "before_from", "not before from"))
        end = None
    return Period(start=start, end=end, zone=zone)


def attribution(parameters: Parameters) -> Query:
    """Return the query of an attribution report."""
    span = period(parameters)
    usual: tuple[str, ...] = ("platform", "campaign")
    group_by = parameters.value(
        "group_by",
        usual,
        _groups,
        f"up to {_MOST_GROUPS} different ones of {', '.join(dimensions.ALL)}",
    )
    model = parameters.choice("model", "last_touch", MODELS)
    basis = parameters.choice("date_basis", "inquiry", BASES)
    days: int | None = LOOKBACK_DAYS
    lookback = parameters.value(
        "lookback_days", days, _lookback, f"1 to {_LONGEST_LOOKBACK}, or ever"
    )
    return Query(
        period=span,
        group_by=group_by,
        model=cast("Model", model),
        date_basis=cast("Basis", basis),
        lookback_days=lookback,
        only=only(parameters, FILTERS),
    )


def only(parameters: Parameters, names: tuple[str, ...]) -> dict[str, str | None]:
    """Return the filters of a report; an empty id means rows without one.

    Where an id is given, its name is ignored: it may have changed since the address was saved.
    """
    found = {
        name: parameters.value(name, None, _label, f"at most {_LONGEST} characters")
        for name in names
        if name in parameters.query
    }
    return {name: value or None for name, value in found.items() if not found.get(f"{name}_id")}


def before(span: Period) -> Period | None:
    """Return the period of equal length that ends where this one begins."""
    if not (span.start and span.end):
        return None
    days = (span.end - span.start).days + 1
    if (span.start - periods.FIRST).days < days:
        return None
    return Period(
        start=span.start - timedelta(days=days),
        end=span.start - timedelta(days=1),
        zone=span.zone,
    )


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in choices:
            raise ValueError
        return raw

    return read


def _day(raw: str) -> date:
    day = date.fromisoformat(raw)
    if not (periods.FIRST <= day <= periods.LAST and day.isoformat() == raw):
        raise ValueError
    return day


def _zone(raw: str) -> str:
    if len(raw) > _LONGEST or not periods.is_zone(raw):
        raise ValueError
    return raw


def _groups(raw: str) -> tuple[str, ...]:
    names = tuple(raw.split(",")) if raw else ()
    if len(names) > _MOST_GROUPS or len({*names}) < len(names) or not {*names} <= {*dimensions.ALL}:
        raise ValueError
    return names


def _lookback(raw: str) -> int | None:
    if raw == "ever":
        return None
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= _LONGEST_LOOKBACK):
        raise ValueError
    return int(raw)


def _label(raw: str) -> str:
    if len(raw) > _LONGEST:
        raise ValueError
    return raw
