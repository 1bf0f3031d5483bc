"""The ids of a customer in other systems: system → id.

Equal ids bring leads to one card, so a doubtful id is left out: one that is cut off, or a
placeholder for no id, would make one customer of many.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from leadfold.normalise import placeholders, text

_MAX_LENGTH = 20_000
MAX_IDS = 20
_MAX_SYSTEM = 64
_MAX_ID = 128

#: The system of an id that is sent without one.
UNNAMED = "external"
_SYSTEM_NAMES = ("system", "source", "provider", "type", "name")
_ID_NAMES = ("id", "value", "external_id", "externalId")

_BETWEEN = re.compile(r"[,;\r\n]+")
_SYSTEM_AND_ID = re.compile(r"([^:=]*)[:=](?!//)(.*)", re.DOTALL)


def parse(raw: str) -> dict[str, str]:
    """Return the ids by system; of several ids in one system the first.

    ``raw`` is JSON (an object by system, or a list of ``{"system", "id"}`` or of texts), or text:
    ``system:id`` or ``system=id``, several separated by comma, semicolon or line. An id without a
    system belongs to the system ``UNNAMED``.

    >>> parse("HubSpot: 123; crm=A-7"), parse('{"hubspot": 123}')
    ({'hubspot': '123', 'crm': 'A-7'}, {'hubspot': '123'})
    """
    found: dict[str, str] = {}
    for system, value in _pairs(raw) or ():
        if not (ident := parse_one(system, value)):
            continue
        found.setdefault(named(system), ident)
        if len(found) == MAX_IDS:
            break
    return found


def named(system: str) -> str:
    """Return a system's name as it is stored.

    >>> named("HubSpot CRM"), named("")
    ('hubspot_crm', 'external')
    """
    return "_".join(text.fold(system[:_MAX_LENGTH]).split()) or UNNAMED


def parse_one(system: str, ident: str) -> str | None:
    """Return the id as it is stored, ``None`` where it is too long or means "no id"."""
    read = text.clean(ident, _MAX_ID + 1)
    if len(named(system)) > _MAX_SYSTEM or len(read) > _MAX_ID or _is_none(read):
        return None
    return placeholders.whole_number(read)


def key(system: str, ident: str) -> str:
    """Return the key of a customer's id in one system; upper and lower case differ.

    >>> key("salesforce", "00QaA")
    'salesforce:00QaA'
    """
    return f"{system}:{ident}"


def doubt(raw: str) -> Literal["placeholder", "unusable"] | None:
    """Return why an id of the text is left out: it stands for none, or no id can be read.

    An empty id and ``0`` are left out as well, as many systems send them for none.

    >>> doubt("crm: {{contact.id}}"), doubt("crm: A7"), doubt('{"crm": ""}')
    ('placeholder', None, None)
    """
    pairs = _pairs(raw)
    sent = [ident for _, ident in pairs or () if ident.strip("0 ")]
    if any(_is_none(ident) for ident in sent):
        return "placeholder"
    return "unusable" if pairs is None or (sent and not parse(raw)) else None


def _pairs(raw: str) -> list[tuple[str, str]] | None:
    """Return systems and ids as they were sent, ``None`` where the text is broken JSON."""
    sent = raw[: _MAX_LENGTH + 1].strip()
    if sent[:1] in {"{", "["} and ('"' in sent or len(sent) == len("{}")):
        return _of_json(sent)
    return [_of_text(part) for part in _BETWEEN.split(sent[:_MAX_LENGTH]) if part.strip()]


def _of_text(part: str) -> tuple[str, str]:
    found = _SYSTEM_AND_ID.fullmatch(part)
    return (found[1], found[2]) if found else ("", part)


def _of_json(sent: str) -> list[tuple[str, str]] | None:
    try:
        # Numbers stay texts, so that long ids are not rounded.
        value = json.loads(sent, parse_int=str, parse_float=str, parse_constant=str)
        return list(_of_value(value))
    except (ValueError, RecursionError):
        return None


def _of_value(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for part in value:
            yield from _of_value(part)
    elif isinstance(value, str):
        yield _of_text(value)
    elif isinstance(value, dict):
        ident = _first(value, _ID_NAMES)
        system = _first(value, _SYSTEM_NAMES)
        if ident and system:
            yield system, ident
        else:
            for name, inner in value.items():
                yield "" if name in _ID_NAMES else name, _id_in(inner)


def _id_in(value: Any) -> str:
    """Return the id of a system: a text, one in an object, or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return _first(value, _ID_NAMES)
    return value if isinstance(value, str) else ""


def _first(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((value[name] for name in names if isinstance(value.get(name), str)), "")


def _is_none(ident: str) -> bool:
    return not ident or placeholders.stands_for_none(ident)
