"""Blocking: which cards are worth comparing with a profile though they share no key.

A block is a part of a name together with a part of another value; records with an equal block are
compared. Each block is selective by itself, and no single error hides a pair from all of them. The
parts of names are their consonants, alike in every script, and words count in any order.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

from leadfold.identity import companies
from leadfold.identity.name_words import words_of
from leadfold.identity.phonetics import skeleton
from leadfold.identity.profile import Profile
from leadfold.model import Address
from leadfold.normalise import text

#: A block with more cards than this is common: it selects nobody, and is not used any more. As many
#: ids fill the smallest item that the table charges for, a kilobyte.
COMMON = 24
#: Words of a name that are used: few people have more, and every lead would pay for them.
_WORDS = 4
_COMPANY_WORDS = 4
_SOUNDS = 6
_NUMBER_END = 4
#: Words of a company's name up to this length do not identify it: of, the, and.
_SMALL = 2
_SHORT = 2


def blocks(profile: Profile) -> list[tuple[str, ...]]:
    """Return all blocks of a profile, each once, the most selective kinds first."""
    if profile.is_company:
        return list(dict.fromkeys([*of_details(profile), *_of_short_words(profile)]))
    return list(dict.fromkeys([*of_details(profile), *_of_contacts(profile, _sounds(profile))]))


def of_details(profile: Profile) -> list[tuple[str, ...]]:
    """Return the blocks that the table stores, at most 68: names with birth dates and addresses.

    Parts of phones and e-mails are left out. They would add pairs with a common name and a slip in
    the number, hardly ever enough for a suggestion, and every lead would pay for three more blocks.
    """
    if profile.is_company:
        return list(dict.fromkeys(_of_company(profile)))
    return list(dict.fromkeys(_of_person(profile, _sounds(profile))))


def _of_person(profile: Profile, sounds: list[str]) -> list[tuple[str, ...]]:
    """Return blocks of a name with a birth date, a house or a place; a name alone is no block."""
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
    """Yield blocks of a person's other addresses: only the most selective kinds."""
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
    """Return the consonants of the words of all names, sorted."""
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
    long_words = [word for word in words if len(word) > _SMALL] or words
    return sorted({skeleton(word)[:_SOUNDS] for word in long_words[:_COMPANY_WORDS]} - {""})


def _of_short_words(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield blocks of a word and the beginning of another, for a company without an address.

    An abbreviated or mistyped word mostly keeps its beginning.
    """
    if _place(profile.address):
        return
    for one, other in permutations(_company_sounds(profile), 2):
        yield "short", one, other[:_SHORT]


def _of_contacts(profile: Profile, sounds: list[str]) -> list[tuple[str, ...]]:
    """Return blocks of the parts of a phone or e-mail that a slip elsewhere leaves the same."""
    found: list[tuple[str, ...]] = []
    name = " ".join(sounds)
    for number in profile.phones if name else ():
        found.append(("from", name, number[:-_NUMBER_END]))
        found.append(("to", name, number[-_NUMBER_END - 1 :]))
    for address in profile.emails:
        mailbox = address.partition("@")[0]
        found.append(("mailbox", mailbox))
    return found
