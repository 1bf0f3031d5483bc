"""The OpenAPI document, made from the route tables.

``make openapi`` writes it beside the package; a test checks that it is current. The schemas of
what is sent are pydantic's, those of what is answered stand here.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadfold import __version__
from leadfold.access import ROLES
from leadfold.answer import Answer
from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS
from leadfold.web import (
    cards,
    configuration,
    intake,
    preview,
    quarantine,
    schemas,
    suggestions,
    system,
    webhooks,
)
from leadfold.web.http import Route
from leadfold.web.intake import MAX_BATCH, MAX_BATCH_LEADS, MAX_LEAD

ROUTES: tuple[Route[Any], ...] = (
    *intake.ROUTES,
    *webhooks.ROUTES,
    *cards.ROUTES,
    *quarantine.ROUTES,
    *suggestions.ROUTES,
    *configuration.ROUTES,
    *preview.ROUTES,
    *system.ROUTES,
)
_BODIES = (
    schemas.SourceIn,
    schemas.OwnerIn,
    schemas.BucketIn,
    schemas.KeyIn,
    schemas.LookupIn,
    schemas.ReleaseIn,
    schemas.DiscardIn,
    schemas.DecisionIn,
    schemas.IdentityRulesIn,
)
_PROBLEMS = {
    400: "The request cannot be understood",
    401: "The key is missing or unknown",
    403: "The key's role does not allow this call",
    404: "There is nothing here",
    409: "It has been decided otherwise before",
    413: "The body is too large",
    415: "The body is of another media type",
    422: "Fields of the body are not as they should be",
    429: "Too many calls with this key",
    503: "Nothing was stored; try again",
}

Schema = dict[str, Any]


def _text(description: str = "", *, nullable: bool = False) -> Schema:
    schema: Schema = {"type": ["string", "null"] if nullable else "string"}
    return schema | ({"description": description} if description else {})


def _object(properties: Mapping[str, Schema], *, extra: bool = False) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": extra,
    }


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(schema: Schema) -> Schema:
    return _object({"items": _list(schema), "next_cursor": _text(nullable=True)})


_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TIME: Schema = {"type": "string", "format": "date-time"}
_FLAG: Schema = {"type": "boolean"}
_MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
_MAYBE_LEVEL: Schema = {"type": ["integer", "null"], "minimum": 1, "maximum": 12}
_ANYTHING: Schema = {"type": "object", "additionalProperties": True}


def _lead() -> Schema:
    named = {name: _text() for name in ("lead_id", "submitted_at", *PERSON_FIELDS)}
    named |= {name: _text() for name in ATTRIBUTION_FIELDS}
    return {
        "type": "object",
        "description": "Well-known fields in their common spellings; all else goes to `answers`.",
        "properties": named | {"is_test": _FLAG},
        "additionalProperties": True,
        "examples": [
            {
                "lead_id": "web-1001",
                "full_name": "Ola Hansen",
                "phone": "912 34 567",
                "email": "ola@example.com",
                "utm_source": "facebook",
            }
        ],
    }


def _answer() -> Schema:
    flags = {"is_new", "is_duplicate", "is_test", "needs_attention"}
    special: dict[str, Schema] = {
        "outcome": {
            "type": "string",
            "enum": ["created", "repeat", "replayed", "test", "quarantined", "accepted"],
        },
        "inquiry_number": {"type": ["integer", "null"], "minimum": 1},
        "match_level": _MAYBE_LEVEL,
        "score": _MAYBE_NUMBER,
        "matched_by_text": _text(),
        "warning_codes": _text(),
        "matched_by": _list(_text()),
        "match": _object(
            {"level": _MAYBE_LEVEL, "score": _MAYBE_NUMBER, "evidence": _list(_ref("Evidence"))}
        ),
        "warnings": _list(
            _object(
                {
                    "field": _text(),
                    "code": _text(),
                    "message": _text(),
                    "suggestion": _text(nullable=True),
                }
            )
        ),
        "suggestions": _list(_text()),
    }
    names = Answer.__dataclass_fields__
    return _object(
        {
            name: special.get(name, _FLAG if name in flags else _text(nullable=True))
            for name in names
        }
    )


_MAYBE_MATCH: Schema = {"oneOf": [{"type": "null"}, _ref("Match")]}


def _match() -> Schema:
    return _object(
        {
            "verdict": {"enum": ["same", "different", "ask"]},
            "summary": _text("The verdict and its reasons in a sentence"),
            "level": _MAYBE_LEVEL,
            "score": _NUMBER,
            "matched_by": _list(_text()),
            "evidence": _list(_ref("Reason")),
        }
    )


def _foreseen(**more: Schema) -> Schema:
    """Return the schema of what would become of a lead."""
    return _object(
        {
            "outcome": {"enum": ["created", "repeat", "replayed", "test", "quarantined"]},
            "problem": _text(nullable=True),
            "is_test": _FLAG,
            "lead_id": _text(nullable=True),
            "normalised": _ANYTHING,
            "identities": _list(_text()),
            "warnings": _list(_ANYTHING),
            "card_id": _text(nullable=True),
            "match": _MAYBE_MATCH,
            "other_cards": _list(_object({"card_id": _text(), "match": _ref("Match")})),
            **more,
        }
    )


def _preview() -> Schema:
    return _foreseen(
        submitted_at=_text(nullable=True),
        inquiry_date=_TIME,
        fields=_ANYTHING,
        attribution=_ANYTHING,
        answers=_ANYTHING,
    )


def _matched() -> Schema:
    """Return the schema of one result of ``POST /match``."""
    earlier: Schema = {
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "The earlier lead of this call whose card a new one would join",
    }
    return {"oneOf": [_foreseen(same_as=earlier), _ref("Failure")]}


def _suggestion() -> Schema:
    names = ("first_name", "last_name", "phone", "email")
    card: dict[str, Schema] = (
        {"id": _text()}
        | {name: _text(nullable=True) for name in names}
        | {"created_at": _TIME, "inquiries": _COUNT, "owner_id": _text(nullable=True)}
    )
    return _object(
        {
            "id": _text(),
            "kind": {"enum": ["duplicate", "household"]},
            "state": {"enum": ["open", "rejected", "household"]},
            "reason": _text("Why it was raised"),
            "verdict": {"enum": ["same", "different", "ask"]},
            "summary": _text("The verdict and its reasons in a sentence"),
            "level": _MAYBE_LEVEL,
            "score": _NUMBER,
            "evidence": _list(_ref("Reason")),
            "automatic": {
                "type": "boolean",
                "description": "Policy (merge_up_to_level) would merge the pair without asking",
            },
            "created_at": _TIME,
            "owner_id": _text(nullable=True),
            "closed_at": _text(nullable=True),
            "closed_by": _text("The id of the key", nullable=True),
            "closed_reason": _text(nullable=True),
            "card_ids": _list(_text()),
            "cards": _list(_object(card)),
        }
    )


def _answered() -> dict[str, Schema]:
    """Return the schemas of what the API answers."""
    evidence = {"field": _text(), "agreement": _text(), "weight": _NUMBER}
    field = {
        "value": _text(),
        "inquiry_id": _text(nullable=True),
        "source": _text(nullable=True),
        "observed_at": _text(nullable=True),
        "written_at": _text(nullable=True),
    }
    held: dict[str, Schema] = {
        "id": _text(),
        "source": _text(),
        "code": _text(),
        "status": {"enum": ["open", "released", "discarded"]},
        "received_at": _TIME,
        "due_at": _TIME,
        "delivery_id": _text(),
    } | {
        name: _text(nullable=True)
        for name in ("owner_id", "closed_at", "closed_by", "reason", "card_id", "inquiry_id")
    }
    key = {"id": _text(), "name": _text(), "role": {"enum": list(ROLES)}, "created_at": _TIME}
    return {
        "Lead": _lead(),
        "Leads": {"type": "array", "items": _ref("Lead"), "maxItems": MAX_BATCH_LEADS},
        "Answer": _answer(),
        "Results": _object({"results": _list({"oneOf": [_ref("Answer"), _ref("Failure")]})}),
        "Failure": _object(
            {
                "outcome": {"const": "failed"},
                "status": _COUNT,
                "title": _text(),
                "detail": _text(),
            }
        ),
        "Accepted": _object({"accepted": _COUNT}),
        "Preview": _preview(),
        "MatchLeads": {
            "oneOf": [
                {"type": "array", "items": _ref("Lead"), "maxItems": 100},
                {
                    "type": "object",
                    "properties": {
                        "leads": {"type": "array", "items": _ref("Lead"), "maxItems": 100},
                        "source": _text("A source's id, where the query names none"),
                    },
                    "required": ["leads"],
                },
            ]
        },
        "MatchResults": _object({"results": _list(_matched())}),
        "Evidence": _object(evidence),
        "Reason": _object(evidence | {"text": _text("What the agreement means, in words")}),
        "Match": _match(),
        "Card": _object(
            {
                "id": _text(),
                "customer_type": {"enum": ["person", "company"]},
                "state": _text(),
                "status": _text(),
                "created_at": _TIME,
                "source": _text(nullable=True),
                "owner_id": _text(nullable=True),
                "owner_email": _text(nullable=True),
                "bucket": _text(nullable=True),
                "version": _COUNT,
                "inquiries": _COUNT,
                "last_inquiry_at": _text(nullable=True),
                "fields": {"type": "object", "additionalProperties": _object(field)},
                "identities": _list(_object({"kind": _text(), "value": _text()})),
                "open_task": {
                    "oneOf": [
                        {"type": "null"},
                        _object({"id": _text(), "due_at": _TIME, "owner_id": _text(nullable=True)}),
                    ]
                },
                "other_values": {
                    "type": "object",
                    "additionalProperties": _list(
                        _object({"value": _text(), "inquiry_id": _text(), "observed_at": _TIME})
                    ),
                },
                "apart": _list(_text("A card that is somebody else's, as a person decided")),
                "household": _list(_text("A card of the same household")),
                "lists": _list(_text()),
                "flags": _list(_text()),
            }
        ),
        "Inquiry": _object(
            {
                "id": _text(),
                "card_id": _text(),
                "kind": {"enum": ["first", "repeat"]},
                "number": _COUNT,
                "inquiry_date": _TIME,
                "received_at": _TIME,
                "source": _text(),
                "platform": _text(),
                "bucket": _text(nullable=True),
                "fields": _ANYTHING,
                "answers": _ANYTHING,
                "attribution": _ANYTHING,
                "match": _MAYBE_MATCH,
                "delivery_id": _text(),
                "corrected_by": _text("Who released it from quarantine", nullable=True),
                "corrections": _ANYTHING,
            }
        ),
        "Task": _object(
            {
                "id": _text(),
                "kind": {"enum": ["first_contact", "call_back", "fix_data", "review"]},
                "status": {"enum": ["open"]},
                "card_id": _text(),
                "owner_id": _text(nullable=True),
                "bucket": _text(nullable=True),
                "created_at": _TIME,
                "due_at": _TIME,
                "inquiries": _COUNT,
                "last_inquiry_id": _text(nullable=True),
            }
        ),
        "Suggestion": _suggestion(),
        "SuggestionPage": _page(_ref("Suggestion")),
        "Quarantined": _object(held),
        "HeldLead": _object(
            held
            | {
                "raw": _text(nullable=True),
                "content_type": _text(nullable=True),
                "fields": _ANYTHING,
            }
        ),
        "QuarantinePage": _page(_ref("Quarantined")),
        "DeliveryPage": _page(
            _object(
                {
                    "id": _text(),
                    "received_at": _TIME,
                    "outcome": _text(),
                    "code": _text("Why it is held", nullable=True),
                    "replays": _COUNT,
                    "matched_by_text": _text(),
                    "match_level": _MAYBE_LEVEL,
                    "card_id": _text(nullable=True),
                    "inquiry_id": _text(nullable=True),
                    "quarantine_id": _text(nullable=True),
                }
            )
        ),
        "InquiryPage": _page(_ref("Inquiry")),
        "TaskPage": _page(_ref("Task")),
        "LookupResult": _object(
            {
                "items": _list(_object({"card": _ref("Card"), "match": _ref("Match")})),
                "register_suggestions": _list(_ANYTHING),
            }
        ),
        "KeyPage": _page(_object(key)),
        "NewKey": _object(key | {"key": _text("Shown this once")}),
        "Health": _object(
            {
                "status": {"enum": ["up", "down"]},
                "version": _text(),
                "checks": {"type": "object", "additionalProperties": _text()},
            }
        ),
        "Problem": _object(
            {
                "type": _text(),
                "title": _text(),
                "status": _COUNT,
                "detail": _text(),
                "instance": _text(),
                "request_id": _text(),
                "message": _text(),
            },
            extra=True,
        ),
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
            "schemas": _sent() | _answered(),
        },
    }


def _sent() -> dict[str, Schema]:
    """Return pydantic's schemas of what is sent, each under its own name."""
    found: dict[str, Schema] = {}
    for body in _BODIES:
        schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[body.__name__] = schema
    return found


