"""A decision → the writes of one transaction, and the answer that holds once they are done.

Every write carries the condition that what the decision rested on is still so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from leadfold import answer
from leadfold.answer import Answer
from leadfold.cards import routing
from leadfold.identity import compare, keys
from leadfold.identity.decide import Candidate, Decision
from leadfold.keyed import KeyedHash
from leadfold.model import (
    Bucket,
    Card,
    Delivery,
    Identity,
    IdentityKey,
    Inquiry,
    Match,
    OpenTask,
    Owner,
    QuarantineEntry,
    Suggestion,
    Task,
    Warn,
)
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.writes import Change, Check, Put, Write
from leadfold.submission import Submission

_ADDRESS = ("street", "postcode", "city")
#: Older numbers and addresses than these are found on the inquiries that brought them.
_MAX_CONTACTS = 20
#: A contested lead may touch many cards; people look at a few suggestions, not at dozens.
_MAX_SUGGESTIONS = 3


class Directory(Protocol):
    """Owners and buckets, as configured."""

    def owner(self, owner_id: str) -> Owner | None:
        """Return an owner."""

    def bucket(self, bucket_id: str) -> Bucket | None:
        """Return a bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The ids of what one lead may make, the same on every attempt to record it."""

    delivery: str
    card: str
    inquiry: str
    task: str
    quarantine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the store held when it was read for a submission."""

    delivery: Delivery | None
    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Writes that belong together, and the answer once they are done."""

    writes: list[Write]
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Turns decisions about one submission into writes."""

    submission: Submission
    ids: Ids
    keyed: KeyedHash
    directory: Directory

    # -- what a lead can become -------------------------------------------------------------------

    def inquiry(self, seen: Seen, decision: Decision) -> Recording:
        """Record the lead on the chosen card, or on a new one."""
        cards = {candidate.card.id: candidate.card for candidate in seen.candidates}
        chosen = decision.chosen
        card = cards[chosen.card_id] if chosen else self._new_card()
        suggestions = self._suggestions(card, seen, decision)
        number = card.inquiries + 1
        inquiry = self._inquiry(card, number, chosen)
        claims, gained = self._claims(card, seen)
        card_write: Write
        if chosen:
            task, task_writes = self._repeat_task(card)
            card_write = self._joined(card, inquiry, task, gained=gained)
        else:
            task, task_writes = self._first_task(card)
            card_write = Put(
                key=items.card_key(card.id), item=items.card_item(self._opened(card, task))
            )
        others = [
            Check(
                key=items.card_key(other.card_id),
                when={"state": "living", "evidence": cards[other.card_id].evidence},
            )
            for other in decision.others
        ]
        outcome: Literal["created", "repeat"] = "repeat" if chosen else "created"
        delivery = self._delivery(
            outcome,
            card_id=card.id,
            inquiry_id=inquiry.id,
            task_id=task.id,
            inquiry_date=inquiry.date,
            inquiry_number=number,
            owner_id=card.owner_id,
            bucket=inquiry.bucket,
            match=inquiry.match,
            suggestions=tuple(suggestion.id for suggestion in suggestions),
        )
        return Recording(
            writes=[
                self._put_delivery(delivery, seen),
                card_write,
                Put(
                    key=items.inquiry_key(card.id, inquiry.date, inquiry.id),
                    item=items.inquiry_item(inquiry),
                ),
                *task_writes,
                *claims,
                *others,
                *(_suggest(suggestion) for suggestion in suggestions),
            ],
            answer=self.answer(outcome, delivery),
        )

    def test(self, seen: Seen) -> Recording:
        """Remember a test lead's delivery, and nothing else of it."""
        delivery = self._delivery("test", inquiry_date=rfc3339(self.submission.date))
        return Recording(
            writes=[self._put_delivery(delivery, seen)], answer=self.answer("test", delivery)
        )

    def quarantine(self, seen: Seen, code: str) -> Recording:
        """Hold the lead for a person; its raw bytes are parked already."""
        source, arrival = self.submission.source, self.submission.arrival
        owner_id = source.data_owner or self._worker(
            routing.spread(source.owners, self.ids.quarantine)
        )
        entry = QuarantineEntry(
            id=self.ids.quarantine,
            source=source.id,
            code=code,
            raw_key=f"held/{self.submission.raw_name}",
            content_type=arrival.content_type[:200],
            received_at=rfc3339(arrival.received_at),
            due_at=self._due(),
            owner_id=owner_id,
            delivery_id=self.ids.delivery,
            idempotency_key=arrival.idempotency_key,
        )
        delivery = self._delivery("quarantined", quarantine_id=entry.id, owner_id=owner_id)
        return Recording(
            writes=[
                self._put_delivery(delivery, seen),
                Put(key=items.quarantine_key(entry.id), item=items.quarantine_item(entry)),
            ],
            answer=self.answer("quarantined", delivery),
        )

    def answer(self, outcome: answer.Outcome, delivery: Delivery, *warnings: Warn) -> Answer:
        """Return the answer that a delivery stands for."""
        owner = self.directory.owner(delivery.owner_id) if delivery.owner_id else None
        return answer.compose(
            outcome,
            self.submission.person,
            warnings,
            is_test=self.submission.lead.is_test,
            delivery_id=delivery.id,
            card_id=delivery.card_id,
            inquiry_id=delivery.inquiry_id,
            task_id=delivery.task_id,
            quarantine_id=delivery.quarantine_id,
            inquiry_date=delivery.inquiry_date,
            inquiry_number=delivery.inquiry_number,
            owner_id=delivery.owner_id,
            owner_email=owner.email if owner else None,
            bucket=delivery.bucket,
            match={name: delivery.match.get(name) for name in ("level", "score")}
            | {"evidence": delivery.match.get("evidence", [])},
            matched_by=delivery.match.get("matched_by", ()),
            suggestions=delivery.suggestions,
        )

    # -- cards ------------------------------------------------------------------------------------

    def _new_card(self) -> Card:
        submission, person = self.submission, self.submission.person
        return Card(
            id=self.ids.card,
            created_at=rfc3339(submission.arrival.received_at),
            fields=_fields(submission),
            phones=(person.phone.e164,) if person.phone else (),
            emails=(person.email.address,) if person.email else (),
            national_id=submission.national_id,
            national_id_masked=person.national_id.masked if person.national_id else None,
            origin=self.ids.inquiry,
            source=submission.source.id,
            owner_id=routing.spread(submission.source.owners, self.ids.card),
            bucket=submission.source.bucket,
        )

    def _opened(self, card: Card, task: Task) -> Card:
        """Return the new card with its first inquiry and open task."""
        return replace(
            card,
            inquiries=1,
            last_inquiry_at=rfc3339(self.submission.date),
            open_task=OpenTask(id=task.id, due_at=task.due_at, owner_id=task.owner_id),
        )

    def _joined(self, card: Card, inquiry: Inquiry, task: Task, *, gained: bool) -> Change:
        """Return the change of a card that a further inquiry makes (contract, rule 9)."""
        person = self.submission.person
        newest = inquiry.date >= card.last_inquiry_at
        fill = _missing(card, _fields(self.submission))
        learnt = gained or bool({"first_name", "last_name", "birth_date"} & set(fill))
        change: dict[str, Any] = {f"fields.{name}": value for name, value in fill.items()}
        change |= {f"origins.{name}": inquiry.id for name in fill}
        if self.submission.national_id and not card.national_id:
            change["national_id"] = self.submission.national_id
            change["national_id_masked"] = person.national_id and person.national_id.masked
            learnt = True
        contacts: dict[str, Any] = {}
        for name, value in (
            ("phones", person.e164),
            ("emails", person.email.address if person.email else None),
        ):
            there: tuple[str, ...] = getattr(card, name)
            changed = _with_contact(there, value, newest=newest)
            if changed != there:
                contacts[name] = list(changed)
                learnt = learnt or set(changed) != set(there)
        open_task = OpenTask(id=task.id, due_at=task.due_at, owner_id=task.owner_id)
        sets = contacts
        if open_task != card.open_task:
            sets = sets | {"open_task": items.open_task_value(open_task)}
        if newest:
            sets = sets | {"last_inquiry_at": inquiry.date}
        when: dict[str, Any] = {
            "state": "living",
            "evidence": card.evidence,
            "open_task.id": card.open_task.id if card.open_task else None,
        }
        if card.open_task and open_task != card.open_task:
            when["open_task.due_at"] = card.open_task.due_at
        if not card.inquiries:
            when["inquiries"] = None
        return Change(
            key=items.card_key(card.id),
            set=sets,
            fill=change,
            add={"inquiries": 1} | ({"evidence": 1} if learnt else {}),
            when=when,
        )

    def _claims(self, card: Card, seen: Seen) -> tuple[list[Write], bool]:
        """Return the writes by which a card comes to own the lead's identities.

        A first claim must find nothing there; one that joins others must find them unchanged. A
        ninth card makes the identity shared, and it is claimed together with the name instead.
        """
        writes: list[Write] = []
        for wanted in self.submission.identities:
            there = seen.identities.get(wanted)
            if there and card.id not in there.cards and wanted.kind != "national_id":
                full = len(there.cards) >= keys.MAX_CARDS
                if not there.shared and not (full and wanted.kind not in keys.WITH_NAME):
                    writes.append(_join(there, card.id, full=full))
                if (there.shared or full) and wanted.kind in keys.WITH_NAME:
                    named = keys.with_name(wanted.kind, self.submission.person, self.keyed)
                    writes += self._claim_named(named, card.id, seen)
            elif not there:
                writes.append(_claim(wanted, card.id))
        return writes, bool(writes)

    @staticmethod
    def _claim_named(named: IdentityKey, card_id: str, seen: Seen) -> list[Write]:
        there = seen.identities.get(named)
        if not there:
            return [_claim(named, card_id)]
        if card_id in there.cards or len(there.cards) >= keys.MAX_CARDS:
            return []
        return [_join(there, card_id, full=False)]

    # -- inquiry and task -------------------------------------------------------------------------

    def _inquiry(self, card: Card, number: int, chosen: Match | None) -> Inquiry:
        submission = self.submission
        return Inquiry(
            id=self.ids.inquiry,
            card_id=card.id,
            date=rfc3339(submission.date),
            received_at=rfc3339(submission.arrival.received_at),
            kind="repeat" if card.inquiries else "first",
            number=number,
            source=submission.source.id,
            platform=submission.source.platform,
            delivery_id=self.ids.delivery,
            fields=submission.lead.fields,
            answers=submission.lead.answers,
            attribution=submission.lead.attribution,
            bucket=submission.source.bucket or card.bucket,
            via=chosen.matched_by if chosen else (),
            match=_told(chosen),
            new_card=chosen is None,
            country=submission.source.country,
        )

    def _first_task(self, card: Card) -> tuple[Task, list[Write]]:
        task = self._task("first_contact", card, owner_id=self._worker(card.owner_id))
        return task, [Put(key=items.task_key(task.id), item=items.task_item(task))]

    def _repeat_task(self, card: Card) -> tuple[Task, list[Write]]:
        """Turn the card's open contact task into a call back, or open one (contract, rule 3)."""
        if not card.open_task:
            task = self._task("call_back", card, owner_id=self._worker(card.owner_id))
            return task, [Put(key=items.task_key(task.id), item=items.task_item(task))]
        due_at = min(card.open_task.due_at, self._due())
        task = self._task(
            "call_back",
            card,
            owner_id=card.open_task.owner_id,
            task_id=card.open_task.id,
            due_at=due_at,
        )
        sets = {"kind": task.kind, "status": "open", "last_inquiry_id": self.ids.inquiry}
        if due_at != card.open_task.due_at:
            sets |= {"due_at": due_at, "work_sk": items.work_order(due_at, task.id)}
        return task, [
            Change(
                key=items.task_key(task.id), set=sets, add={"inquiries": 1}, when={"id": task.id}
            )
        ]

    def _task(
        self,
        kind: Literal["first_contact", "call_back"],
        card: Card,
        *,
        owner_id: str | None,
        task_id: str | None = None,
        due_at: str | None = None,
    ) -> Task:
        return Task(
            id=task_id or self.ids.task,
            kind=kind,
            card_id=card.id,
            owner_id=owner_id,
            bucket=self.submission.source.bucket or card.bucket,
            created_at=rfc3339(self.submission.arrival.received_at),
            due_at=due_at or self._due(),
            inquiries=1,
            last_inquiry_id=self.ids.inquiry,
        )

    def _worker(self, owner_id: str | None) -> str | None:
        bucket_id = self.submission.source.bucket
        bucket = self.directory.bucket(bucket_id) if bucket_id else None
        return routing.worker(
            owner_id, bucket, self.directory.owner, self.submission.arrival.received_at
        )

    def _due(self) -> str:
        source = self.submission.source
        start = self.submission.arrival.received_at
        return rfc3339(routing.due(start, source.response_minutes, source.working_hours))

    # -- suggestions and deliveries ---------------------------------------------------------------

    def _suggestions(self, card: Card, seen: Seen, decision: Decision) -> list[Suggestion]:
        """Return the pairs that a person should look at (contract, rules 6 and 7).

        Cards that the lead's own keys hold together, and the likeliest of those that share a key
        but not the given name. Two different national IDs are two people, and colleagues who share
        a switchboard are many: nothing to look at.
        """
        cards = {candidate.card.id: candidate.card for candidate in seen.candidates}
        office = {candidate.card.id for candidate in seen.candidates if candidate.weak}
        others = [match for match in decision.others if match.card_id not in office]
        contested = [
            match
            for match in others
            if match.verdict == "same"
            and compare.names(card.name, cards[match.card_id].name) != "different"
        ]
        apart = [
            match for match in others if match.verdict == "different" and not _ids_differ(match)
        ]
        pairs = contested if decision.chosen else apart[:1]
        return [
            Suggestion(
                id=items.suggestion_id(card.id, match.card_id),
                kind="household" if match.household else "duplicate",
                cards=(min(card.id, match.card_id), max(card.id, match.card_id)),
                reason=f"{', '.join(_public(match.matched_by))} of one lead",
                created_at=rfc3339(self.submission.arrival.received_at),
                owner_id=card.owner_id,
            )
            for match in pairs[:_MAX_SUGGESTIONS]
        ]

    def _delivery(
        self, outcome: Literal["created", "repeat", "test", "quarantined"], **values: Any
    ) -> Delivery:
        submission = self.submission
        received: datetime = submission.arrival.received_at
        return Delivery(
            id=self.ids.delivery,
            source=submission.source.id,
            key=submission.key,
            outcome=outcome,
            content=submission.content,
            received_at=rfc3339(received),
            # Whole seconds are stored: a window ends with the second that it reaches into.
            until=rfc3339(received + submission.remembered + timedelta(seconds=1)),
            **values,
        )

    def _put_delivery(self, delivery: Delivery, seen: Seen) -> Put:
        """Return the write of a delivery: a new one, or in place of the one whose time is over."""
        return Put(
            key=items.delivery_key(delivery.source, delivery.key),
            item=items.delivery_item(delivery),
            replaces={"id": seen.delivery.id} if seen.delivery else None,
        )


