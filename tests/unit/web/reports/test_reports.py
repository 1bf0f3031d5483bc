"""Reports over HTTP: figures in each form, refusals, expenses, conversions, and who sees what."""

import base64
import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from leadfold.reports import attribution, dimensions, exports
from leadfold.reports.conversions import google_email, hashed
from leadfold.reports.periods import Period
from leadfold.runtime import access
from leadfold.web import reports
from leadfold.web.reports import calls, query_parameters, view
from leadfold.web.reports.form import TABS
from tests.unit.reports.lakes import fact, inquiry, spend, won
from tests.unit.web.reports.desk import Reports

NOVEMBER = "from=2026-11-01&to=2026-11-30"
HOSTILE = (
    "=1+1<script>alert(1)</script>\"><img src=x onerror=alert(2)>{{7*7}}'; DROP TABLE inquiry; --"
)
FORMATS = ("json", "csv", "xlsx")


@pytest.fixture
def desk(tmp_path):
    return Reports(tmp_path / "lake")


@pytest.fixture
def told(desk):
    """Two inquiries on Meta, one on Google, a sale of the first customer, and a day's expense."""
    desk.put(
        inquiry("inq_1"),
        inquiry("inq_2", card="card_2", date="2026-11-03T23:30:00Z"),
        inquiry(
            "inq_3", kind="repeat", number=2, new_card=False, date="2026-11-04T10:00:00Z",
            platform="google", source="google-main", campaign_id="9", campaign="Search",
        ),
        won("log_1"),
        spend("spend_1", amount="50.00"),
    )  # fmt: skip
    return desk


def rows(answer):
    assert answer.status == 200, answer.text
    return answer.body["rows"]


def content(answer, form):
    """Return all that a report says, as one text."""
    if form != "xlsx":
        return answer.text
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer.text))) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


# -- figures ------------------------------------------------------------------------------------


def test_attribution_is_told_by_group(told):
    found = rows(told.get(f"/reports/attribution?{NOVEMBER}&group_by=platform"))
    assert [(row["platform"], row["received"], row["won"]) for row in found] == [
        ("google", 1, 1),
        ("meta", 2, 0),
    ]
    assert found[0]["value"] == {"amount": "100.00", "currency": "NOK"}
    assert found[1]["cost_per_new_card"] == {"amount": "25.00", "currency": "NOK"}


@pytest.mark.parametrize(
    ("query", "received"),
    [
        ("platform=meta", 2),
        ("platform=meta&source=meta-main", 2),
        ("campaign_id=9", 1),
        ("campaign=Search", 1),
        ("platform=meta&campaign_id=9", 0),
        ("campaign_id=", 0),
        ("campaign_id=9&campaign=Its+name+of+yesterday", 1),
        ("campaign_id=&campaign=Search", 0),
        ("from=2026-11-04&to=2026-11-04&tz=Europe/Oslo", 2),
        ("from=2026-11-04&to=2026-11-04", 1),
    ],
)
def test_a_report_is_narrowed_by_groups_and_days(told, query, received):
    found = rows(told.get(f"/reports/attribution?group_by=&{query}"))
    assert sum(row["received"] for row in found) == received


