"""The sheets of a workbook: which of them is read.

A program that exports often puts lists of choices and settings on sheets that it hides, before the
one that people see. So a hidden sheet is never read unless it is asked for by its name.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal
from xml.etree import ElementTree as ET

State = Literal["visible", "hidden", "chart"]
#: What reading a damaged, packed otherwise or encrypted zip file raises.
UNREADABLE = (
    OSError, ValueError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile,
)  # fmt: skip

_LARGEST_XML = 1 << 24  # bytes of the list of sheets
_MOST_SEARCHED = 1 << 30  # bytes of a sheet in which hidden rows are counted
_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 16
_SHOWN = 12
_STATES: Mapping[State, str] = {"visible": "", "hidden": " (hidden)", "chart": " (no cells)"}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w{1,9}:)?row\s([^<>]{1,1000})>")
_IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A sheet as the workbook lists it; ``state`` is "chart" for all that is no grid of cells."""

    name: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """The sheet that was read, and those that were not.

    ``hidden_rows`` counts rows of it that the workbook hides, which are read as all others; it is 0
    where that is not known.
    """

    name: str
    state: State = "visible"
    unread: tuple[Listed, ...] = ()
    hidden_rows: int = 0

    def others(self) -> str:
        """Return in words which sheets were not read, "" if there is no other."""
        if not self.unread:
            return ""
        shown = [one.name + _STATES[one.state] for one in self.unread[:_SHOWN]]
        more = f" and {len(self.unread) - _SHOWN} more" if len(self.unread) > _SHOWN else ""
        return f"; not read: {', '.join(shown)}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the package of an XLSX file says: the position of the open tab, each sheet's part."""

    active: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict)


def in_order(listed: Sequence[Listed], active: int | None) -> list[str]:
    """Return the names of the visible grids in the order in which a table is looked for.

    The one that is open when the workbook is opened comes first.

    >>> sheets = [Listed(name="Input", state="hidden"), Listed(name="A", state="visible")]
    >>> in_order([*sheets, Listed(name="B", state="visible")], 2), in_order(sheets, 0)
    (['B', 'A'], ['A'])
    """
    names = [sheet.name for sheet in listed if sheet.state == "visible"]
    if active is not None and 0 <= active < len(listed) and listed[active].state == "visible":
        names.remove(listed[active].name)
        names.insert(0, listed[active].name)
    return names


def outline_of(path: Path) -> Outline:
    """Return the outline of an XLSX file, an empty one for other files and damaged ones."""
    try:
        with zipfile.ZipFile(path) as book:
            root = _xml(book, "xl/workbook.xml")
            links = _xml(book, "xl/_rels/workbook.xml.rels")
    except UNREADABLE:
        return Outline()
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    parts = {
        sheet.get("name") or "": _part(targets.get(sheet.get(_RELATION)) or "")
        for sheet in root.iterfind("{*}sheets/{*}sheet")
    }
    view = root.find("{*}bookViews/{*}workbookView")
    active = view.get("activeTab", "0") if view is not None else ""
    small = active.isdecimal() and len(active) < 6  # noqa: PLR2004 (no workbook has more sheets)
    return Outline(active=int(active) if small else None, parts=parts)


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _xml(book: zipfile.ZipFile, name: str) -> ET.Element:
    """Read a small XML part. Raises ``ValueError`` for one that is large, odd or damaged."""
    with book.open(name) as part:
        content = part.read(_LARGEST_XML + 1)
    if len(content) > _LARGEST_XML or b"<!" in content.replace(b"<!--", b""):
        raise ValueError("the part is too large, or declares entities")
    try:
        return ET.fromstring(content)  # noqa: S314 (no entities can be declared)
    except ET.ParseError as problem:
        raise ValueError("the part is damaged") from problem


def hidden_rows(path: Path, part: str) -> int:
    """Return how many rows with cells of a sheet in an XLSX file are hidden, 0 if unknown."""
    try:
        with zipfile.ZipFile(path) as book, book.open(part) as sheet:
            return _hidden_rows(sheet)
    except UNREADABLE:
        return 0


def _hidden_rows(sheet: IO[bytes]) -> int:
    found, rest = 0, b""
    for _ in range(_MOST_SEARCHED // _CHUNK):
        chunk = sheet.read(_CHUNK)
        if not chunk:
            break
        text = rest + chunk
        end = text.rfind(b"<")
        text, rest = text[:end], text[end:][:_LONGEST_TAG]
        if b"hidden=" in text:
            found += sum(
                bool(_IS_HIDDEN.search(row[1])) and not row[1].endswith(b"/")
                for row in _ROW.finditer(text)
            )
    return found
