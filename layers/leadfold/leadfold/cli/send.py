"""``leadfold send``: posts the leads of a file to the API."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadfold.client import Answer


def add_to(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command; ``add_parser`` is the one of the command line's subparsers."""
    send = add_parser("send", help="post leads and print what became of each")
    send.add_argument("file", type=Path, help="one JSON object a line")
    send.add_argument("--api", required=True, help="the API's address, without /v1")
    send.add_argument(
        "--key",
        default=os.environ.get("LEADFOLD_KEY"),
        help="an intake key (default: the environment variable LEADFOLD_KEY)",
    )
    send.add_argument("--source", required=True, help="the source's id")
    send.set_defaults(run=_send)


def _send(chosen: argparse.Namespace) -> int:
    """Post each line; exit code 1 if any was refused, 2 without a key."""
    if not chosen.key:
        print("leadfold send: give --key or set LEADFOLD_KEY", file=sys.stderr)
        return 2
    from leadfold.client import ApiProblem, Client

    client = Client(chosen.api, chosen.key)
    refused = 0
    for number, line in _lines(chosen.file):
        try:
            answer = client.call("POST", "/leads", query={"source": chosen.source}, body=line)
            print(f"{number}\t{_outcome(answer)}")
        except ApiProblem as problem:
            refused += 1
            print(f"{number}\t{problem.status}\t{problem}")
    return 1 if refused else 0


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def _outcome(answer: "Answer") -> str:
    """Return the outcome of a lead, and the ids of what was made or found."""
    ids = (answer["card_id"], answer["inquiry_id"], answer["quarantine_id"])
    return "\t".join([answer["outcome"], *(name for name in ids if name)])
