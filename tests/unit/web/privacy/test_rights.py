"""A person's rights over HTTP: to be forgotten, to get what is kept, to have it left unused."""

import json

import pytest

from leadfold.cards import erasure_certificates
from leadfold.errors import Unavailable
from leadfold.privacy.erasing import lifecycle
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Overwrite, Put
from leadfold.web import paging
from leadfold.web.privacy import erasures as web
from tests.unit.web.harness import Service

OLA = {"full_name": "Ola Brattbakk", "phone": "91234567", "email": "ola@brattbakk.example"}


@pytest.fixture
def service():
    made = Service()
    owner = {"name": "Dora", "email": "dora@leadfold.example"}
    assert made.call("PUT", "/owners/dora", owner, role="admin").status == 200
    made.source("site", country="NO", data_owner="dora", retention_days=730)
    return made


def post(service, **lead):
    answer = service.call("POST", "/leads", OLA | lead, role="intake", query="source=site")
    assert answer.status in {200, 201}, answer.text
    return answer.body


def erase(service, card_id, body=b"", status=200):
    answer = service.call("POST", f"/cards/{card_id}/erase", body, role="operator")
    assert answer.status == status, answer.text
    return answer.body


# -- erasing --------------------------------------------------------------------------------------


def test_an_erasure_answers_what_was_done_and_again_the_same(service):
    card_id = post(service)["card_id"]
    done = erase(service, card_id, {"reason": "asked to be forgotten", "request_id": "DSR-17"})
    assert (done["state"], done["card_id"], done["by"]) == ("done", card_id, "key_operator")
    assert (done["reason"], done["request_id"]) == ("asked to be forgotten", "DSR-17")
    assert erase(service, card_id) == done
    assert service.call("GET", f"/erasures/{done['id']}", role="operator").body == done


def test_an_erased_card_still_answers_and_says_nothing(service):
    card_id = post(service)["card_id"]
    erase(service, card_id)
    card = service.call("GET", f"/cards/{card_id}", role="operator").body
    assert (card["state"], card["inquiries"], card["fields"]) == ("erased", 1, {})
    (inquiry,) = service.call("GET", f"/cards/{card_id}/inquiries", role="operator").body["items"]
    assert (inquiry["fields"], inquiry["answers"]) == ({}, {})
    assert "brattbakk" not in json.dumps(service.store.everything(), default=repr).casefold()


def test_what_is_not_done_in_time_is_accepted(service, monkeypatch):
    monkeypatch.setattr(web, "_WORK_SECONDS", 0.0)
    card_id = post(service)["card_id"]
    begun = erase(service, card_id, status=202)
    assert (begun["state"], begun["certificate"]) == ("erasing", None)
    monkeypatch.setattr(web, "_WORK_SECONDS", 8.0)
    assert erase(service, card_id)["state"] == "done"


def test_a_store_that_fails_after_the_beginning_has_begun(service, monkeypatch):
    def down(*_, **__):
        raise Unavailable("down")

    card_id = post(service)["card_id"]
    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "run", down)
        assert erase(service, card_id, status=202)["state"] == "erasing"
    assert erase(service, card_id)["state"] == "done"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": "Ola Brattbakk rang"}, "reason"),
        ({"request_id": "brattbakk-1"}, "reason"),
        ({"request_id": "two words"}, "request_id"),
        ({"reason": ""}, "reason"),
        ({"why": "x"}, "why"),
    ],
)
def test_a_request_that_cannot_be_kept_is_refused(service, body, field):
    card_id = post(service)["card_id"]
    assert erase(service, card_id, body, status=422)["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/cards/card_none/erase"),
        ("GET", "/erasures/era_none"),
        ("GET", "/cards/card_none/export"),
    ],
)
def test_what_is_not_there_is_not_found(service, method, path):
    assert service.call(method, path, role="operator").status == 404


def test_a_held_lead_of_an_erased_person_is_closed_and_empty(service):
    card_id = post(service)["card_id"]
    service.source("site", country="NO", entry_rules={"required": ["company"]})
    lead = OLA | {"lead_id": "held"}
    held = service.call("POST", "/leads", lead, role="intake", query="source=site").body
    erase(service, card_id)
    path = f"/quarantine/{held['quarantine_id']}"
    entry = service.call("GET", path, role="operator").body
    assert (entry["status"], entry["reason"], entry["raw"]) == ("discarded", "erased", None)
    release = service.call("POST", f"{path}/release", {"fields": {}}, role="operator")
    assert release.status == 409


