"""The request bodies of the API, checked by pydantic; imported by ``api`` only."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from leadfold.access import Role
from leadfold.errors import FieldError, Problem
from leadfold.web.http import Request

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Value = Annotated[str, StringConstraints(max_length=500)]
LeadField = Literal[
    "full_name",
    "first_name",
    "last_name",
    "phone",
    "email",
    "national_id",
    "birth_date",
    "company",
    "org_number",
    "job_title",
    "street",
    "postcode",
    "city",
    "country",
    "message",
]
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})


class Body(BaseModel):
    """A request body: unknown members are errors, so that a typing slip is not lost silently."""

    model_config = ConfigDict(extra="forbid")


class ShareIn(Body):
    """One owner's part of a source's leads."""

    owner_id: Slug
    weight: Annotated[int, Field(ge=1, le=1000)] = 1


class WorkingHoursIn(Body):
    """When a source's owners work."""

    time_zone: Name = "UTC"
    days: dict[str, Annotated[list[tuple[Clock, Clock]], Field(max_length=4)]] = {}

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        from zoneinfo import available_timezones

        if zone not in available_timezones():
            raise ValueError("not a time zone of the IANA data base")
        return zone

    @field_validator("days")
    @classmethod
    def _days_in_order(cls, days: dict[str, list[tuple[str, str]]]) -> Any:
        for day, spans in days.items():
            if day not in _DAYS:
                raise ValueError("days are mon, tue, wed, thu, fri, sat, sun")
            times = [moment for span in spans for moment in span]
            if times != sorted(set(times)):
                raise ValueError("each day's hours go upwards and do not overlap")
        return days


class SourceIn(Body):
    """A source as configured."""

    id: Slug | None = None
    platform: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")] = "generic"
    name: Name | None = None
    country: Country | None = None
    bucket: Slug | None = None
    owners: Annotated[list[ShareIn], Field(max_length=100)] = []
    data_owner: Slug | None = None
    response_minutes: Annotated[int, Field(ge=1, le=43_200)] = 60
    working_hours: WorkingHoursIn | None = None
    double_submit_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300


class OwnerIn(Body):
    """A person or team that works cards."""

    id: Slug | None = None
    name: Name
    email: (
        Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None
    ) = None
    active: bool = True
    away_until: AwareDatetime | None = None


class BucketIn(Body):
    """A pipeline."""

    id: Slug | None = None
    name: Name
    default_owner: Slug | None = None


class KeyIn(Body):
    """A new API key."""

    name: Name
    role: Role


class ReleaseIn(Body):
    """A held lead's corrections: well-known fields, an empty one takes away what was sent."""

    fields: dict[LeadField, Value] = {}


class DiscardIn(Body):
    """Why a held lead is not recorded."""

    reason: Name


class LookupIn(Body):
    """Who to look for; at least one of phone, email and national_id finds a card."""

    phone: Value = ""
    email: Value = ""
    national_id: Value = ""
    org_number: Value = ""
    name: Value = ""
    birth_date: Value = ""
    postcode: Value = ""
    country: Country | None = None


B = TypeVar("B", bound=Body)


def parse(kind: type[B], request: Request) -> B:
    """Return the body of a request, or raise 400 (no JSON) or 422 with every bad field named."""
    try:
        return kind.model_validate(request.json())
    except ValidationError as error:
        errors = [
            FieldError(
                ".".join(str(part) for part in found["loc"]) or "body",
                found["type"],
                found["msg"],
            )
            for found in error.errors(include_input=False, include_url=False)
        ]
        raise Problem(
            422, "Unprocessable Content", "Some fields are not as they should be.", errors=errors
        ) from None
