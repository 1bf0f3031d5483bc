"""Google: the key in the body, and both generations of the body."""

import json

import pytest

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Source
from leadfold.sources import google, platforms
from tests.unit.sources.test_events import EVENTS

SOURCE = Source(id="google-demo", platform="google")
KEY = "demo-google-key"
#: As printed in Google's documentation: not quite JSON (wire-formats.md, 2.1).
PRINTED = (
    b'{"lead_id":"L1","user_column_data":[{"column_id":"EMAIL","string_value":"a@b.no",},],'
    b'"google_key":"k",}'
)


def read(document):
    return google.read(document, SOURCE)


def column(value, **names):
    return {**names, "string_value": value}


@pytest.mark.parametrize("name", ["google_key", "Google_key"])
@pytest.mark.parametrize("keys", [["k"], ["new", "k"]])
def test_the_right_key_passes_in_either_spelling_and_while_it_is_rotated(name, keys):
    google.verify(json.dumps({"lead_id": "1", name: "k"}).encode(), keys)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b'{"google_key":""}',
        b'{"google_key":null}',
        b'{"google_key":["k"]}',
        b'{"google_key":"K"}',
        b'{"google_key":"k "}',
        b'{"inner":{"google_key":"k"}}',
        b'{"lead_id":"google_key","x":"k"}',
        b'{"google_key":"wrong"',
        b"google_key=k",
    ],
)
def test_without_the_key_a_body_is_refused(body):
    with pytest.raises(Unauthenticated):
        google.verify(body, ["k"])


@pytest.mark.parametrize("keys", [[], [""]])
def test_an_empty_key_never_passes(keys):
    with pytest.raises(Unauthenticated):
        google.verify(b'{"google_key":""}', keys)


@pytest.mark.parametrize("body", [b'{"google_key":"k", broken', b'{"a":1}{"google_key" : "k"}'])
def test_a_broken_body_with_the_right_key_is_proved_so_that_it_can_be_held(body):
    google.verify(body, ["k"])
    with pytest.raises(NotALead):
        platforms.read(body, "application/json", SOURCE)


def test_the_documented_sample_with_its_stray_commas_is_read():
    google.verify(PRINTED, ["k"])
    lead = platforms.read(PRINTED, "application/json", SOURCE)
    assert (lead.lead_id, dict(lead.fields)) == ("L1", {"email": "a@b.no"})


def test_commas_in_what_people_write_are_not_mended():
    body = b'{"google_key":"k","user_column_data":[{"column_id":"EMAIL","string_value":"a,] ,}"},]}'
    assert platforms.read(body, "application/json", SOURCE).fields == {"email": "a,] ,}"}


def test_the_key_is_emptied_before_the_body_is_kept_and_nothing_else_changes():
    body = (EVENTS / "google-lead.json").read_bytes()
    kept = google.without_key(body)
    assert KEY.encode() not in kept
    assert kept == body.replace(f'"{KEY}"'.encode(), b'""')
    assert google.without_key(b'{ "Google_key" : "a\\"b" }') == b'{ "Google_key" : "" }'


def test_a_test_body_without_columns_is_a_lead_without_fields():
    lead = read({"lead_id": "x", "google_key": "k", "is_test": True})
    assert (lead.lead_id, lead.is_test, dict(lead.fields)) == ("x", True, {})


@pytest.mark.parametrize(
    ("told", "meant"), [(True, True), ("true", True), (False, False), (None, False), ("no", False)]
)
def test_is_test_is_what_google_says(told, meant):
    assert read({"is_test": told}).is_test is meant


def test_columns_without_any_name_are_kept_by_their_position():
    lead = read({"user_column_data": [column("a"), column("b", column_id="", column_name="")]})
    assert lead.answers == {"field_1": "a", "field_2": "b"}


def test_one_column_told_twice_keeps_both_values():
    lead = read({"user_column_data": [column("a", column_id="Q"), column("b", column_id="Q")]})
    assert lead.answers == {"Q": ["a", "b"]}


@pytest.mark.parametrize("number", [2**53 + 1, 90071992547409931, str(2**62 + 1)])
def test_ids_beyond_what_a_double_holds_are_exact(number):
    body = f'{{"form_id":{number},"campaign_id":{number},"google_key":"k"}}'.encode()
    lead = platforms.read(body, "application/json", SOURCE)
    assert lead.attribution == {"form_id": str(number), "campaign_id": str(number)}


def test_a_government_id_is_a_national_id():
    lead = read({"user_column_data": [column("123", column_id="GOVERNMENT_ISSUED_ID_CPF_BR")]})
    assert lead.fields == {"national_id": "123"}


def test_the_person_comes_before_their_workplace():
    columns = [
        column("work@example.com", column_id="WORK_EMAIL"),
        column("own@example.com", column_id="EMAIL"),
        column("+4722000000", column_id="WORK_PHONE"),
    ]
    lead = read({"user_column_data": columns})
    assert lead.fields == {"email": "own@example.com", "phone": "+4722000000"}
    assert lead.answers == {"WORK_EMAIL": "work@example.com"}


def test_fields_that_google_adds_one_day_are_kept_but_for_the_key():
    lead = read({"lead_source": "SEARCH", "Google_key": "k", "api_version": "2"})
    assert lead.answers == {"lead_source": "SEARCH"}


def test_columns_that_are_none_are_kept_as_they_are():
    lead = read({"user_column_data": ["text", column("x", column_id="CITY")]})
    assert (lead.fields, lead.answers) == ({"city": "x"}, {"user_column_data": ["text"]})
    with pytest.raises(NotALead):
        read({"user_column_data": "text"})


def test_a_flat_lead_of_another_tool_is_read_on_a_google_source():
    lead = platforms.read(b'{"name":"Ola","email":"o@example.com"}', "application/json", SOURCE)
    assert lead.fields == {"full_name": "Ola", "email": "o@example.com"}
