"""One customer, one card (contract, rules 1, 5 and 7), on both stores."""

import pytest

from leadfold.model import Source

NIN_1, NIN_2 = "15076500565", "01010750160"

# -- rule 1 ---------------------------------------------------------------------------------------

SPELLINGS = [
    ("phone", ["91234567", "+47 91 23 45 67", "0047 912 34 567", "９１２３４５６７"]),
    ("phone", ["91234567", "tel. 912-34-567", "(+47) 91 23 45 67"]),
    ("phone", ["+972 50-123-4567", "00972501234567", "+972 (0)50 123 4567"]),
    ("email", ["ola@example.com", " OLA@Example.COM ", "mailto:ola@example.com"]),
    ("email", ["ola@example.com", "ola+fb@example.com", "Ola Hansen <ola@example.com>"]),
    ("email", ["ola.hansen@gmail.com", "olahansen@gmail.com", "o.lahansen+x@googlemail.com"]),
    ("national_id", [NIN_1, "150765 00565", " 150765-00565", "１５０７６５００５６５"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "first", "other"),
    [(field, first, other) for field, [first, *others] in SPELLINGS for other in others],
)
def test_every_spelling_of_a_key_leads_to_the_card(post, office, field, first, other):
    made, repeated = post({field: first}, lead_id="1"), post({field: other}, lead_id="2")
    assert (made.outcome, repeated.outcome) == ("created", "repeat")
    assert repeated.card_id == made.card_id
    assert repeated.matched_by == (field,)
    assert len(office.cards) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"phone": "91234567"}, {"phone": "91234568"}),
        ({"phone": "91234567"}, {"phone": "+46 91234567"}),
        ({"email": "ola@example.com"}, {"email": "ola@example.org"}),
        ({"email": "o.la@example.com"}, {"email": "ola@example.com"}),
        ({"national_id": NIN_1}, {"national_id": NIN_2}),
        ({"phone": "91234567"}, {"email": "91234567@example.com"}),
    ],
)
def test_other_keys_lead_to_other_cards(post, one, other):
    assert post(one).card_id != post(other).card_id


@pytest.mark.parametrize(
    ("lead", "same_as"),
    [
        ({"phone": "050-123-4567", "country": "IL"}, {"phone": "+972501234567"}),
        ({"phone": "050-123-4567", "country": "il"}, {"phone": "+972501234567"}),
        ({"phone": "070-174 06 05", "country": "SE"}, {"phone": "0046701740605"}),
    ],
)
def test_the_country_of_the_lead_comes_before_that_of_the_source(post, lead, same_as):
    assert post(lead).card_id == post(same_as).card_id


def test_a_customer_of_one_source_is_known_to_the_others(post, office):
    made = post(phone="0501234567", source=Source(id="site-il", country="IL"))
    repeated = post(phone="+972 50 1234567")
    assert repeated.card_id == made.card_id
    assert [i.source for i in office.inquiries(made.card_id)] == ["site-il", "site"]


def test_any_of_the_keys_that_a_card_has_gathered_leads_to_it(post, office):
    made = post(phone="91234567", first_name="Ola")
    post(phone="91234567", email="ola@example.com")
    post(email="ola@example.com", national_id=NIN_1)
    for lead in ({"phone": "91234567"}, {"email": "ola@example.com"}, {"national_id": NIN_1}):
        assert post(lead).card_id == made.card_id
    assert len(office.cards) == 1


@pytest.mark.parametrize(
    ("lead", "level"),
    [
        ({"full_name": "Ola Hansen"}, 1),
        ({"full_name": "Ola Berg"}, 5),
        ({"full_name": "אולה הנסן"}, 5),
        ({}, 9),
    ],
)
def test_the_level_of_a_join_tells_how_well_the_name_agrees(post, lead, level):
    post(phone="91234567", full_name="Ola Hansen", lead_id="1")
    answer = post(phone="91234567", lead_id="2", **lead)
    assert (answer.match_level, answer.match["level"]) == (level, level)
    assert answer.match["evidence"]


def test_a_new_card_has_no_match(post):
    answer = post(phone="91234567")
    assert (answer.match_level, answer.score, answer.matched_by_text) == (None, None, "")
    assert (answer.is_new, answer.is_duplicate, answer.inquiry_number) == (True, False, 1)


# -- placeholders are nothing ---------------------------------------------------------------------


