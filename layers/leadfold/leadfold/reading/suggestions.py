"""Held leads and suggestions that are open, by owner and time."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from leadfold.identity import words
from leadfold.model import Card, QuarantineEntry, Suggestion
from leadfold.reading.search import short_document
from leadfold.resolve import aliases
from leadfold.store import Store, items

_PAGE = 100


def quarantine(
    store: Store,
    *,
    owner: str | None,
    source: str | None,
    code: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[QuarantineEntry], str | None]:
    """Return a page of held leads, due first, and the place to go on from."""
    found = _open_work(store, "QUARANTINE", owner, after, None)
    wanted = (
        item
        for item in found
        if (not source or item["source"] == source) and (not code or item["code"] == code)
    )
    page, following = _page(wanted, limit)
    return [items.quarantine_of(item) for item in page], following


def suggestions(
    store: Store, *, owner: str | None, kind: str | None, after: str | None, limit: int
) -> tuple[list[Suggestion], str | None]:
    """Return a page of open suggestions, oldest first, and the place to go on from."""
    found = _open_work(store, "SUGGESTION", owner, after, None)
    wanted = (item for item in found if not kind or item["kind"] == kind)
    page, following = _page(wanted, limit)
    return [items.suggestion_of(item) for item in page], following


def cards_of(store: Store, found: Sequence[Suggestion]) -> dict[str, Card]:
    """Return the cards that stand for those of suggestions now, by the ids that these name."""
    return aliases.current_cards(store, (one for suggestion in found for one in suggestion.cards))


def _open_work(
    store: Store, kind: str, owner: str | None, after: str | None, until: str | None
) -> Iterator[Mapping[str, Any]]:
    """Yield open items by their due times; an owner of ``-`` means nobody's.

    Of all owners' partitions the next ones are merged.
    """
    owners = [owner] if owner else [*owner_ids(store), items.UNASSIGNED]
    partitions = [
        _open_items(store, items.work_partition(kind, name), after, until) for name in owners
    ]
    return heapq.merge(*partitions, key=lambda item: str(item["work_sk"]))


def _page(
    found: Iterator[Mapping[str, Any]], limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Return the first items, and the place behind them where there are more."""
    page = list(islice(found, limit + 1))
    return page[:limit], str(page[limit - 1]["work_sk"]) if len(page) > limit else None


def owner_ids(store: Store) -> Iterator[str]:
    """Yield the ids of all owners."""
    after = None
    while batch := store.query("OWNER", after=after, limit=_PAGE):
        yield from (str(item["id"]) for item in batch)
        after = str(batch[-1]["sk"])


def _open_items(
    store: Store, partition: str, after: str | None, until: str | None
) -> Iterator[Mapping[str, Any]]:
    while batch := store.query_index("work", partition, after=after, until=until, limit=_PAGE):
        yield from batch
        after = str(batch[-1]["work_sk"])


def quarantine_document(entry: QuarantineEntry) -> dict[str, Any]:
    """Return the JSON of a held lead, without what it says."""
    return {
        "id": entry.id,
        "source": entry.source,
        "code": entry.code,
        "status": entry.status,
        "received_at": entry.received_at,
        "due_at": entry.due_at,
        "owner_id": entry.owner_id,
        "delivery_id": entry.delivery_id,
        "closed_at": entry.closed_at,
        "closed_by": entry.closed_by,
        "reason": entry.reason,
        "card_id": entry.card_id,
        "inquiry_id": entry.inquiry_id,
    }


def suggestion_document(suggestion: Suggestion, cards: Mapping[str, Card]) -> dict[str, Any]:
    """Return the JSON of a suggestion, with enough of both cards to decide by.

    ``cards`` stand for those that it names, by their ids.
    """
    shown = {cards[named].id: cards[named] for named in suggestion.cards if named in cards}
    evidence = words.rows(suggestion.evidence)
    household = suggestion.kind == "household"
    return {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "state": suggestion.state,
        "reason": suggestion.reason,
        "verdict": suggestion.verdict,
        "summary": words.summary(suggestion.verdict, evidence, household=household),
        "level": suggestion.level,
        "score": suggestion.score,
        "evidence": words.told(evidence),
        "automatic": suggestion.automatic,
        "created_at": suggestion.created_at,
        "owner_id": suggestion.owner_id,
        "closed_at": suggestion.closed_at,
        "closed_by": suggestion.closed_by,
        "closed_reason": suggestion.closed_reason,
        "merge_id": suggestion.merge_id,
        "cards": [short_document(card) for card in shown.values()],
        "card_ids": [cards[named].id if named in cards else named for named in suggestion.cards],
    }
