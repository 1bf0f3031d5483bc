"""How common names and other values are: shares of people, built in and counted in the data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadfold.identity.scripts import latin, script, without_finals
from leadfold.normalise.known_names import given_names, surnames

#: The weight of the built-in shares, as a number of people seen (a prior): among as many people the
#: most common names (a hundredth of a country) occur ten times.
_PRIOR_PEOPLE = 1000

#: The share of a name that is on no list. The lists end near one bearer in 3000 people; most other
#: names have far fewer (a Norwegian name outside the most common thousand has under 200 bearers in
#: 5.5 million), and a share that is too small would give an equal name too much weight.
_UNLISTED = 1 / 20_000

#: The share of companies with a word in their name before any was seen, and its weight as a number
#: of companies: names are made of some thousands of common words, and of very many rare ones.
_COMPANY_WORD = 1 / 3000
_PRIOR_COMPANIES = 300

#: Shares of other values before any was seen, and their weight as a number of people: of those who
#: are compared with each other, one in sixteen has an equal postcode, one in eight an equal town.
_VALUES = {"postcode": 1 / 16, "city": 1 / 8, "birth_place": 1 / 16, "job_title": 1 / 4}
_PRIOR_VALUES = 100


class Frequencies:
    """Shares of people with a name, 0 to 1, by the words of ``name_words.words_of``.

    A share is that of the country where the name is most common: two records that are compared
    mostly come from one country. Counting the data (``update``) corrects it.
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
        """Return the share of people with this given name; of several words, the smallest share.

        A word after the first may be a surname used as a middle name.
        """
        first, *middle = word.split() or [""]
        share = self._share(first, given_names(), self._given)
        for one in middle:
            given = self._share(one, given_names(), self._given)
            share = min(share, max(given, self.surname(one)))
        return share

    def surname(self, word: str) -> float:
        """Return the share of people with this surname; of several words, the smallest share."""
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
    """Return a word as the lists have it: Greek in Latin letters, Hebrew without final letters."""
    if word.isascii():
        return word
    return latin(word) if script(word) == "greek" else without_finals(word)


#: The built-in shares alone: never updated.
BUILT_IN = Frequencies()


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The cards among which a match is searched: how many, and how common their names are."""

    cards: int = 1 << 17
    frequencies: Frequencies = BUILT_IN


#: The assumed population where none was counted.
ANY = Population()
