"""`report.html`: complete in every language, closed to the outside, safe whatever a file holds."""

import base64
import csv
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold import pages
from leadfold.cli.main import main
from leadfold.identity import explanations
from leadfold.model import Evidence, Match
from leadfold.testwash import issues, quality, report, row_checks, washing
from leadfold.testwash.report import page

TODAY = date(2026, 11, 21)
HERE = Path(report.__file__).parent
GOOD = {"name": "Ola Hansen", "phone": "912 34 567", "email": "ola@online.no"}
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">{{7*7}}</table></script><!--'


def wash(tmp_path, rows, name="file.csv", **options):
    """Wash rows of a CSV file; return the page."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = tmp_path / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    washing.wash(path, "NO", tmp_path / "out", TODAY, washing.Options(**options))
    return (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    """The elements of a page, its inline scripts and styles, and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.inline, self.text, self._in = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._in = (tag, dict(attrs)) if tag in {"script", "style"} else None

    def handle_endtag(self, tag):
        self._in = None

    def handle_data(self, data):
        if self._in:
            self.inline.append((*self._in, data))
        else:
            self.text.append(data)

    @property
    def policy(self):
        return next(
            attrs["content"]
            for tag, attrs in self.elements
            if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
        )

    def said(self):
        return " ".join(" ".join(self.text).split())


def texts(language):
    return report.Texts.of(language).words


def used_keys():
    """Return every key of the texts that the template and the code ask for."""
    source = "".join(
        (HERE / name).read_text(encoding="utf-8") for name in ("page.html", "page.py", "texts.py")
    )
    source += pages.read("texts.py")
    keys = set(re.findall(r"""\bt\(['"]([\w.]+)['"][,)]""", source))
    keys |= set(re.findall(r"""texts\(['"]([\w.]+)['"]""", source))
    keys |= set(re.findall(r"""words\[['"]([\w.]+)['"]\]""", source))
    keys |= {f"month.{month}" for month in range(1, 13)}
    keys |= {f"band.{name}" for _, name in page.BANDS}
    keys |= {
        f"figure.{name}"
        for name in "rows customers duplicates unreachable suppressed deceased".split()
    }
    keys |= {f"action.{name}{part}" for name in quality.ACTIONS for part in ("", ".text")}
    keys |= {f"reason.{name}" for name in quality.POINTS}
    keys |= {f"kind.{name}" for name in issues.KINDS}
    keys |= {f"state.{name}" for name in row_checks.STATES}
    keys |= {f"age.{at}" for at in range(len(row_checks.AGES) + 1)}
    keys |= {f"fill.{name}" for name in quality.FOUND}
    keys |= {f"logic.{name}" for name in "person phone org_number company none".split()}
    keys |= {f"keep.{name}" for name in "owner source dates".split()}
    keys |= {f"mark.{name}" for name in "same differs".split()}
    keys |= {f"dup.{name}" for name in "ask household".split()}
    keys |= {f"sheet.{name}" for name in "hidden chart".split()}
    fields = {*explanations._FIELDS, *row_checks.FIELDS, "consent", "job_title"}
    keys |= {f"field.{name}" for name in fields}
    keys |= {f"agreement.{name}" for name in explanations._AGREEMENTS}
    return keys


@pytest.mark.parametrize("language", report.LANGUAGES)
def test_every_text_is_there_in_every_language_and_none_is_unused(language):
    assert set(texts(language)) == used_keys()


@pytest.mark.parametrize("language", report.LANGUAGES)
def test_a_translation_has_the_values_of_the_english_text(language):
    values = {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in texts(language).items()}
    english = {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in texts("en").items()}
    assert values == english


@pytest.mark.parametrize("language", ["nb", "sv", "el", "he"])
def test_sentences_are_translated(language):
    english, other = texts("en"), texts(language)
    long = [key for key, text in english.items() if len(text.split()) > 3]
    assert [key for key in long if english[key] == other[key]] == []


