"""What a lead says: equal when the same is said again, and else never."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import content
from leadfold.normalise import person as people

TODAY = date(2026, 11, 30)


def said(**sent):
    fields = {name: value for name, value in sent.items() if value.strip()}
    return content.of_fields(fields, people.parse(fields, "NO", TODAY))


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("full_name", "OLA HANSEN", "Ola Hansen"),
        ("full_name", "HANSEN, ola", "Ola Hansen"),
        ("full_name", " Ola\u200b  Hansen ", "Ola Hansen"),
        ("full_name", "Aker Tak AS", "AKER TAK AS"),
        ("phone", "91234501", "+47 912 34 501"),
        ("phone", "0047 91234501", "(+47) 912-34-501"),
        ("email", "OLA@Lunde.example", "ola@lunde.example "),
        ("national_id", "150765 00565", "15076500565"),
        ("message", "Hei\nring meg", " Hei\r\nring meg "),
        ("full_name", "", "  "),
    ],
)
def test_the_same_in_another_spelling_is_the_same(field, one, other):
    assert said(**{field: one}) == said(**{field: other})


def test_a_name_in_parts_is_the_same_as_the_whole():
    parts = said(first_name="Ola", last_name="Hansen")
    assert parts == said(full_name="ola hansen") == said(full_name="Ola Hansen", first_name="OLA",
                                                         last_name="Hansen")  # fmt: skip


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("full_name", "Aker Tak AS", "Bekk Bad AS"),
        ("full_name", "tor@lunde.example", "una@lunde.example"),
        ("full_name", "👩", "🧔"),
        ("full_name", "\U0001fae9", "\U0001faea"),  # emoji younger than Python's tables
        ("full_name", "N/A", "ukjent"),
        ("full_name", "undefined", "null"),
        ("full_name", "(ring etter 16)", "(ikke ring)"),
        ("full_name", "Ola Lunde", "Ola Lunde (ikke ring)"),
        ("full_name", "Ola Lunde", "Ola Lunde 👩"),
        ("full_name", "Ola Lunde", "Ola Lunde 2"),
        ("full_name", "Ola Lunde", "Dr. Ola Lunde"),
        ("full_name", "Ola Lunde", "Ola Lunde (Lunde Bygg AS)"),
        ("full_name", "Ola Lunde", "Ola Lunde jr."),
        ("full_name", "Bø", "Bo"),
        ("full_name", "Ola Ola", "Ola"),
        ("full_name", "דנה", "dnh"),
        ("phone", "912 34 501", "912 34 501, 412 34 502"),
        ("phone", "912 34 501 / 12", "912 34 501 / 13"),
        ("phone", "912 34 501 (ring meg)", "912 34 501 (ikke ring)"),
        ("phone", "22334455 linje 12", "22334455 linje 13"),
        ("phone", "ring meg", "ikke ring meg"),
        ("phone", "000", "123"),
        ("email", "ola@", "ola@gmail"),
        ("email", "ola@gmial.com", "ola@gmail.com"),
        ("email", "ola+1@gmail.com", "ola+2@gmail.com"),
        ("email", "ola@lunde.example", "ola@lunde.example, una@lunde.example"),
        ("email", "Ola <post@lunde.example>", "Una <post@lunde.example>"),
        ("national_id", "01010112345", "02020212345"),
        ("national_id", "15076500565", "15076500565 (kona)"),
        ("birth_date", "31.02.1980", "30.02.1980"),
        ("company", "Aker Tak", "Bekk Bad"),
        ("message", "Vil ha tilbud", "Vil ikke ha tilbud"),
        ("message", "Hei", "Hei!"),
        ("consent", "Ja", "Nei"),
        ("street", "Storgata 1", "Storgata 2"),
        ("external_ids", "crm:1", "crm:2"),
        ("country", "NO", "Narnia"),
    ],
)
def test_a_word_or_sign_more_says_something_else(field, one, other):
    assert said(**{field: one}) != said(**{field: other})


def test_a_name_in_another_field_is_not_lost():
    assert said(full_name="Ola Lunde", first_name="Una") != said(full_name="Ola Lunde")
    assert said(first_name="Ola", last_name="👩") != said(first_name="Ola", last_name="🧔")


SIGNS = st.text("aAbø 1250+-/@.,()👩🧔Åא\n", max_size=12)
FIELDS = "full_name first_name last_name phone email national_id birth_date message".split()


@given(st.sampled_from(FIELDS), SIGNS, SIGNS)
def test_two_texts_of_a_field_are_equal_only_as_spellings_of_one(field, one, other):
    if said(**{field: one}) != said(**{field: other}):
        return
    shown = [" ".join(content.plain(text).casefold().split()) for text in (one, other)]
    if shown[0] == shown[1]:
        return
    if field == "phone":  # one number
        digits = ["".join(filter(str.isdigit, text)).lstrip("0") for text in shown]
        assert digits[0].endswith(digits[1]) or digits[1].endswith(digits[0])
    elif field.endswith("name"):  # the same words in another order
        assert sorted(shown[0].replace(",", " ").split()) == sorted(
            shown[1].replace(",", " ").split()
        )
    else:
        assert field == "national_id"


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30)))
def test_any_text_is_read_the_same_each_time(sent):
    first = said(**sent)
    assert said(**sent) == first
    assert content.of_answers(content.of_answers(sent)) == content.of_answers(sent)


def test_answers_keep_their_order_and_lose_only_what_does_not_show():
    assert content.of_answers({"a": [" x ", {"b": "y\r\nz"}], "n": 1}) == {
        "a": ["x", {"b": "y z"}],
        "n": 1,
    }
    assert content.of_answers(["A", "B"]) != content.of_answers(["B", "A"])


@pytest.mark.parametrize(
    ("answers", "masked"),
    [({"a": "•••"}, True), ({"a": [{"b": "•••••••0565"}]}, True), ({"a": "0565"}, False)],
)
def test_masked_answers_are_told(answers, masked):
    assert content.has_masked(answers) is masked
