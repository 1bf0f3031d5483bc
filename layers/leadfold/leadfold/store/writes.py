"""What can be written, and on which conditions; each store carries these out in its own way.

Paths are attribute names, or ``map.attribute`` for one value inside a map. In a condition ``None``
stands for "is not there".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Write a whole item: a new one, unless ``replaces`` says what the one there must hold."""

    key: Key
    item: Mapping[str, Any]
    replaces: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """Write a whole item whatever is there: configuration, where the last one counts."""

    key: Key
    item: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change attributes of an item, which is made if there is none and ``when`` allows it.

    ``set`` writes, ``fill`` writes where there is nothing, ``add`` counts, ``remove`` takes away.
    """

    key: Key
    set: Mapping[str, Any] = field(default_factory=dict)
    fill: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Write nothing, but let the transaction fail unless the item holds this."""

    key: Key
    when: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Remove an item, where it still holds this."""

    key: Key
    when: Mapping[str, Any] = field(default_factory=dict)


Write = Put | Overwrite | Change | Check | Delete


def apply(change: Change, item: dict[str, Any]) -> None:
    """Carry out a change on an item in memory, as the table does it."""
    for path, value in change.set.items():
        _put_at(item, path, value)
    for path, value in change.fill.items():
        if at(item, path) is None:
            _put_at(item, path, value)
    for path, amount in change.add.items():
        _put_at(item, path, (at(item, path) or 0) + amount)
    for path in change.remove:
        _take_from(item, path)


def at(item: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path of an item, ``None`` where there is none."""
    outer, _, inner = path.partition(".")
    return (item.get(outer) or {}).get(inner) if inner else item.get(outer)


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Copy an item as the table would return it: no ``None``, lists for tuples."""
    return {name: _value(value) for name, value in item.items() if value is not None}


def _put_at(item: dict[str, Any], path: str, value: Any) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        item[outer][inner] = _value(value)
    else:
        item[outer] = _value(value)


def _take_from(item: dict[str, Any], path: str) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        item[outer].pop(inner, None)
    else:
        item.pop(outer, None)


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_value(inner) for inner in value]
    return value
