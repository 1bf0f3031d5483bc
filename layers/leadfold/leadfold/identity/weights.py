"""Match weights in bits: log2 of how much likelier an agreement is for one person than for two.

The weights are set by reasoning, not by training: every installation has other people, and none
has labelled pairs. Each has its reason beside it; ``docs/identity.md`` shows the results.
"""

import math
from collections.abc import Mapping, Sequence

from leadfold.identity.frequencies import Frequencies
from leadfold.model import IdentityKind

#: Weights of equal keys: the odds that the key is still that person's against those that it was
#: mistyped, passed on or shared. They hold for any number of cards; all other evidence has to
#: outweigh the number of cards among which it was found.
KEYS: Mapping[IdentityKind, float] = {
    "national_id": 24.0,
    "unchecked_id": 9.2,
    "org_number": 20.0,
    "external_id": 12.0,
    "phone": 9.2,
    "phone_name": 9.2,
    "email": 9.2,
    "email_name": 9.2,
    "role_email": -3.0,
}
#: Of every further equal key: families share both phone and e-mail.
SECOND_KEY = 2.0
#: Of a key that very many people have.
SHARED_KEY = -3.0
#: Of a key that is configured as supporting evidence only.
SUPPORTING_KEY = 2.0
#: Of an ID without a known checksum: it decides nothing by itself, but two people rarely share one.
UNCHECKED_KEY = 7.0
DIFFERENT_NATIONAL_ID = -24.0

#: Deducted from the rarity of a name that agrees less than exactly, since more strangers' names
#: agree in that way.
GIVEN_LESS = {"exact": 0.0, "spelling": 0.5, "nickname": 1.5, "typo": 2.5, "partial": 2.0}
SURNAME_LESS = {"exact": 0.0, "spelling": 0.5, "typo": 2.0, "partial": 2.0}
INITIAL = 2.5
GIVEN_DIFFERENT = -12.0
#: One in about thirty leads of one person comes with another surname, by marriage or a slip.
SURNAME_DIFFERENT = -5.0
RAREST = 14.0

#: A year mistyped by a generation is rarer than a father and a son of one name on one phone.
BIRTH_DATES = {
    "exact": 12.0,
    "slip": 5.0,
    "year": 5.0,
    "missing": 0.0,
    "generation": -8.0,
    "different": -8.0,
}
#: One is the elder, the other the younger of a name (Sr., Jr.).
ELDER_AND_YOUNGER = -12.0
#: A number without a known checksum is mistyped more often than one that has to be valid.
UNCHECKED_IDS = {"slip": 7.0, "missing": 0.0, "different": -4.0}
#: People change number and have several, but most keep to one.
PHONES = {"slip": 7.0, "missing": 0.0, "different": -2.0}
EMAILS = {
    "domain_slip": 7.0,
    "slip": 7.0,
    "other_domain": 4.0,
    "missing": 0.0,
    "different": -2.0,
}
#: People move, so a different address is weak evidence against; several people live in a house, so
#: an equal one is no proof. An equal former address weighs less than an equal current one.
ADDRESSES = {"exact": 8.0, "near": 5.0, "former": 6.0, "missing": 0.0, "different": -1.0}
#: Of different addresses of two companies: two businesses of one name in a town are two.
OTHER_PREMISES = -4.0
#: Weights of values that do not agree exactly; an exact one weighs its rarity.
POSTCODES = {"former": 3.0, "slip": 2.0, "missing": 0.0, "different": -1.0}
#: The most that an equal postcode weighs beside an equal surname and address: a household shares
#: all three.
POSTCODE_OF_HOUSEHOLD = 4.0
#: Counted only where the postcodes do not agree.
CITIES = {"slip": 1.0, "missing": 0.0, "different": -1.0}
BIRTH_PLACES = {"slip": 2.0, "missing": 0.0, "different": -3.0}
JOB_TITLES = {"slip": 1.0, "missing": 0.0, "different": 0.0}
RAREST_VALUE = 8.0
#: Factor for an address beside an equal surname: a household shares both.
SECOND_OF_HOUSEHOLD = 0.5
#: Factors for the rarity of a company's words, by how its name agrees.
COMPANIES = {"exact": 1.0, "near": 0.85, "partial": 0.5}
COMPANY_DIFFERENT = -12.0
RAREST_COMPANY = 20.0
#: Of an equal employer: colleagues have the same.
EMPLOYER = 2.0

#: From ``SURE`` bits a pair is one customer, below ``ASK`` it is two; between, a person decides.
SURE = 4.0
ASK = -1.0


def key(kind: IdentityKind, cards: int) -> float:
    """Return the bits of an equal key that leads to this many cards."""
    return KEYS[kind] - math.log2(max(1, cards))


def given(agreement: str, word: str, frequencies: Frequencies) -> float:
    """Return the bits of a given name that agrees like this; ``word`` is what agrees."""
    if agreement in GIVEN_LESS and len(word) > 1:
        return max(1.0, rarity(frequencies.given(word)) - GIVEN_LESS[agreement])
    return {"missing": 0.0, "different": GIVEN_DIFFERENT}.get(agreement, INITIAL)


def surname(agreement: str, word: str, frequencies: Frequencies) -> float:
    """Return the bits of a surname that agrees like this."""
    if agreement in SURNAME_LESS:
        return max(1.0, rarity(frequencies.surname(word)) - SURNAME_LESS[agreement])
    return {"initial": INITIAL, "missing": 0.0, "different": SURNAME_DIFFERENT}[agreement]


def company(agreement: str, words: Sequence[str], frequencies: Frequencies) -> float:
    """Return the bits of a company's name that agrees like this; ``words``: the shorter name's."""
    if agreement in COMPANIES:
        bits = sum(rarity(frequencies.company(word)) for word in words)
        return COMPANIES[agreement] * min(RAREST_COMPANY, bits)
    return COMPANY_DIFFERENT if agreement == "different" else 0.0


def value(kind: str, agreement: str, word: str, frequencies: Frequencies) -> float:
    """Return the bits of a postcode, city, birth place or job title that agrees like this."""
    if agreement == "exact":
        return min(RAREST_VALUE, rarity(frequencies.value(kind, word)))
    return VALUES[kind][agreement]


#: What values weigh that agree otherwise than exactly.
VALUES = {
    "postcode": POSTCODES,
    "city": CITIES,
    "birth_place": BIRTH_PLACES,
    "job_title": JOB_TITLES,
}


def rarity(share: float) -> float:
    """Return the bits of a value that this share of people has: the rarer, the more.

    >>> rarity(1 / 8)
    3.0
    """
    return min(RAREST, -math.log2(share))
