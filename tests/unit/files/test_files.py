"""A customer file is read whatever program wrote it, and what is none is refused in one line."""

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfold.errors import BadFile
from tests import workbook
from tests.workbook import cell

HERE = Path(__file__).parent
NORDIC = [
    {"full_name": "Bjørn Ås", "phone": "912 34 567", "city": "Tromsø"},
    {"full_name": "Åse Kjær", "phone": "+47 912 34 568", "city": "Ærø"},
    {"full_name": "Päivi Mäkelä", "phone": "040 123 4567", "city": "Hämeenlinna"},
    {"full_name": "Ola Hansen, AS", "phone": "22 33 44 55", "city": 'Oslo "sentrum"'},
]
GREEK = [
    {"full_name": "Γιώργος Παπαδόπουλος", "phone": "6912345678", "city": "Αθήνα"},
    {"full_name": "Μαρία Νικολάου", "phone": "6912345679", "city": "Πάτρα"},
]
HEBREW = [
    {"full_name": "דנה לוי", "phone": "054-1234567", "city": "חיפה"},
    {"full_name": "משה כהן", "phone": "054-1234568", "city": "תל אביב"},
]
HEADERS = {
    "no": ["Navn", "Mobil", "Poststed"],
    "el": ["Ονοματεπώνυμο", "Τηλέφωνο", "Πόλη"],
    "he": ["שם מלא", "טלפון", "עיר"],
}


def written(rows, header, encoding="utf-8", **dialect):
    text = io.StringIO(newline="")
    writer = csv.writer(text, **dialect)
    writer.writerow(header)
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode(encoding)


def fields(rows):
    return [found for _, found in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "language", "rows"),
    [
        ("utf-8", "no", NORDIC), ("utf-8-sig", "no", NORDIC), ("utf-16", "no", NORDIC),
        ("utf-16-le", "no", NORDIC), ("utf-16-be", "no", NORDIC), ("utf-32", "no", NORDIC),
        ("cp1252", "no", NORDIC), ("latin-1", "no", NORDIC), ("mac_roman", "no", NORDIC),
        ("cp865", "no", NORDIC), ("cp850", "no", NORDIC),
        ("utf-8", "el", GREEK), ("cp1253", "el", GREEK), ("iso8859_7", "el", GREEK),
        ("utf-8", "he", HEBREW), ("cp1255", "he", HEBREW), ("iso8859_8", "he", HEBREW),
        ("utf-16", "he", HEBREW),
    ],
)  # fmt: skip
def test_every_encoding_and_delimiter_is_told(read, encoding, language, rows, delimiter):
    content = written(rows, HEADERS[language], encoding, delimiter=delimiter)
    assert fields(read(content)) == rows


