"""Scores of small clusterings, worked out by hand."""

from datetime import date

import pytest

from tests.bench import key_only
from tests.bench.identity import write
from tests.bench.key_only import cluster
from tests.bench.score import CLEAN, ByClass, Truth, read_cards, read_truth, score

#: Three rows of Ann, two of Bob.
TRUTH = {
    "1": Truth(person="ann"),
    "2": Truth(person="ann", noise=("typo",)),
    "3": Truth(person="ann"),
    "4": Truth(person="bob", noise=("typo", "moved")),
    "5": Truth(person="bob"),
}


@pytest.mark.parametrize(
    ("what", "cards", "precision", "recall"),
    [
        ("all right", "AAABB", 1, 1),
        ("all on one card", "AAAAA", 4 / 10, 1),
        ("each on a card of its own", "ABCDE", 1, 0),
        ("one of Ann's with Bob's", "AABBB", 2 / 4, 2 / 4),
    ],
)
def test_precision_and_recall_are_of_pairs(what, cards, precision, recall):
    found = score(dict(zip(TRUTH, cards, strict=True)), TRUTH)
    assert (found.precision, found.recall) == (precision, recall)


def test_a_card_of_two_people_is_mixed_and_a_person_on_two_cards_split():
    found = score(dict(zip(TRUTH, "AABBB", strict=True)), TRUTH)
    assert (found.mixed, found.split, found.cards, found.people) == (1, 1, 2, 2)
    assert (found.largest, found.largest_people) == (3, 2)


def test_b_cubed_is_the_mean_over_rows():
    found = score(dict(zip(TRUTH, "AABBB", strict=True)), TRUTH)
    assert found.bcubed_precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.bcubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_a_class_counts_the_pairs_of_which_one_row_has_it():
    found = score(dict(zip(TRUTH, "AABBB", strict=True)), TRUTH).classes
    assert found["typo"] == ByClass(true=3, right=2, wrong=1)  # 1-2, 2-3, 4-5; wrong 3-4
    assert found["moved"] == ByClass(true=1, right=1, wrong=1)
    assert found[CLEAN] == ByClass(true=1, right=0, wrong=1)  # 1-3; wrong 3-5


def test_a_row_that_the_matcher_lost_is_alone():
    assert score({"1": "A", "2": "A"}, TRUTH).cards == 4


def test_nothing_scores_as_right():
    assert score({}, {}).f1 == 1


def test_files_are_read_as_they_are_written(tmp_path):
    rows = [{"lead_id": "1", "phone": "9", "true_person": "ann", "noise": ["typo"]}]
    write(rows, tmp_path)
    assert read_truth(tmp_path / "truth.jsonl") == {"1": Truth(person="ann", noise=("typo",))}
    assert "ann" not in (tmp_path / "rows.jsonl").read_text()
    (tmp_path / "clusters.csv").write_text("record_id,card_id,level,score\n1,A,,\n")
    assert read_cards(tmp_path / "clusters.csv") == {"1": "A"}


@pytest.mark.parametrize("read", [key_only.keys, key_only.whole])
def test_keys_alone_join_in_chains(read):
    rows = [
        {"lead_id": "1", "phone": "912 34 567", "country": "NO"},
        {"lead_id": "2", "phone": "+4791234567", "email": "Ola@a.no", "country": "NO"},
        {"lead_id": "3", "email": "ola@a.no", "country": "SE"},
        {"lead_id": "4", "email": "per@a.no", "country": "SE"},
    ]
    cards = cluster(iter(rows), date(2026, 11, 21), read)
    assert cards["1"] == cards["2"] == cards["3"] != cards["4"]
