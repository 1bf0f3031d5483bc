"""Decisions: how a lead agrees with a card, and what that comes to."""

from dataclasses import dataclass
from typing import Literal

from leadfold.model.records import IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field agrees, and what that weighs in bits."""

    field: str
    agreement: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a lead is held to be the customer of a card, or not.

    ``via`` are the equal identities, ``matched_by`` their names as people know them.
    """

    card_id: str
    verdict: Literal["same", "different"]
    via: tuple[IdentityKind, ...]
    level: int | None
    score: float
    evidence: tuple[Evidence, ...]
    household: bool = False

    @property
    def matched_by(self) -> list[str]:
        """The fields that are equal: a phone known together with a name is a phone."""
        return [kind.removesuffix("_name") for kind in self.via]
