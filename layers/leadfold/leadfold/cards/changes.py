"""What a lead writes to a card: everything to a new one, what is missing to an existing one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadfold.cards.tasks import SHOWN_FLAGS
from leadfold.identity import keys, profile
from leadfold.model import (
    Address,
    Card,
    Flag,
    Inquiry,
    Name,
    OpenTask,
    Person,
)
from leadfold.store import items
from leadfold.store.writes import Change

_NAMES = ("first_name", "last_name", "suffix")
_ADDRESS = ("street", "postcode", "city")
#: What identity rests on: filling one of these is new evidence.
_EVIDENCE = frozenset({*_NAMES, *_ADDRESS, "birth_date"})
#: Older numbers and addresses than these are found on the inquiries that brought them.
MAX_CONTACTS = 20
#: More spellings of one name add nothing to the evidence.
MAX_NAMES = 4
#: … and so many other addresses: the newest are the likeliest to come again.
MAX_ADDRESSES = 3
MAX_UNCHECKED = 4


def fields(person: Person) -> dict[str, str]:
    """Return the values that a person has for a card's fields."""
    values = {
        "first_name": person.name.first,
        "last_name": person.name.last,
        "suffix": person.name.suffix,
        "birth_date": person.birth_date or "",
        **person.details,
    }
    return {name: value for name, value in values.items() if value}


def new_card(
    card_id: str,
    person: Person,
    national_id: str | None,
    unchecked_id: str = "",
    *,
    created_at: str,
    origin: str,
) -> Card:
    """Return the new card of a person; the two IDs are keyed hashes."""
    return Card(
        id=card_id,
        created_at=created_at,
        customer_type="company" if person.is_company else "person",
        fields=fields(person),
        phones=tuple(phone.e164 for phone in person.phones),
        emails=tuple(email.address for email in person.emails),
        external_ids=person.external_ids,
        national_id=national_id,
        national_id_masked=person.national_id.masked if person.national_id else None,
        unchecked_ids=(unchecked_id,) if unchecked_id else (),
        origin=origin,
        updated_at=created_at,
    )


def from_person(
    card: Card,
    person: Person,
    national_id: str | None,
    origin: str,
    unchecked_id: str = "",
    *,
    gained: bool,
    newest: bool,
    at: str,
) -> Change:
    """Return the change to a card by the values given for a person (contract, rule 9).

    Empty fields are filled; a new phone or e-mail is added, as the primary one where it is the
    ``newest``, except numbers where somebody else answered. Locked fields do not change: of phones
    or e-mails the primary one, and where there is none, none is added.
    ``origin`` is the id of what the values come from; ``gained`` tells that the card claims new
    identities in the same transaction; ``at`` is when it is written. The change is made only if the
    card still has the state and evidence that the decision rests on.
    """
    filling = _without(missing(card, fields(person)), card.locked)
    sets: dict[str, Any] = {}
    for kind, there, given in (
        ("phone", card.phones, [phone.e164 for phone in person.phones]),
        ("email", card.emails, [email.address for email in person.emails]),
    ):
        locked = kind in card.locked
        changed = _with_contacts(there, given, newest=newest and not locked)
        changed = wrong_last(changed, card.wrong_phones)
        if changed == there or (locked and not there):
            continue
        sets[f"{kind}s"] = list(changed)
        if changed[:1] != there[:1]:
            sets[f"origins.{kind}"] = origin
    fill: dict[str, Any] = {f"fields.{name}": value for name, value in filling.items()}
    fill |= {f"origins.{name}": origin for name in filling}
    fill |= {f"external_ids.{system}": value for system, value in person.external_ids.items()}
    new_evidence = gained or bool(_EVIDENCE & set(filling))
    if person.national_id and not card.national_id:
        fill |= {"national_id": national_id, "national_id_masked": person.national_id.masked}
        new_evidence = True
    if _is_another_name(card, person.name):
        sets["other_names"] = items.names_value((person.name, *card.other_names)[:MAX_NAMES])
        new_evidence = True
    if unchecked_id and unchecked_id not in card.unchecked_ids:
        sets["unchecked_ids"] = [*card.unchecked_ids, unchecked_id][:MAX_UNCHECKED]
    if other := _another_address(card, person):
        kept = (other, *card.other_addresses)[:MAX_ADDRESSES]
        sets["other_addresses"] = items.addresses_value(kept)
        new_evidence = True
    if sets or fill or new_evidence:
        sets["updated_at"] = at
    return Change(
        key=items.card_key(card.id),
        set=sets,
        fill=fill,
        add={"evidence": 1} if new_evidence else {},
        when={"state": "living", "evidence": card.evidence},
    )


