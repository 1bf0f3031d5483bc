"""The files of the lake, as objects of an S3 bucket or in a folder.

Benchmarks and tests use a folder; so can a copy of a bucket.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from leadfold.errors import Unavailable

if TYPE_CHECKING:
    from botocore.client import BaseClient

_ABSENT = {"NoSuchKey", "404"}


class Objects(Protocol):
    """Bytes by name. Each function raises ``Unavailable`` if it fails."""

    def names(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield names under a prefix in order, each with a tag that changes with the bytes."""

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes, ``None`` if it does not exist (any more)."""

    def put(self, name: str, body: bytes) -> None:
        """Write an object atomically; one that exists is replaced."""

    def delete(self, name: str) -> None:
        """Delete an object; one that does not exist is no error."""


class FactsBucket:
    """``Objects`` in an S3 bucket."""

    def __init__(self, connect: Callable[[], "BaseClient"], name: str) -> None:
        """Take a function that makes an S3 client, called on first use, and the bucket's name."""
        self._connect = connect
        self._name = name

    @cached_property
    def _client(self) -> "BaseClient":
        return self._connect()

    def names(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield names under a prefix in order, with their ETags."""
        request: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=prefix, **request)
            yield from ((entry["Key"], entry["ETag"]) for entry in page.get("Contents", ()))
            if not page.get("NextContinuationToken"):
                return
            request["ContinuationToken"] = page["NextContinuationToken"]

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes, ``None`` if it does not exist."""
        try:
            answer = self._call("get_object", Key=name)
            body: bytes = answer["Body"].read()
        except Unavailable as error:
            if str(error) in _ABSENT:
                return None
            raise
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error
        return body

    def put(self, name: str, body: bytes, *, content_type: str | None = None) -> None:
        """Write an object; S3 gives it a content type of its own where none is given."""
        about = {"ContentType": content_type} if content_type else {}
        self._call("put_object", Key=name, Body=body, **about)

    def delete(self, name: str) -> None:
        """Delete an object."""
        self._call("delete_object", Key=name)

    def _call(self, operation: str, **request: Any) -> Any:
        """Call S3. Raises ``Unavailable`` for any error of S3 or of the connection."""
        try:
            return getattr(self._client, operation)(Bucket=self._name, **request)
        except ClientError as error:
            raise Unavailable(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__) from error


class Folder:
    """``Objects`` as files in a folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder; it need not exist yet."""
        self.root = root

    def names(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield names under a prefix in order, with size and modification time."""
        below = self.root / prefix.rpartition("/")[0]
        files = (path for path in below.rglob("*") if path.is_file() and path.suffix != ".part")
        named = sorted((path.relative_to(self.root).as_posix(), path) for path in files)
        for name, path in named:
            if name.startswith(prefix):
                stat = path.stat()
                yield name, f"{stat.st_size}-{stat.st_mtime_ns}"

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, ``None`` if it does not exist."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, name: str, body: bytes) -> None:
        """Write a file under a temporary name, then rename it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(body)
        part.replace(path)

    def delete(self, name: str) -> None:
        """Delete a file."""
        (self.root / name).unlink(missing_ok=True)
