"""`python -m tests.bench`: measure, and print tables that say how."""

import argparse
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TextIO

from tests import dynamodb_local
from tests.bench import (
    cold_start,
    cost,
    crowded,
    handler_cpu,
    identity,
    outcomes,
    peers,
    report,
    reports,
    scale,
)
from tests.bench.tables import PROFILES

PARTS = ("outcomes", "cpu", "cold", "cost", "crowded", "identity", "scale", "reports")
#: Only where asked for: it takes many minutes.
ON_DEMAND = ("peers",)


def main() -> None:
    options = _parse()
    parts = options.parts or PARTS
    with _terminal() as out:
        say = partial(print, file=out, flush=True)
        say(report.machine())
        command = shlex.join([".venv/bin/python", "-m", "tests.bench", *sys.argv[1:]])
        say(f"{'again by':<9} {command}")
        if options.profile:
            with _dynamodb_local() as url:
                handler_cpu.profile(url, out, leads=options.leads * 5)
            return
        if {"outcomes", "cpu", "cost"} & set(parts):
            with _dynamodb_local() as url:
                _measure_leads(url, parts, options, say)
        if "crowded" in parts:
            with _dynamodb_local() as url:
                crowded.show(url, say)
        if "cold" in parts:
            cold_start.show(say, runs=options.runs)
        made = {"rows": options.rows, "seed": options.seed, "profile": options.words}
        if "identity" in parts:
            identity.show(say, **made)
        if "scale" in parts:
            scale.show(say, **made)
        if "peers" in parts:
            peers.show(say, **made)
        if "reports" in parts:
            reports.show(say)


def _measure_leads(url: str, parts: list[str], options: argparse.Namespace, say: partial) -> None:
    costs, cpu = {}, {}
    if {"outcomes", "cost"} & set(parts):
        costs = outcomes.show(url, say)
    if {"cpu", "cost"} & set(parts):
        cpu = handler_cpu.show(url, say, leads=options.leads, rounds=options.rounds)
    if "cost" in parts:
        cost.show(costs, cpu, say)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    tables = ", ".join((*PARTS, *ON_DEMAND))
    parser.add_argument(
        "parts", nargs="*", metavar="table", help=f"some of {tables} (all but the last)"
    )
    parser.add_argument("--leads", type=int, default=40, help="leads in a round of `cpu` (40)")
    parser.add_argument("--rounds", type=int, default=12, help="rounds of `cpu` (12)")
    parser.add_argument("--runs", type=int, default=7, help="processes of a kind in `cold` (7)")
    parser.add_argument("--rows", type=int, default=20_000, help="rows of `identity` (20000)")
    parser.add_argument("--seed", type=int, default=1, help="what its rows are made from (1)")
    parser.add_argument("--words", choices=PROFILES, default="train", help="their names (train)")
    parser.add_argument("--profile", action="store_true", help="where the handler's CPU goes")
    options = parser.parse_args()
    if unknown := set(options.parts) - {*PARTS, *ON_DEMAND}:
        parser.error(f"no such table: {', '.join(sorted(unknown))}; there are {tables}")
    return options


@contextmanager
def _terminal() -> Iterator[TextIO]:
    """Keep the standard output for the tables: what the handlers log goes nowhere."""
    with os.fdopen(os.dup(1), "w") as out:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        yield out


@contextmanager
def _dynamodb_local() -> Iterator[str]:
    if not dynamodb_local.is_installed():
        sys.exit("DynamoDB Local is not installed: run tests/prerequisites.sh")
    server = dynamodb_local.DynamoDBLocal()
    server.start()
    try:
        yield dynamodb_local.url_from(server.log)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
