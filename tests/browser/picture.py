"""Takes docs/report.png: the report page over an invented season. Run by `make screenshot`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import TODAY
from tests.season import season
from tests.served import served
from tests.unit.web.reports.desk import Reports

PICTURE = Path("docs/report.png")
SIZE = {"width": 1280, "height": 1070}


def main():
    with tempfile.TemporaryDirectory() as lake, sync_playwright() as playwright:
        desk = Reports(Path(lake), is_https=False)
        desk.put(*season(TODAY))
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        # As root, Chromium starts without its sandbox alone; it opens nothing but our own page.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
        with served(desk.dispatch) as address:
            page.goto(f"{address}/v1/reports/view")
            page.fill("input[name=key]", desk.service.keys["marketing"])
            page.click("main button")
            page.wait_for_selector("html[data-drawn]")
            page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