@pytest.mark.parametrize(
    ("language", "number", "share", "day"),
    [
        ("en", "1,234.5", "33.3%", "3 March 2026"),
        ("nb", "1\u00a0234,5", "33,3\u00a0%", "3. mars 2026"),
        ("sv", "1\u00a0234,5", "33,3\u00a0%", "3 mars 2026"),
        ("el", "1.234,5", "33,3%", "3 Μαρτίου 2026"),
        ("he", "1,234.5", "33.3%", "3 במרץ 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(language, number, share, day):
    told = report.Texts.of(language)
    assert (told.number(1234.5), told.share(1, 3), told.date(date(2026, 3, 3))) == (
        number, share, day,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "language"),
    [("NO", "nb"), ("SE", "sv"), ("GR", "el"), ("IL", "he"), ("DK", "en"), (None, "en")],
)
def test_the_language_follows_the_country(country, language):
    assert report.language_of(country) == language


@pytest.mark.parametrize("language", report.LANGUAGES)
def test_a_page_of_one_row_is_whole(tmp_path, language):
    found = Page(wash(tmp_path, [GOOD], language=language))
    root = dict(found.elements)["html"]
    assert (root["lang"], root["dir"]) == (language, texts(language)["dir"])
    assert texts(language)["first.none"] in found.said()
    assert "99" in found.said()


def test_only_hebrew_runs_from_right_to_left():
    assert [one for one in report.LANGUAGES if texts(one)["dir"] == "rtl"] == ["he"]


def test_the_page_asks_for_nothing_outside_itself(tmp_path):
    found = Page(wash(tmp_path, [GOOD, GOOD]))
    reaching = {"src", "href", "srcset", "action", "data", "poster", "style"}
    assert [attrs for _, attrs in found.elements if reaching & set(attrs)] == []
    assert found.policy.startswith("default-src 'none';")
    assert not re.search(r"https?:|unsafe", found.policy)
    styles = [text for tag, _, text in found.inline if tag == "style"]
    assert not re.search(r"@import|url\(", "".join(styles))


def test_only_the_scripts_and_the_style_of_the_page_run(tmp_path):
    found = Page(wash(tmp_path, [GOOD]))
    running = [text for _, attrs, text in found.inline if attrs.get("type") != "application/json"]
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in running]
    assert len(running) == 3
    assert sorted(re.findall(r"'sha256-([^']+)'", found.policy)) == sorted(hashes)


def test_whatever_a_file_holds_is_text(tmp_path):
    odd = {"name": HOSTILE, "phone": HOSTILE, "email": HOSTILE, "source": HOSTILE, "id": HOSTILE}
    known = {**odd, "email": "ola@online.no", HOSTILE: HOSTILE, "company": HOSTILE}
    found = Page(wash(tmp_path, [known, known, odd], name="<b onclick=x>.csv"))
    tags = [tag for tag, _ in found.elements]
    assert tags.count("script") == 3
    assert {"img", "b"}.isdisjoint(tags)
    assert not any(name.startswith("on") for _, attrs in found.elements for name in attrs)
    assert tags[-1] == "script"  # nothing ended the page early
    assert "{{7*7}}" in found.said()
    assert "<b onclick=x>.csv" in found.said()


def test_what_is_drawn_holds_no_value_of_the_file(tmp_path):
    found = Page(wash(tmp_path, [{**GOOD, "source": "Secret Fair"}, GOOD]))
    (drawn,) = (text for _, attrs, text in found.inline if attrs.get("type"))
    assert "Secret" not in drawn
    assert "<" not in drawn
    assert {chart["id"] for chart in json.loads(drawn)["charts"]} >= {"chart-fields"}


def test_each_chart_has_its_name_and_a_table_beside_it(tmp_path):
    rows = [{**GOOD, "updated": "2025-01-01"}, GOOD]
    found = Page(wash(tmp_path, rows))
    charts = [attrs for tag, attrs in found.elements if tag == "canvas"]
    assert len(charts) == 4
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in charts)
    tags = [tag for tag, _ in found.elements]
    assert all("table" in tags[at : at + 3] for at, tag in enumerate(tags) if tag == "canvas")


