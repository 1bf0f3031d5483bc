"""Rows as they were read → rows ready to be placed, in processes of their own where a file is long.

Reading and placing go in the order of the file, in one process; what happens to a row in between
depends on that row alone. The results are the same, to the byte, with one process or many.
"""

import io
import os
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple

from leadfold.files.columns import Columns
from leadfold.files.record_columns import RecordColumns
from leadfold.identity.profile import Profile
from leadfold.model import (
    Address,
    Consent,
    Email,
    IdentityKey,
    Name,
    NationalId,
    OrgNumber,
    Person,
    Phone,
    Warn,
)
from leadfold.normalise import person as people
from leadfold.testwash.issues import Finding
from leadfold.testwash.matcher import Prepared, prepared
from leadfold.testwash.row_checks import Counts, RowChecker

#: Rows that go from hand to hand at once.
SIZE = 500
#: Rows that are done before others are asked for help, who take about a second to come.
_ALONE = 4000
#: One process places rows: more helpers than these would wait for it.
_MOST = 3
#: Pieces that a helper has before it: one at work, one waiting.
_AHEAD = 2

Piece = tuple[Columns, list[list[str]]]


class Row(NamedTuple):
    """A row: its own id where the file has one, what is wrong with it, where it came from."""

    own: str | None
    prepared: Prepared
    found: list[Finding]
    source: str


class Batch(NamedTuple):
    """Some rows, what was counted in them, and where in them it stands how customers are kept."""

    rows: list[Row]
    counts: Counts
    record_columns: RecordColumns


def batches(
    pieces: Iterable[Piece], checker: RowChecker, country: str | None, today: date
) -> Generator[Batch, None, None]:
    """Yield the rows of pieces in their order, prepared.

    Raises what reading a piece raises, and what goes wrong with a row, in its turn.
    """
    pieces = iter(pieces)
    for piece in islice(pieces, _ALONE // SIZE):
        yield prepare(piece, checker, country, today)
    helpers = min(_MOST, _processors() - 1)
    if helpers < 1:
        yield from (prepare(piece, checker, country, today) for piece in pieces)
        return
    first = next(pieces, None)
    if first is not None:
        yield from _helped(chain([first], pieces), helpers, checker, country, today)


def prepare(piece: Piece, checker: RowChecker, country: str | None, today: date) -> Batch:
    """Return the rows of a piece, prepared."""
    columns, records = piece
    checker.begin(columns)
    rows = []
    for record in records:
        sent = columns.read(record)
        person = people.parse(sent, country, today)
        found, source = checker.check(record, sent, person)
        rows.append(Row(columns.id_of(record), prepared(person), found, source))
    return Batch(rows, checker.counts, checker.record_columns)


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _helped(
    pieces: Iterable[Piece], helpers: int, checker: RowChecker, country: str | None, today: date
) -> Iterator[Batch]:
    """Yield batches that other processes prepare; what they do not manage is done here."""
    from multiprocessing import get_context

    waiting: deque[tuple[Piece, Future[bytes] | None]] = deque()
    told = pickle.dumps((checker, country, today))
    try:
        # A new process, on every system alike: nothing is copied from this one but what is told.
        pool = ProcessPoolExecutor(helpers, get_context("spawn"), _begin, (told,))
    except (ImportError, NotImplementedError, OSError):  # a system without what processes share
        yield from (prepare(piece, checker, country, today) for piece in pieces)
        return

    def done(piece: Piece, future: Future[bytes] | None) -> Batch:
        try:
            return _unpacked(future.result()) if future else prepare(piece, checker, country, today)
        except BrokenProcessPool:
            return prepare(piece, checker, country, today)

    try:
        for piece in pieces:
            waiting.append((piece, _submitted(pool, piece)))
            if len(waiting) > _AHEAD * helpers:
                yield done(*waiting.popleft())
        while waiting:
            yield done(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, piece: Piece) -> "Future[bytes] | None":
    """Return a piece as given away, None where nobody takes it: processes may not be allowed.

    That ``__main__`` of a script has no guard is for its author to hear: it would run in each.
    """
    try:
        return pool.submit(_work, piece)
    except (OSError, BrokenProcessPool):
        return None


# -- in a helper ----------------------------------------------------------------------------------

_told: tuple[RowChecker, str | None, date]


def _begin(told: bytes) -> None:
    """Make ready in a helper: it is stopped by its parent, or ends with it."""
    import signal
    import threading
    from multiprocessing import parent_process

    global _told  # noqa: PLW0603 (the one thing that a process of this kind is for)
    _told = pickle.loads(told)  # noqa: S301 (from the parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _work(piece: Piece) -> bytes:
    return _packed(prepare(piece, *_told))


# -- on the way -----------------------------------------------------------------------------------


def _packed(batch: Batch) -> bytes:
    """Return a batch as bytes: as ``pickle`` does it, which is slow at frozen dataclasses alone."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(batch)
    return packed.getvalue()


def _unpacked(packed: bytes) -> Batch:
    batch: Batch = pickle.loads(packed)  # noqa: S301 (from a helper)
    return batch


def _names(kind: Any) -> list[str]:
    return [one.name for one in fields(kind)]


def _reducer(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    values = attrgetter(*_names(kind))
    return lambda thing: (_made, (kind, *values(thing)))


def _made(kind: Any, *values: Any) -> Any:
    thing = object.__new__(kind)
    for put, value in zip(_SETTERS[kind], values, strict=True):
        put(thing, value)
    return thing


_KINDS = (
    Address, Consent, Email, Finding, IdentityKey, Name, NationalId, OrgNumber, Person, Phone,
    Profile, Warn,
)  # fmt: skip
_REDUCERS: dict[Any, Any] = {kind: _reducer(kind) for kind in _KINDS}
_SETTERS: dict[Any, Sequence[Callable[[Any, Any], None]]] = {
    kind: [getattr(kind, name).__set__ for name in _names(kind)] for kind in _KINDS
}
