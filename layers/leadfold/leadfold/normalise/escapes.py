"""Escapes that were written into a text: of HTML, JSON, addresses and mail."""

import re
import unicodedata
from collections.abc import Callable


def undone(text: str) -> str:
    r"""Return the text with one layer of escapes read, those that are certain.

    >>> undone("Bj&oslash;rn"), undone(r"Bj\u00f8rn"), undone("50% av")
    ('Bjørn', 'Bjørn', '50% av')
    """
    for sign, step in _STEPS:
        if sign in text:
            text = step(text)
    return text


def character(code: int) -> str:
    """Return the character of a number, empty where no text has it."""
    char = chr(code) if code < 0x110000 else ""  # noqa: PLR2004
    if char and (char.isspace() or unicodedata.category(char) not in _NO_TEXT):
        return char
    return ""


_ENTITY = re.compile(
    r"&(?:amp;|#0*38;|#x0*26;)*(?:#(?:(\d{1,8})|[xX]([0-9a-fA-F]{1,6}));?|([A-Za-z][A-Za-z0-9]{1,31});)"
)
#: How HTML reads the numbers of characters that only the code page of Windows has.
_WINDOWS = range(0x80, 0xA0)


def _without_entities(text: str) -> str:
    return _ENTITY.sub(_entity, text)


def _entity(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        from html.entities import html5

        return html5.get(f"{name};", found.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code in _WINDOWS:
        return bytes([code]).decode("cp1252", "replace").replace("\ufffd", found.group())
    return character(code) or found.group()


_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})

_INLINE = "a abbr b bdi bdo big cite code del em font i ins kbd mark s small span strong sub sup u"
_BLOCKS = (
    "article aside blockquote body br button center dd div dl dt footer form h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe img input label li main meta nav ol option p pre script section "
    "select style table tbody td textarea tfoot th thead title tr ul"
)
_TAG = re.compile(
    rf"<(/?)({'|'.join((_INLINE + ' ' + _BLOCKS).split())})(?:[\s/][^<>]*)?>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_GLUED = frozenset(_INLINE.split())
#: What such an element holds is no text.
_NOT_SHOWN = frozenset({"script", "style"})


def _without_tags(text: str) -> str:
    kept: list[str] = []
    end, hidden = 0, ""
    for tag in _TAG.finditer(text):
        name = (tag[2] or "").casefold()
        if hidden:
            if name != hidden or not tag[1]:
                continue
            hidden = ""
        else:
            kept.append(text[end : tag.start()])
            if name in _NOT_SHOWN and not tag[1]:
                hidden = name
        kept.append("" if name in _GLUED else " ")
        end = tag.end()
    kept.append(text[end:])
    # An element that does not end hides nothing.
    shown = _TAG.sub(" ", text) if hidden else "".join(kept)
    return " ".join(shown.split()) if end else text


_SLASHED = re.compile(r"(?<!\\)\\+(['\"/])")
_LINE_END = re.compile(r"(?<!\\)\\+r\\+n")
_WRITTEN_OUT = re.compile(r"(?<!\\)(?:(?:\\+u[0-9a-fA-F]{4})+|\\+x([0-9a-fA-F]{2}))")
_HEX_4 = re.compile(r"u([0-9a-fA-F]{4})")


def _without_backslashes(text: str) -> str:
    text = _LINE_END.sub(" ", _SLASHED.sub(r"\1", text))
    return _WRITTEN_OUT.sub(_unit, text)


def _unit(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        # A byte of UTF-8 is put together with its neighbours later.
        return chr(code) if code >= 0x80 else character(code) or found.group()  # noqa: PLR2004
    units = b"".join(int(code, 16).to_bytes(2, "big") for code in _HEX_4.findall(found.group()))
    try:
        chars = units.decode("utf-16-be")
    except UnicodeDecodeError:
        return found.group()
    # Facebook's exports write the bytes of UTF-8 so.
    fit = all(char in CONTROLS or character(ord(char)) for char in chars)
    return chars if fit else found.group()


#: The controls of Latin 1: what bytes of UTF-8 become that were read as Latin 1.
CONTROLS = frozenset(map(chr, _WINDOWS))
#: Characters outside Latin 1 are written ``%u05D3`` by JavaScript's ``escape``.
_PERCENT = re.compile(r"%(?:25)*(?:u([0-9a-fA-F]{4})|([0-9a-fA-F]{2}))")


def _without_percent(text: str) -> str:
    if any(char.isspace() for char in text) or len(_PERCENT.findall(text)) != text.count("%"):
        return text
    return _of_bytes(text, _PERCENT, plus=True)


_QUOTED = re.compile(r"=()([0-9A-F]{2})")
_WORD_OF_MAIL = re.compile(
    r"=\?(utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d)(?:\*\w{2,8})?\?([bq])\?([^?\s]*)\?=\s*",
    re.IGNORECASE,
)


def _without_mail_encoding(text: str) -> str:
    if "=?" in text:
        text = _WORD_OF_MAIL.sub(_word_of_mail, text).rstrip()
    if text.count("=") == len(_QUOTED.findall(text)):
        decoded = _of_bytes(text, _QUOTED, plus=False)
        return text if decoded.isascii() else decoded
    return text


def _word_of_mail(found: re.Match[str]) -> str:
    import binascii

    charset, how, word = found.groups()
    try:
        if how in "bB":
            raw = binascii.a2b_base64(word)
        else:
            raw = binascii.a2b_qp(word.replace("_", "=20"), header=True)
        return raw.decode(charset)
    except (ValueError, LookupError):
        return found.group()


def _of_bytes(text: str, escape: re.Pattern[str], *, plus: bool) -> str:
    """Return the text with its escaped bytes read as UTF-8, or as Latin 1 where it gives letters.

    ``plus`` tells that a plus sign is a blank, unless it is that of a number or of an address.
    """
    raw, end = bytearray(), 0
    for found in escape.finditer(text):
        raw += _plain(text[end : found.start()])
        wide, byte = found.groups()
        raw += _plain(chr(int(wide, 16))) if wide else bytes([int(byte, 16)])
        end = found.end()
    raw += _plain(text[end:])
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = "" if not text.isascii() else _latin_1(bytes(raw), text)
    if not decoded or any(not character(ord(char)) for char in decoded):
        return text
    if plus and "@" not in decoded:
        spaced = text[:1] + text[1:].replace("+", "%20")
        return _of_bytes(spaced, escape, plus=False) if spaced != text else decoded
    return decoded


def _plain(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _latin_1(raw: bytes, text: str) -> str:
    """Return bytes as Latin 1, as ``escape`` writes them, empty where they give no letters."""
    chars = raw.decode("latin-1")
    letters = all(char.isascii() or char.isalpha() for char in chars)
    # A text of such letters alone may be half of a letter in UTF-8.
    letters = letters and any(map(str.isalpha, filter(str.isascii, chars)))
    return "" if not letters or _AFTER_DIGIT.search(text) else chars


#: ``10%de …`` is no escape.
_AFTER_DIGIT = re.compile(r"\d[%=][89a-fA-F]")


def _without_quotes(text: str) -> str:
    bare = text.strip()
    inner = bare[1:-1]
    return inner if bare == f'"{inner}"' and inner.strip() and '"' not in inner else text


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", _without_entities),
    ("<", _without_tags),
    ("\\", _without_backslashes),
    ("%", _without_percent),
    ("=", _without_mail_encoding),
    ('"', _without_quotes),
)
