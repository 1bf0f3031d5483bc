"""How two words of names agree, in one script or across two.

``Kind`` holds what given names and surnames differ in; the rest is the same for both.
"""

from collections.abc import Callable
from dataclasses import dataclass

from leadfold.identity import nicknames, scripts
from leadfold.identity.name_agreement import (
    AGREE,
    DIFFERENT,
    DISAGREE,
    MISSING,
    SPELLED,
    GivenAgreement,
    PartAgreement,
)
from leadfold.identity.phonetics import skeleton, sound

#: Scripts whose words are always compared in Latin letters, since they write their vowels.
_WITH_VOWELS = frozenset({"greek", "cyrillic"})
#: Similarity (0 to 1) up to which words of two scripts are clearly two names: of consonants only,
#: and where both scripts write vowels.
_CLEAR, _CLEAR_WITH_VOWELS = 0.5, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What kind of words are compared: words of given names, or of surnames.

    ``in_latin`` compares two different words in Latin letters; ``listed`` returns the known names,
    ``share`` the share of people who have one.
    """

    in_latin: Callable[[str, str], GivenAgreement]
    listed: Callable[[], dict[str, float]]
    share: Callable[[str], float]
    has_short_forms: bool


def compare_words(left: str, right: str, kind: Kind) -> PartAgreement:
    """Return how two words agree."""
    if left == right:
        return PartAgreement(level="exact", word=left, whole=True)
    script = scripts.script(left)
    if script != scripts.script(right):
        return _across_scripts(left, right, kind)
    if script in _WITH_VOWELS:
        left, right = scripts.latin(left), scripts.latin(right)
    return _with_word(kind.in_latin(left, right), left, right, kind.share)


def _with_word(
    level: GivenAgreement, left: str, right: str, share: Callable[[str], float]
) -> PartAgreement:
    """Return a level with the word whose frequency the weight depends on.

    That is the more common word of the two, or the longer one; of an initial, the whole word.
    """
    if level in DISAGREE:
        return DIFFERENT if level == "different" else MISSING
    if level == "initial":
        word = max(left, right, key=lambda w: (len(w), w))
    else:
        word = max(left, right, key=lambda w: (share(w), len(w), w))
    return PartAgreement(level=level, word=word, whole=level in SPELLED)


def _across_scripts(left: str, right: str, kind: Kind) -> PartAgreement:
    """Return how words of two scripts agree; ``missing`` where their letters cannot tell."""
    if right.isascii() and not left.isascii():
        left, right = right, left  # the Latin word first, if there is one
    mine, theirs = scripts.latin(left), scripts.latin(right)
    word = left if left.isascii() else mine
    if nicknames.one_name(left, right) or (left.isascii() and scripts.reads_as(right, left)):
        return PartAgreement(level="spelling", word=word, other_script=True, whole=True)
    if kind.has_short_forms and nicknames.short_forms(left, right):
        return PartAgreement(level="nickname", word=word, other_script=True)
    if not (mine and theirs):
        return PartAgreement(level="missing", other_script=True)
    # A Chinese word of one sign is a whole name, and no initial.
    signs = "unread" in {scripts.script(left), scripts.script(right)}
    if 1 in {len(left), len(right)} and not signs:
        if skeleton(left)[:1] != skeleton(right)[:1]:
            return PartAgreement(level="missing", other_script=True)
        return PartAgreement(level="initial", word=max(left, right, key=len), other_script=True)
    both = {scripts.script(left), scripts.script(right)}
    if both <= _WITH_VOWELS | {"latin"}:
        return _by_letters(mine, theirs, word, kind)
    if "unread" in both:
        level: GivenAgreement = "spelling" if sound(mine) == sound(theirs) else "missing"
        return PartAgreement(
            level=level, word=word if level == "spelling" else "", other_script=True
        )
    similarity = _similarity(skeleton(left), skeleton(right))
    # Two listed names of which neither is a reading or a short form of the other are two.
    two_listed = similarity < 1 and left in kind.listed() and right in kind.listed()
    if similarity <= _CLEAR or two_listed:
        return DIFFERENT
    return PartAgreement(level="missing", other_script=True)


def _by_letters(mine: str, theirs: str, word: str, kind: Kind) -> PartAgreement:
    """Return how words of scripts with vowels agree, both given in Latin letters."""
    level = kind.in_latin(mine, theirs)
    two_listed = mine in kind.listed() and theirs in kind.listed()
    if (
        level == "different"
        and not two_listed
        and _similarity(sound(mine), sound(theirs)) > _CLEAR_WITH_VOWELS
    ):
        level = "missing"
    return PartAgreement(
        level=level,
        word=word if level in AGREE else "",
        other_script=level != "different",
        whole=level in SPELLED,
    )


def _similarity(left: str, right: str) -> float:
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(left, right)
