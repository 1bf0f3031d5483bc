"""A person from elsewhere than a lead → the card it is, or a new one (contract, rule 12).

Imports, purchased lists and the test wash resolve identity by the code that intake decides with,
and make no inquiry, task or attribution.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from leadfold.candidates import Finder
from leadfold.cards import changes, suggestions
from leadfold.errors import Contended, Stale
from leadfold.identity import keys, profile
from leadfold.identity.claims import claims
from leadfold.identity.decide import Candidate, decide
from leadfold.identity.evidence import ANY, Population
from leadfold.identity.profile import Profile
from leadfold.model import Card, Match, Person, Suggestion
from leadfold.store import items
from leadfold.store.writes import Check, Put, Write

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
        asking = profile.of_person(person, keys.national_id_of(identities))
        card_id = self.new_id("card")
        for _ in range(_ATTEMPTS):
            found = finder.find(identities, person.name)
            known = {candidate.card.id: candidate for candidate in found.candidates}
            if self.beside:
                known |= {one.card.id: one for one in self.beside(asking, known)}
            candidates = list(known.values())
            decision = decide(asking, candidates, finder.rules, population)
            chosen = decision.chosen
            card = known[chosen.card_id].card if chosen else _new_card(card_id, person, origin)
            claimed = claims(card, identities, person.name, found.identities, finder.keyed)
            national_id = asking.national_id
            writes: list[Write] = [*claimed]
            if not chosen:
                card = replace(card, national_id=national_id)
                writes.append(Put(key=items.card_key(card.id), item=items.card_item(card)))
            else:
                change = changes.learnt(
                    card, person, national_id, origin.id, gained=bool(claimed), newest=True
                )
                writes += [change] if change.set or change.fill or change.add else []
            raised = suggestions.raised(card, decision, candidates, finder.rules, origin.at)
            writes += [suggestions.write(suggestion) for suggestion in raised]
            if writes:
                writes += [
                    Check(
                        key=items.card_key(other.card_id),
                        when={"state": "living", "evidence": known[other.card_id].card.evidence},
                    )
                    for other in decision.others
                ]
            try:
                if writes:
                    finder.store.transact(writes, deadline=deadline)
            except Stale:
                continue
            contested = suggestions.contested(decision, known, finder.rules)
            return Placed(
                card_id=card.id,
                match=chosen,
                contested=tuple(contested),
                raised=tuple(raised),
                compared=len(candidates),
            )
        raise Contended("decided again and again")


def _new_card(card_id: str, person: Person, origin: Origin) -> Card:
    return Card(
        id=card_id,
        created_at=origin.at,
        customer_type="company" if person.is_company else "person",
        fields=changes.fields(person),
        phones=tuple(phone.e164 for phone in person.phones),
        emails=tuple(email.address for email in person.emails),
        external_ids=person.external_ids,
        national_id_masked=person.national_id.masked if person.national_id else None,
        origin=origin.id,
    )
