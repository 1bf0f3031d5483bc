"""The report page in Chromium: drawn, readable, closed to the outside, in both directions."""

import json

import pytest

from leadfold.web.reports.form import TABS
from tests.unit.reports.lakes import inquiry

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
#: A4 on its side, without the margins.
LANDSCAPE = {"width": 1032, "height": 703}
HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
)
#: Tells the page's violations of its own policy, told before anything else runs.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (e) => refused.push(e.violatedDirective));
"""


@pytest.fixture(scope="module")
def session(desk, address):
    name, _, value = desk.sign_in().partition("=")
    return {"name": name, "value": value, "url": f"{address}/view"}


@pytest.fixture
def look(browser, session, address):
    """`look(query, …)` → the page, opened by somebody who is signed in, and what went wrong."""
    contexts = []

    def open_(query="", size=DESKTOP, **options):
        context = browser.new_context(viewport=size, locale="en-GB", **options)
        contexts.append(context)
        context.add_cookies([session])
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.wrong = []
        page.on("console", lambda told: page.wrong.append(told.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("requestfailed", lambda request: page.wrong.append(request.url))
        page.on("request", lambda request: _is_ours(page, address, request.url))
        page.goto(f"{address}/view?{query}")
        page.wait_for_selector("html[data-drawn]")
        return page

    yield open_
    for context in contexts:
        context.close()


def _is_ours(page, address, url):
    if not url.startswith(f"{address}/"):
        page.wrong.append(f"asked for {url}")


def drawn(page):
    """Return how many canvases there are, and how many of them have anything on them."""
    return page.evaluate(
        """() => {
        const all = [...document.querySelectorAll("canvas")];
        const bytes = (c) => c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        return [all.length, all.filter((c) => bytes(c).some(Boolean)).length];
        }"""
    )


def is_well(page):
    assert page.wrong == []
    assert page.evaluate("refused") == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_drawn_and_fits(look, tab, size):
    page = look(f"report={tab}", size)
    there, filled = drawn(page)
    assert there == filled >= 1
    assert page.locator("tbody tr").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    is_well(page)


@pytest.mark.parametrize("language", ["en", "nb", "sv", "el", "he"])
def test_the_page_is_whole_in_every_language(look, language):
    page = look(f"lang={language}")
    assert drawn(page) == [3, 3]
    assert page.locator("h1").inner_text() == page.locator("nav [aria-current]").inner_text()
    is_well(page)


def test_hebrew_runs_from_right_to_left(look):
    page = look("lang=he")
    first = page.locator("thead th").first.bounding_box()
    last = page.locator("thead tr").first.locator("th").last.bounding_box()
    assert first["x"] > last["x"]
    chart = page.evaluate("Chart.getChart('chart-groups').options.scales")
    assert (chart["x"]["reverse"], chart["y"]["position"]) == (True, "right")


def test_the_tables_have_what_the_charts_show(look):
    page = look()
    data = json.loads(page.locator("#charts").inner_text())
    parts = [series["values"] for series in data["charts"][0]["series"]]
    received = [sum(values) for values in zip(*parts, strict=True)]
    cells = page.locator("section:has(#chart-time) tbody tr td:nth-child(2)").all_inner_texts()
    assert [int(cell) for cell in cells] == [int(n) for n in reversed(received) if n]


def test_somebody_signs_in_looks_around_and_signs_out(browser, desk, address):
    with browser.new_context(viewport=DESKTOP, locale="nb-NO") as context:
        page = context.new_page()
        page.goto(f"{address}/view?report=sources")
        page.fill("input[name=key]", "wrong")
        page.click("main button")
        assert page.locator("#wrong").is_visible()
        page.fill("input[name=key]", desk.service.keys["marketing"])
        page.click("main button")
        page.wait_for_url("**/view?report=sources")
        assert page.locator("h1").inner_text() == "Kilder"
        page.click("text=Kampanjer")
        page.select_option("select[name=platform]", "google")
        page.click("form.filters > button")
        assert "platform=google" in page.url
        names = page.locator("section:has(#chart-groups) tbody th:first-child").all_inner_texts()
        assert set(names) == {"google"}
        page.click("text=Search · brand")
        assert "campaign_id=21000000002" in page.url
        assert page.locator(".only li").count() == 2
        with page.expect_download() as download:
            page.click("text=CSV")
        assert download.value.suggested_filename == "attribution.csv"
        assert page.evaluate("document.cookie") == ""
        page.click(".out button")
        page.wait_for_selector("input[name=key]")
        page.goto(f"{address}/view")
        assert page.locator("input[name=key]").is_visible()


def test_a_hostile_name_does_nothing(look, desk):
    named = {"campaign": HOSTILE, "campaign_id": HOSTILE, "platform": HOSTILE, "source": HOSTILE}
    desk.put(inquiry("inq_hostile", date="2026-11-20T10:00:00Z", **named))
    for tab in TABS:
        page = look(f"report={tab}")
        assert page.title() != "owned"
        is_well(page)
    page = look("group_by=campaign&lang=he")
    assert page.get_by_text(HOSTILE, exact=True).count() >= 1
    desk.put(inquiry("inq_hostile", date="2024-11-20T10:00:00Z", written_at="2027-01-01T00:00:00Z"))


def test_what_a_page_must_not_do_is_refused(look):
    page = look()
    page.evaluate(
        """() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'owned'";
        document.body.append(script);
        document.body.setAttribute("style", "color: red");
        fetch("https://elsewhere.example/").catch(() => null);
        }"""
    )
    page.wait_for_function("refused.length >= 3")
    assert page.title() != "owned"
    assert {"script-src-elem", "style-src-attr", "connect-src"} <= set(page.evaluate("refused"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(look, scheme):
    page = look(color_scheme=scheme)
    least = page.evaluate(
        """() => {
        const light = (color) => {
          const part = (n) => (n /= 255) <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4;
          const [r, g, b] = color.match(/[\\d.]+/g).map(Number);
          return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        };
        const behind = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor;
            if (!color.endsWith(", 0)")) return color;
          }
          return "rgb(255, 255, 255)";
        };
        const ratios = [...document.querySelectorAll("h1, h2, p, a, th, td, dt, dd, label, button")]
          .filter((element) => element.textContent.trim())
          .map((element) => {
            const pair = [light(getComputedStyle(element).color), light(behind(element))];
            return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
          });
        return Math.min(...ratios);
        }"""
    )
    assert least >= 4.5  # WCAG 2.2, 1.4.3


def test_the_page_prints_without_what_is_for_clicking(look):
    page = look(size=LANDSCAPE)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= LANDSCAPE["width"]
    assert not page.locator("nav").is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("table").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
