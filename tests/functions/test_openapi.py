"""The OpenAPI document: current, complete, and true about roles."""

from pathlib import Path

import jsonschema_rs
import pytest

import leadfold
from leadfold.runtime.access import Caller
from leadfold.web import openapi
from leadfold.web.examples import EXAMPLES

KEPT = Path(leadfold.__file__).with_name("web") / "openapi.json"
SCHEMAS = openapi.document()["components"]["schemas"]


def test_the_kept_document_is_current():
    assert KEPT.read_text("utf-8") == openapi.text(), "run `make openapi`"


@pytest.mark.parametrize("route", openapi.ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_schema_that_a_route_names_is_in_the_document(route):
    named = {route.request, *route.responses.values()} - {None, ""}
    assert named <= set(SCHEMAS)


def test_every_body_that_is_sent_has_an_example():
    sent = {route.request for route in openapi.ROUTES if route.request}
    assert sent <= set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_as_its_schema_says(name):
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    jsonschema_rs.validate(schema, EXAMPLES[name])


@pytest.mark.parametrize(
    ("role", "reaches"),
    [
        ("admin", {"admin", "operator", "intake", "marketing"}),
        ("operator", {"operator", "intake"}),
        ("intake", {"intake"}),
        ("marketing", {"marketing"}),
    ],
)
def test_roles_include_each_other_as_promised(role, reaches):
    caller = Caller(key_id="key_1", name="a key", role=role)
    assert {
        other
        for other in ("admin", "operator", "intake", "marketing")
        if caller.may(frozenset({other}))
    } == reaches
