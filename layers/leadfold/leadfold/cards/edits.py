"""A card before and after a change → the one write between, and the data of its log entry.

Edits by hand, contacts, stages and lifted flags all turn a card into another state of it. Only the
difference is written, on the condition that each value it changes is as it was read.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadfold.cards.changes import MAX_CONTACTS
from leadfold.identity import keys
from leadfold.identity.keys import BY_DEFAULT
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, IdentityRules, name_of
from leadfold.normalise import external_ids
from leadfold.store import items
from leadfold.store.writes import Change

#: The well-known fields that a card keeps as text.
FIELDS = (
    "first_name last_name birth_date company org_number job_title street postcode city country"
).split()
#: … and what it keeps of a full name beside them: Jr., Sr.
STORED = (*FIELDS, "suffix")
#: What can be locked: the fields, and which phone and e-mail is the primary one.
LOCKABLE = (*FIELDS, "phone", "email")
_CONTACTS = ("phones", "emails")
_LISTS = ("phones", "emails", "wrong_phones", "tags", "locked")
_MAPS = ("external_ids", "flags")
_VALUES = "national_id national_id_masked owner_id bucket company_card_id status status_at".split()
#: Lists and maps that are stored even when empty.
_ALWAYS = frozenset({"phones", "emails", "external_ids"})
#: What identity rests on, and what intake must not fill: a change makes intake decide again.
_EVIDENCE = frozenset(
    "first_name last_name suffix birth_date company org_number street postcode city country phones "
    "emails wrong_phones external_ids national_id locked".split()
)


def tag(card: Card) -> str:
    """Return the entity tag of a card: its version, and a digest of all that an edit may change.

    Intake fills empty fields and adds phones without raising the version, so the version alone
    would let an edit overwrite values that nobody had seen. Counters, status, flags and the open
    task are left out: a repeat while somebody types must not make their edit fail.
    """
    empty = Card(id=card.id, created_at="")
    values = changed(empty, card)
    shown = {name: values[name][1] for name in sorted(values) if name not in _BY_OUTCOMES}
    digest = hashlib.sha256(json.dumps([card.id, shown]).encode()).hexdigest()
    return f"{card.version}-{digest[:20]}"


#: What contacts and stages change.
_BY_OUTCOMES = frozenset({"status", "status_at", "flags", "wrong_phones"})


def matches(if_match: str, card: Card) -> bool:
    """Tell whether an ``If-Match`` header is met by a card (RFC 9110, by strong comparison).

    The version alone is accepted, too: it guards against other edits, though not against leads.
    """
    tags = {one.strip() for one in if_match.split(",")}
    bare = {one.strip('"') for one in tags if not one.startswith("W/")}
    return bool(bare & {"*", tag(card), str(card.version)})


# -- the difference -------------------------------------------------------------------------------


def changed(before: Card, after: Card) -> dict[str, tuple[Any, Any]]:
    """Return what differs, as stored, by name, fields under their own. ``None`` means none."""
    pairs: dict[str, tuple[Any, Any]]
    pairs = {name: (before.fields.get(name), after.fields.get(name)) for name in STORED}
    pairs |= {name: (getattr(before, name), getattr(after, name)) for name in _VALUES}
    for name in _LISTS:
        pairs[name] = (list(getattr(before, name)) or None, list(getattr(after, name)) or None)
    for name in _MAPS:
        pairs[name] = (dict(getattr(before, name)) or None, dict(getattr(after, name)) or None)
    return {name: (was or None, now or None) for name, (was, now) in pairs.items() if was != now}


def change(
    before: Card, after: Card, *, at: str, origin: str | None = None, is_edit: bool = False
) -> Change:
    """Return the write that makes ``before`` into ``after``.

    Its conditions are that the card is living and each value that it changes is as it was. An edit
    raises the version, too, and is conditioned on the version and evidence that were read.
    ``origin`` is the id of the log entry that the values come from.
    """
    sets: dict[str, Any] = {"updated_at": at}
    removes: list[str] = []
    when: dict[str, Any] = {"state": "living"}
    differing = changed(before, after)
    for path, was, now in [*_paths(differing), *_open_task(before, after)]:
        when[path] = [] if was is None and path in _ALWAYS else was
        if now is not None:
            sets[path] = now
        elif path in _ALWAYS:
            sets[path] = []
        else:
            removes.append(path)
    for name, now in _shown(differing):
        if origin and now:
            sets[f"origins.{name}"] = origin
        elif origin:  # so that a later value has the origin of whatever fills it
            removes.append(f"origins.{name}")
    add = {"evidence": 1} if _EVIDENCE & differing.keys() else {}
    if is_edit:
        add["version"] = 1
        when |= {"version": before.version, "evidence": before.evidence}
    return Change(
        key=items.card_key(before.id), set=sets, add=add, remove=tuple(removes), when=when
    )


def _paths(differing: Mapping[str, tuple[Any, Any]]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the path of each value that differs, what it was and what it is to be."""
    for name, (was, now) in differing.items():
        if name in _MAPS and (name in _ALWAYS or (was and now)):
            one, other = was or {}, now or {}
            for key in sorted({*one, *other}):
                if one.get(key) != other.get(key):
                    yield f"{name}.{key}", one.get(key), other.get(key)
        else:
            yield f"fields.{name}" if name in STORED else name, was, now


