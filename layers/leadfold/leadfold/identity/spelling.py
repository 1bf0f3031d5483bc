"""Whether two words in one script are one word: by sound, by a typing slip, by their initials."""

from collections.abc import Callable
from functools import cache, lru_cache

from leadfold.identity.phonetics import sound

#: Letters that begin spellings of one name: Christian and Kristian.
_FIRST_LETTERS = str.maketrans("cqjywz", "kkiivs")
#: What a scanner reads, and the letters that were printed.
_SCANNED = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"))
#: Letters of the shortest word in which a wrong letter is a slip; in a shorter one it is a name.
_MIN_SLIP = 4


def initials_agree(left: str, right: str) -> bool:
    """Tell whether two words begin with one letter, or with two that spell one sound."""
    return left[0].translate(_FIRST_LETTERS) == right[0].translate(_FIRST_LETTERS)


def sound_alike(left: str, right: str, known: dict[str, float]) -> bool:
    """Tell whether two words are spellings of one by their sound; ``known`` are listed names."""
    if sound(left) != sound(right):
        return False
    # Hebrew writes few vowels: Ran and Ron have the same letters without them.
    return left.isascii() or not (left in known and right in known)


def one_slip(left: str, right: str, *, two_from: int) -> bool:
    """Tell whether two words are one with a typing slip, or two slips where it is long.

    ``two_from`` is the length in letters from which two slips are allowed.
    """
    left, right = _unscanned(left), _unscanned(right)
    if left == right:
        return True
    longest = max(len(left), len(right))
    if longest == _MIN_SLIP - 1:
        return len(left) == len(right) and left[0] == right[0] and left[1:] == right[:0:-1]
    if longest < _MIN_SLIP or abs(len(left) - len(right)) > 2:  # noqa: PLR2004
        return False
    most, distance = 2 if longest >= two_from else 1, _distance()
    if distance(left, right, score_cutoff=most) <= most:
        return True
    # Words that sound alike but for one letter differ by one slip: Kristofer and Christopher.
    left, right = sound(left), sound(right)
    if max(len(left), len(right)) <= _MIN_SLIP:
        return False
    return left.isascii() and distance(left, right, score_cutoff=1) <= 1


@cache
def _distance() -> Callable[..., int]:
    """Return the edit distance; rapidfuzz is imported at first use, and looked up only once."""
    from rapidfuzz.distance import OSA

    return OSA.distance


@lru_cache(maxsize=16384)
def _unscanned(word: str) -> str:
    """Return a word with what a scanner may have misread put right: ``m`` for ``rn``."""
    for read, meant in _SCANNED:
        if read in word:
            word = word.replace(read, meant)
    return word
