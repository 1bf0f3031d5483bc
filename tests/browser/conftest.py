"""A browser of the system, and the report page behind an address on loopback."""

import shutil
from collections.abc import Iterator
from datetime import date

import pytest

from tests.season import season
from tests.served import served
from tests.unit.web.reports.desk import Reports

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Reports:
    desk = Reports(tmp_path_factory.mktemp("lake"), is_https=False)
    desk.put(*season(TODAY))
    return desk


@pytest.fixture(scope="module")
def address(desk) -> Iterator[str]:
    with served(desk.dispatch) as address:
        yield f"{address}/v1/reports"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if not found:
        pytest.fail("Chromium is not installed: run tests/prerequisites.sh", pytrace=False)
    with sync_playwright() as playwright:
        # The tests may run as root, as which Chromium starts without its sandbox alone.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
