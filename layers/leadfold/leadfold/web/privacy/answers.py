"""What is answered about a person's rights: erasures, exports, restrictions."""

from leadfold.web.shapes import (
    ANYTHING,
    COUNT,
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
    certificate = {
        "id": text(),
        "number": COUNT,
        "card_ids": listed(text()),
        "started_at": TIME,
        "finished_at": TIME,
        "by": text(),
        "reason": text(nullable=True),
        "request_id": text(nullable=True),
        "counts": {"type": "object", "additionalProperties": COUNT},
        "previous_sha256": text("Of the certificate before it, as canonical JSON", nullable=True),
    }
    counts = {"type": "object", "additionalProperties": COUNT}
    parts = "inquiries timeline tasks deliveries merges suggestions sources recipients".split()
    return {
        "Certificate": record(certificate),
        "Erasure": record(
            {
                "id": text(),
                "state": {"enum": ["erasing", "done"]},
                "step": text("How far the work has come"),
                "card_id": text(),
                "card_ids": listed(text()),
                "started_at": TIME,
                "finished_at": text(nullable=True),
                "by": text("The id of an API key, or retention"),
                "reason": text(nullable=True),
                "request_id": text(nullable=True),
                "counts": counts,
                "certificate": {"oneOf": [{"type": "null"}, ref("Certificate")]},
                "certificate_sha256": text(nullable=True),
                "reapplied_at": text("When it was done again after a restore", nullable=True),
            }
        ),
        "ErasurePage": page(ref("Erasure")),
        "Export": record(
            {
                "exported_at": TIME,
                "card_id": text(),
                "card": {"type": ["object", "null"], "description": "On the first page"},
                **{name: listed(ANYTHING) for name in parts},
                "next_cursor": text(nullable=True),
            }
        ),
        "Restricted": record({"card_id": text(), "flags": listed(text())}),
    }
