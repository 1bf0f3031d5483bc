"""Opt-outs that a form states, and text that was escaped on the way, at the door."""

from datetime import timedelta

import pytest

from leadfold.reading import cards as reading_cards
from tests.office import NOON

PHONE = "91234567"
AT = "2026-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("sent", "flag"),
    [
        ({"opt_out": "yes"}, "opt_out"),
        ({"dnc": True}, "opt_out"),
        ({"do_not_call": True}, "opt_out_phone"),
        ({"Ring ikke": "ja"}, "opt_out_phone"),
        ({"unsubscribed": "1"}, "opt_out_email"),
        ({"HasOptedOutOfEmail": True}, "opt_out_email"),
    ],
)
def test_a_new_card_has_the_opt_out_and_its_task_says_so(post, office, sent, flag):
    made = post(sent, phone=PHONE)
    assert office.card(made).flags == {flag: AT}
    assert office.task(made).flags == (flag,)


@pytest.mark.parametrize(
    "sent", [{"opt_out": "no"}, {"do_not_call": False}, {"unsubscribed": ""}, {"opt_out": "maybe"}]
)
def test_what_says_no_or_is_in_doubt_is_no_opt_out(post, office, sent):
    made = post(sent, phone=PHONE)
    assert office.card(made).flags == {}
    assert made.warning_codes == ("ambiguous" if "maybe" in sent.values() else "")


def test_a_repeat_adds_an_opt_out_and_none_takes_one_away(post, office):
    made = post(phone=PHONE)
    second = post(phone=PHONE, lead_id="2", do_not_call="ja", at=NOON + timedelta(hours=1))
    assert office.card(made).flags == {"opt_out_phone": "2026-11-23T13:00:00Z"}
    assert office.task(second).flags == ("opt_out_phone",)
    # An older form that comes late: the flag is there since then.
    post(phone=PHONE, lead_id="3", do_not_call="ja", submitted_at="2026-11-22T12:00:00Z")
    post(phone=PHONE, lead_id="4", do_not_call="nei", unsubscribed="ja")
    flags = {"opt_out_phone": "2026-11-22T12:00:00Z", "opt_out_email": AT}
    assert office.card(made).flags == flags
    assert office.task(second).flags == ("opt_out_phone", "opt_out_email")


def test_an_inquiry_shows_how_consent_and_opt_outs_are_read(post, office):
    made = post(phone=PHONE, consent="samtykke trukket")
    both = post(phone=PHONE, lead_id="2", consent="ja", do_not_call="ja")
    none = post(phone=PHONE, lead_id="3")

    def shown(answer):
        found = reading_cards.inquiry_document(office.inquiry(answer))
        return found["consent"], found["opt_outs"]

    assert shown(made) == ({"given": False, "text": "samtykke trukket", "channels": {}}, ())
    assert shown(both) == ({"given": None, "text": "ja", "channels": {}}, ("opt_out_phone",))
    assert "ambiguous" in both.warning_codes
    assert shown(none) == (None, ())


def test_text_that_was_escaped_leads_to_the_card_and_is_kept_as_sent(post, office):
    made = post(full_name="Bjørn O'Dahl", phone=PHONE)
    sent = {"full_name": "Bj&oslash;rn O&#039;Dahl", "phone": "%2B4791234567"}
    again = post(sent, lead_id="2")
    assert again.card_id == made.card_id
    assert (again.first_name, again.last_name) == ("Bjørn", "O'Dahl")
    assert office.inquiry(again).fields == sent
    assert again.warning_codes == ""
