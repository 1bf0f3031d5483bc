"""Meta: handshake, signature, notices, and what is particular about its leads."""

import hashlib
import hmac
import json

import pytest

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import MapRule, Override, Source
from leadfold.normalise.dates import parse_time
from leadfold.sources import meta
from tests.unit.sources.test_events import EVENTS

SECRET = "app-secret"
BODY = (EVENTS / "meta-notice.json").read_bytes()
SOURCE = Source(id="meta-demo", platform="meta")


def signed(body, secret=SECRET):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


# -- handshake ------------------------------------------------------------------------------------

QUERY = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "tök"}


def test_the_handshake_gives_the_challenge_back():
    assert meta.challenge(QUERY, ["old", "tök"]) == "1158201444"


@pytest.mark.parametrize(
    ("changed", "tokens"),
    [
        ({"hub.verify_token": "wrong"}, ["tök"]),
        ({"hub.verify_token": ""}, ["", "tök"]),
        ({"hub.mode": "unsubscribe"}, ["tök"]),
        ({}, []),
    ],
)
def test_a_wrong_handshake_is_refused(changed, tokens):
    with pytest.raises(Unauthenticated):
        meta.challenge(QUERY | changed, tokens)


# -- signature ------------------------------------------------------------------------------------


def test_a_right_signature_passes_with_either_of_two_secrets():
    meta.verify(BODY, signed(BODY), ["new-secret", SECRET])
    meta.verify(BODY, signed(BODY, "new-secret"), ["new-secret", SECRET])


def test_the_bytes_are_signed_as_they_are_sent():
    for body in (b'{"a":"\\u00e5"}', '{"a":"å/<%@"}'.encode(), b"\xff\x00not text"):
        meta.verify(body, signed(body), [SECRET])
    with pytest.raises(Unauthenticated):
        meta.verify(json.dumps(json.loads(BODY)).encode(), signed(BODY), [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        "sha256",
        signed(BODY).removeprefix("sha256="),
        signed(BODY).upper(),
        signed(BODY)[:-1],
        signed(BODY) + "0",
        signed(BODY, "another"),
        signed(BODY + b" "),
        "sha1=" + hmac.new(SECRET.encode(), BODY, hashlib.sha1).hexdigest(),
        signed(BODY).replace("sha256=", "sha512="),
        f"{signed(BODY)},{signed(BODY)}",
        "sha256=" + "é" * 64,
    ],
)
def test_a_missing_wrong_or_malformed_signature_is_refused(header):
    with pytest.raises(Unauthenticated):
        meta.verify(BODY, header, [SECRET])


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_passes(secrets):
    with pytest.raises(Unauthenticated):
        meta.verify(BODY, signed(BODY, ""), secrets)


# -- notices --------------------------------------------------------------------------------------


def notice_body(*values, field="leadgen"):
    changes = [{"field": field, "value": value} for value in values]
    return json.dumps({"object": "page", "entry": [{"id": "104", "changes": changes}]}).encode()


def test_notices_of_several_entries_keep_every_id_exact():
    found = meta.notices(BODY)
    assert found.malformed == 0
    assert found.found == (
        meta.Notice(
            leadgen_id="900000000000101",
            page_id="104000000000001",
            form_id="880000000000011",
            ad_id="120200000000000021",
            adgroup_id="120200000000000021",
            created_time="1795257000",
        ),
        meta.Notice(
            leadgen_id="90071992547409931",
            page_id="104000000000002",
            form_id="880000000000012",
            created_time="1795257001",
        ),
    )


def test_a_thousand_changes_are_a_thousand_notices_and_one_told_twice_is_one():
    body = notice_body(*({"leadgen_id": 10**16 + n} for n in range(1000)), {"leadgen_id": 10**16})
    assert len(meta.notices(body).found) == 1000


@pytest.mark.parametrize(
    "absent", [{}, {"ad_id": 0}, {"ad_id": "0"}, {"ad_id": ""}, {"ad_id": None}]
)
def test_an_advertisement_left_out_in_any_way_is_none(absent):
    assert meta.notices(notice_body({"leadgen_id": "1", **absent})).found[0].ad_id == ""


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "text",
        [],
        {},
        {"leadgen_id": ""},
        {"leadgen_id": 0},
        {"leadgen_id": True},
        {"leadgen_id": 1.5},
        {"leadgen_id": {"x": 1}},
        {"leadgen_id": "../me"},
        {"leadgen_id": "1" * 101},
    ],
)
def test_a_change_without_a_usable_id_is_counted_and_the_others_stand(value):
    found = meta.notices(notice_body(value, {"leadgen_id": "5"}))
    assert ([one.leadgen_id for one in found.found], found.malformed) == (["5"], 1)


def test_changes_of_other_fields_and_messages_are_not_ours():
    body = {
        "object": "page",
        "entry": [
            {"id": "1", "changes": [{"field": "feed", "value": {"item": "like"}}]},
            {"id": "1", "messaging": [{"message": {"text": "hei"}}]},
        ],
    }
    assert meta.notices(json.dumps(body).encode()) == meta.Notices(found=(), malformed=0)


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"nonsense", b'{"entry":{}}', b'{"entry":"x"}', b""]
)
def test_what_is_no_callback_is_no_lead(body):
    with pytest.raises(NotALead):
        meta.notices(body)


def test_a_notice_goes_through_a_queue_unchanged():
    for notice in meta.notices(BODY).found:
        assert meta.notice_of(json.loads(json.dumps(notice.document()))) == notice


# -- leads ----------------------------------------------------------------------------------------


def lead_of(*field_data, source=SOURCE, form=None, notice=None, **node):
    document = {"lead": {"id": "1", "field_data": list(field_data), **node}}
    return meta.read(document | {"form": form, "notice": notice}, source)


