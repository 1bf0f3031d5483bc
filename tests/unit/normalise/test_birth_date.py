"""Birth dates: any order that can only be read one way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import birth_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("what", "raw", "country", "expected"),
    [
        ("ISO", "1980-03-15", "NO", "1980-03-15"),
        ("ISO with a time", "1980-03-15T00:00:00Z", "NO", "1980-03-15"),
        ("a date picker in UTC", "1980-03-14T23:00:00.000Z", "NO", "1980-03-15"),
        ("the same in summer", "1980-07-14T22:00:00.000Z", "SE", "1980-07-15"),
        ("an evening elsewhere", "1980-03-14T23:00:00Z", "US", "1980-03-14"),
        ("dots", "15.03.1980", "NO", "1980-03-15"),
        ("dots, no zeros", "5.3.1980", None, "1980-03-05"),
        ("dots and blanks", "5. 3. 1980", "NO", "1980-03-05"),
        ("slashes, only one reading", "15/03/1980", None, "1980-03-15"),
        ("American, only one reading", "03/15/1980", "NO", "1980-03-15"),
        ("slashes at home", "03/04/1980", "GR", "1980-04-03"),
        ("slashes in America", "03/04/1980", "US", "1980-03-04"),
        ("slashes, either way equal", "04/04/1980", None, "1980-04-04"),
        ("slashes, no country", "03/04/1980", None, None),
        ("slashes, year first", "1980/3/4", "US", "1980-03-04"),
        ("two digits of a year", "15.03.80", "NO", "1980-03-15"),
        ("two digits, this century", "15.03.04", "NO", "2004-03-15"),
        ("two digits, a child", "15.03.20", "NO", "1920-03-15"),
        ("Swedish order", "80-03-15", "SE", "1980-03-15"),
        ("eight digits", "19800315", "SE", "1980-03-15"),
        ("eight digits, day first", "15031980", "NO", "1980-03-15"),
        ("six digits in Norway", "150380", "NO", "1980-03-15"),
        ("six digits in Sweden", "800315", "SE", "1980-03-15"),
        ("six digits anywhere", "101112", None, None),
        ("English", "March 15th, 1980", "US", "1980-03-15"),
        ("English, day first", "15 Mar 1980", "NO", "1980-03-15"),
        ("Norwegian", "15. mars 1980", "NO", "1980-03-15"),
        ("Norwegian, two digits", "1. desember 80", "NO", "1980-12-01"),
        ("Swedish", "den 15 maj 1980", "SE", "1980-05-15"),
        ("Danish", "15. marts 1980", "DK", "1980-03-15"),
        ("Finnish", "15. maaliskuuta 1980", "FI", "1980-03-15"),
        ("Greek", "15 Μαρτίου 1980", "GR", "1980-03-15"),
        ("Greek, other case", "15 ΜΑΡΤΙΟΣ 1980", "GR", "1980-03-15"),
        ("Hebrew", "15 במרץ 1980", "IL", "1980-03-15"),
        ("full-width", "１９８０-０３-１５", "NO", "1980-03-15"),
        ("no such day", "31.02.1980", "NO", None),
        ("not born yet", "2027-01-01", "NO", None),
        ("too old", "1850-01-01", "NO", None),
        ("a word", "voksen", "NO", None),
        ("an age", "46", "NO", None),
        ("a phone number", "91234567", "NO", None),
        ("nothing", "", "NO", None),
    ],
)
def test_dates_are_read(what, raw, country, expected):
    assert birth_date.parse(raw, country, TODAY) == expected


def test_two_readings_are_told_from_none():
    assert birth_date.is_ambiguous("03/04/1980", None, TODAY)
    assert not birth_date.is_ambiguous("31.02.1980", None, TODAY)


COUNTRIES = st.sampled_from(["NO", "SE", "DK", "FI", "GR", "IL", "US", None])


@given(st.dates(date(1930, 1, 1), TODAY), COUNTRIES)
def test_every_whole_spelling_of_a_day_is_that_day_or_nothing(born, country):
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%B %d, %Y"):
        assert birth_date.parse(f"{born:{form}}", country, TODAY) == born.isoformat(), form
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        assert birth_date.parse(f"{born:{form}}", None, TODAY) in {born.isoformat(), None}, form


@given(st.text(), COUNTRIES)
def test_twice_is_once(raw, country):
    born = birth_date.parse(raw, country, TODAY)
    if born:
        assert birth_date.parse(born, country, TODAY) == born
