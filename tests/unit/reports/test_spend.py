"""What ads cost, as people upload it."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.reports import attribution, files, spend
from leadfold.reports.attribution import Query
from leadfold.reports.objects import Folder
from tests.unit.reports.lakes import inquiry, lake_of

AT = "2026-11-21T10:00:00+00:00"
PLAIN = """date,platform,campaign_id,campaign,amount,currency
2026-11-02,meta,1,Autumn,10.50,NOK
2026-11-02,google,2,Winter,7,NOK
"""
GOOGLE = """Campaign report
"November 1, 2026 - November 3, 2026"
Day,Campaign,Campaign ID,Currency code,Clicks,Cost
2026-11-02,Search NO,111,NOK,12,"1,234.50"
2026-11-03,Search NO,111,NOK,--,0.00
Total: Campaigns, --, --,NOK,12,"1,234.50"
Total: Account, --, --,NOK,12,"1,234.50"
"""
META = """Campaign name,Campaign ID,Day,Results,Amount spent (NOK),Reporting starts,Reporting ends
,,,7,310.00,2026-11-02,2026-11-03
Autumn,120210000000001,2026-11-02,4,200.00,2026-11-02,2026-11-03
"Sale, everything",120210000000002,2026-11-03,3,110.00,2026-11-02,2026-11-03
"""


def read(text, **known):
    return spend.read(text.encode() if isinstance(text, str) else text, written_at=AT, **known)


def told(upload):
    """Return (day, platform, campaign id, amount, currency) of each fact."""
    names = ("day", "platform", "campaign_id", "amount", "currency")
    return [tuple(fact.get(name) for name in names) for fact in upload.facts]


@pytest.mark.parametrize(
    ("layout", "text", "expected"),
    [
        (
            "plain",
            PLAIN,
            [
                ("2026-11-02", "meta", "1", "10.50", "NOK"),
                ("2026-11-02", "google", "2", "7.00", "NOK"),
            ],
        ),
        (
            "google",
            GOOGLE,
            [
                ("2026-11-02", "google", "111", "1234.50", "NOK"),
                ("2026-11-03", "google", "111", "0.00", "NOK"),
            ],
        ),
        (
            "meta",
            META,
            [
                ("2026-11-02", "meta", "120210000000001", "200.00", "NOK"),
                ("2026-11-03", "meta", "120210000000002", "110.00", "NOK"),
            ],
        ),
    ],
)
def test_the_layouts_are_told_apart_and_their_totals_left_out(layout, text, expected):
    upload = read(text)
    assert (upload.layout, told(upload), upload.errors) == (layout, expected, [])


@pytest.mark.parametrize(
    "encoded",
    [
        GOOGLE.encode("utf-8-sig"),
        GOOGLE.replace(",", "\t").replace('"1\t234.50"', "1234.50").encode("utf-16"),
        GOOGLE.replace(",", "\t").replace('"1\t234.50"', "1234.50").encode("utf-16-le"),
        GOOGLE.replace("Search NO", "Søk NO").encode("cp1252"),
        GOOGLE.replace("\n", "\r\n").encode(),
    ],
    ids=["mark", "excel", "excel without its mark", "western", "windows lines"],
)
def test_encodings_of_spreadsheet_programs_are_read(encoded):
    upload = read(encoded)
    assert [fact["amount"] for fact in upload.facts] == ["1234.50", "0.00"]


@pytest.mark.parametrize(
    ("platform", "header"),
    [
        ("tiktok", "By Day,Campaign name,Campaign ID,Cost,Impressions"),
        ("linkedin", "Start Date (in UTC),Campaign Name,Campaign ID,Total Spent,Impressions"),
    ],
)
def test_the_columns_of_other_platforms_are_known(platform, header):
    upload = read(f"{header}\n2026-11-02,Autumn,7,12.50,999\n", platform=platform, currency="NOK")
    assert told(upload) == [("2026-11-02", platform, "7", "12.50", "NOK")]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50 kr", "1234.50"),
        ("1'234.50", "1234.50"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("$12.00", "12.00"),
        ("12,50 kr.", "12.50"),
        ("kr. 1.234,50", "1234.50"),
        ("0.000001", "0.000001"),
    ],
)
def test_amounts_are_read_in_any_common_writing(written, amount):
    upload = read(f'date;platform;campaign;amount;currency\n2026-11-02;meta;A;"{written}";NOK')
    assert [Decimal(fact["amount"]) for fact in upload.facts] == [Decimal(amount)]


def test_the_sign_of_decimals_is_that_of_the_file():
    header = "date;platform;campaign;amount;currency\n2026-11-02;meta;A;1.234;NOK\n"
    assert [fact["amount"] for fact in read(header).facts] == ["1.234000"]
    upload = read(f"{header}2026-11-02;meta;B;12,50;NOK\n")
    assert [fact["amount"] for fact in upload.facts] == ["1234.00", "12.50"]


@pytest.mark.parametrize(
    ("row", "is_read"),
    [
        ("Total Fitness,,2026-11-02", True),
        ("Total,1202,2026-11-02", True),
        ("Total,,", False),
        ("Total,,2026-11-02", False),
        ("Total: Campaigns,--,--", False),
        ("Total spend of the account,,", False),
        (",,", False),
    ],
)
def test_a_total_is_told_from_a_campaign_of_that_name(row, is_read):
    upload = read(f"Campaign name,Campaign ID,Day,Amount spent (NOK)\n{row},10\n")
    assert (len(upload.facts), upload.errors) == (int(is_read), [])


def test_rows_that_look_like_totals_are_not_left_out_in_silence():
    with pytest.raises(spend.NotSpend, match="names a campaign"):
        read("Amount spent (NOK),Reporting starts,Reporting ends\n10,2026-11-02,2026-11-02\n")


@pytest.mark.parametrize(
    ("header", "row", "platform"),
    [
        ("Report\nDay,Campaign,Network,Cost", "2026-11-02,A,Google search,1", "google"),
        ("Campaign name,Platform,Day,Amount spent", "A,audience_network,2026-11-02,1", "meta"),
        ("Campaign name,Platform,Day,Amount spent", "A,Instagram,2026-11-02,1", "meta"),
        ("date,network,campaign,amount", "2026-11-02,taboola,A,1", "taboola"),
    ],
)
def test_where_a_platform_showed_an_ad_is_no_platform(header, row, platform):
    upload = read(f"{header}\n{row}\n", currency="NOK")
    assert [fact["platform"] for fact in upload.facts] == [platform]


def test_a_short_file_does_not_come_to_millions_of_days():
    header = "Campaign name,Amount spent (NOK),Reporting starts,Reporting ends\n"
    with pytest.raises(spend.NotSpend, match="split"):
        read(header + "".join(f"{n},1,2025-11-01,2026-10-31\n" for n in range(600)))


def test_days_of_spreadsheet_programs_are_read():
    assert read(PLAIN.replace("02,meta", "02 00:00:00,meta")).facts[0]["day"] == "2026-11-02"


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("x,meta,1,A,1,NOK", "day", "invalid"),
        ("2026-02-30,meta,1,A,1,NOK", "day", "invalid"),
        ("2026-11-02,,1,A,1,NOK", "platform", "missing"),
        ("2026-11-02,meta,1,A,,NOK", "amount", "missing"),
        ("2026-11-02,meta,1,A,=1+1+A2,NOK", "amount", "invalid"),
        ("2026-11-02,meta,1,A,-5,NOK", "amount", "out_of_range"),
        ("2026-11-02,meta,1,A,\N{MINUS SIGN}5,NOK", "amount", "out_of_range"),
        ("2026-11-02,meta,1,A,(5.00),NOK", "amount", "out_of_range"),
        ("2026-11-02,meta,1,A,1e3,NOK", "amount", "invalid"),
        ("0206-11-02,meta,1,A,1,NOK", "day", "invalid"),
        ("2026-11-02,meta,1,A,1,kroner", "currency", "invalid"),
        (f"2026-11-02,meta,1,{'A' * 501},1,NOK", "campaign", "too_long"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(row, field, code):
    upload = read(f"{PLAIN}{row}\n")
    assert len(upload.facts) == 2
    assert [(e.field, e.code) for e in upload.errors] == [(f"line 4, {field}", code)]


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2\n", "date,clicks\n2026-11-02,3\n", "\0\0"])
def test_what_is_no_table_of_expenses_is_refused(text):
    with pytest.raises(spend.NotSpend):
        read(text)


@given(st.binary(max_size=400))
def test_no_bytes_break_it(body):
    for text in (body, PLAIN.encode() + body, b"date,amount\n" + body):
        with suppress(spend.NotSpend):
            spend.read(text, written_at=AT, platform="meta", currency="NOK")


def test_ids_wrapped_against_spreadsheets_are_the_ids():
    text = 'date,platform,campaign_id,amount,currency\n2026-11-02,meta,"=""1202""",1,NOK\n'
    text += "2026-11-03,meta,c:1202,1,NOK\n2026-11-04,meta,'1202,1,NOK\n"
    assert {fact["campaign_id"] for fact in read(text).facts} == {"1202"}


