"""The names of the lake's files, and reading them. Docs: ``docs/reports.md``.

::

    facts/2026-11-21/<message>.jsonl                  as they were written, a file a message
    lake/month=2026-11/2026-11-21-<digest>.parquet    a day, as far as it is folded
    lake/month=2026-10/2026-10-<digest>.parquet       a closed month

The day is the one on which the message was sent, not that of what it tells of. Any fact may stand
in several files: of those with one id the last written counts, so no file's rows are ever wrong.
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
#: Tells which of two writings of a fact is the later; equal times settle by what they say.
ORDER = "written_at DESC NULLS LAST, told DESC"


def facts_file(day: str, name: str) -> str:
    """Return where facts lie that were written on a day.

    ``name`` is what wrote them, such as a message: it writes the same place when it comes again.
    """
    return f"{FACTS}{day}/{name}.jsonl"


def lines(facts: Iterable[Mapping[str, Any]]) -> bytes:
    """Return facts as a file of them."""
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts).encode()


def lake_file(period: str, digest: str) -> str:
    """Return where the facts of a closed day or month lie; ``digest`` is that of the bytes.

    >>> lake_file("2026-11-21", "0123456789abcdef")
    'lake/month=2026-11/2026-11-21-0123456789abcdef.parquet'
    """
    return f"{LAKE}month={period[:7]}/{period}-{digest}.parquet"


def period_of(name: str) -> str:
    """Return the day or month of one of the lake's files; "" for any other.

    >>> period_of("lake/month=2026-11/2026-11-21-0123456789abcdef.parquet")
    '2026-11-21'
    >>> period_of("facts/2026-11-21/1b.jsonl")
    '2026-11-21'
    """
    found = _NAMED.fullmatch(name)
    return (found[1] or found[2]) if found else ""


def rows(paths: Iterable[str], columns: Sequence[str], where: str = "true") -> str:
    """Return the SQL of these columns of files on disk, JSON lines and Parquet alike."""
    lines = [path for path in paths if path.endswith(".jsonl")]
    packed = [path for path in paths if path.endswith(".parquet")]
    parts = []
    if packed:
        named = ", ".join(map(schema.quoted, columns))
        # Files written before a column was thought of have nothing in it.
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
    """Return the SQL of no rows with these columns."""
    typed = (f"NULL::{schema.COLUMNS[name]} AS {schema.quoted(name)}" for name in columns)
    return f"SELECT {', '.join(typed)} LIMIT 0"


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def latest(source: str, columns: Sequence[str]) -> str:
    """Return the SQL of the last writing of each fact in ``source``."""
    named = ", ".join(map(schema.quoted, columns))
    return (
        f"SELECT {named} FROM (SELECT *, hash({named}) AS told FROM ({source})) "
        f"QUALIFY row_number() OVER (PARTITION BY fact, id ORDER BY {ORDER}) = 1"
    )
