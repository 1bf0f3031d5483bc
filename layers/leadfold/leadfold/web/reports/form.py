"""The form of the page: what is selected, what else can be, and the addresses of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import available_timezones

from leadfold.pages import Texts
from leadfold.reports import dimensions
from leadfold.reports.attribution import Query
from leadfold.reports.lake import Lake

TABS = ("campaigns", "models", "weeks", "overlap", "sources", "tasks")
#: Tabs whose reports are grouped and filtered; the others have a period alone.
GROUPED = ("campaigns", "models", "weeks")
#: The call that has the same figures, and its further parameters.
_CALLS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "campaigns": ("attribution", {}),
    "models": ("attribution", {"compare": "models"}),
    "weeks": ("attribution", {"compare": "weeks"}),
    "overlap": ("overlap", {}),
    "sources": ("sources", {}),
    "tasks": ("tasks", {}),
}
_GROUPINGS = (
    "platform,campaign platform source platform,campaign,adset platform,campaign,ad form "
    "bucket country utm_source,utm_medium utm_campaign month week day platform,month"
).split()
_LOOKBACKS = ("30", "60", "90", "180", "365", "ever")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the page shows. ``own_language``: the address names the language."""

    tab: str
    query: Query
    today: date
    texts: Texts
    own_language: bool


class Form:
    """The selection as addresses and as fields, with the choices of each."""

    def __init__(self, lake: Lake, selection: Selection) -> None:
        """Take the lake, from which choices are read, and the selection."""
        self._lake, self._selection, self._query = lake, selection, selection.query
        self._t = selection.texts

    # -- addresses --------------------------------------------------------------------------------

    @cached_property
    def values(self) -> dict[str, str]:
        """The parameters as understood, for addresses and fields."""
        query = self._query
        values = {
            "report": self._selection.tab,
            "from": query.period.start.isoformat() if query.period.start else "",
            "to": query.period.end.isoformat() if query.period.end else "",
            "tz": query.period.zone,
            "group_by": ",".join(query.group_by),
            "model": query.model,
            "date_basis": query.date_basis,
            "lookback_days": str(query.lookback_days or "ever"),
            **{name: value or "" for name, value in query.only.items()},
        }
        return values | ({"lang": self._t.language} if self._selection.own_language else {})

    def link(self, **changed: str | None) -> str:
        """Return the address of the page with other parameters; ``None`` leaves one out."""
        query = {
            name: value for name, value in (self.values | changed).items() if value is not None
        }
        return f"view?{urlencode(query)}"

    def download(self, form: str) -> str:
        """Return the address of the same figures as a file."""
        path, more = _CALLS[self._selection.tab]
        query = {
            name: value for name, value in self.values.items() if name not in {"report", "lang"}
        }
        if self._selection.tab not in GROUPED:
            query = {name: query[name] for name in ("from", "to", "tz")}
        query = {
            name: value for name, value in query.items() if value or name not in {"from", "to"}
        }
        return f"{path}?{urlencode(query | dict(more) | {'format': form})}"

    # -- fields -----------------------------------------------------------------------------------

    @property
    def is_grouped(self) -> bool:
        """Whether the tab's report is grouped and filtered."""
        return self._selection.tab in GROUPED

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Return each tab: name, address, and whether it is selected."""
        return [(tab, self.link(report=tab), tab == self._selection.tab) for tab in TABS]

    def presets(self) -> list[tuple[str, str, bool]]:
        """Return periods to choose from: name, address, and whether it is selected."""
        today = self._selection.today
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
        values = list(dict.fromkeys([self.values["group_by"], *_GROUPINGS]))
        return [(value, self.groups_named(value)) for value in values]

    def lookbacks(self) -> list[tuple[str, str]]:
        """Return the look-backs to choose from: value and name."""
        values = list(dict.fromkeys([*_LOOKBACKS, self.values["lookback_days"]]))
        return [
            (
                value,
                self._t("lookback.ever") if value == "ever" else self._t("lookback", n=int(value)),
            )
            for value in values
        ]

    def zones(self) -> list[str]:
        """Return time zones to choose from."""
        near = (zone for zone in available_timezones() if zone.startswith("Europe/"))
        return sorted({*near, "UTC", "Asia/Jerusalem", self.values["tz"]})

    def choices(self, name: str) -> list[str]:
        """Return the platforms that anything came from or was paid to, or the sources."""
        besides = {"platform": "spend", "source": "quarantine"}[name]
        self._lake.ready(**{"inquiry": (name,), besides: (name,)})
        known = f"SELECT {name} FROM inquiry UNION SELECT {name} FROM {besides}"  # noqa: S608
        rows = self._lake.sql(
            f"SELECT {name} FROM ({known}) WHERE {name} <> '' ORDER BY 1 LIMIT 200"  # noqa: S608
        )
        chosen = self._query.only.get(name)
        return sorted({value for (value,) in rows} | ({chosen} if chosen else set()))

    def filters(self) -> list[tuple[str, str, str]]:
        """Return the filters that are set: name, value, and the address without it."""
        only = self._query.only
        shown: list[tuple[str, str, str]] = []
        for name, value in only.items():
            group = dimensions.of_column(name)
            if name == group or group not in only:
                text = value if name == group or not value else self._latest(group, value)
                gone = {group: None, f"{group}_id": None}
                shown.append(
                    (self._t(f"group.{group}"), text or dimensions.NONE, self.link(**gone))
                )
        return shown

    def _latest(self, group: str, ident: str) -> str:
        """Return the latest name of an id, on the selected platform."""
        platform = self._query.only.get("platform")
        known = dimensions.names(self._lake, [group]).latest
        names = (
            name for (_, of, one), name in known.items() if one == ident and platform in {None, of}
        )
        return next(names, ident)

    def groups_named(self, value: str) -> str:
        """Return a grouping in words."""
        return " · ".join(self._t(f"group.{name}") for name in value.split(",") if name) or self._t(
            "group.none"
        )
