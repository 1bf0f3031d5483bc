"""The audit of a file: what is wrong with its rows, and where they ended, while they are washed.

Memory grows by a few bytes a row (which row was a card's first) and else not at all: counters,
the first examples of each kind, and values that come up often.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leadfold.files.opening import open_file
from leadfold.files.record_columns import RecordColumns
from leadfold.model import Match, Person
from leadfold.testwash import quality
from leadfold.testwash.exclusions import ExclusionList
from leadfold.testwash.issues import Finding, IssuesFile
from leadfold.testwash.matcher import Placed
from leadfold.testwash.row_checks import Counts

_EXAMPLES = 3  # of a kind of finding
_SIGNATURES = 400  # of agreements, of which an example is kept
_PAIRS = 12
_SURE = 0.05  # bits under which evidence says nothing
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


class Audit:
    """Notes each row once, in the order of the file."""

    def __init__(
        self,
        issues_file: IssuesFile,
        *,
        suppress: ExclusionList | None = None,
        deceased: ExclusionList | None = None,
    ) -> None:
        """Begin with no row; findings go to ``issues_file``."""
        self.counts = Counts()
        self.examples: dict[str, list[Finding]] = {}
        self.suspicious = Frequent(4000)
        self.shared = Frequent(50_000)
        self.sources = Frequent(2000)
        self.record_columns = RecordColumns()
        self.suppress, self.deceased = suppress, deceased
        self._issues_file = issues_file
        self._firsts: dict[str, int] = {}
        self._signatures: dict[tuple[tuple[str, str], ...], list[int]] = {}
        self._candidates: list[Pair] = []

    def add_counts(self, counts: Counts, record_columns: RecordColumns) -> None:
        """Take over what was counted in some rows, with the columns that these had."""
        self.counts.add(counts)
        self.record_columns = record_columns

    def add_row(self, number: int, found: list[Finding], source: str) -> None:
        """Note what is wrong with a row, and where it came from."""
        if found:
            self._issues_file.add(number, found)
            self._keep_examples(found)
        if source:
            self.sources.add("", source)

    def _keep_examples(self, found: list[Finding]) -> None:
        for one in found:
            if one.kind in _SUSPICIOUS and one.value:
                self.suspicious.add(one.kind, one.value)
            known = self.examples.setdefault(one.kind, [])
            if one.value and len(known) < _EXAMPLES and one.code != "stale" and one not in known:
                known.append(one)

    def add_placed(self, number: int, person: Person, placed: Placed) -> None:
        """Note where a row ended."""
        for pair in placed.asked:
            self.counts.possible["household" if pair.kind == "household" else "ask"] += 1
        card, match = placed.card, placed.match
        first = self._firsts.get(card)
        if match is None or first is None:
            self._firsts.setdefault(card, number)
            for phone in person.phones:
                self.shared.add("phone", phone.e164)
            for email in person.emails:
                self.shared.add("email", email.address)
            return
        self._issues_file.duplicate(number, match)
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
        counts.actions[quality.ACTION_OF["duplicate"]] = counts.duplicates
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
    with open_file(path, country, today) as source:
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
