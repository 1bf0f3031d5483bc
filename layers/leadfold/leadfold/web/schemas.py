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

from leadfold.errors import FieldError, Problem
from leadfold.model import IdentityName, IdentityUse
from leadfold.runtime.access import Role
from leadfold.sources import graph
from leadfold.web.http import Request

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
SLUG = r"^[a-z0-9][a-z0-9_-]{0,62}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Value = Annotated[str, StringConstraints(max_length=500)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
PlatformId = Annotated[str, StringConstraints(pattern=r"^[^\s]{1,100}$")]
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

    model_config = ConfigDict(extra="forbid", strict=True)


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


class RenameIn(Body):
    """A field becomes a well-known one, or an answer of another name."""

    do: Literal["rename"]
    label: Label
    to: Label


class JoinIn(Body):
    """Several fields become one: ``{first} {last}``."""

    do: Literal["join"]
    to: Label
    template: Annotated[str, StringConstraints(pattern=r"\{[^{}]+\}", max_length=500)]


class ConstantIn(Body):
    """A value that holds where the form sends none."""

    do: Literal["constant"]
    to: Label
    value: Value


class SplitNameIn(Body):
    """A field with a whole name becomes first and last name."""

    do: Literal["split_name"]
    label: Label


class ValuesIn(Body):
    """The values of a field become others; with ``to``, of another field."""

    do: Literal["values"]
    label: Label
    to: Label | None = None
    values: Annotated[dict[Label, Value], Field(max_length=200)]


class IgnoreIn(Body):
    """A field is left out."""

    do: Literal["ignore"]
    label: Label


Rule = Annotated[
    RenameIn | JoinIn | ConstantIn | SplitNameIn | ValuesIn | IgnoreIn, Field(discriminator="do")
]
FieldMap = Annotated[list[Rule], Field(max_length=100)]


class OverrideIn(Body):
    """What is different for one form or page of a source."""

    field_map: FieldMap = []


# A GET tells of each secret only whether it is set; such a flag in a PUT changes nothing.
Secret = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Chosen = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=200)]
Path = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
#: What ``graph.is_safe_base`` lets through, as far as a pattern can say it.
Base = Annotated[
    str,
    StringConstraints(
        max_length=300,
        pattern=r"^(https://[^/?#@\s\\]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^?#\s]*)?$",
    ),
]
Rotating = Annotated[list[Secret], Field(min_length=1, max_length=2)]


class SecretsIn(Body):
    """The secrets of a source, write-only.

    A text is the new secret, and the one before it stays valid beside it; a list says exactly
    which are valid, the one in use first; ``null`` forgets; what is left out, or a flag as a GET
    shows it, stays as it is.
    """

    app_secret: Secret | Rotating | bool | None = None
    client_secret: Secret | Rotating | bool | None = None
    verify_token: Chosen | Annotated[list[Chosen], Field(max_length=2)] | bool | None = None
    google_key: Chosen | Annotated[list[Chosen], Field(max_length=2)] | bool | None = None
    access_token: Secret | Rotating | bool | None = None
    secret_path: Path | Annotated[list[Path], Field(max_length=2)] | bool | None = None


class EntryRulesIn(Body):
    """What a source's leads must bring, or a person looks at them first."""

    required: Annotated[list[LeadField], Field(max_length=20)] = []
    sources: Annotated[list[Name], Field(max_length=100)] = []


class SourceIn(Body):
    """A source as configured."""

    id: Slug | None = None
    platform: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,29}$")] = "generic"
    name: Name | None = None
    country: Country | None = None
    bucket: Slug | None = None
    owners: Annotated[list[ShareIn], Field(max_length=100)] = []
    data_owner: Slug | None = None
    response_minutes: Annotated[int, Field(ge=1, le=43_200)] = 60
    working_hours: WorkingHoursIn | None = None
    double_submit_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300
    graph_base: Base | None = None
    field_map: FieldMap = []
    forms: Annotated[dict[PlatformId, OverrideIn], Field(max_length=200)] = {}
    pages: Annotated[dict[PlatformId, OverrideIn], Field(max_length=200)] = {}
    entry_rules: EntryRulesIn = EntryRulesIn()
    retention_days: Annotated[int, Field(ge=1, le=36_500, strict=True)] | None = None
    secrets: SecretsIn = SecretsIn()

    @field_validator("graph_base")
    @classmethod
    def _safe_base(cls, base: str | None) -> str | None:
        if base and not graph.is_safe_base(base):
            raise ValueError("an https address, or http on this machine, without a query")
        return base


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


class DecisionIn(Body):
    """Why two cards are not one."""

    reason: Name | None = None


class IdentityUseIn(Body):
    """What an equal identity comes to. Two national IDs are two people: it always decides."""

    national_id: Literal["decisive"] = "decisive"
    org_number: IdentityUse = "decisive"
    external_id: IdentityUse = "decisive"
    phone: IdentityUse = "decisive"
    email: IdentityUse = "decisive"


class IdentityRulesIn(Body):
    """How identity is decided; what is left out is as by default."""

    order: Annotated[
        list[IdentityName],
        Field(max_length=5, validate_default=True, json_schema_extra={"uniqueItems": True}),
    ] = [
        "national_id",
        "phone",
        "email",
    ]
    use: IdentityUseIn = IdentityUseIn()
    merge_up_to_level: Annotated[int, Field(ge=1, le=9, strict=True)] | None = None

    @field_validator("order")
    @classmethod
    def _completed(cls, order: list[IdentityName]) -> list[IdentityName]:
        """Name every identity: an organisation number follows the national ID, as ids of others do.

        Of the rest, what is left out is trusted least.
        """
        if len(set(order)) != len(order):
            raise ValueError("each identity stands once in the order")
        usual: tuple[IdentityName, ...] = ("national_id", "phone", "email")
        named = [*order, *(name for name in usual if name not in order)]
        if "org_number" not in named:
            named.insert(named.index("national_id") + 1, "org_number")
        if "external_id" not in named:
            named.insert(named.index("org_number") + 1, "external_id")
        return named


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
    request.json()  # what is no JSON at all is a 400
    try:
        return kind.model_validate_json(request.body)
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
