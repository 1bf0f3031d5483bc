"""The body of a request → what it holds, whichever way it was written."""

import json
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from leadfold.errors import NotALead

#: More than any form has; a body of a million pairs is an attack on the parser.
_MAX_FORM_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def media_type(content_type: str, body: bytes) -> str | None:
    """Return the media type that the body is to be read as, or ``None`` where none fits.

    A body without a type is taken for JSON when it looks so, else for a form.
    """
    named = content_type.partition(";")[0].strip().lower()
    if named == FORM:
        return FORM
    if named == JSON or named.endswith("+json"):
        return JSON
    if named in {"", "text/plain", "application/octet-stream"}:
        return JSON if body.lstrip()[:1] in {b"{", b"["} else FORM
    return None


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the one object that the body holds.

    Raises ``NotALead`` with code ``empty``, ``unparseable`` or ``not_one_lead``.
    """
    if not body.strip():
        raise NotALead("empty")
    try:
        text = body.decode("utf-8-sig")
        if media_type(content_type, body) == JSON:
            value = json.loads(text, parse_constant=_refuse)
        else:
            value = _form(text)
    except (ValueError, RecursionError) as error:
        raise NotALead("unparseable") from error
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise NotALead("not_one_lead")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity are not JSON and cannot be sent on


def _form(text: str) -> dict[str, Any]:
    """Return the fields of a form; a repeated one becomes a list, in order."""
    fields: dict[str, Any] = {}
    pairs = parse_qsl(
        text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FORM_FIELDS
    )
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields
