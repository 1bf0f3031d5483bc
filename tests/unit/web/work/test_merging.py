"""Merging over HTTP: by hand, by a suggestion, and back."""

import pytest

from tests.unit.web.harness import Service


@pytest.fixture
def service():
    service = Service()
    service.source("site", country="NO")
    return service


def post(service, **lead):
    answer = service.call("POST", "/leads", lead, role="intake", query="source=site")
    assert answer.status in {200, 201}, answer.text
    return answer.body


def ask(service, method, path, body=b"", query=""):
    return service.call(method, path, body, role="operator", query=query)


@pytest.fixture
def pair(service):
    one = post(service, full_name="Ola Hansen", phone="91234567")
    other = post(service, full_name="Ola Hansen", email="ola@example.com")
    return one["card_id"], other["card_id"]


def test_a_merge_shows_the_living_card_and_its_undo_both(service, pair):
    into, merged = pair
    answer = ask(service, "POST", f"/cards/{merged}/merge", {"into": into})
    assert answer.status == 200, answer.text
    merge = answer.body
    assert (merge["state"], merge["into"], merge["merged"]) == ("done", into, merged)
    assert (merge["rule"], merge["by"]) == ("hand", "key_operator")
    [card] = merge["cards"]
    assert (card["id"], card["merged_ids"], card["inquiries"]) == (into, [merged], 2)
    assert ask(service, "POST", f"/cards/{merged}/merge", {"into": into}).body == merge
    assert ask(service, "GET", f"/merges/{merge['id']}").body == merge

    undone = ask(service, "POST", f"/merges/{merge['id']}/undo")
    assert (undone.status, undone.body["state"]) == (200, "undone")
    assert [card["id"] for card in undone.body["cards"]] == [into, merged]
    assert ask(service, "POST", f"/merges/{merge['id']}/undo").body == undone.body


def test_every_call_answers_for_a_merged_id_with_the_living_card(service, pair):
    into, merged = pair
    ask(service, "POST", f"/cards/{merged}/merge", {"into": into})
    shown = ask(service, "GET", f"/cards/{merged}").body
    assert shown == ask(service, "GET", f"/cards/{into}").body
    assert {part["kind"] for part in shown["identities"]} == {"phone", "email"}
    found = ask(service, "GET", f"/cards/{merged}/inquiries").body["items"]
    assert [inquiry["card_id"] for inquiry in found] == [into, into]
    assert [task["card_id"] for task in ask(service, "GET", "/tasks").body["items"]] == [into]
    looked = ask(service, "POST", "/cards/lookup", {"email": "ola@example.com"}).body["items"]
    assert [item["card"]["id"] for item in looked] == [into]


def test_inquiries_of_all_members_are_paged_by_one_cursor(service, pair):
    into, merged = pair
    for n in range(3):
        post(service, lead_id=f"a{n}", phone="91234567")
        post(service, lead_id=f"b{n}", email="ola@example.com")
    ask(service, "POST", f"/cards/{merged}/merge", {"into": into})
    page = ask(service, "GET", f"/cards/{into}/inquiries", query="limit=3").body
    seen = [inquiry["id"] for inquiry in page["items"]]
    while page["next_cursor"]:
        query = f"limit=3&cursor={page['next_cursor']}"
        page = ask(service, "GET", f"/cards/{into}/inquiries", query=query).body
        seen += [inquiry["id"] for inquiry in page["items"]]
    assert len(seen) == len(set(seen)) == 8


@pytest.fixture
def suggestion(service, pair):
    lead = {"lead_id": "both", "phone": "91234567", "email": "ola@example.com"}
    [raised] = post(service, **lead)["suggestions"]
    return raised


@pytest.mark.parametrize("which", [0, 1])
def test_an_accepted_suggestion_keeps_the_card_asked_for(service, pair, suggestion, which):
    path = f"/suggestions/{suggestion}/accept"
    answer = ask(service, "POST", path, {"into": pair[which]})
    assert (answer.status, answer.body["state"]) == (200, "accepted")
    assert [card["id"] for card in answer.body["cards"]] == [pair[which]]
    assert ask(service, "GET", f"/merges/{answer.body['merge_id']}").body["rule"] == "suggestion"
    assert ask(service, "POST", path).body == answer.body
    assert ask(service, "GET", "/suggestions").body["items"] == []


@pytest.mark.parametrize("body", [{"into": "card_other"}, {"onto": "x"}])
def test_a_suggestion_is_of_its_two_cards(service, suggestion, body):
    assert ask(service, "POST", f"/suggestions/{suggestion}/accept", body).status == 422


def test_a_rejected_suggestion_is_not_accepted(service, suggestion):
    ask(service, "POST", f"/suggestions/{suggestion}/reject")
    assert ask(service, "POST", f"/suggestions/{suggestion}/accept").status == 409


def test_suggestions_between_cards_that_became_one_leave_the_list(service):
    names = [post(service, full_name=f"{name} Lie", phone="91234567") for name in ("Ola", "Kari")]
    third = post(service, full_name="Per Berg", email="per@example.com")
    [raised] = names[1]["suggestions"]
    for answer in names:
        card_id = answer["card_id"]
        merged = ask(service, "POST", f"/cards/{card_id}/merge", {"into": third["card_id"]})
        assert merged.status == 200
    assert ask(service, "GET", "/suggestions").body["items"] == []
    assert ask(service, "GET", f"/suggestions/{raised}").body["state"] == "merged"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/cards/{0}/merge", {"into": "card_none"}, 404),
        ("/cards/card_none/merge", {"into": "{0}"}, 404),
        ("/cards/{0}/merge", {"into": "{0}"}, 409),
        ("/cards/{0}/merge", {}, 422),
        ("/merges/merge_none/undo", b"", 404),
    ],
)
def test_what_cannot_be_is_a_problem(service, pair, path, body, status):
    if body:
        body = {name: value.format(*pair) for name, value in body.items()}
    answer = ask(service, "POST", path.format(*pair), body)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("role", ["intake", "marketing"])
def test_only_operators_merge(service, pair, role):
    for path in (f"/cards/{pair[0]}/merge", "/merges/merge_1/undo", "/suggestions/s/accept"):
        assert service.call("POST", path, {}, role=role).status == 403
