"""The sheet that people see is read, and it is said which one that was."""

import io
import zipfile
from datetime import date

import pytest

from leadfold.errors import BadFile
from leadfold.files import sheets
from leadfold.files.opening import open_file
from tests import workbook
from tests.workbook import cell

TODAY = date(2026, 11, 30)
EMPTY: list[str] = []
TEXT = [cell("A1", "Monthly report"), cell("A2", "by the sales team")]
VALUES = [cell("A1", "Choices"), cell("A2", "Yes"), cell("A3", "No")]


def customers(*names):
    header = cell("A1", "Name") + cell("B1", "Phone")
    return [header, *(cell(f"A{at}", name) for at, name in enumerate(names, 2))]


OLA, KARI, PER = customers("Ola"), customers("Kari"), customers("Per")
HIDDEN, VERY = "hidden", "veryHidden"


def opened(path, sheet=None):
    """Return the names on the sheet that is read, and what is told of it."""
    with open_file(path, "NO", TODAY, sheet) as file:
        return [row["full_name"] for _, row in file.table.rows()], file.sheet


@pytest.mark.parametrize(
    ("books", "options", "read"),
    [
        pytest.param({"Input": OLA, "Leads": KARI, "Values": VALUES},
                     {"states": {"Input": HIDDEN, "Values": HIDDEN}}, "Leads",
                     id="the first hidden"),
        pytest.param({"SAP": OLA, "Leads": KARI}, {"states": {"SAP": VERY}}, "Leads",
                     id="very hidden"),
        pytest.param({"A": OLA, "B": KARI, "C": PER}, {"active": "2"}, "C", id="the open one"),
        pytest.param({"A": OLA, "B": KARI}, {"active": "0"}, "A", id="the first is open"),
        pytest.param({"A": OLA, "B": TEXT}, {"active": "1"}, "A", id="the open one is no table"),
        pytest.param({"A": OLA, "B": EMPTY}, {"active": "1"}, "A", id="the open one is empty"),
        pytest.param({"Sheet1": EMPTY, "Kunder": KARI}, {}, "Kunder", id="an empty one before"),
        pytest.param({"Rapport": TEXT, "Data": KARI}, {}, "Data", id="a cover before"),
        pytest.param({"A": OLA, "B": KARI, "C": PER}, {"active": "1", "states": {"B": HIDDEN}}, "A",
                     id="the open one is hidden"),
        pytest.param({"Chart": EMPTY, "B": KARI}, {"charts": {"Chart"}}, "B", id="a chart before"),
        pytest.param({"Chart": EMPTY, "B": KARI, "C": PER}, {"charts": {"Chart"}, "active": "2"},
                     "C", id="a chart counts as a tab"),
        pytest.param({"A": OLA, "B": KARI}, {"active": "9"}, "A", id="no such tab"),
        pytest.param({"A": OLA, "B": KARI}, {"active": "x"}, "A", id="a tab without number"),
        pytest.param({"A": OLA, "B": KARI}, {"active": "9" * 40}, "A", id="a huge tab"),
        pytest.param({"A": OLA}, {"states": {"A": "visible"}}, "A", id="visible, written out"),
        pytest.param({"~hidden": OLA, "B": KARI}, {}, "~hidden", id="the state decides, no name"),
    ],
)  # fmt: skip
def test_the_sheet_that_people_see_is_read(tmp_path, books, options, read):
    found, told = opened(workbook.write(tmp_path / "a.xlsx", books, **options))
    assert found == [{"A": "Ola", "C": "Per", "~hidden": "Ola"}.get(read, "Kari")]
    assert told.name == read
    assert [one.name for one in told.unread] == [name for name in books if name != read]


def test_hidden_sheets_and_charts_are_told_apart(tmp_path):
    path = workbook.write(
        tmp_path / "a.xlsx", {"A": OLA, "B": KARI, "C": EMPTY, "D": PER},
        states={"B": HIDDEN}, charts={"C"},
    )  # fmt: skip
    _, told = opened(path)
    assert [one.state for one in told.unread] == ["hidden", "chart", "visible"]
    assert told.others() == "; not read: B (hidden), C (no cells), D"


