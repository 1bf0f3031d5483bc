"""A customer with many members takes few requests, however many inquiries there are."""

import pytest

from tests.bench import crowded

MEMBERS = 50
#: Calls → the most requests that each may take: one for the id asked for, one for the living card,
#: then one of each member's partition, of a timeline two.
MOST = {
    "merge": 3,
    "GET card": MEMBERS + 3,
    "a page of inquiries": MEMBERS + 3,
    "a page of the timeline": 2 * MEMBERS + 4,
    "undo": MEMBERS + 9,
}

#: A whole card has 200 inquiries at most, and a request brings at least 20.
READ_ON = 10


@pytest.fixture(scope="module")
def most(dynamodb_url):
    """What calls take with as many members as there may be, each with two inquiries."""
    return crowded.measure(dynamodb_url, members=MEMBERS, inquiries=2 * (MEMBERS + 1))


@pytest.fixture(scope="module")
def grown(dynamodb_url):
    """What calls take with few members and few inquiries, and with many inquiries."""
    return [crowded.measure(dynamodb_url, members=4, inquiries=many) for many in (10, 500)]


@pytest.mark.parametrize("call", MOST)
def test_requests_are_bounded(most, call):
    assert most[call].requests <= MOST[call]


@pytest.mark.parametrize("call", ["merge", "undo"])
def test_requests_of_a_merge_do_not_grow_with_inquiries(grown, call):
    """Those of an undo do from 1 000 on one member on, or a megabyte: it reads them all."""
    few, many = (costs[call].requests for costs in grown)
    assert many == few


@pytest.mark.parametrize("call", ["GET card", "a page of inquiries", "a page of the timeline"])
def test_requests_of_a_page_grow_no_further_than_the_page(grown, call):
    few, many = (costs[call].requests for costs in grown)
    assert many - few <= READ_ON
