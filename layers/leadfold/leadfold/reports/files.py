"""The names of the lake's files, and the SQL that reads them. Docs: ``docs/reports.md``.

::

    facts/2026-11-21/<message>.jsonl                  as written, a file a message
    lake/month=2026-11/2026-11-21-<digest>.parquet    a day, compacted
    lake/month=2026-10/2026-10-<digest>.parquet       a closed month, compacted

The day is that on which the message was sent, not that of the event. A fact may be in several
files: the version written last counts.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadfold.reports import schema

FACTS, LAKE = "facts/", "lake/"
_NAMED = re.compile(
    rf"{FACTS}(\d{{4}}-\d\d-\d\d)/[^/]+\.jsonl|"
    rf"{LAKE}month=[^/]+/(\d{{4}}-\d\d(?:-\d\d)?)-[0-9a-f]{{16}}\.parquet"
)
#: The order of versions of a fact, the latest first; at equal times by a hash of the content.
ORDER = "written_at DESC NULLS LAST, content DESC"


def facts_file(day: str, name: str) -> str:
    """Return the name of a file of facts that were written on a day.

    ``name`` is that of the message they come from: processed again, it writes the same file.
    """
    return f"{FACTS}{day}/{name}.jsonl"


def lines(facts: Iterable[Mapping[str, Any]]) -> bytes:
    """Return facts as the bytes of a file: a line of JSON each."""
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts).encode()


def lake_file(period: str, digest: str) -> str:
    """Return the name of the compacted file of a day or month; ``digest`` is that of its bytes.

    >>> lake_file("2026-11-21", "0123456789abcdef")
    'lake/month=2026-11/2026-11-21-0123456789abcdef.parquet'
    """
    return f"{LAKE}month={period[:7]}/{period}-{digest}.parquet"


def period_of(name: str) -> str:
    """Return the day or month of one of the lake's files, "" for the name of any other.

    >>> period_of("lake/month=2026-11/2026-11-21-0123456789abcdef.parquet")
    '2026-11-21'
    >>> period_of("facts/2026-11-21/1b.jsonl")
    '2026-11-21'
    """
    found = _NAMED.fullmatch(name)
    return (found[1] or found[2]) if found else ""


def rows(paths: Iterable[str], columns: Sequence[str], where: str = "true") -> str:
    """Return the SQL that reads columns from files on disk, both JSON lines and Parquet."""
    lines = [path for path in paths if path.endswith(".jsonl")]
    packed = [path for path in paths if path.endswith(".parquet")]
    parts = []
    if packed:
        named = ", ".join(map(schema.quoted, columns))
        # Files from before a column existed have NULL in it.
        absent = nothing(list(schema.COLUMNS))
        parts.append(
            f"SELECT {named} FROM (({absent}) UNION ALL BY NAME "
            f"SELECT * FROM read_parquet({_list(packed)}, union_by_name=true)) WHERE {where}"
        )
    if lines:
        named = ", ".join(map(schema.from_json, columns))
        read = (
            f"read_json({_list(lines)}, format='newline_delimited', ignore_errors=true, "
            f"columns={schema.json_columns()})"
        )
        parts.append(f"SELECT {named} FROM {read} WHERE {where}")
    return " UNION ALL ".join(parts)


def nothing(columns: Sequence[str]) -> str:
    """Return the SQL of an empty table with these columns."""
    typed = (f"NULL::{schema.COLUMNS[name]} AS {schema.quoted(name)}" for name in columns)
    return f"SELECT {', '.join(typed)} LIMIT 0"


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def latest(source: str, columns: Sequence[str]) -> str:
    """Return the SQL of the latest version of each fact in ``source``."""
    named = ", ".join(map(schema.quoted, columns))
    return (
        f"SELECT {named} FROM (SELECT *, hash({named}) AS content FROM ({source})) "
        f"QUALIFY row_number() OVER (PARTITION BY fact, id ORDER BY {ORDER}) = 1"
    )
