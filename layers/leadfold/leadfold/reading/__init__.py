"""What is read back, and the JSON that it is shown as. Begin reading at ``cards``."""

from leadfold.reading.card_search import list_cards, search, short_document
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
from leadfold.reading.merges import merge, merge_document, merges_of
from leadfold.reading.quarantine import quarantine, quarantine_document
from leadfold.reading.queue import WorkStatus, open_work_of, tasks, with_current_cards
from leadfold.reading.queue_entry import Work, WorkKind, etag, task, work_document
from leadfold.reading.same_numbers import same_numbers
from leadfold.reading.suggestions import cards_of, suggestion, suggestion_document, suggestions
from leadfold.reading.timeline import timeline, timeline_document
from leadfold.reading.work_index import owner_ids

__all__ = [
    "INQUIRIES",
    "CardWhole",
    "Work",
    "WorkKind",
    "WorkStatus",
    "card",
    "card_document",
    "cards_of",
    "deliveries",
    "delivery_document",
    "etag",
    "inquiries",
    "inquiry_document",
    "list_cards",
    "lookup",
    "match_document",
    "merge",
    "merge_document",
    "merges_of",
    "open_work_of",
    "owner_ids",
    "quarantine",
    "quarantine_document",
    "same_numbers",
    "search",
    "short_document",
    "suggestion",
    "suggestion_document",
    "suggestions",
    "task",
    "tasks",
    "timeline",
    "timeline_document",
    "with_current_cards",
    "work_document",
]
