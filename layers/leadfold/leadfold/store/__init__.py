"""Items in DynamoDB and raw bytes in S3, or both in memory. Begin reading at ``items``.

``items``   keys and attributes of each kind of item, and access patterns
``writes``  the writes, and their conditions
``table``   the store on DynamoDB, and ``raw`` the bytes in S3: what the service runs on
``memory``  both in one process: what ``leadfold testwash`` runs on
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from leadfold.store.writes import Key, Overwrite, Write

Item = Mapping[str, Any]

#: The indexes: ``work`` lists open work by owner, ``due`` whatever is to happen at a time.
Index = Literal["work", "due"]

#: The prefixes of raw bytes: ``parked`` waits to be taken in, ``held`` is kept for quarantine.
Place = Literal["parked", "held"]


class Store(Protocol):
    """The functions of both stores. Reads of the table are consistent.

    Errors are those of ``leadfold.errors``.
    """

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
        """Return at most ``limit`` items of a partition in the order of their sort keys.

        ``prefix`` is that of the sort keys; items up to and including ``after`` are left out.
        """

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
        """Return at most ``limit`` (≤ 100) whole items of a partition of an index, in its order.

        Their sort keys lie between ``after`` and ``until``, both excluded; with ``newest_first``,
        below ``after`` and above ``until``. The index is eventually consistent.
        """

    def write(self, write: Write) -> None:
        """Do one write. Raises ``Stale`` if its condition fails."""

    def write_all(self, writes: Sequence[Overwrite]) -> None:
        """Do unconditional writes of different items, for half the price of a transaction.

        They are not atomic: some may have been done when ``Unavailable`` is raised.
        """

    def transact(self, writes: Sequence[Write], *, deadline: float) -> None:
        """Do at most 100 writes in one transaction, with retries until ``deadline``.

        ``deadline`` is a time of the monotonic clock. Raises ``Stale`` if a condition fails,
        ``Contended`` if conflicts or throttling last until the deadline, and ``Unavailable`` if
        the store does not answer.
        """


#: Keys of one ``get``: DynamoDB's limit of a BatchGetItem.
MOST_KEYS = 100


def get_all(store: Store, keys: Iterable[Key]) -> dict[Key, Item]:
    """Return the items that exist of any number of keys, in as few round trips as they need."""
    wanted, found = list(dict.fromkeys(keys)), dict[Key, Item]()
    for start in range(0, len(wanted), MOST_KEYS):
        found |= store.get(wanted[start : start + MOST_KEYS])
    return found


def walk(
    store: Store,
    pk: str,
    *,
    prefix: str = "",
    after: str | None = None,
    size: int = 100,
    newest_first: bool = False,
) -> Iterator[Item]:
    """Yield the items of a partition in order, read ``size`` at a time; see ``Store.query``."""
    while found := store.query(
        pk, prefix=prefix, after=after, limit=size, newest_first=newest_first
    ):
        yield from found
        if len(found) < size:
            return
        after = str(found[-1]["sk"])


class RawBytes(Protocol):
    """Bytes of leads as sent: parked until the lead is recorded, or held for its quarantine entry.

    The log of erasures lies beside them. Each function raises ``Unavailable`` if it fails.
    """

    def park(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Park bytes, with metadata ``about`` them; a second time replaces the first.

        ``name`` is derived from the delivery.
        """

    def parked(self) -> Iterator[str]:
        """Yield the names of all parked bytes, in no defined order."""

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """Return parked bytes and their metadata."""

    def hold(self, name: str) -> None:
        """Move parked bytes to the held ones; a second time does nothing."""

    def keep(self, name: str, body: bytes, about: Mapping[str, str]) -> None:
        """Write bytes to the held ones at once: evidence that is not a lead of its own."""

    def held(self, name: str) -> bytes:
        """Return held bytes; while they are not moved yet, the parked ones."""

    def forget(self, name: str) -> None:
        """Delete held bytes."""

    def drop(self, name: str) -> None:
        """Delete parked bytes."""

    def names(self, place: Place, *, after: str, limit: int) -> list[str]:
        """Return at most ``limit`` names under a prefix in order, from behind ``after`` on."""

    def find(self, place: Place, name: str) -> tuple[bytes, dict[str, str]] | None:
        """Return bytes and their metadata, ``None`` if there are none (any more)."""

    def write_log(self, name: str, body: bytes) -> None:
        """Write an entry of the log of erasures; one with the same name is replaced."""

    def logs(self) -> Iterator[str]:
        """Yield the names of the log's entries, in order."""

    def read_log(self, name: str) -> bytes:
        """Return an entry of the log."""
