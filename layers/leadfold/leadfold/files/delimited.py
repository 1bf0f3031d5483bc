"""Lines of text → records: CSV with any usual delimiter, quoting and escaping."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from leadfold.errors import BadFile
from leadfold.files import tables

#: The longest line, and the longest record, in characters.
LONGEST = 16_000_000
_RUNAWAY = 1000  # lines of one record; more means a quote that is never closed
_HEAD_LINES, _HEAD_CHARS = 200, 1_000_000
_DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the cells of a file are separated, quoted and escaped."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    after_space: bool = False

    def reader(self, lines: Iterator[str], *, strict: bool = True) -> Iterator[list[str]]:
        """Return a reader of records; a strict one raises ``csv.Error`` if quotes do not match."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            skipinitialspace=self.after_space,
            strict=strict,
        )

    def plain(self, line: str) -> list[str]:
        """Return the cells of a line whose quotes do not match, split at every delimiter."""
        cells = line.rstrip("\r\n").split(self.delimiter)
        return [cell.strip(self.quote) for cell in cells]


def records(text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a text, opened with ``newline=""``, each with the number of its line.

    The record of a blank line is empty. A quote that is never closed spoils only its own line.
    Raises ``BadFile`` for a line of ``LONGEST`` characters or more.
    """
    lines = _lines(text)
    head: list[str] = []
    for line in lines:
        head.append(line)
        if len(head) >= _HEAD_LINES or sum(map(len, head)) >= _HEAD_CHARS:
            break
    declared = next((at for at, line in enumerate(head[:3]) if _DECLARED.fullmatch(line)), None)
    if declared is not None:
        found = _DECLARED.fullmatch(head[declared])
        head[declared] = "\n"  # it is still a line
        delimiters: Sequence[str] = (found[1],) if found else _DELIMITERS
    else:
        delimiters = _DELIMITERS
    return read(chain(head, lines), sniff(head, delimiters))


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LONGEST):
        if len(line) == LONGEST:
            raise BadFile(f"a line is longer than {LONGEST:,} characters: this is no table")
        yield line.replace("\0", "") if "\0" in line else line


def sniff(head: Sequence[str], delimiters: Sequence[str] = _DELIMITERS) -> Dialect:
    """Return the dialect that fits the first lines of a file best.

    That is the one with the most known names in its header; among equals the one with the most
    rows as wide as the header, then the one with the most columns.
    """
    return max((_dialect(head, delimiter) for delimiter in delimiters), key=lambda d: _fit(head, d))


def _dialect(head: Sequence[str], delimiter: str) -> Dialect:
    text = "".join(head)
    sign = re.escape(delimiter)
    single = [line for line in head if re.fullmatch(rf"'[^\"\r\n]*'{sign}'[^\"\r\n]*'\s*", line)]
    quote = "'" if len(single) > len(head) / 2 else '"'
    escaped = len(re.findall(rf'[^\\{sign}\r\n]\\"(?!\s*(?:{sign}|[\r\n]|$))', text))
    doubled = len(re.findall(rf'[^{sign}\r\n"]""[^{sign}\r\n"]', text))
    spaced = re.search(rf'{sign} +"', text) and not re.search(rf'{sign}"', text)
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        escape="\\" if escaped > doubled else None,
        after_space=bool(spaced),
    )


def _fit(head: Sequence[str], dialect: Dialect) -> tuple[int, float, int]:
    found = [record for _, record in read(iter(head), dialect) if any(map(str.strip, record))]
    if not found:
        return 0, 0.0, 0
    at = tables.header_of(found)
    names = found[at or 0]
    alike = sum(len(record) == len(names) for record in found[at or 0 :])
    share = alike / (len(found) - (at or 0)) if len(names) > 1 or at is not None else 0.0
    return (0 if at is None else tables.known_names(names)), share, len(names)


class _Runaway(Exception):
    """A record has too many lines: its quote is never closed."""


class _Feed:
    """An iterator of lines that remembers those of the current record, and can take some back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.chars = 0
        self.number = 0  # of lines taken so far

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        taken = self.taken
        if taken and (len(taken) >= _RUNAWAY or self.chars > LONGEST):
            raise _Runaway
        if not taken:
            self.chars = 0
        line = self.waiting.popleft() if self.waiting else next(self.lines)
        taken.append(line)
        self.chars += len(line)
        self.number += 1
        return line

    def give_back_all_but_first(self) -> None:
        self.waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def read(lines: Iterator[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of lines in a known dialect, each with the number of its first line."""
    csv.field_size_limit(2 * LONGEST)
    feed = _Feed(lines)
    reader = dialect.reader(feed)
    width = 0
    while True:
        feed.taken.clear()
        try:
            record = next(reader)
        except StopIteration:
            return
        except (_Runaway, csv.Error):
            record = _mended(feed, dialect)
            reader = dialect.reader(feed)
        if len(feed.taken) > 1 and len(record) != width:
            plain = dialect.plain(feed.taken[0])
            if len(plain) == width:  # a quote is missing: each line is a record of its own
                feed.give_back_all_but_first()
                record, reader = plain, dialect.reader(feed)
        if width <= 1:
            width = len(record)
        yield feed.number - len(feed.taken) + 1, record


def _mended(feed: _Feed, dialect: Dialect) -> list[str]:
    """Return the record of a line whose quotes do not match; the lines after it are read again."""
    line = feed.taken[0]
    feed.give_back_all_but_first()
    if line.count(dialect.quote) % 2:
        return dialect.plain(line)
    return next(dialect.reader(iter([line]), strict=False), [])
