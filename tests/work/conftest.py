"""Fixtures of work on cards."""

import pytest
from botocore.config import Config as ClientConfig

from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store.table import Table
from tests.clerk import Clerk
from tests.office import Office


@pytest.fixture
def clerk(office) -> Clerk:
    return Clerk(office)


@pytest.fixture
def crowd(connect, table_name) -> Clerk:
    """A desk that many work at, on DynamoDB Local."""
    client = connect(TABLE_CLIENT.merge(ClientConfig(max_pool_connections=64)))
    return Clerk(Office(Table(client, table_name)))
