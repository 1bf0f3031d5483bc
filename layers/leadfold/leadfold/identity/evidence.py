"""Two profiles → the evidence for and against their being one customer, in bits, field by field."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from leadfold.identity import companies, compare, keys, names, weights
from leadfold.identity.frequencies import ANY, Frequencies, Population
from leadfold.identity.levels import Grades
from leadfold.identity.name_agreement import NameAgreement, Verdict
from leadfold.identity.phonetics import skeleton
from leadfold.identity.profile import Profile
from leadfold.model import Address, Evidence
from leadfold.normalise import text

#: A field, how it agrees, and its bits.
_Part = tuple[str, str, float]

_SAME_ADDRESS = frozenset({"exact", "near", "former"})
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
class Comparison:
    """How two profiles agree: the evidence, and what the rules of ``decide`` depend on."""

    evidence: tuple[Evidence, ...]
    names: Verdict
    surnames_agree: bool
    birth_dates_agree: bool
    birth_dates_differ: bool
    are_two_births: bool
    are_elder_and_younger: bool
    one_address: bool
    more_than_a_name: bool
    nothing_but_a_company: bool
    grades: Grades
    id_agrees: bool
    id_differs: bool


def compare_profiles(
    incoming: Profile, existing: Profile, population: Population = ANY
) -> Comparison:
    """Compare two profiles field by field, and weigh each agreement and disagreement."""
    weighed = _weighed(incoming, existing, population)
    return weighed.comparison()


def compare_unless_strangers(
    incoming: Profile, existing: Profile, population: Population, least: float
) -> Comparison | None:
    """Return what ``compare_profiles`` does for two without an equal key, ``None`` for strangers.

    Strangers have different names, or fewer bits than ``least``; most are found by their names
    alone. Profiles with official numbers that are equal or different are always compared, and so
    are companies of which nothing but the name is known.
    """
    if None in (incoming.national_id, existing.national_id) and are_two(incoming, existing):
        return None
    weighed = _weighed(incoming, existing, population)
    settled = weighed.id_agrees or weighed.id_differs or weighed.is_nothing_but_a_company
    if not settled and (weighed.verdict == "different" or weighed.score < least):
        return None
    return weighed.comparison()


def are_two(incoming: Profile, existing: Profile) -> bool:
    """Tell whether two profiles are two people, or two companies, by their names alone."""
    if incoming.is_company and existing.is_company:
        equal = incoming.org_number and incoming.org_number == existing.org_number
        return not equal and companies.compare(incoming.company, existing.company) == "different"
    if incoming.is_company or existing.is_company or not (incoming.names and existing.names):
        return False
    return all(names.are_two(mine, theirs) for mine in incoming.names for theirs in existing.names)


@dataclass(slots=True)
class _Weighed:
    """How two profiles agree: each field with its agreement and its bits."""

    agreement: NameAgreement
    verdict: Verdict
    parts: list[_Part]
    born: compare.Agreement
    one_birth_date: bool
    are_two_births: bool
    are_elder_and_younger: bool
    address: compare.Agreement
    postcode: compare.Agreement
    one_address: bool
    id_agrees: bool
    id_differs: bool
    are_companies: bool

    @property
    def score(self) -> float:
        """The bits of all fields."""
        return round(sum([bits for _, _, bits in self.parts]), 1)

    @property
    def is_whole_company(self) -> bool:
        """Whether two companies have one name, word by word, and nothing speaks against them."""
        return (
            self.are_companies
            and all(bits >= 0 for _, _, bits in self.parts)
            and any(
                field == "company" and level in {"exact", "near"} for field, level, _ in self.parts
            )
        )

    @property
    def is_nothing_but_a_company(self) -> bool:
        """Whether there is nothing else to compare."""
        compared = [part for part in self.parts if part[1] != "missing"]
        return len(compared) == 1 and self.is_whole_company

    def comparison(self) -> Comparison:
        """Return the result for ``decide``."""
        verdict, parts = self.verdict, self.parts
        surnames_agree = self.agreement.surname in AGREEING_SURNAMES
        return Comparison(
            evidence=tuple(
                [
                    Evidence(field=field, agreement=level, weight=bits)
                    for field, level, bits in parts
                ]
            ),
            names=verdict,
            surnames_agree=surnames_agree,
            birth_dates_agree=self.born == "exact",
            birth_dates_differ=self.born in {"generation", "different"},
            are_two_births=self.are_two_births,
            are_elder_and_younger=self.are_elder_and_younger,
            one_address=self.one_address,
            more_than_a_name=self.is_whole_company
            or any(bits > 0 and field not in _NAMES for field, _, bits in parts),
            nothing_but_a_company=self.is_nothing_but_a_company,
            grades=Grades(
                name="S" if verdict == "different" and surnames_agree else _NAME_LETTERS[verdict],
                # The levels take equal dates as equal, on the first of January, too.
                birth_date="A" if self.one_birth_date else _LETTERS[self.born],
                address=_LETTERS[self.address],
                postcode=_LETTERS[self.postcode] if self.postcode != "slip" else "F",
            ),
            id_agrees=self.id_agrees,
            id_differs=self.id_differs,
        )


def _weighed(incoming: Profile, existing: Profile, population: Population) -> _Weighed:
    parts: list[_Part] = []
    ids = incoming.national_id, existing.national_id
    id_agrees = None not in ids and ids[0] == ids[1]
    id_differs = None not in ids and not id_agrees
    if id_differs:
        parts.append(("national_id", "different", weights.DIFFERENT_NATIONAL_ID))
    agreement = _best_names(incoming, existing, population.frequencies)
    verdict: Verdict = agreement.verdict
    parts += _names_evidence(agreement, population.frequencies)
    if incoming.org_number or existing.org_number or incoming.company or existing.company:
        found = _companies(incoming, existing, population.frequencies)
        parts += found.parts
        if found.verdict:
            verdict = found.verdict
        id_agrees = id_agrees or found.id_agrees
        id_differs = id_differs or found.id_differs
    generations = {incoming.generation, existing.generation}
    are_elder_and_younger = generations == {"elder", "younger"}
    if are_elder_and_younger:
        parts.append(("suffix", "elder", weights.ELDER_AND_YOUNGER))
    born = compare.birth_dates(incoming.birth_date, existing.birth_date)
    if born != "missing":
        parts.append(("birth_date", born, weights.BIRTH_DATES[born]))
    unchecked = compare.unchecked_ids(incoming.unchecked_ids, existing.unchecked_ids)
    if unchecked not in {"exact", "missing"}:  # an equal one is a key, and weighed as such
        parts.append(("unchecked_id", unchecked, weights.UNCHECKED_IDS[unchecked]))
    if (incoming.phones and existing.phones) or (incoming.emails and existing.emails):
        parts += _contacts(incoming, existing)
    address_now = compare.addresses(incoming.address, existing.address)
    postcode_now = compare.postcodes(incoming.address, existing.address)
    address = _with_former(compare.addresses, address_now, incoming, existing)
    postcode = _with_former(compare.postcodes, postcode_now, incoming, existing)
    are_companies = incoming.is_company and existing.is_company
    of_household = address in _SAME_ADDRESS and agreement.surname in AGREEING_SURNAMES
    if of_household:
        # Relatives share surname and address: the second of the two weighs less.
        parts.append(("address", address, weights.ADDRESSES[address] * weights.SECOND_OF_HOUSEHOLD))
    elif address != "missing":
        apart = are_companies and address == "different"
        parts.append(
            ("address", address, weights.OTHER_PREMISES if apart else weights.ADDRESSES[address])
        )
    most = weights.POSTCODE_OF_HOUSEHOLD if of_household else weights.RAREST_VALUE
    parts += _values(incoming, existing, postcode, most, population.frequencies)
    return _Weighed(
        agreement=agreement,
        verdict=verdict,
        parts=parts,
        born=born,
        one_birth_date=bool(incoming.birth_date) and incoming.birth_date == existing.birth_date,
        are_two_births=bool(incoming.birth_date and existing.birth_date)
        and compare.are_two_births(incoming.birth_date, existing.birth_date),
        are_elder_and_younger=are_elder_and_younger,
        address=address_now if address != "former" else address,
        postcode=postcode,
        one_address=address_now == postcode_now == "exact",
        id_agrees=id_agrees,
        id_differs=id_differs,
        are_companies=are_companies,
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
    "generation": "B",
    "former": "H",
    "different": "F",
    "missing": "Z",
}


def _values(
    incoming: Profile,
    existing: Profile,
    postcode: compare.Agreement,
    most: float,
    frequencies: Frequencies,
) -> Iterator[_Part]:
    """Weigh postcode, town, birth place and job title; an equal value by how rare it is.

    Of an equal postcode and its town only the postcode counts, with ``most`` bits at most.
    """
    if postcode != "missing":
        rarest = compare.bare(incoming.address.postcode) if postcode == "exact" else ""
        bits = min(most, weights.value("postcode", postcode, rarest, frequencies))
        yield "postcode", postcode, round(bits, 1)
    if postcode not in {"exact", "former"}:
        found = _value("city", incoming.address.city, existing.address.city, frequencies)
        if found and not (postcode == "different" == found[1] or _is_in_name(incoming)):
            yield found
    for kind, mine, theirs in (
        ("birth_place", incoming.birth_place, existing.birth_place),
        ("job_title", incoming.job_title, existing.job_title),
    ):
        if found := _value(kind, mine, theirs, frequencies):
            yield found


def _value(kind: str, mine: str, theirs: str, frequencies: Frequencies) -> _Part | None:
    """Return how two values as shown agree; ``None`` where that weighs nothing."""
    if not (mine and theirs):
        return None
    mine, theirs = text.fold(mine), text.fold(theirs)
    agreement = compare.words(mine, theirs)
    bits = weights.value(kind, agreement, mine, frequencies)
    return (kind, agreement, round(bits, 1)) if bits else None


def _is_in_name(incoming: Profile) -> bool:
    """Tell whether a company's name holds its town."""
    return incoming.is_company and text.fold(incoming.address.city) in text.fold(incoming.company)


