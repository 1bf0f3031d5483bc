"""Writes small XLSX files, also such as no spreadsheet program would write."""

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#: Style 1 is a date.
_STYLES = (
    f'<styleSheet {_MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)


_DATE = ' s="1"'
_HIDDEN = ' hidden="1"'


def cell(place: str, value: str | float, *, is_date: bool = False) -> str:
    """Return a cell in XML; ``place`` is A1, B7 …"""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"{_DATE * is_date}><v>{value!r}</v></c>'


def write(
    path: Path,
    sheets: Mapping[str, list[str]],
    *,
    states: Mapping[str, str] | None = None,
    charts: Collection[str] = (),
    active: str | None = None,
    hidden_rows: Collection[int] = (),
) -> Path:
    """Write sheets given as rows of cells in XML.

    ``states`` says which are hidden, ``active`` is the number of the open tab as it is written,
    ``charts`` are sheets of a chart, ``hidden_rows`` are hidden in every sheet.
    """
    numbered = list(enumerate(sheets, 1))
    shown = {name: f' state="{state}"' for name, state in (states or {}).items()}
    views = "" if active is None else f'<bookViews><workbookView activeTab="{active}"/></bookViews>'

    def kind(name: str) -> str:
        return "chartsheet" if name in charts else "worksheet"

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _ROOT)
        named = "".join(
            f'<sheet name="{name}" sheetId="{n}"{shown.get(name, "")} r:id="r{n}"/>'
            for n, name in numbered
        )
        book.writestr(
            "xl/workbook.xml", f"<workbook {_MAIN} {_R}>{views}<sheets>{named}</sheets></workbook>"
        )
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{_RELATION}{kind(name)}" '
            f'Target="{kind(name)}s/s{n}.xml"/>'
            for n, name in numbered
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'{relations}<Relationship Id="st" Type="{_RELATION}styles" Target="styles.xml"/>'
            "</Relationships>",
        )
        book.writestr("xl/styles.xml", _STYLES)
        for number, name in numbered:
            rows = "".join(
                f'<row r="{at}"{_HIDDEN * (at in hidden_rows)}>{cells}</row>'
                for at, cells in enumerate(sheets[name], 1)
            )
            content = f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
            if name in charts:
                content = f"<chartsheet {_MAIN}/>"
            book.writestr(f"xl/{kind(name)}s/s{number}.xml", content)
    return path
