"""Who has not come again for as long as their sources keep people is erased, but won customers."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold.privacy import retention
from leadfold.privacy.erasing import lifecycle
from leadfold.store import items
from leadfold.store.items import erasures
from leadfold.store.writes import Change
from tests.office import NOON, SITE

DAYS = 30
OVER = NOON + timedelta(days=DAYS, minutes=1)
OTHER = replace(SITE, id="other", retention_days=2 * DAYS)


@pytest.fixture
def office(office):
    office.use(retention_days=DAYS)
    return office


def noted(office):
    """Note every card, as ``react`` does once something is learnt of it."""
    for card in office.cards:
        retention.note(card, office.config, office.store)
        retention.note(card, office.config, office.store)


def look(office, at):
    until = time.monotonic() + 60
    begun = retention.erase_due(office.desk, office.config, now=at, until=until)
    later = at + timedelta(minutes=2)
    lifecycle.go_on(office.desk, office.config, now=later, until=until)
    return begun


def test_a_card_is_erased_when_its_time_is_over_and_not_before(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    assert look(office, OVER - timedelta(minutes=5)) == 0
    assert look(office, OVER) == 1
    assert office.card(made).state == "erased"
    (one,) = map(erasures.erasure_of, office.stored("ERASURE"))
    assert (one.by, one.reason, one.step) == ("retention", "retention", "done")
    assert look(office, OVER + timedelta(days=400)) == 0


def test_a_later_inquiry_moves_the_end(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    office.post(phone="91234567", at=NOON + timedelta(days=10), lead_id="2")
    assert look(office, OVER) == 0
    assert look(office, OVER + timedelta(days=10)) == 1
    assert office.card(made).state == "erased"


def test_the_source_that_keeps_longest_decides(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    office.use(id="other", retention_days=2 * DAYS)
    office.post(phone="91234567", lead_id="2", source=OTHER)
    assert look(office, OVER) == 0
    assert look(office, OVER + timedelta(days=DAYS)) == 1
    assert office.card(made).state == "erased"


def test_a_source_that_keeps_for_good_keeps_the_card(office):
    office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    office.use(id="other", retention_days=None)
    office.post(phone="91234567", lead_id="2", source=replace(SITE, id="other"))
    assert look(office, OVER + timedelta(days=4000)) == 0


@pytest.mark.parametrize("values", [{"status": "won"}, {"flags": {"restricted": "2026-11-23"}}])
def test_won_customers_and_restricted_cards_are_kept(office, values):
    made = office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    office.store.write(Change(key=items.card_key(made.card_id), set=values))
    assert look(office, OVER) == 0
    assert office.card(made).state == "living"
    assert len(office.stored("RETENTION")) == 1


def test_a_source_without_retention_notes_nothing(office):
    office.use(retention_days=None)
    office.post(phone="91234567", full_name="Ola Vik")
    noted(office)
    assert office.stored("RETENTION") == []


def test_bytes_of_a_double_click_go_when_the_time_is_over(office):
    made = office.post(phone="91234567", full_name="Ola Vik")
    assert office.post(phone="912 34 567", full_name="Ola Vik").outcome == "replayed"
    noted(office)
    assert len(office.raw.kept) == 1
    assert look(office, OVER) == 1
    assert office.card(made).state == "erased"
    assert office.raw.kept == {}
