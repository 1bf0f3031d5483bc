"""The command line, ``leadfold``: reads the arguments and runs a command."""

import argparse
import sys
from collections.abc import Sequence

from leadfold import __version__
from leadfold.cli import send, table, testwash


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    parser = argparse.ArgumentParser(prog="leadfold", description="Leadfold's command line.")
    parser.add_argument("--version", action="version", version=f"leadfold {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for group in (send, testwash, table):
        group.add_to(commands.add_parser)
    chosen = parser.parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
