"""Two profiles → what speaks for their being one and what against it, in bits, field by field."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leadfold.identity import companies, compare, keys, names, weights
from leadfold.identity.frequencies import ANY, Frequencies, Population
from leadfold.identity.levels import Grades
from leadfold.identity.phonetics import skeleton
from leadfold.identity.profile import Profile
from leadfold.model import Address, Evidence
from leadfold.normalise import text

#: How whole names agree (``names.NameAgreement``), or those of companies.
Verdict = Literal["same", "near", "other_script", "missing", "different"]

_NAMES = frozenset({"given_name", "surname", "company"})
AGREEING_SURNAMES = frozenset({"exact", "spelling", "typo", "partial"})

_COMPANY_VERDICTS: dict[str, Verdict] = {
    "exact": "same",
    "near": "near",
    "partial": "near",
    "missing": "missing",
    "different": "different",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What two profiles say of each other: the evidence, and what the rules ask of it."""

    evidence: tuple[Evidence, ...]
    names: Verdict
    surnames_agree: bool
    born_alike: bool
    born_apart: bool
    one_address: bool
    more_than_a_name: bool
    nothing_but_a_company: bool
    grades: Grades
    id_agrees: bool
    id_differs: bool


def tell(asking: Profile, there: Profile, population: Population = ANY) -> Told:
    """Compare two profiles field by field, and weigh what agrees and what does not."""
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
    unchecked = compare.unchecked_ids(asking.unchecked_ids, there.unchecked_ids)
    if unchecked != "exact":  # that is a key, and weighed as such
        evidence += _part("unchecked_id", unchecked, weights.UNCHECKED_IDS)
    evidence += _contacts(asking, there)
    now = compare.addresses(asking.address, there.address)
    code_now = compare.postcodes(asking.address, there.address)
    home = _with_former(compare.addresses, now, asking, there)
    code = _with_former(compare.postcodes, code_now, asking, there)
    of_household = home in {"exact", "near", "former"} and agreement.surname in AGREEING_SURNAMES
    if of_household:
        # Relatives have both in common: the second says less.
        home_weight = weights.ADDRESSES[home] * weights.SECOND_OF_HOUSEHOLD
        evidence.append(Evidence(field="address", agreement=home, weight=home_weight))
    elif home == "different" and asking.is_company and there.is_company:
        evidence.append(Evidence(field="address", agreement=home, weight=weights.OTHER_PREMISES))
    else:
        evidence += _part("address", home, weights.ADDRESSES)
    most = weights.POSTCODE_OF_HOUSEHOLD if of_household else weights.RAREST_VALUE
    evidence += _values(asking, there, code, most, population.frequencies)
    return Told(
        evidence=tuple(evidence),
        names=verdict,
        surnames_agree=agreement.surname in AGREEING_SURNAMES,
        born_alike=born == "exact",
        born_apart=born == "different",
        one_address=now == code_now == "exact",
        more_than_a_name=any(part.weight > 0 and part.field not in _NAMES for part in evidence)
        or _is_whole_company(asking, there, evidence),
        nothing_but_a_company=_is_whole_company(asking, there, evidence) and len(evidence) == 1,
        grades=Grades(
            name="S"
            if verdict == "different" and agreement.surname in AGREEING_SURNAMES
            else _NAME_LETTERS[verdict],
            # Equal is equal to a register, also on a first of January.
            birth_date="A"
            if asking.birth_date and asking.birth_date == there.birth_date
            else _LETTERS[born],
            address=_LETTERS["former" if home == "former" else now],
            postcode=_LETTERS[code] if code != "slip" else "F",
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
    "year": "B",
    "former": "H",
    "different": "F",
    "missing": "Z",
}


def _part(field: str, agreement: str, table: Mapping[str, float]) -> list[Evidence]:
    """Return the evidence of one field; what is missing is none."""
    if agreement == "missing":
        return []
    return [Evidence(field=field, agreement=agreement, weight=table[agreement])]


def _is_whole_company(asking: Profile, there: Profile, evidence: Collection[Evidence]) -> bool:
    """Tell whether two companies have one name, word by word, and nothing speaks against them."""
    return (
        asking.is_company
        and there.is_company
        and all(part.weight >= 0 for part in evidence)
        and any(
            part.field == "company" and part.agreement in {"exact", "near"} for part in evidence
        )
    )


def _values(
    asking: Profile,
    there: Profile,
    code: compare.Agreement,
    most: float,
    frequencies: Frequencies,
) -> Iterator[Evidence]:
    """Weigh places and trades: what agrees by how rare it is, of a postcode and its town one.

    ``most`` is what an equal postcode weighs at most.
    """
    mine, theirs = asking.values(), there.values()
    found = {kind: compare.words(mine[kind], theirs[kind]) for kind in mine}
    found["postcode"] = code
    if code in {"exact", "former"} or (code == "different" == found["city"]):
        del found["city"]
    if asking.is_company and mine["city"] in text.fold(asking.company):
        found.pop("city", None)  # it is in the name
    for kind, agreement in found.items():
        if agreement != "missing":
            weight = weights.value(kind, agreement, mine[kind], frequencies)
            if kind == "postcode":
                weight = min(weight, most)
            if weight:
                yield Evidence(field=kind, agreement=agreement, weight=round(weight, 1))


def _with_former(
    agree: Callable[[Address, Address], compare.Agreement],
    now: compare.Agreement,
    asking: Profile,
    there: Profile,
) -> compare.Agreement:
    """Return how addresses agree: those of now, else the best of all pairs with another one.

    ``former`` is one that equals another, ``near`` one that is nearly another.
    """
    if now in {"exact", "near"} or not (asking.other_addresses or there.other_addresses):
        return now
    found = {
        agree(mine, theirs)
        for mine in (asking.address, *asking.other_addresses)
        for theirs in (there.address, *there.other_addresses)
    }
    if "exact" in found:
        return "former"
    return "near" if "near" in found else now


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
class _Companies:
    """What company names and organisation numbers say; no ``verdict`` of two people's employers."""

    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    id_agrees: bool = False
    id_differs: bool = False


def _companies(asking: Profile, there: Profile, frequencies: Frequencies) -> _Companies:
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
        return _Companies(evidence=(part,) if employed_alike else ())
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
    return _Companies(
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
