"""National IDs: valid ones in one spelling each, by python-stdnum.

The number itself is never stored: only its keyed hash and a masked tail are.
"""

from importlib import import_module

from leadfold.model import NationalId
from leadfold.normalise import text

#: Which module of python-stdnum knows a country's numbers.
_MODULES = {
    "NO": "stdnum.no.fodselsnummer",
    "SE": "stdnum.se.personnummer",
    "DK": "stdnum.dk.cpr",
    "FI": "stdnum.fi.hetu",
    "IL": "stdnum.il.idnr",
    "GR": "stdnum.gr.amka",
}
COUNTRIES = frozenset(_MODULES)
_MAX_LENGTH = 40
_SHOWN = 4


def clean(raw: str) -> str:
    """Return the number as typed, without marks."""
    return text.clean(raw)[:_MAX_LENGTH]


def parse(raw: str, country: str | None) -> NationalId | None:
    """Return the number in its country's full spelling, or ``None`` where it is not valid."""
    module_name = _MODULES.get(country or "")
    if not module_name or not raw:
        return None
    from stdnum.exceptions import ValidationError

    module = import_module(module_name)
    typed = clean(raw).replace(".", "").replace("/", "")
    try:
        number = module.validate(typed if country == "FI" else typed.replace(" ", ""))
    except (ValidationError, ValueError):  # some modules let a bare ValueError through
        return None
    if country == "SE":
        # 10 and 12 digit spellings of one person: keep the one with the century.
        number = f"{module.get_birth_date(number):%Y%m%d}{number[-4:]}"
    return NationalId(country=str(country), number=number)


def mask(raw: str) -> str:
    """Hide a number as sent, valid or not: what is shown and stored instead of it."""
    typed = clean(raw)
    tail = typed[-_SHOWN:] if len(typed) > 2 * _SHOWN else ""
    return f"•••{tail}"
