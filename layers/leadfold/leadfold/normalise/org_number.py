"""Organisation numbers: valid ones in one spelling each, by python-stdnum.

In some countries a sole trader's number is the owner's national ID. Such a number is marked
(``is_personal``), so that it is treated as a national ID.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module

from leadfold.model import OrgNumber
from leadfold.normalise import national_id, text

_MAX_LENGTH = 60
_NOT_NUMBER = r"[^0-9A-Z]+"
_DIGITS = r"\d+"

_Reader = Callable[[str, date], OrgNumber | None]


def clean(raw: str) -> str:
    """Return the number as typed, without invisible characters, in ASCII digits."""
    return text.ascii_digits(text.clean(raw, _MAX_LENGTH))


def parse(raw: str, country: str | None, today: date) -> OrgNumber | None:
    """Return the number without signs and prefix, or ``None`` where it is not valid."""
    read = _READERS.get(country or "")
    if not read:
        return None
    typed = re.sub(_NOT_NUMBER, "", clean(raw).upper())
    return read(typed, today)


def key(number: OrgNumber) -> str:
    """Return the key of an organisation."""
    return f"{number.country}:{number.number}"


def _by_digits(typed: str, today: date, *, country: str, length: int) -> OrgNumber | None:  # noqa: ARG001
    found = re.search(_DIGITS, typed)
    number = found.group() if found else ""
    if len(number) == length - 1:
        number = "0" + number  # spreadsheets drop a leading zero, and old numbers were shorter
    module = import_module(_MODULES[country])
    if len(number) != length or not number.strip("0") or not module.is_valid(number):
        return None
    return OrgNumber(country=country, number=number)


def _norwegian(typed: str, today: date) -> OrgNumber | None:
    found = re.search(_DIGITS, typed)
    if found and len(found.group()) == 9 and found.group()[0] not in "89":  # noqa: PLR2004
        return None
    return _by_digits(typed, today, country="NO", length=9) or _personal(typed, "NO", today)


def _swedish(typed: str, today: date) -> OrgNumber | None:
    found = re.search(_DIGITS, typed)
    number = found.group() if found else ""
    if typed.startswith("SE") and len(number) == 12:  # noqa: PLR2004 (a VAT number: 01 behind it)
        number = number[:10]
    bare = number.removeprefix("16") if len(number) == 12 else number  # noqa: PLR2004
    if len(bare) == 10 and bare[2] >= "2":  # noqa: PLR2004 (no month has such a digit)
        return _by_digits(bare, today, country="SE", length=10)
    return _personal(number, "SE", today)


def _israeli(typed: str, today: date) -> OrgNumber | None:
    return _by_digits(typed, today, country="IL", length=9) or _personal(typed, "IL", today)


def _personal(typed: str, country: str, today: date) -> OrgNumber | None:
    person = national_id.parse(typed, country, today)
    if not person:
        return None
    return OrgNumber(country=country, number=person.number, is_personal=True)


_MODULES = {
    "NO": "stdnum.no.orgnr",
    "SE": "stdnum.se.orgnr",
    "DK": "stdnum.dk.cvr",
    "FI": "stdnum.fi.ytunnus",
    "IL": "stdnum.il.hp",
    "GR": "stdnum.gr.vat",
}
_READERS: dict[str, _Reader] = {
    "NO": _norwegian,
    "SE": _swedish,
    "DK": partial(_by_digits, country="DK", length=8),
    "FI": partial(_by_digits, country="FI", length=8),
    "IL": _israeli,
    "GR": partial(_by_digits, country="GR", length=9),
}
COUNTRIES = frozenset(_READERS)
