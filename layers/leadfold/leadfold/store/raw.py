"""Raw bytes of leads in S3: parked until the lead is recorded, or held for its quarantine entry.

A parked object's name is derived from its delivery, so a retry replaces it. ``upkeep`` takes in
whatever stays parked. Bytes of a quarantined lead are moved to ``held/`` once the entry is written;
after a crash ``upkeep`` completes that move. The log of erasures lies in the same bucket, so that
restoring a backup of the table does not overwrite it; it holds no personal data.
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
#: S3's codes for an absent object. It answers 403 to who may not list the bucket; both functions
#: may.
_ABSENT = {"NoSuchKey", "404"}


class Bucket:
    """``RawBytes`` in an S3 bucket."""

    def __init__(self, connect: Callable[[], "BaseClient"], name: str) -> None:
        """Take a function that makes an S3 client, called on first use, and the bucket's name."""
        self._connect = connect
        self._name = name

    @cached_property
    def _client(self) -> "BaseClient":
        return self._connect()

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Park bytes."""
        self._write(_PARKED + name, body, about)

    def _write(self, key: str, body: bytes, about: Mapping[str, str]) -> None:
        metadata = {name: quote(value, safe="/:;=+. ") for name, value in about.items()}
        self._call("put_object", Key=key, Body=body, Metadata=metadata)

    def parked(self) -> Iterator[str]:
        """Yield the names of all parked bytes."""
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
        """Return parked bytes and their metadata."""
        body, metadata = self._get(_PARKED + name)
        return body, {key: unquote(value) for key, value in metadata.items()}

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones; a second time does nothing."""
        source = {"Bucket": self._name, "Key": _PARKED + name}
        try:
            self._call("copy_object", Key=_HELD + name, CopySource=source)
        except Unavailable as error:
            if str(error) not in _ABSENT:
                raise
            return
        self.drop(name)

    def keep(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Write bytes to the held ones at once."""
        self._write(_HELD + name, body, about)

    def held(self, name: str) -> bytes:
        """Return held bytes; while they are not moved yet, the parked ones."""
        try:
            return self._get(_HELD + name)[0]
        except Unavailable as error:
            if str(error) not in _ABSENT:
                raise
            return self._get(_PARKED + name)[0]

    def forget(self, name: str) -> None:
        """Delete held bytes."""
        self._call("delete_object", Key=_HELD + name)

    def drop(self, name: str) -> None:
        """Delete parked bytes."""
        self._call("delete_object", Key=_PARKED + name)

    def names(self, place: Place, *, after: str, limit: int) -> list[str]:
        """Return names under a prefix in order, from behind ``after`` on."""
        prefix = f"{place}/"
        request = {"StartAfter": prefix + after} if after else {}
        page = self._call("list_objects_v2", Prefix=prefix, MaxKeys=limit, **request)
        return [entry["Key"].removeprefix(prefix) for entry in page.get("Contents", ())]

    def find(self, place: Place, name: str) -> tuple[bytes, dict[str, str]] | None:
        """Return bytes and their metadata, ``None`` if there are none."""
        try:
            body, metadata = self._get(f"{place}/{name}")
        except Unavailable as error:
            if str(error) not in _ABSENT:
                raise
            return None
        return body, {key: unquote(value) for key, value in metadata.items()}

    def write_log(self, name: str, body: bytes) -> None:
        """Write an entry of the log of erasures."""
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
        """Call S3. Raises ``Unavailable`` for any error of S3 or of the connection."""
        try:
            return getattr(self._client, operation)(Bucket=self._name, **request)
        except ClientError as error:
            raise Unavailable(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error
