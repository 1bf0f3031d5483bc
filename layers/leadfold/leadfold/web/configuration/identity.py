"""How identity is decided."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from leadfold.model import IdentityName, IdentityUse
from leadfold.web.configuration import resource
from leadfold.web.http import Route
from leadfold.web.schemas import Body
from leadfold.web.tools import Tools


class IdentityUseIn(Body):
    """What an equal identity comes to. Two national IDs are two people: it always decides."""

    national_id: Literal["decisive"] = "decisive"
    org_number: IdentityUse = "decisive"
    external_id: IdentityUse = "decisive"
    phone: IdentityUse = "decisive"
    email: IdentityUse = "decisive"


class IdentityRulesIn(Body):
    """How identity is decided; what is left out is as by default."""

    order: list[IdentityName] = Field(
        default=["national_id", "phone", "email"],
        max_length=5,
        validate_default=True,
        json_schema_extra={"uniqueItems": True},
    )
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


BODIES = (IdentityRulesIn,)

ROUTES: tuple[Route[Tools], ...] = resource.setting(
    "/settings/identity",
    IdentityRulesIn,
    get="How identity is decided",
    put="Say how identity is decided: trust, use, and what is merged at once",
)
