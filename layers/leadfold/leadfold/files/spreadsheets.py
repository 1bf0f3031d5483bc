"""Workbooks → records: XLSX, XLS and ODS.

A workbook has to be read whole, and a damaged or malicious one can take any amount of memory or
crash the process that reads it. So a process of its own, with limited memory, reads it and writes
CSV to a pipe. Run as a program, this module is that process.
"""

import contextlib
import csv
import datetime as dt
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadfold.errors import BadFile

_MEMORY = 6 << 30
_REFUSED = 2
_LARGEST_EXACT = 1e15


class Workbook:
    """The first sheet that is not empty; ``total`` is its number of rows, ``done`` those read."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises ``BadFile`` if it cannot be read."""
        self.path, self.done = path, 0
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-P", "-m", __name__, str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if self._process.stdout is None:
            raise RuntimeError("a pipe was asked for")
        self._text = io.TextIOWrapper(self._process.stdout, encoding="utf-8", newline="")
        first = self._text.readline()
        if not first.strip().isdigit():
            self._refuse()
        self.total = int(first)

    def records(self) -> Iterator[list[str]]:
        """Yield every row, its cells as text."""
        csv.field_size_limit(1 << 30)
        for record in csv.reader(self._text):
            self.done += 1
            yield record
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


def main(path: str) -> int:
    """Write the number of rows and then the rows to standard output; return the exit code."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_path(path)
        grids = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        sheets = (book.get_sheet_by_name(name) for name in grids)
        sheet = next((sheet for sheet in sheets if sheet.height), None)
    except PasswordError:
        return _refuse("the workbook is protected by a password; save it without one")
    except CalamineError as problem:
        return _refuse(f"the workbook cannot be read: {' '.join(str(problem).split())[:200]}")
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")
    out.write(f"{sheet.height if sheet else 0}\n")
    if sheet:
        csv.writer(out).writerows(map(text_of, row) for row in sheet.iter_rows())
    out.flush()
    return 0


def _refuse(message: str) -> int:
    """Tell the parent process why the workbook cannot be read; return the exit code."""
    sys.stderr.write(message)
    return _REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
