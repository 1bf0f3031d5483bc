"""Prefixes of phone numbers that a country gave up or kept, and that phonenumbers does not read.

Each rule says what else the digits of a number can mean; such a reading counts only if it is a
valid number.
"""

import re
from collections.abc import Iterator

# Compiled by `re` at first use: most leads, and every cold start, do without.
#: By country code: what people still dial or write → the national number that is meant.
_MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    # Mexico, until 2019: 044 and 045 before a mobile at home, 1 from abroad, 01 before others
    # (Instituto Federal de Telecomunicaciones, Plan Técnico Fundamental de Numeración).
    "52": ((r"(?:044|045|01|1)(\d{10})", r"\1"),),
    # Argentina: 9 is dialled from abroad, 15 at home, between the area and the mobile's number.
    "54": (
        (r"0?9?0?(?=\d{12}$)(11|[23]\d{2,3})15(\d{6,8})", r"9\1\2"),
        (r"90(\d{10})", r"9\1"),
        (r"0?9?15(?=\d{10}$)(11|[23]\d{2,3})(\d{6,8})", r"9\1\2"),
    ),
    # Brazil, since 2016: mobiles have a 9 in front of their eight digits; 0 and two digits of a
    # carrier may stand before the area (Anatel, Resolução 553/2010).
    "55": ((r"(?:0(?:\d\d)?)?([1-9]\d)([6-9]\d{7})", r"\g<1>9\2"),),
    # Italy: the 0 is a part of numbers of landlines, and no longer of mobiles (since 2001).
    "39": (
        (r"0(3\d{8,9})", r"\1"),
        (r"([124-9]\d{5,9})", r"0\1"),
    ),
}
#: A number that begins so lacks its area.
_INCOMPLETE = {"54": r"0?15\d{6,8}"}

_ARGENTINA, _MOBILE = "+54", "+549"


def meant(code: str, dialled: str) -> Iterator[str]:
    """Yield the national numbers that digits behind a country code, or at home, can stand for.

    >>> list(meant("52", "15512345678")), list(meant("39", "612345678"))
    (['5512345678'], ['0612345678'])
    """
    for pattern, number in _MENDED.get(code, ()):
        if found := re.fullmatch(pattern, dialled):
            yield found.expand(number)


def lacks_area(code: str, national: str) -> bool:
    """Tell whether a number that is not valid has a mobile's prefix and no area."""
    pattern = _INCOMPLETE.get(code)
    return bool(pattern and re.fullmatch(pattern, national))


def key_of(e164: str) -> str:
    """Return what a number as cards hold it shares with its other spellings.

    In Argentina a mobile is called with a 9 from abroad and is often written without; no landline
    has the digits of a mobile, so both are one subscriber.

    >>> key_of("+541123456789"), key_of("+4791234567")
    ('+5491123456789', '+4791234567')
    """
    if e164.startswith(_ARGENTINA) and not e164.startswith(_MOBILE):
        return f"{_MOBILE}{e164[len(_ARGENTINA) :]}"
    return e164