def _claim(wanted: IdentityKey, card_id: str) -> Put:
    identity = Identity(kind=wanted.kind, key=wanted.key, cards=(card_id,))
    return Put(key=items.identity_key(wanted), item=items.identity_item(identity))


def _join(there: Identity, card_id: str, *, full: bool) -> Change:
    sets: dict[str, Any] = {"shared": True} if full else {"cards": [*there.cards, card_id]}
    key = IdentityKey(kind=there.kind, key=there.key)
    return Change(key=items.identity_key(key), set=sets, add={"v": 1}, when={"v": there.v})


def _suggest(suggestion: Suggestion) -> Change:
    """One suggestion for a pair however often it is met: what is there stays."""
    return Change(key=items.suggestion_key(suggestion.id), fill=items.suggestion_values(suggestion))


def _fields(submission: Submission) -> dict[str, str]:
    """Return the values that a lead has for a card."""
    person = submission.person
    fields = {
        "first_name": person.name.first,
        "last_name": person.name.last,
        "birth_date": person.birth_date or "",
        **person.details,
    }
    return {name: value for name, value in fields.items() if value}


def _missing(card: Card, offered: Mapping[str, str]) -> dict[str, str]:
    """Return what fills an empty field of a card; an address goes together or not at all."""
    fill = {name: value for name, value in offered.items() if not card.fields.get(name)}
    here = {part: card.fields[part] for part in _ADDRESS if card.fields.get(part)}
    agree = all(
        offered.get(part, "").casefold() == value.casefold() for part, value in here.items()
    )
    if not agree:
        fill = {name: value for name, value in fill.items() if name not in _ADDRESS}
    return fill


def _with_contact(there: tuple[str, ...], value: str | None, *, newest: bool) -> tuple[str, ...]:
    """Return the contacts with one more, first where the person gave it last."""
    if not value or (value in there and not newest):
        return there
    rest = tuple(contact for contact in there if contact != value)
    return ((value, *rest) if newest else (*rest, value))[:_MAX_CONTACTS]


def _public(via: Sequence[str]) -> list[str]:
    return [kind.removesuffix("_name") for kind in via]


def _told(chosen: Match | None) -> dict[str, Any]:
    """Return a match as it is stored and shown."""
    if not chosen:
        return {}
    return {
        "matched_by": _public(chosen.matched_by),
        "level": chosen.level,
        "score": chosen.score,
        "evidence": [
            {"field": part.field, "agreement": part.agreement, "weight": part.weight}
            for part in chosen.evidence
        ],
    }


def _ids_differ(match: Match) -> bool:
    return any(
        part.field == "national_id" and part.agreement == "different" for part in match.evidence
    )
