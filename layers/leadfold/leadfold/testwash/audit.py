"""The audit of a file: what the report needs to know of all rows, collected as they are placed.

That is counters, the first examples of each kind, values that come up often, and the row that was
first on each card. Only the last takes memory for every row: a few bytes.
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
_SIGNATURES = 400  # combinations of agreements of which an example is kept
_PAIRS = 12  # that the report shows
_LEAST = 0.05  # bits; evidence of less weight is left out
_SUSPICIOUS = frozenset(
    "phone.placeholder phone.suspicious phone.not_assigned email.placeholder email.disposable "
    "name.test name.placeholder national_id.synthetic".split()
)
#: From so many customers on a phone or e-mail address counts as shared.
SHARED_FROM = 4


class Frequent:
    """Counts the values that come up most, in bounded memory (Misra and Gries).

    Exact up to ``limit`` different values; beyond that each count is a lower bound.
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
        """Return kind, value and count of what came at least ``least`` times, commonest first."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [(*key, count) for key, count in ordered[:number] if count >= least]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two rows of one customer: the numbers of both, their fields, and why they match."""

    first: int
    second: int
    match: Match
    left: Mapping[str, str] = field(default_factory=dict)
    right: Mapping[str, str] = field(default_factory=dict)


class Audit:
    """Collects what the report shows. Each row is added once, in the order of the file."""

    def __init__(
        self,
        issues_file: IssuesFile,
        *,
        suppress: ExclusionList | None = None,
        deceased: ExclusionList | None = None,
    ) -> None:
        """Begin with no row. Findings are written to ``issues_file``."""
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
        """Add what was counted in a batch of rows with these columns."""
        self.counts.add(counts)
        self.record_columns = record_columns

    def add_row(self, number: int, found: list[Finding], source: str) -> None:
        """Add what was found in a row, and its lead source."""
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
        """Add the card on which a row was placed."""
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
        # Examples are cards of two rows: there the evidence is all in the fields shown.
        self._firsts[card] = -first
        signature = tuple(
            (part.field, part.agreement) for part in match.evidence if abs(part.weight) > _LEAST
        )
        known = self._signatures.get(signature)
        if known:
            known[0] += 1
        elif len(self._signatures) < _SIGNATURES:
            self._signatures[signature] = [1, len(self._candidates)]
            self._candidates.append(Pair(first=first, second=number, match=match))

    def finish(self, cards: Sequence[str]) -> "array[int]":
        """Complete the counts, given the final card of each row.

        Returns for each row the number of the first row of its customer.
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
        """Return instructive duplicates of every level, no two alike, without their fields."""
        by_level: dict[int, list[Pair]] = {}
        weight = {at: count for count, at in self._signatures.values()}
        for at in sorted(
            range(len(self._candidates)), key=lambda at: (-self._interest(at), -weight[at])
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

    def _interest(self, at: int) -> int:
        """Return how many fields of a pair agree without being equal, at most 3."""
        agreements = [part.agreement for part in self._candidates[at].match.evidence]
        return min(3, sum(one not in {"exact", "missing"} for one in agreements))


def read_pairs(
    path: Path, pairs: Sequence[Pair], country: str | None, today: date, sheet: str | None = None
) -> list[Pair]:
    """Return pairs with their fields, for which the file is read again as far as needed."""
    wanted = {number for pair in pairs for number in (pair.first, pair.second)}
    if not wanted:
        return []
    fields: dict[int, Mapping[str, str]] = {}
    with open_file(path, country, today, sheet) as file:
        for number, (_, sent) in enumerate(file.table.rows(), 1):
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
