"""Capacity units of DynamoDB calls by its documented rules: emulators give wrong figures.

Base table only; what an index adds is not counted. Sizes follow "DynamoDB item sizes and formats"
of the developer guide, where the size of a number is an approximation.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Item = Mapping[str, Mapping[str, Any]]

ATTRIBUTE_OF_COLLECTION = 1
COLLECTION = 3


def item_size(item: Item | None) -> int:
    """Bytes of an item in the low-level form, {"name": {"S": "value"}}; None is no item."""
    return sum(len(name.encode()) + value_size(value) for name, value in (item or {}).items())


def value_size(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "SS" | "NS" | "BS":
            return sum(value_size({kind[0]: element}) for element in content)
        case "L":
            return COLLECTION + sum(ATTRIBUTE_OF_COLLECTION + value_size(e) for e in content)
        case "M":
            return COLLECTION + len(content) * ATTRIBUTE_OF_COLLECTION + item_size(content)
    raise ValueError(f"no such type: {kind}")


def _number_size(number: str) -> int:
    """A byte for two significant digits, one more, and (undocumented) one for a minus sign."""
    sign, digits, _ = Decimal(number).as_tuple()
    significant = "".join(map(str, digits)).strip("0")
    return math.ceil(len(significant) / 2) + 1 + sign


def write_units(size: int, *, transactional: bool = False) -> int:
    return max(1, math.ceil(size / 1024)) * (2 if transactional else 1)


def read_units(size: int, *, consistent: bool = False) -> float:
    return max(1, math.ceil(size / 4096)) * (1 if consistent else 0.5)


@dataclass(frozen=True)
class Charge:
    """The cost of one item in one call."""

    operation: str
    key: Item
    size: int
    write_units: int = 0
    read_units: float = 0


@dataclass
class Bill:
    """The charges of some calls, and their sums."""

    charges: list[Charge] = field(default_factory=list)

    @property
    def write_units(self) -> int:
        return sum(charge.write_units for charge in self.charges)

    @property
    def read_units(self) -> float:
        return sum(charge.read_units for charge in self.charges)


@contextmanager
def metered(client: Any, reader: Any) -> Iterator[Bill]:
    """Add up what the calls of `client` cost; `reader` is another client, for a look at the items.

    A write costs by the larger of the item before and after, and no less if its condition fails, so
    the items must be left alone by others meanwhile. Metered are the operations of `_TARGETS`, and
    queries without a filter.
    """
    meter = _Meter(reader)
    handlers = {
        "before-parameter-build.dynamodb": meter.look_before,
        "after-call.dynamodb": meter.charge,
    }
    for event, handler in handlers.items():
        client.meta.events.register_last(event, handler)
    try:
        yield meter.bill
    finally:
        for event, handler in handlers.items():
            client.meta.events.unregister(event, handler)


@dataclass(frozen=True)
class _Target:
    """An item that a call touches: its key, or the whole item that will be put."""

    table: str
    names: Item
    writes: bool = True
    transactional: bool = False
    consistent: bool = False


class _Meter:
    def __init__(self, reader: Any) -> None:
        self.bill = Bill()
        self._reader = reader
        self._key_names: dict[str, list[str]] = {}

    def look_before(
        self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: object
    ) -> None:
        if model.name == "Query":
            consistent = params.get("ConsistentRead", False)
            context["queried"] = {
                "partition": params["ExpressionAttributeValues"],
                "consistent": consistent,
            }
        if model.name in _TARGETS:
            targets = _TARGETS[model.name](params)
            context["metered"] = [(target, self._size(target)) for target in targets]

    def charge(self, parsed: Any, model: Any, context: dict[str, Any], **_: object) -> None:
        if model.name == "Query":
            self.bill.charges.append(_queried(parsed.get("Items", ()), **context["queried"]))
        for target, before in context.pop("metered", []):
            size = max(before, self._size(target)) if target.writes else before
            self.bill.charges.append(_charge(model.name, self._key(target), target, size))

    def _size(self, target: _Target) -> int:
        found = self._reader.get_item(
            TableName=target.table, Key=self._key(target), ConsistentRead=True
        )
        return item_size(found.get("Item"))

    def _key(self, target: _Target) -> Item:
        if target.table not in self._key_names:
            table = self._reader.describe_table(TableName=target.table)["Table"]
            self._key_names[target.table] = [key["AttributeName"] for key in table["KeySchema"]]
        return {name: target.names[name] for name in self._key_names[target.table]}


def _charge(operation: str, key: Item, target: _Target, size: int) -> Charge:
    if target.writes:
        units = write_units(size, transactional=target.transactional)
        return Charge(operation, key, size, write_units=units)
    return Charge(operation, key, size, read_units=read_units(size, consistent=target.consistent))


def _queried(found: Sequence[Item], *, partition: Item, consistent: bool) -> Charge:
    """A query is charged by the sum of its items; of an index, by that of their entries."""
    size = sum(map(item_size, found))
    return Charge("Query", partition, size, read_units=read_units(size, consistent=consistent))


def _one(params: Mapping[str, Any]) -> list[_Target]:
    return [_Target(params["TableName"], params.get("Key") or params["Item"])]


def _transaction(params: Mapping[str, Any]) -> list[_Target]:
    # A check is billed as a write of the item, although it writes nothing.
    actions = [action for item in params["TransactItems"] for action in item.values()]
    return [
        _Target(action["TableName"], action.get("Key") or action["Item"], transactional=True)
        for action in actions
    ]


def _batch_write(params: Mapping[str, Any]) -> list[_Target]:
    return [
        _Target(table, request.get("Key") or request["Item"])
        for table, writes in params["RequestItems"].items()
        for write in writes
        for request in write.values()
    ]


def _get(params: Mapping[str, Any]) -> list[_Target]:
    consistent = params.get("ConsistentRead", False)
    return [_Target(params["TableName"], params["Key"], writes=False, consistent=consistent)]


def _batch_get(params: Mapping[str, Any]) -> list[_Target]:
    return [
        _Target(table, key, writes=False, consistent=asked.get("ConsistentRead", False))
        for table, asked in params["RequestItems"].items()
        for key in asked["Keys"]
    ]


_TARGETS = {
    "PutItem": _one,
    "UpdateItem": _one,
    "DeleteItem": _one,
    "TransactWriteItems": _transaction,
    "BatchWriteItem": _batch_write,
    "GetItem": _get,
    "BatchGetItem": _batch_get,
}
