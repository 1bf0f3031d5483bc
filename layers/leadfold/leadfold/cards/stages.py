"""The effect of contacts and stages on a card: its status, and the flags against contacting."""

from dataclasses import dataclass, replace
from typing import Literal

from leadfold.cards import changes
from leadfold.model import Card, Flag

#: Outcomes of an attempt to reach a customer.
Outcome = Literal["reached", "no_answer", "wrong_number", "declined", "opt_out", "deceased"]
#: The stages of a deal that a business reports.
Stage = Literal["qualified", "won", "lost"]

#: Somebody spoke with the customer: the card is no longer new.
_SPOKE = frozenset({"reached", "declined"})
#: The open task is done by these.
_ENDS_TASK = frozenset({"reached", "declined", "opt_out", "deceased"})
_FLAGS: dict[Outcome, Flag] = {"opt_out": "opt_out", "deceased": "deceased"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """A card after a contact; ``ends_task`` tells whether its open task is done by it."""

    card: Card
    ends_task: bool


def contacted(card: Card, outcome: Outcome, at: str, phone: str | None = None) -> Contacted:
    """Return a card after an attempt to reach its customer.

    A card whose customer was spoken with is no longer new. A flag keeps the time when it was first
    set. A wrong number (``phone``, or else the primary one) is no longer the primary one, if there
    is another.
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
    """Return a card after a stage: each is logged, but the status only goes forward.

    ========= ==================================================================
    won       always: who has bought is a customer, and stays one
    qualified from new and contacted; from lost where it happened after that
    lost      from all but won, where it did not happen before the present status
    ========= ==================================================================
    """
    since = card.status_at or ""
    forward = {
        "won": card.status != "won",
        "qualified": card.status in {"new", "contacted"} or (card.status == "lost" and at > since),
        "lost": card.status not in {"won", "lost"} and at >= since,
    }
    return replace(card, status=stage, status_at=at) if forward[stage] else card