OLA = {"full_name": "Ola", "phone": "91234567"}
KARI = {"full_name": "Kari", "phone": "91234568"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("name,phone\nOla,91234567\nKari,91234568", [OLA, KARI],
                     id="no last line break"),
        pytest.param("name,phone\rOla,91234567\rKari,91234568\r", [OLA, KARI], id="old Mac lines"),
        pytest.param("\n\nname,phone\n\nOla,91234567\n,,\n  \nKari,91234568\n\n", [OLA, KARI],
                     id="blank lines, and those of separators alone"),
        pytest.param("sep=;\nname;phone\nOla;91234567\nKari;91234568\n", [OLA, KARI], id="sep=;"),
        pytest.param('"sep=^"\nname^phone\nOla^91234567\nKari^91234568\n', [OLA, KARI],
                     id="an odd separator, declared"),
        pytest.param("Export of customers 2026-11-21\n\nname;phone\nOla;91234567\nKari;91234568\n",
                     [OLA, KARI], id="a title above the header"),
        pytest.param("name;phone\nOla;91234567;;\nKari;91234568;x\n", [OLA, KARI],
                     id="longer rows"),
        pytest.param("name;phone;city\nOla;91234567\nKari;91234568\n", [OLA, KARI],
                     id="shorter rows"),
        pytest.param("'name','phone'\n'Ola','91234567'\n'Kari','91234568'\n", [OLA, KARI],
                     id="single quotes"),
        pytest.param('name, phone\n"Ola", "91234567"\n"Kari", "91234568"\n', [OLA, KARI],
                     id="a blank before the quotes"),
        pytest.param('name;phone\n"Ola;91234567\n"Kari";91234568\n',
                     [OLA, KARI], id="a quote that nobody closes costs no other row"),
        pytest.param('name;phone\nOla;91234567\n"Kari;91234568', [OLA, KARI],
                     id="an open quote in the last row"),
        pytest.param("phone;note;name\n91234567;a, b, c;Ola\n91234568;d, e, f;Kari\n", [OLA, KARI],
                     id="commas within cells of another separator"),
        pytest.param('name,phone,note\nOla,91234567,"say \\"hi\\", you"\nKari,91234568,x\n',
                     [OLA, KARI], id="quotes behind a backslash"),
        pytest.param('name,phone,note\nOla,91234567,"two\nlines"\nKari,91234568,x\n', [OLA, KARI],
                     id="a cell of two lines"),
        pytest.param("name\nHansen, Ola\nMoe, Kari\n",
                     [{"full_name": "Hansen, Ola"}, {"full_name": "Moe, Kari"}], id="one column"),
        pytest.param("na\0me,phone\nOl\0a,91234567\nKari,91234568\0\n", [OLA, KARI],
                     id="NUL bytes"),
    ],
)  # fmt: skip
def test_shapes_of_csv(read, text, expected):
    assert fields(read(text.encode())) == expected


def test_an_unclosed_quote_is_found_however_long_the_file(read):
    rows = "".join(f"Ola {number};+4791{number:06}\n" for number in range(3000))
    found = read(f'name;phone\n"Per;+4792000000\n{rows}'.encode())
    assert len(found) == 3001
    assert found[0][1] == {"full_name": "Per", "phone": "+4792000000"}


def test_a_file_without_header_is_told_by_its_content(read):
    found = read(
        b"17;Ola Hansen;ola@online.no;912 34 567;03.04.1980\n"
        b"18;Kari Moe;kari@online.no;912 34 568;05.06.1981\n"
    )
    assert found[0] == (
        None,
        {"full_name": "Ola Hansen", "email": "ola@online.no", "phone": "912 34 567",
         "birth_date": "03.04.1980"},
    )  # fmt: skip
    assert len(found) == 2


def test_a_stray_byte_is_read_and_ends_nothing(read):
    utf8 = "name;phone\n" + "Bjørn Ås;91234567\n" * 9
    found = fields(read(utf8.encode() + "Åse;91234568\n".encode("cp1252") + b"\x81\xff;1\n"))
    assert found[0]["full_name"] == "Bjørn Ås"
    assert found[9] == {"full_name": "Åse", "phone": "91234568"}
    assert len(found) == 11


def test_letters_far_down_the_file_tell_its_encoding(read):
    plain = "name;city\n" + "Ola Hansen;Oslo\n" * 30_000
    found = fields(read((plain + "Γιώργος;Αθήνα\n").encode("cp1253")))
    assert found[-1] == {"full_name": "Γιώργος", "city": "Αθήνα"}


