"""Times as others send them → UTC, and as the API writes them."""

import re
from datetime import UTC, datetime, timedelta

_NUMBER = re.compile(r"\d{9,13}(\.\d+)?")
#: What platforms send: a time of this century with its offset, or in Unix seconds or milliseconds.
_PLAIN = re.compile(
    r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)|[1-9]\d{9}(\d{3})?"
)
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


def submitted(
    raw: str | None, received_at: datetime, country: str | None, working_hours_zone: str | None
) -> datetime | None:
    """Return when a form was sent, in UTC; ``None`` where the text does not say it clearly.

    ``country`` is the source's: it tells day from month, and the zone of local times where its
    working hours have none. Modules for other spellings than the API's are imported at first use.
    """
    if not raw or not raw.strip():
        return None
    typed = raw.strip()
    if _PLAIN.fullmatch(typed):
        return parse_time(typed)
    from leadfold.normalise import submitted_at

    return submitted_at.parse(raw, received_at, country, working_hours_zone)


def inquiry_date(submitted: datetime | None, received_at: datetime) -> datetime:
    """Return when the person asked (contract, rule 11).

    The submitted time counts if it is at most two years before and five minutes after the receipt.
    """
    if submitted and received_at - _OLDEST <= submitted <= received_at + _AHEAD:
        return submitted
    return received_at
