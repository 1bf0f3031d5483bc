"""What happened with a customer: contacts, stages, and reasons not to contact that are lifted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from leadfold.cards import edits, stages, tasks
from leadfold.cards.stages import Outcome, Stage
from leadfold.errors import FieldError, Problem, Stale
from leadfold.model import Card, Flag, LogEntry, LogKind
from leadfold.normalise import typed
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Write
from leadfold.work.editing import (
    Writer,
    country_of,
    living_card,
    retried,
    unprocessable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Something told of a card, and the card after it; not ``is_new`` where it was told before."""

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
class Happened:
    """A card after what happened, what the log says of it, and why its open task is done by it."""

    card: Card
    data: Mapping[str, Any]
    task_done: str | None = None


Happens = Callable[[Card], Happened]
Names = Callable[[Card], list[str]]


def contact(card_id: str, told: Contact, writer: Writer) -> Recorded:
    """Write down a contact, with all that follows from it, in one transaction.

    Raises 404, 409 (the card is erased) or 422 (a phone that is not the card's).
    """

    def happens(card: Card) -> Happened:
        phone = _phone_of(card, told.phone, writer) if told.phone else None
        then = stages.contacted(card, told.outcome, rfc3339(told.at), phone)
        values = {
            "channel": told.channel,
            "outcome": told.outcome,
            "note": told.note,
            "task_id": told.task_id,
            "phone": phone,
        }
        there = card.open_task
        meant = there is not None and told.task_id in {None, there.id}
        done = told.outcome if then.ends_task and meant else None
        return Happened(card=then.card, data=values, task_done=done)

    names = [f"contact\0{writer.by}\0{told.once}"] if told.once else []
    return _tell(card_id, "contact", told.at, happens, writer, once=lambda _: names)


def stage(
    card_id: str,
    reached: Stage,
    writer: Writer,
    *,
    at: datetime,
    value: Mapping[str, str] | None = None,
    external_id: str | None = None,
) -> Recorded:
    """Write down a stage; the status of the card goes forward by it (:func:`stages.staged`).

    The same stage with the same ``external_id`` is the same one, and told once only.
    """

    def happens(card: Card) -> Happened:
        values = {"stage": reached, "value": value, "external_id": external_id}
        return Happened(card=stages.staged(card, reached, rfc3339(at)), data=values)

    def names(card: Card) -> list[str]:
        ids = (card.id, *card.members) if external_id else ()
        return [f"stage\0{one}\0{reached}\0{external_id}" for one in ids]

    return _tell(card_id, "stage", at, happens, writer, once=names)


def lift(card_id: str, flag: Flag, reason: str, writer: Writer) -> Recorded:
    """Take away a reason not to contact. Raises 404 where the card has none of it."""

    def happens(card: Card) -> Happened:
        if flag not in card.flags:
            raise Problem(404, "Not Found", "This card has no such flag.")
        flags = {name: since for name, since in card.flags.items() if name != flag}
        data = {"flag": flag, "reason": reason}
        return Happened(card=replace(card, flags=flags), data=data)

    return _tell(card_id, "flag_lifted", writer.now, happens, writer)


def _tell(
    card_id: str,
    kind: LogKind,
    at: datetime,
    happens: Happens,
    writer: Writer,
    *,
    once: Names = lambda _: [],
) -> Recorded:
    """Write a log entry with what ``happens`` to the card by it and to its open task.

    ``once`` are the names under which it may have been told before, the one to note it by first.
    """
    entry_id = writer.desk.new_id("log")

    def attempt() -> Recorded:
        card = living_card(writer.store, card_id)
        names = [writer.desk.keyed.of("once", name) for name in once(card)]
        if before := _told_before(names, writer):
            return Recorded(entry=before, card=card, is_new=False)
        happened = happens(card)
        data = {name: value for name, value in happened.data.items() if value is not None}
        entry = writer.entry(card.id, kind, data, entry_id)
        entry = replace(entry, at=rfc3339(at))
        after, writes = _with_task(card, happened, writer)
        writes += [edits.change(card, after, at=writer.at), histories.logged(entry)]
        if names:
            writes.append(
                histories.idempotency_note(
                    names[0], card_id=card.id, at=entry.at, entry_id=entry.id
                )
            )
        writer.store.transact(writes, deadline=writer.deadline)
        return Recorded(entry=entry, card=after)

    return retried(attempt, writer.deadline)


def _told_before(names: list[str], writer: Writer) -> LogEntry | None:
    noted = writer.store.get(map(histories.idempotency_key, names)) if names else {}
    for note in noted.values():
        key = histories.log_key(note["card_id"], note["at"], note["entry_id"])
        item = writer.store.get([key]).get(key)
        if item:
            return histories.log_of(item)
    return None


def _with_task(before: Card, happened: Happened, writer: Writer) -> tuple[Card, list[Write]]:
    """Close the open task, or let it say the flags as they are now, where either is due."""
    after, reason = happened.card, happened.task_done
    flags_changed = tasks.said(before.flags) != tasks.said(after.flags)
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
        raise unprocessable([FieldError("phone", "unknown", "The card has no such phone.")])
    return found[0]
