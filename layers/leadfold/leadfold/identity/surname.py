"""How the surnames of two names agree."""

from dataclasses import replace
from functools import lru_cache

from leadfold.identity import nicknames
from leadfold.identity.frequencies import BUILT_IN
from leadfold.identity.name_agreement import (
    AGREE,
    MISSING,
    RANK,
    SPELLED,
    GivenAgreement,
    PartAgreement,
)
from leadfold.identity.name_words import Words
from leadfold.identity.spelling import initials_agree, one_slip, sound_alike
from leadfold.identity.word_pairs import Kind, compare_words
from leadfold.normalise.known_names import surnames

#: Words of surnames, folded, that one spelling of a surname may have and another leave out.
_PARTICLES = frozenset(
    (
        "af al av bar bat ben bin bint da das de degli dei del della den der di do dos du el et "
        "ibn la las le los of ten ter van vom von y zu zum zur בנ בר בת אל אבו"
    ).split()
)
#: Endings of one family's name for a man and for a woman: Greek and Slavic.
_FAMILY_ENDINGS = frozenset(
    {"os ou", "as a", "is i", "es e", "idis idou", "i a", "y a", "ski ska", "sky ska", "ov ova",
     "ev eva", "in ina", "off ova"}
)  # fmt: skip
_PAIRS_OF_ENDINGS = _FAMILY_ENDINGS | {" ".join(reversed(pair.split())) for pair in _FAMILY_ENDINGS}
_LONGEST_ENDING = 4
_MIN_STEM = 3
#: Letters from which two slips are allowed.
_TWO_SLIPS_FROM = 8

_BOTH_MISSING = PartAgreement(level="missing", whole=True)


def compare_surnames(
    left: Words, right: Words, middle: Words, other_middle: Words
) -> PartAgreement:
    """Return how the surname words of two names agree.

    ``middle`` and ``other_middle`` are their given words after the first: a surname may have
    become a middle name.
    """
    if not (left and right):
        return MISSING if left or right else _BOTH_MISSING
    if left == right:
        return PartAgreement(level="exact", word=" ".join(left), whole=True)
    alone = len(left) == len(right) == 1
    found = _words(left[0], right[0]) if alone else _several(left, right)
    if found.level == "different" and (middle or other_middle):
        for words, names in ((left, other_middle), (right, middle)):
            for word in words:
                if word not in _PARTICLES and word in names:
                    return PartAgreement(level="partial", word=word)
    return found


# -- several words --------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def _several(left: Words, right: Words) -> PartAgreement:
    """Return how surnames agree of which at least one has several words, in any order."""
    joined = _words("".join(left), "".join(right))
    if joined.level in SPELLED:
        return replace(joined, level="spelling")
    bare, other = _without_particles(left), _without_particles(right)
    if sorted(bare) == sorted(other):
        return PartAgreement(level="exact", word=" ".join(min(bare, other)), whole=True)
    if len(bare) == len(other) == 1:
        return _words(bare[0], other[0])
    short, long = (bare, other) if (len(bare), bare) <= (len(other), other) else (other, bare)
    pairs = [
        min((_words(a, b) for b in long), key=lambda pair: (RANK[pair.level], pair.word))
        for a in short
    ]
    agreeing = [pair for pair in pairs if pair.level in AGREE]
    if not agreeing:
        return joined if joined.level == "typo" else min(pairs, key=lambda p: RANK[p.level])
    other_script = any(pair.other_script for pair in pairs)
    word = " ".join(sorted(pair.word for pair in agreeing if pair.level != "initial"))
    if len(agreeing) == len(long):
        worst = max(agreeing, key=lambda pair: RANK[pair.level])
        return PartAgreement(
            level=worst.level,
            word=word or worst.word,
            other_script=other_script,
            whole=all(pair.whole for pair in agreeing),
        )
    if all(pair.level == "initial" for pair in agreeing):
        return replace(agreeing[0], whole=False)
    return PartAgreement(level="partial", word=word, other_script=other_script)


def _without_particles(words: Words) -> Words:
    return tuple(word for word in words if word not in _PARTICLES) or words


# -- one word -------------------------------------------------------------------------------------


def _words(left: str, right: str) -> PartAgreement:
    return _pair(left, right) if left <= right else _pair(right, left)


@lru_cache(maxsize=65536)
def _pair(left: str, right: str) -> PartAgreement:
    """Return how two words in alphabetical order agree: one entry in the cache for a pair."""
    return compare_words(left, right, _KIND)


def _in_latin(left: str, right: str) -> GivenAgreement:
    """Return how two words in Latin letters agree (of Hebrew ones, as they are)."""
    if len(left) == 1 or len(right) == 1:
        return "initial" if initials_agree(left, right) else "different"
    if sound_alike(left, right, surnames()) or nicknames.one_name(left, right):
        return "spelling"
    if _are_of_one_family(left, right):
        return "spelling"
    if one_slip(left, right, two_from=_TWO_SLIPS_FROM) and not (
        left in surnames() and right in surnames()
    ):
        return "typo"
    return "different"


_KIND = Kind(in_latin=_in_latin, listed=surnames, share=BUILT_IN.surname, has_short_forms=False)


def _are_of_one_family(left: str, right: str) -> bool:
    """Tell whether two surnames are a man's and a woman's: Papadopoulos and Papadopoulou."""
    for length in range(_LONGEST_ENDING + 1):
        cut = len(left) - length
        if cut < _MIN_STEM:
            return False
        if right.startswith(left[:cut]) and f"{left[cut:]} {right[cut:]}" in _PAIRS_OF_ENDINGS:
            return True
    return False
