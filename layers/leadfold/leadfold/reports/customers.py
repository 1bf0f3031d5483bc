"""Which cards are one customer now: merges that stand, undone ones left out."""

from collections.abc import Iterable, Mapping

from leadfold.reports.lake import Lake


def groups(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the customer of each card that is merged with others: the least id of its group.

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
    """Have the table ``customer`` (card_id, customer) of all cards that are merged with others."""
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
    """Return the SQL of a table's columns, with the customer of each row's card in front."""
    return (
        f"SELECT coalesce(customer.customer, {table}.card_id) AS customer, {columns} "
        f"FROM {table} LEFT JOIN customer USING (card_id) WHERE {where}"
    )
