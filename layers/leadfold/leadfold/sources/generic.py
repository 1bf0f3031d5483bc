"""Leads from Make, Zapier and websites: one flat object with well-known names."""

import json
from typing import Any

from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS, Lead
from leadfold.sources import spellings

_HIDDEN = "•••"
_PERSON = frozenset(PERSON_FIELDS)
_ATTRIBUTION = frozenset(ATTRIBUTION_FIELDS)
#: Fields whose value may be an object or a list.
_NESTED = frozenset({"external_ids", "consent"})
_TRUE = {"true", "1", "yes"}


def read(payload: dict[str, Any]) -> Lead:
    """Return the lead in a flat object.

    Of a well-known name, in any spelling, the first non-empty value is read. Unknown, nested and
    further values stay under ``answers``, by their own names and in their order.
    """
    known: dict[str, str] = {}
    refusals: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for label, value in payload.items():
        name = spellings.field_of(label)
        text = _text(value)
        if text == "":
            continue
        if text and name and not spellings.answers(label, name, text):
            name = None
        if text and not name and spellings.is_refusal(label) and _is_told(label, text):
            refusals[label] = value
        elif text is None and (parts := _parts(name, value)) and not parts.keys() & known.keys():
            known |= parts
        elif text is not None and name and name not in known:
            known[name] = text
        elif text is None and name in _NESTED and name not in known:
            known[name] = json.dumps(value, ensure_ascii=False)
        else:
            # One national ID is read, and masked later; a second or nested one is hidden here.
            answers[label] = _HIDDEN if name == "national_id" else value
    if refusals:
        given = {"consent": _consent(known["consent"])} if "consent" in known else {}
        known["consent"] = json.dumps({**given, **refusals}, ensure_ascii=False)
    return Lead(
        lead_id=known.get("lead_id"),
        submitted_at=known.get("submitted_at"),
        is_test=known.get("is_test", "").lower() in _TRUE,
        fields={name: known[name] for name in known if name in _PERSON},
        attribution={name: known[name] for name in known if name in _ATTRIBUTION},
        answers=answers,
    )


def _is_told(label: str, said: str) -> bool:
    """Tell whether a box was ticked, or its question answered."""
    from leadfold.normalise import consent

    return said.strip() == label.strip() or consent.of_words(said) is not None


def _consent(known: str) -> Any:
    """Return a consent as it was sent: text, or the object that it is the JSON of."""
    try:
        return json.loads(known) if known[0] in "{[" else known
    except ValueError:
        return known


def _parts(name: str | None, value: object) -> dict[str, str]:
    """Return the fields in a compound one of a form builder; nothing where a part is not known."""
    if name not in _COMPOUND or not isinstance(value, dict) or not value:
        return {}
    meant = _COMPOUND[name]
    parts: dict[str, str] = {}
    for part, told in value.items():
        text = _text(told)
        field = meant.get(str(part).lower().replace("_", ""))
        if text is None or field is None:
            return {}
        if text:
            parts[field] = f"{parts[field]} {text}" if field in parts else text
    return parts


#: The members of compound fields (Jotform, Fluent Forms, WPForms), by field.
_COMPOUND: dict[str | None, dict[str, str]] = {
    "full_name": {
        "first": "first_name",
        "firstname": "first_name",
        "middle": "first_name",
        "middlename": "first_name",
        "last": "last_name",
        "lastname": "last_name",
    },
    "phone": {"full": "phone", "country": "phone", "area": "phone", "phone": "phone"},
    "street": {
        "addrline1": "street",
        "addressline1": "street",
        "addrline2": "street",
        "addressline2": "street",
        "city": "city",
        "postal": "postcode",
        "zip": "postcode",
        "country": "country",
    },
}


def _text(value: object) -> str | None:
    """Return a scalar as the text that was sent, ``None`` for anything nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.strip() else ""
    return str(value) if isinstance(value, int | float) else None
