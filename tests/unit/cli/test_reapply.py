"""``leadfold reapply-erasures``: the log of erasures, done again from the command line."""

import json

import pytest

from leadfold.cli.main import main
from leadfold.runtime import wiring
from leadfold.store.memory import Memory
from leadfold.store.writes import Change
from tests.office import Office

CALL = ["reapply-erasures", "--table", "t", "--bucket", "b", "--hash-key", "arn:x"]


@pytest.fixture
def office(monkeypatch):
    made = Office(Memory())
    monkeypatch.setattr(wiring, "desk", lambda _: (made.desk, made.config))
    return made


def log(office, card_id, **values):
    told = {
        "id": f"era_{card_id}", "card_ids": [card_id], "started_at": "2026-11-20T10:00:00Z",
        "by": "key_1", "reason": None, "request_id": None, "certificate": None,
        "suppressed": [], "raw": [],
    }  # fmt: skip
    office.raw.write_log(f"era_{card_id}.json", json.dumps(told | values).encode())


def test_what_is_in_the_log_is_erased_and_counted(office, capsys):
    made = office.post(phone="91234567", full_name="Ola Vik")
    log(office, made.card_id)
    assert main(CALL) == 0
    assert office.card(made).state == "erased"
    assert main(CALL) == 0
    first, second = capsys.readouterr().out.split("unresolved\t0\n")[:2]
    assert (first, second) == ("done\t1\nin_force\t0\n", "done\t0\nin_force\t1\n")


def test_a_card_that_only_a_person_can_take_apart_is_named(office, capsys):
    made = office.post(phone="91234567", full_name="Ola Vik")
    key = ("CARD#" + made.card_id, "CARD")
    office.store.write(Change(key=key, set={"members": ["card_other"]}))
    log(office, made.card_id)
    assert main(CALL) == 1
    assert f"era_{made.card_id}: its card was merged" in capsys.readouterr().out


def test_without_aws_there_is_one_line_and_no_traceback(monkeypatch, capsys):
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr(wiring, "_session", wiring.botocore.session.get_session())
    assert main(CALL) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("leadfold reapply-erasures: NoRegionError")
