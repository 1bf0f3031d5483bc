"""The item of a quarantine entry, its keys in the index ``work``, and its marks.

A mark is a keyed hash of something in a held lead, an identity for example. Under each mark there
is an item that names the raw bytes, so that an erasure finds a person's held leads without reading
those of others.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from leadfold.model import QuarantineEntry
from leadfold.store.items.attributes import known_of, values_of
from leadfold.store.items.indexes import work_order, work_partition
from leadfold.store.writes import Change, Key, Overwrite

#: How far leads that were held before there were marks have got theirs.
MARKING: Key = ("HELD", "MARKING")


def quarantine_key(entry_id: str) -> Key:
    """Return the key of a quarantine entry."""
    return f"QUARANTINE#{entry_id}", "QUARANTINE"


def quarantine_item(entry: QuarantineEntry) -> dict[str, Any]:
    """Return the item of a quarantine entry, with its key in the index ``work``."""
    return values_of(entry) | {
        "marks": list(entry.marks),  # also where there are none: it has been looked for them
        "work_pk": work_partition("QUARANTINE", entry.owner_id),
        "work_sk": work_order(entry.due_at, entry.id),
    }


def quarantine_of(item: Mapping[str, Any]) -> QuarantineEntry:
    """Return the quarantine entry of an item."""
    values = known_of(QuarantineEntry, item)
    # Entries from before names had a time of their own have none.
    named = {"raw_name": f"{values['source']}/{values['key']}"} | values
    return QuarantineEntry(**named | {"marks": tuple(values.get("marks", ()))})


def marked_partition(mark: str) -> str:
    """Return the partition with the raw bytes that have a mark."""
    return f"HELD#{mark}"


def marked_key(mark: str, raw_name: str) -> Key:
    """Return the key of the item that says that raw bytes have a mark."""
    return marked_partition(mark), raw_name


def marked(marks: tuple[str, ...], raw_name: str, entry_id: str | None) -> Iterator[Overwrite]:
    """Yield the writes that say of held raw bytes which marks they have."""
    item = {"entry_id": entry_id} if entry_id else {}
    for mark in marks:
        yield Overwrite(key=marked_key(mark, raw_name), item=item)


def quarantine_closed(entry: QuarantineEntry, **values: str | None) -> Change:
    """Return the write that closes an open entry and removes it from the index ``work``."""
    return Change(
        key=quarantine_key(entry.id),
        set={name: value for name, value in values.items() if value is not None},
        remove=("work_pk", "work_sk"),
        when={"status": "open"},
    )
