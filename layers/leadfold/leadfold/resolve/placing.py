"""A person who is not a lead → the card it is, or a new one (contract, rule 12).

Entry by hand and the test wash, later imports and purchased lists, resolve identity by the code
that intake decides with. They make no inquiry, task or attribution.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from leadfold.cards import changes, suggestions
from leadfold.errors import Contended, Stale
from leadfold.identity import keys, profile
from leadfold.identity.claims import claims, still_claimed
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
    """The card of a person, and the ``match`` that led there, ``None`` for a new one.

    ``contested`` are the matches of that card with others that the person's keys lead to as well,
    ``raised`` the suggestions that were made; ``compared`` counts the cards the person was compared
    with.
    """

    card_id: str
    match: Match | None
    contested: tuple[Match, ...] = ()
    raised: tuple[Suggestion, ...] = ()
    compared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a person's values come from, and when.

    ``newest`` makes a phone or e-mail the primary one of an existing card.
    """

    id: str
    at: str
    newest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a person was resolved, to be saved: a new ``card``, or an existing one and a ``change``.

    ``profile`` is the person's, ``claims`` are the writes by which the card comes to own
    identities, ``others`` the further cards that the decision rests on.
    """

    card: Card
    profile: Profile
    change: Change | None
    claims: Sequence[Write]
    raised: Sequence[Suggestion]
    others: Sequence[Card]


#: Saves a resolution until a deadline (monotonic clock); raises as ``Store.transact`` does.
Save = Callable[[Resolution, float], None]

#: Makes further writes for the same transaction, of a new card (change ``None``) or a changed one.
FurtherWrites = Callable[[Card, Change | None], Sequence[Write]]


class Incoming(NamedTuple):
    """A person to be placed, with the keys that lead to cards and the profile to compare."""

    person: Person
    identities: list[IdentityKey]
    profile: Profile


def as_incoming(person: Person, keyed: KeyedHash, rules: IdentityRules) -> Incoming:
    """Return a person with their keys and profile."""
    identities = keys.identities(person, keyed, rules)
    return Incoming(person, identities, profile.of_person(person, keys.national_id_of(identities)))


#: Finds cards with similar details to compare with, without those whose ids are given.
FindSimilar = Callable[[Container[str]], Iterable[Candidate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placer:
    """Places people one after the other."""

    finder: Finder
    save: Save
    new_id: Callable[[str], str]
    find_similar: FindSimilar | None = None

    def place(
        self,
        incoming: Incoming,
        origin: Origin,
        *,
        deadline: float,
        population: Population = ANY,
        new_values: Mapping[str, Any] = MappingProxyType({}),
    ) -> Placed:
        """Find the card of a person, or make one, and add what is new.

        ``new_values`` are further values of a new card. Raises ``Contended`` where others change
        the same cards again and again, ``Unavailable`` where the store does not answer.
        """
        finder = self.finder
        person, identities, asking = incoming
        unchecked = asking.unchecked_ids[0] if asking.unchecked_ids else ""
        card_id = self.new_id("card")
        settled: set[str] = set()
        for _ in range(_ATTEMPTS):
            found = finder.find(identities, person.name)
            known = {candidate.card.id: candidate for candidate in found.candidates}
            if self.find_similar:
                known |= {similar.card.id: similar for similar in self.find_similar(known)}
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
                    **new_values,
                )
            )
            claimed = claims(
                card, identities, person.name, found.identities, finder.keyed, found.current_ids
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
            claimed += still_claimed(
                card, person, identities, found.identities, finder.keyed, found.current_ids
            )
            resolution = Resolution(
                card=card,
                profile=asking,
                change=change,
                claims=claimed,
                raised=raised,
                others=[known[other.card_id].card for other in decision.others],
            )
            try:
                self.save(resolution, deadline)
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


def save_in(store: Store, further_writes: FurtherWrites | None = None) -> Save:
    """Return a function that saves a resolution in one transaction.

    The transaction checks that everything the decision rests on is unchanged.
    """

    def save(resolution: Resolution, deadline: float) -> None:
        card, change = resolution.card, resolution.change
        writes: list[Write] = [*resolution.claims, *map(suggestions.write, resolution.raised)]
        if change is None:
            writes.append(Put(key=items.card_key(card.id), item=items.card_item(card)))
        elif change.set or change.fill or change.add:
            writes.append(change)
        writes += further_writes(card, change) if further_writes else []
        if writes:
            checks = map(suggestions.unchanged, resolution.others)
            store.transact([*writes, *checks], deadline=deadline)

    return save
