"""What happened with a customer, over HTTP: contacts, lifted flags, stages, timeline."""

import pytest

from tests.unit.web.harness import OLA
from tests.unit.web.work.test_editing import NIN_1, codes, open_tasks, values

# -- contacts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status", "flags", "is_open"),
    [
        ("reached", "contacted", [], False),
        ("declined", "contacted", [], False),
        ("no_answer", "new", [], True),
        ("wrong_number", "new", [], True),
        ("opt_out", "new", ["opt_out"], False),
        ("deceased", "new", ["deceased"], False),
    ],
)
def test_a_contact_is_followed_by_what_it_means(desk, lead, outcome, status, flags, is_open):
    made = lead(**OLA)
    path = f"/cards/{made['card_id']}"
    told = desk("POST", f"{path}/contacts", {"channel": "phone", "outcome": outcome, "note": "x"})
    assert told.status == 201
    now = desk("GET", path).body
    assert (now["status"], now["flags"], now["open_task"] is not None) == (status, flags, is_open)
    assert (told.body["status"], told.body["flags"]) == (status, flags)
    assert bool(open_tasks(desk, made["card_id"])) is is_open
    assert now["version"] == 1


def test_a_contact_for_another_task_leaves_the_open_one(desk, lead):
    made = lead(**OLA)
    body = {"channel": "phone", "outcome": "reached", "task_id": "task_other"}
    told = desk("POST", f"/cards/{made['card_id']}/contacts", body)
    assert told.body["open_task_id"] == made["task_id"]


def test_a_wrong_number_is_marked_and_makes_way_for_another(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"phones": ["+4791234567", "+4740498765"]})
    desk("POST", f"/cards/{card}/contacts", {"channel": "phone", "outcome": "wrong_number"})
    now = desk("GET", f"/cards/{card}").body
    assert (values(now)["phone"], now["wrong_phones"]) == ("+4740498765", ["+4791234567"])
    lead(phone="91234567", full_name="Ola Hansen")
    assert values(desk("GET", f"/cards/{card}").body)["phone"] == "+4740498765"
    again = desk("PATCH", f"/cards/{card}", {"phone": "+4791234567"}).body
    assert (values(again)["phone"], again["wrong_phones"]) == ("+4791234567", [])


