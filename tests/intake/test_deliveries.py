"""The same delivery twice is replayed: same ids, nothing added (contract, rule 4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold.model import Source
from tests.office import NOON, SITE

OLA = {"phone": "91234567", "full_name": "Ola Hansen"}
KARI = {"phone": "99887766", "full_name": "Kari Berg"}
OTHER = Source(id="other", country="NO")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def ids(answer):
    return (
        *(answer.card_id, answer.inquiry_id, answer.task_id, answer.quarantine_id),
        *(answer.delivery_id, answer.inquiry_date, answer.inquiry_number),
        *(answer.owner_id, answer.owner_email, answer.bucket, answer.match),
    )


def without_replays(office):
    items = (item for item in office.everything() if item["sk"] != "REPLAY")
    return sorted(items, key=lambda item: (item["pk"], item["sk"]))


# -- what tells a delivery again ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "about"),
    [
        (OLA | {"lead_id": "l1"}, {}),
        (OLA, {"key": "k1"}),
        (OLA, {}),
        (OLA | {"lead_id": "l1", "is_test": "true"}, {}),
        ({"message": "nobody", "lead_id": "l1"}, {}),
        ({"message": "nobody"}, {}),
    ],
    ids=["lead id", "idempotency key", "content", "test lead", "held", "held content"],
)
def test_a_delivery_told_again_gets_the_same_ids_and_adds_nothing(post, office, lead, about):
    first = post(lead, **about)
    stored = without_replays(office)
    again = post(lead, at=NOON + MINUTE, **about)
    assert (again.outcome, again.is_duplicate, again.is_new) == ("replayed", True, False)
    assert ids(again) == ids(first)
    assert without_replays(office) == stored


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (({"lead_id": "1"}, {}), ({"lead_id": "2"}, {})),
        (({}, {"key": "1"}), ({}, {"key": "2"})),
        (({"lead_id": "1"}, {"key": "k"}), ({"lead_id": "2"}, {"key": "k"})),
        (({"lead_id": "1"}, {}), ({}, {"key": "1"})),
        (({"lead_id": "1"}, {}), ({"lead_id": "1"}, {"source": OTHER})),
        (({}, {"key": "1"}), ({}, {"key": "1", "source": OTHER})),
        (({}, {}), ({}, {"source": OTHER})),
        (({}, {}), ({"message": "please call"}, {})),
        (({}, {}), ({"colour": "red"}, {})),
        (({"form_id": "a"}, {}), ({"form_id": "b"}, {})),
    ],
)
def test_other_deliveries_of_a_customer_are_inquiries_of_their_own(post, office, first, second):
    (lead, about), (other_lead, other_about) = first, second
    made = post(OLA | lead, **about)
    assert post(OLA | other_lead, **other_about).outcome == "repeat"
    assert len(office.inquiries(made.card_id)) == 2


def test_the_lead_id_comes_before_the_idempotency_key(post):
    post(OLA, lead_id="l1", key="k1")
    assert post(OLA, lead_id="l1", key="k2").outcome == "replayed"


@pytest.mark.parametrize(
    "same",
    [
        {"submitted_at": "2026-11-23T11:59:00Z"},
        {"gclid": "abc", "fbclid": "def"},
        {"phone": "+47 912 34 567"},
        {"full_name": "HANSEN, ola"},
        {"first_name": "Ola", "last_name": "Hansen", "full_name": ""},
    ],
)
def test_content_is_told_again_whatever_its_time_click_ids_and_spelling(post, same):
    post(OLA)
    assert post(OLA | same).outcome == "replayed"


def test_fields_in_another_order_are_the_same_content(post):
    post(phone="91234567", message="call", colour="red")
    assert post(colour="red", message="call", phone="91234567").outcome == "replayed"


# -- how long -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "about", "remembered"),
    [
        ({}, {}, timedelta(minutes=5)),
        ({"lead_id": "l1"}, {}, timedelta(days=400)),
        ({}, {"key": "k1"}, timedelta(days=30)),
        ({}, {"source": replace(SITE, double_submit_seconds=60)}, timedelta(minutes=1)),
    ],
)
def test_a_delivery_is_remembered_for_its_time(post, office, lead, about, remembered):
    made = post(OLA | lead, **about)
    inside, outside = remembered - timedelta(seconds=1), remembered + timedelta(seconds=2)
    assert post(OLA | lead, at=NOON + inside, **about).outcome == "replayed"
    assert post(OLA | lead, at=NOON + outside, **about).outcome == "repeat"
    assert post(OLA | lead, at=NOON + outside, **about).outcome == "replayed"
    assert len(office.inquiries(made.card_id)) == 2


# -- one id, something else -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"message": "again"},
        {"email": "ola@example.com"},
        {"full_name": "Ola Nordmann Hansen"},
    ],
)
@pytest.mark.parametrize("about", [{"key": "k1"}, {}], ids=["key", "lead id"])
def test_one_id_with_other_content_is_replayed_and_the_difference_kept(post, office, about, change):
    lead = OLA | ({} if about else {"lead_id": "l1"})
    first, again = post(lead, **about), post(lead | change, **about)
    assert (again.outcome, again.warning_codes) == ("replayed", "content_differs")
    assert ids(again) == ids(first)
    [body] = office.raw.kept.values()
    assert all(value.encode() in body for value in change.values())
    assert len(office.inquiries(first.card_id)) == 1


def test_one_id_with_another_persons_identities_is_held(post, office):
    first = post(OLA, lead_id="l1")
    reused = post(KARI, lead_id="l1")
    assert (reused.outcome, reused.card_id) == ("quarantined", None)
    assert office.held == {reused.quarantine_id: "delivery_id_reused"}
    assert post(OLA, lead_id="l1").card_id == first.card_id
    assert len(office.cards) == 1


def test_one_id_with_another_national_id_is_held(post, office):
    post(OLA, lead_id="l1", national_id="15076500565")
    post(OLA, lead_id="l1", national_id="21016400952")
    assert list(office.held.values()) == ["delivery_id_reused"]


def test_a_held_reuse_told_again_is_replayed(post, office):
    post(OLA, lead_id="l1")
    reused, again = post(KARI, lead_id="l1"), post(KARI, lead_id="l1")
    assert (again.outcome, again.quarantine_id) == ("replayed", reused.quarantine_id)
    assert len(office.held) == 1


def test_two_people_who_reuse_an_id_are_held_both(post, office):
    post(OLA, lead_id="l1")
    post(KARI, lead_id="l1")
    post(phone="40404040", full_name="Per Dahl", lead_id="l1")
    assert list(office.held.values()) == ["delivery_id_reused"] * 2
    assert len(office.raw.kept) == 2


# -- test leads and counting ----------------------------------------------------------------------


@pytest.mark.parametrize("is_test", [True, "true", "1", "Yes"])
def test_a_test_lead_is_answered_and_leaves_nothing_but_its_delivery(post, office, is_test):
    answer = post(OLA, is_test=is_test)
    assert (answer.outcome, answer.is_test, answer.card_id) == ("test", True, None)
    kinds = {str(item["sk"]).partition("#")[0] for item in office.everything()}
    assert kinds - {"OWNER", "BUCKET", "SOURCE"} == {"DLV"}


@pytest.mark.parametrize("is_test", [False, "false", "", "0"])
def test_a_lead_that_is_no_test_is_none(post, is_test):
    assert post(OLA, is_test=is_test).outcome == "created"


def test_a_test_lead_and_a_real_one_of_the_same_content_are_two(post):
    post(OLA, is_test=True)
    assert post(OLA).outcome == "created"


def test_replays_are_counted_beside_the_delivery(post, office):
    first = post(OLA)
    for _ in range(3):
        post(OLA)
    [replays] = office.stored("REPLAY")
    assert (replays["replays"], replays["of"]) == (3, first.inquiry_id)
    assert (replays["delivery_id"], replays["is_test"]) == (first.delivery_id, False)
