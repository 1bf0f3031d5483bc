"""A step with an empty variable sends one id for everybody: nobody is swallowed or held by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold import reading
from leadfold.cards import redaction
from leadfold.intake.recording import noted
from leadfold.model import EntryRules, Warn
from leadfold.reading.deliveries import list_delivery
from tests.office import NOON

OLA = {"phone": "91234567", "full_name": "Ola Hansen"}
KARI = {"phone": "99887766", "full_name": "Kari Berg"}
MINUTE = timedelta(minutes=1)


def listed(office, answer):
    """Return a delivery as the list of its source shows it."""
    for item in office.everything():
        if item["sk"] == "DLV" and item["id"] == answer.delivery_id:
            known = office.store.get([(item["pk"], "DLV"), (item["pk"], "REPLAY")])
            list_delivery(item["pk"], known, office.store)
    found, _ = reading.deliveries(office.store, "site", after=None, limit=50)
    return next(reading.delivery_document(one) for one in found if one["id"] == answer.delivery_id)


@pytest.mark.parametrize(
    "lead_id", ["{{1.id}}", "undefined", "[object Object]", "lead-{{1.id}}", "%7B%7Bid%7D%7D", "0"]
)
def test_an_unfilled_lead_id_holds_nobody_and_swallows_nothing(post, office, lead_id):
    ola, kari = post(OLA, lead_id=lead_id), post(KARI, lead_id=lead_id)
    assert (ola.outcome, kari.outcome) == ("created", "created")
    assert ola.warning_codes == "placeholder"
    again = post(OLA, lead_id=lead_id, message="Ring meg", at=NOON + MINUTE)
    assert (again.outcome, again.card_id) == ("repeat", ola.card_id)
    much_later = post(OLA, lead_id=lead_id, at=NOON + timedelta(days=30))
    assert much_later.outcome == "repeat"
    assert len(office.inquiries(ola.card_id)) == 3


def test_a_double_click_with_an_unfilled_id_is_one_inquiry(post):
    assert post(OLA, lead_id="{{1.id}}").outcome == "created"
    assert post(OLA, lead_id="{{1.id}}", at=NOON + MINUTE).outcome == "replayed"


@pytest.mark.parametrize("key", ["{{uuid}}", '"{{uuid}}"', "undefined", "null", "${crypto.uuid}"])
def test_an_unfilled_idempotency_key_is_none(post, key):
    assert post(OLA, key=key).outcome == "created"
    assert post(KARI, key=key).outcome == "created"
    again = post(OLA, key=key, message="Ring meg", at=NOON + MINUTE)
    assert again.outcome == "repeat"
    assert [(one.field, one.code) for one in again.warnings] == [("idempotency_key", "placeholder")]


def test_ids_that_only_look_odd_still_tell_a_delivery(post):
    for lead_id in ("1", "0042", "12E5", "null-island-2026", "[12345]"):
        first = post(OLA, lead_id=lead_id)
        assert first.outcome != "replayed"
        assert post(OLA, lead_id=lead_id).inquiry_id == first.inquiry_id


def test_an_unfilled_external_id_joins_nobody(post):
    sent = {"external_ids": {"hubspot": "{{contact.id}}"}}
    ola, kari = post(OLA | sent), post(KARI | sent)
    assert ola.card_id != kari.card_id
    assert [(one.field, one.code) for one in kari.warnings] == [("external_ids", "placeholder")]


def test_the_integrator_sees_the_broken_step(post, office):
    answer = post(OLA, lead_id="{{1.id}}", gclid="undefined", utm_source="fb")
    told = [
        {"field": "lead_id", "code": "placeholder"},
        {"field": "gclid", "code": "placeholder"},
    ]
    assert listed(office, answer)["warnings"] == told
    inquiry = office.inquiry(answer)
    assert reading.inquiry_document(inquiry)["warnings"] == told
    assert inquiry.attribution == {"utm_source": "fb"}
    assert inquiry.answers == {"lead_id": "{{1.id}}", "gclid": "undefined"}


def test_a_held_delivery_tells_it_too(post, office):
    answer = post(message="nobody", lead_id="{{1.id}}")
    assert answer.outcome == "quarantined"
    assert {"field": "lead_id", "code": "placeholder"} in listed(office, answer)["warnings"]


def test_a_lead_without_faults_has_no_attribute_more(post, office):
    answer = post(OLA, lead_id="7")
    assert listed(office, answer)["warnings"] == []
    assert not any("warnings" in item for item in office.everything())


def test_warnings_are_stored_without_values_and_foreign_names():
    sent = [Warn(field=f"kari-{n}", code="honeypot_filled", message="x") for n in range(50)]
    assert noted(sent) == ("answers:honeypot_filled",)
    many = [Warn(field="phone", code=f"c{n}", message="x") for n in range(50)]
    assert len(noted(many)) == 20


def test_entry_rules_ask_for_a_source_that_was_filled_in(post, office):
    source = replace(office.source, entry_rules=EntryRules(sources=("Facebook", "undefined")))
    assert post(OLA, utm_source="undefined", source=source).outcome == "quarantined"
    page = "https://x.no/?utm_source=facebook"
    assert post(KARI, utm_source="undefined", landing_page=page, source=source).outcome == "created"


def test_an_erasure_leaves_no_warnings(post, office):
    answer = post(OLA, lead_id="{{1.id}}")
    assert redaction.inquiry(office.inquiry(answer)).warnings == ()
    (delivery,) = (item for item in office.everything() if item["sk"] == "DLV")
    office.store.write(redaction.delivery(delivery))
    assert listed(office, answer)["warnings"] == []
