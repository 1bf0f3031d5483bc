"""The rows of a file → cards, by the decisions that the service would make, in memory."""

from array import array
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import count

from leadfold.candidates import Finder
from leadfold.identity import companies, names, profile
from leadfold.identity.decide import Candidate, decide
from leadfold.identity.frequencies import Frequencies, Population
from leadfold.identity.profile import Profile
from leadfold.keyed import KeyedHash
from leadfold.model import IdentityRules, Match, Person, Suggestion
from leadfold.placing import Origin, Placer
from leadfold.store import Store, items
from leadfold.store.memory import Memory
from leadfold.testwash import blocks
from leadfold.testwash.blocks import Blocks

#: Cards that turn out to be one are joined where their match is at least this sure: there is no
#: person here to ask, and nothing is merged but a result.
_JOIN_UP_TO_LEVEL = 9
#: Nothing that is hashed leaves the process.
_NO_SECRET = b"the keys of a test wash are no secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The card of a row, and the match that put it there, None on a new card.

    ``asked`` are pairs that a person would look at: a new card, and one that may be its own.
    """

    card: str
    match: Match | None
    asked: tuple[Suggestion, ...] = ()


class _Plain(KeyedHash):
    """Keys in the clear: nothing leaves the process, and a slip in one can be seen."""

    def of(self, kind: str, value: str) -> str:
        """Return the key of a value."""
        return f"{kind}\0{value}"


class Matcher:
    """Places rows in file order; cards that are found to be one later are joined in the end."""

    def __init__(self, store: Store | None = None) -> None:
        """Begin without a card."""
        numbers = count(1)
        self._placer = Placer(
            finder=Finder(store=store or Memory(), keyed=_Plain(_NO_SECRET), rules=IdentityRules()),
            new_id=lambda kind: f"{kind}_{next(numbers)}",
            beside=self._beside,
        )
        self._blocks = Blocks()
        self._asked: list[int] = []
        self.compared = 0
        self._frequencies = Frequencies()
        self._cards = array("q")
        self._into: dict[str, str] = {}
        self._national_ids: dict[str, str] = {}

    def place(self, person: Person) -> Placed:
        """Find or make the card of a row's person."""
        if person.unread_birth_date:
            person = replace(person, birth_date=person.unread_birth_date)
        placed = self._placer.place(
            person,
            Origin(id="file", at=_NEVER),
            deadline=0.0,
            population=self._population(),
        )
        self.compared += placed.compared
        self._blocks.add(self._asked, _number(placed.card_id))
        if not placed.match:
            self._cards.append(_number(placed.card_id))
            self._count(person)
        if person.national_id:
            known = self._national_ids
            known.setdefault(self.final(placed.card_id), person.national_id.number)
        for match in placed.contested:
            if match.level is not None and match.level <= _JOIN_UP_TO_LEVEL:
                self._join(placed.card_id, match.card_id)
        asked = () if placed.match else placed.raised
        return Placed(card=placed.card_id, match=placed.match, asked=asked)

    def _count(self, person: Person) -> None:
        """Count what a new customer has: the rows of one that has many say nothing of others."""
        self._frequencies.update_values(profile.of_person(person, None).values())
        if person.is_company:
            self._frequencies.update_company(companies.words(person.details.get("company", "")))
        else:
            self._frequencies.update(*names.words_of(person.name))

    def _beside(self, asking: Profile, known: Container[str]) -> Iterator[Candidate]:
        """Yield the cards that share blocks with a profile."""
        self._asked = blocks.of(asking)
        near = (f"card_{number}" for number in self._blocks.near(self._asked))
        keys = [items.card_key(card) for card in near if card not in known]
        for item in self._placer.finder.store.get(keys).values():
            card = items.card_of(item)
            yield Candidate(card=card, profile=profile.of_card(card))

    def settle(self) -> None:
        """Compare the cards that share blocks once more: early rows were placed knowing little.

        Each card is held against at most as many others as a row was, so the time is linear.
        """
        population = self._population()
        finder = self._placer.finder
        for number in self._cards:
            [item] = finder.store.get([items.card_key(f"card_{number}")]).values()
            card = items.card_of(item)
            asking = profile.of_card(card)
            beside = [
                one
                for one in self._beside(asking, {card.id})
                if self.final(one.card.id) != self.final(card.id)
            ]
            self.compared += len(beside)
            chosen = decide(asking, beside, finder.rules, population).chosen
            if chosen:
                self._join(card.id, chosen.card_id)

    def _population(self) -> Population:
        return Population(cards=max(1, len(self._cards)), frequencies=self._frequencies)

    def final(self, card: str) -> str:
        """Return the card that a card was joined to: the oldest of those that are one."""
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


_NEVER = "1970-01-01T00:00:00Z"
