"""Roles as documented are those of the route tables; each call refuses every other role."""

import re
from pathlib import Path

import pytest

from leadfold.runtime.access import ROLES
from leadfold.web import api, openapi
from leadfold.web.intake import leads
from tests.unit.web.harness import Service

ROOT = Path(__file__).parents[3]
#: What a role includes (contract, authentication).
INCLUDES = {
    "intake": {"intake"},
    "operator": {"intake", "operator"},
    "marketing": {"marketing"},
    "admin": {"intake", "operator", "marketing", "admin"},
}


def documented():
    """Return the calls of the table in docs/roles.md, each with the roles that it needs."""
    rows = re.findall(
        r"^\| (no key|`.*?`) \| (`\w+ /.*?) \|$", (ROOT / "docs/roles.md").read_text(), re.MULTILINE
    )
    return {
        call: frozenset(re.findall(r"`(\w+)`", needs)) or None
        for needs, calls in rows
        for call in re.findall(r"`(\w+ /[^`]*)`", calls)
    }


def test_the_documented_roles_are_those_of_the_calls():
    assert documented() == {f"{one.method} {one.path}": one.roles for one in openapi.ROUTES}


@pytest.fixture(scope="module")
def service():
    return Service()


KEYED_CALLS = [route for route in (*leads.ROUTES, *api.ROUTES) if route.roles is not None]


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("route", KEYED_CALLS, ids=lambda route: f"{route.method} {route.path}")
def test_a_call_lets_in_the_keys_of_its_roles_and_no_others(service, route, role):
    path = re.sub(r"\{\w+\}", "nothing", route.path)
    status = service.call(route.method, path, b"[", role=role).status
    if role is None:
        assert status == 401
    else:
        assert (status == 403) == (not INCLUDES[role] & route.roles)
        assert status != 401
