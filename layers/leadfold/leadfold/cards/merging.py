"""Two cards → the survivor, with values of both (``docs/merging.md`` has the table).

Deterministic: undoing a merge computes its result again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from leadfold.cards import changes, tasks
from leadfold.identity import keys, profile
from leadfold.model import Address, Card, Flag, Merge, Name, Task
from leadfold.store import items

#: Cards that may be merged into one; each is a partition that reading the card has to read.
MAX_MEMBERS = 50

_BLOCKS = (("first_name", "last_name", "suffix"), ("street", "postcode", "city"))
_BLOCK_OF = {name: block for block in _BLOCKS for name in block}
#: By how far the business went; ``won`` above all: who has bought is a customer.
_FURTHEST = ("new", "contacted", "qualified", "lost", "won")
#: What ids begin with of what a person gave: inquiries, and edits and entries in the log.
_GIVEN = ("inq_", "log_")


def obstacle(into: Card, merged: Card) -> tuple[str, str] | None:
    """Return why two cards cannot be merged, as a code and a sentence, ``None`` where they can."""
    if into.customer_type != merged.customer_type:
        return "person_and_company", "One of the cards is a person's, the other a company's."
    if _differ(into.national_id, merged.national_id):
        return "national_ids_differ", "Two different national IDs are two people."
    numbers = (into.fields.get("org_number"), merged.fields.get("org_number"))
    if into.customer_type == "company" and _differ(*numbers):
        return "org_numbers_differ", "Two different organisation numbers are two companies."
    if len(into.members) + len(merged.members) + 1 > MAX_MEMBERS:
        return "too_many_members", f"A card can be made of {MAX_MEMBERS} others and itself."
    return None


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def survivor(into: Card, merged: Card, merge_id: str) -> Card:
    """Return the survivor: ``into`` with the values of both cards.

    Where a field has no rule of its own, lists and maps are united, and of single values the
    survivor's is kept where it has one. The open task is left to ``merged_task``.
    """
    values: dict[str, Any] = {
        field.name: _either(getattr(into, field.name), getattr(merged, field.name))
        for field in fields(Card)
    }
    kept, origins = _fields(into, merged)
    for name, contacts in (("phone", "phones"), ("email", "emails")):
        values[contacts], of = _contacts(name, contacts, into, merged)
        if values[contacts] and (origin := _origin(of, name)) != into.origin:
            origins[name] = origin
    if merged.national_id and not into.national_id:
        origins["national_id"] = _origin(merged, "national_id")
    further = max((into, merged), key=lambda card: _FURTHEST.index(card.status))
    group = {into.id, merged.id, *into.members, *merged.members}
    for name in ("apart", "household"):
        values[name] = tuple(card_id for card_id in values[name] if card_id not in group)
    return Card(
        **values
        | {
            "id": into.id,
            "state": "living",
            "into": None,
            "members": (*into.members, merged.id, *merged.members),
            "merges": (*into.merges, merge_id, *merged.merges),
            "fields": kept,
            "origins": {name: origin for name, origin in origins.items() if origin},
            "other_names": _other_names(into, merged, kept),
            "other_addresses": _other_addresses(into, merged, kept),
            "unchecked_ids": values["unchecked_ids"][: changes.MAX_UNCHECKED],
            "flags": {
                flag: min(since for card in (into, merged) if (since := card.flags.get(flag)))
                for flag in {**into.flags, **merged.flags}
            },
            "status": further.status,
            "status_at": further.status_at,
            "evidence": max(into.evidence, merged.evidence) + 1,
            "version": max(into.version, merged.version) + 1,
            "inquiries": into.inquiries + merged.inquiries,
            "last_inquiry_at": max(into.last_inquiry_at, merged.last_inquiry_at),
            "updated_at": into.updated_at,
            "open_task": into.open_task or merged.open_task,
        }
    )


def version_of(merge: Merge) -> int:
    """Return the version that the living card got by a merge."""
    before = (merge.before[merge.into], merge.before[merge.merged])
    return max(int(item["version"]) for item in before) + 1


def merged_task(kept: Task, other: Task, flags: Collection[Flag]) -> Task:
    """Return the one task that two open ones are merged into, due at the earlier time of both.

    It is snoozed only as long as both are. The other one is closed, with the reason ``merged``.
    """
    asleep = (kept.snoozed_until or "", other.snoozed_until or "")
    return replace(
        kept,
        kind=tasks.kind(flags, again=True),
        flags=tasks.shown_flags(flags),
        inquiries=kept.inquiries + other.inquiries,
        due_at=min(kept.due_at, other.due_at),
        snoozed_until=min(asleep) or None,
        last_inquiry_id=max(kept.last_inquiry_id or "", other.last_inquiry_id or "") or None,
    )


def _either(mine: Any, other: Any) -> Any:
    if isinstance(mine, tuple):
        return tuple(dict.fromkeys((*mine, *other)))
    if isinstance(mine, Mapping):
        return {**other, **mine}
    return other if mine in (None, "") else mine


def _origin(card: Card, name: str) -> str:
    """Return the id of what a card's value came from."""
    return card.origins.get(name, card.origin) or ""


