"""The API of the deployed template, over real HTTP."""

import json
from urllib.parse import urlencode

import pytest

KEYS_OF_AN_ANSWER = (
    "outcome is_new is_duplicate is_test needs_attention card_id card_url inquiry_id task_id "
    "quarantine_id delivery_id inquiry_date inquiry_number owner_id owner_email bucket first_name "
    "last_name phone_e164 email_clean matched_by_text match_level score warning_codes matched_by "
    "match warnings suggestions"
).split()


def test_a_new_lead_is_created_and_read_back_whole(stack, new_phone):
    phone = new_phone()
    answer = stack.post_lead(
        full_name="OLA HANSEN", phone=phone, utm_source="facebook", roof="south"
    )
    assert (answer.status, answer.body["outcome"], answer.body["phone_e164"]) == (
        201,
        "created",
        phone,
    )
    assert list(answer.body) == KEYS_OF_AN_ANSWER
    card = stack.get(f"/cards/{answer.body['card_id']}")
    assert card["fields"]["first_name"]["value"] == "Ola"
    assert card["open_task"]["id"] == answer.body["task_id"]
    (inquiry,) = stack.get(f"/cards/{card['id']}/inquiries")["items"]
    assert inquiry["answers"] == {"roof": "south"}
    assert inquiry["attribution"] == {"utm_source": "facebook"}


def test_a_repeat_by_form_lands_on_the_card_and_counts_on_its_task(stack, new_phone):
    phone = new_phone()
    first = stack.post_lead(full_name="Kari Berg", phone=phone)
    body = urlencode({"full_name": "Kari Berg", "phone": phone.replace("+47", "0047 ")}).encode()
    again = stack.call(
        "POST",
        "/leads?source=site",
        role="intake",
        body=body,
        content_type="application/x-www-form-urlencoded",
        idempotency_key='"a second time"',
    )
    assert (again.status, again.body["outcome"]) == (200, "repeat")
    assert again.body["card_id"] == first.body["card_id"]
    tasks = stack.get("/tasks?kind=call_back&limit=200")["items"]
    (task,) = [task for task in tasks if task["card_id"] == first.body["card_id"]]
    assert task["inquiries"] == 2


def test_a_replay_answers_with_the_same_ids(stack, new_phone):
    lead = {"lead_id": "http-replay", "full_name": "Per Lie", "phone": new_phone()}
    first, again = stack.post_lead(**lead), stack.post_lead(**lead)
    assert again.body["outcome"] == "replayed"
    ids = ("card_id", "inquiry_id", "task_id", "delivery_id", "inquiry_date", "owner_id")
    assert [again.body[name] for name in ids] == [first.body[name] for name in ids]


def test_the_address_of_a_card_can_be_followed(stack, new_phone):
    answer = stack.post_lead(phone=new_phone())
    assert answer.body["card_url"].startswith(f"{stack.about['api_url']}/v1/cards/card_")


def test_lookup_finds_a_card_without_writing(stack, new_phone):
    phone = new_phone()
    card_id = stack.post_lead(full_name="Liv Moe", phone=phone).body["card_id"]
    asked = json.dumps({"phone": phone, "name": "Liv Moe", "country": "NO"}).encode()
    found = stack.call("POST", "/cards/lookup", role="operator", body=asked)
    assert [(item["card"]["id"], item["match"]["level"]) for item in found.body["items"]] == [
        (card_id, 1)
    ]


