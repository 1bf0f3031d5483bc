"""Reports of whatever happened in an office, against a recount from the table.

What changes is told as ``react`` tells it, out of order and some of it twice; the same reports come
of a rebuild; both are held against the table's own items, read without any fact.
"""

import random
import tempfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from leadfold.reports import attribution, facts, files
from leadfold.reports.attribution import BASES, MODELS, Query
from leadfold.reports.lake import Lake
from leadfold.reports.objects import Folder
from leadfold.reports.periods import Period
from leadfold.reports.rebuild import rebuild
from leadfold.resolve import aliases
from leadfold.store import Item, Store, items
from leadfold.store.items import histories
from leadfold.store.memory import Memory
from tests.intake.test_any_order import LEADS, PLACES, AnyOrder, examples
from tests.office import NOON
from tests.unit.reports.recount import figures, near, recounted, total

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
_GROUPS = (("campaign",), ("source", "month"), ("day",))
QUERIES = [
    Query(group_by=by, model=model, date_basis=basis, period=Period(zone="Europe/Oslo"))
    for by, model, basis in product(_GROUPS, MODELS, BASES)
]


class AnyReport(AnyOrder):
    """An office where anybody does anything, and a lake that hears of it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.seen: dict[tuple[str, str], Item] = {}
        self.told: list[dict[str, Any]] = []
        self.created = 0

    def _recorded(self, answer: Any, lead: Mapping[str, str]) -> None:
        super()._recorded(answer, lead)
        self.created += answer.outcome == "created"

    @rule(place=PLACES, amount=st.sampled_from(["100.00", "33.33"]))
    def sell(self, place: int, amount: str) -> None:
        """What reports are read for happens more often here than elsewhere."""
        self.stage(place, "won", amount)

    @rule(lead=LEADS)
    def try_out(self, lead: dict[str, str]) -> None:
        """An integrator sends a lead that is none, twice."""
        self.clock += 1
        lead = lead | {"lead_id": f"t{self.clock}", "is_test": "true"}
        for _ in range(2):
            assert self.office.post(lead, at=self._now).outcome in {"test", "replayed"}

    @invariant()
    def what_must_hold(self) -> None:
        """What changed in this step is told by a message that reads it as it is now."""
        written_at = (MIDNIGHT + timedelta(seconds=len(self.told))).isoformat()
        items_now = deepcopy(self.office.everything())
        now = {(str(item["pk"]), str(item["sk"])): item for item in items_now}
        changed = [item for key, item in now.items() if self.seen.get(key) != item]
        self.told += [f | {"written_at": written_at} for one in changed if (f := facts.fact(one))]
        self.seen = now

    def teardown(self) -> None:
        """When all is done, every report is what a recount of the table finds."""
        self.what_must_hold()
        truth = [*self._as_stored()]
        outcomes = len(self.office.stored("LOG"))
        with tempfile.TemporaryDirectory() as folder:
            heard, again = (Folder(Path(folder) / name) for name in ("heard", "again"))
            shuffled = random.Random(len(self.told))
            messages = self.told + self.told[::3]
            shuffled.shuffle(messages)
            for number in range(0, len(messages), 7):
                part = files.lines(messages[number : number + 7])
                heard.put(files.facts_file("2026-11-24", str(number)), part)
            rebuild(self.office.everything(), again, NOON)
            lakes = [Lake(heard), Lake(again)]
            for lake in lakes:
                lake.refresh()
            for query in shuffled.sample(QUERIES, 5):
                expected = recounted(truth, query)
                for lake in lakes:
                    found = figures(attribution.report(lake, query), query.group_by)
                    if query.model == "linear":
                        assert near(found, expected, outcomes)
                    else:
                        assert found == expected
                    self._adds_up(total(found), query)

    def _adds_up(self, sums: Mapping[str, Any], query: Query) -> None:
        """What the machine itself did is what the report has in all."""
        open_ = [one for one in self.office.stored("QUARANTINE") if one["status"] != "released"]
        held = len(open_)
        assert sums.get("received", 0) == len(self.model.inquiries) + held
        assert (sums.get("quarantined", 0), sums.get("new_cards", 0)) == (held, self.created)

    def _as_stored(self) -> Iterable[dict[str, Any]]:
        """Yield what reports count, from the table's items; cards by the one that lives on."""
        for item in self.office.everything():
            if told := self._told_by(item, str(item["sk"]).partition("#")[0]):
                yield told | {"written_at": "2026-11-24T00:00:00Z"}

    def _told_by(self, item: Item, kind: str) -> dict[str, Any] | None:
        match kind:
            case "INQ":
                one = items.inquiry_of(item)
                names = ("id", "date", "kind", "new_card", "source", "platform", "country")
                brought = {n: one.attribution.get(n) for n in ("campaign_id", "campaign")}
                told = {name: getattr(one, name) for name in names} | brought
                return {"fact": "inquiry", "card_id": self._lives_as(one.card_id)} | told
            case "LOG" if item["kind"] in {"contact", "stage"}:
                entry = histories.log_of(item)
                value = entry.data.get("value") or {}
                told = {"outcome": entry.data.get("outcome"), "stage": entry.data.get("stage")}
                who = {"id": entry.id, "card_id": self._lives_as(entry.card_id), "at": entry.at}
                money = {"amount": value.get("amount"), "currency": value.get("currency")}
                return {"fact": entry.kind} | who | told | money
            case "QUARANTINE":
                names = ("id", "source", "status", "received_at", "inquiry_id")
                return {"fact": "quarantine"} | {name: item.get(name) for name in names}
            case "REPLAY":
                names = ("source", "of", "replays", "last_at")
                told = {name: item.get(name) for name in names}
                is_test = {"is_test": bool(item.get("is_test"))}
                return {"fact": "replay", "id": item["delivery_id"]} | told | is_test
        return None

    def _lives_as(self, card_id: str) -> str:
        card = aliases.current_card(self.office.store, card_id)
        return card.id if card else card_id


def test_reports_are_what_a_recount_of_the_table_finds(pytestconfig):
    how = examples(pytestconfig, steady=30, soak=1000)
    run_state_machine_as_test(lambda: AnyReport(Memory()), settings=how)
