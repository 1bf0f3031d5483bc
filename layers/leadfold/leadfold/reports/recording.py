"""Changed items → facts in the lake: one file for each message that names changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leadfold.reports import facts, files
from leadfold.reports.objects import FactsBucket


def record(
    changed: Iterable[Mapping[str, Any]],
    lake: FactsBucket,
    message_id: str,
    sent_at: datetime,
    *,
    written_at: str,
) -> None:
    """Write the facts of changed items as the file of a message; no file where there are none.

    The file lies under the UTC day on which the message was sent, so the same message writes the
    same file each time. ``written_at`` is a time before the items were read.
    """
    told = [fact | {"written_at": written_at} for item in changed if (fact := facts.fact(item))]
    if told:
        name = files.facts_file(sent_at.date().isoformat(), message_id)
        lake.put(name, files.lines(told), content_type="application/x-ndjson")
