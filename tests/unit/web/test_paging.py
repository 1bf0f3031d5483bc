"""Cursors, facts and keyed hashes: small pure steps that others build on."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.errors import Problem
from leadfold.keyed import KeyedHash
from leadfold.reports.facts import fact
from leadfold.web import paging

FILTERS = {"owner": "ann", "kind": None}
KEYED = KeyedHash(b"a secret of tests, 32 bytes long")

# -- paging ---------------------------------------------------------------------------------------


@given(st.text(), st.dictionaries(st.text(), st.none() | st.text()))
def test_a_cursor_goes_on_where_it_was_given(place, filters):
    assert paging.after({"cursor": paging.cursor(place, filters)}, filters) == place


def test_no_cursor_begins_at_the_beginning():
    assert paging.after({}, FILTERS) is paging.after({"cursor": ""}, FILTERS) is None


def forged(value):
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["x", "!", "é", "AAAA", forged([]), forged({}), forged(None), forged({"after": "x"}), "=" * 9],
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


# -- facts ----------------------------------------------------------------------------------------

INQUIRY = {
    "pk": "CARD#card_1",
    "sk": "INQ#2026-11-23T12:00:00Z#inq_1",
    "id": "inq_1",
    "card_id": "card_1",
    "date": "2026-11-23T12:00:00Z",
    "kind": "first",
    "source": "site",
    "fields": '{"phone": "91234567", "email": "ola@example.com"}',
    "answers": '{"Why?": "secret"}',
    "attribution": json.dumps(
        {"utm_source": "meta", "gclid": "click", "landing_page": "https://x.no?a=ola", "ad_id": "7"}
    ),
}


def test_the_fact_of_an_inquiry_has_ids_times_and_names_of_attribution():
    assert fact(INQUIRY) == {
        "fact": "inquiry",
        "id": "inq_1",
        "card_id": "card_1",
        "date": "2026-11-23T12:00:00Z",
        "kind": "first",
        "source": "site",
        "utm_source": "meta",
        "ad_id": "7",
    }


def test_no_fact_holds_contact_data_click_ids_or_addresses_of_pages():
    told = json.dumps(fact(INQUIRY))
    assert not [part for part in ("91234567", "ola", "click", "secret", "https") if part in told]


@pytest.mark.parametrize(
    ("item", "kind", "fact_id"),
    [
        ({"sk": "TASK", "id": "task_1", "status": "open"}, "task", "task_1"),
        ({"sk": "QUARANTINE", "id": "qtn_1", "code": "empty"}, "quarantine", "qtn_1"),
        ({"sk": "REPLAY", "delivery_id": "dlv_1", "replays": 2}, "replay", "dlv_1"),
    ],
)
def test_work_held_leads_and_replays_are_facts(item, kind, fact_id):
    found = fact(item)
    assert (found["fact"], found["id"]) == (kind, fact_id)


def test_the_fact_of_a_task_tells_when_it_was_done_and_not_what_was_noted():
    times = {"overdue_at": "2026-11-23T13:00:00Z", "done_at": "2026-11-23T14:00:00Z"}
    item = {"sk": "TASK", "id": "task_1", "status": "done", "reason": "Ola is on holiday", **times}
    assert fact(item) == {"fact": "task", "id": "task_1", "status": "done", **times}


@pytest.mark.parametrize("sk", ["CARD", "ID", "DLV", "SUGGESTION", "KEY", "SOURCE#site"])
def test_other_items_are_no_facts(sk):
    assert fact({"sk": sk, "id": "x"}) is None


# -- keyed hash -----------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_equal_values_have_equal_keys_and_others_others(one, other):
    assert (KEYED.of("phone", one) == KEYED.of("phone", other)) == (one == other)


@given(st.text(min_size=4))
def test_a_key_tells_nothing_and_fits_into_a_path(value):
    key = KEYED.of("phone", value)
    assert key.startswith("v1.")
    assert len(key) == 46
    assert "/" not in key
    assert "#" not in key


def test_kinds_and_secrets_keep_equal_values_apart():
    other = KeyedHash(b"another secret of tests, 32 bytes")
    hashes = {KEYED.of("phone", "x"), KEYED.of("email", "x"), other.of("phone", "x")}
    assert len(hashes) == 3


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 31])
def test_a_short_secret_is_refused(secret):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyedHash(secret)


def test_text_that_is_no_unicode_has_a_key():
    assert KEYED.of("phone", "\ud800") != KEYED.of("phone", "\ud801")
