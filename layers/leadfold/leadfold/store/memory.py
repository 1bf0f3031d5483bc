"""The store in one process: dictionaries, with the same conditions as the table.

``leadfold testwash`` runs on it, and every rule is tested on it as well as on DynamoDB. Items are
kept serialised: a million cards fit into memory, and a caller cannot change a stored item.
"""

import marshal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from leadfold.errors import Stale, Unavailable
from leadfold.store import Index, Place
from leadfold.store.writes import (
    Change,
    Check,
    Delete,
    Key,
    Overwrite,
    Put,
    Write,
    apply,
    as_stored,
    value_at,
)

_INDEXES: tuple[Index, ...] = ("work", "due")


class Memory:
    """``Store`` and ``RawBytes`` in dictionaries; items are guarded by one lock."""

    def __init__(self) -> None:
        """Make an empty store."""
        self._items: dict[Key, bytes] = {}
        # Items of a kind have the same attributes: each tuple of names is kept once, numbered.
        self._shapes: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        #: The sort keys of each partition, built by the first query; test washes make none.
        self._partitions: dict[str, set[str]] | None = None
        self._indexed: dict[tuple[Index, str], dict[Key, None]] = {}
        self._places: dict[Key, list[tuple[Index, str]]] = {}
        self._parked: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.kept: dict[str, bytes] = {}
        self._abouts: dict[str, dict[str, str]] = {}
        self._logs: dict[str, bytes] = {}
        self._lock = threading.Lock()

    # -- items ------------------------------------------------------------------------------------

    def get(self, keys: Iterable[Key]) -> dict[Key, Mapping[str, Any]]:
        """Return the items that exist of these keys."""
        with self._lock:
            return {key: self._unpacked(key) for key in keys if key in self._items}

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Return items of a partition in the order of their sort keys, from behind ``after`` on."""
        with self._lock:
            mine = sorted(
                (
                    sk
                    for sk in self._partition(pk)
                    if sk.startswith(prefix)
                    and (after is None or (sk < after if newest_first else sk > after))
                ),
                reverse=newest_first,
            )
            return [self._unpacked((pk, sk)) for sk in mine[:limit]]

    def query_index(
        self,
        index: Index,
        pk: str,
        *,
        after: str | None = None,
        until: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Return items of a partition of an index, in its order."""
        index_sk = f"{index}_sk"
        if newest_first:
            after, until = until, after
        with self._lock:
            there = (self._unpacked(key) for key in self._indexed.get((index, pk), ()))
            mine: list[Mapping[str, Any]] = [
                item
                for item in there
                if (after is None or item[index_sk] > after)
                and (until is None or item[index_sk] < until)
            ]
            mine.sort(key=lambda item: str(item[index_sk]), reverse=newest_first)
            return mine[:limit]

    def write(self, write: Write) -> None:
        """Do one write."""
        self.transact([write], deadline=0)

    def write_all(self, writes: Sequence[Overwrite]) -> None:
        """Do unconditional writes."""
        self.transact(writes, deadline=0)

    def transact(self, writes: Sequence[Write], *, deadline: float) -> None:  # noqa: ARG002 (never waits)
        """Do all writes or none."""
        if len({write.key for write in writes}) < len(writes):
            raise ValueError("two writes of one item in a transaction, which DynamoDB refuses")
        with self._lock:
            failed = [write for write in writes if not self._is_met(write)]
            if failed:
                raise Stale({w.key: self._unpacked(w.key) for w in failed if w.key in self._items})
            for write in writes:
                self._apply(write)

    def _is_met(self, write: Write) -> bool:
        """Tell whether the condition of a write is met."""
        match write:
            case Put(replaces=None):
                return write.key not in self._items
            case Put(replaces=expected) if expected is not None:
                return _equals(self._item(write.key), expected)
            case Change(when=expected) | Check(when=expected) | Delete(when=expected):
                return not expected or _equals(self._item(write.key), expected)
            case _:
                return True

    def _apply(self, write: Write) -> None:
        match write:
            case Check():
                pass
            case Delete():
                self._set(write.key, None)
            case Change():
                item = self._item(write.key) or _key_attributes(write.key)
                apply(write, item)
                self._set(write.key, item)
            case _:
                self._set(write.key, _key_attributes(write.key) | as_stored(write.item))

    def _partition(self, pk: str) -> set[str]:
        if self._partitions is None:
            self._partitions = {}
            for item_pk, sk in self._items:
                self._partitions.setdefault(item_pk, set()).add(sk)
        return self._partitions.get(pk, set())

    def _item(self, key: Key) -> dict[str, Any] | None:
        return self._unpacked(key) if key in self._items else None

    def _unpacked(self, key: Key) -> dict[str, Any]:
        shape, *values = marshal.loads(self._items[key])  # noqa: S302 (serialised by this process)
        return _key_attributes(key) | dict(zip(self._shapes[shape], values, strict=True))

    def _set(self, key: Key, item: dict[str, Any] | None) -> None:
        """Write an item, or delete it if it is ``None``, and update the indexes."""
        for place in self._places.pop(key, ()):
            del self._indexed[place][key]
        if self._partitions is not None:
            there = self._partitions.setdefault(key[0], set())
            there.discard(key[1]) if item is None else there.add(key[1])
        if item is None:
            self._items.pop(key, None)
            return
        names = tuple(name for name in item if name not in {"pk", "sk"})
        shape = self._numbers.setdefault(names, len(self._numbers))
        if shape == len(self._shapes):
            self._shapes.append(names)
        self._items[key] = marshal.dumps((shape, *(item[name] for name in names)))
        places = [(name, str(item[f"{name}_pk"])) for name in _INDEXES if f"{name}_pk" in item]
        for place in places:
            self._indexed.setdefault(place, {})[key] = None
        if places:
            self._places[key] = places

    def everything(self) -> list[Mapping[str, Any]]:
        """Return all items, in the order in which they were first written."""
        with self._lock:
            return [self._unpacked(key) for key in self._items]

    # -- raw bytes --------------------------------------------------------------------------------

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Park bytes."""
        self._parked[name] = (body, dict(about))

    def parked(self) -> Iterator[str]:
        """Yield the names of all parked bytes."""
        yield from list(self._parked)

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and their metadata."""
        try:
            return self._parked[name]
        except KeyError:
            raise Unavailable("nothing is parked there") from None

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones."""
        if name in self._parked:
            self.kept[name], self._abouts[name] = self._parked.pop(name)

    def keep(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Write bytes to the held ones at once."""
        self.kept[name], self._abouts[name] = body, dict(about)

    def held(self, name: str) -> bytes:
        """Return held bytes; while they are not moved yet, the parked ones."""
        return self.kept[name] if name in self.kept else self.read(name)[0]

    def forget(self, name: str) -> None:
        """Delete held bytes."""
        self.kept.pop(name, None)
        self._abouts.pop(name, None)

    def drop(self, name: str) -> None:
        """Delete parked bytes."""
        self._parked.pop(name, None)

    def names(self, place: Place, *, after: str, limit: int) -> list[str]:
        """Return names under a prefix in order, from behind ``after`` on."""
        there = self._parked if place == "parked" else self.kept
        return sorted(name for name in there if name > after)[:limit]

    def find(self, place: Place, name: str) -> tuple[bytes, dict[str, str]] | None:
        """Return bytes and their metadata, ``None`` if there are none."""
        if place == "parked":
            return self._parked.get(name)
        return (self.kept[name], self._abouts.get(name, {})) if name in self.kept else None

    def write_log(self, name: str, body: bytes) -> None:
        """Write an entry of the log of erasures."""
        self._logs[name] = body

    def logs(self) -> Iterator[str]:
        """Yield the names of the log's entries."""
        yield from sorted(self._logs)

    def read_log(self, name: str) -> bytes:
        """Return an entry of the log."""
        return self._logs[name]


def _key_attributes(key: Key) -> dict[str, Any]:
    return {"pk": key[0], "sk": key[1]}


def _equals(there: Mapping[str, Any] | None, expected: Mapping[str, Any]) -> bool:
    return all(value_at(there or {}, path) == value for path, value in expected.items())
