"""Names of people and companies in sensible case; a word in mixed case stays as it was typed."""

import re
from functools import lru_cache

from leadfold.normalise import text
from leadfold.normalise.company import JOINERS
from leadfold.normalise.known_names import is_known
from leadfold.normalise.legal_forms import as_listed, spelled, without_slash

#: Lower-case within a name; they belong to the surname that follows.
PARTICLES = frozenset(
    (
        "af al av bin bint da das de degli dei del della den der des di do dos du el et ibn la "
        "las le los ten ter te 't ul van vom von y zu zum zur"
    ).split()
)
#: Joins two particles of one surname: von und zu Guttenberg.
_AND_WITHIN = "und"
#: They stay small within a name where they were typed small: Costa e Silva, Per i Bakken.
_MAY_BE_SMALL = frozenset("e i z og och ja and et på fra från under ved vid του της".split())
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


#: Two letters with a vowel that are initials more often than a name.
_PAIRS = frozenset("ab ac ag aj ak am ap ej em es oj op".split())
_NUMBERS = frozenset("ii iii iv".split())
#: Last words of a company's name that may be a surname as well (Kari Ås).
_FORMS = frozenset("as ab asa hb kb ans nv ag kg".split())
#: What a capital may follow within a word, beside letters that a wrong title case takes for none.
_BEFORE_CAPITAL = frozenset("de di da la le o mc mac".split())
_SMALL_PREFIXES = ("mc", "mac", "o'", "d'")
_MOST_INITIALS = 3


def names_in_capitals(words: list[str]) -> list[str]:
    """Return the words of a name with short names in capitals as names: ``ODD BØ``, ``ANN VIK``.

    In a whole name in capitals a short word with a vowel is a name; alone, or beside other words,
    only where it is a known one. Words in capitals with a Turkish İ get Turkish small letters.

    >>> names_in_capitals(["ANN", "VIK"]), names_in_capitals(["IBM"]), names_in_capitals(["ODD"])
    (['Ann', 'VIK'], ['IBM'], ['Odd'])
    """
    capitals = [word.isupper() for word in words]
    if not any(capitals):
        return words
    if any("İ" in word for word in words):
        words = [_turkish(word) if word.isupper() else word for word in words]
    short = [up and are_initials(word) for up, word in zip(capitals, words, strict=True)]
    if not any(short):
        return words
    person = len(words) > 1 and all(capitals)
    if person and words[-1].lower() in _FORMS:
        person = is_known(words[0])
    return [
        word.capitalize() if brief and _is_short_name(word.lower(), person=person) else word
        for brief, word in zip(short, words, strict=True)
    ]


def _is_short_name(word: str, *, person: bool) -> bool:
    bare = word.rstrip(",")
    if not bare.isalpha() or len(bare) == 1 or bare in _NUMBERS:
        return False
    if person and bare not in _PAIRS and not _VOWELS.isdisjoint(bare):
        return True
    return is_known(bare)


def _turkish(word: str) -> str:
    return word[0] + word[1:].replace("İ", "i").replace("I", "ı").lower()


def is_particle(words: list[str], at: int) -> bool:
    """Tell whether a word is a particle of the surname behind it; a capital Y may be an initial.

    >>> is_particle(["John", "Y", "Smith"], 1), is_particle("Karl von und zu Berg".split(), 2)
    (False, True)
    """
    word = words[at].lower()
    if len(word) == 1 and words[at].isupper():
        return at > 0 and word in PARTICLES and all(map(str.isupper, words))
    if word == _AND_WITHIN and 0 < at < len(words) - 1:
        return words[at - 1].lower() in PARTICLES and words[at + 1].lower() in PARTICLES
    return word in PARTICLES


def cased(words: list[str]) -> str:
    """Return the words of a name in sensible case."""
    careful = words[:1] and words[0][:1].isupper()
    return " ".join(
        word
        if (len(word) == 1 and word.isupper()) or (careful and word in _MAY_BE_SMALL)
        else cased_word(word, first=not at)
        for at, word in enumerate(words)
    )


@lru_cache(maxsize=4096)
def cased_word(word: str, *, first: bool) -> str:
    """Return a word in sensible case; particles are small unless they come ``first``."""
    if word.islower():
        lowered = word
    elif word.isupper():
        if are_initials(word):
            return word
        lowered = _lower(word)
    elif _is_caps_slip(word) or _is_wrong_title_case(word):
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
    if not bare.isalpha() or len(bare) > _MOST_INITIALS:
        return len(bare) == _MOST_INITIALS + 1 and bare.isascii() and _VOWELS.isdisjoint(letters)
    if letters in _NUMBERS:
        return True
    if not bare.isascii():
        return False
    return not (_VOWELS & set(letters[-1:])) and not (_VOWELS & set(letters[1:-1]))


def _is_wrong_title_case(word: str) -> bool:
    """Tell whether a program put capitals behind letters that it took for none: ``NguyễN``.

    Of words in ASCII letters, only those whose prefix alone is small: ``mcDONALD``.
    """
    for prefix in _SMALL_PREFIXES:
        if word.startswith(prefix) and word[len(prefix) :].isupper():
            return len(word) - len(prefix) > 1
    if word.isascii():
        return False
    within = [
        at
        for at, letter in enumerate(word[1:], 1)
        if letter.isupper() and word[at - 1] not in "-'."
    ]
    return bool(within) and all(
        word[at].isascii()
        and not word[at - 1].isascii()
        and word[at - 1].isalpha()
        and text.fold(word[:at]) not in _BEFORE_CAPITAL
        for at in within
    )


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
    careful = first[:1].isupper()
    shown = [cased_word(first, first=not small)]
    for word in rest:
        if word.lower() == _AND_WITHIN and word is not rest[-1]:
            shown.append(_AND_WITHIN)
        else:
            shown.append(
                word if careful and word in _MAY_BE_SMALL else cased_word(word, first=False)
            )
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
