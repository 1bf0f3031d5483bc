"""What is read back: cards whole, their inquiries, tasks, and who a person might be."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from leadfold import blocks
from leadfold.candidates import Finder
from leadfold.identity import keys, profile, words
from leadfold.identity.decide import decide
from leadfold.model import (
    Card,
    Inquiry,
    Match,
    Person,
    QuarantineEntry,
    Suggestion,
    Task,
)
from leadfold.normalise import person as people
from leadfold.recording import Directory
from leadfold.store import Store, items

#: How many of a card's latest inquiries are looked through for its other values.
_LATEST = 200
_OTHER_VALUES = ("first_name", "last_name", "birth_date", "street", "postcode", "city")
_PAGE = 100
#: Cards that a look-up compares by details, beside those that keys lead to.
_MOST_ALIKE = 40
#: What the sort keys of a card's inquiries begin with.
INQUIRIES = "INQ#"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWhole:
    """A card with its latest inquiries, newest first."""

    card: Card
    inquiries: Sequence[Inquiry]


def card(store: Store, card_id: str) -> CardWhole | None:
    """Return a card whole, or ``None`` where there is none."""
    key = items.card_key(card_id)
    item = store.get([key]).get(key)
    if not item:
        return None
    latest = store.query(key[0], prefix=INQUIRIES, limit=_LATEST, newest_first=True)
    return CardWhole(
        card=items.card_of(item), inquiries=[items.inquiry_of(inquiry) for inquiry in latest]
    )


def card_document(whole: CardWhole, directory: Directory) -> dict[str, Any]:
    """Return the JSON of a card: every field with where it came from."""
    card = whole.card
    owner = directory.owner(card.owner_id) if card.owner_id else None
    return {
        "id": card.id,
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
        "fields": _fields(whole),
        "identities": _identities(card),
        "open_task": _open_task(card),
        "other_values": _other_values(whole),
        "apart": card.apart,
        "household": card.household,
        "lists": [],
        "flags": [],
    }


def _fields(whole: CardWhole) -> dict[str, Any]:
    card = whole.card
    values = dict(card.fields)
    if card.phones:
        values["phone"] = card.phones[0]
    if card.emails:
        values["email"] = card.emails[0]
    if card.national_id_masked:
        values["national_id"] = card.national_id_masked
    known = {inquiry.id: inquiry for inquiry in whole.inquiries}
    fields = {}
    for name, value in values.items():
        inquiry_id = card.origins.get(name, card.origin)
        inquiry = known.get(inquiry_id or "")
        fields[name] = {
            "value": value,
            "inquiry_id": inquiry_id,
            "source": inquiry.source if inquiry else None,
            "observed_at": inquiry.date if inquiry else None,
            "written_at": inquiry.received_at if inquiry else None,
        }
    return fields


def _identities(card: Card) -> list[dict[str, Any]]:
    """Return what leads to the card, the primary one of a kind first."""
    found = [{"kind": "phone", "value": number} for number in card.phones]
    found += [{"kind": "email", "value": address} for address in card.emails]
    if card.national_id_masked:
        found.append({"kind": "national_id", "value": card.national_id_masked})
    return found


def _open_task(card: Card) -> dict[str, Any] | None:
    if not card.open_task:
        return None
    task = card.open_task
    return {"id": task.id, "due_at": task.due_at, "owner_id": task.owner_id}


def _other_values(whole: CardWhole) -> dict[str, list[dict[str, str]]]:
    """Return what inquiries say otherwise than the card (contract, rule 9), newest first."""
    others: dict[str, list[dict[str, str]]] = {}
    for inquiry in whole.inquiries:
        said = _said(people.parse(inquiry.fields, inquiry.country, _day(inquiry.received_at)))
        for name in _OTHER_VALUES:
            value, kept = said.get(name, ""), whole.card.fields.get(name, "")
            seen = {other["value"].casefold() for other in others.get(name, ())}
            if value and value.casefold() not in {kept.casefold(), *seen}:
                others.setdefault(name, []).append(
                    {"value": value, "inquiry_id": inquiry.id, "observed_at": inquiry.date}
                )
    return others


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _said(person: Person) -> dict[str, str]:
    return {
        "first_name": person.name.first,
        "last_name": person.name.last,
        "birth_date": person.birth_date or "",
        **person.details,
    }


def inquiries(
    store: Store, card_id: str, *, after: str | None, limit: int
) -> tuple[list[Inquiry], str | None]:
    """Return a page of a card's inquiries, newest first, and the place to go on from."""
    pk, _ = items.card_key(card_id)
    found = store.query(pk, prefix=INQUIRIES, after=after, limit=limit + 1, newest_first=True)
    page = found[:limit]
    following = str(page[-1]["sk"]) if len(found) > limit else None
    return [items.inquiry_of(item) for item in page], following


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
        "fields": inquiry.fields,
        "answers": inquiry.answers,
        "attribution": inquiry.attribution,
        "match": _inquiry_match(inquiry.match),
        "delivery_id": inquiry.delivery_id,
        "corrected_by": inquiry.corrected_by,
        "corrections": inquiry.corrections,
    }


