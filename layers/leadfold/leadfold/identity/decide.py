"""A profile and its candidates → the card that it belongs to, or a new one, with the evidence."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from leadfold.identity import keys, weights
from leadfold.identity.frequencies import ANY, Population
from leadfold.identity.profile import Profile
from leadfold.model import Card, Evidence, IdentityKind, IdentityRules, Match, name_of

# The comparison is imported when there is a candidate: a cold start with a new customer's lead does
# without it.
if TYPE_CHECKING:
    from leadfold.identity.evidence import Comparison

#: ``decisive`` keys lead to a card unless evidence speaks against it, the others only with more;
#: ``details`` is a candidate that no key led to.
Strength = Literal["decisive", "supporting", "shared", "role", "details"]

#: The level of a join by an equal identity (contract, answer of ``POST /leads``).
_LEVELS = {"same": 1, "near": 5, "other_script": 5, "missing": 9, "different": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A living card, with the identities that name it, and the strength of the strongest of these.

    ``sharing`` is the least number of cards that any of them leads to. Of a card with merged
    members, ``parts`` are those of its cards that the identities name, each with its own profile
    and ``own_id``.
    """

    card: Card
    profile: Profile
    via: tuple[IdentityKind, ...] = ()
    strength: Strength = "details"
    sharing: int = 1
    parts: tuple["Candidate", ...] = ()
    own_id: str = ""

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
    """The match of the card that a lead belongs to, and those of the ``others``.

    ``chosen`` is ``None`` for a new card.
    """

    chosen: Match | None
    others: tuple[Match, ...]


NOBODY = Decision(chosen=None, others=())


