"""Where everything is kept: two real stores behind the same functions. Begin reading at ``items``.

``items``   the items: their keys, attributes and access patterns
``writes``  what can be written, and on which conditions
``table``   DynamoDB, and ``raw`` S3: what the service runs on
``memory``  one process: what ``leadfold testwash`` runs on
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from leadfold.store.writes import Key, Overwrite, Write

Item = Mapping[str, Any]

#: ``work`` has what waits for a person, by owner; ``due`` what waits for a time.
Index = Literal["work", "due"]

#: Where raw bytes lie: those that wait to be taken in, and those that are kept for a person.
Place = Literal["parked", "held"]


class Store(Protocol):
    """What both stores do. Reads are consistent; errors are those of ``leadfold.errors``."""

    def get(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Return the items that exist of at most 100 keys."""

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Item]:
        """Return items of one partition by sort key, those behind ``after``."""

    def query_index(
        self,
        index: Index,
        pk: str,
        *,
        after: str | None = None,
        until: str | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> list[Item]:
        """Return at most 100 whole items of a partition of an index, by its sort key.

        They lie behind ``after`` and before ``until``, in the order asked for. The index lags
        behind the table by moments.
        """

    def write(self, write: Write) -> None:
        """Do one write. Raises ``Stale`` where its condition fails."""

    def write_all(self, writes: Sequence[Overwrite]) -> None:
        """Do writes of different items that have no condition and need not all be done or none.

        Half as dear as a transaction. Raises ``Unavailable``: some may have been done then.
        """

    def transact(self, writes: Sequence[Write], *, deadline: float) -> None:
        """Do all writes or none, at most 100, trying again until ``deadline`` (monotonic clock).

        Raises ``Stale`` where a condition fails, ``Contended`` when conflicts or throttling last
        until the deadline, ``Unavailable`` where the store does not answer.
        """


class RawBytes(Protocol):
    """Where the bytes of leads wait that cannot be recorded at once, or are held for a person.

    Each raises ``Unavailable`` where it cannot be done.
    """

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Keep the bytes durably under a name derived from the delivery; again overwrites."""

    def parked(self) -> Iterator[str]:
        """Yield the names of what is parked, in no order that anybody may rely on."""

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and what was said about them."""

    def hold(self, name: str) -> None:
        """Move parked bytes to those that a quarantine entry names; done twice is done once."""

    def keep(self, name: str, body: bytes) -> None:
        """Keep bytes among the held ones at once: evidence that is no lead of its own."""

    def held(self, name: str) -> bytes:
        """Return the bytes of a quarantine entry, whether they have been moved yet or not."""

    def forget(self, name: str) -> None:
        """Delete held bytes: they are recorded now."""

    def drop(self, name: str) -> None:
        """Forget parked bytes that are recorded now."""

    def names(self, place: Place, *, after: str, limit: int) -> list[str]:
        """Return names of what lies in a place, in their order, those behind ``after``."""

    def find(self, place: Place, name: str) -> tuple[bytes, dict[str, str]] | None:
        """Return bytes and what was said about them, ``None`` where nothing is there (any more)."""

    def write_log(self, name: str, body: bytes) -> None:
        """Keep an entry of the log of erasures, in place of the one with this name."""

    def logs(self) -> Iterator[str]:
        """Yield the names of the log's entries, in their order."""

    def read_log(self, name: str) -> bytes:
        """Return an entry of the log."""
