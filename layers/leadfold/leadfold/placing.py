"""A person from elsewhere than a lead → the card it is, or a new one (contract, rule 12).

Imports, purchased lists and the test wash resolve identity by the code that intake decides with,
and make no inquiry, task or attribution.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from leadfold.candidates import Finder
from leadfold.cards import changes, suggestions
from leadfold.errors import Contended, Stale
from leadfold.identity import keys, profile
from leadfold.identity.claims import claims
from leadfold.identity.decide import Candidate, decide
from leadfold.identity.frequencies import ANY, Population
from leadfold.identity.profile import Profile
from leadfold.model import Match, Person, Suggestion
from leadfold.store import items
from leadfold.store.writes import Put, Write

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a person ended: on which card and why, ``match`` is ``None`` for a new one.

    ``contested`` says how that card agrees with others that the person's keys lead to as well;
    ``raised`` are the suggestions that it made, ``compared`` counts the cards it was held against.
    """

    card_id: str
    match: Match | None
    contested: tuple[Match, ...] = ()
    raised: tuple[Suggestion, ...] = ()
    compared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a person's values come from, and when."""

    id: str
    at: str


#: Finds the cards that are worth comparing with a profile by its details, but for those known.
Beside = Callable[[Profile, Container[str]], Iterable[Candidate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placer:
    """Places people one after the other."""

    finder: Finder
    new_id: Callable[[str], str]
    beside: Beside | None = None

    def place(
        self, person: Person, origin: Origin, *, deadline: float, population: Population = ANY
    ) -> Placed:
        """Find the card of a person, or make one, and add what is new.

        Raises ``Contended`` where others change the same cards again and again, ``Unavailable``
        where the store does not answer.
        """
        finder = self.finder
        identities = keys.identities(person, finder.keyed, finder.rules)
        unchecked = keys.unchecked_id_of(identities)
        asking = profile.of_person(person, keys.national_id_of(identities), unchecked)
        card_id = self.new_id("card")
        for _ in range(_ATTEMPTS):
            found = finder.find(identities, person.name)
            known = {candidate.card.id: candidate for candidate in found.candidates}
            if self.beside:
                known |= {one.card.id: one for one in self.beside(asking, known)}
            candidates = list(known.values())
            decision = decide(asking, candidates, finder.rules, population)
            chosen = decision.chosen
            card = (
                known[chosen.card_id].card
                if chosen
                else changes.new_card(
                    card_id,
                    person,
                    asking.national_id,
                    unchecked,
                    created_at=origin.at,
                    origin=origin.id,
                )
            )
            claimed = claims(card, identities, person.name, found.identities, finder.keyed)
            pairs = suggestions.pairs(decision, candidates, finder.rules, population)
            raised = suggestions.raised(card, pairs, candidates, finder.rules, origin.at)
            writes: list[Write] = [*claimed, *map(suggestions.write, raised)]
            if chosen:
                change = changes.learnt(
                    card,
                    person,
                    asking.national_id,
                    origin.id,
                    unchecked,
                    gained=bool(claimed),
                    newest=True,
                )
                writes += [change] if change.set or change.fill or change.add else []
            else:
                writes.append(Put(key=items.card_key(card.id), item=items.card_item(card)))
            try:
                if writes:
                    others = (known[other.card_id].card for other in decision.others)
                    checks = map(suggestions.unchanged, others)
                    finder.store.transact([*writes, *checks], deadline=deadline)
            except Stale:
                continue
            return Placed(
                card_id=card.id,
                match=chosen,
                contested=tuple(pairs) if chosen else (),
                raised=tuple(raised),
                compared=len(candidates),
            )
        raise Contended("decided again and again")
