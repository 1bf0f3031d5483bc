"""Cards with the origins of their values, and timelines, read from both stores."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from leadfold import reading
from tests.clerk import Clerk, card_of
from tests.office import NOON

PHONE, OTHER = "+4791234567", "+4740498765"
OLA = {"full_name": "Ola Hansen", "phone": PHONE}


def test_a_card_that_nobody_edited_costs_no_look_into_its_log(post, office, monkeypatch):
    card_id = post(OLA).card_id
    asked = []
    query = office.store.query

    def counting(pk: str, **options: Any) -> Any:
        asked.append(options["prefix"])
        return query(pk, **options)

    monkeypatch.setattr(office.store, "query", counting)
    reading.card(office.store, card_id)
    assert asked == ["INQ#"]
    Clerk(office).edit(card_id, fields={"city": "Oslo"})
    reading.card(office.store, card_id)
    assert asked == ["INQ#", "INQ#", "LOG#"]


def test_the_timeline_of_a_group_is_that_of_all_its_cards_by_time(post, office):
    times = [NOON + timedelta(minutes=n) for n in range(6)]
    living, merged = (post(phone=number, at=times[0]).card_id for number in (PHONE, OTHER))
    for n, number in ((2, PHONE), (3, OTHER), (4, PHONE), (5, OTHER)):
        post(phone=number, at=times[n], lead_id=str(n))
    card = replace(card_of(office, living), members=(merged,))
    seen, after = [], None
    while True:
        page, after = reading.timeline(office.store, card, kind=None, after=after, limit=1)
        seen += page
        if not after:
            break
    assert len({one.id for one in seen}) == len(seen) == 6
    assert [one.card_id for one in seen[:4]] == [merged, living, merged, living]