def test_the_number_that_was_called_may_be_named(desk, card):
    desk("PATCH", f"/cards/{card}", {"phones": ["+4791234567", "+4740498765"]})
    wrong = {"channel": "phone", "outcome": "wrong_number", "phone": "+47 404 98 765"}
    assert desk("POST", f"/cards/{card}/contacts", wrong).status == 201
    assert desk("GET", f"/cards/{card}").body["wrong_phones"] == ["+4740498765"]
    other = desk("POST", f"/cards/{card}/contacts", wrong | {"phone": "+4799999998"})
    assert codes(other) == {"phone": "unknown"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "phone"}, "outcome"),
        ({"channel": "phone", "outcome": "sold"}, "outcome"),
        ({"outcome": "reached"}, "channel"),
        ({"channel": "phone", "outcome": "reached", "at": "2199-01-01T00:00:00Z"}, "at"),
        ({"channel": "phone", "outcome": "reached", "at": "2026-11-21T10:00:00"}, "at"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(desk, card, body, field):
    answer = desk("POST", f"/cards/{card}/contacts", body)
    assert (answer.status, list(codes(answer))) == (422, [field])


def test_a_contact_with_an_idempotency_key_is_written_down_once(desk, card):
    body = {"channel": "phone", "outcome": "no_answer"}
    key = {"idempotency-key": "call-1"}
    told = [desk("POST", f"/cards/{card}/contacts", body, headers=key) for _ in range(2)]
    assert [answer.status for answer in told] == [201, 200]
    assert told[0].body["id"] == told[1].body["id"]


def test_a_repeat_after_an_opt_out_says_so_and_after_a_death_is_a_review(desk, lead):
    card = lead(**OLA)["card_id"]
    desk("POST", f"/cards/{card}/contacts", {"channel": "sms", "outcome": "opt_out"})
    lead(phone="91234567", lead_id="2")
    [task] = open_tasks(desk, card)
    assert (task["kind"], task["flags"]) == ("call_back", ["opt_out"])
    desk("POST", f"/cards/{card}/contacts", {"channel": "phone", "outcome": "deceased"})
    lead(phone="91234567", lead_id="3")
    [task] = open_tasks(desk, card)
    assert (task["kind"], task["flags"]) == ("review", ["opt_out", "deceased"])


def test_only_an_admin_lifts_a_flag_and_says_why(desk, service, lead):
    card = lead(**OLA)["card_id"]
    desk("POST", f"/cards/{card}/contacts", {"channel": "phone", "outcome": "deceased"})
    lead(phone="91234567", lead_id="2")
    path = f"/cards/{card}/flags/deceased"
    assert desk("DELETE", path, {"reason": "mixed up"}).status == 403
    assert service.call("DELETE", path, {}, role="admin").status == 422
    lifted = service.call("DELETE", path, {"reason": "mixed up"}, role="admin")
    assert (lifted.status, lifted.body["flags"]) == (200, [])
    [task] = open_tasks(desk, card)
    assert (task["kind"], task["flags"]) == ("call_back", [])
    assert service.call("DELETE", path, {"reason": "again"}, role="admin").status == 404


# -- stages ---------------------------------------------------------------------------------------


def test_a_stage_moves_the_status_and_tells_its_value(desk, card):
    value = {"amount": "1200.50", "currency": "NOK"}
    told = desk("POST", f"/cards/{card}/stage", {"stage": "won", "value": value})
    assert (told.status, told.body["status"]) == (201, "won")
    assert told.body["summary"] == "Won, 1200.50 NOK."
    assert told.body["data"]["value"] == value


def test_every_won_counts_and_one_external_id_once(desk, card):
    for body in ({}, {}, {"external_id": "d-1"}, {"external_id": "d-1"}, {"external_id": "d-2"}):
        desk("POST", f"/cards/{card}/stage", {"stage": "won", **body})
    qualified = desk("POST", f"/cards/{card}/stage", {"stage": "qualified", "external_id": "d-1"})
    assert qualified.status == 201
    page = desk("GET", f"/cards/{card}/timeline", query="kind=stage").body["items"]
    assert [entry["data"]["stage"] for entry in page] == ["qualified", *["won"] * 4]


@pytest.mark.parametrize(
    "value",
    [{"amount": "-1", "currency": "NOK"}, {"amount": "x", "currency": "NOK"}, {"amount": "1"}],
)
def test_a_value_that_is_no_money_is_refused(desk, card, value):
    assert desk("POST", f"/cards/{card}/stage", {"stage": "won", "value": value}).status == 422


def test_a_repeat_on_a_lost_card_reopens_it(desk, lead):
    card = lead(**OLA)["card_id"]
    desk("POST", f"/cards/{card}/stage", {"stage": "lost"})
    assert desk("GET", f"/cards/{card}").body["status"] == "lost"
    lead(phone="91234567", lead_id="2")
    assert desk("GET", f"/cards/{card}").body["status"] == "contacted"


def test_a_repeat_on_a_won_card_goes_to_its_owner(desk, service, lead):
    away = {"name": "Ann", "away_until": "2199-01-01T00:00:00Z"}
    service.call("PUT", "/owners/ann", away, role="admin")
    made = lead(**OLA)
    [task] = open_tasks(desk, made["card_id"])
    assert task["owner_id"] is None
    service.call("PUT", "/owners/ann", {"name": "Ann"}, role="admin")
    desk("POST", f"/cards/{made['card_id']}/stage", {"stage": "won"})
    lead(phone="91234567", lead_id="2")
    [task] = desk("GET", "/tasks", query="owner=ann").body["items"]
    assert task["id"] == made["task_id"]


# -- timeline -------------------------------------------------------------------------------------


def test_the_timeline_tells_everything_newest_first_in_pages(desk, lead):
    card = lead(**OLA, lead_id="0")["card_id"]
    desk("PATCH", f"/cards/{card}", {"city": "Oslo", "locked": ["city"]})
    lead(phone="91234567", lead_id="1")
    desk("POST", f"/cards/{card}/contacts", {"channel": "phone", "outcome": "reached"})
    desk("POST", f"/cards/{card}/stage", {"stage": "qualified"})
    lead(phone="91234567", lead_id="2")
    seen, cursor = [], ""
    while cursor is not None:
        query = f"limit=2&cursor={cursor}"
        page = desk("GET", f"/cards/{card}/timeline", query=query).body
        assert len(page["items"]) <= 2
        seen += page["items"]
        cursor = page["next_cursor"]
    assert [entry["kind"] for entry in seen] == [
        "inquiry",
        "stage",
        "contact",
        "inquiry",
        "edited",
        "inquiry",
    ]
    assert [entry["summary"] for entry in seen[1:]] == [
        "Qualified.",
        "Contact by phone: reached.",
        "Inquiry 2 through site. The same customer: the same phone.",
        "Edited: city; locked: city.",
        "Inquiry 1 through site: a new customer.",
    ]
    assert {entry["by_name"] for entry in seen} == {None, "operator"}
    assert seen[0]["data"]["match"]["evidence"]
    only = desk("GET", f"/cards/{card}/timeline", query="kind=inquiry").body["items"]
    assert only == [entry for entry in seen if entry["kind"] == "inquiry"]


def test_the_timeline_shows_no_hash_of_a_national_id(desk, card):
    desk("PATCH", f"/cards/{card}", {"national_id": NIN_1, "country": "NO"})
    answer = desk("GET", f"/cards/{card}/timeline")
    assert "v1." not in answer.text
    assert answer.body["items"][0]["data"]["set"]["national_id"].endswith("0565")


@pytest.mark.parametrize("query", ["kind=lunch", "cursor=x", "limit=0"])
def test_a_bad_question_of_the_timeline_is_refused(desk, card, query):
    assert desk("GET", f"/cards/{card}/timeline", query=query).status == 400