@pytest.mark.parametrize("phone", ["00000000", "12345678", "99999999", "11111111", "+47 00000000"])
@pytest.mark.parametrize("email", ["test@test.com", "none@none.com", "noemail@example.com"])
def test_placeholders_join_nobody(post, office, phone, email):
    cards = {post(phone=phone, email=email, national_id=nin).card_id for nin in (NIN_1, NIN_2)}
    assert len(cards) == 2
    assert all(not card.phones and not card.emails for card in office.cards)


# -- rule 5 ---------------------------------------------------------------------------------------


def test_an_equal_national_id_is_the_same_card_whatever_else_is_said(post):
    made = post(national_id=NIN_1, phone="91234567", full_name="Ola Hansen")
    answer = post(national_id=NIN_1, phone="99887766", full_name="Kari Berg")
    assert (answer.card_id, answer.match_level) == (made.card_id, 1)


def test_two_national_ids_are_two_cards_even_where_all_else_agrees(post, office):
    alike = {"phone": "91234567", "email": "ola@example.com", "full_name": "Ola Hansen"}
    one = post(alike, national_id=NIN_1, birth_date="1980-02-03")
    two = post(alike, national_id=NIN_2, birth_date="1980-02-03")
    assert (two.outcome, office.suggested) == ("created", {})
    assert two.card_id != one.card_id
    assert post(alike, national_id=NIN_1, message="again").card_id == one.card_id
    assert post(alike, national_id=NIN_2, message="again").card_id == two.card_id


def test_a_card_without_a_national_id_learns_the_first_one_that_comes(post, office):
    made = post(phone="91234567")
    assert post(phone="91234567", national_id=NIN_1).card_id == made.card_id
    assert office.card(made).national_id_masked == "•" * 7 + "0565"
    assert post(phone="91234567", national_id=NIN_2).card_id != made.card_id


@pytest.mark.parametrize("wrong", ["15076500566", "123", "00000000000", "none"])
def test_a_wrong_national_id_is_a_warning_and_no_identity(post, office, wrong):
    one = post(phone="91234567", national_id=wrong)
    two = post(phone="99887766", national_id=wrong)
    assert (one.warning_codes, two.outcome) == ("unusable", "created")
    assert office.card(one).national_id is None


def test_a_national_id_is_one_of_its_country(post):
    finnish = {"national_id": "131052-308T", "country": "FI"}
    assert post(finnish, lead_id="1").card_id == post(finnish, lead_id="2").card_id
    assert "unusable" in post(phone="91234567", national_id="131052-308T").warning_codes


# -- rule 7 ---------------------------------------------------------------------------------------


def test_a_lead_on_two_cards_goes_by_its_phone_and_both_become_a_suggestion(post, office):
    by_phone, by_email = post(phone="91234567"), post(email="ola@example.com")
    answer = post(phone="91234567", email="ola@example.com")
    assert (answer.card_id, answer.outcome) == (by_phone.card_id, "repeat")
    assert office.suggested == {frozenset({by_phone.card_id, by_email.card_id}): "duplicate"}
    assert answer.needs_attention
    assert len(answer.suggestions) == 1


def test_a_lead_on_two_cards_goes_to_the_better_supported_one(post, office):
    by_phone = post(phone="91234567")
    by_email = post(email="ola@example.com", full_name="Ola Hansen")
    answer = post(phone="91234567", email="ola@example.com", full_name="Ola Hansen")
    assert answer.card_id == by_email.card_id
    assert frozenset({by_phone.card_id, by_email.card_id}) in office.suggested


@pytest.mark.parametrize("name", ["", "Ola Hansen", "Kari Berg"])
def test_a_national_id_beats_phone_and_email_and_name_together(post, office, name):
    alike = {"phone": "91234567", "email": "ola@example.com", "full_name": "Ola Hansen"}
    post(alike)
    known = post(national_id=NIN_1, full_name=name)
    assert post(alike, national_id=NIN_1).card_id == known.card_id
    assert [card.national_id is None for card in office.cards] == [True, False]


def test_a_pair_is_suggested_once_however_often_it_is_met(post, office):
    post(phone="91234567")
    post(email="ola@example.com")
    for n in range(3):
        post(phone="91234567", email="ola@example.com", lead_id=str(n))
    assert len(office.suggested) == 1


def test_cards_of_two_national_ids_are_no_suggestion(post, office):
    post(phone="91234567", national_id=NIN_1)
    post(email="ola@example.com", national_id=NIN_2)
    post(phone="91234567", email="ola@example.com", national_id=NIN_1, lead_id="both")
    assert office.suggested == {}
