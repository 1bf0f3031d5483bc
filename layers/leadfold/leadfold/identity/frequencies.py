"""How common names are: shares of people, from general knowledge and from the data at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from leadfold.identity.scripts import latin, script, without_finals

#: How many people the built-in shares count for, against those of the data at hand: about as many
#: as it takes until the commonest names (a hundredth of a country) have been seen ten times.
_PRIOR_PEOPLE = 1000

#: The share of a name that is on no list. The lists end near one in 3000 bearers; most names beyond
#: have far fewer (a Norwegian name outside the commonest thousand has under 200 bearers in 5.5
#: million), and a guess that is too rare would make too much of one equal name.
_UNLISTED = 1 / 20_000

#: The share of companies that a word is of, before any was seen, and for how many that counts:
#: names are made of some thousands of common words, and of very many rare ones.
_COMPANY_WORD = 1 / 3000
_PRIOR_COMPANIES = 300


#: Shares of other values before any was seen, and for how many people that counts: a postcode is
#: that of one in sixteen of those who are held against one another, a town of one in eight.
_VALUES = {"postcode": 1 / 16, "city": 1 / 8, "birth_place": 1 / 16, "job_title": 1 / 4}
_PRIOR_VALUES = 100


class Frequencies:
    """Shares of people who bear a name, 0 to 1, of words as ``name_words.words_of`` cuts them.

    A share is that of the country where the name is commonest: two records that are compared
    mostly come from one. Data that is seen row by row corrects it.
    """

    __slots__ = ("_companies", "_company_words", "_given", "_people", "_surnames", "_values")

    def __init__(self) -> None:
        """Start from the built-in shares."""
        self._given: dict[str, int] = {}
        self._surnames: dict[str, int] = {}
        self._people = 0
        self._company_words: dict[str, int] = {}
        self._companies = 0
        self._values: dict[str, dict[str, int]] = {kind: {"": 0} for kind in _VALUES}

    def given(self, word: str) -> float:
        """Return the share of people with this given name; of several words, with the rarest.

        A later word may be a surname that is borne as a middle name.
        """
        first, *middle = word.split() or [""]
        share = self._share(first, given_names(), self._given)
        for one in middle:
            given = self._share(one, given_names(), self._given)
            share = min(share, max(given, self.surname(one)))
        return share

    def surname(self, word: str) -> float:
        """Return the share of people with this surname; of several words, with the rarest."""
        words = word.split() or [""]
        return min(self._share(one, surnames(), self._surnames) for one in words)

    def company(self, word: str) -> float:
        """Return the share of companies with this word in their name."""
        seen = self._company_words.get(word, 0) + _PRIOR_COMPANIES * _COMPANY_WORD
        return seen / (self._companies + _PRIOR_COMPANIES)

    def update_company(self, words: Iterable[str]) -> None:
        """Count one company."""
        self._companies += 1
        for word in set(words):
            self._company_words[word] = self._company_words.get(word, 0) + 1

    def value(self, kind: str, value: str) -> float:
        """Return the share of people or companies with this postcode, city, birth place or job."""
        counts = self._values[kind]
        seen = counts.get(value, 0) + _PRIOR_VALUES * _VALUES[kind]
        return seen / (counts[""] + _PRIOR_VALUES)

    def update_values(self, values: Mapping[str, str]) -> None:
        """Count the values, by kind, of one person or company."""
        for kind, value in values.items():
            if value:
                counts = self._values[kind]
                counts[value] = counts.get(value, 0) + 1
                counts[""] += 1

    def update(self, given_words: Iterable[str], surname_words: Iterable[str]) -> None:
        """Count one person."""
        self._people += 1
        for word in set(map(_key, given_words)):
            self._given[word] = self._given.get(word, 0) + 1
        for word in set(map(_key, surname_words)):
            self._surnames[word] = self._surnames.get(word, 0) + 1

    def _share(self, word: str, listed: dict[str, float], seen: dict[str, int]) -> float:
        word = _key(word)
        prior = listed.get(word, _UNLISTED)
        if not self._people:
            return prior
        return (_PRIOR_PEOPLE * prior + seen.get(word, 0)) / (_PRIOR_PEOPLE + self._people)


def _key(word: str) -> str:
    """Return the word as it is listed: Greek in Latin letters, no final ones in Hebrew."""
    if word.isascii():
        return word
    return latin(word) if script(word) == "greek" else without_finals(word)


@cache
def given_names() -> dict[str, float]:
    """Return the established given names with their shares."""
    return _listed("given_names.txt")


@cache
def surnames() -> dict[str, float]:
    """Return the common surnames with their shares."""
    return _listed("surnames.txt")


def _listed(file: str) -> dict[str, float]:
    """Read lines of a country, a share per mille and the words that have about it."""
    from importlib import resources

    shares: dict[str, float] = {}
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    for line in without_finals(text).splitlines():
        if not line or line[0] == "#":
            continue
        _, per_mille, *words = line.split()
        share = float(per_mille) / 1000
        for word in words:
            if shares.get(word, 0.0) < share:
                shares[word] = share
    return shares


#: The built-in shares alone; data is counted in an instance of one's own.
BUILT_IN = Frequencies()


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Among how many cards a match is looked for, and how common their names are."""

    cards: int = 1 << 17
    frequencies: Frequencies = BUILT_IN


#: What is known of a population before there is one.
ANY = Population()
