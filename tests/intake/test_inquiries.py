"""What is kept of a lead, and what it fills in on its card (contract, rules 2, 9, 10 and 11)."""

from datetime import timedelta

import pytest

from leadfold import reading
from tests.office import NOON

PHONE = "91234567"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# -- rule 2 ---------------------------------------------------------------------------------------


def test_every_inquiry_is_kept_apart_as_it_was_sent(post, office):
    sent = [
        {
            "full_name": "  OLA 🎉 hansen ",
            "phone": "912 34 567",
            "consent": "yes, e-mail only",
            "utm_source": source,
            "gclid": f"click-{source}",
            "What size?": {"rooms": [3, 4], "balcony": None, "rent": 1.5, "now": True},
        }
        for source in ("meta", "google")
    ]
    answers = [post(lead, lead_id=str(n)) for n, lead in enumerate(sent)]
    for lead, answer in zip(sent, answers, strict=True):
        inquiry = office.inquiry(answer)
        assert inquiry.fields == {name: lead[name] for name in ("full_name", "phone", "consent")}
        assert inquiry.attribution == {name: lead[name] for name in ("utm_source", "gclid")}
        assert inquiry.answers == {"What size?": lead["What size?"]}
    assert answers[0].card_id == answers[1].card_id


@pytest.mark.parametrize("text", ["\ud800", "a\u0000b", "😀" * 50, "", " ", "שלום", "'; --"])
def test_any_text_can_be_asked(post, office, text):
    answer = post({"q": {"text": text}}, phone=PHONE, message=f"x{text}")
    assert office.inquiry(answer).answers == {"q": {"text": text}}
    assert office.inquiry(answer).fields["message"] == f"x{text}"


def test_answers_keep_their_order(post, office):
    questions = [f"Room {n}?" for n in (3, 1, 2, 10)]
    answer = post(dict.fromkeys(questions, "yes"), phone=PHONE)
    assert list(office.inquiry(answer).answers) == questions


def test_an_inquiry_names_the_keys_that_it_came_by(post, office):
    made = post(phone=PHONE, email="ola@example.com")
    answer = post(phone=PHONE, email="ola@example.com", lead_id="2")
    assert office.inquiry(made).via == ()
    assert office.inquiry(answer).via == answer.matched_by == ("phone", "email")
    assert answer.matched_by_text == "phone, email"


# -- rule 11 --------------------------------------------------------------------------------------

DATES = [
    ("2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z"),
    ("2026-11-23T12:00:00+02:00", "2026-11-23T10:00:00Z"),
    ("2026-11-23T11:00:00", "2026-11-23T10:00:00Z"),
    ("23.11.2026 kl. 11.00", "2026-11-23T10:00:00Z"),
    ("10/11/2026", "2026-11-10T11:00:00Z"),
    ("1795426200", "2026-11-23T09:30:00Z"),
    ("1795426200000", "2026-11-23T09:30:00Z"),
    ("2024-11-24T00:00:00Z", "2024-11-24T00:00:00Z"),
    ("2026-11-23T12:04:59Z", "2026-11-23T12:04:59Z"),
    ("2026-11-23T12:05:01Z", "2026-11-23T12:00:00Z"),
    ("2024-11-22T00:00:00Z", "2026-11-23T12:00:00Z"),
    ("yesterday", "2026-11-23T12:00:00Z"),
    ("", "2026-11-23T12:00:00Z"),
    ("0", "2026-11-23T12:00:00Z"),
    ("9" * 400, "2026-11-23T12:00:00Z"),
]


@pytest.mark.parametrize(("submitted", "date"), DATES)
def test_an_inquiry_has_the_date_when_it_was_submitted_if_that_can_be(
    post, office, submitted, date
):
    answer = post(phone=PHONE, submitted_at=submitted)
    inquiry = office.inquiry(answer)
    assert answer.inquiry_date == inquiry.date == date
    assert inquiry.received_at == "2026-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("submitted", "codes"),
    [("i går", "unread_date"), ("11/10/2026 8:30 PM", "unread_date"), ("2026-12-24", "")],
)
def test_a_time_that_dates_no_inquiry_is_kept_as_it_was_sent(post, office, submitted, codes):
    answer = post(phone=PHONE, submitted_at=submitted)
    assert office.inquiry(answer).answers == {"submitted_at": submitted}
    assert (answer.inquiry_date, answer.warning_codes) == ("2026-11-23T12:00:00Z", codes)


def test_a_double_click_may_have_another_time(post, office):
    first, second = post(phone=PHONE, submitted_at="i går"), post(phone=PHONE, submitted_at="i dag")
    assert (second.outcome, second.inquiry_id) == ("replayed", first.inquiry_id)


def test_first_and_repeat_go_by_the_order_of_recording(post, office):
    first = post(phone=PHONE, lead_id="1")
    earlier = post(phone=PHONE, lead_id="2", submitted_at="2026-11-22T12:00:00Z")
    assert [i.kind for i in office.inquiries(first.card_id)] == ["repeat", "first"]
    assert (first.inquiry_number, earlier.inquiry_number) == (1, 2)
    assert office.card(first).last_inquiry_at == "2026-11-23T12:00:00Z"


