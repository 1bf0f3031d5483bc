"""Leads, merges and their undoing in any order, against what must hold after each step."""

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from leadfold import apart, living, reading
from leadfold.cards import changes
from leadfold.errors import Problem
from leadfold.ids import new_id
from leadfold.merges import Merger, merge_of
from leadfold.model import Inquiry, Person
from leadfold.normalise import person as people
from leadfold.store import Item, Store, items
from leadfold.store.memory import Memory
from leadfold.store.table import Table
from leadfold.store.writes import Change, apply
from tests.intake.office import NOON, Office

T = TypeVar("T")

LEADS = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Ola Hansen", "Kari Hansen", "Per Lie", "Ola Lie", ""]),
    },
    optional={
        "phone": st.sampled_from(["91234567", "91234568", "40498765"]),
        "email": st.sampled_from(["ola@example.com", "kari@example.com", "per@firma.example"]),
        "national_id": st.sampled_from(["15076500565", "01010750160"]),
        "city": st.sampled_from(["Oslo", "Bergen"]),
        "street": st.sampled_from(["Storgata 5", "Storgata 5B", "Torggata 9", "Kirkeveien 2"]),
        "job_title": st.sampled_from(["Chef", "Smith"]),
    },
).filter(lambda lead: lead.keys() & {"phone", "email", "national_id"})
PLACES = st.integers(0, 11)
#: What undo does not restore: counts that only grow, and when the card was last written.
_NEW_EACH_TIME = {"evidence", "version", "updated_at"}


