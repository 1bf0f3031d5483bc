"""Which of a customer's merged cards a lead came for: evidence decides between them.

The lead is compared with each card as it was before the merges. Where nothing tells them apart, it
is the living one's, and that is noted.
"""

from collections.abc import Sequence
from typing import NamedTuple

from leadfold.identity import decide, keys
from leadfold.identity.decide import Candidate
from leadfold.identity.profile import Profile
from leadfold.model import IdentityKind, IdentityRules, Match

#: What tells members of one customer apart, for and against.
_TELLING = frozenset(
    "national_id unchecked_id org_number company given_name surname suffix birth_date".split()
)
#: What tells only where it agrees: people have several.
_AGREEING = frozenset({"external_id", "phone", "email", "address"})
_VERDICTS = ("different", "ask", "same")

#: A national ID, an id in another system, the verdict, what tells, keys and how trusted they are.
_Rank = tuple[bool, bool, int, float, int, int]


class Home(NamedTuple):
    """The card that an inquiry lies with, and the kinds of the identities by which it came there.

    ``undecided`` are the cards that it might have come for as well, this one among them; empty
    where keys or evidence decided.
    """

    card_id: str
    via: tuple[IdentityKind, ...]
    undecided: tuple[str, ...] = ()


def home(incoming: Profile, candidate: Candidate, rules: IdentityRules) -> Home:
    """Return where a lead of this customer lies, of the cards that its keys lead to.

    A national ID decides, then an id in another system, then what decides between cards that were
    never merged (contract, rules 5 to 7): another given name or birth date parts, a key that leads
    to one card alone speaks for it. What is left goes to the living card, or the one merged first.
    """
    parts = candidate.parts
    if not parts:
        return Home(card_id=candidate.card.id, via=candidate.via)
    if len(parts) == 1:
        return Home(card_id=parts[0].own_id, via=parts[0].via)
    ranks = [_rank(incoming, part, rules) for part in parts]
    best = [part for part, rank in zip(parts, ranks, strict=True) if rank == max(ranks)]
    order = (candidate.card.id, *candidate.card.members)
    first, *others = sorted(best, key=lambda part: order.index(part.own_id))
    undecided = tuple(part.own_id for part in (first, *others)) if others else ()
    return Home(card_id=first.own_id, via=first.via, undecided=undecided)


def _rank(incoming: Profile, part: Candidate, rules: IdentityRules) -> _Rank:
    found = decide.match(incoming, part, rules)
    verdict = _VERDICTS.index(found.verdict)
    trust = -min(keys.place(kind, rules) for kind in part.via)
    # What the names or dates of two people have in common says nothing.
    bits = _telling(found) if verdict else 0.0
    is_by_id = incoming.national_id is not None and incoming.national_id == part.profile.national_id
    return is_by_id, "external_id" in part.via, verdict, bits, len(part.via), trust


def _telling(found: Match) -> float:
    return round(
        sum(
            part.weight if part.field in _TELLING else max(0.0, part.weight)
            for part in found.evidence
            if part.field in _TELLING | _AGREEING
        ),
        1,
    )


def undecided_between(undecided: Sequence[str], side: frozenset[str]) -> bool:
    """Tell whether an inquiry might have come for a card of a side, and for one of the other."""
    return bool(undecided) and not side.isdisjoint(undecided) and not side.issuperset(undecided)
