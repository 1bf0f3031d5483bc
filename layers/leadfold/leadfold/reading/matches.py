"""Look-up: the cards that a person might be, by the code that intake decides with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from leadfold.identity import explanations, keys, profile
from leadfold.identity.decide import decide
from leadfold.model import Card, Match
from leadfold.normalise import person as people
from leadfold.resolve import blocks
from leadfold.resolve.candidates import Finder

#: Cards that a look-up compares by details, in addition to those that keys lead to.
_MOST_ALIKE = 40


def lookup(
    finder: Finder, fields: Mapping[str, str], country: str | None, today: date
) -> list[tuple[Card, Match]]:
    """Return the cards that a person might be, best first, by the code that intake decides with.

    Cards that no key leads to are included where their details agree well enough.
    """
    person = people.parse(fields, country, today)
    identities = keys.identities(person, finder.keyed, finder.rules)
    found = finder.find(identities, person.name)
    asking = profile.of_person(person, keys.national_id_of(identities))
    cards = {candidate.card.id: candidate.card for candidate in found.candidates}
    near = blocks.near(asking, finder.keyed, finder.store)
    alike = finder.read_candidates(
        [card_id for card_id in near if card_id not in cards][:_MOST_ALIKE]
    )
    beside = [candidate for candidate in alike if candidate.card.id not in cards]
    cards |= {candidate.card.id: candidate.card for candidate in beside}
    decision = decide(asking, [*found.candidates, *beside], finder.rules)
    best_first = (decision.chosen, *decision.others) if decision.chosen else decision.others
    return [
        (cards[match.card_id], match)
        for match in best_first
        if match.via or match.verdict != "different"
    ]


def match_document(found: Match) -> dict[str, Any]:
    """Return the JSON of a match."""
    evidence = explanations.rows(found.evidence)
    return {
        "verdict": found.verdict,
        "summary": explanations.summary(found.verdict, evidence, household=found.household),
        "level": found.level,
        "score": found.score,
        "matched_by": found.matched_by,
        "evidence": explanations.with_text(evidence),
    }
