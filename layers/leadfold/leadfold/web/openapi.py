"""The OpenAPI document, made from the route tables.

``make openapi`` writes it beside this module; a test checks that it is current. The schemas of
what is sent are pydantic's, from the ``BODIES`` of the modules of calls; those of what is answered
are in each part's ``answers``.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadfold import __version__
from leadfold.web import api, reports
from leadfold.web.configuration import answers as of_configuration
from leadfold.web.examples import EXAMPLES
from leadfold.web.http import Route
from leadfold.web.intake import answers as of_intake
from leadfold.web.intake.leads import MAX_BATCH, MAX_LEAD
from leadfold.web.privacy import answers as of_privacy
from leadfold.web.reading import answers as of_reading
from leadfold.web.reports import answers as of_reports
from leadfold.web.schemas import SLUG
from leadfold.web.shapes import Schema, ref
from leadfold.web.system import answers as of_system
from leadfold.web.work import answers as of_work

ROUTES: tuple[Route[Any], ...] = (*api.ELSEWHERE, *api.ROUTES, *reports.ROUTES)
#: The schemas of what each part answers.
_ANSWERS = (of_intake, of_reading, of_work, of_privacy, of_reports, of_configuration, of_system)
#: The order of schemas in the document, kept so that its changes are easy to review. Schemas that
#: are not named here follow.
_ORDER = """
ConstantIn EntryRulesIn IgnoreIn JoinIn OverrideIn RenameIn SecretsIn ShareIn SplitNameIn ValuesIn
WorkingHoursIn SourceIn OwnerIn BucketIn KeyIn LookupIn ReleaseIn DiscardIn DecisionIn IdentityUseIn
IdentityRulesIn SearchIn CardIn EditIn ContactIn MoneyIn StageIn LiftIn MergeIn TaskIn HandOverIn
AcceptIn ConditionIn RuleIn ThenIn WhenIn RoutingIn EraseIn RestrictIn ErasureRulesIn
Lead Leads Answer Results Failure Accepted Preview MatchLeads MatchResults Evidence Reason Match
Card EditedCard EnteredCard TimelinePage Happened Inquiry Merge InquiryPage CardShort CardPage
LookupResult Task HandedOver Suggestion SuggestionPage Quarantined HeldLead QuarantinePage
DeliveryPage TaskPage Certificate Erasure ErasurePage Export Restricted
Amount Attribution Drilled Overlap SourceHealth ResponseTimes Conversions SpendFile SpendRead SignIn
OwnerPage BucketPage KeyPage NewKey Health Problem
""".split()
_PROBLEMS = {
    400: "The request cannot be understood",
    401: "The key is missing or unknown",
    403: "The key's role does not allow this call",
    404: "There is nothing here",
    409: "It has been decided otherwise before",
    412: "It has changed since the state that If-Match names",
    413: "The body is too large",
    415: "The body is of another media type",
    422: "Fields of the body are not as they should be",
    429: "Too many calls with this key",
    503: "Nothing was stored; try again",
}


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the whole API."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(f"/v1{route.path}", {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Leadfold",
            "version": __version__,
            "description": "Every lead in, one card per customer, nothing lost.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": _with_examples(_in_order(_sent() | _answered())),
        },
    }


def _in_order(found: dict[str, Schema]) -> dict[str, Schema]:
    return {name: found[name] for name in (*_ORDER, *found)}


def _with_examples(found: dict[str, Schema]) -> dict[str, Schema]:
    return {
        name: schema | ({"examples": [EXAMPLES[name]]} if name in EXAMPLES else {})
        for name, schema in found.items()
    }


def _sent() -> dict[str, Schema]:
    """Return pydantic's schemas of what is sent, each under its own name."""
    found: dict[str, Schema] = {}
    for body in (body for module in api.MODULES for body in getattr(module, "BODIES", ())):
        schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[body.__name__] = schema
    return found


def _answered() -> dict[str, Schema]:
    """Return the schemas of what is answered, of all parts."""
    return {name: schema for part in _ANSWERS for name, schema in part.schemas().items()}


