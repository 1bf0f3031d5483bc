"""A person is erased on the deployed template, and nothing of them is left in table or buckets."""

import json
import time

DEADLINE_SECONDS = 180
BUCKETS = ("raw_bucket", "facts_bucket")


def post(stack, path, document):
    body = json.dumps(document).encode()
    return stack.call("POST", path, role="operator", body=body, content_type="application/json")


def everything(stack):
    """Return the text of every item and object that the stack keeps, and of messages that wait."""
    aws = stack.about["aws"]
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=aws["table"])
    told = [json.dumps(item, ensure_ascii=False) for page in pages for item in page["Items"]]
    s3 = stack.client("s3")
    for bucket in (aws[name] for name in BUCKETS):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for entry in page.get("Contents", ()):
                found = s3.get_object(Bucket=bucket, Key=entry["Key"])
                body = found["Body"].read().decode(errors="replace")
                told.append(f"{entry['Key']} {found['Metadata']} {body}")
    sqs = stack.client("sqs")
    for url in sqs.list_queues().get("QueueUrls", ()):
        # Seen and left: what is not deleted comes again at once.
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        told += [message["Body"] for message in found.get("Messages", ())]
    return "\n".join(told).casefold()


def erased(stack, card_id):
    """Ask until the erasure is done: what the call does not end, ``upkeep`` does."""
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        answer = post(stack, f"/cards/{card_id}/erase", {"reason": "asked to be forgotten"})
        assert answer.status in {200, 202}, answer
        if answer.status == 200:
            return answer.body
        time.sleep(1)  # upkeep comes by the clock
    raise AssertionError("the erasure was not done in time")


def test_nothing_is_left_of_an_erased_person(stack, new_phone):
    phone = new_phone()
    national = phone.removeprefix("+47")
    ola = {
        "full_name": "Oluf Kvernbakken",
        "phone": f"{national[:3]} {national[3:5]} {national[5:]}",
        "email": "oluf@kvernbakken.example",
        "message": f"ring {phone}",
    }
    made = stack.post_lead(lead_id="erase-1", utm_campaign="no_solar", **ola).body
    stack.post_lead(lead_id="erase-2", **ola)
    stack.post_lead(lead_id="erase-2", **(ola | {"message": "Kvernbakken says otherwise"}))
    assert "kvernbakken" in everything(stack)

    done = erased(stack, made["card_id"])

    said = everything(stack)
    assert [told for told in ("kvernbakken", national, ola["phone"]) if told in said] == []
    assert done["certificate"]["counts"]["inquiries"] == 2
    assert stack.get(f"/erasures/{done['id']}") == done
    card = stack.get(f"/cards/{made['card_id']}")
    assert (card["state"], card["inquiries"]) == ("erased", 2)
    again = stack.post_lead(lead_id="erase-1", **ola).body
    assert (again["outcome"], again["card_id"]) == ("replayed", made["card_id"])
    assert stack.post_lead(lead_id="erase-3", **ola).body["outcome"] == "created"


def test_an_export_answers_a_file_with_what_was_sent(stack, new_phone):
    made = stack.post_lead(full_name="Ex Port", phone=new_phone(), roof="flat").body
    answer = stack.call("GET", f"/cards/{made['card_id']}/export", role="operator")
    assert answer.headers["content-disposition"].endswith(f'"{made["card_id"]}.json"')
    assert answer.body["inquiries"][0]["answers"] == {"roof": "flat"}