def test_erasures_are_listed_and_their_chain_holds(service):
    done = [
        erase(service, post(service, phone=f"9123456{n}", email="")["card_id"]) for n in range(3)
    ]
    first = service.call("GET", "/erasures", role="operator", query="limit=2").body
    query = f"limit=2&cursor={first['next_cursor']}"
    second = service.call("GET", "/erasures", role="operator", query=query).body
    shown = [*first["items"], *second["items"]]
    assert sorted(one["id"] for one in shown) == sorted(one["id"] for one in done)
    assert second["next_cursor"] is None
    assert erasure_certificates.verify_chain([one["certificate"] for one in shown]) is None


def test_what_becomes_of_erased_people_is_a_setting(service):
    shown = service.call("GET", "/settings/erasure", role="admin").body
    assert shown == {"leads": "accept", "others": "refuse"}
    hold = {"leads": "hold", "others": "accept"}
    assert service.call("PUT", "/settings/erasure", hold, role="admin").body == hold
    erase(service, post(service)["card_id"])
    lead = OLA | {"lead_id": "new"}
    again = service.call("POST", "/leads", lead, role="intake", query="source=site")
    assert (again.status, again.body["outcome"]) == (202, "quarantined")


# -- export ---------------------------------------------------------------------------------------


def export(service, card_id):
    """Return all pages of an export."""
    pages, query = [], ""
    while True:
        answer = service.call("GET", f"/cards/{card_id}/export", role="operator", query=query)
        assert answer.status == 200, answer.text
        assert len(answer.text.encode()) < 6_000_000
        pages.append(answer.body)
        if not answer.body["next_cursor"]:
            return pages, answer.headers
        query = f"cursor={answer.body['next_cursor']}"


def test_an_export_has_all_that_was_sent_and_what_became_of_it(service):
    made = post(service, lead_id="1", roof="flat", gclid="Cj0")
    post(service, lead_id="2", message="again")
    other = post(service, lead_id="3", full_name="Kari Vik", email="")
    ((page,), headers) = export(service, made["card_id"])
    assert headers["content-disposition"] == f'attachment; filename="{made["card_id"]}.json"'
    assert page["card"]["fields"]["first_name"]["value"] == "Ola"
    assert page["card"]["phones"] == ["+4791234567"]
    assert [one["fields"].get("message") for one in page["inquiries"]] == [None, "again"]
    assert (page["inquiries"][0]["answers"], page["inquiries"][0]["attribution"]["gclid"]) == (
        {"roof": "flat"},
        "Cj0",
    )
    assert {one["inquiry_id"] for one in page["deliveries"]} == {
        one["id"] for one in page["inquiries"]
    }
    assert [one["id"] for one in page["tasks"]] == [made["task_id"]]
    (suggestion,) = page["suggestions"]
    assert suggestion["other_card_ids"] == [other["card_id"]]
    assert page["sources"] == [
        {
            "id": "site", "name": None, "platform": "generic", "retention_days": 730,
            "data_owner": {"name": "Dora", "email": "dora@leadfold.example"},
        }
    ]  # fmt: skip
    assert "Kari" not in json.dumps(page)


def test_an_export_has_other_names_and_addresses(service):
    made = post(service, lead_id="1", street="Storgata 5", postcode="0155", city="Oslo")
    elsewhere = {"street": "Torggata 9", "postcode": "0181", "city": "Oslo"}
    post(service, lead_id="2", full_name="Ola Lie", **elsewhere)
    ((page,), _) = export(service, made["card_id"])
    assert page["card"]["other_names"] == [{"first_name": "Ola", "last_name": "Lie"}]
    assert page["card"]["other_addresses"] == [elsewhere]


