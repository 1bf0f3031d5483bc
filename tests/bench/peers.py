"""The same rows through Splink, the matcher that people compare others with.

Splink is not a dependency: the bench makes a venv for it in `.local/splink`, with the versions that
are pinned here, the first time that it is asked for. What is told to Splink is in splink_run.py.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import report, score
from tests.bench.identity import PROGRAMS, Run, run, sets, taken, write
from tests.bench.report import ROOT

TITLE = "The same customer files through Splink"
#: The threshold of the documentation's examples, then those among which the best one is sought.
DOCUMENTED = "0.95"
THRESHOLDS = ("0.5", "0.8", "0.9", "0.99", "0.999", "0.9999", "0.99999", "0.999999")
KINDS = ("persons", "persons with keys")

PINNED = ("splink==5.0.0", "duckdb==2.0.0", "pyarrow==26.0.1", "sqlglot==30.30.0")
HOME = ROOT / ".local" / "splink"
PYTHON = HOME / "bin" / "python"
SCRIPT = Path(__file__).with_name("splink_run.py")


def install(say: Callable[[str], None]) -> None:
    """Make the venv where it is not there with the versions that are pinned."""
    mark = HOME / "pinned"
    if mark.exists() and mark.read_text() == " ".join(PINNED):
        return
    say(f"installing {', '.join(PINNED)} in {HOME.relative_to(ROOT)}")
    uv = (sys.executable, "-m", "uv")
    for command in (
        (*uv, "venv", "--quiet", "--clear", HOME),
        (*uv, "pip", "install", "--quiet", "--python", PYTHON, *PINNED),
    ):
        subprocess.run(command, check=True)
    mark.write_text(" ".join(PINNED))


def show(
    say: Callable[[str], None], *, rows: int, seed: int, profile: str
) -> dict[str, dict[str, Run]]:
    """Print the tables and return the runs by the kind of rows and the matcher."""
    install(say)
    say(
        report.heading(
            TITLE,
            f"{PINNED[0]} on DuckDB compares name, birth date, address, phone, e-mail, national",
            "ID, in small letters without accents; u by sampling, m by expectation maximisation",
            "with two blocking rules. Timed from the start of the process to the clusters at the",
            "threshold of its documentation; the best one is found by the truth.",
        )
    )
    found = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as place:
            write(sets(rows, seed, profile)[kind](), Path(place))
            runs = {name: run(command, Path(place)) for name, command in PROGRAMS.items()}
            runs[f"splink {DOCUMENTED}"] = run(splink(DOCUMENTED), Path(place))
            best, best_score = best_threshold(Path(place))
        found[kind] = runs
        say(f"{kind}, {profile}, {rows} rows, seed {seed}\n")
        lines = [score.line(name, one.score) for name, one in runs.items()]
        say(report.table(score.HEADER, [*lines, score.line(f"splink {best} (best)", best_score)]))
        say("")
        say(taken(runs, runs["keys alone"]))
        say("")
    return found


def splink(*thresholds: str) -> tuple[str, ...]:
    """Return the command that writes `clusters.csv` for the first threshold and one for each."""
    return (str(PYTHON), str(SCRIPT), "rows.jsonl", *thresholds)


def best_threshold(place: Path) -> tuple[str, score.Score]:
    """Return the threshold with the best F1, which nobody knows without the truth."""
    run(splink(DOCUMENTED, *THRESHOLDS), place)
    truth = score.read_truth(place / "truth.jsonl")
    files: Mapping[str, str] = {DOCUMENTED: "clusters.csv"} | {
        threshold: f"clusters-{threshold}.csv" for threshold in THRESHOLDS
    }
    scores = {
        threshold: score.score(score.read_cards(place / name), truth)
        for threshold, name in files.items()
    }
    return max(scores.items(), key=lambda item: item[1].f1)
