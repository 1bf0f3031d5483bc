"""The letters and words of a name as it was sent: without signs, digits, addresses and emoji."""

import re
import unicodedata

from leadfold.normalise import placeholders, text
from leadfold.normalise.legal_forms import without_slash
from leadfold.normalise.name_case import PARTICLES

MAX_LENGTH = 200

_APOSTROPHES = "‘’‛ʹʻʼˈ`´′＇׳ʾʿ"
_GERSHAYIM = "״"
_HYPHENS = "‐‑‒–—―−־﹘﹣"
_ONE_SPELLING = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-") | {"‚": ","}
)
# Compiled by `re` at first use: most leads, and every cold start, do without.
_ACRONYM = r"(?<=[א-ת])[\"“”](?=[א-ת])"
_BRACKETED = r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”|«[^«»]*»"
_BEFORE_TEMPLATE = frozenset("[{<%$#@*_|:")
_TEMPLATE = r"\{\{|\}\}|\$\{|<%|^\[[\w ]+\]$|^%\w+%$"
#: Greek given names written short, without the middle: Κων/νος.
_GREEK_SHORT = {
    "κων/νος": "Κωνσταντίνος", "κων/να": "Κωνσταντίνα", "αθ/σιος": "Αθανάσιος",
    "αθαν/σιος": "Αθανάσιος", "παν/της": "Παναγιώτης", "παναγ/της": "Παναγιώτης",
    "δημ/τριος": "Δημήτριος", "δημ/τρα": "Δήμητρα", "χαρ/μπος": "Χαράλαμπος",
    "ευαγ/λος": "Ευάγγελος", "ευάγ/λος": "Ευάγγελος", "γεώρ/γιος": "Γεώργιος",
    "αναστ/σιος": "Αναστάσιος", "θεόδ/ρος": "Θεόδωρος", "αικ/νη": "Αικατερίνη",
}  # fmt: skip
_GREEK_SHORT_WORD = r"[^\W\d_]{2,6}/[^\W\d_]{2,6}"
_DOTTED_TITLE = r"(?i)\b(siv|dr|sig|dott)\.\s?(ing|med|ra|ssa)\b(\.?)"
_ADDRESS = r"\S*@\S*|https?://\S*|www\.\S*"
_DOT_WITHOUT_BLANK = r"(?<=\.)(?=[^\W\d_]{2})|(\w{3,})\.(?=\w{2})"
#: In a word, what is written for a letter that a system could not write.
_LOST_LETTER = r"(?<=[^\W\d_])[?\ufffd]+(?=[a-zæøåäöéüα-ω])"
_LONE_SIGNS = r"(?:(?<=\s)|^)[-'.,]+(?=\s|$)|(?<=-)-+|(?<=')'+|\s+(?=,)|(?<=,),+"
_MISSING_PART = r"(?:(?<=\s)|^)(?:undefined|null)(?=\s|$)"
_KEPT_MARKS = {"Mn", "Mc"}


class _InNames(dict[int, str]):
    """What each character of a name becomes; computed when a character first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = self._of(chr(code))
        return kept

    @staticmethod
    def _of(char: str) -> str:
        category = unicodedata.category(char)
        if category[0] == "L" or char in " -'.,\u200c" + _GERSHAYIM:
            return char
        if category in _KEPT_MARKS:
            name = unicodedata.name(char, "")
            unwritten = ("HEBREW", "ARABIC", "VARIATION", "COMBINING ENCLOSING")
            return "" if name.startswith(unwritten) else char
        return " "


_IN_NAMES = _InNames()
_STRAY_MARK = r"(?:(?<=[\s\-'.,])|^)[\u0300-\u036f]+"


def is_template(sent: str) -> bool:
    """Tell whether a text is what a form builder should have put a name in the place of."""
    typed = sent.strip()
    if re.search(_TEMPLATE, typed):
        return True
    return typed[:1] in _BEFORE_TEMPLATE and placeholders.is_template(typed)


def letters_of(raw: str) -> str:
    """Return a name as sent with nothing in it but letters, blanks and the signs of names."""
    tidy = text.clean(raw, MAX_LENGTH)
    if is_template(tidy):
        return ""
    if "undefined" in tidy or "null" in tidy:  # JavaScript joins parts of which one is missing
        tidy = re.sub(_MISSING_PART, "", tidy).strip() or tidy
    if not tidy.isascii():
        tidy = re.sub(_ACRONYM, _GERSHAYIM, tidy.translate(_ONE_SPELLING))
    elif tidy.replace(" ", "").isalpha():
        return tidy
    else:
        tidy = tidy.translate(_ONE_SPELLING)
    tidy = re.sub(_LOST_LETTER, "", tidy)
    tidy = re.sub(_DOTTED_TITLE, r"\1\2\3", tidy)
    if "@" in tidy or "/" in tidy:
        tidy = re.sub(_GREEK_SHORT_WORD, _in_full, without_slash(tidy))
        tidy = re.sub(_ADDRESS, " ", tidy).replace("/", " ")
    without = re.sub(_BRACKETED, " ", tidy)
    if any(map(str.isalpha, without)):
        tidy = without
    tidy = re.sub(_STRAY_MARK, "", tidy.translate(_IN_NAMES))
    tidy = re.sub(_DOT_WITHOUT_BLANK, lambda found: (found[1] or "") + " ", tidy)
    while (shorter := " ".join(re.sub(_LONE_SIGNS, "", tidy).split())) != tidy:
        tidy = shorter
    tidy = unicodedata.normalize("NFC", tidy).strip(" -,")
    return tidy.lstrip(".")


def _in_full(short: re.Match[str]) -> str:
    return _GREEK_SHORT.get(short[0].lower(), short[0])


def words_of(letters: str) -> list[str]:
    """Return the words of ``letters_of``; a dot stays only behind an initial or abbreviation."""
    words = []
    for word in letters.split():
        word = _unquoted(word.strip("-").lstrip(".-"))  # noqa: PLW2901
        bare = word.rstrip(".")
        whole = len(bare.rstrip(",")) > 3 and "." not in bare  # noqa: PLR2004
        words.append(bare if whole else word)
    return [word for word in words if word.strip("-'.,")]


def _unquoted(word: str) -> str:
    """Return a word without quotes around it; behind Hebrew the sign is a letter."""
    if "'" not in word or word.lower() in PARTICLES:
        return word
    return word.strip("'") if word.isascii() else word.lstrip("'")
