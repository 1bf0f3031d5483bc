"""The writes that a store can do, each with the condition on which it is done.

A condition maps paths to the values that they must have, ``None`` for an attribute that must not
exist. A path is the name of an attribute, or ``map.name`` for a value inside a map.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """PutItem of an item that must not exist, or meets the condition ``replaces``."""

    key: Key
    item: Mapping[str, Any]
    replaces: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """PutItem without a condition: the last one written counts."""

    key: Key
    item: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """UpdateItem on the condition ``when``; creates an item that does not exist.

    ``set`` and ``remove`` are SET and REMOVE; ``fill`` sets what does not exist yet
    (``if_not_exists``); ``add`` is ADD, for counters.
    """

    key: Key
    set: Mapping[str, Any] = field(default_factory=dict)
    fill: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """ConditionCheck of a transaction: it writes nothing, and fails unless ``when`` is met."""

    key: Key
    when: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """DeleteItem, on the condition ``when``."""

    key: Key
    when: Mapping[str, Any] = field(default_factory=dict)


Write = Put | Overwrite | Change | Check | Delete


def apply(change: Change, item: dict[str, Any]) -> None:
    """Apply a change to an item in memory, as DynamoDB does to one in the table."""
    for path, value in change.set.items():
        _set_at(item, path, value)
    for path, value in change.fill.items():
        if value_at(item, path) is None:
            _set_at(item, path, value)
    for path, amount in change.add.items():
        _set_at(item, path, (value_at(item, path) or 0) + amount)
    for path in change.remove:
        _remove_at(item, path)


def value_at(item: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path of an item, ``None`` if it does not exist."""
    outer, _, inner = path.partition(".")
    return (item.get(outer) or {}).get(inner) if inner else item.get(outer)


def as_stored(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of an item as the table would return it: no ``None``, lists for tuples."""
    return {name: _value(value) for name, value in item.items() if value is not None}


def _set_at(item: dict[str, Any], path: str, value: Any) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        item[outer][inner] = _value(value)
    else:
        item[outer] = _value(value)


def _remove_at(item: dict[str, Any], path: str) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        item[outer].pop(inner, None)
    else:
        item.pop(outer, None)


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return as_stored(value)
    if isinstance(value, list | tuple):
        return [_value(inner) for inner in value]
    return value
