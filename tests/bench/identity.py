"""How well and how fast `leadfold testwash` finds who is who, where the truth is known."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench import report, score
from tests.bench.changes import Row
from tests.bench.leads import leads
from tests.bench.records import Plan, records
from tests.bench.report import ROOT
from tests.bench.score import Score

TITLE = "Who is who: testwash, and exact keys alone"
NOTES = (
    "Made-up rows of whom the truth is known, with the errors of leads.py and records.py. The pass",
    "by keys reads and normalises the rows as testwash does, and joins what has an equal key; the",
    "last one normalises nothing but the keys. testwash also audits each row and writes its page.",
)
#: At most so many times as long as a pass by exact keys, at 100 000 leads.
TARGET = 4.0

PROGRAMS = {
    "testwash": (
        *(sys.executable, "-c", "import sys; from leadfold.cli.main import main; sys.exit(main())"),
        *("testwash", "rows.jsonl", "--out", "."),
    ),
    "keys alone": (sys.executable, "-m", "tests.bench.key_only", "rows.jsonl", "."),
    "only keys read": (sys.executable, "-m", "tests.bench.key_only", "rows.jsonl", ".", "keys"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a matcher found and what it took: seconds by the clock and of CPU, MB at its peak."""

    score: Score
    seconds: float
    cpu: float
    megabytes: float


def sets(rows: int, seed: int, profile: str) -> dict[str, Callable[[], Iterable[Row]]]:
    """Return what makes the rows of each kind."""
    plan = partial(Plan, rows=rows, seed=seed, profile=profile)
    return {
        "leads": partial(leads, rows, seed, profile),
        "persons": partial(records, plan()),
        "persons with keys": partial(records, plan(keys=True)),
        "organisations": partial(records, plan(kind="organisations")),
    }


def show(say: Callable[[str], None], *, rows: int, seed: int, profile: str) -> dict[str, Run]:
    """Print the tables and return the runs of testwash by the kind of rows."""
    say(report.heading(TITLE, *NOTES))
    washed = {}
    for name, make in sets(rows, seed, profile).items():
        with tempfile.TemporaryDirectory() as place:
            write(make(), Path(place))
            runs = {matcher: run(command, Path(place)) for matcher, command in PROGRAMS.items()}
        washed[name] = runs["testwash"]
        say(f"{name}, {profile}, {rows} rows, seed {seed}\n")
        say(report.table(score.HEADER, [score.line(m, one.score) for m, one in runs.items()]))
        say("")
        say(taken(runs, runs["keys alone"]))
        say("")
        say(score.class_table(washed[name].score))
        say("")
    return washed


def taken(runs: Mapping[str, Run], least: Run) -> str:
    """Return a table of what the runs took, beside what exact keys alone take."""
    rows = [
        (
            name,
            f"{one.seconds:.1f}",
            f"{one.cpu:.1f}",
            f"{one.score.rows / one.seconds:.0f}",
            f"{one.megabytes:.0f}",
            f"{one.cpu / least.cpu:.1f}",
            f"≤ {TARGET:g}" if name == "testwash" else "",
        )
        for name, one in runs.items()
    ]
    header = ("matcher", "seconds", "CPU s", "rows/s", "peak MB", "× keys alone, CPU", "target")
    return report.table(header, rows)


def write(rows: Iterable[Row], place: Path) -> None:
    """Write `rows.jsonl`, in which nothing tells the truth, and `truth.jsonl`."""
    hidden = ("true_person", "noise")
    with (place / "rows.jsonl").open("w") as file, (place / "truth.jsonl").open("w") as truth:
        for row in rows:
            shown = {field: value for field, value in row.items() if field not in hidden}
            ident = {field: row[field] for field in ("lead_id", "record_id") if field in row}
            file.write(json.dumps(shown, ensure_ascii=False) + "\n")
            truth.write(json.dumps(ident | {field: row[field] for field in hidden}) + "\n")


def said(command: Iterable[str]) -> str:
    """Run a program of the bench and return what it prints."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "leadfold")))
    done = subprocess.run(
        tuple(command), env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=True
    )
    return done.stdout.decode()


def run(command: Iterable[str], place: Path) -> Run:
    """Run a matcher in a place where rows are, and score the `clusters.csv` that it leaves."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "leadfold")))
    start = time.perf_counter()
    with (place / "said").open("w+") as said:
        process = subprocess.Popen(
            tuple(command),
            cwd=place,
            env=os.environ | {"PYTHONPATH": path},
            stdout=said,
            stderr=said,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read())
    found = score.score(
        score.read_cards(place / "clusters.csv"), score.read_truth(place / "truth.jsonl")
    )
    return Run(
        score=found,
        seconds=seconds,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
    )
