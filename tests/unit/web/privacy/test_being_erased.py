"""From the first transaction of an erasure on, every call reads the person as erased."""

import re
import time

import pytest

from leadfold.cards.redaction import ERASED
from leadfold.reading.indexing import index_card
from leadfold.web.privacy import erasures as web
from tests.unit.web.harness import KEYED, Service, furnished

OLA = {
    "full_name": "Ola Brattbakk",
    "phone": "91234567",
    "email": "ola@brattbakk.example",
    "street": "Kråkeveien 17",
    "postcode": "0153",
    "city": "Oslo",
    "roof": "a secret answer",
}
#: She has his phone, and nothing else of his.
KARI = {"full_name": "Kari Moe", "phone": "91234567", "email": "kari@moe.example"}
TRACES = ("Brattbakk", "91234567", "912 34 567", "brattbakk", "Kråkeveien", "secret")


@pytest.fixture
def begun(monkeypatch):
    """A service on which Ola is being erased, and not more is done of it than its beginning."""
    service = furnished(Service())
    made = post(service, OLA | {"lead_id": "one"})
    ids = {"card": made["card_id"], "task": made["task_id"]}
    ids["merged"] = post(service, OLA | {"phone": "", "email": "o@brattbakk.example"})["card_id"]
    into = {"into": ids["card"]}
    merge = operator(service, "POST", f"/cards/{ids['merged']}/merge", into).body
    ids["merge"] = merge["id"]
    ids["kari"] = post(service, KARI | {"lead_id": "two"})["card_id"]
    contact = {"channel": "phone", "outcome": "no_answer", "note": "Brattbakk rang"}
    operator(service, "POST", f"/cards/{ids['card']}/contacts", contact)
    pairs = [one for one in service.items("SUGGESTION") if ids["kari"] in one["cards"]]
    ids["suggestion"] = pairs[0]["id"]
    service.source("site", country="NO", bucket="sales", entry_rules={"required": ["company"]})
    ids["held"] = post(service, OLA | {"lead_id": "held"})["quarantine_id"]
    service.source("site", country="NO", bucket="sales")
    for card_id in (ids["card"], ids["kari"]):
        index_card(card_id, service.store, KEYED, deadline=time.monotonic() + 60)
    assert len(operator(service, "GET", "/cards", query="bucket=sales").body["items"]) == 2
    monkeypatch.setattr(web, "_WORK_SECONDS", 0.0)
    assert operator(service, "POST", f"/cards/{ids['card']}/erase").status == 202
    return service, ids


def operator(service, method, path, body=b"", **options):
    return service.call(method, path, body, role="operator", **options)


def post(service, lead):
    answer = service.call("POST", "/leads", lead, role="intake", query="source=site")
    assert answer.status in {200, 201, 202}, answer.text
    return answer.body


READS = [
    ("GET", "/cards/{card}", {}, ""),
    ("GET", "/cards/{merged}", {}, ""),
    ("GET", "/cards/{card}/inquiries", {}, ""),
    ("GET", "/cards/{card}/timeline", {}, ""),
    ("GET", "/cards/{card}/export", {}, ""),
    ("GET", "/cards", {}, ""),
    ("GET", "/cards", {}, "bucket=sales"),
    ("GET", "/cards", {}, "updated_since=2020-01-01T00:00:00Z"),
    ("GET", "/tasks", {}, ""),
    ("GET", "/tasks", {}, "expand=card,inquiry"),
    ("GET", "/tasks/{task}", {}, ""),
    ("GET", "/tasks/{held}", {}, ""),
    ("GET", "/suggestions", {}, ""),
    ("GET", "/suggestions/{suggestion}", {}, ""),
    ("GET", "/quarantine", {}, ""),
    ("GET", "/quarantine/{held}", {}, ""),
    ("GET", "/merges/{merge}", {}, ""),
    ("GET", "/sources/site/deliveries", {}, ""),
    ("POST", "/cards/search", {"q": "{card}"}, ""),
    ("POST", "/cards/search", {"q": "Ola Bratt"}, ""),
    ("POST", "/cards/search", {"q": "912 34 567"}, ""),
    ("POST", "/cards/lookup", {"name": "Ola B.", "phone": "912 34 5 67"}, ""),
]


