"""What is answered by calls that read: cards, inquiries, timelines and deliveries."""

from typing import get_args

from leadfold.model import Flag, OptOut
from leadfold.reading.timeline import KINDS
from leadfold.web.shapes import (
    ANYTHING,
    COUNT,
    FLAG,
    MAYBE_LEVEL,
    MAYBE_MATCH,
    TIME,
    Schema,
    listed,
    page,
    record,
    ref,
    text,
)


def schemas() -> dict[str, Schema]:
    """Return the schemas of the document, by name."""
    return {
        "Card": record(card()),
        "TimelinePage": page(record(happening())),
        "Inquiry": record(
            {
                "id": text(),
                "card_id": text(),
                "kind": {"enum": ["first", "repeat"]},
                "number": COUNT,
                "inquiry_date": TIME,
                "received_at": TIME,
                "source": text(),
                "platform": text(),
                "bucket": text(nullable=True),
                "tags": listed(text("Given by a routing rule")),
                "fields": ANYTHING,
                "answers": ANYTHING,
                "attribution": ANYTHING,
                "consent": {
                    "oneOf": [
                        {"type": "null"},
                        record(
                            {
                                "given": {
                                    "type": ["boolean", "null"],
                                    "description": "null: neither yes nor no for certain",
                                },
                                "text": text("As it was sent"),
                                "channels": {
                                    "type": "object",
                                    "additionalProperties": FLAG,
                                },
                            }
                        ),
                    ]
                },
                "opt_outs": listed({"enum": list(get_args(OptOut))}),
                "match": MAYBE_MATCH,
                "delivery_id": text(),
                "lead_id": text("What its platform calls it", nullable=True),
                "corrected_by": text("Who released it from quarantine", nullable=True),
                "corrections": ANYTHING,
                "warnings": listed(_noted()),
            }
        ),
        "InquiryPage": page(ref("Inquiry")),
        "DeliveryPage": page(
            record(
                {
                    "id": text(),
                    "received_at": TIME,
                    "outcome": text(),
                    "code": text("Why it is held", nullable=True),
                    "replays": COUNT,
                    "matched_by_text": text(),
                    "match_level": MAYBE_LEVEL,
                    "card_id": text(nullable=True),
                    "inquiry_id": text(nullable=True),
                    "quarantine_id": text(nullable=True),
                    "warnings": listed(_noted()),
                }
            )
        ),
        "CardShort": _short(),
        "CardPage": page(ref("CardShort")),
        "LookupResult": record(
            {
                "items": listed(record({"card": ref("Card"), "match": ref("Match")})),
                "register_suggestions": listed(ANYTHING),
            }
        ),
    }


def _noted() -> Schema:
    """Return the schema of a warning about what was sent."""
    return record({"field": text("A well-known field, or answers"), "code": text()})


def card() -> dict[str, Schema]:
    """Return the members of a card."""
    field = {
        "value": text(),
        "origin": text("inquiry, entry, edit or merge", nullable=True),
        "inquiry_id": text(nullable=True),
        "entry_id": text("The entry of the timeline", nullable=True),
        "source": text(nullable=True),
        "by": text("The id of the key", nullable=True),
        "observed_at": text(nullable=True),
        "written_at": text(nullable=True),
        "locked": FLAG,
    }
    return {
        "id": text(),
        "merged_ids": listed(text("A card that was merged into this one")),
        "customer_type": {"enum": ["person", "company"]},
        "state": text(),
        "status": text(),
        "created_at": TIME,
        "source": text(nullable=True),
        "owner_id": text(nullable=True),
        "owner_email": text(nullable=True),
        "bucket": text(nullable=True),
        "version": COUNT,
        "inquiries": COUNT,
        "last_inquiry_at": text(nullable=True),
        "fields": {"type": "object", "additionalProperties": record(field)},
        "identities": listed(record({"kind": text(), "value": text()})),
        "open_task": {
            "oneOf": [
                {"type": "null"},
                record(
                    {
                        "id": text(),
                        "due_at": TIME,
                        "owner_id": text(nullable=True),
                        "snoozed_until": text(nullable=True),
                    }
                ),
            ]
        },
        "other_values": {
            "type": "object",
            "additionalProperties": listed(
                record({"value": text(), "inquiry_id": text(), "observed_at": TIME})
            ),
        },
        "apart": listed(text("A card that is somebody else's, as a person decided")),
        "household": listed(text("A card of the same household")),
        "lists": listed(text()),
        "flags": listed({"enum": list(get_args(Flag))}),
        "flags_since": {"type": "object", "additionalProperties": TIME},
        "locked": listed(text("A field that only a person changes")),
        "tags": listed(text()),
        "wrong_phones": listed(text("A number where somebody else answered")),
        "company_card_id": text(nullable=True),
        "updated_at": text(nullable=True),
        "etag": text("For If-Match"),
    }


def happening() -> dict[str, Schema]:
    """Return the members of an entry of the timeline."""
    return {
        "id": text(),
        "kind": {"enum": sorted(KINDS)},
        "card_id": text("The card that it happened to, perhaps merged since"),
        "at": TIME,
        "written_at": TIME,
        "by": text("The id of a key or source, or the name of a process"),
        "by_name": text("The name of the key", nullable=True),
        "summary": text("In a sentence"),
        "data": ANYTHING,
    }


def _short() -> Schema:
    names = ("first_name", "last_name", "company", "phone", "email", "source", "owner_id", "bucket")
    return record(
        {
            "id": text(),
            "customer_type": {"enum": ["person", "company"]},
            "status": {"enum": ["new", "contacted", "qualified", "won", "lost"]},
            "flags": listed(text("A reason not to contact")),
            "tags": listed(text()),
            "inquiries": COUNT,
            "created_at": TIME,
            "updated_at": TIME,
            "last_inquiry_at": text(nullable=True),
        }
        | {name: text(nullable=True) for name in names}
    )
