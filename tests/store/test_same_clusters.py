"""The same leads end on the same cards in either store, without one, and each time."""

from collections.abc import Iterator
from datetime import date

from leadfold.normalise import person as people
from leadfold.store import Store
from leadfold.store.memory import Memory
from leadfold.store.table import Table
from leadfold.testwash.matcher import Matcher, prepared
from tests.bench.leads import leads

TODAY = date(2026, 11, 23)
SEED = 11


def clusters(store: Store | None, rows: int) -> Iterator[tuple[str, int | None, float]]:
    """Yield card, level and score of each lead, cards numbered in the order of their coming."""
    matcher = Matcher(store)
    sent = (
        {field: value for field, value in row.items() if isinstance(value, str)}
        for row in leads(rows, SEED)
    )
    placed = [matcher.place(prepared(people.parse(fields, None, TODAY))) for fields in sent]
    matcher.settle()
    for one in placed:
        match = one.match
        yield (
            matcher.final(one.card),
            match.level if match else None,
            match.score if match else 0.0,
        )


def test_a_test_wash_both_stores_and_every_run_give_the_same_cards_in_the_same_order(
    shared_dynamodb, table_name, pytestconfig
):
    rows = 20_000 if pytestconfig.getoption("--soak") else 2000
    first = list(clusters(None, rows))
    assert len({card for card, _, _ in first}) < 0.7 * rows
    assert list(clusters(Memory(), rows)) == first
    assert list(clusters(Table(shared_dynamodb, table_name), rows)) == first
