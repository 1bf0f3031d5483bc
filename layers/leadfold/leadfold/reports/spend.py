"""Uploaded ad spend → facts: a plain CSV, or the platforms' own exports. Pure.

A file replaces earlier uploads for each day and campaign in it. Layouts:

``plain``   ``date,platform,campaign_id,campaign,amount,currency`` and any of ``adset_id, adset,
            ad_id, ad, source, utm_*``
``google``  the report table of Google Ads: a title and a line of dates above the header, ``Day``,
            ``Campaign``, ``Campaign ID``, ``Currency code``, ``Cost``, totals below; the download
            for Excel is UTF-16 with tabs
``meta``    Ads Manager's table: ``Day`` or ``Reporting starts`` with ``Reporting ends``, ``Campaign
            name``, ``Campaign ID``, ``Ad set name`` …, ``Amount spent (NOK)``, a total without
            names

How amounts are written (``1.234``: one or a thousand?) is told by all amounts of the file together.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from leadfold.errors import FieldError
from leadfold.reports import periods

#: The spellings of column names, case-folded, in the plain layout and the platforms' exports.
_NAMES = {
    "day": ("day", "date", "date start", "start date", "start date (in utc)", "by day"),
    "start": ("reporting starts", "reporting start"),
    "end": ("reporting ends", "reporting end"),
    "platform": ("platform", "network", "channel"),
    "source": ("source",),
    "campaign_id": ("campaign id",),
    "campaign": ("campaign", "campaign name"),
    "adset_id": ("adset id", "ad set id", "ad group id"),
    "adset": ("adset", "ad set", "ad set name", "adset name", "ad group", "ad group name"),
    "ad_id": ("ad id",),
    "ad": ("ad", "ad name"),
    "amount": ("amount", "cost", "spend", "amount spent", "total spent"),
    "currency": ("currency", "currency code", "account currency"),
    **{f"utm_{n}": (f"utm {n}",) for n in ("source", "medium", "campaign", "term", "content")},
}
_COLUMN = {spelling: name for name, spellings in _NAMES.items() for spelling in spellings}
#: The columns of an expense besides day, amount and currency.
_DIMENSIONS = [name for name in _NAMES if name not in {"day", "start", "end", "amount", "currency"}]
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{3})\)\s*$")
_HEADER_LINES = 20
_LONGEST = 500
#: In Meta's exports the platform is where the ad was shown.
_PLATFORMS = {
    **dict.fromkeys(("facebook", "instagram", "messenger", "audience network"), "meta"),
    **dict.fromkeys(("threads", "whatsapp", "facebook ads", "meta ads"), "meta"),
    **dict.fromkeys(("google ads", "adwords"), "google"),
}
#: Limits: rows of a file, and days that one row covers.
_MOST_ROWS = 200_000
_MOST_DAYS = 366
_SMALLEST = Decimal("0.000001")
_LARGEST = Decimal(10) ** 12
_TOTAL = re.compile(r"total\b\s*(?P<alone>:|$)?", re.IGNORECASE)
_NOTHING = {"", "--", "-", "n/a"}
_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%b %d, %Y", "%B %d, %Y")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
#: A number with a sign, and a currency before or after it: ``kr. -5``, ``5,00 kr.``.
_NUMBER = re.compile(
    r"(?P<minus>[+-]?)([^\d.,+-]+\.?)?(?P<inner>[+-]?)(?P<digits>[.,]?\d[\d.,]*)([^\d.,+-]+\.?)?"
)
#: Thousands, or an amount with three decimals.
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The result of reading a file: facts to write, and errors and warnings by row.

    ``layout`` is ``plain``, ``google`` or ``meta``; an error's ``field`` names line and column:
    ``line 7, amount``.
    """

    layout: str
    facts: Sequence[Mapping[str, Any]]
    rows: int
    errors: Sequence[FieldError]
    warnings: Sequence[FieldError]


class NotSpend(ValueError):
    """The bytes are not a table with days and amounts; the message says what is missing."""


