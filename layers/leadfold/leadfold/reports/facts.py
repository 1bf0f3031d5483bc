"""Facts: the rows that reports are computed from. Pure.

A fact has ids, times and the names of campaigns and the like; never contact data, click ids or
addresses of pages. Of several facts with one id the one written last counts.
"""

import json
from collections.abc import Mapping
from typing import Any

from leadfold.sources.attribution import impersonal

_TASK = (
    "card_id kind status owner_id bucket created_at due_at inquiries snoozed_until overdue_at "
    "done_at"
).split()
_QUARANTINE = ("source", "code", "status", "owner_id", "received_at", "due_at", "inquiry_id")
_MERGE = ("into", "merged", "at", "state", "undone_at")
_REPLAY = ("source", "delivery_id", "of", "is_test", "replays", "last_at")


def fact(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the fact of an item of the table, ``None`` for kinds of items without one."""
    kind = str(item["sk"]).partition("#")[0]
    match kind:
        case "INQ":
            return _inquiry(item)
        case "TASK":
            # Closed by a merge: until that is undone, the other card's task counts for both.
            merged = {"status": "merged"} if item.get("reason") == "merged" else {}
            return {"fact": "task", "id": item["id"]} | _part(item, _TASK) | merged
        case "QUARANTINE":
            return {"fact": "quarantine", "id": item["id"]} | _part(item, _QUARANTINE)
        case "REPLAY":
            return {"fact": "replay", "id": item["delivery_id"]} | _part(item, _REPLAY)
        case "LOG" if item["kind"] in _LOGGED:
            return _log_entry(item)
        case "MERGE":
            return {"fact": "merge", "id": item["id"]} | _part(item, _MERGE)
        case _:
            return None


def _inquiry(item: Mapping[str, Any]) -> dict[str, Any]:
    attribution = json.loads(item["attribution"])
    names = ("card_id", "date", "received_at", "kind", "number", "new_card", "source", "platform")
    return (
        {"fact": "inquiry", "id": item["id"]}
        | _part(item, (*names, "bucket", "country", "delivery_id"))
        | impersonal(attribution, json.loads(item["fields"]))
    )


#: The log entries that reports count, and their data; notes and ids of other systems are left out.
_LOGGED = {"contact": ("channel", "outcome", "task_id"), "stage": ("stage",)}


def _log_entry(item: Mapping[str, Any]) -> dict[str, Any]:
    data = json.loads(item["data"])
    value = data.get("value") or {}
    return (
        {"fact": item["kind"], "id": item["id"], "recorded_at": item["written_at"]}
        | _part(item, ("card_id", "at"))
        | _part(data, _LOGGED[item["kind"]])
        | _part(value, ("amount", "currency"))
    )


def _part(values: Mapping[str, Any], names: tuple[str, ...] | list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
