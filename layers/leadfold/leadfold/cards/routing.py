"""Who works a card, and by when."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from leadfold.model import Bucket, Owner, Share, WorkingHours

OwnerOf = Callable[[str], Owner | None]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: A source whose hours leave no time to work in must not make this look for ever.
_HORIZON_DAYS = 60


def spread(shares: Sequence[Share], card_id: str) -> str | None:
    """Pick an owner by the hash of the card's id, weighted: the same one on every retry."""
    total = sum(share.weight for share in shares)
    if total <= 0:
        return None
    digest = hashlib.sha256(card_id.encode()).digest()
    point = int.from_bytes(digest[:8]) * total >> 64
    for share in shares:
        point -= share.weight
        if point < 0:
            return share.owner_id
    raise AssertionError("the point lies within the total")


def worker(
    owner_id: str | None, bucket: Bucket | None, owner_of: OwnerOf, now: datetime
) -> str | None:
    """Return who gets a task of a card: its owner, else the bucket's, else nobody (all see it)."""
    for candidate in (owner_id, bucket.default_owner if bucket else None):
        owner = owner_of(candidate) if candidate else None
        if owner and owner.active and not (owner.away_until and owner.away_until > now):
            return owner.id
    return None


def due(start: datetime, minutes: int, hours: WorkingHours | None) -> datetime:
    """Return when work begun at ``start`` is due, counting only the working hours.

    Hours are local: a day of a change to summer time is as long as its clock says.
    """
    if not hours or not any(hours.days.values()):
        return start + timedelta(minutes=minutes)
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(hours.time_zone)
    left = timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    for _ in range(_HORIZON_DAYS):
        for opens, closes in hours.days.get(_DAYS[day.weekday()], ()):
            begin = max(start, datetime.combine(day, time.fromisoformat(opens), zone))
            end = datetime.combine(day, time.fromisoformat(closes), zone)
            # Subtracting two times of one zone ignores its clock change; from UTC it does not.
            room = end.astimezone(start.tzinfo) - begin.astimezone(start.tzinfo)
            if room >= left and room > timedelta(0):
                return begin.astimezone(start.tzinfo) + left
            left -= max(room, timedelta(0))
        day += timedelta(days=1)
    return start + timedelta(minutes=minutes)