# -- rule 9 ---------------------------------------------------------------------------------------


def test_a_lead_fills_empty_fields_and_leaves_the_others(post, office):
    made = post(phone=PHONE, first_name="Ola", city="Oslo")
    later = post(phone=PHONE, full_name="Ola Hansen", city="Bergen", company="Fjord AS")
    card = office.card(made)
    assert card.fields == {
        "first_name": "Ola",
        "last_name": "Hansen",
        "city": "Oslo",
        "company": "Fjord AS",
    }
    assert card.origin == made.inquiry_id
    assert card.origins == dict.fromkeys(["last_name", "company"], later.inquiry_id)


ADDRESSES = [
    ({"city": "Oslo"}, {"street": "Storgata 1", "city": "OSLO"}, True),
    ({}, {"street": "Storgata 1", "postcode": "0155", "city": "Oslo"}, True),
    ({"city": "Oslo"}, {"street": "Strandgaten 1", "city": "Bergen"}, False),
    ({"city": "Oslo"}, {"street": "Storgata 1"}, False),
]


@pytest.mark.parametrize(("there", "comes", "filled"), ADDRESSES)
def test_an_address_is_filled_where_its_parts_agree(post, office, there, comes, filled):
    made = post(there, phone=PHONE)
    post(comes, phone=PHONE, lead_id="2")
    assert ("street" in office.card(made).fields) is filled


def test_a_new_number_is_added_and_is_primary_where_it_was_given_last(post, office):
    made = post(phone=PHONE, email="ola@example.com")
    post(phone="99887766", email="ola@example.com", at=NOON + HOUR)
    assert office.card(made).phones == ("+4799887766", "+4791234567")
    post(phone=PHONE, email="ola.hansen@example.com", at=NOON + 2 * HOUR)
    assert office.card(made).phones == ("+4791234567", "+4799887766")
    assert office.card(made).emails == ("ola.hansen@example.com", "ola@example.com")


def test_an_older_number_that_comes_late_is_not_primary(post, office):
    made = post(phone=PHONE, email="ola@example.com")
    post(phone="99887766", email="ola@example.com", submitted_at="2026-11-20T12:00:00Z")
    assert office.card(made).phones == ("+4791234567", "+4799887766")


def test_another_name_or_address_shows_beside_the_cards_own(post, office):
    made = post(phone=PHONE, full_name="Ola Hansen", city="Oslo")
    post(phone=PHONE, full_name="Ola Berg", city="Bergen", lead_id="2", at=NOON + HOUR)
    document = reading.card_document(reading.card(office.store, made.card_id), office.config)
    others = {name: [o["value"] for o in found] for name, found in document["other_values"].items()}
    assert others == {"last_name": ["Berg"], "city": ["Bergen"]}


def test_a_plain_repeat_changes_neither_evidence_nor_version(post, office):
    made = post(phone=PHONE, full_name="Ola Hansen")
    post(phone=PHONE, full_name="Ola Hansen", lead_id="2", message="again", company="Fjord AS")
    assert (office.card(made).evidence, office.card(made).version) == (1, 1)


@pytest.mark.parametrize(
    "learnt",
    [
        {"email": "ola@example.com"},
        {"last_name": "Hansen", "first_name": "Ola"},
        {"birth_date": "1980-02-03"},
        {"national_id": "15076500565"},
    ],
)
def test_what_identity_rests_on_raises_evidence_and_not_the_edit_lock(post, office, learnt):
    made = post(phone=PHONE, first_name="Ola")
    post(learnt, phone=PHONE)
    assert (office.card(made).evidence, office.card(made).version) == (2, 1)


# -- rule 10 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "first", "last"),
    [
        ({"full_name": "OLA HANSEN"}, "Ola", "Hansen"),
        ({"full_name": "ola 🎉 hansen"}, "Ola", "Hansen"),
        ({"full_name": "Hansen, Ola"}, "Ola", "Hansen"),
        ({"first_name": "anne-marie", "last_name": "o'neill"}, "Anne-Marie", "O'Neill"),
        ({"full_name": "Jan van der Berg"}, "Jan", "van der Berg"),
        ({"full_name": "דנה לוי"}, "דנה", "לוי"),
        ({"full_name": "Ronald McDonald"}, "Ronald", "McDonald"),
    ],
)
def test_a_card_has_the_name_in_sensible_case(post, office, sent, first, last):
    answer = post(sent, phone=PHONE)
    assert (answer.first_name, answer.last_name) == (first, last)
    assert office.card(answer).name.first == first


def test_the_answer_has_the_phone_in_e164_and_the_email_clean(post):
    answer = post(phone="912 34 567", email=" Ola.Hansen@Example.COM ")
    assert answer.phone_e164 == "+4791234567"
    assert answer.email_clean == "ola.hansen@example.com"


@pytest.mark.parametrize(
    "wrong", [{"phone": "call me"}, {"email": "ola@"}, {"birth_date": "in May"}]
)
def test_what_cannot_be_used_is_a_warning(post, wrong):
    answer = post({"phone": PHONE, "email": "ola@example.com"} | wrong)
    assert [warn.field for warn in answer.warnings] == list(wrong)
    assert answer.warning_codes == "unusable"
