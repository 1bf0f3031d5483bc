"""Closed days become one Parquet file each, closed months too: few files are read quickly.

What is folded is written first and deleted then. A worker that dies between leaves facts in two
files, which is no harm: the last writing of each counts, and the next run folds and deletes again.
What arrives late for a folded day is folded in the same way, beside or into what is there. The
same facts make the same bytes.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from leadfold.reports import files, shape
from leadfold.reports.objects import Objects

if TYPE_CHECKING:
    from datetime import date

_MONTH = len("2026-11")
#: Rows of a row group: small enough that a kind of fact (they are sorted by it) is read by itself.
GROUP_ROWS = 16_384


def compact(objects: Objects, today: "date", *, until: float) -> dict[str, int]:
    """Fold closed days, then closed months, until ``until`` (monotonic clock).

    ``today`` is the UTC day. Returns how many days and months were folded; what is left is folded
    by the next run.
    """
    done = {"days": 0, "months": 0}
    days = _by_period(objects, files.FACTS)
    for day in sorted(day for day in days if day < today.isoformat()):
        if time.monotonic() >= until:
            return done
        fold(objects, files.day_file(day), days[day])
        done["days"] += 1
    months: dict[str, list[str]] = defaultdict(list)
    for period, names in _by_period(objects, files.LAKE).items():
        if len(period) > _MONTH:
            months[period[:_MONTH]] += names
    for month in sorted(month for month in months if month < f"{today:%Y-%m}"):
        if time.monotonic() >= until:
            return done
        fold(objects, files.month_file(month), months[month])
        done["months"] += 1
    return done


def _by_period(objects: Objects, prefix: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, _ in objects.names(prefix):
        if period := files.period_of(name):
            found[period].append(name)
    return found


def fold(objects: Objects, target: str, sources: list[str]) -> None:
    """Fold sources into the target, with what is in it already, and delete them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, name in enumerate([target, *sources]):
            body = objects.get(name)
            if body is not None:
                path = Path(folder) / f"{number}{Path(name).suffix}"
                path.write_bytes(body)
                paths.append(str(path))
        packed = Path(folder) / "packed"
        pack(paths, packed)
        objects.put(target, packed.read_bytes())
    for name in sources:
        objects.delete(name)


def pack(paths: list[str], packed: Path) -> None:
    """Write the last writing of each fact in some files as one Parquet file, sorted."""
    import duckdb

    columns = list(shape.COLUMNS)
    facts = files.latest(files.rows(paths, columns, "fact IS NOT NULL AND id IS NOT NULL"), columns)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM ({facts}) ORDER BY fact, id) TO '{packed}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
        )
