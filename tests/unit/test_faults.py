"""The tools that make AWS fail, die and be counted are themselves tested, on DynamoDB Local."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, HTTPClientError

from tests.faults import injected_faults, killed_at
from tests.recorder import recorded

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


@pytest.fixture
def impatient(connect: Callable[..., Any]) -> Any:
    """A client that does not retry, so that each call meets one fate."""
    return connect(ONCE)


def key(name: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": name}, "sk": {"S": name}}


def put_two(client: Any, table: str) -> None:
    puts = [{"Put": {"TableName": table, "Item": key(name)}} for name in ("a", "b")]
    client.transact_write_items(TransactItems=puts)


def put_many(client: Any, table: str, names: str) -> None:
    for name in names:
        client.put_item(TableName=table, Item=key(name))


def stored(client: Any, table: str) -> set[str]:
    return {item["pk"]["S"] for item in client.scan(TableName=table)["Items"]}


def error_of(call: Callable[[], object]) -> str:
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except HTTPClientError as error:
        return type(error).__name__
    return "none"


def test_a_cancelled_transaction_tells_its_reasons_and_writes_nothing(impatient, table_name):
    with (
        injected_faults(impatient, seed=1, cancelled=1),
        pytest.raises(impatient.exceptions.TransactionCanceledException) as caught,
    ):
        put_two(impatient, table_name)
    reasons = [reason["Code"] for reason in caught.value.response["CancellationReasons"]]
    assert len(reasons) == 2
    assert set(reasons) != {"None"}
    assert stored(impatient, table_name) == set()


def test_every_reason_for_a_conflict_and_every_mix_of_items_comes_up(impatient, table_name):
    seen = set()
    with injected_faults(impatient, seed=1, cancelled=1):
        for _ in range(100):
            with pytest.raises(ClientError) as caught:
                put_two(impatient, table_name)
            seen.add(tuple(r["Code"] for r in caught.value.response["CancellationReasons"]))
    codes = ("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")
    assert seen == set(itertools.product(codes, codes)) - {("None", "None")}


def test_the_same_seed_brings_the_same_faults(impatient, table_name):
    def fates(seed):
        with injected_faults(impatient, seed=seed, cancelled=0.3, throttled=0.3, lost=0.3):
            return [error_of(lambda: put_two(impatient, table_name)) for _ in range(20)]

    assert fates(5) == fates(5)
    assert fates(5) != fates(6)


def test_a_call_meets_its_fate_by_its_number_whichever_thread_makes_it(impatient, table_name):
    def faults(threads):
        with (
            injected_faults(impatient, seed=3, throttled=0.5) as injected,
            ThreadPoolExecutor(threads) as pool,
        ):
            list(pool.map(lambda _: error_of(lambda: put_two(impatient, table_name)), range(40)))
        return {fault.call for fault in injected}

    assert faults(1) == faults(8)


def test_keys_left_unprocessed_and_items_read_make_up_what_was_asked(impatient, table_name):
    put_many(impatient, table_name, "abcde")
    asked = {table_name: {"Keys": [key(name) for name in "abcde"], "ConsistentRead": True}}
    with injected_faults(impatient, seed=2, unprocessed=1):
        answer = impatient.batch_get_item(RequestItems=asked)
    read = {item["pk"]["S"] for item in answer["Responses"][table_name]}
    left = answer["UnprocessedKeys"][table_name]
    assert left["ConsistentRead"]
    assert read
    assert {key["pk"]["S"] for key in left["Keys"]} == set("abcde") - read != set()


def test_items_left_unprocessed_were_not_written(impatient, table_name):
    asked = {table_name: [{"PutRequest": {"Item": key(name)}} for name in "abcde"]}
    with injected_faults(impatient, seed=2, unprocessed=1):
        left = impatient.batch_write_item(RequestItems=asked)["UnprocessedItems"][table_name]
    unwritten = {write["PutRequest"]["Item"]["pk"]["S"] for write in left}
    assert stored(impatient, table_name) == set("abcde") - unwritten
    assert unwritten


def test_the_sdk_retries_a_throttled_call_as_it_does_on_aws(dynamodb, table_name):
    with injected_faults(dynamodb, seed=4, throttled=0.5) as injected, recorded(dynamodb) as calls:
        put_many(dynamodb, table_name, "abcd")
    assert injected
    assert len(calls.calls) == 4 + len(injected)
    assert stored(dynamodb, table_name) == set("abcd")


def test_a_transaction_may_be_told_that_it_is_still_in_progress(impatient, table_name):
    with (
        injected_faults(impatient, seed=1, in_progress=1),
        pytest.raises(impatient.exceptions.TransactionInProgressException),
    ):
        put_two(impatient, table_name)


def test_a_lost_answer_is_an_error_although_the_call_was_carried_out(impatient, table_name):
    with injected_faults(impatient, seed=1, lost=1), pytest.raises(HTTPClientError):
        put_two(impatient, table_name)
    assert stored(impatient, table_name) == {"a", "b"}


def test_an_unsent_call_is_the_same_error_but_was_not_carried_out(impatient, table_name):
    with injected_faults(impatient, seed=1, unsent=1), pytest.raises(ConnectTimeoutError):
        put_two(impatient, table_name)
    assert stored(impatient, table_name) == set()


def test_a_short_page_tells_where_the_next_one_starts(impatient, table_name):
    put_many(impatient, table_name, "abc")
    with injected_faults(impatient, seed=1, short_page=1):
        pages = list(impatient.get_paginator("scan").paginate(TableName=table_name))
    assert Counter(item["pk"]["S"] for page in pages for item in page["Items"]) == Counter("abc")
    assert len(pages) > 2


def test_calls_are_left_alone_when_the_block_is_over(impatient, table_name):
    with injected_faults(impatient, seed=1, throttled=1):
        assert error_of(lambda: put_two(impatient, table_name)) != "none"
    assert error_of(lambda: put_two(impatient, table_name)) == "none"


@pytest.mark.parametrize(
    ("odds", "why"),
    [({"sunspots": 0.1}, "no such fault"), ({"lost": 0.6, "throttled": 0.6}, "more than 1")],
)
def test_faults_that_cannot_be_are_refused(impatient, odds, why):
    with pytest.raises(ValueError, match=why), injected_faults(impatient, seed=1, **odds):
        pass


@pytest.mark.parametrize(
    ("number", "when", "survives"),
    [
        (1, "before", ""),
        (1, "after", "a"),
        (2, "before", "a"),
        (2, "after", "ab"),
        (3, "before", "ab"),
        (3, "after", "abc"),
    ],
)
def test_a_worker_dies_just_before_or_just_after_the_call_told(
    dynamodb, table_name, number, when, survives
):
    assert killed_at(number, lambda: put_many(dynamodb, table_name, "abc"), when=when)
    assert stored(dynamodb, table_name) == set(survives)


def test_a_worker_with_no_such_call_lives_to_the_end(dynamodb, table_name):
    assert not killed_at(4, lambda: put_many(dynamodb, table_name, "abc"))
    assert stored(dynamodb, table_name) == set("abc")


def test_calls_of_every_client_that_the_worker_makes_are_counted(connect, table_name):
    def work():
        for name in "abc":
            put_many(connect(), table_name, name)

    assert killed_at(3, work)
    assert stored(connect(), table_name) == set("ab")


def test_work_that_fails_by_itself_is_not_taken_for_killed(capfd):
    with pytest.raises(RuntimeError):
        killed_at(1, lambda: 1 / 0)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_work_that_hangs_is_ended():
    with pytest.raises(TimeoutError):
        killed_at(1, threading.Event().wait, within=0.2)
