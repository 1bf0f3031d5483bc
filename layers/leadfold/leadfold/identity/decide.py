"""A person and the cards that the identities name → the card it is, or a new one, with reasons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leadfold.identity import compare
from leadfold.identity.keys import ORDER
from leadfold.model import Card, Evidence, IdentityKind, Match, Person

#: Bits of evidence that an agreement adds. A second shared key adds little: families share both.
_WEIGHTS = {"national_id": 24.0, "phone": 9.2, "phone_name": 9.2, "email": 9.2, "email_name": 9.2}
_SECOND_KEY = 2.0
_NAME_WEIGHTS = {"same": 6.0, "near": 3.0, "other_script": 0.0, "missing": 0.0, "different": -12.0}
_BIRTH_DATE = 8.0

#: The level of a join by an equal identity (contract, answer of ``POST /leads``).
_LEVELS = {"same": 1, "near": 5, "other_script": 5, "missing": 9, "different": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A living card, with the identities of the lead that name it.

    ``weak`` where only keys that many people share do.
    """

    card: Card
    via: tuple[IdentityKind, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``chosen`` is the match of the card that the lead belongs to, ``None`` for a new card."""

    chosen: Match | None
    others: tuple[Match, ...]


def decide(person: Person, national_id: str | None, candidates: Sequence[Candidate]) -> Decision:
    """Choose the card of a person; ``national_id`` is the keyed hash of theirs.

    Of several cards the one with a national ID in common wins, then the one with more evidence for
    it, then the more trusted identity, then the card that more is known of, then the latest.
    """
    known = {candidate.card.id: candidate for candidate in candidates}
    matches = [match(person, national_id, candidate) for candidate in candidates]

    def rank(found: Match) -> tuple[bool, float, int, int, str, str]:
        card = known[found.card_id].card
        trust = -min(ORDER.index(kind) for kind in known[found.card_id].via)
        id_agrees = national_id is not None and national_id == card.national_id
        return id_agrees, found.score, trust, card.evidence, card.last_inquiry_at, card.id

    same = sorted((m for m in matches if m.verdict == "same"), key=rank, reverse=True)
    different = sorted((m for m in matches if m.verdict == "different"), key=rank, reverse=True)
    chosen = same[0] if same else None
    return Decision(chosen=chosen, others=(*same[1:], *different))


def match(person: Person, national_id: str | None, candidate: Candidate) -> Match:
    """Hold a person against one card (contract, rules 5 and 6)."""
    card = candidate.card
    agreement = compare.names(person.name, card.name)
    evidence = _keys(candidate.via)
    evidence.append(Evidence(field="name", agreement=agreement, weight=_NAME_WEIGHTS[agreement]))
    born_alike = bool(person.birth_date) and person.birth_date == card.fields.get("birth_date")
    if born_alike:
        evidence.append(Evidence(field="birth_date", agreement="exact", weight=_BIRTH_DATE))

    surnames = compare.surnames_agree(person.name, card.name)
    id_agrees = national_id is not None and national_id == card.national_id
    id_differs = bool(national_id and card.national_id) and not id_agrees
    if id_differs:
        evidence.append(Evidence(field="national_id", agreement="different", weight=-24.0))
    stays = agreement != "different" or (born_alike and surnames)
    if candidate.weak:
        stays = agreement == "same" or not person.name
    same = id_agrees or (stays and not id_differs)
    return Match(
        card_id=card.id,
        verdict="same" if same else "different",
        via=candidate.via,
        level=(1 if id_agrees else _LEVELS[agreement]) if same else None,
        score=round(sum(part.weight for part in evidence), 1),
        evidence=tuple(evidence),
        household=not same and (surnames or _one_address(person, card)),
    )


def _keys(via: Collection[IdentityKind]) -> list[Evidence]:
    """Weigh the equal identities: the strongest in full, every further one little."""
    ordered = sorted(via, key=ORDER.index)
    return [
        Evidence(
            field=kind.removesuffix("_name"),
            agreement="exact",
            weight=_SECOND_KEY if position else _WEIGHTS[kind],
        )
        for position, kind in enumerate(ordered)
    ]


def _one_address(person: Person, card: Card) -> bool:
    mine = [person.details.get(part, "").casefold() for part in ("street", "postcode")]
    theirs = [card.fields.get(part, "").casefold() for part in ("street", "postcode")]
    return all(mine) and mine == theirs
