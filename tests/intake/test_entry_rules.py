"""Entry rules of a source: what its leads must bring, or a person looks at them first."""

import pytest

from leadfold.model import EntryRules
from tests.intake.test_quarantine import release

PHONE = "91234567"


@pytest.mark.parametrize(
    ("lead", "outcome"),
    [
        ({"phone": PHONE}, "quarantined"),
        ({"phone": PHONE, "email": "not an address"}, "quarantined"),
        ({"phone": PHONE, "email": "ola@example.com"}, "created"),
        ({"phone": PHONE, "email": "ola@example.com", "is_test": True}, "test"),
    ],
)
def test_a_required_field_must_be_there_and_usable(office, post, lead, outcome):
    office.use(entry_rules=EntryRules(required=("email",)))
    assert post(lead).outcome == outcome
    assert set(office.held.values()) <= {"required_missing"}


@pytest.mark.parametrize(
    ("utm_source", "held"),
    [("Facebook", []), ("google", []), ("elsewhere", ["source_not_listed"])],
)
def test_a_closed_list_of_sources_holds_others_back(office, post, utm_source, held):
    office.use(entry_rules=EntryRules(sources=("facebook", "google")))
    post(phone=PHONE, utm_source=utm_source)
    assert list(office.held.values()) == held


def test_a_person_may_release_what_the_rules_held_back(office, post):
    office.use(entry_rules=EntryRules(required=("email",)))
    answer = release(office, post(phone=PHONE))
    assert (answer.outcome, answer.phone_e164) == ("created", "+4791234567")
