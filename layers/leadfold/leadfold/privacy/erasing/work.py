"""One part of a step of an erasure: what is done, and the note of how far the work has come."""

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
from leadfold.store import Item, Store, erasures, items
from leadfold.store.erasures import SUPPRESSING
from leadfold.store.writes import Change, Delete, Key, Write

#: Of a transaction's 100 actions, one notes how far the work has come.
_MOST_WRITES = 90
#: Keys that the store reads in one round trip.
BATCH = 100
#: Inquiries, log entries and raw bytes that make one part of a step.
PAGE = 10
_PATIENCE_SECONDS = 2.0
#: Younger parked bytes may belong to a request that is still at work; none is for longer.
GRACE = timedelta(seconds=60)

#: A write, and what it is counted as (``""``: not at all).
Counted = tuple[str, Write]


class NotYet(Exception):
    """Something of the person is just being written: a minute later it can be told whether."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One part of a step: the erasure as read, and what it is done with."""

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
        """What makes identities of values."""
        return self.desk.keyed

    @property
    def at(self) -> str:
        """When the person was to be forgotten, as it is written down."""
        return rfc3339(datetime.fromisoformat(self.state.started_at))

    @property
    def place(self) -> tuple[int, str | None]:
        """The number of the card that this part is about, and the sort key to go on behind."""
        number, _, after = self.state.cursor.partition("#")
        return int(number or 0), after or None

    @property
    def card_id(self) -> str:
        """The id of the card that this part is about."""
        return self.state.card_ids[self.place[0]]

    def cards(self) -> list[Card]:
        """Return the cards of the group; after a restore some may not be there."""
        found = self.get(map(items.card_key, self.state.card_ids))
        return [items.card_of(item) for item in found.values()]

    def card(self) -> Card | None:
        """Return the card that this part is about, ``None`` where a restore has lost it."""
        key = items.card_key(self.card_id)
        item = self.store.get([key]).get(key)
        return items.card_of(item) if item else None

    def get(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Read any number of items."""
        wanted, found = list(dict.fromkeys(keys)), dict[Key, Item]()
        for start in range(0, len(wanted), BATCH):
            found |= self.store.get(wanted[start : start + BATCH])
        return found

    def next_card(self, then: ErasureStep) -> dict[str, Any]:
        """Return what the note says when a card is through: the next one, or the next step."""
        number = self.place[0] + 1
        if number < len(self.state.card_ids):
            return {"cursor": f"{number}#"}
        return {"cursor": "", "step": then}

    def commit(
        self,
        counted: Sequence[Counted] = (),
        *,
        first: Mapping[str, Any] | None = None,
        remove: tuple[str, ...] = (),
        **last: Any,
    ) -> None:
        """Do the writes, and note them with the first and the last of the transactions they need.

        Raises ``Stale`` where somebody else has noted anything meanwhile.
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
        """Return the writes that free identities and remember the person, and what notes them."""
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
        writes = [*(("", erasures.suppressed(one, self.at)) for one in new), *writes]
        return writes, {"suppressed": [*self.state.suppressed, *erasures.named(new)]}


def counted(kind: str, writes: Iterable[Write | None]) -> list[Counted]:
    """Return those writes that there are, counted as ``kind``."""
    return [(kind, write) for write in writes if write]


def closed(entry: Item, work: Work) -> Change | None:
    """Return the write that closes a quarantine entry and leaves its ids, ``None`` if it is so."""
    is_open = entry["status"] == "open"
    closing = {
        "status": "discarded",
        "closed_at": work.at,
        "closed_by": work.state.by,
        "reason": redaction.ERASED,
    }
    told = entry.keys() & {"idempotency_key"} | (
        entry.keys() & {"reason"} if entry.get("reason") != redaction.ERASED else set()
    )
    if not (is_open or told):
        return None
    return Change(
        key=(str(entry["pk"]), str(entry["sk"])),
        set=closing if is_open else {},
        remove=("work_pk", "work_sk", *sorted(told - ({"reason"} if is_open else set()))),
        when={"status": entry["status"]},
    )
