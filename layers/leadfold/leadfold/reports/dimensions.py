"""Dimensions, by which a report groups: their columns, and the latest name of each id.

A campaign, ad set, ad or form is grouped by its id on its platform and shown by its latest name.
One without an id gets the id that has its name on the platform, if exactly one has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadfold.reports import periods
from leadfold.reports.lake import Lake

NONE = "(none)"
PLAIN = (
    "source platform bucket country utm_source utm_medium utm_campaign utm_term utm_content"
).split()
#: Dimensions that have an id and a name on their platform.
NAMED = ("campaign", "adset", "ad", "form")
ALL = (*PLAIN, *NAMED, *periods.UNITS)
#: Those that every expense has; for others its inquiries are needed (``expenses.grouped``).
OF_SPEND = ("platform", "campaign", *periods.UNITS)


def of_column(name: str) -> str:
    """Return the dimension of a report's column.

    >>> of_column("campaign_id"), of_column("platform")
    ('campaign', 'platform')
    """
    return name.removesuffix("_id")


#: The columns of an expense.
OF_EXPENSE = (
    "day amount currency source platform campaign_id campaign adset_id adset ad_id ad "
    "utm_source utm_medium utm_campaign utm_term utm_content"
).split()

#: The part of a group's key for one dimension: (platform, id, name) or (value,).
Part = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The dimensions of a report, in their order.

    A raw key is the columns of ``keys`` as SQL returns them; ``key_of`` makes it the group's key.
    """

    by: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a fact from which keys are made."""
        found: dict[str, None] = {}
        for name in self.by:
            if name in NAMED:
                found |= dict.fromkeys(("platform", f"{name}_id", name))
            elif name in PLAIN:
                found[name] = None
        return tuple(found)

    def keys(self, table: str, times: Mapping[str, str], have: Sequence[str] | None = None) -> str:
        """Return the SQL of the raw key.

        ``times`` has the SQL of each unit of time; ``have`` are the table's columns, if not all.
        """

        def column(name: str) -> str:
            there = have is None or name in have
            return f"nullif({table}.{name}, '')" if there else "NULL::VARCHAR"

        parts = []
        for at, name in enumerate(self.by):
            if name in NAMED:
                parts += [
                    f"{column('platform')} AS k{at}_platform",
                    f"{column(f'{name}_id')} AS k{at}_id",
                    f"CASE WHEN {column(f'{name}_id')} IS NULL THEN {column(name)} END AS k{at}",
                ]
            elif name in PLAIN:
                parts.append(f"{column(name)} AS k{at}")
            else:
                parts.append(f"{times[name]} AS k{at}")
        return "".join(part + ", " for part in parts)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the columns of a raw key."""
        return tuple(
            f"k{at}{end}"
            for at, name in enumerate(self.by)
            for end in (("_platform", "_id", "") if name in NAMED else ("",))
        )

    @property
    def width(self) -> int:
        """The number of columns of a raw key."""
        return len(self.key_names)

    def key_of(self, raw: Sequence[Any], names: "Names") -> tuple[Part, ...]:
        """Return the group's key of a raw key: ids in the place of names, where they are known."""
        parts: list[Part] = []
        rest = list(raw)
        for name in self.by:
            if name in NAMED:
                platform, ident, label = rest[:3]
                del rest[:3]
                ident = ident or names.ids.get((name, platform, label))
                parts.append((platform, ident, None if ident else label))
            else:
                parts.append((rest.pop(0),))
        return tuple(parts)

    def shown(self, key: tuple[Part, ...], names: "Names") -> dict[str, Any]:
        """Return the columns of a row that show its group."""
        row: dict[str, Any] = {}
        for name, part in zip(self.by, key, strict=True):
            if name in NAMED:
                platform, ident, label = part
                row[f"{name}_id"] = ident
                latest = names.latest.get((name, platform, ident), ident) if ident else label
                row[name] = latest or NONE
            elif name in periods.UNITS:
                row[name] = periods.label(part[0], name) if part[0] else NONE
            else:
                row[name] = part[0] or NONE
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The latest name of each id, and the id of each name that only one id has.

    Keys: (dimension, platform, id) and (dimension, platform, name).
    """

    latest: Mapping[tuple[str, str | None, str], str]
    ids: Mapping[tuple[str, str | None, str | None], str]


def names(lake: Lake, dimensions: Sequence[str]) -> Names:
    """Return the names of these dimensions, from all inquiries and expenses."""
    latest: dict[tuple[str, str | None, str], str] = {}
    ids: dict[tuple[str, str | None, str | None], str] = {}
    for name in dimensions:
        if name in NAMED:
            known = _names_of(lake, name)
            latest |= known.latest
            ids |= known.ids
    return Names(latest=latest, ids=ids)


def _names_of(lake: Lake, name: str) -> Names:
    columns = ("platform", f"{name}_id", name)
    lake.ready(inquiry=(*columns, "date"))
    sources = [f"SELECT platform, {name}_id AS id, {name} AS name, date AS met FROM inquiry"]
    if name != "form":
        lake.ready(spend=OF_EXPENSE)
        sources.append(f"SELECT platform, {name}_id, {name}, day::TIMESTAMP FROM spend")
    if ("names", name) not in lake.memo:
        rows = lake.sql(
            f"SELECT platform, id, name, max(met) AS met FROM ({' UNION ALL '.join(sources)}) "
            "WHERE id <> '' AND name <> '' GROUP BY ALL ORDER BY met, name"
        )
        latest = {(name, platform, ident): label for platform, ident, label, _ in rows}
        met: dict[tuple[str, str | None, str | None], set[str]] = {}
        for platform, ident, label, _ in rows:
            met.setdefault((name, platform, label), set()).add(ident)
        ids = {key: next(iter(found)) for key, found in met.items() if len(found) == 1}
        lake.memo["names", name] = Names(latest=latest, ids=ids)
    found_names: Names = lake.memo["names", name]
    return found_names
