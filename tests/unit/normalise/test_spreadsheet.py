"""Numbers that became floats: the digits come back, and what is no number stays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import person, spreadsheet

TODAY = date(2026, 11, 30)


def read(country, field, sent):
    return person.parse({field: sent}, country, TODAY)


@pytest.mark.parametrize(
    ("country", "sent", "e164"),
    [
        ("NO", "91234501.0", "+4791234501"),
        ("NO", "91234501.00", "+4791234501"),
        ("NO", "91234501,0", "+4791234501"),
        ("NO", "+4791234501.0", "+4791234501"),
        ("NO", "4791234501.0", "+4791234501"),
        ("NO", "4.791234501E+09", "+4791234501"),
        ("NO", "4.791234501e9", "+4791234501"),
        ("NO", '="91234501.0"', "+4791234501"),
        ("NO", "21234567.0", "+4721234567"),
        ("NO", "02800.0", "+4702800"),
        ("NO", "912.34.501", "+4791234501"),
        ("NO", "91.23.45.01", "+4791234501"),
        ("SE", "701234567", "+46701234567"),
        ("SE", "701234567.0", "+46701234567"),
        ("FI", "401234567.0", "+358401234567"),
        ("GB", "7911123456.0", "+447911123456"),
        ("DE", "15123456789.0", "+4915123456789"),
        ("FR", "612345678.0", "+33612345678"),
        ("NL", "612345678.0", "+31612345678"),
        ("IT", "612345678.0", "+390612345678"),
        ("NO", "4.740612345000E+09", "+4740612345"),
        ("DE", "4915123456789.0", "+4915123456789"),
        ("DE", "4915123456789", "+4915123456789"),
        ("DE", "49151234567", "+4949151234567"),
        ("SE", "468123456", "+46468123456"),
        ("IT", "3931234567", "+393931234567"),
        ("IN", "9181234567", "+919181234567"),
    ],
)
def test_a_phone_number_is_what_it_was(country, sent, e164):
    found = read(country, "phone", sent)
    assert (found.e164, found.warnings) == (e164, ())


def test_several_numbers_in_one_field_are_mended_each():
    found = read("NO", "phone", "91234501.0 / 22334455.0")
    assert [one.e164 for one in found.phones] == ["+4791234501", "+4722334455"]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("phone", "4.79123E+09"),
        ("phone", "4,79E+09"),
        ("postcode", "1.23E+04"),
        ("phone", "4.740612e+09"),
        ("phone", "91234501.5"),
        ("national_id", "1.01701E+10"),
        ("org_number", "9.7476E+08"),
        ("birth_date", "1980.0"),
        ("postcode", "1.0"),
    ],
)
def test_a_number_that_lost_digits_is_none_and_that_is_told(field, sent):
    found = read("NO", field, sent)
    assert not found.phone
    assert not found.national_id
    assert not found.birth_date
    assert [(warning.field, warning.code) for warning in found.warnings] == [(field, "unusable")]


@pytest.mark.parametrize(
    ("country", "sent", "code"),
    [
        ("NO", "155.0", "0155"),
        ("NO", "155,0", "0155"),
        ("SE", "11122.0", "111 22"),
        ("DK", "800.0", "0800"),
        ("FI", "100.0", "00100"),
        ("IL", "6100000.0", "6100000"),
        ("DE", "1067.0", "01067"),
        ("US", "2134.0", "02134"),
        ("IT", "184.0", "00184"),
        ("US", "601.0", "00601"),
        ("MX", "1000.0", "01000"),
        ("BR", "1310100.0", "01310-100"),
        ("CZ", "11000.0", "110 00"),
        ("LT", "1100.0", "01100"),
    ],
)
def test_a_postcode_gets_its_zeros_back(country, sent, code):
    found = read(country, "postcode", sent)
    assert (found.details["postcode"], found.warnings) == (code, ())


def test_an_organisation_number_is_what_it_was():
    assert read("NO", "org_number", "974760673.0").details["org_number"] == "974760673"


def test_a_national_id_gets_its_zero_back_where_the_control_digits_agree():
    numbers = (f"01017{rest:06d}" for rest in range(10**6))
    whole = next(one for one in numbers if read("NO", "national_id", one).national_id)
    short = whole.removeprefix("0")
    assert read("NO", "national_id", f"{short}.0").national_id.number == whole
    other = f"{short[:-1]}{(int(short[-1]) + 1) % 10}"
    assert read("NO", "national_id", f"{other}.0").national_id is None


def test_a_danish_number_gets_its_zero_back_only_by_the_control_digit_of_old():
    assert read("DK", "national_id", "0101800001").national_id
    assert read("DK", "national_id", "101800001.0").national_id is None
    old = next(
        one
        for one in (f"010180{rest:04d}" for rest in range(9999))
        if sum(int(a) * int(b) for a, b in zip("4327654321", one, strict=True)) % 11 == 0
    )
    assert read("DK", "national_id", f"{old[1:]}.0").national_id.number == old


@pytest.mark.parametrize(
    ("country", "sent", "born"),
    [
        ("NO", "29314", "1980-04-03"),
        ("NO", "29314.0", "1980-04-03"),
        ("NO", "29314.75", "1980-04-03"),
        ("NO", "20447", "1955-12-24"),
        ("NO", "37151", "2001-09-17"),
        ("NO", "3041980.0", "1980-04-03"),
        ("NO", "030480", "1980-04-03"),
        ("SE", "800403", "1980-04-03"),
        ("NO", "19800403", "1980-04-03"),
        ("US", "4/3/1980 12:00:00 AM", "1980-04-03"),
        ("NO", "03.04.1980 00:00:00 UTC", "1980-04-03"),
        ("NO", "'03.04.1980", "1980-04-03"),
    ],
)
def test_a_birth_date_as_a_spreadsheet_counts_it_is_read(country, sent, born):
    assert read(country, "birth_date", sent).birth_date == born


@pytest.mark.parametrize(
    ("sent", "code"),
    [(one, "unusable") for one in ("5", "120", "1980", "99999", "1/1", "soon")]
    + [
        (one, "placeholder")
        for one in (
            "0/0/00", "0/0/0000", "00.00.0000", "0000-00-00", "0000-00-00 00:00:00", "--",
            "1/0/1900", "1/1/1900", "01.01.1900", "30.12.1899", "1899-12-30",
            "0001-01-01T00:00:00", "0",
        )
    ],
)  # fmt: skip
def test_what_is_no_birth_date_is_told_and_is_no_evidence(sent, code):
    found = read("NO", "birth_date", sent)
    assert [warning.code for warning in found.warnings] == [code]
    assert (found.birth_date, found.unread_birth_date) == (None, "")


@pytest.mark.parametrize(
    ("field", "sent"),
    [("company", "3.0 AS"), ("company", "Studio 2.0"), ("street", "Storgata 5.0")],
)
def test_what_is_no_number_field_stays(field, sent):
    assert read("NO", field, sent).details[field] == sent


@given(st.text("0123456789.,eE+- /", max_size=40) | st.text(max_size=250))
def test_mending_is_stable(raw):
    once = spreadsheet.digits(raw)
    assert spreadsheet.digits(once) == once
