"""Routing rules: which inquiries go elsewhere than their source says."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from leadfold.errors import FieldError, unprocessable
from leadfold.model import Status
from leadfold.store import items
from leadfold.store.writes import Key
from leadfold.web.configuration import resource
from leadfold.web.configuration.source_body import ShareIn
from leadfold.web.http import Route
from leadfold.web.schemas import Body, Country, Label, Name, Slug, Value
from leadfold.web.tools import Tools

#: Rules are read with the source, and tried one by one on every lead.
_MOST_RULES = 100
#: Owners and buckets that rules may name: they are read ahead with each source, in one batch.
_MOST_TARGETS = 80

Text = Annotated[Value, StringConstraints(strip_whitespace=True, min_length=1)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]


class ConditionIn(Body):
    """What a field of the lead says: well-known, of attribution, or an answer. Case is no matter.

    One of ``equals``, ``in`` (any of several) and ``contains``.
    """

    field: Label
    equals: Text | None = None
    any_of: list[Text] = Field(default=[], alias="in", max_length=200)
    contains: Text | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "ConditionIn":
        if sum(map(bool, (self.equals, self.any_of, self.contains))) != 1:
            raise ValueError("one of equals, in and contains")
        return self


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_ONE_OR_MORE = BeforeValidator(_listed)


class WhenIn(Body):
    """What must hold, all of it; of a list, any. Without anything the rule holds for all."""

    source: Annotated[list[Slug], _ONE_OR_MORE] = Field(default=[], max_length=100)
    form: Annotated[list[Label], _ONE_OR_MORE] = Field(default=[], max_length=200)
    country: Annotated[list[Country], _ONE_OR_MORE] = Field(default=[], max_length=250)
    kind: Literal["new", "repeat"] | None = None
    card_status: Annotated[list[Status], _ONE_OR_MORE] = Field(default=[], max_length=5)
    fields: list[ConditionIn] = Field(default=[], max_length=20)


class ThenIn(Body):
    """Where to; what is left out is as the source says. Owner and spread are for new cards."""

    bucket: Slug | None = None
    owner: Slug | None = None
    spread: list[ShareIn] = Field(default=[], max_length=50)
    tags: list[Tag] = Field(default=[], max_length=20)
    response_minutes: Annotated[int, Field(ge=1, le=43_200)] | None = None

    @model_validator(mode="after")
    def _has_one_owner(self) -> "ThenIn":
        if self.owner and self.spread:
            raise ValueError("an owner, or a spread over several")
        return self


class RuleIn(Body):
    """One rule."""

    name: Name | None = None
    when: WhenIn = WhenIn()
    then: ThenIn


class RoutingIn(Body):
    """The rules in their order: the first that holds is the one that counts."""

    rules: list[RuleIn] = Field(default=[], max_length=_MOST_RULES)


def _check_references(tools: Tools, asked: RoutingIn) -> None:
    """Refuse rules that name a source, owner or bucket that is not there, or too many: 422."""
    named = dict(_named(asked))
    errors = resource.unknown_references(tools, named)
    if sum(key[0] != "SOURCE" for key in set(named.values())) > _MOST_TARGETS:
        message = f"at most {_MOST_TARGETS} owners and buckets together"
        errors.append(FieldError("rules", "too_many", message))
    if errors:
        raise unprocessable(*errors)


def _named(asked: RoutingIn) -> Iterator[tuple[str, Key]]:
    """Yield the places where rules name configuration, and its keys."""
    for number, rule in enumerate(asked.rules):
        when, then = f"rules.{number}.when", f"rules.{number}.then"
        for position, source in enumerate(rule.when.source):
            yield f"{when}.source.{position}", items.config_key("SOURCE", source)
        if rule.then.bucket:
            yield f"{then}.bucket", items.config_key("BUCKET", rule.then.bucket)
        if rule.then.owner:
            yield f"{then}.owner", items.config_key("OWNER", rule.then.owner)
        for position, share in enumerate(rule.then.spread):
            field = f"{then}.spread.{position}.owner_id"
            yield field, items.config_key("OWNER", share.owner_id)


BODIES = (RoutingIn,)

ROUTES: tuple[Route[Tools], ...] = resource.setting(
    "/settings/routing",
    RoutingIn,
    get="The routing rules, in their order",
    put="Say where inquiries go: bucket, owner of new cards, tags, response time",
    check=_check_references,
)
