"""Traces of a person, by which erasure finds them: identities, log entries, texts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, LogEntry, Person
from leadfold.normalise import person as people
from leadfold.normalise import text
from leadfold.store.items import erasures


def identities_of(person: Person, keyed: KeyedHash) -> list[IdentityKey]:
    """Return every identity that may have been claimed for a person, under any rules."""
    found = keys.identities(person, keyed)
    named = (keys.with_name(one, person.name, keyed) for one in found if one.kind in keys.WITH_NAME)
    return [*found, *named]


def identities_of_card(card: Card, keyed: KeyedHash) -> list[IdentityKey]:
    """Return every identity that a card's own values may have claimed."""
    found = keys.of_card(card, keyed)
    for name in (card.name, *card.other_names):
        found += [
            keys.with_name(one, name, keyed)
            for one in list(found)
            if one.kind in {*keys.WITH_NAME, "role_email"}
        ]
    found += [
        IdentityKey(kind="external_id", key=keyed.of("external_id", f"{system}\0{value}"))
        for system, value in card.external_ids.items()
    ]
    day = datetime.fromisoformat(card.created_at).date()
    found += keys.identities(people.parse(card.fields, card.fields.get("country"), day), keyed)
    if card.national_id:
        found.append(IdentityKey(kind="national_id", key=card.national_id))
    return list(dict.fromkeys(found))


# -- marks of held leads --------------------------------------------------------------------------

#: The mark of all bytes with more marks than are noted: these are looked through one by one.
MANY = "many"
_MOST_MARKS = 40
#: So many last digits of a number that stands in a text tell whom it may be of.
_TAIL = 6
_DIGITS = re.compile(r"[0-9](?:[\s().\-/]*[0-9])*")
_BEFORE_AT = re.compile(r"[\w.+\-]{1,64}\Z")
_BEHIND_AT = re.compile(r"[\w.\-]{1,255}")


def marks_of_lead(person: Person, body: bytes, keyed: KeyedHash) -> tuple[str, ...]:
    """Return the marks by which an erasure finds a held lead: keyed hashes of its identities.

    Of a lead in which none was read they are hashes of what might be phones and e-mail addresses in
    its bytes; most have none.
    """
    found = keys.identities(person, keyed)
    suppressing = [one for one in found if one.kind in erasures.SUPPRESSING]
    marks = (
        erasures.named(suppressing) if found else _marks_in(body.decode(errors="replace"), keyed)
    )
    distinct = tuple(dict.fromkeys(marks))
    return distinct if len(distinct) <= _MOST_MARKS else (MANY,)


def marks_of_cards(cards: Iterable[Card], keyed: KeyedHash) -> list[str]:
    """Return the marks that held leads of these cards have by the cards' own values."""
    found: list[str] = []
    for card in cards:
        known = identities_of_card(card, keyed)
        found += erasures.named(one for one in known if one.kind in erasures.SUPPRESSING)
    return list(dict.fromkeys([*found, *marks_in_texts(cards, keyed)]))


def marks_in_texts(cards: Iterable[Card], keyed: KeyedHash) -> list[str]:
    """Return the marks of held leads whose text may have a phone or an address of these cards."""
    said = [value for card in cards for value in (*card.emails, *card.phones)]
    return list(dict.fromkeys(mark for one in said for mark in _marks_in(one, keyed)))


def _marks_in(said: str, keyed: KeyedHash) -> list[str]:
    """Return the marks of what may be addresses and numbers in a text, one too many at most."""
    marks = (
        f"{kind}#{keyed.of(f'held {kind}', value)}"
        for kind, values in (("address", _addresses(said)), ("number", _numbers(said)))
        for value in values
    )
    found: dict[str, None] = {}
    for mark in marks:
        found[mark] = None
        if len(found) > _MOST_MARKS:
            break
    return list(found)


def _addresses(said: str) -> Iterator[str]:
    for at in re.finditer("@", said):
        before = _BEFORE_AT.search(said, max(0, at.start() - 64), at.start())
        behind = _BEHIND_AT.match(said, at.end())
        if before and behind:
            yield f"{before[0].lstrip('.+-')}@{behind[0].rstrip('.-')}".casefold()


def _numbers(said: str) -> Iterator[str]:
    """Yield the ends of numbers in a text, which stand there with or without their country."""
    for run in _DIGITS.finditer(said):
        digits = ""
        for group in re.finditer("[0-9]+", run[0]):
            digits = (digits + group[0])[-_TAIL:]
            if len(digits) == _TAIL:
                yield digits


# -- what says who it is --------------------------------------------------------------------------


def contacts_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the phones and e-mail addresses that an edit set or took away, as fields of a lead."""
    found: dict[str, list[str]] = {"phone": [], "email": []}
    for part in ("set", "was"):
        values = data.get(part)
        for name, value in values.items() if isinstance(values, Mapping) else ():
            kind = str(name).rstrip("s")
            if kind in found:
                several = [value] if isinstance(value, str) else value or ()  # all were taken away
                found[kind] += [str(one) for one in several]
    return {kind: "; ".join(values) for kind, values in found.items() if values}


def identifies(entry: LogEntry, cards: Sequence[Card]) -> bool:
    """Tell whether the data of a log entry holds personal data of one of these cards."""
    texts = list(_texts(entry.data))
    own = {value for one in cards for value in one.external_ids.values()}
    own |= {one.fields[name] for one in cards for name in _OWN if name in one.fields}
    own |= {one.national_id for one in cards if one.national_id}
    return not own.isdisjoint(texts) or mentions(" ".join(texts), cards)


_OWN = ("birth_date", "street")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for one in data:
            yield from _texts(one)
    elif isinstance(data, str):
        yield data


def mentions(said: str, cards: Iterable[Card]) -> bool:
    """Tell whether a text holds a phone, an e-mail address or a name of these cards."""
    words = set(text.fold(said).split())
    for one in cards:
        names = {word for name in (one.name, *one.other_names) for word in keys.name_words(name)}
        if words & {name for name in names if len(name) > 1}:
            return True
        if any(pattern.search(said) for pattern in patterns(one)):
            return True
    return False


def patterns(card: Card) -> list[re.Pattern[str]]:
    """Return patterns of a card's phones, however spaced and prefixed, and its e-mail addresses."""
    found = [re.compile(re.escape(address), re.IGNORECASE) for address in card.emails]
    return found + [_spellings(number) for number in card.phones]


#: Longest country code; the digits behind it are the number within its country.
_COUNTRY_DIGITS = 3
_BETWEEN = r"[\s().\-/]*"


def _spellings(e164: str) -> re.Pattern[str]:
    """Return the pattern of a number with or without its country, in any grouping."""
    digits = e164.removeprefix("+")
    starts = range(min(_COUNTRY_DIGITS, len(digits) - 6) + 1)
    forms = "|".join(_BETWEEN.join(digits[start:]) for start in starts)
    return re.compile(rf"(?<!\d)(?:\+|00|0)?{_BETWEEN}(?:{forms})(?!\d)")
