"""Phone numbers in E.164: the number to call, and the key that all its spellings share."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from leadfold.model import Phone, PhoneType
from leadfold.normalise import phone_prefixes, text

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_MAX_LENGTH = 120
_MAX_NUMBERS = 4
#: Shorter numbers are service numbers in an assigned range, else a part of a number.
_LONG_ENOUGH = 7
_LONGEST = 15
_LONGEST_CODE = 5
_FOREIGN_FROM = 10
_BLOCKS = 2
#: Countries where one dials abroad by another prefix than 00.
_OWN_PREFIXES = {"US": "011", "CA": "011", "AU": "0011"}

# Compiled by `re` at first use: most leads, and every cold start, do without.
_DASHES = "[\u2010-\u2015\u2212\ufe58\ufe63]"
_TRUNK_ZERO = r"[(\[]\s*0\s*[)\]]"
#: What may stand between the digits of one number.
_RUN = re.compile(r"[+(\[]*\d[\d ()\[\].+/\\_~*'-]*")
_SEPARATED = r"(?<=\d)\s*(?=\+)|[/\\]"
#: A country code with another way to dial abroad behind it: a form put the code in front.
_CODE_IN_FRONT = (
    r"[(\[ ]*(?:(?:\+|00) *(\d{1,3})[()\[\] ./-]*(?:0? *\+|00)"
    r"|(\d{1,3})[()\[\] ./-]*\+)(?=[( ]*\d)"
)
#: Signs of a list: ``1) 912 34 501 2) 412 34 501``, ``1. …``.
_ITEM = r"(?<![^\s;,/])\(?[1-9](?:\)|[.:](?=\s))(?=\s*[+(\d])"
_EXTENSION = (
    r"(?:;\s*ext\s*=|(?<![^\W\d_])(?:extension|extn?|x|linje|lokal|internt?|int|anknytning|ankn"
    r"|anknr|kl\.?nr|εσωτερικό|εσωτ?|שלוחה|שלוחות)(?![^\W\d_])\s*\.?\s*[:#.-]?|#)\s*(\d{1,7})(?!\d)"
)

#: What people type to get past a required field.
_PLACEHOLDER = re.compile(
    r"(\d)\1*"  # one digit all through
    r"|\d0{7,}"
    r"|0?123456789?0?|12345678"
    r"|9876543210?"
)
#: Sequences and repeated patterns that few real numbers have.
_UP, _DOWN = "01234567890123456789", "98765432109876543210"
_REPEATED = r"(\d{2,4})\1+|\d?(\d)\2{5,}\d?"
_FICTION = r"\d{3}55501\d\d"  # kept free for films in the North American plan

_TYPES: dict[int, PhoneType] = {
    0: "fixed",
    1: "mobile",
    2: "fixed_or_mobile",
    3: "toll_free",
    4: "premium",
    5: "shared_cost",
    6: "voip",
    7: "personal",
    8: "pager",
    9: "company",
    10: "voicemail",
}


def clean(raw: str) -> str:
    """Return the number as typed, without labels, invisible characters and bracketed trunk zero.

    >>> clean("p:+47 (0) 912 34 567")
    '+47 912 34 567'
    """
    tidy = _tidy(raw)
    start = re.search(r"[+\d(]", tidy)
    return tidy[start.start() :] if start else ""


def _tidy(raw: str) -> str:
    lines = raw[: 2 * _MAX_LENGTH].replace("\n", ";").replace("\r", ";")
    tidy = text.ascii_digits(text.clean(lines, _MAX_LENGTH))
    if not tidy.isascii():
        tidy = re.sub(_DASHES, "-", tidy)
    if "(" in tidy or "[" in tidy:
        tidy = re.sub(_TRUNK_ZERO, " ", tidy)
    return " ".join(tidy.split())


def key(number: Phone) -> str:
    """Return what all spellings of one number share; the extension does not count."""
    return phone_prefixes.key_of(number.e164)


def key_of(e164: str) -> str:
    """Return the key of a number as cards hold it."""
    return phone_prefixes.key_of(e164)


def parse(raw: str, country: str | None) -> Phone | None:
    """Return the first number in a text, or ``None`` where it has none.

    ``country`` (ISO 3166, two letters) counts where the number has no country code. A number of a
    possible length outside all assigned ranges is returned, too: ranges change faster than
    libraries.
    """
    found = parse_all(raw, country)
    return found[0] if found else None


@lru_cache(maxsize=1024)
def parse_all(raw: str, country: str | None) -> tuple[Phone, ...]:
    """Return every number in a text, those in assigned ranges first, each once."""
    tidy = _tidy(raw)
    if ("1)" in tidy and "2)" in tidy) or ("1." in tidy and "2." in tidy):
        tidy = re.sub(_ITEM, ";", tidy)
    found = _found(tidy, country)
    if not (found and found[0].valid) and re.search(_ITEM, tidy):
        return _found(re.sub(_ITEM, ";", tidy), country) or found
    return found


def _found(tidy: str, country: str | None) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for piece, extension in _pieces(tidy):
        for number in _numbers(piece, extension, country):
            found.setdefault(key(number), number)
        if len(found) >= _MAX_NUMBERS:
            break
    return tuple(sorted(found.values(), key=lambda number: not number.valid))


def _pieces(tidy: str) -> Iterator[tuple[str, str | None]]:
    """Yield the runs of digits in a text, each with the extension behind it."""
    lowered = tidy.lower()
    while lowered:
        run = _RUN.search(lowered)
        if not run:
            return
        end, extension = run.end(), None
        after = re.match(_EXTENSION, lowered[end:]) if end < len(lowered) else None
        if after:
            end, extension = end + after.end(), after.group(1)
        yield run.group(), extension
        lowered = lowered[end:]


def _numbers(piece: str, extension: str | None, country: str | None) -> list[Phone]:
    """Return the numbers in a run of digits: one, or several if the whole run is no valid one."""
    behind = _behind_codes(piece)
    inner = _number(behind, extension, country) if behind else None
    if inner and inner.valid:
        return [inner]
    whole = _number(piece, extension, country)
    if whole and whole.valid:
        return [whole]
    for parts in _splits(piece):
        several = [_number(part, None, country) for part in parts]
        valid = [number for number in several if number and number.valid]
        if len(valid) == len(parts):
            return valid
    best = inner or whole
    return [best] if best else []


def _behind_codes(piece: str) -> str:
    """Return the whole number that stands behind a country code, "" where none does.

    >>> _behind_codes("+46 +47 912 34 501"), _behind_codes("+47 912 34 501")
    ('+47 912 34 501', '')
    """
    if piece.find("+", 1) < 0 and "00" not in piece:
        return ""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    rest = piece
    while (found := re.match(_CODE_IN_FRONT, rest)) and int(
        found[1] or found[2]
    ) in COUNTRY_CODE_TO_REGION_CODE:
        rest = f"+{rest[found.end() :]}"
    return rest if rest != piece else ""


def _splits(piece: str) -> Iterator[list[str]]:
    parts = [part for part in re.split(_SEPARATED, piece) if any(map(str.isdigit, part))]
    if len(parts) > 1:
        yield parts[:_MAX_NUMBERS]
    digits = sum(map(str.isdigit, piece))
    words = piece.split()
    if digits >= 2 * _LONG_ENOUGH and len(words) >= _BLOCKS:
        for cut in range(1, min(len(words), 12)):
            yield [" ".join(words[:cut]), " ".join(words[cut:])]


@lru_cache(maxsize=2048)
def _number(piece: str, extension: str | None, country: str | None) -> Phone | None:
    import phonenumbers

    digits = "".join(char for char in piece if char.isdigit())
    if not digits or is_placeholder(digits):
        return None
    best: tuple[PhoneNumber, int] | None = None
    for number, must_be_valid in _readings(piece.lstrip("([").startswith("+"), digits, country):
        kind = phonenumbers.number_type(number)
        if kind in _TYPES:
            best = number, kind
            break
        if best is None and not must_be_valid and _is_possible(number):
            best = number, kind
    if best is None:
        return None
    number, kind = best
    national = phonenumbers.national_significant_number(number)
    if is_placeholder(national) or (kind not in _TYPES and _is_part(number, national)):
        return None
    return Phone(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        country=phonenumbers.region_code_for_number(number),
        type=_TYPES.get(kind, "unknown"),
        valid=kind in _TYPES,
        suspicious=is_suspicious(national),
        extension=extension,
    )


def _is_part(number: "PhoneNumber", national: str) -> bool:
    return len(national) < _LONG_ENOUGH or phone_prefixes.lacks_area(
        str(number.country_code), national
    )


def _is_possible(number: "PhoneNumber") -> bool:
    """Tell whether the length is possible; a local number without its area code is incomplete."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _readings(
    plus: bool,  # noqa: FBT001
    digits: str,
    country: str | None,
) -> Iterator[tuple["PhoneNumber", bool]]:
    """Yield the numbers that the digits can be, the most likely first.

    The second value tells that the number counts only if it is in an assigned range.
    """
    if len(digits) > _LONGEST + 6:
        return
    abroad = digits if plus else _dialled_abroad(digits, country)
    if abroad:
        yield from _with_code(abroad, None)
    if country and not (abroad and not plus):
        yield from () if plus else _own_mobile(digits, country)
        yield from _read(digits, country, must_be_valid=bool(abroad))
        code = _code_of(country)
        for national in phone_prefixes.meant(code, digits):
            yield from _read(f"+{code}{national}", None, must_be_valid=True)
    if not abroad and len(digits) >= _FOREIGN_FROM:
        yield from _with_code(digits, _code_of(country) if country else "")


