"""The work queue over HTTP: look, done, snooze, hand on; and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from leadfold.normalise.dates import rfc3339
from tests.unit.web.harness import Service

SOON = rfc3339(datetime.now(UTC) + timedelta(hours=2))
PAST = "2026-01-01T00:00:00Z"
PHONE = "91234567"


@pytest.fixture
def service() -> Service:
    service = Service()
    for name, values in {"ann": {}, "bob": {}, "gone": {"active": False}}.items():
        service.call("PUT", f"/owners/{name}", {"name": name, **values}, role="admin")
    bucket = {"name": "Sales", "default_owner": "bob"}
    service.call("PUT", "/buckets/sales", bucket, role="admin")
    service.source("site", country="NO", bucket="sales", owners=[{"owner_id": "ann"}])
    return service


def post(service, **lead):
    answer = service.call("POST", "/leads", lead, role="intake", query="source=site")
    return answer.body


def patch(service, task_id, body, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.call("PATCH", f"/tasks/{task_id}", body, role="operator", headers=named)


def get(service, path, query=""):
    return service.call("GET", path, role="operator", query=query)


def test_a_task_is_looked_at_and_done(service):
    made = post(service, phone=PHONE)
    seen = get(service, f"/tasks/{made['task_id']}")
    assert seen.status == 200
    assert seen.body["etag"] == seen.headers["etag"] == '"1"'
    assert (seen.body["kind"], seen.body["status"]) == ("first_contact", "open")
    assert seen.body["same_number_tasks"] == []
    body = {"status": "done", "reason": "bought"}
    done = patch(service, made["task_id"], body, if_match=seen.headers["etag"])
    assert (done.status, done.headers["etag"]) == (200, '"2"')
    assert (done.body["status"], done.body["reason"]) == ("done", "bought")
    assert done.body["done_by"] == "key_operator"
    assert done.body == get(service, f"/tasks/{made['task_id']}").body
    assert get(service, "/tasks").body["items"] == []
    assert get(service, "/tasks", "status=done").body["items"] == [done.body]
    again = patch(service, made["task_id"], body, if_match=seen.headers["etag"])
    assert (again.status, again.body) == (200, done.body)


def test_a_stale_if_match_is_refused_with_the_task_as_it_is(service):
    made = post(service, phone=PHONE)
    tag = get(service, f"/tasks/{made['task_id']}").headers["etag"]
    post(service, phone=PHONE, lead_id="2")
    refused = patch(service, made["task_id"], {"status": "done"}, if_match=tag)
    assert refused.status == 412
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.body["task"]["kind"], refused.body["task"]["inquiries"]) == ("call_back", 2)
    assert refused.headers["etag"] == refused.body["task"]["etag"] != tag
    now = f'"other", {refused.headers["etag"]}'
    assert patch(service, made["task_id"], {"status": "done"}, if_match=now).status == 200


@pytest.mark.parametrize("tag", ["*", ""])
def test_if_match_may_be_left_open(service, tag):
    made = post(service, phone=PHONE)
    assert patch(service, made["task_id"], {"status": "done"}, if_match=tag).status == 200


def test_a_task_is_snoozed_handed_on_and_woken(service):
    made = post(service, phone=PHONE)
    body = {"status": "snoozed", "snoozed_until": SOON, "owner_id": "bob", "reason": "on holiday"}
    asleep = patch(service, made["task_id"], body).body
    assert (asleep["status"], asleep["snoozed_until"], asleep["owner_id"]) == (
        "snoozed",
        SOON,
        "bob",
    )
    assert get(service, "/tasks", "status=snoozed&owner=bob").body["items"] == [asleep]
    awake = patch(service, made["task_id"], {"snoozed_until": None}).body
    assert (awake["status"], awake["snoozed_until"]) == ("open", None)
    nobody = patch(service, made["task_id"], {"owner_id": None}).body
    assert nobody["owner_id"] is None
    assert get(service, "/tasks", "owner=-").body["items"] == [nobody]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"reason": "only"}, "body"),
        ({"status": "closed"}, "status"),
        ({"status": "snoozed"}, "body"),
        ({"status": "done", "snoozed_until": SOON}, "body"),
        ({"status": "done", "due_at": SOON}, "body"),
        ({"snoozed_until": PAST}, "snoozed_until"),
        ({"snoozed_until": "soon"}, "snoozed_until"),
        ({"snoozed_until": "2030-01-01T00:00:00"}, "snoozed_until"),
        ({"due_at": None}, "due_at"),
        ({"owner_id": "stranger"}, "owner_id"),
        ({"owner_id": "gone"}, "owner_id"),
        ({"owner_id": 7}, "owner_id"),
        ({"reason": "", "status": "done"}, "reason"),
        ({"owner": "ann"}, "owner"),
    ],
)
def test_what_cannot_be_done_with_a_task_is_named(service, body, field):
    made = post(service, phone=PHONE)
    refused = patch(service, made["task_id"], body)
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == [field]
    assert get(service, f"/tasks/{made['task_id']}").headers["etag"] == '"1"'


@pytest.mark.parametrize("task_id", ["task_none", "qtn_none", "sug_none", "else"])
def test_there_is_no_such_task(service, task_id):
    assert get(service, f"/tasks/{task_id}").status == 404
    assert patch(service, task_id, {"status": "done"}).status == 404


def test_held_leads_and_suggestions_are_in_the_queue_and_decided_on_elsewhere(service):
    first = post(service, phone=PHONE, full_name="Ola Lie")
    second = post(service, phone=PHONE, full_name="Kari Lie")
    held = post(service, phone="00000000")
    listed = {task["id"]: task for task in get(service, "/tasks").body["items"]}
    [raised] = second["suggestions"]
    assert set(listed) == {first["task_id"], second["task_id"], held["quarantine_id"], raised}
    fix, review = listed[held["quarantine_id"]], listed[raised]
    assert (fix["kind"], fix["quarantine_id"], fix["source"], fix["code"]) == (
        "fix_data",
        held["quarantine_id"],
        "site",
        "no_identity",
    )
    assert (review["kind"], review["suggestion_id"]) == ("review", raised)
    assert sorted(review["card_ids"]) == sorted([first["card_id"], second["card_id"]])
    assert listed[first["task_id"]]["same_number_tasks"] == [second["task_id"]]
    for work_id, path in ((fix["id"], "quarantine"), (raised, "suggestions")):
        refused = patch(service, work_id, {"status": "done"})
        assert (refused.status, refused.body["link"]) == (409, f"/v1/{path}/{work_id}")
        assert get(service, refused.body["link"].removeprefix("/v1")).status == 200
        given = patch(service, work_id, {"owner_id": "bob"}, if_match=listed[work_id]["etag"])
        assert (given.status, given.body["owner_id"]) == (200, "bob")
        assert given.body == get(service, f"/tasks/{work_id}").body
        stale = patch(service, work_id, {"owner_id": "ann"}, if_match=listed[work_id]["etag"])
        assert stale.status == 412


@pytest.mark.parametrize(
    "query",
    [
        "status=closed",
        "kind=call",
        "due_before=soon",
        pytest.param(f"status=done&due_before={SOON}", id="done and due"),
        "limit=0",
        "cursor=nonsense",
    ],
)
def test_a_filter_that_makes_no_sense_is_named(service, query):
    assert get(service, "/tasks", query).status == 400


def test_a_cursor_of_a_strange_place_is_refused(service):
    from leadfold.web import paging

    names = ("owner", "status", "kind", "bucket", "due_before")
    cursor = paging.cursor("nowhere", dict.fromkeys(names))
    assert get(service, "/tasks", f"cursor={cursor}").status == 400


def test_what_an_inactive_owner_had_open_is_handed_over(service):
    made = [post(service, phone=f"912345{n}")["task_id"] for n in range(10, 13)]
    service.call("PUT", "/owners/ann", {"name": "Ann", "active": False}, role="admin")
    assert len(get(service, "/tasks", "owner=ann").body["items"]) == len(made)
    moved = service.call("POST", "/owners/ann/hand-over", role="operator")
    assert (moved.status, moved.body) == (200, {"moved": 3, "more": False})
    assert {task["id"] for task in get(service, "/tasks", "owner=bob").body["items"]} == set(made)
    back = service.call("POST", "/owners/bob/hand-over", {"to": None}, role="operator")
    assert back.body == {"moved": 3, "more": False}
    assert len(get(service, "/tasks", "owner=-").body["items"]) == len(made)


@pytest.mark.parametrize(
    ("owner", "body", "status"),
    [
        ("nobody", {"to": "bob"}, 404),
        ("ann", {"to": "ann"}, 422),
        ("ann", {"to": "gone"}, 422),
        ("ann", {"to": "stranger"}, 422),
        ("ann", {"too": "bob"}, 422),
    ],
)
def test_work_is_handed_over_to_somebody_who_is_there(service, owner, body, status):
    answer = service.call("POST", f"/owners/{owner}/hand-over", body, role="operator")
    assert answer.status == status
