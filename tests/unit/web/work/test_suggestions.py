"""Suggestions over HTTP: the list, one of them, and the decisions of a person."""

import pytest

from leadfold.errors import Contended
from leadfold.store import items
from tests.unit.web.harness import Service

BOTH = {"phone": "91234567", "email": "ola@example.com"}


@pytest.fixture
def service():
    service = Service()
    for owner in ("ann", "bob"):
        service.call("PUT", f"/owners/{owner}", {"name": owner}, role="admin")
    service.source("site", country="NO", owners=[{"owner_id": "ann"}])
    service.source("other", country="NO", owners=[{"owner_id": "bob"}])
    service.source("nobody", country="NO")
    return service


def post(service, source="site", **lead):
    answer = service.call("POST", "/leads", lead, role="intake", query=f"source={source}")
    assert answer.status in {200, 201}, answer.text
    return answer.body


def listed(service, query=""):
    answer = service.call("GET", "/suggestions", role="operator", query=query)
    assert answer.status == 200, answer.text
    return answer.body


def decide(service, suggestion_id, verb, body=b""):
    return service.call("POST", f"/suggestions/{suggestion_id}/{verb}", body, role="operator")


@pytest.fixture
def suggestion(service):
    """The id of a suggestion of a household."""
    post(service, full_name="Ola Hansen", **BOTH)
    [raised] = post(service, full_name="Kari Hansen", phone="91234567")["suggestions"]
    return raised


def test_a_suggestion_shows_both_cards_and_why(service, suggestion):
    [shown] = listed(service)["items"]
    assert (shown["id"], shown["kind"], shown["state"]) == (suggestion, "household", "open")
    assert (shown["reason"], shown["level"], shown["owner_id"]) == (
        "phone of one lead",
        None,
        "ann",
    )
    assert shown["summary"] == (
        "Another customer of one household: another given name, although the same phone."
    )
    assert {part["field"] for part in shown["evidence"]} == {"phone", "given_name", "surname"}
    ola, kari = shown["cards"]
    assert [ola["id"], kari["id"]] == shown["card_ids"]
    assert (ola["first_name"], ola["phone"], ola["email"]) == (
        "Ola",
        "+4791234567",
        "ola@example.com",
    )
    assert (kari["last_name"], kari["email"], kari["inquiries"]) == ("Hansen", None, 1)
    assert service.call("GET", f"/suggestions/{suggestion}", role="operator").body == shown


def test_suggestions_are_listed_oldest_first_in_pages(service):
    for n in range(5):
        number = f"9123450{n}"
        post(service, full_name="Ola Hansen", phone=number)
        post(service, full_name="Kari Hansen", phone=number)
    whole = [shown["id"] for shown in listed(service)["items"]]
    page = listed(service, "limit=2")
    seen = [shown["id"] for shown in page["items"]]
    while page["next_cursor"]:
        page = listed(service, f"limit=2&cursor={page['next_cursor']}")
        seen += [shown["id"] for shown in page["items"]]
    assert seen == whole
    assert len(whole) == 5
    keys = [items.suggestion_key(one) for one in whole]
    found = service.store.get(keys)
    times = [found[key]["created_at"] for key in keys]
    assert times == sorted(times)


def test_suggestions_are_filtered_by_owner_and_kind(service, suggestion):
    for source, number in (("other", "91234501"), ("nobody", "91234502")):
        post(service, source, full_name="Ola Hansen", phone=number)
        post(service, source, full_name="Kari Berg", phone=number)

    def ids(query):
        return [shown["id"] for shown in listed(service, query)["items"]]

    assert ids("owner=ann") == ids("kind=household") == [suggestion]
    assert len(ids("owner=-")) == len(ids("owner=bob&kind=duplicate")) == 1
    assert ids("owner=bob&kind=household") == []
    assert len(ids("")) == 3


def test_a_cursor_belongs_to_its_filters_and_a_kind_is_one_that_there_is(service, suggestion):
    post(service, full_name="Per Hansen", phone="91234567")
    cursor = listed(service, "limit=1")["next_cursor"]
    for query in (f"kind=household&cursor={cursor}", "kind=twins", "limit=0"):
        answer = service.call("GET", "/suggestions", role="operator", query=query)
        assert (answer.status, bool(answer.body["errors"])) == (400, True)


@pytest.mark.parametrize(("verb", "state"), [("reject", "rejected"), ("household", "household")])
def test_a_decision_takes_it_off_the_list_and_shows_on_both_cards(service, suggestion, verb, state):
    answer = decide(service, suggestion, verb, {"reason": "I know them"})
    assert (answer.status, answer.body["state"]) == (200, state)
    assert (answer.body["closed_by"], answer.body["closed_reason"]) == (
        "key_operator",
        "I know them",
    )
    assert listed(service)["items"] == []
    one, other = answer.body["card_ids"]
    for card_id, beside in ((one, other), (other, one)):
        card = service.call("GET", f"/cards/{card_id}", role="operator").body
        assert card["apart"] == [beside]
        assert card["household"] == ([beside] if verb == "household" else [])
        [told] = service.call(
            "GET", f"/cards/{card_id}/timeline", query="kind=parted", role="operator"
        ).body["items"]
        assert told["summary"].startswith(f"Somebody else than {beside}")
    shown = service.call("GET", f"/suggestions/{suggestion}", role="operator").body
    assert shown == answer.body


def test_the_same_decision_again_answers_the_same_and_another_409(service, suggestion):
    first = decide(service, suggestion, "reject")
    again = decide(service, suggestion, "reject", {"reason": "late"})
    assert (again.status, again.body) == (200, first.body)
    other = decide(service, suggestion, "household")
    assert (other.status, other.headers["content-type"]) == (409, "application/problem+json")


@pytest.mark.parametrize("body", [b"", b" ", {}, {"reason": None}, {"reason": "why not"}])
def test_a_reason_may_be_left_out(service, suggestion, body):
    assert decide(service, suggestion, "reject", body).status == 200


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), ({"why": "x"}, 422), ({"reason": "x" * 201}, 422)]
)
def test_what_cannot_be_read_decides_nothing(service, suggestion, body, status):
    assert decide(service, suggestion, "reject", body).status == status
    assert len(listed(service)["items"]) == 1


@pytest.mark.parametrize("verb", ["reject", "household"])
def test_what_is_not_there_is_404(service, verb):
    assert decide(service, "sug_none", verb).status == 404
    assert service.call("GET", "/suggestions/sug_none", role="operator").status == 404


@pytest.mark.parametrize("role", ["intake", "marketing"])
def test_only_operators_look_and_decide(service, suggestion, role):
    for method, path in (
        ("GET", "/suggestions"),
        ("GET", f"/suggestions/{suggestion}"),
        ("POST", f"/suggestions/{suggestion}/reject"),
        ("POST", f"/suggestions/{suggestion}/household"),
    ):
        assert service.call(method, path, role=role).status == 403
    assert len(listed(service)["items"]) == 1


def test_a_table_that_is_contended_until_the_end_is_503(service, suggestion, monkeypatch):
    def contended(*_, **__):
        raise Contended

    monkeypatch.setattr(service.store, "transact", contended)
    answer = decide(service, suggestion, "reject")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
