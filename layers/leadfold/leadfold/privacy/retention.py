"""Retention: a card is erased that had no new inquiry for the retention days of its source.

Of several sources the one with the longest retention counts; a source without ``retention_days``
keeps its cards for good. Won customers are kept, since other rules hold for them, and so are
restricted cards. ``react`` notes the earliest end of a card's retention once something is learnt of
the card; ``upkeep`` looks at the card then, and notes a later end where there is one.
"""

import time
from contextlib import suppress
from datetime import datetime, timedelta

from leadfold.errors import Stale
from leadfold.model import Card
from leadfold.normalise.dates import rfc3339
from leadfold.privacy.erasing import lifecycle
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import Store, items, walk
from leadfold.store.items import erasures
from leadfold.store.writes import Delete, Overwrite, Put

#: Stored as ``by`` and ``reason`` of the erasures that begin here.
BY = "retention"
_PAGE = 50
_INQUIRIES = 200
_PATIENCE_SECONDS = 5.0
#: A card that may not be erased now is looked at again after this time.
_AGAIN = timedelta(days=30)


def note(card: Card, config: Config, store: Store) -> None:
    """Note the earliest end of a card's retention, unless it is noted or its source has none."""
    source = config.source(card.source) if card.source else None
    if not source or not source.retention_days:
        return
    at = rfc3339(_last(card) + timedelta(days=source.retention_days))
    with suppress(Stale):  # there is a note: ``upkeep`` moves it when its time has come
        store.write(
            Put(key=erasures.retention_key(card.id), item=erasures.retention_note(card.id, at))
        )


def erase_due(desk: Desk, config: Config, *, now: datetime, until: float) -> int:
    """Begin to erase the cards whose retention is over; return how many.

    Runs in ``upkeep``; ``until`` is by the monotonic clock. ``lifecycle.go_on`` does the rest.
    """
    begun = 0
    for shard in range(items.DUE_SHARDS):
        partition = erasures.retention_partition(shard)
        while due := desk.store.query_index("due", partition, until=rfc3339(now), limit=_PAGE):
            for item in due:
                if time.monotonic() >= until:
                    return begun
                begun += _look(str(item["card_id"]), str(item["due_sk"]), desk, config, now)
    return begun


def _look(card_id: str, due_sk: str, desk: Desk, config: Config, now: datetime) -> bool:
    """Begin to erase a card whose retention is over, else note when to look again.

    Returns whether it was begun.
    """
    store, key = desk.store, erasures.retention_key(card_id)
    item = store.get([items.card_key(card_id)]).get(items.card_key(card_id))
    card = items.card_of(item) if item else None
    if not card or card.state != "living":  # a merged card has the retention of the living one
        with suppress(Stale):
            store.write(Delete(key=key, when={"due_sk": due_sk}))
        return False
    end = _end(card, config, store)
    if end and end <= now and card.status != "won" and "restricted" not in card.flags:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        lifecycle.begin(card_id, desk, config, by=BY, at=now, deadline=deadline, reason=BY)
        store.write(Delete(key=key))
        return True
    again = max(end, now + timedelta(days=1)) if end and end > now else now + _AGAIN
    store.write(Overwrite(key=key, item=erasures.retention_note(card_id, rfc3339(again))))
    return False


def _end(card: Card, config: Config, store: Store) -> datetime | None:
    """Return the end of a card's retention, ``None`` where one of its sources has none."""
    names = {card.source} if card.source else set()
    for card_id in (card.id, *card.members):
        names |= _sources_of(card_id, store)
    days = []
    for name in names:
        source = config.source(name)
        if not source or not source.retention_days:
            return None
        days.append(source.retention_days)
    return _last(card) + timedelta(days=max(days)) if days else None


def _sources_of(card_id: str, store: Store) -> set[str]:
    """Return the source ids of a card's inquiries."""
    pk, _ = items.card_key(card_id)
    return {str(item["source"]) for item in walk(store, pk, prefix="INQ#", size=_INQUIRIES)}


def _last(card: Card) -> datetime:
    return datetime.fromisoformat(card.last_inquiry_at or card.created_at)
