"""The lake's files → tables in DuckDB with the latest version of each fact.

A worker keeps its tables: a later report reads only the files that are new since.
"""

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadfold.errors import Unavailable
from leadfold.reports import files, schema
from leadfold.reports.objects import Folder, Objects

if TYPE_CHECKING:
    import duckdb

_THREADS = 16
#: A fold may delete a file between listing and reading; so it is tried again.
_ATTEMPTS = 5


#: The columns by which reports put facts on a local day.
_TIMES = {
    "inquiry": "date",
    "contact": '"at"',
    "stage": '"at"',
    "quarantine": "received_at",
    "replay": "last_at",
}
_NEVER = datetime(2026, 1, 1)  # noqa: DTZ001 (all times in the lake are UTC)


class Lake:
    """Tables of facts: ``refresh`` and ``ready`` bring them up to date, ``sql`` queries them."""

    def __init__(self, objects: Objects, *, memory: str = "700MB", threads: int = 1) -> None:
        """Take the files of the lake, and the memory and threads that DuckDB may use."""
        self._objects = objects
        self._memory = memory
        self._threads = threads
        self._here: dict[str, str] = {}
        self._read: dict[str, set[str]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._connection: duckdb.DuckDBPyConnection | None = None
        #: Results computed from the tables; emptied when any fact changes.
        self.memo: dict[Any, Any] = {}
        self._scratch = Path(tempfile.mkdtemp(prefix="leadfold-lake-"))
        weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        self._root = objects.root if isinstance(objects, Folder) else self._scratch

    # -- files ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Fetch the files that changed. Raises ``Unavailable`` if the lake cannot be read."""
        for _ in range(_ATTEMPTS):
            # In this order: a fold writes before it deletes, so neither listing misses its facts.
            there = dict(self._objects.names(files.FACTS)) | dict(self._objects.names(files.LAKE))
            there = {name: tag for name, tag in there.items() if files.period_of(name)}
            if self._fetched([name for name in there if self._here.get(name) != there[name]]):
                break
        else:
            raise Unavailable("the lake's files went away again and again")
        changed = [name for name, tag in there.items() if self._here.get(name) != tag]
        for read in self._read.values():
            read.difference_update(changed)
        if changed:
            self.memo.clear()
        if self._root == self._scratch:
            for name in self._here.keys() - there.keys():  # folded, as today's are each hour
                (self._root / name).unlink(missing_ok=True)
        self._here = there

    def _fetched(self, names: Sequence[str]) -> bool:
        if isinstance(self._objects, Folder):
            return True
        with ThreadPoolExecutor(_THREADS) as pool:
            return all(pool.map(self._fetch, names))

    def _fetch(self, name: str) -> bool:
        body = self._objects.get(name)
        if body is None:
            return False
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return True

    # -- tables -----------------------------------------------------------------------------------

    def ready(self, **needed: Iterable[str]) -> None:
        """Create or update the tables of these kinds of facts, with at least these columns."""
        for kind, columns in needed.items():
            have = self._columns.get(kind, ())
            wanted = (*have, *sorted({*columns} - {*have, *schema.COMMON}))
            if not have or wanted != have:
                self._create(kind, tuple(dict.fromkeys((*schema.COMMON, *wanted))))
            new = [name for name in self._here if name not in self._read[kind]]
            if new:
                self._absorb(kind, new)
                self._read[kind].update(new)

    def _create(self, kind: str, columns: tuple[str, ...]) -> None:
        typed = ", ".join(f"{schema.quoted(name)} {schema.COLUMNS[name]}" for name in columns)
        self.sql(f"CREATE OR REPLACE TABLE {kind} ({typed})")
        self._columns[kind], self._read[kind] = columns, set()
        self.memo.clear()

    def _absorb(self, kind: str, names: Sequence[str]) -> None:
        """Add the facts of files to a table, and keep the latest version of each."""
        columns = self._columns[kind]
        paths = [str(self._root / name) for name in names]
        some = f"fact = '{kind}' AND id IS NOT NULL"
        named = ", ".join(map(schema.quoted, columns))
        begun = bool(self.sql(f"SELECT 1 FROM {kind} LIMIT 1"))
        self.sql(f"INSERT INTO {kind} SELECT {named} FROM ({files.rows(paths, columns, some)})")
        # By hash, which is faster to group by; if two ids have the same one, both stay.
        met = f"WHERE id IN (SELECT id FROM ({files.rows(paths, ('id',), some)}))" if begun else ""
        self.sql(
            "CREATE OR REPLACE TEMP TABLE again AS "
            f"SELECT hash(id) AS hashed FROM {kind} {met} GROUP BY hashed HAVING count(*) > 1"
        )
        if not self.sql("SELECT 1 FROM again LIMIT 1"):
            return
        these = "hash(id) IN (FROM again)"
        settled = files.latest(f"SELECT '{kind}' AS fact, * FROM {kind} WHERE {these}", columns)
        self.sql(f"CREATE OR REPLACE TEMP TABLE settled AS {settled}")
        self.sql(f"DELETE FROM {kind} WHERE {these}")
        self.sql(f"INSERT INTO {kind} SELECT {named} FROM settled")

    def span(self) -> tuple[datetime, datetime]:
        """Return the first and the last time (UTC) of any fact in the tables."""
        known = [kind for kind in _TIMES if kind in self._columns]
        if ("span", *known) not in self.memo:
            times = " UNION ALL ".join(
                f"SELECT {_TIMES[kind]} AS time FROM {kind}" for kind in known
            )
            [ends] = self.sql(f"SELECT min(time), max(time) FROM ({times})")
            self.memo["span", *known] = ends if ends[0] else (_NEVER, _NEVER)
        start, end = self.memo["span", *known]
        return start, end

    # -- queries ----------------------------------------------------------------------------------

    def sql(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(query, values or None).fetchall()

    @property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """DuckDB, imported and opened on first use: its import would slow down cold starts."""
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(
                config={
                    "threads": self._threads,
                    "memory_limit": self._memory,
                    "temp_directory": str(self._scratch / "spill"),
                    # Nothing is downloaded, and nothing runs that is not in the wheel.
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    "preserve_insertion_order": False,
                }
            )
            # The same files are read once for each kind of fact, and files never change.
            self._connection.execute("SET parquet_metadata_cache = true")
        return self._connection
