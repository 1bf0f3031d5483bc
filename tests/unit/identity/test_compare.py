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
