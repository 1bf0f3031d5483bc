"""A report as CSV, XLSX or JSON. Pure: bytes out, nothing written."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from leadfold.reports.table import Kind, Report

#: Where a spreadsheet program may see the start of a formula (OWASP, CSV injection). If the decimal
#: sign is a comma, Excel splits cells at semicolons, and rows at any line break.
_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "credit": "#,##0.######",
    "money": "#,##0.00",
    "share": "0.0 %",
    "seconds": "#,##0",
    "time": "yyyy-mm-dd hh:mm:ss",
}
_WIDEST = 60
_ROWS_LOOKED_AT = 1000
_MOST_BARS = 25
_CELL = 32_767  # characters; Excel's limit


def defused(text: str) -> str:
    """Return a text that no spreadsheet program reads as a formula.

    >>> defused("=1+1"), defused("Autumn;=1+1"), defused("Autumn - sale")
    ("'=1+1", "Autumn;'=1+1", 'Autumn - sale')
    """
    return _FORMULA.sub("'", text)


def as_json(report: Report) -> bytes:
    """Return ``{"name", "about", "rows"}``; money is an amount with its currency, as everywhere."""
    rows = [
        {name: _json(kind, row.get(name), row) for name, kind in report.columns.items()}
        for row in report.rows
    ]
    body = {"name": report.name, "about": report.about, "rows": rows}
    return json.dumps(body, ensure_ascii=False).encode()


def _json(kind: Kind, value: Any, row: Mapping[str, Any]) -> Any:
    if kind == "money" and value is not None:
        return {"amount": str(value), "currency": row.get("currency")}
    return _number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def as_csv(report: Report) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, for Excel; texts are safe from formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(report.columns)
    for row in report.rows:
        writer.writerow([_cell(kind, row.get(name)) for name, kind in report.columns.items()])
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if kind == "money" else str(_number(value))
    return defused(str(value)) if kind in {"text", "time"} else str(value)


def as_xlsx(report: Report) -> bytes:
    """Return a workbook with the rows in typed cells, a chart, and the query."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        # A fixed date, so that the same rows make the same bytes.
        book.set_properties({"title": report.name, "created": datetime(2026, 1, 1)})  # noqa: DTZ001
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
        sheet = book.add_worksheet(report.name[:31])
        sheet.freeze_panes(1, 0)
        for at, (name, kind) in enumerate(report.columns.items()):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, _width(report, name), formats[kind])
        for number, row in enumerate(report.rows, 1):
            for at, (name, kind) in enumerate(report.columns.items()):
                _write(sheet, number, at, kind, row.get(name), formats[kind])
        if report.rows:
            sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)
        _chart(book, report)
        about = book.add_worksheet("about")
        about.set_column(0, 1, 24)
        for number, (name, value) in enumerate(report.about.items()):
            about.write_string(number, 0, name, bold)
            text = ", ".join(value) if isinstance(value, list) else str(value)
            about.write_string(number, 1, text)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, kind: Kind, value: Any, shown: Any) -> None:
    if value is None:
        return
    if kind == "time":
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
        sheet.write_datetime(row, column, moment, shown)
    elif kind == "text":
        sheet.write_string(row, column, str(value)[:_CELL], shown)
    else:
        sheet.write_number(row, column, float(value), shown)


def _width(report: Report, name: str) -> int:
    """Return a column's width from its longest value."""
    values = (str(row.get(name) or "") for row in report.rows[:_ROWS_LOOKED_AT])
    return min(_WIDEST, max(len(name), 8, *map(len, values), 8) + 2)


def _chart(book: Any, report: Report) -> None:
    """Add a sheet with a bar chart of the first rows, by the first two figures that are not 0."""
    names = list(report.columns)
    figures = [
        name
        for name, kind in report.columns.items()
        if kind in {"count", "credit", "money"} and any(row.get(name) for row in report.rows)
    ]
    # The first text columns name a row: a chart shows them as levels of categories.
    count = next((at for at, kind in enumerate(report.columns.values()) if kind != "text"), 0)
    if not figures or not count:
        return
    last = min(len(report.rows), _MOST_BARS)
    sheet = report.name[:31]
    chart = book.add_chart({"type": "bar"})
    for figure in figures[:2]:
        at = names.index(figure)
        chart.add_series(
            {
                "name": [sheet, 0, at],
                "categories": [sheet, 1, 0, last, count - 1],
                "values": [sheet, 1, at, last, at],
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 900, "height": 120 + 28 * last})
    book.add_worksheet("chart").insert_chart(0, 0, chart)
