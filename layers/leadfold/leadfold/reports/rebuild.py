"""All facts from the table again: after a loss, or when facts learn to tell more.

A scan reads each item as it is now and writes it as a fact with the time at which the scan began.
So what ``react`` writes meanwhile is newer and counts; nothing is deleted, and a second run does no
harm. Expenses are no items of the table: their facts stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from leadfold.reports import facts, files
from leadfold.reports.objects import Objects

_FACTS_A_FILE = 20_000


def rebuild(items: Iterable[Mapping[str, Any]], objects: Objects, began: datetime) -> int:
    """Write the facts of these items under the day of ``began`` (UTC); return how many.

    ``began`` must lie before the first item is read.
    """
    told = (fact for item in items if (fact := facts.fact(item)))
    written_at = began.isoformat()
    count = 0
    for number, part in enumerate(_parts(told)):
        name = files.facts_file(f"{began:%Y-%m-%d}", f"rebuilt-{began:%H%M%S}-{number:05d}")
        objects.put(name, files.lines(fact | {"written_at": written_at} for fact in part))
        count += len(part)
    return count


def _parts(told: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rest = iter(told)
    while part := list(islice(rest, _FACTS_A_FILE)):
        yield part
