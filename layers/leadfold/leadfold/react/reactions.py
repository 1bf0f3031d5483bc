"""What the parts do about changed items, in the order in which it is done.

A message names changed items. They are read once, as they are now, and each part is given what
concerns it. A message may come twice and messages in any order, so a reaction writes what holds
now, and done again it changes nothing. A part that reacts to one more kind of item adds its step to
:func:`react`, the items that the step needs besides to ``_related``, and the kind to
``stream.WATCHED``.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from leadfold.keyed import KeyedHash
from leadfold.privacy import retention
from leadfold.reading import indexing
from leadfold.reading.deliveries import list_delivery
from leadfold.reports import recording
from leadfold.reports.objects import FactsBucket
from leadfold.resolve import pairing
from leadfold.resolve.candidates import Finder
from leadfold.runtime.config import Config
from leadfold.store import Item, Store, items
from leadfold.store.items import card_index
from leadfold.store.writes import Key
from leadfold.work import accepting
from leadfold.work.merging import Merger

#: For each card and each merge, how long others may change the same items before it fails.
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A queue message: the keys of the items that ``changed``."""

    id: str
    sent_at: datetime
    changed: Sequence[Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What reactions work with."""

    store: Store
    keyed: KeyedHash
    config: Config
    lake: FactsBucket
    new_id: Callable[[str], str]

    @property
    def finder(self) -> Finder:
        """What looks for the cards of a person, under the rules of now."""
        return Finder(store=self.store, keyed=self.keyed, rules=self.config.identity_rules())


def react(message: Message, tools: Tools) -> int:
    """Do what follows from the changes; return how many cards were compared with others.

    Raises where a step fails: the message is then to come again, whole.
    """
    keys, store = message.changed, tools.store
    # Taken before the items are read. Each change sends a message of its own, timed after the
    # change, whose reading sees it: so the fact with the latest time has the latest state.
    written_at = datetime.now(UTC).isoformat()
    known = store.get(list(dict.fromkeys([*keys, *_related(keys)])))
    for pk in dict.fromkeys(_deliveries(keys)):
        list_delivery(pk, known, store)
    changed = [known[key] for key in keys if key in known]
    recording.record(changed, tools.lake, message.id, message.sent_at, written_at=written_at)
    cards = _cards(keys)
    for card_id in cards:
        indexing.index_card(card_id, store, tools.keyed, deadline=_deadline(), known=known)
    compared = sum(_pair_up(card_id, known, tools) for card_id in cards)
    for pk, sk in keys:
        if sk == "SUGGESTION":
            _merge_by_policy(pk.removeprefix("SUGGESTION#"), known.get((pk, sk)), tools)
    return compared


def _related(keys: Sequence[Key]) -> list[Key]:
    """Return the keys of what is read with the changed items.

    A delivery and the count of its replays are listed together, whichever of them changed; a card
    is indexed and paired by what was noted the last time.
    """
    deliveries = [(pk, sk) for pk in _deliveries(keys) for sk in ("DLV", "REPLAY")]
    notes = (items.paired_key, card_index.note_key)
    return [*deliveries, *(note(card_id) for card_id in _cards(keys) for note in notes)]


def _deliveries(keys: Sequence[Key]) -> list[str]:
    return [pk for pk, sk in keys if sk in {"DLV", "REPLAY"}]


def _cards(keys: Sequence[Key]) -> list[str]:
    return [pk.removeprefix("CARD#") for pk, sk in keys if sk == "CARD"]


def _pair_up(card_id: str, known: Mapping[Key, Item], tools: Tools) -> int:
    """Suggest cards that may be the same customer; return how many the card was compared with.

    Where something was learnt of the card, the end of its retention is noted, too. Otherwise
    nothing is read or written.
    """
    if pairing.is_due(card_id, known):
        card = items.card_of(known[items.card_key(card_id)])
        retention.note(card, tools.config, tools.store)
    paired = pairing.pair_up(
        card_id, tools.finder, at=datetime.now(UTC), deadline=_deadline(), known=known
    )
    return paired.compared


def _merge_by_policy(suggestion_id: str, item: Item | None, tools: Tools) -> None:
    """Merge the cards of an open suggestion that policy decides on."""
    if not (item and item.get("automatic") and item["state"] == "open"):
        return
    finder = tools.finder
    merger = Merger(finder=finder, new_id=tools.new_id, by=accepting.POLICY, deadline=_deadline())
    accepting.merge_by_policy(suggestion_id, finder.rules, merger)


def _deadline() -> float:
    return time.monotonic() + _PATIENCE_SECONDS
