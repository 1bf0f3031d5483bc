"""Whatever comes in: nothing raises, and long texts take no longer than they are long."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.model import PERSON_FIELDS
from leadfold.normalise import (
    address,
    birth_date,
    company,
    company_recognition,
    consent,
    country,
    email,
    external_ids,
    name,
    national_id,
    org_number,
    person,
    phone,
    placeholders,
    spreadsheet,
    submitted_at,
    text,
)
from leadfold.sources import spellings

TODAY = date(2026, 11, 21)
RECEIVED = datetime(2026, 11, 21, 17, tzinfo=UTC)
COUNTRIES = ("NO", "SE", "DK", "FI", "IL", "GR", "US", "GB", "XX", None)

READERS: dict[str, Callable[[str, str | None], Any]] = {
    "text.clean": lambda raw, _: text.clean(raw),
    "text.fold": lambda raw, _: text.fold(raw),
    "phone.parse": phone.parse,
    "phone.clean": lambda raw, _: phone.clean(raw),
    "email.parse": lambda raw, _: email.parse(raw),
    "email.clean": lambda raw, _: email.clean(raw),
    "email.suggest": email.suggest,
    "name.parse": lambda raw, _: name.parse(raw),
    "name.parts": lambda raw, _: name.parse(first=raw, last=raw),
    "name.clean": lambda raw, _: name.clean(raw),
    "national_id.parse": lambda raw, of: national_id.parse(raw, of, TODAY),
    "national_id.mask": lambda raw, _: national_id.mask(raw),
    "org_number.parse": lambda raw, of: org_number.parse(raw, of, TODAY),
    "birth_date.parse": lambda raw, of: birth_date.parse(raw, of, TODAY),
    "address.parse": lambda raw, of: address.parse(raw, raw, raw, of),
    "address.street": lambda raw, of: address.parse(raw, "", "", of),
    "address.postcode": address.postcode,
    "consent.parse": lambda raw, _: consent.parse(raw),
    "company.key": lambda raw, _: company.key(raw),
    "company.clean": lambda raw, _: company.clean(raw),
    "company.looks": lambda raw, _: company_recognition.looks_like_company(raw),
    "external_ids.parse": lambda raw, _: external_ids.parse(raw),
    "spreadsheet.digits": lambda raw, _: spreadsheet.digits(raw),
    "submitted_at.parse": lambda raw, of: submitted_at.parse(raw, RECEIVED, of, None),
    "external_ids.doubt": lambda raw, _: external_ids.doubt(raw),
    "placeholders.none": lambda raw, _: placeholders.stands_for_none(raw),
    "placeholders.unfilled": lambda raw, _: placeholders.is_unfilled(raw),
    "placeholders.whole": lambda raw, _: placeholders.whole_number(raw),
    "country.parse": lambda raw, _: country.parse(raw),
    "spellings.field_of": lambda raw, _: spellings.field_of(raw),
}

ODD = st.text(
    st.characters(codec=None, exclude_categories=())
    | st.sampled_from("0123456789+@.,-/'\"()[]{} "),
    max_size=60,
)


@pytest.mark.parametrize("reader", READERS)
@given(ODD, st.sampled_from(COUNTRIES))
def test_nothing_raises(reader, raw, of):
    READERS[reader](raw, of)


@given(st.dictionaries(st.sampled_from(PERSON_FIELDS), ODD), st.sampled_from(COUNTRIES))
def test_a_person_is_read_from_anything(fields, source_country):
    found = person.parse(fields, source_country, TODAY)
    assert all(warning.field in PERSON_FIELDS for warning in found.warnings)


LONG = {
    "digits": "1",
    "blanks": " ",
    "pluses": "+1",
    "dots": "a.",
    "at signs": "a@",
    "brackets": "(",
    "both brackets": "()",
    "quotes": '"',
    "commas": "a,",
    "marks": "a\u0301\u0316",
    "only marks": "\u0301\u0316",
    "braces": '{"a":',
    "arrays": "[",
    "dashes": "a-",
    "words": "ola hansen ",
    "domains": "a@b.",
    "numbers": "12 34 ",
    "slashes": "1/2/",
    "surrogates": "\ud800",
    "Hebrew": 'ש\u05b8"',
    "emoji": "👩‍👧",
    "expands": "\ufdfa",
}
SIZE = 100_000


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("shape", LONG)
def test_a_hundred_kilobytes_are_read_in_no_time(reader, shape):
    raw = (LONG[shape] * SIZE)[:SIZE]
    began = time.process_time()
    READERS[reader](raw, "NO")
    # A quadratic step over this much would take minutes.
    assert time.process_time() - began < 2
