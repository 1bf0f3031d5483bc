"""Webhooks: proved first, then taken in or held; never refused once proved."""

import hashlib
import hmac
import json
import random
import re
from functools import partial

import pytest

from tests.mutations import mutated
from tests.unit.sources.test_events import EVENTS
from tests.unit.web.harness import Service

META = (EVENTS / "meta-notice.json").read_bytes()
GOOGLE = (EVENTS / "google-lead.json").read_bytes()
TIKTOK = (EVENTS / "tiktok-lead.json").read_bytes()
LINKEDIN = (EVENTS / "linkedin-notice.json").read_bytes()
FORM = (EVENTS / "zapier-form.txt").read_bytes()
PATH = "p" * 20


@pytest.fixture
def service():
    service = Service()
    service.source(
        "meta-demo", platform="meta", secrets={"app_secret": "s", "verify_token": "verify-me"}
    )
    service.source(
        "google-demo", platform="google", country="NO", secrets={"google_key": "demo-google-key"}
    )
    service.source("tt", platform="tiktok", secrets={"app_secret": "s", "secret_path": PATH})
    service.source("li", platform="linkedin", secrets={"client_secret": "s", "secret_path": PATH})
    service.source("site", country="NO", secrets={"secret_path": PATH})
    return service


def mac(body, secret="s"):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post_meta(service, body=META, header=None, **options):
    headers = {"x-hub-signature-256": f"sha256={mac(body)}" if header is None else header}
    return service.call("POST", "/webhooks/meta/meta-demo", body, headers=headers, **options)


def is_empty(service):
    return not service.queue and not service.items(("DLV", "INQ", "QUARANTINE"))


# -- meta -----------------------------------------------------------------------------------------


