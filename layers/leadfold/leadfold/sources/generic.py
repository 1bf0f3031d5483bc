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
    flat = _Flat()
    for label, value in payload.items():
        flat.add(label, value)
    return flat.lead()


class _Flat:
    """Gathers the fields of one flat object."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._warnings: dict[str, Warn] = {}
        self._refusals: dict[str, Any] = {}
        self._answers: dict[str, Any] = {}

    def add(self, label: str, value: object) -> None:
        name, text = spellings.field_of(label), _text(value)
        if text == "":
            return
        was_read = (
            self._is_nested(name, value)
            if text is None
            else self._is_text(label, name, text, value)
        )
        if not was_read:
            # One national ID is read, and masked later; a second or nested one is hidden here.
            self._answers[label] = _HIDDEN if name == "national_id" else value

    def _is_text(self, label: str, name: str | None, text: str, value: object) -> bool:
        """Take a text that is read, and tell whether it is."""
        if not name or not spellings.answers(label, name, text):
            is_refused = spellings.is_refusal(label) and _is_told(label, text)
            if is_refused:
                self._refusals[label] = value
            return is_refused
        read, warning = unfilled.read(name, text)
        if warning:
            self._warnings.setdefault(name, warning)
        if read and name not in self._known:
            self._known[name] = read
            return True
        return bool(warning) and unfilled.is_empty(text)

    def _is_nested(self, name: str | None, value: object) -> bool:
        """Take an object or list that is read, and tell whether it is."""
        parts = _parts(name, value)
        if parts and not parts.keys() & self._known.keys():
            self._known |= parts
            return True
        if name in _NESTED and name not in self._known:
            self._known[name] = json.dumps(value, ensure_ascii=False)
            return True
        return False

    def lead(self) -> Lead:
        known = self._known
        if self._refusals:
            given = {"consent": _consent(known["consent"])} if "consent" in known else {}
            known["consent"] = json.dumps({**given, **self._refusals}, ensure_ascii=False)
        return Lead(
            lead_id=known.get("lead_id"),
            submitted_at=known.get("submitted_at"),
            is_test=known.get("is_test", "").lower() in _TRUE,
            fields={name: known[name] for name in known if name in _PERSON},
            attribution={name: known[name] for name in known if name in _ATTRIBUTION},
            answers=self._answers,
            warnings=tuple(self._warnings.values()),
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
