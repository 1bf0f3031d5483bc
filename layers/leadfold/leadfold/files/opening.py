"""A file of any kind → its table. The content decides the kind; the name may be wrong."""

import gzip
import io
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadfold.errors import BadFile
from leadfold.files import delimited, encodings, jsons, refusals, spreadsheets, tables, vcards
from leadfold.files.not_records import no_record
from leadfold.files.sheets import SheetRead
from leadfold.files.tables import Numbered, Table

_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE = 1 << 18
_SEARCHED = 1 << 28  # bytes in which the first letter beyond ASCII is searched
_LARGEST_BOOK = 1 << 29
_DAMAGED = "the gzip file is damaged or breaks off"


@dataclass(slots=True, kw_only=True)
class OpenFile:
    """An open file, to be read once.

    ``done()`` tells how much has been read, out of ``total``: bytes, or rows of a workbook.
    ``unreadable()`` counts the lines so far that are no JSON objects. ``format`` is for people:
    "gzip, text, cp1252". ``sheet`` is that of a workbook.
    """

    table: Table
    format: str
    total: int
    done: Callable[[], int]
    unreadable: Callable[[], int]
    sheet: SheetRead | None = None


@contextmanager
def open_file(
    path: Path, country: str | None, today: date, sheet: str | None = None
) -> Iterator[OpenFile]:
    """Open a CSV, JSON, vCard, XLSX, XLS or ODS file, also packed with gzip.

    ``country`` and ``today`` help to recognise phone numbers, national IDs and dates in a file
    without a header. ``sheet`` names the one of a workbook to be read. Raises ``BadFile``, also
    while rows are read, with one line for the file's owner.
    """
    with ExitStack() as stack:
        try:
            file = _open(path, country, today, sheet, stack)
        except OSError as problem:
            raise BadFile(_why_not(problem)) from problem
        except (zlib.error, EOFError) as problem:
            raise BadFile(_DAMAGED) from problem
        try:
            yield file
        except (zlib.error, gzip.BadGzipFile, EOFError) as problem:
            raise BadFile(_DAMAGED) from problem


def _why_not(problem: OSError) -> str:
    if isinstance(problem, gzip.BadGzipFile):
        return _DAMAGED
    return (problem.strerror or str(problem)).lower()


def _open(
    path: Path, country: str | None, today: date, sheet: str | None, stack: ExitStack
) -> OpenFile:
    with path.open("rb") as file:
        is_packed = file.read(2) == _GZIP
    with _stream(path, packed=is_packed) as file:
        start = file.read(_SAMPLE)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BadFile("the file is empty")
    if start.startswith((_ZIP, _OLE)):
        return _workbook(path, is_packed, country, today, sheet, stack)
    if sheet:
        raise BadFile("the file is no workbook, and has no sheets")
    sample = vcards.unfolded(start) if vcards.BEGIN.match(start) else start
    encoding = _encoding(path, sample, packed=is_packed)
    refusals.refuse_others(start, encoding)
    raw = stack.enter_context(path.open("rb", buffering=0))
    unpacked = gzip.GzipFile(fileobj=raw) if is_packed else raw
    stream = io.BufferedReader(unpacked, 1 << 17)
    text = stack.enter_context(io.TextIOWrapper(stream, encoding, encodings.STRAY, newline=""))
    packing = "gzip, " * is_packed
    begins = start.decode(encoding, encodings.STRAY).lstrip("\ufeff \t\r\n")[:40]
    if begins[:1] in {"{", "["}:
        objects = jsons.Objects(text)
        table = tables.of_names(objects.names, objects.records)
        kind, unreadable = "JSON", lambda: objects.unreadable
    elif vcards.BEGIN.match(begins.encode()):
        table = _cards(text, stream, encoding)
        kind, unreadable = "vCards", lambda: 0
    else:
        table = tables.of_records(delimited.records(text), country, today)
        kind, unreadable = "text", lambda: 0
    return OpenFile(
        table=table,
        format=f"{packing}{kind}, {encoding}",
        total=path.stat().st_size,
        done=raw.tell,
        unreadable=unreadable,
    )


def _stream(path: Path, *, packed: bool) -> io.BufferedReader:
    return io.BufferedReader(gzip.open(path)) if packed else path.open("rb")


def _encoding(path: Path, start: bytes, *, packed: bool) -> str:
    """Return the encoding; if a long file begins with ASCII, judge by its first other letters."""
    if not start.isascii() or b"\0" in start or len(start) < _SAMPLE:
        return encodings.of_sample(start, whole=len(start) < _SAMPLE)
    with _stream(path, packed=packed) as stream:
        for _ in range(_SEARCHED // _SAMPLE):
            chunk = stream.read(_SAMPLE)
            if not chunk:
                break
            if not chunk.isascii():
                return encodings.of_sample(_from_line(chunk), whole=False)
    return "utf-8"


def _from_line(chunk: bytes) -> bytes:
    """Return a chunk from its first line break on: its first letter may be cut in two."""
    at = chunk.find(b"\n")
    first = next(place for place, byte in enumerate(chunk) if byte > 127)  # noqa: PLR2004
    return chunk[at + 1 :] if at < first else chunk[max(0, first - 3) :].lstrip()


def _cards(text: io.TextIOWrapper, stream: Iterable[bytes], encoding: str) -> Table:
    """Return the table of vCards; a card of which nothing can be read is no record."""
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    lines = (line.encode(errors="replace") for line in text) if is_wide else stream
    table = Table(
        names=list(vcards.COLUMNS.names), records=iter(()), columns=vcards.COLUMNS, kind="cards"
    )

    def records() -> Iterator[Numbered]:
        for line, record, unread in vcards.records(lines, "utf-8" if is_wide else encoding):
            if record:
                yield line, record
            else:
                table.no_records.append(no_record(line, "card", [unread]))

    table.records = records()
    return table


def _workbook(
    path: Path,
    is_packed: bool,  # noqa: FBT001
    country: str | None,
    today: date,
    sheet: str | None,
    stack: ExitStack,
) -> OpenFile:
    if is_packed:
        path = _unpacked(path, stack)
    refusals.refuse_archive(path)
    book = spreadsheets.Workbook(path, sheet)
    stack.callback(book.close)
    try:
        table = tables.of_records(book.records(), country, today)
    except BadFile as problem:
        raise BadFile(f"sheet {book.sheet.name}: {problem}{book.sheet.others()}") from problem
    return OpenFile(
        table=table,
        format="workbook",
        total=book.total,
        done=lambda: book.done,
        unreadable=lambda: 0,
        sheet=book.sheet,
    )


def _unpacked(path: Path, stack: ExitStack) -> Path:
    """Unpack a workbook into a temporary folder, which ``stack`` removes."""
    whole = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "book"
    left = _LARGEST_BOOK
    with gzip.open(path) as packed, whole.open("wb") as file:
        while piece := packed.read(_SAMPLE):
            left -= len(piece)
            if left < 0:
                raise BadFile("the gzip file unpacks to more than a workbook can be")
            file.write(piece)
    return whole
