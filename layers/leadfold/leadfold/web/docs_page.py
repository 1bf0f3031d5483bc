"""The docs page: every call on one page, from the OpenAPI document, without outside requests."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid #8884; padding: .75rem 0 }
h2 { margin: 2rem 0 .5rem } h3 { margin: 0; font: 600 1rem ui-monospace, monospace }
p, ul { margin: .25rem 0 } code { font: .9em ui-monospace, monospace } small { opacity: .75 }
"""


def page(document: Mapping[str, Any]) -> str:
    """Return the HTML page of an OpenAPI document."""
    info = document["info"]
    calls: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            calls.setdefault(operation["tags"][0], []).append(_call(method, path, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(found)}" for tag, found in calls.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style>"
        f"<h1>{escape(info['title'])} API <small>{escape(info['version'])}</small></h1>"
        f"<p>{escape(info['description'])} Send your key as <code>x-api-key</code>. "
        f'For tools: <a href="openapi.json">openapi.json</a>.</p>{sections}</html>'
    )


def _call(method: str, path: str, operation: Mapping[str, Any]) -> str:
    return (
        f"<article><h3>{method.upper()} {escape(path)}</h3>"
        f"<p>{escape(operation['summary'])}</p><ul>{''.join(_details(operation))}</ul></article>"
    )


def _details(operation: Mapping[str, Any]) -> Iterator[str]:
    roles = operation.get("x-roles")
    yield f"<li>role: {escape(', '.join(roles))}</li>" if roles else "<li>no key</li>"
    for parameter in operation["parameters"]:
        if parameter["in"] == "query":
            about = escape(parameter.get("description", ""))
            yield f"<li><code>{escape(parameter['name'])}</code> {about}</li>"
    body = operation.get("requestBody", {}).get("content", {})
    for media_type, content in body.items():
        name = content["schema"]["$ref"].rpartition("/")[2]
        yield f"<li>sends <code>{escape(name)}</code> as <code>{escape(media_type)}</code></li>"
    yield f"<li>answers {escape(', '.join(operation['responses']))}</li>"