def _rank(card: Card, name: str) -> tuple[bool, bool, str]:
    """Return the rank of a value: a locked one is first, then a given one, then the newest.

    The ids of origins are ULIDs: their order is that in which the values came in.
    """
    origin = _origin(card, name)
    return name in card.locked, origin.startswith(_GIVEN), origin.rpartition("_")[2]


def _fields(into: Card, merged: Card) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields that survive, and their origins where these are not the survivor's own.

    A name and an address come from one card; the other fills what is missing where it may.
    """
    named = {**into.fields, **merged.fields}
    kept: dict[str, str] = {}
    origins = {name: origin for name, origin in into.origins.items() if name not in named}
    for name in named:
        block = _BLOCK_OF.get(name, (name,))
        card = merged if _unit_rank(merged, block) > _unit_rank(into, block) else into
        if card.fields.get(name):
            kept[name] = card.fields[name]
            _note(origins, name, card, into)
    for card in (into, merged):
        there = replace(into, fields=kept)
        for name, value in changes.missing(there, card.fields).items():
            kept[name] = value
            _note(origins, name, card, into)
    return kept, origins


def _unit_rank(card: Card, block: Sequence[str]) -> tuple[bool, bool, bool, str]:
    return max(
        ((True, *_rank(card, name)) for name in block if card.fields.get(name)),
        default=(False, False, False, ""),
    )


def _note(origins: dict[str, str], name: str, card: Card, into: Card) -> None:
    if name in card.origins or card.origin != into.origin:
        origins[name] = _origin(card, name)


def _contacts(name: str, contacts: str, into: Card, merged: Card) -> tuple[tuple[str, ...], Card]:
    """Return the numbers or addresses of both, and the card whose primary one stays it.

    That is the card on which it is locked, else the card of the customer's latest inquiry.
    """
    first, second = sorted(
        (into, merged),
        key=lambda card: (
            bool(getattr(card, contacts)),
            not {name, contacts}.isdisjoint(card.locked),
            card.last_inquiry_at,
            card is into,
        ),
        reverse=True,
    )
    of_both = (*getattr(first, contacts), *getattr(second, contacts))
    return cast(tuple[str, ...], tuple(dict.fromkeys(of_both))), first


def _other_names(into: Card, merged: Card, kept: Mapping[str, str]) -> tuple[Name, ...]:
    """Return the other names of the customer, without the one kept as the name."""
    shown = Name(first=kept.get("first_name", ""), last=kept.get("last_name", ""))
    known = [set(keys.name_words(shown))]
    others: list[Name] = []
    for name in (into.name, merged.name, *into.other_names, *merged.other_names):
        words = set(keys.name_words(name))
        if words and not any(words <= there for there in known):
            known.append(words)
            others.append(name)
    return tuple(others[: changes.MAX_NAMES])


def _other_addresses(into: Card, merged: Card, kept: Mapping[str, str]) -> tuple[Address, ...]:
    """Return the other addresses of the customer, without the one kept as the address."""
    if not (into.other_addresses or merged.other_addresses) and _address(into) == _address(merged):
        return ()
    from leadfold.identity import compare

    known = [profile.address_of(kept)]
    others: list[Address] = []
    (mine, *more), (theirs, *further) = map(profile.addresses_of, (into, merged))
    for one in (mine, theirs, *more, *further):
        if one and all(compare.are_two_places(one, there) for there in known):
            known.append(one)
            others.append(Address(street=one.street, postcode=one.postcode, city=one.city))
    return tuple(others[: changes.MAX_ADDRESSES])


def _address(card: Card) -> list[str | None]:
    return [card.fields.get(part) for part in ("street", "postcode", "city")]


def card_before(merge: Merge, card_id: str) -> Card:
    """Return one of a merge's two cards as it was before the merge."""
    return items.card_of(merge.before[card_id])
