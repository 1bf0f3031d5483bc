"""Overlap, sources and tasks, by example."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from leadfold.reports import overlap, sources, tasks
from leadfold.reports.periods import Period
from tests.unit.reports.lakes import fact, inquiry, lake_of, spend

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def google(ident, card, date, **values):
    return inquiry(ident, card, date, source="google-main", platform="google", **values)


# -- overlap --------------------------------------------------------------------------------------


def test_the_same_person_on_two_platforms_and_what_it_cost(tmp_path):
    lake = lake_of(
        tmp_path,
        inquiry("inq_1", "card_1", "2026-11-02T10:00:00Z"),
        inquiry("inq_2", "card_9", "2026-11-02T11:00:00Z"),
        google("inq_3", "card_1", "2026-11-03T10:00:00Z"),
        google("inq_4", "card_8", "2026-11-03T11:00:00Z"),
        spend("spend_1", "2026-11-02", "10.00"),
        spend("spend_2", "2026-11-03", "7.00", platform="google"),
    )
    assert overlap.report(lake, Period()).rows == [
        {
            "platform": "google",
            "other_platform": "meta",
            "customers": 1,
            "inquiries": 2,
            "currency": "NOK",
            "cost": Decimal("8.50"),
            "cost_again": Decimal("3.50"),
        }
    ]


def test_customers_are_counted_in_one_currency_alone(tmp_path):
    lake = lake_of(
        tmp_path,
        inquiry("inq_1"),
        google("inq_2", "card_1", "2026-11-03T10:00:00Z"),
        spend("spend_1", "2026-11-02", "10.00", currency="EUR"),
        spend("spend_2", "2026-11-03", "70.00", platform="google"),
    )
    found = overlap.report(lake, Period()).rows
    assert [
        (row["customers"], row["inquiries"], row["currency"], row["cost"]) for row in found
    ] == [
        (1, 2, "NOK", Decimal(70)),
        (0, 0, "EUR", Decimal(10)),
    ]


@pytest.mark.parametrize(("state", "pairs"), [("done", 1), ("undone", 0)])
def test_merged_cards_are_the_same_person(tmp_path, state, pairs):
    lake = lake_of(
        tmp_path,
        inquiry("inq_1", "card_1"),
        google("inq_2", "card_2", "2026-11-03T10:00:00Z"),
        fact("merge", "merge_1", into="card_1", merged="card_2", state=state),
    )
    found = overlap.report(lake, Period()).rows
    assert len(found) == pairs
    assert [row["cost"] for row in found] == [None] * pairs


# -- sources --------------------------------------------------------------------------------------


def leads(source, *received):
    return [
        inquiry(f"inq_{source}_{n}", f"card_{n}", at, source=source)
        for n, at in enumerate(received)
    ]


def test_a_source_is_silent_when_its_rhythm_says_so(tmp_path):
    hourly = [f"2026-11-20T{hour:02d}:00:00Z" for hour in range(8)]
    lately = [f"2026-11-21T{hour:02d}:30:00Z" for hour in range(4, 12)]
    lake = lake_of(
        tmp_path, *leads("old", *hourly), *leads("live", *lately), *leads("rare", hourly[0])
    )
    found = {row["source"]: row for row in sources.report(lake, Period(), NOW).rows}
    assert {name: row["is_silent"] for name, row in found.items()} == {
        "old": "yes",
        "live": "no",
        "rare": "unknown",
    }
    assert found["live"]["last_lead_at"] == "2026-11-21T11:30:00Z"
    assert (found["live"]["silent_seconds"], found["live"]["usual_gap_seconds"]) == (1800, 3600)


def test_what_was_held_and_what_for(tmp_path):
    held = [
        fact(
            "quarantine",
            f"qua_{n}",
            source="a",
            code=code,
            status=status,
            received_at="2026-11-20T10:00:00Z",
        )
        for n, (code, status) in enumerate(
            [("no_identity", "open"), ("failed", "discarded"), ("failed", "released")]
        )
    ]
    lake = lake_of(tmp_path, *leads("a", "2026-11-20T09:00:00Z", "2026-11-20T09:30:00Z"), *held)
    [row] = sources.report(lake, Period(), NOW).rows
    assert (row["received"], row["quarantine_share"], row["error_share"]) == (4, 0.5, 0.25)


def test_the_time_from_form_to_card_is_read_from_the_inquirys_id(tmp_path):
    # 01KAK3QGZ8 is 2026-… in a ULID's first ten signs: milliseconds since 1970, base 32.
    moment = datetime(2026, 11, 20, 10, 0, 30, tzinfo=UTC)
    ident = f"inq_{ulid_time(moment)}0000000000000000"
    lake = lake_of(tmp_path, inquiry(ident, date="2026-11-20T10:00:00Z"))
    [row] = sources.report(lake, Period(), NOW).rows
    assert (row["submit_to_card_median"], row["submit_to_card_p95"]) == (30, 30)


def ulid_time(moment):
    from ulid import ULID

    return str(ULID.from_datetime(moment))[:10]


def test_what_a_lead_cost(tmp_path):
    lake = lake_of(
        tmp_path, inquiry("inq_1"), inquiry("inq_2", "card_2"), spend("spend_1", amount="5.00")
    )
    [row] = sources.report(lake, Period(), NOW).rows
    assert (row["currency"], row["cost"], row["cost_per_lead"]) == (
        "NOK",
        Decimal("5.00"),
        Decimal("2.50"),
    )


# -- tasks ----------------------------------------------------------------------------------------


def task(ident, card, due="2026-11-20T11:00:00Z", **values):
    known = {"kind": "first_contact", "status": "open", "owner_id": "kari"}
    made = {"card_id": card, "created_at": "2026-11-20T10:00:00Z", "due_at": due}
    return fact("task", ident, **known | made | values)


def called(ident, card, at):
    return fact("contact", ident, card_id=card, at=at, outcome="no_answer")


def test_how_soon_people_are_called(tmp_path):
    lake = lake_of(
        tmp_path,
        *(inquiry(f"inq_{n}", f"card_{n}", "2026-11-20T10:00:00Z") for n in range(6)),
        *(task(f"task_{n}", f"card_{n}") for n in range(4)),
        task("task_4", "card_4", due="2026-11-22T10:00:00Z"),
        task("task_5", "card_5", status="done"),
        called("log_1", "card_0", "2026-11-20T10:30:00Z"),
        called("log_2", "card_1", "2026-11-20T12:00:00Z"),
        called("log_3", "card_2", "2026-11-20T09:00:00Z"),  # before it was asked
    )
    assert tasks.report(lake, Period(), NOW).rows == [
        {
            "owner_id": "kari",
            "source": "meta-main",
            "tasks": 6,
            "in_time": 1,
            "late": 1,
            "waiting": 1,
            "overdue": 2,
            "closed_without_contact": 1,
            "in_time_share": 0.25,
            "median_seconds": 4500,
            "p90_seconds": 6660,
        }
    ]


def test_a_call_to_a_merged_card_is_one_to_the_customer(tmp_path):
    lake = lake_of(
        tmp_path,
        task("task_1", "card_1", owner_id=None),
        called("log_1", "card_2", "2026-11-20T10:30:00Z"),
        fact("merge", "merge_1", into="card_2", merged="card_1", state="done"),
    )
    [row] = tasks.report(lake, Period(), NOW).rows
    assert (row["owner_id"], row["source"], row["in_time"]) == ("(none)", "(none)", 1)


def test_tasks_of_other_kinds_and_days_are_left_out(tmp_path):
    others = (task("task_1", "card_1", kind="review"), task("task_3", "card_1", status="merged"))
    lake = lake_of(tmp_path, *others, task("task_2", "card_2"))
    assert sum(row["tasks"] for row in tasks.report(lake, Period(), NOW).rows) == 1
    assert tasks.report(lake, Period(start=NOW.date()), NOW).rows == []
