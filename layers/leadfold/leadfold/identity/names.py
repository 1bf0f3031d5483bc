"""How two personal names agree: the given names and the surnames, each at one of several levels."""

from functools import lru_cache
from itertools import takewhile

from leadfold.identity.frequencies import BUILT_IN
from leadfold.identity.given_name import compare_given, is_established
from leadfold.identity.name_agreement import AGREE, DISAGREE, RANK, SPELLED, NameAgreement
from leadfold.identity.name_words import Words, words_of
from leadfold.identity.surname import compare_surnames
from leadfold.model import Name
from leadfold.normalise.known_names import given_names, surnames

#: The given words and the surname words of a name.
_Parts = tuple[Words, Words]


def compare(left: Name, right: Name) -> NameAgreement:
    """Return how two names agree: the same whichever comes first; their parts may be swapped.

    >>> compare(Name(first="Bob", last="Olsen"), Name(first="Robert", last="Olsen")).given
    'nickname'
    """
    mine, theirs = words_of(left), words_of(right)
    as_written = _compare_parts(mine[0], mine[1], theirs[0], theirs[1])
    if as_written.whole or not (all(mine) or all(theirs)) or not (any(mine) and any(theirs)):
        return as_written
    if sorted(mine[0] + mine[1]) == sorted(theirs[0] + theirs[1]):
        return _same_words(mine, theirs)
    if as_written.given in SPELLED and as_written.surname not in DISAGREE:
        return as_written
    given, surname, other, family = _with_one_swapped(mine, theirs)
    if compare_given(given, other).level == "different":
        return as_written  # swapped parts never agree better than that
    swapped = _compare_parts(given, surname, other, family)
    evident = _is_surname_first(mine) != _is_surname_first(theirs)
    return swapped if _swapped_is_better(swapped, as_written, evident=evident) else as_written


def are_two(left: Name, right: Name) -> bool:
    """Tell whether ``compare`` would find given names of two people; faster, for most pairs.

    >>> are_two(Name(first="Ola", last="Moe"), Name(first="Kari", last="Moe"))
    True
    """
    mine, theirs = words_of(left), words_of(right)
    if compare_given(mine[0], theirs[0]).level != "different":
        return False
    if all(mine) or all(theirs):
        if sorted(mine[0] + mine[1]) == sorted(theirs[0] + theirs[1]):
            return False
        given, _, other, _ = _with_one_swapped(mine, theirs)
        if compare_given(given, other).level != "different":
            return compare(left, right).given == "different"
    return True


def are_established(left: Name, right: Name) -> bool:
    """Tell whether both given names are on the list; where they differ, they are two people's.

    >>> are_established(Name(first="Ola", last="Moe"), Name(first="Nils", last="Moe"))
    True
    """
    return all(is_established(words_of(name)[0]) for name in (left, right))


def _compare_parts(given: Words, surname: Words, other: Words, family: Words) -> NameAgreement:
    """Return how two names agree, given words beside given words, surnames beside surnames."""
    first = compare_given(given, other)
    last = compare_surnames(surname, family, given[1:], other[1:])
    return NameAgreement(
        given=first.level,
        surname=last.level,  # type: ignore[arg-type]  # surnames have no nicknames
        other_script=first.other_script or last.other_script,
        given_word=first.word,
        surname_word=last.word,
        whole=first.whole and last.whole,
    )


def _same_words(mine: _Parts, theirs: _Parts) -> NameAgreement:
    """Return how names agree that have the same words, in another order or in other parts."""
    ordered = max(mine, theirs, key=lambda name: (all(name), _order_score(name), name))
    both = _common_start(mine[0], theirs[0])
    surname = " ".join(ordered[1])
    return NameAgreement(
        given="exact",
        surname="exact" if surname else "missing",
        given_word=" ".join(both or ordered[0]),
        surname_word=surname,
        whole=True,
    )


def _with_one_swapped(mine: _Parts, theirs: _Parts) -> tuple[Words, Words, Words, Words]:
    """Return the arguments of ``_compare_parts`` with the parts of one name swapped.

    The name that is more likely in order stays, and so says which parts are the given names.
    """
    (first, last), (other_first, other_last) = mine, theirs
    mine_stays = (_order_score(mine), mine) >= (_order_score(theirs), theirs)
    if not (first and last):
        mine_stays = False
    elif not (other_first and other_last):
        mine_stays = True
    if mine_stays:
        return first, last, other_last, other_first
    return last, first, other_first, other_last


def _common_start(left: Words, right: Words) -> Words:
    """Return the words with which both names begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    return tuple(word for word, _ in pairs)


def _order_score(name: _Parts) -> float:
    """Return how much more likely the parts of a name are in order than swapped."""
    given, surname = name
    given_lead = _given_lead(given[0]) if given else 0.0
    return given_lead - (_given_lead(surname[-1]) if surname else 0.0)


@lru_cache(maxsize=16384)
def _given_lead(word: str) -> float:
    """Return by how much a word is more often a given name than a surname."""
    return BUILT_IN.given(word) - BUILT_IN.surname(word)


def _is_surname_first(name: _Parts) -> bool:
    """Tell whether a name is evidently written with the surname first: Hansen Ola."""
    (given, surname), known, families = name, given_names(), surnames()
    return bool(
        given
        and surname
        and given[0] in families
        and given[0] not in known
        and surname[-1] in known
        and surname[-1] not in families
    )


def _swapped_is_better(swapped: NameAgreement, as_written: NameAgreement, *, evident: bool) -> bool:
    """Tell whether two names agree better with the parts of one swapped.

    ``evident`` tells that exactly one of them is evidently written with the surname first.
    """
    if swapped.surname == "different":
        return evident and as_written.given in DISAGREE and swapped.given in AGREE
    if swapped.given == "missing":
        # One name is a single word, the other's surname: the given name remains unknown.
        return as_written.given in DISAGREE and swapped.surname in {"exact", "spelling", "typo"}
    if swapped.surname == "missing":
        return as_written.given in DISAGREE and swapped.given in AGREE
    return RANK[swapped.given] + RANK[swapped.surname] < (
        RANK[as_written.given] + RANK[as_written.surname]
    )
