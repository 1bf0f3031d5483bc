"""The audit of a file: what is wrong with its rows, counted while they are washed.

Memory grows by a few bytes a row (which row was a card's first) and else not at all: counters,
the first examples of each kind, and values that come up often.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from leadfold.model import Match, Person
from leadfold.testwash import files, issues, scoring, upkeep
from leadfold.testwash.issues import Finding, Listing
from leadfold.testwash.matcher import Placed
from leadfold.testwash.suppression import Register
from leadfold.testwash.tables import Table

_EXAMPLES = 3  # of a kind of finding
_SIGNATURES = 400  # of agreements, of which an example is kept
_PAIRS = 12
_SURE = 0.05  # bits under which evidence says nothing
#: Fields whose values are told good, doubtful, bad or missing, and the fields of a row they are in.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("full_name", "first_name", "last_name"),
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
#: Ages of the newest date of a row, in months; the last is without end.
AGES = (3, 12, 24, 36)
_MONTH = 30.44
_SUSPICIOUS = frozenset(
    "phone.placeholder phone.suspicious phone.not_assigned email.placeholder email.disposable "
    "name.test name.placeholder national_id.synthetic".split()
)
#: Customers from which on a phone or address is told to be shared.
SHARED_FROM = 4


class Frequent:
    """The values that come up most, in bounded memory (Misra and Gries).

    Exact up to ``limit`` different values; beyond that a count is the least that it can be.
    """

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self._limit = limit
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, kind: str, value: str) -> None:
        """Count a value."""
        key = kind, value
        known = self._counts.get(key)
        if known is not None:
            self._counts[key] = known + 1
            return
        if len(self._counts) >= self._limit:
            self._counts = {key: count - 1 for key, count in self._counts.items() if count > 1}
        if len(self._counts) < self._limit:
            self._counts[key] = 1

    def most(self, number: int, least: int) -> list[tuple[str, str, int]]:
        """Return kind, value and count of those that came up at least so often, commonest first."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [(*key, count) for key, count in ordered[:number] if count >= least]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two rows that are one customer, and why: the numbers of both, and their fields."""

    first: int
    second: int
    match: Match
    left: Mapping[str, str] = field(default_factory=dict)
    right: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Counts:
    """What the audit counted; ``reasons`` and ``actions`` by the names of ``scoring``."""

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
        """Return how many values of each field of the file are in each of ``STATES``."""
        found = {}
        for name, given in self.given.items():
            doubt, bad = self.worst[name, "doubt"], self.worst[name, "bad"]
            good, missing = given - doubt - bad, self.rows - given
            found[name] = {"good": good, "doubt": doubt, "bad": bad, "missing": missing}
        return found

    @property
    def duplicates(self) -> int:
        """The rows of customers that were there before."""
        return self.rows - self.customers

    @property
    def score(self) -> int:
        """The file's quality."""
        return scoring.score(self.rows, self.reasons)


