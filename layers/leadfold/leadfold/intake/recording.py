"""A decision → the writes of one transaction, and the answer once they are done.

The writes carry the conditions that everything the decision rested on is unchanged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal

from leadfold.cards import changes, routing, suggestions, tasks
from leadfold.identity import explanations
from leadfold.identity.claims import CurrentIds, claims, still_claimed
from leadfold.identity.decide import Candidate, Decision
from leadfold.identity.home import Home, home
from leadfold.intake import answer
from leadfold.intake.answer import Answer
from leadfold.intake.submission import Submission
from leadfold.keyed import KeyedHash
from leadfold.model import (
    ATTRIBUTION_FIELDS,
    PERSON_FIELDS,
    Card,
    Delivery,
    Identity,
    IdentityKey,
    Inquiry,
    Match,
    QuarantineEntry,
    RoutingRule,
    Warn,
)
from leadfold.normalise.dates import rfc3339
from leadfold.resolve.directory import Directory
from leadfold.store import items
from leadfold.store.writes import Put, Write

#: Fields that warnings are about.
_KNOWN = frozenset(
    [*PERSON_FIELDS, *ATTRIBUTION_FIELDS, "lead_id", "submitted_at", "is_test", "idempotency_key"]
)
#: Of a lead that has more warnings than any form gives cause for, the first ones are stored.
_MOST_WARNINGS = 20


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
    """What the store held when it was read for a submission.

    ``current_ids`` has for each card that an identity names the living card that it is part of
    (``claims``). ``settled`` are suggestions that an earlier attempt found closed. ``erased`` tells
    that an erased person had one of the identities, where leads of such people are to be held.
    """

    delivery: Delivery | None
    identities: Mapping[IdentityKey, Identity]
    candidates: Sequence[Candidate]
    current_ids: CurrentIds = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Writes that belong together, and the answer once they are done."""

    writes: list[Write]
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Turns decisions about one submission into writes.

    ``now`` is the time of writing, where that is later than the receipt.
    """

    submission: Submission
    ids: Ids
    keyed: KeyedHash
    directory: Directory
    now: str = ""

    def inquiry(self, seen: Seen, decision: Decision) -> Recording:
        """Record the lead on the chosen card, or on a new one.

        Where that card has merged members, the inquiry, new claims and a new task belong to the
        member that keys and evidence tell, so that they go with it if the merge is undone.
        """
        submission = self.submission
        known = {candidate.card.id: candidate.card for candidate in seen.candidates}
        there = known[decision.chosen.card_id] if decision.chosen else None
        route = routed(submission, there, self.directory.routing_rules())
        card = there or self._new_card(route)
        lies = self._home(seen, decision.chosen)
        member_id = lies.card_id
        inquiry = self._inquiry(card, lies, decision.chosen, route)
        claimed = claims(
            card,
            submission.identities,
            submission.person.name,
            seen.identities,
            self.keyed,
            seen.current_ids,
            member_id,
        )
        flags = changes.flags_after(card, submission.person, inquiry.date)
        task, task_write = tasks.contact_task(
            replace(card, flags=flags),
            inquiry,
            task_id=self.ids.task,
            owner_id=self._task_owner(card, inquiry.bucket),
            due_at=self._due(route.response_minutes),
        )
        open_task = tasks.open_task(task)
        card_write: Write
        if decision.chosen:
            card_write = changes.from_inquiry(
                card,
                submission.person,
                submission.national_id,
                inquiry,
                open_task,
                gained=bool(claimed),
                at=max(self.now, inquiry.received_at),
            )
        else:
            opened = replace(
                card,
                flags=flags,
                inquiries=1,
                last_inquiry_at=inquiry.date,
                open_task=open_task,
                updated_at=max(self.now, inquiry.received_at),
            )
            card_write = Put(key=items.card_key(card.id), item=items.card_item(opened))
        claimed += still_claimed(
            card,
            submission.person,
            submission.identities,
            seen.identities,
            self.keyed,
            seen.current_ids,
        )
        rules = self.directory.identity_rules()
        raised = suggestions.raised(
            card,
            suggestions.pairs(decision, seen.candidates, rules),
            seen.candidates,
            rules,
            inquiry.received_at,
            seen.settled,
        )
        outcome: Literal["created", "repeat"] = "repeat" if decision.chosen else "created"
        delivery = self._delivery(
            outcome,
            card_id=member_id,
            inquiry_id=inquiry.id,
            task_id=task.id,
            inquiry_date=inquiry.date,
            inquiry_number=inquiry.number,
            owner_id=card.owner_id,
            bucket=inquiry.bucket,
            match=inquiry.match,
            suggestions=tuple(suggestion.id for suggestion in raised),
        )
        writes: list[Write] = [
            self._put_delivery(delivery, seen),
            card_write,
            Put(
                key=items.inquiry_key(member_id, inquiry.date, inquiry.id),
                item=items.inquiry_item(inquiry),
            ),
            task_write,
            *claimed,
            *(suggestions.unchanged(known[other.card_id]) for other in decision.others),
            *(suggestions.write(suggestion) for suggestion in raised),
        ]
        shown = replace(delivery, card_id=card.id)
        return Recording(writes=writes, answer=self.answer(outcome, shown))

    def test(self, seen: Seen) -> Recording:
        """Remember a test lead's delivery, and nothing else of it."""
        delivery = self._delivery("test", inquiry_date=rfc3339(self.submission.date))
        return Recording(
            writes=[self._put_delivery(delivery, seen)], answer=self.answer("test", delivery)
        )

    def quarantine(self, seen: Seen, code: str) -> Recording:
        """Hold the lead for a person; its raw bytes are parked already."""
        from leadfold.cards import traces

        source, arrival = self.submission.source, self.submission.arrival
        owner_id = source.data_owner or self._worker(
            routing.pick_owner(source.owners, self.ids.quarantine), source.bucket
        )
        entry = QuarantineEntry(
            id=self.ids.quarantine,
            source=source.id,
            code=code,
            key=self.submission.key,
            raw_name=self.submission.held_name,
            content_type=arrival.content_type[:200],
            received_at=rfc3339(arrival.received_at),
            due_at=self._due(source.response_minutes),
            owner_id=owner_id,
            delivery_id=self.ids.delivery,
            idempotency_key=arrival.idempotency_key,
            marks=traces.marks_of_lead(self.submission.person, arrival.body, self.keyed),
        )
        delivery = self._delivery(
            "quarantined", quarantine_id=entry.id, code=code, owner_id=owner_id
        )
        return Recording(
            writes=[
                self._put_delivery(delivery, seen),
                Put(key=items.quarantine_key(entry.id), item=items.quarantine_item(entry)),
                *items.marked(entry.marks, entry.raw_name, entry.id),
            ],
            answer=self.answer("quarantined", delivery),
        )

    def answer(self, outcome: answer.Outcome, delivery: Delivery, *warnings: Warn) -> Answer:
        """Return the answer to a lead with this delivery."""
        owner = self.directory.owner(delivery.owner_id) if delivery.owner_id else None
        return answer.compose(
            outcome,
            self.submission.person,
            (*self.submission.warnings, *warnings),
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

    # -- parts ------------------------------------------------------------------------------------

    def _new_card(self, route: routing.Route) -> Card:
        submission = self.submission
        card = changes.new_card(
            self.ids.card,
            submission.person,
            submission.national_id,
            created_at=rfc3339(submission.arrival.received_at),
            origin=self.ids.inquiry,
        )
        return replace(
            card,
            source=submission.source.id,
            owner_id=route.owner_of(self.ids.card),
            bucket=route.bucket,
        )

    def _home(self, seen: Seen, chosen: Match | None) -> Home:
        if not chosen:
            return Home(card_id=self.ids.card, via=())
        [there] = [one for one in seen.candidates if one.card.id == chosen.card_id]
        return home(self.submission.profile, there, self.directory.identity_rules())

    def _inquiry(
        self, card: Card, lies: Home, chosen: Match | None, route: routing.Route
    ) -> Inquiry:
        submission = self.submission
        return Inquiry(
            id=self.ids.inquiry,
            card_id=lies.card_id,
            date=rfc3339(submission.date),
            received_at=rfc3339(submission.arrival.received_at),
            kind="repeat" if card.inquiries else "first",
            number=card.inquiries + 1,
            source=submission.source.id,
            platform=submission.source.platform,
            delivery_id=self.ids.delivery,
            lead_id=submission.lead.lead_id or submission.lead.submission_id,
            fields=submission.lead.fields,
            answers=submission.lead.answers,
            attribution=submission.lead.attribution,
            bucket=route.bucket or card.bucket,
            via=lies.via,
            undecided=lies.undecided,
            match=_match_item(chosen),
            new_card=chosen is None,
            country=submission.source.country,
            card_version=card.version if card.members else None,
            corrected_by=submission.corrected_by,
            corrections=submission.corrections,
            tags=route.tags,
            delivery_key=submission.key,
            quarantine_id=self.ids.quarantine if submission.corrected_by else None,
            hidden=submission.hidden,
            warnings=noted(submission.warnings),
        )

    def _delivery(
        self, outcome: Literal["created", "repeat", "test", "quarantined"], **values: Any
    ) -> Delivery:
        submission = self.submission
        received = submission.arrival.received_at
        return Delivery(
            id=self.ids.delivery,
            source=submission.source.id,
            key=submission.key,
            outcome=outcome,
            content=submission.content,
            body=submission.body,
            number=submission.number,
            received_at=rfc3339(received),
            # Whole seconds are stored: a window ends with the second that it reaches into.
            until=rfc3339(received + submission.remembered + timedelta(seconds=1)),
            warnings=noted(submission.warnings),
            **values,
        )

    @staticmethod
    def _put_delivery(delivery: Delivery, seen: Seen) -> Put:
        """Return the write of a delivery: a new one, or in place of the one whose time is over."""
        return Put(
            key=items.delivery_key(delivery.source, delivery.key),
            item=items.delivery_item(delivery),
            replaces={"id": seen.delivery.id} if seen.delivery else None,
        )

    def _task_owner(self, card: Card, bucket_id: str | None) -> str | None:
        """Return who works the card's contact task after this inquiry.

        An open task keeps its owner, or has none if it had none; where its owner is gone or away it
        is given out as a new one would be. On a won card it goes to the card's owner in any case
        (contract, rule 3).
        """
        there = None if card.status == "won" and card.owner_id else card.open_task
        if there and not there.owner_id:
            return None
        return self._worker(there.owner_id if there else card.owner_id, bucket_id)

    def _worker(self, owner_id: str | None, bucket_id: str | None) -> str | None:
        bucket = self.directory.bucket(bucket_id) if bucket_id else None
        now = self.submission.arrival.received_at
        return routing.assignee(owner_id, bucket, self.directory.owner, now)

    def _due(self, minutes: int) -> str:
        start = self.submission.arrival.received_at
        return rfc3339(routing.due(start, minutes, self.submission.source.working_hours))


def routed(
    submission: Submission, card: Card | None, rules: Sequence[RoutingRule]
) -> routing.Route:
    """Return where a lead goes that ends on ``card``, ``None`` for a new one."""
    source = submission.source
    inquiry = routing.RoutingInput(
        source=source.id,
        lead=submission.lead,
        country=submission.person.details.get("country") or source.country,
        kind="repeat" if card else "new",
        card_status=card.status if card else "new",
    )
    return routing.route(rules, source, inquiry)


def noted(warnings: Sequence[Warn]) -> tuple[str, ...]:
    """Return warnings as they are stored: ``field:code``, each once, and not more than a few.

    The name of a field that is not a known one comes from the sender, and is not stored.
    """
    told = (f"{one.field if one.field in _KNOWN else 'answers'}:{one.code}" for one in warnings)
    return tuple(dict.fromkeys(told))[:_MOST_WARNINGS]


def _match_item(chosen: Match | None) -> dict[str, Any]:
    """Return a match as it is stored and shown."""
    if not chosen:
        return {}
    return {
        "matched_by": chosen.matched_by,
        "level": chosen.level,
        "score": chosen.score,
        "evidence": explanations.rows(chosen.evidence),
    }
