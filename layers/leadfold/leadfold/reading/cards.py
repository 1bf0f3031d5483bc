"""One card with all that is shown of it, and pages of its inquiries."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from leadfold.cards import edits, redaction
from leadfold.identity import explanations
from leadfold.model import OPT_OUTS, Card, Inquiry, LogEntry, Person
from leadfold.normalise import external_ids
from leadfold.normalise import person as people
from leadfold.reading import provenance
from leadfold.reading.deliveries import warning_documents
from leadfold.resolve import aliases
from leadfold.resolve.directory import Directory
from leadfold.store import Item, Store, items, walk

#: How many of a card's latest inquiries are read for its other values.
_LATEST = 200
#: Items of one of several partitions that are read in one request.
_AT_LEAST = 20
_OTHER_VALUES = ("first_name", "last_name", "birth_date", "street", "postcode", "city")
_PERMISSIONS = frozenset({"consent", *OPT_OUTS})
#: What the sort keys of a card's inquiries begin with.
INQUIRIES = "INQ#"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWhole:
    """A card with its latest inquiries, newest first, and the log entries its values came from."""

    card: Card
    inquiries: Sequence[Inquiry]
    log: Sequence[LogEntry] = ()


def card(store: Store, card_id: str) -> CardWhole | None:
    """Return a card with all that is shown of it, or ``None`` where there is none.

    Of a card that was merged it is the living one, with the inquiries of all its members.
    """
    found = aliases.current_card(store, card_id)
    if not found:
        return None
    latest, _ = inquiries(store, found, after=None, limit=_LATEST)
    log = provenance.entries(store, found, [inquiry.id for inquiry in latest])
    return CardWhole(card=found, inquiries=latest, log=log)


def card_document(whole: CardWhole, directory: Directory) -> dict[str, Any]:
    """Return the JSON of a card: every field with where it came from."""
    card = whole.card
    owner = directory.owner(card.owner_id) if card.owner_id else None
    return {
        "id": card.id,
        "merged_ids": card.members,
        "customer_type": card.customer_type,
        "state": card.state,
        "status": card.status,
        "created_at": card.created_at,
        "source": card.source,
        "owner_id": card.owner_id,
        "owner_email": owner.email if owner else None,
        "bucket": card.bucket,
        "version": card.version,
        "inquiries": card.inquiries,
        "last_inquiry_at": card.last_inquiry_at or None,
        "fields": provenance.fields(card, whole.inquiries, whole.log),
        "identities": _identities(card),
        "open_task": _open_task(card),
        "other_values": _other_values(whole),
        "apart": card.apart,
        "household": card.household,
        "lists": [],
        "flags": sorted(card.flags),
        "flags_since": card.flags,
        "locked": card.locked,
        "tags": card.tags,
        "wrong_phones": card.wrong_phones,
        "company_card_id": card.company_card_id,
        "updated_at": card.updated_at or None,
        "etag": f'"{edits.tag(card)}"',
    }


def _identities(card: Card) -> list[dict[str, Any]]:
    """Return the identities that lead to the card, the primary one of a kind first."""
    found = [{"kind": "phone", "value": number} for number in card.phones]
    found += [{"kind": "email", "value": address} for address in card.emails]
    if card.national_id_masked:
        found.append({"kind": "national_id", "value": card.national_id_masked})
    if card.customer_type == "company" and "org_number" in card.fields:
        found.append({"kind": "org_number", "value": card.fields["org_number"]})
    found += [
        {"kind": "external_id", "value": external_ids.key(system, ident)}
        for system, ident in card.external_ids.items()
    ]
    return found


def _open_task(card: Card) -> dict[str, Any] | None:
    if not card.open_task:
        return None
    task = card.open_task
    return {
        "id": task.id,
        "due_at": task.due_at,
        "owner_id": task.owner_id,
        "snoozed_until": task.snoozed_until,
    }


def _other_values(whole: CardWhole) -> dict[str, list[dict[str, str]]]:
    """Return values of inquiries that differ from the card's (contract, rule 9), newest first."""
    others: dict[str, list[dict[str, str]]] = {}
    for inquiry in whole.inquiries:
        values = _values(people.parse(inquiry.fields, inquiry.country, _day(inquiry.received_at)))
        for name in _OTHER_VALUES:
            value, kept = values.get(name, ""), whole.card.fields.get(name, "")
            seen = {other["value"].casefold() for other in others.get(name, ())}
            if value and value.casefold() not in {kept.casefold(), *seen}:
                others.setdefault(name, []).append(
                    {"value": value, "inquiry_id": inquiry.id, "observed_at": inquiry.date}
                )
    return others


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _values(person: Person) -> dict[str, str]:
    return {
        "first_name": person.name.first,
        "last_name": person.name.last,
        "birth_date": person.birth_date or "",
        **person.details,
    }


