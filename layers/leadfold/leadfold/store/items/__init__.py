"""The items of the table: their keys and attributes, and back.

=============  ============================  ==========================  =========================
item           pk                            sk                          index ``work``
=============  ============================  ==========================  =========================
card           ``CARD#card``                 ``CARD``
inquiry        ``CARD#card``                 ``INQ#date#inquiry``
task           ``TASK#task``                 ``TASK``                    ``TASK#state#owner`` / time
identity       ``ID#kind#hash``              ``ID``
delivery       ``DLV#source#hash``           ``DLV``
replays        ``DLV#source#hash``           ``REPLAY``
listed one     ``DELIVERIES#source``         ``received#delivery``
quarantine     ``QUARANTINE#entry``          ``QUARANTINE``              ``QUARANTINE#open#owner``
suggestion     ``SUGGESTION#suggestion``      ``SUGGESTION``              ``SUGGESTION#open#owner``
log entry      ``CARD#card``                 ``LOG#time#entry``
merge          ``MERGE#merge``               ``MERGE``
done once      ``ONCE#hash``                 ``ONCE``
paired         ``CARD#card``                 ``PAIRED``
block          ``BLOCK#hash``                ``BLOCK``
by change      ``CARDS#shard``               ``updated_at#card``
by value       ``CARDS#name#value``          ``card``
by name        ``NAME#hash``                 ``card``
listed         ``CARD#card``                 ``LISTED``
source         ``SOURCE``                    ``SOURCE#source``
secrets        ``SECRETS``                   ``SECRETS#source``
owner          ``OWNER``                     ``OWNER#owner``
bucket         ``BUCKET``                    ``BUCKET#bucket``
settings       ``SETTINGS``                  ``SETTINGS#settings``
key            ``KEY#hash``                  ``KEY``
=============  ============================  ==========================  =========================

Access patterns:

* intake: one batch of delivery and identities, one batch of the cards that these name, one
  transaction; configuration from a cache of a minute
* a card with its inquiries: its partition, ``INQ#`` newest first
* open tasks, due first: ``work`` by owner; of all owners: a merge of their partitions
* snoozed tasks by when they wake, done ones by when they were done: in the same way
* open suggestions, oldest first: in the same way
* a source's last deliveries: its ``DELIVERIES`` partition, newest first, kept 30 days
* cards by owner, source, bucket, status or change, and by name: ``lists``
* sources, owners, buckets: one partition each, read whole for lists

Leads are kept as JSON text: they are never queried by their parts, and a map loses their order.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Literal

from leadfold.model import (
    Address,
    Bucket,
    Card,
    Condition,
    Delivery,
    EntryRules,
    Evidence,
    Identity,
    IdentityKey,
    IdentityRules,
    Inquiry,
    MapRule,
    Name,
    OpenTask,
    Override,
    Owner,
    QuarantineEntry,
    RoutingRule,
    Share,
    Source,
    SourceSecrets,
    Suggestion,
    Task,
    WorkingHours,
)
from leadfold.store.writes import Change, Key, Overwrite, Put

UNASSIGNED = "-"
DUE_SHARDS = 8
#: The partition of the ``due`` index with snoozed tasks: people snooze, and so not many at once.
SNOOZED = "SNOOZED"
TaskState = Literal["open", "overdue", "snoozed", "done"]
_TTL_MARGIN_SECONDS = 86_400
_LISTED_SECONDS = 30 * 86_400


# -- keys -----------------------------------------------------------------------------------------


def card_key(card_id: str) -> Key:
    """Return the key of a card."""
    return f"CARD#{card_id}", "CARD"


def inquiry_key(card_id: str, date: str, inquiry_id: str) -> Key:
    """Return the key of an inquiry; its card's partition sorts them by date."""
    return f"CARD#{card_id}", f"INQ#{date}#{inquiry_id}"


def task_key(task_id: str) -> Key:
    """Return the key of a task."""
    return f"TASK#{task_id}", "TASK"


def identity_key(identity: IdentityKey) -> Key:
    """Return the key of an identity."""
    return f"ID#{identity.kind}#{identity.key}", "ID"


