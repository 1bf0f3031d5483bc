"""The AWS clients and what is built of them: made once by each worker, in its cold start.

One client for DynamoDB at once; the others when they are first needed.
"""

import boto3
from botocore.client import BaseClient
from botocore.config import Config as ClientConfig

from leadfold.config import Config
from leadfold.ids import new_id
from leadfold.intake import Desk
from leadfold.keyed import KeyedHash
from leadfold.settings import Settings
from leadfold.store.raw import Bucket
from leadfold.store.table import Table

#: Short: a worker that waits for one slow call longer than this had better try again.
_CLIENT = ClientConfig(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=10,
)


def client(service: str) -> BaseClient:
    """Return a client with Leadfold's time-outs."""
    return boto3.client(service, config=_CLIENT)


def table(settings: Settings) -> Table:
    """Return the table."""
    return Table(client("dynamodb"), settings.table)


def keyed_hash(settings: Settings) -> KeyedHash:
    """Return the keyed hash under the account's one secret."""
    answer = client("secretsmanager").get_secret_value(SecretId=settings.hash_key_arn)
    return KeyedHash(answer["SecretString"].encode())


def desk(settings: Settings) -> tuple[Desk, Config]:
    """Return what intake works with."""
    store = table(settings)
    config = Config(store)
    return (
        Desk(
            store=store,
            raw=Bucket(lambda: client("s3"), settings.raw_bucket),
            keyed=keyed_hash(settings),
            directory=config,
            new_id=new_id,
        ),
        config,
    )