@pytest.mark.parametrize(("method", "path", "body", "query"), READS)
def test_nothing_that_is_read_tells_of_somebody_who_is_being_erased(
    begun, method, path, body, query
):
    service, ids = begun
    sent = {name: value.format(**ids) for name, value in body.items()} or b""
    answer = operator(service, method, path.format(**ids), sent, query=query)
    assert answer.status == 200, answer.text
    told = answer.text
    if ids["kari"] in told:  # who has the phone herself
        told = re.sub('"(phone|value)": *"\\+4791234567"', "", told)
    assert [trace for trace in TRACES if trace in told] == []


def test_it_is_read_as_it_will_be_left(begun, monkeypatch):
    service, ids = begun
    paths = ("cards/{card}", "cards/{merged}", "cards/{card}/inquiries", "suggestions/{suggestion}")
    before = [operator(service, "GET", "/" + path.format(**ids)).body for path in paths]
    monkeypatch.setattr(web, "_WORK_SECONDS", 8.0)
    assert operator(service, "POST", f"/cards/{ids['card']}/erase").status == 200
    after = [operator(service, "GET", "/" + path.format(**ids)).body for path in paths]
    varying = {"version", "etag", "updated_at", "closed_at", "closed_by"}
    for one, other in zip(before, after, strict=True):
        assert {k: v for k, v in one.items() if k not in varying} == {
            k: v for k, v in other.items() if k not in varying
        }
    assert (before[0]["state"], before[0]["fields"], before[0]["identities"]) == ("erased", {}, [])


def test_open_work_about_them_is_gone_and_that_about_others_is_there(begun):
    service, ids = begun
    listed = operator(service, "GET", "/tasks").body["items"]
    assert {one["card_id"] for one in listed} == {ids["kari"]}
    task = operator(service, "GET", f"/tasks/{ids['task']}").body
    assert (task["status"], task["reason"]) == ("done", ERASED)
    assert operator(service, "GET", "/suggestions").body["items"] == []
    assert operator(service, "GET", "/quarantine").body["items"] == []


DECISIONS = [
    ("POST", "/merges/{merge}/undo", {}),
    ("POST", "/suggestions/{suggestion}/accept", {}),
    ("POST", "/suggestions/{suggestion}/reject", {}),
    ("POST", "/quarantine/{held}/release", {"fields": {}}),
    ("PATCH", "/tasks/{task}", {"status": "done"}),
    ("PATCH", "/cards/{card}", {"fields": {"city": "Oslo"}}),
    ("POST", "/cards/{card}/restrict", {"reason": "asked"}),
]


@pytest.mark.parametrize(("method", "path", "body"), DECISIONS)
def test_nothing_is_decided_about_them_any_more(begun, method, path, body):
    service, ids = begun
    etag = operator(service, "GET", f"/cards/{ids['card']}").body["etag"]
    headers = {"if-match": etag} if path == "/cards/{card}" else {}
    answer = operator(service, method, path.format(**ids), body, headers=headers)
    assert answer.status == 409, answer.text


def test_the_same_delivery_is_replayed_and_a_new_lead_makes_a_card_of_its_own(begun):
    service, ids = begun
    again = post(service, OLA | {"lead_id": "one"})
    assert (again["outcome"], again["card_id"]) == ("replayed", ids["card"])
    new = post(service, OLA | {"lead_id": "new", "phone": "", "email": "o@brattbakk.example"})
    assert (new["outcome"], new["inquiry_number"]) == ("created", 1)


def test_match_and_preview_know_them_no_longer(begun):
    service, _ = begun
    lead = {"full_name": "Ola Brattbakk", "email": "o@brattbakk.example"}
    (one,) = operator(service, "POST", "/match", [lead], query="source=site").body["results"]
    previewed = operator(service, "POST", "/sources/site/preview", lead).body
    assert (one["outcome"], one["card_id"], previewed["card_id"]) == ("created", None, None)
