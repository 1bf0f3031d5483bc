"""Changed items → what follows: facts, the card index, pairs of cards, merges by policy."""

from datetime import UTC, datetime
from typing import Any

from leadfold.ids import new_id
from leadfold.react import stream
from leadfold.react.reactions import Message, Tools, react
from leadfold.runtime import telemetry, wiring
from leadfold.runtime.config import Config
from leadfold.runtime.environment import Environment

_environment = Environment.read("table", "facts_bucket", "hash_key_arn")
_store = wiring.table(_environment)
_tools = Tools(
    store=_store,
    keyed=wiring.keyed_hash(_environment),
    config=Config(_store),
    lake=wiring.facts_bucket(_environment, wiring.CLIENT),
    new_id=new_id,
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Work off a batch of messages; those that fail come again by themselves."""
    failed, compared = [], 0
    for record in event["Records"]:
        try:
            compared += react(_message(record), _tools)
        except Exception as error:  # noqa: BLE001 (one message must not hold the others up)
            telemetry.failed(error)
            failed.append({"itemIdentifier": record["messageId"]})
    telemetry.batch(
        function="react", records=len(event["Records"]), failed=len(failed), compared=compared
    )
    return {"batchItemFailures": failed}


def _message(record: dict[str, Any]) -> Message:
    sent_at = int(record["attributes"]["SentTimestamp"]) / 1000
    return Message(
        id=record["messageId"],
        sent_at=datetime.fromtimestamp(sent_at, UTC),
        changed=stream.read_message(record["body"]),
    )
