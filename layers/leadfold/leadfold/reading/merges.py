"""Merges, as they are shown."""

from typing import Any

from leadfold.model import Merge


def merge_document(merge: Merge) -> dict[str, Any]:
    """Return the JSON of a merge; what its cards were before is what undo goes back to."""
    return {
        "id": merge.id,
        "state": merge.state,
        "into": merge.into,
        "merged": merge.merged,
        "at": merge.at,
        "by": merge.by,
        "rule": merge.rule,
        "rule_version": merge.rule_version,
        "suggestion_id": merge.suggestion_id,
        "undone_at": merge.undone_at,
        "undone_by": merge.undone_by,
    }
