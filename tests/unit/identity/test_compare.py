"""How well two values of a field agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import compare
from leadfold.model import Address
from leadfold.normalise import address

PHONES = [
    ("equal", ["+4791234567"], ["+4791234567"], "exact"),
    ("one of several", ["+4791234567", "+4722000000"], ["+4722000000"], "exact"),
    ("one digit wrong", ["+4791234567"], ["+4791234568"], "slip"),
    ("two digits swapped", ["+4791234567"], ["+4791234576"], "slip"),
    ("one digit lost", ["+4791234567"], ["+479123456"], "slip"),
    ("two digits wrong", ["+4791234567"], ["+4791234588"], "different"),
    ("the better of two", ["+4791234567"], ["+4722000000", "+4791234568"], "slip"),
    ("none on one side", ["+4791234567"], [], "missing"),
    ("none at all", [], [], "missing"),
]

EMAILS = [
    ("equal", ["ola@firma.no"], ["ola@firma.no"], "exact"),
    ("a letter of the domain", ["ola@gmial.com"], ["ola@gmail.com"], "domain_slip"),
    ("a letter of the mailbox", ["olahansen@gmail.com"], ["olahanse@gmail.com"], "slip"),
    ("letters swapped", ["olahansen@gmail.com"], ["olahnasen@gmail.com"], "slip"),
    ("another provider", ["olahansen@gmail.com"], ["olahansen@live.no"], "other_domain"),
    ("a short mailbox elsewhere", ["ola@gmail.com"], ["ola@live.no"], "different"),
    ("short mailboxes a letter apart", ["ola@gmail.com"], ["ole@gmail.com"], "different"),
    ("another number behind a name", ["hansen1@gmail.com"], ["hansen2@gmail.com"], "different"),
    ("a number behind a name", ["hansen@gmail.com"], ["hansen7@gmail.com"], "different"),
    ("another mailbox", ["ola@firma.no"], ["kari@firma.no"], "different"),
    ("none on one side", [], ["ola@firma.no"], "missing"),
]

BIRTH_DATES = [
    ("equal", "1980-02-03", "1980-02-03", "exact"),
    ("day and month swapped", "1980-02-03", "1980-03-02", "slip"),
    ("a digit of the year", "1980-02-03", "1981-02-03", "slip"),
    ("a digit of the day", "1980-02-13", "1980-02-18", "slip"),
    ("digits swapped", "1986-02-13", "1968-02-13", "slip"),
    ("another day and month", "1980-02-03", "1980-11-24", "different"),
    ("father and son", "1950-02-03", "1982-07-19", "different"),
    ("… whose birthday is one", "1955-12-24", "1985-12-24", "generation"),
    ("a wrong digit that makes no generation", "1980-02-03", "1990-02-03", "slip"),
    ("… and one that makes too many", "1885-02-03", "1985-02-03", "slip"),
    ("digits swapped, to another generation", "1958-02-03", "1985-02-03", "slip"),
    ("none on one side", "", "1980-02-03", "missing"),
]

ADDRESSES = [
    ("equal", "Storgata 5", "STORGT. 5", "exact"),
    ("a letter on one side", "Storgata 5", "Storgata 5 B", "near"),
    ("another letter", "Storgata 5 A", "Storgata 5 B", "different"),
    ("no number on one side", "Storgata", "Storgata 5", "near"),
    ("another number", "Storgata 5", "Storgata 7", "different"),
    ("a mistyped street", "Drammensveien 12", "Dramensveien 12", "near"),
    ("another street", "Storgata 5", "Kirkeveien 5", "different"),
    ("no street on one side", "", "Storgata 5", "missing"),
]


def ids(table):
    return [row[0] for row in table]


@pytest.mark.parametrize(("why", "left", "right", "agreement"), PHONES, ids=ids(PHONES))
def test_phones_agree_in_ordered_levels(why, left, right, agreement):
    assert compare.phones(left, right) == compare.phones(right, left) == agreement


@pytest.mark.parametrize(("why", "left", "right", "agreement"), EMAILS, ids=ids(EMAILS))
def test_addresses_of_mailboxes_agree_in_ordered_levels(why, left, right, agreement):
    assert compare.emails(left, right) == compare.emails(right, left) == agreement


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("1980-01-01", "1980-07-23", "year"),
        ("1980-01-01", "1980-01-01", "year"),
        ("1980-01-01", "1981-07-23", "different"),
        ("1980-13-72", "1980-13-72", "exact"),
        ("1980-13-23", "1980-12-23", "slip"),
    ],
)
def test_the_first_of_january_tells_the_year_alone_and_a_wrong_date_is_compared(
    left, right, agreement
):
    assert compare.birth_dates(left, right) == compare.birth_dates(right, left) == agreement


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        (["7798684"], ["7798684"], "exact"),
        (["7798684"], ["7798648"], "slip"),
        (["7798684"], ["1234567", "7798674"], "slip"),
        (["7798684"], ["1234567"], "different"),
        ([], ["1234567"], "missing"),
    ],
)
def test_numbers_that_cannot_be_checked_agree_in_ordered_levels(left, right, agreement):
    assert compare.unchecked_ids(left, right) == compare.unchecked_ids(right, left) == agreement


@pytest.mark.parametrize(("why", "left", "right", "agreement"), BIRTH_DATES, ids=ids(BIRTH_DATES))
def test_birth_dates_agree_in_ordered_levels(why, left, right, agreement):
    assert compare.birth_dates(left, right) == compare.birth_dates(right, left) == agreement


ONE_BIRTH = [
    ("equal", "1980-04-03", "1980-04-03"),
    ("day and month swapped", "1980-04-03", "1980-03-04"),
    ("a digit of the day", "1980-04-03", "1980-04-08"),
    ("another day", "1991-03-02", "1991-03-29"),
    ("another month", "1991-03-02", "1991-12-02"),
    ("another year, that makes no generation", "1994-08-24", "2004-08-24"),
    ("digits of the year swapped", "1980-04-03", "1908-04-03"),
    ("midnight in another time zone", "1980-01-31", "1980-02-01"),
    ("… in another year", "1979-12-31", "1980-01-01"),
    ("a year alone, another but near", "1980-01-01", "1984-12-24"),
    ("an epoch of computers", "1970-01-01", "1995-12-24"),
    ("the date of those who give none", "1900-01-01", "1955-12-24"),
    ("no date", "1980-13-72", "1980-13-72"),
    ("no date, and one", "1980-13-23", "1980-12-23"),
]
TWO_BIRTHS = [
    ("father and son", "1955-12-24", "1985-03-11"),
    ("… whose birthday is one", "1955-12-24", "1985-12-24"),
    ("… and whose years differ in two digits", "1949-12-24", "1985-12-24"),
    ("… by the year alone", "1955-01-01", "1985-12-24"),
    ("grandfather and grandson", "1940-05-17", "1999-02-28"),
    ("two of one age", "1980-04-03", "1982-11-20"),
    ("two of one year", "1980-04-03", "1980-11-20"),
    ("a day that is none", "1980-02-31", "1990-05-17"),
]


@pytest.mark.parametrize(
    ("left", "right", "two"),
    [(*row[1:], False) for row in ONE_BIRTH] + [(*row[1:], True) for row in TWO_BIRTHS],
    ids=[row[0] for row in (*ONE_BIRTH, *TWO_BIRTHS)],
)
def test_two_births_differ_by_more_than_a_slip(left, right, two):
    assert compare.are_two_births(left, right) == compare.are_two_births(right, left) == two


DATES = st.from_regex(r"(18|19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", fullmatch=True)


@given(DATES, DATES)
def test_births_are_compared_alike_both_ways_and_never_raise(left, right):
    assert compare.are_two_births(left, right) == compare.are_two_births(right, left)
    assert compare.birth_dates(left, right) == compare.birth_dates(right, left)
    assert not compare.are_two_births(left, left)


@pytest.mark.parametrize(("why", "left", "right", "agreement"), ADDRESSES, ids=ids(ADDRESSES))
def test_streets_agree_in_ordered_levels(why, left, right, agreement):
    one, other = (address.parse(street, "0155", "Oslo", "NO") for street in (left, right))
    assert compare.addresses(one, other) == compare.addresses(other, one) == agreement


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [("0155", "0155", "exact"), ("123 45", "12345", "exact"), ("0155", "0156", "slip"),
     ("0155", "1055", "slip"), ("0155", "5003", "different"), ("", "0155", "missing")],
)  # fmt: skip
def test_postcodes_agree_by_their_digits(left, right, agreement):
    assert compare.postcodes(Address(postcode=left), Address(postcode=right)) == agreement


@given(st.text(max_size=12), st.text(max_size=12))
def test_one_slip_is_one_both_ways(left, right):
    assert compare.one_slip(left, right) == compare.one_slip(right, left)
