"""Days, weeks and months in a time zone, daylight saving included. Pure.

UTC offsets come from Python's time zone data (the ``tzdata`` package) and go into SQL as constants:
a zone has two changes a year, so a few comparisons suffice, and DuckDB's time zone extension is not
needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = ("day", "week", "month")
#: The days that are accepted: ``datetime`` could not convert the very first and last in all zones.
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local days in a zone, ``start`` and ``end`` both included; ``None`` is open."""

    start: date | None = None
    end: date | None = None
    zone: str = "UTC"

    def where(self, column: str) -> str:
        """Return the SQL that a UTC timestamp lies in the period."""
        parts = []
        if self.start:
            parts.append(f"{column} >= {_sql(midnight(self.start, self.zone))}")
        if self.end:
            parts.append(f"{column} < {_sql(midnight(self.end + timedelta(days=1), self.zone))}")
        return " AND ".join(parts) or "true"

    def where_day(self, column: str) -> str:
        """Return the SQL that a date lies in the period."""
        parts = []
        if self.start:
            parts.append(f"{column} >= DATE '{self.start.isoformat()}'")
        if self.end:
            parts.append(f"{column} <= DATE '{self.end.isoformat()}'")
        return " AND ".join(parts) or "true"


ALWAYS = Period()


def is_zone(name: str) -> bool:
    """Tell whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def today(now: datetime, zone: str) -> date:
    """Return the local day of an aware time."""
    return now.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """Return when a local day begins, in UTC: at its first moment if midnight is skipped."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    moment = local.astimezone(UTC)
    # A skipped midnight is converted with the offset before the change: to the moment of it.
    return moment.replace(tzinfo=None)


def changes(start: datetime, end: datetime, zone: str) -> list[tuple[datetime, int]]:
    """Return the zone's offsets (seconds) between two UTC times: (from when, offset) in order."""
    info = ZoneInfo(zone)

    def offset(moment: datetime) -> int:
        there = moment.replace(tzinfo=UTC).astimezone(info).utcoffset()
        return int(there.total_seconds()) if there else 0

    found = [(start, offset(start))]
    low = start
    while low < end:
        high = min(low + timedelta(days=1), end)
        if offset(high) != found[-1][1]:
            found.append((_turn(low, high, offset(high), offset), offset(high)))
        low = high
    return found


def _turn(low: datetime, high: datetime, after: int, offset: Callable[[datetime], int]) -> datetime:
    """Return the second at which the offset becomes ``after``."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (low, middle) if offset(middle) == after else (middle, high)
    return high


def local(column: str, start: datetime, end: datetime, zone: str) -> str:
    """Return the SQL of a UTC timestamp as local time, for values between ``start`` and ``end``."""
    offsets = changes(start.replace(microsecond=0), end, zone)
    if len(offsets) == 1:
        return f"({column} + INTERVAL ({offsets[0][1]}) SECOND)"
    later = "".join(
        f" WHEN {column} >= {_sql(moment)} THEN {seconds}"
        for moment, seconds in reversed(offsets[1:])
    )
    return f"({column} + to_seconds(CASE{later} ELSE {offsets[0][1]} END))"


def unit_of(local_time: str, unit: Unit) -> str:
    """Return the SQL of a local time's day, the Monday of its week, or the first of its month."""
    return f"date_trunc('{unit}', {local_time})::DATE"


def label(day: date, unit: Unit) -> str:
    """Return how a day, a week (ISO 8601) or a month is written.

    >>> label(date(2026, 1, 1), "week")
    '2026-W01'
    """
    if unit == "day":
        return day.isoformat()
    if unit == "month":
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _sql(moment: datetime) -> str:
    return f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
