"""The body of a source: its field maps, owners, working hours, entry rules and secrets."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator

from leadfold.sources import graph
from leadfold.web.schemas import Body, Country, Label, LeadField, Name, Slug, Value

Clock = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
PlatformId = Annotated[str, StringConstraints(pattern=r"^[^\s]{1,100}$")]
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})


class ShareIn(Body):
    """One owner's part of a source's leads."""

    owner_id: Slug
    weight: Annotated[int, Field(ge=1, le=1000)] = 1


class WorkingHoursIn(Body):
    """When a source's owners work."""

    time_zone: Name = "UTC"
    days: dict[str, Annotated[list[tuple[Clock, Clock]], Field(max_length=4)]] = Field(default={})

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

    field_map: FieldMap = Field(default=[])


# A GET shows of each secret only whether it is set; such a flag in a PUT changes nothing.
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

    required: list[LeadField] = Field(default=[], max_length=20)
    sources: list[Name] = Field(default=[], max_length=100)


class SourceIn(Body):
    """A source as configured."""

    id: Slug | None = None
    platform: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,29}$")] = "generic"
    name: Name | None = None
    country: Country | None = None
    bucket: Slug | None = None
    owners: list[ShareIn] = Field(default=[], max_length=100)
    data_owner: Slug | None = None
    response_minutes: Annotated[int, Field(ge=1, le=43_200)] = 60
    working_hours: WorkingHoursIn | None = None
    double_submit_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300
    graph_base: Base | None = None
    field_map: FieldMap = Field(default=[])
    forms: dict[PlatformId, OverrideIn] = Field(default={}, max_length=200)
    pages: dict[PlatformId, OverrideIn] = Field(default={}, max_length=200)
    entry_rules: EntryRulesIn = EntryRulesIn()
    retention_days: Annotated[int, Field(ge=1, le=36_500, strict=True)] | None = None
    secrets: SecretsIn = SecretsIn()

    @field_validator("graph_base")
    @classmethod
    def _safe_base(cls, base: str | None) -> str | None:
        if base and not graph.is_safe_base(base):
            raise ValueError("an https address, or http on this machine, without a query")
        return base
