"""Cards typed in by hand, on both stores."""

from functools import partial

from tests.races import at_once

PHONE = "+4791234567"
OLA = {"full_name": "Ola Hansen", "phone": PHONE}
MANY = 12


def test_who_is_typed_in_is_on_both_stores_the_same_card(clerk, office):
    first = clerk.enter(**OLA, email="ola@example.com")
    assert clerk.enter(phone=PHONE, email="ola@new.example.com") == first
    [card] = office.cards
    assert card.emails == ("ola@example.com", "ola@new.example.com")
    assert [item["kind"] for item in office.stored("LOG")] == ["created", "edited"]


# -- at once --------------------------------------------------------------------------------------


def test_one_person_typed_in_by_many_at_once_is_one_card(crowd):
    ids = at_once([partial(crowd.enter, **OLA) for _ in range(MANY)])
    assert len(set(ids)) == len(crowd.office.cards) == 1


def test_one_idempotency_key_at_once_makes_one_card(crowd):
    ids = at_once([partial(crowd.enter, once="k", company="Fjord AS") for _ in range(MANY)])
    assert len(set(ids)) == len(crowd.office.cards) == 1
