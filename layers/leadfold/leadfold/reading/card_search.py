"""Cards in lists and searches: pages of short documents.

The work for a page is bounded: where many cards are looked at and few match, the page is short, and
the next one goes on from there.
"""

import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from leadfold.identity import keys, prefixes
from leadfold.model import Card, Name
from leadfold.normalise import person as people
from leadfold.resolve import aliases
from leadfold.resolve.candidates import Finder
from leadfold.store import Item, Store, items
from leadfold.store.items import card_index

#: What one page looks at before it comes back short: items of lists, and cards read for them.
_MOST_ITEMS, _MOST_CARDS = 5_000, 400
#: Cards that the store reads in one round trip.
_BATCH = 100
_SMALLEST_READ, _LARGEST_READ = 16, 500
_CARD_ID = re.compile(r"card_[0-9A-Za-z]{1,40}")
_MIN_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which cards are wanted; an owner of ``-`` means nobody's.

    ``updated_since`` is a time as the API writes it.
    """

    owner: str | None = None
    bucket: str | None = None
    source: str | None = None
    status: str | None = None
    updated_since: str | None = None

    @property
    def values(self) -> dict[str, str]:
        """The values that a card is listed by, from the most selective on."""
        wanted = {"owner_id": self.owner, "source": self.source, "bucket": self.bucket}
        wanted |= {"status": self.status}
        return {name: value for name in card_index.FILTERS if (value := wanted[name])}

    def hold(self, card: Card) -> bool:
        """Tell whether a card is wanted."""
        values = card_index.filter_values(card)
        return (
            card.state == "living"
            and all(values.get(name) == value for name, value in self.values.items())
            and (card.updated_at or card.created_at) >= (self.updated_since or "")
        )


#: Cards, and the place to go on from where there may be more.
Page = tuple[list[Card], str | None]


def list_cards(store: Store, filters: Filters, *, after: str | None, limit: int) -> Page:
    """Return a page of living cards.

    With ``updated_since`` the oldest change comes first: what changes meanwhile comes again, and
    nothing is missed. By a value the newest card comes first, otherwise the latest change.
    """
    wanted = filters.values
    if filters.updated_since or not wanted:
        newest_first = not filters.updated_since
        place = after or filters.updated_since
        size = max(_SMALLEST_READ, limit // 4)
        partitions = [
            _items(
                store,
                card_index.changes_partition(shard),
                place,
                newest_first=newest_first,
                size=size,
            )
            for shard in range(card_index.CHANGE_SHARDS)
        ]
        found = _merged(partitions, newest_first=newest_first)
    else:
        name, value = next(iter(wanted.items()))
        found = _items(
            store, card_index.value_partition(name, value), after, newest_first=True, size=limit + 1
        )

    def may_hold(item: Item) -> bool:
        return all(item.get(name) == value for name, value in wanted.items())

    return _page(store, found, may_hold, filters.hold, limit)


def search(
    finder: Finder,
    text: str,
    filters: Filters,
    today: date,
    *,
    after: str | None,
    limit: int,
) -> Page:
    """Return cards with this id, phone, e-mail, national ID, organisation number, id or name.

    An identity is looked up, a number by the rules of each source's country. Otherwise the words of
    ``text`` are prefixes of words in the cards' names, in any order; ``today`` decides the century
    of two-digit years.
    """
    if after is None and (exact := _exactly(finder, text, today)) is not None:
        return [card for card in exact if filters.hold(card)], None
    asked = prefixes.query_of(text)
    if not asked:
        return [], None
    partitions = [
        _items(finder.store, pk, after, newest_first=True, size=limit + 1)
        for pk in (card_index.term_partition(term, finder.keyed) for term in asked.terms)
    ]
    # A card may be kept under more than one of the terms.
    both = groupby(_merged(partitions, newest_first=True), key=card_index.card_id_of)
    found = (next(group) for _, group in both)
    wanted = [{card_index.mark(term, finder.keyed) for term in ways} for ways in asked.marks]
    values = filters.values

    def may_fit(item: Item) -> bool:
        marks = card_index.marks_of(item)
        return not any(marks.isdisjoint(ways) for ways in wanted) and all(
            item.get(name) == value for name, value in values.items()
        )

    def fits(card: Card) -> bool:
        return filters.hold(card) and asked.fits(prefixes.words_of(card))

    return _page(finder.store, found, may_fit, fits, limit)


def _exactly(finder: Finder, text: str, today: date) -> list[Card] | None:
    """Return the cards that a text identifies, None where it is to be searched for as a name."""
    typed = text.strip()
    if _CARD_ID.fullmatch(typed):
        card = aliases.current_card(finder.store, typed)
        return [card] if card else []
    is_address = "@" in typed
    is_number = sum(map(str.isdigit, typed)) >= _MIN_DIGITS
    is_id = ":" in typed
    if not (is_address or is_number or is_id):
        return None
    sent = {"external_ids": typed} if is_id else {}
    sent |= {"email": typed} if is_address else {}
    sent |= dict.fromkeys(("phone", "national_id", "org_number"), typed) if is_number else {}
    meant = (people.parse(sent, country, today) for country in _countries(finder.store))
    identities = list(
        dict.fromkeys(
            identity
            for person in meant
            for identity in keys.identities(person, finder.keyed, finder.rules)
        )
    )
    found = finder.find(identities[:_BATCH], Name()).candidates if identities else ()
    if not found and not is_address and any(map(str.isalpha, typed)):
        return None
    return sorted((one.card for one in found), key=lambda card: card.id, reverse=True)


def _countries(store: Store) -> list[str | None]:
    """Return the countries of the sources, whose rules a number may follow, or ``[None]``."""
    found = (item.get("country") for item in store.query("SOURCE", limit=_BATCH))
    return list(dict.fromkeys(found)) or [None]


# -- pages ----------------------------------------------------------------------------------------


def _page(
    store: Store,
    found: Iterator[Item],
    may_hold: Callable[[Item], bool],
    holds: Callable[[Card], bool],
    limit: int,
) -> Page:
    """Return the first cards that match, checked by their items first and then by themselves."""
    page: list[Card] = []
    place, seen, read = "", 0, 0
    while len(page) < limit and seen < _MOST_ITEMS and read < _MOST_CARDS:
        most = min(limit - len(page), _BATCH)
        wanted: list[str] = []
        for item in found:
            place, seen = str(item["sk"]), seen + 1
            if may_hold(item):
                wanted.append(card_index.card_id_of(item))
            if len(wanted) == most or seen == _MOST_ITEMS:
                break
        else:
            page += filter(holds, _read(store, wanted))
            return page, None
        page += filter(holds, _read(store, wanted))
        read += len(wanted)
    return page, place if next(found, None) is not None else None


def _read(store: Store, card_ids: Sequence[str]) -> Iterator[Card]:
    keys_of_cards = [items.card_key(card_id) for card_id in card_ids]
    there = store.get(keys_of_cards)
    return (items.card_of(there[key]) for key in keys_of_cards if key in there)


def _items(
    store: Store, pk: str, after: str | None, *, newest_first: bool, size: int
) -> Iterator[Item]:
    """Yield the items of a partition; more are read at once the longer it goes on."""
    after = after or None  # no cursor of ours has an empty place, and DynamoDB takes none
    while found := store.query(pk, after=after, limit=size, newest_first=newest_first):
        yield from found
        if len(found) < size:
            return
        after, size = str(found[-1]["sk"]), min(2 * size, _LARGEST_READ)


def _merged(partitions: Iterable[Iterator[Item]], *, newest_first: bool) -> Iterator[Item]:
    return heapq.merge(*partitions, key=lambda item: str(item["sk"]), reverse=newest_first)


def short_document(card: Card) -> dict[str, Any]:
    """Return the JSON of a card in a list."""
    return {
        "id": card.id,
        "customer_type": card.customer_type,
        "first_name": card.name.first or None,
        "last_name": card.name.last or None,
        "company": card.fields.get("company"),
        "phone": card.phones[0] if card.phones else None,
        "email": card.emails[0] if card.emails else None,
        "status": card.status,
        "source": card.source,
        "owner_id": card.owner_id,
        "bucket": card.bucket,
        "flags": sorted(card.flags),
        "tags": card.tags,
        "inquiries": card.inquiries,
        "created_at": card.created_at,
        "updated_at": card.updated_at or card.created_at,
        "last_inquiry_at": card.last_inquiry_at or None,
    }