JSON_ROWS = [
    {"id": 7, "name": "Ola", "phone": "91234567"},
    {"id": 8, "name": "Kari", "phone": 91234568, "email": None},
]
NESTED = {"id": 7, "contact": {"name": "Ola", "phones": ["91234567", "22334455"]}}
ANSWERS = {"id": 7, "field_data": [{"name": "full_name", "values": ["Ola"]},
                                   {"name": "phone_number", "values": ["91234567"]}]}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\n".join(map(json.dumps, JSON_ROWS)), [OLA, KARI], id="one a line"),
        pytest.param("\n\n" + "\r\n\r\n".join(map(json.dumps, JSON_ROWS)), [OLA, KARI],
                     id="blank lines"),
        pytest.param(json.dumps(JSON_ROWS), [OLA, KARI], id="an array"),
        pytest.param("\ufeff" + json.dumps(JSON_ROWS, indent=2), [OLA, KARI], id="an array, BOM"),
        pytest.param("\n".join(json.dumps(row, indent=1) for row in JSON_ROWS), [OLA, KARI],
                     id="objects over several lines"),
        pytest.param(json.dumps({"count": 2, "leads": JSON_ROWS}), [OLA, KARI], id="an answer"),
        pytest.param(json.dumps({"leads": JSON_ROWS}, indent=2), [OLA, KARI],
                     id="an answer over several lines"),
        pytest.param(json.dumps({"navn": "Ola", "phones": [{"number": "91234567"}]}), [OLA],
                     id="one customer with a list"),
        pytest.param(json.dumps(NESTED), [{"full_name": "Ola", "phone": "91234567 / 22334455"}],
                     id="nested"),
        pytest.param(json.dumps(ANSWERS), [OLA], id="answers of a form"),
        pytest.param(json.dumps(JSON_ROWS[0]) + "\nbroken\n" + json.dumps(JSON_ROWS[1]),
                     [OLA, {}, KARI], id="a broken line is a row without values"),
        pytest.param(json.dumps(JSON_ROWS[0]) + '\n{"telefonnr": "91234568", "navn": "Kari"}',
                     [OLA, KARI], id="keys that differ"),
        pytest.param(json.dumps(JSON_ROWS[0]) + "\n" + "[" * 100_000, [OLA, {}], id="bottomless"),
    ],
)  # fmt: skip
def test_shapes_of_json(read, text, expected):
    assert fields(read(text.encode())) == expected


def test_a_long_array_is_read_piece_by_piece(read):
    rows = [{"id": number, "name": f"Ola {number}", "note": "x" * 300} for number in range(2000)]
    assert [own for own, _ in read(json.dumps(rows).encode())] == [str(n) for n in range(2000)]


def test_keys_that_first_come_late_are_read(read):
    rows = [{"name": "Ola"}] * 1500 + [{"name": "Kari", "e-post": "kari@online.no"}]
    found = fields(read("\n".join(map(json.dumps, rows)).encode()))
    assert found[-1] == {"full_name": "Kari", "email": "kari@online.no"}


def test_cells_of_a_workbook_become_text(read, tmp_path):
    rows = [
        "".join(cell(f"{column}3", text) for column, text in
                zip("ABCDE", ["Kunde-ID", "Navn", "Mobil", "Født", "Postnr"], strict=True)),
        cell("B4", "Ola") + cell("C4", 4791234567.0) + cell("D4", 29314.0, is_date=True)
        + cell("E4", 155.0),
    ]  # fmt: skip
    path = workbook.write(tmp_path / "a.xlsx", {"Empty": [], "Kunder": ["", "", *rows]})
    assert fields(read(path)) == [
        {"full_name": "Ola", "phone": "4791234567", "birth_date": "1980-04-03", "postcode": "155"}
    ]


def test_old_workbooks_are_read(read):
    found = read(HERE / "customers.xls")
    assert [own for own, _ in found] == ["1", "2", "3"]
    assert found[0][1] == {
        "full_name": "Bjørn Ås", "phone": "4791234567", "birth_date": "1980-04-03"
    }  # fmt: skip


def test_gzip_is_told_by_its_bytes_not_its_name(read, tmp_path):
    text = b"name;phone\nOla;91234567\nKari;91234568\n"
    assert fields(read(gzip.compress(text), "a.csv")) == [OLA, KARI]
    assert fields(read(text, "a.csv.gz")) == [OLA, KARI]
    book = workbook.write(tmp_path / "b.xlsx", {"A": [cell("A1", "name"), cell("A2", "Ola")]})
    assert fields(read(gzip.compress(book.read_bytes()), "c.csv")) == [{"full_name": "Ola"}]


