"""Decisions: how a lead agrees with a card, and what that comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadfold.model.records import IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field agrees, and what that weighs in bits."""

    field: str
    agreement: str
    weight: float


#: What people call the identities that are more than a field.
FIELDS: Mapping[IdentityKind, str] = {
    "phone_name": "phone",
    "email_name": "email",
    "role_email": "email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a lead is held to be the customer of a card, or not.

    ``via`` are the equal identities, ``matched_by`` their names as people know them.
    """

    card_id: str
    verdict: Literal["same", "different", "ask"]
    via: tuple[IdentityKind, ...]
    level: int | None
    score: float
    evidence: tuple[Evidence, ...]
    household: bool = False

    @property
    def matched_by(self) -> list[str]:
        """The fields that are equal: a phone known together with a name is a phone."""
        fields = (FIELDS.get(kind, kind) for kind in self.via)
        return list(dict.fromkeys(fields))
