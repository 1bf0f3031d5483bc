"""A profile and the cards that keys name → the card it belongs to, or a new one, with reasons."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from leadfold.identity import companies, compare, keys, names, weights
from leadfold.identity.frequencies import BUILT_IN, Frequencies
from leadfold.identity.levels import Grades, applies, level
from leadfold.identity.phonetics import skeleton
from leadfold.identity.profile import Profile
from leadfold.model import Card, Evidence, IdentityKind, IdentityRules, Match, name_of
from leadfold.normalise import text

#: ``decisive`` keys lead to a card unless evidence speaks against it, the others only with more;
#: ``details`` is a candidate that no key led to.
Standing = Literal["decisive", "supporting", "shared", "role", "details"]

#: How whole names agree (``names.NameAgreement``), or those of companies.
Verdict = Literal["same", "near", "other_script", "missing", "different"]

_NAMES = frozenset({"given_name", "surname", "company"})
AGREEING_SURNAMES = frozenset({"exact", "spelling", "typo", "partial"})

#: The level of a join by an equal identity (contract, answer of ``POST /leads``).
_LEVELS = {"same": 1, "near": 5, "other_script": 5, "missing": 9, "different": 5}
_COMPANY_VERDICTS: dict[str, Verdict] = {
    "exact": "same",
    "near": "near",
    "partial": "near",
    "missing": "missing",
    "different": "different",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A living card, with the identities that name it, and the best standing of these.

    ``sharing`` is the least number of cards that any of them leads to.
    """

    card: Card
    profile: Profile
    via: tuple[IdentityKind, ...] = ()
    standing: Standing = "details"
    sharing: int = 1

    def joined(self, more: "Candidate") -> "Candidate":
        """Return this candidate as found by further identities as well."""
        return replace(
            self,
            via=tuple(dict.fromkeys([*self.via, *more.via])),
            standing=best_standing({self.standing, more.standing}),
            sharing=min(self.sharing, more.sharing),
        )


def best_standing(found: Collection[Standing]) -> Standing:
    """Return the best standing of those found."""
    return next(standing for standing in _BEST_FIRST if standing in found)


_BEST_FIRST: tuple[Standing, ...] = ("decisive", "supporting", "shared", "role", "details")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Among how many cards a match is looked for, and how common their names are."""

    cards: int = 1 << 17
    frequencies: Frequencies = BUILT_IN


#: What is known of a population before there is one.
ANY = Population()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``chosen`` is the match of the card that the lead belongs to, ``None`` for a new card."""

    chosen: Match | None
    others: tuple[Match, ...]


def decide(
    asking: Profile,
    candidates: Sequence[Candidate],
    rules: IdentityRules,
    population: Population = ANY,
) -> Decision:
    """Choose the card of a person or company.

    Of several cards the one with a national ID in common wins, then the one with more evidence for
    it, then the more trusted identity, then the card that more is known of, then the latest.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    matches = [match(asking, candidate, rules, population) for candidate in candidates]

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
    there = candidate.profile
    told = _tell(asking, there, population)
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
    return level(_tell(asking, there, ANY).grades)


def merges_by_itself(found: Match, rules: IdentityRules) -> bool:
    """Tell whether policy merges two cards that agree like this without asking a person.

    Only where it is switched on, for the same customer at its level or surer. Levels 10 to 12 and
    two different national IDs are never merged, whatever is configured.
    """
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


def _level(candidate: Candidate, told: "_Told") -> int:
    """Return the level of a join: that of its name with an equal identity, else by the letters."""
    if told.id_agrees:
        return 1
    return _LEVELS[told.names] if candidate.via else level(told.grades)


def _verdict(
    asking: Profile, candidate: Candidate, told: "_Told", score: float, population: Population
) -> Literal["same", "different", "ask"]:
    if told.id_agrees:
        return "same"
    if told.id_differs:
        return "different"
    if candidate.standing == "details":
        return _by_details(told, score, population)
    if told.names == "different":
        return "same" if told.born_alike and told.surnames_agree else "different"
    if candidate.standing == "decisive":
        return "same"
    if candidate.standing == "shared" and not asking.names and not asking.is_company:
        return "same"
    if told.names != "missing" and score >= weights.SURE:
        return "same"
    return "ask" if score >= weights.ASK else "different"


def _by_details(
    told: "_Told", score: float, population: Population
) -> Literal["same", "different", "ask"]:
    """Decide without any key: the evidence must also pay for how many cards it was found among.

    Twins share all but the given name, namesakes in a family all but the birth date.
    """
    looked_through = math.log2(population.cards)
    if told.names == "different" or score < weights.ASK + looked_through:
        return "different"
    named = told.names != "missing" or (told.surnames_agree and told.born_alike)
    sure = score >= weights.SURE + looked_through
    return "same" if sure and named and told.more_than_a_name and not told.born_apart else "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What two profiles say of each other: the evidence, and what the rules ask of it."""

    evidence: tuple[Evidence, ...]
    names: Verdict
    surnames_agree: bool
    born_alike: bool
    born_apart: bool
    one_address: bool
    more_than_a_name: bool
    grades: Grades
    id_agrees: bool
    id_differs: bool