@pytest.mark.parametrize("path", ["attribution", "overlap", "sources", "tasks"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_report_comes_in_every_form(told, path, form):
    answer = told.get(f"/reports/{path}?format={form}")
    assert answer.status == 200
    kinds = {"json": "application/json", "csv": "text/csv", "xlsx": "application/vnd.openxml"}
    assert answer.headers["content-type"].startswith(kinds[form])
    if form != "json":
        assert answer.headers["content-disposition"] == f'attachment; filename="{path}.{form}"'
    if form == "xlsx":
        assert base64.b64decode(answer.text).startswith(b"PK")


def test_models_and_weeks_are_put_side_by_side(told):
    models = rows(told.get(f"/reports/attribution?{NOVEMBER}&compare=models&group_by=platform"))
    assert {row["platform"]: row["won_first_touch"] for row in models} == {
        "google": 0,
        "meta": 1,
    }
    told.now = datetime(2026, 11, 8, 12, tzinfo=UTC)
    [row] = rows(told.get("/reports/attribution?compare=weeks&group_by="))
    assert (row["received"], row["received_before"]) == (3, 0)


def test_a_row_leads_to_its_inquiries(told):
    path = "/reports/attribution/inquiries?platform=meta&campaign_id=1&month=2026-11"
    assert told.get(path, "operator").body == {"count": 2, "ids": ["inq_2", "inq_1"]}
    assert told.get(f"{path}&limit=1", "admin").body == {"count": 2, "ids": ["inq_2"]}
    assert told.get(path).body == {"count": 2, "ids": None}


def test_a_report_reads_what_came_since(told):
    path = "/reports/attribution?group_by="
    assert rows(told.get(path))[0]["received"] == 3
    told.put(inquiry("inq_4", card="card_4"))
    assert rows(told.get(path))[0]["received"] == 4


# -- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query", "fields"),
    [
        ("attribution", "from=yesterday", ["from"]),
        ("attribution", "from=20261101", ["from"]),
        ("attribution", "from=0001-01-01", ["from"]),
        ("attribution", "from=2026-11-02&to=2026-11-01", ["to"]),
        ("attribution", "tz=Oslo", ["tz"]),
        ("attribution", "tz=../../etc/passwd", ["tz"]),
        ("attribution", "group_by=phone", ["group_by"]),
        ("attribution", "group_by=source,source", ["group_by"]),
        ("attribution", "group_by=day,source,platform,campaign,ad", ["group_by"]),
        ("attribution", "model=best&date_basis=x", ["model", "date_basis"]),
        ("attribution", "lookback_days=0", ["lookback_days"]),
        ("attribution", "compare=apples", ["compare"]),
        ("attribution", "format=pdf", ["format"]),
        ("attribution", f"platform={'x' * 501}", ["platform"]),
        ("attribution", "plattform=meta", ["plattform"]),
        ("attribution/inquiries", "limit=0", ["limit"]),
        ("overlap", "group_by=source", ["group_by"]),
        ("sources", "to=2026-13-01", ["to"]),
        ("conversions", "", ["platform"]),
        ("conversions", "platform=google", ["action"]),
        ("conversions", "platform=tiktok", ["platform"]),
        ("conversions", "platform=meta&stage=lead", ["stage"]),
    ],
)  # fmt: skip
def test_bad_parameters_are_all_named(desk, path, query, fields):
    answer = desk.get(f"/reports/{path}?{query}", "admin")
    assert answer.status == 400
    assert [error["field"] for error in answer.body["errors"]] == fields


def test_a_report_that_is_too_long_is_refused_whole(told, monkeypatch):
    monkeypatch.setattr(calls, "MOST_ROWS", 1)
    answer = told.get("/reports/attribution?group_by=platform")
    assert (answer.status, answer.body["errors"][0]["code"]) == (400, "too_long")
    monkeypatch.setattr(calls, "MOST_ROWS", 10)
    monkeypatch.setattr(calls, "_MOST_BYTES", 100)
    assert told.get("/reports/attribution?group_by=platform").status == 400


READS = [route for route in reports.ROUTES if route.method == "GET" and route.roles]


@pytest.mark.parametrize("route", READS, ids=lambda route: route.path)
def test_who_may_read(desk, route):
    query = "?platform=meta" if "conversions" in route.path else ""
    seen = {
        role: desk.get(f"{route.path}{query}", role).status
        for role in ("admin", "operator", "marketing", "intake")
    }
    marketing = 403 if "conversions" in route.path else 200
    assert seen == {"admin": 200, "operator": 200, "marketing": marketing, "intake": 403}
    assert desk.get(f"{route.path}{query}", None).status == 401


# -- expenses -----------------------------------------------------------------------------------

FILE = b"date,platform,campaign_id,campaign,amount,currency\n2026-11-02,meta,1,Autumn,75,NOK\n"


def upload(desk, body, query="", role="marketing"):
    return desk.call("POST", f"/spend{query}", role, body, content_type="text/csv")


def test_an_uploaded_file_counts_and_another_replaces_it(told):
    for amount in (b"75", b"30"):
        answer = upload(told, FILE.replace(b"75", amount))
        assert answer.status == 200
        assert (answer.body["rows"], answer.body["expenses"], answer.body["errors"]) == (1, 1, [])
        told.now += timedelta(seconds=1)
    [row] = rows(told.get("/reports/attribution?platform=meta&group_by="))
    assert row["spend"] == {"amount": "30.00", "currency": "NOK"}


def test_bad_rows_are_told_and_the_others_kept(desk):
    answer = upload(desk, FILE + b"someday,meta,1,Autumn,75,NOK\n")
    assert (answer.status, answer.body["expenses"], answer.body["error_count"]) == (200, 1, 1)
    assert answer.body["errors"][0]["field"] == "line 3, day"


@pytest.mark.parametrize(
    ("body", "query", "status"),
    [
        (b"hello", "", 422),
        (FILE.replace(b"75", b"much"), "", 422),
        (b"date,amount\n2026-11-02,7\n", "", 422),
        (b"date,amount\n2026-11-02,7\n", "?platform=meta&currency=NOK", 200),
        (FILE, "?currency=kroner", 400),
        (FILE, "?platform=%3Cb%3E", 400),
        (FILE, "?who=me", 400),
    ],
)
def test_a_file_of_expenses_is_read_or_refused(desk, body, query, status):
    assert upload(desk, body, query).status == status


@pytest.mark.parametrize(("role", "status"), [("operator", 403), ("intake", 403), ("admin", 200)])
def test_who_may_upload(desk, role, status):
    assert upload(desk, FILE, role=role).status == status


# -- conversions --------------------------------------------------------------------------------


@pytest.fixture
def sold(desk):
    """A lead that came in by Google and bought, as the table and the lake have it."""
    desk.service.source("site", country="NO")
    made = desk.service.call(
        "POST", "/leads", {"full_name": "Kari Nordmann", "phone": "91234567",
                           "email": "Kari.Nordmann@gmail.com", "gclid": "Cj0abc"},
        role="intake", query="source=site",
    ).body  # fmt: skip
    body = {"stage": "won", "value": {"amount": "1000", "currency": "NOK"}}
    done = desk.service.call("POST", f"/cards/{made['card_id']}/stage", body, role="operator")
    assert done.status in {200, 201}, done.text
    desk.tell()
    desk.now = datetime.now(UTC) + timedelta(minutes=1)
    return desk, made["card_id"]


def test_stages_are_handed_over_hashed(sold):
    desk, card_id = sold
    answer = desk.get("/reports/conversions?platform=google&action=a&stage=won", "operator")
    [one] = answer.body["payload"]["conversions"]
    assert {"hashedEmail": hashed(google_email("kari.nordmann@gmail.com"))} in one[
        "userIdentifiers"
    ]
    assert one["conversionValue"] == 1000.0
    file = desk.get("/reports/conversions?platform=meta&format=csv", "operator")
    assert file.headers["content-type"].startswith("text/csv")
    [event] = csv.DictReader(io.StringIO(file.text))
    assert event["ph"] == hashed("4791234567")
    for text in (answer.text, file.text):
        assert "91234567" not in text
        assert "Nordmann" not in text
    desk.service.call("POST", f"/cards/{card_id}/erase", {"reason": "asked"}, role="operator")
    gone = desk.get("/reports/conversions?platform=google&action=a", "operator")
    assert gone.body["payload"]["conversions"] == []


def test_too_many_conversions_are_refused(told, monkeypatch):
    monkeypatch.setattr("leadfold.web.reports.conversions._MOST", 0)
    answer = told.get("/reports/conversions?platform=meta", "operator")
    assert (answer.status, answer.body["errors"][0]["code"]) == (400, "too_long")


# -- no personal data, and no text that does anything ---------------------------------------------


def every_path():
    """Return every report in every form, and every tab of the page."""
    paths = [
        f"/reports/{name}?{urlencode({'format': form, **more})}"
        for name, more in [
            *(("attribution", {"group_by": name}) for name in dimensions.ALL),
            ("attribution", {"compare": "models"}),
            ("attribution", {"compare": "weeks"}),
            *((name, {}) for name in ("overlap", "sources", "tasks")),
        ]
        for form in FORMATS
    ]
    paths += [f"/reports/view?report={tab}&from=2026-01-01&to=2030-12-31" for tab in TABS]
    return [*paths, "/reports/attribution/inquiries"]


def test_every_call_that_marketing_may_make_is_among_the_paths():
    reached = {path.partition("?")[0] for path in every_path()}
    readable = {route.path for route in READS if "conversions" not in route.path}
    assert readable | {"/reports/view"} == reached


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Astrid", "Bjørn", "Cato", "דנה", "Ελένη"]),
        st.sampled_from(["Kvernbekk", "Øvstebø", "Λιάπη", "לוי"]),
        st.integers(90_000_000, 99_999_999),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda person: person[2],
)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_marketing_sees_nothing_of_anybody(tmp_path_factory, people):
    desk = Reports(tmp_path_factory.mktemp("lake"))
    service = desk.service
    service.source("site", country="NO")
    secrets = set()
    for first, last, number in people:
        email = f"{number}@mail.example"
        secrets |= {first, last, str(number), email}
        lead = {"full_name": f"{first} {last}", "phone": str(number), "email": email}
        sent = {**lead, "message": f"call {first}", "utm_source": "news", "campaign": "Autumn"}
        # Links of a mailing are often tagged with whom they were sent to.
        sent |= {"utm_content": email, "utm_term": f"47{number}", "ad": f"{first}+{last}"}
        for _ in range(2):
            made = service.call("POST", "/leads", sent, role="intake", query="source=site").body
        card = f"/cards/{made['card_id']}"
        contact = {"channel": "phone", "outcome": "reached", "note": f"{first} is glad"}
        done = service.call("POST", f"{card}/contacts", contact, role="operator")
        assert done.status in {200, 201}, done.text
        body = {"stage": "won", "value": {"amount": "5", "currency": "NOK"}}
        done = service.call("POST", f"{card}/stage", body, role="operator")
        assert done.status in {200, 201}, done.text
    held = {"full_name": f"{first} {last}", "phone": "000"}
    service.call("POST", "/leads", held, role="intake", query="source=site")
    desk.tell()
    desk.now = datetime.now(UTC)
    [total] = rows(desk.get("/reports/attribution?group_by="))
    assert total["received"] > len(people)
    for path in every_path():
        answer = desk.get(path)
        assert answer.status == 200, (path, answer.text)
        text = content(answer, "xlsx" if "format=xlsx" in path else "")
        assert [secret for secret in secrets if secret in text] == [], path


