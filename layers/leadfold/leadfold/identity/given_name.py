"""How the given names of two names agree."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

from leadfold.identity import nicknames, scripts
from leadfold.identity.frequencies import BUILT_IN
from leadfold.identity.name_agreement import (
    AGREE,
    DIFFERENT,
    MISSING,
    RANK,
    SPELLED,
    GivenAgreement,
    PartAgreement,
)
from leadfold.identity.name_words import Words
from leadfold.identity.phonetics import sound
from leadfold.identity.scripts import script
from leadfold.identity.spelling import initials_agree, one_slip, sound_alike
from leadfold.identity.word_pairs import Kind, compare_words
from leadfold.normalise.known_names import given_names, surnames

_VOWELS = frozenset("aeiouy")
_PET_ENDINGS = ("y", "ie", "ito", "ita")
#: Endings that make another given name, often of the other sex: Daniel(a), Dimitris and Dimitra.
_ENDINGS_OF_ANOTHER = frozenset({"a", "o", "e", "os", "us", "is", "as", "ina", "ine", ""})
#: Vietnamese middle names of most men and women; they stand in front of the given name.
_MIDDLE = frozenset({"van", "thi"})
_MIN_STEM = 3
_MIN_CUT = 4
_MAX_INITIALS = 3
#: Letters from which two slips are allowed; fewer than in surnames, since fewer given names exist.
_TWO_SLIPS_FROM = 6


def compare_given(left: Words, right: Words) -> PartAgreement:
    """Return how the given words of two names agree."""
    if not (left and right):
        return MISSING
    if left == right:
        return PartAgreement(level="exact", word=" ".join(left), whole=True)
    if min(len(left), len(right)) > 1 and {left[0], right[0]} == _MIDDLE:
        return DIFFERENT
    if left[:1] != right and right[:1] != left:  # Vân Anh may call herself Vân
        left, right = _without_middle(left), _without_middle(right)
    if len(left) == len(right) == 1:
        return _words(left[0], right[0])
    return _several(left, right) if left <= right else _several(right, left)


def _without_middle(given: Words) -> Words:
    """Return the given words without what tells only man or woman: Văn Anh is no Văn Minh."""
    return given[1:] if len(given) > 1 and given[0] in _MIDDLE else given


# -- several words --------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def _several(left: Words, right: Words) -> PartAgreement:
    """Return how given names agree of which at least one has several words."""
    if sorted(left) == sorted(right):
        return PartAgreement(level="exact", word=" ".join(left), whole=True)
    joined = _words("".join(left), "".join(right))
    if joined.level in SPELLED:
        return replace(joined, level="spelling", whole=True)
    if (found := _in_order(left, right)) is not None:
        return found
    if joined.level == "typo":
        return joined
    return _out_of_order(left, right)


def _in_order(left: Words, right: Words) -> PartAgreement | None:
    """Return how names agree that begin alike; ``None`` where their first words do not agree."""
    pairs = [_words(a, b) for a, b in zip(left, right, strict=False)]
    if pairs[0].level == "different":
        return None
    if pairs[0].level == "missing":
        return pairs[0]
    first, *rest = pairs
    other_script = any(pair.other_script for pair in pairs)
    if any(pair.level == "different" for pair in rest):
        left_out = _is_left_out(left, right)
        level = "partial" if first.level != "initial" and not left_out else first.level
        return replace(first, level=level, other_script=other_script, whole=False)
    levels = [pair.level for pair in rest if pair.level not in {"initial", "missing"}]
    return PartAgreement(
        level=max(first.level, *levels, key=RANK.__getitem__) if levels else first.level,
        word=" ".join(pair.word for pair in pairs if pair.level != "initial" or pair is first),
        other_script=other_script,
        whole=len(left) == len(right) and all(pair.whole for pair in pairs),
    )


def _is_left_out(left: Words, right: Words) -> bool:
    """Tell whether the shorter name is the longer one with words left out."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    rest = iter(long)
    return all(any(_words(a, b).level in AGREE for b in rest) for a in short)


def _out_of_order(left: Words, right: Words) -> PartAgreement:
    """Return how names agree that begin differently: one may lack the other's first word."""
    for short, names in ((left, right), (right, left)):
        if short[0] == "".join(word[0] for word in names):
            return PartAgreement(level="initial", word=" ".join(names))
    found = DIFFERENT
    for word, others in ((left[0], right[1:]), (right[0], left[1:])):
        for other in others:
            pair = _words(word, other)
            if pair.level == "initial" and len(word) == 1:
                found = pair  # M. Berg is Anne Marie, but Hans is not Svein H.
            elif pair.level in AGREE and pair.level != "initial":
                return replace(pair, level="partial", whole=False)
    return found


