"""Certificates of erasures: a chain by hashes, so that none can be changed or left out later."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.model import Erasure


def certificate(
    erasure: Erasure, *, number: int, previous: str | None, finished_at: str
) -> dict[str, Any]:
    """Return the certificate of an erasure; ``previous`` is the hash of the one before it."""
    counts = {**erasure.counts, "cards": len(erasure.card_ids), "raw_bytes": len(erasure.raw)}
    return {
        "id": erasure.id,
        "number": number,
        "card_ids": list(erasure.card_ids),
        "started_at": erasure.started_at,
        "finished_at": finished_at,
        "by": erasure.by,
        "reason": erasure.reason,
        "request_id": erasure.request_id,
        "counts": counts | {"suppressed": len(erasure.suppressed)},
        "previous_sha256": previous,
    }


def digest(certificate: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a certificate's canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify_chain(certificates: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the id of the first certificate that does not follow from those before it.

    They come in any order, from the first one on; ``None`` where none is missing or was changed.
    Only the stored hash of the chain's head proves that the last one is there.
    """
    previous = None
    for number, one in enumerate(sorted(certificates, key=lambda one: int(one["number"])), 1):
        if one["number"] != number or one["previous_sha256"] != previous:
            return str(one["id"])
        previous = digest(one)
    return None
