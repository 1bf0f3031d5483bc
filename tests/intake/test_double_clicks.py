"""One click twice is one inquiry, two things said are two, and no byte is lost (rules 4 and 8)."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from leadfold.store import items
from tests.office import NOON, SITE

OLA = {"full_name": "Ola Hansen", "phone": "91234501"}
SOON, LATER = NOON + timedelta(seconds=3), NOON + timedelta(minutes=6)
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"full_name": "Aker Tak AS"}, {"full_name": "Bekk Bad AS"}),
        ({"full_name": "tor@lunde.example"}, {"full_name": "una@lunde.example"}),
        ({"full_name": "👩"}, {"full_name": "🧔"}),
        ({"full_name": "N/A"}, {"full_name": "ukjent"}),
        ({"full_name": "(ring etter 16)"}, {"full_name": "(ikke ring)"}),
        ({"phone": "91234501"}, {"phone": "91234501, 41234502"}),
        ({"message": "Vil ha tilbud"}, {"message": "Vil ikke ha tilbud"}),
        ({"consent": "Ja"}, {"consent": "Nei"}),
        ({"Hvilken bil?": "A"}, {"Hvilken bil?": "B"}),
        ({"bil": ["A", "B"]}, {"bil": ["B", "A"]}),
        ({"form_id": "1"}, {"form_id": "2"}),
        # Of the second national ID only a mask is kept.
        (
            {"national_id": "15076500565", "fødselsnummer": "01010112345"},
            {"national_id": "15076500565", "fødselsnummer": "02020212345"},
        ),
    ],
)
def test_two_things_said_are_two_inquiries(post, office, first, second):
    made = post(OLA | first)
    assert post(OLA | second, at=SOON).outcome in {"created", "repeat"}
    assert len(office.stored("INQ")) == 2
    again = post(OLA | first, at=SOON)
    assert (again.outcome, again.inquiry_id) == ("replayed", made.inquiry_id)
    assert office.raw.kept == {}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"full_name": "OLA HANSEN"}, {"full_name": "Ola Hansen"}),
        ({"full_name": "Aker Tak AS"}, {"full_name": "AKER TAK AS"}),
        ({"phone": "+47 912 34 501"}, {}),
        ({"message": "Hei\nhopp"}, {"message": " Hei\r\nhopp"}),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}),
        ({"gclid": "A"}, {"gclid": "B", "submitted_at": "2026-11-23T12:00:03Z"}),
        ({"utm_campaign": "a"}, {"utm_campaign": "b"}),
        ({"g-recaptcha-response": "A", "_wpnonce": "1"}, {"g-recaptcha-response": "B", "_ts": "2"}),
        ({"submission_id": "1"}, {"submission_id": "2"}),
        ({"Time": "12:00:01", "page_loaded_at": "1"}, {"Time": "12:00:03", "page_loaded_at": "1"}),
        ({"_gotcha": ""}, {"_gotcha": "buy"}),
    ],
)
def test_the_same_in_other_bytes_is_one_inquiry_and_its_bytes_are_kept(post, office, first, second):
    made = post(OLA | first)
    for _ in range(2):
        again = post(OLA | second, at=SOON)
        assert (again.outcome, again.inquiry_id) == ("replayed", made.inquiry_id)
        assert again.warning_codes.endswith("content_differs")
        assert [one.field for one in again.warnings if one.code == "content_differs"] == ["lead"]
    third = post(OLA | second | {"utm_term": "c"}, at=SOON)
    assert third.warning_codes.endswith("content_differs")
    assert len(office.raw.kept) == 2
    assert len(office.stored("INQ")) == 1


def test_a_retry_byte_for_byte_has_no_warning_and_keeps_nothing(post, office):
    post(OLA | {"_wpnonce": "1"})
    again = post(OLA | {"_wpnonce": "1"}, at=SOON)
    assert (again.outcome, again.warning_codes, office.raw.kept) == ("replayed", "", {})


def test_an_id_with_the_same_said_in_other_bytes_keeps_nothing(post, office):
    post(OLA, lead_id="1")
    assert post(OLA | {"_wpnonce": "2"}, lead_id="1").warning_codes == ""
    assert office.raw.kept == {}


def test_held_leads_of_other_bytes_are_kept_as_well(post, office):
    post({"message": "nobody", "_wpnonce": "1"})
    again = post({"message": "nobody", "_wpnonce": "2"}, at=SOON)
    assert (again.outcome, again.warning_codes) == ("replayed", "content_differs")
    assert len(office.raw.kept) == 2
    assert len(office.held) == 1


def test_technical_fields_are_not_stored_and_a_honeypot_is_a_warning(post, office):
    made = post(OLA | {"_wpnonce": "1", "Bil?": "A", "_gotcha": "buy"})
    assert (made.outcome, made.warning_codes) == ("created", "honeypot_filled")
    assert office.inquiry(made).answers == {"Bil?": "A"}
    assert made.warnings[0].field == "_gotcha"


def test_a_form_with_a_token_for_each_click_is_told_again(office):
    def click(nonce):
        sent = {
            "wpforms[id]": "7",
            "wpforms[nonce]": nonce,
            "wpforms[hp]": "",
            "full_name": "Ola Hansen",
            "phone": "91234501",
            "action": "wpforms_submit",
            "g-recaptcha-response": nonce * 9,
        }
        return office.post_body(urlencode(sent).encode(), FORM)

    made, again = click("a1"), click("b2")
    assert (made.outcome, again.outcome) == ("created", "replayed")
    assert office.inquiry(made).answers == {}
    assert office.inquiry(made).attribution["form_id"] == "7"


# -- a form's own number of a submission ----------------------------------------------------------


def test_a_forms_own_number_is_remembered_for_long_and_another_one_for_a_moment(post, office):
    made = post(OLA, submission_id="1")
    assert office.inquiry(made).lead_id == "1"
    assert post(OLA, submission_id="1", at=NOON + timedelta(days=30)).outcome == "replayed"
    assert post(OLA, submission_id="2", at=SOON).outcome == "replayed"
    assert post(OLA, at=SOON).outcome == "replayed"
    assert post(OLA, submission_id="2", at=LATER).outcome == "repeat"
    assert post(OLA, submission_id="2", at=LATER + timedelta(days=30)).outcome == "replayed"


def test_a_number_comes_after_a_lead_without_one_as_well(post):
    post(OLA)
    assert post(OLA, submission_id="1", at=SOON).outcome == "replayed"
    assert post(OLA, submission_id="1", at=LATER).outcome == "repeat"


def test_a_number_with_something_else_said_is_an_inquiry_of_its_own(post):
    post(OLA, submission_id="1")
    assert post(OLA | {"message": "Hei"}, submission_id="1").outcome == "repeat"
    assert post(phone="41234502", full_name="Kari Berg", submission_id="1").outcome == "created"


def test_a_lead_id_and_an_idempotency_key_come_before_a_number(post, office):
    post(OLA, submission_id="1", lead_id="L1")
    assert post(OLA, submission_id="2", lead_id="L1", at=LATER).outcome == "replayed"
    post(OLA, submission_id="1", key="k")
    again = post(OLA, submission_id="2", key="k", at=LATER)
    assert (again.outcome, again.warning_codes) == ("replayed", "")


def test_a_source_with_a_short_window_has_it_for_numbers_too(post):
    source = replace(SITE, double_submit_seconds=10)
    post(OLA, submission_id="1", source=source)
    assert post(OLA, submission_id="2", at=SOON, source=source).outcome == "replayed"
    late = NOON + timedelta(seconds=12)
    assert post(OLA, submission_id="2", at=late, source=source).outcome == "repeat"


def test_hashes_of_bytes_and_numbers_are_short_and_only_where_content_is_the_key(post, office):
    post(OLA, submission_id="1")
    post(OLA, lead_id="1")
    found = sorted(office.stored("DLV"), key=lambda item: "body" in item)
    by_id, by_content = map(items.delivery_of, found)
    assert (by_id.body, by_id.number) == (None, None)
    assert len(by_content.body) == len(by_content.number) == 22