def _with_former(
    agree: Callable[[Address, Address], compare.Agreement],
    now: compare.Agreement,
    incoming: Profile,
    existing: Profile,
) -> compare.Agreement:
    """Return how the current addresses agree (``now``), else the best pair with another address.

    ``former`` is a pair that is equal, ``near`` one that is nearly so.
    """
    if not (incoming.other_addresses or existing.other_addresses) or now in {"exact", "near"}:
        return now
    found = {
        agree(mine, theirs)
        for mine in (incoming.address, *incoming.other_addresses)
        for theirs in (existing.address, *existing.other_addresses)
    }
    if "exact" in found:
        return "former"
    return "near" if "near" in found else now


# -- names ----------------------------------------------------------------------------------------


def _best_names(incoming: Profile, existing: Profile, frequencies: Frequencies) -> NameAgreement:
    """Compare all names of two profiles, and return the best agreement."""
    if not (incoming.names and existing.names):
        return _NAMELESS
    found = [names.compare(mine, theirs) for mine in incoming.names for theirs in existing.names]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda one: sum(_name_weights(one, frequencies)))


_NAMELESS = NameAgreement(given="missing", surname="missing")


def _name_weights(agreement: NameAgreement, frequencies: Frequencies) -> tuple[float, float]:
    """Return the bits of given name and surname.

    Beside a different given name an equal surname weighs nothing: it is a relative's.
    """
    given = weights.given(agreement.given, agreement.given_word, frequencies)
    surname = weights.surname(agreement.surname, agreement.surname_word, frequencies)
    return given, min(0.0, surname) if agreement.given == "different" else surname


