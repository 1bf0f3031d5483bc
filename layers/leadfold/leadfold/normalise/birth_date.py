"""Birth dates in any order of day, month and year that can be read in one way only."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from leadfold.normalise import date_words, spreadsheet
from leadfold.normalise.date_words import DAY_FIRST, MONTH_FIRST, YEAR_FIRST

_MAX_LENGTH = 60
_OLDEST_PERSON = 120
_YEAR = 4
#: Few who fill in a form are younger: this decides the century of a year with two digits.
_YOUNGEST_CUSTOMER = 14

_THREE_NUMBERS = re.compile(r"(\d{1,4})\s*([./\\,-]|\s)\s*(\d{1,2})\s*(?:[./\\,-]|\s)\s*(\d{1,4})")
_DIGITS = re.compile(r"\d{8}|\d{6}")
_TIME = re.compile(
    r"[t ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2}|[ap]m|utc|gmt)?$"
)
#: A date of eight digits whose first zero was lost.
_LOST_ZERO = re.compile(r"[1-9]\d{6}")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
#: Hours of a date picker's midnight in Europe or Israel that was converted to UTC: the evening of
#: the day before.
_EVENING = frozenset({"21", "22", "23"})

_BESIDE_MONTHS = frozenset(
    "st nd rd th of the den d del av ב ה tου του born fodt fodd fodselsdato dob".split()
)


@lru_cache(maxsize=1024)
def parse(raw: str, country: str | None, today: date) -> str | None:
    """Return an ISO birth date, or ``None`` where the text is none, or can be read as two.

    Day, month and year may have any order that can be read in one way only, or that ``country``
    decides. ``today`` decides the century of a year with two digits; nobody is born later.
    """
    found = _plausible(raw, country, today)
    return found.pop().isoformat() if len(found) == 1 else None


def unread(raw: str) -> str:
    """Return a date that is nobody's birth date as ``YYYY-MM-DD``, "" where the text is no date.

    It may be one slip away from the right date, so it can still be compared.

    >>> unread("19801372"), unread("31/2/1980"), unread("1791-03-04"), unread("soon")
    ('1980-13-72', '1980-02-31', '1791-03-04', '')
    """
    typed = clean(raw)
    if stands_for_none(raw):
        return ""
    if found := _THREE_NUMBERS.fullmatch(typed):
        first, _, second, third = found.groups()
        year, month, day = (first, second, third) if len(first) == _YEAR else (third, second, first)
    elif len(typed) == len("YYYYMMDD") and typed.isdigit():
        year, month, day = typed[:4], typed[4:6], typed[6:]
    else:
        return ""
    return f"{year}-{month:0>2}-{day:0>2}" if len(year) == _YEAR and len(day) <= len("DD") else ""


#: What systems write for no date, beside zeros: the first or last day that they know.
_NO_DATES = frozenset(
    "0001-01-01 1753-01-01 1899-12-30 1899-12-31 1900-00-01 1900-01-00 1900-01-01 "
    "9999-12-31".split()
)


def stands_for_none(raw: str) -> bool:
    """Tell whether a text is how a system writes that there is no date.

    >>> stands_for_none("0/0/00"), stands_for_none("01.01.1900"), stands_for_none("1.1.1980")
    (True, True, False)
    """
    typed = _TIME.sub("", clean(raw))
    if not any(map(str.isalnum, typed.replace("0", ""))):
        return True
    found = _THREE_NUMBERS.fullmatch(typed)
    if not found:
        return False
    first, _, second, third = found.groups()
    year, *others = (first, second, third) if len(first) == _YEAR else (third, second, first)
    month, day = sorted((f"{other:0>2}" for other in others), key=lambda other: other > "12")
    return f"{year}-{month}-{day}" in _NO_DATES


def key(born: str) -> str:
    """Return the date itself: it has one spelling."""
    return born


def is_ambiguous(raw: str, country: str | None, today: date) -> bool:
    """Tell whether a date can be read in more than one way."""
    return len(_plausible(raw, country, today)) > 1


def clean(raw: str) -> str:
    """Return the date as typed, in lower case and without accents."""
    return date_words.clean(raw, _MAX_LENGTH).strip(" .,;:'\"")


def _plausible(raw: str, country: str | None, today: date) -> set[date]:
    """Return the dates that the text can mean and somebody who lives can be born on."""
    oldest = today.year - _OLDEST_PERSON
    readings = _readings(clean(raw), country, today)
    return {born for born in readings if born and born <= today and born.year >= oldest}


def _readings(typed: str, country: str | None, today: date) -> Iterator[date | None]:
    """Yield every date that the text can mean, ``None`` for readings that are no date."""
    later = timedelta()
    time = _TIME.search(typed)
    if time:
        typed = typed[: time.start()]
        evening = time[1] in _EVENING and time[2] == "00" and (time[3] or "00") == "00"
        if evening and time[4] == "z" and country in DAY_FIRST:
            later = timedelta(days=1)
    three = _THREE_NUMBERS.fullmatch(typed)
    if three:
        first, sign, second, third = three.groups()
        numbers = _of_three(first, second, third, sign, country, today)
    elif _LOST_ZERO.fullmatch(typed):
        numbers = _of_digits(f"0{typed}", country, today)
    elif serial := spreadsheet.day(typed):
        numbers = iter((serial,))
    elif _DIGITS.fullmatch(typed):
        numbers = _of_digits(typed, country, today)
    else:
        numbers = _of_words(_WORDS.findall(typed), today)
    yield from (born and born + later for born in numbers)


def _of_three(
    first: str, second: str, third: str, sign: str, country: str | None, today: date
) -> Iterator[date | None]:
    if len(first) > 2:  # noqa: PLR2004 (a whole year)
        yield _date(first, second, third, today)
        return
    if len(third) <= 2 and (country in YEAR_FIRST or int(first) > 31):  # noqa: PLR2004
        yield _date(first, second, third, today)
        if country in YEAR_FIRST and sign == "-":
            return
    day_first = _date(third, second, first, today)
    month_first = _date(third, first, second, today)
    if country in MONTH_FIRST and sign != ".":
        yield month_first or day_first
    elif country in DAY_FIRST or sign == ".":
        yield day_first or month_first
    else:
        yield day_first
        yield month_first


def _of_digits(typed: str, country: str | None, today: date) -> Iterator[date | None]:
    if len(typed) == 8:  # noqa: PLR2004
        yield _date(typed[:4], typed[4:6], typed[6:], today)
        if country not in MONTH_FIRST:
            yield _date(typed[4:], typed[2:4], typed[:2], today)
        if country not in DAY_FIRST:
            yield _date(typed[4:], typed[:2], typed[2:4], today)
        return
    if country in YEAR_FIRST or country not in DAY_FIRST:
        yield _date(typed[:2], typed[2:4], typed[4:], today)
    if country not in MONTH_FIRST | YEAR_FIRST:
        yield _date(typed[4:], typed[2:4], typed[:2], today)
    if country not in DAY_FIRST:
        yield _date(typed[4:], typed[:2], typed[2:4], today)


def _of_words(words: list[str], today: date) -> Iterator[date | None]:
    months: list[int] = []
    numbers: list[str] = []
    for word in words:
        number = date_words.month_of(word)
        if number:
            months.append(number)
        elif word.isdigit():
            numbers.append(word)
        elif word not in _BESIDE_MONTHS:
            return
    if len(months) != 1 or len(numbers) != 2:  # noqa: PLR2004
        return
    day, year = numbers
    if len(day) > len(year) or int(day) > 31:  # noqa: PLR2004
        day, year = year, day
    yield _date(year, str(months[0]), day, today)


def _date(year: str, month: str, day: str, today: date) -> date | None:
    if len(day) > 2 or len(month) > 2 or len(year) not in {2, 4}:  # noqa: PLR2004
        return None
    try:
        return date(_whole_year(year, today), int(month), int(day))
    except ValueError:
        return None


def _whole_year(year: str, today: date) -> int:
    if len(year) > 2:  # noqa: PLR2004
        return int(year)
    newest = today.year - (today.year - int(year)) % 100
    return newest if today.year - newest >= _YOUNGEST_CUSTOMER else newest - 100
