"""Injects the faults of AWS that no emulator shows, and kills a worker at any SDK call.

Faults are injected where the HTTP request would leave, so the SDK sees them as AWS sends them: its
own retries, parsing and exceptions are the real ones, and each of its attempts counts as a call.
"""

import io
import itertools
import json
import multiprocessing
import os
import random
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

CONFLICTS = {
    "TransactionConflict": "Transaction is ongoing for the item",
    "ThrottlingError": "Throughput exceeds the current capacity of your table or index.",
    "ProvisionedThroughputExceeded": "The level of configured provisioned throughput was exceeded.",
}
THROTTLES = ("ThrottlingException", "ProvisionedThroughputExceededException")

Send = Callable[[AWSPreparedRequest], AWSResponse]
# Returns the answer that the SDK shall get, raises what it shall catch, or None for no fault.
Fault = Callable[[AWSPreparedRequest, random.Random, Send], AWSResponse | None]


@dataclass(frozen=True)
class Injected:
    """A fault that was injected, with the number of its call."""

    call: int
    operation: str
    fault: str


@contextmanager
def injected_faults(client: Any, *, seed: int, **odds: float) -> Iterator[list[Injected]]:
    """Let calls of this client fail, each with the given probability; yield what was injected.

    The names are those of FAULTS: `injected_faults(client, seed=7, cancelled=0.2, lost=0.1)`.
    Call number n of a seed always gets the same fate, if it is of an operation that can meet it.
    """
    injector = _Injector(client, seed, odds)
    client.meta.events.register("before-send", injector)
    try:
        yield injector.injected
    finally:
        client.meta.events.unregister("before-send", injector)


class _Injector:
    def __init__(self, client: Any, seed: int, odds: Mapping[str, float]) -> None:
        if unknown := odds.keys() - FAULTS.keys():
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        if sum(odds.values()) > 1:
            raise ValueError("the odds add up to more than 1")
        self.injected: list[Injected] = []
        self._seed, self._odds = seed, odds
        self._send = client._endpoint.http_session.send
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def __call__(
        self, request: AWSPreparedRequest, event_name: str, **_: object
    ) -> AWSResponse | None:
        operation = event_name.rpartition(".")[2]
        with self._lock:
            number = next(self._numbers)
        chance = random.Random(f"{self._seed}/{number}")
        name = self._draw(chance)
        if name is None or (fault := FAULTS[name].get(operation, FAULTS[name].get("*"))) is None:
            return None
        record = Injected(number, operation, name)
        try:
            answer = fault(request, chance, self._send)
        except Exception:
            self.injected.append(record)
            raise
        if answer is not None:
            self.injected.append(record)
        return answer

    def _draw(self, chance: random.Random) -> str | None:
        point = chance.random()
        for name, probability in self._odds.items():
            if point < probability:
                return name
            point -= probability
        return None


def _cancelled(request: AWSPreparedRequest, chance: random.Random, _: Send) -> AWSResponse:
    count = len(json.loads(request.body)["TransactItems"])
    hit = chance.sample(range(count), chance.randint(1, count))
    codes = [chance.choice(list(CONFLICTS)) if i in hit else "None" for i in range(count)]
    reasons = [{"Code": code, "Message": CONFLICTS.get(code)} for code in codes]
    message = "Transaction cancelled, please refer cancellation reasons for specific reasons "
    message += f"[{', '.join(codes)}]"
    return _refusal(
        request, "TransactionCanceledException", Message=message, CancellationReasons=reasons
    )


def _in_progress(request: AWSPreparedRequest, _chance: random.Random, _: Send) -> AWSResponse:
    message = "The transaction with the given request token is already in progress."
    return _refusal(request, "TransactionInProgressException", Message=message)


def _throttled(request: AWSPreparedRequest, chance: random.Random, _: Send) -> AWSResponse:
    return _refusal(request, chance.choice(THROTTLES), message="Rate exceeded")


def _lost(request: AWSPreparedRequest, chance: random.Random, send: Send) -> AWSResponse:
    """The call is executed, but its answer never arrives."""
    _ = send(request).content
    if chance.random() < 0.5:
        raise ReadTimeoutError(endpoint_url=request.url)
    raise ConnectionClosedError(endpoint_url=request.url)


def _unsent(request: AWSPreparedRequest, _chance: random.Random, _: Send) -> AWSResponse:
    raise ConnectTimeoutError(endpoint_url=request.url)


