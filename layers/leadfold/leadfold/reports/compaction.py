"""Compaction: one Parquet file a day, and one a closed month, since few files are read quickly.

A fold merges files into a new one, named by the hash of its bytes, and then deletes them. No file
is ever overwritten. If a worker dies in between, or two fold at the same time, facts are in two
files: that is harmless, since the latest version of each fact counts and the next run folds again.
Facts that arrive later for a folded day are folded in the same way. The same facts make the same
bytes.

When ``react`` gets a message again, it writes the message's file again, perhaps after a fold read
it and before the fold deletes it. No change is lost by that: each change has a message of its own.
"""

import hashlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from leadfold.reports import files, schema
from leadfold.reports.objects import Objects

_MONTH = len("2026-11")
_THREADS = 16
#: The most files of one fold: a run reads and deletes them well within its time limit.
_MOST_FILES = 2000
#: Small, since files are sorted by kind of fact and a report reads the groups of a few kinds.
_GROUP_ROWS = 16_384
_MEMORY = "500MB"


def compact(objects: Objects, today: date, *, until: float) -> dict[str, int]:
    """Fold days, including today, then closed months, until ``until`` (monotonic clock).

    ``today`` is the UTC day. Returns the numbers of days and months that were folded; the next run
    folds the rest.
    """
    done = {"days": 0, "months": 0}
    lake = _by_period(objects, files.LAKE)
    fresh = _by_period(objects, files.FACTS)
    for day in sorted({*fresh, *(day for day, names in lake.items() if len(names) > 1)}):
        for part in _parts(fresh.get(day, [])):
            if time.monotonic() >= until:
                return done
            lake[day] = [fold(objects, day, [*lake[day], *part])]
        done["days"] += 1
    months: dict[str, list[str]] = defaultdict(list)
    for period, names in lake.items():
        if period[:_MONTH] < f"{today:%Y-%m}":
            months[period[:_MONTH]] += names
    for month, names in sorted(months.items()):
        if [files.period_of(name) for name in names] == [month]:
            continue
        if time.monotonic() >= until:
            return done
        fold(objects, month, names)
        done["months"] += 1
    return done


def _by_period(objects: Objects, prefix: str) -> defaultdict[str, list[str]]:
    """Return the names of files by period, in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, _ in objects.names(prefix):
        if period := files.period_of(name):
            found[period].append(name)
    return found


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names in parts, one empty part if there are none: lake files are folded as well."""
    for start in range(0, max(1, len(names)), _MOST_FILES):
        yield names[start : start + _MOST_FILES]


def fold(objects: Objects, period: str, sources: Sequence[str]) -> str:
    """Merge files into a new one, delete them, and return the new one's name.

    A source that is absent was folded by another worker meanwhile.
    """
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_THREADS) as pool:

        def fetch(numbered: tuple[int, str]) -> str | None:
            number, name = numbered
            body = objects.get(name)
            if body is None:
                return None
            path = Path(folder) / f"{number}{Path(name).suffix}"
            path.write_bytes(body)
            return str(path)

        paths = [path for path in pool.map(fetch, enumerate(sources)) if path]
        packed = Path(folder) / "packed"
        pack(paths, packed)
        body = packed.read_bytes()
        target = files.lake_file(period, hashlib.sha256(body).hexdigest()[:16])
        objects.put(target, body)
        list(pool.map(objects.delete, [name for name in sources if name != target]))
    return target


def pack(paths: Sequence[str], packed: Path) -> None:
    """Write the latest version of each fact in some files as one sorted Parquet file."""
    import duckdb

    columns = list(schema.COLUMNS)
    known = files.rows(paths, columns, "fact IS NOT NULL AND id IS NOT NULL")
    facts = files.latest(known or files.nothing(columns), columns)
    config: dict[str, Any] = {
        "threads": 1,
        "memory_limit": _MEMORY,
        "temp_directory": f"{packed.parent}/spill",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=config) as connection:
        connection.execute(
            f"COPY (SELECT * FROM ({facts}) ORDER BY fact, id) TO '{packed}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP_ROWS})"
        )
