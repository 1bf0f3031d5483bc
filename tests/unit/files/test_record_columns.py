"""Columns about a customer's record: owner, source, dates, do-not-call, deceased, status."""

from datetime import date

import pytest

from leadfold.files import record_columns

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Owner", "owner"),
        ("Lead Owner Name", "owner"),
        ("Ansvarlig selger", "owner"),
        ("Säljare", "owner"),
        ("Vastuuhenkilö", "owner"),
        ("Υπεύθυνος", "owner"),
        ("נציג", "owner"),
        ("Lead Source", "source"),
        ("Kilde", "source"),
        ("Källa", "source"),
        ("Πηγή", "source"),
        ("מקור", "source"),
        ("CreatedAt", "created"),
        ("Sist oppdatert", "updated"),
        ("Senast kontaktad", "contacted"),
        ("Τελευταία αγορά", "purchased"),
        ("Reservert mot telefonsalg", "do_not_call"),
        ("לא להתקשר", "do_not_call"),
        ("Dødsdato", "deceased"),
        ("Lead Status", "status"),
        ("Favourite colour", None),
        ("phone", None),
    ],
)
def test_columns_about_the_record_are_known_by_their_names(name, role):
    assert record_columns.role_of(name) == role


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T08:00:00Z", date(2026, 3, 1)),
        ("2026-03-01 08:00:00", date(2026, 3, 1)),
        ("01.03.2026", date(2026, 3, 1)),
        ("01.03.2026 08:00", date(2026, 3, 1)),
        ("1772352000", date(2026, 3, 1)),
        ("2027-01-01", None),
        ("2026-13-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_are_read_in_any_usual_spelling(text, day):
    assert record_columns.day_of(text, "NO", TODAY) == day
