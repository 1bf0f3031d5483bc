"""How two values of a field agree, in ordered levels; ``missing`` is a level of its own.

Names of people are compared by ``names``, names of companies by ``companies``.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from leadfold.model import Address
from leadfold.normalise import text

Agreement = Literal[
    "exact", "domain_slip", "slip", "other_domain", "near", "former", "year", "generation",
    "missing", "different",
]  # fmt: skip

_BEST_FIRST: tuple[Agreement, ...] = ("domain_slip", "slip", "other_domain", "different")
#: Letters of a mailbox from which it identifies a person at another provider, too.
_MIN_MAILBOX = 5
#: Similarity (0 to 1) from which two street names are one name mistyped.
_MISTYPED_STREET = 0.82


def phones(left: Sequence[str], right: Sequence[str]) -> Agreement:
    """Compare E.164 numbers: ``slip`` is one digit wrong or left out, or two swapped."""
    return _best_of(left, right, _phone)


def emails(left: Sequence[str], right: Sequence[str]) -> Agreement:
    """Compare the keys of addresses.

    ``domain_slip`` is one letter mistyped in the domain, ``slip`` one in the mailbox,
    ``other_domain`` a mailbox of the same name at another provider.
    """
    return _best_of(left, right, _email)


def unchecked_ids(left: Sequence[str], right: Sequence[str]) -> Agreement:
    """Compare IDs without a known checksum; keyed hashes are equal or different, never a slip."""
    return _best_of(left, right, _phone)


def _best_of(
    left: Sequence[str], right: Sequence[str], compare: Callable[[str, str], Agreement]
) -> Agreement:
    """Return the best agreement of any pair of values: people have several, and one is enough."""
    if not (left and right):
        return "missing"
    if not set(left).isdisjoint(right):
        return "exact"
    found = {compare(one, other) for one in left for other in right}
    return next(level for level in _BEST_FIRST if level in found)


def _phone(left: str, right: str) -> Agreement:
    return "slip" if one_slip(left, right) else "different"


def _email(left: str, right: str) -> Agreement:
    mailbox, _, domain = left.rpartition("@")
    other_mailbox, _, other_domain = right.rpartition("@")
    if mailbox == other_mailbox:
        if one_slip(domain, other_domain):
            return "domain_slip"
        return "other_domain" if len(mailbox) >= _MIN_MAILBOX else "different"
    # Mailboxes that differ only in the number behind the name belong to two people.
    if domain != other_domain or mailbox.rstrip(_DIGITS) == other_mailbox.rstrip(_DIGITS):
        return "different"
    long_enough = min(len(mailbox), len(other_mailbox)) >= _MIN_MAILBOX
    return "slip" if long_enough and one_slip(mailbox, other_mailbox) else "different"


_DIGITS = "0123456789"
_NO_DAY = "-01-01"
#: Years between a parent and a child.
_GENERATION = range(15, 61)
#: What systems write for a date that they do not know.
_EPOCHS = frozenset({"1900-01-01", "1901-01-01", "1970-01-01", "2000-01-01"})


def birth_dates(left: str, right: str) -> Agreement:
    """Compare dates (``YYYY-MM-DD``).

    ``slip`` is one wrong digit, two neighbouring ones swapped, or day and month swapped; ``year``
    is the same year, where one date is the first of January: the day may be unknown. A wrong digit
    by which the years are a ``generation`` apart is taken for two people, since father and son
    share name, phone and address: a slip only costs a person's look at two cards.
    """
    if not (left and right):
        return "missing"
    if left[:4] == right[:4] and (left.endswith(_NO_DAY) or right.endswith(_NO_DAY)):
        return "year"
    if left == right:
        return "exact"
    year, month, day = left.split("-")
    digits, others = left.replace("-", ""), right.replace("-", "")
    if right != f"{year}-{day}-{month}" and not one_slip(digits, others):
        return "different"
    is_swap = sorted(digits) == sorted(others)
    return "slip" if is_swap or not _are_generations(left, right) else "generation"


def are_two_births(left: str, right: str) -> bool:
    """Tell whether two birth dates are those of two people of one name on one phone.

    Not where one part alone differs, nor by one day, as midnight in another time zone does; a year
    alone tells two where it is another generation's. Of a first of January only the year counts,
    and none where it is an epoch of computers.

    >>> are_two_births("1955-12-24", "1985-12-24"), are_two_births("1980-04-03", "1980-03-04")
    (True, False)
    """
    agreement = birth_dates(left, right)
    if agreement != "different":
        return agreement == "generation"
    if left.endswith(_NO_DAY) or right.endswith(_NO_DAY):
        return _EPOCHS.isdisjoint({left, right}) and _are_generations(left, right)
    equal = sum(map(str.__eq__, left.split("-"), right.split("-")))
    if equal > 1:
        return left[:4] != right[:4] and _are_generations(left, right)
    return not _is_next_day(left, right)


def _is_next_day(left: str, right: str) -> bool:
    try:
        return abs((date.fromisoformat(left) - date.fromisoformat(right)).days) == 1
    except ValueError:
        return False


def _are_generations(left: str, right: str) -> bool:
    years = left[:4], right[:4]
    return all(map(str.isdecimal, years)) and abs(int(years[0]) - int(years[1])) in _GENERATION


def addresses(left: Address, right: Address) -> Agreement:
    """Compare street and number: ``near`` is a mistyped street, or one without number or letter."""
    if not (left.street_name and right.street_name):
        return "missing"
    same_street = left.street_name == right.street_name
    house, other_house = left.number + left.letter, right.number + right.letter
    if same_street and house == other_house:
        return "exact"
    if not same_street and not _mistyped(left.street_name, right.street_name):
        return "different"
    fits = house.startswith(other_house) or other_house.startswith(house)
    same_number = left.number == right.number or not (left.number and right.number)
    return "near" if fits and same_number else "different"


@lru_cache(maxsize=4096)
def _mistyped(left: str, right: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(left, right) >= _MISTYPED_STREET


def postcodes(left: Address, right: Address) -> Agreement:
    """Compare postcodes by their letters and digits; ``slip`` is one wrong or two swapped."""
    if not (left.postcode and right.postcode):
        return "missing"
    mine, theirs = bare(left.postcode), bare(right.postcode)
    if not (mine and theirs):
        return "missing"
    if mine == theirs:
        return "exact"
    return "slip" if len(mine) == len(theirs) and one_slip(mine, theirs) else "different"


def words(left: str, right: str) -> Agreement:
    """Compare places or trades, folded; ``slip`` is one mistyped."""
    if not (left and right):
        return "missing"
    if left == right:
        return "exact"
    return "slip" if _mistyped(left, right) else "different"


def are_two_places(left: Address, right: Address) -> bool:
    """Tell whether two addresses are two places: by street, or by postcode without a street."""
    street = addresses(left, right)
    return "different" in ((street,) if street != "missing" else (postcodes(left, right),))


def bare(postcode: str) -> str:
    """Return the letters and digits of a postcode."""
    if postcode.isascii() and postcode.isalnum():
        return postcode.lower()
    return text.fold(postcode).replace(" ", "")


@lru_cache(maxsize=4096)
def one_slip(left: str, right: str) -> bool:
    """Tell whether two texts differ by one character wrong, lost or added, or two swapped."""
    if abs(len(left) - len(right)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(left, right, score_cutoff=1) <= 1