@pytest.mark.parametrize("tab", TABS)
def test_a_hostile_name_is_text_on_the_page(desk, tab):
    named = {"platform": HOSTILE, "campaign": HOSTILE, "source": HOSTILE, "campaign_id": HOSTILE}
    desk.put(
        inquiry("inq_1", **named),
        inquiry("inq_2", date="2026-11-20T10:00:00Z", **{**named, "platform": f"{HOSTILE}2"}),
        won("log_1", currency="<b>"),
        spend("spend_1", currency="<i>", **named),
        {"fact": "task", "id": "t", "written_at": "2026-11-20T00:00:00Z", "card_id": "card_1",
         "kind": "first_contact", "owner_id": HOSTILE, "status": "open",
         "created_at": "2026-11-02T10:00:00Z", "due_at": "2026-11-02T11:00:00Z"},
    )  # fmt: skip
    only = urlencode({"campaign": HOSTILE, "campaign_id": HOSTILE, "lang": "he"})
    for query in ("", f"&{only}", f"&{urlencode({'tz': HOSTILE, HOSTILE: HOSTILE})}"):
        page = desk.get(f"/reports/view?report={tab}&{NOVEMBER}{query}").text
        assert page.count("<script") == page.count("</script>") == 3
        assert "<img" not in page
        assert "<b>" not in page
        assert "<i>" not in page
        data = page.partition('id="charts">')[2].partition("</script>")[0]
        assert not set("<>&") & set(data)
        json.loads(data)


