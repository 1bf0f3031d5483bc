"""DynamoDB Local is reachable from this machine only, and holds the table that is deployed."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.dynamodb_local import table_schema, url_from


def answers(address, port):
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex((address, port)) == 0


def test_the_server_listens_on_the_loopback_address_only(dynamodb_url):
    port = urlsplit(dynamodb_url).port
    assert answers("127.0.0.1", port)
    # Here too a server would answer that listens everywhere.
    assert not answers("127.0.0.2", port)


def test_the_table_is_the_one_of_the_template(dynamodb, table_name):
    table = dynamodb.describe_table(TableName=table_name)["Table"]
    schema = table_schema()
    assert table["KeySchema"] == schema["KeySchema"]
    assert "StreamSpecification" not in table
    indexes = schema["GlobalSecondaryIndexes"]
    assert {i["IndexName"] for i in table["GlobalSecondaryIndexes"]} == {
        i["IndexName"] for i in indexes
    }


def test_a_server_that_did_not_start_says_why(tmp_path):
    log = tmp_path / "log"
    log.write_text("error: class found on application class path: Loopback\n")
    with pytest.raises(RuntimeError, match="class found"):
        url_from(log)
