"""What the recorder calls a call, a round trip and a byte."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.faults import injected_faults
from tests.recorder import Call, Recording, recorded


def recording(*spans):
    return Recording([Call("GetItem", 0, began, ended) for began, ended in spans])


@pytest.mark.parametrize(
    ("spans", "round_trips"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (2, 3)], 2),
        ([(0, 3), (1, 2)], 1),
        ([(0, 1), (0, 2), (2, 3)], 2),
        ([(0, 9), (1, 2), (3, 4)], 2),
    ],
)
def test_round_trips_are_the_calls_that_had_to_wait_for_one_another(spans, round_trips):
    assert recording(*spans).round_trips == round_trips


def test_calls_are_recorded_in_order_over_several_clients(connect, table_name):
    first, second = connect(), connect()
    with recorded(first, second) as calls:
        first.describe_table(TableName=table_name)
        second.scan(TableName=table_name)
        first.list_tables()
    assert calls.operations == ["DescribeTable", "Scan", "ListTables"]
    assert calls.round_trips == 3


def test_calls_made_at_once_are_one_round_trip(dynamodb, table_name):
    together = Barrier(2)

    def wait_for_the_other(**_):
        together.wait(10)

    dynamodb.meta.events.register("before-send", wait_for_the_other)
    with recorded(dynamodb) as calls, ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: dynamodb.scan(TableName=table_name), range(2)))
    assert len(calls.calls) == 2
    assert calls.round_trips == 1


def test_bytes_are_those_of_the_bodies(dynamodb, table_name):
    with recorded(dynamodb) as calls:
        dynamodb.put_item(TableName=table_name, Item={"pk": {"S": "a" * 500}, "sk": {"S": "a"}})
        dynamodb.scan(TableName=table_name)
    put, scan = calls.calls
    assert 500 < put.sent < 700
    assert put.received < 100
    assert 500 < scan.received < 700
    assert calls.bytes_sent == put.sent + scan.sent
    assert calls.bytes_received == put.received + scan.received


def test_an_attempt_that_failed_is_a_call_too(dynamodb, table_name):
    with injected_faults(dynamodb, seed=7, unsent=0.5) as injected, recorded(dynamodb) as calls:
        dynamodb.scan(TableName=table_name)
        dynamodb.scan(TableName=table_name)
    assert injected
    assert calls.operations == ["Scan"] * (2 + len(injected))


def test_nothing_is_recorded_when_the_block_is_over(dynamodb, table_name):
    with recorded(dynamodb) as calls:
        pass
    dynamodb.scan(TableName=table_name)
    assert calls.operations == []
