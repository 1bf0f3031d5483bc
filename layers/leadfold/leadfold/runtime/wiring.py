"""The AWS clients and what is built on them: made once by each worker, in its cold start.

The client of DynamoDB is made at once, the others when they are first used. They are botocore's:
boto3 has the same ones, and its import would make cold starts longer.
"""

from typing import TYPE_CHECKING

import botocore.session
from botocore.client import BaseClient
from botocore.config import Config as ClientConfig

from leadfold.ids import new_id
from leadfold.keyed import KeyedHash
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.runtime.environment import Environment
from leadfold.runtime.queues import Queue
from leadfold.store.raw import Bucket
from leadfold.store.table import Table

if TYPE_CHECKING:
    from leadfold.reports.objects import FactsBucket

#: Short time-outs: after this, another attempt is likely to be quicker than waiting.
CLIENT = ClientConfig(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=10,
    # The SDK would compose its own for every call.
    user_agent="leadfold",
)
#: Requests to the table are built in one place and checked by DynamoDB: the SDK need not.
TABLE_CLIENT = CLIENT.merge(ClientConfig(parameter_validation=False))

#: Large files take longer, and as many threads read the lake as there are connections.
LAKE_CLIENT = CLIENT.merge(ClientConfig(read_timeout=30, max_pool_connections=16))

_session = botocore.session.get_session()


def client(service: str, config: ClientConfig = CLIENT) -> BaseClient:
    """Return a client with Leadfold's time-outs."""
    return _session.create_client(service, config=config)


def table(environment: Environment) -> Table:
    """Return the table."""
    return Table(client("dynamodb", TABLE_CLIENT), environment.table)


def keyed_hash(environment: Environment) -> KeyedHash:
    """Return the keyed hash under the account's one secret."""
    answer = client("secretsmanager").get_secret_value(SecretId=environment.hash_key_arn)
    return KeyedHash(answer["SecretString"].encode())


def facts_bucket(environment: Environment, config: ClientConfig = LAKE_CLIENT) -> "FactsBucket":
    """Return the lake of facts; ``config`` is that of a reader unless another is given."""
    from leadfold.reports.objects import FactsBucket

    return FactsBucket(lambda: client("s3", config), environment.facts_bucket)


def queue(url: str) -> Queue:
    """Return a queue."""
    return Queue(lambda: client("sqs"), url)


def desk(environment: Environment) -> tuple[Desk, Config]:
    """Return the desk of intake, and the configuration that is its directory."""
    store = table(environment)
    config = Config(store)
    return (
        Desk(
            store=store,
            raw=Bucket(lambda: client("s3"), environment.raw_bucket),
            keyed=keyed_hash(environment),
            directory=config,
            new_id=new_id,
        ),
        config,
    )
