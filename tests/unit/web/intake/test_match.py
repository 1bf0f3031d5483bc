"""``POST /match``: what would become of many leads, writing nothing."""

import pytest

from leadfold.errors import Unavailable
from leadfold.web.intake import preview
from tests.unit.web.harness import Service

OLA = {"full_name": "Ola Hansen", "phone": "912 34 567", "email": "ola@example.com"}


@pytest.fixture
def service():
    service = Service()
    service.source("site", country="NO")
    return service


def post(service, **lead):
    return service.call("POST", "/leads", lead, role="intake", query="source=site").body


def match(service, body, query="country=NO", **options):
    return service.call("POST", "/match", body, role="operator", query=query, **options)


def results(service, body, query="country=NO", **options):
    answer = match(service, body, query, **options)
    assert answer.status == 200, answer.text
    return answer.body["results"]


def test_each_lead_has_its_result_in_order_and_nothing_is_written(service):
    known = post(service, **OLA)
    before = service.store.everything()
    found = results(service, [OLA, {"phone": "99887766"}, {"name": "No Body"}])
    assert [result["outcome"] for result in found] == ["repeat", "created", "quarantined"]
    assert [result["card_id"] for result in found] == [known["card_id"], None, None]
    assert (found[0]["match"]["level"], found[0]["match"]["matched_by"]) == (1, ["phone", "email"])
    assert found[1]["normalised"]["phone_e164"] == "+4799887766"
    assert found[2]["problem"] == "no_identity"
    assert service.store.everything() == before


def test_other_cards_are_told_with_their_match(service):
    ola = post(service, full_name="Ola Hansen", phone="91234567")
    [result] = results(service, [{"full_name": "Kari Hansen", "phone": "91234567"}])
    assert result["outcome"] == "created"
    [other] = result["other_cards"]
    assert (other["card_id"], other["match"]["verdict"]) == (ola["card_id"], "different")


def test_companies_of_one_call_are_told_apart_by_their_numbers(service):
    numbers = ("923609016", "974760673", "923609016")
    leads = [{"company": "Fjord AS", "org_number": one, "phone": "91234567"} for one in numbers]
    assert [result["same_as"] for result in results(service, leads)] == [None, None, 0]


def test_warnings_are_told(service):
    [result] = results(service, [{"phone": "91234567", "email": "ola@gmial.com"}])
    assert [warning["code"] for warning in result["warnings"]] == ["typo_domain"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ([OLA, {"phone": "99887766"}], "application/json"),
        ({"leads": [OLA, {"phone": "99887766"}]}, "application/json"),
        (b'{"phone": "91234567"}\n{"phone": "99887766"}\n', "application/x-ndjson"),
    ],
)
def test_leads_come_as_an_array_as_lines_or_in_an_object(service, body, content_type):
    known = post(service, **OLA)
    found = results(service, body, content_type=content_type)
    assert [result["card_id"] for result in found] == [known["card_id"], None]


def test_a_single_lead_is_one(service):
    assert len(results(service, OLA)) == 1
    assert results(service, []) == results(service, {"leads": []}) == []


def test_a_source_is_named_by_query_or_body_and_its_rules_hold(service):
    rules = {"required": ["email"]}
    service.source("strict", country="NO", entry_rules=rules)
    lead = {"phone": "91234567"}
    for body, query in (([lead], "source=strict"), ({"leads": [lead], "source": "strict"}, "")):
        [result] = results(service, body, query)
        assert (result["outcome"], result["problem"]) == ("quarantined", "required_missing")
    for body, query in (([lead], "source=none"), ({"leads": [lead], "source": "none"}, "")):
        assert match(service, body, query).status == 404


def test_a_delivery_of_the_source_that_is_known_is_replayed(service):
    sent = post(service, lead_id="web-1", **OLA)
    [result] = results(service, [{"lead_id": "web-1", **OLA}], "source=site")
    assert (result["outcome"], result["card_id"]) == ("replayed", sent["card_id"])
    [result] = results(service, [{"lead_id": "web-1", **OLA}])
    assert result["outcome"] == "repeat"


