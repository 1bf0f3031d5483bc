"""Outcomes are recorded on a card: contacts, stages, and flags that are lifted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from leadfold.cards import edits, stages, tasks
from leadfold.cards.stages import Outcome, Stage
from leadfold.errors import FieldError, Problem, Stale, unprocessable
from leadfold.model import Card, Flag, LogEntry, LogKind
from leadfold.normalise import typed
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Write
from leadfold.work.writer import Writer, country_of, living_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A log entry, and the card after it; not ``is_new`` where it was recorded before."""

    entry: LogEntry
    card: Card
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An attempt to reach a customer; ``once`` is an Idempotency-Key.

    ``phone`` says which number was called, ``task_id`` for which task.
    """

    channel: str
    outcome: Outcome
    at: datetime
    note: str | None = None
    task_id: str | None = None
    phone: str | None = None
    once: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an outcome does: the card after it, the data of its log entry, why the task is done.

    ``task_done`` is ``None`` where the open task stays open.
    """

    card: Card
    data: Mapping[str, Any]
    task_done: str | None = None


EffectOn = Callable[[Card], Effect]
Names = Callable[[Card], list[str]]


def record_contact(card_id: str, contact: Contact, writer: Writer) -> Recorded:
    """Record a contact, with all that follows from it, in one transaction.

    Raises 404, 409 (the card is erased) or 422 (a phone that is not the card's).
    """

    def effect_on(card: Card) -> Effect:
        phone = _phone_of(card, contact.phone, writer) if contact.phone else None
        then = stages.contacted(card, contact.outcome, rfc3339(contact.at), phone)
        values = {
            "channel": contact.channel,
            "outcome": contact.outcome,
            "note": contact.note,
            "task_id": contact.task_id,
            "phone": phone,
        }
        task = card.open_task
        is_for_task = task is not None and contact.task_id in {None, task.id}
        done = contact.outcome if then.ends_task and is_for_task else None
        return Effect(card=then.card, data=values, task_done=done)

    names = [f"contact\0{writer.by}\0{contact.once}"] if contact.once else []
    return _record(card_id, "contact", contact.at, effect_on, writer, once=lambda _: names)


def record_stage(
    card_id: str,
    reached: Stage,
    writer: Writer,
    *,
    at: datetime,
    value: Mapping[str, str] | None = None,
    external_id: str | None = None,
) -> Recorded:
    """Record a stage; the status of the card goes forward by it (:func:`stages.staged`).

    The same stage with the same ``external_id`` is recorded once only.
    """

    def effect_on(card: Card) -> Effect:
        values = {"stage": reached, "value": value, "external_id": external_id}
        return Effect(card=stages.staged(card, reached, rfc3339(at)), data=values)

    def names(card: Card) -> list[str]:
        ids = (card.id, *card.members) if external_id else ()
        return [f"stage\0{one}\0{reached}\0{external_id}" for one in ids]

    return _record(card_id, "stage", at, effect_on, writer, once=names)


def lift_flag(card_id: str, flag: Flag, reason: str, writer: Writer) -> Recorded:
    """Remove a flag, a reason not to contact. Raises 404 where the card has no such flag."""

    def effect_on(card: Card) -> Effect:
        if flag not in card.flags:
            raise Problem(404, "Not Found", "This card has no such flag.")
        flags = {name: since for name, since in card.flags.items() if name != flag}
        data = {"flag": flag, "reason": reason}
        return Effect(card=replace(card, flags=flags), data=data)

    return _record(card_id, "flag_lifted", writer.now, effect_on, writer)


def _record(
    card_id: str,
    kind: LogKind,
    at: datetime,
    effect_on: EffectOn,
    writer: Writer,
    *,
    once: Names = lambda _: [],
) -> Recorded:
    """Write a log entry together with its effect on the card and on the open task.

    ``once`` returns the names under which it may have been recorded before; it is recorded under
    the first one.
    """
    entry_id = writer.desk.new_id("log")

    def attempt() -> Recorded:
        card = living_card(writer.store, card_id)
        names = [writer.desk.keyed.of("once", name) for name in once(card)]
        if before := _recorded_before(names, writer):
            return Recorded(entry=before, card=card, is_new=False)
        effect = effect_on(card)
        data = {name: value for name, value in effect.data.items() if value is not None}
        entry = writer.entry(card.id, kind, data, entry_id)
        entry = replace(entry, at=rfc3339(at))
        after, writes = _with_task(card, effect, writer)
        writes += [edits.change(card, after, at=writer.at), histories.logged(entry)]
        if names:
            writes.append(
                histories.idempotency_note(
                    names[0], card_id=card.id, at=entry.at, entry_id=entry.id
                )
            )
        writer.store.transact(writes, deadline=writer.deadline)
        return Recorded(entry=entry, card=after)

    return retry_stale(attempt, writer.deadline)


def _recorded_before(names: list[str], writer: Writer) -> LogEntry | None:
    noted = writer.store.get(map(histories.idempotency_key, names)) if names else {}
    for note in noted.values():
        key = histories.log_key(note["card_id"], note["at"], note["entry_id"])
        item = writer.store.get([key]).get(key)
        if item:
            return histories.log_of(item)
    return None


def _with_task(before: Card, effect: Effect, writer: Writer) -> tuple[Card, list[Write]]:
    """Close the open task, or update the flags that it shows, where the effect calls for it."""
    after, reason = effect.card, effect.task_done
    flags_changed = tasks.shown_flags(before.flags) != tasks.shown_flags(after.flags)
    if not before.open_task or not (reason or flags_changed):
        return after, []
    key = items.task_key(before.open_task.id)
    item = writer.store.get([key]).get(key)
    if not item or item["status"] != "open":
        raise Stale  # closed since the card was read
    task = items.task_of(item)
    if reason:
        done = tasks.done(task, at=writer.at, by=writer.by, reason=reason)
        return replace(after, open_task=None), [tasks.rewritten(task, done)]
    return after, [tasks.rewritten(task, tasks.flagged(task, after.flags))]


def _phone_of(card: Card, text: str, writer: Writer) -> str:
    """Return the card's phone that a text is. Raises 422 where it has no such phone."""
    country = country_of(card, writer.config)
    found, _, _ = typed.contacts("phone", text, country, writer.now.date())
    if not found or found[0] not in card.phones:
        raise unprocessable(FieldError("phone", "unknown", "The card has no such phone."))
    return found[0]
