"""`leadfold testwash`, from the file to clusters.csv."""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from leadfold.cli.main import main
from leadfold.model import Match
from leadfold.testwash import washing
from leadfold.testwash.matcher import Matcher, Placed
from local import lock
from tests import workbook
from tests.workbook import cell

ROOT = Path(__file__).parents[3]
ROWS = [
    {"id": "a7", "navn": "Bjørn Ås", "telefon": "912 34 567", "epost": ""},
    {"id": "a8", "navn": "Kari Moe", "telefon": "", "epost": "kari@online.no"},
    {"id": "a8", "navn": "Bjørn Ås", "telefon": "+4791234567", "epost": ""},
    {"id": "", "navn": "Kari Moe", "telefon": "22334455", "epost": "KARI@online.no"},
]


def as_csv(path, delimiter, encoding):
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def as_workbook(path):
    lines = [list(ROWS[0]), *(row.values() for row in ROWS)]
    rows = [
        "".join(cell(f"{'ABCD'[at]}{number}", value) for at, value in enumerate(line) if value)
        for number, line in enumerate(lines, 1)
    ]
    return workbook.write(path, {"Kunder": rows})


def as_text(path, text):
    path.write_text(text)
    return path


def as_gzip(path, inner):
    path.write_bytes(gzip.compress(inner.read_bytes()))
    return path


FORMATS = {
    "csv": lambda at: as_csv(at / "a.csv", ",", "utf-8"),
    "semicolons, cp1252": lambda at: as_csv(at / "a.csv", ";", "cp1252"),
    "tabs, UTF-16": lambda at: as_csv(at / "a.tsv", "\t", "utf-16"),
    "JSON lines": lambda at: as_text(at / "a.jsonl", "\n".join(map(json.dumps, ROWS))),
    "a JSON array": lambda at: as_text(at / "a.json", json.dumps(ROWS)),
    "xlsx": lambda at: as_workbook(at / "a.xlsx"),
    "gzip": lambda at: as_gzip(at / "b.csv.gz", as_csv(at / "a.csv", ",", "utf-8")),
    "xlsx in gzip": lambda at: as_gzip(at / "b.gz", as_workbook(at / "a.xlsx")),
}


def result(folder):
    with (folder / "clusters.csv").open(newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_clusters(kind, tmp_path, capsys):
    path = FORMATS[kind](tmp_path)
    assert main(["testwash", str(path), "--country", "NO", "--out", str(tmp_path / "o")]) == 0
    header, *rows = result(tmp_path / "o")
    assert header == ["record_id", "card_id", "level", "score"]
    assert [row[0] for row in rows] == ["a7", "a8", "a8", "4"]
    cards = [row[1] for row in rows]
    assert cards[0] == cards[2] != cards[1] == cards[3]
    assert rows[0][2:] == ["", ""]
    said = capsys.readouterr()
    assert "4 rows are 2 customers: 2 duplicates (50.0 %)" in said.out
    assert "clusters.csv" in said.out
    assert "phone: telefon" in said.err


def test_rows_without_an_id_go_by_their_number(tmp_path):
    path = as_text(tmp_path / "a.csv", "name,phone\nOla,91234567\n\nKari,91234568\n")
    washing.wash(path, "NO", None, washing.date(2026, 11, 21))
    assert [row[0] for row in result(tmp_path / "a-testwash")] == ["record_id", "1", "2"]


def test_what_was_not_used_is_told(tmp_path, capsys):
    path = as_text(tmp_path / "a.csv", "name,phone,colour\x1b[31m\nOla,91234567,red\n")
    assert main(["testwash", str(path)]) == 0
    said = capsys.readouterr().err
    assert "Not used: colour" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("name", "folder"),
    [("a.csv", "a-testwash"), ("a.csv.gz", "a-testwash"), ("a", "a-testwash"),
     (".csv", ".csv-testwash"), ("leads 1.2.xlsx", "leads 1.2-testwash")],
)  # fmt: skip
def test_results_go_beside_the_file(name, folder):
    assert washing.default_out(Path("x") / name) == Path("x") / folder


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "no such file"), ("", "empty"), ("name,phone\n", "no rows"), ("a,b\n1,2\n", "no col")],
)
def test_a_file_that_cannot_be_washed_is_one_line_and_code_2(tmp_path, capsys, content, told):
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_text(content)
    assert main(["testwash", str(path)]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("leadfold testwash: ")
    assert told in last
    assert not (tmp_path / "a-testwash").exists()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path, capsys):
    path = as_text(tmp_path / "a.csv", "name,phone\nOla,91234567\n")
    assert main(["testwash", str(path), "--out", str(path / "o")]) == 2
    assert "cannot be made" in capsys.readouterr().err


