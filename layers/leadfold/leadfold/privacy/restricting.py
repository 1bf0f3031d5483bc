"""A card whose use is restricted (GDPR, article 18): a flag, with a reason in its timeline."""

from datetime import datetime

from leadfold.errors import Problem
from leadfold.ids import new_id
from leadfold.model import Card, LogEntry
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.store import Store, items
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Change

_FLAG = "restricted"


def restrict(
    card_id: str,
    store: Store,
    *,
    on: bool,
    by: str,
    reason: str,
    at: datetime,
    deadline: float,
) -> Card | None:
    """Restrict the use of a card, or lift that (``on`` false), and return it.

    Done again it changes nothing. ``None`` where there is no such card; raises 409 for one that is
    erased. ``by`` is the id of an API key; ``deadline`` is by the monotonic clock.
    """
    entry_id = new_id("log")

    def attempt() -> Card | None:
        card = aliases.current_card(store, card_id)
        if not card or (_FLAG in card.flags) == on:
            return card
        if card.state != "living":
            raise Problem(409, "Conflict", "This card is erased.")
        moment = rfc3339(at)
        flags = {str(name): since for name, since in card.flags.items() if name != _FLAG}
        if on:
            flags[_FLAG] = moment
        entry = LogEntry(
            id=entry_id,
            card_id=card.id,
            kind="restricted" if on else "flag_lifted",
            at=moment,
            written_at=moment,
            by=by,
            data={"flag": _FLAG, "reason": reason},
        )
        change = Change(
            key=items.card_key(card.id),
            set={"updated_at": moment} | ({"flags": flags} if flags else {}),
            add={"version": 1},
            remove=() if flags else ("flags",),
            when={
                "state": "living",
                "version": card.version,
                "flags": dict(card.flags) if card.flags else None,
            },
        )
        store.transact([change, histories.logged(entry)], deadline=deadline)
        return aliases.current_card(store, card_id)

    return retry_stale(attempt, deadline)
