"""The item of a card.

Paths of updates reach into its maps (``fields.city``), so these are there even when empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadfold.model import Address, Card, Name, OpenTask
from leadfold.store.items.attributes import field_names, known_of, values_of
from leadfold.store.writes import Key, Put


def card_key(card_id: str) -> Key:
    """Return the key of a card."""
    return f"CARD#{card_id}", "CARD"


def card_item(card: Card) -> dict[str, Any]:
    """Return the item of a new card."""
    item = values_of(card)
    item["fields"], item["origins"] = dict(card.fields), dict(card.origins)
    item["phones"], item["emails"] = list(card.phones), list(card.emails)
    item["external_ids"] = dict(card.external_ids)
    if card.other_names:
        item["other_names"] = names_value(card.other_names)
    if card.other_addresses:
        item["other_addresses"] = addresses_value(card.other_addresses)
    if card.unchecked_ids:
        item["unchecked_ids"] = list(card.unchecked_ids)
    if card.open_task:
        item["open_task"] = open_task_value(card.open_task)
    if not card.inquiries:
        item.pop("inquiries")
    return item


def card_of(item: Mapping[str, Any]) -> Card:
    """Return the card of an item."""
    values = known_of(Card, item)
    values["phones"], values["emails"] = tuple(item["phones"]), tuple(item["emails"])
    if "other_names" in item:
        values["other_names"] = tuple(Name(first=f, last=la) for f, la in item["other_names"])
    if "other_addresses" in item:
        values["other_addresses"] = addresses_of(item["other_addresses"])
    if "open_task" in item:
        values["open_task"] = OpenTask(**item["open_task"])
    for name in (
        "apart", "household", "members", "merges", "locked", "tags", "wrong_phones",
        "unchecked_ids",
    ):  # fmt: skip
        if name in item:
            values[name] = tuple(item[name])
    return Card(**values)


def card_rewritten(item: Mapping[str, Any], card: Card) -> Put:
    """Return the write that replaces a card's item, on condition that it is as it was read.

    Attributes that are no fields of a card are kept.
    """
    names = {*field_names(Card), "pk", "sk"}
    others = {name: value for name, value in item.items() if name not in names}
    return Put(key=card_key(card.id), item=others | card_item(card), replaces=card_as_read(item))


def card_as_read(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition that every attribute of a card is as it was read."""
    return {name: item.get(name) for name in field_names(Card)}


def names_value(names: Sequence[Name]) -> list[list[str]]:
    """Return the attribute for names: [given name, surname] of each."""
    return [[name.first, name.last] for name in names]


def addresses_value(addresses: Sequence[Address]) -> list[list[str]]:
    """Return the attribute for addresses: [street, postcode, city] of each."""
    return [[one.street, one.postcode, one.city] for one in addresses]


def addresses_of(value: Iterable[Sequence[str]]) -> tuple[Address, ...]:
    """Return the addresses of such an attribute."""
    return tuple(Address(street=street, postcode=code, city=city) for street, code, city in value)


def open_task_value(task: OpenTask) -> dict[str, Any]:
    """Return the attribute for a card's open task."""
    return values_of(task)
