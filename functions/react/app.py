"""What changed becomes facts, deliveries and cards are listed, and cards are paired.

A card of which something was learnt is also noted with the end of its retention.

Pairs that policy does not ask a person about are merged.

One object of facts for each message, the same one each time; all of it may be done again.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from leadfold.ids import new_id
from leadfold.privacy import retention
from leadfold.reading import indexing
from leadfold.reports import facts, files
from leadfold.resolve import pairing
from leadfold.resolve.candidates import Finder
from leadfold.runtime import stream, telemetry, wiring
from leadfold.runtime.config import Config
from leadfold.runtime.settings import Settings
from leadfold.store import Item, card_index, items
from leadfold.store.writes import Key
from leadfold.work import accepting
from leadfold.work.accepting import POLICY
from leadfold.work.merging import Merger

_PATIENCE_SECONDS = 5.0

_settings = Settings.read("table", "facts_bucket", "hash_key_arn")
_store = wiring.table(_settings)
_keyed = wiring.keyed_hash(_settings)
_config = Config(_store)
_bucket = wiring.client("s3")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Work off a batch of messages; those that fail come again by themselves."""
    failed, compared = [], 0
    for record in event["Records"]:
        try:
            compared += _work_off(record)
        except Exception as error:  # noqa: BLE001 (one message must not hold the others up)
            telemetry.failed(error)
            failed.append({"itemIdentifier": record["messageId"]})
    telemetry.batch(
        function="react", records=len(event["Records"]), failed=len(failed), compared=compared
    )
    return {"batchItemFailures": failed}


def _work_off(record: dict[str, Any]) -> int:
    """Read the items as they are now; return how many cards were compared with others."""
    keys = stream.read_message(record["body"])
    # Taken before the items are read. Whatever changes an item sends a message of its own, which is
    # timed after that change and so reads it: the fact with the latest time is the latest state.
    written_at = datetime.now(UTC).isoformat()
    deliveries = [pk for pk, sk in keys if sk in {"DLV", "REPLAY"}]
    # A delivery and the count of its replays are listed together, whichever of them changed.
    beside = [(pk, sk) for pk in deliveries for sk in ("DLV", "REPLAY")]
    cards = [pk.removeprefix("CARD#") for pk, sk in keys if sk == "CARD"]
    beside += [
        note(card_id) for card_id in cards for note in (items.paired_key, card_index.note_key)
    ]
    found = _store.get(list(dict.fromkeys([*keys, *beside])))
    for pk in dict.fromkeys(deliveries):
        if delivery := found.get((pk, "DLV")):
            replays = found.get((pk, "REPLAY"), {}).get("replays", 0)
            _store.write(items.listed_delivery(items.delivery_of(delivery), replays))
    _write_facts(record, [found[key] for key in keys if key in found], written_at)
    for card_id in cards:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        indexing.index_card(card_id, _store, _keyed, deadline=deadline, known=found)
    compared = sum(_pair_up(card_id, found) for card_id in cards)
    for pk, sk in keys:
        if sk == "SUGGESTION":
            _merge(pk.removeprefix("SUGGESTION#"), found.get((pk, sk), {}))
    return compared


def _merge(suggestion_id: str, item: Item) -> None:
    """Merge the cards of a suggestion where policy says so."""
    if not (item.get("automatic") and item["state"] == "open"):
        return
    merger = Merger(
        finder=_finder(),
        new_id=new_id,
        by=POLICY,
        deadline=time.monotonic() + _PATIENCE_SECONDS,
    )
    accepting.merge_by_policy(suggestion_id, _config.identity_rules(), merger)


def _finder() -> Finder:
    return Finder(store=_store, keyed=_keyed, rules=_config.identity_rules())


def _pair_up(card_id: str, found: Mapping[Key, Item]) -> int:
    """Suggest who the card may be as well; a card that nobody learnt about costs no more."""
    if pairing.is_due(card_id, found):
        retention.note(items.card_of(found[items.card_key(card_id)]), _config, _store)
    paired = pairing.pair_up(
        card_id,
        _finder(),
        at=datetime.now(UTC),
        deadline=time.monotonic() + _PATIENCE_SECONDS,
        known=found,
    )
    return paired.compared


def _write_facts(record: dict[str, Any], changed: list[Mapping[str, Any]], written_at: str) -> None:
    told = [fact | {"written_at": written_at} for item in changed if (fact := facts.fact(item))]
    if told:
        sent_at = int(record["attributes"]["SentTimestamp"]) / 1000
        day = datetime.fromtimestamp(sent_at, UTC).date().isoformat()
        _bucket.put_object(
            Bucket=_settings.facts_bucket,
            Key=files.facts_file(day, record["messageId"]),
            Body=files.lines(told),
            ContentType="application/x-ndjson",
        )
