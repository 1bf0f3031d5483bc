"""The page of a test wash in Chromium: drawn from the file alone, within its own policy."""

from datetime import date

import pytest

from leadfold.testwash import washing
from tests.browser.test_report_page import DESKTOP, LISTEN, PHONE, drawn

FILE = """name,phone,email
Ola Hansen,912 34 567,ola@online.no
Ola Hansen,+47 91 23 45 67,
Kari Berg,,kari@gmial.com
"""


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_its_charts_are_drawn_and_it_asks_for_nothing(browser, tmp_path, size, language):
    (tmp_path / "file.csv").write_text(FILE, encoding="utf-8")
    options = washing.Options(language=language)
    washing.wash(tmp_path / "file.csv", "NO", tmp_path / "out", date(2026, 11, 21), options)
    wrong = []
    with browser.new_context(viewport=size) as context:
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.on("console", lambda told: wrong.append(told.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url))
        page.goto((tmp_path / "out" / "report.html").as_uri())
        page.wait_for_selector("html[data-drawn]")
        there, filled = drawn(page)
        assert there == filled >= 1
        assert page.evaluate("refused") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert [told for told in wrong if not told.endswith("/report.html")] == []
