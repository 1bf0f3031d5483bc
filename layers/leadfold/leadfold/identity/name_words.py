"""The words of a name as they are compared: given words and surname words, folded."""

from functools import lru_cache

from leadfold.identity import scripts
from leadfold.model import Name
from leadfold.normalise.known_names import given_names, surnames

Words = tuple[str, ...]

#: Prefixes of surnames that make one word with what follows: O'Brien, Mac Donald.
_PREFIXES = frozenset("o mc mac".split())


def words_of(name: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded given words and surname words of a name, each in its own script.

    A name of one word is a given name, unless that word is known as a surname only.

    >>> words_of(Name(first="Ola", last="O'Brien"))
    (('ola',), ('obrien',))
    """
    return _words_of(name.first, name.last)


@lru_cache(maxsize=16384)
def _words_of(first: str, last: str) -> tuple[Words, Words]:
    given, surname = scripts.words(first), scripts.words(last)
    if len(given) > 1 and surname and given[-1] in _PREFIXES and _is_prefix(given[-1], surname[0]):
        given, surname = given[:-1], (given[-1], *surname)
    surname = _with_prefixes_joined(surname)
    if len(given) == 1 and not surname and _is_surname_only(given[0]):
        return (), given
    return given, surname


def _is_prefix(before: str, word: str) -> bool:
    """Tell whether the last given word is a prefix of the surname; an O may be an initial."""
    return before != "o" or f"o{word}" in surnames()


def _with_prefixes_joined(words: Words) -> Words:
    if len(words) > 1 and not _PREFIXES.isdisjoint(words[:-1]):
        kept: list[str] = []
        for word in words:
            if kept and kept[-1] in _PREFIXES:
                kept[-1] += word
            else:
                kept.append(word)
        return tuple(kept)
    return words


def _is_surname_only(word: str) -> bool:
    known = scripts.latin(word) if scripts.script(word) == "greek" else word
    return known in surnames() and known not in given_names()
