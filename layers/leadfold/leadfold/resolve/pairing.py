"""Pairs of cards that may be one customer, and that no lead led to together.

Intake suggests pairs among the cards that one lead's keys lead to. Two leads at one instant, or a
card that gets a key later, can leave a pair that no lead led to. So each time that something which
identity rests on has changed on a card, the card is compared with others: those that its keys name,
and those in the blocks of its details. The card of a pair that changed last finds the other.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadfold.cards import suggestions
from leadfold.errors import Contended, Stale
from leadfold.identity import keys, profile
from leadfold.identity.decide import Candidate, match
from leadfold.identity.profile import Profile
from leadfold.model import Card, Match, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import blocks
from leadfold.resolve.candidates import Finder
from leadfold.store import Item, get_all, items
from leadfold.store.writes import Change, Key

#: Cards that a card's keys may name; keys that name more say little.
_MOST_CANDIDATES = 200
#: Cards of a card's blocks that are read and compared: those with most blocks in common.
_MOST_ALIKE = 40
#: Identities whose cards are found at once: a card may have many more identities than a lead.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """The suggestions that were raised, and how many cards the card was ``compared`` with."""

    raised: tuple[Suggestion, ...] = ()
    compared: int = 0


def is_due(card_id: str, known: Mapping[Key, Item]) -> bool:
    """Tell whether a living card's evidence is newer than that of its last pairing.

    ``known`` has the items of the card and of its note of pairing, as far as they exist.
    """
    card, noted = known.get(items.card_key(card_id)), known.get(items.paired_key(card_id))
    if not card or card["state"] != "living":
        return False
    return bool(card["evidence"] > (noted["paired_evidence"] if noted else 0))


def pair_up(
    card_id: str,
    finder: Finder,
    *,
    at: datetime,
    deadline: float,
    known: Mapping[Key, Item] | None = None,
) -> Paired:
    """Suggest pairs of a card and those with which it shares keys or details, each pair once.

    Done again, or for both cards of a pair at once, it adds nothing. ``known`` has the items that
    ``is_due`` needs, where they have just been read; ``deadline`` is by the monotonic clock.
    """
    store = finder.store
    both = [items.card_key(card_id), items.paired_key(card_id)]
    known = store.get(both) if known is None else known
    while is_due(card_id, known):
        card, noted = items.card_of(known[both[0]]), known.get(both[1])
        asking = profile.of_card(card)
        # Before other cards are read, so that a card which enters the blocks later finds this one.
        entered = blocks.enter(card_id, asking, finder.keyed, store, deadline=deadline)
        others = _sharing_keys(card, finder)
        known_ids = {candidate.card.id for candidate in others}
        most = min(_MOST_ALIKE, _MOST_CANDIDATES - len(others))
        alike = finder.read_candidates(
            [other for other in entered.others if other not in known_ids][:most]
        )
        # Blocks may name cards that were merged since, into this card or into one that is known.
        others += [one for one in alike if one.card.id not in {card_id, *known_ids}]
        raised = _raised(card, asking, others, finder, rfc3339(at))
        # A card stays in the blocks of a former name.
        names = sorted({*(noted.get("blocks", ()) if noted else ()), *entered.names})
        note = Change(
            key=both[1],
            set={"paired_evidence": card.evidence, "blocks": names},
            when={"paired_evidence": noted["paired_evidence"] if noted else None},
        )
        try:
            if raised:
                named = {card_id for suggestion in raised for card_id in suggestion.cards}
                there = (card, *(candidate.card for candidate in others))
                unchanged = [suggestions.unchanged(one) for one in there if one.id in named]
                written = [suggestions.write(suggestion) for suggestion in raised]
                store.transact([note, *unchanged, *written], deadline=deadline)
            else:
                store.write(note)
        except Stale:
            if time.monotonic() >= deadline:
                raise Contended("the cards changed again and again") from None
            known = store.get(both)
            continue
        return Paired(raised=tuple(raised), compared=len(others))
    return Paired()


def _raised(
    card: Card, asking: Profile, others: Sequence[Candidate], finder: Finder, created_at: str
) -> list[Suggestion]:
    """Return the suggestions for a card and the others, the most likely pair first."""
    if not others:
        return []
    by_id = {candidate.card.id: candidate.card for candidate in others}

    def rank(found: Match) -> tuple[float, int, str, str]:
        other = by_id[found.card_id]
        return found.score, other.evidence, other.last_inquiry_at, other.id

    found = (match(asking, one, finder.rules) for one in others)
    # Cards with neither a key nor enough details in common are those of strangers.
    likely = (one for one in found if one.via or one.verdict != "different")
    matches = sorted(likely, key=rank, reverse=True)
    pairs = [items.suggestion_key(items.suggestion_id(card.id, other.card_id)) for other in matches]
    there = [str(item["id"]) for item in get_all(finder.store, pairs).values()]
    return suggestions.between(card, matches, others, there, finder.rules, created_at)


def _sharing_keys(card: Card, finder: Finder) -> list[Candidate]:
    """Return the other living cards that the card's own identities name."""
    wanted = keys.of_card(card, finder.keyed, finder.rules)
    found: dict[str, Candidate] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for candidate in finder.find(wanted[start : start + _AT_ONCE], card.name).candidates:
            if candidate.card.id != card.id:
                before = found.get(candidate.card.id)
                found[candidate.card.id] = before.joined(candidate) if before else candidate
    return list(found.values())[:_MOST_CANDIDATES]
