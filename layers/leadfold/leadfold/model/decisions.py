"""Decisions: how a lead agrees with a card, and whether it is the same customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadfold.model.configuration import IdentityName
from leadfold.model.records import IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field agrees, with its weight in bits."""

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
    """Return the name of an identity for people: a phone together with a name is a phone."""
    return _NAMES[kind]


Verdict = Literal["same", "different", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The decision whether a lead is the customer of a card, with its evidence.

    ``via`` are the kinds of the equal identities, ``matched_by`` their names for people. ``score``
    is the sum of the evidence in bits, ``level`` how sure a ``same`` is (1 is the best).
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
        """The names of the equal identities, each once."""
        return list(dict.fromkeys(name_of(kind) for kind in self.via))


#: How a person closes a suggestion: two customers, or two customers of one household.
Decided = Literal["rejected", "household"]
#: How a suggestion ends otherwise: its cards were merged by accepting it, or without it.
Joined = Literal["accepted", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion that two cards are one customer or one household, and the decision on it.

    ``reason``, ``verdict``, ``level``, ``score`` and ``evidence`` are those of the match that
    raised it; ``automatic`` tells that the rules would merge the pair without asking. Once it is
    closed, ``state`` is the decision and does not change; ``closed_by`` is the id of an API key.
    It is ``erased`` if one of its cards was. ``merge_id`` is the merge that made the cards one,
    also after it was undone.
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
