"""Two profiles → what speaks for their being one and what against it, in bits, field by field."""

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

_AT_HOME = frozenset({"exact", "near", "former"})
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
    weighed = _weighed(asking, there, population)
    return weighed.told()


def tell_unless_strangers(
    asking: Profile, there: Profile, population: Population, least: float
) -> Told | None:
    """Return what ``tell`` does of two who share no key, None of strangers.

    Those have another name, or fewer bits than ``least``; most are told by the names alone. Equal
    or different official numbers are for ``tell`` to say, and companies of which nothing else is
    known.
    """
    if None in (asking.national_id, there.national_id) and are_two(asking, there):
        return None
    weighed = _weighed(asking, there, population)
    told_without = weighed.id_agrees or weighed.id_differs or weighed.is_nothing_but_a_company
    if not told_without and (weighed.verdict == "different" or weighed.score < least):
        return None
    return weighed.told()


def are_two(asking: Profile, there: Profile) -> bool:
    """Tell whether names alone say that two people are two, or two companies."""
    if asking.is_company and there.is_company:
        equal = asking.org_number and asking.org_number == there.org_number
        return not equal and companies.compare(asking.company, there.company) == "different"
    if asking.is_company or there.is_company or not (asking.names and there.names):
        return False
    return all(names.are_two(mine, theirs) for mine in asking.names for theirs in there.names)


@dataclass(slots=True)
class _Weighed:
    """How two profiles agree, before anything is told: each field with its agreement and bits."""

    agreement: NameAgreement
    verdict: Verdict
    parts: list[_Part]
    born: compare.Agreement
    one_birth_date: bool
    home: compare.Agreement
    code: compare.Agreement
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
        """Whether that is all there is."""
        told = [part for part in self.parts if part[1] != "missing"]
        return len(told) == 1 and self.is_whole_company

    def told(self) -> Told:
        """Return it as it is told."""
        verdict, parts = self.verdict, self.parts
        surnames_agree = self.agreement.surname in AGREEING_SURNAMES
        return Told(
            evidence=tuple(
                [
                    Evidence(field=field, agreement=level, weight=bits)
                    for field, level, bits in parts
                ]
            ),
            names=verdict,
            surnames_agree=surnames_agree,
            born_alike=self.born == "exact",
            born_apart=self.born == "different",
            one_address=self.one_address,
            more_than_a_name=self.is_whole_company
            or any(bits > 0 and field not in _NAMES for field, _, bits in parts),
            nothing_but_a_company=self.is_nothing_but_a_company,
            grades=Grades(
                name="S" if verdict == "different" and surnames_agree else _NAME_LETTERS[verdict],
                # Equal is equal to a register, also on a first of January.
                birth_date="A" if self.one_birth_date else _LETTERS[self.born],
                address=_LETTERS[self.home],
                postcode=_LETTERS[self.code] if self.code != "slip" else "F",
            ),
            id_agrees=self.id_agrees,
            id_differs=self.id_differs,
        )


def _weighed(asking: Profile, there: Profile, population: Population) -> _Weighed:
    parts: list[_Part] = []
    ids = asking.national_id, there.national_id
    id_agrees = None not in ids and ids[0] == ids[1]
    id_differs = None not in ids and not id_agrees
    if id_differs:
        parts.append(("national_id", "different", weights.DIFFERENT_NATIONAL_ID))
    agreement = _best_names(asking, there, population.frequencies)
    verdict: Verdict = agreement.verdict
    parts += _names_evidence(agreement, population.frequencies)
    if asking.org_number or there.org_number or asking.company or there.company:
        found = _companies(asking, there, population.frequencies)
        parts += found.parts
        if found.verdict:
            verdict = found.verdict
        id_agrees = id_agrees or found.id_agrees
        id_differs = id_differs or found.id_differs
    born = compare.birth_dates(asking.birth_date, there.birth_date)
    if born != "missing":
        parts.append(("birth_date", born, weights.BIRTH_DATES[born]))
    unchecked = compare.unchecked_ids(asking.unchecked_ids, there.unchecked_ids)
    if unchecked not in {"exact", "missing"}:  # an equal one is a key, and weighed as such
        parts.append(("unchecked_id", unchecked, weights.UNCHECKED_IDS[unchecked]))
    if (asking.phones and there.phones) or (asking.emails and there.emails):
        parts += _contacts(asking, there)
    now = compare.addresses(asking.address, there.address)
    code_now = compare.postcodes(asking.address, there.address)
    home = _with_former(compare.addresses, now, asking, there)
    code = _with_former(compare.postcodes, code_now, asking, there)
    are_companies = asking.is_company and there.is_company
    of_household = home in _AT_HOME and agreement.surname in AGREEING_SURNAMES
    if of_household:
        # Relatives have both in common: the second says less.
        parts.append(("address", home, weights.ADDRESSES[home] * weights.SECOND_OF_HOUSEHOLD))
    elif home != "missing":
        apart = are_companies and home == "different"
        parts.append(
            ("address", home, weights.OTHER_PREMISES if apart else weights.ADDRESSES[home])
        )
    most = weights.POSTCODE_OF_HOUSEHOLD if of_household else weights.RAREST_VALUE
    parts += _values(asking, there, code, most, population.frequencies)
    return _Weighed(
        agreement=agreement,
        verdict=verdict,
        parts=parts,
        born=born,
        one_birth_date=bool(asking.birth_date) and asking.birth_date == there.birth_date,
        home=now if home != "former" else home,
        code=code,
        one_address=now == code_now == "exact",
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
    "former": "H",
    "different": "F",
    "missing": "Z",
}


