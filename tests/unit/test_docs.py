"""The docs name what exists: files, commands, routes."""

import re
from pathlib import Path

import pytest

from leadfold.web import openapi

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
NAMED_PATHS = re.compile(r"\$API_URL(/v1/[\w/{}.$-]*)|`(?:GET|POST|PUT|DELETE) (/v1/[\w/{}.-]*)")
ROUTES = {re.sub(r"\{\w+\}", "*", f"/v1{route.path}") for route in openapi.ROUTES}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_commands_of_make_exist(page):
    named = set(re.findall(r"`make (\w+)|^make (\w+)", page.read_text(), re.MULTILINE))
    assert {first or second for first, second in named} <= TARGETS


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_paths_of_the_api_exist(page):
    named = re.findall(
        r"\$API_URL(/v1/[\w/{}.$-]*)|`(?:GET|POST|PUT|DELETE) (/v1/[\w/{}.-]*)", page.read_text()
    )
    paths = {(first or second).rstrip(".") for first, second in named}
    known = [re.compile(re.escape(route).replace(r"\*", "[^/]+")) for route in ROUTES]
    assert [path for path in paths if not any(one.fullmatch(path) for one in known)] == []
