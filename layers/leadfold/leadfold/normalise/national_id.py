"""National IDs: valid ones in one spelling each.

The number itself is never stored, only its keyed hash and a masked tail. python-stdnum checks the
numbers of Finland, Israel and Greece. Those of Norway, Sweden and Denmark are read here:
python-stdnum reads the clock for them, and does not know all their kinds.
"""

import re
from collections.abc import Callable
from datetime import date
from types import ModuleType

from leadfold.model import NationalId, NationalIdKind
from leadfold.normalise import text

_MAX_LENGTH = 40
_SHOWN = 4
# Compiled by `re` at first use: most leads, and every cold start, do without.
_SEPARATORS = r"[\s.:/_'()]+"
_DASHES = "[\u2010-\u2015\u2212\ufe58\ufe63\u05be]"
_LABEL = r"^\D*?(?=\d)"
#: What people type to get past a required field, even where the checksum is right by chance.
_PLACEHOLDER = r"(\d)\1*|0*123456782|0{6,}\d+"

_Reader = Callable[[str, date], NationalId | None]


def clean(raw: str) -> str:
    """Return the number as typed, without invisible characters, in ASCII digits and hyphens."""
    return re.sub(_DASHES, "-", text.ascii_digits(text.clean(raw, _MAX_LENGTH)))


def parse(raw: str, country: str | None, today: date) -> NationalId | None:
    """Return the number in its country's full spelling, or ``None`` where it is not valid.

    ``today`` decides the century of a year with two digits; nobody is born later.
    """
    read = _READERS.get(country or "")
    if not read:
        return None
    typed = re.sub(_LABEL, "", re.sub(_SEPARATORS, "", clean(raw)))
    if not typed or re.fullmatch(_PLACEHOLDER, typed):
        return None
    found = read(typed.upper(), today)
    if not found and len(typed) + 1 == _CHECKED_LENGTHS.get(country or "") and typed.isdigit():
        whole = f"0{typed}"
        return None if country == "DK" and _weighed(_CPR, whole) % 11 else read(whole, today)
    return found


#: How many digits a number has where control digits tell that a spreadsheet dropped its first zero.
_CHECKED_LENGTHS = {"NO": 11, "SE": 10, "GR": 11, "DK": 10}


def key(number: NationalId) -> str:
    """Return the key of a person's number: to be hashed, never stored."""
    return f"{number.country}:{number.number}"


def mask(raw: str) -> str:
    """Return a number as sent, valid or not, with only its end visible: to show and store."""
    typed = clean(raw)
    tail = typed[-_SHOWN:] if len(typed) > 2 * _SHOWN else ""
    return f"•••{tail}"


def _digits(typed: str, *lengths: int) -> str | None:
    bare = typed.replace("-", "")
    return bare if len(bare) in lengths and bare.isdigit() and bare.isascii() else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weighed(weights: tuple[int, ...], digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))


# -- Norway ---------------------------------------------------------------------------------------

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
#: From 2032 the first control digit may leave these remainders, too, and the number no longer has
#: the century in it (Skatteetaten, "Nytt fødselsnummer fra 2032").
_FROM_2032 = 2032
_REMAINDERS_FROM_2032 = {0, 1, 2, 3}
#: Offsets of the month: of the tax administration's test population, of the health network's, and
#: of help numbers of hospitals, which look the same as test numbers of NAV.
_MONTH_OFFSETS: tuple[tuple[int, NationalIdKind], ...] = (
    (80, "synthetic"),
    (65, "synthetic"),
    (40, "h_number"),
)
_D_NUMBER = 40
_FH_NUMBER = "89"


def _norwegian(typed: str, today: date) -> NationalId | None:
    number = _digits(typed, 11)
    if not number or _weighed(_K2, number) % 11:
        return None
    remainder = _weighed(_K1, number) % 11
    if number[0] in _FH_NUMBER:
        if remainder:
            return None
        return NationalId(country="NO", number=number, kind="fh_number")
    day, month, kind = _norwegian_kind(int(number[:2]), int(number[2:4]))
    year = int(number[4:6])
    century = _norwegian_century(year, int(number[6:9]))
    if remainder == 0 and century is not None:
        born = _date(century + year, month, day)
        if born:
            return NationalId(country="NO", number=number, kind=kind) if born <= today else None
    if remainder not in _REMAINDERS_FROM_2032:
        return None
    if not any(_date(guess + year, month, day) for guess in (1800, 1900, 2000)):
        return None
    return NationalId(
        country="NO", number=number, kind=kind, not_yet_issued=today.year < _FROM_2032
    )


