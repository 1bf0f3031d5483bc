"""The work queue: pages of tasks, held leads and suggestions, in one order of due times."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Literal

from leadfold.cards import redaction
from leadfold.model import Card, Suggestion, Task
from leadfold.normalise.dates import rfc3339
from leadfold.reading.queue_entry import REVIEW_WITHIN, Work, WorkKind, kind_of
from leadfold.reading.suggestions import as_read
from leadfold.reading.work_index import owner_ids
from leadfold.resolve import aliases
from leadfold.store import Store, items

WorkStatus = Literal["open", "snoozed", "done"]

_BATCH = 100
#: A page of rare things comes back short rather than read without end.
_MOST_LOOKED_AT = 2000
#: Partitions that are read in parallel; the threads only wait for the table.
_WORKERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One kind of work: the name of its partitions in the index, and how its items are read.

    Its partitions are sorted by a time; ``due_after`` that time it is due.
    """

    name: str
    of: Any
    due_after: timedelta = timedelta(0)

    def place(self, item: Mapping[str, Any]) -> str:
        """Return the place of an item in the order of the whole queue."""
        return _moved(str(item["work_sk"]), self.due_after)

    def within(self, place: str | None) -> str | None:
        """Return the place in this kind's partitions of a place in the queue."""
        return _moved(place, -self.due_after) if place else None


_TASK = _Kind(name="TASK", of=items.task_of)
_HELD = _Kind(name="QUARANTINE", of=items.quarantine_of)
_SUGGESTION = _Kind(name="SUGGESTION", of=items.suggestion_of, due_after=REVIEW_WITHIN)
#: What is open for each kind of task, and under which states it is listed.
_Partition = tuple[_Kind, items.TaskState]
_OPEN_TASKS: tuple[_Partition, ...] = ((_TASK, "open"), (_TASK, "overdue"))
_OPEN: Mapping[str | None, tuple[_Partition, ...]] = {
    None: (*_OPEN_TASKS, (_HELD, "open"), (_SUGGESTION, "open")),
    "first_contact": _OPEN_TASKS,
    "call_back": _OPEN_TASKS,
    "fix_data": ((_HELD, "open"),),
    "review": (*_OPEN_TASKS, (_SUGGESTION, "open")),
}


def _moved(place: str, by: timedelta) -> str:
    """Return a place of the index, time and id, with another time."""
    if not by:
        return place
    at, _, rest = place.partition("#")
    return f"{rfc3339(datetime.fromisoformat(at) + by)}#{rest}"


def tasks(
    store: Store,
    *,
    owner: str | None,
    status: WorkStatus,
    kind: WorkKind | None,
    bucket: str | None,
    due_before: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[Work], str | None]:
    """Return a page of the work queue, and the place to go on from.

    Open work is in the order of its due times, snoozed tasks in that of their waking, done ones
    have the latest first. Only tasks are snoozed or listed when done. ``owner`` ``-`` is nobody.
    A page may be short, or empty, although there is more to go on to.
    """
    partitions = _OPEN[kind] if status == "open" else ((_TASK, status),)
    owners = [owner] if owner else [*owner_ids(store), items.UNASSIGNED]
    newest_first = status == "done"
    listed = [(of, name, state) for name in owners for of, state in partitions]

    def first(one: tuple[_Kind, str, items.TaskState]) -> Iterator[tuple[str, Work]]:
        of, name, state = one
        partition = items.work_partition(of.name, name, state)
        bounds = of.within(after), of.within(due_before)
        begin = min(_BATCH, limit + 1)
        return _stream(store, of, partition, *bounds, begin=begin, newest_first=newest_first)

    with ThreadPoolExecutor(max_workers=_WORKERS) as workers:
        streams = list(workers.map(first, listed))
    merged = heapq.merge(*streams, key=lambda found: found[0], reverse=newest_first)
    page: list[Work] = []
    behind: str | None = None
    for looked_at, (place, work) in enumerate(merged):
        if len(page) == limit or looked_at == _MOST_LOOKED_AT:
            return _still_there(store, page), behind
        behind = place
        in_bucket = not bucket or (isinstance(work, Task) and work.bucket == bucket)
        if in_bucket and (not kind or kind_of(work) == kind):
            page.append(work)
    return _still_there(store, page), None


def _still_there(store: Store, page: Sequence[Work]) -> list[Work]:
    """Return work with its current cards, without what ends with a card that is being erased."""
    shown = with_current_cards(store, page)
    return [now for was, now in zip(page, shown, strict=True) if _is_open(now) == _is_open(was)]


def _is_open(work: Work) -> bool:
    return work.state == "open" if isinstance(work, Suggestion) else work.status == "open"


def with_current_cards(store: Store, page: Sequence[Work]) -> list[Work]:
    """Return work with the living cards of those that it was opened on; of erased ones closed."""
    named = [work.card_id for work in page if isinstance(work, Task)]
    named += [card_id for work in page if isinstance(work, Suggestion) for card_id in work.cards]
    cards = aliases.current_cards(store, named)
    return [_now(work, cards) for work in page]


def _now(work: Work, cards: Mapping[str, Card]) -> Work:
    if isinstance(work, Suggestion):
        return as_read(work, cards)
    if isinstance(work, Task) and (card := cards.get(work.card_id)):
        return replace(redaction.task_as_read(work, card), card_id=card.id)
    return work


def open_work_of(store: Store, owner_id: str) -> Iterator[Work]:
    """Yield everything that an owner has open, snoozed tasks too."""
    for of, state in (*_OPEN[None], (_TASK, "snoozed")):
        partition = items.work_partition(of.name, owner_id, state)
        for _, work in _stream(store, of, partition, None, None, begin=_BATCH):
            yield work


def _stream(
    store: Store,
    of: _Kind,
    partition: str,
    after: str | None,
    until: str | None,
    *,
    begin: int,
    newest_first: bool = False,
) -> Iterator[tuple[str, Work]]:
    """Return what a partition holds, with its places in the queue; the first are read at once."""

    def batch(behind: str | None, limit: int) -> list[Mapping[str, Any]]:
        found = store.query_index(
            "work", partition, after=behind, until=until, limit=limit, newest_first=newest_first
        )
        return list(found)

    def rest(last: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        while last:
            last = batch(str(last[-1]["work_sk"]), _BATCH)
            yield from last

    first = batch(after, begin)
    return ((of.place(item), of.of(item)) for item in chain(first, rest(first)))
