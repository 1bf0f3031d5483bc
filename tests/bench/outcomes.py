"""Sequential round trips and capacity units of everything that a lead can become.

Exact: units are computed from the sizes of the items by AWS's rules, not read from an emulator.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.ids import new_id
from leadfold.reading import indexing
from leadfold.reading.card_search import Filters
from leadfold.resolve import pairing
from leadfold.store import items
from leadfold.store.writes import Change, Overwrite
from leadfold.work import merging
from leadfold.work.merging import Merger
from tests.bench import report, service
from tests.bench.service import REFERENCE, Service
from tests.capacity import Bill, Charge, item_size, metered
from tests.recorder import Recording, recorded

TITLE = "Round trips and capacity units of a lead, configuration warm"
NOTES = (
    "Units of the base table and, beside them, of the index `work`; a round trip to S3 counts too.",
    "Reads are consistent, writes transactional but for the count of a replay.",
)


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What design.md allows."""

    round_trips: int
    write_units: int


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one lead took: its calls, the items that it wrote, and units of table and index."""

    calls: list[str]
    items: list[str]
    round_trips: int
    read_units: float
    write_units: int
    index_units: int


@dataclass(frozen=True, kw_only=True)
class Case:
    """`lead` is sent after `before`, and must become `outcome`.

    `later` is by how many seconds the configuration is old then; `merged` makes the cards of
    `before` one.
    """

    name: str
    later: float = 0.0
    merged: bool = False
    before: tuple[dict[str, Any], ...] = ()
    lead: dict[str, Any]
    outcome: str
    budget: Budget | None = None


PHONE_ALONE = REFERENCE | {"lead_id": "web-20261121-1004", "email": ""}
EMAIL_ALONE = REFERENCE | {"lead_id": "web-20261121-1005", "phone": ""}

CASES = (
    Case(
        name="new, no candidates",
        lead=REFERENCE,
        outcome="created",
        budget=Budget(round_trips=2, write_units=12),
    ),
    Case(
        name="repeat",
        before=(REFERENCE,),
        lead=REFERENCE | {"lead_id": "web-20261121-1002"},
        outcome="repeat",
        budget=Budget(round_trips=3, write_units=10),
    ),
    Case(
        name="repeat, one new identity",
        before=(REFERENCE,),
        lead=REFERENCE | {"lead_id": "web-20261121-1002", "email": "ola@firma.example"},
        outcome="repeat",
        budget=Budget(round_trips=3, write_units=12),
    ),
    Case(name="replayed", before=(REFERENCE,), lead=REFERENCE, outcome="replayed"),
    Case(
        name="shared phone: new card, suggestion",
        before=(REFERENCE,),
        lead=REFERENCE
        | {
            "lead_id": "web-20261121-1003",
            "full_name": "Kari Hansen",
            "email": "kari@example.com",
        },
        outcome="created",
    ),
    Case(
        name="on two cards: suggestion",
        before=(PHONE_ALONE, EMAIL_ALONE),
        lead=REFERENCE,
        outcome="repeat",
    ),
    Case(
        name="on two cards, suggested before",
        before=(PHONE_ALONE, EMAIL_ALONE, REFERENCE),
        lead=REFERENCE | {"lead_id": "web-20261121-1006"},
        outcome="repeat",
    ),
    Case(
        name="repeat by a merged card",
        before=(PHONE_ALONE, EMAIL_ALONE),
        merged=True,
        lead=EMAIL_ALONE | {"lead_id": "web-20261121-1007"},
        outcome="repeat",
        budget=Budget(round_trips=4, write_units=10),
    ),
    Case(
        name="repeat on the key of two merged cards",
        before=(PHONE_ALONE, PHONE_ALONE | {"lead_id": "web-20261121-1008", "full_name": "Kari"}),
        merged=True,
        lead=PHONE_ALONE | {"lead_id": "web-20261121-1009", "full_name": "Kari"},
        outcome="repeat",
        budget=Budget(round_trips=4, write_units=10),
    ),
    Case(
        name="repeat by the own key of a card with merged ones",
        before=(PHONE_ALONE, EMAIL_ALONE),
        merged=True,
        lead=PHONE_ALONE | {"lead_id": "web-20261121-1007"},
        outcome="repeat",
        budget=Budget(round_trips=3, write_units=10),
    ),
    Case(
        name="new, configuration a minute old",
        later=60.0,
        lead=REFERENCE,
        outcome="created",
    ),
    Case(
        name="no usable identity",
        lead=REFERENCE | {"phone": "00000000", "email": ""},
        outcome="quarantined",
    ),
)


#: What `react` does for a new card that nobody is beside, by what its lead had.
PAIRINGS: dict[str, dict[str, Any]] = {
    "name, phone, e-mail": REFERENCE,
    "birth date, address as well": REFERENCE
    | {"birth_date": "1980-02-13", "street": "Storgata 5", "postcode": "0155", "city": "Oslo"},
}


def measure_pairing(lead: dict[str, Any], url: str) -> Cost:
    """Send a lead to a table of its own and return what pairing its card takes."""
    with _running(url) as running:
        card_id = running.send(lead)["card_id"]
        with (
            metered(running.client, running.reader) as bill,
            recorded(running.client, running.s3) as recording,
        ):
            pairing.pair_up(
                card_id,
                running.handler._tools.desk.finder,
                at=datetime.now(UTC),
                deadline=time.monotonic() + 60,
            )
    return _cost(recording, bill)


#: What happens to a listed card → the values that it comes to have; None: it is new.
LISTINGS: dict[str, dict[str, Any] | None] = {
    "a new card": None,
    "a repeat": {"updated_at": "2030-01-01T00:00:00Z"},
    "another status": {"updated_at": "2030-01-01T00:00:00Z", "status": "contacted"},
}

#: Pages of lists and searches → what is asked for, among cards that all fit.
PAGES: dict[str, dict[str, str]] = {
    "all, 50 of 200": {},
    "by source, 50 of 200": {"source": service.SOURCE},
    "a name, 50 of 200": {"q": "hansen"},
    "a phone": {"q": REFERENCE["phone"]},
}


def measure_listing(values: dict[str, Any] | None, url: str) -> Cost:
    """Return what listing the card of the reference lead takes, new or once it has changed."""
    with _running(url) as running:
        card_id = running.send(REFERENCE)["card_id"]
        desk = running.handler._tools.desk
        if values is not None:
            _relist(desk, card_id)
            desk.store.write(Change(key=items.card_key(card_id), set=values))
        with (
            metered(running.client, running.reader) as bill,
            recorded(running.client, running.s3) as recording,
        ):
            _relist(desk, card_id)
    return _cost(recording, bill)


def measure_pages(url: str) -> dict[str, Cost]:
    """Return what pages of ``PAGES`` take, of 200 cards as that of the reference lead."""
    costs = {}
    with _running(url) as running:
        desk = running.handler._tools.desk
        key = items.card_key(running.send(REFERENCE)["card_id"])
        card = items.card_of(desk.store.get([key])[key])
        for _ in range(200):
            other = replace(card, id=desk.new_id("card"))
            item = items.card_item(other)
            desk.store.write(Overwrite(key=items.card_key(other.id), item=item))
            _relist(desk, other.id)
        for name, asked in PAGES.items():
            with (
                metered(running.client, running.reader) as bill,
                recorded(running.client, running.s3) as recording,
            ):
                if "q" in asked:
                    finder, today = desk.finder, datetime.now(UTC).date()
                    reading.search(finder, asked["q"], Filters(), today, after=None, limit=50)
                else:
                    reading.list_cards(desk.store, Filters(**asked), after=None, limit=50)
            costs[name] = _cost(recording, bill)
    return costs


def _relist(desk: Any, card_id: str) -> None:
    deadline = time.monotonic() + 60
    indexing.index_card(card_id, desk.store, desk.keyed, deadline=deadline)


def _cost(recording: Recording, bill: Bill) -> Cost:
    return Cost(
        calls=recording.operations,
        items=[_told(charge) for charge in bill.charges if charge.write_units],
        round_trips=recording.round_trips,
        read_units=bill.read_units,
        write_units=bill.write_units,
        index_units=0,
    )


def measure(case: Case, url: str) -> Cost:
    """Send a case's leads to a table of their own and return what the last one took."""
    with _running(url) as running:
        ids = [running.send(lead)["card_id"] for lead in case.before]
        if case.merged:
            _merge(running, *ids)
        entries = _index_entries(running)
        running.clock.now += case.later
        with (
            metered(running.client, running.reader) as bill,
            recorded(running.client, running.s3) as recording,
        ):
            answer = running.send(case.lead)
        changed = entries ^ _index_entries(running)
    if answer["outcome"] != case.outcome:
        raise RuntimeError(f"{case.name} became {answer['outcome']}")
    return Cost(
        calls=recording.operations,
        items=[_told(charge) for charge in bill.charges if charge.write_units],
        round_trips=recording.round_trips,
        read_units=bill.read_units,
        write_units=bill.write_units,
        index_units=sum(math.ceil(size / 1024) for _, size in changed),
    )


