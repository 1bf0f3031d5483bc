"""One batch of a step of an erasure: its writes, and the note of how far the erasure has come."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from leadfold.cards import redaction
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Erasure, ErasureStep, IdentityKey
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import Item, Store, get_all, items
from leadfold.store.items import erasures
from leadfold.store.items.erasures import SUPPRESSING
from leadfold.store.writes import Change, Delete, Key, Write

#: Of a transaction's 100 actions, one notes how far the erasure has come.
_MOST_WRITES = 90
#: Inquiries, log entries or raw objects in one batch.
PAGE = 10
_PATIENCE_SECONDS = 2.0
#: Younger parked bytes may belong to a request that is still running; none runs for longer.
GRACE = timedelta(seconds=60)

#: A write, and what it is counted as (``""``: not at all).
Counted = tuple[str, Write]


class TryLater(Exception):
    """A request may still be writing data of the person: try again a minute later."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """One batch of a step: ``state`` is the erasure as read, the others are what it needs."""

    state: Erasure
    desk: Desk
    config: Config
    now: datetime

    @property
    def store(self) -> Store:
        """Where the cards are."""
        return self.desk.store

    @property
    def keyed(self) -> KeyedHash:
        """The keyed hash that turns values into identities."""
        return self.desk.keyed

    @property
    def at(self) -> str:
        """When the erasure began, in the form in which times are stored."""
        return rfc3339(datetime.fromisoformat(self.state.started_at))

    @property
    def position(self) -> tuple[int, str | None]:
        """The number of this batch's card, and the sort key after which to go on."""
        number, _, after = self.state.cursor.partition("#")
        return int(number or 0), after or None

    @property
    def card_id(self) -> str:
        """The id of this batch's card."""
        return self.state.card_ids[self.position[0]]

    def cards(self) -> list[Card]:
        """Return the erased card and its members; after a restore some may be missing."""
        found = self.get(map(items.card_key, self.state.card_ids))
        return [items.card_of(item) for item in found.values()]

    def card(self) -> Card | None:
        """Return this batch's card, ``None`` where a restore has lost it."""
        key = items.card_key(self.card_id)
        item = self.store.get([key]).get(key)
        return items.card_of(item) if item else None

    def get(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Read any number of items."""
        return get_all(self.store, keys)

    def next_card(self, next_step: ErasureStep) -> dict[str, Any]:
        """Return the values to note when a card is done: the next card, or the next step."""
        number = self.position[0] + 1
        if number < len(self.state.card_ids):
            return {"cursor": f"{number}#"}
        return {"cursor": "", "step": next_step}

    def commit(
        self,
        counted: Sequence[Counted] = (),
        *,
        first: Mapping[str, Any] | None = None,
        remove: tuple[str, ...] = (),
        **last: Any,
    ) -> None:
        """Do the writes, in as many transactions as they need, and note the progress.

        ``first`` is noted with the first transaction, ``remove`` and ``last`` with the last one.
        Raises ``Stale`` where another worker has noted anything meanwhile.
        """
        parts = [
            counted[start : start + _MOST_WRITES] for start in range(0, len(counted), _MOST_WRITES)
        ] or [()]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            noted = Counter(kind for kind, _ in part if kind)
            note = Change(
                key=erasures.erasure_key(self.state.id),
                set={**((first or {}) if number == 0 else {}), **(last if is_last else {})},
                add={"v": 1, **{f"counts.{kind}": many for kind, many in noted.items()}},
                remove=remove if is_last else (),
                when={"v": self.state.v},
            )
            deadline = time.monotonic() + _PATIENCE_SECONDS
            self.store.transact([*(write for _, write in part), note], deadline=deadline)
            self.state = replace(self.state, v=self.state.v + 1)

    def unclaimed(self, identities: Sequence[IdentityKey]) -> tuple[list[Counted], dict[str, Any]]:
        """Return the writes that free identities, and the values that note the suppressed ones.

        Identities by which the person is recognised later are suppressed: their hashes are kept.
        """
        wanted = list(dict.fromkeys(identities))
        found = self.get(map(items.identity_key, wanted))
        mine, writes = set(self.state.card_ids), list[Counted]()
        for identity in wanted:
            key = items.identity_key(identity)
            there = found.get(key)
            if there and mine & set(there["cards"]):
                rest = [card_id for card_id in there["cards"] if card_id not in mine]
                when = {"v": there["v"]}
                if rest:
                    writes.append(
                        (
                            "identities",
                            Change(key=key, set={"cards": rest}, add={"v": 1}, when=when),
                        )
                    )
                else:
                    writes.append(("identities", Delete(key=key, when=when)))
        new = [
            one
            for one in wanted
            if one.kind in SUPPRESSING and erasures.named([one])[0] not in self.state.suppressed
        ]
        if not new:
            return writes, {}
        writes = [*(("", erasures.suppressed(one, self.at, self.state.id)) for one in new), *writes]
        return writes, {"suppressed": [*self.state.suppressed, *erasures.named(new)]}


def counted(kind: str, writes: Iterable[Write | None]) -> list[Counted]:
    """Return the writes that are not ``None``, each counted as ``kind``."""
    return [(kind, write) for write in writes if write]


def closed(entry: Item, batch: Batch) -> Change | None:
    """Return the write that closes a quarantine entry and leaves only its ids and marks.

    ``None`` where it is closed and empty already.
    """
    closing = {"reason": redaction.ERASED} if entry["status"] != "released" else {}
    if entry["status"] == "open":
        closing |= {"status": "discarded", "closed_at": batch.at, "closed_by": batch.state.by}
    told = entry.keys() & {"idempotency_key"}
    if not told and all(entry.get(name) == value for name, value in closing.items()):
        return None
    return Change(
        key=(str(entry["pk"]), str(entry["sk"])),
        set=closing,
        remove=("work_pk", "work_sk", *sorted(told)),
        when={"status": entry["status"]},
    )


def forgotten(entry: Item, batch: Batch) -> list[Counted]:
    """Return the writes that close a quarantine entry and take away what it is found by."""
    closing = closed(entry, batch)
    if "marks" not in entry:
        return counted("quarantine", [closing])
    held = items.quarantine_of(entry)
    bare = closing or Change(key=items.quarantine_key(held.id), when={"status": held.status})
    found_by = (Delete(key=items.marked_key(mark, held.raw_name)) for mark in held.marks)
    return [
        ("quarantine" if closing else "", replace(bare, remove=(*bare.remove, "marks"))),
        *(("", write) for write in found_by),
    ]
