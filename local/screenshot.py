"""Take docs/report.png from the report page of the running stack: `make screenshot`.

The page shows what the stack has counted; `make demo` brings some.
"""

import json
import shutil
import sys
from pathlib import Path

from local.demo import META_DAY, STACK

PICTURE = Path("docs/report.png")
SIZE = {"width": 1280, "height": 1070}


def take(reports: str, key: str, query: str, picture: Path) -> None:
    """Sign in to the page below an address, and write a picture of what is seen first."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        # As root, Chromium starts without its sandbox alone; it opens nothing but our own page.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
        page.goto(f"{reports}/view?{query}")
        page.fill("input[name=key]", key)
        page.click("main button")
        page.wait_for_selector("html[data-drawn]")
        page.screenshot(path=picture)
        browser.close()


def main() -> int:
    """Take the picture of the stack that `stack.json` tells of."""
    stack = json.loads(STACK.read_text())
    query = f"from={META_DAY[:7]}-01"
    take(f"{stack['api_url']}/v1/reports", stack["keys"]["marketing"], query, PICTURE)
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
