"""Facts: what reports are made of, from the first lead on. Pure functions.

A fact has an id, times, ids and the names of attribution; never contact data, click ids or
addresses of pages. Of several with one id the last written counts.
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
    """Return the fact that an item of the table stands for, ``None`` where it is none."""
    kind = str(item["sk"]).partition("#")[0]
    match kind:
        case "INQ":
            return _inquiry(item)
        case "TASK":
            # Closed by a merge: it is one with the task that goes on, until the merge is undone.
            merged = {"status": "merged"} if item.get("reason") == "merged" else {}
            return {"fact": "task", "id": item["id"]} | _part(item, _TASK) | merged
        case "QUARANTINE":
            return {"fact": "quarantine", "id": item["id"]} | _part(item, _QUARANTINE)
        case "REPLAY":
            return {"fact": "replay", "id": item["delivery_id"]} | _part(item, _REPLAY)
        case "LOG" if item["kind"] in _LOGGED:
            return _happened(item)
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


#: Of what the timeline tells, what reports count; notes and ids of other systems stay there.
_LOGGED = {"contact": ("channel", "outcome", "task_id"), "stage": ("stage",)}


def _happened(item: Mapping[str, Any]) -> dict[str, Any]:
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