def _norwegian_kind(day: int, month: int) -> tuple[int, int, NationalIdKind]:
    """Return the real day and month of a number, and its kind by the offsets of them."""
    kind: NationalIdKind = "ordinary"
    if day > _D_NUMBER:
        day, kind = day - _D_NUMBER, "d_number"
    for offset, of_kind in _MONTH_OFFSETS:
        if month > offset:
            return day, month - offset, of_kind
    return day, month, kind


def _norwegian_century(year: int, serial: int) -> int | None:
    """Return the century of birth by the serial of a number issued before 2032."""
    if serial < 500:  # noqa: PLR2004 (the table of the register)
        return 1900
    if serial < 750 and year >= 54:  # noqa: PLR2004
        return 1800
    if year < 40:  # noqa: PLR2004
        return 2000
    return 1900 if serial >= 900 else None  # noqa: PLR2004


# -- Sweden ---------------------------------------------------------------------------------------

_SWEDISH = r"(\d\d)?(\d\d)(\d\d)(\d\d)([-+]?)(\d{4})"
_COORDINATION = 60
#: From the year in which a person turns 100, the hyphen before the last four digits is a plus.
_CENTENARIAN = 100


def _swedish(typed: str, today: date) -> NationalId | None:
    found = re.fullmatch(_SWEDISH, typed)
    if not found or not typed.isascii():
        return None
    century, year, month, day, sign, serial = found.groups()
    if not _luhn(year + month + day + serial):
        return None
    coordination = int(day) > _COORDINATION
    born_on = int(day) - (_COORDINATION if coordination else 0)
    if century:
        born = _date(int(century + year), int(month), born_on)
    else:
        newest = today.year - (_CENTENARIAN if sign == "+" else 0)
        full = newest - (newest - int(year)) % 100
        born = _date(full, int(month), born_on)
        if born is None or born > today:
            born = _date(full - 100, int(month), born_on)
    if born is None or born > today or born.year < 1800:  # noqa: PLR2004
        return None
    return NationalId(
        country="SE",
        # A number may be sent with 10 or 12 digits; the spelling with the century is kept.
        number=f"{born.year}{month}{day}{serial}",
        kind="coordination" if coordination else "ordinary",
    )


def _luhn(digits: str) -> bool:
    return bool(_stdnum("luhn").is_valid(digits))


# -- Denmark --------------------------------------------------------------------------------------

#: Weights of the control digit that numbers had until 2007, and most still have.
_CPR = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def _danish(typed: str, today: date) -> NationalId | None:
    """Read a CPR number; since 2007 it has no checksum any more."""
    number = _digits(typed, 10)
    if not number:
        return None
    year, seventh = int(number[4:6]), number[6]
    if seventh in "5678" and year >= 58:  # noqa: PLR2004 (the table of the register)
        year += 1800
    elif seventh in "0123" or (seventh in "49" and year >= 37):  # noqa: PLR2004
        year += 1900
    else:
        year += 2000
    born = _date(year, int(number[2:4]), int(number[:2]))
    return NationalId(country="DK", number=number) if born and born <= today else None


# -- Finland, Israel, Greece ----------------------------------------------------------------------

_TEMPORARY_FINNISH = "9"
_SHORTEST_ISRAELI = 5


def _finnish(typed: str, today: date) -> NationalId | None:
    hetu = _stdnum("fi.hetu")
    if len(typed) == 10 and typed.isascii():  # noqa: PLR2004 (the hyphen was left out)
        typed = f"{typed[:6]}-{typed[6:]}"
    if not hetu.is_valid(typed, allow_temporary=True):
        return None
    number = str(hetu.compact(typed))
    century = {"+": 1800}.get(number[6], 2000 if number[6] in "ABCDEF" else 1900)
    born = _date(century + int(number[4:6]), int(number[2:4]), int(number[:2]))
    if born is None or born > today:
        return None
    temporary = number[7] == _TEMPORARY_FINNISH
    return NationalId(country="FI", number=number, kind="temporary" if temporary else "ordinary")


def _israeli(typed: str, today: date) -> NationalId | None:  # noqa: ARG001
    number = _digits(typed, *range(_SHORTEST_ISRAELI, 10))
    if not number or not _stdnum("il.idnr").is_valid(number):
        return None
    return NationalId(country="IL", number=number.zfill(9))


def _greek(typed: str, today: date) -> NationalId | None:  # noqa: ARG001
    number = _digits(typed, 11)
    if not number or not _stdnum("gr.amka").is_valid(number):
        return None
    return NationalId(country="GR", number=number)


def _stdnum(name: str) -> ModuleType:
    from importlib import import_module

    return import_module(f"stdnum.{name}")


_READERS: dict[str, _Reader] = {
    "NO": _norwegian,
    "SE": _swedish,
    "DK": _danish,
    "FI": _finnish,
    "IL": _israeli,
    "GR": _greek,
}
COUNTRIES = frozenset(_READERS)