def _tell(asking: Profile, there: Profile, population: Population) -> _Told:
    evidence: list[Evidence] = []
    ids = asking.national_id, there.national_id
    id_agrees = None not in ids and ids[0] == ids[1]
    id_differs = None not in ids and not id_agrees
    if id_differs:
        weight = weights.DIFFERENT_NATIONAL_ID
        evidence.append(Evidence(field="national_id", agreement="different", weight=weight))
    agreement = _best_names(asking, there, population.frequencies)
    verdict: Verdict = agreement.verdict
    evidence += _names_evidence(agreement, population.frequencies)
    if asking.org_number or there.org_number or asking.company or there.company:
        found = _companies(asking, there, population.frequencies)
        evidence += found.evidence
        if found.verdict:
            verdict = found.verdict
        id_agrees = id_agrees or found.id_agrees
        id_differs = id_differs or found.id_differs
    born = compare.birth_dates(asking.birth_date, there.birth_date)
    evidence += _part("birth_date", born, weights.BIRTH_DATES)
    evidence += _contacts(asking, there)
    home = compare.addresses(asking.address, there.address)
    code = compare.postcodes(asking.address, there.address)
    if home in {"exact", "near"} and agreement.surname in AGREEING_SURNAMES:
        # Relatives have both in common: the second says less.
        home_weight = weights.ADDRESSES[home] * weights.SECOND_OF_HOUSEHOLD
        evidence.append(Evidence(field="address", agreement=home, weight=home_weight))
    else:
        evidence += _part("address", home, weights.ADDRESSES)
    evidence += _part("postcode", code, weights.POSTCODES)
    return _Told(
        evidence=tuple(evidence),
        names=verdict,
        surnames_agree=agreement.surname in AGREEING_SURNAMES,
        born_alike=born == "exact",
        born_apart=born == "different",
        one_address=home == code == "exact",
        more_than_a_name=(verdict == "same" and asking.is_company)
        or any(part.weight > 0 and part.field not in _NAMES for part in evidence),
        grades=Grades(
            name="S"
            if verdict == "different" and agreement.surname in AGREEING_SURNAMES
            else _NAME_LETTERS[verdict],
            birth_date=_LETTERS[born],
            address=_LETTERS[home],
            postcode=_LETTERS[code],
        ),
        id_agrees=id_agrees,
        id_differs=id_differs,
    )


#: The letters of the twelve levels (``levels``).
_NAME_LETTERS: dict[Verdict, Literal["A", "B", "F", "Z"]] = {
    "same": "A",
    "near": "B",
    "other_script": "B",
    "missing": "Z",
    "different": "F",
}
_LETTERS: dict[str, Any] = {
    "exact": "A",
    "near": "B",
    "slip": "B",
    "different": "F",
    "missing": "Z",
}


def _keys(candidate: Candidate, rules: IdentityRules) -> list[Evidence]:
    """Weigh the equal identities: the strongest in full, every further one little."""
    evidence = []
    for position, kind in enumerate(
        sorted(candidate.via, key=lambda kind: keys.place(kind, rules))
    ):
        if position:
            agreement, weight = "exact", weights.SECOND_KEY
        elif candidate.standing == "decisive":
            agreement, weight = "exact", weights.key(kind, candidate.sharing)
        elif candidate.standing == "supporting":
            agreement, weight = "exact", weights.SUPPORTING_KEY
        else:
            agreement, weight = "shared", weights.SHARED_KEY
        field = name_of(kind)
        evidence.append(Evidence(field=field, agreement=agreement, weight=round(weight, 1)))
    return evidence


def _part(field: str, agreement: str, table: Mapping[str, float]) -> list[Evidence]:
    """Return the evidence of one field; what is missing is none."""
    if agreement == "missing":
        return []
    return [Evidence(field=field, agreement=agreement, weight=table[agreement])]


# -- names ----------------------------------------------------------------------------------------