def test_a_hostile_name_is_shown_as_it_is(desk):
    desk.put(inquiry("inq_1", campaign=HOSTILE, campaign_id=HOSTILE))
    page = desk.get(f"/reports/view?{NOVEMBER}").text
    assert f"<bdi>{escape(HOSTILE)}</bdi>" in page


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_name_is_text_in_a_file(desk, form):
    desk.put(inquiry("inq_1", campaign=HOSTILE))
    answer = desk.get(f"/reports/attribution?group_by=campaign&format={form}")
    text = content(answer, form)
    if form == "json":
        assert answer.body["rows"][0]["campaign"] == HOSTILE
    elif form == "csv":
        [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        assert row["campaign"] == exports.defused(HOSTILE)
    else:
        assert "<f>" not in text
        assert "<script" not in text
        assert "&lt;script" in text


# -- the session --------------------------------------------------------------------------------


def test_signing_in_makes_a_session_of_eight_hours(told):
    body = urlencode({"key": told.service.keys["marketing"], "query": "report=tasks&lang=nb"})
    answer = told.call("POST", "/reports/sign-in", body=body.encode())
    assert (answer.status, answer.headers["location"]) == (303, "view?report=tasks&lang=nb")
    cookie = answer.headers["set-cookie"]
    assert told.service.keys["marketing"] not in cookie
    assert set(cookie.split("; ")[1:]) == {
        "Max-Age=28800", "HttpOnly", "SameSite=Strict", "Secure",
    }  # fmt: skip
    pair = cookie.partition(";")[0]
    for path in ("/reports/view", "/reports/attribution?format=csv"):
        assert "Autumn" in told.get(path, None, cookie=pair).text
    told.now += timedelta(hours=7, minutes=59)
    assert told.get("/reports/sources", None, cookie=pair).status == 200
    told.now += timedelta(minutes=1)
    assert told.get("/reports/sources", None, cookie=pair).status == 401
    assert 'name="key"' in told.get("/reports/view", None, cookie=pair).text


def test_a_local_stack_without_https_has_a_session_as_well(tmp_path):
    desk = Reports(tmp_path, is_https=False)
    body = f"key={desk.service.keys['marketing']}".encode()
    answer = desk.call("POST", "/reports/sign-in", body=body)
    assert "Secure" not in answer.headers["set-cookie"]


def test_a_session_ends_with_its_key(told):
    pair = told.sign_in()
    assert told.get("/reports/sources", None, cookie=pair).status == 200
    assert told.service.call("DELETE", "/keys/key_marketing", role="admin").status == 204
    assert told.get("/reports/sources", None, cookie=pair).status == 401


@pytest.mark.parametrize("at", range(0, 150, 7))
def test_a_changed_cookie_is_no_session(told, at):
    pair = told.sign_in()
    value = pair.partition("=")[2]
    changed = f"{value[:at]}{'A' if value[at % len(value)] != 'A' else 'B'}{value[at + 1 :]}"
    for cookie in (f"leadfold_session={changed}", "leadfold_session=", "leadfold_session=.s.", "x"):
        assert told.get("/reports/sources", None, cookie=cookie).status == 401


@pytest.mark.parametrize("key", ["", "wrong", "lf_marketing_" + "x" * 43, "\udcff", "é" * 5000])
def test_a_wrong_key_is_told_on_the_form(desk, key):
    body = urlencode({"key": key}, errors="surrogatepass").encode()
    answer = desk.call("POST", "/reports/sign-in", body=body)
    assert answer.status == 401
    assert "set-cookie" not in answer.headers
    assert 'id="wrong"' in answer.text


def test_a_key_that_may_not_read_reports_signs_nobody_in(desk):
    body = f"key={desk.service.keys['intake']}".encode()
    assert desk.call("POST", "/reports/sign-in", body=body).status == 401


def test_attempts_are_limited_by_address(desk):
    seen = [desk.call("POST", "/reports/sign-in", body=b"key=x").status for _ in range(12)]
    assert seen == [401] * 10 + [429] * 2


def test_a_stream_of_addresses_fills_no_memory(monkeypatch):
    monkeypatch.setattr(access, "_MOST_BUCKETS", 10)
    throttle = access.Throttle(rate=1, burst=2, clock=lambda: 0.0)
    for number in range(35):
        throttle.take(f"address {number}")
    assert len(throttle._tokens) <= 10


def test_a_session_does_nothing_but_look(told):
    pair = told.sign_in()
    assert told.call("POST", "/spend", None, FILE, cookie=pair).status == 401
    for path in ("/reports/sign-in", "/reports/sign-out"):
        answer = told.call("POST", path, cookie=pair, sec_fetch_site="cross-site")
        assert answer.status == 403


def test_signing_out_takes_the_cookie_away(told):
    answer = told.call("POST", "/reports/sign-out", cookie=told.sign_in())
    assert (answer.status, answer.headers["location"]) == (303, "view")
    assert answer.headers["set-cookie"].startswith("leadfold_session=; Max-Age=0; HttpOnly")


@pytest.mark.parametrize(
    "query",
    ["//evil.example", "https://evil.example/", "\r\nset-cookie: x=1", "&a=<b>", "x=1#y", "@evil"],
)
def test_signing_in_leads_nowhere_else(desk, query):
    body = urlencode({"key": desk.service.keys["marketing"], "query": query}).encode()
    location = desk.call("POST", "/reports/sign-in", body=body).headers["location"]
    assert location.startswith("view?")
    assert not set("\r\n<>@/") & set(location)


# -- the page -----------------------------------------------------------------------------------


def test_the_policy_has_no_exceptions(told):
    for cookie in ("", told.sign_in()):
        headers = told.get("/reports/view", None, cookie=cookie).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert headers["cache-control"] == "no-store"


def test_the_files_beside_the_page_are_kept_for_good(told):
    page = told.get("/reports/view").text
    for name, kind, text in view.assets().values():
        assert f'"assets/{name}"' in page
        answer = told.get(f"/reports/assets/{name}", None)
        assert (answer.status, answer.text) == (200, text)
        assert answer.headers["content-type"] == kind
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert told.get("/reports/assets/page.html", None).status == 404


def test_the_page_has_the_figures_of_the_call(told):
    query = f"{NOVEMBER}&group_by=platform"
    page = told.get(f"/reports/view?{query}").text
    data = json.loads(page.partition('id="charts">')[2].partition("</script>")[0])
    [_, groups, cost] = data["charts"]
    found = {row["platform"]: row for row in rows(told.get(f"/reports/attribution?{query}"))}
    assert groups["labels"] == ["meta", "google"]
    for series, figure in zip(
        groups["series"], ("first_inquiries", "repeat_inquiries", "quarantined"), strict=True
    ):
        assert series["values"] == [found[name][figure] for name in groups["labels"]]
    assert (cost["labels"], cost["series"][0]["values"]) == (["meta"], [25.0])


def test_what_was_paid_for_or_only_held_leads_came_from_can_be_chosen(told):
    held = {"source": "only-held", "status": "open", "received_at": "2026-11-02T10:00:00Z"}
    told.put(spend("spend_2", platform="tiktok"), fact("quarantine", "qua_1", **held))
    page = told.get(f"/reports/view?{NOVEMBER}").text
    assert ">tiktok</option>" in page
    assert ">only-held</option>" in page


def test_the_page_says_what_it_did_not_understand(told):
    answer = told.get("/reports/view?from=soon&model=best&surprise=1")
    assert answer.status == 400
    for name in ("from", "model", "surprise"):
        assert name in answer.text.partition('role="alert">')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [
        ("", "", "en"),
        ("", "nb-NO,nb;q=0.9,en;q=0.8", "nb"),
        ("", "no", "nb"),
        ("", "fr,sv;q=0.2,el;q=0.5", "el"),
        ("", "iw-IL", "he"),
        ("", "he;q=0,sv;q=x", "en"),
        ("?lang=sv", "he", "sv"),
    ],
)
def test_the_language_is_the_addresss_or_the_browsers(desk, query, accepts, language):
    page = desk.get(f"/reports/view{query}", None, accept_language=accepts).text
    assert f'<html lang="{language}" dir="{"rtl" if language == "he" else "ltr"}">' in page


