"""Commands on the table of a stack on AWS, with the caller's own rights there."""

import argparse
import sys
from collections.abc import Callable


def add_to(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the parsers of these commands; ``add_parser`` makes one of the command line."""
    first_key = add_parser("first-key", help="make an admin key in a table on AWS, to begin with")
    first_key.add_argument(
        "--table", required=True, help="the table's name (stack output TableName)"
    )
    first_key.set_defaults(run=_first_key)

    rebuild = add_parser(
        "rebuild-facts", help="write all facts of reports again, from a table on AWS"
    )
    rebuild.add_argument("--table", required=True, help="the table's name (stack output TableName)")
    rebuild.add_argument(
        "--bucket", required=True, help="the facts bucket (stack output FactsBucketName)"
    )
    rebuild.set_defaults(run=_rebuild_facts)

    relist = add_parser(
        "relist-cards",
        help="after an upgrade: list all cards of a table on AWS as they are listed now",
        description="Reads the whole table and lists every living card that is not listed as it "
        "should be, with the caller's own rights on AWS. May be stopped, repeated, and called "
        "while the service is at work; docs/operations.md.",
    )
    relist.add_argument("--table", required=True, help="the table's name (stack output TableName)")
    relist.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    relist.set_defaults(run=_relist_cards)

    reapply = add_parser(
        "reapply-erasures",
        help="after the table was restored from a backup: erase again who had been erased",
        description="Reads the log of erasures in the raw bucket and does each of them again on "
        "the table, with the caller's own rights on AWS. May be repeated; docs/privacy.md.",
    )
    reapply.add_argument("--table", required=True, help="the restored table's name")
    reapply.add_argument("--bucket", required=True, help="stack output RawBucketName")
    reapply.add_argument("--hash-key", required=True, help="stack output HashKeyArn")
    reapply.set_defaults(run=_reapply_erasures)


def _first_key(chosen: argparse.Namespace) -> int:
    """Write an admin key into the table with the caller's own rights on AWS."""
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

        from leadfold.reading import indexing
        from leadfold.runtime import wiring
    except ImportError:
        print("leadfold relist-cards: install boto3 first", file=sys.stderr)
        return 2
    from leadfold.errors import StoreError
    from leadfold.runtime.environment import Environment

    environment = Environment(table=chosen.table, hash_key_arn=chosen.hash_key)
    far = indexing.Indexed()
    try:
        table, keyed = wiring.table(environment), wiring.keyed_hash(environment)
        for far in indexing.index_all(table.scan(), table, keyed):
            if far.read % _TOLD_EVERY == 0:
                print(f"{far.read:,} cards read, {far.indexed:,} listed", flush=True)
    except (BotoCoreError, ClientError, StoreError) as error:
        told = f"{type(error).__name__}: {error} (after {far.read:,} cards; call this again)"
        print(f"leadfold relist-cards: {told}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"leadfold relist-cards: stopped after {far.read:,} cards", file=sys.stderr)
        return 130
    print(f"{far.read:,} cards read, {far.indexed:,} listed, {far.busy:,} left: all done")
    return 1 if far.busy else 0


#: Cards after which the relisting says how far it is.
_TOLD_EVERY = 1_000


def _reapply_erasures(chosen: argparse.Namespace) -> int:
    """Erase again; exit code 1 where an erasure needs a person, 2 where AWS cannot be reached."""
    from datetime import UTC, datetime

    try:
        from botocore.exceptions import BotoCoreError, ClientError

        from leadfold.privacy.erasing import lifecycle
        from leadfold.runtime import wiring
    except ImportError:
        print("leadfold reapply-erasures: install boto3 first", file=sys.stderr)
        return 2
    from leadfold.errors import StoreError
    from leadfold.runtime.environment import Environment

    environment = Environment(
        table=chosen.table, raw_bucket=chosen.bucket, hash_key_arn=chosen.hash_key
    )
    try:
        desk, config = wiring.desk(environment)
        became = lifecycle.reapply(desk, config, at=datetime.now(UTC))
    except (BotoCoreError, ClientError, StoreError) as error:
        print(f"leadfold reapply-erasures: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for outcome, ids in became.items():
        print(f"{outcome}\t{len(ids)}")
    for name in became["unresolved"]:
        print(f"{name}: its card was merged with another's: undo that, and call this again")
    return 1 if became["unresolved"] else 0
