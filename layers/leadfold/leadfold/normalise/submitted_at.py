"""When a form was sent, as websites, tools and spreadsheets write it → the moment in UTC.

What can be read in one way only is read. Where day and month can change places the country of the
source says which is which; nothing is guessed. A time without a zone is local to the source.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from leadfold.normalise import date_words, spreadsheet, time_zones
from leadfold.normalise.date_words import DAY_FIRST, MONTH_FIRST, YEAR_FIRST

_MAX_LENGTH = 160
#: No form was sent before: what is earlier is the zero of some clock.
_YEARS = range(2000, 2101)
_NOON = time(12)

# -- numbers: Unix times, digits of a date, days of a spreadsheet ---------------------------------

#: How many digits before a point a Unix time has → how many of its units are a second.
_UNIX = ((range(9, 12), 1), (range(12, 15), 10**3), (range(15, 18), 10**6), (range(18, 20), 10**9))
_NUMBER = re.compile(r"(\d{1,19})(?:[.,](\d{1,12}))?")
_DATE_DIGITS = re.compile(r"(\d{8})(?:(\d\d)(\d\d)(\d\d)?)?")
#: ISO 8601 without signs, at least in the date.
_BASIC = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:t|\s)(\d\d):?(\d\d)(?::?(\d\d))?(?=\D|$)")
#: The plus of an offset, which a form that was not escaped turned into a blank.
_LOST_PLUS = re.compile(r"(:\d\d(?:\.\d{1,9})?|gmt|utc) (?=(?:0\d|1[0-4]):?[0-5]\d(?:\s?\(|$))")
_JSON_DATE = re.compile(r"\\?/date\((\d{1,16})(?:[+-]\d{4})?\)\\?/")
_SERIAL_DIGITS = 5
#: Serials, and years of two digits, are read only near the receipt: else any would be some date.
_OLDEST = timedelta(days=730)


def parse(
    raw: str, received_at: datetime, country: str | None, working_hours_zone: str | None
) -> datetime | None:
    """Return the moment that a text names, ``None`` where it names none, or could name two.

    A date without a time is noon of that day at the source, the receipt where that is earlier on
    the same day: so it stays on its day. ``received_at`` is in UTC.

    >>> received = datetime(2026, 11, 30, 12, tzinfo=UTC)
    >>> parse("10.11.2026 kl. 20.30", received, "NO", None).isoformat()
    '2026-11-10T19:30:00+00:00'
    >>> parse("10/11/2026", received, None, None)
    """
    try:
        zone = time_zones.of_source(country, working_hours_zone)
        found = _moment(raw, received_at, country, zone)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found and found.year in _YEARS else None


def _moment(raw: str, received_at: datetime, country: str | None, zone: tzinfo) -> datetime | None:
    typed = date_words.clean(raw, _MAX_LENGTH).strip(" .,;'\"")
    if found := _JSON_DATE.fullmatch(typed):
        return _unix(found[1], "")
    if typed.startswith("{"):
        return _of_object(raw, received_at, country, zone)
    typed = spreadsheet.digits(_BASIC.sub(_with_signs, typed))
    number = _NUMBER.fullmatch(typed)
    if number and not (digits := _DATE_DIGITS.fullmatch(typed)):
        return _of_number(number[1], number[2] or "", received_at, zone)
    if number and digits:
        local = _of_digits(digits, country)
    else:
        local = _of_text(typed, country, received_at.date())
    if local is None and number:
        return _of_number(number[1], number[2] or "", received_at, zone)
    return local.moment(received_at, zone) if local else None


def _with_signs(found: re.Match[str]) -> str:
    year, month, day, hour, minute, second = found.groups("00")
    return f"{year}-{month}-{day}t{hour}:{minute}:{second}"


def _of_number(digits: str, fraction: str, received_at: datetime, zone: tzinfo) -> datetime | None:
    if len(digits) != _SERIAL_DIGITS:
        return _unix(digits, fraction)
    day = spreadsheet.SERIAL_ZERO + timedelta(days=int(digits))
    if fraction.strip("0"):
        seconds = round(float(f"0.{fraction}") * 24 * 60 * 60)
        found = _Local(day, time(), later=timedelta(seconds=seconds))
    else:
        found = _Local(day)
    at = found.moment(received_at, zone)
    return at if received_at - _OLDEST <= at <= received_at + timedelta(days=1) else None


def _unix(digits: str, fraction: str) -> datetime | None:
    for lengths, units in _UNIX:
        if len(digits) in lengths:
            return datetime.fromtimestamp(float(f"{digits}.{fraction or 0}") / units, UTC)
    return None


# -- a day, a time of day and a zone --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Local:
    """A day, and what else was said: the time of day, the zone, and time to add to both."""

    day: date
    at: time | None = None
    zone: tzinfo | None = None
    later: timedelta = timedelta()

    def moment(self, received_at: datetime, zone: tzinfo) -> datetime:
        """Return the moment in UTC. ``zone`` counts where none was said.

        Of an hour that the clocks have twice it is the first; one that they leave out is the hour
        after it.
        """
        zone = self.zone or zone
        if self.at is None:
            noon = datetime.combine(self.day, _NOON, zone).astimezone(UTC)
            today = received_at.astimezone(zone).date() == self.day
            return min(noon, received_at) if today else noon
        return (
            (datetime.combine(self.day, self.at) + self.later).replace(tzinfo=zone).astimezone(UTC)
        )


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    whole = int(year) + (2000 if len(str(year)) <= 2 else 0)  # noqa: PLR2004
    try:
        return date(whole, int(month), int(day)) if whole in _YEARS else None
    except ValueError:
        return None


def _of_digits(found: re.Match[str], country: str | None) -> _Local | None:
    """Read ``20261110``, ``20261110203000`` or ``10112026``."""
    digits, hour, minute, second = found.groups()
    day = _date(digits[:4], digits[4:6], digits[6:])
    if not day and not hour:
        day = _ordered(digits[:2], digits[2:4], digits[4:], country)
    if not day:
        return None
    if hour is None:
        return _Local(day)
    try:
        return _Local(day, time(int(hour), int(minute), int(second or 0)))
    except ValueError:
        return None


def _ordered(
    first: str, second: str, year: str, country: str | None, sign: str = "", *, is_12h: bool = False
) -> date | None:
    """Return the date of two numbers and a year, ``None`` where it can be two dates.

    A clock of twelve hours is American, so it says nothing for certain behind a country's own order
    where that country's clock has 24 hours.
    """
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if not (day_first and month_first) or day_first == month_first or sign == ".":
        return day_first or month_first
    if country in MONTH_FIRST:
        return month_first
    if country in DAY_FIRST | _DAY_FIRST_IN_FORMS and not (
        is_12h and country in _CLOCK_OF_24_HOURS
    ):
        return day_first
    return None


#: Countries whose websites write the day first, beside those where people do so in a birth date.
_DAY_FIRST_IN_FORMS = frozenset("AR BO BR CL CO CR EC GL ID MA MX PE PY SG SJ TH UY VE VN".split())
#: Countries that write the day first and never ``PM``.
_CLOCK_OF_24_HOURS = frozenset(
    "AT BE BG CH CZ DE DK EE ES FI FR GL HR IL IS IT LT LU LV NL NO PL PT RO RS RU SE SI SJ SK TR "
    "UA".split()
)

# -- text -----------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"(?P<year_first>(?<!\d)(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})(?!\d)"
    r"(?:t(?=\d)|:)?)"
    r"|(?P<three>(?<!\d)(?P<first>\d{1,2})\s?(?P<sign>[-/.])\s?(?P<second>\d{1,2})"
    r"(?:\s?[-/.]\s?(?P<third>\d{4}(?!\d)|\d{2}(?![\d:]))|\s(?P<year>\d{4})(?!\d))(?:t(?=\d)|:)?)"
    r"|(?P<clock>(?P<hours>\d{1,2})(?:[:.]|\s?h\s?)(?P<minutes>\d{2})"
    r"(?:[:.](?P<seconds>\d{2})(?:[.,:]\d{1,9})?)?(?!\d))"
    r"|(?P<hour>\d{1,2}(?=\s?[ap]m(?![^\W\d_])|\s?h(?![^\W\d_])|\s?uhr))"
    r"|(?P<offset>[+\u2212-](?:0?\d|1[0-4])(?::?[0-5]\d)?(?!\d))"
    r"|(?P<place>[a-z]{2,12}/[a-z_]{2,20}(?:/[a-z_]{2,20})?(?![^\W_]))"
    r"|(?P<number>(?P<digits>\d{1,4})(?:(?:st|nd|rd|th|er|o)(?![^\W\d_]))?(?!\d):?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<between>[\s.,;/|@\u2013\u2212-]+)"
)
#: Brackets, and those around the words of others, as Hebrew zones have them.
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()\[\]]*\)[^()\[\]]*)?)[)\]]")
_HALF_OF_DAY = re.compile(r"(?<![^\W\d_])([ap])\.?\s?m(?![^\W\d_])\.?")
_GREEK_HALF_OF_DAY = re.compile(r"(?<![^\W\d_])([πμ])\.?\s?μ(?![^\W\d_])\.?")
_FAR_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_VIETNAMESE = re.compile(r"(\d{1,2})\s?thang\s(\d{1,2}),?\s(?:nam\s)?(\d{4})")
_QUOTES = str.maketrans("", "", "\"'`’‘“”״׳")

#: Words for before and after noon. In letters of other languages they count behind a time only.
_HALVES = dict.fromkeys("am fm ap πμ לפנהצ 上午 오전".split(), "am") | dict.fromkeys(
    "pm em ip μμ אחהצ 下午 오후".split(), "pm"
)
#: Days of the week in the languages of the months, and words between the parts of a date.
_NOISE = frozenset(
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun "
    "sunday man mandag tir tirs tirsdag ons onsdag tor tors torsdag fre fredag lør lørdag søn "
    "søndag lø sø mandagen tis tisdag lor lordag son sondag ma maanantai maanantaina ti "
    "tiistai tiistaina ke keskiviikko keskiviikkona to torstai torstaina pe perjantai perjantaina "
    "la lauantai lauantaina su sunnuntai sunnuntaina mo montag di dienstag mi mittwoch do "
    "donnerstag fr freitag sa samstag so sonntag maandag dinsdag wo woensdag donderdag vr vrijdag "
    "za zaterdag zo zondag lun lundi mardi mer mercredi jeu jeudi ven vendredi sam samedi dim "
    "dimanche lunes martes mie miercoles jue jueves vie viernes sab sabado dom domingo lunedi "
    "martedi mercoledi gio giovedi venerdi sabato domenica segunda terca quarta quinta sexta feira "
    "δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη δευ τρι τετ πεμ παρ σαβ κυρ "
    "יום ראשון שני שלישי רביעי חמישי שישי שבת א ב ג ד ה ו "
    "st d den de der del the of at on em kl klo klockan klokka klokken kello um uhr uur om h u le "
    "a alle ore il las el as t στισ ωρα בשעה ngay luc".split()
)


@dataclass(slots=True)
class _Parts:
    """The parts of a date that a text has named so far."""

    days: list[date | None] = field(default_factory=list)
    pending: list[tuple[str, str, str, str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    clocks: list[tuple[int, int, int]] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    offsets: list[str] = field(default_factory=list)
    zones: list[tzinfo | None] = field(default_factory=list)


def _of_text(typed: str, country: str | None, today: date) -> _Local | None:
    """Read a date with signs or the name of a month, with or without a time and a zone."""
    typed = _LOST_PLUS.sub(r"\1+", typed)
    aside = [found[1] for found in _IN_BRACKETS.finditer(typed)]
    bare = _IN_BRACKETS.sub(" ", typed).translate(_QUOTES)
    bare = _HALF_OF_DAY.sub(r"\1m", bare)
    bare = _GREEK_HALF_OF_DAY.sub(r"\1μ", bare)
    bare = _FAR_EAST.sub(r"\1-\2-\3 ", bare)
    bare = _VIETNAMESE.sub(r"\3-\2-\1", bare)
    parts = _Parts()
    at = 0
    while at < len(bare):
        found = _TOKEN.match(bare, at)
        if not found or not _take(parts, found, country):
            return None
        at = found.end()
    if not parts.zones and not parts.offsets:
        parts.zones += _zones_aside(aside, country)
    return _put_together(parts, country, today)


def _zones_aside(aside: list[str], country: str | None) -> Iterator[tzinfo | None]:
    """Yield zones that stand in brackets; other words in brackets repeat what was said."""
    for words in aside:
        if time_zones.is_abbreviation(words):
            yield time_zones.abbreviated(words, country)
        elif "/" in words and (zone := _place(words)):
            yield zone


def _take(parts: _Parts, found: re.Match[str], country: str | None) -> bool:
    """Add a token to the parts; tell whether it can be one of a date."""
    kind, token = found.lastgroup, found.group()
    match kind:
        case "year_first":
            parts.days.append(_date(found["y"], found["m"], found["d"]))
        case "three":
            return _take_three(parts, found)
        case "clock" | "hour":
            clock = (found["hours"] or token, found["minutes"] or 0, found["seconds"] or 0)
            parts.clocks.append((int(clock[0]), int(clock[1]), int(clock[2])))
        case "offset" if parts.clocks:
            parts.offsets.append(token)
        case "offset":  # a hyphen between a day and what follows it
            rest = _TOKEN.fullmatch(token[1:])
            return token[0] != "+" and rest is not None and _take(parts, rest, country)
        case "place":
            parts.zones.append(_place(token))
        case "number":
            parts.numbers.append(found["digits"])
        case "word":
            return _take_word(parts, token, country)
    return True


def _take_three(parts: _Parts, found: re.Match[str]) -> bool:
    first, second, third = found["first"], found["second"], found["third"] or found["year"]
    if not (parts.days or parts.pending or parts.months):
        parts.pending.append((first, second, third, found["sign"]))
        return True
    parts.clocks.append((int(first), int(second), int(third)))  # a time with dots behind a date
    return found["sign"] == "." and len(third) == len("00")


def _take_word(parts: _Parts, word: str, country: str | None) -> bool:
    month = date_words.month_of(word)
    if month:
        parts.months.append(month)
    elif word in _HALVES and (parts.clocks or not word.isascii()):
        parts.halves.append(_HALVES[word])
    elif time_zones.is_abbreviation(word) and parts.clocks:
        parts.zones.append(time_zones.abbreviated(word, country))
    else:
        return word.replace("ς", "σ") in _NOISE
    return True


def _place(name: str) -> tzinfo | None:
    """Return the zone of a name in small letters: ``europe/oslo``."""
    return time_zones.named("/".join(part.title() for part in name.split("/")))


def _put_together(parts: _Parts, country: str | None, today: date) -> _Local | None:
    day = _day(parts, country, today)
    if not day or len(parts.clocks) > 1 or len(parts.halves) > 1 or len(parts.offsets) > 1:
        return None
    zone = _zone(parts)
    if zone is None and (parts.zones or parts.offsets):
        return None
    if not parts.clocks:
        return None if parts.halves else _Local(day, None, zone)
    hour, minute, second = parts.clocks[0]
    hour = _of_half(hour, parts.halves)
    if (hour, minute, second) == (24, 0, 0):
        return _Local(day, time(), zone, timedelta(days=1))
    try:
        return _Local(day, time(hour, minute, min(second, 59)), zone)
    except ValueError:
        return None


def _day(parts: _Parts, country: str | None, today: date) -> date | None:
    """Return the one day that was named."""
    months = parts.months
    if len(months) > 1 and months[0] == 3:  # noqa: PLR2004 ("mar" is Tuesday in three languages)
        months = months[1:]
    named = len(parts.days) + len(parts.pending) + len(months)
    if named != 1 or (parts.numbers and not months):
        return None
    if parts.days:
        return parts.days[0]
    if parts.pending:
        return _of_pending(*parts.pending[0], country, today, is_12h=bool(parts.halves))
    if len(parts.numbers) != 2:  # noqa: PLR2004
        return None
    first, second = parts.numbers
    day, year = (second, first) if len(first) > 2 else (first, second)  # noqa: PLR2004
    return _date(year, months[0], day) if len(day) <= 2 and len(year) in {2, 4} else None  # noqa: PLR2004


def _of_pending(
    first: str,
    second: str,
    third: str,
    sign: str,
    country: str | None,
    today: date,
    *,
    is_12h: bool,
) -> date | None:
    """Return the date of three numbers, the last of which is the year or, rarely, the first.

    A year of two digits stands last where that gives a day of the last two years and the other
    reading gives none, or the country writes it last.
    """
    if len(third) > 2 or sign == ".":  # noqa: PLR2004
        return _ordered(first, second, third, country, sign, is_12h=is_12h)
    year_first = _date(first, second, third)
    if country in YEAR_FIRST and sign == "-":
        return year_first
    year_last = _ordered(first, second, third, country, sign, is_12h=is_12h)
    if not year_first or year_first == year_last:
        return year_last
    oldest = today - _OLDEST
    is_lately = year_last is not None and oldest <= year_last <= today + timedelta(days=1)
    is_other = oldest <= year_first <= today + timedelta(days=1)
    in_order = (
        country in DAY_FIRST | MONTH_FIRST | _DAY_FIRST_IN_FORMS and country not in YEAR_FIRST
    )
    return year_last if is_lately and (in_order or not is_other) else None


def _of_half(hour: int, halves: list[str]) -> int:
    """Return the hour of 24; -1 for one that is not in that half of the day."""
    if not halves or hour > 12:  # noqa: PLR2004
        return -1 if halves == ["am"] else hour
    return hour % 12 + (12 if halves == ["pm"] else 0)


def _zone(parts: _Parts) -> tzinfo | None:
    """Return the zone that was said, ``None`` where none or two were. An offset decides."""
    if parts.offsets:
        sign, digits = parts.offsets[0][0], parts.offsets[0][1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(offset if sign == "+" else -offset)
    different = set(parts.zones)
    return different.pop() if len(different) == 1 else None


# -- objects --------------------------------------------------------------------------------------


def _of_object(
    raw: str, received_at: datetime, country: str | None, zone: tzinfo
) -> datetime | None:
    """Read the objects that PHP, MongoDB and Firestore write for a time."""
    sent = json.loads(raw[: 2 * _MAX_LENGTH])
    when = next(
        (sent[name] for name in ("date", "$date", "_seconds", "seconds") if name in sent), None
    )
    if isinstance(when, bool) or not isinstance(when, str | int | float):
        return None
    said = sent.get("timezone")
    if isinstance(said, str):
        behind = _of_text(
            f"2000-01-01 00:00 {date_words.clean(said, 40)}", country, received_at.date()
        )
        if not behind or not behind.zone:
            return None
        zone = behind.zone
    return None if str(when).startswith("{") else _moment(str(when), received_at, country, zone)
