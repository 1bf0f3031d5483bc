"""A card that people work: who calls, how a lead comes in, and the card."""

import pytest

from tests.unit.web.harness import OLA, Service, furnished


@pytest.fixture
def service():
    return furnished(Service())


@pytest.fixture
def desk(service):
    """`desk(method, path, body)` → the answer, as an operator."""

    def call(method, path, body=b"", **options):
        return service.call(method, path, body, role="operator", **options)

    return call


@pytest.fixture
def lead(service):
    """`lead(**fields)` → what became of a lead."""

    def post(**fields):
        return service.call("POST", "/leads", fields, role="intake", query="source=site").body

    return post


@pytest.fixture
def card(desk):
    """The id of a card typed in."""
    return desk("POST", "/cards", OLA).body["id"]