def from_inquiry(
    card: Card,
    person: Person,
    national_id: str | None,
    inquiry: Inquiry,
    open_task: OpenTask,
    *,
    gained: bool,
    at: str,
) -> Change:
    """Return the change to a card by a further inquiry; the count needs no condition."""
    newest = inquiry.date >= card.last_inquiry_at
    change = from_person(card, person, national_id, inquiry.id, gained=gained, newest=newest, at=at)
    sets = {**change.set, "updated_at": at}
    there = card.open_task
    when: dict[str, Any] = {
        **change.when,
        "open_task.id": there.id if there else None,
        "open_task.snoozed_until": there.snoozed_until if there else None,
    }
    if open_task != there:
        sets["open_task"] = items.open_task_value(open_task)
        when |= {"open_task.due_at": there.due_at} if there else {}
        when |= {"open_task.owner_id": there.owner_id} if there else {}
    if newest:
        sets["last_inquiry_at"] = inquiry.date
    if card.status == "lost":  # it reopens; the timeline has its former stages
        sets |= {"status": "contacted", "status_at": inquiry.received_at}
    # The task rests on these (contract, rule 3).
    when |= {"status": card.status}
    flags = flags_after(card, person, inquiry.date)
    if flags == card.flags:
        when |= {f"flags.{flag}": card.flags.get(flag) for flag in SHOWN_FLAGS}
    else:
        sets["flags"], when["flags"] = flags, dict(card.flags) or None
    if not card.inquiries:
        when["inquiries"] = None  # decided on as the card's first inquiry: no other may be first
    return replace(change, set=sets, add={"inquiries": 1, **change.add}, when=when)


def flags_after(card: Card, person: Person, at: str) -> dict[Flag, str]:
    """Return a card's flags with what a person opts out of; each since the earliest time."""
    return {**card.flags} | {flag: min(at, card.flags.get(flag, at)) for flag in person.opt_outs}


def wrong_last(phones: tuple[str, ...], wrong: Collection[str]) -> tuple[str, ...]:
    """Return the phones with those where somebody else answered behind the others.

    >>> wrong_last(("+4791234567", "+4740498765"), ["+4791234567"])
    ('+4740498765', '+4791234567')
    """
    return tuple(sorted(phones, key=lambda number: number in wrong)) if wrong else phones


def _is_another_name(card: Card, name: Name) -> bool:
    """Tell whether a name has a word that no name of the card has."""
    if name.first == card.fields.get("first_name") and name.last == card.fields.get("last_name"):
        return False
    words = set(keys.name_words(name))
    known = (card.name, *card.other_names) if card.name else card.other_names
    return bool(name.first and known) and not any(
        words <= set(keys.name_words(there)) for there in known
    )


def _another_address(card: Card, person: Person) -> Address | None:
    """Return a person's address if it is another place than all that the card has.

    An address nearly equal to a known one is that one with a typing error.
    """
    if all(person.details.get(part) in {None, card.fields.get(part)} for part in _ADDRESS):
        return None
    given, known = profile.address_of(person.details), profile.addresses_of(card)
    if not known[0]:
        return None
    from leadfold.identity import compare

    return given if all(compare.are_two_places(given, one) for one in known) else None


def missing(card: Card, offered: Mapping[str, str]) -> dict[str, str]:
    """Return what fills an empty field of a card.

    An address goes together or not at all, and no name gets parts in two scripts.
    """
    fill = {name: value for name, value in offered.items() if not card.fields.get(name)}
    if not fill:
        return fill
    name = Name(first=offered.get("first_name", ""), last=offered.get("last_name", ""))
    if card.name and _script(card.name) != _script(name):
        fill = _without(fill, _NAMES)
    here = {part: card.fields[part] for part in _ADDRESS if card.fields.get(part)}
    if any(offered.get(part, "").casefold() != value.casefold() for part, value in here.items()):
        fill = _without(fill, _ADDRESS)
    return fill


def _script(name: Name) -> str:
    from leadfold.identity import scripts

    return scripts.script(f"{name.first}{name.last}")


def _without(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def _with_contacts(
    there: tuple[str, ...], given: Sequence[str], *, newest: bool
) -> tuple[str, ...]:
    """Return the contacts with those given; the given ones are first where they are the newest."""
    if not given or (not newest and set(given) <= set(there)):
        return there
    order = (*given, *there) if newest else (*there, *given)
    return tuple(dict.fromkeys(order))[:MAX_CONTACTS]