def read(
    body: bytes,
    *,
    written_at: str,
    platform: str | None = None,
    currency: str | None = None,
) -> Upload:
    """Return the facts of a file. Raises ``NotSpend`` if it cannot be read as a whole.

    ``platform`` and ``currency`` are the defaults for rows without. Rows with errors make no facts;
    the others do. Amounts are without VAT, as the platforms show them.
    """
    lines = _table(_text(body))
    at, header = _header(lines)
    columns: dict[int, str] = {}
    for index, cell in enumerate(header):
        name = _COLUMN.get(_folded(cell))
        if name and name not in columns.values():
            columns[index] = name
    layout = _layout(header, at)
    # In Google's exports the network is where in Google the ad was shown, not a platform.
    columns = {
        index: name
        for index, name in columns.items()
        if not (layout == "google" and _folded(header[index]) == "network")
    }
    if "day" not in columns.values() and not {*_DIMENSIONS} & {*columns.values()}:
        raise NotSpend("no column names a campaign, so rows and totals look alike: export by day")
    amount_at = next(index for index, name in columns.items() if name == "amount")
    in_header = _IN_BRACKETS.search(header[amount_at])
    point = _point(cells[amount_at] for _, cells in lines[at + 1 :] if amount_at < len(cells))
    defaults = {
        "platform": platform or (layout if layout != "plain" else None),
        "currency": in_header[1].upper() if in_header else currency,
    }
    sums: dict[tuple[tuple[str, str], ...], Decimal] = {}
    errors: list[FieldError] = []
    warnings: list[FieldError] = []
    rows = 0
    for number, cells in lines[at + 1 :]:
        values = {name: cells[i].strip() for i, name in columns.items() if i < len(cells)}
        if _is_total(values, cells):
            continue
        rows += 1
        if rows > _MOST_ROWS:
            raise NotSpend(f"more than {_MOST_ROWS:,} rows: split the file")
        try:
            for key, amount in _expenses(values, defaults, point, number, warnings):
                sums[key] = sums.get(key, Decimal(0)) + amount
        except _Bad as bad:
            errors.append(FieldError(f"line {number}, {bad.field}", bad.code, str(bad)))
        if len(sums) > _MOST_ROWS:
            raise NotSpend(f"more than {_MOST_ROWS:,} days of campaigns: split the file")
    facts = [_fact(dict(key), amount, written_at) for key, amount in sums.items()]
    return Upload(layout=layout, facts=facts, rows=rows, errors=errors, warnings=warnings)


# -- bytes → cells --------------------------------------------------------------------------------


