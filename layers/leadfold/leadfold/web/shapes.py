"""The parts that the schemas of answers are put together from."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]


def text(description: str = "", *, nullable: bool = False) -> Schema:
    """Return the schema of a text."""
    schema: Schema = {"type": ["string", "null"] if nullable else "string"}
    return schema | ({"description": description} if description else {})


def record(properties: Mapping[str, Schema], *, extra: bool = False) -> Schema:
    """Return the schema of an object with just these members, all of them always there."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": extra,
    }


def listed(schema: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document, by its name there."""
    return {"$ref": f"#/components/schemas/{name}"}


def page(schema: Schema) -> Schema:
    """Return the schema of a page of a list."""
    return record({"items": listed(schema), "next_cursor": text(nullable=True)})


NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TIME: Schema = {"type": "string", "format": "date-time"}
FLAG: Schema = {"type": "boolean"}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
MAYBE_LEVEL: Schema = {"type": ["integer", "null"], "minimum": 1, "maximum": 12}
ANYTHING: Schema = {"type": "object", "additionalProperties": True}
MAYBE_MATCH: Schema = {"oneOf": [{"type": "null"}, ref("Match")]}
