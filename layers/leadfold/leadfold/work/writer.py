"""Who writes to a card by hand, and what editing, manual entry and outcomes have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leadfold.errors import Problem
from leadfold.model import Card, LogEntry, LogKind
from leadfold.normalise import org_number
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, when, and with what; ``by`` is the id of an API key."""

    desk: Desk
    config: Config
    by: str
    now: datetime
    deadline: float

    @property
    def at(self) -> str:
        """The time of the change, as it is stored."""
        return rfc3339(self.now)

    @property
    def store(self) -> Store:
        """Where the cards are."""
        return self.desk.store

    def entry(
        self, card_id: str, kind: LogKind, data: Mapping[str, Any], entry_id: str
    ) -> LogEntry:
        """Return the log entry of a change to a card."""
        return LogEntry(
            id=entry_id,
            card_id=card_id,
            kind=kind,
            at=self.at,
            written_at=self.at,
            by=self.by,
            data=data,
        )


def living_card(store: Store, card_id: str) -> Card:
    """Return the living card of an id. Raises 404, or 409 where it is erased."""
    card = aliases.current_card(store, card_id)
    if not card:
        raise Problem(404, "Not Found", "There is no card with this id.")
    if card.state != "living":
        raise Problem(409, "Conflict", f"This card is {card.state}.")
    return card


def country_of(card: Card, config: Config) -> str | None:
    """Return the country of a card's numbers that name none: its own, or its source's."""
    if country := card.fields.get("country"):
        return country
    source = config.source(card.source) if card.source else None
    return source.country if source else None


def org_number_key(card: Card, config: Config, day: date) -> str | None:
    """Return the key of a card's organisation number; ``None`` where it has no valid one."""
    number = card.fields.get("org_number")
    if not number:
        return None
    found = org_number.parse(number, country_of(card, config), day)
    return org_number.key(found) if found else None