def given(name, *values):
    return {"name": name, "values": list(values)}


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "email"},
        {"name": "email", "values": []},
        {"name": "email", "values": [""]},
        {"name": "email", "values": None},
    ],
)
def test_a_question_without_an_answer_is_no_field(entry):
    lead = lead_of(entry, given("phone_number", "+4791234567"))
    assert (dict(lead.fields), dict(lead.answers)) == ({"phone": "+4791234567"}, {})


def test_a_well_known_field_with_two_values_gives_the_first_and_keeps_the_other():
    lead = lead_of(given("email", "a@example.com", "b@example.com"))
    assert lead.fields["email"] == "a@example.com"
    assert lead.answers == {"email": "b@example.com"}


def test_consent_in_a_list_stays_whole():
    lead = lead_of(given("consent", "news", "offers"))
    kept = lead.fields.get("consent") or json.dumps(lead.answers["consent"])
    assert json.loads(kept) == ["news", "offers"]


@pytest.mark.parametrize("key", ["id", "test", "timestamp", "lead_id", "created_at"])
def test_a_question_that_is_called_like_the_delivery_is_an_answer(key):
    lead = lead_of(given(key, "true"), created_time="2026-11-21T10:30:00+0000")
    assert (lead.lead_id, lead.is_test) == ("1", False)
    assert lead.submitted_at == "2026-11-21T10:30:00+0000"
    assert lead.answers == {key: "true"}


def test_the_created_time_of_a_node_is_a_time():
    assert parse_time("2026-11-21T10:30:00+0000").isoformat() == "2026-11-21T10:30:00+00:00"


def test_a_work_address_is_the_email_where_there_is_no_other():
    assert lead_of(given("work_email", "w@example.com")).fields == {"email": "w@example.com"}
    both = lead_of(given("work_email", "w@example.com"), given("email", "p@example.com"))
    assert both.fields == {"email": "p@example.com"}
    assert both.answers == {"work_email": "w@example.com"}


def test_the_type_of_a_question_says_what_it_is_whatever_its_key():
    form = {"questions": [{"key": "βήμα_1", "type": "DOB"}, {"key": "βήμα_2", "type": "ID_CPF"}]}
    lead = lead_of(given("βήμα_1", "1980-05-17"), given("βήμα_2", "123.456.789-09"), form=form)
    assert lead.fields == {"birth_date": "1980-05-17", "national_id": "123.456.789-09"}


def test_a_declared_type_beats_what_the_key_looks_like():
    form = {"questions": [{"key": "name", "type": "COMPANY_NAME"}, {"key": "x", "type": "EMAIL"}]}
    lead = lead_of(given("name", "Volvo"), given("x", "a@example.com"), form=form)
    assert lead.fields == {"company": "Volvo", "email": "a@example.com"}


def test_a_second_national_id_is_kept_masked():
    lead = lead_of(given("id_cpf", "123.456.789-09"), given("id_ar_dni", "30123456789"))
    assert lead.fields == {"national_id": "123.456.789-09"}
    assert lead.answers == {"id_ar_dni": "•••6789"}


def test_a_hidden_field_that_contradicts_meta_is_kept_and_not_believed():
    lead = lead_of(given("campaign_id", "7"), given("form_name", "hidden"), campaign_id="8")
    assert lead.attribution["campaign_id"] == "8"
    assert lead.answers == {"campaign_id": "7"}
    assert lead.attribution["form"] == "hidden"


def test_names_read_from_the_ad_stand_in_for_those_that_the_node_lacks():
    ad = {
        "id": "21",
        "name": "Video",
        "adset": {"id": "20", "name": "Set"},
        "campaign": {"id": "10", "name": "Solar"},
    }
    document = {"lead": {"id": "1", "ad_id": "21", "field_data": []}, "ad": ad}
    assert meta.read(document, SOURCE).attribution == {
        "campaign_id": "10",
        "campaign": "Solar",
        "adset_id": "20",
        "adset": "Set",
        "ad_id": "21",
        "ad": "Video",
    }


@pytest.mark.parametrize(
    ("checked", "meant"), [("1", True), ("", False), (True, True), (False, False), (1, True)]
)
def test_a_disclaimer_is_ticked_or_not_however_it_is_told(checked, meant):
    responses = [{"checkbox_key": "k", "is_checked": checked}]
    lead = lead_of(custom_disclaimer_responses=responses)
    assert json.loads(lead.fields["consent"]) == {"k": meant}


@pytest.mark.parametrize(
    "value", ["<test lead: dummy data for city>", "Test@FB.com", "test@meta.com"]
)
def test_a_test_lead_is_known_by_its_text(value):
    assert lead_of(given("city", value)).is_test
    assert not lead_of(given("city", f"not {value}")).is_test


def test_maps_of_form_page_and_source_hold_in_this_order():
    def rename(label, to):
        return MapRule(do="rename", label=label, to=to)

    source = Source(
        id="m",
        platform="meta",
        field_map=(rename("a", "city"), rename("b", "street"), rename("c", "postcode")),
        forms={"11": Override(field_map=(rename("a", "company"),))},
        pages={"104": Override(field_map=(rename("a", "job_title"), rename("b", "message")))},
    )
    fields = (given("a", "1"), given("b", "2"), given("c", "3"))
    notice = {"leadgen_id": "1", "page_id": "104", "form_id": "11"}
    lead = lead_of(*fields, source=source, notice=notice)
    assert lead.fields == {"company": "1", "message": "2", "postcode": "3"}


@pytest.mark.parametrize(
    "document", [{"lead": None}, {"lead": []}, {"lead": {"id": "1"}}, {"entry": []}]
)
def test_what_has_no_answers_is_no_lead(document):
    with pytest.raises(NotALead):
        meta.read(document, SOURCE)