def _operation(route: Route[Any]) -> Schema:
    names = re.findall(r"\{(\w+)\}", route.path)
    operation: Schema = {
        "operationId": f"{route.method.lower()}_" + re.sub(r"\W+", "_", route.path).strip("_"),
        "summary": route.summary,
        "tags": list(route.tags),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
        + [
            {"name": name, "in": "query", "description": about, "schema": {"type": "string"}}
            for name, about in route.query.items()
        ],
        "responses": _responses(route),
    }
    if route.request:
        operation["requestBody"] = {
            "required": route.needs_body,
            "content": {kind: {"schema": _ref(route.request)} for kind in _media_types(route)},
        }
    if route.roles is not None:
        operation["security"] = [{"key": []}, {"bearer": []}]
        operation["x-roles"] = sorted(route.roles)
    return operation


def _media_types(route: Route[Any]) -> list[str]:
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
        problems |= (
            {409} if route.method == "POST" and "{id}" in route.path and not is_intake else set()
        )
    answers: Schema = {}
    for status in route.responses or {200: ""}:
        name = route.responses.get(status)
        answers[str(status)] = {"description": "Done"}
        if name:
            answers[str(status)]["content"] = {"application/json": {"schema": _ref(name)}}
    for status in sorted(problems - set(route.responses)):
        answers[str(status)] = {
            "description": _PROBLEMS[status],
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
    return answers


def text() -> str:
    """Return the document as it is kept beside the package."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
