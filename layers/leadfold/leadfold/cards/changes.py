"""What a lead puts on a card: everything on a new one, what is missing on one that is there."""

from collections.abc import Mapping
from typing import Any

from leadfold.identity import compare
from leadfold.model import Card, Inquiry, Name, OpenTask, Person
from leadfold.store import items
from leadfold.store.writes import Change

_NAMES = ("first_name", "last_name")
_ADDRESS = ("street", "postcode", "city")
#: What identity rests on: filling one of these is new evidence.
_EVIDENCE = frozenset({*_NAMES, "birth_date"})
#: Older numbers and addresses than these are found on the inquiries that brought them.
_MAX_CONTACTS = 20


def fields(person: Person) -> dict[str, str]:
    """Return the values that a person has for a card's fields."""
    values = {
        "first_name": person.name.first,
        "last_name": person.name.last,
        "birth_date": person.birth_date or "",
        **person.details,
    }
    return {name: value for name, value in values.items() if value}


def joined(
    card: Card,
    person: Person,
    national_id: str | None,
    inquiry: Inquiry,
    open_task: OpenTask,
    *,
    gained: bool,
) -> Change:
    """Return the change that a further inquiry makes on a card (contract, rule 9).

    Empty fields are filled, a new phone or e-mail is added, first where the person gave it last.
    ``gained`` tells that the card comes to own identities by it. The change holds only while the
    card is as it was decided on; counting needs no condition.
    """
    newest = inquiry.date >= card.last_inquiry_at
    missing = _missing(card, fields(person))
    contacts = {
        name: list(changed)
        for name, there, value in (
            ("phones", card.phones, person.e164),
            ("emails", card.emails, person.email.address if person.email else None),
        )
        if (changed := _with_contact(there, value, newest=newest)) != there
    }
    sets: dict[str, Any] = {**contacts}
    fill: dict[str, Any] = {f"fields.{name}": value for name, value in missing.items()}
    fill |= {f"origins.{name}": inquiry.id for name in missing}
    learnt = gained or bool(_EVIDENCE & set(missing))
    if person.national_id and not card.national_id:
        fill |= {"national_id": national_id, "national_id_masked": person.national_id.masked}
        learnt = True
    when: dict[str, Any] = {
        "state": "living",
        "evidence": card.evidence,
        "open_task.id": card.open_task.id if card.open_task else None,
    }
    if open_task != card.open_task:
        sets["open_task"] = items.open_task_value(open_task)
        when |= {"open_task.due_at": card.open_task.due_at} if card.open_task else {}
    if newest:
        sets["last_inquiry_at"] = inquiry.date
    if not card.inquiries:
        when["inquiries"] = None  # it takes itself for the first: then nobody else may be
    return Change(
        key=items.card_key(card.id),
        set=sets,
        fill=fill,
        add={"inquiries": 1} | ({"evidence": 1} if learnt else {}),
        when=when,
    )


def _missing(card: Card, offered: Mapping[str, str]) -> dict[str, str]:
    """Return what fills an empty field of a card.

    An address goes together or not at all, and no name gets parts in two scripts.
    """
    fill = {name: value for name, value in offered.items() if not card.fields.get(name)}
    name = Name(first=offered.get("first_name", ""), last=offered.get("last_name", ""))
    if card.name and compare.script(card.name) != compare.script(name):
        fill = _without(fill, _NAMES)
    here = {part: card.fields[part] for part in _ADDRESS if card.fields.get(part)}
    if any(offered.get(part, "").casefold() != value.casefold() for part, value in here.items()):
        fill = _without(fill, _ADDRESS)
    return fill


def _without(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def _with_contact(there: tuple[str, ...], value: str | None, *, newest: bool) -> tuple[str, ...]:
    """Return the contacts with one more, first where the person gave it last."""
    if not value or (value in there and not newest):
        return there
    rest = tuple(contact for contact in there if contact != value)
    return ((value, *rest) if newest else (*rest, value))[:_MAX_CONTACTS]