def _merge(running: Service, into: str, merged: str) -> None:
    finder = running.handler._tools.desk.finder
    deadline = time.monotonic() + 60
    merger = Merger(finder=finder, new_id=new_id, by="bench", deadline=deadline)
    merging.merge(merged, into, merger)


def _told(charge: Charge) -> str:
    """Return the kind of an item and its size, from which its units follow."""
    return f"{charge.key['sk']['S'].partition('#')[0]} {charge.size} B"


@contextmanager
def _running(url: str) -> Iterator[Service]:
    running = service.start(url)
    try:
        yield running
    finally:
        running.reader.delete_table(TableName=running.table)


def _index_entries(running: Service) -> set[tuple[str, int]]:
    """Return the entries of the index `work`, each with its size in bytes.

    One that came or went is one write, one that moved is two: the old one goes, a new one comes.
    """
    found = running.reader.scan(TableName=running.table, IndexName="work")["Items"]
    return {("/".join(part["S"] for part in entry.values()), item_size(entry)) for entry in found}


def show(url: str, say: Callable[[str], None]) -> dict[str, Cost]:
    """Print the table and return its figures by case."""
    costs = {case.name: measure(case, url) for case in CASES}
    header = ("outcome", "round trips", "budget", "write units", "budget", "index", "read units")
    say(report.heading(TITLE, *NOTES))
    say(report.table(header, [_row(case, costs[case.name]) for case in CASES]))
    say("")
    for name, cost in costs.items():
        say(f"{name}:")
        say(f"    calls   {', '.join(cost.calls)}")
        say(f"    writes  {', '.join(cost.items)}")
    paired = {name: measure_pairing(lead, url) for name, lead in PAIRINGS.items()}
    say("")
    listings = {name: measure_listing(values, url) for name, values in LISTINGS.items()}
    for what, measured in (
        ("react, pairing a new card", paired),
        ("react, listing", listings),
        ("a page", measure_pages(url)),
    ):
        rows = [(n, c.round_trips, c.write_units, f"{c.read_units:g}") for n, c in measured.items()]
        say(report.table((what, "round trips", "write units", "read units"), rows))
        say("")
    return costs


def _row(case: Case, cost: Cost) -> tuple[object, ...]:
    trips, units = cost.round_trips, cost.write_units
    budget = case.budget
    return (
        case.name,
        trips,
        f"≤ {budget.round_trips}" if budget else "",
        units,
        f"≤ {budget.write_units}" if budget else "",
        cost.index_units,
        f"{cost.read_units:g}",
    )
