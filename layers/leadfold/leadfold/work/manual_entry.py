"""A customer is typed in by hand: their card is found, or made (contract, rule 12).

Identity is decided as for a lead; there is no inquiry, no task and no attribution.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadfold.cards import edits
from leadfold.errors import FieldError, Problem, unprocessable
from leadfold.model import Card, LogKind, Match, Person, Suggestion, Warn
from leadfold.normalise import person as people
from leadfold.normalise import typed
from leadfold.normalise.dates import parse_time
from leadfold.resolve import suppressed
from leadfold.resolve.placing import (
    Origin,
    Placer,
    as_incoming,
    save_in,
)
from leadfold.store.items import histories
from leadfold.store.writes import Change, Write
from leadfold.work.writer import Writer

#: Seconds for which an Idempotency-Key is remembered (contract, rule 4), and the store's margin.
_REMEMBERED = 30 * 86_400
_MARGIN = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was typed: well-known ``fields`` as texts, and ``values`` of a new card.

    Those are ``source``, ``owner_id``, ``bucket``, ``tags`` and ``locked``; an existing card keeps
    its own. ``once`` is an Idempotency-Key.
    """

    fields: Mapping[str, str]
    values: Mapping[str, Any] = field(default_factory=dict)
    once: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The card of an entry; ``match`` is the evidence where the card existed before."""

    card_id: str
    is_new: bool
    match: Match | None
    warnings: Sequence[Warn]
    raised: Sequence[Suggestion] = ()


class _Known(Exception):
    """The Idempotency-Key has been used: ``note`` has the card it was used for."""

    def __init__(self, note: Mapping[str, Any]) -> None:
        super().__init__()
        self.note = note


def enter(typed_in: Entry, writer: Writer) -> Entered:
    """Find the card of who was typed in and fill its empty fields, or make one.

    A number or address that is new to a card is added behind those it has. With an Idempotency-Key
    the same call again returns the same card, and adds nothing.

    Raises 422 with every field that cannot be used, or where the key came with another content;
    409 for an erased person, where the settings of erasure refuse them.
    """
    person = _person(typed_in, writer)
    desk, at = writer.desk, writer.at
    text = json.dumps([dict(typed_in.fields), dict(typed_in.values)], sort_keys=True, default=list)
    content = desk.keyed.of("content", text)
    once = desk.keyed.of("once", f"cards\0{writer.by}\0{typed_in.once}") if typed_in.once else None
    entry_id = desk.new_id("log")
    rules = writer.config.erasure_rules()
    asked = as_incoming(person, desk.keyed, desk.rules)
    made: list[bool] = []

    def along(card: Card, change: Change | None) -> list[Write]:
        if once and (note := _note(writer, once)):
            raise _Known(note)
        if not change and suppressed.is_refused(desk.store, asked.identities, rules):
            detail = "This person was erased, and comes back only by themselves (erasure settings)."
            raise Problem(409, "Conflict", detail)
        made[:] = [change is None]
        set_ = _set_by(change) if change else _set_of(card)
        kind: LogKind = "edited" if change else "created"
        entry = writer.entry(card.id, kind, {"set": set_}, entry_id)
        writes: list[Write] = [histories.logged(entry)] if set_ else []
        if once:
            seconds = int(writer.now.timestamp()) + _REMEMBERED
            values = {"card_id": card.id, "content": content, "is_new": change is None, "at": at}
            writes.append(histories.idempotency_note(once, **values, ttl=seconds + _MARGIN))
        return writes

    origin = Origin(id=entry_id, at=at, newest=False)
    placer = Placer(finder=desk.finder, save=save_in(desk.store, along), new_id=desk.new_id)
    try:
        placed = placer.place(
            asked,
            origin,
            deadline=writer.deadline,
            new_values={**typed_in.values, "updated_at": at},
        )
    except _Known as known:
        if known.note["content"] != content:
            detail = "This Idempotency-Key came with another content before."
            raise Problem(422, "Unprocessable Content", detail) from None
        return Entered(
            card_id=known.note["card_id"],
            is_new=known.note["is_new"],
            match=None,
            warnings=person.warnings,
        )
    return Entered(
        card_id=placed.card_id,
        is_new=made[0],
        match=placed.match,
        warnings=person.warnings,
        raised=placed.raised,
    )


def _person(entry: Entry, writer: Writer) -> Person:
    """Return who was typed in. Raises 422."""
    config, errors = writer.config, []
    source_id = entry.values.get("source")
    source = config.open_source(source_id) if source_id else None
    if source_id and not source:
        errors.append(FieldError("source", "unknown", "There is no such source."))
    if (owner := entry.values.get("owner_id")) and not config.owner(owner):
        errors.append(FieldError("owner_id", "unknown", "There is no such owner."))
    if (bucket := entry.values.get("bucket")) and not config.bucket(bucket):
        errors.append(FieldError("bucket", "unknown", "There is no such bucket."))
    country = source.country if source else None
    person = people.parse(entry.fields, country, writer.now.date())
    odd = typed.unusable(entry.fields, person)
    errors += [FieldError(one.field, one.code, one.message) for one in odd]
    known = person.phones or person.emails or person.external_ids or person.national_id
    if not (errors or known or person.name or person.is_company):
        message = "Nothing in it says who it is: give a name, a phone or an e-mail."
        errors.append(FieldError("body", "no_identity", message))
    if errors:
        raise unprocessable(*errors)
    return person


def _note(writer: Writer, once: str) -> Mapping[str, Any] | None:
    key = histories.idempotency_key(once)
    note = writer.store.get([key]).get(key)
    if not note:
        return None
    noted = parse_time(note["at"])
    return note if noted and (writer.now - noted).total_seconds() < _REMEMBERED else None


def _set_of(card: Card) -> dict[str, Any]:
    empty = Card(id=card.id, created_at="", customer_type=card.customer_type)
    return dict(edits.log_data(empty, card).get("set", {}))


def _set_by(change: Change) -> dict[str, Any]:
    """Return the values that a change fills and adds, by name."""
    fills = {path.removeprefix("fields."): value for path, value in change.fill.items()}
    ids = {path.partition(".")[2]: v for path, v in fills.items() if path.startswith("external_")}
    found = {name: value for name, value in fills.items() if "." not in name}
    found |= {name: change.set[name] for name in ("phones", "emails") if name in change.set}
    return found | ({"external_ids": ids} if ids else {})
