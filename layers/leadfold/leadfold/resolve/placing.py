"""A person from elsewhere than a lead → the card it is, or a new one (contract, rule 12).

Imports, purchased lists and the test wash resolve identity by the code that intake decides with,
and make no inquiry, task or attribution.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from leadfold.cards import changes, suggestions
from leadfold.errors import Contended, Stale
from leadfold.identity import keys, profile
from leadfold.identity.claims import claims
from leadfold.identity.decide import Candidate, decide
from leadfold.identity.frequencies import ANY, Population
from leadfold.identity.profile import Profile
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, IdentityRules, Match, Person, Suggestion
from leadfold.resolve.candidates import Finder
from leadfold.store import Store, items
from leadfold.store.writes import Change, Put, Write

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
    """Where a person's values come from, and when.

    ``newest`` tells that a phone or e-mail becomes the primary one of a card that is there.
    """

    id: str
    at: str
    newest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What placing a person comes to: a ``card``, new where there is no ``change`` to it.

    ``asking`` is the profile of the person, ``claimed`` are the writes by which the card comes to
    own identities, ``others`` the cards that the decision rests on besides.
    """

    card: Card
    asking: Profile
    change: Change | None
    claimed: Sequence[Write]
    raised: Sequence[Suggestion]
    others: Sequence[Card]


#: Keeps an outcome until a deadline; raises as ``Store.transact`` does.
Keep = Callable[[Outcome, float], None]

#: The writes that belong to a card that is made (no change) or to the change of one that is there.
Along = Callable[[Card, Change | None], Sequence[Write]]


class Asked(NamedTuple):
    """A person who asks for a card, with what leads to it and what is compared."""

    person: Person
    identities: list[IdentityKey]
    profile: Profile


def asked_by(person: Person, keyed: KeyedHash, rules: IdentityRules) -> Asked:
    """Return a person as asking for a card."""
    identities = keys.identities(person, keyed, rules)
    return Asked(person, identities, profile.of_person(person, keys.national_id_of(identities)))


#: Finds the cards that are worth comparing with who is placed by details, but for those known.
Beside = Callable[[Container[str]], Iterable[Candidate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placer:
    """Places people one after the other."""

    finder: Finder
    keep: Keep
    new_id: Callable[[str], str]
    beside: Beside | None = None

    def place(
        self,
        asked: Asked,
        origin: Origin,
        *,
        deadline: float,
        population: Population = ANY,
        made: Mapping[str, Any] = MappingProxyType({}),
    ) -> Placed:
        """Find the card of a person, or make one, and add what is new.

        ``made`` are further values of a new card.
        Raises ``Contended`` where others change the same cards again and again, ``Unavailable``
        where the store does not answer.
        """
        finder = self.finder
        person, identities, asking = asked
        unchecked = asking.unchecked_ids[0] if asking.unchecked_ids else ""
        card_id = self.new_id("card")
        settled: set[str] = set()
        for _ in range(_ATTEMPTS):
            found = finder.find(identities, person.name)
            known = {candidate.card.id: candidate for candidate in found.candidates}
            if self.beside:
                known |= {one.card.id: one for one in self.beside(known)}
            candidates = list(known.values())
            decision = decide(asking, candidates, finder.rules, population)
            chosen = decision.chosen
            card = (
                known[chosen.card_id].card
                if chosen
                else replace(
                    changes.new_card(
                        card_id,
                        person,
                        asking.national_id,
                        unchecked,
                        created_at=origin.at,
                        origin=origin.id,
                    ),
                    **made,
                )
            )
            claimed = claims(
                card, identities, person.name, found.identities, finder.keyed, found.stands
            )
            pairs = suggestions.pairs(decision, candidates, finder.rules, population)
            raised = suggestions.raised(card, pairs, candidates, finder.rules, origin.at, settled)
            change = None
            if chosen:
                change = changes.from_person(
                    card,
                    person,
                    asking.national_id,
                    origin.id,
                    unchecked,
                    gained=bool(claimed),
                    newest=origin.newest,
                    at=origin.at,
                )
            outcome = Outcome(
                card=card,
                asking=asking,
                change=change,
                claimed=claimed,
                raised=raised,
                others=[known[other.card_id].card for other in decision.others],
            )
            try:
                self.keep(outcome, deadline)
            except Stale as stale:
                settled |= suggestions.settled_in(stale.found)
                continue
            return Placed(
                card_id=card.id,
                match=chosen,
                contested=tuple(pairs) if chosen else (),
                raised=tuple(raised),
                compared=len(candidates),
            )
        raise Contended("decided again and again")


def in_store(store: Store, along: Along | None = None) -> Keep:
    """Return what keeps an outcome in one transaction, whose checks hold what it rests on.

    What ``along`` returns is written with it.
    """

    def keep(outcome: Outcome, deadline: float) -> None:
        card, change = outcome.card, outcome.change
        writes: list[Write] = [*outcome.claimed, *map(suggestions.write, outcome.raised)]
        if change is None:
            writes.append(Put(key=items.card_key(card.id), item=items.card_item(card)))
        elif change.set or change.fill or change.add:
            writes.append(change)
        writes += along(card, change) if along else []
        if writes:
            checks = map(suggestions.unchanged, outcome.others)
            store.transact([*writes, *checks], deadline=deadline)

    return keep
