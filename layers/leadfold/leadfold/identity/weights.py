"""What an agreement weighs, in bits: log2 of how much likelier it is of one person than of two.

The figures are set by reasoning, not by training: every installation has other people, and none
has labels. What they rest on is said beside each; ``docs/identity.md`` shows what they come to.
"""

import math
from collections.abc import Mapping, Sequence

from leadfold.identity.frequencies import Frequencies
from leadfold.model import IdentityKind

#: An equal key, as far as it speaks for one customer: the odds that whoever holds the key is the
#: person it was given by, to those that it was mistyped, handed on or shared. A key therefore pays
#: for the number of cards that it was looked up among, which other evidence has to do by itself.
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
#: Families share both, so a second key says little more.
SECOND_KEY = 2.0
#: A key of very many people, or one that is configured to support only.
SHARED_KEY = -3.0
SUPPORTING_KEY = 2.0
#: One that nobody can check decides nothing by itself, but two people hardly ever share it.
UNCHECKED_KEY = 7.0
DIFFERENT_NATIONAL_ID = -24.0

#: What is taken off the rarity of a name that agrees less than exactly: how many more strangers
#: agree with it in that way.
GIVEN_LESS = {"exact": 0.0, "spelling": 0.5, "nickname": 1.5, "typo": 2.5, "partial": 2.0}
SURNAME_LESS = {"exact": 0.0, "spelling": 0.5, "typo": 2.0, "partial": 2.0}
INITIAL = 2.5
GIVEN_DIFFERENT = -12.0
#: One in about thirty leads of one person comes with another surname, by marriage or a slip.
SURNAME_DIFFERENT = -5.0
RAREST = 14.0

BIRTH_DATES = {"exact": 12.0, "slip": 5.0, "year": 5.0, "missing": 0.0, "different": -8.0}
#: A number that follows no rules known here: mistyped more often than one that has to be valid.
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
#: People move, and houses hold several: a little against, and not all for.
#: Any of several that agrees says a little less than the only one.
ADDRESSES = {"exact": 8.0, "near": 5.0, "former": 6.0, "missing": 0.0, "different": -1.0}
#: Two businesses of one name in a town are told apart by where they are.
OTHER_PREMISES = -4.0
#: Of a value that agrees exactly, its rarity counts; the others are:
POSTCODES = {"former": 3.0, "slip": 2.0, "missing": 0.0, "different": -1.0}
#: An equal postcode beside an equal surname and address, at most: a household shares all three.
POSTCODE_OF_HOUSEHOLD = 4.0
#: Where the postcodes do not agree.
CITIES = {"slip": 1.0, "missing": 0.0, "different": -1.0}
BIRTH_PLACES = {"slip": 2.0, "missing": 0.0, "different": -3.0}
JOB_TITLES = {"slip": 1.0, "missing": 0.0, "different": 0.0}
RAREST_VALUE = 8.0
#: Of an address, beside an equal surname.
SECOND_OF_HOUSEHOLD = 0.5
#: What is left of the rarity of a company's words where its name agrees less than exactly.
COMPANIES = {"exact": 1.0, "near": 0.85, "partial": 0.5}
COMPANY_DIFFERENT = -12.0
RAREST_COMPANY = 20.0
#: Colleagues agree in it as well.
EMPLOYER = 2.0

#: Bits beyond which a pair is one customer, and below which it is none; between, a person is asked.
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
    """Return the bits of a company's name that agrees like this; ``words`` are those in common."""
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
    """Return the bits by which a value that this share of people has tells them apart.

    >>> rarity(1 / 8)
    3.0
    """
    return min(RAREST, -math.log2(share))
