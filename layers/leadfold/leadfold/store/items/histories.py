"""The items of what happened to cards: log entries, merges, and notes of idempotency."""

import json
from collections.abc import Mapping
from typing import Any

from leadfold.model import LogEntry, Merge
from leadfold.store.items.attributes import json_of, known_of, values_of
from leadfold.store.items.cards import card_key
from leadfold.store.writes import Key, Put

#: The prefix of the sort keys of a card's log entries.
LOGS = "LOG#"


def log_key(card_id: str, at: str, entry_id: str) -> Key:
    """Return the key of a log entry; a card's entries are sorted by when they happened."""
    return card_key(card_id)[0], f"{LOGS}{at}#{entry_id}"


def logged(entry: LogEntry) -> Put:
    """Return the write of a log entry."""
    return Put(
        key=log_key(entry.card_id, entry.at, entry.id),
        item=values_of(entry) | {"data": json_of(entry.data)},
    )


def log_of(item: Mapping[str, Any]) -> LogEntry:
    """Return the log entry of an item."""
    return LogEntry(**known_of(LogEntry, item) | {"data": json.loads(item["data"])})


def idempotency_key(name: str) -> Key:
    """Return the key of the note that a request was carried out; ``name`` is already hashed."""
    return f"ONCE#{name}", "ONCE"


def idempotency_note(name: str, **values: Any) -> Put:
    """Return the write of such a note: its transaction fails where the note is there already."""
    return Put(key=idempotency_key(name), item=values)


def merge_key(merge_id: str) -> Key:
    """Return the key of a merge."""
    return f"MERGE#{merge_id}", "MERGE"


def merge_item(merge: Merge) -> dict[str, Any]:
    """Return the item of a merge; both cards from before are JSON text, which nothing queries."""
    item = values_of(merge) | {"before": json_of(merge.before)}
    return item | {"undecided": list(merge.undecided)} if merge.undecided else item


def merge_of(item: Mapping[str, Any]) -> Merge:
    """Return the merge of an item."""
    read = {"before": json.loads(item["before"]), "undecided": tuple(item.get("undecided", ()))}
    return Merge(**known_of(Merge, item) | read)
