"""The score: named reasons, never 100, and never better for more that is wrong."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from leadfold.testwash import issues, quality

ROWS = 50
COUNTS = st.dictionaries(st.sampled_from(sorted(quality.POINTS)), st.integers(0, ROWS))


@given(COUNTS)
def test_the_score_lies_between_0_and_99(counts):
    assert 0 <= quality.score(ROWS, counts) <= quality.BEST < 100


@given(COUNTS, st.sampled_from(sorted(quality.POINTS)), st.integers(1, ROWS))
def test_more_that_is_wrong_never_scores_more(counts, reason, more):
    worse = {**counts, reason: min(ROWS, counts.get(reason, 0) + more)}
    assert quality.score(ROWS, worse) <= quality.score(ROWS, counts)


@given(COUNTS)
def test_the_reasons_add_up_to_what_is_lost(counts):
    lost = sum(reason.points for reason in quality.reasons(ROWS, counts))
    assert quality.score(ROWS, counts) == max(0, int(quality.BEST - lost + 1e-9) if lost else 99)


@given(COUNTS, COUNTS)
def test_a_wash_never_scores_less_nor_its_best_less_than_its_least(counts, mendable):
    low, high = quality.washed(ROWS, counts, mendable)
    assert quality.score(ROWS, counts) <= low <= high <= quality.BEST


def test_a_file_with_nothing_wrong_has_99():
    assert quality.score(1, {}) == 99


def test_the_dead_and_those_who_said_no_come_before_all():
    counts = {"duplicate": 40, "suppressed": 1, "deceased": 1, "no_owner": 50}
    concerned = {"merge": 40, "stop_suppressed": 1, "stop_deceased": 1, "give_owners": 50}
    first = [action.name for action in quality.actions(ROWS, counts, concerned)]
    assert first == ["stop_deceased", "stop_suppressed", "merge", "give_owners"]


def test_every_reason_has_points_and_one_action():
    of_kinds = {kind.reason for kind in issues.KINDS.values() if kind.reason}
    assert of_kinds | {"no_phone", "no_email"} == set(quality.POINTS)
    assert set(quality.ACTION_OF) == set(quality.POINTS)
    assert sum(map(len, quality.ACTIONS.values())) == len(quality.POINTS)


def test_the_docs_publish_the_points_and_the_codes():
    text = (Path(__file__).parents[3] / "docs" / "testwash-report.md").read_text("utf-8")
    points = re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.MULTILINE)
    assert {name: int(number) for name, number in points} == quality.POINTS
    rows = re.findall(r"^\| ([^|`]+) \| `(\w+)` \|.*\| (?:`(\w+)` )?\|$", text, re.MULTILINE)
    told = {issues.Finding(field=field, code=code).kind: reason for field, code, reason in rows}
    assert told == {name: kind.reason or "" for name, kind in issues.KINDS.items()}
