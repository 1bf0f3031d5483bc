"""What is answered about leads: what became of them, or would; and those that are held."""

from leadfold.intake.answer import Answer
from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS
from leadfold.web.intake.leads import MAX_BATCH_LEADS
from leadfold.web.shapes import (
    ANYTHING,
    COUNT,
    FLAG,
    MAYBE_LEVEL,
    MAYBE_MATCH,
    MAYBE_NUMBER,
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
    evidence = {"field": text(), "agreement": text(), "weight": NUMBER}
    return {
        "Lead": _lead(),
        "Leads": {"type": "array", "items": ref("Lead"), "maxItems": MAX_BATCH_LEADS},
        "Answer": _answer(),
        "Results": record({"results": listed({"oneOf": [ref("Answer"), ref("Failure")]})}),
        "Failure": record(
            {
                "outcome": {"const": "failed"},
                "status": COUNT,
                "title": text(),
                "detail": text(),
            }
        ),
        "Accepted": record({"accepted": COUNT}),
        "Preview": _preview(),
        "MatchLeads": {
            "oneOf": [
                {"type": "array", "items": ref("Lead"), "maxItems": 100},
                {
                    "type": "object",
                    "properties": {
                        "leads": {"type": "array", "items": ref("Lead"), "maxItems": 100},
                        "source": text("A source's id, where the query names none"),
                    },
                    "required": ["leads"],
                },
            ]
        },
        "MatchResults": record({"results": listed(_matched())}),
        "Evidence": record(evidence),
        "Reason": record(evidence | {"text": text("What the agreement means, in words")}),
        "Match": _match(),
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
    }


def _lead() -> Schema:
    named = {name: text() for name in ("lead_id", "submitted_at", *PERSON_FIELDS)}
    named |= {name: text() for name in ATTRIBUTION_FIELDS}
    return {
        "type": "object",
        "description": "Well-known fields in their common spellings; all else goes to `answers`.",
        "properties": named | {"is_test": FLAG},
        "additionalProperties": True,
    }


def _answer() -> Schema:
    flags = {"is_new", "is_duplicate", "is_test", "needs_attention"}
    special: dict[str, Schema] = {
        "outcome": {
            "type": "string",
            "enum": ["created", "repeat", "replayed", "test", "quarantined", "accepted"],
        },
        "inquiry_number": {"type": ["integer", "null"], "minimum": 1},
        "match_level": MAYBE_LEVEL,
        "score": MAYBE_NUMBER,
        "matched_by_text": text(),
        "warning_codes": text(),
        "matched_by": listed(text()),
        "match": record(
            {"level": MAYBE_LEVEL, "score": MAYBE_NUMBER, "evidence": listed(ref("Evidence"))}
        ),
        "warnings": listed(
            record(
                {
                    "field": text(),
                    "code": text(),
                    "message": text(),
                    "suggestion": text(nullable=True),
                }
            )
        ),
        "suggestions": listed(text()),
    }
    names = Answer.__dataclass_fields__
    return record(
        {name: special.get(name, FLAG if name in flags else text(nullable=True)) for name in names}
    )


def _match() -> Schema:
    return record(
        {
            "verdict": {"enum": ["same", "different", "ask"]},
            "summary": text("The verdict and its reasons in a sentence"),
            "level": MAYBE_LEVEL,
            "score": NUMBER,
            "matched_by": listed(text()),
            "evidence": listed(ref("Reason")),
        }
    )


def _foreseen(**more: Schema) -> Schema:
    """Return the schema of what would become of a lead."""
    return record(
        {
            "outcome": {"enum": ["created", "repeat", "replayed", "test", "quarantined"]},
            "problem": text(nullable=True),
            "is_test": FLAG,
            "lead_id": text(nullable=True),
            "normalised": ANYTHING,
            "identities": listed(text()),
            "warnings": listed(ANYTHING),
            "card_id": text(nullable=True),
            "match": MAYBE_MATCH,
            "other_cards": listed(record({"card_id": text(), "match": ref("Match")})),
            **more,
        }
    )


def _preview() -> Schema:
    return _foreseen(
        submitted_at=text(nullable=True),
        inquiry_date=TIME,
        fields=ANYTHING,
        attribution=ANYTHING,
        answers=ANYTHING,
        routing=record(
            {
                "rule": text("The rule that says so, by name or number", nullable=True),
                "bucket": text(nullable=True),
                "owner_id": text("The card's owner, where it is certain", nullable=True),
                "owners": listed(text("Those of whom a new card's id picks one")),
                "tags": listed(text()),
                "response_minutes": COUNT,
            }
        ),
    )


def _matched() -> Schema:
    """Return the schema of one result of ``POST /match``."""
    earlier: Schema = {
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "The earlier lead of this call whose card a new one would join",
    }
    return {"oneOf": [_foreseen(same_as=earlier), ref("Failure")]}
