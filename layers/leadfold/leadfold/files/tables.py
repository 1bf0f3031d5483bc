"""Records of a file → rows of fields: finds the header, and what each column holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, dropwhile, groupby, islice
from typing import Literal

from leadfold.errors import BadFile
from leadfold.files import columns, marks, organisations
from leadfold.files.columns import Columns
from leadfold.files.not_records import Judge, NoRecord, Reason, is_marked, no_record
from leadfold.files.organisations import has_given_name

_PREAMBLE = 20  # rows among which the header is looked for
_SAMPLE = 200  # rows that are looked at to recognise columns without names
_MOST = 0.8  # share of a column's values that must look like a field
_SHOWN = 8
_SURE = 2  # names of fields by which a header is told below rows with data
_LONGEST_FOOTER = 20
_FOOTERS = frozenset({"total", "footer", "separator", "figures"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_NUMBERS = re.compile(r"[+(]?\d[\d\s().+/-]{5,}\d")
_NAME = re.compile(r"[^\W\d_][^\d_@;:/]*")


#: The number of a line, and its cells.
Numbered = tuple[int, list[str]]


@dataclass(slots=True, kw_only=True)
class Table:
    """The rows of a file, to be read once, by ``rows`` or ``pieces``.

    ``names`` may grow meanwhile, since JSON objects differ. ``overlong`` counts the rows so far
    that have more values than there are names, ``no_records`` lists the lines so far that are no
    rows. Of ``lines`` blank ones are none either, of ``objects`` each is a row but for totals, and
    each of the ``cards``.
    """

    names: list[str]
    records: Iterator[Numbered]
    columns: Columns
    has_header: bool = True
    of_organisations: bool = False
    overlong: int = 0
    no_records: list[NoRecord] = field(default_factory=list)
    kind: Literal["lines", "objects", "cards"] = "objects"

    def rows(self) -> Iterator[tuple[str | None, dict[str, str]]]:
        """Yield each row: its record id if the file has one, and the fields that are not empty."""
        for known, record in self._rows():
            yield known.id_of(record), known.read(record)

    def pieces(self, size: int) -> Iterator[tuple[Columns, list[list[str]]]]:
        """Yield the raw records, at most ``size`` at a time, with their columns."""
        for _, alike in groupby(self._rows(), key=lambda one: id(one[0])):
            while some := list(islice(alike, size)):
                yield some[0][0], [record for _, record in some]

    def _rows(self) -> Iterator[tuple[Columns, list[str]]]:
        for known, record in self._records():
            if len(record) > len(known.names) and any(record[len(known.names) :]):
                self.overlong += 1
            yield known, record

    def _records(self) -> Iterator[tuple[Columns, list[str]]]:
        """Yield the lines that are records; the others are added to ``no_records``."""
        judge = Judge(self.columns)
        waiting = _Waiting()
        for line, record in self.records:
            if len(self.names) != len(self.columns.names):
                self._recognise(self.names)
                judge = Judge(self.columns)
            if self.kind == "cards" or (self.kind == "objects" and not any(record)):
                yield self.columns, record
                continue
            if is_blank(record):
                waiting.after_blank = True
                continue
            reason = judge.reason(record)
            if self.kind == "objects":
                reason = None if reason == "other_header" else reason
            elif waiting.takes(line, record, reason, judge):
                continue
            yield from self._settled(waiting)
            if not reason:
                yield self.columns, record
                continue
            self.no_records.append(no_record(line, reason, record))
            if reason == "other_header":
                self.names = [name.strip() for name in record]
                self._recognise(self.names)
                judge = Judge(self.columns)
        yield from self._settled(waiting, at_end=True)

    def _settled(
        self, waiting: "_Waiting", *, at_end: bool = False
    ) -> Iterator[tuple[Columns, list[str]]]:
        """Yield the records among the lines that wait, and end their waiting."""
        is_footer = at_end and any(reason == "footer" for _, _, reason in waiting.lines)
        for line, record, own in waiting.lines:
            reason = own or ("footer" if is_footer and not _is_person(record[0]) else None)
            if reason:
                self.no_records.append(no_record(line, reason, record))
            else:
                yield self.columns, record
        waiting.lines.clear()
        waiting.after_blank = False

    def _recognise(self, names: Sequence[str]) -> None:
        self.columns = columns.recognise(names)
        if self.of_organisations:
            self.columns = self.columns.of_organisations()


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """Lines that may be the footer of a report, which is told by its other lines.

    Such lines have one word or a mark, and come after a blank line or one with a mark.
    """

    lines: list[tuple[int, list[str], Reason | None]] = field(default_factory=list)
    after_blank: bool = False

    def takes(self, line: int, record: list[str], reason: Reason | None, judge: Judge) -> bool:
        """Let a line wait if it may be of a footer; tell whether it does."""
        may_begin = bool(self.lines) or self.after_blank or reason in _FOOTERS
        if not may_begin or len(self.lines) >= _LONGEST_FOOTER:
            return False
        if reason not in _FOOTERS and (reason or not judge.is_one_word(record)):
            return False
        self.lines.append((line, record, reason))
        return True


def _is_person(text: str) -> bool:
    """Tell whether a text is surely a person's name, and not that of a report or company."""
    capitals = all(word[0].isupper() or not word[0].islower() for word in text.split())
    return capitals and has_given_name(text) and not marks.counts(text)


