"""TikTok Lead Generation: callbacks with the answers in them; sources differ on the signature.

Facts and their sources: wire-formats.md, 3.2. Nothing here is from TikTok's own pages.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Lead, Source
from leadfold.sources import payload
from leadfold.sources.envelope import Envelope, open_envelope

_SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-f]{64})", re.IGNORECASE)
#: ``object`` of a callback about leads; other numbers are about advertisements under review.
_LEAD = "1"
_NAMES = {
    "campaign_id": "campaign_id",
    "campaign_name": "campaign",
    "adgroup_id": "adset_id",
    "adgroup_name": "adset",
    "ad_id": "ad_id",
    "ad_name": "ad",
    "page_id": "form_id",
    "page_name": "form",
    "ttclid": "ttclid",
}


def verify(body: bytes, header: str, app_secrets: Sequence[str]) -> None:
    """Check ``X-Open-Signature``. Raises ``Unauthenticated``.

    Reported as HMAC-SHA256 over the body with all but ASCII escaped. A signature over the body as
    sent passes as well: both are the same where TikTok escapes before it sends.
    """
    named = _SIGNATURE.fullmatch(header.strip())
    made = [
        hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
        for secret in app_secrets
        if secret
        for text in (body, _escaped(body))
    ]
    if not named or not any(hmac.compare_digest(named[1].lower(), one) for one in made):
        raise Unauthenticated


def _escaped(body: bytes) -> bytes:
    text = body.decode(errors="replace")
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text).encode()


def split(body: bytes) -> list[bytes]:
    """Return each lead of a callback as a callback of its own; none where it is not about leads.

    Raises ``NotALead`` where it is no callback.
    """
    document = payload.read(body, payload.JSON)
    entries = document.get("entry")
    if str(document.get("object", _LEAD)) != _LEAD:
        return []
    if not isinstance(entries, list):
        raise NotALead("not_a_callback")
    return [
        json.dumps({**document, "entry": [entry]}, ensure_ascii=True).encode() for entry in entries
    ]


def read(document: Mapping[str, Any], source: Source) -> Lead:
    """Return the lead of a callback with one entry. Raises ``NotALead``."""
    entries = document.get("entry")
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        raise NotALead("not_one_lead")
    entry = entries[0]
    changes = entry.get("changes")
    if not isinstance(changes, list):
        raise NotALead("not_a_lead_form")
    fields: dict[str, Any] = {}
    left = []
    for change in changes:
        if isinstance(change, dict) and isinstance(change.get("field"), str) and change["field"]:
            fields.setdefault(change["field"], []).append(change.get("value"))
        else:
            left.append(change)
    return open_envelope(
        Envelope(
            fields={
                name: values[0] if len(values) == 1 else values for name, values in fields.items()
            },
            lead_id=_text(entry.get("id")) or None,
            submitted_at=_text(entry.get("create_time")) or _text(document.get("time")) or None,
            attribution={ours: _text(entry.get(theirs)) for theirs, ours in _NAMES.items()},
            extras={
                "advertiser_id": entry.get("advertiser_id"),
                "lead_source": entry.get("lead_source"),
                "changes": left,
            },
        ),
        source,
    )


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return "" if str(value).strip() == "0" else str(value).strip()
