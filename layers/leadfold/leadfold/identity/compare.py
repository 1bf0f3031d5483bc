"""How well two names agree, in ordered levels where missing is a level of its own."""

import unicodedata
from typing import Literal

from leadfold.identity.keys import name_words
from leadfold.model import Name
from leadfold.normalise import text

NameAgreement = Literal["same", "near", "other_script", "missing", "different"]

#: Similarity (0 to 1, Damerau-Levenshtein) from which two given names are one mistyped.
_TYPING_SLIP = 0.8


def names(left: Name, right: Name) -> NameAgreement:
    """Return how well two names agree; only clearly different given names part two people.

    ``near`` is an initial, a typing slip, one given name of two, another surname, or swapped parts
    with one of these; names in different scripts say nothing either way.
    """
    if not (left and right):
        return "missing"
    if script(left) != script(right):
        return "other_script"
    mine, theirs = name_words(left), name_words(right)
    if sorted(mine) == sorted(theirs):
        return "same"
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return "near"
    given, other = text.fold(left.first).split(), text.fold(right.first).split()
    if not (given and other):
        return "missing"
    swapped = text.fold(left.last).split(), text.fold(right.last).split()
    if _any_alike(given, other) or (
        _any_alike(given, swapped[1]) and _any_alike(other, swapped[0])
    ):
        return "near"
    return "different"


def surnames_agree(left: Name, right: Name) -> bool:
    """Tell whether two people have a word of the surname in common."""
    return bool(set(text.fold(left.last).split()) & set(text.fold(right.last).split()))


def script(name: Name) -> str:
    """Return the script of a name's letters: that of most of them."""
    counts: dict[str, int] = {}
    for char in f"{name.first}{name.last}":
        if char.isalpha():
            block = unicodedata.name(char, "").partition(" ")[0]
            counts[block] = counts.get(block, 0) + 1
    return max(counts, key=lambda block: (counts[block], block), default="")


def _any_alike(left: list[str], right: list[str]) -> bool:
    return any(_alike(a, b) for a in left for b in right)


def _alike(left: str, right: str) -> bool:
    if left == right:
        return True
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.normalized_similarity(left, right) >= _TYPING_SLIP
