"""Each sample event → the lead that is read from it, whole."""

from pathlib import Path

import pytest

from leadfold.model import Lead, Source
from leadfold.sources import platforms, presets

EVENTS = Path(__file__).parents[3] / "events"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

EXPECTED = {
    "meta-lead.json": (
        "meta",
        Lead(
            lead_id="900000000000101",
            submitted_at="2026-11-21T10:30:00+0000",
            fields={
                "full_name": "Kari Nordmann",
                "email": "kari@example.com",
                "phone": "+4791234567",
                "consent": '{"optional_1": true, "optional_2": false}',
            },
            attribution={
                "utm_source": "ig_stories",
                "campaign_id": "120200000000000010",
                "campaign": "NO solar Q4",
                "adset_id": "120200000000000020",
                "adset": "Homeowners 35-65",
                "ad_id": "120200000000000021",
                "ad": "Solar video 2",
                "form_id": "880000000000011",
                "form": "Solar offer",
                "page_id": "104000000000001",
                "publisher_platform": "ig",
            },
            answers={
                "hvilket_tak_har_du?": ["Flatt", "Skrått"],
                "når_passer_det_at_vi_ringer?": "etter kl. 16",
            },
        ),
    ),
    "meta-lead-organic-hebrew.json": (
        "meta",
        Lead(
            lead_id="900000000000102",
            submitted_at="2026-11-21T11:02:09+0000",
            fields={"full_name": "דנה לוי", "phone": "050-1234567"},
            attribution={
                "form_id": "880000000000012",
                "form": "הצעה",
                "page_id": "104000000000002",
                "publisher_platform": "fb",
                "organic": "true",
            },
            answers={
                "מה_מעניין_אותך?": "גג סולארי",
                "id": "internal-7",
                "field_data": [{"values": ["no name"]}],
            },
        ),
    ),
    "meta-lead-test.json": (
        "meta",
        Lead(
            lead_id="900000000000103",
            submitted_at="2026-11-21T12:00:00+0000",
            is_test=True,
            fields={
                "full_name": "<test lead: dummy data for full_name>",
                "email": "test@meta.com",
                "phone": "<test lead: dummy data for phone_number>",
            },
            attribution={
                "form_id": "880000000000011",
                "page_id": "104000000000001",
                "publisher_platform": "fb",
            },
        ),
    ),
    "google-lead.json": (
        "google",
        Lead(
            lead_id="GLEAD-20261121-0001",
            submitted_at="2026-11-21T08:30:00Z",
            fields={
                "full_name": "Ola Hansen",
                "email": "ola.hansen@example.com",
                "phone": "+4791234567",
                "postcode": "0155",
            },
            attribution={
                "campaign_id": "20000000021",
                "adset_id": "150000000031",
                "ad_id": "690000000041",
                "form_id": "40000000011",
                "gclid": "Cj0KCQiA_bSd-Xy9_EALw_wcB",
            },
            answers={"PROPERTY_TYPE": "House", "field_6": "After 16", "lead_stage": "SUBMITTED"},
        ),
    ),
    "google-lead-first-generation.json": (
        "google",
        Lead(
            lead_id="GLEAD-20261121-0002",
            fields={
                "first_name": "Γεώργιος",
                "last_name": "Παπαδόπουλος",
                "email": "g.papadopoulos@example.com",
            },
            attribution={"campaign_id": "20000000021", "form_id": "90071992547409931"},
            answers={"Ποιο προϊόν;": "Φωτοβολταϊκά"},
        ),
    ),
    "google-lead-test.json": (
        "google",
        Lead(
            lead_id="TeSter-123-0123456789abcdef",
            is_test=True,
            fields={
                "full_name": "FirstName LastName",
                "phone": "+16505550123",
                "email": "test@example.com",
            },
            attribution={
                "campaign_id": "2",
                "form_id": "1",
                "gclid": "TeSter-123-0123456789abcdef",
            },
        ),
    ),
    "tiktok-lead.json": (
        "tiktok",
        Lead(
            lead_id="7412345678901234567",
            submitted_at="1795257000",
            fields={
                "full_name": "Åsa Öberg",
                "phone": "+46701234567",
                "email": "asa@example.com",
            },
            attribution={
                "campaign_id": "1780000000000011",
                "campaign": "SE solar",
                "adset_id": "1780000000000012",
                "ad_id": "1780000000000013",
                "form_id": "7100000000000000002",
            },
            answers={
                "Vilket tak har du?": "Platt",
                "advertiser_id": "7000000000000000001",
                "lead_source": "INSTANT_FORM",
            },
        ),
    ),
    "linkedin-lead.json": (
        "linkedin",
        Lead(
            lead_id="urn:li:leadGenFormResponse:0f2d7c1e-1111-4222-8333-944455566677-6",
            submitted_at="1795257000123",
            fields={
                "first_name": "Søren",
                "last_name": "Østergård",
                "email": "soren@example.dk",
                "consent": '{"3001": true}',
            },
            attribution={
                "campaign_id": "310001",
                "ad_id": "610001",
                "form_id": "3162",
                "form": "Fleet offer",
            },
            answers={"Hvor mange biler?": "10-49", "lead_type": "SPONSORED"},
        ),
    ),
    "typeform-response.json": (
        "typeform",
        Lead(
            lead_id="tok3n0000000000000000000000000001",
            submitted_at="2026-11-21T10:30:00Z",
            fields={"full_name": "Ingrid Moe", "email": "ingrid@example.com"},
            attribution={
                "utm_source": "newsletter",
                "gclid": "Cj0KCQiA_typeform",
                "form_id": "s0lAr1",
                "form": "Solar",
            },
            answers={"Tak": ["Flatt", "Skrått", "Torv"], "Kan vi ringe?": True},
        ),
    ),
    "webflow-form.json": (
        "webflow",
        Lead(
            lead_id="6321ca84df3949bfc6750001",
            submitted_at="2026-11-21T10:30:00.117Z",
            fields={
                "first_name": "Lars",
                "last_name": "Holm",
                "email": "lars@example.se",
                "phone": "46701234568",
            },
            attribution={"form_id": "65429eadebe8a9f3a30f0001", "form": "Contact us"},
            answers={"id": "house-7"},
        ),
    ),
    "elementor-advanced.txt": (
        "elementor",
        Lead(
            submitted_at="2026-11-21 10:30",
            fields={"full_name": "Nina Lie", "phone": "912 34 567"},
            attribution={
                "form_id": "c0ffee1",
                "form": "Kontakt",
                "landing_page": "https://www.example.com/sol?utm_source=fb&fbclid=IwAR0aB_c-D",
                "utm_source": "fb",
                "fbclid": "IwAR0aB_c-D",
            },
            answers={"Boligtype": "Enebolig"},
        ),
    ),
    "contactform7.json": (
        "contactform7",
        Lead(
            fields={
                "full_name": "Maria Papadopoulou",
                "email": "maria@example.gr",
                "message": "Please call me.",
                "phone": "6912345678",
            },
            attribution={"form_id": "123"},
            answers={
                "your-subject": "Offer",
                "interest": ["Solar", "Battery"],
                "acceptance-1": "1",
            },
        ),
    ),
    "gravityforms-entry.json": (
        "gravityforms",
        Lead(
            lead_id="512",
            submitted_at="2026-11-21 10:30:00",
            fields={
                "first_name": "Eva",
                "last_name": "Dahl",
                "email": "eva@example.dk",
                "street": "Storgade 1",
                "city": "Aarhus",
                "postcode": "8000",
                "country": "Denmark",
            },
            attribution={
                "form_id": "4",
                "landing_page": (
                    "https://www.example.com/quote?utm_campaign=brand&gclid=Cj0KCQ%2Dabc"
                ),
                "utm_campaign": "brand",
                "gclid": "Cj0KCQ-abc",
            },
            answers={"3": "20123456", "5": "Two panels"},
        ),
    ),
    "wpforms-entry.json": (
        "wpforms",
        Lead(
            lead_id="1204",
            fields={"full_name": "Tom Vik", "email": "tom@example.com"},
            attribution={"form_id": "77", "form": "Quote"},
            answers={"Roof": "Flat"},
        ),
    ),
    "taboola-lead.json": (
        "taboola",
        Lead(
            lead_id="tb-1001",
            fields={
                "full_name": "Noa Cohen",
                "phone": "050-7654321",
                "email": "noa@example.co.il",
            },
            attribution={"campaign_id": "88001", "campaign": "IL content"},
            answers={"id": "tb-1001"},
        ),
    ),
    "zapier-form.txt": (
        "generic",
        Lead(
            fields={
                "full_name": "Per Olsen",
                "email": "per@example.com",
                "phone": "0047 922 33 444",
            },
            attribution={
                "campaign": "Retarget",
                "landing_page": "https://example.com/?utm_medium=cpc&gclid=AbC-12_x",
                "utm_medium": "cpc",
                "gclid": "AbC-12_x",
            },
        ),
    ),
}
#: Events that hold no lead themselves, or are measured elsewhere.
OTHERS = {"meta-notice.json", "linkedin-notice.json", "reference-lead.json"}


def read(name, platform):
    content_type = FORM if name.endswith(".txt") else JSON
    return platforms.read(
        (EVENTS / name).read_bytes(), content_type, Source(id="s", platform=platform)
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_an_event_is_read_as_the_lead_that_it_is(name):
    platform, expected = EXPECTED[name]
    assert read(name, platform) == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_answers_keep_the_order_of_the_form(name):
    platform, expected = EXPECTED[name]
    assert list(read(name, platform).answers) == list(expected.answers)


def test_every_event_of_a_platform_has_its_lead():
    there = {path.name for path in EVENTS.iterdir() if path.suffix in {".json", ".txt"}}
    ours = ("meta-", "google-", "tiktok-", "linkedin-", *presets._PRESETS)
    missing = there - EXPECTED.keys() - OTHERS
    assert not [name for name in missing if name.startswith(ours)]
