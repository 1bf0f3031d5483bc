"""What is answered about cards."""

from leadfold.web.answered.shapes import (
    ANYTHING,
    COUNT,
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
    field = {
        "value": text(),
        "inquiry_id": text(nullable=True),
        "source": text(nullable=True),
        "observed_at": text(nullable=True),
        "written_at": text(nullable=True),
    }
    return {
        "Card": record(
            {
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
                        record({"id": text(), "due_at": TIME, "owner_id": text(nullable=True)}),
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
                "flags": listed(text()),
            }
        ),
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
                "fields": ANYTHING,
                "answers": ANYTHING,
                "attribution": ANYTHING,
                "match": MAYBE_MATCH,
                "delivery_id": text(),
                "corrected_by": text("Who released it from quarantine", nullable=True),
                "corrections": ANYTHING,
            }
        ),
        "Merge": record(
            {
                "id": text(),
                "state": {"enum": ["done", "undone"]},
                "into": text("The card that lives on"),
                "merged": text(),
                "at": TIME,
                "by": text("The id of the key, or policy"),
                "rule": {"enum": ["hand", "suggestion", "policy"]},
                "rule_version": text("Of the rules of identity, by policy", nullable=True),
                "suggestion_id": text(nullable=True),
                "undone_at": text(nullable=True),
                "undone_by": text(nullable=True),
                "cards": listed(ref("Card")),
            }
        ),
        "InquiryPage": page(ref("Inquiry")),
        "LookupResult": record(
            {
                "items": listed(record({"card": ref("Card"), "match": ref("Match")})),
                "register_suggestions": listed(ANYTHING),
            }
        ),
    }
