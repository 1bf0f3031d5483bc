"""The store of one process: a dictionary with the same conditions as the table.

``leadfold testwash`` runs on it, and every rule is tested on it as well as on DynamoDB.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from leadfold.errors import Stale, Unavailable
from leadfold.store import Index
from leadfold.store.writes import Change, Check, Delete, Key, Put, Write


class Memory:
    """Items and raw bytes in dictionaries, under one lock."""

    def __init__(self) -> None:
        """Begin empty."""
        self._items: dict[Key, dict[str, Any]] = {}
        self._parked: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.kept: dict[str, bytes] = {}
        self._lock = threading.Lock()

    # -- items ------------------------------------------------------------------------------------

    def get(self, keys: Iterable[Key]) -> dict[Key, Mapping[str, Any]]:
        """Return the items that exist of these keys."""
        with self._lock:
            return {key: deepcopy(self._items[key]) for key in keys if key in self._items}

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Return items of one partition by sort key, those behind ``after``."""
        with self._lock:
            mine: list[Mapping[str, Any]] = [
                item
                for (item_pk, sk), item in self._items.items()
                if item_pk == pk
                and sk.startswith(prefix)
                and (after is None or (sk < after if newest_first else sk > after))
            ]
            ordered = sorted(mine, key=lambda item: str(item["sk"]), reverse=newest_first)
            return deepcopy(ordered[:limit])

    def query_index(
        self,
        index: Index,
        pk: str,
        *,
        after: str | None = None,
        until: str | None = None,
        limit: int = 50,
    ) -> list[Mapping[str, Any]]:
        """Return items of a partition of an index, by its sort key."""
        index_pk, index_sk = f"{index}_pk", f"{index}_sk"
        with self._lock:
            mine: list[Mapping[str, Any]] = [
                item
                for item in self._items.values()
                if item.get(index_pk) == pk
                and (after is None or item[index_sk] > after)
                and (until is None or item[index_sk] < until)
            ]
            ordered = sorted(mine, key=lambda item: str(item[index_sk]))
            return deepcopy(ordered[:limit])

    def write(self, write: Write) -> None:
        """Do one write."""
        self.transact([write], deadline=0)

    def transact(self, writes: Sequence[Write], *, deadline: float) -> None:  # noqa: ARG002 (never waits)
        """Do all writes or none."""
        with self._lock:
            failed = [write for write in writes if not self._holds(write)]
            if failed:
                raise Stale(
                    {w.key: deepcopy(self._items[w.key]) for w in failed if w.key in self._items}
                )
            for write in writes:
                self._apply(write)

    def _holds(self, write: Write) -> bool:
        there = self._items.get(write.key)
        match write:
            case Put(replaces=None):
                return there is None
            case Put(replaces=expected) if expected is not None:
                return _equals(there, expected)
            case Change(when=expected) | Check(when=expected) | Delete(when=expected):
                return _equals(there, expected)
            case _:
                return True

    def _apply(self, write: Write) -> None:
        match write:
            case Check():
                pass
            case Delete():
                self._items.pop(write.key, None)
            case Change():
                item = self._items.setdefault(write.key, _keyed(write.key))
                for path, value in write.set.items():
                    _put_at(item, path, deepcopy(value))
                for path, value in write.fill.items():
                    if _at(item, path) is None:
                        _put_at(item, path, deepcopy(value))
                for path, amount in write.add.items():
                    _put_at(item, path, (_at(item, path) or 0) + amount)
                for name in write.remove:
                    item.pop(name, None)
            case _:
                self._items[write.key] = _keyed(write.key) | _plain(write.item)

    # -- raw bytes --------------------------------------------------------------------------------

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Keep the bytes under a name."""
        self._parked[name] = (body, dict(about))

    def parked(self) -> Iterator[str]:
        """Yield the names of what is parked."""
        yield from list(self._parked)

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and what was said about them."""
        try:
            return self._parked[name]
        except KeyError:
            raise Unavailable("nothing is parked there") from None

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones."""
        if name in self._parked:
            self.kept[name] = self._parked.pop(name)[0]

    def keep(self, name: str, body: bytes) -> None:
        """Keep bytes among the held ones at once."""
        self.kept[name] = body

    def held(self, name: str) -> bytes:
        """Return the bytes of a quarantine entry."""
        return self.kept[name] if name in self.kept else self.read(name)[0]

    def forget(self, name: str) -> None:
        """Delete held bytes."""
        self.kept.pop(name, None)

    def drop(self, name: str) -> None:
        """Forget parked bytes."""
        self._parked.pop(name, None)


def _keyed(key: Key) -> dict[str, Any]:
    return {"pk": key[0], "sk": key[1]}


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Copy an item as the table would return it: no ``None``, lists for tuples."""
    return {name: _value(value) for name, value in item.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_value(inner) for inner in value]
    return value


def _equals(there: Mapping[str, Any] | None, expected: Mapping[str, Any]) -> bool:
    return all(_at(there or {}, path) == value for path, value in expected.items())


def _at(item: Mapping[str, Any], path: str) -> Any:
    outer, _, inner = path.partition(".")
    return (item.get(outer) or {}).get(inner) if inner else item.get(outer)


def _put_at(item: dict[str, Any], path: str, value: Any) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        item[outer][inner] = value
    else:
        item[outer] = _value(value)
