"""The bytes of an arrival → the lead in them, by the platform of its source."""

from leadfold.model import Lead, Source
from leadfold.sources import envelope, google, linkedin, meta, payload, presets, tiktok


def read(body: bytes, content_type: str, source: Source) -> Lead:
    """Return the lead. Raises ``NotALead``, and nothing else whatever the bytes are.

    A platform's source takes flat leads as well, since some are sent by Zapier or repaired by hand.
    """
    if source.platform == "google":
        document = google.parse(body, content_type)
        if google.is_googles(document):
            return google.read(document, source)
        return envelope.read_generic(document, source)
    document = payload.read(body, content_type)
    match source.platform:
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
