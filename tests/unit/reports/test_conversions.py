"""Outcomes for the platforms, on the vectors of their documentation."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from leadfold.model import Card, Inquiry, LogEntry
from leadfold.reports import conversions
from leadfold.reports.conversions import Conversion, hashed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOLD = Conversion(
    id="log_1",
    stage="won",
    at=datetime(2026, 11, 20, 17, 2, 11, tzinfo=UTC),
    value=Decimal("1200.50"),
    currency="NOK",
    emails=("Ola.Hansen@gmail.com",),
    phones=("+4791234567",),
    first_name="Ola",
    last_name="Hansen",
    postcode="0155",
    country="NO",
    asked_at=datetime(2026, 11, 19, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("normalised", "raw", "expected", "digest"),
    [
        # Meta's customer information parameters.
        (
            conversions.meta_email,
            "John_Smith@gmail.com",
            "john_smith@gmail.com",
            "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        ),
        (
            conversions.meta_phone,
            "+1 (650)555-1212",
            "16505551212",
            "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
        ),
        (
            conversions.meta_text,
            "Mary",
            "mary",
            "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
        ),
        (
            conversions.meta_text,
            "Valéry",
            "valéry",
            "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c",
        ),
        (
            conversions.meta_text,
            "정",
            "정",
            "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14",
        ),
        (
            conversions.meta_code,
            "US",
            "us",
            "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
        ),
    ],
)
def test_metas_documented_vectors(normalised, raw, expected, digest):
    assert (normalised(raw), hashed(normalised(raw))) == (expected, digest)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" Test@Example.COM ", "test@example.com"),
        ("jane.doe.smith@gmail.com", "janedoesmith@gmail.com"),
        ("jane.doe@googlemail.com", "janedoe@googlemail.com"),
        ("jane.doe@example.com", "jane.doe@example.com"),
        ("jane+ads@gmail.com", "jane+ads@gmail.com"),
    ],
)
def test_googles_rules_for_addresses(raw, expected):
    assert conversions.google_email(raw) == expected


def test_one_phone_has_two_hashes():
    [google] = conversions.google_payload([SOLD], action="a")["conversions"]
    meta, _ = conversions.meta_payload([SOLD], tool="Leadfold", now=NOW)
    assert {"hashedPhoneNumber": hashed("+4791234567")} in google["userIdentifiers"]
    assert meta["data"][0]["user_data"]["ph"] == [hashed("4791234567")]


def test_a_conversion_as_google_takes_it():
    action = "customers/1/conversionActions/2"
    body = conversions.google_payload([SOLD], action=action, consent=True)
    [one] = body["conversions"]
    assert body["partialFailure"] is True
    assert one["conversionDateTime"] == "2026-11-20 17:02:11+00:00"
    assert (one["conversionValue"], one["currencyCode"], one["orderId"]) == (1200.5, "NOK", "log_1")
    assert one["consent"] == {"adUserData": "GRANTED"}
    assert one["userIdentifiers"] == [
        {"hashedEmail": hashed("olahansen@gmail.com")},
        {"hashedPhoneNumber": hashed("+4791234567")},
        {
            "addressInfo": {
                "hashedFirstName": hashed("ola"),
                "hashedLastName": hashed("hansen"),
                "postalCode": "0155",
                "countryCode": "NO",
            }
        },
    ]


def test_google_takes_five_identifiers_at_most():
    many = Conversion(
        id="1", stage="won", at=NOW, emails=tuple(f"a{n}@example.com" for n in range(9))
    )
    [one] = conversions.google_payload([many], action="a")["conversions"]
    assert len(one["userIdentifiers"]) == 5


def test_a_conversion_as_meta_takes_it():
    lead = Conversion(id="1", stage="qualified", at=SOLD.at, meta_lead_id="900000000000101")
    body, refused = conversions.meta_payload([lead], tool="Leadfold", now=NOW)
    assert refused == []
    assert body == {
        "data": [
            {
                "event_name": "qualified",
                "event_time": 1795194131,
                "event_id": "1",
                "action_source": "system_generated",
                "user_data": {"lead_id": 900000000000101},
                "custom_data": {"event_source": "crm", "lead_event_source": "Leadfold"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"at": NOW - timedelta(days=8)}, "too_old"),
        ({"asked_at": NOW, "at": NOW - timedelta(days=1)}, "before_its_lead"),
        ({"emails": (), "phones": ()}, "nobody"),
    ],
)
def test_what_meta_would_refuse_is_not_sent(values, reason):
    known = {"id": "1", "stage": "won", "at": NOW, "emails": ("a@example.com",)}
    body, refused = conversions.meta_payload([Conversion(**known | values)], tool="x", now=NOW)
    assert (body["data"], refused) == ([], [("1", reason)])


def test_the_files_hold_hashes_and_no_contact_data():
    google = conversions.google_file([SOLD], name="Sale", consent=False).decode()
    meta = conversions.meta_file([SOLD], now=NOW).decode()
    assert google.splitlines()[0] == "Parameters:TimeZone=+0000"
    [row] = csv.DictReader(io.StringIO(google.partition("\n")[2]))
    assert (row["Conversion Time"], row["Conversion Value"]) == ("2026-11-20 17:02:11", "1200.50")
    assert row["Ad User Data"] == "Denied"
    for text in (google, meta):
        assert not any(part in text.casefold() for part in ("gmail", "91234567", "ola", "hansen"))


@pytest.mark.parametrize("click", ["=cmd|' /C calc'!A0", "-1+1", "a,b", "<x>"])
def test_a_click_id_that_is_none_stays_out_of_the_files(click):
    odd = Conversion(
        id="1",
        stage="won",
        at=NOW,
        asked_at=NOW,
        emails=("a@b.no",),
        clicks={"gclid": click, "fbclid": click},
    )
    for body in (conversions.google_file([odd], name="x"), conversions.meta_file([odd], now=NOW)):
        assert click.encode() not in body


def card(**values):
    known = {"id": "card_1", "created_at": "2026-11-01T00:00:00Z", "emails": ("a@b.no",)}
    return Card(**known | values)


def asked(ident, date, platform="google", lead_id=None, **clicks):
    return Inquiry(
        id=ident,
        card_id="card_1",
        date=date,
        received_at=date,
        kind="first",
        number=1,
        source="s",
        platform=platform,
        delivery_id="d",
        lead_id=lead_id,
        fields={},
        answers={},
        attribution=clicks,
        new_card=True,
    )


STAGE = LogEntry(
    id="log_1",
    card_id="card_1",
    kind="stage",
    at="2026-11-10T00:00:00Z",
    written_at="2026-11-10T00:00:00Z",
    by="key_1",
    data={"stage": "won", "value": {"amount": "10.00", "currency": "NOK"}},
)


def test_the_click_is_the_last_one_before_the_outcome():
    inquiries = [
        asked("1", "2026-11-01T00:00:00Z", gclid="first"),
        asked("2", "2026-11-02T00:00:00Z", gclid="last"),
        asked("3", "2026-11-03T00:00:00Z"),
        asked("4", "2026-11-11T00:00:00Z", gclid="after"),
    ]
    found = conversions.conversion(card(), inquiries, STAGE)
    assert (found.clicks, found.value) == ({"gclid": "last"}, Decimal("10.00"))


def test_meta_knows_its_lead_by_the_id_that_it_gave_the_last_one():
    inquiries = [
        asked("1", "2026-11-01T00:00:00Z", platform="meta", lead_id="900000000000101"),
        asked("2", "2026-11-02T00:00:00Z", platform="meta", lead_id="900000000000102"),
        asked("3", "2026-11-03T00:00:00Z", platform="google", lead_id="900000000000103"),
        asked("4", "2026-11-11T00:00:00Z", platform="meta", lead_id="900000000000104"),
    ]
    found = conversions.conversion(card(), inquiries, STAGE)
    [event] = conversions.meta_payload([found], tool="CRM", now=found.at)[0]["data"]
    assert event["user_data"]["lead_id"] == 900000000000102


def test_a_stage_before_the_first_lead_is_none_that_meta_takes():
    later = [asked("2", "2026-11-12T00:00:00Z"), asked("1", "2026-11-11T00:00:00Z")]
    found = conversions.conversion(card(), later, STAGE)
    payload, refused = conversions.meta_payload([found], tool="CRM", now=found.at)
    assert (payload["data"], refused) == ([], [("log_1", "before_its_lead")])


@pytest.mark.parametrize("values", [{"state": "erased"}, {"flags": {"opt_out": "2026-11-01"}}])
def test_who_opted_out_or_is_erased_is_not_told_of(values):
    assert conversions.conversion(card(**values), [], STAGE) is None
