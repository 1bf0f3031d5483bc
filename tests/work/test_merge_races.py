"""Merges, undos and leads at once on the same cards, in real threads on DynamoDB Local."""

import time
from collections import Counter
from contextlib import suppress
from functools import partial

from leadfold import reading
from leadfold.errors import Contended, Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake.answer import Answer
from leadfold.resolve import aliases
from leadfold.store import items
from leadfold.work import merging, undoing
from leadfold.work.merging import Merger
from tests.races import at_once

KEYS = (
    {"phone": "91234567"},
    {"email": "ola@example.com"},
    {"phone": "40498765"},
    {"email": "per@example.com"},
)


def test_merges_undos_and_leads_at_once_lose_nothing(track):
    office = track.office
    ids = [str(office.post(key).card_id) for key in KEYS]

    def merger() -> Merger:
        deadline = time.monotonic() + 60
        return Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)

    def merge(one: int, other: int) -> Answer:
        with suppress(Problem, Unavailable, Contended):  # refused, or asked again by its client
            merging.merge(ids[one], ids[other], merger())
        return office.post(KEYS[one], lead_id=f"merged-{one}-{other}")

    def undo(place: int) -> Answer:
        with suppress(Problem, Unavailable, Contended):
            for standing in reading.merges_of(
                office.store, aliases.current_card(office.store, ids[place])
            ):
                undoing.undo(standing.id, merger())
        return office.post(KEYS[place], lead_id=f"undone-{place}")

    leads = [partial(office.post, KEYS[n % 4], lead_id=f"l{n}") for n in range(12)]
    jobs = [partial(merge, *pair) for pair in ((0, 1), (1, 0), (2, 1), (3, 2), (0, 3))]
    with track.faults():
        at_once([*leads, *jobs, *(partial(undo, place) for place in range(4)), *jobs[:2]])
    office.sweep()

    cards = {card.id: card for card in office.cards}
    alive = [card for card in cards.values() if card.state == "living"]
    assert sorted(cards) == sorted(ids)
    assert sorted(one for card in alive for one in (card.id, *card.members)) == sorted(ids)
    found: Counter[str] = Counter()
    for card in alive:
        mine, _ = reading.inquiries(office.store, card, after=None, limit=200)
        assert card.inquiries == len(mine)
        found.update(inquiry.delivery_id for inquiry in mine)
        assert {cards[member].into for member in card.members} <= {card.id}
        assert {merge.merged for merge in reading.merges_of(office.store, card)} == set(
            card.members
        )
    assert len(found) == found.total() == len(office.stored("DLV")) == 4 + 12 + 4 + 5
    still_open = {item["id"] for item in office.stored("TASK") if item["status"] == "open"}
    assert still_open == {card.open_task.id for card in alive}
    for merge_id in {merge_id for card in alive for merge_id in card.merges}:
        undoing.undo(merge_id, merger())
    for card_id, key in zip(ids, KEYS, strict=True):
        alone = aliases.current_card(office.store, card_id)
        told = office.inquiries(card_id)
        assert (alone.id, alone.inquiries, alone.members) == (card_id, len(told), ())
        assert all(inquiry.fields == key for inquiry in told)
        assert (*alone.phones, *alone.emails) == tuple(
            value if "@" in value else f"+47{value}" for value in key.values()
        )
    assert all(items.card_of(item).state == "living" for item in office.stored("CARD"))
