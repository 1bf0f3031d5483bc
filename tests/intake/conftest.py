"""Fixtures of the intake tests: an office on either store, and a track on DynamoDB Local."""

from functools import partial

import pytest
from botocore.config import Config

from leadfold.store.table import Table
from leadfold.wiring import TABLE_CLIENT
from tests.faults import injected_faults
from tests.intake.office import Office
from tests.intake.weather import MANY, WEATHER, Track, rounds


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what takes place on a track in every weather."""
    if "track" in metafunc.fixturenames:
        soak = metafunc.config.getoption("--soak")
        metafunc.parametrize(("weather", "seed"), rounds(soak=soak))


@pytest.fixture
def office(store) -> Office:
    """An intake desk, once on each store."""
    return Office(store)


@pytest.fixture
def track(connect, table_name, weather, seed) -> Track:
    """An office that many work at, and its weather."""
    client = connect(TABLE_CLIENT.merge(Config(max_pool_connections=MANY)))
    storm = partial(injected_faults, client, seed=seed, **WEATHER[weather])
    return Track(Office(Table(client, table_name)), storm)


@pytest.fixture
def post(office):
    return office.post