def zipped(name, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf\r\n \n", "empty", id="nothing but blanks"),
        pytest.param(gzip.compress(b""), "empty", id="empty gzip"),
        pytest.param(gzip.compress(b"name\nOla\n" * 999)[:-20], "damaged", id="gzip breaks off"),
        pytest.param(b"\x1f\x8bnot gzip at all", "damaged", id="gzip by its first bytes only"),
        pytest.param(b"colour,size\nred,4\n", "no column", id="no usable column"),
        pytest.param(b"1,2,3\n4,5,6\n", "no column", id="numbers without header"),
        pytest.param(b"postcode,city\n0155,Oslo\n", "no column", id="places alone are nobody"),
        pytest.param(b'{"colour": "red"}\n{"size": 4}', "no column", id="JSON, no usable name"),
        pytest.param(b"{}\n{}", "no JSON objects", id="JSON of nothing"),
        pytest.param(b'[{"name": "Ola"}, {"name": "Ka', "breaks off", id="JSON breaks off"),
        pytest.param(bytes(range(256)) * 99, "no table", id="binary rubbish"),
        pytest.param(b"%PDF-1.7\nname,phone\n", "no table", id="PDF"),
        pytest.param(b"<html><table><tr><td>name</td></tr></table></html>", "web page",
                     id="HTML saved as .xls"),
        pytest.param(b'<?xml version="1.0"?><Workbook/>', "web page", id="XML saved as .xls"),
        pytest.param(zipped("a.csv", b"name\nOla\n"), "cannot be read", id="a zip of a CSV file"),
        pytest.param(b"PK\x03\x04 and then nothing", "cannot be read", id="damaged xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "cannot be read",
                     id="damaged xls"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_line(read, content, told):
    with pytest.raises(BadFile, match=told) as problem:
        read(content, "customers.xls")
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls", "locked.csv"])
def test_a_protected_workbook_says_so(read, name):
    with pytest.raises(BadFile, match="password"):
        read((HERE / "locked.xlsx").read_bytes(), name)


def test_a_workbook_that_asks_for_all_memory_is_refused(read, tmp_path):
    cells = [cell("A1", "name"), cell("A2", "Ola"), cell("XFD1048576", "far away")]
    with pytest.raises(BadFile, match="too large"):
        read(workbook.write(tmp_path / "bomb.xlsx", {"A": cells}))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(read):
    with pytest.raises(BadFile, match="longer than"):
        read(gzip.compress(b"name;phone\n" + b"a" * 50_000_000))


def test_long_lines_and_many_columns_are_read(read):
    long = "x" * 10_000_000
    assert fields(read(f"name;note;phone\nOla;{long};91234567\n".encode())) == [OLA]
    header = [f"answer {number}" for number in range(5000)]
    text = ",".join([*header, "name", "phone"]) + "\n" + "," * 5000 + "Ola,91234567\n"
    assert fields(read(text.encode())) == [OLA]


KNOWN = ["full_name", "phone", "email", "street", "city"]
TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff"), max_size=12
)
ROW = st.fixed_dictionaries(
    {"record_id": st.integers(1, 10**9).map(str), **dict.fromkeys(KNOWN, TEXT.map(str.strip))}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=9),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_as_csv_comes_back(read, rows, delimiter, quoting, line, encoding):
    header = ["record_id", *KNOWN]
    rows = [{name: row[name] for name in header} for row in rows]
    dialect = {"delimiter": delimiter, "quoting": quoting, "lineterminator": line}
    found = read(written(rows, header, encoding, **dialect))
    assert [{"record_id": own, **dict.fromkeys(KNOWN, ""), **known} for own, known in found] == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.binary(max_size=300), header=st.sampled_from([b"", b"name;a\nOla;1\n", b"[{", b"PK"])
)
def test_any_bytes_are_read_or_refused(read, content, header):
    told = ""
    try:
        found = read(header + content)
    except BadFile as problem:
        found, told = [], str(problem)
    assert bool(found) != bool(told)
    assert "\n" not in told
