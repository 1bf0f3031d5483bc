"""What a customer with very many inquiries and members takes to read, page, merge and undo.

Exact: requests and units are counted and computed, not timed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from leadfold import reading
from leadfold.identity import keys
from leadfold.identity.keys import BY_DEFAULT
from leadfold.ids import new_id
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Identity, Inquiry
from leadfold.resolve import aliases
from leadfold.resolve.candidates import Finder
from leadfold.store import items
from leadfold.store.table import Table
from leadfold.store.writes import Overwrite
from leadfold.work import merging, undoing
from leadfold.work.merging import Merger
from tests.bench import report
from tests.capacity import metered
from tests.dynamodb_local import connect, create_table
from tests.recorder import recorded

TITLE = "A customer with many members and inquiries"
NOTES = (
    "A merge and an undo are of the last member; an undo reads all inquiries.",
    "Asked by the id of a member: one request more than by that of the living card.",
)
MEMBERS = 50
INQUIRIES = 5_000
PAGE = 50
#: What an inquiry of the demo's site takes, about.
_KEYED = KeyedHash(b"a key of more than 32 bytes, for the bench")
_FIELDS = {"full_name": "Ola Hansen", "email": "ola.hansen@example.com", "city": "Oslo"}
_ANSWERS = {"roof": "south", "message": "We would like to have an offer, please. " * 5}


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one call took; ``units`` are those of the base table."""

    requests: int
    read_units: float
    write_units: int


def measure(url: str, *, members: int, inquiries: int) -> dict[str, Cost]:
    """Return what calls take on a card with so many members and, on all of them, inquiries."""
    with _table(url) as (client, reader, store):
        ids = _customers(store, cards=members + 1, inquiries=inquiries)
        for one in ids[1:-1]:
            merging.merge(one, ids[0], _merger(store))
        made: list[str] = []

        def card() -> Card:
            found = aliases.current_card(store, ids[1])
            assert found is not None
            return found

        calls: dict[str, Callable[[], Any]] = {
            "merge": lambda: made.append(merging.merge(ids[-1], ids[0], _merger(store)).id),
            "GET card": lambda: reading.card(store, ids[1]),
            "a page of inquiries": lambda: reading.inquiries(store, card(), after=None, limit=PAGE),
            "a page of the timeline": lambda: reading.timeline(
                store, card(), kind=None, after=None, limit=PAGE
            ),
            "undo": lambda: undoing.undo(made[0], _merger(store)),
        }
        return {name: _cost(call, client, reader) for name, call in calls.items()}


def _cost(call: Callable[[], Any], client: Any, reader: Any) -> Cost:
    with metered(client, reader) as bill, recorded(client) as recording:
        call()
    return Cost(
        requests=len(recording.calls),
        read_units=bill.read_units,
        write_units=bill.write_units,
    )


def _merger(store: Table) -> Merger:
    finder = Finder(store=store, keyed=_KEYED, rules=BY_DEFAULT)
    return Merger(finder=finder, new_id=new_id, by="bench", deadline=time.monotonic() + 60)


@contextmanager
def _table(url: str) -> Iterator[tuple[Any, Any, Table]]:
    client, reader = connect(url), connect(url)
    name = create_table(reader)
    try:
        yield client, reader, Table(client, name)
    finally:
        reader.delete_table(TableName=name)


def _customers(store: Table, *, cards: int, inquiries: int) -> list[str]:
    """Write cards with their inquiries, spread evenly over them and over time."""
    ids = [new_id("card") for _ in range(cards)]
    told: list[Inquiry] = []
    for number in range(inquiries):
        minutes, day = number % 1440, 1 + number // 1440
        date = f"2026-11-{day:02}T{minutes // 60:02}:{minutes % 60:02}:00Z"
        told.append(
            Inquiry(
                id=new_id("inq"),
                card_id=ids[number % cards],
                date=date,
                received_at=date,
                kind="repeat" if number >= cards else "first",
                number=number // cards + 1,
                source="site",
                platform="generic",
                delivery_id=new_id("dlv"),
                fields=_FIELDS,
                answers=_ANSWERS,
                attribution={"utm_campaign": "no_solar"},
                new_card=number < cards,
                card_version=1,
            )
        )
    writes = [
        Overwrite(
            key=items.inquiry_key(one.card_id, one.date, one.id), item=items.inquiry_item(one)
        )
        for one in told
    ]
    for place, card_id in enumerate(ids):
        own = told[place::cards]
        card = Card(
            id=card_id,
            created_at=own[0].date,
            fields={"first_name": "Ola", "last_name": "Hansen"},
            emails=("ola.hansen@example.com",),
            origin=own[0].id,
            inquiries=len(own),
        )
        card = replace(card, last_inquiry_at=own[-1].date)
        writes.append(Overwrite(key=items.card_key(card_id), item=items.card_item(card)))
    for identity in keys.of_card(card, _KEYED):
        led = Identity(kind=identity.kind, key=identity.key, cards=tuple(ids))
        writes.append(Overwrite(key=items.identity_key(identity), item=items.identity_item(led)))
    store.write_all(writes)
    return ids


def show(url: str, say: Callable[[str], None]) -> None:
    """Print the table: the largest customer, and a small one beside it."""
    say(report.heading(TITLE, *NOTES))
    header = ("call", "inquiries", "requests", "read units", "write units")
    lines = [
        (
            name,
            f"{inquiries:,}",
            cost.requests,
            f"{cost.read_units:g}",
            cost.write_units,
        )
        for inquiries in (MEMBERS * 2, INQUIRIES)
        for name, cost in measure(url, members=MEMBERS, inquiries=inquiries).items()
    ]
    say(report.table(header, lines))
    say("")
