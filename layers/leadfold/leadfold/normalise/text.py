"""Text that people and systems paste: invisible characters out, widths and blanks made one."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
#: Format characters that join letters or emoji and are part of words in some scripts.
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    r"""Return the text in NFKC, without control and direction marks, blanks folded.

    >>> clean("\u200f Ola \u00a0 Hansen\x00")
    'Ola Hansen'
    """
    if text.isascii() and text.isprintable():  # nearly every value, and nothing to look for
        return _BLANKS.sub(" ", text).strip()
    composed = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if c.isspace() else c for c in composed if _is_visible(c))
    return _BLANKS.sub(" ", kept).strip()


def _is_visible(char: str) -> bool:
    return char.isspace() or char in _JOINERS or unicodedata.category(char) not in _HIDDEN


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def fold(text: str) -> str:
    """Return the text in lower-case Latin letters and digits, for comparing.

    >>> fold("Åse Ødegård"), fold("Γεώργιος")
    ('ase odegard', 'georgios')
    """
    from anyascii import anyascii

    return _BLANKS.sub(" ", _NOT_WORD.sub(" ", anyascii(text).casefold())).strip()


_NOT_WORD = re.compile(r"[^0-9a-z]+")
