"""Leads from Make, Zapier and websites: one flat object with well-known names."""

import json
from typing import Any

from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS, Lead, Warn
from leadfold.sources import spellings, unfilled

_HIDDEN = "•••"
_PERSON = frozenset(PERSON_FIELDS)
_ATTRIBUTION = frozenset(ATTRIBUTION_FIELDS)
#: Fields whose value may be an object or a list.
_NESTED = frozenset({"external_ids", "consent", "submitted_at"})
_TRUE = {"true", "1", "yes"}


def read(payload: dict[str, Any]) -> Lead:
    """Return the lead in a flat object.

    Of a well-known name, in any spelling, the first value is read that is not empty and does not
    stand for none. Unknown, nested, unread and further values stay under ``answers``, by their own
    names and in their order.
    """
    known: dict[str, str] = {}
    warnings: dict[str, Warn] = {}
    answers: dict[str, Any] = {}
    for label, value in payload.items():
        name = spellings.field_of(label)
        text = _text(value)
        if text == "":
            continue
        read, warning = unfilled.read(name, text) if name and text else (text, None)
        if name and warning:
            warnings.setdefault(name, warning)
        if read and name and name not in known:
            known[name] = read
        elif warning and text and unfilled.is_empty(text):
            continue
        elif text is None and name in _NESTED and name not in known:
            known[name] = json.dumps(value, ensure_ascii=False)
        else:
            # One national ID is read, and masked later; a second or nested one is hidden here.
            answers[label] = _HIDDEN if name == "national_id" else value
    return Lead(
        lead_id=known.get("lead_id"),
        submitted_at=known.get("submitted_at"),
        is_test=known.get("is_test", "").lower() in _TRUE,
        fields={name: known[name] for name in known if name in _PERSON},
        attribution={name: known[name] for name in known if name in _ATTRIBUTION},
        answers=answers,
        warnings=tuple(warnings.values()),
    )


def _text(value: object) -> str | None:
    """Return a scalar as the text that was sent, ``None`` for anything nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.strip() else ""
    return str(value) if isinstance(value, int | float) else None