def _names_evidence(agreement: NameAgreement, frequencies: Frequencies) -> list[_Part]:
    if agreement.given == agreement.surname == "missing":
        return [("name", "missing", 0.0)]
    given, surname = _name_weights(agreement, frequencies)
    found: list[_Part] = [("given_name", agreement.given, round(given, 1))]
    if agreement.surname != "missing":
        found.append(("surname", agreement.surname, round(surname, 1)))
    return found


# -- companies ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Companies:
    """How company names and organisation numbers agree; employers have no ``verdict``."""

    parts: Sequence[_Part] = ()
    verdict: Verdict | None = None
    id_agrees: bool = False
    id_differs: bool = False


def _companies(incoming: Profile, existing: Profile, frequencies: Frequencies) -> _Companies:
    """Compare two companies, or the employers of two people.

    A company's card may lack its contact person: where one profile is a company and the other a
    person, only a different company makes them two.
    """
    numbers = incoming.org_number, existing.org_number
    equal = all(numbers) and numbers[0] == numbers[1]
    unequal = all(numbers) and not equal
    agreement = companies.compare(incoming.company, existing.company)
    if not (incoming.is_company or existing.is_company):
        employed_alike = equal or (not unequal and agreement == "exact")
        part = ("company", "exact", weights.EMPLOYER)
        return _Companies(parts=(part,) if employed_alike else ())
    both = incoming.is_company and existing.is_company
    verdict: Verdict = "same" if equal else _COMPANY_VERDICTS[agreement]
    if not both:
        verdict = "different" if unequal or verdict == "different" else "missing"
    parts: list[_Part] = []
    if agreement != "missing":
        words = min(companies.words(incoming.company), companies.words(existing.company), key=len)
        weight = round(weights.company(agreement, words, frequencies), 1)
        parts.append(("company", agreement, weight))
    if unequal:
        parts.append(("org_number", "different", weights.DIFFERENT_NATIONAL_ID))
    return _Companies(
        parts=parts,
        verdict=verdict,
        id_agrees=both and equal,
        id_differs=both and unequal,
    )


# -- contacts -------------------------------------------------------------------------------------


def _contacts(incoming: Profile, existing: Profile) -> Iterator[_Part]:
    """Weigh phones and addresses that nearly agree; equal ones are keys, and weighed as such."""
    phone = compare.phones(incoming.phones, existing.phones)
    if phone in {"slip", "different"}:
        yield "phone", phone, weights.PHONES[phone]
    email = compare.emails(incoming.emails, existing.emails)
    if email not in {"exact", "missing"}:
        weight = weights.EMAILS[email]
        if email in {"slip", "other_domain"} and _repeats_name(incoming, existing):
            weight = 0.0
        yield "email", email, weight


def _repeats_name(incoming: Profile, existing: Profile) -> bool:
    """Tell whether mailboxes are nothing but the name: namesakes have nearly the same ones.

    Compared by their letters, or by their consonants, which are alike in every script. A mailbox
    with digits is more than the name.
    """
    words = {word for name in (*incoming.names, *existing.names) for word in keys.name_words(name)}
    for address in (*incoming.emails, *existing.emails):
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
