"""What is read back, and the JSON that it is shown as."""

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
from leadfold.reading.work import (
    cards_of,
    quarantine,
    quarantine_document,
    suggestion_document,
    suggestions,
    task_document,
    tasks,
)

__all__ = [
    "INQUIRIES",
    "CardWhole",
    "card",
    "card_document",
    "cards_of",
    "deliveries",
    "delivery_document",
    "inquiries",
    "inquiry_document",
    "lookup",
    "match_document",
    "merge_document",
    "quarantine",
    "quarantine_document",
    "suggestion_document",
    "suggestions",
    "task_document",
    "tasks",
]
