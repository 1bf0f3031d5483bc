"""Phonetic keys of words: a fine one for spellings of one name, a coarse one across scripts."""

import re
from functools import lru_cache

from leadfold.identity import scripts

_DOUBLED = re.compile(r"(.)\1+")
#: A silent h: before a consonant, at the end, or after a consonant (Gerhard, Gerard).
_SILENT_H = re.compile(r"(?<=.)h(?![aeiouy])|(?<=[bdfglmnrt])h|^h(?=j)")
_MAC = re.compile(r"^ma?c(?=[bdfglmnprtv]|k.)")
_GLIDE = re.compile(r"^[gy]i(?=[aou])|^gj|^oi(?=[^aeiou])")
_UMLAUT = re.compile(r"(?<![aeiou])([ou])e(?=[^aeiouy])")
_SOFT_C = re.compile(r"c(?=[eiy])")
_AFTER_FIRST = str.maketrans("fz", "vs")
#: Groups of letters that make one sound, in the order in which they are replaced.
_GROUPS = (
    ("ph", "f"),
    ("sch", "š"),
    ("sh", "š"),
    ("th", "t"),
    ("dt", "t"),
    ("tz", "ts"),
    ("ck", "k"),
    ("kh", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("ae", "a"),
    ("ou", "u"),
    ("eu", "ev"),
    ("au", "av"),
)
_LAST = str.maketrans("cyj", "kii")

_HEBREW = str.maketrans({"ט": "ת", "ק": "כ", "׳": None})

#: Consonants that are interchanged between scripts, a class each; vowels, h and y are left out.
_CLASSES = str.maketrans(
    dict.fromkeys("bvwfp", "B")
    | dict.fromkeys("kcq", "K")
    | dict.fromkeys("td", "T")
    | dict.fromkeys("sz", "S")
    | {"g": "G", "l": "L", "m": "M", "n": "N", "r": "R", "x": "KS"}
    | dict.fromkeys("aeiouyjh", "")
)
_CLUSTERS = (("sch", "s"), ("sh", "s"), ("tz", "s"), ("ts", "s"), ("ch", "k"), ("ph", "p"))
_HEBREW_CLASSES = str.maketrans(
    dict.fromkeys("בפ", "B")
    | dict.fromkeys("כקח", "K")
    | dict.fromkeys("דטת", "T")
    | dict.fromkeys("סזשצ", "S")
    | {"ג": "G", "ל": "L", "מ": "M", "נ": "N", "ר": "R"}
    | dict.fromkeys("אהויע׳", "")
)


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return the phonetic key of a word from ``scripts.words``: equal for spellings of one name.

    It follows the pronunciation of Nordic languages, English and Greek in Latin letters. Vowels
    count, so Anna and Anne differ; of a Hebrew word, which has few, only those at its ends do.

    >>> sound("christian") == sound("kristian"), sound("aase") == sound("ase")
    (True, True)
    """
    if not word.isascii():
        if scripts.script(word) == "hebrew":
            return _hebrew(word)
        word = scripts.latin(word)
    if "c" in word:
        word = _consonant_c(word)
    if word[:1] in "gyo":
        word = _GLIDE.sub("i", word)
    for letters, one in _GROUPS:
        if letters in word:
            word = word.replace(letters, one)
    if "h" in word:
        word = _SILENT_H.sub("", word)
    if word.startswith("oey"):
        word = "o" + word[2:]
    if "oe" in word or "ue" in word:
        word = _UMLAUT.sub(r"\1", word)
    word = word[:1] + word[1:].translate(_AFTER_FIRST)
    return _DOUBLED.sub(r"\1", word.translate(_LAST))


def _consonant_c(word: str) -> str:
    """Replace each c by its sound: s, k, or that of ``ch`` at the start of a word."""
    if word.startswith("m"):
        word = _MAC.sub("mk", word)
    if "ch" in word:
        word = word.replace("sch", "sh")
        own = word.startswith("ch") and word[2:3] in tuple("aeiouy")
        word = ("č" + word[2:] if own else word).replace("ch", "k")
    return _SOFT_C.sub("s", word)


def _hebrew(word: str) -> str:
    word = word.translate(_HEBREW)
    inner = word[1:-1].replace("ו", "").replace("י", "")
    last = "ה" if word[-1:] == "א" else word[-1:]
    return word[:1] + inner + (last if len(word) > 1 else "")


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """Return the classes of a word's consonants: equal for one name in any script known here.

    >>> skeleton("dana"), skeleton("דנה")
    ('TN', 'TN')
    """
    if scripts.script(word) == "hebrew":
        return _DOUBLED.sub(r"\1", word.translate(_HEBREW_CLASSES))
    word = scripts.latin(word)
    for letters, one in _CLUSTERS:
        word = word.replace(letters, one)
    return _DOUBLED.sub(r"\1", word.translate(_CLASSES))
