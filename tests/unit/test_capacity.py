"""Sizes and units as the DynamoDB developer guide gives them."""

import pytest
from botocore.exceptions import ClientError

from tests.capacity import item_size, metered, read_units, value_size, write_units


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": ""}, 0),
        ({"S": "abc"}, 3),
        ({"S": "åäö"}, 6),
        ({"S": "🦊"}, 4),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "27"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "461"}, 3),
        ({"N": "1000"}, 2),
        ({"N": "0.0010"}, 2),
        ({"N": "1E+30"}, 2),
        ({"N": "9" * 38}, 20),
        ({"B": b"\x00\x01\x02"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"SS": ["ab", "c"]}, 3),
        ({"NS": ["1", "1234"]}, 5),
        ({"BS": [b"ab", b"c"]}, 3),
        ({"L": []}, 3),
        ({"M": {}}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": False}]}, 3 + 1 + 2 + 1 + 1),
        ({"M": {"name": {"S": "ab"}}}, 3 + 1 + 4 + 2),
        ({"L": [{"M": {"a": {"L": []}}}]}, 3 + 1 + (3 + 1 + 1 + 3)),
    ],
)
def test_the_size_of_a_value(value, size):
    assert value_size(value) == size


def test_the_size_of_an_item_counts_the_names_of_its_attributes_in_utf8():
    assert item_size({"pk": {"S": "abc"}, "ålder": {"N": "42"}}) == 2 + 3 + 6 + 2


@pytest.mark.parametrize(
    ("size", "plain", "transactional"), [(0, 1, 2), (1, 1, 2), (1024, 1, 2), (1025, 2, 4)]
)
def test_a_write_costs_a_unit_for_each_started_kilobyte_and_twice_that_in_a_transaction(
    size, plain, transactional
):
    assert write_units(size) == plain
    assert write_units(size, transactional=True) == transactional


@pytest.mark.parametrize(("size", "units"), [(0, 0.5), (4096, 0.5), (4097, 1)])
def test_a_read_costs_half_a_unit_for_each_started_four_kilobytes_and_a_whole_if_consistent(
    size, units
):
    assert read_units(size) == units
    assert read_units(size, consistent=True) == 2 * units


def item(name, size=0):
    """Return an item of this many bytes, or the smallest there is."""
    key = {"pk": {"S": name}, "sk": {"S": name}}
    return key | {"x": {"S": "x" * (size - item_size(key) - 1)}} if size else key


@pytest.fixture
def reader(connect):
    return connect()


@pytest.mark.parametrize("size", [1024, 1025])
@pytest.mark.parametrize(
    "shape",
    [
        {"N": "1234567"},
        {"N": "-1234567"},
        {"M": {"ä": {"L": [{"S": "b"}, {"NULL": True}]}}},
        {"SS": ["a", "bc"]},
        {"B": b"12345"},
    ],
)
def test_sizes_agree_with_dynamodb_local_to_the_byte(dynamodb, table_name, shape, size):
    whole = item("a") | {"shape": shape, "x": {"S": ""}}
    whole["x"]["S"] = "x" * (size - item_size(whole))
    answer = dynamodb.put_item(TableName=table_name, Item=whole, ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"]["CapacityUnits"] == write_units(size)


def test_a_put_costs_by_the_larger_of_the_item_before_and_after(dynamodb, reader, table_name):
    with metered(dynamodb, reader) as bill:
        dynamodb.put_item(TableName=table_name, Item=item("a", 3000))
        dynamodb.put_item(TableName=table_name, Item=item("a"))
        dynamodb.put_item(TableName=table_name, Item=item("a", 1500))
    assert [charge.write_units for charge in bill.charges] == [3, 3, 2]
    assert bill.write_units == 8


def test_an_update_costs_by_the_whole_item_not_by_what_it_changes(dynamodb, reader, table_name):
    dynamodb.put_item(TableName=table_name, Item=item("a", 3000))
    with metered(dynamodb, reader) as bill:
        dynamodb.update_item(
            TableName=table_name, Key=item("a"), UpdateExpression="REMOVE x SET y = :y",
            ExpressionAttributeValues={":y": {"N": "1"}},
        )  # fmt: skip
    assert bill.write_units == 3


def test_a_delete_costs_by_the_item_deleted(dynamodb, reader, table_name):
    dynamodb.put_item(TableName=table_name, Item=item("a", 3000))
    with metered(dynamodb, reader) as bill:
        dynamodb.delete_item(TableName=table_name, Key=item("a"))
        dynamodb.delete_item(TableName=table_name, Key=item("a"))
    assert [charge.write_units for charge in bill.charges] == [3, 1]


def transaction(table):
    exists = {"ConditionExpression": "attribute_exists(pk)"}
    return [
        {"Put": {"TableName": table, "Item": item("new", 1025)}},
        {"Update": {"TableName": table, "Key": item("old"), "UpdateExpression": "REMOVE x"}},
        {"ConditionCheck": {"TableName": table, "Key": item("seen"), **exists}},
    ]


def test_a_transaction_costs_double_and_its_checks_cost_as_writes(dynamodb, reader, table_name):
    dynamodb.put_item(TableName=table_name, Item=item("old", 3000))
    dynamodb.put_item(TableName=table_name, Item=item("seen", 1500))
    with metered(dynamodb, reader) as bill:
        dynamodb.transact_write_items(TransactItems=transaction(table_name))
    assert [charge.write_units for charge in bill.charges] == [4, 6, 4]


def test_a_failed_condition_costs_by_the_items_that_are_there(dynamodb, reader, table_name):
    dynamodb.put_item(TableName=table_name, Item=item("old", 3000))
    with metered(dynamodb, reader) as bill, pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=transaction(table_name))
    assert [charge.write_units for charge in bill.charges] == [2, 6, 2]


def test_reads_cost_by_the_item_even_where_there_is_none(dynamodb, reader, table_name):
    dynamodb.put_item(TableName=table_name, Item=item("a", 5000))
    keys = {"Keys": [item("a"), item("b")], "ConsistentRead": True}
    with metered(dynamodb, reader) as bill:
        dynamodb.get_item(TableName=table_name, Key=item("a"))
        dynamodb.batch_get_item(RequestItems={table_name: keys})
    assert [charge.read_units for charge in bill.charges] == [1, 2, 1]
    assert (bill.read_units, bill.write_units) == (4, 0)
