"""How good a clustering is, against the truth: all in time linear in the rows.

A pair is two rows of one card (`joined`), of one person (`true`), or of both (`right`).
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench import report

#: The class of the pairs of which neither row has an error.
CLEAN = "(no error)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Whose a row is, and the classes of the errors in it."""

    person: str
    noise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ByClass:
    """Pairs of which one row at least has an error of a class."""

    true: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        return _share(self.right, self.true)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`mixed` cards hold several people, `split` people have several cards.

    `largest` is the number of rows on the largest card, `largest_people` of whom they are.
    """

    rows: int
    people: int
    cards: int
    true: int
    joined: int
    right: int
    bcubed_precision: float
    bcubed_recall: float
    mixed: int
    split: int
    largest: int
    largest_people: int
    classes: dict[str, ByClass]

    @property
    def precision(self) -> float:
        return _share(self.right, self.joined)

    @property
    def recall(self) -> float:
        return _share(self.right, self.true)

    @property
    def f1(self) -> float:
        return _harmonic(self.precision, self.recall)

    @property
    def bcubed_f1(self) -> float:
        return _harmonic(self.bcubed_precision, self.bcubed_recall)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def score(cards: Mapping[str, str], truth: Mapping[str, Truth]) -> Score:
    """Compare the card of each row with whose it is; a row without a card is one of its own."""
    card_of = {row: cards.get(row, f"\0{row}") for row in truth}
    on_card = Counter(card_of.values())
    of_person = Counter(one.person for one in truth.values())
    cells = Counter((card_of[row], one.person) for row, one in truth.items())
    people_on = Counter(card for card, _ in cells)
    largest = max(on_card, key=lambda card: (on_card[card], card)) if on_card else ""
    count = len(truth)
    return Score(
        rows=count,
        people=len(of_person),
        cards=len(on_card),
        true=_pairs(of_person.values()),
        joined=_pairs(on_card.values()),
        right=_pairs(cells.values()),
        bcubed_precision=sum(n * n / on_card[card] for (card, _), n in cells.items())
        / (count or 1),
        bcubed_recall=sum(n * n / of_person[who] for (_, who), n in cells.items()) / (count or 1),
        mixed=sum(people > 1 for people in people_on.values()),
        split=sum(n > 1 for n in Counter(who for _, who in cells).values()),
        largest=on_card[largest],
        largest_people=people_on[largest],
        classes=_by_class(card_of, truth, on_card, of_person, cells),
    )


def _by_class(
    card_of: Mapping[str, str],
    truth: Mapping[str, Truth],
    on_card: Counter[str],
    of_person: Counter[str],
    cells: Counter[tuple[str, str]],
) -> dict[str, ByClass]:
    """Count the pairs with a class: those of all rows, less those of the rows without it."""
    names = sorted({kind for one in truth.values() for kind in one.noise})
    found = {}
    for kind in (CLEAN, *names):
        members = [row for row, one in truth.items() if _has(one, kind)]
        counts = (
            _touched(on_card, Counter(card_of[row] for row in members), kind),
            _touched(of_person, Counter(truth[row].person for row in members), kind),
            _touched(cells, Counter((card_of[row], truth[row].person) for row in members), kind),
        )
        joined, true, right = counts
        found[kind] = ByClass(true=true, right=right, wrong=joined - right)
    return found


def _has(one: Truth, kind: str) -> bool:
    return not one.noise if kind == CLEAN else kind in one.noise


def _touched(sizes: Counter, members: Counter, kind: str) -> int:
    """Return the pairs in groups of which one is a member, or for the clean class both are."""
    if kind == CLEAN:
        return _pairs(members.values())
    return sum(
        _pairs((sizes[group],)) - _pairs((sizes[group] - n,)) for group, n in members.items()
    )


def read_cards(path: Path) -> dict[str, str]:
    """Read `clusters.csv`: the card of each row."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["card_id"] for row in csv.DictReader(file)}


def read_truth(path: Path) -> dict[str, Truth]:
    """Read rows, one JSON object a line, with `record_id` or `lead_id`, `true_person`, `noise`."""
    found = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            ident = row.get("record_id") or row["lead_id"]
            found[ident] = Truth(person=row["true_person"], noise=tuple(row.get("noise", ())))
    return found


HEADER = ("matcher", "precision", "recall", "F1", "B³ F1", "cards", "people", "mixed", "split",
          "largest", "people on it")  # fmt: skip


def line(name: str, found: Score) -> tuple[object, ...]:
    """Return a row of the table."""
    return (
        name,
        *(f"{v:.4f}" for v in (found.precision, found.recall, found.f1, found.bcubed_f1)),
        found.cards,
        found.people,
        found.mixed,
        found.split,
        found.largest,
        found.largest_people,
    )


def class_table(found: Score) -> str:
    """Return recall and wrong pairs by class, the worst recall first."""
    worst = sorted(found.classes.items(), key=lambda item: item[1].recall)
    rows = [(name, one.true, f"{one.recall:.3f}", one.wrong) for name, one in worst]
    return report.table(("error in one of the two", "true pairs", "recall", "false joins"), rows)