def _own_mobile(digits: str, country: str) -> Iterator[tuple["PhoneNumber", bool]]:
    """Yield the mobile behind the country's own code, where the whole is none without its zero.

    In Germany nearly any digits are a landline: ``4915123456789``, too.
    """
    from phonenumbers import PhoneNumberType, number_type

    code = _code_of(country)
    if not digits.startswith(code) or len(digits) < len(code) + _LONG_ENOUGH:
        return
    for number, _ in list(_read(f"+{digits}", None, must_be_valid=True)):
        whole = next(_read(f"+{code}{digits}", None, must_be_valid=True), None)
        if number_type(number) == PhoneNumberType.MOBILE and not (
            whole and number_type(whole[0]) == PhoneNumberType.MOBILE
        ):
            yield number, True


def _with_code(digits: str, home: str | None) -> Iterator[tuple["PhoneNumber", bool]]:
    """Yield the numbers of digits that begin with a country code.

    Without a plus they may begin with none, and only the code of ``home`` is one too much.
    """
    for number, _ in list(_read(f"+{digits}", None, must_be_valid=False)):
        yield number, home is not None
        code = str(number.country_code)
        rest = digits[len(code) :]
        for national in phone_prefixes.meant(code, rest):
            yield from _read(f"+{code}{national}", None, must_be_valid=True)
        if home is None or home == code:
            yield from _again(code, rest)


