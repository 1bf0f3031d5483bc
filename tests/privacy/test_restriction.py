"""A card is restricted and freed again, whatever else is flagged, and by many at once."""

import threading
import time
from datetime import timedelta

import pytest

from leadfold.privacy import restricting
from leadfold.store import items
from leadfold.store.writes import Change
from tests.office import NOON


def restrict(office, card_id, *, on, at=NOON):
    return restricting.restrict(
        card_id,
        office.store,
        on=on,
        by="key_1",
        reason="they contest it",
        at=at,
        deadline=time.monotonic() + 60,
    )


@pytest.mark.parametrize("others", [{}, {"opt_out": "2026-11-20T10:00:00Z"}])
def test_only_the_restriction_comes_and_goes(office, others):
    made = office.post(phone="91234567", full_name="Ola Vik")
    if others:
        office.store.write(Change(key=items.card_key(made.card_id), set={"flags": others}))
    for turn in range(2):
        at = NOON + timedelta(days=turn)
        restrict(office, made.card_id, on=True, at=at)
        assert office.card(made).flags == others | {"restricted": f"2026-11-{23 + turn}T12:00:00Z"}
        restrict(office, made.card_id, on=False, at=at)
        assert office.card(made).flags == others
    assert len(office.stored("LOG")) == 4


def test_a_repeat_still_comes_to_a_restricted_card_with_its_task(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    restrict(office, made.card_id, on=True)
    again = office.post(phone="91234567", lead_id="2")
    assert (again.outcome, office.task(again).kind) == ("repeat", "call_back")
    assert "restricted" in office.card(made).flags


def test_many_at_once_restrict_it_once(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    work = [
        threading.Thread(target=restrict, args=(office, made.card_id), kwargs={"on": True})
        for _ in range(8)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert (office.card(made).version, len(office.stored("LOG"))) == (2, 1)


def test_a_card_that_is_not_there_is_none(office):
    assert restrict(office, "card_none", on=True) is None
