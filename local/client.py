"""Writes the typed client from the OpenAPI document: ``python -m local.client DOCUMENT OUT``.

Every call becomes a method named by its operation id, every schema a type. ``make openapi`` runs
this; a test checks that the file is current.
"""

import json
import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

Schema = Mapping[str, Any]

_HEAD = '''"""The typed client of the API: a method for each call, a type for each schema.

Made by ``make openapi`` from the OpenAPI document; changes belong there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, cast

from leadfold.client.calling import Caller, quoted
'''
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
#: Calls that a client does not make (platforms and browsers do), or that do not answer with JSON.
_LEFT_OUT = re.compile(r"/v1/(webhooks/|docs|openapi|reports/(view|sign|assets))")
_WIDTH = 100


def text(document: Schema) -> str:
    """Return the module: types, and the class ``Client``."""
    schemas = document["components"]["schemas"]
    exported = json.dumps([*sorted(schemas), "Client"])
    parts = [_HEAD, f"__all__ = {exported}\n"]
    parts += [_type(name, schema) for name, schema in sorted(schemas.items())]
    calls = [
        _method(method, path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if not _LEFT_OUT.match(path)
    ]
    head = '\n\nclass Client(Caller):\n    """A typed client of Leadfold."""\n'
    return "\n".join(parts) + head + "".join(calls)


# -- types ----------------------------------------------------------------------------------------


def _type(name: str, schema: Schema) -> str:
    about = _line(schema.get("description", "").split("\n\n")[0]) or f"{name}, as the API has it"
    properties = schema.get("properties")
    if not properties:
        return f'\n#: {about}.\n{name}: TypeAlias = "{_kind(schema)}"\n'
    required = set(schema.get("required", ()))
    if any(not member.isidentifier() or keyword.iskeyword(member) for member in properties):
        named = "".join(
            f"    {json.dumps(member)}: {json.dumps(_member(kind, is_there=member in required))},\n"
            for member, kind in properties.items()
        )
        return f"\n#: {about}.\n{name} = TypedDict({json.dumps(name)}, {{\n{named}}})\n"
    members = "".join(
        f"    {member}: {_member(kind, is_there=member in required)}\n"
        for member, kind in properties.items()
    )
    return f'\n\nclass {name}(TypedDict):\n    """{about}."""\n\n{members}'


def _member(schema: Schema, *, is_there: bool) -> str:
    return _kind(schema) if is_there else f"NotRequired[{_kind(schema)}]"


def _kind(schema: Schema) -> str:
    """Return the annotation of a schema, ``Any`` if there is none that fits."""
    if ref := schema.get("$ref"):
        return str(ref).rpartition("/")[2]
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            kinds = sorted(
                {_kind(one): 0 for one in schema[several]}, key=lambda kind: kind == "None"
            )
            return "Any" if "Any" in kinds else " | ".join(kinds)
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_kind({**schema, "type": one}) for one in kind)
    if kind == "array":
        return f"Sequence[{_kind(schema.get('items', {}))}]"
    if kind == "object":
        more = schema.get("additionalProperties")
        inner = _kind(more) if isinstance(more, Mapping) else "Any"
        return f"Mapping[str, {inner}]"
    return _PLAIN.get(str(kind), "Any")


# -- methods --------------------------------------------------------------------------------------


def _method(method: str, path: str, operation: Schema) -> str:
    path = path.removeprefix("/v1")
    parameters = operation["parameters"]
    in_path = [p["name"] for p in parameters if p["in"] == "path"]
    # ``format`` asks for a report as a file, which is no JSON.
    others = [p for p in parameters if p["in"] != "path" and p["name"] != "format"]
    sent = operation.get("requestBody", {}).get("content", {})
    body = sent.get("application/json")
    file = next(iter(sent), None) if not body else None
    answers = operation["responses"]
    arguments = ["self", *(f"{name}: str" for name in in_path)]
    if body:
        needed = operation["requestBody"].get("required", True)
        arguments.append(f"body: {_kind(body['schema'])}{'' if needed else ' | None = None'}")
    if file:
        arguments.append("body: bytes")
    if others:
        arguments += ["*", *(f"{_python(p['name'])}: {_of_parameter(p)}" for p in others)]
    kinds = list(dict.fromkeys(_answers(answers)))
    result = " | ".join(kinds) if kinds else "None"
    lines = [f"\n    def {operation['operationId']}("]
    lines += [f"        {argument}," for argument in arguments]
    lines += [f"    ) -> {result}:", _docstring(operation)]
    url = re.sub(r"{(\w+)}", r"{quoted(\1)}", path)
    literal = f"{'f' if in_path else ''}{json.dumps(url)}"
    called = [f"            {method.upper()!r},", f"            {literal},"]
    for place in ("query", "header"):
        named = [p for p in others if p["in"] == place]
        if named:
            given = ", ".join(f"{json.dumps(p['name'])}: {_python(p['name'])}" for p in named)
            called.append(f"            {'headers' if place == 'header' else place}={{{given}}},")
    if body or file:
        called.append("            body=body,")
    if file:
        called.append(f"            headers={{'content-type': {file!r}}},")
    lines += [f'        return cast(\n            "{result}",\n            self.call(']
    lines += [f"    {line}" for line in called]
    lines += ["            ),", "        )"]
    return "\n".join(lines) + "\n"


def _answers(responses: Schema) -> Iterator[str]:
    for status, response in responses.items():
        if status.startswith("2"):
            content = response.get("content", {}).get("application/json")
            yield _kind(content["schema"]) if content else "None"


def _of_parameter(parameter: Schema) -> str:
    kind = _kind(parameter["schema"])
    return kind if parameter.get("required") else f"{kind} | None = None"


def _python(name: str) -> str:
    plain = re.sub(r"\W", "_", name).lower()
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def _docstring(operation: Schema) -> str:
    summary = fill(f'"""{_line(operation["summary"])}."""', _WIDTH - 8)
    return "\n".join(f"        {line}" for line in summary.splitlines())


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


if __name__ == "__main__":
    openapi = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(text(openapi), encoding="utf-8")
