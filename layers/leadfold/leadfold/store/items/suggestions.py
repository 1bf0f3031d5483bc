"""The item of a suggestion: two cards that may be one customer or one household."""

import json
from collections.abc import Mapping
from typing import Any

from leadfold.model import Evidence, Suggestion
from leadfold.store.items.attributes import json_of, known_of
from leadfold.store.items.indexes import UNASSIGNED, work_order, work_partition
from leadfold.store.writes import Change, Key


def suggestion_id(left: str, right: str) -> str:
    """Return the id of a suggestion: the same for a pair of cards in either order."""
    older, newer = sorted((left, right))
    return f"sug_{older.removeprefix('card_')}_{newer.removeprefix('card_')}"


def suggestion_key(suggestion_id: str) -> Key:
    """Return the key of a suggestion."""
    return f"SUGGESTION#{suggestion_id}", "SUGGESTION"


def suggestion_values(suggestion: Suggestion) -> dict[str, Any]:
    """Return the attributes of an open suggestion, with its key in the index ``work``.

    They are written where there are none yet (``Change.fill``). None is ever absent, so that
    raising a suggestion again changes nothing.
    """
    rows = [[part.field, part.agreement, part.weight] for part in suggestion.evidence]
    match = {
        "verdict": suggestion.verdict,
        "level": suggestion.level,
        "score": suggestion.score,
        "evidence": rows,
    }
    return {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "cards": list(suggestion.cards),
        "reason": suggestion.reason,
        "created_at": suggestion.created_at,
        "owner_id": suggestion.owner_id or UNASSIGNED,
        "match": json_of(match),
        "automatic": suggestion.automatic,
        "state": suggestion.state,
        "work_pk": work_partition("SUGGESTION", suggestion.owner_id),
        "work_sk": work_order(suggestion.created_at, suggestion.id),
    }


def suggestion_of(item: Mapping[str, Any]) -> Suggestion:
    """Return the suggestion of an item."""
    left, right = item["cards"]
    match = json.loads(item["match"]) if "match" in item else {}
    values = known_of(Suggestion, item) | match | {"cards": (left, right)}
    if values.get("owner_id") == UNASSIGNED:
        values["owner_id"] = None
    values["evidence"] = tuple(
        Evidence(field=name, agreement=agreement, weight=weight)
        for name, agreement, weight in match.get("evidence", ())
    )
    return Suggestion(**values)


def suggestion_closed(suggestion: Suggestion, **values: str | None) -> Change:
    """Return the write that closes an open suggestion and removes it from the index ``work``."""
    return Change(
        key=suggestion_key(suggestion.id),
        set={name: value for name, value in values.items() if value is not None},
        remove=("work_pk", "work_sk"),
        when={"state": "open"},
    )
