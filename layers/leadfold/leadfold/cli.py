"""The command line: ``leadfold``, for work without any cloud."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadfold import __version__

if TYPE_CHECKING:
    from leadfold.client import Answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    parser = argparse.ArgumentParser(prog="leadfold", description="Leadfold's command line.")
    parser.add_argument("--version", action="version", version=f"leadfold {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)

    send = commands.add_parser("send", help="post leads and print what became of each")
    send.add_argument("file", type=Path, help="one JSON object a line")
    send.add_argument("--api", required=True, help="the API's address, without /v1")
    send.add_argument(
        "--key",
        default=os.environ.get("LEADFOLD_KEY"),
        help="an intake key (default: the environment variable LEADFOLD_KEY)",
    )
    send.add_argument("--source", required=True, help="the source's id")
    send.set_defaults(run=_send)

    testwash = commands.add_parser(
        "testwash",
        help="find the duplicates in a customer or lead file, and what is wrong with it",
        description="Reads a customer or lead file, tells which rows are the same customer and "
        "what is wrong in them, and writes report.html (a page to read), issues.csv (every "
        "finding) and clusters.csv (record_id, card_id, level, score, every row of the file once).",
        epilog="Nothing leaves this machine. docs/testwash.md tells what is read and written.",
    )
    testwash.add_argument(
        "file", type=Path, help="CSV in any encoding, XLSX, XLS, ODS, JSON or JSON lines; also .gz"
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

    first_key = commands.add_parser(
        "first-key", help="make an admin key in a table on AWS, to begin with"
    )
    first_key.add_argument(
        "--table", required=True, help="the table's name (stack output TableName)"
    )
    first_key.set_defaults(run=_first_key)

    rebuild = commands.add_parser(
        "rebuild-facts", help="write all facts of reports again, from a table on AWS"
    )
    rebuild.add_argument("--table", required=True, help="the table's name (stack output TableName)")
    rebuild.add_argument(
        "--bucket", required=True, help="the facts bucket (stack output FactsBucketName)"
    )
    rebuild.set_defaults(run=_rebuild_facts)

    relist = commands.add_parser(
        "relist-cards",
        help="after an upgrade: list all cards of a table on AWS as they are listed now",
        description="Reads the whole table and lists every living card that is not listed as it "
        "should be, with the caller's own rights on AWS. May be stopped, repeated, and called "
        "while the service is at work; docs/operations.md.",
    )
    relist.add_argument("--table", required=True, help="the table's name (stack output TableName)")
    relist.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    relist.set_defaults(run=_relist_cards)

    reapply = commands.add_parser(
        "reapply-erasures",
        help="after the table was restored from a backup: erase again who had been erased",
        description="Reads the log of erasures in the raw bucket and does each of them again on "
        "the table, with the caller's own rights on AWS. May be repeated; docs/privacy.md.",
    )
    reapply.add_argument("--table", required=True, help="the restored table's name")
    reapply.add_argument("--bucket", required=True, help="stack output RawBucketName")
    reapply.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    reapply.set_defaults(run=_reapply_erasures)

    chosen = parser.parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


def _send(chosen: argparse.Namespace) -> int:
    """Post each line; exit code 1 where any was refused."""
    if not chosen.key:
        print("leadfold send: give --key or set LEADFOLD_KEY", file=sys.stderr)
        return 2
    from leadfold.calling import ApiProblem
    from leadfold.client import Client

    client = Client(chosen.api, chosen.key)
    refused = 0
    for number, line in _lines(chosen.file):
        try:
            answer = client.call("POST", "/leads", query={"source": chosen.source}, body=line)
            print(f"{number}\t{_told(answer)}")
        except ApiProblem as problem:
            refused += 1
            print(f"{number}\t{problem.status}\t{problem}")
    return 1 if refused else 0


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def _told(answer: "Answer") -> str:
    ids = (answer["card_id"], answer["inquiry_id"], answer["quarantine_id"])
    return "\t".join([answer["outcome"], *(name for name in ids if name)])


def _country(text: str) -> str:
    from leadfold.normalise import country

    code = country.parse(text)
    if not code:
        raise argparse.ArgumentTypeError(f"{text!r} is no country: give a code such as NO")
    return code


def _testwash(chosen: argparse.Namespace) -> int:
    """Wash a file; exit code 2 where it cannot be read, 130 where it was stopped."""
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
        )
        print(washing.wash(chosen.file, chosen.country, chosen.out, today, options))
    except BadFile as problem:
        print(f"leadfold testwash: {chosen.file}: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("leadfold testwash: stopped; nothing was written", file=sys.stderr)
        return 130
    return 0


def _first_key(chosen: argparse.Namespace) -> int:
    """Write an admin key into the table with the caller's own rights on AWS."""
    from datetime import UTC, datetime

    import boto3

    from leadfold import access
    from leadfold.ids import new_id
    from leadfold.normalise.dates import rfc3339
    from leadfold.store.table import Table

    table = Table(boto3.client("dynamodb"), chosen.table)
    key, writes = access.new_key("admin", "first key", new_id("key"), rfc3339(datetime.now(UTC)))
    for write in writes:
        table.write(write)
    print(key)
    return 0