# -- open work ------------------------------------------------------------------------------------


def tasks(
    store: Store,
    *,
    owner: str | None,
    kind: str | None,
    due_before: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[Task], str | None]:
    """Return a page of open tasks, due first, and the place to go on from."""
    found = _open_work(store, "TASK", owner, after, due_before)
    wanted = (item for item in found if not kind or item["kind"] == kind)
    page, following = _page(wanted, limit)
    return [items.task_of(item) for item in page], following


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
    """Return the cards of suggestions, by their ids."""
    named = [items.card_key(card_id) for suggestion in found for card_id in suggestion.cards]
    wanted = list(dict.fromkeys(named))
    cards = (
        items.card_of(item)
        for start in range(0, len(wanted), _PAGE)
        for item in store.get(wanted[start : start + _PAGE]).values()
    )
    return {card.id: card for card in cards}


def _open_work(
    store: Store, kind: str, owner: str | None, after: str | None, until: str | None
) -> Iterator[Mapping[str, Any]]:
    """Yield open items by their due times; an owner of ``-`` means nobody's.

    Of all owners' partitions the next ones are merged.
    """
    owners = [owner] if owner else [*_owner_ids(store), items.UNASSIGNED]
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


def _owner_ids(store: Store) -> Iterator[str]:
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


def task_document(task: Task) -> dict[str, Any]:
    """Return the JSON of a task."""
    return {
        "id": task.id,
        "kind": task.kind,
        "status": task.status,
        "card_id": task.card_id,
        "owner_id": task.owner_id,
        "bucket": task.bucket,
        "created_at": task.created_at,
        "due_at": task.due_at,
        "inquiries": task.inquiries,
        "last_inquiry_id": task.last_inquiry_id,
    }


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
    """Return the JSON of a suggestion, with enough of both cards to decide by."""
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
        "cards": [_short(cards[card_id]) for card_id in suggestion.cards if card_id in cards],
        "card_ids": suggestion.cards,
    }


def _short(card: Card) -> dict[str, Any]:
    """Return what tells a card from another at a glance."""
    return {
        "id": card.id,
        "first_name": card.name.first or None,
        "last_name": card.name.last or None,
        "phone": card.phones[0] if card.phones else None,
        "email": card.emails[0] if card.emails else None,
        "created_at": card.created_at,
        "inquiries": card.inquiries,
        "owner_id": card.owner_id,
    }


# -- deliveries -----------------------------------------------------------------------------------


def deliveries(
    store: Store, source: str, *, after: str | None, limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Return a page of a source's last deliveries and what each became, newest first."""
    pk, _ = items.listed_delivery_key(source, "", "")
    found = store.query(pk, after=after, limit=limit + 1, newest_first=True)
    page = found[:limit]
    return page, str(page[-1]["sk"]) if len(found) > limit else None


def delivery_document(listed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of a listed delivery; ids and outcomes only, for every role."""
    names = ("received_at", "outcome", "code", "replays", "card_id", "inquiry_id", "quarantine_id")
    document = {"id": listed["id"]} | {name: listed.get(name) for name in names}
    return document | {
        "matched_by_text": listed.get("matched_by", ""),
        "match_level": listed.get("level"),
    }


# -- who might it be ------------------------------------------------------------------------------


def lookup(
    finder: Finder, fields: Mapping[str, str], country: str | None, today: date
) -> list[tuple[Card, Match]]:
    """Return the cards that a person might be, best first, by the code that intake decides with.

    Cards that no key leads to are those that details leave it open or sure of.
    """
    person = people.parse(fields, country, today)
    identities = keys.identities(person, finder.keyed, finder.rules)
    found = finder.find(identities, person.name)
    asking = profile.of_person(person, keys.national_id_of(identities))
    cards = {candidate.card.id: candidate.card for candidate in found.candidates}
    near = blocks.near(asking, finder.keyed, finder.store)
    beside = finder.by_details([card_id for card_id in near if card_id not in cards][:_MOST_ALIKE])
    cards |= {candidate.card.id: candidate.card for candidate in beside}
    decision = decide(asking, [*found.candidates, *beside], finder.rules)
    best_first = (decision.chosen, *decision.others) if decision.chosen else decision.others
    return [
        (cards[match.card_id], match)
        for match in best_first
        if match.via or match.verdict != "different"
    ]


def match_document(found: Match) -> dict[str, Any]:
    """Return the JSON of a match."""
    evidence = words.rows(found.evidence)
    return {
        "verdict": found.verdict,
        "summary": words.summary(found.verdict, evidence, household=found.household),
        "level": found.level,
        "score": found.score,
        "matched_by": found.matched_by,
        "evidence": words.told(evidence),
    }


def _inquiry_match(stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the JSON of the decision that an inquiry was put on its card by, None of a new one."""
    if not stored:
        return None
    evidence = stored["evidence"]
    told = {"summary": words.summary("same", evidence), "evidence": words.told(evidence)}
    return {"verdict": "same", **stored, **told}
