"""TikTok and LinkedIn, as far as they are known."""

import hashlib
import hmac
import json

import pytest

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Source
from leadfold.sources import linkedin, tiktok
from tests.unit.sources.test_events import EVENTS


def made(body, secret="s", prefix=b""):
    return hmac.new(secret.encode(), prefix + body, hashlib.sha256).hexdigest()


TIKTOK = (EVENTS / "tiktok-lead.json").read_bytes()
NOTICE = (EVENTS / "linkedin-notice.json").read_bytes()


def test_tiktoks_signature_is_over_the_body_with_everything_but_ascii_escaped():
    escaped = TIKTOK.decode().replace("Åsa Öberg", "\\u00c5sa \\u00d6berg").encode()
    tiktok.verify(TIKTOK, made(escaped), ["old", "s"])
    tiktok.verify(TIKTOK, "sha256=" + made(TIKTOK).upper(), ["s"])


@pytest.mark.parametrize(
    "header", ["", "x", made(TIKTOK)[:-2], made(TIKTOK, "other"), made(TIKTOK + b" ")]
)
def test_a_wrong_signature_of_tiktok_is_refused(header):
    with pytest.raises(Unauthenticated):
        tiktok.verify(TIKTOK, header, ["s", ""])


def test_a_callback_with_several_leads_is_several_callbacks():
    document = json.loads(TIKTOK)
    document["entry"] = [{**document["entry"][0], "id": n} for n in (2**60 + 1, 2)]
    pieces = tiktok.split(json.dumps(document).encode())
    source = Source(id="t", platform="tiktok")
    leads = [tiktok.read(json.loads(piece), source) for piece in pieces]
    assert [lead.lead_id for lead in leads] == [str(2**60 + 1), "2"]


def test_a_callback_about_something_else_has_no_leads():
    assert tiktok.split(b'{"object":3,"entry":[{"id":1}]}') == []


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"{}", b'{"object":1,"entry":{}}'])
def test_what_is_no_callback_of_tiktok_is_no_lead(body):
    with pytest.raises(NotALead):
        tiktok.split(body)


def test_linkedins_challenge_is_signed_with_the_client_secret():
    code = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
    assert linkedin.challenge(code, ["new", "old"]) == {
        "challengeCode": code,
        "challengeResponse": made(code.encode(), "new"),
    }


@pytest.mark.parametrize(
    ("code", "secrets"), [("", ["s"]), ("x" * 201, ["s"]), ("x", []), ("x", [""])]
)
def test_a_challenge_that_cannot_be_answered_is_refused(code, secrets):
    with pytest.raises(Unauthenticated):
        linkedin.challenge(code, secrets)


def test_linkedins_signed_text_begins_with_the_name_of_the_method():
    linkedin.verify(NOTICE, made(NOTICE, prefix=b"hmacsha256="), ["new", "s"])
    for header in (made(NOTICE), "hmacsha256=" + made(NOTICE, prefix=b"hmacsha256="), ""):
        with pytest.raises(Unauthenticated):
            linkedin.verify(NOTICE, header, ["s"])


def test_a_notice_of_linkedin_names_the_response():
    notice = linkedin.notice(NOTICE)
    assert not notice.is_deletion
    assert notice.lead_type == "SPONSORED"
    assert notice.owner == "urn:li:sponsoredAccount:520001"
    assert linkedin.notice_of(json.loads(json.dumps(notice.document()))) == notice


def test_a_deletion_is_told_apart():
    document = json.loads(NOTICE) | {"leadAction": "DELETED"}
    assert linkedin.notice(json.dumps(document).encode()).is_deletion


@pytest.mark.parametrize(
    "changed",
    [
        {"leadGenFormResponse": 5},
        {"leadGenFormResponse": "../x"},
        {"leadAction": "MOVED"},
        {"leadAction": []},
    ],
)
def test_what_is_no_notice_of_linkedin_is_no_lead(changed):
    with pytest.raises(NotALead):
        linkedin.notice(json.dumps(json.loads(NOTICE) | changed).encode())


def test_without_its_form_a_linkedin_lead_keeps_its_answers_by_number():
    document = json.loads((EVENTS / "linkedin-lead.json").read_text()) | {"form": None}
    lead = linkedin.read(document, Source(id="l", platform="linkedin"))
    assert lead.answers["linkedin_1"] == "Søren"
    assert lead.answers["linkedin_4"] == 2