def _rebuild_facts(chosen: argparse.Namespace) -> int:
    """Scan the table and write its facts with the caller's own rights on AWS."""
    from datetime import UTC, datetime

    import boto3

    from leadfold.reports.objects import FactsBucket
    from leadfold.reports.rebuild import rebuild
    from leadfold.store.table import Table

    began = datetime.now(UTC)
    table = Table(boto3.client("dynamodb"), chosen.table)
    bucket = FactsBucket(lambda: boto3.client("s3"), chosen.bucket)
    print(f"{rebuild(table.scan(), bucket, began):,} facts written")
    return 0


def _relist_cards(chosen: argparse.Namespace) -> int:
    """List cards; exit code 1 where others were at work on some, 2 where AWS cannot be reached."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError

        from leadfold import listing, wiring
    except ImportError:
        print("leadfold relist-cards: install boto3 first", file=sys.stderr)
        return 2
    from leadfold.errors import StoreError
    from leadfold.settings import Settings

    settings = Settings(table=chosen.table, hash_key_arn=chosen.hash_key)
    far = listing.Relisted()
    try:
        table, keyed = wiring.table(settings), wiring.keyed_hash(settings)
        for far in listing.relist_all(table.scan(), table, keyed):
            if far.read % _TOLD_EVERY == 0:
                print(f"{far.read:,} cards read, {far.listed:,} listed", flush=True)
    except (BotoCoreError, ClientError, StoreError) as error:
        told = f"{type(error).__name__}: {error} (after {far.read:,} cards; call this again)"
        print(f"leadfold relist-cards: {told}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"leadfold relist-cards: stopped after {far.read:,} cards", file=sys.stderr)
        return 130
    print(f"{far.read:,} cards read, {far.listed:,} listed, {far.busy:,} left: all done")
    return 1 if far.busy else 0


#: Cards after which the relisting says how far it is.
_TOLD_EVERY = 1_000


def _reapply_erasures(chosen: argparse.Namespace) -> int:
    """Erase again; exit code 1 where an erasure needs a person, 2 where AWS cannot be reached."""
    from datetime import UTC, datetime

    try:
        from botocore.exceptions import BotoCoreError, ClientError

        from leadfold import erasing, wiring
    except ImportError:
        print("leadfold reapply-erasures: install boto3 first", file=sys.stderr)
        return 2
    from leadfold.errors import StoreError
    from leadfold.settings import Settings

    settings = Settings(table=chosen.table, raw_bucket=chosen.bucket, hash_key_arn=chosen.hash_key)
    try:
        desk, config = wiring.desk(settings)
        became = erasing.reapply(desk, config, at=datetime.now(UTC))
    except (BotoCoreError, ClientError, StoreError) as error:
        print(f"leadfold reapply-erasures: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for outcome, ids in became.items():
        print(f"{outcome}\t{len(ids)}")
    for name in became["unresolved"]:
        print(f"{name}: its card was merged with another's: undo that, and call this again")
    return 1 if became["unresolved"] else 0


if __name__ == "__main__":
    sys.exit(main())
