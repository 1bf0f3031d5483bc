"""Leads from Make, Zapier and websites: one flat object with well-known names."""

import json
import re
from typing import Any

from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS, Lead

#: Other spellings of the well-known names, after ``_plain``.
_SPELLINGS = {
    "id": "lead_id",
    "leadid": "lead_id",
    "leadgen_id": "lead_id",
    "created_time": "submitted_at",
    "created_at": "submitted_at",
    "timestamp": "submitted_at",
    "name": "full_name",
    "fullname": "full_name",
    "your_name": "full_name",
    "firstname": "first_name",
    "given_name": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "family_name": "last_name",
    "phone_number": "phone",
    "phonenumber": "phone",
    "telephone": "phone",
    "tel": "phone",
    "mobile": "phone",
    "mobile_phone": "phone",
    "e_mail": "email",
    "mail": "email",
    "email_address": "email",
    "national_id_number": "national_id",
    "fodselsnummer": "national_id",
    "fødselsnummer": "national_id",
    "personnummer": "national_id",
    "cpr": "national_id",
    "cpr_nummer": "national_id",
    "hetu": "national_id",
    "henkilötunnus": "national_id",
    "teudat_zehut": "national_id",
    "amka": "national_id",
    "dob": "birth_date",
    "date_of_birth": "birth_date",
    "birthdate": "birth_date",
    "birthday": "birth_date",
    "company_name": "company",
    "organisation_number": "org_number",
    "organization_number": "org_number",
    "street_address": "street",
    "address": "street",
    "zip": "postcode",
    "zip_code": "postcode",
    "postal_code": "postcode",
    "post_code": "postcode",
    "comments": "message",
    "gcl_id": "gclid",
    "page_url": "landing_page",
    "referer": "referrer",
    "campaign_name": "campaign",
    "adgroup_id": "adset_id",
    "adset_name": "adset",
    "ad_name": "ad",
    "form_name": "form",
    "test": "is_test",
}
_HIDDEN = "•••"
_PERSON = frozenset(PERSON_FIELDS)
_ATTRIBUTION = frozenset(ATTRIBUTION_FIELDS)
_SEPARATORS = re.compile(r"[\s\-.]+")
_TRUE = {"true", "1", "yes"}


def read(payload: dict[str, Any]) -> Lead:
    """Return the lead in a flat object.

    The first non-empty value of a well-known name counts, in any spelling; what is unknown, nested
    or a second value stays under ``answers`` by its own name and in its order.
    """
    known: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for label, value in payload.items():
        name = _SPELLINGS.get(_plain(label), _plain(label))
        text = _text(value)
        if text == "":
            continue
        if text is not None and name not in known and name in _KNOWN:
            known[name] = text
        elif text is None and name == "external_ids" and name not in known:
            known[name] = json.dumps(value, ensure_ascii=False)
        else:
            # One national ID is read; a second or nested one is kept no more in clear than that.
            answers[label] = _HIDDEN if name == "national_id" else value
    return Lead(
        lead_id=known.get("lead_id"),
        submitted_at=known.get("submitted_at"),
        is_test=known.get("is_test", "").lower() in _TRUE,
        fields={name: known[name] for name in known if name in _PERSON},
        attribution={name: known[name] for name in known if name in _ATTRIBUTION},
        answers=answers,
    )


_KNOWN = _PERSON | _ATTRIBUTION | {"lead_id", "submitted_at", "is_test"}


def _plain(label: str) -> str:
    return _SEPARATORS.sub("_", label.strip().lower())


def _text(value: object) -> str | None:
    """Return a scalar as the text that was sent, ``None`` for anything nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.strip() else ""
    return str(value) if isinstance(value, int | float) else None
