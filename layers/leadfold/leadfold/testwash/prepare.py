"""Rows as read → rows ready to be placed; helper processes do it where a file is long.

Reading and placing go in the order of the file, in one process. What happens to a row in between
depends on that row alone, so the results are the same to the byte with one process or many.
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

#: Rows in a piece: so many are handed to a helper at once.
SIZE = 500
#: Rows that are prepared without helpers, which take about a second to start.
_ALONE = 4000
#: At most so many helpers: more would only wait for the one process that places rows.
_MOST = 3
#: Pieces for each helper at once: one in work, one waiting.
_AHEAD = 2

Piece = tuple[Columns, list[list[str]]]


class Row(NamedTuple):
    """A row: its own id if the file has one, its person, what is wrong with it, its lead source."""

    own: str | None
    prepared: Prepared
    found: list[Finding]
    source: str


class Batch(NamedTuple):
    """Some rows, what was counted in them, and their columns about the record."""

    rows: list[Row]
    counts: Counts
    record_columns: RecordColumns


def batches(
    pieces: Iterable[Piece], checker: RowChecker, country: str | None, today: date
) -> Generator[Batch, None, None]:
    """Yield the rows of pieces, prepared, in their order.

    Errors of reading a piece or of preparing a row are raised when it is its turn.
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
    """Yield batches that helpers prepare; where they fail, this process does it itself."""
    from multiprocessing import get_context

    waiting: deque[tuple[Piece, Future[bytes] | None]] = deque()
    arguments = pickle.dumps((checker, country, today))
    try:
        # "spawn" works alike on every system: a helper gets the arguments, no copy of memory.
        pool = ProcessPoolExecutor(helpers, get_context("spawn"), _begin, (arguments,))
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
    """Give a piece to a helper; return ``None`` if none can be started.

    The error for a script without ``if __name__ == "__main__"`` is not caught: its author has to
    see it.
    """
    try:
        return pool.submit(_work, piece)
    except (OSError, BrokenProcessPool):
        return None


# -- in a helper ----------------------------------------------------------------------------------

_arguments: tuple[RowChecker, str | None, date]


def _begin(pickled: bytes) -> None:
    """Set up a helper: it leaves Ctrl-C to its parent, and ends when its parent ends."""
    import signal
    import threading
    from multiprocessing import parent_process

    global _arguments  # noqa: PLW0603 (the arguments of the process)
    _arguments = pickle.loads(pickled)  # noqa: S301 (from the parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _work(piece: Piece) -> bytes:
    return _packed(prepare(piece, *_arguments))


# -- between processes ----------------------------------------------------------------------------


def _packed(batch: Batch) -> bytes:
    """Return a batch pickled, frozen dataclasses by a quicker way than that of ``pickle``."""
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
