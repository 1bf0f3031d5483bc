"""vCards → records, one a card: versions 2.1, 3.0 and 4.0, as phones and address books write them.

Syntax: RFC 6350 and RFC 2425; for 2.1 the vCard specification of versit (1996), whose values may be
quoted-printable in any character set.

Read here and not by ``vobject``: that stops at the first broken line or soft line break unless it
is told not to, and then logs lines of the file; knows no ``FN;QUOTED-PRINTABLE`` without
``ENCODING=``; reads text, where each line may have a character set of its own; and brings
``dateutil``, ``pytz`` and ``six`` along, for calendars.
"""

import base64
import binascii
import contextlib
import quopri
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from leadfold.files import encodings
from leadfold.files.columns import Columns

#: How a file of vCards begins.
BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
#: The columns of a card's record, by the properties that they come from → fields of a lead.
_FIELDS = {
    "UID": "",
    "FN": "full_name",
    "N (given)": "first_name",
    "N (family)": "last_name",
    "TEL": "phone",
    "EMAIL": "email",
    "BDAY": "birth_date",
    "ORG": "company",
    "TITLE": "job_title",
    "ADR (street)": "street",
    "ADR (postcode)": "postcode",
    "ADR (city)": "city",
    "ADR (country)": "country",
    "NOTE": "",
}
COLUMNS = Columns(
    names=tuple(_FIELDS),
    fields={name: ((at,),) for at, name in enumerate(_FIELDS.values()) if name},
    record_id=0,
)
#: Properties that are read; all others, as pictures and keys, are passed over.
_READ = frozenset(
    "UID FN N TEL EMAIL BDAY ORG TITLE ROLE ADR NOTE AGENT BEGIN END KIND".split()
) | {"X-ADDRESSBOOKSERVER-KIND"}
_PROPERTY = re.compile(
    r"\s*(?:[\w-]{1,60}\.)?([A-Za-z][\w-]{0,60})\s*((?:;(?:[^\":;]|\"[^\"]*\")*)*):", re.ASCII
)
_PARAMETER = re.compile(r';\s*((?:[^";]|"[^"]*")*)')
_CHARSET = re.compile(
    r"utf-?(?:7|8|16|32)|us-ascii|ascii|iso-?8859-\d+|latin-?\d|windows-\d+|cp-?\d+|mac\w*|"
    r"koi8-\w|gb\w+|big5|shift_?jis|euc-\w+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<!\\);")
_EDGE = re.compile(r"\s*(?:BEGIN|END)\s*:\s*VCARD", re.IGNORECASE)
_UNESCAPED = re.compile(r"\\([nN,;:\\])")
_NOT_CALLED = frozenset({"FAX", "PAGER", "MODEM", "BBS"})
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_MOST_VALUES = 50  # phones, addresses … of one card
_LONGEST = 1 << 16  # letters of a value
_SHOWN = 1000
_NO_YEAR = "1604"  # Apple's year of a birthday without one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Property:
    """A property of a card; ``types`` are its parameters' values in capitals, ``TEL;CELL`` too."""

    name: str
    value: str
    parts: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class _Card:
    """What was read of a card that begins in a line; ``text`` is its first other line."""

    line: int
    found: list[_Property] = field(default_factory=list)
    text: str = ""


