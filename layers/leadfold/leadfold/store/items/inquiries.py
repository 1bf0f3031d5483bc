"""The item of an inquiry, in the partition of its card.

Fields, answers, attribution and the match are JSON text: nothing queries their parts, and a map
attribute loses their order.
"""

import json
from collections.abc import Mapping
from typing import Any

from leadfold.model import Inquiry
from leadfold.store.items.attributes import json_of, known_of, values_of
from leadfold.store.writes import Key

_JSON = ("fields", "answers", "attribution")


def inquiry_key(card_id: str, date: str, inquiry_id: str) -> Key:
    """Return the key of an inquiry; a card's inquiries are sorted by date."""
    return f"CARD#{card_id}", f"INQ#{date}#{inquiry_id}"


def inquiry_item(inquiry: Inquiry) -> dict[str, Any]:
    """Return the item of an inquiry."""
    item = values_of(inquiry)
    for name in _JSON:
        item[name] = json_of(getattr(inquiry, name))
    item["match"] = json_of(_packed(inquiry.match))
    if inquiry.corrections:
        item["corrections"] = json_of(inquiry.corrections)
    item["via"] = list(inquiry.via)
    if inquiry.undecided:
        item["undecided"] = list(inquiry.undecided)
    if inquiry.hidden:
        item["hidden"] = list(inquiry.hidden)
    if inquiry.warnings:
        item["warnings"] = list(inquiry.warnings)
    return item


def inquiry_of(item: Mapping[str, Any]) -> Inquiry:
    """Return the inquiry of an item."""
    values = known_of(Inquiry, item)
    for name in (*_JSON, *(("corrections",) if "corrections" in item else ())):
        values[name] = json.loads(item[name])
    values["match"] = _unpacked(json.loads(item["match"]))
    values["via"], values["tags"] = tuple(item["via"]), tuple(item.get("tags", ()))
    values["hidden"] = tuple(item.get("hidden", ()))
    values["undecided"] = tuple(item.get("undecided", ()))
    values["warnings"] = tuple(item.get("warnings", ()))
    return Inquiry(**values)


def _packed(match: Mapping[str, Any]) -> dict[str, Any]:
    """Return a match with its evidence as rows: up to a kilobyte an item costs one write unit."""
    if not match:
        return {}
    rows = [[part["field"], part["agreement"], part["weight"]] for part in match["evidence"]]
    return {**match, "evidence": rows}


def _unpacked(match: Mapping[str, Any]) -> dict[str, Any]:
    if not match:
        return {}
    names = ("field", "agreement", "weight")
    return {**match, "evidence": [dict(zip(names, r, strict=True)) for r in match["evidence"]]}