class Audit:
    """Looks at each row once, in the order of the file."""

    def __init__(
        self,
        listing: Listing,
        country: str | None,
        today: date,
        *,
        suppress: Register | None = None,
        deceased: Register | None = None,
    ) -> None:
        """Begin with no row; findings go to ``listing``."""
        self.counts = Counts()
        self.examples: dict[str, list[Finding]] = {}
        self.suspicious = Frequent(4000)
        self.shared = Frequent(50_000)
        self.sources = Frequent(2000)
        self.kept = upkeep.Upkeep()
        self.suppress, self.deceased = suppress, deceased
        self._listing, self._country, self._today = listing, country, today
        self._oldest = _months_before(today, issues.STALE_AFTER)
        self._has_dates = False
        self._fields: dict[str, tuple[str, ...]] = {}
        self._firsts: dict[str, int] = {}
        self._signatures: dict[tuple[tuple[str, str], ...], list[int]] = {}
        self._candidates: list[Pair] = []

    def row(
        self,
        number: int,
        sent: Mapping[str, str],
        person: Person,
        placed: Placed,
        table: Table,
    ) -> None:
        """Look at a row and where it was placed."""
        if self.kept.width != len(table.names):
            self._recognise(table)
        counts = self.counts
        counts.rows += 1
        country = person.details.get("country") or self._country
        kept = self.kept.read(table.record, country, self._today)
        found = issues.of_row(sent, person, country, self._today)
        found += issues.of_upkeep(kept, self.kept.places, self._oldest)
        found += self._hits(sent, person)
        kinds = {one.kind for one in found}
        reasons = {
            kind.reason for name in kinds if (kind := issues.KINDS.get(name)) and kind.reason
        }
        self._count_fields(sent, found, reasons)
        counts.kinds.update(kinds)
        counts.reasons.update(reasons)
        counts.actions.update({scoring.ACTION_OF[reason] for reason in reasons})
        if found:
            self._listing.add(number, found)
            self._keep_examples(found)
        counts.dead += kept.deceased
        if self._has_dates:
            counts.ages[self._age(kept.newest)] += 1
        if kept.source:
            self.sources.add("", kept.source[:80])
        self._count_gain(person, reasons)
        self._note_place(number, person, placed)
        for pair in placed.asked:
            counts.possible["household" if pair.kind == "household" else "ask"] += 1

    def _recognise(self, table: Table) -> None:
        columns = table.columns
        taken = {at for places in columns.places.values() for at in places}
        if columns.record_id is not None:
            taken.add(columns.record_id)
        self.kept = upkeep.recognise(table.names, frozenset(taken))
        self._has_dates = self.kept.has_dates
        known = columns.places.keys()
        self._fields = {
            name: parts for name, parts in FIELDS.items() if not known.isdisjoint(parts)
        }
        for name in self._fields:
            self.counts.given.setdefault(name, 0)

    def _hits(self, sent: Mapping[str, str], person: Person) -> list[Finding]:
        by_code = {
            "suppressed": self.suppress and self.suppress.of_contact(person),
            "deceased": self.deceased and self.deceased.of_person(person),
        }
        found = []
        for code, told in by_code.items():
            if told:
                value = issues.name_of(sent) if told == "name" else sent.get(told, "")
                value = issues.shown(told, value, self._country, self._today)
                found.append(Finding(field=told, code=code, value=value))
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

    def _keep_examples(self, found: list[Finding]) -> None:
        for one in found:
            if one.kind in _SUSPICIOUS and one.value:
                self.suspicious.add(one.kind, one.value)
            known = self.examples.setdefault(one.kind, [])
            if one.value and len(known) < _EXAMPLES and one.code != "stale" and one not in known:
                known.append(one)

    def _age(self, newest: date | None) -> int:
        """Return which of ``AGES`` a date is in, -1 without a date."""
        if newest is None:
            return -1
        months = (self._today - newest).days / _MONTH
        return next((at for at, end in enumerate(AGES) if months <= end), len(AGES))

    def _count_gain(self, person: Person, reasons: set[str]) -> None:
        """Count what a register could be asked by, and what it could then fill or mend."""
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

    def _note_place(self, number: int, person: Person, placed: Placed) -> None:
        card, match = placed.card, placed.match
        first = self._firsts.get(card)
        if match is None or first is None:
            self._firsts.setdefault(card, number)
            for phone in person.phones:
                self.shared.add("phone", phone.e164)
            for email in person.emails:
                self.shared.add("email", email.address)
            return
        self._listing.duplicate(number, match)
        self.counts.levels[match.level or 0] += 1
        if first < 0:
            return
        # Only of two rows by themselves is the evidence all there is to see.
        self._firsts[card] = -first
        signature = tuple(
            (part.field, part.agreement) for part in match.evidence if abs(part.weight) > _SURE
        )
        known = self._signatures.get(signature)
        if known:
            known[0] += 1
        elif len(self._signatures) < _SIGNATURES:
            self._signatures[signature] = [1, len(self._candidates)]
            self._candidates.append(Pair(first=first, second=number, match=match))

    def finish(self, cards: Sequence[str]) -> "array[int]":
        """Close the count with the card that each row is on in the end.

        Returns the number of the first row of each row's customer.
        """
        firsts: dict[str, int] = {}
        numbers = array("l", (firsts.setdefault(card, at) for at, card in enumerate(cards, 1)))
        self._firsts.clear()
        counts = self.counts
        counts.customers = len(firsts)
        counts.sizes.update(Counter(numbers).values())
        counts.levels[0] = counts.duplicates - sum(
            rows for level, rows in counts.levels.items() if level
        )
        counts.kinds["duplicate"] = counts.reasons["duplicate"] = counts.duplicates
        counts.actions[scoring.ACTION_OF["duplicate"]] = counts.duplicates
        return numbers

    def pairs(self) -> list[Pair]:
        """Return duplicates that tell most, without their fields: of every level, no two alike."""
        by_level: dict[int, list[Pair]] = {}
        weight = {at: count for count, at in self._signatures.values()}
        for at in sorted(
            range(len(self._candidates)), key=lambda at: (-self._telling(at), -weight[at])
        ):
            pair = self._candidates[at]
            by_level.setdefault(pair.match.level or 0, []).append(pair)
        chosen: list[Pair] = []
        while by_level and len(chosen) < _PAIRS:
            for level in sorted(by_level):
                chosen.append(by_level[level].pop(0))
                if not by_level[level]:
                    del by_level[level]
        return chosen[:_PAIRS]

    def _telling(self, at: int) -> int:
        """Return how much more than equal fields a pair shows, up to what can be taken in."""
        agreements = [part.agreement for part in self._candidates[at].match.evidence]
        return min(3, sum(one not in {"exact", "missing"} for one in agreements))


def read_pairs(path: Path, pairs: Sequence[Pair], country: str | None, today: date) -> list[Pair]:
    """Return pairs with their fields, read from the file once more, no further than needed."""
    wanted = {number for pair in pairs for number in (pair.first, pair.second)}
    if not wanted:
        return []
    fields: dict[int, Mapping[str, str]] = {}
    with files.opened(path, country, today) as source:
        for number, (_, sent) in enumerate(source.table.rows(), 1):
            if number in wanted:
                fields[number] = sent
                if len(fields) == len(wanted):
                    break
    return [
        Pair(
            first=pair.first,
            second=pair.second,
            match=pair.match,
            left=fields.get(pair.first, {}),
            right=fields.get(pair.second, {}),
        )
        for pair in pairs
    ]


def _months_before(today: date, months: int) -> date:
    years, rest = divmod(today.month - 1 - months, 12)
    month = date(today.year + years, rest + 1, 1)
    return month + timedelta(days=min(today.day, 28) - 1)
