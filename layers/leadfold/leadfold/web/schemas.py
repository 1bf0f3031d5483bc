"""Bodies that are sent, checked by pydantic: what the models of all parts are made of.

A part's models stand beside its calls. The function ``intake`` does not import this.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from leadfold.errors import FieldError, unprocessable
from leadfold.web.http import Request

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
SLUG = r"^[a-z0-9][a-z0-9_-]{0,62}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Value = Annotated[str, StringConstraints(max_length=500)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
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


class Body(BaseModel):
    """A request body: unknown members are errors, so that a typing slip is not lost silently."""

    model_config = ConfigDict(extra="forbid", strict=True)


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
        raise unprocessable(*errors) from None


def parse_optional(kind: type[B], request: Request) -> B:
    """Return the body of a request that may be left out: then all is as by default."""
    return parse(kind, request) if request.body.strip() else kind()
