"""Cursors and lengths of pages."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.errors import Problem
from leadfold.web import paging

FILTERS = {"owner": "ann", "kind": None}


@given(st.text(), st.dictionaries(st.text(), st.none() | st.text()))
def test_a_cursor_goes_on_where_it_was_given(place, filters):
    assert paging.after({"cursor": paging.cursor(place, filters)}, filters) == place


def test_no_cursor_begins_at_the_beginning():
    assert paging.after({}, FILTERS) is paging.after({"cursor": ""}, FILTERS) is None


def forged(value):
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


NESTED = urlsafe_b64encode(b"[" * 20_000).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!",
        "é",
        "AAAA",
        forged([]),
        forged({}),
        forged(None),
        forged({"after": "x"}),
        "=" * 9,
        NESTED,
    ],
)
def test_what_is_no_cursor_is_a_bad_request(cursor):
    with pytest.raises(Problem) as problem:
        paging.after({"cursor": cursor}, FILTERS)
    assert (problem.value.status, problem.value.errors[0].field) == (400, "cursor")


@pytest.mark.parametrize("filters", [{}, {"owner": "bob", "kind": None}, {"owner": "ann"}])
def test_a_cursor_belongs_to_its_filters(filters):
    with pytest.raises(Problem) as problem:
        paging.after({"cursor": paging.cursor("x", FILTERS)}, filters)
    assert problem.value.errors[0].code == "other_filters"


@pytest.mark.parametrize(
    ("query", "limit"), [({}, 50), ({"limit": "1"}, 1), ({"limit": "200"}, 200)]
)
def test_a_page_has_its_length(query, limit):
    assert paging.limit(query) == limit


@pytest.mark.parametrize("asked", ["0", "201", "-1", "1.5", "", "x", "٥", "9" * 99, " 5"])
def test_a_length_out_of_range_is_a_bad_request(asked):
    with pytest.raises(Problem) as problem:
        paging.limit({"limit": asked})
    assert (problem.value.status, problem.value.errors[0].code) == (400, "out_of_range")
