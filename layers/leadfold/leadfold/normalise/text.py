"""Any text: without invisible characters and doubled blanks to show, and folded to compare."""

import re
import unicodedata
from functools import lru_cache

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
#: Format characters that join letters or emoji and are part of words in some scripts.
_JOINERS = "\u200c\u200d"
_NOT_WORD = re.compile(r"[^0-9a-z]+")
#: Sorting a run of marks takes quadratic time; no word of any language has a run this long.
_LONGEST_RUN = 30
_SHORT = 256


class _Shown(dict[int, str]):
    """What each character is shown as; computed when a character first occurs."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace():
            shown = " "
        elif char in _JOINERS or unicodedata.category(char) not in _HIDDEN:
            shown = char
        else:
            shown = ""
        self[code] = shown
        return shown


class _AsciiDigit(dict[int, str]):
    """The ASCII digit of each decimal digit in any script; other characters stay."""

    def __missing__(self, code: int) -> str:
        value = unicodedata.decimal(chr(code), None)
        self[code] = chr(code) if value is None else str(value)
        return self[code]


_SHOWN = _Shown()
_ASCII_DIGIT = _AsciiDigit()


def clean(text: str, limit: int | None = None) -> str:
    r"""Return the text in NFKC, without control and direction marks, with single blanks.

    ``limit`` is the most characters to return; longer text is cut before any work is done on it.

    >>> clean("\u200f Ola \u00a0 Hansen\x00")
    'Ola Hansen'
    """
    if limit is not None:
        text = text[: 2 * limit]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _without_long_runs(text))
        # A character that went may have separated a letter and its mark: compose them now.
        text = unicodedata.normalize("NFKC", text.translate(_SHOWN))
    elif not text.isprintable():
        text = text.translate(_SHOWN)
    text = " ".join(text.split())
    return text if limit is None else text[:limit].rstrip()


def _without_long_runs(text: str) -> str:
    if len(text) <= _SHORT:
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _LONGEST_RUN:
            kept.append(char)
    return "".join(kept)


def ascii_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9.

    >>> ascii_digits("٠٩١२")
    '0912'
    """
    return text if text.isascii() else text.translate(_ASCII_DIGIT)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text in lower-case Latin letters and digits, for comparing.

    >>> fold("Åse Ødegård"), fold("Γεώργιος")
    ('ase odegard', 'georgios')
    """
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(unicodedata.normalize("NFC", _without_long_runs(text)))
    return _NOT_WORD.sub(" ", text.casefold()).strip()
