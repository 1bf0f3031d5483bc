"""Made-up rows are the same every time, and their truth is the truth."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest

from leadfold.normalise import email, national_id, phone
from tests.bench.english import ENGLISH
from tests.bench.identity import sets
from tests.bench.leads import RATES, leads
from tests.bench.people import SHARES, population
from tests.bench.records import DISTRIBUTIONS, Plan, records
from tests.bench.shapes import shapes
from tests.bench.tables import PROFILES, WORDS

TODAY = date(2026, 11, 21)
KINDS = list(sets(1, 1, "train"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("profile", PROFILES)
def test_equal_arguments_give_equal_rows(kind, profile):
    one, other = (list(sets(300, 7, profile)[kind]()) for _ in range(2))
    assert one == other
    assert one != list(sets(300, 8, profile)[kind]())


@pytest.mark.parametrize("rows", [1, 2, 500])
@pytest.mark.parametrize("kind", KINDS)
def test_there_are_as_many_rows_as_asked_for_each_with_an_id_of_its_own(kind, rows):
    made = list(sets(rows, 7, "train")[kind]())
    assert len({row.get("record_id") or row["lead_id"] for row in made}) == rows


def test_rows_of_a_lead_without_an_error_in_a_key_share_a_key_with_their_person():
    harmless = {"phone_spelling", "gmail_dots", "email_tag", "email_case"}
    other = {"national_id_slip", "relatives_national_id", "birth_date_slip", "name_case", "title"}
    found = defaultdict(set)
    for row in leads(3000, 7):
        if set(row["noise"]) <= harmless | other and "phone" in row:
            found[row["true_person"]].add(phone.parse(row["phone"], row["country"]).e164)
    assert {len(numbers) for numbers in found.values()} == {1}


def test_every_error_happens_in_a_stream_and_no_row_names_one_twice():
    rows = list(leads(6000, 7))
    assert {kind for row in rows for kind in row["noise"]} == {one.__name__ for one in RATES}
    assert all(len(set(row["noise"])) == len(row["noise"]) for row in rows)


def test_leads_come_in_the_order_of_their_arrival():
    times = [row["received_at"] for row in leads(500, 7)]
    assert times == sorted(times)


@pytest.mark.parametrize("profile", PROFILES)
def test_people_have_valid_numbers_of_their_own(profile):
    people = population(700, Random(7), profile, tuple(SHARES))
    numbers = [one.national_id for one in people if one.national_id and one.country != "US"]
    assert len(set(numbers)) == len(numbers)
    for one in people:
        number = phone.parse(one.phone, None)
        assert number
        assert (number.country, number.e164) == (one.country, one.phone)
        assert email.parse(one.email)
        if one.national_id and one.country != "US":
            assert national_id.parse(one.national_id, one.country, TODAY)


def test_households_have_what_makes_people_hard_to_tell_apart():
    people = population(4000, Random(7), "train", tuple(SHARES))
    pairs = [(one, other) for one in people for other in one.others]
    assert any((a.given, a.surname) == (b.given, b.surname) and a.born != b.born for a, b in pairs)
    assert any(a.born == b.born and a.surname == b.surname for a, b in pairs)
    assert any(one.inherited_phone for one in people)
    assert Counter((one.given, one.surname) for one in people).most_common(1)[0][1] > 5


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_person_has_at_most_so_many_records_and_a_record_so_many_errors(distribution):
    rows = records(Plan(rows=800, seed=7, most=6, errors=3, distribution=distribution))
    assert 3 <= max(Counter(row["true_person"] for row in rows).values()) <= 6
    assert max(len(row["noise"]) for row in rows) <= 3


def test_records_without_keys_have_few():
    rows = records(Plan(rows=1000, seed=7))
    assert not any("email" in row for row in rows)
    assert 0.05 < sum("phone" in row for row in rows) / len(rows) < 0.25


def test_the_holdout_has_other_names():
    for code, words in WORDS["train"].items():
        held_out = WORDS["holdout"][code]
        assert len({*words.surnames} & {*held_out.surnames}) <= 1
        assert len({*words.female} & {*held_out.female}) <= 2


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("shape", shapes(1, 1, "train"))
def test_files_of_other_shapes_are_the_same_each_time(shape, profile):
    one, again = (shapes(400, 7, profile)[shape]() for _ in range(2))
    assert one == again != shapes(400, 8, profile)[shape]()
    assert len(one) == len({row[next(iter(row))] for row in one}) == 400
    assert 30 < len({row["true_person"] for row in one}) < 400


def test_the_english_holdout_has_other_words():
    train, holdout = (ENGLISH[profile] for profile in PROFILES)
    for part in ("male", "female", "surnames", "stems", "ends", "streets", "towns"):
        assert {*getattr(train, part)}.isdisjoint(getattr(holdout, part)), part
