"""Which cards are one customer now, by the merges that were not undone."""

from collections.abc import Iterable, Mapping

from leadfold.reports.lake import Lake


def groups(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the customer of each merged card: the smallest id of its group of cards.

    >>> groups([("b", "a"), ("c", "b")]) == {"a": "a", "b": "a", "c": "a"}
    True
    """
    parent: dict[str, str] = {}

    def root(card: str) -> str:
        while (above := parent.setdefault(card, card)) != card:
            parent[card] = parent[above]
            card = parent[card]
        return card

    for left, right in merges:
        ends = sorted((root(left), root(right)))
        parent[ends[1]] = ends[0]
    return {card: root(card) for card in parent}


def prepare(lake: Lake) -> None:
    """Create the table ``customer`` (card_id, customer) of all merged cards."""
    lake.ready(merge=("into", "merged", "state"))
    if "customer" in lake.memo:
        return
    standing = lake.sql("SELECT \"into\", merged FROM merge WHERE state = 'done'")
    known: Mapping[str, str] = groups(standing)
    lake.sql("CREATE OR REPLACE TEMP TABLE customer (card_id VARCHAR, customer VARCHAR)")
    lake.sql(
        "INSERT INTO customer SELECT unnest($cards), unnest($customers)",
        {"cards": list(known), "customers": list(known.values())},
    )
    lake.memo["customer"] = True


def of(table: str, columns: str, where: str = "true") -> str:
    """Return the SQL of a table's columns, with the customer of each row's card as the first."""
    return (
        f"SELECT coalesce(customer.customer, {table}.card_id) AS customer, {columns} "
        f"FROM {table} LEFT JOIN customer USING (card_id) WHERE {where}"
    )
