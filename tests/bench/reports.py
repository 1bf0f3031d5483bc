"""Attribution of a million inquiries, beside pandas on the same files."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import lake, report
from tests.bench.report import ROOT

TITLE = "A report of a million inquiries"
INQUIRIES, DAYS, CAMPAIGNS = 1_000_000, 400, 200
PINNED = ("pandas==3.1.1", "pyarrow==26.0.1")
HOME = ROOT / ".local" / "pandas"
RUNS = 3
HEADER = ("", "fresh s", "fresh CPU s", "warm s", "warm CPU s", "MB", "rows", "won", "spend")


def show(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Print the table and return the figures of each."""
    python = install(say)
    say(
        report.heading(
            TITLE,
            f"{INQUIRIES:,} inquiries of {DAYS} days and {CAMPAIGNS} campaigns with what came of",
            "them, in Parquet as they are folded: attribution by campaign and month, last touch.",
            "fresh: from the start of the process; warm: once more. Each on one core, the best of",
            f"{RUNS} processes; figures of wall time need a machine with nothing else to do.",
        )
    )
    own = (sys.executable, str(ROOT / "tests" / "bench" / "reports_run.py"))
    other = (str(python), str(ROOT / "tests" / "bench" / "reports_pandas.py"))
    with tempfile.TemporaryDirectory() as folder:
        lake.make(Path(folder), inquiries=INQUIRIES, days=DAYS, campaigns=CAMPAIGNS)
        found = [best(*command, folder) for command in (own, other)]
    say(report.table(HEADER, map(_row, ("leadfold", PINNED[0]), found)))
    return found


def best(*command: str) -> dict[str, Any]:
    """Return the figures of the process that took least CPU."""
    runs = [json.loads(_run(command)) for _ in range(RUNS)]
    return min(runs, key=lambda one: one["fresh_cpu"] + one["warm_cpu"])


def _run(command: tuple[str, ...]) -> str:
    core = {min(os.sched_getaffinity(0))} if hasattr(os, "sched_getaffinity") else None
    path = str(ROOT / "layers" / "leadfold")
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": path},
        preexec_fn=(lambda: os.sched_setaffinity(0, core)) if core else None,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _row(name: str, told: dict[str, Any]) -> list[str]:
    times = [f"{told[n]:.2f}" for n in ("fresh", "fresh_cpu", "warm", "warm_cpu")]
    counts = [f"{told[n]:,.0f}" for n in ("megabytes", "rows", "won", "spend")]
    return [name, *times, *counts]


def install(say: Callable[[str], None]) -> Path:
    """Make a venv for pandas where it is not there with the versions that are pinned."""
    mark, python = HOME / "pinned", HOME / "bin" / "python"
    if not mark.exists() or mark.read_text() != " ".join(PINNED):
        say(f"installing {', '.join(PINNED)} in {HOME.relative_to(ROOT)}")
        uv = (sys.executable, "-m", "uv")
        for command in (
            (*uv, "venv", "--quiet", "--clear", HOME),
            (*uv, "pip", "install", "--quiet", "--python", python, *PINNED),
        ):
            subprocess.run(command, check=True)
        mark.write_text(" ".join(PINNED))
    return python
