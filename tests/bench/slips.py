"""What goes wrong with a text when people type, hear, scan or spell it: text → text.

Each takes the text and a source of chance, and returns the text as it was where it cannot happen.
"""

import unicodedata
from collections.abc import Callable
from random import Random

from tests.bench.tables import HEBREW

Slip = Callable[[str, Random], str]

_ROWS = (
    "1234567890", "qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ",
    "קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ",
)  # fmt: skip
NEIGHBOURS = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, key in enumerate(row)
}
OCR = {"o": "0", "l": "1", "i": "l", "m": "rn", "s": "5", "b": "6", "e": "c", "å": "a", "n": "ri",
       "0": "o", "1": "l", "5": "s", "8": "3", "6": "b", "ο": "σ", "ν": "υ", "ה": "ח", "ד": "ר",
       "ו": "י", "ם": "ס"}  # fmt: skip
SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("ss", "s"), ("tt", "t"), ("ch", "k"), ("th", "t"), ("qv", "kv"),
    ("ie", "i"), ("ei", "ai"), ("c", "k"), ("z", "s"), ("w", "v"), ("y", "i"), ("v", "w"),
    ("d", "t"), ("å", "o"), ("æ", "e"), ("ö", "ø"), ("ai", "ei"), ("sen", "son"), ("η", "ι"),
    ("υ", "ι"), ("ω", "ο"), ("αι", "ε"), ("οι", "ι"), ("כ", "ק"), ("ט", "ת"), ("א", "ע"),
)  # fmt: skip
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "Æ": "Ae", "Ø": "O", "ß": "ss"})
SPELLED = {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe",
           "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "Ä": "Ae", "Ö": "Oe"}  # fmt: skip


def _at(text: str, draw: Random, width: int = 1) -> int | None:
    """Return where in a text `width` letters or digits stand together."""
    spots = [at for at in range(len(text) - width + 1) if text[at : at + width].isalnum()]
    return draw.choice(spots) if spots else None


def drop(text: str, draw: Random) -> str:
    """Leave one letter out."""
    at = _at(text, draw)
    return text if at is None or len(text) < 3 else text[:at] + text[at + 1 :]


def double(text: str, draw: Random) -> str:
    """Type one letter twice."""
    at = _at(text, draw)
    return text if at is None else text[: at + 1] + text[at].lower() + text[at + 1 :]


def transpose(text: str, draw: Random) -> str:
    """Type two letters in the wrong order."""
    at = _at(text, draw, 2)
    return text if at is None else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def neighbour(text: str, draw: Random) -> str:
    """Hit the key beside the right one."""
    spots = [at for at, char in enumerate(text) if NEIGHBOURS.get(char.lower())]
    if not spots:
        return text
    at = draw.choice(spots)
    key = draw.choice(NEIGHBOURS[text[at].lower()])
    return text[:at] + (key.upper() if text[at].isupper() else key) + text[at + 1 :]


def insert(text: str, draw: Random) -> str:
    """Hit the neighbouring key as well."""
    spots = [at for at, char in enumerate(text) if NEIGHBOURS.get(char.lower())]
    if not spots:
        return text
    at = draw.choice(spots)
    return text[: at + 1] + draw.choice(NEIGHBOURS[text[at].lower()]) + text[at + 1 :]


def substitute(text: str, draw: Random) -> str:
    """Type any other letter, or digit for a digit."""
    at = _at(text, draw)
    if at is None:
        return text
    letters = "0123456789" if text[at].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    if text[at] >= "Ͱ":
        letters = "".join(row for row in _ROWS if text[at].lower() in row) or text[at]
    return text[:at] + draw.choice(letters) + text[at + 1 :]


def ocr(text: str, draw: Random) -> str:
    """Read one letter as a machine misreads it."""
    spots = [at for at, char in enumerate(text) if char.lower() in OCR]
    if not spots:
        return text
    at = draw.choice(spots)
    return text[:at] + OCR[text[at].lower()] + text[at + 1 :]


def mishear(text: str, draw: Random) -> str:
    """Write a sound in another way."""
    lower = text.lower()
    found = [(sound, other) for sound, other in SOUNDS if sound in lower[1:]]
    if not found:
        return text
    sound, other = draw.choice(found)
    at = lower.index(sound, 1)
    return text[:at] + other + text[at + len(sound) :]


TYPING: tuple[Slip, ...] = (drop, double, transpose, neighbour, insert, substitute, ocr, mishear)


def typed(text: str, draw: Random) -> str:
    """Return the text with one typing error of any kind, as it was only where none fits."""
    for slip in draw.sample(TYPING, len(TYPING)):
        changed = slip(text, draw)
        if changed != text:
            return changed
    return text


def plain(text: str) -> str:
    """Return the text without its diacritics: Åse Sjöberg → Ase Sjoberg, Ελένη → Ελενη."""
    apart = unicodedata.normalize("NFD", text.translate(PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def spelled_out(text: str) -> str:
    """Return the text as it is spelled without the letters: Åse → Aase, Bjørn → Bjoern."""
    return "".join(SPELLED.get(char, char) for char in text)


# Greek in Latin letters: the official scheme, one by sound, and one by looks, as people chat.
_OFFICIAL = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_BY_SOUND = _OFFICIAL | {"υ": "i", "χ": "h", "ξ": "ks", "φ": "ph"}
_BY_LOOKS = _OFFICIAL | {"η": "h", "ω": "w", "χ": "x", "ξ": "ks", "β": "b", "υ": "u", "θ": "8"}
_PAIRS = (
    {"ου": "ou", "αυ": "av", "ευ": "ev", "μπ": "b", "ντ": "nt", "γγ": "ng", "γκ": "gk"},
    {"ου": "u", "αυ": "af", "ευ": "ef", "μπ": "b", "ντ": "d", "γγ": "g", "γκ": "g", "τσ": "ts",
     "ει": "i", "οι": "i", "αι": "e"},
    {"ου": "ou", "μπ": "mp"},
)  # fmt: skip
GREEK_SCHEMES = tuple(zip((_OFFICIAL, _BY_SOUND, _BY_LOOKS), _PAIRS, strict=True))


def is_greek(text: str) -> bool:
    """Tell whether there is a Greek letter in a text."""
    return any("Ͱ" <= char <= "Ͽ" or "ἀ" <= char <= "῿" for char in text)


def is_hebrew(text: str) -> bool:
    """Tell whether there is a Hebrew letter in a text."""
    return any("א" <= char <= "ת" for char in text)


def latin(text: str, scheme: int) -> str:
    """Return Greek or Hebrew words in Latin letters; a Hebrew word has no more schemes than known.

    >>> [latin("Χρήστος", 0), latin("Χρήστος", 2), latin("חיים לוי", 0), latin("חיים לוי", 1)]
    ['Christos', 'Xrhstos', 'Haim Levi', 'Chaim Levy']
    """
    return " ".join(_latin_word(word, scheme) for word in text.split())


def _latin_word(word: str, scheme: int) -> str:
    if is_hebrew(word):
        spellings = HEBREW.get(word, (word,))
        return spellings[scheme % len(spellings)]
    if not is_greek(word):
        return word
    letters, pairs = GREEK_SCHEMES[scheme % len(GREEK_SCHEMES)]
    rest, out = plain(word).lower(), []
    while rest:
        pair = pairs.get(rest[:2])
        out.append(pair or letters.get(rest[0], rest[0]))
        rest = rest[2 if pair else 1 :]
    spelled = "".join(out)
    return spelled[:1].upper() + spelled[1:]