@pytest.mark.parametrize("country", ["NO", "no", "Norge", "norway"])
def test_a_country_is_a_code_or_a_name(tmp_path, country):
    path = as_text(tmp_path / "a.csv", "name,phone\nOla,91234567\nOla,+4791234567\n")
    assert main(["testwash", str(path), "--country", country]) == 0
    assert len({row[1] for row in result(tmp_path / "a-testwash")[1:]}) == 1


def test_a_country_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["testwash", "a.csv", "--country", "Atlantis"])
    assert stop.value.code == 2
    assert "Atlantis" in capsys.readouterr().err


def test_a_stopped_run_leaves_the_result_before(tmp_path, monkeypatch, capsys):
    path = as_text(tmp_path / "a.csv", "name,phone\nOla,91234567\nKari,91234568\n")
    assert main(["testwash", str(path)]) == 0
    before = result(tmp_path / "a-testwash")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Matcher, "final", interrupted)
    assert main(["testwash", str(path)]) == 130
    assert "nothing was written" in capsys.readouterr().err
    assert result(tmp_path / "a-testwash") == before
    there = {found.name for found in (tmp_path / "a-testwash").iterdir()}
    assert there == {"clusters.csv", "issues.csv", "report.html"}
    assert main(["testwash", str(path), "--out", str(tmp_path / "new")]) == 130
    assert not (tmp_path / "new").exists()


def test_cards_found_to_be_one_later_are_one_in_the_result(tmp_path, monkeypatch):
    match = Match(card_id="2", verdict="same", via=(), level=3, score=7.25, evidence=())
    told = [("1", None), ("2", None), ("2", match)]
    placed = iter([Placed(card=card, match=why) for card, why in told])
    monkeypatch.setattr(Matcher, "place", lambda *_: next(placed))
    monkeypatch.setattr(Matcher, "final", lambda _, card: {"2": "1"}.get(card, card))
    path = as_text(tmp_path / "a.csv", "name\nOla\nKari\nPer\n")
    summary = washing.wash(path, None, None, washing.date(2026, 11, 21))
    assert summary.customers == 1
    assert result(tmp_path / "a-testwash")[1:] == [
        ["1", "1", "", ""], ["2", "1", "", ""], ["3", "1", "3", "7.25"]
    ]  # fmt: skip