def test_an_export_goes_through_members_and_names_who_worked_on_it(service):
    made, other = post(service), post(service, phone="99887766", email="", full_name="O Brattbakk")
    key, into = items.card_key(other["card_id"]), items.card_key(made["card_id"])
    found = service.store.get([key, into])
    service.store.write(
        Overwrite(key=key, item=found[key] | {"state": "merged", "into": made["card_id"]})
    )
    service.store.write(Overwrite(key=into, item=found[into] | {"members": [other["card_id"]]}))
    entry = histories.LogEntry(
        id="log_1", card_id=other["card_id"], kind="contact", at="2026-11-22T10:00:00Z",
        written_at="2026-11-22T10:00:00Z", by="key_operator", data={"note": "rang twice"},
    )  # fmt: skip
    service.store.write(histories.logged(entry))
    ((page,), _) = export(service, other["card_id"])
    assert page["card_id"] == made["card_id"]
    assert {one["card_id"] for one in page["inquiries"]} == {made["card_id"], other["card_id"]}
    assert page["timeline"][0]["data"] == {"note": "rang twice"}
    assert {"kind": "integration", "id": "key_operator", "name": "operator"} in page["recipients"]


def test_a_long_export_comes_in_pages_with_every_inquiry_once(service):
    card_id = post(service, message="x" * 400)["card_id"]
    pk, _ = items.card_key(card_id)
    (first,) = service.store.query(pk, prefix="INQ#")
    values = {name: value for name, value in first.items() if name not in {"pk", "sk"}}
    for number in range(2, 2501):
        name = f"inq_{number:026}"
        key = items.inquiry_key(card_id, "2026-11-22T00:00:00Z", name)
        service.store.write(Put(key=key, item=values | {"id": name}))
    pages, _ = export(service, card_id)
    shown = [one["id"] for page in pages for one in page["inquiries"]]
    assert (len(pages), len(shown), len(set(shown))) == (3, 2500, 2500)
    assert [bool(page["card"]) for page in pages] == [True, False, False]


def test_a_made_up_cursor_is_refused(service):
    card_id = post(service)["card_id"]
    cursor = paging.cursor("x#CARD", {"export": card_id})
    answer = service.call(
        "GET", f"/cards/{card_id}/export", role="operator", query=f"cursor={cursor}"
    )
    assert answer.status == 400


# -- restriction ----------------------------------------------------------------------------------


def test_a_card_is_restricted_until_that_is_lifted(service):
    card_id = post(service)["card_id"]
    because = {"reason": "they contest what we hold"}
    path = f"/cards/{card_id}/restrict"
    assert service.call("POST", path, because, role="operator").body["flags"] == ["restricted"]
    assert service.call("POST", path, because, role="operator").body["flags"] == ["restricted"]
    card = service.call("GET", f"/cards/{card_id}", role="operator").body
    assert (card["flags"], card["version"]) == (["restricted"], 2)
    lifted = service.call("POST", f"{path}/lift", {"reason": "settled"}, role="operator")
    assert lifted.body == {"card_id": card_id, "flags": []}
    again = service.call("POST", path, because, role="operator")
    assert again.body["flags"] == ["restricted"]
    kinds = [item["kind"] for item in service.items("LOG")]
    assert kinds == ["restricted", "flag_lifted", "restricted"]


def test_the_timeline_tells_a_restriction_and_its_end_with_their_reasons(service):
    card_id = post(service)["card_id"]
    path = f"/cards/{card_id}/restrict"
    service.call("POST", path, {"reason": "they contest it"}, role="operator")
    service.call("POST", f"{path}/lift", {"reason": "settled"}, role="operator")
    told = {
        kind: service.call(
            "GET", f"/cards/{card_id}/timeline", role="operator", query=f"kind={kind}"
        ).body["items"]
        for kind in ("restricted", "flag_lifted", "edited")
    }
    assert [one["summary"] for one in told["restricted"]] == ["Restricted: they contest it."]
    assert [one["summary"] for one in told["flag_lifted"]] == ["No longer restricted: settled."]
    assert told["edited"] == []


def test_an_erased_card_is_not_restricted(service):
    card_id = post(service)["card_id"]
    erase(service, card_id)
    answer = service.call("POST", f"/cards/{card_id}/restrict", {"reason": "x"}, role="operator")
    assert answer.status == 409


def test_the_reason_of_a_restriction_goes_with_the_person(service):
    card_id = post(service)["card_id"]
    path = f"/cards/{card_id}/restrict"
    service.call("POST", path, {"reason": "Ola Brattbakk rang"}, role="operator")
    erase(service, card_id)
    assert "Brattbakk" not in json.dumps(service.store.everything(), default=repr)
