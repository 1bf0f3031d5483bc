"""What is wrong with each row by itself, and the counts of it over all rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from leadfold.files import record_columns
from leadfold.files.columns import Columns
from leadfold.model import NAME_FIELDS, Person
from leadfold.testwash import issues, quality
from leadfold.testwash.exclusions import ExclusionList
from leadfold.testwash.issues import Finding

#: Fields whose values are counted as good, doubtful, bad or missing → the fields of a row.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": NAME_FIELDS,
    "phone": ("phone",),
    "email": ("email",),
    "national_id": ("national_id",),
    "birth_date": ("birth_date",),
    "street": ("street",),
    "postcode": ("postcode",),
    "city": ("city",),
    "country": ("country",),
    "company": ("company",),
    "org_number": ("org_number",),
}
_CONTACTS = {"phone": "no_phone", "email": "no_email"}
STATES = ("good", "doubt", "bad", "missing")
#: Upper ends of the age groups of rows (by their newest date), in months; a last one has no end.
AGES = (3, 12, 24, 36)
_LONGEST_SOURCE = 80
_MONTH = 30.44


@dataclass(slots=True, kw_only=True)
class Counts:
    """Numbers of rows, if not said otherwise.

    By reason and action (``quality``), by kind of finding (``issues``), by level of the match, by
    age group; ``given`` counts the values of each field, ``worst`` those that are doubtful or bad,
    ``sizes`` the customers by their number of rows. ``hits`` counts rows on a list of exclusions,
    ``possible`` suggestions. ``enough`` counts rows by what a register could look them up by,
    ``fillable`` and ``mendable`` what it could then add or mend.
    """

    rows: int = 0
    customers: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    given: dict[str, int] = field(default_factory=dict)
    worst: Counter[tuple[str, str]] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    ages: Counter[int] = field(default_factory=Counter)
    dead: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    possible: Counter[str] = field(default_factory=Counter)
    enough: Counter[str] = field(default_factory=Counter)
    fillable: Counter[str] = field(default_factory=Counter)
    mendable: Counter[str] = field(default_factory=Counter)

    def states(self) -> dict[str, dict[str, int]]:
        """Return for each field of the file how many values are in each of ``STATES``."""
        found = {}
        for name, given in self.given.items():
            doubt, bad = self.worst[name, "doubt"], self.worst[name, "bad"]
            good, missing = given - doubt - bad, self.rows - given
            found[name] = {"good": good, "doubt": doubt, "bad": bad, "missing": missing}
        return found

    def add(self, more: "Counts") -> None:
        """Add the counts of other rows."""
        for one in fields(self):
            here, there = getattr(self, one.name), getattr(more, one.name)
            if isinstance(here, int):
                setattr(self, one.name, here + there)
            else:
                for key, number in there.items():
                    here[key] = here.get(key, 0) + number

    @property
    def duplicates(self) -> int:
        """The rows of customers who have an earlier row."""
        return self.rows - self.customers

    @property
    def score(self) -> int:
        """The quality score of the file."""
        return quality.score(self.rows, self.reasons)


class RowChecker:
    """Checks rows one by one, before they are placed, and counts what it finds."""

    def __init__(
        self,
        country: str | None,
        today: date,
        *,
        suppress: ExclusionList | None = None,
        deceased: ExclusionList | None = None,
    ) -> None:
        """Begin with no row; ``suppress`` and ``deceased`` are lists to look people up in."""
        self.counts = Counts()
        self.record_columns = record_columns.RecordColumns()
        self._suppress, self._deceased = suppress, deceased
        self._country, self._today = country, today
        self._oldest = _months_before(today, issues.STALE_AFTER)
        self._has_dates = False
        self._fields: dict[str, tuple[str, ...]] = {}
        self._names: tuple[str, ...] = ()

    def begin(self, columns: Columns) -> None:
        """Start the counts again, for rows with these columns."""
        self.counts = Counts()
        if self._names != columns.names:
            self._names = columns.names
            self._recognise(columns)
        self.counts.given.update(dict.fromkeys(self._fields, 0))

    def check(
        self, record: Sequence[str], sent: Mapping[str, str], person: Person
    ) -> tuple[list[Finding], str]:
        """Check a row; return what is wrong with it, and its lead source."""
        counts = self.counts
        counts.rows += 1
        country = person.details.get("country") or self._country
        info = self.record_columns.read(record, country, self._today)
        found = issues.of_row(sent, person, country, self._today)
        if self.record_columns.places:
            found += issues.of_record(info, self.record_columns.places, self._oldest)
        if self._suppress or self._deceased:
            found += self._hits(sent, person)
        reasons: set[str] = set()
        if found:
            kinds = {one.kind for one in found}
            reasons = {
                kind.reason for name in kinds if (kind := issues.KINDS.get(name)) and kind.reason
            }
            counts.kinds.update(kinds)
        self._count_fields(sent, found, reasons)
        if reasons:
            counts.reasons.update(reasons)
            counts.actions.update({quality.ACTION_OF[reason] for reason in reasons})
        counts.dead += info.deceased
        if self._has_dates:
            counts.ages[self._age(info.newest)] += 1
        self._count_gain(person, reasons)
        return found, info.source[:_LONGEST_SOURCE]

    def _recognise(self, columns: Columns) -> None:
        taken = {at for places in columns.places.values() for at in places}
        if columns.record_id is not None:
            taken.add(columns.record_id)
        self.record_columns = record_columns.recognise(columns.names, frozenset(taken))
        self._has_dates = self.record_columns.has_dates
        known = columns.places.keys()
        self._fields = {
            name: parts for name, parts in FIELDS.items() if not known.isdisjoint(parts)
        }

    def _hits(self, sent: Mapping[str, str], person: Person) -> list[Finding]:
        by_code = {
            "suppressed": self._suppress and self._suppress.match_contact(person),
            "deceased": self._deceased and self._deceased.match_person(person),
        }
        found = []
        for code, by in by_code.items():
            if by:
                value = issues.name_of(sent) if by == "name" else sent.get(by, "")
                value = issues.shown(by, value, self._country, self._today)
                found.append(Finding(field=by, code=code, value=value))
                self.counts.hits[code] += 1
        return found

    def _count_fields(
        self, sent: Mapping[str, str], found: list[Finding], reasons: set[str]
    ) -> None:
        worst: dict[str, str] = {}
        for one in found:
            if one.field not in self._fields:
                continue
            weight = issues.kind_of(one).weight
            if weight == "bad" or (weight == "doubt" and one.field not in worst):
                worst[one.field] = weight
        given = self.counts.given
        for name, parts in self._fields.items():
            if name in sent or (len(parts) > 1 and any(part in sent for part in parts)):
                given[name] += 1
                if name in worst:
                    self.counts.worst[name, worst[name]] += 1
            elif name in _CONTACTS:
                reasons.add(_CONTACTS[name])

    def _age(self, newest: date | None) -> int:
        """Return the position of the age group (``AGES``) of a date, -1 without a date."""
        if newest is None:
            return -1
        months = (self._today - newest).days / _MONTH
        return next((at for at, end in enumerate(AGES) if months <= end), len(AGES))

    def _count_gain(self, person: Person, reasons: set[str]) -> None:
        """Count what a register could look a row up by, and what it could then fill or mend."""
        counts, details, name = self.counts, person.details, person.name
        by_person = bool(name.first and name.last) and bool(
            person.birth_date or (details.get("street") and details.get("postcode"))
        )
        has_phone = any(phone.valid for phone in person.phones)
        by_number = person.is_company and bool(person.org_number)
        by_company = person.is_company and bool(details.get("company"))
        for logic, is_enough in (
            ("person", by_person or bool(person.national_id)),
            ("phone", has_phone),
            ("org_number", by_number),
            ("company", by_company and not by_number),
        ):
            counts.enough[logic] += is_enough
        known = by_person or person.national_id is not None or by_number or by_company
        if not (known or has_phone):
            counts.enough["none"] += 1
            return
        lacking = {
            "phone": known and not has_phone,
            "address": not (details.get("street") and details.get("postcode")),
            "birth_date": not person.is_company and not person.birth_date,
            "email": not person.emails,
        }
        for part, lacks in lacking.items():
            counts.fillable[part] += lacks
        mended = {"stale", "birth_date_bad", "address_bad"}
        if known:
            mended |= {"phone_bad", "phone_suspicious", "no_phone", "unreachable"}
        counts.mendable.update(reasons & mended)


def _months_before(today: date, months: int) -> date:
    years, rest = divmod(today.month - 1 - months, 12)
    month = date(today.year + years, rest + 1, 1)
    return month + timedelta(days=min(today.day, 28) - 1)
