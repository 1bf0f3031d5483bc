"""The body of a request → the object in it, in whichever format and charset it was written.

Numbers of any length, null bytes and lone surrogates are kept unchanged. Where a JSON object has a
member twice the last one counts, as with every parser that senders test with.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from leadfold.errors import NotALead

#: More than any form has; a body of a million pairs is an attack on the parser.
_MAX_FORM_FIELDS = 1000
#: Deeper than any known payload, and shallow enough for every later step to use recursion.
_MAX_DEPTH = 20
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data"
_LINES = {
    f"application/{prefix}{name}"
    for prefix in ("", "x-")
    for name in ("ndjson", "jsonl", "jsonlines")
}
#: The charsets that are accepted: no codec that expands or executes what it decodes.
_CHARSET = re.compile(
    r"charset\s*=\s*[\"']?\s*"
    r"(utf-?8|utf-?16(?:le|be)?|us-ascii|latin-?1|iso-?8859-?\d{1,2}|(?:windows-?|cp)125\d|koi8-[ru])"
    r"(?![\w-])",
    re.IGNORECASE,
)
#: HTML forms can name their charset in a field of this name.
_CHARSET_FIELD = re.compile(rb"(?:^|&)_(charset)_=([\w-]{1,20})(?=&|$)")
_UTF_8 = "utf-8"


def media_type(content_type: str, body: bytes) -> str | None:
    """Return the media type to read the body as, or ``None`` where none fits.

    A body without a type, or with one that many tools use for anything, is read as JSON where it
    begins like JSON, else as a form. A header that was sent twice arrives joined by a comma; the
    first one counts.
    """
    named = content_type.partition(";")[0].partition(",")[0].strip().lower()
    if named == MULTIPART:
        return named
    if named in {JSON, "text/json", *_LINES} or named.endswith("+json"):
        return JSON
    if named in {"", FORM, "text/plain", "application/octet-stream"}:
        return JSON if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else FORM
    return None


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the one object that the body holds.

    Raises ``NotALead`` with code ``empty``, ``unparseable``, ``too_deep`` or ``not_one_lead``.
    """
    if not body.strip():
        raise NotALead("empty")
    kind = media_type(content_type, body)
    try:
        if kind == JSON:
            value = loads(_decoded(body, content_type))
        elif kind == MULTIPART:
            value = _multipart(body, content_type)
        else:
            value = _form(body, content_type)
    except (ValueError, RecursionError) as error:
        raise NotALead("unparseable") from error
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise NotALead("not_one_lead")
    return value


def loads(text: str) -> Any:
    """Return the value of a JSON text, with every number exact.

    Raises ``ValueError`` or ``RecursionError`` where it is no JSON, ``NotALead`` where it is nested
    too deeply.
    """
    value = json.loads(text, parse_constant=_refuse, parse_float=_exact)
    if _is_deep(value):
        raise NotALead("too_deep")
    return value


def split(body: bytes, content_type: str) -> list[bytes]:
    """Return each lead of a batch (a JSON array or NDJSON) in its own bytes.

    What cannot be split stays one piece, which cannot be parsed and so goes to quarantine.
    """
    try:
        text = _decoded(body, content_type).strip()
    except ValueError:  # one line with broken bytes must not affect the others
        return _lines(body)
    if text.startswith("["):
        return _elements(text)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return _lines(_encoded(text))
    return [_encoded(text)]


def _lines(body: bytes) -> list[bytes]:
    return [line.strip() for line in body.split(b"\n") if line.strip()]


def _elements(text: str) -> list[bytes]:
    """Return the texts of an array's elements; the first broken one with all that follows it."""
    scan = json.JSONDecoder().raw_decode
    found: list[bytes] = []
    start = _BLANKS.match(text, 1).end()  # type: ignore[union-attr]  # matches always
    if text[start : start + 1] == "]" and not text[start + 1 :].strip():
        return found
    while True:
        try:
            _, end = scan(text, start)
        except (ValueError, RecursionError):
            return [*found, _encoded(text[start:])]
        after = _BLANKS.match(text, end).end()  # type: ignore[union-attr]
        mark, following = text[after : after + 1], _BLANKS.match(text, after + 1)
        if mark == "]" and not text[after + 1 :].strip():
            return [*found, _encoded(text[start:end])]
        if mark != "," or following is None:
            return [*found, _encoded(text[start:])]
        found.append(_encoded(text[start:end]))
        start = following.end()


_BLANKS = re.compile(r"[ \t\r\n]*")


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _decoded(body: bytes, content_type: str) -> str:
    """Return the text: in the charset that is named, else in the detected form of Unicode."""
    charset = _charset(content_type) or json.detect_encoding(body)
    return body.decode(charset, "surrogatepass").removeprefix("\ufeff")


def _charset(content_type: str) -> str | None:
    named = _CHARSET.search(content_type)
    if not named or named[1].lower() == "us-ascii":  # a part of UTF-8
        return None
    return named[1].lower()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity are not JSON


def _exact(text: str) -> float | str:
    """Return a decimal number, or its text where a float is not exactly that number."""
    number = float(text)
    try:
        return number if isfinite(number) and Decimal(repr(number)) == Decimal(text) else text
    except ArithmeticError:
        return text


def _is_deep(value: object) -> bool:
    layer = [value]
    for _ in range(_MAX_DEPTH):
        layer = [inner for outer in layer for inner in _inner(outer)]
        if not layer:
            return False
    return True


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _form(body: bytes, content_type: str) -> dict[str, Any]:
    named = _CHARSET_FIELD.search(body)
    charset = _charset(content_type) or (named and _charset(f"charset={named[2].decode()}"))
    text = body.decode(charset or _UTF_8, "surrogatepass").removeprefix("\ufeff")
    return _fields(
        parse_qsl(
            text,
            keep_blank_values=True,
            encoding=charset or _UTF_8,
            errors="strict",
            max_num_fields=_MAX_FORM_FIELDS,
        )
    )


def _multipart(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the fields of a form; of an uploaded file only the name is kept."""
    from multipart import MultipartSegment, PushMultipartParser, parse_options_header

    boundary = parse_options_header(content_type)[1].get("boundary", "")
    default = _charset(content_type) or _UTF_8
    pairs: list[tuple[str, str]] = []
    segment: Any = None
    content = b""
    with PushMultipartParser(
        boundary, max_segment_count=_MAX_FORM_FIELDS, header_charset=default
    ) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                segment, content = event, b""
            elif event:
                content += event
            elif segment.filename is not None:
                pairs.append((segment.name, _file_name(segment.filename)))
            else:
                charset = _charset(f"charset={segment.charset}") or default
                pairs.append((segment.name, content.decode(charset, "surrogatepass")))
    return _fields(pairs)


def _file_name(sent: str) -> str:
    """Return a file's name without the folders that some browsers send."""
    return re.split(r"[/\\]", sent)[-1]


def _fields(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a form; a repeated one becomes a list, in order."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields
