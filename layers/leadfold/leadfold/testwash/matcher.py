"""The rows of a file → cards, in memory, by the same decisions as those of the service."""

from array import array
from collections.abc import Container
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from leadfold.identity import companies, keys
from leadfold.identity.decide import Candidate, decide
from leadfold.identity.frequencies import Frequencies, Population
from leadfold.identity.name_words import words_of
from leadfold.model import IdentityRules, Match, Person, Suggestion
from leadfold.resolve.candidates import Finder
from leadfold.resolve.placing import (
    Incoming,
    Origin,
    Placer,
    as_incoming,
    save_in,
)
from leadfold.store import Store
from leadfold.store.memory import Memory
from leadfold.testwash.block_index import BlockIndex, block_numbers
from leadfold.testwash.memory_finder import MemoryFinder, PlainKeys

#: Cards that turn out to be one are joined up to this level of certainty (1 is the surest). The
#: service would ask a person; here only the result of a run is at stake.
_JOIN_UP_TO_LEVEL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The card of a row, and the match that put it there, ``None`` for a new card.

    ``asked`` are suggestions for a person: that a new card and another one may be the same.
    """

    card: str
    match: Match | None
    asked: tuple[Suggestion, ...] = ()


class Prepared(NamedTuple):
    """A person to be placed, and the numbers of the blocks that they are in."""

    incoming: Incoming
    blocks: list[int]


_KEYED, _RULES = PlainKeys(), IdentityRules()


def prepared(person: Person) -> Prepared:
    """Return a person with all that can be computed without looking at others.

    Birth dates that cannot be right and national IDs that cannot be checked are compared as well,
    though the service does not store them: as keys are plain values here, typing errors show.
    """
    if person.unread_birth_date:
        person = replace(person, birth_date=person.unread_birth_date)
    one = as_incoming(person, _KEYED, _RULES)
    if unchecked := keys.unchecked_id_of(one.identities):
        known = replace(one.profile, unchecked_ids=(unchecked,))
        one = one._replace(profile=known)
    return Prepared(one, block_numbers(one.profile))


class Matcher:
    """Places rows in the order of the file; later, cards that are found to be one are joined."""

    def __init__(self, store: Store | None = None) -> None:
        """Begin without cards, in memory, or in a ``store`` as those of leads."""
        numbers = count(1)
        in_memory = MemoryFinder(store=Memory(), keyed=_KEYED, rules=_RULES)
        finder = Finder(store=store, keyed=_KEYED, rules=_RULES) if store else in_memory
        self._placer = Placer(
            finder=finder,
            save=save_in(store) if store else in_memory.save,
            new_id=lambda kind: f"{kind}_{next(numbers)}",
            find_similar=self._beside,
        )
        self._blocks = BlockIndex()
        self._asked: list[int] = []
        self.compared = 0
        self._frequencies = Frequencies()
        self._cards = array("q")
        self._into: dict[str, str] = {}
        self._national_ids: dict[str, str] = {}

    def place(self, prepared: Prepared) -> Placed:
        """Find or make the card of a row's person."""
        asking, self._asked = prepared
        placed = self._placer.place(asking, _FILE, deadline=0.0, population=self._population())
        self.compared += placed.compared
        self._blocks.add(self._asked, _number(placed.card_id))
        if not placed.match:
            self._cards.append(_number(placed.card_id))
            self._count(asking)
        person = asking.person
        if person.national_id:
            known = self._national_ids
            known.setdefault(self.final(placed.card_id), person.national_id.number)
        for match in placed.contested:
            if match.level is not None and match.level <= _JOIN_UP_TO_LEVEL:
                self._join(placed.card_id, match.card_id)
        asked = () if placed.match else placed.raised
        return Placed(card=placed.card_id, match=placed.match, asked=asked)

    def _count(self, asked: Incoming) -> None:
        """Count what a new customer has: the rows of one that has many say nothing of others."""
        self._frequencies.update_values(asked.profile.values())
        person = asked.person
        if person.is_company:
            self._frequencies.update_company(companies.words(person.details.get("company", "")))
        else:
            self._frequencies.update(*words_of(person.name))

    def _beside(self, known: Container[str]) -> list[Candidate]:
        """Return the cards that share blocks with the current person, other than the known ones."""
        near = [f"card_{number}" for number in self._blocks.near(self._asked)]
        return self._placer.finder.read_candidates([card for card in near if card not in known])

    def settle(self) -> None:
        """Compare cards that share blocks again: early rows were placed when few values were known.

        Each card is compared with as few others as each row was, so the time is linear.
        """
        population = self._population()
        finder = self._placer.finder
        for number in self._cards:
            [there] = finder.read_candidates([card_id := f"card_{number}"])
            final = self.final(card_id)
            near = (f"card_{other}" for other in self._blocks.near(block_numbers(there.profile)))
            beside = finder.read_candidates([card for card in near if self.final(card) != final])
            self.compared += len(beside)
            chosen = decide(there.profile, beside, finder.rules, population).chosen
            if chosen:
                self._join(card_id, chosen.card_id)

    def _population(self) -> Population:
        return Population(cards=max(1, len(self._cards)), frequencies=self._frequencies)

    def final(self, card: str) -> str:
        """Return the card that a card was joined to, which is the oldest of them, or itself."""
        while card in self._into:
            card = self._into[card]
        return card

    def _join(self, left: str, right: str) -> None:
        left, right = self.final(left), self.final(right)
        if left == right:
            return
        oldest, newer = sorted((left, right), key=_number)
        ids = {self._national_ids[card] for card in (oldest, newer) if card in self._national_ids}
        if len(ids) > 1:
            return  # two different valid national IDs are never one card (contract, rule 5)
        self._into[newer] = oldest
        if newer in self._national_ids:
            self._national_ids[oldest] = self._national_ids[newer]


def _number(card: str) -> int:
    return int(card.rpartition("_")[2])


_FILE = Origin(id="file", at="1970-01-01T00:00:00Z")
