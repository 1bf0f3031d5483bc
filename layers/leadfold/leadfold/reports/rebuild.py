"""Write all facts from the table again: after a loss, or when facts get new columns.

A scan reads each item as of now, and its fact gets the time at which the scan began. So what
``react`` writes meanwhile is newer and counts. Nothing is deleted, and a second run does no harm.
Expenses are not in the table: their facts are not touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from leadfold.reports import facts, files
from leadfold.reports.objects import Objects

_FACTS_A_FILE = 20_000


def rebuild(items: Iterable[Mapping[str, Any]], objects: Objects, began: datetime) -> int:
    """Write the facts of items into files of the day of ``began`` (UTC); return their number.

    ``began`` must be before the first item is read.
    """
    found = (fact for item in items if (fact := facts.fact(item)))
    written_at = began.isoformat()
    count = 0
    for number, part in enumerate(_parts(found)):
        name = files.facts_file(f"{began:%Y-%m-%d}", f"rebuilt-{began:%H%M%S}-{number:05d}")
        objects.put(name, files.lines(fact | {"written_at": written_at} for fact in part))
        count += len(part)
    return count


def _parts(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rest = iter(found)
    while part := list(islice(rest, _FACTS_A_FILE)):
        yield part
