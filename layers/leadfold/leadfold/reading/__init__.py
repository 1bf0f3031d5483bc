"""What is read back, and the JSON that it is shown as. Begin reading at ``cards``."""

from leadfold.reading.cards import (
    INQUIRIES,
    CardWhole,
    card,
    card_document,
    inquiries,
    inquiry_document,
)
from leadfold.reading.deliveries import deliveries, delivery_document
from leadfold.reading.matches import lookup, match_document
from leadfold.reading.merges import merge_document
from leadfold.reading.queue import (
    Work,
    WorkKind,
    WorkStatus,
    all_of,
    etag,
    same_numbers,
    standing,
    task,
    tasks,
    work_document,
)
from leadfold.reading.search import listed, search, short_document
from leadfold.reading.suggestions import (
    cards_of,
    owner_ids,
    quarantine,
    quarantine_document,
    suggestion_document,
    suggestions,
)
from leadfold.reading.timeline import timeline, timeline_document

__all__ = [
    "INQUIRIES",
    "CardWhole",
    "Work",
    "WorkKind",
    "WorkStatus",
    "all_of",
    "card",
    "card_document",
    "cards_of",
    "deliveries",
    "delivery_document",
    "etag",
    "inquiries",
    "inquiry_document",
    "listed",
    "lookup",
    "match_document",
    "merge_document",
    "owner_ids",
    "quarantine",
    "quarantine_document",
    "same_numbers",
    "search",
    "short_document",
    "standing",
    "suggestion_document",
    "suggestions",
    "task",
    "tasks",
    "timeline",
    "timeline_document",
    "work_document",
]
