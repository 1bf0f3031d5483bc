"""The platforms' webhooks through the deployed stack: proof, queue, the lead behind a notice."""

import hashlib
import hmac
import json
import random
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadfold.intake.notices import QueuedNotice
from leadfold.store import items
from leadfold.store.table import Table
from tests.mutations import mutated
from tests.stack.test_background import until
from tests.stand_ins.graph import lead

EVENTS = Path(__file__).parents[2] / "events"
SEED = 20_261_121


def tell(graph, what, document):
    request = urllib.request.Request(f"{graph}/{what}", data=json.dumps(document).encode())
    urllib.request.urlopen(request, timeout=20).close()


def notices(*lead_ids):
    changes = [{"field": "leadgen", "value": {"leadgen_id": lead_id}} for lead_id in lead_ids]
    return json.dumps({"object": "page", "entry": [{"id": "1", "changes": changes}]}).encode()


def post_meta(stack, body, secret=None):
    secret = secret or stack.about["sources"]["meta-demo"]["app_secret"]
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return stack.call(
        "POST", "/webhooks/meta/meta-demo", body=body, x_hub_signature_256=f"sha256={made}"
    )


def card_of(stack, phone):
    asked = json.dumps({"phone": phone}).encode()
    return stack.call("POST", "/cards/lookup", role="operator", body=asked).body["items"]


def test_metas_handshake_gives_the_challenge_back_as_text(stack):
    token = stack.about["sources"]["meta-demo"]["verify_token"]
    path = "/webhooks/meta/meta-demo?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    right, wrong = stack.call("GET", path + token), stack.call("GET", path + "guess")
    assert (right.status, right.body) == (200, b"1158201444")
    assert wrong.status == 403


def test_a_signed_notice_becomes_the_lead_on_a_card(stack, graph, new_phone):
    phone = new_phone()
    tell(graph, "nodes", lead("501", {"full_name": ["Kari Berg"], "phone_number": [phone]}))
    answer = post_meta(stack, notices("501", "501"))
    assert (answer.status, answer.body) == (200, {"accepted": 1})
    (found,) = until(lambda: card_of(stack, phone))
    assert found["card"]["source"] == "meta-demo"


def test_a_notice_with_a_wrong_signature_stores_nothing(stack):
    assert post_meta(stack, notices("502"), secret="guess").status == 401
    assert stack.call("POST", "/webhooks/meta/meta-demo", body=notices("502")).status == 401


def test_a_thousand_notices_in_one_call_are_all_stored(stack, graph, new_phone):
    phones = [new_phone() for _ in range(3)]
    ids = [str(70_000 + number) for number in range(1000)]
    nodes = [lead(ids[n * 400], {"phone_number": [phones[n]]}) for n in range(3)]
    tell(graph, "nodes", nodes)
    assert post_meta(stack, notices(*ids)).body == {"accepted": 1000}
    for phone in phones:
        assert until(lambda phone=phone: card_of(stack, phone))


def test_a_lead_that_cannot_be_read_yet_is_read_later(stack, graph, new_phone):
    phone = new_phone()
    tell(graph, "nodes", lead("503", {"phone_number": [phone]}))
    tell(graph, "script/503", [{"code": 80005}])
    post_meta(stack, notices("503"))
    assert until(lambda: card_of(stack, phone))


def test_upkeep_sends_on_what_was_put_off_for_longer_than_a_queue_can(stack, graph, new_phone):
    phone = new_phone()
    tell(graph, "nodes", lead("504", {"phone_number": [phone]}))
    table = Table(stack.client("dynamodb"), stack.about["aws"]["table"])
    now = datetime.now(UTC)
    queued = QueuedNotice(source="meta-demo", notice={"leadgen_id": "504"}, received_at=now)
    due = (now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    table.write(items.delayed_message(queued.message(), queued.name, due))
    stack.client("lambda").invoke(FunctionName=stack.about["aws"]["functions"]["upkeep"])
    assert until(lambda: card_of(stack, phone))
    assert not table.get([(f"WAIT#{queued.name}", "WAIT")])


def test_a_google_lead_is_taken_in_by_its_key_alone(stack, new_phone):
    phone = new_phone()
    event = json.loads((EVENTS / "google-lead.json").read_text())
    event |= {
        "lead_id": "google-stack",
        "google_key": stack.about["sources"]["google-demo"]["google_key"],
    }
    event["user_column_data"] = [{"column_id": "PHONE_NUMBER", "string_value": phone}]
    path = "/webhooks/google/google-demo"
    right = stack.call("POST", path, body=json.dumps(event).encode())
    wrong = stack.call("POST", path, body=json.dumps(event | {"google_key": "guess"}).encode())
    assert (right.status, right.body) == (200, {})
    assert (wrong.status, "message" in wrong.body) == (401, True)
    assert len(card_of(stack, phone)) == 1


def test_a_form_reaches_its_card_by_the_secret_url(stack, new_phone):
    path = stack.about["sources"]["site"]["secret_path"].removeprefix("/v1")
    body = f"your-name=Kari+Berg&your-phone={new_phone()}".replace("+47", "%2B47").encode()
    form = {"content_type": "application/x-www-form-urlencoded"}
    answer = stack.call("POST", path, body=body, **form)
    wrong = stack.call("POST", path[:-1] + "x", body=body, **form)
    assert (answer.body["outcome"], wrong.status) == ("created", 401)


def test_a_batch_answers_for_each_lead_in_order(stack, new_phone):
    leads = [{"lead_id": f"b{n}", "phone": new_phone()} for n in range(3)]
    leads[1] = {"lead_id": "b1", "phone": "nothing"}
    body = "\n".join(json.dumps(each) for each in leads).encode()
    answer = stack.call(
        "POST",
        "/leads/batch?source=site",
        role="intake",
        body=body,
        content_type="application/x-ndjson",
    )
    outcomes = [result["outcome"] for result in answer.body["results"]]
    assert outcomes == ["created", "quarantined", "created"]


def test_a_preview_writes_nothing(stack, new_phone):
    phone = new_phone()
    body = json.dumps({"full_name": "Kari Berg", "phone": phone}).encode()
    answer = stack.call("POST", "/sources/site/preview", role="operator", body=body)
    assert (answer.status, answer.body["normalised"]["phone_e164"]) == (200, phone)
    assert card_of(stack, phone) == []


@pytest.mark.parametrize("event", ["google-lead.json", "meta-notice.json", "zapier-form.txt"])
def test_mutated_bodies_are_never_a_fault(stack, event):
    """Seeded; the long form of this runs in process."""
    whole = (EVENTS / event).read_bytes()
    chance = random.Random(SEED)
    bodies = [mutated(whole, chance) for _ in range(70)]

    def post(body):
        if event.startswith("google"):
            return stack.call("POST", "/webhooks/google/google-demo", body=body)
        if event.startswith("meta"):
            return post_meta(stack, body)
        path = stack.about["sources"]["site"]["secret_path"].removeprefix("/v1")
        return stack.call("POST", path, body=body, content_type="application/x-www-form-urlencoded")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, bodies))
    assert {answer.status for answer in answers} <= {200, 201, 202, 401}
