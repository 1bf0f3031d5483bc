"""All that is kept of a person, for their right of access (GDPR, articles 15 and 20).

Pages are limited in records and bytes; the first one has the card itself. Of other people there are
ids at most.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from leadfold.cards import redaction, traces
from leadfold.identity import explanations
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Delivery, Inquiry, LogEntry
from leadfold.reading.cards import INQUIRIES, CardWhole, card_document, inquiry_document
from leadfold.runtime.config import Config
from leadfold.store import Item, Store, get_all, items
from leadfold.store.items import histories
from leadfold.store.items.attributes import values_of
from leadfold.store.writes import Key

#: A Lambda function answers with 6 MB at most; the records of a page stay far below that.
_MOST_BYTES = 3_000_000
_MOST_RECORDS = 1000
_PAGE = 100
_BATCH = 100
#: Attributes that are keys of an item, not data.
_PLACES = frozenset({"pk", "sk", "work_pk", "work_sk", "due_pk", "due_sk", "ttl"})


def export(
    card: Card, store: Store, config: Config, keyed: KeyedHash, *, after: str | None
) -> tuple[dict[str, Any], str | None]:
    """Return a page of what is kept of a living card's person, and the place to go on from.

    Each page has ``inquiries`` and ``timeline``, with the deliveries, tasks, merges, suggestions,
    sources and recipients that these name; the first has also the ``card``.
    """
    records, following = _records(card, store, after)
    inquiries = [_inquiry_of(item, card) for item in records if _is_inquiry(item)]
    entries = [
        redaction.entry_as_read(histories.log_of(item), card)
        for item in records
        if not _is_inquiry(item)
    ]
    deliveries = _deliveries(inquiries, store)
    tasks = _tasks(card, deliveries, entries, store, first=not after)
    merges = get_all(store, _merge_keys(entries))
    named = {name for one in deliveries for name in one.suggestions}
    named |= {str(one.data["suggestion_id"]) for one in entries if "suggestion_id" in one.data}
    if not after:
        named |= _paired(card, store, keyed)
    suggestions = get_all(store, map(items.suggestion_key, sorted(named)))
    page: dict[str, Any] = {
        "card": _card(card, store, config) if not after else None,
        "inquiries": [_inquiry(one) for one in inquiries],
        "timeline": [_entry(one) for one in entries],
        "tasks": [_task(item, card) for item in tasks],
        "deliveries": [_delivery(redaction.delivery_as_read(one, card)) for one in deliveries],
        "merges": [_stored(item, "before") for item in merges.values()],
        "suggestions": [_suggestion(item, card) for item in suggestions.values()],
        "sources": _sources({one.source for one in inquiries} | {card.source}, config),
    }
    owners = {card.owner_id, *(item.get("owner_id") for item in tasks)}
    keys = {one.by for one in entries}
    return page | {"recipients": _recipients(owners, keys, store, config)}, following


def _records(card: Card, store: Store, after: str | None) -> tuple[list[Item], str | None]:
    """Return inquiries and log entries of the card and its members, partition by partition."""
    group = (card.id, *card.members)
    start, _, place = (after or "0#").partition("#")
    records, size = list[Item](), 0
    for number in range(int(start), len(group)):
        pk, _ = items.card_key(group[number])
        while found := store.query(pk, after=place or None, limit=_PAGE):
            for item in found:
                place = str(item["sk"])
                if not place.startswith((INQUIRIES, histories.LOGS)):
                    continue
                records.append(item)
                size += len(json.dumps(item, ensure_ascii=False).encode(errors="replace"))
                if size >= _MOST_BYTES or len(records) >= _MOST_RECORDS:
                    return records, f"{number}#{place}"
        place = ""
    return records, None


def _is_inquiry(item: Item) -> bool:
    return str(item["sk"]).startswith(INQUIRIES)


def _card(card: Card, store: Store, config: Config) -> dict[str, Any]:
    pk, _ = items.card_key(card.id)
    latest = store.query(pk, prefix=INQUIRIES, limit=_BATCH, newest_first=True)
    whole = CardWhole(card=card, inquiries=[_inquiry_of(item, card) for item in latest])
    more: dict[str, Any] = {
        "phones": card.phones,
        "emails": card.emails,
        "external_ids": dict(card.external_ids),
    }
    names = [{"first_name": name.first, "last_name": name.last} for name in card.other_names]
    lived = [
        {"street": one.street, "postcode": one.postcode, "city": one.city}
        for one in card.other_addresses
    ]
    more |= {"other_names": names, "other_addresses": lived}
    others = {"members": card.members, "flags": dict(card.flags)}
    return card_document(whole, config) | more | others


def _inquiry_of(item: Item, card: Card) -> Inquiry:
    return redaction.inquiry_as_read(items.inquiry_of(item), card)


def _inquiry(one: Inquiry) -> dict[str, Any]:
    return inquiry_document(one) | {"country": one.country, "matched_by": list(one.via)}


def _entry(one: LogEntry) -> dict[str, Any]:
    names = ("id", "card_id", "kind", "at", "written_at", "by", "data")
    return {name: getattr(one, name) for name in names}


def _deliveries(inquiries: Iterable[Inquiry], store: Store) -> list[Delivery]:
    keys = (items.delivery_key(one.source, one.delivery_key) for one in inquiries)
    return [items.delivery_of(item) for item in get_all(store, keys).values()]


def _delivery(one: Delivery) -> dict[str, Any]:
    names = ("id", "source", "outcome", "received_at", "until", "card_id", "inquiry_id", "task_id")
    return {name: getattr(one, name) for name in names}


def _tasks(
    card: Card,
    deliveries: Iterable[Delivery],
    entries: Iterable[LogEntry],
    store: Store,
    *,
    first: bool,
) -> list[Item]:
    named = [one.task_id for one in deliveries]
    named += [str(one.data["task_id"]) for one in entries if "task_id" in one.data]
    named += [card.open_task.id] if card.open_task and first else []
    return list(get_all(store, (items.task_key(name) for name in named if name)).values())


def _merge_keys(entries: Iterable[LogEntry]) -> list[Key]:
    return [
        histories.merge_key(str(one.data["merge_id"])) for one in entries if "merge_id" in one.data
    ]


def _task(item: Item, card: Card) -> dict[str, Any]:
    """Return a task as it is stored, and of an erased card as it will be."""
    if card.state != "erased":
        return _stored(item)
    return values_of(redaction.task_as_read(items.task_of(item), card))


def _stored(item: Item, *without: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in {*_PLACES, *without}}


def _paired(card: Card, store: Store, keyed: KeyedHash) -> set[str]:
    """Return the ids of possible suggestions with cards that share keys or details."""
    wanted = map(items.identity_key, traces.identities_of_card(card, keyed))
    found = get_all(store, [*wanted, items.paired_key(card.id)])
    noted = found.pop(items.paired_key(card.id), {})
    found |= get_all(store, map(items.block_key, noted.get("blocks", ())))
    others = {str(other) for item in found.values() for other in item["cards"]} | {*card.apart}
    return {items.suggestion_id(card.id, other) for other in others - {card.id, *card.members}}


def _suggestion(item: Item, card: Card) -> dict[str, Any]:
    found = redaction.suggestion_as_read(items.suggestion_of(item), [card])
    mine = {card.id, *card.members}
    return {
        "id": found.id,
        "kind": found.kind,
        "state": found.state,
        "reason": found.reason,
        "created_at": found.created_at,
        "closed_at": found.closed_at,
        "evidence": explanations.with_text(explanations.rows(found.evidence)),
        "other_card_ids": [other for other in found.cards if other not in mine],
    }


def _sources(names: Iterable[str | None], config: Config) -> list[dict[str, Any]]:
    """Return each source with its data owner and its retention."""
    found = []
    for name in sorted(filter(None, names)):
        source = config.source(name)
        owner = config.owner(source.data_owner) if source and source.data_owner else None
        found.append(
            {
                "id": name,
                "name": source.name if source else None,
                "platform": source.platform if source else None,
                "data_owner": {"name": owner.name, "email": owner.email} if owner else None,
                "retention_days": source.retention_days if source else None,
            }
        )
    return found


def _recipients(
    owners: Iterable[str | None], keys: Iterable[str], store: Store, config: Config
) -> list[dict[str, Any]]:
    """Return the recipients of data: owners of card and tasks, and keys that worked on the card.

    Webhooks will be listed here once there are any.
    """
    people = [config.owner(owner_id) for owner_id in sorted(filter(None, owners))]
    recipients: list[dict[str, Any]] = [
        {"kind": "owner", "id": owner.id, "name": owner.name} for owner in people if owner
    ]
    listed: Mapping[Key, Item] = get_all(
        store, (items.config_key("KEYS", key) for key in sorted(keys))
    )
    return recipients + [
        {"kind": "integration", "id": key["id"], "name": key["name"]} for key in listed.values()
    ]
