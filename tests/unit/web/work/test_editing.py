"""Working a card by hand, over HTTP: typed in, edited."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.web.harness import OLA, Service, furnished

NIN_1, NIN_2 = "15076500565", "01010750160"


def codes(answer):
    return {error["field"]: error["code"] for error in answer.body["errors"]}


def values(document):
    return {name: field["value"] for name, field in document["fields"].items()}


def open_tasks(desk, card_id):
    return [task for task in desk("GET", "/tasks").body["items"] if task["card_id"] == card_id]


# -- typed in -------------------------------------------------------------------------------------


def test_a_new_card_is_typed_in(desk, service):
    given = OLA | {"external_ids": {"HubSpot": 12}, "tags": ["vip"], "owner_id": "ann"}
    answer = desk("POST", "/cards", given)
    assert answer.status == 201
    assert answer.headers["location"] == f"/v1/cards/{answer.body['id']}"
    assert values(answer.body)["phone"] == "+4791234567"
    assert (answer.body["owner_id"], answer.body["tags"], answer.body["match"]) == (
        "ann",
        ["vip"],
        None,
    )
    assert {"kind": "external_id", "value": "hubspot:12"} in answer.body["identities"]
    assert service.items("INQ") == service.items("TASK") == []


def test_who_is_there_already_is_answered_and_filled(desk, card):
    answer = desk("POST", "/cards", {**OLA, "phone": "+4740498765", "city": "Oslo"})
    assert (answer.status, answer.body["id"]) == (200, card)
    assert values(answer.body)["city"] == "Oslo"
    assert values(answer.body)["phone"] == "+4791234567"
    assert answer.body["match"]["matched_by"] == ["email"]
    assert answer.body["fields"]["city"]["by"] == "key_operator"


def test_a_form_of_a_card_typed_in_is_its_first_inquiry_and_a_call_back(card, lead, desk):
    answer = lead(phone="91234567")
    assert (answer["outcome"], answer["card_id"], answer["inquiry_number"]) == ("repeat", card, 1)
    assert [task["kind"] for task in open_tasks(desk, card)] == ["call_back"]


def test_another_person_on_one_phone_is_another_card_and_a_suggestion(desk, card):
    answer = desk("POST", "/cards", {"full_name": "Kari Hansen", "phone": "+4791234567"})
    assert answer.status == 201
    assert answer.body["id"] != card
    assert len(answer.body["suggestions"]) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"phone": "12"}, {"phone": "unusable"}),
        ({**OLA, "email": "nobody"}, {"email": "unusable"}),
        ({**OLA, "email": "test@test.com"}, {"email": "placeholder"}),
        ({**OLA, "national_id": "15076500566", "country": "NO"}, {"national_id": "unusable"}),
        ({**OLA, "birth_date": "soon"}, {"birth_date": "unusable"}),
        ({**OLA, "country": "Xland"}, {"country": "unusable"}),
        ({**OLA, "owner_id": "nobody"}, {"owner_id": "unknown"}),
        ({**OLA, "bucket": "none"}, {"bucket": "unknown"}),
        ({**OLA, "source": "none"}, {"source": "unknown"}),
        ({**OLA, "colour": "red"}, {"colour": "extra_forbidden"}),
        ({"city": "Oslo"}, {"body": "no_identity"}),
        ({}, {"body": "no_identity"}),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(desk, service, typed, expected):
    answer = desk("POST", "/cards", typed)
    assert (answer.status, codes(answer)) == (422, expected)
    assert service.items("CARD") == []


def test_what_looks_odd_is_kept_with_a_warning(desk):
    answer = desk("POST", "/cards", {"full_name": "Ola Hansen", "email": "ola@gmial.com"})
    assert answer.status == 201
    assert [(odd["code"], odd["suggestion"]) for odd in answer.body["warnings"]] == [
        ("typo_domain", "ola@gmail.com")
    ]


def test_an_idempotency_key_makes_one_card_and_one_answer(desk, service):
    key = {"idempotency-key": "k-1"}
    nameless = {"company": "Fjord AS"}
    first, again = (desk("POST", "/cards", nameless, headers=key) for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.body["id"] == again.body["id"]
    assert len(service.items("CARD")) == 1
    assert desk("POST", "/cards", OLA, headers=key).status == 422


def test_an_idempotency_key_that_stands_for_none_is_none(desk, service):
    key = {"idempotency-key": "undefined"}
    for name in ("Fjord AS", "Nordlys AS"):
        assert desk("POST", "/cards", {"company": name}, headers=key).status == 201
    assert len(service.items("CARD")) == 2


def test_an_owners_national_id_is_only_kept_masked(desk, service):
    answer = desk("POST", "/cards", {**OLA, "country": "NO", "national_id": NIN_1})
    assert values(answer.body)["national_id"].endswith("0565")
    assert NIN_1 not in str(service.store.everything())


# -- edited ---------------------------------------------------------------------------------------


def test_an_edit_changes_what_is_sent_and_says_who_did_it(desk, card):
    answer = desk("PATCH", f"/cards/{card}", {"first_name": "olav", "job_title": "Chef"})
    assert answer.status == 200
    assert values(answer.body) == values(desk("GET", f"/cards/{card}").body)
    assert values(answer.body)["first_name"] == "Olav"
    assert values(answer.body)["last_name"] == "Hansen"
    told = answer.body["fields"]["first_name"]
    assert (told["origin"], told["by"], told["inquiry_id"]) == ("edit", "key_operator", None)
    assert answer.body["fields"]["last_name"]["origin"] == "entry"


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_null_and_empty_texts_take_away(desk, card, empty):
    desk("PATCH", f"/cards/{card}", {"city": "Oslo"})
    answer = desk("PATCH", f"/cards/{card}", {"city": empty})
    assert "city" not in answer.body["fields"]


def test_fields_may_stand_under_fields_as_they_are_shown(desk, card):
    answer = desk("PATCH", f"/cards/{card}", {"fields": {"city": "Oslo"}, "tags": ["a", "a"]})
    assert (values(answer.body)["city"], answer.body["tags"]) == ("Oslo", ["a"])


def test_what_changes_nothing_writes_nothing(desk, service, card):
    before = service.store.everything()
    answer = desk("PATCH", f"/cards/{card}", {"first_name": "Ola", "phone": "+47 912 34 567"})
    assert (answer.status, answer.body["version"]) == (200, 1)
    assert service.store.everything() == before


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"birth_date": "x"}, {"birth_date": "unusable"}),
        ({"phone": "12"}, {"phone": "unusable"}),
        ({"phones": ["+4791234567", "12"]}, {"phones.1": "unusable"}),
        ({"emails": ["nobody"]}, {"emails.0": "unusable"}),
        ({"postcode": "99", "country": "NO"}, {"postcode": "unusable"}),
        ({"external_ids": {"crm": "null"}}, {"external_ids.crm": "unusable"}),
        ({"full_name": "Hansen AS"}, {"full_name": "company_name"}),
        ({"owner_id": "nobody"}, {"owner_id": "unknown"}),
        ({"bucket": "none"}, {"bucket": "unknown"}),
        ({"company_card_id": "card_none"}, {"company_card_id": "not_a_company"}),
        ({"version": 7}, {"version": "extra_forbidden"}),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_the_field(desk, service, card, edit, expected):
    before = service.store.everything()
    answer = desk("PATCH", f"/cards/{card}", {"job_title": "Chef", **edit})
    assert (answer.status, codes(answer)) == (422, expected)
    assert service.store.everything() == before


def test_a_person_does_not_belong_to_a_person(desk, card):
    other = desk("POST", "/cards", {"full_name": "Per Lie", "phone": "+4740498765"}).body["id"]
    answer = desk("PATCH", f"/cards/{card}", {"company_card_id": other})
    assert codes(answer) == {"company_card_id": "not_a_company"}


def test_a_person_belongs_to_a_company(desk, card):
    firm = desk("POST", "/cards", {"company": "Fjord AS"}).body["id"]
    answer = desk("PATCH", f"/cards/{card}", {"company_card_id": firm})
    assert answer.body["company_card_id"] == firm
    answer = desk("PATCH", f"/cards/{card}", {"company_card_id": None})
    assert answer.body["company_card_id"] is None


def test_one_of_several_phones_is_not_taken_away_by_null(desk, card):
    desk("PATCH", f"/cards/{card}", {"phone": "+4740498765"})
    assert codes(desk("PATCH", f"/cards/{card}", {"phone": None})) == {"phone": "several_values"}
    assert desk("PATCH", f"/cards/{card}", {"phones": []}).status == 200
    assert "phone" not in desk("GET", f"/cards/{card}").body["fields"]


def test_an_unknown_card_is_not_there(desk):
    assert desk("PATCH", "/cards/card_0", {"city": "Oslo"}).status == 404


# -- locks of two kinds ---------------------------------------------------------------------------


def test_an_edit_of_what_was_seen_is_made_and_a_stale_one_is_refused(desk, card):
    seen = {"if-match": desk("GET", f"/cards/{card}").headers["etag"]}
    assert desk("PATCH", f"/cards/{card}", {"city": "Oslo"}, headers=seen).status == 200
    stale = desk("PATCH", f"/cards/{card}", {"city": "Bergen"}, headers=seen)
    assert stale.status == 412
    assert values(desk("GET", f"/cards/{card}").body)["city"] == "Oslo"


def test_the_answer_of_an_edit_brings_the_next_entity_tag(desk, card):
    tag = desk("GET", f"/cards/{card}").headers["etag"]
    for city in ("Oslo", "Bergen", "Bodø"):
        answer = desk("PATCH", f"/cards/{card}", {"city": city}, headers={"if-match": tag})
        assert answer.status == 200
        assert answer.headers["etag"] != tag
        tag = answer.headers["etag"]
    assert tag == answer.body["etag"] == desk("GET", f"/cards/{card}").headers["etag"]


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("*", 200),
        ('"1"', 200),
        ("1", 200),
        ('"7", "1"', 200),
        ('"2"', 412),
        ('W/"1"', 412),
        ('"x"', 412),
    ],
)
def test_if_match_is_compared_strongly(desk, card, header, status):
    answer = desk("PATCH", f"/cards/{card}", {"city": "Oslo"}, headers={"if-match": header})
    assert answer.status == status


def test_what_intake_filled_makes_an_entity_tag_stale_and_a_plain_repeat_does_not(desk, card, lead):
    lead(phone="91234567", lead_id="1")
    seen = desk("GET", f"/cards/{card}").headers["etag"]
    lead(phone="91234567", lead_id="2")
    assert desk("GET", f"/cards/{card}").headers["etag"] == seen
    lead(phone="91234567", job_title="Chef", lead_id="3")
    assert desk("GET", f"/cards/{card}").headers["etag"] != seen


def test_a_locked_field_is_not_changed_by_leads(desk, card, lead):
    locked = {"locked": ["phone", "city"], "city": None}
    assert desk("PATCH", f"/cards/{card}", locked).body["locked"] == ["city", "phone"]
    lead(email="ola@example.com", phone="40498765", city="Oslo", job_title="Chef")
    now = desk("GET", f"/cards/{card}").body
    assert values(now)["phone"] == "+4791234567"
    assert "city" not in now["fields"]
    assert values(now)["job_title"] == "Chef"
    assert {"kind": "phone", "value": "+4740498765"} in now["identities"]
    assert now["fields"]["phone"]["locked"]


def test_an_unlocked_field_is_changed_again(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"locked": ["phone"]})
    desk("PATCH", f"/cards/{card}", {"locked": []})
    answer = lead(email="ola@example.com", phone="40498765")
    now = desk("GET", f"/cards/{card}").body
    assert values(now)["phone"] == "+4740498765"
    assert now["fields"]["phone"]["inquiry_id"] == answer["inquiry_id"]


# -- what identity rests on -----------------------------------------------------------------------


def test_a_phone_typed_in_leads_home_and_one_taken_away_no_more(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"phones": ["+4740498765"]})
    assert lead(phone="40498765", lead_id="new")["card_id"] == card
    assert lead(phone="91234567", lead_id="former")["outcome"] == "created"


def test_a_phone_that_somebody_else_has_still_leads_to_them(desk, card, lead):
    other = lead(full_name="Kari Hansen", phone="91234567")["card_id"]
    desk("PATCH", f"/cards/{card}", {"phones": []})
    assert lead(phone="91234567", lead_id="2")["card_id"] == other


def test_a_national_id_typed_in_decides(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"national_id": NIN_1, "country": "NO"})
    assert lead(national_id=NIN_1, full_name="Per Lie")["card_id"] == card
    other = lead(phone="91234567", full_name="Ola Hansen", national_id=NIN_2)
    assert other["outcome"] == "created"


def test_the_national_id_of_another_card_is_refused_with_that_card(desk, card, lead):
    other = lead(national_id=NIN_1, phone="40498765")["card_id"]
    answer = desk("PATCH", f"/cards/{card}", {"national_id": NIN_1, "country": "NO"})
    assert (answer.status, answer.body["card_id"]) == (409, other)
    assert codes(answer) == {"national_id": "taken"}


def test_a_national_id_that_was_taken_away_is_free(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"national_id": NIN_1, "country": "NO"})
    desk("PATCH", f"/cards/{card}", {"national_id": None})
    other = lead(national_id=NIN_1, phone="40498765")["card_id"]
    assert other != card
    assert lead(national_id=NIN_1, lead_id="2")["card_id"] == other


def test_a_national_id_sent_back_as_it_is_shown_changes_nothing(desk, card):
    shown = desk("PATCH", f"/cards/{card}", {"national_id": NIN_1, "country": "NO"}).body
    masked = values(shown)["national_id"]
    answer = desk("PATCH", f"/cards/{card}", {"national_id": masked, "city": "Oslo"})
    assert (answer.status, values(answer.body)["national_id"]) == (200, masked)


def test_one_name_of_a_shared_phone_follows_its_edit(desk, lead):
    given = "Ola Kari Per Anne Nils Ingrid Lars Marit Jens Sigrid".split()
    cards = [lead(phone="91234567", full_name=f"{name} {name}sen")["card_id"] for name in given]
    desk("PATCH", f"/cards/{cards[9]}", {"full_name": "Ragnhild Foss"})
    assert lead(phone="91234567", full_name="Ragnhild Foss")["card_id"] == cards[9]
    assert lead(phone="91234567", full_name="Sigrid Sigridsen", lead_id="2")["card_id"] not in cards


def test_an_id_of_another_system_leads_home_until_it_is_taken_away(desk, card, lead):
    desk("PATCH", f"/cards/{card}", {"external_ids": {"CRM": "A-7", "hubspot": 12}})
    assert lead(external_ids={"crm": "A-7"}, lead_id="1")["card_id"] == card
    desk("PATCH", f"/cards/{card}", {"external_ids": {"crm": None}})
    assert lead(external_ids={"hubspot": "12"}, lead_id="2")["card_id"] == card
    assert lead(external_ids={"crm": "A-7"}, lead_id="3")["outcome"] == "created"


def test_a_new_owner_gets_the_open_task(desk, lead):
    made = lead(**OLA)
    desk("PATCH", f"/cards/{made['card_id']}", {"owner_id": "bob"})
    [task] = desk("GET", "/tasks", query="owner=bob").body["items"]
    assert task["id"] == made["task_id"]
    assert desk("GET", "/tasks", query="owner=ann").body["items"] == []
    again = lead(phone="91234567", lead_id="2")
    assert (again["owner_id"], again["task_id"]) == ("bob", made["task_id"])


TYPED = st.fixed_dictionaries(
    {},
    optional={
        "first_name": st.sampled_from(["Ola", "Kari", "Bjørn Åge", None]),
        "last_name": st.sampled_from(["Hansen", "de Vries", None]),
        "birth_date": st.sampled_from(["1980-02-13", "2001-12-31", None]),
        "company": st.sampled_from(["Fjord AS", None]),
        "job_title": st.sampled_from(["Chef", None]),
        "street": st.sampled_from(["Storgata 5", "Karl Johans gate 1B", None]),
        "postcode": st.sampled_from(["0155", "5003", None]),
        "city": st.sampled_from(["Oslo", "Bergen", None]),
        "phone": st.sampled_from(["+4791234567", "+4740498765"]),
        "email": st.sampled_from(["ola@example.com", "kari@example.com"]),
        "tags": st.lists(st.sampled_from(["vip", "b2b"]), unique=True),
        "owner_id": st.sampled_from(["ann", "bob", None]),
        "bucket": st.sampled_from(["sales", None]),
        "locked": st.lists(st.sampled_from(["city", "phone"]), unique=True).map(sorted),
    },
)


@settings(max_examples=60)
@given(edits=st.lists(TYPED, min_size=1, max_size=4))
def test_what_was_set_is_what_is_shown(edits):
    service = furnished(Service())
    card = service.call("POST", "/cards", OLA, role="operator").body["id"]
    for edit in edits:
        answer = service.call("PATCH", f"/cards/{card}", edit, role="operator")
        assert answer.status == 200, answer.text
        shown = service.call("GET", f"/cards/{card}", role="operator").body
        assert shown["etag"] == answer.body["etag"]
        told = values(shown) | {name: shown[name] for name in shown if name in edit}
        assert {name: told.get(name) for name in edit} == edit


def test_an_erased_person_is_not_typed_in_again_unless_that_is_wanted(desk, service, card):
    assert service.call("POST", f"/cards/{card}/erase", {}, role="admin").status in {200, 202}
    assert desk("POST", "/cards", OLA).status == 409
    service.call("PUT", "/settings/erasure", {"others": "accept"}, role="admin")
    assert desk("POST", "/cards", OLA).status == 201
