"""What is answered about work: edits, contacts and stages, merges, tasks and suggestions."""

from leadfold.web.reading.answers import card, happening
from leadfold.web.shapes import (
    COUNT,
    FLAG,
    MAYBE_LEVEL,
    MAYBE_MATCH,
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
    odd = {"field": text(), "code": text(), "message": text(), "suggestion": text(nullable=True)}
    warnings = {"warnings": listed(record(odd))}
    entered = {"match": MAYBE_MATCH, "suggestions": listed(text()), **warnings}
    happened = {
        "status": text(),
        "flags": listed(text()),
        "open_task_id": text(nullable=True),
    }
    return {
        "EditedCard": record(card() | warnings),
        "EnteredCard": record(card() | entered),
        "Happened": record(happening() | happened),
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
                "undecided": listed(text())
                | {"description": "Inquiries since, of which nothing told whose they are"},
                "cards": listed(ref("Card")),
            }
        ),
        "Task": _task(),
        "HandedOver": record(
            {"moved": COUNT, "more": FLAG | {"description": "Call again to go on"}}
        ),
        "Suggestion": _suggestion(),
        "SuggestionPage": page(ref("Suggestion")),
        "TaskPage": page(ref("Task")),
    }


def _task() -> Schema:
    maybe = ("owner_id", "card_id", "bucket", "source", "last_inquiry_id", "snoozed_until")
    closed = ("overdue_at", "done_at", "done_by", "reason")
    return record(
        {
            "id": text(),
            "kind": {"enum": ["first_contact", "call_back", "fix_data", "review"]},
            "status": {"enum": ["open", "snoozed", "done"]},
            "etag": text("For If-Match"),
            "created_at": TIME,
            "due_at": TIME,
            "inquiries": COUNT,
            "flags": listed(text("What speaks against contacting: an opt-out, a death")),
            "card_ids": listed(text("The cards that it is about")),
            "quarantine_id": text("A held lead to mend, by the same id", nullable=True),
            "code": text("Why that lead is held", nullable=True),
            "suggestion_id": text("A suggestion to decide on, by the same id", nullable=True),
            "same_number_tasks": listed(text("Another open task on the number to call")),
        }
        | {name: text(nullable=True) for name in (*maybe, *closed)}
    )


def _suggestion() -> Schema:
    return record(
        {
            "id": text(),
            "kind": {"enum": ["duplicate", "household"]},
            "state": {"enum": ["open", "rejected", "household", "accepted", "merged", "erased"]},
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
            "cards": listed(ref("CardShort")),
        }
    )
