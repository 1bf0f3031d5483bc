"""``leadfold testwash``: finds the duplicates and faults of a file."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def add_to(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command; ``add_parser`` is the one of the command line's subparsers."""
    testwash = add_parser(
        "testwash",
        help="find the duplicates in a customer or lead file, and what is wrong with it",
        description="Reads a customer or lead file, tells which rows are the same customer and "
        "what is wrong in them, and writes report.html (a page to read), issues.csv (every "
        "finding) and clusters.csv (record_id, card_id, level, score, every row of the file once).",
        epilog="Nothing leaves this machine. docs/testwash.md tells what is read and written.",
    )
    testwash.add_argument(
        "file",
        type=Path,
        help="CSV in any encoding, XLSX, XLS, ODS, JSON, JSON lines or vCards; also .gz",
    )
    testwash.add_argument(
        "--sheet",
        metavar="NAME",
        help="the sheet of a workbook to read, hidden or not (default: the open one, if it holds "
        "a table, else the first visible one that does)",
    )
    testwash.add_argument(
        "--country",
        type=_country,
        help="where phone numbers and dates that do not say so are from: NO, Norway, Norge …",
    )
    testwash.add_argument(
        "--out", type=Path, help="folder for the results (default: FILE-testwash, beside the file)"
    )
    testwash.add_argument(
        "--suppress",
        type=Path,
        metavar="LIST",
        help="file of people who are not to be contacted: phones, e-mail addresses, national IDs",
    )
    testwash.add_argument(
        "--deceased",
        type=Path,
        metavar="LIST",
        help="file of people who have died: national IDs, or names with birth dates",
    )
    testwash.add_argument(
        "--language",
        choices=("en", "nb", "sv", "el", "he"),
        help="language of the report (default: that of --country, else en)",
    )
    testwash.add_argument(
        "--no-examples",
        action="store_true",
        help="leave values of the file out of the page, so that it can be passed on",
    )
    testwash.set_defaults(run=_testwash)


def _testwash(chosen: argparse.Namespace) -> int:
    """Wash a file; exit code 2 if it cannot be read, 130 if the run was stopped."""
    from datetime import datetime

    from leadfold.errors import BadFile
    from leadfold.testwash import washing

    today = datetime.now().astimezone().date()
    try:
        options = washing.Options(
            suppress=chosen.suppress,
            deceased=chosen.deceased,
            language=chosen.language,
            examples=not chosen.no_examples,
            sheet=chosen.sheet,
        )
        print(washing.wash(chosen.file, chosen.country, chosen.out, today, options))
    except BadFile as problem:
        print(f"leadfold testwash: {chosen.file}: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("leadfold testwash: stopped; nothing was written", file=sys.stderr)
        return 130
    return 0


def _country(text: str) -> str:
    """Return the code of a country, for the parser."""
    from leadfold.normalise import country

    code = country.parse(text)
    if not code:
        raise argparse.ArgumentTypeError(f"{text!r} is no country: give a code such as NO")
    return code
