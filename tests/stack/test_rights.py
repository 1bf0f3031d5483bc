"""Each function's policy names the actions and resources that it uses, and no others.

The handlers run here in process, on the stack's resources, and every call that they make is noted;
the template must allow exactly these.
"""

import hashlib
import hmac
import importlib.util
import json
import re
import time
import urllib.request
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import botocore.session
import pytest

from leadfold import errors
from leadfold.intake.notices import QueuedNotice
from leadfold.privacy.erasing import lifecycle
from leadfold.runtime import wiring
from leadfold.store import items
from leadfold.store.items import erasures
from leadfold.store.table import Table
from leadfold.store.writes import Overwrite
from tests.stand_ins.graph import lead
from tests.template import RESOURCES

ROOT = Path(__file__).parents[2]
FUNCTIONS = ("intake", "api", "collect", "relay", "react", "upkeep", "compact", "report")

#: What the actions of a transaction need.
TRANSACT = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Delete": "dynamodb:DeleteItem",
}
#: Used by the service on the function's behalf: the event source and what it gives up on.
BY_LAMBDA = {
    "relay": {
        ("dynamodb:DescribeStream", "stream"),
        ("dynamodb:GetRecords", "stream"),
        ("dynamodb:GetShardIterator", "stream"),
        ("dynamodb:ListStreams", "stream"),
        ("s3:PutObject", "facts/aws"),
        ("s3:ListBucket", "facts"),
    },
    # S3 answers 404 instead of 403 for a missing object only to those who may list.
    "api": {("s3:ListBucket", "raw")},
    "collect": {
        ("s3:ListBucket", "raw"),
        ("sqs:ReceiveMessage", "collect"),
        ("sqs:DeleteMessage", "collect"),
        ("sqs:GetQueueAttributes", "collect"),
    },
    "react": {
        ("sqs:ReceiveMessage", "queue"),
        ("sqs:DeleteMessage", "queue"),
        ("sqs:GetQueueAttributes", "queue"),
    },
}


def needs(operation, parameters):
    """Yield (action, resource) that one SDK call needs."""
    match operation:
        case "TransactWriteItems":
            for item in parameters["TransactItems"]:
                (kind,) = item
                yield TRANSACT[kind], "table"
        case (
            "BatchGetItem" | "BatchWriteItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "GetItem"
        ):
            yield f"dynamodb:{operation}", "table"
        case "Query":
            yield "dynamodb:Query", parameters.get("IndexName", "table")
        case "CopyObject":
            yield "s3:GetObject", _prefix(parameters["CopySource"])
            yield "s3:PutObject", _prefix(parameters)
        case "ListObjectsV2":
            yield "s3:ListBucket", "facts" if "facts" in parameters["Bucket"] else "raw"
        case "GetSecretValue":
            yield "secretsmanager:GetSecretValue", "secret"
        case "SendMessageBatch":
            name = "collect" if "Collect" in parameters["QueueUrl"] else "queue"
            yield "sqs:SendMessage", name
        case _:
            yield f"s3:{operation}", _prefix(parameters)


def _prefix(parameters):
    bucket = "facts" if "facts" in parameters["Bucket"] else "raw"
    return f"{bucket}/{parameters['Key'].partition('/')[0]}"


def allowed(function):
    """Return the (action, resource) pairs of a function's policies."""
    pairs = set()
    for policy in RESOURCES[f"{function.capitalize()}Function"]["Properties"]["Policies"]:
        for statement in policy["Statement"]:
            for action in _list(statement["Action"]):
                pairs |= {(action, _named(arn)) for arn in _list(statement["Resource"])}
    return pairs


def _list(value):
    return value if isinstance(value, list) else [value]


def _named(arn):
    text = str(arn)
    for pattern, name in (
        (r"StreamArn", "stream"),
        (r"index/work", "work"),
        (r"index/due", "due"),
        (r"CollectQueue", "collect"),
        (r"ReactQueue", "queue"),
        (r"HashKey", "secret"),
        (r"RawBucket.*parked/\*", "raw/parked"),
        (r"RawBucket.*held/\*", "raw/held"),
        (r"RawBucket.*erasures/\*", "raw/erasures"),
        (r"RawBucket", "raw"),
        (r"FactsBucket.*facts/\*", "facts/facts"),
        (r"FactsBucket.*lake/\*", "facts/lake"),
        (r"FactsBucket.*aws/lambda", "facts/aws"),
        (r"FactsBucket", "facts"),
        (r"Table", "table"),
    ):
        if re.search(pattern, text):
            return name
    raise AssertionError(f"an unknown resource: {text}")