def decide(
    incoming: Profile,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    population: Population = ANY,
) -> Decision:
    """Choose the card of a person or company.

    Of several cards the one with the same national ID wins, then the one with the highest score,
    then the one with the most trusted identity, then the one with the most evidence, then the
    latest. Candidates that share neither a key nor enough details are not among the ``others``.
    """
    found = (
        _match_with_parts(incoming, candidate, rules, population)
        if candidate.strength != "details"
        else _match_by_details(incoming, candidate, rules, population)
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
        id_agrees = incoming.national_id is not None and incoming.national_id == card.national_id
        return id_agrees, found.score, trust, card.evidence, card.last_inquiry_at, card.id

    same = sorted((m for m in matches if m.verdict == "same"), key=rank, reverse=True)
    rest = sorted((m for m in matches if m.verdict != "same"), key=rank, reverse=True)
    chosen = same[0] if same else None
    return Decision(chosen=chosen, others=(*same[1:], *rest))


def match(
    incoming: Profile, candidate: Candidate, rules: IdentityRules, population: Population = ANY
) -> Match:
    """Compare a profile with one card and decide (contract, rules 5 and 6)."""
    from leadfold.identity.evidence import compare_profiles

    return _match(
        incoming,
        candidate,
        rules,
        population,
        compare_profiles(incoming, candidate.profile, population),
    )


def _match_with_parts(
    incoming: Profile, candidate: Candidate, rules: IdentityRules, population: Population
) -> Match:
    """Return the match with a card; one that others were merged into has more than it shows.

    It shows one birth date, though each member had its own: any of these may be the lead's, and so
    may a member by itself, but under no name that the customer never had.
    """
    found = match(incoming, candidate, rules, population)
    if not candidate.parts or found.verdict != "different" or ids_differ(found):
        return found
    if any(part.field == "given_name" and part.agreement == "different" for part in found.evidence):
        return found
    shown = candidate.profile
    with_theirs = [
        replace(
            candidate,
            profile=replace(
                shown,
                birth_date=part.profile.birth_date or shown.birth_date,
                generation=part.profile.generation or shown.generation,
            ),
        )
        for part in candidate.parts
    ]
    others = (match(incoming, one, rules, population) for one in (*candidate.parts, *with_theirs))
    same = [one for one in others if one.verdict == "same"]
    return max(same, key=lambda one: one.score, default=found)


def _match_by_details(
    incoming: Profile, candidate: Candidate, rules: IdentityRules, population: Population
) -> Match | None:
    """Return the match with a card that no key led to, ``None`` where it is another customer's."""
    from leadfold.identity.evidence import compare_unless_strangers

    least = weights.ASK + math.log2(population.cards)
    compared = compare_unless_strangers(incoming, candidate.profile, population, least)
    found = _match(incoming, candidate, rules, population, compared) if compared else None
    return found if found and found.verdict != "different" else None


def _match(
    incoming: Profile,
    candidate: Candidate,
    rules: IdentityRules,
    population: Population,
    compared: "Comparison",
) -> Match:
    evidence = [*_keys(candidate, rules), *compared.evidence]
    score = round(sum(part.weight for part in evidence), 1)
    verdict = _verdict(incoming, candidate, compared, score, population)
    same = verdict == "same"
    return Match(
        card_id=candidate.card.id,
        verdict=verdict,
        via=candidate.via,
        level=_level(candidate, compared) if same else None,
        score=score,
        evidence=tuple(evidence),
        household=verdict == "different" and (compared.surnames_agree or compared.one_address),
    )


def level_by_details(incoming: Profile, existing: Profile) -> int:
    """Return the level (``levels``) of two profiles by their details, without keys.

    A ``Match`` has a level only where its verdict is ``same``; this is for ``ask`` as well.
    """
    from leadfold.identity.evidence import compare_profiles
    from leadfold.identity.levels import level

    return level(compare_profiles(incoming, existing).grades)


def merges_by_itself(found: Match, rules: IdentityRules) -> bool:
    """Tell whether the rules merge two cards with this match without asking a person.

    Only if that is configured, and for a verdict ``same`` at the configured level or a surer one.
    Levels 10 to 12 and two different national IDs are never merged, whatever is configured.
    """
    from leadfold.identity.levels import applies

    most = rules.merge_up_to_level
    if most is None or found.verdict != "same" or found.level is None or ids_differ(found):
        return False
    return applies(found.level, most)


def ids_differ(found: Match) -> bool:
    """Tell whether the two have different national IDs or organisation numbers."""
    return any(
        part.field in {"national_id", "org_number"} and part.agreement == "different"
        for part in found.evidence
    )


def _level(candidate: Candidate, compared: "Comparison") -> int:
    """Return the level of a join: by its names where an identity is equal, else by its grades."""
    if compared.id_agrees:
        return 1
    if candidate.via:
        return _LEVELS[compared.names]
    from leadfold.identity.levels import level

    return level(compared.grades)


def _verdict(
    incoming: Profile,
    candidate: Candidate,
    compared: "Comparison",
    score: float,
    population: Population,
) -> Literal["same", "different", "ask"]:
    if compared.id_agrees:
        return "same"
    if compared.id_differs:
        return "different"
    if candidate.strength == "details":
        return _by_details(compared, score, population)
    if compared.names == "different":
        return "same" if _is_one_birth(incoming, candidate, compared) else "different"
    if not (incoming.is_company or candidate.profile.is_company) and _are_generations(compared):
        return "different"
    if candidate.strength == "decisive":
        return "same"
    if candidate.strength == "shared" and not incoming.names and not incoming.is_company:
        return "same"
    if (
        _is_named(compared) or (compared.birth_dates_agree and "unchecked_id" in candidate.via)
    ) and score >= weights.SURE:
        return "same"
    return "ask" if score >= weights.ASK else "different"


def _is_one_birth(incoming: Profile, candidate: Candidate, compared: "Comparison") -> bool:
    """Tell whether a birth date speaks for one person of two names (contract, rule 6).

    Beside the surname, it is the birth date of twins where both given names are on the list.
    """
    if not compared.birth_dates_agree:
        return False
    if "unchecked_id" in candidate.via:
        return True
    from leadfold.identity import names

    return compared.surnames_agree and not any(
        names.are_established(mine, theirs)
        for mine in incoming.names
        for theirs in candidate.profile.names
    )


def _are_generations(compared: "Comparison") -> bool:
    """Tell whether birth dates, or elder and younger, part two people whatever their names."""
    return compared.are_two_births or compared.are_elder_and_younger


def _by_details(
    compared: "Comparison", score: float, population: Population
) -> Literal["same", "different", "ask"]:
    """Decide without any equal key: the more cards were searched, the more evidence it takes.

    Twins have all but the given name in common, namesakes in a family all but the birth date.
    """
    looked_through = math.log2(population.cards)
    if compared.nothing_but_a_company and score >= weights.SURE:
        return "same"  # nothing but company names is known, and all their words are equal
    if compared.names == "different" or score < weights.ASK + looked_through:
        return "different"
    if compared.are_elder_and_younger:
        return "different"
    sure = score >= weights.SURE + looked_through
    is_one = _is_named(compared) and compared.more_than_a_name and not compared.birth_dates_differ
    return "same" if sure and is_one else "ask"


def _is_named(compared: "Comparison") -> bool:
    """Tell whether the names speak for one person; a surname does so beside a birth date only."""
    return compared.names != "missing" or (compared.surnames_agree and compared.birth_dates_agree)


def _keys(candidate: Candidate, rules: IdentityRules) -> list[Evidence]:
    """Weigh the equal identities: the most trusted one in full, every further one little."""
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
