"""Google Ads lead form webhook: the key in the body, and both generations of the body.

Facts and their sources: wire-formats.md, part 2.
"""

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Lead, Source
from leadfold.sources import payload
from leadfold.sources.envelope import Envelope, open_envelope

#: The key in the bytes of a body, in every spelling seen (2.1).
_KEY_IN_BYTES = re.compile(rb'("(?:g|G)oogle_(?:k|K)ey"\s*:\s*)("(?:[^"\\]|\\.)*")')
#: Google's printed sample has a comma before a closing bracket; strings are matched to skip them.
_STRING_OR_STRAY_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
#: Column ids (2.2), and the names that the first generation had instead → the well-known name.
_MEANS = {
    "full_name": "full_name",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "user_email": "email",
    "work_email": "email",
    "phone_number": "phone",
    "user_phone": "phone",
    "work_phone": "phone",
    "postal_code": "postcode",
    "street_address": "street",
    "city": "city",
    "country": "country",
    "company_name": "company",
    "job_title": "job_title",
}
_NATIONAL_ID = "government_issued_id_"
_KNOWN = frozenset(
    "lead_id user_column_data api_version form_id campaign_id google_key is_test gcl_id "
    "adgroup_id creative_id asset_group_id lead_submit_time".split()
)


def verify(body: bytes, google_keys: Sequence[str]) -> None:
    """Check the shared key that the body holds. Raises ``Unauthenticated``.

    A body that is no JSON is searched for the key as text: a sender who writes the right key knows
    it, so the broken lead is held for a person instead of lost. Without the right key nothing is
    stored.
    """
    sent = _keys_in(body)
    same = [_equal(one, key) for one in sent for key in google_keys if key]
    if not any(same):
        raise Unauthenticated


def without_key(body: bytes) -> bytes:
    """Return the body with an empty key: a secret must not be stored with leads (2.1)."""
    return _KEY_IN_BYTES.sub(rb'\1""', body)


def is_googles(document: Mapping[str, Any]) -> bool:
    """Tell whether this is the webhook's body, not a lead that another tool sends."""
    return any(name.lower() == "google_key" for name in document) or (
        "user_column_data" in document or "gcl_id" in document
    )


def parse(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the body's object, also with stray commas as in the documented sample."""
    try:
        return payload.read(body, content_type)
    except NotALead as error:
        if error.code != "unparseable":
            raise
        text = body.decode("utf-8-sig", "replace")
        mended = _STRING_OR_STRAY_COMMA.sub(lambda found: found[1] or "", text)
        if mended == text or "\ufffd" in text:
            raise
        return payload.read(mended.encode(), payload.JSON)


def read(document: Mapping[str, Any], source: Source) -> Lead:
    """Return the lead of a webhook's body. Raises ``NotALead``."""
    columns = document.get("user_column_data") or []
    if not isinstance(columns, list):
        raise NotALead("not_a_lead_form")
    fields, left = _fields(columns)
    return open_envelope(
        Envelope(
            fields=fields,
            means={label: meaning for label in fields if (meaning := _meaning(label))},
            lead_id=_text(document.get("lead_id")) or None,
            submitted_at=_text(document.get("lead_submit_time")) or None,
            is_test=_text(document.get("is_test")).lower() in {"true", "1"},
            attribution=_attribution(document),
            extras={
                name: value
                for name, value in document.items()
                if name.lower() not in _KNOWN and not isinstance(value, dict | list)
            }
            | {"user_column_data": left},
        ),
        source,
    )


def _keys_in(body: bytes) -> list[str]:
    try:
        document = parse(body, payload.JSON)
    except NotALead:
        return [_decoded(found[2]) for found in _KEY_IN_BYTES.finditer(body)]
    return [
        value
        for name, value in document.items()
        if name.lower() == "google_key" and isinstance(value, str)
    ]


def _decoded(quoted: bytes) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return ""


def _equal(left: str, right: str) -> bool:
    return hmac.compare_digest(
        left.encode(errors="surrogatepass"), right.encode(errors="surrogatepass")
    )


def _fields(columns: list[Any]) -> tuple[dict[str, Any], list[Any]]:
    """Return values by column id, name or position (2.2), and the columns that were not read."""
    fields: dict[str, Any] = {}
    left: list[Any] = []
    for position, column in enumerate(columns, start=1):
        if not isinstance(column, dict):
            left.append(column)
            continue
        label = _text(column.get("column_id")) or _text(column.get("column_name"))
        label = label or f"field_{position}"
        value = column.get("string_value")
        if label not in fields:
            fields[label] = value
        elif isinstance(fields[label], list):
            fields[label].append(value)
        else:
            fields[label] = [fields[label], value]
    return fields, left


def _meaning(label: str) -> str | None:
    plain = re.sub(r"[\s-]+", "_", label.strip().lower())
    return "national_id" if plain.startswith(_NATIONAL_ID) else _MEANS.get(plain)


def _attribution(document: Mapping[str, Any]) -> dict[str, str]:
    names = {
        "campaign_id": "campaign_id",
        "adgroup_id": "adset_id",
        "creative_id": "ad_id",
        "asset_group_id": "asset_group_id",
        "form_id": "form_id",
    }
    ids = {ours: _text(document.get(theirs)) for theirs, ours in names.items()}
    return {ours: "" if value == "0" else value for ours, value in ids.items()} | {
        "gclid": _text(document.get("gcl_id"))
    }


def _text(value: object) -> str:
    """Return a scalar as text; long integers stay exact (2.1)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""
