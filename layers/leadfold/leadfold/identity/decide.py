"""A profile and the cards that keys name → the card it belongs to, or a new one, with reasons."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from leadfold.identity import keys, weights
from leadfold.identity.frequencies import ANY, Population
from leadfold.identity.profile import Profile
from leadfold.model import Card, Evidence, IdentityKind, IdentityRules, Match, name_of

# What compares two profiles is imported when there are two: a stranger's lead, and so a cold start
# with one, does without.
if TYPE_CHECKING:
    from leadfold.identity.evidence import Told

#: ``decisive`` keys lead to a card unless evidence speaks against it, the others only with more;
#: ``details`` is a candidate that no key led to.
Strength = Literal["decisive", "supporting", "shared", "role", "details"]

#: The level of a join by an equal identity (contract, answer of ``POST /leads``).
_LEVELS = {"same": 1, "near": 5, "other_script": 5, "missing": 9, "different": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A living card, with the identities that name it, and the strength of the strongest of these.

    ``sharing`` is the least number of cards that any of them leads to, ``member_id`` the member of
    the card whose identity led here, ``None`` where it is the card's own.
    """

    card: Card
    profile: Profile
    via: tuple[IdentityKind, ...] = ()
    strength: Strength = "details"
    sharing: int = 1
    member_id: str | None = None

    def joined(self, more: "Candidate") -> "Candidate":
        """Return this candidate as found by further identities as well."""
        return replace(
            self,
            via=tuple(dict.fromkeys([*self.via, *more.via])),
            strength=strongest({self.strength, more.strength}),
            sharing=min(self.sharing, more.sharing),
        )


def strongest(found: Collection[Strength]) -> Strength:
    """Return the highest strength of those found."""
    return next(strength for strength in _BEST_FIRST if strength in found)


_BEST_FIRST: tuple[Strength, ...] = ("decisive", "supporting", "shared", "role", "details")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``chosen`` is the match of the card that the lead belongs to, ``None`` for a new card."""

    chosen: Match | None
    others: tuple[Match, ...]


NOBODY = Decision(chosen=None, others=())


def decide(
    asking: Profile,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    population: Population = ANY,
) -> Decision:
    """Choose the card of a person or company.

    Of several cards the one with a national ID in common wins, then the one with more evidence for
    it, then the more trusted identity, then the card that more is known of, then the latest.
    Strangers, who have neither a key nor enough details in common, are not among the ``others``.
    """
    found = (
        match(asking, candidate, rules, population)
        if candidate.strength != "details"
        else _match_by_details(asking, candidate, rules, population)
        for candidate in candidates
    )
    matches = [one for one in found if one]
    if not matches:
        return NOBODY
    known = {candidate.card.id: candidate for candidate in candidates}

    def rank(found: Match) -> tuple[bool, float, int, int, str, str]:
        candidate = known[found.card_id]
        card = candidate.card
        trust = -min((keys.place(kind, rules) for kind in candidate.via), default=len(rules.order))
        id_agrees = asking.national_id is not None and asking.national_id == card.national_id
        return id_agrees, found.score, trust, card.evidence, card.last_inquiry_at, card.id

    same = sorted((m for m in matches if m.verdict == "same"), key=rank, reverse=True)
    rest = sorted((m for m in matches if m.verdict != "same"), key=rank, reverse=True)
    chosen = same[0] if same else None
    return Decision(chosen=chosen, others=(*same[1:], *rest))


def match(
    asking: Profile, candidate: Candidate, rules: IdentityRules, population: Population = ANY
) -> Match:
    """Hold a profile against one card (contract, rules 5 and 6)."""
    from leadfold.identity.evidence import tell

    return _match(asking, candidate, rules, population, tell(asking, candidate.profile, population))


def _match_by_details(
    asking: Profile, candidate: Candidate, rules: IdentityRules, population: Population
) -> Match | None:
    """Return the ``match`` with a card that no key led to, None where that makes it another's."""
    from leadfold.identity.evidence import tell_unless_strangers

    least = weights.ASK + math.log2(population.cards)
    told = tell_unless_strangers(asking, candidate.profile, population, least)
    found = _match(asking, candidate, rules, population, told) if told else None
    return found if found and found.verdict != "different" else None


