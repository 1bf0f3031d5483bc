"""Finding cards over HTTP: lists, searches, their filters, cursors and documents."""

import time

import pytest

from leadfold.reading import indexing
from leadfold.web.openapi import document
from tests.unit.web.harness import KEYED, Service

OLA = {"full_name": "Ola Hansen", "phone": "91234567", "email": "ola@example.com"}


@pytest.fixture(scope="module")
def service():
    service = Service()
    service.call("PUT", "/owners/ann", {"name": "Ann"}, role="admin")
    service.call("PUT", "/buckets/sales", {"name": "Sales"}, role="admin")
    service.source("site", country="NO", bucket="sales", owners=[{"owner_id": "ann"}])
    service.source("other", country="IL")
    post(service, OLA)
    for number, end in enumerate("abcde"):
        lead = {"full_name": f"Kari Hansen{end}", "phone": f"+4799887{number}66"}
        post(service, lead, "other")
    for item in service.items("CARD"):
        indexing.index_card(item["id"], service.store, KEYED, deadline=time.monotonic() + 5)
    return service


def post(service, lead, source="site"):
    answer = service.call("POST", "/leads", lead, role="intake", query=f"source={source}")
    assert answer.status == 201, answer.text


def listed(service, query="", role="operator"):
    return service.call("GET", "/cards", query=query, role=role)


def search(service, q, query="", **filters):
    body = {"q": q, **filters}
    return service.call("POST", "/cards/search", body, query=query, role="operator")


def names(answer):
    assert answer.status == 200, answer.text
    return [f"{card['first_name']} {card['last_name']}" for card in answer.body["items"]]


def test_a_list_shows_what_tells_a_card_from_another(service):
    [card] = listed(service, "owner=ann").body["items"]
    assert card | {"id": "", "created_at": "", "updated_at": "", "last_inquiry_at": ""} == {
        "id": "",
        "customer_type": "person",
        "first_name": "Ola",
        "last_name": "Hansen",
        "company": None,
        "phone": "+4791234567",
        "email": "ola@example.com",
        "status": "new",
        "source": "site",
        "owner_id": "ann",
        "bucket": "sales",
        "flags": [],
        "tags": [],
        "inquiries": 1,
        "created_at": "",
        "updated_at": "",
        "last_inquiry_at": "",
    }
    assert card["last_inquiry_at"] == card["created_at"] <= card["updated_at"]
    assert card.keys() == document()["components"]["schemas"]["CardShort"]["properties"].keys()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 6),
        ("owner=ann", 1),
        ("owner=-", 5),
        ("source=other", 5),
        ("source=other&status=new&bucket=sales", 0),
        ("status=won", 0),
        ("bucket=sales", 1),
        ("updated_since=2020-01-01", 6),
        ("updated_since=2020-01-01T00:00:00%2B02:00&owner=ann", 1),
        ("updated_since=2100-01-01T00:00:00Z", 0),
        ("owner=", 6),
    ],
)
def test_filters_are_combined(service, query, found):
    assert len(names(listed(service, query))) == found


def test_a_search_takes_the_same_filters(service):
    assert len(names(search(service, "hansen"))) == 6
    assert names(search(service, "hansen", owner="ann", status="new")) == ["Ola Hansen"]
    assert names(search(service, "91 23 45 67", source="other")) == []


def test_pages_follow_one_another(service):
    for call in (lambda query: listed(service, query), lambda q: search(service, "hansen", q)):
        seen, cursor = [], ""
        while cursor is not None:
            answer = call(f"limit=4&cursor={cursor}")
            seen += names(answer)
            cursor = answer.body["next_cursor"]
        assert len(seen) == len(set(seen)) == 6


def test_a_cursor_belongs_to_its_filters_and_its_text(service):
    cursor = listed(service, "source=other&limit=1").body["next_cursor"]
    assert listed(service, f"owner=ann&cursor={cursor}").status == 400
    cursor = search(service, "hansen", "limit=1").body["next_cursor"]
    assert search(service, "hansen", f"limit=1&cursor={cursor}").status == 200
    assert search(service, "hanse", f"cursor={cursor}").status == 400
    assert search(service, "hansen", f"cursor={cursor}", owner="ann").status == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=gone", "status"),
        ("updated_since=yesterday", "updated_since"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(service, query, field):
    answer = listed(service, query)
    assert (answer.status, answer.body["errors"][0]["field"]) == (400, field)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"q": ""}, 422),
        ({"q": "  "}, 422),
        ({"q": "x" * 201}, 422),
        ({"q": 1}, 422),
        ({"q": "ola", "colour": "red"}, 422),
        ({"q": "ola", "status": "gone"}, 400),
        ({"q": "ola", "updated_since": "soon"}, 400),
        ({"q": "ola\ud800"}, 422),
        ({"q": "\u200f!"}, 200),
    ],
)
def test_a_search_says_what_it_cannot_take(service, body, status):
    answer = service.call("POST", "/cards/search", body, role="operator")
    assert answer.status == status, answer.text


def test_lists_and_searches_are_for_operators(service):
    for role, status in (("intake", 403), ("marketing", 403), ("admin", 200), (None, 401)):
        assert listed(service, role=role).status == status
        answer = service.call("POST", "/cards/search", {"q": "ola"}, role=role)
        assert answer.status == status
