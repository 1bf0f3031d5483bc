"""The configuration in the table (sources, owners, buckets, keys, rules), cached by each worker.

A function's environment variables are something else: see ``environment``.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from leadfold.errors import Unavailable
from leadfold.model import (
    Bucket,
    ErasureRules,
    IdentityRules,
    Owner,
    RoutingRule,
    Source,
    SourceSecrets,
)
from leadfold.store import MOST_KEYS, Store, get_all, items
from leadfold.store.writes import Key

#: How long an item is cached: a change counts everywhere after so many seconds.
_SECONDS = 5.0
#: Settings that every lead is decided by, configured or not.
_IDENTITY = items.config_key("SETTINGS", "identity")
_ROUTING = items.config_key("SETTINGS", "routing")
_ERASURE = items.config_key("SETTINGS", "erasure")
_SETTINGS = (_IDENTITY, _ROUTING, _ERASURE)


class Config:
    """Configuration read from the store.

    Items are cached for seconds. A missing item is not cached, so that new configuration counts at
    once and a stream of wrong keys fills no memory; only missing settings are.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        """Read from ``store``, as needed."""
        self._store = store
        self._clock = clock
        self._sources: dict[str, tuple[Mapping[str, Any], Source]] = {}
        self._rules: tuple[Mapping[str, Any], IdentityRules] = ({}, IdentityRules())
        self._routing: tuple[Mapping[str, Any], tuple[RoutingRule, ...]] = ({}, ())
        self._seen: dict[Key, tuple[float, Mapping[str, Any]]] = {}

    def load(self, *keys: Key) -> None:
        """Read those of the keys that are not cached, in one round trip.

        Other cached items that have expired are read with them: a lead needs a key, a source and
        its owners, one after the other, and after a quiet minute each would cost a round trip.
        """
        now = self._clock()
        missing = [key for key in keys if key not in self._seen or self._seen[key][0] <= now]
        if not missing:
            return
        along = [key for key in self._old(now) if key not in missing]
        missing += along[: max(0, MOST_KEYS - len(missing))]
        try:
            found = get_all(self._store, missing)
        except Unavailable:
            if all(key in self._seen for key in missing):
                return  # an expired item is better than turning a lead away
            raise
        for key in missing:
            self._seen.pop(key, None)
        for settings in set(_SETTINGS) & set(missing):
            found.setdefault(settings, {})
        self._seen |= {key: (now + _SECONDS, item) for key, item in found.items()}

    def _old(self, now: float) -> list[Key]:
        """Return the keys of cached items that have expired."""
        return [key for key, (until, _) in self._seen.items() if until <= now]

    def item(self, key: Key) -> Mapping[str, Any] | None:
        """Return an item of configuration."""
        self.load(key)
        return self._seen[key][1] if key in self._seen else None

    def source(self, source_id: str) -> Source | None:
        """Return a source, also a deleted one: its rules hold for the leads that came by it.

        The settings and the source's owners and buckets are read as well.
        """
        self.load(items.config_key("SOURCE", source_id), *_SETTINGS)
        item = self.item(items.config_key("SOURCE", source_id))
        if not item:
            return None
        known = self._sources.get(source_id)
        if not known or known[0] is not item:  # parse a long field map only once
            known = self._sources[source_id] = (item, items.source_of(item))
        source = known[1]
        owners = [share.owner_id for share in source.owners]
        if source.data_owner:
            owners.append(source.data_owner)
        ahead = [items.config_key("OWNER", owner_id) for owner_id in owners]
        if source.bucket:
            ahead.append(items.config_key("BUCKET", source.bucket))
        ahead += _targets(self.routing_rules(), source_id)
        self.load(*dict.fromkeys(ahead))
        return source

    def open_source(self, source_id: str) -> Source | None:
        """Return a source that leads may come by: one that is not deleted."""
        source = self.source(source_id)
        return source if source and not source.deleted_at else None

    def secrets(self, source_id: str) -> SourceSecrets:
        """Return the secrets of a source; where it has none, no check that needs one passes."""
        item = self.item(items.config_key("SECRETS", source_id))
        return items.secrets_of(item) if item else SourceSecrets()

    def owner(self, owner_id: str) -> Owner | None:
        """Return an owner."""
        item = self.item(items.config_key("OWNER", owner_id))
        return items.owner_of(item) if item else None

    def bucket(self, bucket_id: str) -> Bucket | None:
        """Return a bucket."""
        item = self.item(items.config_key("BUCKET", bucket_id))
        return items.bucket_of(item) if item else None

    def identity_rules(self) -> IdentityRules:
        """Return how identity is decided; parsed once, since every lead needs it."""
        item = self.item(_IDENTITY) or {}
        if self._rules[0] is not item:
            self._rules = (item, items.identity_rules_of(item) if item else IdentityRules())
        return self._rules[1]

    def routing_rules(self) -> Sequence[RoutingRule]:
        """Return where inquiries go; parsed once, since every lead needs it."""
        item = self.item(_ROUTING) or {}
        if self._routing[0] is not item:
            self._routing = (item, items.routing_rules_of(item))
        return self._routing[1]

    def erasure_rules(self) -> ErasureRules:
        """Return how erased people are treated who come again."""
        return items.erasure_rules_of(self.item(_ERASURE) or {})


def _targets(rules: Sequence[RoutingRule], source_id: str) -> Iterator[Key]:
    """Yield the keys of the owners and buckets to which rules may send a source's leads."""
    for rule in rules:
        if rule.sources and source_id not in rule.sources:
            continue
        if rule.bucket:
            yield items.config_key("BUCKET", rule.bucket)
        for owner_id in (rule.owner_id, *(share.owner_id for share in rule.spread)):
            if owner_id:
                yield items.config_key("OWNER", owner_id)