@pytest.mark.parametrize(
    ("query", "lead", "phone"),
    [
        ("country=SE", {"phone": "070-123 45 67"}, "+46701234567"),
        ("country=SE&source=site", {"phone": "070-123 45 67"}, "+46701234567"),
        ("country=SE", {"phone": "91234567", "country": "NO"}, "+4791234567"),
        ("source=site", {"phone": "91234567"}, "+4791234567"),
    ],
)
def test_a_number_is_of_the_country_of_its_lead_else_the_query_else_the_source(
    service, query, lead, phone
):
    [result] = results(service, [lead], query)
    assert result["normalised"]["phone_e164"] == phone


def test_one_bad_lead_fails_no_other(service):
    body = b'[{"phone": "91234567"}, 7, "x", null, [], {"phone": {"a": 1}}, {"phone": "99887766"}]'
    found = results(service, body)
    assert [result["outcome"] for result in found] == [
        "created",
        *["quarantined"] * 5,
        "created",
    ]
    lines = b'{"phone": "91234567"}\n{"phone": \n{"phone": "99887766"}'
    found = results(service, lines, content_type="application/x-ndjson")
    assert [result["outcome"] for result in found] == ["created", "quarantined", "created"]


def test_a_lead_that_is_too_large_or_that_we_fail_on_fails_alone(service, monkeypatch):
    def understand(arrival, *arguments):
        if b"poison" in arrival.body:
            raise ZeroDivisionError
        return understood(arrival, *arguments)

    understood = preview.understand
    monkeypatch.setattr(preview, "understand", understand)
    large = {"phone": "91234567", "text": "x" * 256 * 1024}
    found = results(service, [large, {"text": "poison"}, {"phone": "99887766"}])
    assert [result.get("status") for result in found] == [413, 500, None]
    assert found[2]["outcome"] == "created"


def test_a_table_that_is_down_is_503(service, monkeypatch):
    def down(*_):
        raise Unavailable

    monkeypatch.setattr(preview, "look", down)
    assert match(service, [OLA]).status == 503


def test_more_than_a_hundred_leads_are_413_and_another_type_is_415(service):
    assert len(results(service, [{"phone": "91234567"}] * 100)) == 100
    assert match(service, [{"phone": "91234567"}] * 101).status == 413
    assert match(service, b"a=b", content_type="application/x-www-form-urlencoded").status == 415
    assert match(service, [OLA], "country=Norway").status == 400


# -- leads of one call ----------------------------------------------------------------------------


def same_as(service, *leads):
    return [result["same_as"] for result in results(service, list(leads))]


def test_a_lead_tells_which_earlier_one_it_would_join(service):
    assert same_as(
        service,
        OLA,
        {"phone": "99887766"},
        {"full_name": "Hansen, Ola", "phone": "+47 91234567"},
        {"full_name": "Kari Hansen", "phone": "91234567"},
        {"full_name": "Kari Hansen", "phone": "91234567"},
    ) == [None, None, 0, None, 3]


def test_a_lead_joins_through_what_another_one_brought(service):
    assert same_as(
        service,
        {"phone": "91234567"},
        {"phone": "91234567", "email": "ola@example.com"},
        {"email": "ola@example.com"},
    ) == [None, 0, 0]


def test_two_national_ids_are_two_people_within_a_call_too(service):
    one, two = ({"phone": "91234567", "national_id": n} for n in ("15076500565", "01010750160"))
    assert same_as(service, one, two, one, two) == [None, None, 0, 1]


def test_a_lead_of_a_known_card_names_the_card_and_not_a_lead(service):
    post(service, **OLA)
    email = {"email": "new@example.com"}
    assert same_as(service, OLA, {"phone": "91234567", **email}, email) == [None, None, 0]


@pytest.mark.parametrize("role", ["intake", "marketing"])
def test_only_operators_may_ask(service, role):
    assert service.call("POST", "/match", [OLA], role=role).status == 403