@pytest.mark.parametrize(
    ("method", "path", "role", "status"),
    [
        ("POST", "/leads?source=site", None, 401),
        ("POST", "/leads?source=site", "marketing", 403),
        ("POST", "/leads?source=nowhere", "intake", 404),
        ("POST", "/leads", "intake", 404),
        ("GET", "/cards/card_unknown", "operator", 404),
        ("GET", "/cards/card_unknown/inquiries", "operator", 404),
        ("GET", "/cards/card_unknown", "intake", 403),
        ("GET", "/tasks?limit=0", "operator", 400),
        ("GET", "/tasks?cursor=nonsense", "operator", 400),
        ("GET", "/tasks?kind=nothing", "operator", 400),
        ("GET", "/sources/site", "operator", 403),
        ("PATCH", "/health", None, 405),
        ("GET", "/nowhere", None, 404),
    ],
)
def test_a_refusal_is_a_problem_with_a_request_id(stack, method, path, role, status):
    answer = stack.call(method, path, role=role, body=b"{}" if method == "POST" else None)
    assert (answer.status, answer.body["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == answer.body["request_id"]
    assert {"type", "title", "detail", "instance", "message"} <= set(answer.body)


def test_a_lead_may_have_256_kilobytes_and_no_more(stack, new_phone):
    fits = stack.post_lead(phone=new_phone(), message="x" * 250_000)
    too_large = stack.post_lead(phone=new_phone(), message="x" * 262_144)
    assert (fits.status, too_large.status) == (201, 413)


def test_what_goes_wrong_leaves_no_personal_data_in_the_log(stack, new_phone):
    """The search itself is the ``stack`` fixture's, over every line of the run."""
    phone = new_phone()
    broken = f'{{"full_name": "Ola Hansen", "phone": "{phone}", "email": "ola@example.org"'
    answers = [
        stack.post_lead(full_name="Ola Hansen", email="ola@example.org", national_id=phone),
        stack.call("POST", "/leads?source=site", role="intake", body=broken.encode()),
        stack.call("POST", "/cards/lookup", role="operator", body=broken.encode()),
        stack.call("PUT", "/sources/x", role="admin", body=broken.encode()),
        stack.call("GET", f"/cards/{phone}", role="operator"),
        stack.call("POST", f"/leads?source={phone}", role="intake", body=broken.encode()),
    ]
    assert [answer.status for answer in answers] == [201, 202, 400, 400, 404, 404]


def test_another_media_type_is_refused(stack):
    answer = stack.call(
        "POST", "/leads?source=site", role="intake", body=b"<lead/>", content_type="text/xml"
    )
    assert answer.status == 415


def test_bytes_in_any_encoding_are_kept_as_they_came(stack):
    body = b'{"full_name": "K\xe5re", "phone": "\x00\xff"}'
    answer = stack.call(
        "POST",
        "/leads?source=site",
        role="intake",
        body=body,
        content_type="application/octet-stream",
    )
    assert (answer.status, answer.body["outcome"]) == (202, "quarantined")
    entry = stack.get(f"/quarantine/{answer.body['quarantine_id']}")
    assert (entry["code"], entry["raw"]) == ("unparseable", body.decode(errors="backslashreplace"))
    s3, bucket = stack.client("s3"), stack.about["aws"]["raw_bucket"]
    held = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="held/site/")
    names = [found["Key"] for page in held for found in page["Contents"]]
    assert body in [s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names]


def test_a_held_lead_is_looked_at_corrected_and_released_once(stack, new_phone):
    held = stack.post_lead(lead_id="release-me", full_name="Kari Berg", phone="99999999").body
    listed = [entry["id"] for entry in stack.get("/quarantine?limit=200")["items"]]
    assert held["quarantine_id"] in listed
    path = f"/quarantine/{held['quarantine_id']}"
    assert stack.get(path)["fields"]["full_name"] == "Kari Berg"
    correction = json.dumps({"fields": {"phone": new_phone()}}).encode()
    first = stack.call("POST", f"{path}/release", role="operator", body=correction)
    again = stack.call("POST", f"{path}/release", role="operator", body=correction)
    assert [answer.body["outcome"] for answer in (first, again)] == ["created", "replayed"]
    assert (first.status, list(first.body)) == (201, KEYS_OF_AN_ANSWER)
    assert stack.get(path)["status"] == "released"
    (inquiry,) = stack.get(f"/cards/{first.body['card_id']}/inquiries")["items"]
    assert inquiry["corrections"] == {"phone": "99999999"}


def test_a_held_lead_is_discarded_with_a_reason(stack):
    held = stack.post_lead(lead_id="discard-me", phone="12345678").body
    path = f"/quarantine/{held['quarantine_id']}/discard"
    refused = stack.call("POST", path, role="operator", body=b"{}")
    done = stack.call("POST", path, role="operator", body=b'{"reason": "spam"}')
    assert (refused.status, done.status, done.body["status"]) == (422, 200, "discarded")


def test_configuration_is_checked_kept_and_counts_at_once(stack, new_phone):
    owner = json.dumps({"name": "Siri", "email": "siri@example.com"}).encode()
    assert stack.call("PUT", "/owners/siri", role="admin", body=owner).status == 200
    source = {"country": "SE", "owners": [{"owner_id": "siri"}]}
    put = stack.call("PUT", "/sources/landing", role="admin", body=json.dumps(source).encode())
    assert put.status == 200
    got = stack.get("/sources/landing", role="admin")
    again = stack.call("PUT", "/sources/landing", role="admin", body=json.dumps(got).encode())
    assert (again.status, again.body) == (200, got), "what was got may be sent back as it is"
    lead = stack.post_lead(source="landing", phone="070-123 45 67")
    assert (lead.body["phone_e164"], lead.body["owner_email"]) == (
        "+46701234567",
        "siri@example.com",
    )


def test_bad_configuration_names_every_bad_field(stack):
    source = {"country": "Norway", "owners": [{"owner_id": "nobody-here"}], "colour": "blue"}
    answer = stack.call("PUT", "/sources/x", role="admin", body=json.dumps(source).encode())
    assert answer.status == 422
    assert [error["field"] for error in answer.body["errors"]] == ["country", "colour"]


def test_a_key_can_be_made_used_and_ended(stack):
    made = stack.call("POST", "/keys", role="admin", body=b'{"name": "Zapier", "role": "operator"}')
    key = {"x_api_key": made.body["key"]}
    assert stack.call("GET", "/tasks", **key).status == 200
    assert stack.call("DELETE", f"/keys/{made.body['id']}", role="admin").status == 204
    listed = stack.get("/keys", role="admin")["items"]
    assert made.body["id"] not in [entry["id"] for entry in listed]


def test_health_and_the_openapi_document_need_no_key(stack):
    assert stack.call("GET", "/health").body["status"] == "up"
    document = stack.call("GET", "/openapi.json").body
    assert document["openapi"] == "3.1.0"
    assert "/v1/leads" in document["paths"]
