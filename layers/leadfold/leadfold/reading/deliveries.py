"""A source's last deliveries with their outcomes, and the JSON of one."""

from collections.abc import Iterable, Mapping
from typing import Any

from leadfold.model import Card
from leadfold.resolve import aliases
from leadfold.store import Item, Store, items
from leadfold.store.writes import Key


def list_delivery(pk: str, known: Mapping[Key, Item], store: Store) -> None:
    """List a delivery at its source: what it became, and how often it was replayed.

    ``known`` holds the delivery and the count of its replays, both of partition ``pk``, as far as
    there are such.
    """
    if delivery := known.get((pk, "DLV")):
        replays = known.get((pk, "REPLAY"), {}).get("replays", 0)
        store.write(items.listed_delivery(items.delivery_of(delivery), replays))


def deliveries(
    store: Store, source: str, *, after: str | None, limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Return a page of a source's last deliveries with their outcomes, newest first."""
    pk, _ = items.listed_delivery_key(source, "", "")
    found = store.query(pk, after=after, limit=limit + 1, newest_first=True)
    page = found[:limit]
    cards = aliases.current_cards(store, (item["card_id"] for item in page if item.get("card_id")))
    shown = [_shown(item, cards.get(item.get("card_id", ""))) for item in page]
    return shown, str(page[-1]["sk"]) if len(found) > limit else None


def _shown(item: Item, card: Card | None) -> Item:
    """Return a listed delivery with the card that it leads to now; of an erased one its ids."""
    if not card:
        return item
    erased = {"outcome": "erased", "matched_by": "", "level": None}
    return {**item, "card_id": card.id} | (erased if card.state == "erased" else {})


def delivery_document(listed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of a listed delivery; ids, outcomes and warnings only, for every role."""
    names = ("received_at", "outcome", "code", "replays", "card_id", "inquiry_id", "quarantine_id")
    document = {"id": listed["id"]} | {name: listed.get(name) for name in names}
    return document | {
        "matched_by_text": listed.get("matched_by", ""),
        "match_level": listed.get("level"),
        "warnings": warning_documents(listed.get("warnings", ())),
    }


def warning_documents(noted: Iterable[str]) -> list[dict[str, str]]:
    """Return the JSON of stored warnings (``field:code``)."""
    parts = (one.partition(":") for one in noted)
    return [{"field": field, "code": code} for field, _, code in parts]
