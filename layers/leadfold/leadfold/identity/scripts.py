"""Words of names in several scripts: split, folded within their script, and transliterated."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from leadfold.normalise import text

Script = Literal["latin", "greek", "cyrillic", "hebrew", "arabic", "unread"]

_APOSTROPHES = re.compile("['’‘‛ʹʻʼˈ`´′＇ʾʿ]")
_GAP = re.compile(r"[\W\d_]+")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x370, 0x3FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x400, 0x52F, "cyrillic"),
    (0x590, 0x5FF, "hebrew"),
    (0x600, 0x6FF, "arabic"),
)
_LATIN_END = 0x24F
_LATIN_MORE = range(0x1E00, 0x1F00)
_MAX_WORDS = 8

_FINALS = str.maketrans("ךםןףץς", "כמנפצσ")
_HEBREW_SOFT = re.compile("(?<![גזצת])׳")
_ARABIC_ONE = str.maketrans("أإآٱئؤكیھۀ", "اااايوكيهه", "ـ")

#: Greek letters and their spellings in Latin ones; ``latin`` uses the first.
_GREEK = {
    "γι": "gi g y yi j i",
    "αι": "ai e ae",
    "ει": "ei i y e",
    "οι": "oi i y e",
    "ου": "ou u oo",
    "αυ": "av au af",
    "ευ": "ev eu ef",
    "γγ": "ng gg",
    "γκ": "gk g ng gg",
    "γχ": "nch gch nh gh",
    "μπ": "b mp mb",
    "ντ": "nt d nd",
    "τζ": "tz dz j",
    "τσ": "ts c ch",
    "α": "a",
    "β": "v b",
    "γ": "g y gh j",
    "δ": "d dh",
    "ε": "e ai",
    "ζ": "z s",
    "η": "i e h y",
    "θ": "th t 8",
    "ι": "i y j",
    "κ": "k c",
    "λ": "l",
    "μ": "m",
    "ν": "n",
    "ξ": "x ks",
    "ο": "o",
    "π": "p",
    "ρ": "r rh",
    "σ": "s",
    "τ": "t",
    "υ": "y i u",
    "φ": "f ph",
    "χ": "ch h x kh k",
    "ψ": "ps",
    "ω": "o w",
}
#: Hebrew letters and their spellings in Latin ones, between which any vowels may be written.
_HEBREW = {
    "ג׳": "j g dj",
    "ז׳": "zh j g z",
    "צ׳": "ch c tch tsh",
    "ת׳": "th",
    "א": "",
    "ב": "b v w bh",
    "ג": "g gh",
    "ד": "d dh",
    "ה": "h ",
    "ו": "o u v w",
    "ז": "z s",
    "ח": "ch kh h x ",
    "ט": "t th",
    "י": "i y j e",
    "כ": "k kh ch c q h x",
    "ל": "l",
    "מ": "m",
    "נ": "n",
    "ס": "s z c",
    "ע": "",
    "פ": "p f ph",
    "צ": "tz ts z c s cz",
    "ק": "k c q ck g",
    "ר": "r",
    "ש": "sh s sch ch sz",
    "ת": "t th",
}
_ARABIC = {
    "ا": "",
    "ب": "b p v",
    "ت": "t",
    "ث": "th t s",
    "ج": "j g dj",
    "ح": "h ch ",
    "خ": "kh ch h k",
    "د": "d",
    "ذ": "d dh th z",
    "ر": "r",
    "ز": "z s",
    "س": "s c",
    "ش": "sh ch s sch",
    "ص": "s",
    "ض": "d dh",
    "ط": "t",
    "ظ": "z d th dh",
    "ع": "",
    "غ": "gh g r",
    "ف": "f ph",
    "ق": "q k g c",
    "ك": "k c",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ه": "h ",
    "ة": "a e ah eh t",
    "و": "o u w v",
    "ي": "i y j e a",
    "ى": "a",
    "ء": "",
    "پ": "p",
    "چ": "ch",
    "گ": "g",
}
_VOWELS = frozenset("aeiouy")
#: Hebrew and Arabic letters with which a word may begin or end in a vowel.
_CARRIERS = frozenset("אהויעاىيوعهةء")


@lru_cache(maxsize=16384)
def words(part: str) -> tuple[str, ...]:
    """Return the words of a part of a name, each folded within its script; at most eight.

    Apostrophes join (O'Brien), hyphens and dots separate. Digits are left out.

    >>> words("Anne-Marie Åsen"), words("Γιώργος")
    (('anne', 'marie', 'asen'), ('γιωργοσ',))
    """
    if part.isascii():
        cut = _GAP.split(part.replace("'", "").replace("`", "").lower())
        return tuple(word for word in cut if word)[:_MAX_WORDS]
    part = unicodedata.normalize("NFC", text.clean(part, 400))
    part = _APOSTROPHES.sub("׳", part) if any("א" <= c <= "ת" for c in part) else part
    part = _APOSTROPHES.sub("", part)
    part = "".join(c for c in part if c == "׳" or c in " -" or unicodedata.category(c) != "Mn"
                   or unicodedata.name(c, "").startswith("COMBINING"))  # fmt: skip
    found: list[str] = []
    for word in re.split(r"[^\w׳\u0300-\u036f]+|[\d_]+", part.casefold()):
        found.extend(_folded(word.strip("׳") if script(word) != "hebrew" else word))
    return tuple(found)[:_MAX_WORDS]


def _folded(word: str) -> list[str]:
    kind = script(word)
    if kind == "latin":
        return [w for w in _NOT_LETTER.split(text.fold(word)) if w]
    if kind == "greek":
        word = "".join(c for c in unicodedata.normalize("NFD", word) if c.isalpha())
        return [without_finals(word)]
    if kind == "hebrew":
        word = _HEBREW_SOFT.sub("", without_finals(word))
    elif kind == "arabic":
        word = word.translate(_ARABIC_ONE)
        word = word[2:] if word.startswith("ال") and len(word) > 4 else word  # noqa: PLR2004
    return [word] if word.strip("׳") else []


def without_finals(text: str) -> str:
    """Return the text with the final forms of Hebrew and Greek letters as their usual ones."""
    return text.translate(_FINALS)


def script(word: str) -> Script:
    """Return the script of a word's first letter; ``unread`` is one that is not known here."""
    if word.isascii():
        return "latin"
    for char in word:
        code = ord(char)
        if not char.isalpha():
            continue
        if code <= _LATIN_END or code in _LATIN_MORE:
            return "latin"
        for first, last, name in _RANGES:
            if first <= code <= last:
                return name
        return "unread"
    return "unread"


@lru_cache(maxsize=16384)
def latin(word: str) -> str:
    """Return a word from ``words`` in Latin letters; of Hebrew and Arabic without most vowels."""
    if word.isascii():
        return word
    if script(word) == "greek":
        return "".join(ways[0] for ways in _graphemes(word, _GREEK))
    return text.fold(word).replace(" ", "")


@lru_cache(maxsize=16384)
def reads_as(word: str, spelled: str) -> bool:
    """Tell whether a Greek, Hebrew or Arabic word may be spelled so in Latin letters.

    >>> reads_as("דנה", "dana"), reads_as("γιωργοσ", "yorgos"), reads_as("דנה", "dina")
    (True, True, True)
    """
    kind = script(word)
    spelled = _once(spelled.replace("x", "ks")) if kind != "greek" else _once(spelled)
    if kind == "greek":
        return _read(_graphemes(_once_but_gamma(word), _GREEK), spelled, free=False)
    if kind not in {"hebrew", "arabic"}:
        return False
    table = _HEBREW if kind == "hebrew" else _ARABIC
    if spelled[:1] in _VOWELS - {"y"} and word[0] not in _CARRIERS:
        return False
    if spelled[-1:] in _VOWELS - {"e"} and word[-1] not in _CARRIERS:
        return False
    if word[-1] in "הא" and kind == "hebrew" and spelled[-1:] not in _VOWELS | {"h"}:
        return False
    return _read(_graphemes(_once(word), table), spelled, free=True)


def _read(units: tuple[tuple[str, ...], ...], spelled: str, *, free: bool) -> bool:
    """Tell whether spellings of the letters, one after the other, make up the whole word.

    ``units`` has the spellings of each letter; ``free`` allows vowels between them.
    """
    reached = {0}
    for ways in units:
        ahead = _past_vowels(reached, spelled) if free else reached
        reached = {at + len(way) for at in ahead for way in ways if spelled.startswith(way, at)}
    return len(spelled) in (_past_vowels(reached, spelled) if free else reached)


def _past_vowels(reached: set[int], spelled: str) -> set[int]:
    found = set(reached)
    for at in reached:
        while at < len(spelled) and spelled[at] in _VOWELS:
            at += 1  # noqa: PLW2901
            found.add(at)
    return found


def _graphemes(word: str, table: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    found, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        # γι is one sound only before a vowel: Γιώργος, but Γιτσα.
        if pair in table and (pair != "γι" or word[at + 2 : at + 3] in tuple("αεουω")):
            found.append(tuple(table[pair].split(" ")))
            at += 2
        else:
            found.append(tuple(table.get(word[at], "").split(" ")))
            at += 1
    return tuple(found)


def _once(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _once_but_gamma(word: str) -> str:
    return re.sub(r"([^γ])\1+", r"\1", word)