class Merging(RuleBasedStateMachine):
    """An office where anybody merges anything, and anybody undoes it."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.office = Office(store)
        self.posted: list[str] = []
        self.edited: set[str] = set()
        self.flagged: set[str] = set()
        self.clock = 0

    @property
    def _merger(self) -> Merger:
        deadline = time.monotonic() + 60
        return Merger(store=self.office.store, new_id=new_id, by="key", deadline=deadline)

    def _pick(self, place: int, states: Collection[str] = ("living",)) -> str:
        ids = [card.id for card in self.office.cards if card.state in states]
        return ids[place % len(ids)]

    @initialize(leads=st.lists(LEADS, min_size=3, max_size=6))
    def begin(self, leads: list[dict[str, str]]) -> None:
        for lead in leads:
            self.post(lead, 0)

    @rule(lead=LEADS, back=st.sampled_from([0, 0, 400]))
    def post(self, lead: dict[str, str], back: int) -> None:
        """A lead comes in, some of them with a date long ago."""
        self.clock += 1
        at = NOON + timedelta(minutes=self.clock)
        submitted = (at - timedelta(days=back)).isoformat()
        answer = self.office.post(lead, lead_id=f"l{self.clock}", at=at, submitted_at=submitted)
        assert answer.outcome in {"created", "repeat"}
        self.posted.append(str(answer.inquiry_id))
        assert living.card_for(self.office.store, str(answer.card_id)).id == answer.card_id
        again = self.office.post(lead, lead_id=f"l{self.clock}", at=at, submitted_at=submitted)
        assert (again.outcome, again.card_id) == ("replayed", answer.card_id)

    @rule(one=PLACES, other=PLACES, states=st.sampled_from([("living",), ("living", "merged")]))
    def merge(self, one: int, other: int, states: tuple[str, ...]) -> None:
        ids = (self._pick(one, states), self._pick(other, states))
        merge = _unless_refused(lambda: self._merger.merge(*ids))
        if merge:
            assert self._merger.merge(merge.merged, merge.into) == merge

    @precondition(lambda self: any(card.merges for card in self.office.cards))
    @rule(place=PLACES)
    def undo(self, place: int) -> None:
        standing = sorted(
            merge_id
            for card in self.office.cards
            if card.state == "living"
            for merge_id in card.merges
        )
        if not standing:
            return
        merge_id = standing[place % len(standing)]
        undone = self._merger.undo(merge_id)
        assert undone.state == "undone"
        assert self._merger.undo(merge_id) == undone

    @rule(one=PLACES, other=PLACES)
    def merge_and_undo(self, one: int, other: int) -> None:
        """With nothing between, all is as it was."""
        before, ids = self._bodies(), (self._pick(one), self._pick(other))
        merge = _unless_refused(lambda: self._merger.merge(*ids))
        if merge:
            self._merger.undo(merge.id)
        assert self._bodies() == before

    @rule(
        place=PLACES, city=st.sampled_from(["Molde", "Bodø"]), flag=st.sampled_from(["", "opt_out"])
    )
    def edit(self, place: int, city: str, flag: str) -> None:
        """Somebody writes to a living card."""
        card = living.card_for(self.office.store, self._pick(place))
        assert card
        sets: dict[str, Any] = {"fields.city": city, "origins.city": new_id("log"), "tags": [city]}
        sets |= {"flags": {flag: "2026-11-23T12:00:00Z"}} if flag else {}
        when = {"version": card.version}
        self.edited.add(card.id)
        self.flagged |= {card.id, *card.members} if flag and not card.flags else set()
        key = items.card_key(card.id)
        self.office.store.write(Change(key=key, set=sets, add={"version": 1}, when=when))

    @precondition(lambda self: any(card.open_task for card in self.office.cards))
    @rule(place=PLACES)
    def finish(self, place: int) -> None:
        """Somebody has done the work."""
        card = living.card_for(self.office.store, self._pick(place))
        if not (card and card.open_task):
            return
        task, at = card.open_task.id, "2026-11-23T12:00:00Z"
        writes = [
            Change(key=items.card_key(card.id), remove=("open_task",), add={"version": 1}),
            Change(
                key=items.task_key(task),
                set={"status": "done", "done_at": at, "done_by": "ann", "reason": "reached"},
                remove=("work_pk", "work_sk"),
            ),
        ]
        self.office.store.transact(writes, deadline=time.monotonic() + 60)

    @rule(decision=st.sampled_from(["accept", "reject"]), place=PLACES)
    def decide(self, decision: str, place: int) -> None:
        """Somebody looks at a suggestion."""
        found = [items.suggestion_of(item) for item in self.office.stored("SUGGESTION")]
        still_open = [one for one in found if one.state == "open"]
        if not still_open:
            return
        chosen, deadline = still_open[place % len(still_open)], time.monotonic() + 60
        if decision == "accept":
            done = _unless_refused(lambda: self._merger.accept(chosen))
            assert done is None or done.state in {"accepted", "merged"}
        else:
            part = partial(apart.part, by="k", reason=None, deadline=deadline)
            _unless_refused(lambda: part(chosen, "rejected", self.office.store))

    @invariant()
    def what_must_hold(self) -> None:
        everything = self.office.everything()
        cards = {item["id"]: items.card_of(item) for item in everything if item["sk"] == "CARD"}
        alive = {card.id: card for card in cards.values() if card.state == "living"}
        self._every_id_leads_to_one_living_card(cards, alive)
        self._every_inquiry_is_found_once(everything, alive)
        self._each_living_card_has_its_own_open_task(everything, alive)
        for card in alive.values():  # an opt-out is never lost
            assert bool(card.flags) is not self.flagged.isdisjoint((card.id, *card.members))
        self._a_card_alone_is_what_its_own_inquiries_make(alive)
        ids = [card.national_id for card in alive.values() if card.national_id]
        assert len(ids) == len(set(ids))
        for item in everything:
            if str(item["pk"]).startswith("ID#national_id#"):
                named = living.cards_for(self.office.store, item["cards"])
                [card] = {card.id: card for card in named.values()}.values()
                assert f"ID#national_id#{card.national_id}" == item["pk"]

    def _every_id_leads_to_one_living_card(self, cards: Any, alive: Any) -> None:
        grouped = [one for card in alive.values() for one in (card.id, *card.members)]
        assert sorted(grouped) == sorted(cards)
        for card in alive.values():
            assert len(card.members) == len(card.merges)
            for member in card.members:
                assert (cards[member].state, cards[member].into) == ("merged", card.id)
                assert living.card_for(self.office.store, member) == card
            standing = [merge_of(self.office.store, merge_id) for merge_id in card.merges]
            assert all(merge and merge.state == "done" for merge in standing)
            assert {merge.merged for merge in standing if merge} == set(card.members)

    def _every_inquiry_is_found_once(self, everything: list[Item], alive: Any) -> None:
        found: Counter[str] = Counter()
        for card in alive.values():
            page, after, mine = None, None, 0
            while page is None or after:
                page, after = reading.inquiries(self.office.store, card, after=after, limit=2)
                found.update(inquiry.id for inquiry in page)
                mine += len(page)
            assert card.inquiries == mine
        assert found == Counter(self.posted)

    def _a_card_alone_is_what_its_own_inquiries_make(self, alive: Any) -> None:
        """Whatever it was merged with meanwhile, and in whichever order that was undone."""
        for card in alive.values():
            if card.members or card.id in self.edited:
                continue
            told = sorted(
                self.office.inquiries(card.id), key=lambda inquiry: self.posted.index(inquiry.id)
            )
            first, *further = told
            person = _person(first)
            alone = changes.new_card(
                card.id, person, None, created_at=first.received_at, origin=first.id
            )
            alone = replace(alone, inquiries=1, last_inquiry_at=first.date)
            for inquiry in further:
                newest = inquiry.date >= alone.last_inquiry_at
                change = changes.learnt(
                    alone,
                    _person(inquiry),
                    None,
                    inquiry.id,
                    gained=False,
                    newest=newest,
                    at=inquiry.received_at,
                )
                item = items.card_item(alone)
                apply(change, item)
                alone = replace(
                    items.card_of(item),
                    inquiries=alone.inquiries + 1,
                    last_inquiry_at=max(alone.last_inquiry_at, inquiry.date),
                )
            for name in (
                "fields",
                "origins",
                "phones",
                "emails",
                "other_names",
                "other_addresses",
                "inquiries",
            ):
                assert getattr(card, name) == getattr(alone, name), name
            assert (card.tags, card.status) == ((), "new")
            assert card.last_inquiry_at == alone.last_inquiry_at

    def _each_living_card_has_its_own_open_task(self, everything: list[Item], alive: Any) -> None:
        open_tasks = {
            item["id"]: item
            for item in everything
            if item["sk"] == "TASK" and item["status"] == "open"
        }
        noted = {card.open_task.id: card for card in alive.values() if card.open_task}
        assert noted.keys() == open_tasks.keys()
        assert len(noted) == sum(1 for card in alive.values() if card.open_task)
        for task_id, card in noted.items():
            assert card.open_task.due_at == open_tasks[task_id]["due_at"]
            assert open_tasks[task_id]["card_id"] in {card.id, *card.members}
            assert 1 <= open_tasks[task_id]["inquiries"] <= card.inquiries

    def _bodies(self) -> dict[str, dict[str, Any]]:
        """Return all cards and tasks, but for what undo does not restore."""
        return {
            item["id"]: {name: value for name, value in item.items() if name not in _NEW_EACH_TIME}
            for item in self.office.everything()
            if item["sk"] in {"CARD", "TASK"}
        }


def _unless_refused(act: Callable[[], T]) -> T | None:
    try:
        return act()
    except Problem as problem:
        if problem.status != 409:
            raise
        return None


def _person(inquiry: Inquiry) -> Person:
    day = datetime.fromisoformat(inquiry.received_at).date()
    return people.parse(inquiry.fields, inquiry.country, day)


STEADY = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def examples(pytestconfig: pytest.Config, steady: int, soak: int) -> settings:
    if pytestconfig.getoption("--soak"):
        return settings(STEADY, max_examples=soak, derandomize=False, stateful_step_count=50)
    return settings(STEADY, max_examples=steady)


def test_in_memory(pytestconfig):
    how = examples(pytestconfig, steady=60, soak=2000)
    run_state_machine_as_test(lambda: Merging(Memory()), settings=how)


def test_on_the_table(pytestconfig, shared_dynamodb, tables):
    borrowed: list[Any] = []

    def machine() -> Merging:
        borrowed.append(tables.borrowed())
        return _OnTable(Table(shared_dynamodb, borrowed[-1].__enter__()), borrowed[-1])

    run_state_machine_as_test(machine, settings=examples(pytestconfig, steady=3, soak=50))


class _OnTable(Merging):
    def __init__(self, store: Store, lent: Any) -> None:
        super().__init__(store)
        self._lent = lent

    def teardown(self) -> None:
        self._lent.__exit__(None, None, None)