def test_metas_handshake_is_answered_as_plain_text(service):
    query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-me"
    answer = service.call("GET", "/webhooks/meta/meta-demo", query=query)
    assert (answer.status, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("query", ["", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong"])
def test_a_wrong_handshake_is_403(service, query):
    assert service.call("GET", "/webhooks/meta/meta-demo", query=query).status == 403


@pytest.mark.parametrize("b64", [False, True])
def test_the_ids_of_a_signed_callback_are_queued_before_the_200(service, b64):
    answer = post_meta(service, b64=b64)
    assert (answer.status, answer.body) == (200, {"accepted": 2})
    assert [(source, one["leadgen_id"]) for source, one in service.queue] == [
        ("meta-demo", "900000000000101"), ("meta-demo", "90071992547409931"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["", "sha256=", f"sha256={mac(META, 'other')}", mac(META), "x"])
def test_an_unsigned_callback_is_401_and_leaves_nothing(service, header):
    answer = post_meta(service, header=header)
    assert answer.status == 401
    assert answer.body["message"]
    assert is_empty(service)


def test_when_the_queue_is_down_meta_is_told_to_come_again(service):
    service.queue_is_down = True
    answer = post_meta(service)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert is_empty(service)


@pytest.mark.parametrize("body", [b"not json", b"{}", b"[]", b'{"entry":7}'])
def test_a_signed_body_that_is_no_callback_is_held_with_its_bytes(service, body):
    assert post_meta(service, body).body == {"accepted": 0}
    assert list(service.store.kept.values()) == [body]
    assert len(service.items("QUARANTINE")) == 1


def test_of_a_callback_with_broken_changes_the_good_ones_are_queued_and_the_rest_held(service):
    changes = [{"field": "leadgen", "value": {"leadgen_id": 1}}, {"field": "leadgen", "value": {}}]
    body = json.dumps({"object": "page", "entry": [{"id": "1", "changes": changes}]}).encode()
    assert post_meta(service, body).body == {"accepted": 1}
    assert list(service.store.kept.values()) == [body]
    [entry] = service.items("QUARANTINE")
    assert entry["code"] == "not_a_notice"


def test_callbacks_about_other_things_leave_nothing(service):
    body = b'{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":{}}]}]}'
    assert post_meta(service, body).body == {"accepted": 0}
    assert is_empty(service)


def test_both_app_secrets_are_valid_while_one_is_rotated(service):
    service.source("meta-demo", platform="meta", secrets={"app_secret": "new"})
    for secret in ("s", "new"):
        assert post_meta(service, header=f"sha256={mac(META, secret)}").status == 200
    service.source("meta-demo", platform="meta", secrets={"app_secret": ["new"]})
    assert post_meta(service).status == 401


# -- google ---------------------------------------------------------------------------------------


def post_google(service, body=GOOGLE):
    return service.call("POST", "/webhooks/google/google-demo", body)


def test_a_google_lead_is_an_inquiry_and_the_answer_is_empty(service):
    answer = post_google(service)
    assert (answer.status, answer.body) == (200, {})
    [inquiry] = service.items("INQ")
    assert inquiry["platform"] == "google"
    assert json.loads(inquiry["attribution"])["adset_id"] == "150000000031"
    assert post_google(service).status == 200
    assert len(service.items("INQ")) == 1


def test_the_key_is_kept_nowhere(service):
    post_google(service)
    post_google(service, GOOGLE.replace(b'"FULL_NAME"', b'"FULL_NAME', 1))
    assert [item["code"] for item in service.items("QUARANTINE")] == ["unparseable"]
    assert "demo-google-key" not in "".join(
        repr(item) for item in service.store.everything() if item["pk"] != "SECRETS"
    )
    assert b"demo-google-key" not in b"".join(service.store.kept.values())


def test_a_test_lead_of_google_is_no_inquiry(service):
    assert post_google(service, (EVENTS / "google-lead-test.json").read_bytes()).body == {}
    assert not service.items("INQ")


@pytest.mark.parametrize(
    "body", [b"{}", b"", b'{"google_key":""}', GOOGLE.replace(b"demo-", b"DEMO-")]
)
def test_a_google_body_without_the_key_is_401_with_a_message(service, body):
    answer = post_google(service, body)
    assert (answer.status, bool(answer.body["message"])) == (401, True)
    assert is_empty(service)


def test_a_source_without_a_key_lets_nothing_in(service):
    service.source("bare", platform="google")
    assert service.call("POST", "/webhooks/google/bare", b'{"google_key":""}').status == 401


# -- tiktok and linkedin --------------------------------------------------------------------------


def test_tiktok_is_proved_by_its_signature_or_by_the_url(service):
    signed = {"x-open-signature": mac(TIKTOK)}
    assert service.call("POST", "/webhooks/tiktok/tt", TIKTOK, headers=signed).body == {
        "accepted": 1
    }
    assert service.call("POST", f"/webhooks/tiktok/tt/{PATH}", TIKTOK).body == {"accepted": 1}
    assert len(service.items("INQ")) == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("", {}),
        ("", {"x-open-signature": mac(TIKTOK, "other")}),
        ("/wrong", {}),
        ("/wrong", {"x-open-signature": mac(TIKTOK)}),
        (f"/{PATH}", {"x-open-signature": "0" * 64}),
    ],
)
def test_tiktok_without_proof_is_401(service, path, headers):
    answer = service.call("POST", f"/webhooks/tiktok/tt{path}", TIKTOK, headers=headers)
    assert answer.status == 401
    assert is_empty(service)


def test_a_callback_with_one_bad_entry_loses_neither_entry(service):
    document = json.loads(TIKTOK)
    document["entry"].append("broken")
    answer = service.call("POST", f"/webhooks/tiktok/tt/{PATH}", document)
    assert answer.body == {"accepted": 2}
    assert (len(service.items("INQ")), len(service.items("QUARANTINE"))) == (1, 1)


def test_linkedins_challenge_is_answered(service):
    for path in ("", f"/{PATH}"):
        answer = service.call("GET", f"/webhooks/linkedin/li{path}", query="challengeCode=c-1")
        assert answer.body == {"challengeCode": "c-1", "challengeResponse": mac(b"c-1")}
    assert service.call("GET", "/webhooks/linkedin/li/wrong", query="challengeCode=c").status == 401
    assert service.call("GET", "/webhooks/linkedin/li").status == 401


def post_linkedin(service, body, path="", **headers):
    signed = {"x-li-signature": mac(b"hmacsha256=" + body)} | headers
    return service.call("POST", f"/webhooks/linkedin/li{path}", body, headers=signed)


def test_linkedins_notice_is_queued_and_a_deletion_goes_to_a_person(service):
    assert post_linkedin(service, LINKEDIN).body == {"accepted": 1}
    assert service.queue[0][1]["response"].startswith("urn:li:leadGenFormResponse:")
    deletion = json.dumps(json.loads(LINKEDIN) | {"leadAction": "DELETED"}).encode()
    assert post_linkedin(service, deletion).status == 200
    assert [entry["code"] for entry in service.items("QUARANTINE")] == ["deletion_notice"]
    assert len(service.queue) == 1


def test_linkedin_without_proof_is_401(service):
    assert post_linkedin(service, LINKEDIN, **{"x-li-signature": ""}).status == 401
    assert (
        post_linkedin(service, LINKEDIN, f"/{PATH}", **{"x-li-signature": "0" * 64}).status == 401
    )
    assert is_empty(service)
    assert post_linkedin(service, LINKEDIN, f"/{PATH}", **{"x-li-signature": ""}).status == 200


# -- the secret URL -------------------------------------------------------------------------------


def test_a_lead_by_the_secret_url_is_answered_as_post_leads(service):
    body = b"full_name=Ola+Lie&phone=912+34+567"
    form = "application/x-www-form-urlencoded"
    answer = service.call("POST", f"/webhooks/generic/site/{PATH}", body, content_type=form)
    assert (answer.status, answer.body["outcome"], answer.body["phone_e164"]) == (
        201,
        "created",
        "+4791234567",
    )


@pytest.mark.parametrize("secret", ["wrong", PATH[:-1], PATH.upper(), "%00"])
def test_a_wrong_secret_is_401(service, secret):
    answer = service.call("POST", f"/webhooks/generic/site/{secret}", {"phone": "91234567"})
    assert answer.status == 401
    assert is_empty(service)


def test_a_secret_url_takes_no_pictures(service):
    answer = service.call("POST", f"/webhooks/generic/site/{PATH}", b"x", content_type="image/png")
    assert answer.status == 415


@pytest.mark.parametrize(
    "path",
    ["meta/none", "meta/site", "google/meta-demo", "tiktok/li", "linkedin/tt", "generic/none/x"],
)
def test_an_unknown_source_or_one_of_another_platform_is_404(service, path):
    assert service.call("POST", f"/webhooks/{path}", b"{}").status == 404


# -- all of them ----------------------------------------------------------------------------------


#: Five thousand in all, seeded.
MUTATIONS = 1000


def stored(service):
    """Return what the store holds, items as they are packed, and how much is held and queued."""
    return dict(service.store._items), len(service.store.kept), len(service.queue)


@pytest.mark.parametrize("platform", ["meta", "google", "tiktok", "linkedin", "generic"])
def test_mutated_bodies_are_refused_unsigned_and_kept_when_proved(service, platform):
    chance = random.Random(platform)
    for _ in range(MUTATIONS):
        before = stored(service)
        body, unsigned, prove = attempt(service, platform, chance)
        assert unsigned.status == 401
        assert stored(service) == before, "an unsigned body left something"
        answer = prove()
        if platform == "google" and answer.status == 401:  # the key itself was hit
            assert not re.search(rb'"[gG]oogle_key"\s*:\s*"demo-google-key"', body)
            continue
        assert answer.status in {200, 201, 202}
        is_about_leads = b"leadgen" in body if platform == "meta" else b'"object":1' in body
        kept = stored(service) != before
        assert kept or (platform in {"meta", "tiktok"} and not is_about_leads)


def attempt(service, platform, chance):
    """Post a mutated body without proof; return it, the answer, and how to post it with proof."""
    match platform:
        case "meta":
            body = mutated(META, chance)
            wrong = f"sha256={mac(body, 'wrong')}"
            return body, post_meta(service, body, wrong), lambda: post_meta(service, body)
        case "google":
            body = mutated(GOOGLE, chance)
            keyless = body.replace(b"demo-google-key", b"demo-google-kex")
            return body, post_google(service, keyless), lambda: post_google(service, body)
        case "tiktok":
            body, path = mutated(TIKTOK, chance), "/webhooks/tiktok/tt"
        case "linkedin":
            body, path = mutated(LINKEDIN, chance), "/webhooks/linkedin/li"
        case _:
            body, path = mutated(FORM, chance), "/webhooks/generic/site"
    kind = "application/x-www-form-urlencoded" if platform == "generic" else "application/json"
    post = partial(service.call, "POST", body=body, content_type=kind, b64=True)
    return body, post(f"{path}/wrong"), lambda: post(f"{path}/{PATH}")
