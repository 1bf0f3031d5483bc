"""The ``work`` index: open items of one kind, by owner, in the order of their due times."""

import heapq
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from leadfold.store import Store, items, walk

_PAGE = 100


def open_work(
    store: Store, kind: str, owner: str | None, after: str | None
) -> Iterator[Mapping[str, Any]]:
    """Yield open items by their due times; an owner of ``-`` means nobody's.

    Without an owner the partitions of all owners are merged.
    """
    owners = [owner] if owner else [*owner_ids(store), items.UNASSIGNED]
    partitions = [_open_items(store, items.work_partition(kind, name), after) for name in owners]
    return heapq.merge(*partitions, key=lambda item: str(item["work_sk"]))


def page(
    found: Iterator[Mapping[str, Any]], limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Return the first items, and the place to go on from where there are more."""
    first = list(islice(found, limit + 1))
    return first[:limit], str(first[limit - 1]["work_sk"]) if len(first) > limit else None


def owner_ids(store: Store) -> Iterator[str]:
    """Yield the ids of all owners."""
    return (str(item["id"]) for item in walk(store, "OWNER", size=_PAGE))


def _open_items(store: Store, partition: str, after: str | None) -> Iterator[Mapping[str, Any]]:
    while batch := store.query_index("work", partition, after=after, limit=_PAGE):
        yield from batch
        after = str(batch[-1]["work_sk"])
