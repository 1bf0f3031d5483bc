"""The page: one file with everything in it, which loads nothing from outside."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from leadfold import pages
from leadfold.files.sheets import SheetRead
from leadfold.model import Match, Person
from leadfold.normalise import person as people
from leadfold.normalise import text
from leadfold.testwash import audit, issues, quality, row_checks
from leadfold.testwash.audit import Audit, Pair
from leadfold.testwash.report.texts import Texts
from leadfold.testwash.row_checks import Counts

BANDS = ((50, "poor"), (75, "fair"), (90, "good"), (100, "best"))
_FIRST, _ODD, _SOURCES, _LINES = 6, 12, 8, 5
#: Customers of so many rows and more are counted together.
_MANY = 8
#: Left-to-right mark: keeps a sign at its number in a right-to-left text.
_LTR = "\u200e"
#: Bits that fill half the width of an evidence bar.
_FULL = 16.0
#: Evidence against a match is left out of its text up to so many bits: people move.
_LITTLE = 1.5
#: Fields of a pair that are shown side by side.
_SHOWN = (
    "name", "phone", "email", "national_id", "birth_date", "street", "postcode", "city", "country",
    "company", "org_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the page says about the run itself.

    ``columns`` holds the names of the columns read for each field, ``record_columns`` those about
    the record, ``unused`` the others. ``ids`` are the ids of the rows, in their order.
    ``no_records`` are the lines that are no rows, ``sheet`` is that of a workbook.
    """

    file: str
    country: str | None
    today: date
    columns: Mapping[str, Sequence[str]]
    record_columns: Sequence[str]
    unused: Sequence[str]
    ids: Sequence[str | int]
    version: str
    no_records: Sequence[issues.Finding] = ()
    sheet: SheetRead | None = None