def _unprocessed(
    field: str, request: AWSPreparedRequest, chance: random.Random, send: Send
) -> AWSResponse | None:
    """Have a part of the batch done properly, at least one unit, and hand back the others."""
    tables = json.loads(request.body)["RequestItems"]
    units = [(table, unit) for table, asked in tables.items() for unit in _units(asked)]
    if len(units) < 2:  # where nothing at all can be done, AWS throttles instead
        return None
    chance.shuffle(units)
    cut = chance.randint(1, len(units) - 1)
    _replace(request, {"RequestItems": _part(tables, units[:cut])})
    response = send(request)
    if response.status_code != 200:
        return response
    answer = json.loads(response.content) | {field: _part(tables, units[cut:])}
    return _answer(request, 200, answer)


def _units(asked: Any) -> list[Any]:
    """What is asked of one table: BatchWriteItem has a list, BatchGetItem a list among options."""
    return asked if isinstance(asked, list) else asked["Keys"]


def _part(tables: Mapping[str, Any], chosen: list[tuple[str, Any]]) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for table, unit in chosen:
        asked = tables[table]
        empty = [] if isinstance(asked, list) else asked | {"Keys": []}
        _units(part.setdefault(table, empty)).append(unit)
    return part


def _short_page(request: AWSPreparedRequest, _chance: random.Random, send: Send) -> AWSResponse:
    """A page that ends early, as AWS's do at 1 MB."""
    _replace(request, {"Limit": 1})
    return send(request)


# Which operations can meet a fault, and how; "*" is any.
FAULTS: Mapping[str, Mapping[str, Fault]] = {
    "cancelled": {"TransactWriteItems": _cancelled},
    "in_progress": {"TransactWriteItems": _in_progress},
    "unprocessed": {
        "BatchGetItem": partial(_unprocessed, "UnprocessedKeys"),
        "BatchWriteItem": partial(_unprocessed, "UnprocessedItems"),
    },
    "short_page": {"Query": _short_page, "Scan": _short_page},
    "throttled": {"*": _throttled},
    "lost": {"*": _lost},
    "unsent": {"*": _unsent},
}


def _replace(request: AWSPreparedRequest, changes: Mapping[str, Any]) -> None:
    """Change the body in place. Its signature is then wrong, which emulators do not check."""
    request.body = json.dumps(json.loads(request.body) | changes).encode()
    request.headers["Content-Length"] = str(len(request.body))


def _refusal(request: AWSPreparedRequest, error: str, **details: Any) -> AWSResponse:
    kind = f"com.amazonaws.dynamodb.v20120810#{error}"
    return _answer(request, 400, {"__type": kind} | details)


def _answer(request: AWSPreparedRequest, status: int, payload: Mapping[str, Any]) -> AWSResponse:
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": "INJECTED"}
    return AWSResponse(request.url, status, headers, _Body(json.dumps(payload).encode()))


class _Body(io.BytesIO):
    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def killed_at(
    number: int,
    work: Callable[[], object],
    *,
    when: Literal["before", "after"] = "before",
    within: float = 120.0,
) -> bool:
    """Run the work in a child process that dies at this SDK call; tell if it came so far.

    The call is the child's `number`-th HTTP request by any client of any service. `before`: it was
    not sent; `after`: it was carried out and answered, but the answer was not looked at. Nothing of
    the child is cleaned up, as when Lambda stops a worker. So a test kills everywhere by

        for number in itertools.count(1):
            if not killed_at(number, work): break
    """
    child = multiprocessing.get_context("fork").Process(
        target=_run_and_die, args=(number, work, when), daemon=True
    )
    with warnings.catch_warnings():
        # Python warns of forks of a process with threads; the child uses none of their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    child.join(within)
    if child.is_alive():
        child.kill()
        child.join()
        raise TimeoutError(f"the work was not done after {within} s")
    if child.exitcode == -signal.SIGKILL:
        return True
    if child.exitcode:
        raise RuntimeError("the work itself failed, its traceback is on the standard error")
    return False


def _run_and_die(number: int, work: Callable[[], object], when: str) -> None:
    send, numbers, seen = URLLib3Session.send, itertools.count(1), set[URLLib3Session]()

    def counted(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        if session not in seen:
            # Connections that came with the fork belong to the parent.
            session.close()
            seen.add(session)
        fatal = next(numbers) == number
        if fatal and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        response = send(session, request)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    URLLib3Session.send = counted
    work()
