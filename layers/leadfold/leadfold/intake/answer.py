"""The answer of ``POST /leads``: always the same keys, scalars first, for Zapier and Make."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from leadfold.model import Person, Warn

Outcome = Literal["created", "repeat", "replayed", "test", "quarantined", "accepted"]

#: 2xx throughout: a duplicate is never an error.
STATUS: dict[Outcome, int] = {
    "created": 201,
    "repeat": 200,
    "replayed": 200,
    "test": 200,
    "quarantined": 202,
    "accepted": 202,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a lead; the attributes are in the order of the answer's keys."""

    outcome: Outcome
    is_new: bool = False
    is_duplicate: bool = False
    is_test: bool = False
    needs_attention: bool = False
    card_id: str | None = None
    card_url: str | None = None
    inquiry_id: str | None = None
    task_id: str | None = None
    quarantine_id: str | None = None
    delivery_id: str | None = None
    inquiry_date: str | None = None
    inquiry_number: int | None = None
    owner_id: str | None = None
    owner_email: str | None = None
    bucket: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_e164: str | None = None
    email_clean: str | None = None
    matched_by_text: str = ""
    match_level: int | None = None
    score: float | None = None
    warning_codes: str = ""
    matched_by: tuple[str, ...] = ()
    match: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warn, ...] = ()
    suggestions: tuple[str, ...] = ()

    def document(self, api_url: str) -> dict[str, Any]:
        """Return the JSON body; ``api_url`` is the beginning of the card's address."""
        body = {part.name: getattr(self, part.name) for part in fields(self)}
        body["card_url"] = f"{api_url}/v1/cards/{self.card_id}" if self.card_id else None
        body["warnings"] = [asdict(w) for w in self.warnings]
        return body


NO_MATCH: Mapping[str, Any] = {"level": None, "score": None, "evidence": []}


def compose(
    outcome: Outcome, person: Person, warnings: tuple[Warn, ...] = (), **values: Any
) -> Answer:
    """Return an answer, with the keys that follow from the person and the match filled in."""
    match = values.pop("match", None) or NO_MATCH
    matched_by = tuple(values.pop("matched_by", ()))
    return Answer(
        outcome=outcome,
        is_new=outcome == "created",
        is_duplicate=outcome in {"repeat", "replayed"},
        needs_attention=bool(values.get("quarantine_id") or values.get("suggestions")),
        first_name=person.name.first or None,
        last_name=person.name.last or None,
        phone_e164=person.e164,
        email_clean=person.email.address if person.email else None,
        matched_by_text=", ".join(matched_by),
        matched_by=matched_by,
        match_level=match["level"],
        score=match["score"],
        match=match,
        warning_codes=", ".join(dict.fromkeys(w.code for w in warnings)),
        warnings=warnings,
        **values,
    )
