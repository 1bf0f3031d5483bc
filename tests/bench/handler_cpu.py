"""CPU of the intake handler for a lead, against the bare SDK calls that it must make.

The bare calls are the handler's own requests, recorded from equal leads and sent again to tables in
which their keys are new as well: by a plain client of boto3, and by one that is set up as the
handler's own.
"""

import cProfile
import pstats
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from typing import Any, TextIO

from tests.bench import report, service
from tests.bench.service import Service

TITLE = "CPU of the handler for a lead, warm"
TARGET = 2.0
OPERATIONS = {"BatchGetItem": "batch_get_item", "TransactWriteItems": "transact_write_items"}

#: Stands for the name of a table in recorded requests.
PLACE = "the table"

Lead = dict[str, Any]
Request = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Figure:
    """CPU in milliseconds a lead."""

    handler: float
    plain: float
    tuned: float


@dataclass(frozen=True, kw_only=True)
class Tables:
    """One for the handler, one to record its requests from, two to send them to again."""

    measured: Service
    recorded: Service
    plain: Service
    tuned: Service


def show(url: str, say: Callable[[str], None], *, leads: int, rounds: int) -> dict[str, Figure]:
    """Print the table and return its figures by outcome."""
    tables = Tables(**{field.name: service.start(url) for field in fields(Tables)})
    figures = {
        "new, no candidates": _best(tables, _new_leads, leads, rounds),
        "repeat": _best(tables, _repeats, leads, rounds),
    }
    say(
        report.heading(
            TITLE,
            f"Process CPU (user and system), the least of {rounds} rounds of {leads} leads each. "
            "Beside it the same calls,",
            "bare: by a plain boto3 client, and by one set up like the handler's. Server: DynamoDB "
            "Local,",
            "whose answers cost a client more than other emulators'; its own CPU is not counted.",
        )
    )
    header = ("outcome", "handler ms", "plain ms", "ratio", "target", "set up alike ms", "ratio")
    rows = [
        (
            name,
            f"{figure.handler:.2f}",
            f"{figure.plain:.2f}",
            f"{figure.handler / figure.plain:.2f}",
            f"≤ {TARGET}",
            f"{figure.tuned:.2f}",
            f"{figure.handler / figure.tuned:.2f}",
        )
        for name, figure in figures.items()
    ]
    say(report.table(header, rows))
    return figures


def profile(url: str, out: TextIO, *, leads: int) -> None:
    """Print what the handler spends its time on, the SDK's part included."""
    running = service.start(url)
    events = [running.event(lead) for _, lead in _new_leads(leads)]
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for event in events:
        running.handler(event)
    profiler.disable()
    stats = pstats.Stats(profiler, stream=out)
    stats.sort_stats("cumulative").print_stats("layers/leadfold", 40)
    stats.strip_dirs().sort_stats("tottime").print_stats(40)


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
    return Figure(*map(min, zip(*map(astuple, figures), strict=True)))


def _round(tables: Tables, make: Callable[[int], Pairs], leads: int) -> Figure:
    earlier, requests = _requests(tables.recorded, make(leads))
    pairs = make(leads)
    _prepare(tables.measured, pairs)
    events = [tables.measured.event(lead) for _, lead in pairs]
    handler = _cpu(lambda: [_answer(tables.measured, event) for event in events])
    plain = _resent(tables.plain.reader, tables.plain.table, earlier, requests)
    tuned = _resent(tables.tuned.client, tables.tuned.table, earlier, requests)
    return Figure(handler / leads, plain / leads, tuned / leads)


def _resent(
    client: Any, table: str, earlier: Sequence[Request], requests: Sequence[Request]
) -> float:
    """Send recorded requests to another table, and return the CPU of the latter in milliseconds."""
    _send(client, [_for_table(request, table) for request in earlier])
    ready = [_for_table(request, table) for request in requests]
    return _cpu(lambda: _send(client, ready))


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


def _requests(running: Service, pairs: Pairs) -> tuple[list[Request], list[Request]]:
    """Return the requests that had to be sent before these leads, and those that they took."""
    with _overheard(running) as earlier:
        _prepare(running, pairs)
    with _overheard(running) as requests:
        for _, lead in pairs:
            running.send(lead)
    return earlier, requests


@contextmanager
def _overheard(running: Service) -> Iterator[list[Request]]:
    """Collect the handler's requests, with PLACE instead of its table."""
    requests: list[Request] = []

    def overhear(params: dict[str, Any], model: Any, **_: object) -> None:
        requests.append((OPERATIONS[model.name], _renamed(params, running.table, PLACE)))

    event = "provide-client-params.dynamodb"
    running.client.meta.events.register(event, overhear)
    try:
        yield requests
    finally:
        running.client.meta.events.unregister(event, overhear)


def _for_table(request: Request, table: str) -> Request:
    operation, params = request
    changed = _renamed(params, PLACE, table)
    if "ClientRequestToken" in changed:
        changed["ClientRequestToken"] = uuid.uuid4().hex
    return operation, changed


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
