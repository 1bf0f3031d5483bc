"""The price of a lead: sequential round trips and write units, as design.md allows them.

Both are exact, so they are asserted; times are only measured, by ``make bench``.
"""

import pytest

from tests.bench import outcomes
from tests.bench.outcomes import CASES, LISTINGS, PAIRINGS

BUDGETED = [case for case in CASES if case.budget]


@pytest.mark.parametrize("case", BUDGETED, ids=lambda case: case.name)
def test_a_lead_stays_within_its_budget(case, dynamodb_url):
    cost = outcomes.measure(case, dynamodb_url)

    assert cost.round_trips <= case.budget.round_trips, cost.calls
    assert cost.write_units <= case.budget.write_units, cost.items


def test_old_configuration_costs_one_round_trip(dynamodb_url):
    [new] = [case for case in CASES if case.name == "new, no candidates"]
    [later] = [case for case in CASES if case.later]

    fresh = outcomes.measure(new, dynamodb_url)
    old = outcomes.measure(later, dynamodb_url)

    assert old.round_trips == fresh.round_trips + 1, old.calls
    assert old.write_units == fresh.write_units


def test_a_repeat_leaves_the_index_alone(dynamodb_url):
    [repeat] = [case for case in CASES if case.name == "repeat"]

    assert outcomes.measure(repeat, dynamodb_url).index_units == 0


def test_a_pair_that_is_met_again_costs_no_more_than_the_first_time(dynamodb_url):
    first, again = (
        outcomes.measure(case, dynamodb_url) for case in CASES if case.name.startswith("on two")
    )

    assert again.round_trips == first.round_trips == 3, again.calls
    assert again.write_units <= first.write_units, again.items
    assert again.index_units == 0


@pytest.mark.parametrize(("lead", "units"), [*zip(PAIRINGS.values(), (1, 11), strict=True)])
def test_what_follows_a_new_card_costs_a_unit_for_each_block_and_one_for_its_note(
    lead, units, dynamodb_url
):
    cost = outcomes.measure_pairing(lead, dynamodb_url)

    assert cost.write_units == len(cost.items) == units, cost.items


@pytest.mark.parametrize(
    ("what", "units", "round_trips"),
    [
        # Its changes, owner, source, bucket and status, five places of its name; its note, twice.
        ("a new card", 12, 5),
        # In a transaction: from one place among the changes to another; its note.
        ("a repeat", 6, 3),
        # Every item says the status: ten are written anew, two go.
        ("another status", 26, 3),
    ],
)
def test_lists_cost_a_card_so_much(what, units, round_trips, dynamodb_url):
    cost = outcomes.measure_listing(LISTINGS[what], dynamodb_url)

    assert (cost.write_units, cost.round_trips) == (units, round_trips), (cost.items, cost.calls)


def test_a_page_costs_a_request_for_each_partition_and_one_for_its_cards(dynamodb_url):
    costs = outcomes.measure_pages(dynamodb_url)

    assert {name: cost.calls.count("Query") for name, cost in costs.items()} == {
        "all, 50 of 200": 8,
        "by source, 50 of 200": 1,
        "a name, 50 of 200": 2,
        "a phone": 1,
    }
    assert all(cost.calls.count("BatchGetItem") <= 2 for cost in costs.values())
