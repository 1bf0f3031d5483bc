"""A report as CSV, XLSX and JSON."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from leadfold.reports import exports
from leadfold.reports.table import Report

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x","y")',
    "＝1+1",
    "<script>alert(1)</script>",
    "https://example.com",
    'a,b\n"c"',
    "אבג 😀",
    "00123",
    "{=1}",
    "Autumn;=1+1;",
    "Autumn\n+1",
]


def report_of(*names):
    rows = [
        {
            "campaign": name,
            "received": 3,
            "reached": Decimal("0.333333"),
            "currency": "NOK",
            "value": Decimal("12.50"),
            "share": 0.25,
            "at": "2026-11-21T17:02:11Z",
        }
        for name in names
    ]
    columns = {
        "campaign": "text",
        "received": "count",
        "reached": "credit",
        "currency": "text",
        "value": "money",
        "share": "share",
        "at": "time",
    }
    return Report(name="attribution", columns=columns, rows=rows, about={"tz": "UTC"})


def rows_of(body):
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", NASTY)
def test_no_cell_of_a_csv_begins_a_formula(name):
    [row] = rows_of(exports.as_csv(report_of(name)))
    assert not row["campaign"].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert row["campaign"].replace("'", "") == name


@pytest.mark.parametrize("name", NASTY)
def test_nor_does_one_where_cells_are_parted_at_semicolons(name):
    text = exports.as_csv(report_of(name)).decode("utf-8-sig")
    cells = re.split(r"[;\t\r\n]", text)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))] == []


def test_a_csv_has_plain_numbers_and_the_mark_that_excel_needs():
    body = exports.as_csv(report_of("Autumn"))
    assert body.startswith(b"\xef\xbb\xbf")
    [row] = rows_of(body)
    assert (row["value"], row["reached"], row["currency"]) == ("12.50", "0.333333", "NOK")


@pytest.mark.parametrize("name", NASTY)
def test_a_workbook_keeps_every_text_as_text(name):
    body = exports.as_xlsx(report_of(name))
    [_, row] = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert row[0].replace("_x000D_", "\r").strip() == name.strip()
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_workbook_has_typed_cells_a_frozen_header_and_a_chart():
    body = exports.as_xlsx(report_of("Autumn", "Winter"))
    book = zipfile.ZipFile(io.BytesIO(body))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert "xl/charts/chart1.xml" in book.namelist()
    row = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()[1]
    assert row[1:6] == [3.0, 0.333333, "NOK", 12.5, 0.25]
    assert row[6].isoformat() == "2026-11-21T17:02:11"


def test_the_chart_of_a_workbook_names_its_bars_by_all_that_names_a_row():
    by = {"platform": "text", "campaign_id": "text", "campaign": "text"}
    report = report_of("Autumn", "Winter")
    rows = [{"platform": "meta", "campaign_id": "1", **row} for row in report.rows]
    report = replace(report, columns={**by, **report.columns}, rows=rows)
    book = zipfile.ZipFile(io.BytesIO(exports.as_xlsx(report)))
    assert "<c:f>attribution!$A$2:$C$3</c:f>" in book.read("xl/charts/chart1.xml").decode()


def test_the_same_report_makes_the_same_workbook():
    assert exports.as_xlsx(report_of("Autumn")) == exports.as_xlsx(report_of("Autumn"))


def test_a_report_of_nothing_can_be_exported():
    for export in (exports.as_csv, exports.as_xlsx, exports.as_json):
        assert export(report_of())


def test_json_has_money_with_its_currency():
    [row] = json.loads(exports.as_json(report_of("Autumn")))["rows"]
    assert row["value"] == {"amount": "12.50", "currency": "NOK"}
    assert row["reached"] == 0.333333