def inquiries(
    store: Store, card: Card, *, after: str | None, limit: int
) -> tuple[list[Inquiry], str | None]:
    """Return a page of a card's inquiries, newest first, and the place to go on from.

    They are shown as the living card's, whichever of its members they lie with.
    """
    found = list(islice(partitions(store, card, INQUIRIES, after, limit + 1), limit + 1))
    page = found[:limit]
    following = str(page[-1]["sk"]) if len(found) > limit else None
    found_page = (redaction.inquiry_as_read(items.inquiry_of(item), card) for item in page)
    return [replace(inquiry, card_id=card.id) for inquiry in found_page], following


def partitions(
    store: Store, card: Card, prefix: str, after: str | None, wanted: int
) -> Iterator[Item]:
    """Yield items of a card and its members newest first, by sort keys that begin with a time.

    Of 50 members a page takes at most a request each and one more for every ``_AT_LEAST`` items.
    """
    ids = (card.id, *card.members)
    at_once = max(wanted // len(ids), min(wanted, _AT_LEAST))
    walks = [
        walk(
            store,
            items.card_key(one)[0],
            prefix=prefix,
            after=after,
            size=at_once,
            newest_first=True,
        )
        for one in ids
    ]
    return heapq.merge(*walks, key=lambda item: str(item["sk"]), reverse=True)


def inquiry_document(inquiry: Inquiry) -> dict[str, Any]:
    """Return the JSON of an inquiry."""
    return {
        "id": inquiry.id,
        "card_id": inquiry.card_id,
        "kind": inquiry.kind,
        "number": inquiry.number,
        "inquiry_date": inquiry.date,
        "received_at": inquiry.received_at,
        "source": inquiry.source,
        "platform": inquiry.platform,
        "bucket": inquiry.bucket,
        "tags": inquiry.tags,
        "fields": inquiry.fields,
        "answers": inquiry.answers,
        "attribution": inquiry.attribution,
        **_permissions(inquiry),
        "match": _inquiry_match(inquiry.match),
        "delivery_id": inquiry.delivery_id,
        "lead_id": inquiry.lead_id,
        "corrected_by": inquiry.corrected_by,
        "corrections": inquiry.corrections,
        "warnings": warning_documents(inquiry.warnings),
    }


def _permissions(inquiry: Inquiry) -> dict[str, Any]:
    """Return how the consent and the opt-outs of an inquiry are read."""
    fields = {name: said for name, said in inquiry.fields.items() if name in _PERMISSIONS}
    if not fields:
        return {"consent": None, "opt_outs": ()}
    person = people.parse(fields, inquiry.country, _day(inquiry.received_at))
    said = person.consent
    return {
        "consent": {"given": said.given, "text": said.text, "channels": said.channels}
        if said
        else None,
        "opt_outs": person.opt_outs,
    }


def _inquiry_match(stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the JSON of the decision that put an inquiry on its card, None for a new card."""
    if not stored:
        return None
    evidence = stored["evidence"]
    told = {
        "summary": explanations.summary("same", evidence),
        "evidence": explanations.with_text(evidence),
    }
    return {"verdict": "same", **stored, **told}
