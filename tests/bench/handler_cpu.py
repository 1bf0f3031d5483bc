"""CPU of the intake handler for a lead, against the bare SDK calls that it must make.

The bare calls are the handler's own requests, recorded from equal leads and sent again by the same
kind of client, to a table in which their keys are new as well.
"""

import cProfile
import pstats
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from tests.bench import report, service
from tests.bench.service import Service

TITLE = "CPU of the handler for a lead, warm"
TARGET = 2.0
OPERATIONS = {"BatchGetItem": "batch_get_item", "TransactWriteItems": "transact_write_items"}

Lead = dict[str, Any]
Request = tuple[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """CPU in milliseconds a lead."""

    handler: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.handler / self.bare


@dataclass(frozen=True, kw_only=True)
class Tables:
    """One for the handler, one to record its requests from, one to send them to again."""

    measured: Service
    recorded: Service
    bare: Service


def show(
    url: str, say: Callable[[str], None], *, leads: int, rounds: int
) -> dict[str, Figure]:
    """Print the table and return its figures by outcome."""
    tables = Tables(
        measured=service.start(url), recorded=service.start(url), bare=service.start(url)
    )
    figures = {
        "new, no candidates": _best(tables, _new_leads, leads, rounds),
        "repeat": _best(tables, _repeats, leads, rounds),
    }
    say(
        report.heading(
            TITLE,
            f"Process CPU (user and system), minimum of {rounds} rounds of {leads} leads each, the "
            "handler and",
            "the bare calls in turn. Server: DynamoDB Local, whose answers cost the client more",
            "than those of other emulators; its own CPU is not counted.",
        )
    )
    header = ("outcome", "handler ms", "bare calls ms", "ratio", "target")
    rows = [
        (name, f"{f.handler:.2f}", f"{f.bare:.2f}", f"{f.ratio:.2f}", f"≤ {TARGET}")
        for name, f in figures.items()
    ]
    say(report.table(header, rows))
    return figures


def profile(url: str, out: TextIO, *, leads: int) -> None:
    """Print what the handler spends its time on, the SDK's part included."""
    running = service.start(url)
    events = [running.event(lead) for _, lead in _new_leads(leads)]
    profiler = cProfile.Profile()
    profiler.enable()
    for event in events:
        running.handler(event)
    profiler.disable()
    stats = pstats.Stats(profiler, stream=out).strip_dirs()
    stats.sort_stats("cumulative").print_stats("leadfold|intake|recording|items|telemetry", 40)
    stats.sort_stats("tottime").print_stats(45)


# -- what is sent ---------------------------------------------------------------------------------

Pairs = list[tuple[Lead | None, Lead]]


def _new_leads(number: int) -> Pairs:
    """Return leads of new people, without anything to be sent before them."""
    return [(None, service.new_lead()) for _ in range(number)]


def _repeats(number: int) -> Pairs:
    """Return leads of new people, and further ones of theirs."""
    firsts = [service.new_lead() for _ in range(number)]
    return [(first, first | {"lead_id": f"{first['lead_id']}-2"}) for first in firsts]


# -- measuring ------------------------------------------------------------------------------------


def _best(tables: Tables, make: Callable[[int], Pairs], leads: int, rounds: int) -> Figure:
    """Return the minima of the rounds, after one that warms up."""
    figures = [_round(tables, make, leads) for _ in range(rounds + 1)][1:]
    return Figure(
        handler=min(figure.handler for figure in figures),
        bare=min(figure.bare for figure in figures),
    )


def _round(tables: Tables, make: Callable[[int], Pairs], leads: int) -> Figure:
    requests = _requests(tables, make(leads))
    pairs = make(leads)
    _prepare(tables.measured, pairs)
    events = [tables.measured.event(lead) for _, lead in pairs]
    handler = _cpu(lambda: [_answer(tables.measured, event) for event in events])
    client = tables.bare.client
    bare = _cpu(lambda: _send(client, requests))
    return Figure(handler=handler / leads, bare=bare / leads)


def _cpu(work: Callable[[], object]) -> float:
    """Return the CPU that the work takes, in milliseconds."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def _answer(running: Service, event: dict[str, Any]) -> None:
    status = running.handler(event)["statusCode"]
    if status not in {200, 201}:
        raise RuntimeError(f"a lead was answered {status}")


def _prepare(running: Service, pairs: Pairs) -> None:
    for before, _ in pairs:
        if before:
            running.send(before)


def _requests(tables: Tables, pairs: Pairs) -> list[Request]:
    """Return the requests that these leads take, ready for the other table.

    What the leads need before them is written there, so that all conditions hold again.
    """
    target = tables.bare
    with _overheard(tables.recorded, target.table) as earlier:
        _prepare(tables.recorded, pairs)
    _send(target.client, earlier)
    with _overheard(tables.recorded, target.table) as requests:
        for _, lead in pairs:
            tables.recorded.send(lead)
    return requests


@contextmanager
def _overheard(running: Service, table: str) -> Iterator[list[Request]]:
    """Collect the requests of the handler, changed to name another table."""
    requests: list[Request] = []

    def overhear(params: dict[str, Any], model: Any, **_: object) -> None:
        changed = _renamed(params, running.table, table)
        if "ClientRequestToken" in changed:
            changed["ClientRequestToken"] = uuid.uuid4().hex
        requests.append((OPERATIONS[model.name], changed))

    event = "provide-client-params.dynamodb"
    running.client.meta.events.register(event, overhear)
    try:
        yield requests
    finally:
        running.client.meta.events.unregister(event, overhear)


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return a deep copy in which a string, as a key or a value, is another."""
    if isinstance(value, dict):
        return {_renamed(k, old, new): _renamed(v, old, new) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(element, old, new) for element in value]
    return new if value == old else value


def _send(client: Any, requests: Sequence[Request]) -> None:
    for operation, request in requests:
        getattr(client, operation)(**request)
