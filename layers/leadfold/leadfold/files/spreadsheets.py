"""Workbooks → records: XLSX, XLS and ODS.

A workbook has to be read whole, and a damaged or malicious one can take any amount of memory or
crash the process that reads it. So a process of its own, with limited memory, reads it and writes
CSV to a pipe. Run as a program, this module is that process.
"""

import contextlib
import csv
import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadfold.errors import BadFile
from leadfold.files import columns, sheets, tables
from leadfold.files.sheets import Listed, SheetRead

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MEMORY = 6 << 30
_REFUSED = 2
_LARGEST_EXACT = 1e15
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 1000  # rows in which a sheet's header is looked for
_SHOWN = 8


class Workbook:
    """The sheet that is read (``sheet``): ``total`` is its number of rows, ``done`` those read."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        """Open it; ``sheet`` names the one to be read. Raises ``BadFile`` if it cannot be read."""
        self.path, self.done = path, 0
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-P", "-m", __name__, str(path), *([sheet] if sheet else [])],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if self._process.stdout is None:
            raise RuntimeError("a pipe was asked for")
        self._text = io.TextIOWrapper(self._process.stdout, encoding="utf-8", newline="")
        first = self._text.readline()
        if not first.startswith("{"):
            self._refuse()
        told = json.loads(first)
        self.total: int = told["rows"]
        self.sheet = SheetRead(
            name=told["name"],
            state=told["state"],
            unread=tuple(Listed(name=name, state=state) for name, state in told["unread"]),
            hidden_rows=told["hidden_rows"],
        )

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of every row and its cells as text."""
        csv.field_size_limit(1 << 30)
        for record in csv.reader(self._text):
            self.done += 1
            yield self.done, record
        if self._process.wait():
            self._refuse()

    def _refuse(self) -> None:
        code = self._process.wait()
        reason = (
            self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
        )
        self.close()
        if code == _REFUSED and reason.strip():
            raise BadFile(reason.strip())
        raise BadFile(
            "the workbook is damaged or too large to be read; save the sheet as CSV and try that"
        )

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._text.close()
        if self._process.stderr:
            self._process.stderr.close()


def text_of(cell: Any) -> str:
    """Return a cell as text: dates in ISO, whole numbers without a decimal point.

    >>> text_of(4.791234567E+10), text_of(dt.datetime(1980, 4, 3)), text_of(True)
    ('47912345670', '1980-04-03', 'true')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _LARGEST_EXACT else str(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return str(cell)


def main(path: str, wanted: str = "") -> int:
    """Write what sheet is read and then its rows to standard output; return the exit code."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    from python_calamine import CalamineError, PasswordError

    try:
        book = _opened(path)
        listed = _listed(book)
        outline = sheets.outline_of(Path(path))
        sheet = _named(book, listed, wanted) if wanted else _chosen(book, listed, outline.active)
    except PasswordError:
        return _refuse("the workbook is protected by a password; save it without one")
    except BadFile as problem:
        return _refuse(str(problem))
    except CalamineError as problem:
        return _refuse(f"the workbook cannot be read: {' '.join(str(problem).split())[:200]}")
    told = {
        "rows": sheet.total_height,
        "name": sheet.name,
        "state": next(one.state for one in listed if one.name == sheet.name),
        "unread": [(one.name, one.state) for one in listed if one.name != sheet.name],
        "hidden_rows": sheets.hidden_rows(Path(path), outline.parts.get(sheet.name, "")),
    }
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")
    out.write(f"{json.dumps(told)}\n")
    csv.writer(out).writerows(map(text_of, row) for row in sheet.iter_rows())
    out.flush()
    return 0


def _opened(path: str) -> "CalamineWorkbook":
    """Open a workbook by the ending of its name, and where that is wrong by its content."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError as problem:
        try:
            with Path(path).open("rb") as file:
                return CalamineWorkbook.from_filelike(file)
        except CalamineError:
            if _ENCRYPTED in Path(path).read_bytes():
                raise PasswordError from None
            raise problem from None


def _listed(book: "CalamineWorkbook") -> list[Listed]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        Listed(name=one.name, state="chart")
        if one.typ != SheetTypeEnum.WorkSheet
        else Listed(
            name=one.name,
            state="visible" if one.visible == SheetVisibleEnum.Visible else "hidden",
        )
        for one in book.sheets_metadata
    ]


def _named(book: "CalamineWorkbook", listed: Sequence[Listed], wanted: str) -> "CalamineSheet":
    """Return the sheet of a name, hidden or not. Raises ``BadFile`` if there is none."""
    grids = [one.name for one in listed if one.state != "chart"]
    alike = [name for name in grids if name.strip().casefold() == wanted.strip().casefold()]
    if not alike:
        raise BadFile(f"the workbook has no sheet of that name; it has {_in_words(grids)}")
    return book.get_sheet_by_name(wanted if wanted in alike else alike[0])


def _chosen(
    book: "CalamineWorkbook", listed: Sequence[Listed], active: int | None
) -> "CalamineSheet":
    """Return the first visible sheet with a known header, else the first that is not empty.

    Raises ``BadFile`` if every visible sheet is empty.
    """
    filled = None
    for name in sheets.in_order(listed, active):
        sheet = book.get_sheet_by_name(name)
        if not sheet.height:
            continue
        if _has_known_header(sheet):
            return sheet
        filled = filled or sheet
    if filled:
        return filled
    hidden = [one.name for one in listed if one.state == "hidden"]
    if not hidden:
        raise BadFile("the file has no rows")
    raise BadFile(
        f"no visible sheet holds anything, and hidden ones are not read ({_in_words(hidden)}); "
        "make the right one visible, or name it with --sheet"
    )


def _has_known_header(sheet: "CalamineSheet") -> bool:
    rows = ([text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), _HEAD))
    head = [row for row in rows if any(map(str.strip, row))]
    at = tables.header_of(head)
    return at is not None and columns.recognise(head[at]).is_usable


def _in_words(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = ", ".join(" ".join(name.split()) for name in names[:_SHOWN])
    return f"{shown}{more}" or "none"


def _refuse(message: str) -> int:
    """Tell the parent process why the workbook cannot be read; return the exit code."""
    sys.stderr.buffer.write(message.encode(errors="replace"))
    return _REFUSED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
