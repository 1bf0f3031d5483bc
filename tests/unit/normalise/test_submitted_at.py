"""When a form was sent: every spelling that can be read in one way is read, and no other."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import dates, submitted_at, time_zones
from tests.unit.normalise import noise

RECEIVED = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATELY = (datetime(2024, 12, 2), datetime(2026, 11, 29))  # noqa: DTZ001 (local times)


def read(raw, country="NO", zone=None, received=RECEIVED):
    return dates.submitted(raw, received, country, zone)


@pytest.mark.parametrize(
    ("country", "raw", "utc"),
    [
        ("NO", "10.11.2026 20:30", "2026-11-10T19:30:00"),
        ("NO", "10/11/2026", "2026-11-10T11:00:00"),
        ("US", "10/11/2026", "2026-10-11T16:00:00"),
        ("US", "11/10/2026 08:30:03 PM", "2026-11-11T01:30:03"),
        (None, "25/11/2026", "2026-11-25T12:00:00"),
        (None, "11/25/2026", "2026-11-25T12:00:00"),
        ("NO", "12/01/2026", "2026-01-12T11:00:00"),
        ("NO", "2026-11-10 20:30", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10T20:30:00", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10T20:30:00Z", "2026-11-10T20:30:00"),
        ("NO", "2026-11-10T20:30:00+01", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 20:30:00 UTC", "2026-11-10T20:30:00"),
        ("NO", "2026-11-10 20:30:00 GMT", "2026-11-10T20:30:00"),
        ("NO", "2026-11-10 20:30:00 CET", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 20:30:00 Z", "2026-11-10T20:30:00"),
        ("NO", "2026-11-10 20:30:00 EST", "2026-11-11T01:30:00"),
        ("IL", "2026-11-10 20:30:00 IST", "2026-11-10T18:30:00"),
        ("NO", "Tue, 10 Nov 2026 20:30:03 +0100", "2026-11-10T19:30:03"),
        ("NO", "10 Nov 2026 20:30:03 GMT", "2026-11-10T20:30:03"),
        ("NO", "Tue, 10-Nov-2026 20:30:03 GMT", "2026-11-10T20:30:03"),
        ("NO", "Tuesday, 10-Nov-26 20:30:03 GMT", "2026-11-10T20:30:03"),
        (
            "NO",
            "Tue Nov 10 2026 20:30:03 GMT+0100 (Central European Standard Time)",
            "2026-11-10T19:30:03",
        ),
        (
            "NO",
            "Tue Nov 10 2026 20:30:03 GMT+0100 (sentraleuropeisk normaltid)",
            "2026-11-10T19:30:03",
        ),
        ("NO", "Tue Nov 10 2026 20:30:03 GMT+0100 (CET)", "2026-11-10T19:30:03"),
        ("NO", "Tue Nov 10 20:30:03 2026", "2026-11-10T19:30:03"),
        ("NO", "Tue Nov 10 20:30:03 CET 2026", "2026-11-10T19:30:03"),
        ("NO", "46336.854166667", "2026-11-10T19:30:00"),
        ("NO", "46336,854166667", "2026-11-10T19:30:00"),
        ("NO", "46336", "2026-11-10T11:00:00"),
        ("NO", "46336.0", "2026-11-10T11:00:00"),
        ("NO", "1794342600", "2026-11-10T20:30:00"),
        ("NO", "1794342600000", "2026-11-10T20:30:00"),
        ("NO", "1794342600000000", "2026-11-10T20:30:00"),
        ("NO", "1794342600.5", "2026-11-10T20:30:00"),
        ("NO", "20261110", "2026-11-10T11:00:00"),
        ("NO", "20261110203000", "2026-11-10T19:30:00"),
        ("NO", "202611102030", "2026-11-10T19:30:00"),
        ("NO", "20261110T203000Z", "2026-11-10T20:30:00"),
        ("NO", "20261110T203000", "2026-11-10T19:30:00"),
        ("NO", "2026/11/10 20:30", "2026-11-10T19:30:00"),
        ("NO", "10-11-2026", "2026-11-10T11:00:00"),
        ("NO", "10-Nov-2026", "2026-11-10T11:00:00"),
        ("NO", "10. nov. 2026 kl. 20.30", "2026-11-10T19:30:00"),
        ("NO", "10. november 2026", "2026-11-10T11:00:00"),
        ("SE", "den 10 november 2026 kl. 20:30", "2026-11-10T19:30:00"),
        ("FI", "10.11.2026 klo 20.30", "2026-11-10T18:30:00"),
        ("DK", "d. 10/11-2026", "2026-11-10T11:00:00"),
        ("GR", "10 Νοεμβρίου 2026", "2026-11-10T10:00:00"),
        ("IL", "10 בנובמבר 2026", "2026-11-10T10:00:00"),
        ("NO", "November 10, 2026", "2026-11-10T11:00:00"),
        ("NO", "November 10, 2026 8:30 pm", "2026-11-10T19:30:00"),
        ("NO", "Nov 10th, 2026 at 8:30 PM", "2026-11-10T19:30:00"),
        ("NO", "10/11/2026, 20:30:03", "2026-11-10T19:30:03"),
        ("US", "11/10/2026, 8:30:03 PM", "2026-11-11T01:30:03"),
        ("NO", "10.11.2026, 20:30:03", "2026-11-10T19:30:03"),
        ("NO", "21/12/2025, 00:00", "2025-12-20T23:00:00"),
        ("NO", "10-Nov-2026 20:30:03", "2026-11-10T19:30:03"),
        ("NO", "2026-11-10T20:30:00.000+0100", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10T20:30:00.1234567Z", "2026-11-10T20:30:00"),
        ("NO", "/Date(1794342600000)/", "2026-11-10T20:30:00"),
        ("NO", r"\/Date(1794342600000+0100)\/", "2026-11-10T20:30:00"),
        (
            "NO",
            '{"date":"2026-11-10 20:30:00.000000","timezone_type":3,"timezone":"UTC"}',
            "2026-11-10T20:30:00",
        ),
        (
            "NO",
            '{"date":"2026-11-10 20:30:00.000000","timezone_type":3,"timezone":"Europe/Oslo"}',
            "2026-11-10T19:30:00",
        ),
        (
            "NO",
            '{"date":"2026-11-10 20:30:00.000000","timezone_type":1,"timezone":"+01:00"}',
            "2026-11-10T19:30:00",
        ),
        ("NO", '{"$date":"2026-11-10T20:30:00Z"}', "2026-11-10T20:30:00"),
        ("NO", '{"_seconds":1794342600,"_nanoseconds":0}', "2026-11-10T20:30:00"),
        ("NO", "2026-10-25 02:30", "2026-10-25T00:30:00"),
        ("NO", "2026-03-29 02:30", "2026-03-29T01:30:00"),
        ("NO", "10.11.26 20:30", "2026-11-10T19:30:00"),
        ("NO", "2024-06-01", "2024-06-01T10:00:00"),
        ("NO", "2026-12-05", "2026-12-05T11:00:00"),
        ("NO", "10.11.2026 24:00", "2026-11-10T23:00:00"),
        ("IL", "2026-11-10 20:30", "2026-11-10T18:30:00"),
        ("NO", "30.11.2026", "2026-11-30T11:00:00"),
        ("US", "11/30/2026", "2026-11-30T12:00:00"),
        ("FR", "mar. 10 nov. 2026 à 20h30", "2026-11-10T19:30:00"),
        ("FR", "10 novembre 2026 20 h 30", "2026-11-10T19:30:00"),
        ("DE", "Dienstag, 10. November 2026 um 20:30 Uhr", "2026-11-10T19:30:00"),
        ("DE", "10. November 2026, 20:30", "2026-11-10T19:30:00"),
        ("JP", "2026年11月10日 20:30", "2026-11-10T11:30:00"),
        ("JP", "2026年11月10日 下午8:30", "2026-11-10T11:30:00"),
        ("GR", "10/11/2026 8:30 μ.μ.", "2026-11-10T18:30:00"),
        ("GR", "Τρίτη, 10 Νοεμβρίου 2026 8:30 μμ", "2026-11-10T18:30:00"),
        ("GB", "10/11/2026 8:30 pm", "2026-11-10T20:30:00"),
        ("GB", "10 July 2026 8pm", "2026-07-10T19:00:00"),
        ("NO", "10/Nov/2026:20:30:03 +0100", "2026-11-10T19:30:03"),
        ("NO", "10.11.2026 20.30.03", "2026-11-10T19:30:03"),
        ("NO", "20:30 10.11.2026", "2026-11-10T19:30:00"),
        ("VN", "20:30 10/11/2026", "2026-11-10T13:30:00"),
        ("VN", "ngày 10 tháng 11 năm 2026", "2026-11-10T05:00:00"),
        ("NO", "2026-11-10T20:30+01:00[Europe/Oslo]", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 20:30 Europe/Oslo", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 20:30 America/New_York", "2026-11-11T01:30:00"),
        ("NO", "10112026", "2026-11-10T11:00:00"),
        ("ES", "10 de noviembre de 2026, 20:30", "2026-11-10T19:30:00"),
        ("PT", "10 de novembro de 2026 às 20:30", "2026-11-10T20:30:00"),
        ("BR", "10/11/2026 20:30", "2026-11-10T23:30:00"),
        ("NL", "dinsdag 10 november 2026 20:30", "2026-11-10T19:30:00"),
        ("SE", "tisdag 10 november 2026 kl. 20:30", "2026-11-10T19:30:00"),
        ("SE", "2026-11-10 kl. 20:30", "2026-11-10T19:30:00"),
        ("US", "Nov 10, 2026, 8:30:03 PM EST", "2026-11-11T01:30:03"),
        ("US", "Tuesday, November 10, 2026 8:30 PM", "2026-11-11T01:30:00"),
        ("NO", "2026-11-10T20:30:00 +00:00", "2026-11-10T20:30:00"),
        ("NO", "2026-11-10 20:30:00.000", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 8:30 PM", "2026-11-10T19:30:00"),
        ("GB", "10/11/26 20:30", "2026-11-10T20:30:00"),
        ("US", "11/10/26", "2026-11-10T17:00:00"),
        ("KR", "2026. 11. 10. 오후 8:30:03", "2026-11-10T11:30:03"),
        ("NL", "10-11-2026 20:30 uur", "2026-11-10T19:30:00"),
        ("IT", "10/11/2026 alle ore 20:30", "2026-11-10T19:30:00"),
        ("NO", "2026-11-10 20:30:00 +0000 UTC", "2026-11-10T20:30:00"),
        ("NO", "10/11/26 20:30", "2026-11-10T19:30:00"),
        ("US", "11/10/26, 8:30 PM", "2026-11-11T01:30:00"),
        ("GB", "25/11/26", "2026-11-25T12:00:00"),
        (None, "25/12/25", "2025-12-25T12:00:00"),
        ("SE", "26-11-10 20:30", "2026-11-10T19:30:00"),
        ("NO", "20261110 20:30", "2026-11-10T19:30:00"),
        ("NO", "20261110 203003", "2026-11-10T19:30:03"),
        ("NO", "1.7943426E+12", "2026-11-10T20:30:00"),
        ("NO", "10.11.2026 @ 20:30", "2026-11-10T19:30:00"),
        ("NO", "2026\u201111\u201110 20:30", "2026-11-10T19:30:00"),
        ("NO", "sø. 8. nov. 2026 kl. 20:30", "2026-11-08T19:30:00"),
        ("NL", "dinsdag 10 november 2026 om 20:30 uur", "2026-11-10T19:30:00"),
        ("KR", "2026년 11월 10일 오후 8:30", "2026-11-10T11:30:00"),
        ("IL", "Tue Nov 10 2026 20:30:03 GMT+0200 (שעון ישראל (חורף))", "2026-11-10T18:30:03"),
        ("NO", "2026-11-10T20:30:00 01:00", "2026-11-10T19:30:00"),
        (
            "NO",
            "Tue Nov 10 2026 20:30:03 GMT 0100 (Central European Standard Time)",
            "2026-11-10T19:30:03",
        ),
    ],
)
def test_a_time_that_can_be_read_in_one_way_is_read(country, raw, utc):
    found = read(raw, country)
    assert found is not None
    assert found.replace(microsecond=0) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "raw"),
    [
        (None, "10/11/2026"),
        ("NO", "11/10/2026 08:30:03 PM"),
        ("NO", "31/02/2026"),
        ("NO", "45.13.2026"),
        ("NO", "2026-11-10 20:30:00 IST"),
        ("NO", "44874"),
        ("NO", "26/11/10"),
        ("NO", "I dag"),
        ("NO", "today"),
        ("NO", "undefined"),
        ("NO", "0000-00-00 00:00:00"),
        ("NO", "Invalid Date"),
        ("NO", "0"),
        ("NO", "1970-01-01"),
        ("ES", "10/11/2026, 8:30:03 p. m."),
        ("NO", "2026-11-10+01:00"),
        ("NO", "10.11.2026 25:00"),
        ("NO", "10.11.2026 20:30 21:30"),
        ("NO", "10.11.2026 - 12.11.2026"),
        ("NO", "call me 10.11.2026"),
        ("NO", "1.1"),
        ("NO", "12345678"),
        ("NO", "November 2026"),
        ("NO", "20:30"),
        ("NO", "yesterday"),
        ("NO", "91234501"),
        ("NO", "11/12/2026 and later"),
        ("SE", "26/11/10"),
        ("GB", "10/11/2026 and 11/11/2026"),
        (None, "25/11/26"),
        ("JP", "25/11/26"),
        ("NO", "10/11/26 8:30 PM"),
        ("NO", "10/11/19"),
        ("NO", "1.79434E+12"),
        ("NO", "20261310 20:30"),
        ("NO", '{"date": {"date": "2026-11-10"}}'),
        ("NO", '{"date": "2026-11-10 20:30", "timezone": "Mars/Olympus"}'),
        ("NO", "2026-11-10 20:30 CET EET"),
    ],
)
def test_what_is_no_time_or_could_be_two_is_not_read(country, raw):
    assert read(raw, country) is None


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_where_nothing_was_sent_nothing_is_read(raw):
    assert read(raw) is None


def test_a_local_time_is_in_the_zone_of_the_working_hours_where_one_was_chosen():
    assert read("2026-11-10 20:30", "US", "America/Denver").hour == 3
    assert read("2026-11-10 20:30", "US").hour == 1
    assert read("2026-11-10 20:30", "NO", "UTC").hour == 19, "UTC is what nobody chose"
    assert read("2026-11-10 20:30", None, "Asia/Jerusalem").hour == 18
    assert read("2026-11-10 20:30", None, "UTC").hour == 20
    assert read("2026-11-10 20:30", "NO", "No/Where").hour == 20


def test_an_hour_that_the_clocks_have_twice_is_the_first_and_one_they_leave_out_the_next():
    twice, left_out = read("2026-10-25 02:30"), read("2026-03-29 02:30")
    oslo = ZoneInfo("Europe/Oslo")
    assert (twice.hour, left_out.astimezone(oslo).hour) == (0, 3)


@given(
    st.datetimes(*LATELY, timezones=st.just(UTC)),
    st.sampled_from(["NO", "IL", "US", "AU", "NZ", "BR", "GL", "JP"]),
)
def test_a_date_without_a_time_stays_on_its_day_at_the_source(received, country):
    zone = time_zones.of_source(country, None)
    today = received.astimezone(zone).date()
    found = read(today.isoformat(), country, received=received)
    assert found.astimezone(zone).date() == today
    assert found <= received
    yesterday = today - timedelta(days=1)
    assert (
        read(yesterday.isoformat(), country, received=received).astimezone(zone).date() == yesterday
    )


_WRITTEN = (
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d. %B %Y kl. %H.%M.%S",
    "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S", "%a %b %d %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p", "%d-%b-%Y %H:%M:%S",
)  # fmt: skip


@given(st.datetimes(*LATELY), st.sampled_from(_WRITTEN))
def test_one_local_time_is_one_moment_however_it_is_written(local, written):
    local = local.replace(microsecond=0)
    meant = local.replace(tzinfo=ZoneInfo("Europe/Oslo")).astimezone(UTC)
    assert read(local.strftime(written)) == meant
    assert read(meant.strftime("%Y-%m-%dT%H:%M:%SZ")) == meant
    assert read(meant.strftime("%a, %d %b %Y %H:%M:%S GMT")) == meant
    assert read(str(int(meant.timestamp()))) == meant


@given(st.text(max_size=200), st.sampled_from(["NO", "US", None, "XX"]))
def test_any_text_is_read_or_not_and_nothing_raises(raw, country):
    found = submitted_at.parse(raw, RECEIVED, country, None)
    assert found is None or found.tzinfo is not None


@given(st.text('0123456789 .,:/-+TZapmPMNov()[]{}"', max_size=60))
def test_nearly_a_date_does_not_raise(raw):
    submitted_at.parse(raw, RECEIVED, "NO", None)


@given(st.sampled_from(noise.ANY_TEXT), st.randoms(use_true_random=False))
def test_blanks_and_marks_change_nothing(spelled, chance):
    assert read(spelled("10. nov. 2026 kl. 20.30", chance)) == read("10.11.2026 20:30")


@pytest.mark.parametrize("country", sorted(time_zones._countries()))
def test_the_zone_of_every_country_is_there(country):
    assert isinstance(time_zones.of_source(country, None), ZoneInfo)


@pytest.mark.parametrize(
    ("name", "moment", "dated"),
    [
        ("the time itself", RECEIVED - timedelta(days=1), RECEIVED - timedelta(days=1)),
        ("two years ago", RECEIVED - timedelta(days=730), RECEIVED - timedelta(days=730)),
        ("longer ago", RECEIVED - timedelta(days=731), RECEIVED),
        ("a little ahead", RECEIVED + timedelta(minutes=5), RECEIVED + timedelta(minutes=5)),
        ("further ahead", RECEIVED + timedelta(minutes=6), RECEIVED),
        ("none", None, RECEIVED),
    ],
)
def test_an_inquiry_is_dated_by_it_within_two_years(name, moment, dated):
    assert dates.inquiry_date(moment, RECEIVED) == dated
