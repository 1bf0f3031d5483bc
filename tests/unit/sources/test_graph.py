"""The Graph API: requests, verdicts and pauses, and the client against the stand-in."""

import hashlib
import hmac
import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest

from leadfold.intake.graph_client import GraphClient, NotReadable
from leadfold.model import Source, SourceSecrets
from leadfold.sources import graph, platforms
from leadfold.sources.graph import Verdict
from leadfold.sources.meta import Notice
from tests.stand_ins.graph import GraphStandIn, Step, business_usage, error, html, lead, slow

TOKEN, SECRET = "page-token", "app-secret"
TWO_WAITS = json.dumps({"1": [{"estimated_time_to_regain_access": n} for n in (3, 9)], "2": 7})


# -- pure -----------------------------------------------------------------------------------------


def test_a_request_names_version_fields_token_and_proof():
    asked = graph.request("https://graph.example/v24.0/", "9/../1", "id,name", TOKEN, SECRET)
    parts = urlsplit(asked.url)
    assert (parts.netloc, parts.path) == ("graph.example", "/v24.0/9%2F..%2F1")
    proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert parse_qs(parts.query) == {
        "fields": ["id,name"],
        "access_token": [TOKEN],
        "appsecret_proof": [proof],
    }
    assert TOKEN not in repr(asked)


def test_without_an_app_secret_there_is_no_proof():
    assert "appsecret_proof" not in graph.request("https://g/v1", "1", "id", TOKEN).url


