"""Rows that are placed one by one come together as they should, without a key."""

from datetime import date

import pytest

from leadfold.normalise import person as people
from leadfold.testwash.matcher import Matcher, prepared
from tests.bench.score import Truth, score
from tests.bench.shapes import shapes

TODAY = date(2026, 11, 21)
OTHERS = [
    {"first_name": name, "last_name": f"{name}sen", "birth_date": f"19{year}-05-17"}
    for name, year in zip("Arvid Bodil Dagny Einar Frida Geir".split(), range(40, 52), strict=False)
]


def washed(*rows):
    """Return the number of the customer of each row, others having come before."""
    matcher = Matcher()
    placed = [
        matcher.place(prepared(people.parse(row, row.get("country"), TODAY)))
        for row in [*OTHERS, *rows]
    ]
    matcher.settle()
    cards = [matcher.final(one.card) for one in placed[len(OTHERS) :]]
    return [cards.index(card) for card in cards]


OLA = {"first_name": "Ola", "last_name": "Quisling", "birth_date": "1980-02-03"}
HOME = {"street": "Storgata 5", "postcode": "0155", "city": "Oslo"}
NEW = {"street": "Torggata 9", "postcode": "0181", "city": "Oslo"}
NAMED = {"company": "Quisling Glass Ltd"}


@pytest.mark.parametrize(
    ("why", "rows", "customers"),
    [
        ("a former address, learnt between", [OLA | HOME, OLA | NEW,
         {"first_name": "Ola", "last_name": "Quisling"} | NEW], [0, 0, 0]),
        ("a birth date that can be none", [OLA | HOME | {"birth_date": "1980-02-33"}, OLA | HOME],
         [0, 0]),
        ("born before anybody that lives", [OLA | {"birth_date": "1791-02-03"}] * 2, [0, 0]),
        ("a year alone is as good as its first of January",
         [OLA | HOME | {"birth_date": "1980-01-01"}, OLA | HOME], [0, 0]),
        ("one number that nobody can check, one slip", [
            OLA | HOME | {"national_id": "7798684"},
            {"last_name": "Quisling", "national_id": "7798648"} | OLA | HOME], [0, 0]),
        ("namesakes at one address, with other numbers and dates", [
            OLA | HOME | {"national_id": "7798684"},
            OLA | HOME | {"national_id": "1313131", "birth_date": "1955-11-30"}], [0, 1]),
        ("phones of no country", [NAMED | {"phone": "213/624-1500"},
         {"company": "Quisling's Glass", "phone": "213-624-1500"}], [0, 0]),
        ("organisations with nothing but a name, in short", [
            {"company": "University of Quislingham"}, {"company": "Univ. Quislingham"}], [0, 0]),
        ("… and others of the same words but one", [
            {"company": "University of Quislingham"}, {"company": "University of Oldbrook"}],
         [0, 1]),
    ],
)  # fmt: skip
def test_rows_are_customers(why, rows, customers):
    assert washed(*rows) == customers


def test_comparing_once_more_finds_more_and_parts_nobody():
    matcher = Matcher()
    fields = {"surname": "last_name", "dob": "birth_date", "postcode_area": "postcode"}
    rows = shapes(600, 3, "train")["historical"]()
    cards = {
        row["unique_id"]: matcher.place(
            prepared(
                people.parse({fields.get(name, name): row[name] for name in SHOWN}, None, TODAY)
            )
        ).card
        for row in rows
    }
    truth = {row["unique_id"]: Truth(person=row["true_person"]) for row in rows}
    before = score({row: matcher.final(card) for row, card in cards.items()}, truth)
    matcher.settle()
    after = score({row: matcher.final(card) for row, card in cards.items()}, truth)
    assert after.right > before.right
    assert after.joined - after.right <= (before.joined - before.right) + 0.01 * after.joined


SHOWN = ("first_name", "surname", "dob", "birth_place", "postcode_area")