def _dialled_abroad(digits: str, country: str | None) -> str | None:
    """Return the digits after an international prefix, ``None`` where there is none."""
    own = _OWN_PREFIXES.get(country or "")
    if own and digits.startswith(own) and len(digits) > _FOREIGN_FROM:
        return digits[len(own) :]
    if digits.startswith("00") and len(digits) > _LONG_ENOUGH + 2:
        return digits.lstrip("0")
    return None


def _again(code: str, rest: str) -> Iterator[tuple["PhoneNumber", bool]]:
    """Yield the numbers behind a code that has itself, a zero or another code behind it."""
    from phonenumbers import region_code_for_country_code

    region = region_code_for_country_code(int(code))
    for shorter in dict.fromkeys((rest, rest.lstrip("0"))):
        if len(shorter) >= _LONG_ENOUGH:
            yield from _read(shorter, region, must_be_valid=True)
    if len(rest) >= _FOREIGN_FROM:
        yield from _read(f"+{rest.lstrip('0')}", None, must_be_valid=True)


@lru_cache(maxsize=256)
def _code_of(country: str) -> str:
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(country))


def _read(
    digits: str, country: str | None, *, must_be_valid: bool
) -> Iterator[tuple["PhoneNumber", bool]]:
    import phonenumbers

    try:
        yield phonenumbers.parse(digits, country), must_be_valid
    except phonenumbers.NumberParseException:
        return


def is_placeholder(digits: str) -> bool:
    """Tell whether these digits are made up to get past a required field.

    >>> is_placeholder("99999999"), is_placeholder("12345678"), is_placeholder("91234567")
    (True, True, False)
    """
    return _PLACEHOLDER.fullmatch(digits) is not None


def stands_for_none(raw: str) -> bool:
    """Tell whether the digits of a text are a placeholder, also behind a country code.

    >>> stands_for_none("+47 12345678"), stands_for_none("+47 912 34 567")
    (True, False)
    """
    digits = "".join(char for char in clean(raw) if char.isdigit())
    starts = range(min(_LONGEST_CODE, len(digits) - _LONG_ENOUGH) + 1)
    return is_placeholder(digits) or any(is_placeholder(digits[start:]) for start in starts)


def is_suspicious(national: str) -> bool:
    """Tell whether a national number looks made up, although it may be real.

    >>> is_suspicious("98765432"), is_suspicious("41414141"), is_suspicious("91234567")
    (True, True, False)
    """
    return bool(
        national in _UP
        or national in _DOWN
        or re.fullmatch(_REPEATED, national)
        or re.fullmatch(_FICTION, national)
    )
