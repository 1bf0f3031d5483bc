"""Fixtures that several folders of tests share."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from hypothesis import settings

from leadfold.runtime.wiring import TABLE_CLIENT
from leadfold.store import Store
from leadfold.store.memory import Memory
from leadfold.store.table import Table
from tests import dynamodb_local
from tests.faults import injected_faults
from tests.office import Office
from tests.races import FAULT_MIXES, MANY, Track, rounds

SERVER = pytest.StashKey[dynamodb_local.DynamoDBLocal]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak", action="store_true", help="run races and properties for as long as must hold"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Properties: the same examples on every machine, or with `--soak` many new ones."""
    settings.register_profile("steady", derandomize=True, deadline=None)
    settings.register_profile("soak", max_examples=2000, deadline=None)
    settings.load_profile("soak" if config.getoption("--soak") else "steady")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every race with each mix of faults."""
    if "track" in metafunc.fixturenames:
        soak = metafunc.config.getoption("--soak")
        metafunc.parametrize(("fault_mix", "seed"), rounds(soak=soak))


def _log_of_server(config: pytest.Config) -> Path:
    """Start DynamoDB Local if this process did not yet; return where it tells its port."""
    if not dynamodb_local.is_installed():
        pytest.fail("DynamoDB Local is not installed: run tests/prerequisites.sh", pytrace=False)
    if SERVER not in config.stash:
        config.stash[SERVER] = dynamodb_local.DynamoDBLocal()
        config.stash[SERVER].start()
    return config.stash[SERVER].log


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With pytest-xdist: start the server early, next to the workers, and tell them of it."""
    if dynamodb_local.is_installed():
        node.workerinput["dynamodb_log"] = str(_log_of_server(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].stop()


@pytest.fixture(scope="session")
def dynamodb_url(pytestconfig: pytest.Config) -> str:
    workerinput: dict[str, str] = getattr(pytestconfig, "workerinput", {})
    log = workerinput.get("dynamodb_log") or _log_of_server(pytestconfig)
    return dynamodb_local.url_from(Path(log))


@pytest.fixture
def connect(dynamodb_url: str) -> Iterator[Callable[..., Any]]:
    """`connect(config=None)` → a new low-level client, for tests that need several or their own."""
    clients: list[Any] = []

    def connect_one(config: Any = None) -> Any:
        clients.append(dynamodb_local.connect(dynamodb_url, config))
        return clients[-1]

    yield connect_one
    for client in clients:
        client.close()


@pytest.fixture
def dynamodb(connect: Callable[..., Any]) -> Any:
    """One low-level client, configured as in production."""
    return connect()


@pytest.fixture(scope="session")
def shared_dynamodb(dynamodb_url: str) -> Iterator[Any]:
    """A client of the whole session, for those who leave it as it is."""
    client = dynamodb_local.connect(dynamodb_url)
    yield client
    client.close()


@pytest.fixture(scope="session")
def tables(shared_dynamodb: Any) -> dynamodb_local.Tables:
    """Where tests that need several tables borrow them."""
    return dynamodb_local.Tables(shared_dynamodb)


@pytest.fixture
def table_name(tables: dynamodb_local.Tables) -> Iterator[str]:
    """The deployed table, empty, nobody else's while this test runs."""
    with tables.borrowed() as name:
        yield name


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each of the two stores, empty."""
    if request.param == "memory":
        return Memory()
    client = request.getfixturevalue("shared_dynamodb")
    return Table(client, request.getfixturevalue("table_name"))


@pytest.fixture
def office(store) -> Office:
    """An intake desk, once on each store."""
    return Office(store)


@pytest.fixture
def track(connect, table_name, fault_mix, seed) -> Track:
    """An office that many threads use, and the faults that its calls can meet."""
    client = connect(TABLE_CLIENT.merge(Config(max_pool_connections=MANY)))
    faults = partial(injected_faults, client, seed=seed, **FAULT_MIXES[fault_mix])
    return Track(Office(Table(client, table_name)), faults)


@pytest.fixture
def post(office):
    return office.post
