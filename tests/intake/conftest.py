"""Fixtures of the intake tests: an office on either store, and rounds for the races."""

import pytest

from tests.intake.office import Office


@pytest.fixture
def office(store) -> Office:
    """An intake desk, once on each store."""
    return Office(store)


@pytest.fixture
def post(office):
    return office.post


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "round_number" in metafunc.fixturenames:
        rounds = 20 if metafunc.config.getoption("--soak") else 3
        metafunc.parametrize("round_number", range(1, rounds + 1))
