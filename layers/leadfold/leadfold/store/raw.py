"""Raw bytes of leads in S3: parked until they are recorded, or held for a person.

A parked object's name comes from its delivery, so a retry overwrites it. ``upkeep`` takes in what
stays parked. Bytes of a quarantined lead are moved to ``held/`` once their entry is written; that
step too is finished by ``upkeep`` after a crash.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from leadfold.errors import Unavailable

if TYPE_CHECKING:
    from botocore.client import BaseClient

_PARKED = "parked/"
_HELD = "held/"


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
        """Keep the bytes durably. Raises ``Unavailable``."""
        metadata = {key: quote(value, safe="/:;=+. ") for key, value in about.items()}
        try:
            self._client.put_object(
                Bucket=self._name, Key=_PARKED + name, Body=body, Metadata=metadata
            )
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(type(error).__name__) from error

    def parked(self, limit: int) -> list[str]:
        """Return names of what is parked."""
        page = self._client.list_objects_v2(Bucket=self._name, Prefix=_PARKED, MaxKeys=limit)
        return [entry["Key"].removeprefix(_PARKED) for entry in page.get("Contents", ())]

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and what was said about them."""
        answer = self._client.get_object(Bucket=self._name, Key=_PARKED + name)
        about = {key: unquote(value) for key, value in answer["Metadata"].items()}
        return answer["Body"].read(), about

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones; done twice is done once."""
        try:
            self._client.copy_object(
                Bucket=self._name,
                Key=_HELD + name,
                CopySource={"Bucket": self._name, "Key": _PARKED + name},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"NoSuchKey", "404"}:
                raise Unavailable(error.response["Error"]["Code"]) from error
            return
        self.drop(name)

    def keep(self, name: str, body: bytes) -> None:
        """Keep bytes among the held ones at once: evidence that is no lead of its own."""
        try:
            self._client.put_object(Bucket=self._name, Key=_HELD + name, Body=body)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(type(error).__name__) from error

    def drop(self, name: str) -> None:
        """Forget parked bytes."""
        self._client.delete_object(Bucket=self._name, Key=_PARKED + name)
