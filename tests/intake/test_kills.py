"""A worker dies at each SDK call once, before and after it: in the end it is as if it had not.

After the death the client sends its lead again, as Zapier and SQS do, and `upkeep` sweeps once.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby
from operator import itemgetter
from typing import Any

import pytest

from leadfold.errors import Unavailable
from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store.table import Table, _item
from tests.faults import killed_at
from tests.office import Office


class Shelf:
    """Raw bytes kept in a table: they outlive a worker, and each step is a call to die at."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        values = {key: {"S": value} for key, value in about.items()}
        self._put("PARKED", name, {"body": {"B": body}, "about": {"M": values}})

    def parked(self) -> Iterator[str]:
        yield from self.names("PARKED")

    def names(self, place: str) -> list[str]:
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": place}},
            ConsistentRead=True,
        )
        return [item["sk"]["S"] for item in found["Items"]]

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        item = self._get(name)
        return item["body"]["B"], _item(item["about"]["M"])

    def hold(self, name: str) -> None:
        if item := self._get(name):
            self._put("HELD", name, {"body": item["body"]})
            self.drop(name)

    def keep(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        self._put("HELD", name, {"body": {"B": body}})

    def drop(self, name: str) -> None:
        self._client.delete_item(TableName=self._table, Key=_key("PARKED", name))

    def _get(self, name: str) -> dict[str, Any]:
        found = self._client.get_item(
            TableName=self._table, Key=_key("PARKED", name), ConsistentRead=True
        )
        return found.get("Item", {})

    def _put(self, place: str, name: str, item: dict[str, Any]) -> None:
        self._client.put_item(TableName=self._table, Item=_key(place, name) | item)


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


# -- what workers die of --------------------------------------------------------------------------


@dataclass
class Case:
    """What the worker does when it dies, and again after it; and what was there before."""

    work: Callable[[Office], object]
    before: tuple[Callable[[Office], object], ...] = ()


def parked(work: Callable[[Office], object]) -> Callable[[Office], None]:
    def work_while_the_table_is_down(office: Office) -> None:
        with office.store_failing(Unavailable("down")):
            work(office)

    return work_while_the_table_is_down


PHONE, EMAIL = "91234567", "ola@example.com"
by_phone = partial(Office.post, lead_id="before", phone=PHONE, first_name="Ola")
by_email = partial(Office.post, lead_id="other", email=EMAIL, first_name="Ola")
ola = partial(Office.post, lead_id="l1", phone=PHONE, email=EMAIL, full_name="Ola Hansen")
kari = partial(Office.post, lead_id="before", phone="99887766", first_name="Kari")
nobody = partial(Office.post, lead_id="l1", message="call me")

CASES = {
    "a new customer": Case(ola),
    "a new customer without a lead id": Case(partial(Office.post, phone=PHONE)),
    "a repeat": Case(ola, before=(by_phone,)),
    "a lead on two cards": Case(ola, before=(by_phone, by_email)),
    "a test lead": Case(partial(Office.post, lead_id="l1", phone=PHONE, is_test=True)),
    "a lead of nobody": Case(nobody),
    "no lead at all": Case(lambda office: office.post_body(b'{"half": ')),
    "another person's lead id": Case(kari, before=(by_phone,)),
    "other content": Case(partial(by_phone, message="again"), before=(by_phone,)),
    "the sweep of a new customer": Case(Office.sweep, before=(parked(ola),)),
    "the sweep of a repeat": Case(Office.sweep, before=(by_phone, parked(ola))),
    "the sweep of a lead of nobody": Case(Office.sweep, before=(parked(nobody),)),
}


@pytest.fixture
def new_office(connect, tables) -> Iterator[Callable[[], Office]]:
    """Makes offices, each with a table of its own."""
    client = connect(TABLE_CLIENT)
    with ExitStack() as stack:

        def make() -> Office:
            name = stack.enter_context(tables.borrowed())
            return Office(Table(client, name), Shelf(client, name))

        yield make


def prepared(office: Office, case: Case) -> Office:
    for step in case.before:
        step(office)
    return office


def state(office: Office) -> list[str]:
    """Everything that is stored, with ids numbered by time; replays are counted as they happen.

    When a card was last written is told by the clock.
    """
    items = [dict(item) for item in office.everything() if item["sk"] != "REPLAY"]
    for item in items:
        item.pop("updated_at", None)
    text = "\n".join(json.dumps(item, sort_keys=True, default=repr) for item in items)
    numbers: dict[str, str] = {}
    for kind, ids in groupby(
        sorted(set(re.findall(r"([a-z]+)_([0-9A-Z]{26})", text))), itemgetter(0)
    ):
        numbers |= {ulid: f"{kind}-{number}" for number, (_, ulid) in enumerate(ids)}
    return sorted(
        re.sub(r"[0-9A-Z]{26}", lambda ulid: numbers.get(ulid[0], ulid[0]), text).split("\n")
    )


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_worker_that_dies_at_any_call_leaves_what_one_that_lives_leaves(case, when, new_office):
    undisturbed = prepared(new_office(), case)
    case.work(undisturbed)
    undisturbed.sweep()
    expected = state(undisturbed)
    for number in count(1):
        office = prepared(new_office(), case)
        if not killed_at(number, partial(case.work, office), when=when):
            break
        case.work(office)
        office.sweep()
        assert state(office) == expected, f"killed {when} call {number}"
    assert number > 2


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lead_that_is_not_sent_again_is_taken_in_from_its_parked_bytes(when, new_office):
    for number in count(1):
        office = new_office()
        if not killed_at(number, partial(nobody, office), when=when):
            break
        was_parked = list(office.raw.parked())
        office.sweep()
        assert len(office.held) == bool(was_parked or office.stored("DLV"))
        assert len(office.raw.names("HELD")) == len(office.held)
    assert number > 3