# -- one word -------------------------------------------------------------------------------------


def _words(left: str, right: str) -> PartAgreement:
    return _pair(left, right) if left <= right else _pair(right, left)


@lru_cache(maxsize=65536)
def _pair(left: str, right: str) -> PartAgreement:
    """Return how two words in alphabetical order agree: one entry in the cache for a pair."""
    return compare_words(left, right, _KIND)


def _in_latin(left: str, right: str) -> GivenAgreement:
    """Return how two words in Latin letters agree (of Hebrew ones, as they are)."""
    if (initial := _initial(left, right)) is not None:
        return initial
    if sound_alike(left, right, given_names()) or nicknames.one_name(left, right):
        return "spelling"
    if nicknames.short_forms(left, right) or _is_pet_form(left, right):
        return "nickname"
    if one_slip(left, right, two_from=_TWO_SLIPS_FROM) and not _are_two_names(left, right):
        return "typo"
    if _is_cut_short(left, right):
        return "partial" if _is_first_of_two(left, right) else "nickname"
    return "different"


_KIND = Kind(in_latin=_in_latin, listed=given_names, share=BUILT_IN.given, has_short_forms=True)


def _initial(left: str, right: str) -> Literal["initial", "different"] | None:
    """Return how an initial or an abbreviation without vowels (Chr, JP) agrees with a name.

    ``None`` where neither word is one.
    """
    if len(left) > _MAX_INITIALS < len(right):
        return None
    short = min(left, right, key=lambda word: (len(word), word))
    # A Chinese word of one sign is a whole name.
    abbreviated = (len(short) == 1 and script(short) != "unread") or (
        len(short) <= _MAX_INITIALS and short.isascii() and _VOWELS.isdisjoint(short)
    )
    if not abbreviated or (left == right):
        return None
    return "initial" if initials_agree(left, right) else "different"


def _is_pet_form(left: str, right: str) -> bool:
    """Tell whether one is the other with a pet ending: Tom and Tommy, Juan and Juanito."""
    short, long = _by_length(left, right)
    if len(short) < _MIN_STEM or not long.startswith(short[:-1]):
        return False
    if not long.isascii() or _both_known(left, right):
        return False
    stem = short[:-1] if short[-1] in "ao" and long.endswith(("ito", "ita")) else short
    if stem[-1] in _VOWELS:
        return False
    return any(long in {stem + end, stem + stem[-1] + end} for end in _PET_ENDINGS)


def _is_cut_short(left: str, right: str) -> bool:
    """Tell whether one word is the beginning of the other, and no known name by itself."""
    short, long = _by_length(left, right)
    if len(short) < _MIN_CUT or not long.startswith(short):
        return _is_first_of_two(left, right)
    if len(long) - len(short) < 2:  # noqa: PLR2004
        return False
    return not (_is_known(short) or short in surnames()) or _is_first_of_two(left, right)


def _is_first_of_two(left: str, right: str) -> bool:
    """Tell whether the longer word is two names in one, of which the other is the first."""
    short, long = _by_length(left, right)
    known = given_names()
    rest = long[len(short) :]
    return (
        long.startswith(short)
        and len(rest) >= _MIN_STEM
        and rest in known
        and short in known
        and long not in known
    )


def _by_length(left: str, right: str) -> tuple[str, str]:
    return (left, right) if len(left) <= len(right) else (right, left)


def _are_two_names(left: str, right: str) -> bool:
    """Tell whether two words that look alike are two given names: Anna and Anne."""
    if _both_known(left, right):
        return True
    if not (_is_known(left) or _is_known(right)):
        return False
    stem = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        stem += 1
    ends = {left[stem:], right[stem:]}
    # Marit and Marita are two names; a name that lost only its last letter may be a slip.
    return (
        stem >= _MIN_STEM and ends <= _ENDINGS_OF_ANOTHER and "a" in ends and len(left) > _MIN_STEM
    )


def _both_known(left: str, right: str) -> bool:
    return _is_known(left) and _is_known(right)


def is_established(given: Words) -> bool:
    """Tell whether given words begin with a name on the list, in whatever script.

    >>> is_established(("nils",)), is_established(("νικος",)), is_established(("lillebror",))
    (True, True, False)
    """
    first = "".join(_without_middle(given)[:1])
    return bool(first) and (_is_known(first) or _is_known(scripts.latin(first)))


def _is_known(word: str) -> bool:
    """Tell whether a word, or one that sounds like it, is on the list of given names."""
    return word in given_names() or sound(word) in _known_sounds()


@cache
def _known_sounds() -> frozenset[str]:
    return frozenset(sound(word) for word in given_names() if word.isascii())