def records(lines: Iterable[bytes], encoding: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield for each card the number of its first line, its record, and the text of one unread.

    The record of a card of which nothing can be read is empty. ``encoding`` is that of values that
    name none. What is broken in a card costs no other one; a last card that breaks off has what was
    read by then.
    """
    reader = _Reader(encoding)
    for line, text in _unfolded(lines):
        ended = reader.take(line, text)
        if ended:
            yield _record(ended)
    if reader.card:
        yield _record(reader.card)


def unfolded(sample: bytes) -> bytes:
    """Return a sample of a file without folds, which may part the bytes of a letter."""
    return re.sub(rb"\r?\n[ \t]", b"", sample)


class _Reader:
    """Puts lines together to cards; ``inner`` counts cards within the card, as of an agent."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.card: _Card | None = None
        self.inner, self.is_agent = 0, False

    def take(self, line: int, text: str) -> _Card | None:
        """Take a line; return the card that it ends."""
        known = _property(text, self.encoding)
        edge = known.name if known and known.value.strip().upper() == "VCARD" else ""
        was_agent, self.is_agent = self.is_agent, bool(known and known.name == "AGENT")
        if edge == "BEGIN" and self.card and was_agent:
            self.inner += 1
        elif edge == "BEGIN":
            ended, self.card, self.inner = self.card, _Card(line=line), 0
            return ended
        elif edge == "END" and self.inner:
            self.inner -= 1
        elif edge == "END":
            ended, self.card = self.card, None
            return ended
        elif self.card and not self.inner:
            if known:
                self.card.found.append(known)
            elif not self.card.text:
                self.card.text = text.encode("latin-1").decode(self.encoding, encodings.STRAY)
        return None


def _unfolded(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line, joined with those that continue it.

    Its bytes are kept as the letters of Latin-1: the character set is known only later.
    """
    number = begun = 0
    text, is_quoted, is_soft, is_read = "", False, False, True
    for raw in lines:
        for piece in raw.splitlines():
            number += 1
            part = piece.decode("latin-1")
            if (is_soft and not _EDGE.match(part)) or (text and part[:1] in {" ", "\t"}):
                part = part.lstrip(" \t") if is_soft else part[1:]
            else:
                if text:
                    yield begun, text
                found = _PROPERTY.match(part)
                is_read = not found or found[1].upper() in _READ
                is_quoted = bool(found and "QUOTED-PRINTABLE" in found[2].upper())
                text, begun = "", number
                if not is_read:
                    text = part[: found.end()] if found else ""
            is_soft = is_quoted and part.endswith("=")
            if is_read and len(text) < _LONGEST:
                text += part[: len(part) - is_soft][:_LONGEST]
    if text:
        yield begun, text


def _property(text: str, encoding: str) -> _Property | None:
    """Return the property of a line, ``None`` if it has not the form of one."""
    found = _PROPERTY.match(text)
    if not found:
        return None
    name, types, charset, is_quoted, is_base64 = found[1].upper(), set(), "", False, False
    for parameter in _PARAMETER.findall(found[2]):
        key, _, told = parameter.rpartition("=")
        words = {word.strip().upper() for word in told.strip('"').split(",")}
        key = key.strip().upper()
        if key == "CHARSET":
            charset = told.strip().strip('"')
        elif key == "PREF":
            types |= {"PREF"} if words == {"1"} else set()
        else:
            types |= words
        is_quoted |= "QUOTED-PRINTABLE" in words
        is_base64 |= key in {"", "ENCODING"} and not words.isdisjoint({"B", "BASE64"})
    if name not in _READ:
        return _Property(name=name, value="")

    def decoded(raw: str) -> str:
        content = raw.encode("latin-1")
        if is_quoted:
            content = quopri.decodestring(content)
        return _UNESCAPED.sub(_meant, _text(content, charset, encoding, is_quoted=is_quoted))

    raw = text[found.end() :]
    if is_base64:
        with contextlib.suppress(binascii.Error):
            raw = base64.b64decode(raw.encode("latin-1")).decode("latin-1")
    return _Property(
        name=name,
        value=decoded(raw),
        parts=tuple(map(decoded, _BETWEEN.split(raw)[:_MOST_VALUES])),
        types=frozenset(types),
    )


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def _text(content: bytes, charset: str, encoding: str, *, is_quoted: bool) -> str:
    """Decode a value by its own character set; quoted ones without any are mostly UTF-8."""
    named = [charset] if _CHARSET.fullmatch(charset) else []
    for known in [*named, *(["utf-8"] if is_quoted and not named else [])]:
        with contextlib.suppress(LookupError, UnicodeError):
            return content.decode(known)
    return content.decode(encoding, encodings.STRAY)


def _record(card: _Card) -> tuple[int, list[str], str]:
    by_name: dict[str, list[_Property]] = {}
    for one in card.found:
        alike = by_name.setdefault(one.name, [])
        if len(alike) < _MOST_VALUES:
            alike.append(one)

    def first(name: str) -> str:
        return next((text for one in by_name.get(name, ()) if (text := _plain(one.value))), "")

    family, given, more, prefix, suffix = _padded(by_name.get("N", []), 5)
    full, company = first("FN"), _padded(by_name.get("ORG", []), 1)[0]
    if family and given:
        full = ""
        family, given = f"{family} {suffix}".strip(), f"{prefix} {given} {more}"
    elif full:
        family = given = ""
    if company.casefold() == full.casefold():
        full = ""
    box, beside, street, city, _, postcode, country = _padded(by_name.get("ADR", []), 7)
    phones = [one for one in by_name.get("TEL", ()) if _is_called(one)]
    values = {
        "UID": first("UID"),
        "FN": full,
        "N (given)": _plain(given),
        "N (family)": family,
        "TEL": " / ".join(_all(phones, _number)),
        "EMAIL": ", ".join(_all(by_name.get("EMAIL", ()), _address)),
        "BDAY": next(filter(None, map(_birth_date, by_name.get("BDAY", ()))), ""),
        "ORG": company,
        "TITLE": first("TITLE") or first("ROLE"),
        "ADR (street)": ", ".join(filter(None, (street or box, beside))),
        "ADR (postcode)": postcode,
        "ADR (city)": city,
        "ADR (country)": country,
        "NOTE": first("NOTE"),
    }
    told = any(value for name, value in values.items() if _FIELDS[name])
    if "group" in {first("KIND").lower(), first("X-ADDRESSBOOKSERVER-KIND").lower()}:
        return card.line, [], full  # a list of other cards, no contact
    return card.line, list(values.values()) if told else [], _plain(card.text)


def _padded(properties: Sequence[_Property], number: int) -> list[str]:
    """Return the parts of the preferred property, else of the first with any; "" for others."""
    for one in sorted(properties, key=lambda one: "PREF" not in one.types):
        parts = [_plain(part) for part in one.parts[:number]]
        if any(parts):
            return parts + [""] * (number - len(parts))
    return [""] * number


def _plain(text: str) -> str:
    return " ".join(text[:_SHOWN].split())


def _is_called(phone: _Property) -> bool:
    """Tell whether a number is one to call: no fax, unless it is a phone, too."""
    return _NOT_CALLED.isdisjoint(phone.types) or not phone.types.isdisjoint({"CELL", "VOICE"})


def _all(properties: Sequence[_Property], value_of: Callable[[str], str]) -> list[str]:
    """Return the values of properties, the preferred ones first, each once."""
    ordered = sorted(properties, key=lambda one: "PREF" not in one.types)
    return list(dict.fromkeys(filter(None, (value_of(_plain(one.value)) for one in ordered))))


def _number(value: str) -> str:
    return value[4:].partition(";")[0] if value[:4].lower() == "tel:" else value


def _address(value: str) -> str:
    return value[7:] if value[:7].lower() == "mailto:" else value


def _birth_date(born: _Property) -> str:
    """Return a whole date in ISO, other text as it is; "" for a day without its year."""
    text = _plain(born.value)
    found = _DATE.fullmatch(text)
    if text.startswith("--") or (found and found[1] == _NO_YEAR):
        return ""
    return "-".join(found.groups()) if found else text
