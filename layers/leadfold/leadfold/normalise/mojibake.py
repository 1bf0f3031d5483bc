"""Text that was read in another code page than it was written in."""

import re
import unicodedata
from functools import lru_cache

from leadfold.normalise.escapes import CONTROLS, character

#: The code pages that UTF-8 is read in by mistake. Windows' western one is also that of browsers
#: for Latin 1; then Windows' Greek, Hebrew and Cyrillic ones, DOS' and the Mac's.
_CODE_PAGES = ("cp1252", "cp1253", "cp1255", "cp1251", "cp850", "cp437", "mac_roman")
#: First bytes of what is undone: Latin letters with marks, combining marks, Greek, Cyrillic,
#: Hebrew, Arabic; Vietnamese, signs, full-width forms and emoji.
_LEADS = (
    *(0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD7, 0xD8, 0xD9, 0xDA),
    *(0xE1, 0xE2, 0xEF, 0xF0),
)
#: … of Chinese, Japanese and Korean, which are letters of other languages too: with two tails.
_WIDE = range(0xE3, 0xEE)
_TAILS = range(0x80, 0xC0)


def _chars(page: str) -> list[str]:
    """Return the character of every byte; of bytes that the page does not use, the control."""
    return [
        bytes([byte]).decode(page, "replace").replace("\ufffd", chr(byte)) for byte in range(256)
    ]


def _pair(page: str) -> str:
    """Return the pattern of a lead and a tail side by side, as a page shows them."""
    chars = _chars(page)
    leads, tails = "".join(chars[lead] for lead in _LEADS), "".join(chars[tail] for tail in _TAILS)
    wide = "".join(chars[lead] for lead in _WIDE)
    tail = f"[{re.escape(tails)}\x80-\x9f]"
    return f"[{re.escape(leads)}]{tail}|[{re.escape(wide)}]{tail}{tail}"


_PAIRS = "|".join(map(_pair, _CODE_PAGES))
_PAIR = re.compile(_PAIRS)
#: What is left of a no-break blank.
_LONE = re.compile(r"(?<![^\sa-z])Â(?=\s|$)")
#: Real capitals of Nordic and German words before a sign that may really follow them.
_REAL = re.compile(r"[ÅÄÆ][‘’“”„‚–—…•†‡›‹™\"](?![^\W\d_])|(?:\b|(?<=[A-ZÆØÅÄÖ]))[ÅÄÆÃ]\xa0")


@lru_cache(maxsize=len(_CODE_PAGES))
def _bytes_of(page: str) -> dict[int, int]:
    """Return the bytes of a page's characters; what the page lacks becomes no byte at all."""
    lacking = dict.fromkeys(range(0xA0, 0x100), 0xFFFD)
    return lacking | {ord(char): byte for byte, char in enumerate(_chars(page)) if byte >= 0x80}  # noqa: PLR2004


def undone(text: str) -> str:
    """Return the text with each word read as UTF-8 where it is that; all wrong words, or none."""
    if not _PAIR.search(text) and "Â" not in text:
        return text
    words = text.split(" ")
    for number, word in enumerate(words):
        if _PAIR.search(word):
            read = _read(word)
            if read is None and _WRONG.search(word):
                return text
            words[number] = word if read is None else read
    joined = " ".join(words)
    without = _LONE.sub("", joined)
    return without.strip() or joined if without != joined else joined


#: What no word has that was read rightly.
_WRONG = re.compile(r"Ã[\x80-\x9f¡-¿€-™]|[×Ð][\x80-\xbf‚-™]|â€|á[º»]|├|√")
#: The last byte of a closing quote is in no code page, and is often lost.
_CUT_QUOTE = re.compile(r"â€(?=[\s.,;:!?)]|$)")


def _read(word: str) -> str | None:
    """Return a word, as bytes of a code page, read as UTF-8, ``None`` where it is not that."""
    if _REAL.search(word):
        return None
    word = _CUT_QUOTE.sub("â€\x9d", word)
    for page in _CODE_PAGES:
        chars = word.translate(_bytes_of(page))
        try:
            read = chars.encode("latin-1").decode()
        except UnicodeError:
            continue
        if not CONTROLS.isdisjoint(read):  # it was read wrongly twice
            read = _read(read) or ""
        if read and _is_word(read):
            return read
    return None


def _is_word(read: str) -> bool:
    """Tell whether what came out is text: letters of one script, of others than Latin several."""
    if any(not character(ord(char)) for char in read if char not in _JOINERS):
        return False
    scripts = {_script(char) for char in read if char.isalpha()}
    others = scripts - {"LATIN"}
    return not others or (len(scripts) == 1 and sum(map(str.isalpha, read)) > 1)


_JOINERS = frozenset("\u200c\u200d\ufeff\u200b\u200e\u200f\xad")


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


# -- what is lost ---------------------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_GARBLED = re.compile(
    "\ufffd"
    rf"|{_LETTER}\?{_LETTER}|(?:^|\s)\?+{_LETTER}|^[\s?]*\?\?[\s?]*$|{_LETTER}''{_LETTER}"
    r"|[ÃÂÐÑÎÏ×][\x80-\xbf‚-™ƒˆ˜]|â€|á[º»]|├|√"
    rf"|{_LETTER}[°¿¡›‹¤¢£¥§¶†‡¬¦±][a-zæøåäö]|(?:^|\s)[£¥°][a-zæøåäö]"
    # Hebrew or Greek in the western code page: a word without one plain letter.
    r"|(?:^|\s)(?![ÆØÅæøåÄÖÜäöüß]+(?:\s|$))[À-ÖØ-öø-ÿ]{3,}(?:\s|$)"
)


def is_left(text: str) -> bool:
    """Tell whether a text still looks wrong: letters are lost, or stand for others."""
    return bool(_GARBLED.search(text))