def _open_task(before: Card, after: Card) -> Iterator[tuple[str, Any, Any]]:
    was, now = (
        items.open_task_value(card.open_task) if card.open_task else None
        for card in (before, after)
    )
    if was != now:
        yield "open_task", was, now


def _shown(differing: Mapping[str, tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of the card's document that differ, and what each is to be."""
    for name, (was, now) in differing.items():
        if name in STORED or name == "national_id":
            yield name, now
        elif name in _CONTACTS and (was or [None])[0] != (now or [None])[0]:
            yield name.removesuffix("s"), now


def log_data(before: Card, after: Card) -> dict[str, Any]:
    """Return the data of an edit's log entry: ``set``, ``was``, ``locked`` and ``unlocked``."""
    differing = changed(before, after)
    differing.pop("locked", None)
    data: dict[str, Any] = {
        "set": {name: now for name, (_, now) in differing.items()},
        "was": {name: was for name, (was, _) in differing.items() if was is not None},
        "locked": [name for name in after.locked if name not in before.locked],
        "unlocked": [name for name in before.locked if name not in after.locked],
    }
    return {name: value for name, value in data.items() if value}


def replayed(card: Card, data: Mapping[str, Any]) -> Card:
    """Return a card after an edit by its log entry's data; of lists only what the edit changed.

    >>> card = Card(id="card_1", created_at="2026-11-21T00:00:00Z", phones=("+4740498765",))
    >>> replayed(card, {"set": {"phones": ["+4791234567"]}}).phones
    ('+4791234567', '+4740498765')
    """
    sets, was = data.get("set", {}), data.get("was", {})
    values: dict[str, Any] = {name: sets[name] for name in _VALUES if name in sets}
    fields = {**card.fields, **{name: sets[name] for name in STORED if name in sets}}
    values["fields"] = {name: value for name, value in fields.items() if value}
    for name in ("phones", "emails", "wrong_phones", "tags"):
        if name in sets:
            now, gone = sets[name] or [], set(was.get(name) or ()) - set(sets[name] or ())
            stays = [one for one in getattr(card, name) if one not in gone]
            values[name] = tuple(dict.fromkeys([*now, *stays]))
    for name in _MAPS:
        if isinstance(sets.get(name, ()), Mapping | None):
            new, before = sets[name] or {}, was.get(name) or {}
            there = {k: v for k, v in getattr(card, name).items() if k in new or k not in before}
            values[name] = {**there, **new}
    locks = {*card.locked, *data.get("locked", ())} - {*data.get("unlocked", ())}
    return replace(card, **values, locked=locked(locks))


# -- identities -----------------------------------------------------------------------------------


def identities(
    card: Card, org_number: str | None, keyed: KeyedHash, rules: IdentityRules = BY_DEFAULT
) -> list[IdentityKey]:
    """Return the identities of a card's values, the most trusted first.

    ``org_number`` is the key of its organisation number. A role address is combined with the name.
    """
    found = []
    if card.national_id:
        found.append(IdentityKey(kind="national_id", key=card.national_id))
    if org_number and card.customer_type == "company":
        found.append(IdentityKey(kind="org_number", key=keyed.of("org_number", org_number)))
    found += [
        IdentityKey(kind="external_id", key=keyed.of("external_id", f"{system}\0{ident}"))
        for system, ident in sorted(card.external_ids.items())
    ]
    for identity in keys.of_card(card, keyed):
        if identity.kind == "role_email":
            found.append(keys.with_name(identity, card.name, keyed))
        found.append(identity)
    return [identity for identity in found if rules.use_of(name_of(identity.kind)) != "off"]


# -- parts of an edit -----------------------------------------------------------------------------


def with_contacts(card: Card, kind: str, contacts: Sequence[str]) -> Card:
    """Return the card with these phones or e-mails (``kind``), the primary one first.

    A number that a person makes the primary one is no longer marked as wrong.
    """
    kept = tuple(dict.fromkeys(contacts))[:MAX_CONTACTS]
    if kind == "emails":
        return replace(card, emails=kept)
    wrong = tuple(number for number in card.wrong_phones if number in kept[1:])
    return replace(card, phones=kept, wrong_phones=wrong)


def with_external_ids(card: Card, sent: Mapping[str, str]) -> tuple[Card, list[str]]:
    """Return the card with these ids in other systems, and the systems whose ids are unusable.

    An empty id removes that of its system.
    """
    found, bad = dict(card.external_ids), []
    for system, ident in sent.items():
        name = external_ids.named(system)
        if not ident:
            found.pop(name, None)
        elif read := external_ids.parse_one(system, ident):
            found[name] = read
        else:
            bad.append(system)
    return replace(card, external_ids=found), bad


def locked(names: Collection[str]) -> tuple[str, ...]:
    """Return the names of locked fields, each once, in the order of the fields."""
    return tuple(name for name in LOCKABLE if name in names)
