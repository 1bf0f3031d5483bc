"""Times as others send them → UTC, and as the API writes them."""

import re
from datetime import UTC, datetime, timedelta

_NUMBER = re.compile(r"\d{9,13}(\.\d+)?")
_MILLISECONDS_FROM = 10**11
_OLDEST = timedelta(days=730)
_AHEAD = timedelta(minutes=5)


def rfc3339(moment: datetime) -> str:
    """Return the time as the API writes it: UTC, whole seconds, ``Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(raw: str) -> datetime | None:
    """Return the UTC time of ISO 8601 (UTC without an offset) or of Unix seconds or milliseconds.

    ``None`` where the text is neither.
    """
    typed = raw.strip()[:40]
    try:
        if _NUMBER.fullmatch(typed):
            seconds = float(typed)
            return datetime.fromtimestamp(
                seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds, UTC
            )
        moment = datetime.fromisoformat(typed)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def inquiry_date(submitted_at: str | None, received_at: datetime) -> datetime:
    """Return when the person asked (contract, rule 11).

    The submitted time counts if it is at most two years before and five minutes after the receipt.
    """
    submitted = parse_time(submitted_at) if submitted_at else None
    if submitted and received_at - _OLDEST <= submitted <= received_at + _AHEAD:
        return submitted
    return received_at
