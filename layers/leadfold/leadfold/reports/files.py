"""The names of the lake's files, and reading them. Docs: ``docs/reports.md``.

::

    facts/2026-11-21/<message>.jsonl            as they were written, a file a message
    lake/month=2026-11/2026-11-21.parquet       a closed day
    lake/month=2026-10/2026-10.parquet          a closed month

The day is the one on which the message was sent, not that of what it tells of. Any fact may stand
in several files: of those with one id the last written counts, so no file's rows are ever wrong.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadfold.reports import shape

FACTS, LAKE = "facts/", "lake/"
#: Tells which of two writings of a fact is the later; equal times settle by what they say.
ORDER = "written_at DESC NULLS LAST, told DESC"


def facts_file(day: str, name: str) -> str:
    """Return where facts lie that were written on a day; ``name`` tells the writing again."""
    return f"{FACTS}{day}/{name}.jsonl"


def lines(facts: Iterable[Mapping[str, Any]]) -> bytes:
    """Return facts as a file of them."""
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts).encode()


def day_file(day: str) -> str:
    """Return where a closed day lies.

    >>> day_file("2026-11-21")
    'lake/month=2026-11/2026-11-21.parquet'
    """
    return f"{LAKE}month={day[:7]}/{day}.parquet"


def month_file(month: str) -> str:
    """Return where a closed month lies."""
    return f"{LAKE}month={month}/{month}.parquet"


def period_of(name: str) -> str:
    """Return the day or month of one of the lake's files; "" for any other.

    >>> period_of("lake/month=2026-11/2026-11-21.parquet")
    '2026-11-21'
    >>> period_of("facts/2026-11-21/1b.jsonl")
    '2026-11-21'
    """
    parts = name.split("/")
    if name.startswith(FACTS) and name.endswith(".jsonl") and len(parts) == 3:  # noqa: PLR2004
        return parts[1]
    if name.startswith(LAKE) and name.endswith(".parquet"):
        return parts[-1].removesuffix(".parquet")
    return ""


def rows(paths: Iterable[str], columns: Sequence[str], where: str = "true") -> str:
    """Return the SQL of these columns of files on disk, JSON lines and Parquet alike."""
    lines = [path for path in paths if path.endswith(".jsonl")]
    packed = [path for path in paths if path.endswith(".parquet")]
    parts = []
    if packed:
        named = ", ".join(map(shape.quoted, columns))
        # Files written before a column was thought of have nothing in it.
        absent = ", ".join(
            f"NULL::{kind} AS {shape.quoted(n)}" for n, kind in shape.COLUMNS.items()
        )
        parts.append(
            f"SELECT {named} FROM ((SELECT {absent} LIMIT 0) UNION ALL BY NAME "
            f"SELECT * FROM read_parquet({_list(packed)}, union_by_name=true)) WHERE {where}"
        )
    if lines:
        named = ", ".join(map(shape.from_json, columns))
        read = (
            f"read_json({_list(lines)}, format='newline_delimited', ignore_errors=true, "
            f"columns={shape.json_columns()})"
        )
        parts.append(f"SELECT {named} FROM {read} WHERE {where}")
    return " UNION ALL ".join(parts)


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def latest(source: str, columns: Sequence[str]) -> str:
    """Return the SQL of the last writing of each fact in ``source``."""
    named = ", ".join(map(shape.quoted, columns))
    return (
        f"SELECT {named} FROM (SELECT *, hash({named}) AS told FROM ({source})) "
        f"QUALIFY row_number() OVER (PARTITION BY fact, id ORDER BY {ORDER}) = 1"
    )
