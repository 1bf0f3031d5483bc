"""Provenance of a card's values: the inquiry, edit, entry or merge that each came from."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from leadfold.model import Card, Inquiry, LogEntry
from leadfold.store import Store, items
from leadfold.store.items import histories

#: How many of a card's latest log entries are looked through for those that values came from.
_LATEST = 200
_ORIGINS = {"created": "entry", "edited": "edit", "merged": "merge"}


def values(card: Card) -> dict[str, str]:
    """Return the fields that are shown of a card: the primary phone and e-mail among them."""
    shown = dict(card.fields)
    if card.phones:
        shown["phone"] = card.phones[0]
    if card.emails:
        shown["email"] = card.emails[0]
    if card.national_id_masked:
        shown["national_id"] = card.national_id_masked
    return shown


def entries(store: Store, card: Card, known: Collection[str]) -> list[LogEntry]:
    """Return the log entries that values of a card came from, but for the ids that are ``known``.

    A card that nobody has edited costs no request, another one mostly one. Only the latest entries
    of each partition are looked through.
    """
    named = {card.origins.get(name) or card.origin or "" for name in values(card)}
    wanted = {one for one in named if one.startswith("log_")} - set(known)
    found: list[LogEntry] = []
    for card_id in (card.id, *card.members):
        if not wanted:
            break
        pk, _ = items.card_key(card_id)
        read = store.query(pk, prefix=histories.LOGS, limit=_LATEST, newest_first=True)
        found += [histories.log_of(item) for item in read if item["id"] in wanted]
        wanted -= {entry.id for entry in found}
    return found


def fields(
    card: Card, inquiries: Sequence[Inquiry], log: Sequence[LogEntry]
) -> dict[str, dict[str, Any]]:
    """Return the JSON of a card's fields: each value with where it came from and since when."""
    sources: dict[str, Inquiry | LogEntry] = {inquiry.id: inquiry for inquiry in inquiries}
    sources |= {entry.id: entry for entry in log}
    return {
        name: {
            "value": value,
            **_origin(card.origins.get(name, card.origin), sources),
            "locked": name in card.locked,
        }
        for name, value in values(card).items()
    }


def _origin(origin: str | None, sources: Mapping[str, Inquiry | LogEntry]) -> dict[str, Any]:
    found = sources.get(origin or "")
    by_hand = (origin or "").startswith("log_")
    unknown: dict[str, Any] = {
        "origin": None,
        "inquiry_id": None if by_hand else origin,
        "entry_id": origin if by_hand else None,
        "source": None,
        "by": None,
        "observed_at": None,
        "written_at": None,
    }
    if isinstance(found, Inquiry):
        return unknown | {
            "origin": "inquiry",
            "source": found.source,
            "observed_at": found.date,
            "written_at": found.received_at,
        }
    if isinstance(found, LogEntry):
        return unknown | {
            "origin": _ORIGINS.get(found.kind, found.kind),
            "by": found.by,
            "observed_at": found.at,
            "written_at": found.written_at,
        }
    return unknown
