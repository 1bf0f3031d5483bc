"""Cards worked by hand: one is made, or edited, with what identity rests on kept in step."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from leadfold.cards import changes, edits, routing, tasks
from leadfold.errors import Contended, FieldError, Problem, Stale
from leadfold.identity import keys
from leadfold.identity.claims import claims, releases
from leadfold.model import Card, Identity, IdentityKey, LogEntry, LogKind, NationalId, Warn
from leadfold.normalise import national_id, org_number, typed
from leadfold.normalise import person as people
from leadfold.normalise.dates import rfc3339
from leadfold.normalise.external_ids import MAX_IDS
from leadfold.resolve import aliases
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import Store, items
from leadfold.store.items import histories
from leadfold.store.writes import Check, Write

_ADDRESS = ("street", "postcode", "city")
_NAMES = ("first_name", "last_name")
#: What one transaction takes.
_MOST_WRITES = 100
_BATCH = 100


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEdit:
    """What a person wants of a card; what is not named stays as it is.

    ``fields`` are texts as typed, an empty one takes away; ``full_name`` and ``national_id`` are
    among them. Of ``contacts`` ``phone`` and ``email`` are to be the primary ones, ``phones`` and
    ``emails`` all of them. ``external_ids`` are by system; with ``all_external_ids`` those left out
    go. ``values`` are ``owner_id``, ``bucket``, ``company_card_id``, ``tags`` and ``locked``.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    external_ids: Mapping[str, str] = field(default_factory=dict)
    all_external_ids: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who edits, when, and with what."""

    desk: Desk
    config: Config
    by: str
    now: datetime
    deadline: float

    @property
    def at(self) -> str:
        """The time of the edit, as it is written down."""
        return rfc3339(self.now)

    @property
    def store(self) -> Store:
        """Where the cards are."""
        return self.desk.store

    def entry(
        self, card_id: str, kind: LogKind, data: Mapping[str, Any], entry_id: str
    ) -> LogEntry:
        """Return the log entry of what this writer does to a card."""
        return LogEntry(
            id=entry_id,
            card_id=card_id,
            kind=kind,
            at=self.at,
            written_at=self.at,
            by=self.by,
            data=data,
        )


def living_card(store: Store, card_id: str) -> Card:
    """Return the living card of an id. Raises 404, or 409 where it is erased."""
    card = aliases.current_card(store, card_id)
    if not card:
        raise Problem(404, "Not Found", "There is no card with this id.")
    if card.state != "living":
        raise Problem(409, "Conflict", f"This card is {card.state}.")
    return card


def retried(attempt: Callable[[], T], deadline: float) -> T:
    """Try until nothing that an attempt rested on has changed meanwhile.

    Raises ``Contended`` where that lasts until ``deadline`` (monotonic clock).
    """
    while True:
        try:
            return attempt()
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the card changed again and again") from None


def edit(
    card_id: str, wanted: CardEdit, writer: Writer, if_match: str | None = None
) -> tuple[Card, tuple[Warn, ...]]:
    """Change a card as a person wants, and return it with what looks odd about the values.

    ``if_match`` is what the person had seen (:func:`leadfold.cards.edits.tag`); without it the edit
    is made of whatever is there. What changes nothing writes nothing.

    Raises 404, 409 (erased; the national ID of another card), 412 (not what was seen) or 422 with
    every bad field named.
    """
    entry_id = writer.desk.new_id("log")

    def attempt() -> tuple[Card, tuple[Warn, ...]]:
        card = living_card(writer.store, card_id)
        if if_match and not edits.matches(if_match, card):
            detail = "The card has changed since it was read. Read it again, and decide again."
            raise Problem(412, "Precondition Failed", detail)
        after, warnings = _Reader(card, wanted, writer).read()
        if edits.changed(card, after):
            after, writes = _handed(card, after, writer)
            entry = writer.entry(card.id, "edited", edits.told(card, after), entry_id)
            writes += [
                edits.change(card, after, at=writer.at, origin=entry.id, is_edit=True),
                histories.logged(entry),
                *_in_step(card, after, writer),
            ]
            if after.company_card_id and after.company_card_id != card.company_card_id:
                company = items.card_key(after.company_card_id)
                writes.append(Check(key=company, when={"state": "living"}))
            if len(writes) > _MOST_WRITES:
                raise Problem(422, "Unprocessable Content", "Change less of the card at once.")
            writer.store.transact(writes, deadline=writer.deadline)
        return after, warnings

    return retried(attempt, writer.deadline)


def _handed(before: Card, after: Card, writer: Writer) -> tuple[Card, list[Write]]:
    """Give the open task to the owner that a card comes to have."""
    if before.owner_id == after.owner_id or not before.open_task:
        return after, []
    key = items.task_key(before.open_task.id)
    task = items.task_of(writer.store.get([key])[key])
    config, bucket = writer.config, after.bucket and writer.config.bucket(after.bucket)
    owner_id = routing.worker(after.owner_id, bucket or None, config.owner, writer.now)
    handed = replace(task, owner_id=owner_id, overdue_at=None)
    if owner_id == task.owner_id:
        return after, []
    return replace(after, open_task=tasks.open_task(handed)), [tasks.rewritten(task, handed)]


# -- what is wanted -------------------------------------------------------------------------------


class _Reader:
    """Reads what a person wants of a card, and gathers what cannot be and what looks odd."""

    def __init__(self, card: Card, wanted: CardEdit, writer: Writer) -> None:
        self.card = card
        self.wanted = wanted
        self.writer = writer
        self.errors: list[FieldError] = []
        self.warnings: list[Warn] = []

    @property
    def country(self) -> str | None:
        """The country of numbers that name none."""
        return country_of(self.card, self.writer.config)

    def read(self) -> tuple[Card, tuple[Warn, ...]]:
        """Return the card as it is wanted. Raises 422."""
        self._fields()
        for kind in ("phone", "email"):
            self._contacts(kind)
        self._external_ids()
        self._values()
        if self.errors:
            raise unprocessable(self.errors)
        return self.card, tuple(self.warnings)

    def _fields(self) -> None:
        """Read texts: an address as one, whichever parts of it were sent."""
        sent = {name: value.strip() for name, value in self.wanted.fields.items()}
        if sent.get("national_id") == self.card.national_id_masked:
            sent.pop("national_id", None)  # shown, and sent back as it was shown
        if not sent:
            return
        card, day = self.card, self.writer.now.date()
        address = _ADDRESS if sent.keys() & {*_ADDRESS, "country"} else ()
        beside = {name: card.fields.get(name, "") for name in (*address, "country")}
        said = {name: value for name, value in sent.items() if name not in _NAMES}
        person = people.parse({**beside, **said}, self.country, day)
        self._note(said, typed.unusable(said, person), person.warnings)
        if said.get("full_name") and not person.name:
            self._refuse("full_name", "company_name", "The name is that of a company.")
        values = {**changes.fields(person), **self._names(sent)}
        named = _NAMES if "full_name" in sent else ()
        now = dict(card.fields)
        for name in edits.FIELDS:
            # What was not sent may stand in another part of the address, where there is none yet.
            if name in sent or name in named or (name in beside and not now.get(name)):
                now[name] = values.get(name, "")
        self.card = replace(card, fields={name: value for name, value in now.items() if value})
        if "national_id" in sent:
            self._national_id(person.national_id)

    def _names(self, sent: Mapping[str, str]) -> dict[str, str]:
        """Return the parts of the name that were sent, each taken at its word."""
        read = {
            name: read(sent[name])
            for name, read in (("first_name", typed.first_name), ("last_name", typed.last_name))
            if name in sent
        }
        for name in (name for name, value in read.items() if sent[name] and not value):
            self._refuse(name, "unusable", "The text is not such a part of a name.")
        return read

    def _national_id(self, number: NationalId | None) -> None:
        hashed = (
            self.writer.desk.keyed.of("national_id", national_id.key(number)) if number else None
        )
        masked = number.masked if number else None
        self.card = replace(self.card, national_id=hashed, national_id_masked=masked)

    def _contacts(self, kind: str) -> None:
        plural, sent = f"{kind}s", self.wanted.contacts
        there = list(getattr(self.card, plural))
        if plural in sent:
            there = []
            for number, text in enumerate(sent[plural]):
                there += self._contact(kind, text, f"{plural}.{number}")
        if kind in sent:
            text = str(sent[kind] or "").strip()
            if not text and len(there) > 1:
                message = f"There are several: send those that stay as {plural}."
                self._refuse(kind, "several_values", message)
            there = [*self._contact(kind, text, kind), *there] if text else []
        if sent.keys() & {kind, plural}:
            self.card = edits.with_contacts(self.card, plural, there)

    def _contact(self, kind: str, text: str, place: str) -> list[str]:
        day = self.writer.now.date()
        found, odd, warnings = typed.contacts(kind, text, self.country, day)
        self._note({place: text}, [replace(odd, field=place)] if odd else [], warnings)
        return found

    def _external_ids(self) -> None:
        sent = dict(self.wanted.external_ids)
        if self.wanted.all_external_ids:
            self.card = replace(self.card, external_ids={})
        self.card, bad = edits.with_external_ids(self.card, sent)
        for system in bad:
            self._refuse(f"external_ids.{system}", "unusable", "The text is no id.")
        if len(self.card.external_ids) > MAX_IDS:
            self._refuse("external_ids", "too_many", f"A card has at most {MAX_IDS}.")

    def _values(self) -> None:
        values, config = dict(self.wanted.values), self.writer.config
        if (owner := values.get("owner_id")) and not config.owner(owner):
            self._refuse("owner_id", "unknown", "There is no such owner.")
        if (bucket := values.get("bucket")) and not config.bucket(bucket):
            self._refuse("bucket", "unknown", "There is no such bucket.")
        if company_id := values.get("company_card_id"):
            company = aliases.current_card(self.writer.store, company_id)
            if not company or company.state != "living" or company.customer_type != "company":
                self._refuse("company_card_id", "not_a_company", "This is no company's card.")
            elif company.id == self.card.id:
                self._refuse("company_card_id", "itself", "A card does not belong to itself.")
            else:
                values["company_card_id"] = company.id
        self.card = replace(self.card, **values)

    def _note(self, sent: Mapping[str, str], odd: Sequence[Warn], warnings: Sequence[Warn]) -> None:
        for one in odd:
            self._refuse(one.field, one.code, one.message)
        refused = {one.code for one in odd}
        fields = {name.partition("s.")[0] for name in sent}
        self.warnings += [w for w in warnings if w.field in fields and w.code not in refused]

    def _refuse(self, name: str, code: str, message: str) -> None:
        self.errors.append(FieldError(name, code, message))


def unprocessable(errors: Sequence[FieldError]) -> Problem:
    """Return the problem of bad fields."""
    detail = "Some fields are not as they should be."
    return Problem(422, "Unprocessable Content", detail, errors=errors)


def country_of(card: Card, config: Config) -> str | None:
    """Return the country of a card's numbers that name none: its own, or its source's."""
    if country := card.fields.get("country"):
        return country
    source = config.source(card.source) if card.source else None
    return source.country if source else None


# -- what identity rests on -----------------------------------------------------------------------


def _in_step(before: Card, after: Card, writer: Writer) -> list[Write]:
    """Return the writes by which what leads to a card is what stands on it.

    What it came to have is claimed, as intake claims; what a person took away leads to it, and to
    those that are merged into it, no more. Raises 409 for the national ID of another card.
    """
    keyed, day = writer.desk.keyed, writer.now.date()
    was = edits.identities(before, _org_number(before, writer, day), keyed)
    now = edits.identities(after, _org_number(after, writer, day), keyed)
    lost = [identity for identity in was if identity not in now]
    wanted = edits.identities(after, _org_number(after, writer, day), keyed, writer.desk.rules)
    renamed = keys.folded_name(before.name) != keys.folded_name(after.name)
    kept = [one for one in wanted if one in was and renamed and one.kind in keys.WITH_NAME]
    gained = [one for one in wanted if one not in was]
    known = _identities(writer.store, [*gained, *lost, *kept])
    former = (before.name, *before.other_names)
    known |= _identities(
        writer.store,
        [
            keys.with_name(identity, name, keyed)
            for identity, there in known.items()
            if there.shared
            for name in {*former, after.name}
        ],
    )
    group = {after.id, *after.members}
    _check_national_id(gained, known, group, writer.store)
    named = [keys.with_name(one, name, keyed) for one in lost for name in former]
    if before.name not in after.other_names:
        named += [keys.with_name(one, before.name, keyed) for one in kept]
    released = dict.fromkeys(one for one in [*lost, *named] if one in known)
    others = {card_id for there in known.values() for card_id in there.cards} - group
    found = aliases.current_cards(writer.store, others) if others else {}
    stands: dict[str, str | None] = dict.fromkeys(group, after.id)
    # What leads to nobody but who is being erased is free.
    stands |= {one: card.id if card.state == "living" else None for one, card in found.items()}
    return [
        *claims(after, [*gained, *kept], after.name, known, keyed, stands),
        *(write for one in released for write in releases(group, known[one])),
    ]


def _org_number(card: Card, writer: Writer, day: date) -> str | None:
    number = card.fields.get("org_number", "")
    found = org_number.parse(number, country_of(card, writer.config), day)
    return org_number.key(found) if found else None


def _identities(store: Store, wanted: Sequence[IdentityKey]) -> dict[IdentityKey, Identity]:
    """Read the identities that exist."""
    by_key = {items.identity_key(identity): identity for identity in wanted}
    places = list(by_key)
    return {
        by_key[key]: items.identity_of(by_key[key], item)
        for start in range(0, len(places), _BATCH)
        for key, item in store.get(places[start : start + _BATCH]).items()
    }


def _check_national_id(
    gained: Sequence[IdentityKey],
    known: Mapping[IdentityKey, Identity],
    group: set[str],
    store: Store,
) -> None:
    """Refuse the national ID of another card: 409, with the id of that card."""
    found = (known[one] for one in gained if one.kind == "national_id" and one in known)
    for card_id in (card_id for one in found for card_id in one.cards if card_id not in group):
        other = aliases.current_card(store, card_id)
        if other and other.state == "living":
            raise Problem(
                409,
                "Conflict",
                f"This is the national ID of {other.id}. Merge the two where they are one person.",
                errors=[FieldError("national_id", "taken", f"It is that of {other.id}.")],
                members={"card_id": other.id},
            )