def delivery_key(source: str, key: str) -> Key:
    """Return the key of a delivery; ``key`` is already hashed."""
    return f"DLV#{source}#{key}", "DLV"


def replay_key(source: str, key: str) -> Key:
    """Return the key of the count of a delivery's repetitions."""
    return f"DLV#{source}#{key}", "REPLAY"


def listed_delivery_key(source: str, received_at: str, delivery_id: str) -> Key:
    """Return the key of a delivery in its source's list, which ``react`` writes."""
    return f"DELIVERIES#{source}", f"{received_at}#{delivery_id}"


def waiting(message: str, name: str, at: str) -> Overwrite:
    """Return the write of a queue message that waits for a time; ``name`` tells it again.

    It lies in one of several partitions of the ``due`` index, so that a flood of waits is spread.
    """
    key = (f"WAIT#{name}", "WAIT")
    shard = zlib.crc32(name.encode()) % DUE_SHARDS
    return Overwrite(
        key=key,
        item={"message": message, "due_pk": due_partition(shard), "due_sk": work_order(at, name)},
    )


def due_partition(shard: int) -> str:
    """Return a partition of the ``due`` index."""
    return f"DUE#{shard}"


def quarantine_key(entry_id: str) -> Key:
    """Return the key of a quarantine entry."""
    return f"QUARANTINE#{entry_id}", "QUARANTINE"


def suggestion_key(suggestion_id: str) -> Key:
    """Return the key of a suggestion."""
    return f"SUGGESTION#{suggestion_id}", "SUGGESTION"


def suggestion_id(left: str, right: str) -> str:
    """Return the id of a suggestion: one for a pair of cards, whichever it was met from."""
    older, newer = sorted((left, right))
    return f"sug_{older.removeprefix('card_')}_{newer.removeprefix('card_')}"


def paired_key(card_id: str) -> Key:
    """Return the key of the note up to which evidence a card was paired with others."""
    return f"CARD#{card_id}", "PAIRED"


def block_key(name: str) -> Key:
    """Return the key of a block; ``name`` is already hashed."""
    return f"BLOCK#{name}", "BLOCK"


def config_key(kind: str, name: str) -> Key:
    """Return the key of configuration: ``kind`` is SOURCE, SECRETS, OWNER, BUCKET or SETTINGS."""
    return kind, f"{kind}#{name}"


def api_key_key(digest: str) -> Key:
    """Return the key of an API key, from the SHA-256 of the key itself."""
    return f"KEY#{digest}", "KEY"


def work_partition(kind: str, owner_id: str | None, state: TaskState = "open") -> str:
    """Return the partition of the ``work`` index with an owner's items, open unless told."""
    return f"{kind}#{state}#{owner_id or UNASSIGNED}"


# -- items ----------------------------------------------------------------------------------------


def card_item(card: Card) -> dict[str, Any]:
    """Return the item of a new card."""
    item = values_of(card)
    # Maps that updates reach into must be there, even empty.
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


def card_rewritten(item: Mapping[str, Any], card: Card) -> Put:
    """Return the write of a whole card in the place of its item, where that is just as read."""
    names = {*_names(Card), "pk", "sk"}
    beside = {name: value for name, value in item.items() if name not in names}
    return Put(key=card_key(card.id), item=beside | card_item(card), replaces=card_as_read(item))


