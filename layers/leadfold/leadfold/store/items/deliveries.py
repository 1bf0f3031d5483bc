"""The items of a delivery: its answer, the count of its replays, its line in the source's list."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadfold.model import Delivery
from leadfold.store.items.attributes import json_of, known_of, values_of
from leadfold.store.writes import Key, Overwrite

#: How long the item of a delivery is kept after ``until``, from which on a replay is a new lead.
_TTL_MARGIN_SECONDS = 86_400
#: How long a delivery is listed.
_LISTED_SECONDS = 30 * 86_400


def delivery_key(source: str, key: str) -> Key:
    """Return the key of a delivery; ``key`` is already hashed."""
    return f"DLV#{source}#{key}", "DLV"


def delivery_item(delivery: Delivery) -> dict[str, Any]:
    """Return the item of a delivery."""
    until = datetime.fromisoformat(delivery.until).timestamp()
    item = values_of(delivery) | {"ttl": int(until) + _TTL_MARGIN_SECONDS}
    # The inquiry keeps the evidence; the answer to a replay does not show it.
    match = {name: value for name, value in delivery.match.items() if name != "evidence"}
    item["match"], item["suggestions"] = json_of(match), list(delivery.suggestions)
    if delivery.warnings:
        item["warnings"] = list(delivery.warnings)
    return item


def delivery_of(item: Mapping[str, Any]) -> Delivery:
    """Return the delivery of an item."""
    values = known_of(Delivery, item)
    values["match"] = json.loads(item["match"])
    values["suggestions"] = tuple(item["suggestions"])
    values["warnings"] = tuple(item.get("warnings", ()))
    return Delivery(**values)


def replay_key(source: str, key: str) -> Key:
    """Return the key of the count of a delivery's replays; ``key`` is already hashed."""
    return f"DLV#{source}#{key}", "REPLAY"


def listed_delivery_key(source: str, received_at: str, delivery_id: str) -> Key:
    """Return the key of a delivery in the list of its source."""
    return f"DELIVERIES#{source}", f"{received_at}#{delivery_id}"


def listed_delivery(delivery: Delivery, replays: int) -> Overwrite:
    """Return the write that lists a delivery: ids, outcome and warnings, for 30 days."""
    names = ("id", "outcome", "received_at", "card_id", "inquiry_id", "quarantine_id", "code")
    item = {name: getattr(delivery, name) for name in names}
    item |= {"level": delivery.match.get("level")}
    item |= {"matched_by": ", ".join(delivery.match.get("matched_by", ()))}
    item |= {"warnings": list(delivery.warnings)} if delivery.warnings else {}
    received = datetime.fromisoformat(delivery.received_at).timestamp()
    return Overwrite(
        key=listed_delivery_key(delivery.source, delivery.received_at, delivery.id),
        item=item | {"replays": replays, "ttl": int(received) + _LISTED_SECONDS},
    )
