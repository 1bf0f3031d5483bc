"""The bytes of an arrival → the lead in them, by the platform of its source."""

from dataclasses import replace
from typing import Any

from leadfold.model import Lead, Source
from leadfold.normalise import repair
from leadfold.sources import (
    envelope,
    google,
    linkedin,
    meta,
    payload,
    presets,
    tiktok,
)


def read(body: bytes, content_type: str, source: Source) -> Lead:
    """Return the lead. Raises ``NotALead``, and nothing else whatever the bytes are.

    A platform's source takes flat leads as well, since some are sent by Zapier or repaired by hand.
    """
    parse = google.parse if source.platform == "google" else payload.read
    document = parse(body, content_type)
    lead = _read(document, source)
    if lead.answers:  # most leads have few or none
        from leadfold.sources import technical_fields

        lead = technical_fields.taken_out(lead, document)
    return _repaired(lead)


def _repaired(lead: Lead) -> Lead:
    """Return the lead with names of campaigns that are readable; as sent they are answers."""
    named = repair.with_names_repaired(lead.attribution)
    sent = {name: said for name, said in lead.attribution.items() if named[name] != said}
    return replace(lead, attribution=named, answers={**sent, **lead.answers}) if sent else lead


def _read(document: dict[str, Any], source: Source) -> Lead:
    match source.platform:
        case "google" if google.is_googles(document):
            return google.read(document, source)
        case "meta" if {"lead", "field_data", "entry"} & document.keys():
            return meta.read(document, source)
        case "linkedin" if {"lead", "formResponse", "leadGenFormResponse"} & document.keys():
            return linkedin.read(document, source)
        case "tiktok" if "entry" in document:
            return tiktok.read(document, source)
    opened = presets.open_(source.platform, document)
    if opened:
        return envelope.open_envelope(opened, source)
    return envelope.read_generic(document, source)
