"""`issues.csv`: what is found in which row, and what it is not found in."""

import csv
import re
from datetime import date
from inspect import getsource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import person as people
from leadfold.testwash import audit, issues, washing

TODAY = date(2026, 11, 21)
GOOD = {"name": "Ola Hansen", "phone": "912 34 567", "email": "ola@online.no"}


def wash(tmp_path, rows, country="NO", **options):
    """Wash rows of a CSV file; return its lines in `issues.csv`."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path = tmp_path / "file.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    washing.wash(path, country, tmp_path / "out", TODAY, washing.Options(**options))
    with (tmp_path / "out" / "issues.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kinds(lines):
    found = [issues.Finding(field=line["field"], code=line["code"]).kind for line in lines]
    return set(found)


CASES = [
    # field.code or code, what the row has beside a good one's
    ("phone.unusable", {"phone": "912 34"}),
    ("phone.placeholder", {"phone": "00000000"}),
    ("phone.not_assigned", {"phone": "+47 12 34 56 99"}),
    ("phone.suspicious", {"phone": "98765432"}),
    ("phone.several_values", {"phone": "912 34 567 / 22 33 44 55"}),
    ("email.unusable", {"email": "ola at home"}),
    ("email.placeholder", {"email": "test@test.com"}),
    ("email.typo_domain", {"email": "ola@gmial.com"}),
    ("email.disposable", {"email": "ola@mailinator.com"}),
    ("email.role_address", {"email": "post@fjordbygg.no"}),
    ("email.extra_text", {"email": "ola hansen@online.no"}),
    ("email.several_values", {"email": "ola@online.no, kari@online.no"}),
    ("name.placeholder", {"name": "N/A"}),
    ("name.test", {"name": "Test Testesen"}),
    ("name.company_name", {"name": "Hansen Bygg AS"}),
    ("name.joint_name", {"name": "Ola og Kari Lunde"}),
    ("name.extra_text", {"name": "Kari Lunde mobil 91234501"}),
    ("name.incomplete", {"name": "Ola"}),
    ("name.capitals", {"name": "OLA HANSEN"}),
    ("national_id.unusable", {"national_id": "01017012345"}),
    ("national_id.synthetic", {"national_id": "30812511129"}),
    ("national_id.temporary", {"national_id": "010170-900J", "country": "FI"}),
    ("org_number.unusable", {"org_number": "123456789"}),
    ("org_number.personal_number", {"org_number": "811218-9876", "country": "SE"}),
    ("birth_date.unusable", {"birth_date": "31.02.1980"}),
    ("birth_date.placeholder", {"birth_date": "0/0/00"}),
    ("birth_date.ambiguous", {"birth_date": "03/04/1980", "country": "CA"}),
    ("postcode.unusable", {"postcode": "99"}),
    ("country.unusable", {"country": "Atlantis"}),
    ("garbled", {"name": "Bj?rn Hansen"}),
    ("placeholder", {"city": "{{city}}"}),
    ("swapped", {"phone": "ola@online.no", "email": "912 34 567"}),
    ("do_not_call", {"do not call": "yes"}),
    ("deceased", {"status": "Avdød"}),
    ("consent_refused", {"consent": "nei"}),
    ("unreachable", {"phone": "", "email": ""}),
    ("no_name", {"name": ""}),
    ("stale", {"last contacted": "2025-11-20"}),
    ("no_owner", {"owner": ""}),
    ("no_source", {"lead source": "ukjent"}),
]


@pytest.mark.parametrize(("kind", "odd"), CASES, ids=[kind for kind, _ in CASES])
def test_a_row_with_something_odd_says_so(tmp_path, kind, odd):
    lines = wash(tmp_path, [{**GOOD, **odd}])
    assert kind in kinds(lines)
    line = next(one for one in lines if one["code"] == kind.rpartition(".")[2])
    assert line["record_id"] == "1"
    assert line["message"]


def test_every_kind_of_finding_has_a_row_that_shows_it():
    elsewhere = {"duplicate", "suppressed", "national_id.not_yet_issued"}
    of_rows = {kind for kind in issues.KINDS if not kind.startswith("line.")}
    assert {kind for kind, _ in CASES} | elsewhere == of_rows


def test_every_warning_of_the_normaliser_is_a_kind_of_finding():
    told = re.findall(r'_warn\(\s*"(\w+)", "(\w+)"', getsource(people))
    called = {(issues.CALLED.get(field, field), code) for field, code in told}
    # No column of a file is read as these, or as an opt-out beside a consent.
    unread = {("external_ids", "unusable"), ("consent", "ambiguous")}
    assert {f"{field}.{code}" for field, code in called - unread} <= set(issues.KINDS)


def test_a_good_row_has_no_line(tmp_path):
    kept = {"owner": "Kari", "source": "Google", "updated at": "2026-10-01", "do not call": "no"}
    assert wash(tmp_path, [{**GOOD, **kept, "postcode": "0150", "birth_date": "1980-02-01"}]) == []


def test_what_the_file_has_no_column_for_is_not_held_against_it(tmp_path):
    assert wash(tmp_path, [GOOD]) == []


def test_lines_come_in_the_order_of_rows_under_the_id_of_the_file(tmp_path):
    rows = [{**GOOD, "id": f"k{n}", "phone": "x", "email": f"a{n}@online.no"} for n in range(30)]
    lines = wash(tmp_path, rows)
    ids = list(dict.fromkeys(line["record_id"] for line in lines))
    assert ids == [f"k{n}" for n in range(30)]


def test_a_duplicate_names_the_first_row_and_why(tmp_path):
    lines = wash(tmp_path, [{**GOOD, "id": "a"}, {**GOOD, "id": "b"}], language="en")
    (line,) = (one for one in lines if one["code"] == "duplicate")
    assert (line["record_id"], line["value"]) == ("b", "a")
    assert "Phone (the same)" in line["message"]


def test_a_row_whose_card_was_joined_later_is_a_duplicate_too(tmp_path):
    rows = [
        {"name": "Ola Hansen", "phone": "912 34 567", "email": ""},
        {"name": "Ola Hansen", "phone": "", "email": "ola@online.no"},
        {"name": "Ola Hansen", "phone": "912 34 567", "email": "ola@online.no"},
    ]
    lines = [line for line in wash(tmp_path, rows) if line["code"] == "duplicate"]
    assert [(line["record_id"], line["value"]) for line in lines] == [("2", "1"), ("3", "1")]


def test_the_address_that_was_meant_is_suggested(tmp_path):
    (line,) = wash(tmp_path, [{**GOOD, "email": "ola@gmial.com"}])
    assert (line["value"], line["suggestion"]) == ("ola@gmial.com", "ola@gmail.com")


@pytest.mark.parametrize(
    "odd",
    [
        {"national_id": "01017012345"},
        {"phone": "01017012345 x", "national_id": "15076500565"},
        {"email": "15076500565"},
        {"org_number": "15076500565"},
    ],
    ids=["wrong", "right", "in the field for e-mail", "in that for organisations"],
)
def test_no_national_id_is_shown_whole(tmp_path, odd):
    wash(tmp_path, [{**GOOD, **odd}, {**GOOD, **odd}])
    for name in ("issues.csv", "report.html"):
        text = (tmp_path / "out" / name).read_text()
        assert "15076500565" not in text
        assert not ("national_id" in odd and odd["national_id"] in text)


def test_formulas_of_the_file_are_defused(tmp_path):
    odd = {"id": "=1+1", "phone": "", "email": '=HYPERLINK("http://x.no";"y")'}
    lines = wash(tmp_path, [{**GOOD, **odd}])
    assert lines
    assert all(line["record_id"] == "'=1+1" for line in lines)
    assert all(not line["value"].startswith("=") for line in lines)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=200))
def test_values_that_come_up_often_are_counted_in_bounded_memory(values):
    exact, bounded = audit.Frequent(8), audit.Frequent(2)
    for value in values:
        exact.add("", value)
        bounded.add("", value)
    counts = {value: values.count(value) for value in set(values)}
    assert {value: count for _, value, count in exact.most(8, 1)} == counts
    assert all(count <= counts[value] for _, value, count in bounded.most(8, 1))
    assert len(bounded.most(8, 1)) <= 2