def _values(
    asking: Profile,
    there: Profile,
    code: compare.Agreement,
    most: float,
    frequencies: Frequencies,
) -> Iterator[_Part]:
    """Weigh places and trades: what agrees by how rare it is, of a postcode and its town one.

    ``most`` is what an equal postcode weighs at most.
    """
    if code != "missing":
        rarest = compare.bare(asking.address.postcode) if code == "exact" else ""
        bits = min(most, weights.value("postcode", code, rarest, frequencies))
        yield "postcode", code, round(bits, 1)
    if code not in {"exact", "former"}:
        found = _value("city", asking.address.city, there.address.city, frequencies)
        if found and not (code == "different" == found[1] or _is_in_name(asking)):
            yield found
    for kind, mine, theirs in (
        ("birth_place", asking.birth_place, there.birth_place),
        ("job_title", asking.job_title, there.job_title),
    ):
        if found := _value(kind, mine, theirs, frequencies):
            yield found


def _value(kind: str, mine: str, theirs: str, frequencies: Frequencies) -> _Part | None:
    """Return what two values say, as they are shown; None where it is nothing."""
    if not (mine and theirs):
        return None
    mine, theirs = text.fold(mine), text.fold(theirs)
    agreement = compare.words(mine, theirs)
    bits = weights.value(kind, agreement, mine, frequencies)
    return (kind, agreement, round(bits, 1)) if bits else None


def _is_in_name(asking: Profile) -> bool:
    """Tell whether a company's name holds its town."""
    return asking.is_company and text.fold(asking.address.city) in text.fold(asking.company)


def _with_former(
    agree: Callable[[Address, Address], compare.Agreement],
    now: compare.Agreement,
    asking: Profile,
    there: Profile,
) -> compare.Agreement:
    """Return how addresses agree: those of now, else the best of all pairs with another one.

    ``former`` is one that equals another, ``near`` one that is nearly another.
    """
    if not (asking.other_addresses or there.other_addresses) or now in {"exact", "near"}:
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


def _best_names(asking: Profile, there: Profile, frequencies: Frequencies) -> NameAgreement:
    """Compare every name that either is known by, and return the best agreement."""
    if not (asking.names and there.names):
        return _NAMELESS
    found = [names.compare(mine, theirs) for mine in asking.names for theirs in there.names]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda one: sum(_name_weights(one, frequencies)))


_NAMELESS = NameAgreement(given="missing", surname="missing")


def _name_weights(agreement: NameAgreement, frequencies: Frequencies) -> tuple[float, float]:
    """Return the bits of given name and surname: another given name cancels an equal surname."""
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
    """What company names and organisation numbers say; no ``verdict`` of two people's employers."""

    parts: Sequence[_Part] = ()
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
        part = ("company", "exact", weights.EMPLOYER)
        return _Companies(parts=(part,) if employed_alike else ())
    both = asking.is_company and there.is_company
    verdict: Verdict = "same" if equal else _COMPANY_VERDICTS[agreement]
    if not both:
        verdict = "different" if unequal or verdict == "different" else "missing"
    parts: list[_Part] = []
    if agreement != "missing":
        words = min(companies.words(asking.company), companies.words(there.company), key=len)
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


def _contacts(asking: Profile, there: Profile) -> Iterator[_Part]:
    """Weigh phones and addresses that nearly agree; equal ones are keys, and weighed as such."""
    phone = compare.phones(asking.phones, there.phones)
    if phone in {"slip", "different"}:
        yield "phone", phone, weights.PHONES[phone]
    email = compare.emails(asking.emails, there.emails)
    if email not in {"exact", "missing"}:
        weight = weights.EMAILS[email]
        if email in {"slip", "other_domain"} and _repeats_name(asking, there):
            weight = 0.0
        yield "email", email, weight


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
