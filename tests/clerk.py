"""A person at work with an office's cards, for tests: edits, entries, contacts and stages."""

import time
from typing import Any

from leadfold.errors import Problem
from leadfold.model import Card
from leadfold.store import items
from leadfold.work import editing, manual_entry, outcomes
from leadfold.work.card_edit import CardEdit
from leadfold.work.manual_entry import Entry
from leadfold.work.outcomes import Contact
from leadfold.work.writer import Writer
from tests.office import NOON, Office


class Clerk:
    """Somebody at work with an office's cards."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @property
    def writer(self) -> Writer:
        return Writer(
            desk=self.office.desk,
            config=self.office.config,
            by="key_ann",
            now=NOON,
            deadline=time.monotonic() + 60,
        )

    def edit(self, card_id: Any, *, if_match: str | None = None, **wanted: Any) -> Card | int:
        """Edit a card; return it, or the status of what was wrong."""
        try:
            return editing.edit(card_id, CardEdit(**wanted), self.writer, if_match)[0]
        except Problem as problem:
            return problem.status

    def enter(self, once: str | None = None, **fields: str) -> str:
        return manual_entry.enter(Entry(fields=fields, once=once), self.writer).card_id

    def contact(self, card_id: Any, outcome: Any, **more: Any) -> outcomes.Recorded:
        told = Contact(channel="phone", outcome=outcome, at=NOON, **more)
        return outcomes.record_contact(card_id, told, self.writer)

    def stage(self, card_id: Any, stage: Any, **more: Any) -> outcomes.Recorded:
        return outcomes.record_stage(card_id, stage, self.writer, at=NOON, **more)


def card_of(office: Office, card_id: Any) -> Card:
    key = items.card_key(card_id)
    return items.card_of(office.store.get([key])[key])


def leads_to(office: Office, kind: str) -> list[list[str]]:
    """Return the cards that each identity of a kind leads to."""
    return [item["cards"] for item in office.stored("ID") if item["pk"].startswith(f"ID#{kind}#")]