def test_filters_stay_in_the_address(told):
    page = told.get(f"/reports/view?{NOVEMBER}&campaign_id=1&campaign=Autumn&platform=meta").text
    assert '<input type="hidden" name="campaign_id" value="1">' in page
    assert '<option value="meta" selected>meta</option>' in page
    assert "Campaign: <bdi>Autumn</bdi>" in page


def test_an_address_outlives_the_name_of_its_campaign(told):
    told.put(inquiry("inq_9", card="card_9", date="2026-11-05T10:00:00Z", campaign="Renamed"))
    page = told.get(f"/reports/view?{NOVEMBER}&campaign_id=1&campaign=Autumn").text
    assert "Campaign: <bdi>Renamed</bdi>" in page
    assert "<bdi>Renamed</bdi></a>" in page
    assert "campaign_id=1&" in page.partition("<main>")[2]
    assert "campaign=Renamed" not in page


def test_sales_in_a_second_currency_are_shown_beside_it(told):
    told.put(won("log_2", currency="EUR"), won("log_3", currency="EUR"))
    page = told.get(f"/reports/view?{NOVEMBER}&group_by=platform&platform=google").text
    table = page.partition('id="groups"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall("<bdi>(.*?)</bdi>", row) for row in table.split("</tr>")[:-1]]
    head = page.partition('id="groups"')[2].partition("</thead>")[0]
    at = re.findall("<bdi>(.*?)</bdi>", head).index("Won")
    assert [row[at] for row in rows] == ["2", "1"]


def test_a_group_with_two_currencies_has_one_bar(told):
    told.put(won("log_2", currency="EUR", at="2026-11-18T10:00:00Z"))
    told.put(inquiry("inq_8", card="card_8", date="2026-11-16T10:00:00Z"))
    told.put(inquiry("inq_9", card="card_9", date="2026-11-09T10:00:00Z"))
    told.put(spend("spend_9", "2026-11-16", "10.00"))

    def bars(tab):
        page = told.get(f"/reports/view?{NOVEMBER}&report={tab}&group_by=platform").text
        data = json.loads(page.partition('id="charts">')[2].partition("</script>")[0])
        [chart] = data["charts"]
        return chart["labels"], [series["values"] for series in chart["series"]]

    assert bars("models") == (["google", "meta"], [[0, 2], [2, 0], [2, 2], [1, 1]])
    assert bars("weeks") == (["meta"], [[1], [1]])


def test_an_empty_grouping_is_one_row(told):
    page = told.get(f"/reports/view?{NOVEMBER}&group_by=").text
    table = page.partition('id="groups"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("<tr>") == 1


def test_a_period_that_ends_before_it_begins_is_shown_open(told):
    answer = told.get("/reports/view?from=2026-11-03&to=2026-11-01")
    assert answer.status == 400
    assert "Autumn" in answer.text


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["en", "he"])
def test_an_empty_lake_makes_an_empty_page(desk, tab, language):
    answer = desk.get(f"/reports/view?report={tab}&lang={language}")
    assert answer.status == 200
    assert 'class="empty"' in answer.text


# -- narrowing, by itself -------------------------------------------------------------------------


@pytest.mark.parametrize("by", [(), ("source",), ("month", "campaign"), ("platform", "day")])
def test_what_is_narrowed_by_each_value_adds_up(told, by):
    lake = told.dispatch._tools.lake
    lake.refresh()
    whole = attribution.report(lake, attribution.Query(group_by=by))
    parts = [
        attribution.report(lake, attribution.Query(group_by=by, only={"platform": name}))
        for name in ("meta", "google")
    ]
    for figure in ("received", "new_cards", "won"):
        assert sum(row[figure] for part in parts for row in part.rows) == sum(
            row[figure] for row in whole.rows
        )


def test_the_period_before_is_as_long():
    week = Period(start=date(2026, 11, 8), end=date(2026, 11, 14))
    assert query_parameters.before(week) == Period(start=date(2026, 11, 1), end=date(2026, 11, 7))
    assert query_parameters.before(Period(start=date(2026, 11, 8))) is None
