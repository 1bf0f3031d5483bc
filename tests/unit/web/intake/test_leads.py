"""``POST /leads`` and ``/leads/batch``: each lead its own result, in order."""

import json

import pytest

from tests.unit.web.harness import Service


@pytest.fixture
def service():
    service = Service()
    service.source("site", country="NO")
    return service


def lead(number, **fields):
    return {
        "lead_id": f"b-{number}",
        "full_name": "Ola Lie",
        "phone": f"912345{number:02d}",
        **fields,
    }


def batch(service, body, content_type="application/json", **options):
    return service.call("POST", "/leads/batch", body, role="intake", query="source=site",
                        content_type=content_type, **options)  # fmt: skip


def outcomes(answer):
    return [result["outcome"] for result in answer.body["results"]]


def test_one_lead_in_a_list_is_one_lead(service):
    answer = service.call("POST", "/leads", [lead(1)], role="intake", query="source=site")
    assert answer.status == 201


def test_a_batch_has_a_result_for_each_lead_in_order(service):
    answer = batch(service, [lead(n) for n in range(20)])
    assert answer.status == 200
    phones = [result["phone_e164"] for result in answer.body["results"]]
    assert phones == [f"+47912345{n:02d}" for n in range(20)]


def test_one_bad_lead_fails_no_other(service):
    lines = [
        json.dumps(lead(1)),
        "broken",
        json.dumps({"x": 1}),
        json.dumps("text"),
        json.dumps(lead(2)),
    ]
    answer = batch(service, "\n".join(lines).encode(), "application/x-ndjson")
    assert outcomes(answer) == ["created", "quarantined", "quarantined", "quarantined", "created"]
    codes = sorted(entry["code"] for entry in service.items("QUARANTINE"))
    assert codes == ["no_identity", "not_one_lead", "unparseable"]


def test_one_customer_many_times_in_a_batch_is_one_card(service):
    answer = batch(service, [lead(7, lead_id=f"x{n}") for n in range(30)])
    assert sorted(outcomes(answer)) == ["created"] + ["repeat"] * 29
    assert len({result["card_id"] for result in answer.body["results"]}) == 1


def test_a_batch_sent_again_is_replayed_also_without_lead_ids(service):
    leads = [{"full_name": "Ola Lie", "phone": f"912345{n:02d}"} for n in range(3)]
    headers = {"idempotency-key": '"batch-1"'}
    assert outcomes(batch(service, leads, headers=headers)) == ["created"] * 3
    assert outcomes(batch(service, leads, headers=headers)) == ["replayed"] * 3


def test_a_batch_of_500_is_taken_and_of_501_refused(service):
    small = [{"lead_id": n, "is_test": True, "email": "a@example.com"} for n in range(501)]
    assert batch(service, small).status == 413
    assert len(batch(service, small[:500]).body["results"]) == 500


def test_a_lead_too_large_fails_alone(service):
    answer = batch(service, [lead(1), lead(2, message="x" * 300_000), lead(3)])
    assert outcomes(answer) == ["created", "failed", "created"]
    assert answer.body["results"][1]["status"] == 413


def test_a_batch_over_4_mb_is_413(service):
    assert batch(service, b"[" + b" " * (4 * 1024 * 1024) + b"]").status == 413


@pytest.mark.parametrize(("body", "found"), [(b"[]", []), (b"", []), (b"[{", ["quarantined"])])
def test_an_empty_or_broken_batch_is_told_as_it_is(service, body, found):
    assert outcomes(batch(service, body)) == found


def test_a_batch_that_is_no_json_is_415(service):
    assert batch(service, b"a=1", "application/x-www-form-urlencoded").status == 415


def test_a_batch_needs_a_key_and_a_source(service):
    assert service.call("POST", "/leads/batch", [], query="source=site").status == 401
    assert service.call("POST", "/leads/batch", [], role="intake", query="source=x").status == 404
    assert (
        service.call("POST", "/leads/batch", [], role="marketing", query="source=site").status
        == 403
    )


def test_an_idempotency_key_that_stands_for_none_is_none_for_each_lead_of_a_batch(service):
    key = {"idempotency-key": "{{uuid}}"}
    for start in (1, 3):
        leads = [{"full_name": f"Ola {name}", "phone": f"912345{start + n:02d}"}
                 for n, name in enumerate(["Lie", "Berg"])]  # fmt: skip
        answer = batch(service, leads, headers=key)
        assert outcomes(answer) == ["created", "created"]
        assert [result["warning_codes"] for result in answer.body["results"]] == ["placeholder"] * 2
