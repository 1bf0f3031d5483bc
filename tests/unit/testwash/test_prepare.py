"""Rows prepared in other processes: the same rows, whatever becomes of the processes."""

import multiprocessing
import os
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.files import columns
from leadfold.files.record_columns import RecordColumns
from leadfold.identity import profile
from leadfold.normalise import person as people
from leadfold.testwash import memory_finder, prepare, washing
from leadfold.testwash.issues import Finding
from leadfold.testwash.matcher import Matcher, prepared
from leadfold.testwash.prepare import Batch, Row
from leadfold.testwash.row_checks import Counts, RowChecker
from tests.bench.leads import leads

TODAY = date(2026, 11, 21)
RESULTS = ("clusters.csv", "issues.csv", "report.html")
NAMES = ("name", "phone", "e-mail", "birth date", "owner", "last contact")
RECORDS = [
    [f"Ola {letter}berg", f"912 34 {100 + at % 40}", f"ola{at % 30}@gmial.com", "", "Kari", "2025"]
    for at, letter in enumerate("abcdefgh" * 20)
]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(prepare, "SIZE", 16)
    monkeypatch.setattr(washing, "SIZE", 16)
    monkeypatch.setattr(prepare, "_ALONE", 32)


@pytest.fixture
def washed(tmp_path, monkeypatch):
    """Return a function: number of processors → the bytes of each result."""
    path = tmp_path / "file.csv"
    path.write_text("\n".join(",".join(record) for record in [list(NAMES), *RECORDS]))

    def results(processors):
        monkeypatch.setattr(prepare, "_processors", lambda: processors)
        washing.wash(path, "NO", tmp_path / "out", TODAY)
        return [(tmp_path / "out" / name).read_bytes() for name in RESULTS]

    return results


def pieces(records=RECORDS):
    known = columns.recognise(NAMES)
    return [(known, records[start : start + 16]) for start in range(0, len(records), 16)]


def rows(found):
    with closing(prepare.batches(found, RowChecker("NO", TODAY), "NO", TODAY)) as batches:
        return [batch.rows for batch in batches]


def test_results_are_the_same_with_one_process_and_with_several(washed):
    assert washed(3) == washed(1)


def die(_):
    os._exit(1)


def test_rows_of_a_process_that_died_are_prepared_by_the_first(monkeypatch):
    monkeypatch.setattr(prepare, "_processors", lambda: 1)
    expected = rows(pieces())
    monkeypatch.setattr(prepare, "_processors", lambda: 2)
    monkeypatch.setattr(prepare, "_work", die)
    assert rows(pieces()) == expected


def test_where_no_process_may_be_begun_one_does_all(monkeypatch):
    def forbidden(*_):
        raise PermissionError

    monkeypatch.setattr(prepare, "_processors", lambda: 1)
    expected = rows(pieces())
    monkeypatch.setattr(prepare, "_processors", lambda: 2)
    monkeypatch.setattr(prepare.ProcessPoolExecutor, "submit", forbidden)
    assert rows(pieces()) == expected


def test_what_goes_wrong_in_another_process_is_raised_here_and_none_is_left(monkeypatch):
    monkeypatch.setattr(prepare, "_processors", lambda: 2)
    with pytest.raises(AttributeError):
        rows([*pieces(), (columns.recognise(NAMES), [[None]])])
    assert not multiprocessing.active_children()


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "full_name": st.sampled_from(["Dr. Ola Moe jr", "דנה לוי", "Fjord Bygg AS", "\ud800"]),
        "phone": st.sampled_from(["912 34 567 / 22 33 44 55", "12345678"]),
        "email": st.sampled_from(["info@fjord.no, ola@gmial.com", "ola"]),
        "national_id": st.sampled_from(["811218-9876", "123"]),
        "org_number": st.just("923609016"),
        "street": st.just("Storgata 5 B"),
        "consent": st.sampled_from(["ja", "nei"]),
        "external_ids": st.just("hubspot:17"),
        "country": st.sampled_from(["SE", "Atlantis"]),
        "birth_date": st.sampled_from(["1980-02-03", "19801372"]),
        "birth_place": st.just("Bergen"),
    },
)


@given(FIELDS)
def test_a_row_arrives_as_it_was_sent(sent):
    asked = prepared(people.parse(sent, "NO", TODAY))
    row = Row("a7", asked, [Finding(field="name", code="test", value="Test")], "Meta")
    batch = Batch([row, row], Counts(rows=2), RecordColumns(width=3))
    assert prepare._unpacked(prepare._packed(batch)) == batch


def test_cards_that_were_packed_are_found_again_as_they_were(monkeypatch):
    sent = [{name: v for name, v in row.items() if isinstance(v, str)} for row in leads(300, 5)]
    sent += [dict(zip(("full_name", "street", "national_id"), row, strict=True)) for row in MOVING]

    def placed():
        matcher = Matcher()
        found = [matcher.place(prepared(people.parse(row, None, TODAY))) for row in sent]
        matcher.settle()
        return [(one, matcher.final(one.card)) for one in found]

    expected = placed()
    monkeypatch.setattr(memory_finder, "_READY", 4)
    assert placed() == expected


MOVING = [
    ("Ola Quisling", street, number)
    for street in ("Storgata 5", "Torggata 9", "Kirkeveien 2", "Storgata 5")
    for number in ("7798684", "7798648")
]


def test_what_is_compared_of_a_card_is_what_stands_on_it():
    matcher = Matcher()
    for row in leads(300, 5):
        sent = {name: v for name, v in row.items() if isinstance(v, str)}
        matcher.place(prepared(people.parse(sent, None, TODAY)))
    for name, street, number in MOVING:
        sent = {"full_name": name, "street": street, "national_id": number, "city": "Oslo",
                "birth_date": "1980-13-72", "birth_place": "Bergen"}  # fmt: skip
        matcher.place(prepared(people.parse(sent, None, TODAY)))
    there = matcher._placer.finder.ready.values()
    assert any(one.card.other_addresses for one in there)
    assert any(len(one.card.unchecked_ids) > 1 for one in there)
    for one in there:
        assert one.profile == profile.of_card(one.card)
