"""Records of a file → rows of fields: finds the header, and what each column holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby, islice

from leadfold.errors import BadFile
from leadfold.files import columns, organisations
from leadfold.files.columns import Columns

_PREAMBLE = 20  # rows among which the header is looked for
_SAMPLE = 200  # rows that are looked at to recognise columns without names
_MOST = 0.8  # share of a column's values that must look like a field
_SHOWN = 8
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_NUMBERS = re.compile(r"[+(]?\d[\d\s().+/-]{5,}\d")
_NAME = re.compile(r"[^\W\d_][^\d_@;:/]*")


@dataclass(slots=True, kw_only=True)
class Table:
    """The rows of a file, to be read once, by ``rows`` or ``pieces``.

    ``names`` may grow meanwhile, since JSON objects differ. ``overlong`` counts the rows so far
    that have more values than there are names.
    """

    names: list[str]
    records: Iterator[list[str]]
    columns: Columns
    has_header: bool = True
    of_organisations: bool = False
    overlong: int = 0

    def rows(self) -> Iterator[tuple[str | None, dict[str, str]]]:
        """Yield each row: its record id if the file has one, and the fields that are not empty."""
        for known, record in self._records():
            yield known.id_of(record), known.read(record)

    def pieces(self, size: int) -> Iterator[tuple[Columns, list[list[str]]]]:
        """Yield the raw records, at most ``size`` at a time, with their columns."""
        for _, alike in groupby(self._records(), key=lambda one: len(one[0].names)):
            while some := list(islice(alike, size)):
                yield some[0][0], [record for _, record in some]

    def _records(self) -> Iterator[tuple[Columns, list[str]]]:
        for record in self.records:
            if len(self.names) != len(self.columns.names):
                self.columns = columns.recognise(self.names)
                if self.of_organisations:
                    self.columns = self.columns.of_organisations()
            known = self.columns
            if len(record) > len(known.names) and any(record[len(known.names) :]):
                self.overlong += 1
            yield known, record


def of_records(records: Iterator[list[str]], country: str | None, today: date) -> Table:
    """Return the table of records whose header is among the first ones, or missing.

    Raises ``BadFile`` if no column is recognised.
    """
    filled = (record for record in records if any(map(str.strip, record)))
    head = list(islice(filled, _SAMPLE))
    if not head:
        raise BadFile("the file has no rows")
    at = header_of(head)
    if at is not None:
        names = [name.strip().lstrip("\ufeff") for name in head[at]]
        return of_names(names, chain(head[at + 1 :], filled))
    known = columns.of_content(_by_content(head, country, today))
    if not known.is_usable:
        raise BadFile(_unknown(head[0]))
    names = list(known.names)
    return Table(names=names, records=chain(head, filled), columns=known, has_header=False)


def of_names(names: list[str], records: Iterator[list[str]]) -> Table:
    """Return the table of records with given column names. Raises ``BadFile`` if none is usable."""
    known = columns.recognise(names)
    if not known.is_usable:
        raise BadFile(_unknown(names))
    if "full_name" not in known.fields:
        return Table(names=names, records=records, columns=known)
    first = list(islice(records, organisations.SAMPLE))
    named = [known.read(record).get("full_name", "") for record in first]
    if of_organisations := organisations.are_organisations(named):
        known = known.of_organisations()
    everything = chain(first, records)
    return Table(names=names, records=everything, columns=known, of_organisations=of_organisations)


def _unknown(cells: Sequence[str]) -> str:
    shown = ", ".join(cell.strip()[:40] or "(empty)" for cell in cells[:_SHOWN])
    more = ", …" if len(cells) > _SHOWN else ""
    return (
        "no column with a name, phone, e-mail or national ID was recognised; give the columns a "
        f"header row with names such as name, phone, email (the first row is: {shown}{more})"
    )


def header_of(head: Sequence[Sequence[str]]) -> int | None:
    """Return the position of the header among the first rows, ``None`` if there is none."""
    best, found = 0, None
    for at, record in enumerate(head[:_PREAMBLE]):
        if any(_is_data(cell.strip()) for cell in record):
            break
        known = known_names(record)
        if known > best:
            best, found = known, at
    return found


def known_names(record: Sequence[str]) -> int:
    """Return how many of the cells are names of a field."""
    return sum(columns.field_of(cell.strip()) is not None for cell in record if cell)


def _is_data(cell: str) -> bool:
    return bool(_EMAIL.fullmatch(cell) or _NUMBERS.fullmatch(cell))


def _by_content(
    head: Sequence[Sequence[str]], country: str | None, today: date
) -> list[str | None]:
    """Return the field that the values of each column look like, ``None`` if that is in doubt."""
    width = max(len(record) for record in head)
    values = [
        [record[at].strip() for record in head if at < len(record) and record[at].strip()]
        for at in range(width)
    ]
    found = [_looks_like(column, country, today) for column in values]
    if not {"email", "phone", "national_id"} & set(found):
        return [None] * width
    words = [at for at, column in enumerate(values) if not found[at] and _share(column, _is_name)]
    full = [at for at in words if _share(values[at], lambda text: len(text.split()) > 1)]
    pair = [at for at in words if at + 1 in words]
    if full:
        found[full[0]] = "full_name"
    elif pair and pair[0] == words[0]:
        found[pair[0]], found[pair[0] + 1] = "first_name", "last_name"
    return found


def _looks_like(values: Sequence[str], country: str | None, today: date) -> str | None:
    from leadfold.normalise import birth_date, national_id, phone

    if _share(values, lambda text: bool(_EMAIL.fullmatch(text))):
        return "email"
    if _share(values, lambda text: bool(national_id.parse(text, country, today))):
        return "national_id"
    if _share(values, lambda text: bool((known := phone.parse(text, country)) and known.valid)):
        return "phone"
    separated = _share(values, lambda text: bool(re.search(r"\d[-./]\d", text)))
    if separated and _share(values, lambda text: bool(birth_date.parse(text, country, today))):
        return "birth_date"
    return None


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def _share(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= _MOST * len(values)
