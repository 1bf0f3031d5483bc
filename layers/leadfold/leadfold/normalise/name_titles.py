"""Titles in front of a name, degrees and suffixes behind it."""

from leadfold.normalise.name_case import cased_word

_TITLES = frozenset(
    (
        "mr mrs ms miss mx sir dr drmed prof professor rev doctor "
        "hr herr fru frk frøken fröken advokat adv siving sivilingeniør cand ing "
        "herra rouva neiti tri tohtori "
        "κ κος κα κυρ κύριος κυρία κυριος κυρια δρ δις δεσποινίς καθ "
        "מר גב גברת ד״ר דר פרופ פרופסור עו״ד עוד רב הרב"
    ).split()
)
#: Titles only with a dot or apostrophe behind them, since they are words or names as well.
_ONLY_MARKED = frozenset("κ דר עוד גב ing adv καθ tri".split())
_SHOWN_TITLES = {"siving": "Siv.ing.", "drmed": "Dr.med.", "κ": "κ."}
#: Titles that a surname follows where only one word does: Mr Hansen.
TO_SURNAME = frozenset("mr mrs ms hr herr fru frk frøken fröken κ κος κα מר גב גברת".split())
_DEGREES = frozenset("phd ph.d md m.d mba msc m.sc bsc b.sc esq cpa siving drmed".split())
_SUFFIXES = {
    "jr": "Jr",
    "jun": "Jr",
    "junior": "Jr",
    "sr": "Sr",
    "sen": "Sr",
    "senior": "Sr",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "d.y": "d.y.",
    "d.e": "d.e.",
}
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


def take_suffix(words: list[str], *, beside: int) -> tuple[str, list[str]]:
    """Return the suffix behind a name, and the words that are left.

    ``beside`` counts the words of the name that are not among ``words``. A name of two words has
    no suffix.
    """
    if not words or beside < 1 or len(words) + beside <= _MIN_WORDS_BESIDE_SUFFIX:
        return "", words
    found = _SUFFIXES.get(plain_word(words[-1]), "")
    return (found, words[:-1]) if found else ("", words)
