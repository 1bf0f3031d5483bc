"""``leadfold relist-cards``: cards from before there were lists, listed from the command line."""

import pytest

from leadfold.cli.main import main
from leadfold.errors import Unavailable
from leadfold.runtime import wiring
from leadfold.store.memory import Memory
from tests.office import Office

CALL = ["relist-cards", "--table", "t", "--hash-key", "arn:x"]


class Scanned(Memory):
    """The store of one process, scanned as the table is."""

    def scan(self):
        yield from self.everything()


@pytest.fixture
def office(monkeypatch):
    made = Office(Scanned())
    monkeypatch.setattr(wiring, "table", lambda _: made.store)
    monkeypatch.setattr(wiring, "keyed_hash", lambda _: made.desk.keyed)
    return made


def test_it_tells_how_many_cards_it_read_and_listed(office, capsys):
    for number in range(3):
        office.post(phone=f"9123456{number}", full_name="Ola Vik")
    assert [main(CALL), main(CALL)] == [0, 0]
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("3 cards read, 3 listed, 0 left")
    assert second.startswith("3 cards read, 0 listed, 0 left")


def test_an_empty_table_is_done_at_once(office, capsys):
    assert main(CALL) == 0
    assert capsys.readouterr().out.startswith("0 cards read")


def test_how_far_it_is_is_told_underway(office, capsys, monkeypatch):
    monkeypatch.setattr("leadfold.cli.table._PROGRESS_EVERY", 50)
    for number in range(60):
        office.post(phone=f"912345{number:02}", full_name="Ola Vik")
    main(CALL)
    assert capsys.readouterr().out.splitlines()[0] == "50 cards read, 50 listed"


def test_a_table_that_goes_away_is_told_in_one_line(office, capsys, monkeypatch):
    def scan():
        raise Unavailable("ThrottlingException")
        yield

    monkeypatch.setattr(office.store, "scan", scan)
    assert main(CALL) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("leadfold relist-cards: Unavailable: ThrottlingException")
