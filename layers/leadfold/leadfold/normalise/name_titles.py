"""Titles in front of a name, degrees and suffixes behind it."""

from leadfold.normalise.name_case import cased_word

_TITLES = frozenset(
    (
        "mr mrs ms miss mx sir dr drmed prof professor rev doctor "
        "hr herr fru frk frøken fröken advokat adv siving sivilingeniør cand ing "
        "dott dottssa sig sigra sr sra srta dña capt hon rabbi "
        "herra rouva neiti tri tohtori frau monsieur madame mme mlle señor señora signor signora "
        "κ κος κα κυρ κύριος κυρία κυριος κυρια δρ δις δεσποινίς καθ "
        "מר גב גברת ד״ר דר פרופ פרופסור עו״ד עוד רב הרב"
    ).split()
)
#: Titles only with a dot or apostrophe behind them, since they are words or names as well.
_ONLY_MARKED = frozenset("κ דר עוד גב ing adv καθ tri sig sr hon".split())
_SHOWN_TITLES = {
    "siving": "Siv.ing.",
    "drmed": "Dr.med.",
    "κ": "κ.",
    "dottssa": "Dott.ssa",
    "sigra": "Sig.ra",
}
#: Titles that a surname follows where only one word does: Mr Hansen.
TO_SURNAME = frozenset(
    (
        "mr mrs ms miss mx hr herr fru frk frøken fröken herra rouva neiti frau "
        "monsieur madame mme mlle señor señora signor signora κ κος κα κυρ κύριος "
        "κυρία מר גב גברת sig sig.ra sr sra srta"
    ).split()
)
_DEGREES = frozenset("phd ph.d md m.d mba msc m.sc bsc b.sc esq cpa siving drmed".split())
_SUFFIXES = {
    "jr": "Jr",
    "jun": "Jr",
    "junior": "Jr",
    "júnior": "Jr",
    "jnr": "Jr",
    "sr": "Sr",
    "snr": "Sr",
    "sen": "Sr",
    "senior": "Sr",
    "sénior": "Sr",
    "fils": "Jr",
    "père": "Sr",
    "hijo": "Jr",
    "nuor": "Jr",
    "vanh": "Sr",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "d.y": "Jr",
    "d.e": "Sr",
    "d.ä": "Sr",
    "nuorempi": "Jr",
    "vanhempi": "Sr",
    "νεότερος": "Jr",
    "πρεσβύτερος": "Sr",
    "הבן": "Jr",
    "האב": "Sr",
    "ג'וניור": "Jr",
    "סניור": "Sr",
}
_LONG_SUFFIXES = {
    "den yngre": "Jr",
    "den eldre": "Sr",
    "den ældre": "Sr",
    "den äldre": "Sr",
    "the younger": "Jr",
    "the elder": "Sr",
    "ο νεότερος": "Jr",
    "ο πρεσβύτερος": "Sr",
}
#: Suffixes only with a dot behind them, since they are names as well.
_ONLY_DOTTED = frozenset("jun sen".split())
#: Suffixes that are one behind a single name, too: Ola Jr.
_SHORT_SUFFIXES = frozenset("jr sr jnr snr d.y d.e d.ä".split())
#: Beside these particles the word Junior is part of a Portuguese surname.
_PORTUGUESE = frozenset("da de do dos das".split())
SUFFIX_OF_SURNAME = frozenset("junior júnior".split())
_MIN_WORDS_BESIDE_SUFFIX = 2


def plain_word(word: str) -> str:
    """Return a word as the tables of titles, degrees and suffixes have it."""
    return word.lower().strip(".,'").replace('"', "״")


def take_title(words: list[str]) -> tuple[str, list[str]]:
    """Return the titles in front of a name, and the words that are left."""
    titles: list[str] = []
    while len(words) > 1:
        plain = plain_word(words[0])
        marked = words[0].rstrip(",")[-1:] in {".", "'"}
        if plain not in _TITLES or (plain in _ONLY_MARKED and not marked):
            break
        titles.append(words[0].strip(".,'"))
        words = words[1:]
    return " ".join(
        _SHOWN_TITLES.get(t.lower()) or cased_word(t.lower(), first=True) for t in titles
    ), words


def is_degree(words: list[str]) -> bool:
    """Tell whether all of one or more words are degrees."""
    return bool(words) and all(plain_word(word) in _DEGREES for word in words)


def is_title(word: str) -> bool:
    """Tell whether a word is a title, also where nothing is behind it."""
    plain = plain_word(word)
    return plain in _TITLES and (plain not in _ONLY_MARKED or word[-1:] in {".", "'"})


def take_suffix(words: list[str], *, beside: int) -> tuple[str, list[str]]:
    """Return the suffix behind a name (``Jr``, ``Sr``, ``III``), and the words that are left.

    ``beside`` counts the words of the name that are not among ``words``. A word that is a name as
    well (``Ola Junior``) is no suffix of a name of two words.
    """
    count = len(words) + beside
    if not words or count < 2:  # noqa: PLR2004
        return "", words
    plain = plain_word(words[-1])
    pair = " ".join(map(plain_word, words[-2:]))
    if count > _MIN_WORDS_BESIDE_SUFFIX and len(words) > 1 and pair in _LONG_SUFFIXES:
        return _LONG_SUFFIXES[pair], words[:-2]
    found = _SUFFIXES.get(plain, "")
    if count <= _MIN_WORDS_BESIDE_SUFFIX and plain not in _SHORT_SUFFIXES:
        return "", words
    if not found or (plain in _ONLY_DOTTED and words[-1][-1] != "."):
        return "", words
    if plain in SUFFIX_OF_SURNAME and not _PORTUGUESE.isdisjoint(map(str.lower, words[:-1])):
        return found, words
    return found, words[:-1]