def _operation(route: Route[Any]) -> Schema:
    names = re.findall(r"\{(\w+)\}", route.path)
    operation: Schema = {
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": list(route.tags),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _path_schema(route, name)}
            for name in names
        ]
        + _parameters("query", route.query)
        + _parameters("header", route.headers),
        "responses": _responses(route),
    }
    if route.request:
        operation["requestBody"] = {
            "required": route.needs_body,
            "content": {kind: {"schema": ref(route.request)} for kind in _media_types(route)},
        }
    if route.roles is not None:
        operation["security"] = [{"key": []}, {"bearer": []}]
        operation["x-roles"] = sorted(route.roles)
    return operation


def operation_id(route: Route[Any]) -> str:
    """Return the name of a call: the method, then the path with one thing of each kind in it.

    >>> operation_id(Route(method="POST", path="/cards/{id}/merge", handler=print, summary="",
    ...                    roles=None))
    'post_card_merge'
    """
    words = [route.method.lower()]
    parts = route.path.strip("/").split("/")
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part.startswith("{"):
            words += ["by", part.strip("{}")] if part == "{secret}" else []
        else:
            is_one = following.startswith("{") or (route.method == "POST" and not following)
            words.append(_ONE.get(part, part) if is_one else part)
    return re.sub(r"\W+", "_", "_".join(words))


#: Plural words in paths, each with its singular.
_ONE = {"quarantine": "quarantined"} | {
    f"{word}s": word
    for word in (
        "card",
        "task",
        "lead",
        "source",
        "owner",
        "bucket",
        "key",
        "suggestion",
        "merge",
        "erasure",
        "contact",
    )
}


def _path_schema(route: Route[Any], name: str) -> Schema:
    configured = route.path.partition("/{")[0].strip("/") in {"sources", "owners", "buckets"}
    if name == "source" or (configured and name == "id"):
        return {"type": "string", "pattern": SLUG}
    return {"type": "string", "pattern": r"^[A-Za-z0-9_-]{1,200}$"}


def _parameters(place: str, known: Mapping[str, str | Mapping[str, Any]]) -> list[Schema]:
    """Return the parameters of a query or of headers; one with a description alone is any text."""
    return [
        {"name": name, "in": place}
        | (
            {"description": about, "schema": {"type": "string"}}
            if isinstance(about, str)
            else {"schema": dict(about)}
        )
        for name, about in known.items()
    ]


def _media_types(route: Route[Any]) -> list[str]:
    if route.accepts:
        return list(route.accepts)
    if route.max_body == MAX_BATCH:
        return ["application/json", "application/x-ndjson"]
    forms = ["application/x-www-form-urlencoded", "multipart/form-data"]
    return ["application/json", *(forms if route.max_body == MAX_LEAD else [])]


def _responses(route: Route[Any]) -> Schema:
    problems = {404, 503}
    is_intake = route.max_body in {MAX_LEAD, MAX_BATCH}
    if route.roles is not None:
        problems |= {401, 403} | (set() if is_intake else {429})
    elif "source" in route.path:
        problems |= {401, 413} if route.method == "POST" else {401, 403}
    if route.query or route.request:
        problems |= {400}
    if route.request:
        problems |= {413, 415} if is_intake else {413, 422}
        # What is done to one thing by its name may have been done otherwise before.
        by_id = "{id}" in route.path and not is_intake
        problems |= {409} if by_id and route.method in {"POST", "PATCH", "DELETE"} else set()
    if "If-Match" in route.headers:
        problems |= {409, 412}
    answers: Schema = {}
    for status in route.responses or {200: ""}:
        name = route.responses.get(status)
        answers[str(status)] = {"description": _PROBLEMS.get(status, "Done")}
        if name:
            answers[str(status)]["content"] = {"application/json": {"schema": ref(name)}} | {
                kind: {} for kind in route.answers
            }
    for status in sorted(problems - set(route.responses)):
        answers[str(status)] = {
            "description": _PROBLEMS[status],
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
    return answers


def text() -> str:
    """Return the document as it is kept beside this module."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
