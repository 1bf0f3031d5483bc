"""Each day becomes one Parquet file, closed months too: few files are read quickly.

A fold writes a new file, named by its bytes, and then deletes those that are in it; no file is ever
overwritten. A worker that dies between, or two that fold at once, leave facts in two files, which
is no harm: the last writing of each counts, and the next run folds them again. What arrives later
for a folded day, today above all, is folded in the same way. The same facts make the same bytes.

A message that ``react`` works off again writes its file anew, perhaps between a fold's reading and
deleting it: nothing is lost by that, since what changed in between is told by a message of its own.
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
#: Files folded at once: what a run can read and delete well within its time.
_MOST_FILES = 2000
#: Few, so that a kind of fact is read by itself: files are sorted by kind.
_GROUP_ROWS = 16_384
_MEMORY = "500MB"


def compact(objects: Objects, today: date, *, until: float) -> dict[str, int]:
    """Fold days, today's too, then closed months, until ``until`` (monotonic clock).

    ``today`` is the UTC day. Returns how many days and months were folded; the next run folds what
    is left.
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
    """Return names by period, in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, _ in objects.names(prefix):
        if period := files.period_of(name):
            found[period].append(name)
    return found


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names in parts, none as one empty part: two files of a day are folded as well."""
    for start in range(0, max(1, len(names)), _MOST_FILES):
        yield names[start : start + _MOST_FILES]


def fold(objects: Objects, period: str, sources: Sequence[str]) -> str:
    """Fold files into a new one, delete them, and return its name.

    A source that has gone meanwhile was folded by another worker, into a file that stays.
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
    """Write the last writing of each fact in some files as one Parquet file, sorted."""
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
