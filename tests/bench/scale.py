"""Rows a second, comparisons a row and memory of matching, as a file grows.

`python -m tests.bench.scale FILE.jsonl` matches one file and prints its figures as JSON.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leadfold.files.opening import open_file
from leadfold.normalise import person as people
from leadfold.testwash.matcher import Matcher, prepared
from tests.bench import identity, report

TITLE = "Matching as a file grows"
NOTES = ("Reading, normalising and matching in one process, without the audit and its page.",)
#: A million rows take minutes, and are measured where --rows asks for them.
SIZES = (10_000, 100_000, 1_000_000)
KINDS = ("leads", "persons")


def main() -> None:
    today = datetime.now(UTC).date()
    matcher, rows, start = Matcher(), 0, time.perf_counter()
    with open_file(Path(sys.argv[1]), None, today) as source:
        for _, fields in source.table.rows():
            matcher.place(prepared(people.parse(fields, None, today)))
            rows += 1
    figures = {
        "rows": rows,
        "seconds": time.perf_counter() - start,
        "compared": matcher.compared / rows,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


def show(say: Callable[[str], None], *, rows: int, seed: int, profile: str) -> None:
    """Print a table of every size up to ``rows``."""
    say(report.heading(TITLE, *NOTES))
    lines = [
        (kind, f"{size:,}", *_measured(kind, size, seed, profile))
        for kind in KINDS
        for size in SIZES
        if size <= rows
    ]
    header = ("rows of", "rows", "rows/s", "compared with, a row", "peak MB")
    say(report.table(header, lines))
    say("")


def _measured(kind: str, size: int, seed: int, profile: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        identity.write(identity.sets(size, seed, profile)[kind](), Path(place))
        command = (sys.executable, "-m", "tests.bench.scale", str(Path(place) / "rows.jsonl"))
        found: dict[str, Any] = json.loads(identity.said(command))
    yield f"{found['rows'] / found['seconds']:,.0f}"
    yield f"{found['compared']:.1f}"
    yield f"{found['megabytes']:,.0f}"


if __name__ == "__main__":
    main()