def is_blank(record: Sequence[str]) -> bool:
    """Tell whether a record has no cell with anything in it."""
    return not any(map(str.strip, record))


def of_records(records: Iterator[Numbered], country: str | None, today: date) -> Table:
    """Return the table of lines whose header is among the first ones, or missing.

    Raises ``BadFile`` if no column is recognised.
    """
    records = dropwhile(lambda one: is_blank(one[1]), records)
    first = list(islice(records, _SAMPLE))
    if not first:
        raise BadFile("the file has no rows")
    filled = [(line, record) for line, record in first if not is_blank(record)]
    head = [record for _, record in filled]
    at = header_of(head)
    if at is not None:
        names = [name.strip().lstrip("\ufeff") for name in head[at]]
        rest = (one for one in first if one[0] > filled[at][0])
        table = of_names(names, chain(rest, records))
        above = [no_record(line, "above_header", record) for line, record in filled[:at]]
        table.no_records += above
    else:
        content = [record for record in head if not is_marked(record)] or head
        known = columns.of_content(_by_content(content, country, today))
        if not known.is_usable:
            raise BadFile(_unknown(head[0]))
        names = list(known.names)
        table = Table(names=names, records=chain(first, records), columns=known, has_header=False)
    table.kind = "lines"
    return table


def of_names(names: list[str], records: Iterator[Numbered]) -> Table:
    """Return the table of records with given column names. Raises ``BadFile`` if none is usable."""
    known = columns.recognise(names)
    if not known.is_usable:
        raise BadFile(_unknown(names))
    if "full_name" not in known.fields:
        return Table(names=names, records=records, columns=known)
    first = list(islice(records, organisations.SAMPLE))
    named = [
        known.read(record).get("full_name", "") for _, record in first if not is_marked(record)
    ]
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
    """Return the position of the header among the first rows, ``None`` if there is none.

    That is the row with the names of the most fields. Below one with data, such as the dates of a
    report, it has to be wider than all rows above it, or hold nothing else.
    """
    best, found, widest, data_above = (0, True), None, 0, False
    for at, record in enumerate(head[:_PREAMBLE]):
        cells = [text for cell in record if (text := cell.strip())]
        if any(map(_is_data, cells)):
            if found is not None:
                break
            data_above = True
        else:
            fields = {columns.field_of(cell) for cell in cells} - {None}
            known = (len(fields), len(cells) > 1)
            is_all = known_names(cells) == len(cells)
            is_sure = len(fields) >= _SURE and (len(cells) > widest or is_all)
            if known > best and (is_sure or not data_above):
                best, found = known, at
        widest = max(widest, len(cells))
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
