"""Names of people and companies in sensible case; a word in mixed case stays as it was typed."""

import re
from functools import lru_cache

from leadfold.normalise.company import JOINERS
from leadfold.normalise.legal_forms import as_listed, spelled, without_slash

#: Lower-case within a name; they belong to the surname that follows.
PARTICLES = frozenset(
    (
        "af al av bin bint da das de degli dei del della den der des di do dos du el et ibn la "
        "las le los ten ter te 't van vom von y zu zum zur"
    ).split()
)
#: They belong to the surname that follows, too, but have a capital.
BEFORE_SURNAME = frozenset("abu bar bat ben bet saint san santa st st. בן בר בת אבו אל".split())

#: A word, or one between hyphens: each has its own capital.
_WORD = re.compile(r"[^\s\-.,]+")
_VOWELS = frozenset("aeiouyæøåäöáéíóúýàèìòùâêîôûαεηιουωάέήίόύώаеёиоуыэюя")
#: Surnames with a capital behind their Mac; others begin with the same letters (Maciejewska).
_MAC = frozenset(
    (
        "macdonald macgregor macleod maclean macarthur macmillan macpherson macintosh macintyre "
        "maccallum macdougall macfarlane maclachlan macneil macneill macphail macqueen macrae "
        "macdowell maccarthy macallister macalister macbeth macaskill macinnes maclaren macnab"
    ).split()
)


def cased(words: list[str]) -> str:
    """Return the words of a name in sensible case."""
    return " ".join(cased_word(word, first=not position) for position, word in enumerate(words))


@lru_cache(maxsize=4096)
def cased_word(word: str, *, first: bool) -> str:
    """Return a word in sensible case; particles are small unless they come ``first``."""
    if word.islower():
        lowered = word
    elif word.isupper():
        if are_initials(word):
            return word
        lowered = _lower(word)
    elif _is_caps_slip(word):
        lowered = _lower(word)
    else:
        return word
    if not first and lowered.rstrip(",") in PARTICLES:
        return lowered
    lowered = lowered.replace("σ-", "ς-")
    if lowered.endswith("σ"):
        lowered = lowered[:-1] + "ς"
    return _WORD.sub(_capitalised, lowered)


def _lower(word: str) -> str:
    return word.lower().replace("i̇", "i")


def are_initials(word: str) -> bool:
    """Tell whether capitals are initials: ``JP``, ``J.R.R.``, but not ``LI`` or ``BO``."""
    bare = word.rstrip(",")
    if "." in bare:
        return all(len(part) <= 1 for part in bare.split("."))
    letters = bare.lower()
    if not bare.isalpha() or len(bare) > 3:  # noqa: PLR2004
        return False
    if not bare.isascii():
        return False
    return not (_VOWELS & set(letters[-1:])) and not (_VOWELS & set(letters[1:-1]))


def _is_caps_slip(word: str) -> bool:
    """Tell whether the shift key was held too long, or caps lock was on: ``HAnsen``, ``oLA``."""
    if not word.isalpha() or len(word) < 3:  # noqa: PLR2004
        return False
    if word[0].islower():
        return word[1:].isupper()
    return word[:2].isupper() and word[2:].islower() and word[0] not in "OÓ"


def _capitalised(match: re.Match[str]) -> str:
    word = match.group()
    if word in _MAC:
        return f"Mac{word[3].upper()}{word[4:]}"
    if word.startswith("mc") and len(word) > 4:  # noqa: PLR2004
        return f"Mc{_capital(word[2:])}"
    before, apostrophe, after = word.partition("'")
    if apostrophe and len(before) == 1 and after and len(after) > 1:
        return f"{_capital(before)}'{_capital(after)}"
    return _capital(word)


def _capital(word: str) -> str:
    upper = word[:1].title()
    return (upper if len(upper) == 1 else word[:1]) + word[1:]


def cased_surname(words: list[str], *, alone: bool) -> str:
    """Return a surname in sensible case.

    ``alone`` is a surname without given names. Particles are small where a word follows them.
    """
    if not words:
        return ""
    small = len(words) > 1 and not (alone and words[0].lower() in BEFORE_SURNAME)
    first, *rest = words
    shown = [cased_word(first, first=not small), *(cased_word(word, first=False) for word in rest)]
    return " ".join(shown)


def cased_company(clean: str) -> str:
    """Return a company's name, from ``company.clean``, in sensible case."""
    tidy = without_slash(clean)
    letters = "".join(filter(str.isalpha, tidy))
    if not (letters.isupper() or letters.islower()):
        return tidy
    words = tidy.split()
    ends = {0, len(words) - 1}
    return " ".join(
        (at in ends and spelled(word)) or _case_in_company(word) for at, word in enumerate(words)
    )


def _case_in_company(word: str) -> str:
    if as_listed(word) in JOINERS:
        return word.lower()
    return word if any(map(str.isdigit, word)) else cased_word(word, first=True)
