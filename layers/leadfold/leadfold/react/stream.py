"""Which changes of the table are reacted to, and the queue messages that name them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadfold.store.writes import Key

#: Kinds of items that have a reaction; the stream's filter in ``template.yaml`` names the same.
WATCHED = ("INQ", "TASK", "QUARANTINE", "DLV", "REPLAY", "CARD", "LOG", "MERGE", "SUGGESTION")

#: A third of the keys that one batch reads: a delivery is read with the count of its replays, a
#: card with the notes of its pairing and of its index entries.
_MOST_KEYS = 33


def changed(records: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the keys of changed items in a batch of the table's stream, each once, in order."""
    keys = (record["dynamodb"]["Keys"] for record in records)
    found = ((key["pk"]["S"], key["sk"]["S"]) for key in keys)
    return list(dict.fromkeys(key for key in found if key[1].partition("#")[0] in WATCHED))


def messages(keys: Sequence[Key]) -> list[str]:
    """Return the queue messages that name changed items, each as many as one batch can read."""
    parts = [keys[start : start + _MOST_KEYS] for start in range(0, len(keys), _MOST_KEYS)]
    return [json.dumps({"changed": part}) for part in parts]


def read_message(body: str) -> list[Key]:
    """Return the items that a queue message names."""
    return [(pk, sk) for pk, sk in json.loads(body)["changed"]]
