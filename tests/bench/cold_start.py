"""CPU of a fresh process that takes in its first lead, against one that makes one bare call.

Both run as on Lambda: what the layers hold and boto3, with byte code. They talk to an emulator of
their own, which is brought up from template.yaml for it, since the handler also needs its secret.
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import report, service
from tests.bench.report import ROOT

TITLE = "CPU of a cold start of the intake function, with its first lead"
TARGET = 1.6

HOME = ROOT / ".local" / "bench"
PYTHON = ROOT / ".local" / "venv" / "bin" / "python"
FUNCTION = ROOT / "functions" / "intake"
LAYERS = (ROOT / ".local" / "dependencies", ROOT / "layers" / "leadfold")

INTAKE = """
import json, sys
import app
answer = app.handler(json.load(sys.stdin), None)
sys.exit(answer["body"] if answer["statusCode"] != 201 else 0)
"""
BARE = """
import os
import boto3
key = {"pk": {"S": "none"}, "sk": {"S": "none"}}
boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key=key)
"""
#: What the bare process does, and the other call that the handler's cold start cannot do without.
BARE_AND_SECRET = (
    BARE + 'boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["HASH_KEY_ARN"])\n'
)
PROGRAMS = {"bare boto3, one call": BARE, "and the secret": BARE_AND_SECRET, "intake": INTAKE}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """CPU of a process from start to end, user and system, in milliseconds.

    `ratio_of_least` is to the least of the bare process, `median_ratio` the median of the ratios to
    the bare process of the same round, which other work on the machine disturbs less.
    """

    least: float
    median: float
    ratio_of_least: float
    median_ratio: float


def show(say: Callable[[str], None], *, runs: int) -> dict[str, Figure]:
    """Print the table and return its figures by program; none where there is no emulator."""
    if not PYTHON.exists():
        say(report.heading(TITLE, "Left out: .local/venv is not there, `make install` makes it."))
        return {}
    say(
        report.heading(
            TITLE,
            f"CPU (user and system) of the whole process, {runs} runs of each in turn, against an",
            f"emulator of the bench's own. {_interpreter()}.",
        )
    )
    with_stack("up", "--burst", "1")
    try:
        stack = json.loads((HOME / "stack.json").read_text())
        figures = _measure(stack, runs)
    finally:
        with_stack("down")
    rows = [
        (
            name,
            f"{figure.least:.0f}",
            f"{figure.median:.0f}",
            f"{figure.ratio_of_least:.2f}",
            f"{figure.median_ratio:.2f}",
            f"≤ {TARGET}" if name == "intake" else "",
        )
        for name, figure in figures.items()
    ]
    header = ("process", "least ms", "median ms", "× bare, least", "× bare, run by run", "target")
    say(report.table(header, rows))
    return figures


def _interpreter() -> str:
    """Say what runs the processes: another environment than the bench's own, as on Lambda."""
    program = (
        "import sys, boto3, botocore; from importlib.util import find_spec;"
        "awscrt = 'installed' if find_spec('awscrt') else 'absent';"
        "print(f'.local/venv: Python {sys.version.split()[0]}, boto3 {boto3.__version__},',"
        "f'botocore {botocore.__version__}, awscrt {awscrt}')"
    )
    command = (PYTHON, "-c", program)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def with_stack(*arguments: str) -> None:
    """Run a command on the emulator of the bench; its port and state are its own."""
    command = (PYTHON, "-m", "local.stack", *arguments, "--home", HOME)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def _measure(stack: Mapping[str, Any], runs: int) -> dict[str, Figure]:
    environment = _environment(stack)
    spent: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(runs + 1):
        for name, program in PROGRAMS.items():
            event = service.http_event(_unseen_lead(), stack["keys"]["intake"])
            cpu = _cpu((PYTHON, "-c", program), environment, json.dumps(event))
            if number:  # the first run writes byte code
                spent[name].append(cpu)
    bare = spent["bare boto3, one call"]
    return {name: _figure(cpu, bare) for name, cpu in spent.items()}


def _figure(cpu: Sequence[float], bare: Sequence[float]) -> Figure:
    return Figure(
        least=min(cpu),
        median=median(cpu),
        ratio_of_least=min(cpu) / min(bare),
        median_ratio=median(one / other for one, other in zip(cpu, bare, strict=True)),
    )


def _unseen_lead() -> str:
    """Return a lead of a person whom no earlier run of the bench, on the same state, can have."""
    number = int.from_bytes(os.urandom(4)) % 10**6
    unique = {"lead_id": os.urandom(8).hex(), "phone": f"+4799{number:06d}"}
    return json.dumps(service.REFERENCE | unique | {"email": f"{os.urandom(8).hex()}@example.com"})


def _environment(stack: Mapping[str, Any]) -> dict[str, str]:
    """Return what the emulator would give to the function."""
    aws = stack["aws"]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, (*LAYERS, FUNCTION))),
        "AWS_ENDPOINT_URL": aws["endpoint_url"],
        "AWS_ACCESS_KEY_ID": aws["access_key_id"],
        "AWS_SECRET_ACCESS_KEY": aws["secret_access_key"],
        "AWS_DEFAULT_REGION": aws["region"],
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "TABLE": aws["table"],
        "RAW_BUCKET": aws["raw_bucket"],
        "HASH_KEY_ARN": aws["hash_key_arn"],
        "COLLECT_QUEUE_URL": aws["collect_queue_url"],
        "PUBLIC_URL": stack["api_url"],
    }


def _cpu(command: Sequence[str | Path], environment: dict[str, str], said: str) -> float:
    """Run a process and return its CPU, user and system, in milliseconds."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stdin
    process.stdin.write(said)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"a process ended with {process.returncode}, see above")
    return (usage.ru_utime + usage.ru_stime) * 1000
