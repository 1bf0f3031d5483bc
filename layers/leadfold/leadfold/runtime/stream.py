"""What travels on queues: names and shapes in one place."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadfold.store.writes import Key

#: Of the table's stream, what somebody reacts to; the template's filter says the same.
WATCHED = ("INQ", "TASK", "QUARANTINE", "DLV", "REPLAY", "CARD", "LOG", "MERGE", "SUGGESTION")

#: A third of what one batch reads: a delivery is read with the count of its replays, a card with
#: the notes of its pairing and its lists.
_MOST_KEYS = 33


def changed(records: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the keys of changed items in a batch of the table's stream, each once, in order."""
    keys = (record["dynamodb"]["Keys"] for record in records)
    found = ((key["pk"]["S"], key["sk"]["S"]) for key in keys)
    return list(dict.fromkeys(key for key in found if key[1].partition("#")[0] in WATCHED))


def messages(keys: Sequence[Key]) -> list[str]:
    """Return the queue messages that name changed items, each with what one batch can read."""
    parts = [keys[start : start + _MOST_KEYS] for start in range(0, len(keys), _MOST_KEYS)]
    return [json.dumps({"changed": part}) for part in parts]


def read_message(body: str) -> list[Key]:
    """Return the items that a queue message names."""
    return [(pk, sk) for pk, sk in json.loads(body)["changed"]]
