"""The bytes of a file → its encoding.

General detectors take Norwegian for Polish and Hebrew for Russian in files that are mostly ASCII,
as customer files are. So the code pages of Leadfold's countries are tried, and the one whose
letters fit their neighbours best is taken.
"""

import codecs
import re
from functools import lru_cache

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NORDIC = "æøåäöüéÆØÅÄÖÜÉ"
_GREEK = "αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
_HEBREW = "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžáéíúýČĎĚŇŘŠŤŮŽÁÉÍÚÝőűŐŰöüäÖÜÄ"
_CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ёЁ"
#: Code pages and the letters expected in them; among equals the first is taken.
_PAGES = {
    "cp1252": _NORDIC,
    "cp1255": _HEBREW,
    "cp1253": _GREEK,
    "iso8859_7": _GREEK,
    "mac_roman": _NORDIC,
    "cp865": _NORDIC,
    "cp1250": _POLISH,
    "cp1251": _CYRILLIC,
}
_PUNCTUATION = frozenset("\u00a0‘’“”–—…€°´«»·§")
_AROUND = re.compile(rb".?[\x80-\xff].?", re.DOTALL)
_MOST = 5000  # letters beyond ASCII that are scored
_WIDE = 0.3  # share of zero bytes at every second place from which on it is UTF-16


def of_sample(sample: bytes, *, whole: bool) -> str:
    """Return the codec of a text, given its first bytes; ``whole`` says that these are all.

    A text that is UTF-8 apart from some bytes counts as UTF-8: ``decode_stray`` reads those.
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > _WIDE * half and sample[0::2].count(0) < _WIDE * half / 10:
        return "utf-16-le"
    if sample[0::2].count(0) > _WIDE * half and sample[1::2].count(0) < _WIDE * half / 10:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
    except UnicodeDecodeError:
        return _mostly_utf8(sample) or _page_of(sample)
    return "utf-8"


def _mostly_utf8(sample: bytes) -> str | None:
    """Return ``utf-8`` if most letters beyond ASCII are valid UTF-8, else ``None``."""
    decoded = sample.decode("utf-8", "replace")
    bad = decoded.count("\ufffd")
    good = sum(not char.isascii() for char in decoded) - bad
    return "utf-8" if good > 2 * bad else None


def _page_of(sample: bytes) -> str:
    places = [match.group() for match in _AROUND.finditer(sample)][:_MOST]
    scores = {page: _score(places, page, letters) for page, letters in _PAGES.items()}
    return max(scores, key=lambda page: scores[page])  # the first of the best


def _score(places: list[bytes], page: str, letters: str) -> float:
    total = 0.0
    for place in places:
        text = place.decode(page, "replace")
        if len(text) == len(place):
            total += _points(text, letters)
    return total


@lru_cache(maxsize=100_000)
def _points(text: str, letters: str) -> float:
    """Return how well the first letter beyond ASCII fits its neighbours in a language."""
    at = next((i for i, char in enumerate(text) if not char.isascii()), None)
    if at is None:
        return 0.0
    char = text[at]
    before, after = text[:at], text[at + 1 :]
    beside_latin = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if char in letters:
        if char.isupper() and before.islower():
            return -1.0
        return -2.0 if beside_latin and letters not in (_NORDIC, _POLISH) else 1.0
    if char.isalpha():
        return -0.5
    between = before.isalpha() and after.isalpha() and char not in "’´"
    return 0.0 if char in _PUNCTUATION and not between else -2.0


def decode_stray(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are invalid in the file's encoding as cp1252; an error handler for codecs.

    A file put together from several systems mixes encodings, and no byte may stop its reading.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


STRAY = "leadfold.stray"
codecs.register_error(STRAY, decode_stray)