@pytest.mark.parametrize(
    ("base", "safe"),
    [
        ("https://graph.facebook.com/v24.0", True),
        ("http://127.0.0.1:8099/v24.0", True),
        ("http://localhost:1/v1", True),
        ("http://graph.facebook.com/v24.0", False),
        ("http://127.0.0.1.example.com/v1", False),
        ("https://user@graph.facebook.com/v1", False),
        ("https://graph.facebook.com/v1?x=", False),
        ("ftp://127.0.0.1/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_token_goes_only_by_tls_or_to_this_machine(base, safe):
    assert graph.is_safe_base(base) is safe


def judged(step, **headers):
    return graph.judge(
        step.status, {k.lower(): v for k, v in {**step.headers, **headers}.items()}, step.body
    )


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        *((error(code), "retry") for code in (1, 2)),
        (error(1, status=500), "retry"),
        (error(999, status=503), "retry"),
        *((error(code), "wait") for code in (4, 17, 32, 341, 368, 613, 80005)),
        (error(999, status=429), "wait"),
        (Step(status=429), "wait"),
        *((error(code, 463, status=401), "reconnect") for code in (102, 190)),
        (error(190), "reconnect"),
        (error(100, 460), "reconnect"),
        *((error(code, status=403), "give_to_person") for code in (10, 200, 275, 299)),
        *(
            (error(code, sub), "give_to_person")
            for code, sub in ((100, 33), (100, None), (803, None))
        ),
        (html(500), "retry"),
        (html(400), "retry"),
        (html(200), "retry"),
        (Step(status=502), "retry"),
        (Step(status=200, body=b""), "retry"),
        (Step(status=400, body=b'{"error":"text"}'), "retry"),
        (Step(status=400, body=b'{"error":{"code":"190"}}'), "reconnect"),
        (Step(status=400, body=b'{"error":{"code":{}}}'), "give_to_person"),
        (Step(status=400, body=b'{"error":{"code":5,"is_transient":true}}'), "retry"),
        (Step(status=400, body=b"[" * 100_000), "retry"),
    ],
)
def test_an_error_is_sorted_by_its_code_not_by_its_status(step, kind):
    assert judged(step).kind == kind


def test_not_visible_and_not_permitted_are_told_apart():
    assert judged(error(100, 33)).code == "not_visible"
    assert judged(error(200)).code == "permission_missing"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-Business-Use-Case-Usage": business_usage(7)}, 420),
        ({"X-Business-Use-Case-Usage": business_usage(0)}, None),
        ({"X-Business-Use-Case-Usage": business_usage(10**6)}, 86_400),
        (
            {"X-Business-Use-Case-Usage": TWO_WAITS},
            540,
        ),
        ({"X-Business-Use-Case-Usage": "not json"}, None),
        ({"X-Business-Use-Case-Usage": "[]"}, None),
        ({"X-App-Usage": '{"call_count":120,"total_time":30,"total_cputime":30}'}, None),
        ({"Retry-After": "90"}, 90),
        ({"Retry-After": "Fri, 21 Nov 2026 10:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_a_wait_is_what_the_headers_name(headers, seconds):
    assert judged(error(80005), **headers) == Verdict(
        kind="wait", code="rate_limited", seconds=seconds
    )


def test_a_limit_that_names_no_wait_is_tried_after_5_20_and_60_seconds_then_further_apart():
    verdict = Verdict(kind="wait", code="rate_limited")
    pauses = [graph.pause(verdict, attempt) for attempt in range(1, 10)]
    assert pauses[:3] == [5, 20, 60]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600
    assert [graph.pause(verdict, 2, chance) for chance in (0.0, 1.0)] == [16, 24]


def test_a_named_wait_is_never_cut_short():
    verdict = Verdict(kind="wait", code="rate_limited", seconds=420)
    assert [graph.pause(verdict, 1, chance) for chance in (0.0, 1.0)] == [420, 421]


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"error":{}}', b"<html>"])
def test_a_good_status_without_a_node_is_no_node(body):
    assert graph.node_of(200, body) is None


# -- the client and the stand-in ------------------------------------------------------------------

FORM = {
    "id": "11",
    "name": "Offer",
    "questions": [{"key": "q", "type": "CUSTOM", "options": [{"key": "a", "value": "Solar"}]}],
}
AD = {
    "id": "21",
    "name": "Video",
    "adset": {"id": "20", "name": "Set"},
    "campaign": {"id": "10", "name": "Camp"},
}
NOTICE = Notice(leadgen_id="900", form_id="11", page_id="104")
SECRETS = SourceSecrets(access_token=(TOKEN,), app_secret=(SECRET,))


@pytest.fixture
def stand_in():
    with GraphStandIn(token=TOKEN, app_secret=SECRET) as api:
        api.add(lead("900", {"email": ["kari@example.com"], "q": ["a"]}, form_id="11", ad_id="21"))
        api.add(FORM)
        api.add(AD)
        yield api


@pytest.fixture
def source(stand_in):
    return Source(id="meta-demo", platform="meta", graph_base=stand_in.base)


def test_a_lead_is_read_with_its_form_and_the_names_of_its_ad(stand_in, source):
    body = GraphClient().read(NOTICE, source, SECRETS)
    found = platforms.read(body, "application/json", source)
    assert found.fields == {"email": "kari@example.com"}
    assert found.answers == {"q": "Solar"}
    assert found.attribution["form"] == "Offer"
    assert found.attribution["campaign"] == "Camp"
    asked = stand_in.asked[0]
    assert asked.proved
    assert set(asked.fields) == set(graph.LEAD_FIELDS.split(","))


def test_forms_and_ads_are_read_once_for_many_leads(stand_in, source):
    client = GraphClient()
    for _ in range(3):
        client.read(NOTICE, source, SECRETS)
    assert sorted(asked.node for asked in stand_in.asked) == ["11", "21", "900", "900", "900"]


@pytest.mark.parametrize("step", [error(100, 33), error(80005), html(500), Step(status=200)])
def test_a_form_or_ad_that_cannot_be_read_never_holds_its_lead_up(stand_in, source, step):
    stand_in.script("11", step)
    stand_in.script("21", step)
    client = GraphClient()
    document = json.loads(client.read(NOTICE, source, SECRETS))
    assert document["lead"]["id"] == "900"
    assert (document["form"], document["ad"]) == (None, None)
    client.read(NOTICE, source, SECRETS)
    assert [asked.node for asked in stand_in.asked] == ["900", "900"], "failures are remembered"


def test_what_failed_is_asked_for_again_after_a_minute(stand_in, source):
    now = 0.0
    client = GraphClient(clock=lambda: now)
    stand_in.script("11", error(2))
    client.read(NOTICE, source, SECRETS)
    now = 61.0
    assert json.loads(client.read(NOTICE, source, SECRETS))["form"] == FORM


@pytest.mark.parametrize(
    ("steps", "verdicts"),
    [
        (
            [error(80005, minutes=4), error(2), html(502)],
            [("wait", 240), ("retry", None), ("retry", None)],
        ),
        ([error(190, 460)], [("reconnect", None)]),
        ([error(100, 33)], [("give_to_person", None)]),
        ([error(200), error(10)], [("give_to_person", None)]),
    ],
)
def test_errors_come_as_scripted_and_then_the_lead(stand_in, source, steps, verdicts):
    stand_in.script("900", *steps)
    client = GraphClient()
    for kind, seconds in verdicts:
        with pytest.raises(NotReadable) as caught:
            client.read(NOTICE, source, SECRETS)
        assert (caught.value.verdict.kind, caught.value.verdict.seconds) == (kind, seconds)
    assert json.loads(client.read(NOTICE, source, SECRETS))["lead"]["id"] == "900"


def test_a_token_that_may_not_read_advertisements_still_reads_the_lead(stand_in, source):
    stand_in.forbidden = {"campaign_name"}
    document = json.loads(GraphClient().read(NOTICE, source, SECRETS))
    assert document["lead"]["field_data"][0]["name"] == "email"


@pytest.mark.parametrize(
    ("secrets", "kind"),
    [
        (SourceSecrets(), "reconnect"),
        (SourceSecrets(access_token=("old",), app_secret=(SECRET,)), "reconnect"),
        (SourceSecrets(access_token=(TOKEN,), app_secret=("wrong",)), "give_to_person"),
        (SourceSecrets(access_token=(TOKEN,)), "give_to_person"),
    ],
)
def test_a_missing_or_wrong_token_or_proof_is_for_a_person(source, secrets, kind):
    with pytest.raises(NotReadable) as caught:
        GraphClient().read(NOTICE, source, secrets)
    assert caught.value.verdict.kind == kind


def test_an_api_that_does_not_answer_is_tried_again():
    source = Source(id="m", platform="meta", graph_base="http://127.0.0.1:9/v24.0")
    with pytest.raises(NotReadable) as caught:
        GraphClient().read(NOTICE, source, SECRETS)
    assert caught.value.verdict == Verdict(kind="retry", code="no_answer")


def test_a_slow_form_costs_the_lead_little(stand_in, source, monkeypatch):
    monkeypatch.setattr("leadfold.intake.graph_client._EXTRA_TIMEOUT", 0.1)
    stand_in.script("11", slow(0.5))
    assert json.loads(GraphClient().read(NOTICE, source, SECRETS))["form"] is None


def test_an_answer_too_large_is_refused_and_the_next_call_works(stand_in, source, monkeypatch):
    client = GraphClient()
    with monkeypatch.context() as patch:
        patch.setattr("leadfold.intake.graph_client._MAX_BYTES", 50)
        with pytest.raises(NotReadable) as caught:
            client.read(NOTICE, source, SECRETS)
    assert caught.value.verdict.code == "answer_too_large"
    assert client.read(NOTICE, source, SECRETS)


def test_the_token_is_in_no_log_and_in_no_error(stand_in, source, caplog):
    caplog.set_level(logging.DEBUG)
    stand_in.script("900", error(190))
    with pytest.raises(NotReadable) as caught:
        GraphClient().read(NOTICE, source, SECRETS)
    gone = Source(id="m", platform="meta", graph_base="http://127.0.0.1:9/v24.0")
    with pytest.raises(NotReadable) as unanswered:
        GraphClient().read(NOTICE, gone, SECRETS)
    said = [caplog.text, repr(caught.value), repr(unanswered.value), repr(SECRETS)]
    assert [text for text in said if TOKEN in text] == []