def test_rows_of_one_day_and_campaign_add_up():
    text = "date,platform,campaign,device,amount,currency\n"
    text += "2026-11-02,meta,A,mobile,1.10,NOK\n2026-11-02,meta,A,desktop,2.20,NOK\n"
    assert [fact["amount"] for fact in read(text).facts] == ["3.30"]


def test_a_row_of_several_days_is_spread_to_the_cent_and_said_so():
    text = "Campaign name,Amount spent (NOK),Reporting starts,Reporting ends\n"
    upload = read(f"{text}A,100.00,2026-11-01,2026-11-03\n")
    assert [fact["amount"] for fact in upload.facts] == ["33.33", "33.33", "33.34"]
    assert [warning.code for warning in upload.warnings] == ["spread"]


def test_facebook_is_meta():
    assert read(PLAIN.replace("meta", "Facebook")).facts[0]["platform"] == "meta"


def test_a_later_upload_replaces_the_days_and_campaigns_in_it(tmp_path):
    lake = lake_of(tmp_path, inquiry("inq_1"))

    def upload(number, text):
        facts = spend.read(text.encode(), written_at=f"2026-11-2{number}T00:00:00+00:00").facts
        Folder(tmp_path).put(files.facts_file("2026-11-21", str(number)), files.lines(facts))
        lake.refresh()
        report = attribution.report(lake, Query(group_by=("campaign",)))
        return {row["campaign"]: row["spend"] for row in report.rows}

    header = "date,platform,campaign_id,campaign,adset,amount,currency\n"
    assert upload(
        1, f"{header}2026-11-02,meta,1,Autumn,,10,NOK\n2026-11-03,meta,1,Autumn,,5,NOK"
    ) == {"Autumn": 15}
    by_adset = "2026-11-02,meta,1,Autumn,x,3,NOK\n2026-11-02,meta,1,Autumn,y,4,NOK"
    assert upload(2, header + by_adset) == {"Autumn": 12}
    assert upload(3, f"{header}2026-11-02,meta,,Autumn,,20,NOK") == {"Autumn": 25}
