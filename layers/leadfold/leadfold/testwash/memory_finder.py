"""Finds the cards of a test wash in memory, where they are kept ready to be compared.

Ready are the most recent ones; if there are many, older ones are kept as items of a ``Memory``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from leadfold.identity import profile
from leadfold.identity.decide import Candidate
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Name
from leadfold.resolve.candidates import Finder
from leadfold.resolve.placing import Resolution
from leadfold.store import Item, items
from leadfold.store.writes import Change, Key, Overwrite

#: At most so many cards are ready; the oldest half of more is stored as items until needed again.
_READY = 1 << 17
_ADDRESS = frozenset({"fields.street", "fields.postcode", "fields.city", "fields.country"})


class PlainKeys(KeyedHash):
    """Keys that are plain values instead of hashes: they never leave the process."""

    def __init__(self) -> None:
        """Take no secret."""

    def of(self, kind: str, value: str) -> str:  # noqa: ARG002 (an identity names its kind)
        """Return the value."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryFinder(Finder):
    """Finds cards that it keeps itself.

    Rows are placed one at a time, so writes have no conditions. Suggestions are not kept.
    """

    ready: dict[str, Candidate] = field(default_factory=dict)

    def save(self, resolution: Resolution, deadline: float) -> None:
        """Keep what became of a person."""
        card, change = resolution.card, resolution.change
        if change is None:
            self._put(Candidate(card=card, profile=resolution.profile))
        elif change.set or change.fill or change.add:
            there = self.ready.get(card.id)
            has_moved = "other_addresses" in change.set or not _ADDRESS.isdisjoint(change.fill)
            card = _changed(card, change)
            known = (
                (there.profile.address, *there.profile.other_addresses)
                if there and not has_moved
                else ()
            )
            self._put(Candidate(card=card, profile=profile.of_card(card, known)))
        if resolution.claims:
            self.store.transact(resolution.claims, deadline=deadline)

    def _put(self, there: Candidate) -> None:
        ready = self.ready
        ready[there.card.id] = there
        if len(ready) > _READY:
            for card_id in list(islice(ready, _READY // 2)):
                card = ready.pop(card_id).card
                self.store.write(Overwrite(key=items.card_key(card_id), item=items.card_item(card)))

    def _read(
        self, card_ids: Iterable[str], keys: Iterable[Key]
    ) -> tuple[dict[str, Candidate | None], Mapping[Key, Item]]:
        ready = self.ready
        found: dict[str, Candidate | None] = {}
        for card_id in card_ids:
            there = ready.get(card_id)
            if there is None:
                key = items.card_key(card_id)
                card = items.card_of(self.store.get([key])[key])
                there = Candidate(card=card, profile=profile.of_card(card))
                self._put(there)
            found[card_id] = there
        return found, self.store.get(keys) if keys else {}


def _changed(card: Card, change: Change) -> Card:
    """Return a card with a change of ``changes.from_person``, as far as it is looked at again."""
    values: dict[str, Any] = {path: value for path, value in change.set.items() if "." not in path}
    inner: dict[str, Any] = {}
    for path in change.set.keys() - values.keys():
        outer, _, name = path.partition(".")
        inner.setdefault(outer, dict(getattr(card, outer)))[name] = change.set[path]
    for name in ("phones", "emails", "unchecked_ids"):
        if name in values:
            values[name] = tuple(values[name])
    if "other_names" in values:
        values["other_names"] = tuple(
            Name(first=first, last=last) for first, last in values["other_names"]
        )
    if "other_addresses" in values:
        values["other_addresses"] = items.addresses_of(values["other_addresses"])
    for path, value in change.fill.items():
        outer, _, name = path.partition(".")
        if not name:
            values.setdefault(outer, getattr(card, outer) or value)
        else:
            inner.setdefault(outer, dict(getattr(card, outer))).setdefault(name, value)
    return replace(card, **values, **inner, evidence=card.evidence + change.add.get("evidence", 0))
