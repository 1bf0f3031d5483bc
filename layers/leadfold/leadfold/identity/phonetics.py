"""How words of names sound: a key for spellings of one name, and a coarse one across scripts."""

import re
from functools import lru_cache

from leadfold.identity import scripts

_DOUBLED = re.compile(r"(.)\1+")
#: An h that is not heard: before a consonant, at the end, behind a consonant (Gerhard, Gerard).
_SILENT_H = re.compile(r"(?<=.)h(?![aeiouy])|(?<=[bdfglmnrt])h|^h(?=j)")
_MAC = re.compile(r"^ma?c(?=[bdfglmnprtv]|k.)")
_GLIDE = re.compile(r"^[gy]i(?=[aou])|^gj|^oi(?=[^aeiou])")
_UMLAUT = re.compile(r"(?<![aeiou])([ou])e(?=[^aeiouy])")
_SOFT_C = re.compile(r"c(?=[eiy])")
_AFTER_FIRST = str.maketrans("fz", "vs")
#: Groups of letters that are one sound, in the order in which they are read.
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

#: What may stand for one another between scripts; vowels, h and y say little and are left out.
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
    """Return what the spellings of one name share, for a word of ``scripts.words``.

    Near enough to how it is said in the Nordic countries, English and Greeklish; vowels stay, so
    Anna and Anne differ. Hebrew writes few vowels: there it is the word without those inside.

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
    """Tell the sounds of c apart; ``ch`` before a vowel is its own at the start of a word."""
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
    """Return the classes of a word's consonants, alike in every script that can be read.

    >>> skeleton("dana"), skeleton("דנה")
    ('TN', 'TN')
    """
    if scripts.script(word) == "hebrew":
        return _DOUBLED.sub(r"\1", word.translate(_HEBREW_CLASSES))
    word = scripts.latin(word)
    for letters, one in _CLUSTERS:
        word = word.replace(letters, one)
    return _DOUBLED.sub(r"\1", word.translate(_CLASSES))