@pytest.mark.parametrize("books", [{"A": OLA}, {"A": OLA, "B": EMPTY}])
def test_a_workbook_without_a_visible_table_is_refused(tmp_path, books):
    path = workbook.write(tmp_path / "a.xlsx", books, states={"A": HIDDEN})
    with pytest.raises(BadFile, match=r"no visible sheet .*\(A\).* --sheet"):
        opened(path)


def test_what_is_wrong_with_a_sheet_names_it_and_the_others(tmp_path):
    path = workbook.write(tmp_path / "a.xlsx", {"Cover": TEXT, "B": OLA}, states={"B": HIDDEN})
    with pytest.raises(BadFile, match=r"sheet Cover: no column .*B \(hidden\)"):
        opened(path)


@pytest.mark.parametrize("name", ["Input", "input "])
def test_a_sheet_is_read_that_is_asked_for_hidden_or_not(tmp_path, name):
    path = workbook.write(tmp_path / "a.xlsx", {"Input": OLA, "B": KARI}, states={"Input": VERY})
    found, told = opened(path, name)
    assert (found, told.name, told.state) == (["Ola"], "Input", "hidden")


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    path = workbook.write(tmp_path / "a.xlsx", {"A": OLA, "B": KARI})
    with pytest.raises(BadFile, match="no sheet of that name; it has A, B"):
        opened(path, "C")
    text = tmp_path / "a.csv"
    text.write_text("name\nOla\n")
    with pytest.raises(BadFile, match="no workbook"):
        opened(text, "A")


def test_hidden_rows_are_read_and_counted(tmp_path):
    path = workbook.write(tmp_path / "a.xlsx", {"A": customers("Ola", "Kari")}, hidden_rows={2})
    found, told = opened(path)
    assert found == ["Ola", "Kari"]
    assert told.hidden_rows == 1


def test_hidden_rows_are_counted_wherever_the_file_is_cut(monkeypatch, tmp_path):
    path = workbook.write(tmp_path / "a.xlsx", {"A": customers(*"abcdefgh")}, hidden_rows={2, 5, 6})
    for size in (7, 64, 1000):
        monkeypatch.setattr(sheets, "_CHUNK", size)
        assert sheets.hidden_rows(path, "xl/worksheets/s1.xml") == 3


_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = (
    f'<?xml version="1.0"?><office:document-content xmlns:office="{_OASIS}office:1.0" '
    f'xmlns:style="{_OASIS}style:1.0" xmlns:table="{_OASIS}table:1.0" '
    f'xmlns:text="{_OASIS}text:1.0">'
    '<office:automatic-styles><style:style style:name="a" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods(path, sheets):
    def row(text):
        typed = '<table:table-cell office:value-type="string">'
        return (
            f"<table:table-row>{typed}<text:p>{text}</text:p></table:table-cell></table:table-row>"
        )

    tables = "".join(
        f'<table:table table:name="{name}"{style}>{row("Name")}{row(who)}</table:table>'
        for name, (style, who) in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr("content.xml", ODS % tables)
        book.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx", "a.csv"])
def test_opendocument_sheets_may_be_hidden_and_have_any_name(tmp_path, name):
    path = ods(tmp_path / name, {"A": (' table:style-name="a"', "Ola"), "B": ("", "Kari")})
    found, told = opened(path)
    assert (found, told.name) == (["Kari"], "B")


def test_entities_are_not_expanded():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("a.xml", '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')
    with zipfile.ZipFile(packed) as book, pytest.raises(ValueError, match="entities"):
        sheets._xml(book, "a.xml")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"name\nOla\n"])
def test_what_is_no_package_has_no_outline(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert sheets.outline_of(path) == sheets.Outline()
    assert sheets.hidden_rows(path, "xl/worksheets/s1.xml") == 0
