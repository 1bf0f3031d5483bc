"""Each function's policy names the actions and resources that it uses, and no others.

The handlers run here in process, on the stack's resources, and every call that they make is noted;
the template must allow exactly these.
"""

import importlib.util
import json
import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest

from leadfold import errors, wiring
from tests.template import RESOURCES

ROOT = Path(__file__).parents[2]
FUNCTIONS = ("intake", "api", "relay", "react", "upkeep")

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
        case "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "GetItem":
            yield f"dynamodb:{operation}", "table"
        case "Query":
            yield "dynamodb:Query", "index" if "IndexName" in parameters else "table"
        case "CopyObject":
            yield "s3:GetObject", _prefix(parameters["CopySource"])
            yield "s3:PutObject", _prefix(parameters)
        case "ListObjectsV2":
            yield "s3:ListBucket", "raw"
        case "GetSecretValue":
            yield "secretsmanager:GetSecretValue", "secret"
        case "SendMessageBatch":
            yield "sqs:SendMessage", "queue"
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
        (r"index/work", "index"),
        (r"ReactQueue", "queue"),
        (r"HashKey", "secret"),
        (r"RawBucket.*parked/\*", "raw/parked"),
        (r"RawBucket.*held/\*", "raw/held"),
        (r"RawBucket", "raw"),
        (r"FactsBucket.*facts/\*", "facts/facts"),
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

    def down(*_, **__):
        raise errors.Unavailable

    with patch.context() as table_down:
        table_down.setattr(module._desk.store, "transact", down)
        assert post(lead_id="r5", phone=phone)["outcome"] == "accepted"


def _api(module, stack, patch):
    def call(method, path, role="admin", body=None, query=""):
        sent = json.dumps(body).encode() if body is not None else b""
        answer = module.handler(_event(stack, method, path, role, sent, query), None)
        assert answer["statusCode"] in {200, 201, 204}, answer
        return json.loads(answer["body"] or "null")

    (task, *_) = call("GET", "/tasks", "operator", query="limit=1")["items"]
    call("GET", f"/cards/{task['card_id']}")
    call("POST", "/cards/lookup", body={"phone": "+4748111222"})
    (held, *_) = call("GET", "/quarantine", "operator", query="limit=1")["items"]
    call("GET", f"/quarantine/{held['id']}")
    _move_back(stack, held["id"])  # as after a crash before the bytes were moved
    call("GET", f"/quarantine/{held['id']}")
    call("POST", f"/quarantine/{held['id']}/release", body={"fields": {"phone": "+4748111222"}})
    call("GET", "/sources/site/deliveries", "marketing")
    call("PUT", "/buckets/rights", body={"name": "Rights"})
    call("DELETE", f"/keys/{call('POST', '/keys', body={'name': 'x', 'role': 'intake'})['id']}")


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


def _relay(module, stack, patch):
    module.handler({"Records": [{"dynamodb": {"Keys": _task_keys(stack)}}]}, None)


def _react(module, stack, patch):
    changed = [_task_keys(stack), _items(stack, "DLV")[0]]
    record = {
        "messageId": "rights",
        "body": json.dumps({"changed": [[key["pk"]["S"], key["sk"]["S"]] for key in changed]}),
        "attributes": {"SentTimestamp": str(int(time.time() * 1000))},
    }
    assert module.handler({"Records": [record]}, None) == {"batchItemFailures": []}


def _upkeep(module, stack, patch):
    """Every way out of the parked prefix: recorded, and held for a person."""
    s3, bucket = stack.client("s3"), stack.about["aws"]["raw_bucket"]
    leads = [
        {"lead_id": f"u{number}", "full_name": name, "phone": phone}
        for number, (name, phone) in enumerate(
            [("Per Rud", "+4748111333"), ("Kari Rud", "+4748111333"), ("Per Rud", "+4748111333")]
        )
    ]
    for number, lead in enumerate([*leads, {"lead_id": "u9", "full_name": "No Body"}]):
        s3.put_object(
            Bucket=bucket,
            Key=f"parked/site/rights-{number}",
            Body=json.dumps(lead).encode(),
            Metadata={
                "source": "site",
                "content-type": "application/json",
                "received-at": (datetime.now(UTC) - timedelta(minutes=5)).isoformat(),
                "delivery-id": f"dlv_rights{number}",
            },
        )
    assert module.handler({}, None)["swept"]["quarantined"] == 1


def _task_keys(stack):
    task = stack.post_lead(phone="+4748111444").body["task_id"]
    return {"pk": {"S": f"TASK#{task}"}, "sk": {"S": "TASK"}}


SCENARIOS = {
    "intake": _intake,
    "api": _api,
    "relay": _relay,
    "react": _react,
    "upkeep": _upkeep,
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_policy_allows_what_the_function_does_and_nothing_else(used, function):
    assert allowed(function) == used[function] | BY_LAMBDA.get(function, set())