def test_without_examples_no_value_of_the_file_is_shown(tmp_path):
    rows = [
        {**GOOD, "email": "ola@gmial.com"},
        {**GOOD, "name": "Kari Test", "phone": "00000000"},
        {**GOOD, "name": "Ole Hansen", "phone": "00000000"},
    ]
    shown = Page(wash(tmp_path, rows, language="en")).said()
    hidden = Page(wash(tmp_path, rows, examples=False, language="en")).said()
    for value in ("ola@gmial.com", "00000000", "Kari Test"):
        assert value in shown
        assert value not in hidden
    assert texts("en")["dup.examples.none"] in hidden


def test_a_pair_stands_side_by_side_with_its_evidence(tmp_path):
    rows = [{**GOOD, "id": "a"}, {**GOOD, "id": "b", "phone": "+47 91234567", "email": "o@x.no"}]
    said = Page(wash(tmp_path, rows, language="en")).said()
    assert "912 34 567" in said
    assert "+47 91234567" in said
    assert re.search(r"The same customer: .*Phone \(the same\)", said)
    assert said.count("≠") - texts("en")["dup.examples.note"].count("≠") == 1  # the e-mail


def test_evidence_that_is_not_known_yet_is_told_by_its_own_name():
    match = Match(
        card_id="c", verdict="same", via=(), level=3, score=9.0,
        evidence=(Evidence(field="iris", agreement="alike", weight=9.0),),
    )  # fmt: skip
    told = report.reasons_of(match, report.Texts.of("en"))
    assert told == "The same customer: iris (alike)."


def test_registers_show_who_may_not_be_contacted(tmp_path):
    (tmp_path / "no.csv").write_text("91234567\n")
    (tmp_path / "dead.csv").write_text("name,born\nKari Lie,1950-02-01\n")
    rows = [GOOD, {"name": "Kari Lie", "phone": "22334455", "birth date": "01.02.1950"}]
    said = Page(
        wash(
            tmp_path, rows, language="en",
            suppress=tmp_path / "no.csv", deceased=tmp_path / "dead.csv",
        )
    ).said()  # fmt: skip
    assert "On the do-not-call list you gave (1 entries) 1 50.0%" in said
    assert "On the list of deceased you gave (1 entries) 1 50.0%" in said
    assert said.index("Take out the deceased") < said.index("Stop calls to those who said no")


@given(st.lists(st.sampled_from(range(30)), min_size=1, max_size=40))
def test_what_is_little_never_reads_as_none(parts):
    told = report.Texts.of("en")
    assert told.share(1, 10**6) == "<0.1%"
    assert told.share(10**6 - 1, 10**6) == ">99.9%"
    assert all(told.share(part, 30).endswith("%") for part in parts)


def test_the_command_takes_its_options(tmp_path, capsys):
    path, no = tmp_path / "file.csv", tmp_path / "no.csv"
    path.write_text("name,phone\nOla Hansen,91234567\n")
    no.write_text("91234567\n")
    options = ["--country", "NO", "--suppress", str(no), "--deceased", str(no)]
    code = main(["testwash", str(path), *options, "--language", "el", "--no-examples"])
    assert code == 0
    assert "Quality score: " in capsys.readouterr().out
    assert 'lang="el"' in (tmp_path / "file-testwash" / "report.html").read_text("utf-8")


def test_a_register_that_cannot_be_read_is_said_and_leaves_nothing(tmp_path, capsys):
    path = tmp_path / "file.csv"
    path.write_text("name,phone\nOla Hansen,91234567\n")
    code = main(["testwash", str(path), "--suppress", str(tmp_path / "none.csv")])
    assert code == 2
    assert "none.csv" in capsys.readouterr().err
    assert not (tmp_path / "file-testwash").exists()


def test_the_library_stands_with_its_licence():
    library = pages.read(pages.CHART)
    assert "Chart.js v4.6.1" in library[:200]
    assert "MIT" in pages.read("vendor/chart-LICENSE.md")
