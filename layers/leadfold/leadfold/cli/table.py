"""Commands on the table of a stack on AWS, with the caller's own rights there."""

import argparse
import sys
from collections.abc import Callable

AddParser = Callable[..., argparse.ArgumentParser]
Run = Callable[[argparse.Namespace], int]

#: Cards after which ``relist-cards`` prints how far it is.
_PROGRESS_EVERY = 1_000
_TABLE = "the table's name (stack output TableName)"


def add_to(add_parser: AddParser) -> None:
    """Add the commands; ``add_parser`` is the one of the command line's subparsers."""
    _add_first_key(add_parser)
    _add_rebuild_facts(add_parser)
    _add_relist_cards(add_parser)
    _add_reapply_erasures(add_parser)


# -- first-key ------------------------------------------------------------------------------------


def _add_first_key(add_parser: AddParser) -> None:
    parser = add_parser("first-key", help="make an admin key in a table on AWS, to begin with")
    parser.add_argument("--table", required=True, help=_TABLE)
    parser.set_defaults(run=_first_key)


def _first_key(chosen: argparse.Namespace) -> int:
    """Write an admin key into the table, and print it."""
    from datetime import UTC, datetime

    import boto3

    from leadfold.ids import new_id
    from leadfold.normalise.dates import rfc3339
    from leadfold.runtime import access
    from leadfold.store.table import Table

    table = Table(boto3.client("dynamodb"), chosen.table)
    key, writes = access.new_key("admin", "first key", new_id("key"), rfc3339(datetime.now(UTC)))
    for write in writes:
        table.write(write)
    print(key)
    return 0


# -- rebuild-facts --------------------------------------------------------------------------------


def _add_rebuild_facts(add_parser: AddParser) -> None:
    parser = add_parser(
        "rebuild-facts", help="write all facts of reports again, from a table on AWS"
    )
    parser.add_argument("--table", required=True, help=_TABLE)
    parser.add_argument(
        "--bucket", required=True, help="the facts bucket (stack output FactsBucketName)"
    )
    parser.set_defaults(run=_rebuild_facts)


def _rebuild_facts(chosen: argparse.Namespace) -> int:
    """Scan the table and write its facts into the bucket."""
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


# -- relist-cards ---------------------------------------------------------------------------------


def _add_relist_cards(add_parser: AddParser) -> None:
    parser = add_parser(
        "relist-cards",
        help="after an upgrade: list all cards of a table on AWS as they are listed now",
        description="Reads the whole table and lists every living card that is not listed as it "
        "should be, with the caller's own rights on AWS. May be stopped, repeated, and called "
        "while the service is at work; docs/operations.md.",
    )
    parser.add_argument("--table", required=True, help=_TABLE)
    parser.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    parser.set_defaults(run=_errors_in_one_line(_relist_cards))


def _relist_cards(chosen: argparse.Namespace) -> int:
    """List cards; exit code 1 if others were changing some, 130 if it was stopped."""
    from leadfold.reading import indexing
    from leadfold.runtime import wiring
    from leadfold.runtime.environment import Environment

    environment = Environment(table=chosen.table, hash_key_arn=chosen.hash_key)
    far = indexing.Indexed()
    try:
        table, keyed = wiring.table(environment), wiring.keyed_hash(environment)
        for far in indexing.index_all(table.scan(), table, keyed):
            if far.read % _PROGRESS_EVERY == 0:
                print(f"{far.read:,} cards read, {far.indexed:,} listed", flush=True)
    except KeyboardInterrupt:
        print(f"leadfold relist-cards: stopped after {far.read:,} cards", file=sys.stderr)
        return 130
    except Exception as error:
        error.add_note(f"(after {far.read:,} cards; call this again)")
        raise
    print(f"{far.read:,} cards read, {far.indexed:,} listed, {far.busy:,} left: all done")
    return 1 if far.busy else 0


# -- reapply-erasures -----------------------------------------------------------------------------


def _add_reapply_erasures(add_parser: AddParser) -> None:
    parser = add_parser(
        "reapply-erasures",
        help="after the table was restored from a backup: erase again who had been erased",
        description="Reads the log of erasures in the raw bucket and does each of them again on "
        "the table, with the caller's own rights on AWS. May be repeated; docs/privacy.md.",
    )
    parser.add_argument("--table", required=True, help="the restored table's name")
    parser.add_argument("--bucket", required=True, help="stack output RawBucketName")
    parser.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    parser.set_defaults(run=_errors_in_one_line(_reapply_erasures))


def _reapply_erasures(chosen: argparse.Namespace) -> int:
    """Erase again; exit code 1 if an erasure needs a person."""
    from datetime import UTC, datetime

    from leadfold.privacy.erasing import lifecycle
    from leadfold.runtime import wiring
    from leadfold.runtime.environment import Environment

    environment = Environment(
        table=chosen.table, raw_bucket=chosen.bucket, hash_key_arn=chosen.hash_key
    )
    desk, config = wiring.desk(environment)
    ids_by_outcome = lifecycle.reapply(desk, config, at=datetime.now(UTC))
    for outcome, ids in ids_by_outcome.items():
        print(f"{outcome}\t{len(ids)}")
    for name in ids_by_outcome["unresolved"]:
        print(f"{name}: its card was merged with another's: undo that, and call this again")
    return 1 if ids_by_outcome["unresolved"] else 0


# -- errors ---------------------------------------------------------------------------------------


def _errors_in_one_line(run: Run) -> Run:
    """Return a command that reports an error of AWS in one line, with exit code 2.

    Notes on the error (``add_note``) are printed behind it.
    """

    def guarded(chosen: argparse.Namespace) -> int:
        try:
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            print(f"leadfold {chosen.command}: install boto3 first", file=sys.stderr)
            return 2
        from leadfold.errors import StoreError

        try:
            return run(chosen)
        except (BotoCoreError, ClientError, StoreError) as error:
            line = " ".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())])
            print(f"leadfold {chosen.command}: {line}", file=sys.stderr)
            return 2

    return guarded
