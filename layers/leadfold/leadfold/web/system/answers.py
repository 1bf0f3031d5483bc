"""What is answered about configuration, keys, health and problems."""

from leadfold.runtime.access import ROLES
from leadfold.web.shapes import (
    COUNT,
    TIME,
    Schema,
    page,
    record,
    ref,
    text,
)


def schemas() -> dict[str, Schema]:
    """Return the schemas of the document, by name."""
    key = {"id": text(), "name": text(), "role": {"enum": list(ROLES)}, "created_at": TIME}
    return {
        "OwnerPage": page(ref("OwnerIn")),
        "BucketPage": page(ref("BucketIn")),
        "KeyPage": page(record(key)),
        "NewKey": record(key | {"key": text("Shown this once")}),
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
