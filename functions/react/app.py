"""What changed becomes facts for reports: one object for each message, the same one each time."""

import json
from datetime import UTC, datetime
from typing import Any

from leadfold import events, facts, telemetry, wiring
from leadfold.settings import Settings

_settings = Settings.read("table", "facts_bucket")
_store = wiring.table(_settings)
_bucket = wiring.client("s3")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Work off a batch of messages; those that fail come again by themselves."""
    failed = []
    for record in event["Records"]:
        try:
            _write_facts(record)
        except Exception as error:  # noqa: BLE001 (one message must not hold the others up)
            telemetry.failed(error)
            failed.append({"itemIdentifier": record["messageId"]})
    telemetry.batch(function="react", records=len(event["Records"]), failed=len(failed))
    return {"batchItemFailures": failed}


def _write_facts(record: dict[str, Any]) -> None:
    """Read the items as they are now, and keep their facts."""
    found = _store.get(events.read_message(record["body"]))
    written_at = datetime.now(UTC).isoformat()
    lines = [
        json.dumps(fact | {"written_at": written_at}, ensure_ascii=False)
        for item in found.values()
        if (fact := facts.fact(item))
    ]
    if lines:
        sent_at = int(record["attributes"]["SentTimestamp"]) / 1000
        day = datetime.fromtimestamp(sent_at, UTC).date().isoformat()
        _bucket.put_object(
            Bucket=_settings.facts_bucket,
            Key=events.facts_key(day, record["messageId"]),
            Body="\n".join([*lines, ""]).encode(),
            ContentType="application/x-ndjson",
        )
