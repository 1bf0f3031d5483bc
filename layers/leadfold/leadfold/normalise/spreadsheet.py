"""Numbers and dates as spreadsheets and programs turn them into floats → what was meant.

Only for fields that hold a number; a name, a campaign or a version (``2.0``) is none.
"""

import re
from datetime import date, timedelta

# Compiled by `re` at first use: most leads, and every cold start, do without.
_TAIL = r"([+]?\d+)[.,]0{1,2}"
#: A whole number within other text: signs around it, or others beside it.
_TAIL_WITHIN = r"(?<![\d.,])(\d{7,15})[.,]0{1,2}(?![\d.,])"
_SCIENTIFIC = r"[+]?(\d)(?:[.,](\d{1,20}))?[eE]\+?(\d{1,2})"
#: Excel shows a long number with five decimals, and programs in C print six: what was saved from
#: them lost the other digits.
_SHOWN = 6
_LONGEST = 200

_SERIAL = r"(\d{4,5})(?:[.,]\d{1,12})?"
#: The day before the first of the 1900 system, for days after February 1900.
SERIAL_ZERO = date(1899, 12, 30)
#: Smaller ones are years, ages and other numbers.
_FIRST_SERIAL = 3000


def digits(value: str) -> str:
    """Return the digits of a number that was written as a float, "" if digits are lost.

    Other text is returned as it is.

    >>> digits("4791234567.0"), digits("155,0"), digits("4.791234567E+10"), digits("+47 91234567.0")
    ('4791234567', '155', '47912345670', '+47 91234567')
    >>> digits("4,79123E+10"), digits("912 34 567"), digits("912.34.567")
    ('', '912 34 567', '912.34.567')
    """
    if value.isdigit() or len(value) > _LONGEST:
        return value
    typed = value.strip()
    if found := re.fullmatch(_TAIL, typed):
        return found[1]
    scientific = re.fullmatch(_SCIENTIFIC, typed) if "e" in typed.lower() else None
    if not scientific:
        return re.sub(_TAIL_WITHIN, r"\1", value)
    first, exponent = scientific[1], int(scientific[3])
    decimals = scientific[2] or ""
    decimals = decimals[:exponent] + decimals[exponent:].rstrip("0")
    if len(decimals) > exponent or (len(decimals) <= _SHOWN and len(decimals) < exponent):
        return ""
    return (first + decimals).ljust(exponent + 1, "0")


def day(value: str) -> date | None:
    """Return the day of a spreadsheet's number for a date (1900 system), ``None`` for others.

    >>> day("29314"), day("29314.0"), day("1980")
    (datetime.date(1980, 4, 3), datetime.date(1980, 4, 3), None)
    """
    found = re.fullmatch(_SERIAL, value)
    if not found or int(found[1]) < _FIRST_SERIAL:
        return None
    return SERIAL_ZERO + timedelta(days=int(found[1]))
