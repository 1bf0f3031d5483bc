"""The store on DynamoDB: one table, on demand.

Reads are batched and consistent. The SDK retries single calls but no cancelled transactions, so
``transact`` retries these with full jitter, if all cancellation reasons are transient.
"""

import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from leadfold.errors import Contended, Stale, Unavailable
from leadfold.store import Index
from leadfold.store.writes import Change, Check, Delete, Key, Overwrite, Put, Write

if TYPE_CHECKING:
    from botocore.client import BaseClient

#: Cancellation reasons and error codes that are transient: conflicts and throttling.
_TRANSIENT = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
_FAILED = "ConditionalCheckFailed"
_BACKOFF_BASE = 0.02
_BACKOFF_CAP = 0.8
#: Attempts at the unprocessed rest of a batch before ``Unavailable`` is raised.
_BATCH_ROUNDS = 8
#: The limit of BatchWriteItem.
_BATCH_WRITES = 25


class Table:
    """``Store`` on a DynamoDB table."""

    def __init__(self, client: "BaseClient", name: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._name = name

    # -- reading ----------------------------------------------------------------------------------

    def get(self, keys: Iterable[Key]) -> dict[Key, Mapping[str, Any]]:
        """Return the items that exist of at most 100 keys, by one consistent BatchGetItem."""
        wanted = [_key(key) for key in dict.fromkeys(keys)]
        if not wanted:
            return {}  # DynamoDB takes no empty batch
        request: dict[str, Any] = {self._name: {"Keys": wanted, "ConsistentRead": True}}
        found: dict[Key, Mapping[str, Any]] = {}
        for attempt in range(_BATCH_ROUNDS):
            answer = self._call("batch_get_item", RequestItems=request)
            for attributes in answer["Responses"].get(self._name, ()):
                item = _item(attributes)
                found[item["pk"], item["sk"]] = item
            request = answer.get("UnprocessedKeys") or {}
            if not request:
                return found
            _pause(attempt)
        raise Unavailable("BatchGetItem left keys unprocessed")

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Return items of a partition in the order of their sort keys, from behind ``after`` on."""
        request: dict[str, Any] = {
            "KeyConditionExpression": "pk = :pk" + (" AND begins_with(sk, :sk)" if prefix else ""),
            "ExpressionAttributeValues": {":pk": {"S": pk}}
            | ({":sk": {"S": prefix}} if prefix else {}),
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
        }
        if after is not None:
            request["ExclusiveStartKey"] = _key((pk, after))
        return self._pages(request, limit)

    def query_index(
        self,
        index: Index,
        pk: str,
        *,
        after: str | None = None,
        until: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Return whole items of a partition of an index, in its order."""
        partition_key, sort_key = f"{index}_pk", f"{index}_sk"
        low, high = (until, after) if newest_first else (after, until)
        bounds = {":low": low or " ", ":high": high or "~"}
        if bounds[":high"] < bounds[":low"]:  # DynamoDB answers with a ValidationException
            return []
        request = {
            "IndexName": index,
            "KeyConditionExpression": f"{index}_pk = :pk AND {index}_sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {":pk": {"S": pk}}
            | {name: {"S": value} for name, value in bounds.items()},
            "ScanIndexForward": not newest_first,
        }
        # BETWEEN includes its bounds, which are excluded here: at most one entry is at ``after``.
        found = self._pages(request, limit + 1)
        entries = [entry for entry in found if entry[sort_key] not in {after, until}][:limit]
        whole = self.get((entry["pk"], entry["sk"]) for entry in entries) if entries else {}
        # The index lags: entries whose items were deleted or moved since are left out.
        here = [
            item
            for entry in entries
            if (item := whole.get((entry["pk"], entry["sk"])))
            and (item.get(partition_key), item.get(sort_key)) == (pk, entry[sort_key])
        ]
        if entries and not here:
            behind = str(entries[-1][sort_key])
            return self.query_index(
                index, pk, after=behind, until=until, limit=limit, newest_first=newest_first
            )
        return here

    def scan(self) -> Iterator[Mapping[str, Any]]:
        """Yield every item of the table, each as of when it is read. Never used by HTTP calls."""
        request: dict[str, Any] = {"ConsistentRead": True}
        while True:
            answer = self._call("scan", TableName=self._name, **request)
            yield from map(_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _pages(self, request: dict[str, Any], limit: int) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        while len(items) < limit:
            answer = self._call("query", TableName=self._name, Limit=limit - len(items), **request)
            items += [_item(attributes) for attributes in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                break
            request = request | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return items

    # -- writing ----------------------------------------------------------------------------------

    def write(self, write: Write) -> None:
        """Do one write."""
        operation, request = self._request(write)
        try:
            self._call(f"{operation}_item", **request)
        except _Cancelled as cancelled:
            raise Stale from cancelled

    def write_all(self, writes: Sequence[Overwrite]) -> None:
        """Do unconditional writes of different items, by BatchWriteItem; they are not atomic."""
        puts = [{"PutRequest": {"Item": _attributes(one.key, one.item)}} for one in writes]
        for start in range(0, len(puts), _BATCH_WRITES):
            self._write_batch({self._name: puts[start : start + _BATCH_WRITES]})

    def _write_batch(self, request: Mapping[str, Any]) -> None:
        for attempt in range(_BATCH_ROUNDS):
            request = self._call("batch_write_item", RequestItems=request).get("UnprocessedItems")
            if not request:
                return
            _pause(attempt)
        raise Unavailable("BatchWriteItem left items unprocessed")

    def transact(self, writes: Sequence[Write], *, deadline: float) -> None:
        """Do all writes in one transaction; retry until ``deadline`` (``time.monotonic``)."""
        actions = []
        for write in writes:
            operation, request = self._request(write)
            action = {"put": "Put", "update": "Update", "delete": "Delete"}.get(operation)
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
            actions.append({action or "ConditionCheck": request})
        # One token for all attempts: a transaction whose answer was lost is not done twice.
        token = uuid.uuid4().hex
        attempt = 0
        while True:
            try:
                self._call("transact_write_items", TransactItems=actions, ClientRequestToken=token)
            except _Cancelled as cancelled:
                if _FAILED in cancelled.codes:
                    raise Stale(cancelled.found) from cancelled
                if not cancelled.codes <= _TRANSIENT:
                    raise Unavailable(str(cancelled)) from cancelled
            else:
                return
            if time.monotonic() + _BACKOFF_BASE >= deadline:
                raise Contended("conflicts until the deadline")
            _pause(attempt, until=deadline)
            attempt += 1

    def _request(self, write: Write) -> tuple[str, dict[str, Any]]:
        """Return the DynamoDB operation of a write, and its parameters."""
        names = _Names()
        request: dict[str, Any] = {"TableName": self._name}
        match write:
            case Put():
                operation = "put"
                request["Item"] = _attributes(write.key, write.item)
                condition = (
                    names.absent("pk") if write.replaces is None else names.equal(write.replaces)
                )
            case Overwrite():
                operation, condition = "put", ""
                request["Item"] = _attributes(write.key, write.item)
            case Delete():
                operation, condition = "delete", names.equal(write.when)
                request["Key"] = _key(write.key)
            case Check():
                operation, condition = "check", names.equal(write.when)
                request["Key"] = _key(write.key)
            case Change():
                operation, condition = "update", names.equal(write.when)
                request["Key"] = _key(write.key)
                request["UpdateExpression"] = names.update(write)
        if condition:
            request["ConditionExpression"] = condition
        return operation, request | names.parameters()

    def _call(self, operation: str, **request: Any) -> Any:
        """Call DynamoDB. Its errors become those of ``leadfold.errors`` here and nowhere else."""
        call: Callable[..., Any] = getattr(self._client, operation)
        try:
            return call(**request)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "TransactionCanceledException":
                raise _Cancelled(error.response.get("CancellationReasons", ())) from error
            if code == "ConditionalCheckFailedException":
                raise _Cancelled([{"Code": _FAILED}]) from error
            if operation == "transact_write_items" and code in _TRANSIENT:
                raise _Cancelled([{"Code": code}]) from error
            if code == "ValidationException":
                raise  # an error in this program
            raise Unavailable(code) from error
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error


class _Cancelled(Exception):
    """A refused write: ``codes`` are the reasons, ``found`` the items that failed conditions."""

    def __init__(self, reasons: Iterable[Mapping[str, Any]]) -> None:
        reasons = list(reasons)
        self.codes = {r["Code"] for r in reasons if r.get("Code") not in {None, "None"}}
        super().__init__(", ".join(sorted(self.codes)))
        self.found = {
            (item["pk"], item["sk"]): item
            for reason in reasons
            if reason.get("Item") and (item := _item(reason["Item"]))
        }


class _Names:
    """Expression attribute names and values of one request; each attribute name occurs once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, Any] = {}

    def path(self, path: str) -> str:
        return ".".join(self._names.setdefault(p, f"#{len(self._names)}") for p in path.split("."))

    def value(self, value: Any) -> str:
        name = f":{len(self._values)}"
        self._values[name] = _attribute(value)
        return name

    def absent(self, path: str) -> str:
        return f"attribute_not_exists({self.path(path)})"

    def equal(self, expected: Mapping[str, Any]) -> str:
        return " AND ".join(
            self.absent(path) if value is None else f"{self.path(path)} = {self.value(value)}"
            for path, value in expected.items()
        )

    def update(self, change: Change) -> str:
        sets = [f"{self.path(path)} = {self.value(value)}" for path, value in change.set.items()]
        sets += [
            f"{self.path(path)} = if_not_exists({self.path(path)}, {self.value(value)})"
            for path, value in change.fill.items()
        ]
        adds = [f"{self.path(path)} {self.value(value)}" for path, value in change.add.items()]
        removes = [self.path(path) for path in change.remove]
        clauses = (("SET", sets), ("ADD", adds), ("REMOVE", removes))
        return " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses if parts)

    def parameters(self) -> dict[str, Any]:
        names = {name: path for path, name in self._names.items()}
        return {
            parameter: value
            for parameter, value in (
                ("ExpressionAttributeNames", names),
                ("ExpressionAttributeValues", self._values),
            )
            if value
        }


def _pause(attempt: int, until: float | None = None) -> None:
    """Sleep with full jitter: a random time below a bound that doubles with each attempt."""
    wait = random.uniform(0, min(_BACKOFF_CAP, _BACKOFF_BASE * 2**attempt))  # noqa: S311 (not a secret)
    time.sleep(wait if until is None else max(0.0, min(wait, until - time.monotonic())))


def _key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _attributes(key: Key, item: Mapping[str, Any]) -> dict[str, Any]:
    return _key(key) | {
        name: _attribute(value) for name, value in item.items() if value is not None
    }


def _attribute(value: Any) -> dict[str, Any]:
    """Return a value in DynamoDB's typed JSON (boto3's own serialiser takes no floats)."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": str(value)}
    if isinstance(value, Mapping):
        return {
            "M": {name: _attribute(inner) for name, inner in value.items() if inner is not None}
        }
    if isinstance(value, list | tuple):
        return {"L": [_attribute(inner) for inner in value]}
    raise TypeError(type(value).__name__)


def _item(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value_of(attribute) for name, attribute in attributes.items()}


def _value_of(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    match kind:
        case "N":
            return float(value) if "." in value or "E" in value else int(value)
        case "M":
            return _item(value)
        case "L":
            return [_value_of(inner) for inner in value]
        case _:
            return value
