"""Fixtures of work on cards."""

import pytest
from botocore.config import Config as ClientConfig

from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store.table import Table
from tests.desk import Desk
from tests.office import Office


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


@pytest.fixture
def crowd(connect, table_name) -> Desk:
    """A desk that many work at, on DynamoDB Local."""
    client = connect(TABLE_CLIENT.merge(ClientConfig(max_pool_connections=64)))
    return Desk(Office(Table(client, table_name)))
