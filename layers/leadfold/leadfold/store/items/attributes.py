"""Data classes as attributes of items, and back.

An attribute has the name of its field. What is ``None`` or empty is no attribute, so a field with
a default may be absent from an item.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

_NAMES: dict[type, tuple[str, ...]] = {}


def field_names(kind: type) -> tuple[str, ...]:
    """Return the field names of a data class; they are looked up once."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]


def values_of(thing: Any) -> dict[str, Any]:
    """Return the fields of a data class that are not empty; nested values are not copied."""
    return {
        name: value
        for name in field_names(type(thing))
        if (value := getattr(thing, name)) is not None and value not in ((), {})
    }


def known_of(kind: type, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item's attributes that are fields of the class; its keys are left out."""
    return {name: item[name] for name in field_names(kind) if name in item}


def json_of(value: Mapping[str, Any]) -> str:
    """Return a value as JSON text that can be encoded as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can carry and UTF-8 cannot
        return json.dumps(value, separators=(",", ":"))
    return text
