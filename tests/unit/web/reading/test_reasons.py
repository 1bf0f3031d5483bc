"""Every decision is told in words, and as the published schemas say."""

from typing import get_args

import pytest

from leadfold.identity import companies, compare, explanations, name_agreement
from leadfold.web import openapi
from tests.unit.web.harness import Service

SCHEMAS = openapi.document()["components"]["schemas"]
OLA = {"full_name": "Ola Hansen", "phone": "91234567", "email": "ola@example.com"}
KINDS = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def fits(value, schema):
    """Tell whether a value is as a schema says, as far as this document's schemas go."""
    if "$ref" in schema:
        return fits(value, SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "oneOf" in schema:
        return sum(fits(value, one) for one in schema["oneOf"]) == 1
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = schema.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(value, tuple(KINDS[kind] for kind in kinds)):
        return False
    if isinstance(value, list):
        return all(fits(one, schema["items"]) for one in value)
    if isinstance(value, dict):
        named, more = schema.get("properties", {}), schema.get("additionalProperties")
        return set(schema.get("required", ())) <= set(value) and all(
            fits(one, named[name])
            if name in named
            else (fits(one, more) if isinstance(more, dict) else bool(more))
            for name, one in value.items()
        )
    return True


@pytest.fixture
def service():
    service = Service()
    service.source("site", country="NO")
    return service


def post(service, **lead):
    return service.call("POST", "/leads", lead, role="intake", query="source=site").body


def ask(service, method, path, body=b"", query=""):
    answer = service.call(method, path, body, role="operator", query=query)
    assert answer.status == 200, answer.text
    return answer.body


def test_an_inquiry_says_in_words_why_it_is_on_its_card(service):
    made = post(service, **OLA)
    post(service, **OLA, message="again")
    page = ask(service, "GET", f"/cards/{made['card_id']}/inquiries")
    assert fits(page, SCHEMAS["InquiryPage"])
    again, first = (inquiry["match"] for inquiry in page["items"])
    assert first is None
    assert again["verdict"] == "same"
    assert again["summary"] == (
        "The same customer: the same phone, the same given name, the same surname, the same e-mail."
    )
    assert [part["text"] for part in again["evidence"]][:2] == ["the same phone", "the same e-mail"]


def test_a_look_up_says_in_words_how_each_card_agrees(service):
    post(service, **OLA)
    post(service, full_name="Kari Hansen", phone="91234567")
    asked = {"phone": "91234567", "name": "Hansen, Ola", "country": "NO"}
    found = ask(service, "POST", "/cards/lookup", asked)
    assert fits(found, SCHEMAS["LookupResult"])
    told = [item["match"] for item in found["items"]]
    assert [(match["verdict"], match["summary"]) for match in told] == [
        ("same", "The same customer: the same given name, the same phone, the same surname."),
        (
            "different",
            "Another customer of one household: another given name, although the same phone.",
        ),
    ]
    assert "another given name" in [part["text"] for part in told[1]["evidence"]]


def test_a_suggestion_and_what_would_become_of_leads_are_as_published(service):
    post(service, **OLA)
    post(service, full_name="Kari Hansen", phone="91234567")
    assert fits(ask(service, "GET", "/suggestions"), SCHEMAS["SuggestionPage"])
    results = ask(service, "POST", "/match", [OLA, {"phone": "91234567"}, {}], "source=site")
    assert fits(results, SCHEMAS["MatchResults"])


def test_a_decision_from_before_the_parts_of_a_name_were_compared_is_still_told():
    stored = [
        {"field": "name", "agreement": level, "weight": 2.0} for level in ("same", "other_script")
    ]
    assert [row["text"] for row in explanations.with_text(stored)] == [
        "the same name",
        "the name in another script",
    ]


@pytest.mark.parametrize(
    ("field", "levels"),
    [
        ("given_name", get_args(name_agreement.GivenAgreement)),
        ("surname", get_args(name_agreement.SurnameAgreement)),
        ("phone", (*get_args(compare.Agreement), "shared")),
        ("company", get_args(companies.Agreement)),
    ],
)
def test_every_agreement_has_its_words(field, levels):
    for level in levels:
        assert explanations.of_field(field, level)