@pytest.fixture(scope="module")
def used(stack):
    """Run every path of the handlers and return the pairs that each function needed."""
    noted = defaultdict(set)
    for function in FUNCTIONS:
        with pytest.MonkeyPatch.context() as patch:
            noted[function] = _run(function, stack, patch)
    return noted


def _run(function, stack, patch):
    aws, noted = stack.about["aws"], set()
    for name, value in {
        "AWS_ENDPOINT_URL": aws["endpoint_url"],
        "AWS_DEFAULT_REGION": aws["region"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE": aws["table"],
        "RAW_BUCKET": aws["raw_bucket"],
        "FACTS_BUCKET": aws["facts_bucket"],
        "HASH_KEY_ARN": aws["hash_key_arn"],
        "QUEUE_URL": aws["react_queue_url"],
        "COLLECT_QUEUE_URL": aws["collect_queue_url"],
        "PUBLIC_URL": stack.about["api_url"],
    }.items():
        patch.setenv(name, value)
    session = botocore.session.Session()
    session.register(
        "provide-client-params",
        lambda params, model, **_: noted.update(needs(model.name, params)),
    )
    patch.setattr(wiring, "_session", session)
    spec = importlib.util.spec_from_file_location(
        f"rights_{function}", ROOT / "functions" / function / "app.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    SCENARIOS[function](module, stack, patch)
    return noted


def _event(stack, method, path, role, body=b"", query=""):
    return {
        "rawPath": f"/v1{path}",
        "rawQueryString": query,
        "headers": {"x-api-key": stack.about["keys"][role], "content-type": "application/json"},
        "requestContext": {"requestId": "rights", "http": {"method": method}, "stage": "$default"},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


def _intake(module, stack, patch):
    def post(**lead):
        event = _event(stack, "POST", "/leads", "intake", json.dumps(lead).encode(), "source=site")
        return json.loads(module.handler(event, None)["body"])

    phone = "+4748111222"
    assert post(lead_id="r1", full_name="Per Rud", phone=phone)["outcome"] == "created"
    assert post(lead_id="r2", full_name="Per Rud", phone=phone)["outcome"] == "repeat"
    assert post(lead_id="r3", full_name="Kari Rud", phone=phone)["suggestions"]
    assert post(lead_id="r2", full_name="Per Rud", phone=phone, roof="flat")["warning_codes"]
    assert post(lead_id="r4", full_name="No Body")["outcome"] == "quarantined"

    notice = {"field": "leadgen", "value": {"leadgen_id": "601"}}
    body = json.dumps({"object": "page", "entry": [{"id": "1", "changes": [notice]}]}).encode()
    secret = stack.about["sources"]["meta-demo"]["app_secret"].encode()
    event = _event(stack, "POST", "/webhooks/meta/meta-demo", "intake", body)
    made = hmac.new(secret, body, hashlib.sha256).hexdigest()
    event["headers"]["x-hub-signature-256"] = f"sha256={made}"
    assert module.handler(event, None)["statusCode"] == 200

    def down(*_, **__):
        raise errors.Unavailable

    with patch.context() as table_down:
        table_down.setattr(module._desk.store, "transact", down)
        assert post(lead_id="r5", phone=phone)["outcome"] == "accepted"


def _api(module, stack, patch):
    def call(method, path, role="admin", body=None, query=""):
        sent = json.dumps(body).encode() if body is not None else b""
        answer = {"statusCode": 202}
        while answer["statusCode"] == 202:  # an erasure goes on when it is asked for again
            answer = module.handler(_event(stack, method, path, role, sent, query), None)
        assert answer["statusCode"] in {200, 201, 204}, answer
        return json.loads(answer["body"] or "null")

    query = "limit=1&kind=first_contact"
    (task, *_) = call("GET", "/tasks", "operator", query=query)["items"]
    call("GET", f"/cards/{task['card_id']}")
    call("PATCH", f"/tasks/{task['id']}", "operator", {"status": "done"})
    call("PATCH", f"/tasks/{task['id']}", "operator", {"status": "open"})
    call("PUT", "/settings/routing", body=call("GET", "/settings/routing"))
    call("POST", "/cards/lookup", body={"phone": "+4748111222"})
    call("POST", "/match", "operator", [{"phone": "+4748111222"}])
    (suggestion, *_) = call("GET", "/suggestions", "operator", query="limit=1")["items"]
    call("POST", f"/suggestions/{suggestion['id']}/household", "operator")
    call("PUT", "/settings/identity", body=call("GET", "/settings/identity"))
    (held, *_) = call("GET", "/quarantine", "operator", query="limit=1")["items"]
    call("GET", f"/quarantine/{held['id']}")
    _move_back(stack, held["id"])  # as after a crash before the bytes were moved
    call("GET", f"/quarantine/{held['id']}")
    call("POST", f"/quarantine/{held['id']}/release", body={"fields": {"phone": "+4748111222"}})
    module._dispatch._tools.collect(
        QueuedNotice(
            source="meta-demo", notice={"leadgen_id": "620"}, received_at=datetime.now(UTC)
        )
    )
    call("GET", "/sources/site/deliveries", "marketing")
    call("PUT", "/buckets/rights", body={"name": "Rights"})
    for kind in ("owners", "buckets"):
        assert call("GET", f"/{kind}", "operator")["items"]
    call("PUT", "/sources/rights", body={"platform": "generic"})
    call("DELETE", "/sources/rights")
    call("DELETE", f"/keys/{call('POST', '/keys', body={'name': 'x', 'role': 'intake'})['id']}")
    _erase(stack, lambda card_id: call("POST", f"/cards/{card_id}/erase", "operator"))


def _erase(stack, erase):
    """Let a person be erased who is on a card, on a task, and in raw bytes of both places."""
    phone = "+4748111777"
    # Named, so that neither is the one that was erased before.
    once = time.time_ns()
    lead = {"phone": phone, "full_name": "Er Aser"}
    card_id = stack.post_lead(lead_id=f"erased {once}", **lead).body["card_id"]
    stack.post_lead(lead_id=f"erased again {once}", **lead)
    stack.post_lead(lead_id=f"held {once}", message=f"ring {phone}")
    stack.client("s3").put_object(
        Bucket=stack.about["aws"]["raw_bucket"],
        Key="parked/site/v1.erased",
        Body=json.dumps({"phone": phone, "full_name": "Er Aser"}).encode(),
        Metadata={
            "source": "site",
            "content-type": "application/json",
            "received-at": (datetime.now(UTC) - timedelta(minutes=5)).isoformat(),
            "delivery-id": "dlv_erased",
        },
    )
    return erase(card_id)


def _move_back(stack, entry_id):
    """Put a held lead's bytes where they were before its entry was written."""
    (entry,) = _items(stack, "QUARANTINE", id=entry_id)
    name = f"{entry['source']['S']}/{entry['key']['S']}"
    s3, bucket = stack.client("s3"), stack.about["aws"]["raw_bucket"]
    held = {"Bucket": bucket, "Key": f"held/{name}"}
    s3.copy_object(Bucket=bucket, Key=f"parked/{name}", CopySource=held)
    s3.delete_object(**held)


def _items(stack, sk, **values):
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName=stack.about["aws"]["table"])
    )
    wanted = {"sk": {"S": sk}} | {name: {"S": value} for name, value in values.items()}
    return [i for page in pages for i in page["Items"] if wanted.items() <= i.items()]


def _collect(module, stack, patch):
    """Every way that a notice can end, from a lead on a card to a wait of hours."""
    graph = urlsplit(stack.about["stand_ins"]["graph"])
    control = f"{graph.scheme}://{graph.netloc}/stand-in"

    def tell(what, document):
        request = urllib.request.Request(f"{control}/{what}", data=json.dumps(document).encode())
        urllib.request.urlopen(request, timeout=20).close()

    def follow(lead_id, *steps, **fields):
        tell("nodes", lead(lead_id, fields))
        tell(f"script/{lead_id}", steps)
        now = datetime.now(UTC)
        queued = QueuedNotice(source="meta-demo", notice={"leadgen_id": lead_id}, received_at=now)
        record = {"messageId": "1", "body": queued.message()}
        assert module.handler({"Records": [record]}, None) == {"batchItemFailures": []}

    phone = ["+4748111555"]
    follow("610", full_name=["Per Rud"], phone_number=phone)
    follow("611", full_name=["Per Rud"], phone_number=phone)
    follow("612", full_name=["Kari Rud"], phone_number=phone)
    follow("612", full_name=["Kari Rud"], phone_number=phone)
    follow("613", {"code": 2}, phone_number=phone)
    follow("614", {"code": 80005, "minutes": 90}, phone_number=phone)
    follow("615000000000001", {"code": 190}, phone_number=phone)
    (held,) = _items(stack, "QUARANTINE", code="reconnect", source="meta-demo")
    _move_back(stack, held["id"]["S"])
    follow("615000000000001", phone_number=phone)

    def down(*_, **__):
        raise errors.Unavailable

    with patch.context() as table_down:
        table_down.setattr(module._desk.store, "transact", down)
        follow("616", phone_number=phone)


def _relay(module, stack, patch):
    module.handler({"Records": [{"dynamodb": {"Keys": _task_keys(stack)}}]}, None)


def _react(module, stack, patch):
    changed = [_task_keys(stack), _items(stack, "DLV")[0]]
    _hand_over(module, changed)
    # The stack's own react may be quicker with a card; hardly with each of three.
    for phone in ("+4748111661", "+4748111662", "+4748111663"):
        card = _side_by_side(stack, phone)
        _hand_over(module, [card])
        _touch(stack, card)
        _hand_over(module, [card])


def _hand_over(module, changed):
    record = {
        "messageId": "rights",
        "body": json.dumps({"changed": [[key["pk"]["S"], key["sk"]["S"]] for key in changed]}),
        "attributes": {"SentTimestamp": str(int(time.time() * 1000))},
    }
    assert module.handler({"Records": [record]}, None) == {"batchItemFailures": []}


def _side_by_side(stack, phone):
    """Return the key of a card that is to be paired: it shares a phone, and no lead told so."""
    table = stack.about["aws"]["table"]
    stack.post_lead(phone=phone, full_name="Per Rud")
    answer = stack.post_lead(phone=phone, full_name="Kari Rud").body
    client, card = stack.client("dynamodb"), {"S": f"CARD#{answer['card_id']}"}
    (suggestion,) = _items(stack, "SUGGESTION", id=answer["suggestions"][0])
    client.delete_item(TableName=table, Key={"pk": suggestion["pk"], "sk": {"S": "SUGGESTION"}})
    # Should it be listed and paired already: it is not, and something new is known of it now.
    client.delete_item(TableName=table, Key={"pk": card, "sk": {"S": "LISTED"}})
    key = {"pk": card, "sk": {"S": "CARD"}}
    client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="ADD evidence :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    return key


def _upkeep(module, stack, patch):
    """Every way out of the parked prefix: recorded, and held for a person."""
    s3, bucket = stack.client("s3"), stack.about["aws"]["raw_bucket"]
    leads = [
        {"lead_id": f"u{number}", "full_name": name, "phone": phone}
        for number, (name, phone) in enumerate(
            [("Per Rud", "+4748111333"), ("Kari Rud", "+4748111333"), ("Per Rud", "+4748111333")]
        )
    ]
    for number, parked in enumerate([*leads, {"lead_id": "u9", "full_name": "No Body"}]):
        s3.put_object(
            Bucket=bucket,
            Key=f"parked/site/rights-{number}",
            Body=json.dumps(parked).encode(),
            Metadata={
                "source": "site",
                "content-type": "application/json",
                "received-at": (datetime.now(UTC) - timedelta(minutes=5)).isoformat(),
                "delivery-id": f"dlv_rights{number}",
            },
        )
    waiting = items.delayed_message(
        '{"none": "of these"}', "collect#rights", "2026-01-01T00:00:00Z"
    )
    Table(stack.client("dynamodb"), stack.about["aws"]["table"]).write(waiting)
    swept = module.handler({}, None)
    assert (swept["swept"]["quarantined"], swept["woken"]) == (1, 1)
    _erase(stack, lambda card_id: _end_erasure(module, card_id))


def _end_erasure(module, card_id):
    """Let ``upkeep`` end an erasure that somebody began a while ago, and one by retention."""
    store, now = module._desk.store, datetime.now(UTC) - timedelta(minutes=2)
    deadline = time.monotonic() + 60
    begun = lifecycle.begin(
        card_id, module._desk, module._config, by="rights", at=now, deadline=deadline
    )
    # As `upkeep` goes on with it, but to its end: there may be many raw bytes to look through.
    lifecycle.run(begun.id, module._desk, module._config, now=datetime.now(UTC), until=deadline)
    for name in ("card_gone", "card_gone_too"):
        note = erasures.retention_note(name, "2026-01-01T00:00:00Z")
        store.write(Overwrite(key=erasures.retention_key(name), item=note))
    assert module.handler({}, None)["erased"] is not None


def _touch(stack, key):
    """Let a card be written again: it moves in the list of all."""
    stack.client("dynamodb").update_item(
        TableName=stack.about["aws"]["table"],
        Key=key,
        UpdateExpression="SET updated_at = :now",
        ExpressionAttributeValues={":now": {"S": datetime.now(UTC).isoformat()}},
    )


def _task_keys(stack):
    task = stack.post_lead(phone="+4748111444").body["task_id"]
    return {"pk": {"S": f"TASK#{task}"}, "sk": {"S": "TASK"}}


def _compact(module, stack, patch):
    """Days of a closed month: folded each, and then together."""
    s3, bucket = stack.client("s3"), stack.about["aws"]["facts_bucket"]
    for day in ("2026-01-30", "2026-01-31"):
        body = b'{"fact": "merge", "id": "rights", "written_at": "2026-01-31T00:00:00+00:00"}\n'
        s3.put_object(Bucket=bucket, Key=f"facts/{day}/rights.jsonl", Body=body)
    done = module.handler({}, None)
    assert done["months"] >= 1


def _report(module, stack, patch):
    """Figures of both parts of the lake, an upload, and conversions, which need cards."""

    def call(method, path, role="admin", body=b"", query=""):
        answer = module.handler(_event(stack, method, path, role, body, query), None)
        assert answer["statusCode"] == 200, answer
        return answer["body"]

    card_id = stack.post_lead(phone="+4748111888", full_name="Re Port").body["card_id"]
    sale = {"stage": "won", "value": {"amount": "10.00", "currency": "NOK"}}
    done = stack.call(
        "POST",
        f"/cards/{card_id}/stage",
        role="operator",
        body=json.dumps(sale).encode(),
        content_type="application/json",
    )
    # The stack's own react may not have told of it yet; ``compact`` has left closed days.
    told = {name: done.body[name] for name in ("id", "at")}
    fact = {"fact": "stage", "card_id": card_id, "stage": "won", **told}
    line = json.dumps(fact | {"written_at": datetime.now(UTC).isoformat()}).encode()
    day = datetime.now(UTC).date().isoformat()
    bucket = stack.about["aws"]["facts_bucket"]
    stack.client("s3").put_object(Bucket=bucket, Key=f"facts/{day}/rights.jsonl", Body=line)
    call("POST", "/spend", "marketing", b"date,platform,amount,currency\n2026-01-02,meta,7,NOK\n")
    call("GET", "/reports/attribution", "marketing")
    found = call("GET", "/reports/conversions", "operator", query="platform=google&action=a")
    assert json.loads(found)["payload"]["conversions"]


SCENARIOS = {
    "intake": _intake,
    "api": _api,
    "collect": _collect,
    "relay": _relay,
    "react": _react,
    "upkeep": _upkeep,
    "compact": _compact,
    "report": _report,
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_policy_allows_what_the_function_does_and_nothing_else(used, function):
    assert allowed(function) == used[function] | BY_LAMBDA.get(function, set())
