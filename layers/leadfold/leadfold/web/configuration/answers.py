"""What is answered about configuration: lists of it, and keys.

One source, owner, bucket or setting is answered as it is sent: by the model of its body.
"""

from leadfold.runtime.access import ROLES
from leadfold.web.shapes import TIME, Schema, page, record, ref, text


def schemas() -> dict[str, Schema]:
    """Return the schemas of the document, by name."""
    key = {"id": text(), "name": text(), "role": {"enum": list(ROLES)}, "created_at": TIME}
    return {
        "OwnerPage": page(ref("OwnerIn")),
        "BucketPage": page(ref("BucketIn")),
        "KeyPage": page(record(key)),
        "NewKey": record(key | {"key": text("Shown this once")}),
    }
