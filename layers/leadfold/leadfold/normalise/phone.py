"""Phone numbers: E.164 is both the number to call and the key."""

import re
from functools import lru_cache

from leadfold.normalise import text

#: What people type to get past a required field. Compared on the national digits.
_PLACEHOLDERS = re.compile(
    r"(\d)\1*|\d0{7,}|12345678(9(0)?)?|987654321?0?|55512\d\d|5555\d{0,3}555"
)
_TRUNK_ZERO = re.compile(r"\(0\)")
_MAX_LENGTH = 60
_MIN_DIGITS = 3


def clean(raw: str) -> str:
    """Return the number as typed, without marks, labels and a bracketed trunk zero."""
    tidy = _TRUNK_ZERO.sub("", text.clean(raw[:200]))
    start = re.search(r"[+\d(]", tidy)
    return tidy[start.start() :][:_MAX_LENGTH] if start else ""


@lru_cache(maxsize=512)
def parse(raw: str, country: str | None) -> tuple[str | None, bool]:
    """Return ``(E.164, valid)``; ``(None, False)`` where the text can be nobody's number.

    ``country`` (ISO 3166, two letters) is taken where the number names none. A number that is
    possible by its length but not in an assigned range is still a key: ranges change faster than
    libraries. Extensions are left out.
    """
    import phonenumbers

    candidate = clean(raw)
    if not candidate:
        return None, False
    try:
        number = phonenumbers.parse(candidate, country)
    except phonenumbers.NumberParseException:
        return None, False
    if not phonenumbers.is_possible_number(number):
        return None, False
    if is_placeholder(str(number.national_number)):
        return None, False
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.is_valid_number(number),
    )


def is_placeholder(national: str) -> bool:
    """Tell whether these national digits are a way of giving no number.

    >>> is_placeholder("99999999"), is_placeholder("12345678"), is_placeholder("91234567")
    (True, True, False)
    """
    return len(national) < _MIN_DIGITS or _PLACEHOLDERS.fullmatch(national) is not None
