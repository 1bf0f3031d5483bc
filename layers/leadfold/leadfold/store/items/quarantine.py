"""The item of a quarantine entry, and its keys in the index ``work``."""

from collections.abc import Mapping
from typing import Any

from leadfold.model import QuarantineEntry
from leadfold.store.items.attributes import known_of, values_of
from leadfold.store.items.indexes import work_order, work_partition
from leadfold.store.writes import Change, Key


def quarantine_key(entry_id: str) -> Key:
    """Return the key of a quarantine entry."""
    return f"QUARANTINE#{entry_id}", "QUARANTINE"


def quarantine_item(entry: QuarantineEntry) -> dict[str, Any]:
    """Return the item of a quarantine entry, with its key in the index ``work``."""
    return values_of(entry) | {
        "work_pk": work_partition("QUARANTINE", entry.owner_id),
        "work_sk": work_order(entry.due_at, entry.id),
    }


def quarantine_of(item: Mapping[str, Any]) -> QuarantineEntry:
    """Return the quarantine entry of an item."""
    return QuarantineEntry(**known_of(QuarantineEntry, item))


def quarantine_closed(entry: QuarantineEntry, **values: str | None) -> Change:
    """Return the write that closes an open entry and removes it from the index ``work``."""
    return Change(
        key=quarantine_key(entry.id),
        set={name: value for name, value in values.items() if value is not None},
        remove=("work_pk", "work_sk"),
        when={"status": "open"},
    )
