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
#: Hours that leave no time to work in must not make this search for ever.
_HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingInput:
    """What routing needs of an inquiry; ``card_status`` is that of the card before it."""

    source: str
    lead: Lead
    country: str | None = None
    kind: Literal["new", "repeat"] = "new"
    card_status: Status = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an inquiry goes. A new card gets ``owner_id``, or else one of ``owners`` by weight.

    ``rule`` is the name of the rule that matched, or its number from 1; ``None`` is the source.
    """

    rule: str | None
    bucket: str | None
    owner_id: str | None
    owners: Sequence[Share]
    tags: tuple[str, ...]
    response_minutes: int

    def owner_of(self, card_id: str) -> str | None:
        """Return the owner of a new card, the same one on every retry."""
        return self.owner_id or pick_owner(self.owners, card_id)


def route(rules: Sequence[RoutingRule], source: Source, inquiry: RoutingInput) -> Route:
    """Return where an inquiry goes: by the first rule that matches it, else by its source."""
    texts = _LeadTexts(inquiry.lead)
    for number, rule in enumerate(rules, 1):
        if _matches(rule, inquiry, texts):
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


def _matches(rule: RoutingRule, inquiry: RoutingInput, texts: "_LeadTexts") -> bool:
    return (
        (not rule.sources or inquiry.source in rule.sources)
        and rule.kind in {None, inquiry.kind}
        and (not rule.card_status or inquiry.card_status in rule.card_status)
        and (not rule.countries or inquiry.country in rule.countries)
        and (not rule.forms or any(texts.of(name) in rule.forms for name in ("form_id", "form")))
        and all(_is_met(condition, texts.of(condition.name)) for condition in rule.fields)
    )


def _is_met(condition: Condition, value: str) -> bool:
    return value in condition.equals or any(part in value for part in condition.contains)


class _LeadTexts:
    """The values of a lead, case-folded as rules are, once a rule needs them."""

    def __init__(self, lead: Lead) -> None:
        self._lead = lead
        self._values: dict[str, str] | None = None

    def of(self, name: str) -> str:
        """Return the value of a field, attribution or answer; empty where there is none."""
        if self._values is None:
            values: Mapping[str, Any] = {
                **self._lead.answers,
                **self._lead.attribution,
                **self._lead.fields,
            }
            self._values = {_folded(name): _folded(value) for name, value in values.items()}
        return self._values.get(name, "")


def _folded(value: Any) -> str:
    """Return a value as rules compare it: text in one case; of several, one after the other."""
    if isinstance(value, list | tuple):
        return ", ".join(map(_folded, value))
    return ("" if value is None else str(value)).strip().casefold()


def pick_owner(shares: Sequence[Share], card_id: str) -> str | None:
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


def assignee(
    owner_id: str | None, bucket: Bucket | None, owner_of: OwnerOf, now: datetime
) -> str | None:
    """Return who gets a card's task: its owner, else the bucket's, else nobody: all see it."""
    for candidate in (owner_id, bucket.default_owner if bucket else None):
        owner = owner_of(candidate) if candidate else None
        if owner and owner.active and not (owner.away_until and owner.away_until > now):
            return owner.id
    return None


def due(start: datetime, minutes: int, hours: WorkingHours | None) -> datetime:
    """Return when work begun at ``start`` is due, counting only the working hours.

    Hours are local: a day on which the clocks change is an hour shorter or longer.
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


def _clock(day: date, clock: str, zone: tzinfo) -> datetime:
    """Return a time of a day; 24:00 is the midnight that ends it."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time.min, zone)
    return datetime.combine(day, time.fromisoformat(clock), zone)
