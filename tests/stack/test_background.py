"""What follows a lead without anybody waiting for it."""

import json
import time
from datetime import UTC, datetime, timedelta

from leadfold.reports import attribution
from leadfold.reports.attribution import Query
from leadfold.reports.lake import Lake
from leadfold.reports.objects import FactsBucket

DEADLINE_SECONDS = 120


def until(found):
    """Ask again until there is something, or the deadline has passed."""
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.2)  # the stream and the queue have no call that waits
    raise AssertionError("nothing came in time")


def facts_of(stack):
    s3, bucket = stack.client("s3"), stack.about["aws"]["facts_bucket"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="facts/")
    for entry in (entry for page in pages for entry in page.get("Contents", ())):
        body = s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
        yield from (json.loads(line) for line in body.splitlines())


def test_an_inquiry_becomes_a_fact_without_contact_data(stack, new_phone):
    lead = {
        "full_name": "Fact Ual",
        "phone": new_phone(),
        "utm_campaign": "no_solar",
        "gclid": "Cj0",
    }
    inquiry_id = stack.post_lead(**lead).body["inquiry_id"]
    (fact,) = until(lambda: [f for f in facts_of(stack) if f["id"] == inquiry_id])
    assert (fact["fact"], fact["kind"], fact["utm_campaign"]) == ("inquiry", "first", "no_solar")
    assert not {"gclid", "phone", "fields", "answers", "landing_page"} & set(fact)


def test_a_replay_becomes_a_count_in_the_facts(stack, new_phone):
    lead = {"lead_id": "fact-replay", "phone": new_phone()}
    inquiry_id = stack.post_lead(**lead).body["inquiry_id"]
    stack.post_lead(**lead)
    stack.post_lead(**lead)
    (last,) = until(
        lambda: [f for f in facts_of(stack) if f.get("of") == inquiry_id and f["replays"] == 2][:1]
    )
    assert last["fact"] == "replay"


def test_all_facts_are_written_again_from_the_table(stack, new_phone):
    """As after a loss of the whole lake: with the command, and read as reports read it."""
    s3, bucket = stack.client("s3"), stack.about["aws"]["facts_bucket"]
    query = Query(group_by=("utm_campaign",), only={"utm_campaign": "written-again"})

    def report():
        lake = Lake(FactsBucket(lambda: s3, bucket))
        lake.refresh()
        return attribution.report(lake, query).rows

    phone, brought = new_phone(), {"utm_campaign": "written-again"}
    stack.post_lead(phone=phone, **brought)
    for _ in range(2):
        stack.post_lead(phone=phone, lead_id="written-again", **brought)
    [before] = until(lambda: [row for row in report() if row["replayed"] == 1])
    assert (before["received"], before["new_cards"], before["repeat_inquiries"]) == (2, 1, 1)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", ()):
            s3.delete_object(Bucket=bucket, Key=entry["Key"])
    assert [row for row in report() if row["received"]] == []
    done = stack.command("rebuild-facts", table=stack.about["aws"]["table"], bucket=bucket)
    assert done.endswith("facts written\n")
    assert report() == [before]


def test_a_sources_deliveries_are_listed_with_what_became_of_each(stack, new_phone):
    lead = {"lead_id": "listed", "phone": new_phone()}
    answer = stack.post_lead(source="site-il", **lead).body
    stack.post_lead(source="site-il", **lead)

    def listed():
        found = stack.get("/sources/site-il/deliveries", role="marketing")["items"]
        return [
            entry for entry in found if entry["id"] == answer["delivery_id"] and entry["replays"]
        ]

    held = stack.post_lead(source="site-il", lead_id="listed-2", full_name="No Body").body

    def listed_as_held():
        found = stack.get("/sources/site-il/deliveries", role="marketing")["items"]
        return [entry["code"] for entry in found if entry["id"] == held["delivery_id"]]

    assert until(listed_as_held) == ["no_identity"]
    (entry,) = until(listed)
    assert (entry["outcome"], entry["replays"]) == ("created", 1)
    assert entry["card_id"] == answer["card_id"]


def test_upkeep_takes_in_what_is_parked(stack, new_phone):
    s3, bucket = stack.client("s3"), stack.about["aws"]["raw_bucket"]
    lead = {"lead_id": "parked-1", "full_name": "Parked Person", "phone": new_phone()}
    received_at = datetime.now(UTC) - timedelta(minutes=5)
    s3.put_object(
        Bucket=bucket,
        Key="parked/site/some-delivery",
        Body=json.dumps(lead).encode(),
        Metadata={
            "source": "site",
            "content-type": "application/json",
            "received-at": received_at.isoformat(),
            "delivery-id": "dlv_01PARKED",
        },
    )
    aws = stack.about["aws"]
    answer = stack.client("lambda").invoke(FunctionName=aws["functions"]["upkeep"])
    counts = json.load(answer["Payload"])["swept"]
    assert counts.get("created", 0) + counts.get("replayed", 0) >= 1
    replay = stack.post_lead(**lead).body
    assert (replay["outcome"], replay["delivery_id"]) == ("replayed", "dlv_01PARKED")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="parked/site/some-delivery")


def test_cards_that_no_lead_met_together_are_suggested(stack, new_phone):
    phone, table = new_phone(), stack.about["aws"]["table"]
    stack.post_lead(full_name="Ola Rud", phone=phone)
    answer = stack.post_lead(full_name="Kari Rud", phone=phone).body
    client, (lost,) = stack.client("dynamodb"), answer["suggestions"]
    client.delete_item(
        TableName=table, Key={"pk": {"S": f"SUGGESTION#{lost}"}, "sk": {"S": "SUGGESTION"}}
    )
    client.update_item(  # as when something is learnt of the card
        TableName=table,
        Key={"pk": {"S": f"CARD#{answer['card_id']}"}, "sk": {"S": "CARD"}},
        UpdateExpression="ADD evidence :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    (found,) = until(
        lambda: [one for one in stack.get("/suggestions?limit=200")["items"] if one["id"] == lost]
    )
    assert (found["kind"], found["reason"]) == ("household", "phone in common")
