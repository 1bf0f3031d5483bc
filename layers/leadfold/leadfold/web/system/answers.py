"""What is answered about the API itself: its health, and problems of every call."""

from leadfold.web.shapes import (
    COUNT,
    Schema,
    record,
    text,
)


def schemas() -> dict[str, Schema]:
    """Return the schemas of the document, by name."""
    return {
        "Health": record(
            {
                "status": {"enum": ["up", "down"]},
                "version": text(),
                "checks": {"type": "object", "additionalProperties": text()},
            }
        ),
        "Problem": record(
            {
                "type": text(),
                "title": text(),
                "status": COUNT,
                "detail": text(),
                "instance": text(),
                "request_id": text(),
                "message": text(),
            },
            extra=True,
        ),
    }
