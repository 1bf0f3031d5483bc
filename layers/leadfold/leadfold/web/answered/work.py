"""What is answered about work: tasks, suggestions, held leads and deliveries."""

from leadfold.web.answered.shapes import (
    ANYTHING,
    COUNT,
    MAYBE_LEVEL,
    NUMBER,
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
    held: dict[str, Schema] = {
        "id": text(),
        "source": text(),
        "code": text(),
        "status": {"enum": ["open", "released", "discarded"]},
        "received_at": TIME,
        "due_at": TIME,
        "delivery_id": text(),
    } | {
        name: text(nullable=True)
        for name in ("owner_id", "closed_at", "closed_by", "reason", "card_id", "inquiry_id")
    }
    return {
        "Task": record(
            {
                "id": text(),
                "kind": {"enum": ["first_contact", "call_back", "fix_data", "review"]},
                "status": {"enum": ["open"]},
                "card_id": text(),
                "owner_id": text(nullable=True),
                "bucket": text(nullable=True),
                "created_at": TIME,
                "due_at": TIME,
                "inquiries": COUNT,
                "last_inquiry_id": text(nullable=True),
            }
        ),
        "Suggestion": _suggestion(),
        "SuggestionPage": page(ref("Suggestion")),
        "Quarantined": record(held),
        "HeldLead": record(
            held
            | {
                "raw": text(nullable=True),
                "content_type": text(nullable=True),
                "fields": ANYTHING,
            }
        ),
        "QuarantinePage": page(ref("Quarantined")),
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
                }
            )
        ),
        "TaskPage": page(ref("Task")),
    }


def _suggestion() -> Schema:
    names = ("first_name", "last_name", "phone", "email")
    card: dict[str, Schema] = (
        {"id": text()}
        | {name: text(nullable=True) for name in names}
        | {"created_at": TIME, "inquiries": COUNT, "owner_id": text(nullable=True)}
    )
    return record(
        {
            "id": text(),
            "kind": {"enum": ["duplicate", "household"]},
            "state": {"enum": ["open", "rejected", "household", "accepted", "merged"]},
            "reason": text("Why it was raised"),
            "verdict": {"enum": ["same", "different", "ask"]},
            "summary": text("The verdict and its reasons in a sentence"),
            "level": MAYBE_LEVEL,
            "score": NUMBER,
            "evidence": listed(ref("Reason")),
            "automatic": {
                "type": "boolean",
                "description": "Policy (merge_up_to_level) would merge the pair without asking",
            },
            "created_at": TIME,
            "owner_id": text(nullable=True),
            "closed_at": text(nullable=True),
            "closed_by": text("The id of the key", nullable=True),
            "closed_reason": text(nullable=True),
            "merge_id": text("The merge that made the cards one", nullable=True),
            "card_ids": listed(text()),
            "cards": listed(record(card)),
        }
    )