def render(found: Audit, pairs: Sequence[Pair] | None, about: About, texts: Texts) -> str:
    """Return the page; ``pairs`` and all other examples are left out where it is ``None``."""
    from jinja2 import Environment, StrictUndefined

    style = f"{pages.read('look.css')}\n{_read('page.css')}"
    script, library = f"{pages.read('draw.js')}\n{_read('page.js')}", pages.read(pages.CHART)
    view = _View(found, about, texts)
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    charts = json.dumps(view.charts(), ensure_ascii=False).replace("<", "\\u003c")
    return environment.from_string(_read("page.html")).render(
        t=texts,
        view=view,
        about=about,
        counts=found.counts,
        pairs=None if pairs is None else [view.pair(pair) for pair in pairs],
        style=style,
        script=script,
        library=library,
        charts=charts,
        policy="; ".join(
            (
                "default-src 'none'",
                f"style-src {_hash(style)}",
                f"script-src {_hash(library)} {_hash(script)}",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    )


def reasons_of(match: Match, texts: Texts) -> str:
    """Return a match in words: the evidence for it, weightiest first, and against it."""
    ordered = sorted(match.evidence, key=lambda part: -abs(part.weight))
    speaking = tuple((part.field, part.agreement) for part in ordered if part.weight > 0)
    against = tuple((part.field, part.agreement) for part in ordered if part.weight < -_LITTLE)
    return _in_words(speaking, against, texts)


@lru_cache(maxsize=4096)
def _in_words(
    speaking: tuple[tuple[str, str], ...], against: tuple[tuple[str, str], ...], texts: Texts
) -> str:
    reasons, but = (
        ", ".join(f"{texts.field(field)} ({texts.agreement(how)})" for field, how in parts)
        for parts in (speaking, against)
    )
    if against:
        return texts("dup.although", reasons=reasons or "–", against=but)
    return texts("dup.same", reasons=reasons or "–")


def _read(name: str) -> str:
    return pages.read(name, "leadfold.testwash.report")


def _hash(inline: str) -> str:
    digest = hashlib.sha256(inline.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One row of a pair: its fields as shown, and what of each is compared."""

    shown: Mapping[str, str]
    compared: Mapping[str, frozenset[str]]

    def mark(self, name: str, other: "_Side") -> str:
        """Tell whether both rows have a field and agree in it: ``same``, ``differs`` or nothing."""
        if not (self.shown.get(name) and other.shown.get(name)):
            return ""
        return "differs" if self.compared[name].isdisjoint(other.compared[name]) else "same"


def _compared(typed: Mapping[str, str], person: Person) -> dict[str, frozenset[str]]:
    """Return the normalised values of each field of a row, or its text where it has none."""
    name = person.name
    found = {
        "name": {" ".join(sorted(text.fold(f"{name.first} {name.last}").split()))} - {""},
        "phone": {phone.e164 for phone in person.phones},
        "email": {email.key for email in person.emails},
        "national_id": {person.national_id.number} if person.national_id else set(),
        "birth_date": {person.birth_date} if person.birth_date else set(),
    }
    found |= {part: {text.fold(value)} for part, value in person.details.items()}
    return {part: frozenset(found.get(part) or {text.fold(value)}) for part, value in typed.items()}


class _View:
    """The values that the template shows."""

    def __init__(self, found: Audit, about: About, texts: Texts) -> None:
        self.found, self.about, self.t = found, about, texts
        self.counts: Counts = found.counts
        self.score = self.counts.score

    @property
    def band(self) -> str:
        return next(name for end, name in BANDS if self.score < end)

    def share(self, rows: int) -> str:
        return self.t.share(rows, self.counts.rows)

    def points(self, points: float) -> str:
        """Return points with one decimal; little is not shown as 0."""
        least = 0.1
        shown = self.t.number(max(least, round(points, 1)))
        return f"<{shown}" if points < least / 2 else shown

    def reasons(self) -> list[quality.Reason]:
        return quality.reasons(self.counts.rows, self.counts.reasons)

    def first(self) -> list[quality.Action]:
        counts = self.counts
        return quality.actions(counts.rows, counts.reasons, counts.actions)[:_FIRST]

    def figures(self) -> list[tuple[str, int, bool]]:
        """Return the key figures: name, number, and whether to show its share of all rows."""
        counts = self.counts
        shown = [
            ("rows", counts.rows, False),
            ("customers", counts.customers, False),
            ("duplicates", counts.duplicates, True),
            ("unreachable", counts.reasons["unreachable"], True),
        ]
        if self.found.suppress:
            shown.append(("suppressed", counts.reasons["suppressed"], True))
        if self.found.deceased or counts.reasons["deceased"]:
            shown.append(("deceased", counts.reasons["deceased"], True))
        return shown

    # -- duplicates -------------------------------------------------------------------------------

    def levels(self) -> list[tuple[str, int]]:
        known = {level: rows for level, rows in sorted(self.counts.levels.items()) if rows > 0}
        joined = known.pop(0, 0)
        shown = [(self.t.number(level), rows) for level, rows in known.items()]
        return shown + ([(self.t("dup.joined"), joined)] if joined else [])

    def sizes(self) -> list[tuple[str, int]]:
        """Return numbers of rows, and how many customers have so many."""
        sizes = self.counts.sizes
        shown = [(str(size), sizes[size]) for size in range(1, _MANY) if sizes[size]]
        more = sum(count for size, count in sizes.items() if size >= _MANY)
        return shown + ([(f"{_LTR}{_MANY}+{_LTR}", more)] if more else [])

    def pair(self, pair: Pair) -> dict[str, Any]:
        left, right = self._side(pair.left), self._side(pair.right)
        return {
            "ids": [self.about.ids[pair.first - 1], self.about.ids[pair.second - 1]],
            "level": pair.match.level,
            "words": reasons_of(pair.match, self.t),
            "fields": [
                {
                    "field": self.t.field(name),
                    "left": left.shown.get(name, ""),
                    "right": right.shown.get(name, ""),
                    "mark": left.mark(name, right),
                }
                for name in _SHOWN
                if name in left.shown or name in right.shown
            ],
            "evidence": [
                {
                    "field": self.t.field(part.field),
                    "agreement": self.t.agreement(part.agreement),
                    "bits": _LTR + self.t.number(float(part.weight)).replace("-", "−"),
                    "width": round(min(1.0, abs(part.weight) / _FULL) * 50, 1),
                    "speaks": part.weight > 0,
                }
                for part in sorted(pair.match.evidence, key=lambda part: -part.weight)
                if part.weight
            ],
        }

    def _side(self, sent: Mapping[str, str]) -> "_Side":
        person = people.parse(sent, self.about.country, self.about.today)
        country = person.details.get("country") or self.about.country
        typed = {**sent, "name": issues.name_of(sent)}
        shown = {
            name: issues.shown(name, typed[name], country, self.about.today)
            if name != "phone" or not person.phones
            else typed[name]
            for name in _SHOWN
            if typed.get(name)
        }
        return _Side(shown=shown, compared=_compared(typed, person))

    # -- fields -----------------------------------------------------------------------------------

    def findings(self) -> list[tuple[str, str, int, list[issues.Finding]]]:
        """Return kind, its weight, how many rows and examples, the commonest first."""
        counts = self.counts.kinds
        return [
            (
                kind,
                issues.KINDS.get(kind, issues.OTHER).weight,
                rows,
                self.found.examples.get(kind, []),
            )
            for kind, rows in counts.most_common()
            if rows
        ]

    def lines(self) -> list[tuple[str, int, list[str]]]:
        """Return why lines are no records, how many, and the first of them."""
        found: dict[str, list[str]] = {}
        for one in self.about.no_records:
            found.setdefault(one.kind, []).append(one.value)
        return [(self.t.kind(kind), len(of), of[:_LINES]) for kind, of in found.items()]

    def odd(self) -> list[tuple[str, str, int]]:
        """Return each odd value, what is odd about it, and how many rows or customers have it."""
        found = [
            (value, self.t.kind(kind), count)
            for kind, value, count in self.found.suspicious.most(_ODD, 2)
        ]
        found += [
            (value, self.t("odd.shared"), count)
            for _, value, count in self.found.shared.most(_ODD, audit.SHARED_FROM)
        ]
        return sorted(found, key=lambda row: (-row[2], row[0]))[:_ODD]

    # -- record columns ---------------------------------------------------------------------------

    def absent(self) -> list[str]:
        """Return what the file has no column for, in words."""
        columns = self.found.record_columns
        there = {"owner": "owner" in columns.places, "source": "source" in columns.places}
        there["dates"] = columns.has_dates
        return [self.t(f"keep.{name}") for name, is_there in there.items() if not is_there]

    def ages(self) -> list[tuple[str, int]]:
        ages = self.counts.ages
        shown = [(self.t(f"age.{at}"), ages[at]) for at in range(len(row_checks.AGES) + 1)]
        return [*shown, (self.t("age.none"), ages[-1])] if ages else []

    def sources(self) -> list[tuple[str, int]]:
        if "source" not in self.found.record_columns.places:
            return []
        return [(source, count) for _, source, count in self.found.sources.most(_SOURCES, 1)]

    def contact(self) -> list[tuple[str, int]]:
        """Return why people may not be contacted, in words, and how many rows."""
        found, counts, t = self.found, self.counts, self.t
        shown = []
        if found.suppress:
            text = t("contact.suppressed", n=found.suppress.rows)
            shown.append((text, counts.hits["suppressed"]))
        if found.deceased:
            text = t("contact.deceased", n=found.deceased.rows)
            shown.append((text, counts.hits["deceased"]))
        if "do_not_call" in found.record_columns.places:
            shown.append((t("contact.flags"), counts.kinds["do_not_call"]))
        if counts.kinds["consent_refused"]:
            shown.append((t("contact.refused"), counts.kinds["consent_refused"]))
        if "deceased" in found.record_columns.places or counts.dead:
            shown.append((t("contact.dead"), counts.dead))
        return shown

    # -- a wash -----------------------------------------------------------------------------------

    def enough(self) -> list[tuple[str, int]]:
        logics = ("person", "phone", "org_number", "company", "none")
        enough = self.counts.enough
        return [(self.t(f"logic.{name}"), enough[name]) for name in logics if enough[name]]

    def fillable(self) -> list[tuple[str, int, str]]:
        shown = []
        for part, (low, high) in quality.FOUND.items():
            rows = self.counts.fillable[part]
            if rows:
                shown.append((self.t(f"fill.{part}"), rows, self._range(low * rows, high * rows)))
        return shown

    def _range(self, low: float, high: float) -> str:
        return self.t("range", low=self.t.number(round(low)), high=self.t.number(round(high)))

    def assumed(self) -> dict[str, str]:
        """Return the shares that are assumed to be found, in words."""
        return {
            part: self.t("range", low=self.t.number(round(100 * low)),
                         high=self.t.words["percent"].format(n=round(100 * high)))
            for part, (low, high) in quality.FOUND.items()
        }  # fmt: skip

    def after(self) -> dict[str, Any]:
        """Return the score now, after merging, and the range after a wash as well."""
        counts = self.counts
        merged = {**counts.reasons, "duplicate": 0}
        low, high = quality.washed(counts.rows, merged, counts.mendable)
        return {
            "now": self.score,
            "merged": quality.score(counts.rows, merged),
            "range": self.t("range", low=str(low), high=str(high)),
        }

    # -- charts -----------------------------------------------------------------------------------

    def states(self) -> list[tuple[str, list[int]]]:
        """Return how many values of each field are good, doubtful, unusable and missing."""
        return [
            (self.t.field(name), [states[state] for state in row_checks.STATES])
            for name, states in self.counts.states().items()
        ]

    def charts(self) -> dict[str, Any]:
        """Return the data of the charts; no value of the file is in it."""
        rows = self.counts.rows
        fields = self.states()
        return {
            "rtl": self.t("dir") == "rtl",
            "language": self.t.language,
            "percent": self.t.words["percent"],
            "charts": [
                {
                    "id": "chart-fields",
                    "kind": "stacked",
                    "labels": [name for name, _ in fields],
                    "series": [
                        {
                            "name": self.t(f"state.{state}"),
                            "color": state,
                            "values": [round(100 * values[at] / rows, 2) for _, values in fields],
                        }
                        for at, state in enumerate(row_checks.STATES)
                    ],
                },
                self._bars("chart-levels", self.t("col.rows"), self.levels()),
                self._bars("chart-sizes", self.t("col.customers"), self.sizes()),
                self._bars("chart-ages", self.t("col.rows"), self.ages()),
            ],
        }

    def _bars(self, ident: str, name: str, bars: Sequence[tuple[str, int]]) -> dict[str, Any]:
        return {
            "id": ident,
            "kind": "bars",
            "labels": [label for label, _ in bars],
            "series": [{"name": name, "color": "accent", "values": [rows for _, rows in bars]}],
        }