def card_as_read(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition that a card is to the letter as it was read."""
    return {name: item.get(name) for name in _names(Card)}


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


def names_value(names: Sequence[Name]) -> list[list[str]]:
    """Return what a card keeps of names: given name and surname."""
    return [[name.first, name.last] for name in names]


def addresses_value(addresses: Sequence[Address]) -> list[list[str]]:
    """Return what a card keeps of addresses: street, postcode and city, as shown."""
    return [[one.street, one.postcode, one.city] for one in addresses]


def addresses_of(value: Iterable[Sequence[str]]) -> tuple[Address, ...]:
    """Return the addresses that a card keeps as ``addresses_value`` does."""
    return tuple(Address(street=street, postcode=code, city=city) for street, code, city in value)


def open_task_value(task: OpenTask) -> dict[str, Any]:
    """Return what a card keeps of its open task."""
    return values_of(task)


def inquiry_item(inquiry: Inquiry) -> dict[str, Any]:
    """Return the item of an inquiry."""
    item = values_of(inquiry)
    for name in _INQUIRY_JSON:
        item[name] = json_of(getattr(inquiry, name))
    item["match"] = json_of(_packed(inquiry.match))
    if inquiry.corrections:
        item["corrections"] = json_of(inquiry.corrections)
    item["via"] = list(inquiry.via)
    if inquiry.hidden:
        item["hidden"] = list(inquiry.hidden)
    return item


_INQUIRY_JSON = ("fields", "answers", "attribution")


def inquiry_of(item: Mapping[str, Any]) -> Inquiry:
    """Return the inquiry of an item."""
    values = known_of(Inquiry, item)
    for name in (*_INQUIRY_JSON, *(("corrections",) if "corrections" in item else ())):
        values[name] = json.loads(item[name])
    values["match"] = _unpacked(json.loads(item["match"]))
    values["via"], values["tags"] = tuple(item["via"]), tuple(item.get("tags", ()))
    values["hidden"] = tuple(item.get("hidden", ()))
    return Inquiry(**values)


def _packed(match: Mapping[str, Any]) -> dict[str, Any]:
    """Return a match with its evidence as rows: an inquiry had better stay below a kilobyte."""
    if not match:
        return {}
    rows = [[part["field"], part["agreement"], part["weight"]] for part in match["evidence"]]
    return {**match, "evidence": rows}


def _unpacked(match: Mapping[str, Any]) -> dict[str, Any]:
    if not match:
        return {}
    names = ("field", "agreement", "weight")
    return {**match, "evidence": [dict(zip(names, r, strict=True)) for r in match["evidence"]]}


def task_item(task: Task) -> dict[str, Any]:
    """Return the item of a task, with its places in the indexes.

    In ``work`` it stands by state and owner: ``open`` and ``overdue`` (marked as such) by when it
    is due, ``snoozed`` by when it wakes, ``done`` by when it was. A snoozed one is in ``due``, too.
    """
    state, at = task_state(task)
    places = {
        "work_pk": work_partition("TASK", task.owner_id, state),
        "work_sk": work_order(at, task.id),
    }
    if state == "snoozed":
        places |= {"due_pk": SNOOZED, "due_sk": work_order(at, task.id)}
    return values_of(task) | places


def task_state(task: Task) -> tuple[TaskState, str]:
    """Return the state that a task is listed under, and the time that sorts it there."""
    if task.status == "done":
        return "done", task.done_at or task.created_at
    if task.snoozed_until:
        return "snoozed", task.snoozed_until
    return ("overdue" if task.overdue_at else "open"), task.due_at


def work_order(due_at: str, item_id: str) -> str:
    """Return the sort key of the ``work`` index: due first, ids part equal times."""
    return f"{due_at}#{item_id}"


def task_of(item: Mapping[str, Any]) -> Task:
    """Return the task of an item."""
    values = known_of(Task, item)
    return Task(**values | {"flags": tuple(values.get("flags", ()))})


def identity_item(identity: Identity) -> dict[str, Any]:
    """Return the item of an identity; its key says the rest."""
    return {"cards": list(identity.cards), "v": identity.v, "shared": identity.shared}


def identity_of(key: IdentityKey, item: Mapping[str, Any]) -> Identity:
    """Return the identity of an item."""
    return Identity(
        kind=key.kind,
        key=key.key,
        cards=tuple(item["cards"]),
        v=item["v"],
        shared=item["shared"],
    )


def delivery_item(delivery: Delivery) -> dict[str, Any]:
    """Return the item of a delivery. DynamoDB forgets it some time after it no longer counts."""
    until = datetime.fromisoformat(delivery.until).timestamp()
    item = values_of(delivery) | {"ttl": int(until) + _TTL_MARGIN_SECONDS}
    # The evidence stands with the inquiry; the answer to a replay does without.
    match = {name: value for name, value in delivery.match.items() if name != "evidence"}
    item["match"], item["suggestions"] = json_of(match), list(delivery.suggestions)
    return item


def delivery_of(item: Mapping[str, Any]) -> Delivery:
    """Return the delivery of an item."""
    values = known_of(Delivery, item)
    values["match"] = json.loads(item["match"])
    values["suggestions"] = tuple(item["suggestions"])
    return Delivery(**values)


def closed(entry: QuarantineEntry, **values: str | None) -> Change:
    """Return the write that closes an open entry and takes it out of the ``work`` index."""
    return Change(
        key=quarantine_key(entry.id),
        set={name: value for name, value in values.items() if value is not None},
        remove=("work_pk", "work_sk"),
        when={"status": "open"},
    )


def listed_delivery(delivery: Delivery, replays: int) -> Overwrite:
    """Return the write that lists a delivery: ids and outcome, for 30 days."""
    names = ("id", "outcome", "received_at", "card_id", "inquiry_id", "quarantine_id", "code")
    item = {name: getattr(delivery, name) for name in names}
    item |= {"level": delivery.match.get("level")}
    item |= {"matched_by": ", ".join(delivery.match.get("matched_by", ()))}
    received = datetime.fromisoformat(delivery.received_at).timestamp()
    return Overwrite(
        key=listed_delivery_key(delivery.source, delivery.received_at, delivery.id),
        item=item | {"replays": replays, "ttl": int(received) + _LISTED_SECONDS},
    )


def quarantine_item(entry: QuarantineEntry) -> dict[str, Any]:
    """Return the item of a quarantine entry, with its place in the ``work`` index."""
    return values_of(entry) | {
        "work_pk": work_partition("QUARANTINE", entry.owner_id),
        "work_sk": work_order(entry.due_at, entry.id),
    }


def quarantine_of(item: Mapping[str, Any]) -> QuarantineEntry:
    """Return the quarantine entry of an item."""
    return QuarantineEntry(**known_of(QuarantineEntry, item))


def suggestion_values(suggestion: Suggestion) -> dict[str, Any]:
    """Return the attributes of an open suggestion, with its place in the ``work`` index.

    They fill an item: each is always there, so that one which is raised again stays as it was.
    """
    rows = [[part.field, part.agreement, part.weight] for part in suggestion.evidence]
    match = {
        "verdict": suggestion.verdict,
        "level": suggestion.level,
        "score": suggestion.score,
        "evidence": rows,
    }
    return {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "cards": list(suggestion.cards),
        "reason": suggestion.reason,
        "created_at": suggestion.created_at,
        "owner_id": suggestion.owner_id or UNASSIGNED,
        "match": json_of(match),
        "automatic": suggestion.automatic,
        "state": suggestion.state,
        "work_pk": work_partition("SUGGESTION", suggestion.owner_id),
        "work_sk": work_order(suggestion.created_at, suggestion.id),
    }


def suggestion_of(item: Mapping[str, Any]) -> Suggestion:
    """Return the suggestion of an item."""
    left, right = item["cards"]
    match = json.loads(item["match"]) if "match" in item else {}
    values = known_of(Suggestion, item) | match | {"cards": (left, right)}
    if values.get("owner_id") == UNASSIGNED:
        values["owner_id"] = None
    values["evidence"] = tuple(
        Evidence(field=name, agreement=agreement, weight=weight)
        for name, agreement, weight in match.get("evidence", ())
    )
    return Suggestion(**values)


def suggestion_closed(suggestion: Suggestion, **values: str | None) -> Change:
    """Return the write that closes an open suggestion and takes it out of the ``work`` index."""
    return Change(
        key=suggestion_key(suggestion.id),
        set={name: value for name, value in values.items() if value is not None},
        remove=("work_pk", "work_sk"),
        when={"state": "open"},
    )


# -- configuration --------------------------------------------------------------------------------


def source_of(item: Mapping[str, Any]) -> Source:
    """Return the source of an item."""
    values = known_of(Source, item)
    values["owners"] = tuple(Share(**share) for share in item.get("owners", ()))
    values["field_map"] = _field_map(item)
    for name in ("forms", "pages"):
        overrides = item.get(name) or {}
        values[name] = {of: Override(field_map=_field_map(over)) for of, over in overrides.items()}
    rules = item.get("entry_rules") or {}
    values["entry_rules"] = EntryRules(
        required=tuple(rules.get("required", ())), sources=tuple(rules.get("sources", ()))
    )
    hours = item.get("working_hours")
    values["working_hours"] = (
        WorkingHours(
            time_zone=hours["time_zone"],
            days={
                day: tuple((opens, closes) for opens, closes in spans)
                for day, spans in hours["days"].items()
            },
        )
        if hours
        else None
    )
    return Source(**values)


def _field_map(item: Mapping[str, Any]) -> tuple[MapRule, ...]:
    return tuple(MapRule(**known_of(MapRule, rule)) for rule in item.get("field_map") or ())


def secrets_item(secrets: SourceSecrets) -> dict[str, Any]:
    """Return the item of a source's secrets."""
    return {name: list(value) for name, value in values_of(secrets).items()}


def secrets_of(item: Mapping[str, Any]) -> SourceSecrets:
    """Return the secrets of an item."""
    return SourceSecrets(**{n: tuple(value) for n, value in known_of(SourceSecrets, item).items()})


def owner_of(item: Mapping[str, Any]) -> Owner:
    """Return the owner of an item."""
    values = known_of(Owner, item)
    if away := item.get("away_until"):
        values["away_until"] = datetime.fromisoformat(away)
    return Owner(**values)


def identity_rules_of(item: Mapping[str, Any]) -> IdentityRules:
    """Return the settings of identity of an item."""
    values = known_of(IdentityRules, item)
    return IdentityRules(**(values | {"order": tuple(values["order"])}))


def routing_rules_of(item: Mapping[str, Any]) -> tuple[RoutingRule, ...]:
    """Return the routing rules of an item, with what they compare case-folded."""
    return tuple(_routing_rule(rule["when"], rule["then"], rule) for rule in item.get("rules", ()))


def _routing_rule(
    when: Mapping[str, Any], then: Mapping[str, Any], rule: Mapping[str, Any]
) -> RoutingRule:
    return RoutingRule(
        name=rule.get("name") or "",
        sources=tuple(when.get("source", ())),
        forms=_folded(when.get("form", ())),
        countries=tuple(when.get("country", ())),
        kind=when.get("kind"),
        card_status=tuple(when.get("card_status", ())),
        fields=tuple(
            Condition(
                name=condition["field"].strip().casefold(),
                equals=_folded((*condition.get("in", ()), *_given(condition, "equals"))),
                contains=_folded(_given(condition, "contains")),
            )
            for condition in when.get("fields", ())
        ),
        bucket=then.get("bucket"),
        owner_id=then.get("owner"),
        spread=tuple(Share(**share) for share in then.get("spread", ())),
        tags=tuple(then.get("tags", ())),
        response_minutes=then.get("response_minutes"),
    )


def _given(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return (values[name],) if values.get(name) else ()


def _folded(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value.strip().casefold() for value in values)


def bucket_of(item: Mapping[str, Any]) -> Bucket:
    """Return the bucket of an item."""
    return Bucket(**known_of(Bucket, item))


# -- plumbing -------------------------------------------------------------------------------------


def values_of(thing: Any) -> dict[str, Any]:
    """Return the attributes that are there; ``dataclasses.asdict`` would copy them deeply."""
    return {
        name: value
        for name in _names(type(thing))
        if (value := getattr(thing, name)) is not None and value not in ((), {})
    }


def known_of(kind: type, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item's attributes that the class has; keys and index places are left out."""
    return {name: item[name] for name in _names(kind) if name in item}


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]


def json_of(value: Mapping[str, Any]) -> str:
    """Return a value as JSON text, such as UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can carry and UTF-8 cannot
        return json.dumps(value, separators=(",", ":"))
    return text
