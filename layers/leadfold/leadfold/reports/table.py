"""A report as rows with typed columns: what reports return and exports take. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

#: ``text``; ``count`` whole number; ``credit`` number, perhaps in parts; ``money`` Decimal in the
#: row's ``currency``; ``share`` 0 … 1; ``seconds``; ``time`` UTC as RFC 3339.
Kind = Literal["text", "count", "credit", "money", "share", "seconds", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Rows, and the kind of each column; an absent value is ``None``."""

    name: str
    columns: Mapping[str, Kind]
    rows: Sequence[Mapping[str, Any]]
    #: The query that the figures answer.
    about: Mapping[str, Any] = field(default_factory=dict)
