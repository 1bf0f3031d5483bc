"""Fixtures of the intake tests: an office on either store."""

import pytest

from tests.intake.office import Office


@pytest.fixture
def office(store) -> Office:
    """An intake desk, once on each store."""
    return Office(store)


@pytest.fixture
def post(office):
    return office.post
