"""Tables for a terminal, and the machine that the figures are of."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("boto3", "botocore", "phonenumberslite", "email-validator", "aws-lambda-powertools")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows in columns as wide as they need, the first to the left, figures to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [header, *cells]) for i in range(len(header))]
    lines = [_line(header, widths), "  ".join("-" * width for width in widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in cells)])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    return "  ".join(
        [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    ).rstrip()


def heading(title: str, *notes: str) -> str:
    return "\n".join(["", title, "=" * len(title), *notes, ""])


def machine() -> str:
    """Return what the figures depend on, a line for each."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    facts = {
        "date": f"{when}, commit {_commit()}",
        "machine": f"{os.cpu_count()} × {_processor()}, load {load}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "packages": f"{versions}; awscrt is {'installed' if find_spec('awscrt') else 'absent'}",
    }
    return "\n".join(f"{name:<9} {fact}" for name, fact in facts.items())


def _commit() -> str:
    git = ("git", "-C", ROOT, "describe", "--always", "--dirty")
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