def _match(
    asking: Profile,
    candidate: Candidate,
    rules: IdentityRules,
    population: Population,
    told: "Told",
) -> Match:
    evidence = [*_keys(candidate, rules), *told.evidence]
    score = round(sum(part.weight for part in evidence), 1)
    verdict = _verdict(asking, candidate, told, score, population)
    same = verdict == "same"
    return Match(
        card_id=candidate.card.id,
        verdict=verdict,
        via=candidate.via,
        level=_level(candidate, told) if same else None,
        score=score,
        evidence=tuple(evidence),
        household=verdict == "different" and (told.surnames_agree or told.one_address),
    )


def level_by_details(asking: Profile, there: Profile) -> int:
    """Return how sure two profiles are by what is known beside keys: of an ``ask``, too.

    A match has a level only where it is a join.
    """
    from leadfold.identity.evidence import tell
    from leadfold.identity.levels import level

    return level(tell(asking, there).grades)


def merges_by_itself(found: Match, rules: IdentityRules) -> bool:
    """Tell whether policy merges two cards that agree like this without asking a person.

    Only where it is switched on, for the same customer at its level or surer. Levels 10 to 12 and
    two different national IDs are never merged, whatever is configured.
    """
    from leadfold.identity.levels import applies

    most = rules.merge_up_to_level
    if most is None or found.verdict != "same" or found.level is None or ids_differ(found):
        return False
    return applies(found.level, most)


def ids_differ(found: Match) -> bool:
    """Tell whether two different official numbers say that a pair is two."""
    return any(
        part.field in {"national_id", "org_number"} and part.agreement == "different"
        for part in found.evidence
    )


def _level(candidate: Candidate, told: "Told") -> int:
    """Return the level of a join: that of its name with an equal identity, else by the letters."""
    if told.id_agrees:
        return 1
    if candidate.via:
        return _LEVELS[told.names]
    from leadfold.identity.levels import level

    return level(told.grades)


def _verdict(
    asking: Profile, candidate: Candidate, told: "Told", score: float, population: Population
) -> Literal["same", "different", "ask"]:
    if told.id_agrees:
        return "same"
    if told.id_differs:
        return "different"
    if candidate.strength == "details":
        return _by_details(told, score, population)
    if told.names == "different":
        one = told.surnames_agree or "unchecked_id" in candidate.via
        return "same" if told.born_alike and one else "different"
    if candidate.strength == "decisive":
        return "same"
    if candidate.strength == "shared" and not asking.names and not asking.is_company:
        return "same"
    if (
        _is_named(told) or (told.born_alike and "unchecked_id" in candidate.via)
    ) and score >= weights.SURE:
        return "same"
    return "ask" if score >= weights.ASK else "different"


def _by_details(
    told: "Told", score: float, population: Population
) -> Literal["same", "different", "ask"]:
    """Decide without any key: the evidence must also pay for how many cards it was found among.

    Twins share all but the given name, namesakes in a family all but the birth date.
    """
    looked_through = math.log2(population.cards)
    if told.nothing_but_a_company and score >= weights.SURE:
        return "same"  # a list of names: who has all the words of one is no other
    if told.names == "different" or score < weights.ASK + looked_through:
        return "different"
    sure = score >= weights.SURE + looked_through
    is_one = _is_named(told) and told.more_than_a_name and not told.born_apart
    return "same" if sure and is_one else "ask"


def _is_named(told: "Told") -> bool:
    """Tell whether the names say that it is one person, the surname alone beside a birth date."""
    return told.names != "missing" or (told.surnames_agree and told.born_alike)


def _keys(candidate: Candidate, rules: IdentityRules) -> list[Evidence]:
    """Weigh the equal identities: the strongest in full, every further one little."""
    evidence = []
    for position, kind in enumerate(
        sorted(candidate.via, key=lambda kind: keys.place(kind, rules))
    ):
        if position:
            agreement, weight = "exact", weights.SECOND_KEY
        elif candidate.strength == "decisive":
            agreement, weight = "exact", weights.key(kind, candidate.sharing)
        elif candidate.strength == "supporting":
            is_unchecked = kind == "unchecked_id"
            weight = weights.UNCHECKED_KEY if is_unchecked else weights.SUPPORTING_KEY
            agreement = "exact"
        else:
            agreement, weight = "shared", weights.SHARED_KEY
        field = name_of(kind)
        evidence.append(Evidence(field=field, agreement=agreement, weight=round(weight, 1)))
    return evidence
