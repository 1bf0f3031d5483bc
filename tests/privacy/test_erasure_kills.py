"""Whatever an erasure dies at, whoever goes on with it comes to the same end."""

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from leadfold.errors import Contended
from leadfold.privacy.erasing import lifecycle
from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store.items import erasures
from leadfold.store.memory import Memory
from leadfold.store.table import Table
from tests.faults import killed_at
from tests.office import NOON, Office
from tests.privacy.test_erasure import OLA, dump, everything_of_ola, go_on, restored, traces

LATER = NOON + timedelta(hours=1)
DEADLINE = 60


class Death(BaseException):
    """A worker ends here: nothing of it is cleaned up."""


class Mortal:
    """A store whose caller dies at the so-manieth call, before it is carried out or after it."""

    def __init__(self, there: Any, number: int, when: str) -> None:
        self._there, self._left, self._when = there, number, when
        self.died = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._there, name)

        def mortal(*args: Any, **options: Any) -> Any:
            self._left -= 1
            self.died |= self._left == 0
            if self._left == 0 and self._when == "before":
                raise Death
            answer = call(*args, **options)
            if self._left == 0:
                raise Death
            return answer

        return mortal


def prepared() -> tuple[Office, str]:
    office = Office(Memory())
    card_id = everything_of_ola(office)
    kari = next(card for card in office.cards if card.id != card_id)
    lifecycle.run(begun(office, kari.id).id, office.desk, office.config, now=LATER, until=later())
    return office, card_id


def later() -> float:
    return time.monotonic() + DEADLINE


def begun(office: Office, card_id: str) -> lifecycle.Erasure:
    told = lifecycle.begin(
        card_id, office.desk, office.config, by="key_1", at=LATER, deadline=later()
    )
    assert told
    return told


def erase_whole(office: Office, card_id: str) -> None:
    told = lifecycle.begin(
        card_id, office.desk, office.config, by="key_1", at=LATER, deadline=later()
    )
    assert told
    lifecycle.run(told.id, office.desk, office.config, now=LATER, until=later())


def state(office: Office) -> list[str]:
    """All that is stored, but for ids of log entries and how often the work was noted."""
    told = sorted(json.dumps(item, sort_keys=True, default=repr) for item in office.everything())
    logs = [office.raw.read_log(name).decode() for name in office.raw.logs()]
    text = "\n".join([*told, *logs])
    text = re.sub(r'\\?"v\\?": \d+', "v", text)  # how often it was noted
    return sorted(re.sub(r"log_[0-9A-Z]{26}", "log", text).split("\n"))


def copy_of(office: Office) -> Office:
    """Return an office with the same in its store and among its raw bytes."""
    raw = Memory()
    for name in ("_parked", "kept", "_abouts", "_logs"):
        setattr(raw, name, dict(getattr(office.raw, name)))
    other = restored(office, office.everything())
    other.raw = raw
    other.reopen()
    return other


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("part", ["store", "raw"])
def test_an_erasure_that_dies_at_any_call_ends_as_one_that_lives(part, when):
    before, card_id = prepared()
    undisturbed = copy_of(before)
    erase_whole(undisturbed, card_id)
    expected = state(undisturbed)
    for number in itertools.count(1):
        office = copy_of(before)
        working, mortal = office.desk, Mortal(getattr(office.desk, part), number, when)
        office.desk = replace(working, **{part: mortal})
        try:
            erase_whole(office, card_id)
        except Death:
            assert mortal.died
        office.desk = working
        if not mortal.died:
            break
        erase_whole(office, card_id)
        assert state(office) == expected, f"died {when} call {number}"
        assert traces(office) == []
    assert number > 5


def test_upkeep_ends_what_somebody_began():
    office, card_id = prepared()
    told = begun(office, card_id)
    early, late = LATER + timedelta(seconds=30), LATER + timedelta(seconds=90)
    assert lifecycle.go_on(office.desk, office.config, now=early, until=later()) == 0
    assert lifecycle.go_on(office.desk, office.config, now=late, until=later()) == 1
    assert lifecycle.go_on(office.desk, office.config, now=late, until=later()) == 0
    assert lifecycle.erasure(office.store, told.id).step == "done"


def test_a_worker_without_time_leaves_the_rest_to_the_next():
    office, card_id = prepared()
    told = begun(office, card_id)
    assert lifecycle.run(told.id, office.desk, office.config, now=LATER, until=0).step == "log"
    assert go_on(office, told.id).step == "done"


@pytest.fixture
def new_office(connect, tables) -> Iterator[Callable[[], Office]]:
    """Makes offices, each with a table of its own."""
    client = connect(TABLE_CLIENT)
    with ExitStack() as stack:
        yield lambda: Office(Table(client, stack.enter_context(tables.borrowed())))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_is_killed_on_the_table_leaves_nothing_half_done(when, new_office):
    for number in itertools.count(1, 15):
        office = new_office()
        card_id = office.post(OLA, lead_id="l1").card_id
        office.post(OLA, lead_id="l2")
        if not killed_at(number, partial(erase_whole, office, card_id), when=when):
            break
        erase_whole(office, card_id)
        assert traces(office) == []
        (one,) = (lifecycle.erasures.erasure_of(item) for item in office.stored("ERASURE"))
        assert one.certificate["counts"] == {
            "cards": 1, "inquiries": 2, "deliveries": 2, "identities": 3, "tasks": 1,
            "suppressed": 3, "raw_bytes": 0,
        }  # fmt: skip
    assert number > 20


def test_many_who_erase_one_person_at_once_do_each_part_once(office):
    card_id = office.post(OLA, lead_id="l1").card_id
    for number in range(30):
        office.post(OLA, lead_id=f"m{number}")
    threads = [threading.Thread(target=erase_whole, args=(office, card_id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (one,) = (erasures.erasure_of(item) for item in office.stored("ERASURE"))
    assert one.step == "done"
    assert (one.certificate["counts"]["inquiries"], one.certificate["number"]) == (31, 1)
    assert traces(office) == []


def test_leads_that_come_while_their_person_is_erased_are_not_lost(office):
    card_id = office.post(OLA, lead_id="first").card_id
    answers: list[Any] = []

    def post(number: int) -> None:
        for turn in range(4):
            at = LATER + timedelta(seconds=turn)
            answers.append(office.post(OLA, lead_id=f"t{number}-{turn}", at=at))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(3)]
    threads.append(threading.Thread(target=erase_whole, args=(office, card_id)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        erase_whole(office, card_id)
    except Contended:
        pytest.fail("the erasure does not come to its end")
    gone = [card for card in office.cards if card.state == "erased"]
    living = [card for card in office.cards if card.state == "living"]
    assert [card.id for card in gone] == [card_id]
    assert len(living) <= 1
    assert sum(card.inquiries for card in office.cards) == 13
    kept = [one for card in living for one in office.inquiries(card.id)]
    assert len(kept) == sum(card.inquiries for card in living)
    assert all(one.fields["full_name"] == OLA["full_name"] for one in kept)
    assert not any(one.fields for one in office.inquiries(card_id))
    assert dump(office)
