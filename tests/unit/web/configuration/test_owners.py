"""Operators read owners and buckets, to hand work on; only admins write them."""

import pytest

from tests.unit.web.harness import Service

OWNERS = {
    "ann": {"name": "Ann", "email": "ann@example.com"},
    "bob": {"name": "Bob", "active": False},
    "eve": {"name": "Eve", "away_until": "2026-12-01T00:00:00Z"},
}
BUCKETS = {"roofs": {"name": "Roofs", "default_owner": "ann"}, "sales": {"name": "Sales"}}


@pytest.fixture
def service():
    service = Service()
    for collection, configured in (("owners", OWNERS), ("buckets", BUCKETS)):
        for name, body in configured.items():
            assert put(service, f"/{collection}/{name}", body, role="admin").status == 200
    return service


def put(service, path, body, *, role):
    return service.call("PUT", path, body, role=role)


def get(service, path, query="", role="operator"):
    return service.call("GET", path, role=role, query=query)


@pytest.mark.parametrize(("collection", "configured"), [("owners", OWNERS), ("buckets", BUCKETS)])
def test_an_operator_lists_what_an_admin_configured(service, collection, configured):
    page = get(service, f"/{collection}").body
    assert page["next_cursor"] is None
    assert [one["id"] for one in page["items"]] == list(configured)
    for one in page["items"]:
        assert one.items() >= configured[one["id"]].items()
        assert get(service, f"/{collection}/{one['id']}").body == one


@pytest.mark.parametrize("collection", ["owners", "buckets"])
def test_an_operator_writes_none(service, collection):
    assert put(service, f"/{collection}/ann", {"name": "Me"}, role="operator").status == 403


def test_a_list_is_read_in_pages_that_miss_and_repeat_nothing(service):
    names, cursor = [], ""
    for _ in range(3):
        page = get(service, "/owners", f"limit=1&cursor={cursor}").body
        names += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert (names, cursor) == (list(OWNERS), None)


def test_a_cursor_of_owners_is_none_of_buckets(service):
    cursor = get(service, "/owners", "limit=1").body["next_cursor"]
    assert get(service, "/buckets", f"cursor={cursor}").status == 400


def test_before_anything_is_configured_the_lists_are_empty():
    assert get(Service(), "/owners").body == {"items": [], "next_cursor": None}
