"""Raw bytes of leads in S3: parked until they are recorded, or held for a person.

A parked object's name comes from its delivery, so a retry overwrites it. ``upkeep`` takes in what
stays parked. Bytes of a quarantined lead are moved to ``held/`` once their entry is written; that
step too is finished by ``upkeep`` after a crash. The log of erasures lies beside them, where no
backup of the table overwrites it; it holds no personal data.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from leadfold.errors import Unavailable
from leadfold.store import Place

if TYPE_CHECKING:
    from botocore.client import BaseClient

_PARKED = "parked/"
_HELD = "held/"
_LOG = "erasures/"
#: Without the right to list, S3 answers 403 for what is not there; both functions have it.
_NOT_THERE = {"NoSuchKey", "404"}


class Bucket:
    """The raw bucket behind the ``RawBytes`` functions."""

    def __init__(self, connect: Callable[[], "BaseClient"], name: str) -> None:
        """Take what makes an S3 client and the bucket's name: most workers never need one."""
        self._connect = connect
        self._name = name

    @cached_property
    def _client(self) -> "BaseClient":
        return self._connect()

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Keep the bytes durably."""
        metadata = {key: quote(value, safe="/:;=+. ") for key, value in about.items()}
        self._call("put_object", Key=_PARKED + name, Body=body, Metadata=metadata)

    def parked(self) -> Iterator[str]:
        """Yield the names of what is parked."""
        return self._all(_PARKED)

    def _all(self, prefix: str) -> Iterator[str]:
        request: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=prefix, **request)
            yield from (entry["Key"].removeprefix(prefix) for entry in page.get("Contents", ()))
            if not page.get("NextContinuationToken"):
                return
            request["ContinuationToken"] = page["NextContinuationToken"]

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and what was said about them."""
        body, metadata = self._get(_PARKED + name)
        return body, {key: unquote(value) for key, value in metadata.items()}

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones; done twice is done once."""
        source = {"Bucket": self._name, "Key": _PARKED + name}
        try:
            self._call("copy_object", Key=_HELD + name, CopySource=source)
        except Unavailable as error:
            if str(error) not in _NOT_THERE:
                raise
            return
        self.drop(name)

    def keep(self, name: str, body: bytes) -> None:
        """Keep bytes among the held ones at once: evidence that is no lead of its own."""
        self._call("put_object", Key=_HELD + name, Body=body)

    def held(self, name: str) -> bytes:
        """Return the bytes of a quarantine entry, whether they have been moved yet or not."""
        try:
            return self._get(_HELD + name)[0]
        except Unavailable as error:
            if str(error) not in _NOT_THERE:
                raise
            return self._get(_PARKED + name)[0]

    def forget(self, name: str) -> None:
        """Delete held bytes: they are recorded now."""
        self._call("delete_object", Key=_HELD + name)

    def drop(self, name: str) -> None:
        """Forget parked bytes."""
        self._call("delete_object", Key=_PARKED + name)

    def names(self, place: Place, *, after: str, limit: int) -> list[str]:
        """Return names of what lies in a place, those behind ``after``."""
        prefix = f"{place}/"
        request = {"StartAfter": prefix + after} if after else {}
        page = self._call("list_objects_v2", Prefix=prefix, MaxKeys=limit, **request)
        return [entry["Key"].removeprefix(prefix) for entry in page.get("Contents", ())]

    def find(self, place: Place, name: str) -> tuple[bytes, dict[str, str]] | None:
        """Return bytes and what was said about them, ``None`` where nothing is there."""
        try:
            body, metadata = self._get(f"{place}/{name}")
        except Unavailable as error:
            if str(error) not in _NOT_THERE:
                raise
            return None
        return body, {key: unquote(value) for key, value in metadata.items()}

    def write_log(self, name: str, body: bytes) -> None:
        """Keep an entry of the log of erasures."""
        self._call("put_object", Key=_LOG + name, Body=body, ContentType="application/json")

    def logs(self) -> Iterator[str]:
        """Yield the names of the log's entries."""
        return self._all(_LOG)

    def read_log(self, name: str) -> bytes:
        """Return an entry of the log."""
        return self._get(_LOG + name)[0]

    def _get(self, key: str) -> tuple[bytes, dict[str, str]]:
        answer = self._call("get_object", Key=key)
        try:
            return answer["Body"].read(), answer["Metadata"]
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error

    def _call(self, operation: str, **request: Any) -> Any:
        """Call S3; whatever it or the way to it refuses is ``Unavailable``."""
        try:
            return getattr(self._client, operation)(Bucket=self._name, **request)
        except ClientError as error:
            raise Unavailable(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error
