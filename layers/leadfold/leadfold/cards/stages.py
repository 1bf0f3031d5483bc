"""What contacts and stages make of a card: how far it has come, and what speaks against a call."""

from dataclasses import dataclass, replace
from typing import Literal

from leadfold.cards import changes
from leadfold.model import Card, Flag

#: What came of trying to reach a customer.
Outcome = Literal["reached", "no_answer", "wrong_number", "declined", "opt_out", "deceased"]
#: How the business with a customer went on.
Stage = Literal["qualified", "won", "lost"]

#: Somebody spoke with the customer: from then on they are no new one.
_SPOKE = frozenset({"reached", "declined"})
#: There is nothing left to do about the open task.
_ENDS_TASK = frozenset({"reached", "declined", "opt_out", "deceased"})
_FLAGS: dict[Outcome, Flag] = {"opt_out": "opt_out", "deceased": "deceased"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """A card after a contact; ``ends_task`` tells that its open task is done by it."""

    card: Card
    ends_task: bool


def contacted(card: Card, outcome: Outcome, at: str, phone: str | None = None) -> Contacted:
    """Return a card after an attempt to reach its customer.

    One that was spoken with is no longer new. A reason not to contact counts from its first time.
    A wrong number (``phone``, or else the primary one) stops being the primary where there is
    another.
    """
    after = card
    if outcome in _SPOKE and card.status == "new":
        after = replace(after, status="contacted", status_at=at)
    if flag := _FLAGS.get(outcome):
        since = min(at, card.flags.get(flag, at))
        after = replace(after, flags={**card.flags, flag: since})
    if outcome == "wrong_number" and card.phones:
        wrong = (*card.wrong_phones, phone or card.phones[0])
        after = replace(
            after,
            wrong_phones=tuple(dict.fromkeys(wrong)),
            phones=changes.wrong_last(card.phones, wrong),
        )
    return Contacted(card=after, ends_task=outcome in _ENDS_TASK)


def staged(card: Card, stage: Stage, at: str) -> Card:
    """Return a card after a stage: the log counts each, the status only goes forward.

    ========= ==================================================================
    won       always: who has bought is a customer, and stays one
    qualified from new and contacted; from lost where it happened after that
    lost      from all but won, where it happened after what the status tells of
    ========= ==================================================================
    """
    since = card.status_at or ""
    forward = {
        "won": card.status != "won",
        "qualified": card.status in {"new", "contacted"} or (card.status == "lost" and at > since),
        "lost": card.status not in {"won", "lost"} and at >= since,
    }
    return replace(card, status=stage, status_at=at) if forward[stage] else card
