"""Decisions: how a lead agrees with a card, and what that comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadfold.model.configuration import IdentityName
from leadfold.model.records import IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field agrees, and what that weighs in bits."""

    field: str
    agreement: str
    weight: float


_NAMES: Mapping[IdentityKind, IdentityName] = {
    "national_id": "national_id",
    "unchecked_id": "national_id",
    "org_number": "org_number",
    "external_id": "external_id",
    "phone": "phone",
    "phone_name": "phone",
    "email": "email",
    "email_name": "email",
    "role_email": "email",
}


def name_of(kind: IdentityKind) -> IdentityName:
    """Return what people call an identity: a phone known together with a name is a phone."""
    return _NAMES[kind]


Verdict = Literal["same", "different", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a lead is held to be the customer of a card, or not.

    ``via`` are the equal identities, ``matched_by`` their names as people know them.
    """

    card_id: str
    verdict: Verdict
    via: tuple[IdentityKind, ...]
    level: int | None
    score: float
    evidence: tuple[Evidence, ...]
    household: bool = False

    @property
    def matched_by(self) -> list[str]:
        """The identities that are equal, each once."""
        return list(dict.fromkeys(name_of(kind) for kind in self.via))


#: What a person said of a suggestion: other people, or other people of one household.
Decided = Literal["rejected", "household"]
#: How a suggestion ends otherwise: its cards were merged by it, or came to be one without it.
Joined = Literal["accepted", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two cards that may be one customer, or one household, and what a person said of them.

    ``reason``, ``verdict``, ``level``, ``score`` and ``evidence`` are those of the match that
    raised it; ``automatic`` tells that policy would merge the pair without asking. Once it is
    closed, ``state`` is the decision, and it stays: ``closed_by`` is the id of an API key. Where
    a card of it is erased, it is closed as that.
    ``merge_id`` is the merge that made the cards one, be it undone or not.
    """

    id: str
    kind: Literal["duplicate", "household"]
    cards: tuple[str, str]
    reason: str
    created_at: str
    owner_id: str | None = None
    verdict: Verdict = "ask"
    level: int | None = None
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    automatic: bool = False
    state: Literal["open", "erased"] | Decided | Joined = "open"
    closed_at: str | None = None
    closed_by: str | None = None
    closed_reason: str | None = None
    merge_id: str | None = None
