"""What the calls of the api function work with: its tools, and the card that a path names."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from leadfold import reading
from leadfold.intake.notices import QueuedNotice
from leadfold.model import Card
from leadfold.resolve import aliases
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import items
from leadfold.web.http import Request, existing

#: The detail of a 404.
NO_CARD = "There is no card with this id."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the api function works with. ``collect`` queues a platform's notice to be read again."""

    desk: Desk
    config: Config
    api_url: str
    collect: Callable[[QueuedNotice], None]

    def key_name(self, key_id: str) -> str | None:
        """Return the name of an API key, ``None`` for an id that is no key's."""
        item = self.config.item(items.config_key("KEYS", key_id)) if key_id else None
        return str(item["name"]) if item else None


def deadline(seconds: float = 8.0) -> float:
    """Return the moment, by ``time.monotonic``, until which a call tries to write."""
    return time.monotonic() + seconds


def current_card(tools: Tools, request: Request) -> Card:
    """Return the card that the id in the path stands for now. Raises 404."""
    return existing(aliases.current_card(tools.desk.store, request.parameters["id"]), NO_CARD)


def whole_card(tools: Tools, card_id: str) -> reading.CardWhole:
    """Return a card with what its document shows of its inquiries and log. Raises 404."""
    return existing(reading.card(tools.desk.store, card_id), NO_CARD)
