"""A card is edited by hand; the identities that lead to it follow its values."""

from dataclasses import replace

from leadfold.cards import edits, routing, tasks
from leadfold.errors import Problem
from leadfold.model import Card, Warn
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Check, Write
from leadfold.work.card_edit import CardEdit, edited
from leadfold.work.identity_writes import identity_writes
from leadfold.work.writer import Writer, living_card

#: What one transaction takes.
_MOST_WRITES = 100


def edit(
    card_id: str, wanted: CardEdit, writer: Writer, if_match: str | None = None
) -> tuple[Card, tuple[Warn, ...]]:
    """Change a card as a person wants, and return it with what looks odd about the values.

    ``if_match`` is the tag of the card that the person saw (:func:`leadfold.cards.edits.tag`);
    without it the edit is made whatever the card has become. What changes nothing writes nothing.

    Raises 404, 409 (erased; the national ID of another card), 412 (not what was seen) or 422 with
    every bad field named.
    """
    entry_id = writer.desk.new_id("log")

    def attempt() -> tuple[Card, tuple[Warn, ...]]:
        card = living_card(writer.store, card_id)
        if if_match and not edits.matches(if_match, card):
            detail = "The card has changed since it was read. Read it again, and decide again."
            raise Problem(412, "Precondition Failed", detail)
        after, warnings = edited(card, wanted, writer)
        if edits.changed(card, after):
            after, writes = _with_task_handed_over(card, after, writer)
            entry = writer.entry(card.id, "edited", edits.log_data(card, after), entry_id)
            writes += [
                edits.change(card, after, at=writer.at, origin=entry.id, is_edit=True),
                histories.logged(entry),
                *identity_writes(card, after, writer),
            ]
            if after.company_card_id and after.company_card_id != card.company_card_id:
                company = items.card_key(after.company_card_id)
                writes.append(Check(key=company, when={"state": "living"}))
            if len(writes) > _MOST_WRITES:
                raise Problem(422, "Unprocessable Content", "Change less of the card at once.")
            writer.store.transact(writes, deadline=writer.deadline)
        return after, warnings

    return retry_stale(attempt, writer.deadline)


def _with_task_handed_over(before: Card, after: Card, writer: Writer) -> tuple[Card, list[Write]]:
    """Give the open task to the new owner of a card, where the owner changes."""
    if before.owner_id == after.owner_id or not before.open_task:
        return after, []
    key = items.task_key(before.open_task.id)
    task = items.task_of(writer.store.get([key])[key])
    config, bucket = writer.config, after.bucket and writer.config.bucket(after.bucket)
    owner_id = routing.assignee(after.owner_id, bucket or None, config.owner, writer.now)
    handed = replace(task, owner_id=owner_id, overdue_at=None)
    if owner_id == task.owner_id:
        return after, []
    return replace(after, open_task=tasks.open_task(handed)), [tasks.rewritten(task, handed)]
