"""What the report function works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from leadfold.keyed import KeyedHash
from leadfold.reports.lake import Lake
from leadfold.reports.objects import Objects
from leadfold.runtime.access import Throttle
from leadfold.runtime.config import Config
from leadfold.store import Store


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The lake to ask and to add expenses to, and the table for keys and conversions.

    ``is_https``: clients come by https; ``sign_ins`` limits each address's attempts.
    """

    lake: Lake
    objects: Objects
    store: Store
    config: Config
    keyed: KeyedHash
    is_https: bool
    sign_ins: Throttle
    now: Callable[[], datetime] = _now
