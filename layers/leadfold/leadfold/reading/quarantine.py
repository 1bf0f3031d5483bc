"""Held leads: a page of those that are open, and the JSON of one."""

from typing import Any

from leadfold.model import QuarantineEntry
from leadfold.reading.work_index import open_work, page
from leadfold.store import Store, items


def quarantine(
    store: Store,
    *,
    owner: str | None,
    source: str | None,
    code: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[QuarantineEntry], str | None]:
    """Return a page of held leads, due first, and the place to go on from."""
    found = open_work(store, "QUARANTINE", owner, after)
    wanted = (
        item
        for item in found
        if (not source or item["source"] == source) and (not code or item["code"] == code)
    )
    found_page, following = page(wanted, limit)
    return [items.quarantine_of(item) for item in found_page], following


def quarantine_document(entry: QuarantineEntry) -> dict[str, Any]:
    """Return the JSON of a held lead, without its content."""
    return {
        "id": entry.id,
        "source": entry.source,
        "code": entry.code,
        "status": entry.status,
        "received_at": entry.received_at,
        "due_at": entry.due_at,
        "owner_id": entry.owner_id,
        "delivery_id": entry.delivery_id,
        "closed_at": entry.closed_at,
        "closed_by": entry.closed_by,
        "reason": entry.reason,
        "card_id": entry.card_id,
        "inquiry_id": entry.inquiry_id,
    }
