"""Leads, edits, merges, undos, releases and erasures in any order, against a simple model.

The model knows which inquiry was taken in by which card, which merges stand, what each lead said
and who was erased. All else is held against that after each step.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import combinations
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

from leadfold import reading
from leadfold.cards import changes, edits
from leadfold.errors import Problem
from leadfold.identity import names
from leadfold.ids import new_id
from leadfold.intake import quarantine
from leadfold.intake.answer import Answer
from leadfold.model import Card, IdentityKey, Inquiry, Person, Task
from leadfold.normalise import person as people
from leadfold.privacy.erasing import lifecycle
from leadfold.resolve import aliases
from leadfold.store import Item, Store, items
from leadfold.store.memory import Memory
from leadfold.store.table import Table
from leadfold.store.writes import apply
from leadfold.work import (
    accepting,
    editing,
    merging,
    negative_links,
    outcomes,
    task_actions,
    undoing,
)
from leadfold.work.card_edit import CardEdit
from leadfold.work.merging import Merger
from leadfold.work.task_actions import Actor, TaskChange
from leadfold.work.writer import Writer
from tests.office import NOON, OWNERS, Office
from tests.privacy.test_erasure import dump

T = TypeVar("T")

PHONES = ["91234567", "91234568", "40498765"]
EMAILS = ["ola@example.com", "kari@example.com", "per@firma.example"]
NATIONAL_IDS = ["15076500565", "01010750160"]
STREETS = ["Storgata 5", "Storgata 5B", "Torggata 9", "Kirkeveien 2"]
KEYS: dict[str, st.SearchStrategy[str]] = {
    "phone": st.sampled_from(PHONES),
    "email": st.sampled_from(EMAILS),
    "national_id": st.sampled_from(NATIONAL_IDS),
}
SAID: dict[str, st.SearchStrategy[str]] = {
    "city": st.sampled_from(["Oslo", "Bergen"]),
    "street": st.sampled_from(STREETS),
    "job_title": st.sampled_from(["Chef", "Smith"]),
}
BROUGHT: dict[str, st.SearchStrategy[str]] = {
    "campaign_id": st.sampled_from(["1", "2"]),
    "campaign": st.sampled_from(["Autumn", "Winter"]),
}
NAMES = st.sampled_from(["Ola Hansen", "Kari Hansen", "Per Lie", "Ola Lie", ""])
LEADS = st.fixed_dictionaries({"full_name": NAMES}, optional=KEYS | SAID | BROUGHT).filter(
    lambda lead: lead.keys() & KEYS.keys()
)
#: Of nobody that could be told: held until a person adds what is missing.
NAMELESS = st.fixed_dictionaries({"full_name": NAMES, "phone": st.just("00000000")}, optional=SAID)
CORRECTIONS = st.fixed_dictionaries(
    {"phone": KEYS["phone"]}, optional={"national_id": KEYS["national_id"]}
)
EDITS = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "city": st.sampled_from(["Molde", "Bodø", ""]),
            "full_name": st.sampled_from(["Kari Berg", "Ola Hansen"]),
            "national_id": st.sampled_from([*NATIONAL_IDS, ""]),
        },
    ).map(lambda fields: {"fields": fields}),
    st.sampled_from([*PHONES, "99887766"]).map(lambda number: {"contacts": {"phone": number}}),
    st.lists(st.sampled_from(PHONES), max_size=2).map(lambda all_: {"contacts": {"phones": all_}}),
    st.lists(st.sampled_from(EMAILS), max_size=2).map(lambda all_: {"contacts": {"emails": all_}}),
    st.sampled_from([("phone",), ("city", "national_id"), ()]).map(
        lambda locked: {"values": {"locked": edits.locked(locked), "tags": ("seen",)}}
    ),
    st.sampled_from(["ann", "bob"]).map(lambda owner: {"values": {"owner_id": owner}}),
)
PLACES = st.integers(0, 11)
#: What undo does not restore: counts that only grow, and when the card was last written.
_NEW_EACH_TIME = {"evidence", "version", "updated_at"}
#: What a merge and its undoing leave, besides: timelines, and the record of the merge.
_TOLD = ("LOG#", "MERGE")


@dataclass
class Model:
    """What is known without looking: where each inquiry lies, which merges stand, who is gone."""

    inquiries: dict[str, str] = field(default_factory=dict)
    merges: dict[str, tuple[str, str]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    met: set[frozenset[str]] = field(default_factory=set)
    told: dict[str, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    edited: set[str] = field(default_factory=set)
    flagged: set[str] = field(default_factory=set)

    def group(self, card_id: str) -> set[str]:
        """Return the cards that are one with a card by the merges that stand."""
        found = {card_id}
        while more := {one for pair in self.merges.values() if found & {*pair} for one in pair}:
            if more <= found:
                break
            found |= more
        return found

    def stands_for(self, card_id: str) -> str:
        """Return the card of a group that was merged into none."""
        into = {merged: into for into, merged in self.merges.values()}
        while card_id in into:
            card_id = into[card_id]
        return card_id

    def count(self, card_ids: Collection[str]) -> int:
        return sum(home in card_ids for home in self.inquiries.values())

    def tell(self, about: str, values: Mapping[str, Any]) -> None:
        """Note what was said of a card, or of a lead that is on none."""
        self.told.setdefault(about, []).extend(_texts(values))

    def of_nobody_else(self, card_ids: Collection[str]) -> set[str]:
        """Return what was said of these cards and of nobody who is not forgotten."""
        said = {one for card_id in card_ids for one in self.told.get(card_id, ())}
        others = (set(values) for about, values in self.told.items() if about not in self.forgotten)
        return said.difference(*others)


class AnyOrder(RuleBasedStateMachine):
    """An office where anybody does anything."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.office = Office(store)
        self.model = Model()
        self.clock = 0
        self.sent: list[tuple[dict[str, str], Answer, int]] = []
        self.issued: set[str] = set()

    # -- doing ------------------------------------------------------------------------------------

    @property
    def _now(self) -> datetime:
        return NOON + timedelta(minutes=self.clock)

    @property
    def _merger(self) -> Merger:
        return Merger(finder=self.office.desk.finder, new_id=new_id, by="key", deadline=_soon())

    @property
    def _writer(self) -> Writer:
        office = self.office
        return Writer(
            desk=office.desk, config=office.config, by="key", now=self._now, deadline=_soon()
        )

    def _pick(self, place: int, states: Collection[str] = ("living",)) -> str | None:
        ids = [card.id for card in self.office.cards if card.state in states]
        return ids[place % len(ids)] if ids else None

    @initialize(leads=st.lists(LEADS, min_size=3, max_size=6))
    def begin(self, leads: list[dict[str, str]]) -> None:
        for lead in leads:
            self.post(lead, 0)

    @rule(lead=LEADS, back=st.sampled_from([0, 0, 400]))
    def post(self, lead: dict[str, str], back: int) -> None:
        """A lead comes in, some of them with a date long ago."""
        self.clock += 1
        lead = lead | {"message": f"word{self.clock:04}", "lead_id": f"l{self.clock}"}
        lead |= {"submitted_at": (self._now - timedelta(days=back)).isoformat()}
        answer = self.office.post(lead, at=self._now)
        assert answer.outcome in {"created", "repeat"}
        self._recorded(answer, lead)
        self.sent.append((lead, answer, self.clock))
        self.redeliver(-1)

    def _recorded(self, answer: Answer, lead: Mapping[str, str]) -> None:
        card_id = str(answer.card_id)
        assert aliases.current_card(self.office.store, card_id).id == answer.card_id
        [home] = {
            item["card_id"] for item in self.office.stored("INQ") if item["id"] == answer.inquiry_id
        }
        assert self.model.stands_for(home) == card_id
        self.model.inquiries[str(answer.inquiry_id)] = home
        self.model.tell(home, lead)

    @rule(place=PLACES)
    def redeliver(self, place: int) -> None:
        """The same delivery again adds nothing, whatever became of its card."""
        lead, first, clock = self.sent[place % len(self.sent)]
        again = self.office.post(lead, at=NOON + timedelta(minutes=clock))
        stands = self.model.stands_for(str(first.card_id))
        assert (again.outcome, again.inquiry_id) == ("replayed", first.inquiry_id)
        assert again.card_id == stands

    @rule(lead=NAMELESS)
    def hold(self, lead: dict[str, str]) -> None:
        """A lead comes in of which nobody can tell whose it is."""
        self.clock += 1
        lead = lead | {"message": f"word{self.clock:04}", "lead_id": f"l{self.clock}"}
        answer = self.office.post(lead, at=self._now)
        assert answer.outcome == "quarantined"
        self.issued.add(str(answer.quarantine_id))
        self.model.tell(str(answer.quarantine_id), lead)

    @precondition(lambda self: self.office.held)
    @rule(place=PLACES, corrections=CORRECTIONS, discards=st.sampled_from([False, False, True]))
    def close(self, place: int, corrections: dict[str, str], discards: Any) -> None:
        """Somebody looks at a held lead: it is released, once, or discarded."""
        found = sorted(self.office.held)
        held = quarantine.entry(self.office.store, found[place % len(found)])
        was = held.status
        if discards and was == "open":
            quarantine.discard(held, self.office.store, by="Ann", reason="nobody")
            return
        answer = _unless_refused(
            lambda: quarantine.release(
                held, self.office.source, corrections, self.office.desk, by="Ann", deadline=_soon()
            )
        )
        if was == "open":
            assert answer.outcome in {"created", "repeat"}
            self._recorded(answer, corrections)
            home = self.model.inquiries[str(answer.inquiry_id)]
            self.model.told[home] += self.model.told.pop(held.id)
        else:
            assert (answer is None) == (was == "discarded")
            assert answer is None or answer.outcome == "replayed"

    @rule(
        ids=st.lists(PLACES, min_size=2, max_size=4),
        states=st.sampled_from([("living",), ("living", "merged")]),
    )
    def merge(self, ids: list[int], states: tuple[str, ...]) -> None:
        """Two or more are made one, in a chain where they are named by ids of merged ones."""
        *merged, into = (self._pick(one, states) for one in ids)
        for one in merged:
            if one and into and (merge := self._merged(one, into)):
                assert merging.merge(merge.merged, merge.into, self._merger) == merge

    def _merged(self, one: str, other: str) -> Any:
        ends = {self.model.stands_for(one), self.model.stands_for(other)}
        merge = _unless_refused(lambda: merging.merge(one, other, self._merger))
        if merge and merge.id not in self.model.merges:
            assert {merge.into, merge.merged} == ends
            assert merge.into == self.model.stands_for(other)
            self._noted(merge)
        return merge

    def _noted(self, merge: Any) -> None:
        self.model.merges[merge.id] = (merge.into, merge.merged)
        self.model.met |= set(map(frozenset, combinations(self.model.group(merge.into), 2)))

    @precondition(lambda self: self.model.merges)
    @rule(place=PLACES)
    def undo(self, place: int) -> None:
        standing = sorted(self.model.merges)
        merge_id = standing[place % len(standing)]
        if self.model.gone & {*self.model.merges[merge_id]}:
            assert _unless_refused(lambda: undoing.undo(merge_id, self._merger)) is None
            return
        undone = undoing.undo(merge_id, self._merger)
        assert undone.state == "undone"
        assert undoing.undo(merge_id, self._merger) == undone
        self.model.undone.add(merge_id)
        del self.model.merges[merge_id]

    @rule(one=PLACES, other=PLACES)
    def merge_and_undo(self, one: int, other: int) -> None:
        """With nothing between, all is as it was."""
        ids = (self._pick(one), self._pick(other))
        if None in ids or ids[0] == ids[1]:
            return
        before = self._bodies()
        merge = self._merged(*map(str, ids))
        if merge:
            undoing.undo(merge.id, self._merger)
            self.model.undone.add(merge.id)
            del self.model.merges[merge.id]
        pair = items.suggestion_key(items.suggestion_id(*map(str, ids)))
        after = self._bodies()
        for there in (before, after):  # nobody is asked again of two that were taken apart
            there.pop(pair, None)
        assert after == before

    @rule(place=PLACES, wanted=EDITS)
    def edit(self, place: int, wanted: dict[str, Any]) -> None:
        """Somebody edits a card, which is refused where it has a national ID of another one."""
        self.clock += 1
        if not (card_id := self._pick(place, ("living", "merged"))):
            return
        stands = self.model.stands_for(card_id)
        if self.model.gone & {stands}:
            return
        edited = _unless_refused(lambda: editing.edit(card_id, CardEdit(**wanted), self._writer))
        if edited:
            assert edited[0].id == stands
            self.model.edited.add(stands)
            if "contacts" in wanted or "national_id" in wanted.get("fields", ()):
                self.model.edited |= self.model.group(stands)  # taken away from all of them
            self.model.tell(stands, wanted)

    @rule(
        place=PLACES,
        outcome=st.sampled_from(["reached", "no_answer", "wrong_number", "opt_out"]),
    )
    def contact(self, place: int, outcome: Any) -> None:
        """Somebody rings a customer."""
        self.clock += 1
        if not (card_id := self._pick(place)):
            return
        card = aliases.current_card(self.office.store, card_id)
        if outcome == "opt_out" and not card.flags:
            self.model.flagged |= {card.id, *card.members}
        told = outcomes.Contact(channel="phone", outcome=outcome, at=self._now)
        outcomes.record_contact(card_id, told, self._writer)
        self.model.edited.add(card_id)
        if outcome == "wrong_number":
            self.model.edited |= self.model.group(card_id)  # the mark goes with the number

    @rule(
        place=PLACES,
        stage=st.sampled_from(["qualified", "won", "lost"]),
        amount=st.sampled_from(["100.00", "33.33", None]),
    )
    def stage(self, place: int, stage: Any, amount: str | None) -> None:
        self.clock += 1
        if card_id := self._pick(place):
            value = {"amount": amount, "currency": "NOK"} if amount else None
            outcomes.record_stage(card_id, stage, self._writer, at=self._now, value=value)
            self.model.edited.add(card_id)

    @rule(place=PLACES)
    def finish(self, place: int) -> None:
        """Somebody has done the work."""
        card_id = self._pick(place)
        card = aliases.current_card(self.office.store, card_id) if card_id else None
        if not (card and card.open_task):
            return
        task = reading.task(self.office.store, card.open_task.id)
        assert isinstance(task, Task)
        hand = Actor(store=self.office.store, new_id=new_id, by="key", now=self._now)
        asked = TaskChange(sets=frozenset({"status", "reason"}), status="done", reason="reached")
        task_actions.change_task(task, asked, hand, matches=None, deadline=_soon())

    @rule(decision=st.sampled_from(["accept", "reject"]), place=PLACES)
    def decide(self, decision: str, place: int) -> None:
        """Somebody looks at a suggestion."""
        found = [items.suggestion_of(item) for item in self.office.stored("SUGGESTION")]
        still_open = [one for one in found if one.state == "open"]
        if not still_open:
            return
        chosen = still_open[place % len(still_open)]
        if decision == "accept":
            done = _unless_refused(lambda: accepting.accept(chosen, None, self._merger))
            assert done is None or done.state in {"accepted", "merged"}
            if done and done.merge_id and done.merge_id not in self.model.merges:
                self._noted(reading.merge(self.office.store, done.merge_id))
        else:
            part = partial(negative_links.keep_apart, by="k", reason=None, deadline=_soon())
            _unless_refused(lambda: part(chosen, "rejected", self.office.store))

    @rule(place=PLACES, waits=st.booleans())
    def erase(self, place: int, waits: Any) -> None:
        """Somebody is to be forgotten: at once, or when ``upkeep`` comes to it."""
        self.clock += 1
        if not (card_id := self._pick(place, ("living", "merged"))):
            return
        group = self.model.group(card_id)
        begun = lifecycle.begin(
            card_id, self.office.desk, self.office.config, by="key", at=self._now, deadline=_soon()
        )
        assert begun is not None
        assert set(begun.card_ids) == group
        self.issued.add(begun.id)
        self.model.gone |= group
        if not waits:
            self._forget(begun.id)

    @precondition(lambda self: self.model.gone)
    @rule()
    def go_on(self) -> None:
        for erasure_id in sorted(item["id"] for item in self.office.stored("ERASURE")):
            self._forget(erasure_id)

    def _forget(self, erasure_id: str) -> None:
        office = self.office
        done = lifecycle.run(erasure_id, office.desk, office.config, now=self._now, until=_soon())
        assert done.step == "done"
        self.model.forgotten |= {*done.card_ids}
        said = dump(office)
        left = [one for one in self.model.of_nobody_else(done.card_ids) if _is_in(one, said)]
        assert left == []

    # -- what must hold ---------------------------------------------------------------------------

    @invariant()
    def what_must_hold(self) -> None:
        everything = self.office.everything()
        cards = {item["id"]: items.card_of(item) for item in everything if item["sk"] == "CARD"}
        alive = {card.id: card for card in cards.values() if card.state == "living"}
        self._every_id_leads_to_one_card(cards, everything)
        self._every_inquiry_is_found_once(cards)
        self._each_living_card_has_its_own_open_task(everything, alive)
        for card in alive.values():  # an opt-out is never lost
            group = (card.id, *card.members)
            assert bool(card.flags) is not self.model.flagged.isdisjoint(group)
        self._a_card_alone_is_what_its_own_inquiries_make(alive)
        self._what_stands_on_a_card_leads_to_it_alone(everything, alive)
        for card in cards.values():
            if card.state == "erased":
                assert (card.fields, card.phones, card.emails) == ({}, (), ())
                assert card.national_id is None

    def _every_id_leads_to_one_card(self, cards: Any, everything: list[Item]) -> None:
        model, store = self.model, self.office.store
        for card in cards.values():
            stands = model.stands_for(card.id)
            group, there = model.group(card.id), aliases.current_card(store, card.id)
            assert there is not None
            if card.id in model.gone:
                assert there.state in {"erasing", "erased"}
                assert there.id == stands
                continue
            assert there.id == stands
            assert (card.state == "living") is (card.id == stands)
            if card.id != stands:
                assert (card.state, card.into) == ("merged", stands)
                continue
            assert sorted((card.id, *card.members)) == sorted(group)
            standing = {one for one, pair in model.merges.items() if {*pair} <= group}
            assert set(card.merges) == standing
            assert len(card.merges) == len(standing) == len(card.members)
        for merge_id in (*model.merges, *model.undone):
            merge = reading.merge(store, merge_id)
            assert merge is not None
            assert (merge.state == "undone") is (merge_id in model.undone)
        ids = {str(item.get("id")) for item in everything}
        assert self.issued <= ids
        self.issued |= {one for one in ids if one.startswith(_ISSUED)}

    def _every_inquiry_is_found_once(self, cards: Mapping[str, Card]) -> None:
        """Through the card that stands for its home, and nothing but an inquiry changes a count."""
        found: Counter[str] = Counter()
        for card in cards.values():
            if self.model.stands_for(card.id) != card.id:
                continue
            page, after, mine = None, None, 0
            while page is None or after:
                page, after = reading.inquiries(self.office.store, card, after=after, limit=7)
                found.update(inquiry.id for inquiry in page)
                mine += len(page)
            assert card.inquiries == mine == self.model.count(self.model.group(card.id))
        assert found == Counter(list(self.model.inquiries))

    def _what_stands_on_a_card_leads_to_it_alone(
        self, everything: list[Item], alive: Mapping[str, Card]
    ) -> None:
        """A national ID at all times; a phone or e-mail but for people who are told apart.

        Two cards that share one are clearly two, or somebody was asked, or made them so by hand.
        """
        ids = [card.national_id for card in alive.values() if card.national_id]
        assert len(ids) == len(set(ids))
        known = {(item["pk"], item["sk"]): item for item in everything if str(item["sk"]) == "ID"}
        asked = {frozenset(item["cards"]) for item in everything if item["sk"] == "SUGGESTION"}
        leads_to: dict[IdentityKey, set[str]] = {}
        for card in alive.values():
            for one in edits.identities(card, None, self.office.desk.keyed):
                there = items.identity_of(one, known[items.identity_key(one)])
                group = {card.id, *card.members}
                assert there.shared or group & set(there.cards), (one.kind, card.id)
                leads_to.setdefault(one, set()).add(card.id)
        for one, card_ids in leads_to.items():
            for left, right in combinations(sorted(card_ids), 2):
                assert self._may_be_two(alive[left], alive[right], asked), (one.kind, left, right)

    def _may_be_two(self, left: Card, right: Card, asked: Collection[frozenset[str]]) -> bool:
        sides = [{card.id, *card.members} for card in (left, right)]
        pairs = {frozenset({one, other}) for one in sides[0] for other in sides[1]}
        by_hand = self.model.edited.union(*self.model.met)
        if by_hand & (sides[0] | sides[1]) or pairs & set(asked):
            return True
        if left.national_id and right.national_id:
            return True
        return names.compare(left.name, right.name).verdict == "different"

    def _a_card_alone_is_what_its_own_inquiries_make(self, alive: Mapping[str, Card]) -> None:
        """Whatever it was merged with meanwhile, and in whichever order that was undone."""
        order = list(self.model.inquiries)
        for card in alive.values():
            if card.members or card.id in self.model.edited:
                continue
            told = sorted(
                self.office.inquiries(card.id), key=lambda inquiry: order.index(inquiry.id)
            )
            first, *further = told
            person = _person(first)
            alone = changes.new_card(
                card.id, person, None, created_at=first.received_at, origin=first.id
            )
            alone = replace(alone, inquiries=1, last_inquiry_at=first.date)
            for inquiry in further:
                newest = inquiry.date >= alone.last_inquiry_at
                change = changes.from_person(
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

    def _each_living_card_has_its_own_open_task(
        self, everything: list[Item], alive: Mapping[str, Card]
    ) -> None:
        listed = {
            str(item["id"]): item
            for owner in (*OWNERS, None)
            for item in self.office.store.query_index(
                "work", items.work_partition("TASK", owner), limit=100
            )
        }
        open_tasks = {
            item["id"]: item
            for item in everything
            if item["sk"] == "TASK"
            and item["status"] == "open"
            and not self.model.gone & {item["card_id"]}
        }
        noted = {card.open_task.id: card for card in alive.values() if card.open_task}
        assert noted.keys() == open_tasks.keys()
        assert len(noted) == sum(1 for card in alive.values() if card.open_task)
        for task_id, card in noted.items():
            assert card.open_task.due_at == open_tasks[task_id]["due_at"]
            assert card.open_task.owner_id == listed[task_id].get("owner_id")
            assert open_tasks[task_id]["card_id"] in {card.id, *card.members}
            assert 1 <= open_tasks[task_id]["inquiries"] <= card.inquiries

    def _bodies(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return all that is stored, but for what undo does not restore."""
        return {
            (str(item["pk"]), str(item["sk"])): {
                name: value for name, value in item.items() if name not in _NEW_EACH_TIME
            }
            for item in self.office.everything()
            if not str(item["sk"]).startswith(_TOLD)
        }


#: What the ids begin with that are for ever.
_ISSUED = ("card_", "inq_", "task_", "mrg_", "merge_", "qtn_", "sug_", "dlv_", "era_")


def _soon() -> float:
    return time.monotonic() + 60


def _texts(values: Any) -> Iterable[str]:
    """Yield what may tell who somebody is: words that a lead or an edit said, but for its id."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _texts(value)
        elif name in {"phone", "email", "street", "message", "national_id"} and value:
            yield str(value)
        elif name in {"phones", "emails"}:
            yield from value


def _is_in(value: str, said: str) -> bool:
    """Tell whether a text holds a value; digits within a hash are no number."""
    return bool(
        re.search(rf"(?<![0-9a-fA-F])(?:47)?{re.escape(value)}(?![0-9a-fA-F])", said, re.IGNORECASE)
    )


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
    max_examples=40,
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
    how = examples(pytestconfig, steady=40, soak=2000)
    run_state_machine_as_test(lambda: AnyOrder(Memory()), settings=how)


def test_on_the_table(pytestconfig, shared_dynamodb, tables):
    borrowed: list[Any] = []

    def machine() -> AnyOrder:
        borrowed.append(tables.borrowed())
        return _OnTable(Table(shared_dynamodb, borrowed[-1].__enter__()), borrowed[-1])

    run_state_machine_as_test(machine, settings=examples(pytestconfig, steady=3, soak=50))


class _OnTable(AnyOrder):
    def __init__(self, store: Store, lent: Any) -> None:
        super().__init__(store)
        self._lent = lent

    def teardown(self) -> None:
        self._lent.__exit__(None, None, None)
