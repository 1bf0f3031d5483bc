"""Searching for names by the beginnings of their words, in any script.

A card is indexed under a few beginnings of each word of its names. A search reads the cards under
one of them; ``marks`` of a card tell, before it is read, whether it may match the other words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from leadfold.identity import scripts
from leadfold.identity.phonetics import skeleton
from leadfold.model import Card
from leadfold.store.items.card_index import Term

#: Lengths of the beginnings under which cards are indexed; a shorter word is indexed whole.
SHORT, LONG = 3, 5
#: Marks have beginnings up to this length.
_MARKED = 8
#: Words of a card's names that are indexed.
_MOST_WORDS = 12
#: What is written for a card, at most: a change of all of it fits into one transaction.
_MOST_TERMS = 24
#: Words of a search that are used.
_MOST_SEARCHED = 6
_WITHOUT_VOWELS = frozenset({"hebrew", "arabic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The words of a search, the longest first."""

    words: tuple[str, ...]

    def fits(self, words: Iterable[str]) -> bool:
        """Tell whether each word begins one of a card's ``words``, or is one in another script."""
        there = tuple(words)
        only = len(self.words) == 1
        return all(any(_fits(word, other, alone=only) for other in there) for word in self.words)

    @property
    def terms(self) -> list[Term]:
        """The terms of the cards that may have the longest word in their names."""
        word = self.words[0]
        return list(dict.fromkeys([_beginning(word), *_heard_by(word)]))

    @property
    def marks(self) -> list[list[Term]]:
        """For each word the marks of which a card that it finds has at least one."""
        return [[("begins", word[:_MARKED]), *_heard_by(word)] for word in self.words]


def query_of(text: str) -> Query | None:
    """Return the words of a search, ``None`` where it has none.

    >>> query_of("Åsen, Anne-Marie").words
    ('marie', 'anne', 'asen')
    """
    words = list(dict.fromkeys(map(_read, scripts.words(text))))[:_MOST_SEARCHED]
    return Query(words=tuple(sorted(words, key=lambda word: (-len(word), word)))) if words else None


def words_of(card: Card) -> tuple[str, ...]:
    """Return the words that a card is found by: of its name and other names, or of the company."""
    if card.customer_type == "company":
        parts = [card.fields.get("company", "")]
    else:
        parts = [
            part for name in (card.name, *card.other_names) for part in (name.first, name.last)
        ]
    found = [_read(word) for part in parts for word in scripts.words(part)]
    return tuple(dict.fromkeys(found))[:_MOST_WORDS]


def terms(words: Iterable[str]) -> list[Term]:
    """Return the terms under which a card with these words is indexed: a few for each word.

    >>> terms(["hansen"])
    [('begins', 'han'), ('begins', 'hanse'), ('heard', 'NSN')]
    """
    found: list[Term] = []
    for word in words:
        found.append(_beginning(word[:SHORT]))
        if len(word) >= LONG:
            found.append(_beginning(word))
        found += _heard_as(word)
    return list(dict.fromkeys(found))[:_MOST_TERMS]


def marks(words: Iterable[str]) -> list[Term]:
    """Return what tells of a card, before it is read, which words may find it."""
    found: list[Term] = []
    for word in words:
        found += [("begins", word[:end]) for end in range(1, min(len(word), _MARKED) + 1)]
        found += _heard_as(word)
    return list(dict.fromkeys(found))


def _read(word: str) -> str:
    """Return a word as it is indexed; Greek and Cyrillic, which have vowels, in Latin letters."""
    return scripts.latin(word) if scripts.script(word) in {"greek", "cyrillic"} else word


def _beginning(word: str) -> Term:
    if len(word) >= LONG:
        return "begins", word[:LONG]
    return ("begins", word[:SHORT]) if len(word) >= SHORT else ("is", word)


def _heard_as(word: str) -> list[Term]:
    """Return where a word is kept for those who look for it in another script."""
    kind = scripts.script(word)
    if kind == "latin":
        return [("heard", sound)] if (sound := skeleton(word)) else []
    return [("read", sound) for sound in _sounds(word)] if kind in _WITHOUT_VOWELS else []


def _heard_by(word: str) -> list[Term]:
    """Return where words of another script are kept that may be the same."""
    kind = scripts.script(word)
    if kind == "latin":
        return [("read", sound)] if (sound := skeleton(word)) else []
    return [("heard", sound) for sound in _sounds(word)] if kind in _WITHOUT_VOWELS else []


def _sounds(word: str) -> list[str]:
    """Return the sounds of a word written without most vowels: Chaim or Haim, a vav as v or o."""
    ways = [word, word.replace("ח", ""), word.replace("ו", "ב", 1), word.replace("ו", "ב")]
    return [sound for sound in dict.fromkeys(map(skeleton, ways)) if sound]


def _fits(word: str, other: str, *, alone: bool) -> bool:
    """Tell whether a searched word finds another; a short one ``alone`` only as a whole word."""
    if word == other or (other.startswith(word) and not (alone and len(word) < SHORT)):
        return True
    mine, theirs = scripts.script(word), scripts.script(other)
    if mine in _WITHOUT_VOWELS and theirs == "latin":
        return scripts.reads_as(word, other)
    return mine == "latin" and theirs in _WITHOUT_VOWELS and scripts.reads_as(other, word)