def _text(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if body[1:40:2].count(0) > len(body[:40]) // 3:  # UTF-16 whose mark was cut off
        return body.decode("utf-16-le", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _table(text: str) -> list[tuple[int, list[str]]]:
    """Return (line number, cells) of the lines that are not blank."""
    text = text.replace("\0", "")
    head = text[:20_000]
    delimiter = max("\t;,", key=lambda sign: _width(head, sign))
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        found = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise NotSpend(f"the file is no CSV: {error}") from error
    return found


def _width(head: str, sign: str) -> int:
    """Return the most known columns in a line of the head, split by this delimiter."""
    return max(
        (
            sum(_folded(cell.strip().strip('"')) in _COLUMN for cell in line.split(sign))
            for line in head.splitlines()[:_HEADER_LINES]
        ),
        default=0,
    )


def _folded(cell: str) -> str:
    plain = _IN_BRACKETS.sub("", cell.replace("_", " ")).strip().lstrip("\ufeff").casefold()
    return " ".join(plain.split())


def _header(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Return the header's position among the lines, and its cells."""
    for at, (_, cells) in enumerate(lines[:_HEADER_LINES]):
        names = {_COLUMN.get(_folded(cell)) for cell in cells}
        if "amount" in names and names & {"day", "start"}:
            return at, cells
    raise NotSpend(
        "no header with a day (date, Day, Reporting starts) and an amount (amount, Cost, Amount "
        "spent) was found: export by day"
    )


def _layout(header: Sequence[str], at: int) -> str:
    names = {_folded(cell) for cell in header}
    if names & {"reporting starts", "amount spent"}:
        return "meta"
    if "cost" in names and (at > 0 or names & {"currency code", "ad group"}):
        return "google"
    return "plain"


# -- cells → expenses -----------------------------------------------------------------------------


class _Bad(Exception):
    """A row that makes no fact."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code = field, code


def _is_total(values: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Tell whether a row is one of totals: its first cell says so, or it has neither day nor name.

    A campaign may be called ``Total Fitness``: such a row has a day of its own.
    """
    said = {name: value for name, value in values.items() if value not in _NOTHING}
    day = said.get("day") or said.get("start") or ""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if total := _TOTAL.match(first):
        is_named = "campaign_id" in said or total["alone"] is None
        return not (day and not _TOTAL.match(day) and is_named)
    return "day" not in said and not any(name in said for name in _DIMENSIONS)


def _expenses(
    values: Mapping[str, str],
    defaults: Mapping[str, str | None],
    point: str,
    number: int,
    warnings: list[FieldError],
) -> Iterator[tuple[tuple[tuple[str, str], ...], Decimal]]:
    """Yield (dimensions, amount) of a row for each day that it covers."""
    told = {name: _cell(values.get(name, "")) for name in _DIMENSIONS}
    for name, value in told.items():
        if len(value) > _LONGEST:
            raise _Bad(name, "too_long", f"longer than {_LONGEST} characters")
    said = (told["platform"] or defaults["platform"] or "").casefold()
    told["platform"] = _PLATFORMS.get(said.replace("_", " "), said)
    if not told["platform"]:
        raise _Bad("platform", "missing", "say the platform in a column or with the upload")
    currency = (values.get("currency") or defaults["currency"] or "").upper()
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise _Bad("currency", "invalid", "say the currency as three letters, e.g. NOK")
    amount = _amount(values.get("amount", ""), point)
    days = _days(values)
    if len(days) > 1:
        message = f"{len(days)} days in one row: their cost was spread evenly; export by day"
        warnings.append(FieldError(f"line {number}, day", "spread", message))
    parts = _spread(amount, len(days))
    for day, part in zip(days, parts, strict=True):
        known = {**told, "currency": currency, "day": day.isoformat()}
        yield tuple(sorted((n, v) for n, v in known.items() if v)), part


def _cell(text: str) -> str:
    """Return a cell's value; an id without what protects it from spreadsheets' number formats."""
    text = text.strip()
    if text in _NOTHING:
        return ""
    if wrapped := re.fullmatch(r'="(.*)"|\'(\d+)', text):  # ="1202…" and '1202…
        return (wrapped[1] or wrapped[2] or "").strip()
    return re.sub(r"^(ag|as|c|f):(?=\d+$)", "", text)


def _typed(text: str) -> str:
    """Return an amount without blanks; brackets mean a negative one, as in bookkeeping."""
    typed = re.sub(r"[\s'’]", "", text).replace("\N{MINUS SIGN}", "-")
    return f"-{typed[1:-1]}" if re.fullmatch(r"\(.*\)", typed) else typed


def _point(amounts: Iterable[str]) -> str:
    """Return the decimal separator of a file's amounts, "" if it cannot be told from them.

    >>> _point(["1.234", "12,50"]), _point(["1.234"]), _point(["1,234.00", "12,50"])
    (',', '', '')
    """
    found = set()
    for text in amounts:
        number = _NUMBER.fullmatch(_typed(text))
        digits = number["digits"] if number else ""
        signs = [sign for sign in ".," if sign in digits]
        if len(signs) > 1:
            found.add(max(signs, key=digits.rfind))
        elif signs and digits.count(signs[0]) > 1:
            found.add("," if signs[0] == "." else ".")
        elif signs and not _EITHER.fullmatch(digits):
            found.add(signs[0])
    return found.pop() if len(found) == 1 else ""


def _amount(text: str, point: str = "") -> Decimal:
    r"""Return an amount in any common notation; ``point`` is the decimal separator, if known.

    >>> _amount("1,234.50"), _amount("1 234,50"), _amount("12,50 kr."), _amount("1.234", ",")
    (Decimal('1234.50'), Decimal('1234.50'), Decimal('12.50'), Decimal('1234'))
    """
    typed = _typed(text)
    if not any(char.isdecimal() for char in typed):
        raise _Bad("amount", "missing", "no amount")
    invalid = _Bad("amount", "invalid", f"{text[:40]!r} is no amount")
    found = _NUMBER.fullmatch(typed)
    if not found:
        raise invalid
    digits = found["digits"]
    # If it cannot be told, ``1,234`` is a thousand and ``1.234`` is one.
    point = point or _point([text]) or "."
    plain = digits.replace("," if point == "." else ".", "").replace(point, ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise invalid from None
    if "-" in (found["minus"], found["inner"]) or amount >= _LARGEST:
        raise _Bad("amount", "out_of_range", "an amount is from 0 to a million millions")
    return amount.quantize(_SMALLEST) if amount != amount.quantize(_SMALLEST) else amount


def _days(values: Mapping[str, str]) -> list[date]:
    if values.get("day"):
        return [_day(values["day"])]
    start, end = (_day(values.get(name, "")) for name in ("start", "end"))
    if not timedelta(0) <= end - start < timedelta(days=_MOST_DAYS):
        raise _Bad("day", "out_of_range", f"a row covers 1 to {_MOST_DAYS} days")
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


@lru_cache(maxsize=1000)
def _day(text: str) -> date:
    typed = _MIDNIGHT.sub("", _cell(text)[:30])
    for form in _FORMATS:
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if periods.FIRST <= day <= periods.LAST:
            return day
    raise _Bad("day", "invalid", f"{text[:30]!r} is no day: write it as 2026-11-21")


def _spread(amount: Decimal, days: int) -> list[Decimal]:
    """Return equal parts that add up to the amount, in whole cents if it is in whole cents."""
    step = Decimal("0.01") if amount == amount.quantize(Decimal("0.01")) else _SMALLEST
    whole = int(amount / step)
    return [(whole * (n + 1) // days - whole * n // days) * step for n in range(days)]


def _fact(told: Mapping[str, str], amount: Decimal, written_at: str) -> dict[str, Any]:
    """Return the fact; its id is a hash of its dimensions, so that a later upload replaces it."""
    named = "\0".join(f"{name}={value}" for name, value in sorted(told.items()))
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return {
        "fact": "spend",
        "id": f"spend_{digest}",
        **told,
        "amount": str(amount),
        "written_at": written_at,
    }
