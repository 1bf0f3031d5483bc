"""The least that finding duplicates can do: read rows, normalise them, join what has equal keys.

Nothing is compared, so that strangers on one number are one card. What it takes, and how well it
does, is what `testwash` is measured against. `python -m tests.bench.key_only FILE.jsonl DIR`, with
`keys` behind it to normalise nothing but the keys.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from leadfold.files.columns import FIELDS
from leadfold.normalise import email, national_id, phone
from leadfold.normalise import person as people


def main() -> None:
    file, directory = map(Path, sys.argv[1:3])
    read = keys if "keys" in sys.argv[3:] else whole
    today = datetime.now(UTC).date()
    with file.open(encoding="utf-8") as lines:
        cards = cluster(map(json.loads, lines), today, read)
    with (directory / "clusters.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("record_id", "card_id", "level", "score"))
        writer.writerows((row, card, "", "") for row, card in cards.items())


def cluster(
    rows: Iterator[Mapping[str, str]],
    today: date,
    read: Callable[[Mapping[str, str], date], Iterator[str]],
) -> dict[str, str]:
    """Return the card of each row: rows that share a key, in whatever chain, have one card."""
    parent: list[int] = []
    first: dict[str, int] = {}
    idents: list[str] = []

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for number, row in enumerate(rows):
        idents.append(row.get("record_id") or row["lead_id"])
        parent.append(number)
        for key in read(row, today):
            parent[root(number)] = root(first.setdefault(key, number))
    return {ident: str(root(number)) for number, ident in enumerate(idents)}


def whole(row: Mapping[str, str], today: date) -> Iterator[str]:
    """Yield what a row can be joined by, all of it normalised as `testwash` does."""
    person = people.parse({name: row[name] for name in FIELDS if row.get(name)}, None, today)
    if person.national_id:
        yield national_id.key(person.national_id)
    yield from (phone.key(called) for called in person.phones)
    yield from (mailbox.key for mailbox in person.emails)


def keys(row: Mapping[str, str], today: date) -> Iterator[str]:
    """Yield what a row can be joined by."""
    country = row.get("country")
    if (sent := row.get("national_id")) and (number := national_id.parse(sent, country, today)):
        yield national_id.key(number)
    if (sent := row.get("phone")) and (called := phone.parse(sent, country)):
        yield phone.key(called)
    if (sent := row.get("email")) and (mailbox := email.parse(sent)):
        yield mailbox.key


if __name__ == "__main__":
    main()
