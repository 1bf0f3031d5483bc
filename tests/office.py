"""The service for tests, without HTTP: a configured store, short calls, and a look at its items."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from leadfold.ids import new_id
from leadfold.intake.answer import Answer
from leadfold.intake.sweep import sweep
from leadfold.intake.take_in import take_in
from leadfold.keyed import KeyedHash
from leadfold.model import Arrival, Card, Inquiry, Share, Source, Task
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import Item, RawBytes, Store, items
from leadfold.store.memory import Memory
from leadfold.store.table import Table, _item
from leadfold.store.writes import Overwrite

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
SITE = Source(
    id="site",
    country="NO",
    bucket="sales",
    owners=(Share(owner_id="ann"),),
    data_owner="dora",
    response_minutes=60,
)
OWNERS: Mapping[str, Mapping[str, Any]] = {
    "ann": {"name": "Ann", "email": "ann@leadfold.example"},
    "bob": {"name": "Bob", "email": "bob@leadfold.example"},
    "dora": {"name": "Dora"},
    "gone": {"name": "Gone", "active": False},
    "ill": {"name": "Ill", "away_until": "2026-12-01T00:00:00+00:00"},
    "back": {"name": "Back", "away_until": "2026-11-01T00:00:00+00:00"},
}
BUCKETS: Mapping[str, Mapping[str, Any]] = {
    "sales": {"name": "Sales", "default_owner": "bob"},
    "nobody": {"name": "Without a default owner"},
}
SECRET = b"a secret of tests, 32 bytes long"


class _Failing:
    """A store of which every method raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*_args: object, **_options: object) -> Any:
            raise self._error

        return fail


@dataclass
class Office:
    """A desk on a store with owners, buckets and one source; what a test does and looks at."""

    store: Store
    raw: RawBytes = field(default_factory=Memory)
    source: Source = SITE
    patience: float = 60.0
    secret: bytes = SECRET

    def __post_init__(self) -> None:
        writes = [
            Overwrite(key=items.config_key(kind, name), item={"id": name, **values})
            for kind, configured in (("OWNER", OWNERS), ("BUCKET", BUCKETS))
            for name, values in configured.items()
        ]
        self.store.transact(writes, deadline=time.monotonic() + 60)
        self.use()

    def use(self, **changes: Any) -> None:
        """Change the configuration of the source."""
        self.source = replace(self.source, **changes)
        key = items.config_key("SOURCE", self.source.id)
        self.store.write(Overwrite(key=key, item=asdict(self.source)))
        self.reopen()

    def reopen(self) -> None:
        """Make a new desk and configuration, whose caches are empty, as a new worker does."""
        self.config = Config(self.store)
        self.desk = Desk(
            store=self.store,
            raw=self.raw,
            keyed=KeyedHash(self.secret),
            directory=self.config,
            new_id=new_id,
        )

    # -- calls ------------------------------------------------------------------------------------

    def post(
        self,
        lead: Mapping[str, Any] | None = None,
        /,
        *,
        at: datetime = NOON,
        source: Source | None = None,
        key: str | None = None,
        **fields: Any,
    ) -> Answer:
        """Post one lead: fields by keyword, or in a mapping if a name is no identifier."""
        body = json.dumps({**(lead or {}), **fields}).encode()
        return self.post_body(body, at=at, source=source, key=key)

    def post_body(
        self,
        body: bytes,
        content_type: str = "application/json",
        *,
        at: datetime = NOON,
        source: Source | None = None,
        key: str | None = None,
    ) -> Answer:
        arrival = Arrival(body=body, content_type=content_type, received_at=at, idempotency_key=key)
        deadline = time.monotonic() + self.patience
        return take_in(arrival, source or self.source, self.desk, deadline=deadline)

    @contextmanager
    def store_failing(self, error: Exception) -> Iterator[None]:
        """Let every call of the store by the desk fail."""
        working = self.desk
        self.desk = replace(working, store=cast(Store, _Failing(error)))
        try:
            yield
        finally:
            self.desk = working

    def sweep(self, *, at: datetime = NOON + timedelta(minutes=5)) -> dict[str, int]:
        return sweep(self.desk, self.config, now=at, until=time.monotonic() + 60)

    # -- items ------------------------------------------------------------------------------------

    def everything(self) -> list[Item]:
        """Every item of the store."""
        if isinstance(self.store, Memory):
            return self.store.everything()
        assert isinstance(self.store, Table)
        pages = self.store._client.get_paginator("scan").paginate(
            TableName=self.store._name, ConsistentRead=True
        )
        return [_item(attributes) for page in pages for attributes in page["Items"]]

    def stored(self, kind: str) -> list[Item]:
        """Items whose sort key begins with this word: CARD, INQ, TASK, ID, DLV, SUGGESTION …"""
        return [item for item in self.everything() if str(item["sk"]).partition("#")[0] == kind]

    @property
    def cards(self) -> list[Card]:
        """Every card, oldest first."""
        return sorted(map(items.card_of, self.stored("CARD")), key=lambda card: card.id)

    def card(self, answer: Answer) -> Card:
        key = items.card_key(str(answer.card_id))
        return items.card_of(self.store.get([key])[key])

    def inquiries(self, card_id: str | None) -> list[Inquiry]:
        """Inquiries of a card, by date."""
        found = self.store.query(f"CARD#{card_id}", prefix="INQ#", limit=200)
        return [items.inquiry_of(item) for item in found]

    def inquiry(self, answer: Answer) -> Inquiry:
        return next(i for i in self.inquiries(answer.card_id) if i.id == answer.inquiry_id)

    def task(self, answer: Answer) -> Task:
        key = items.task_key(str(answer.task_id))
        return items.task_of(self.store.get([key])[key])

    @property
    def suggested(self) -> dict[frozenset[str], str]:
        """Pairs of cards that are suggested, each with the kind of suggestion."""
        return {frozenset(item["cards"]): item["kind"] for item in self.stored("SUGGESTION")}

    @property
    def held(self) -> dict[str, str]:
        """Quarantine entries: id → code."""
        return {item["id"]: item["code"] for item in self.stored("QUARANTINE")}
