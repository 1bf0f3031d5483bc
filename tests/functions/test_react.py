"""The react function in process: its handler on the Memory store, called with messages."""

import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadfold.keyed import KeyedHash
from leadfold.model import IdentityRules
from leadfold.react import stream
from leadfold.reports import files
from leadfold.runtime import wiring
from leadfold.store import items
from leadfold.store.memory import Memory
from leadfold.store.writes import Delete, Overwrite
from tests.office import SECRET, Office

APP = Path(__file__).parents[2] / "functions" / "react" / "app.py"


class Counting(Memory):
    """A store that counts what it is asked."""

    def __init__(self):
        super().__init__()
        self.reads = self.writes = 0

    def get(self, keys):
        self.reads += 1
        return super().get(keys)

    def transact(self, writes, *, deadline):
        self.writes += 1
        super().transact(writes, deadline=deadline)


class Facts:
    """A bucket that keeps what is put there."""

    def __init__(self):
        self.put = []

    def put_object(self, **request):
        self.put.append(request)


@pytest.fixture
def office():
    return Office(Counting())


@pytest.fixture
def facts():
    return Facts()


@pytest.fixture
def react(office, facts, monkeypatch):
    """`react(*keys)` → the result of one message that says that these items changed."""
    for name in ("TABLE", "FACTS_BUCKET", "HASH_KEY_ARN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setattr(wiring, "table", lambda _: office.store)
    monkeypatch.setattr(wiring, "keyed_hash", lambda _: KeyedHash(SECRET))
    monkeypatch.setattr(wiring, "client", lambda *_: facts)
    spec = importlib.util.spec_from_file_location("react_app", APP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def call(*keys):
        (body,) = stream.messages(keys)
        record = {"messageId": "1", "body": body, "attributes": {"SentTimestamp": "1795000000000"}}
        return module.handler({"Records": [record]}, None)

    return call


DONE = {"batchItemFailures": []}


def test_cards_that_no_lead_met_together_are_suggested(office, react):
    pair = [
        office.post(phone="91234567", full_name=name).card_id
        for name in ("Ola Hansen", "Kari Hansen")
    ]
    [item] = office.stored("SUGGESTION")
    office.store.write(Delete(key=items.suggestion_key(item["id"])))
    assert react(*map(items.card_key, pair)) == DONE
    assert office.suggested == {frozenset(pair): "household"}


@pytest.mark.parametrize(
    ("later", "reads", "writes"),
    [
        (timedelta(), 1, 0),
        # The card is read again behind its note, and moves in the list of changes.
        (timedelta(seconds=1), 2, 1),
    ],
)
def test_a_plain_repeat_costs_one_read_and_its_place_among_changes(
    office, react, later, reads, writes
):
    first = datetime.now(UTC) + timedelta(days=1)  # a card is changed when the clock says, or later
    card = items.card_key(office.post(phone="91234567", at=first).card_id)
    react(card)
    office.post(phone="91234567", lead_id="again", at=first + later)
    before = office.store.reads, office.store.writes
    assert react(card) == DONE
    assert (office.store.reads, office.store.writes) == (before[0] + reads, before[1] + writes)
    assert react(card) == DONE
    assert office.store.writes == before[1] + writes


@pytest.mark.parametrize(
    ("lead", "reads", "writes"),
    [
        # Read: the items, the card behind its note; its keys, the card that they name; its blocks.
        # Written: its lists in three steps, the note of its pairing; a block.
        ({"phone": "91234567"}, 4, 4),
        ({"phone": "91234567", "full_name": "Ola Hansen", "postcode": "0155"}, 5, 5),
    ],
)
def test_a_new_card_beside_nobody_costs_its_lists_a_note_and_its_blocks(
    office, react, lead, reads, writes
):
    react(items.card_key(office.post(phone="99887766").card_id))  # the settings are known from now
    card = items.card_key(office.post(lead).card_id)
    before = office.store.reads, office.store.writes
    assert react(card) == DONE
    assert (office.store.reads, office.store.writes) == (before[0] + reads, before[1] + writes)
    assert office.stored("PAIRED")


def test_a_pair_that_policy_decides_on_is_merged_once(office, react):
    rules = IdentityRules(merge_up_to_level=1)
    item = {"order": list(rules.order), "use": dict(rules.use), "merge_up_to_level": 1}
    office.store.write(Overwrite(key=items.config_key("SETTINGS", "identity"), item=item))
    office.reopen()
    ola, phone, email = {"full_name": "Ola Hansen"}, {"phone": "91234567"}, {"email": "o@x.no"}
    one, other = office.post(ola | phone), office.post(ola | email)
    [suggested] = office.post(ola | phone | email).suggestions
    for _ in range(2):
        assert react(items.suggestion_key(suggested)) == DONE
    assert [card.into for card in office.cards] == [None, one.card_id]
    assert office.post(email, lead_id="after").card_id == one.card_id != other.card_id
    [merge] = office.stored("MERGE")
    assert (merge["rule"], merge["by"], merge["suggestion_id"]) == ("policy", "policy", suggested)


def test_a_pair_that_a_person_decides_on_is_left_alone(office, react):
    office.post(full_name="Ola Hansen", phone="91234567")
    [suggested] = office.post(full_name="Kari Hansen", phone="91234567").suggestions
    assert react(items.suggestion_key(suggested)) == DONE
    assert office.stored("MERGE") == []


def test_a_card_that_is_gone_is_nothing_to_do(react):
    assert react(items.card_key("card_gone")) == DONE


def test_a_pairing_that_fails_comes_again_with_its_message(office, react, monkeypatch):
    card = items.card_key(office.post(phone="91234567").card_id)
    monkeypatch.setattr(office.store, "write", lambda _: 1 / 0)
    assert react(card) == {"batchItemFailures": [{"itemIdentifier": "1"}]}


def test_the_facts_of_a_message_lie_in_one_file_of_its_day_however_often_it_comes(
    office, react, facts
):
    made = office.post(phone="91234567", full_name="Åse Lie")
    [inquiry] = office.stored("INQ")
    keys = [(inquiry["pk"], inquiry["sk"]), items.task_key(made.task_id), ("CARD#gone", "INQ#1")]
    assert [react(*keys), react(*keys)] == [DONE, DONE]
    assert [put["Key"] for put in facts.put] == ["facts/2026-11-18/1.jsonl"] * 2
    assert {put["ContentType"] for put in facts.put} == {"application/x-ndjson"}
    assert files.period_of(facts.put[0]["Key"]) == "2026-11-18"
    told = [json.loads(line) for line in facts.put[0]["Body"].decode().splitlines()]
    assert [(one["fact"], one["id"]) for one in told] == [
        ("inquiry", made.inquiry_id),
        ("task", made.task_id),
    ]
    assert all(one["written_at"] for one in told)


def test_a_message_without_facts_writes_no_file(office, react, facts):
    react(items.card_key(office.post(phone="91234567").card_id))
    assert facts.put == []


def test_the_lakes_reader_is_not_carried_by_what_writes_facts():
    """DuckDB is in a layer that ``react`` has not."""
    code = "import sys, leadfold.reports.files; print('duckdb' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout == "False\n"


def test_every_change_of_a_card_is_told_and_nothing_beside_it():
    def change(sk):
        return {"dynamodb": {"Keys": {"pk": {"S": "CARD#1"}, "sk": {"S": sk}}}}

    told = stream.changed([change(sk) for sk in ("CARD", "PAIRED", "INQ#1", "ID", "CARD")])
    assert [sk for _, sk in told] == ["CARD", "INQ#1"]
    assert json.loads(stream.messages(told)[0]) == {"changed": [list(key) for key in told]}
