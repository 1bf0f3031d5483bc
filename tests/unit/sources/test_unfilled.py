"""Leads of steps that did not fill in their ids and tags."""

import json

import pytest

from leadfold.model import MapRule, Source
from leadfold.sources import platforms

SITE = Source(id="site", country="NO")
OLA = {"phone": "91234567"}


def read(sent, source=SITE):
    return platforms.read(json.dumps(sent).encode(), "application/json", source)


def warned(lead):
    return [(warning.field, warning.code) for warning in lead.warnings]


@pytest.mark.parametrize("none", ["undefined", "{{1.id}}", "[object Object]", "1.23457E+17"])
def test_a_lead_id_that_stands_for_none_is_none(none):
    lead = read(OLA | {"lead_id": none})
    assert lead.lead_id is None
    assert lead.answers == {"lead_id": none}, "what was sent stays"
    assert warned(lead) == [("lead_id", "placeholder")]


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"gclid": "undefined", "landing_page": "https://x.no/?gclid=Cj0KCQ_a"}, "Cj0KCQ_a"),
        ({"gclid": "{{gclid}}", "gcl_id": "Cj0KCQ_a"}, "Cj0KCQ_a"),
        ({"gclid": "null", "_gcl_aw": "GCL.1694000000.Cj0KCQ_a"}, "Cj0KCQ_a"),
    ],
)
def test_nothing_hides_the_real_click_id(sent, found):
    lead = read(OLA | sent)
    assert lead.attribution["gclid"] == found
    assert warned(lead) == [("gclid", "placeholder")]


def test_of_several_values_the_first_counts_that_is_one():
    lead = read(OLA | {"gclid": ["null", "Cj0KCQ_a"]})
    assert lead.attribution == {"gclid": "Cj0KCQ_a"}
    assert lead.answers == {"gclid": "null"}


def test_every_id_and_name_is_looked_at():
    sent = dict.fromkeys(
        "utm_source utm_medium utm_campaign utm_term utm_content gclid gbraid wbraid fbclid ttclid "
        "li_fat_id msclkid landing_page referrer campaign_id campaign adset_id adset ad_id ad "
        "form_id form lead_id".split(),
        "{{x}}",
    )
    lead = read(OLA | sent)
    assert (lead.attribution, lead.lead_id, lead.answers) == ({}, None, sent)
    assert {field for field, _ in warned(lead)} == sent.keys()


def test_a_name_with_an_unfilled_part_is_kept_and_told():
    lead = read(OLA | {"utm_campaign": "brand_{{ad.name}}"})
    assert lead.attribution == {"utm_campaign": "brand_{{ad.name}}"}
    assert warned(lead) == [("utm_campaign", "placeholder")]


def test_a_placeholder_in_the_address_is_told():
    page = "https://x.no/?utm_source={{site_source_name}}&gclid={gclid}"
    lead = read(OLA | {"landing_page": page})
    assert lead.attribution == {"landing_page": page}
    assert warned(lead) == [("utm_source", "placeholder"), ("gclid", "placeholder")]


def test_a_float_is_an_id_again():
    body = b'{"phone": "91234567", "lead_id": 40000000011.0, "campaign_id": 120210000000000021}'
    lead = platforms.read(body, "application/json", SITE)
    assert lead.lead_id == "40000000011"
    assert lead.attribution == {"campaign_id": "120210000000000021"}
    body = b'{"phone": "91234567", "lead_id": 1.2021000000000002e+17}'
    assert platforms.read(body, "application/json", SITE).lead_id is None


def test_a_map_writes_no_placeholder_either():
    rules = (MapRule(do="rename", label="ref", to="lead_id"),)
    lead = read(OLA | {"ref": "{{id}}"}, Source(id="s", field_map=rules))
    assert (lead.lead_id, lead.answers) == (None, {"lead_id": "{{id}}"})


@pytest.mark.parametrize(
    ("platform", "sent"),
    [
        (
            "google",
            {
                "google_key": "",
                "lead_id": "undefined",
                "gcl_id": "null",
                "user_column_data": [
                    {"column_id": "PHONE_NUMBER", "string_value": "91234567"},
                    {"column_id": "gclid", "string_value": "Cj0KCQ_a"},
                ],
            },
        ),
        (
            "meta",
            {
                "lead": {
                    "id": "undefined",
                    "field_data": [
                        {"name": "phone", "values": ["91234567"]},
                        {"name": "gclid", "values": ["Cj0KCQ_a"]},
                    ],
                }
            },
        ),
        (
            "tiktok",
            {
                "entry": [
                    {
                        "id": "__LEAD_ID__",
                        "changes": [
                            {"field": "phone", "value": "91234567"},
                            {"field": "gclid", "value": "Cj0KCQ_a"},
                        ],
                    }
                ]
            },
        ),
        ("webflow", {"payload": {"id": "null", "data": OLA | {"gclid": "Cj0KCQ_a"}}}),
        ("taboola", {"lead": OLA | {"gclid": "Cj0KCQ_a"}, "lead_id": "{lead_id}"}),
    ],
)
def test_a_platforms_own_placeholders_are_none_too(platform, sent):
    lead = read(sent, Source(id="s", platform=platform, country="NO"))
    assert lead.lead_id is None
    assert lead.attribution["gclid"] == "Cj0KCQ_a"
    assert ("lead_id", "placeholder") in warned(lead)
