"""What people who may be one have in common besides keys: which cards are worth comparing at all.

A block is a part of a name with a part of something else. Each is selective by itself, and no one
error hides a pair from all of them. Sounds are consonants only, alike in every script, and names
are taken in any order.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

from leadfold.identity import companies
from leadfold.identity.name_words import words_of
from leadfold.identity.phonetics import skeleton
from leadfold.identity.profile import Profile
from leadfold.model import Address
from leadfold.normalise import text

#: A block that more cards than this are in is common: it tells nobody apart, and is not used any
#: more. As many ids fill the smallest item that the table charges for, a kilobyte.
COMMON = 24
#: Words of a name that are looked at: more belong to few people and cost everybody.
_WORDS = 4
_COMPANY_WORDS = 4
_SOUNDS = 6
_NUMBER_END = 4
#: Words of a company's name up to this length say little: of, the, and.
_SMALL = 2
_SHORT = 2


def blocks(profile: Profile) -> list[tuple[str, ...]]:
    """Return the blocks of a profile, each once, the most selective kinds first."""
    if profile.is_company:
        return list(dict.fromkeys([*of_details(profile), *_of_short_words(profile)]))
    return list(dict.fromkeys([*of_details(profile), *_of_contacts(profile, _sounds(profile))]))


def of_details(profile: Profile) -> list[tuple[str, ...]]:
    """Return the blocks of names and of what is beside them: those that the table has, at most 68.

    Parts of phones and e-mails are left out there: whom they lead to, and names do not, has a
    common name and a slip, which is hardly ever enough for a suggestion, and every lead would pay
    for three blocks more.
    """
    if profile.is_company:
        return list(dict.fromkeys(_of_company(profile)))
    return list(dict.fromkeys(_of_person(profile, _sounds(profile))))


def _of_person(profile: Profile, sounds: list[str]) -> list[tuple[str, ...]]:
    """Return a name with a birth date, a house or a place: by itself it would decide nothing."""
    place = _place(profile.address)
    house = profile.address.number
    found: list[tuple[str, ...]] = []
    if profile.birth_date:
        year, month, day = profile.birth_date.split("-")
        # Day and month are taken in any order.
        born = year + min(day, month) + max(day, month)
        found += [("born", sound, born) for sound in sounds]
        found += [("year", *pair, year) for pair in combinations(sounds, 2)]
        found += [("day", *pair, born[4:]) for pair in combinations(sounds, 2)]
        if place:
            found.append(("born", born, place))
    if house:
        street = _street(profile.address)
        found += [("house", sound, house, street) for sound in sounds]
        if place:
            found += [("home", sound, house, place) for sound in sounds]
    if place:
        found += [("near", *pair, place) for pair in combinations(sounds, 2)]
    return [*found, *_of_others(profile, sounds)]


def _of_others(profile: Profile, sounds: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield where a person of another address is found: only blocks of its most selective kinds."""
    year, month, day = (profile.birth_date or "--").split("-")
    for other in profile.other_addresses:
        if other.number:
            street = _street(other)
            yield from (("house", sound, other.number, street) for sound in sounds)
        if year and (place := _place(other)):
            yield "born", year + min(day, month) + max(day, month), place


def _street(address: Address) -> str:
    return skeleton(address.street_name.replace(" ", ""))[:_SOUNDS]


def _sounds(profile: Profile) -> list[str]:
    """Return the sounds of the words of all names, in one order."""
    words: dict[str, None] = {}
    for name in profile.names:
        given, surname = words_of(name)
        words |= dict.fromkeys([*given[:2], *surname[-2:]])
    return sorted({skeleton(word)[:_SOUNDS] for word in list(words)[:_WORDS] if len(word) > 1})


def _place(address: Address) -> str:
    return text.fold(address.postcode).replace(" ", "") or text.fold(address.city)


def _of_company(profile: Profile) -> list[tuple[str, ...]]:
    sounds = _company_sounds(profile)
    place = _place(profile.address)
    found: list[tuple[str, ...]] = [("firm", *pair) for pair in combinations(sounds, 2)]
    if len(sounds) == 1:
        found.append(("firm", *sounds))
    if profile.org_number:
        found.append(("number", profile.org_number))
    if place:
        found += [("firm", sound, place) for sound in sounds]
        if profile.address.number:
            found.append(("house", profile.address.number, place))
    return found


def _company_sounds(profile: Profile) -> list[str]:
    words = companies.words(profile.company)
    telling = [word for word in words if len(word) > _SMALL] or words
    return sorted({skeleton(word)[:_SOUNDS] for word in telling[:_COMPANY_WORDS]} - {""})


def _of_short_words(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield a word with the beginning of another, where nothing is known but a name.

    An abbreviation or a slip leaves it whole.
    """
    if _place(profile.address):
        return
    for one, other in permutations(_company_sounds(profile), 2):
        yield "short", one, other[:_SHORT]


def _of_contacts(profile: Profile, sounds: list[str]) -> list[tuple[str, ...]]:
    """Return what a slip in a number or an address leaves whole."""
    found: list[tuple[str, ...]] = []
    name = " ".join(sounds)
    for number in profile.phones if name else ():
        found.append(("from", name, number[:-_NUMBER_END]))
        found.append(("to", name, number[-_NUMBER_END - 1 :]))
    for address in profile.emails:
        mailbox = address.partition("@")[0]
        found.append(("mailbox", mailbox))
    return found