def test_help_is_quick(tmp_path):
    code = (
        "import sys; from leadfold.cli.main import main\n"
        "try: main(['testwash', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'tqdm', 'python_calamine', 'phonenumbers', 'pydantic'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--country" in said.stdout
    assert said.stdout.splitlines()[-1] == "[]"


def test_the_dependencies_layer_carries_nothing_that_the_command_line_alone_uses():
    layer = "layers/dependencies/requirements.txt"
    carried = {line.partition("==")[0] for line in (ROOT / layer).read_text().splitlines()}
    assert carried.isdisjoint(lock.COMMAND_LINE_ONLY)
    for name in lock.COMMAND_LINE_ONLY:
        assert name in lock.OUTPUTS[layer]
    everywhere = (ROOT / "requirements" / "dev.txt").read_text()
    assert all(f"{name}==" in everywhere for name in lock.COMMAND_LINE_ONLY)


REPORT = """id;Navn;Telefon
a7;Ola Lunde;91234501
a8;Kari Berg;91234502

Totalt;;2
id;Navn;Telefon
a9;Ola Lunde;+4791234501

"Copyright (c) 2026 Example, inc."
=HYPERLINK(1);;
"""


def issues_of(folder):
    with (folder / "issues.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_lines_that_are_no_records_are_told_and_are_no_rows(tmp_path, capsys):
    path = as_text(tmp_path / "a.csv", REPORT)
    assert main(["testwash", str(path), "--country", "NO"]) == 0
    assert [row[0] for row in result(tmp_path / "a-testwash")[1:]] == ["a7", "a8", "a9"]
    lines = [row for row in issues_of(tmp_path / "a-testwash") if row["field"] == "line"]
    assert [(row["record_id"], row["code"], row["value"]) for row in lines] == [
        ("", "total", "5: Totalt, 2"),
        ("", "header", "6: id, Navn, Telefon"),
        ("", "footer", "9: Copyright (c) 2026 Example, inc."),
        ("", "footer", "10: =HYPERLINK(1)"),
    ]
    assert lines[0]["message"] == "En sum eller et antall"
    said = capsys.readouterr()
    assert "3 rows are 2 customers" in said.out
    assert "Beside them, 4 lines are no records" in said.out
    assert "line 5: Totalt, 2 (total)" in said.err
    page = (tmp_path / "a-testwash" / "report.html").read_text()
    assert "Linjer som ikke er poster" in page
    assert "5: Totalt, 2" in page


def test_a_page_to_be_passed_on_shows_no_line_of_the_file(tmp_path):
    path = as_text(tmp_path / "a.csv", REPORT)
    assert main(["testwash", str(path), "--no-examples"]) == 0
    page = (tmp_path / "a-testwash" / "report.html").read_text()
    assert "Lines that are no records" in page
    assert "5: Totalt, 2" not in page


def test_a_file_of_lines_that_are_no_records_says_which(tmp_path, capsys):
    path = as_text(tmp_path / "a.csv", "name;phone\nTotal;\n")
    assert main(["testwash", str(path)]) == 2
    assert "line 2: Total (total)" in capsys.readouterr().err


def test_the_sheet_that_was_read_is_named(tmp_path, capsys):
    def rows(*names):
        header = cell("A1", "Navn") + cell("B1", "Telefon")
        return [header, *(cell(f"A{at}", name) for at, name in enumerate(names, 2))]

    path = workbook.write(
        tmp_path / "a.xlsx", {"Input": rows("Per"), "Leads": rows("Ola Lunde", "Kari Berg")},
        states={"Input": "hidden"}, hidden_rows={3},
    )  # fmt: skip
    assert main(["testwash", str(path)]) == 0
    said = capsys.readouterr()
    assert "Read as workbook, sheet Leads; not read: Input (hidden)." in said.err
    assert "1 rows of it are hidden" in said.err
    assert "Of the workbook, sheet Leads was read." in said.out
    page = (tmp_path / "a-testwash" / "report.html").read_text()
    assert "Sheet read" in page
    assert "<bdi>Input</bdi> (hidden)" in page
    assert main(["testwash", str(path), "--sheet", "Input"]) == 0
    assert "1 rows are 1 customers" in capsys.readouterr().out


def test_contact_cards_are_washed(tmp_path, capsys):
    cards = [
        "BEGIN:VCARD\nN:Lunde;Ola;;;\nTEL;CELL:91234501\nEND:VCARD",
        "BEGIN:VCARD\nFN:Kari Berg\nEMAIL:kari@x.example\nEND:VCARD",
        "BEGIN:VCARD\nFirst name:Eddie\nEND:VCARD",
        "BEGIN:VCARD\nFN:Ola Lunde\nTEL:+47 912 34 501\nEND:VCARD",
    ]
    path = as_text(tmp_path / "a.csv", "\n".join(cards))
    assert main(["testwash", str(path), "--country", "NO"]) == 0
    said = capsys.readouterr()
    assert "3 rows are 2 customers" in said.out
    assert "Read as vCards, utf-8." in said.err
    assert "First name:Eddie (card)" in said.err