def _best_names(asking: Profile, there: Profile, frequencies: Frequencies) -> names.NameAgreement:
    """Compare every name that either is known by, and return the best agreement."""
    if not (asking.names and there.names):
        return _NAMELESS
    found = [names.compare(mine, theirs) for mine in asking.names for theirs in there.names]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda one: sum(_name_weights(one, frequencies)))


_NAMELESS = names.NameAgreement(given="missing", surname="missing")


def _name_weights(agreement: names.NameAgreement, frequencies: Frequencies) -> tuple[float, float]:
    """Return the bits of given name and surname: another given name cancels an equal surname."""
    given = weights.given(agreement.given, agreement.given_word, frequencies)
    surname = weights.surname(agreement.surname, agreement.surname_word, frequencies)
    return given, min(0.0, surname) if agreement.given == "different" else surname


def _names_evidence(agreement: names.NameAgreement, frequencies: Frequencies) -> Iterator[Evidence]:
    given, surname = _name_weights(agreement, frequencies)
    if agreement.given == agreement.surname == "missing":
        yield Evidence(field="name", agreement="missing", weight=0.0)
        return
    yield Evidence(field="given_name", agreement=agreement.given, weight=round(given, 1))
    if agreement.surname != "missing":
        yield Evidence(field="surname", agreement=agreement.surname, weight=round(surname, 1))


# -- companies ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _CompaniesTold:
    """What company names and organisation numbers say; no ``verdict`` of two people's employers."""

    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    id_agrees: bool = False
    id_differs: bool = False


def _companies(asking: Profile, there: Profile, frequencies: Frequencies) -> _CompaniesTold:
    """Compare companies; of two people, whom they work for.

    A company's card may lack its person: where one side is a company and the other a person, only
    another company parts them.
    """
    numbers = asking.org_number, there.org_number
    equal = all(numbers) and numbers[0] == numbers[1]
    unequal = all(numbers) and not equal
    agreement = companies.compare(asking.company, there.company)
    if not (asking.is_company or there.is_company):
        employed_alike = equal or (not unequal and agreement == "exact")
        part = Evidence(field="company", agreement="exact", weight=weights.EMPLOYER)
        return _CompaniesTold(evidence=(part,) if employed_alike else ())
    both = asking.is_company and there.is_company
    verdict: Verdict = "same" if equal else _COMPANY_VERDICTS[agreement]
    if not both:
        verdict = "different" if unequal or verdict == "different" else "missing"
    evidence = []
    if agreement != "missing":
        words = min(companies.words(asking.company), companies.words(there.company), key=len)
        weight = round(weights.company(agreement, words, frequencies), 1)
        evidence.append(Evidence(field="company", agreement=agreement, weight=weight))
    if unequal:
        weight = weights.DIFFERENT_NATIONAL_ID
        evidence.append(Evidence(field="org_number", agreement="different", weight=weight))
    return _CompaniesTold(
        evidence=tuple(evidence),
        verdict=verdict,
        id_agrees=both and equal,
        id_differs=both and unequal,
    )


# -- contacts -------------------------------------------------------------------------------------


def _contacts(asking: Profile, there: Profile) -> Iterator[Evidence]:
    """Weigh phones and addresses that nearly agree; equal ones are keys, and weighed as such."""
    phone = compare.phones(asking.phones, there.phones)
    if phone in {"slip", "different"}:
        yield Evidence(field="phone", agreement=phone, weight=weights.PHONES[phone])
    email = compare.emails(asking.emails, there.emails)
    if email not in {"exact", "missing"}:
        weight = weights.EMAILS[email]
        if email in {"slip", "other_domain"} and _repeats_name(asking, there):
            weight = 0.0
        yield Evidence(field="email", agreement=email, weight=weight)


def _repeats_name(asking: Profile, there: Profile) -> bool:
    """Tell whether mailboxes are only the name again: namesakes have it with a dot, or elsewhere.

    Told by the letters, or by the consonants, which are alike in every script. A number behind the
    name is more than it.
    """
    words = {word for name in (*asking.names, *there.names) for word in keys.name_words(name)}
    for address in (*asking.emails, *there.emails):
        mailbox = address.partition("@")[0]
        letters = text.fold(mailbox).replace(" ", "")
        is_name = _is_made_of(letters, words) or _is_made_of(
            skeleton(letters), {skeleton(word) for word in words}
        )
        if not is_name or any(map(str.isdigit, mailbox)):
            return False
    return True


def _is_made_of(letters: str, parts: Collection[str]) -> bool:
    """Tell whether taking the parts away leaves an initial at most."""
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        letters = letters.replace(part, "", 1)
    return len(letters) <= 1
