"""Where an inquiry goes, who works a card, and by when."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

from leadfold.model import (
    Bucket,
    Condition,
    Lead,
    Owner,
    RoutingRule,
    Share,
    Source,
    Status,
    WorkingHours,
)

OwnerOf = Callable[[str], Owner | None]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: A source whose hours leave no time to work in must not make this look for ever.
_HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What routing asks of an inquiry; ``card_status`` is that of the card before it."""

    source: str
    lead: Lead
    country: str | None = None
    kind: Literal["new", "repeat"] = "new"
    card_status: Status = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an inquiry goes. ``owner_id``, or else ``owners`` by their parts, are for a new card.

    ``rule`` names the rule that said so, by its name or its number from 1; ``None`` is the source.
    """

    rule: str | None
    bucket: str | None
    owner_id: str | None
    owners: Sequence[Share]
    tags: tuple[str, ...]
    response_minutes: int

    def owner_of(self, card_id: str) -> str | None:
        """Return the owner of a new card, the same one on every retry."""
        return self.owner_id or spread(self.owners, card_id)


def route(rules: Sequence[RoutingRule], source: Source, enquiry: Enquiry) -> Route:
    """Return where an inquiry goes: as the first rule says that holds, and else as its source."""
    said = _Said(enquiry.lead)
    for number, rule in enumerate(rules, 1):
        if _holds(rule, enquiry, said):
            return Route(
                rule=rule.name or str(number),
                bucket=rule.bucket or source.bucket,
                owner_id=rule.owner_id,
                owners=rule.spread or source.owners,
                tags=rule.tags,
                response_minutes=rule.response_minutes or source.response_minutes,
            )
    return Route(
        rule=None,
        bucket=source.bucket,
        owner_id=None,
        owners=source.owners,
        tags=(),
        response_minutes=source.response_minutes,
    )


def _holds(rule: RoutingRule, enquiry: Enquiry, said: "_Said") -> bool:
    return (
        (not rule.sources or enquiry.source in rule.sources)
        and rule.kind in {None, enquiry.kind}
        and (not rule.card_status or enquiry.card_status in rule.card_status)
        and (not rule.countries or enquiry.country in rule.countries)
        and (not rule.forms or any(said.of(name) in rule.forms for name in ("form_id", "form")))
        and all(_is_met(condition, said.of(condition.name)) for condition in rule.fields)
    )


def _is_met(condition: Condition, value: str) -> bool:
    return value in condition.equals or any(part in value for part in condition.contains)


class _Said:
    """What a lead says, case-folded as rules are; worked out when a rule first asks."""

    def __init__(self, lead: Lead) -> None:
        self._lead = lead
        self._values: dict[str, str] | None = None

    def of(self, name: str) -> str:
        """Return the value of a field, attribution or answer; empty where there is none."""
        if self._values is None:
            told: Mapping[str, Any] = {
                **self._lead.answers,
                **self._lead.attribution,
                **self._lead.fields,
            }
            self._values = {folded(name): folded(value) for name, value in told.items()}
        return self._values.get(name, "")


def folded(value: Any) -> str:
    """Return a value as rules compare it: text in one case; of several, one after the other."""
    if isinstance(value, list | tuple):
        return ", ".join(map(folded, value))
    return ("" if value is None else str(value)).strip().casefold()


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
            begin, end = max(start, _clock(day, opens, zone)), _clock(day, closes, zone)
            # Subtracting two times of one zone ignores its clock change; from UTC it does not.
            room = end.astimezone(start.tzinfo) - begin.astimezone(start.tzinfo)
            if room >= left and room > timedelta(0):
                return begin.astimezone(start.tzinfo) + left
            left -= max(room, timedelta(0))
        day += timedelta(days=1)
    return start + timedelta(minutes=minutes)


def _clock(day: date, told: str, zone: tzinfo) -> datetime:
    """Return a time of a day; 24:00 is the midnight that ends it."""
    if told == "24:00":
        return datetime.combine(day + timedelta(days=1), time.min, zone)
    return datetime.combine(day, time.fromisoformat(told), zone)
