"""Routing rules over HTTP, and what they do with leads (contract, section 3)."""

import pytest

from leadfold.runtime.config import Config
from tests.unit.web.harness import Service

PHONE = "91234567"
RULES = {
    "rules": [
        {
            "name": "won again",
            "when": {"kind": "repeat", "card_status": "new"},
            "then": {"bucket": "care", "owner": "bob", "tags": ["again"]},
        },
        {
            "name": "roofs",
            "when": {
                "source": "site",
                "country": ["NO"],
                "fields": [
                    {"field": "utm_campaign", "contains": "roof"},
                    {"field": "Which?", "in": ["Slate", "Tiles"]},
                ],
            },
            "then": {
                "bucket": "roofs",
                "spread": [{"owner_id": "bob", "weight": 2}, {"owner_id": "eve"}],
                "tags": ["roof", "hot"],
                "response_minutes": 15,
            },
        },
    ]
}
ROOF = {"phone": PHONE, "utm_campaign": "Roofs 2026", "Which?": "slate"}


@pytest.fixture
def service() -> Service:
    service = Service()
    for owner in ("ann", "bob", "eve"):
        service.call("PUT", f"/owners/{owner}", {"name": owner}, role="admin")
    for bucket in ("sales", "roofs", "care"):
        service.call("PUT", f"/buckets/{bucket}", {"name": bucket}, role="admin")
    service.source("site", country="NO", bucket="sales", owners=[{"owner_id": "ann"}])
    return service


def put(service, body):
    return service.call("PUT", "/settings/routing", body, role="admin")


def post(service, **lead):
    return service.call("POST", "/leads", lead, role="intake", query="source=site").body


def preview(service, **lead):
    answer = service.call("POST", "/sources/site/preview", lead, role="operator")
    return answer.body["routing"]


def test_without_rules_the_source_says_where(service):
    assert service.call("GET", "/settings/routing", role="admin").body == {"rules": []}
    assert preview(service, **ROOF) == {
        "rule": None,
        "bucket": "sales",
        "owner_id": "ann",
        "owners": ["ann"],
        "tags": [],
        "response_minutes": 60,
    }


def test_what_is_put_is_shown_and_may_be_sent_back(service):
    put_body = put(service, RULES).body
    shown = service.call("GET", "/settings/routing", role="admin").body
    assert shown == put_body == put(service, shown).body
    assert shown["rules"][0]["when"]["card_status"] == ["new"]
    assert shown["rules"][1]["when"]["fields"][1]["in"] == ["Slate", "Tiles"]


def test_a_rule_sets_bucket_owner_tags_and_response_time(service):
    put(service, RULES)
    told = preview(service, **ROOF)
    made = post(service, **ROOF)
    assert told == {
        "rule": "roofs",
        "bucket": "roofs",
        "owner_id": None,
        "owners": ["bob", "eve"],
        "tags": ["roof", "hot"],
        "response_minutes": 15,
    }
    assert made["bucket"] == "roofs"
    assert made["owner_id"] in {"bob", "eve"}
    [inquiry] = service.call("GET", f"/cards/{made['card_id']}/inquiries", role="operator").body[
        "items"
    ]
    assert (inquiry["tags"], inquiry["bucket"]) == (["roof", "hot"], "roofs")
    [task] = service.call("GET", "/tasks", role="operator").body["items"]
    assert (task["owner_id"], task["bucket"]) == (made["owner_id"], "roofs")


def test_a_repeat_is_routed_and_its_card_keeps_owner_and_bucket(service):
    put(service, RULES)
    made = post(service, phone=PHONE)
    told = preview(service, **ROOF)
    assert (told["rule"], told["bucket"], told["owner_id"]) == ("won again", "care", "ann")
    again = post(service, **ROOF)
    card = service.call("GET", f"/cards/{made['card_id']}", role="operator").body
    assert (again["outcome"], again["bucket"], again["owner_id"]) == ("repeat", "care", "ann")
    assert (card["bucket"], card["owner_id"]) == ("sales", "ann")


def test_a_lead_that_no_rule_is_about_goes_as_its_source_says(service):
    put(service, RULES)
    assert post(service, **ROOF | {"Which?": "grass"})["bucket"] == "sales"


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"then": {"bucket": "none"}}, "rules.0.then.bucket"),
        ({"then": {"owner": "none"}}, "rules.0.then.owner"),
        ({"then": {"spread": [{"owner_id": "none"}]}}, "rules.0.then.spread.0.owner_id"),
        ({"when": {"source": ["none"]}, "then": {}}, "rules.0.when.source.0"),
        ({"then": {"owner": "ann", "spread": [{"owner_id": "bob"}]}}, "rules.0.then"),
        ({"when": {"fields": [{"field": "city"}]}, "then": {}}, "rules.0.when.fields.0"),
        (
            {"when": {"fields": [{"field": "city", "equals": "a", "contains": "b"}]}, "then": {}},
            "rules.0.when.fields.0",
        ),
        ({"when": {"kind": "old"}, "then": {}}, "rules.0.when.kind"),
        ({"when": {"country": "Norway"}, "then": {}}, "rules.0.when.country.0"),
        ({"when": {"sauce": "site"}, "then": {}}, "rules.0.when.sauce"),
        ({"then": {"tags": [""]}}, "rules.0.then.tags.0"),
        ({"when": {}}, "rules.0.then"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_its_place(service, rule, field):
    refused = put(service, {"rules": [rule]})
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == [field]
    assert service.call("GET", "/settings/routing", role="admin").body == {"rules": []}


def test_rules_name_no_more_than_a_lead_can_read_at_once(service):
    for n in range(81):
        service.call("PUT", f"/owners/o{n}", {"name": "O"}, role="admin")
    rules = [{"then": {"owner": f"o{n}"}} for n in range(81)]
    refused = put(service, {"rules": rules})
    assert [error["code"] for error in refused.body["errors"]] == ["too_many"]
    assert put(service, {"rules": rules[1:]}).status == 200


class Counting:
    """A store that counts what is asked of it."""

    def __init__(self, store) -> None:
        self._store, self.calls = store, 0

    def get(self, keys):
        self.calls += 1
        return self._store.get(keys)


@pytest.mark.parametrize("rules", [{"rules": []}, RULES])
def test_rules_are_read_ahead_with_the_source(service, rules):
    put(service, rules)
    counting = Counting(service.store)
    config = Config(counting, clock=lambda: 0.0)
    config.source("site")
    assert counting.calls == 2
    config.routing_rules()
    config.bucket("sales")
    named = [config.owner("ann")]
    if rules["rules"]:
        named += [config.owner("bob"), config.owner("eve"), config.bucket("roofs")]
    assert all(named)
    assert counting.calls == 2
    assert config.routing_rules() is config.routing_rules()


def test_a_source_of_very_many_owners_is_read_in_parts(service):
    shares = [{"owner_id": f"o{n}"} for n in range(100)]
    for share in shares:
        service.call("PUT", f"/owners/{share['owner_id']}", {"name": "O"}, role="admin")
    service.source("site", owners=shares, data_owner="ann", bucket="sales")
    asked = []

    class Watched(Counting):
        def get(self, keys):
            asked.append(len(list(keys)))
            return super().get(keys)

    Config(Watched(service.store), clock=lambda: 0.0).source("site")
    assert max(asked) <= 100
