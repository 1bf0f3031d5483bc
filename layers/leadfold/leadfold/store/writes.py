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
