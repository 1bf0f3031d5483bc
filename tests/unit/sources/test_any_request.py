"""A request's bytes → one lead, whichever way it was written."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.errors import NotALead
from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS
from leadfold.sources import generic, payload, spellings

JSON, FORM = payload.JSON, payload.FORM
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
objects = st.dictionaries(
    st.text(), scalars | st.lists(scalars) | st.dictionaries(st.text(), scalars)
)

# -- payload --------------------------------------------------------------------------------------

BODIES = [
    (b'{"a": "1"}', JSON, {"a": "1"}),
    (b'\xef\xbb\xbf{"a": "1"}', JSON, {"a": "1"}),
    (b'[{"a": "1"}]', "application/json; charset=utf-8", {"a": "1"}),
    (b'{"a": 1}', "application/ld+json", {"a": 1}),
    (b'{"a": 1}', "", {"a": 1}),
    (b'  {"a": 1}', "text/plain", {"a": 1}),
    (b"a=1&b=&a=2&a=3", FORM, {"a": ["1", "2", "3"], "b": ""}),
    (b"name=Ola+Hansen&q=%C3%A5", FORM, {"name": "Ola Hansen", "q": "å"}),
    (b"a=1", "application/octet-stream", {"a": "1"}),
    (b"A=1", "APPLICATION/X-WWW-FORM-URLENCODED", {"A": "1"}),
]


@pytest.mark.parametrize(("body", "content_type", "held"), BODIES)
def test_a_body_holds_one_object(body, content_type, held):
    assert payload.read(body, content_type) == held


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"", JSON, "empty"),
        (b" \n", FORM, "empty"),
        (b"{", JSON, "unparseable"),
        (b'{"a": Infinity}', JSON, "unparseable"),
        (b'{"a": "\xff"}', JSON, "unparseable"),
        (b"[" * 200_000, JSON, "unparseable"),
        (b"a=%ff", FORM, "unparseable"),
        (b"[]", JSON, "not_one_lead"),
        (b"[1]", JSON, "not_one_lead"),
        (b"[{}, {}]", JSON, "not_one_lead"),
        (b'"text"', JSON, "not_one_lead"),
    ],
)
def test_what_is_no_lead_says_why(body, content_type, code):
    with pytest.raises(NotALead) as error:
        payload.read(body, content_type)
    assert error.value.code == code


@given(st.binary(), st.sampled_from([JSON, FORM, "", "text/plain"]))
def test_any_bytes_are_an_object_or_no_lead(body, content_type):
    with suppress(NotALead):
        assert isinstance(payload.read(body, content_type), dict)


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        ("application/json", JSON),
        ("application/vnd.api+json;x=1", JSON),
        (FORM, FORM),
        ("text/xml", None),
        ("image/png", None),
        ("", FORM),
    ],
)
def test_a_body_is_read_as_what_it_is(content_type, media_type):
    assert payload.media_type(content_type, b"a=1") == media_type


# -- generic --------------------------------------------------------------------------------------

LABELS = [
    ("Phone", "phone"),
    ("phone_number", "phone"),
    ("Mobile Phone", "phone"),
    ("E-Mail", "email"),
    ("email address", "email"),
    ("First Name", "first_name"),
    ("firstName".lower(), "first_name"),
    ("your-name", "full_name"),
    ("NAME", "full_name"),
    ("ZIP code", "postcode"),
    ("date.of.birth", "birth_date"),
    ("Fødselsnummer", "national_id"),
    ("personnummer", "national_id"),
]
#: The first column of Google Forms, and that of Microsoft Forms.
TIMES = (
    "Timestamp", "Tidsstempel", "Tidsstämpel", "Aikaleima", "Χρονική σήμανση", "חותמת זמן",
    "Completion time",
)  # fmt: skip


@pytest.mark.parametrize(
    ("label", "field"), [*LABELS, *((name, name) for name in PERSON_FIELDS)], ids=repr
)
def test_a_field_is_known_by_any_of_its_spellings(label, field):
    assert generic.read({label: "x"}).fields == {field: "x"}


@pytest.mark.parametrize("label", TIMES)
def test_the_time_of_sending_is_known_in_every_language(label):
    assert generic.read({label: "x"}).submitted_at == "x"


@pytest.mark.parametrize("name", ATTRIBUTION_FIELDS)
def test_attribution_stands_apart(name):
    lead = generic.read({name: "x"})
    assert (lead.attribution, lead.fields, lead.answers) == ({name: "x"}, {}, {})


def test_what_is_unknown_nested_or_a_second_value_is_an_answer_in_its_order():
    sent = {
        "Why?": "x",
        "phone": "1",
        "Phone": "2",
        "email": ["a@b.no"],
        "n": {"a": [1]},
        "b": True,
    }
    lead = generic.read(sent)
    assert lead.fields == {"phone": "1"}
    assert list(lead.answers.items()) == [
        ("Why?", "x"),
        ("Phone", "2"),
        ("email", ["a@b.no"]),
        ("n", {"a": [1]}),
        ("b", True),
    ]


@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_an_empty_value_gives_way_to_the_next_spelling(nothing):
    lead = generic.read({"phone": nothing, "tel": "91234567"})
    assert (lead.fields, lead.answers) == ({"phone": "91234567"}, {})


@pytest.mark.parametrize(
    ("value", "text"), [(91234567, "91234567"), (1.5, "1.5"), (True, "true"), (" x ", " x ")]
)
def test_a_value_is_kept_as_it_was_sent(value, text):
    assert generic.read({"message": value}).fields == {"message": text}


@pytest.mark.parametrize(
    ("sent", "is_test"),
    [
        ("true", True),
        (True, True),
        ("1", True),
        ("YES", True),
        ("no", False),
        ("", False),
        (0, False),
    ],
)
def test_a_test_lead_is_told(sent, is_test):
    assert generic.read({"is_test": sent}).is_test is is_test


def test_a_second_national_id_is_not_kept_in_clear():
    lead = generic.read({"national_id": "15076500565", "nin": "x", "Personnummer": "15076500565"})
    assert lead.fields == {"national_id": "15076500565"}
    assert lead.answers == {"nin": "x", "Personnummer": "•••"}


@given(objects)
def test_nothing_that_was_sent_is_lost(sent):
    lead = generic.read(sent)
    for label, value in sent.items():
        name = spellings.field_of(label)
        if label in lead.answers:
            assert lead.answers[label] == value or name == "national_id"
        else:
            assert name or value is None or not str(value).strip()


@given(objects)
def test_a_lead_can_be_written_down(sent):
    lead = generic.read(sent)
    again = json.loads(json.dumps([lead.fields, lead.attribution, lead.answers]))
    assert again == [lead.fields, lead.attribution, lead.answers]
