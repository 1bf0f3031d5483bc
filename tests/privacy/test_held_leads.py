"""Held and parked leads of an erased person go with them; those of others are not even read."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.cards import traces
from leadfold.cards.redaction import ERASED
from leadfold.errors import Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake.quarantine import discard, entry, release
from leadfold.keyed import KeyedHash
from leadfold.model import Card, Person
from leadfold.privacy import retention
from leadfold.privacy.erasing import held, lifecycle
from leadfold.store import items
from leadfold.store.memory import Memory
from leadfold.store.writes import Change, Delete
from tests.office import NOON, SECRET, Office

LATER = NOON + timedelta(hours=1)
OLA = {"full_name": "Ola Brattbakk", "phone": "912 34 567", "email": "ola@brattbakk.example"}
KEYED = KeyedHash(SECRET)


class Counting:
    """Counts the calls of a store, or of raw bytes."""

    def __init__(self, there: Any, counts: Counter[str]) -> None:
        self._there, self._counts = there, counts

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._there, name)

        def counted(*args: Any, **options: Any) -> Any:
            self._counts[name] += 1
            return call(*args, **options)

        return counted


def begin(office: Office, card_id: str | None, at=LATER) -> lifecycle.Erasure:
    begun = lifecycle.begin(
        str(card_id), office.desk, office.config, by="key", at=at, deadline=time.monotonic() + 60
    )
    assert begun
    return begun


def erase(office: Office, card_id: str | None, at=LATER) -> lifecycle.Erasure:
    begun = begin(office, card_id, at)
    until = time.monotonic() + 60
    return lifecycle.run(begun.id, office.desk, office.config, now=at, until=until)


def require(office: Office, *names: str) -> None:
    office.use(entry_rules=replace(office.source.entry_rules, required=names))


def hold(office: Office, lead: Mapping[str, Any] = OLA, **more: Any) -> str:
    """Let a lead be held, since it has no company, and return the id of its entry."""
    require(office, "company")
    answer = office.post({"lead_id": new_id("held")} | dict(lead), **more)
    require(office)
    assert answer.quarantine_id
    return answer.quarantine_id


def marked(office: Office) -> list[str]:
    return [item["pk"] for item in office.everything() if item["pk"].startswith("HELD#")]


def kept(office: Office) -> list[str]:
    return office.raw.names("held", after="", limit=100_000)


def status(office: Office, entry_id: str) -> tuple[str, str | None]:
    found = entry(office.store, entry_id)
    assert found
    return found.status, found.reason


# -- what others left costs nothing ---------------------------------------------------------------


def strangers(office: Office, count: int) -> None:
    """Let leads of others be held: with identities, without any, and unreadable."""
    require(office, "company")
    for number in range(count):
        match number % 3:
            case 0:
                office.post(full_name="Per Vik", phone=f"4{number:07}", lead_id=f"s{number}")
            case 1:
                office.post(
                    full_name="Per Vik", message=f"no number {number}", lead_id=f"s{number}"
                )
            case 2:
                office.post_body(b'{"half": "ring 488 %05d' % number)
    require(office)


def calls(*, others: int) -> Counter[str]:
    office, counts = Office(Memory()), Counter[str]()
    card_id = office.post(OLA).card_id
    for number in range(3):
        hold(office, lead_id=f"h{number}")
    strangers(office, others)
    assert held.mark_all(office.desk, office.config, until=time.monotonic() + 60)
    working = office.desk
    office.desk = replace(
        working, store=Counting(working.store, counts), raw=Counting(working.raw, counts)
    )
    assert erase(office, card_id).certificate["counts"]["quarantine"] == 3
    assert len(kept(office)) == others
    return counts


def test_an_erasure_makes_as_many_calls_whatever_others_left(pytestconfig):
    many = 10_000 if pytestconfig.getoption("--soak") else 200
    assert calls(others=many) == calls(others=0)


def test_an_erasure_beside_many_held_leads_takes_no_longer(office, pytestconfig):
    many = 1000 if pytestconfig.getoption("--soak") else 50
    card_id = office.post(OLA).card_id
    strangers(office, many)
    hold(office)
    started = time.monotonic()
    assert erase(office, card_id).step == "done"
    assert time.monotonic() - started < 20
    assert len(kept(office)) == many


# -- all that is the person's goes ----------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    [
        {"full_name": "Ola Brattbakk", "phone": "+47 91 23 45 67"},
        {"full_name": "Ola Brattbakk", "phone": "004791234567"},
        {"full_name": "Brattbakk, Ola", "email": "OLA@Brattbakk.example"},
        {"full_name": "Ola", "phone": "91234567", "email": "other@example.com"},
        {"phone": "91234567"},
    ],
    ids=lambda lead: " ".join(lead.values()),
)
def test_a_held_lead_is_found_in_any_spelling(office, lead):
    card_id = office.post(OLA).card_id
    held_id = hold(office, lead)
    erase(office, card_id)
    assert status(office, held_id) == ("discarded", ERASED)
    assert (kept(office), marked(office)) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        b'{"half": "call 91 23 45 67',
        b'{"half": "call (+47) 912-34.567!',
        b'{"half": "no 17 0047 912/34/567 4',
        "{«Ola@Brattbakk.example»".encode(),
        b"mailto:-ola@brattbakk.example.",
        b'{"message": "it is 91234567, or ola@brattbakk.example"}',
    ],
)
def test_a_held_lead_without_identities_is_found_by_what_it_says(office, body):
    card_id = office.post(OLA).card_id
    held_id = office.post_body(body).quarantine_id
    other = office.post_body(b'{"half": "91 23 45 68 kari@brattbakk.example').quarantine_id
    erase(office, card_id)
    assert status(office, held_id) == ("discarded", ERASED)
    assert status(office, other) == ("open", None)
    assert len(kept(office)) == 1


def test_bytes_with_very_many_numbers_are_looked_through(office):
    card_id = office.post(OLA).card_id
    numbers = " x ".join(f"{number:08}" for number in range(500)).encode()
    held_id = office.post_body(b'{"half": "' + numbers + b" x 912 34 567").quarantine_id
    other = office.post_body(b'{"half": "' + numbers).quarantine_id
    assert len(marked(office)) == 2
    erase(office, card_id)
    assert status(office, held_id) == ("discarded", ERASED)
    assert status(office, other) == ("open", None)


def test_a_discarded_lead_goes_with_its_reason(office):
    card_id = office.post(OLA).card_id
    held_id = hold(office)
    discard(entry(office.store, held_id), office.store, by="Ann", reason="Ola Brattbakk rang")
    begin(office, card_id)
    assert status(office, held_id) == ("discarded", ERASED)
    erase(office, card_id)
    assert kept(office) == []


def test_a_held_lead_by_a_number_that_the_card_no_longer_has_goes_too(office):
    card = office.post(OLA, lead_id="first")
    office.post(OLA | {"phone": "99887766"}, lead_id="second")
    key = items.card_key(card.card_id)
    office.store.write(Change(key=key, set={"phones": ["+4791234567"]}))
    held_id = hold(office, {"full_name": "Ola Brattbakk", "phone": "99887766"})
    erase(office, card.card_id)
    assert status(office, held_id) == ("discarded", ERASED)


def test_more_held_leads_than_one_transaction_closes_all_go(office):
    card_id = office.post(OLA).card_id
    for number in range(60):
        hold(office, lead_id=f"h{number}")
    assert erase(office, card_id).certificate["counts"]["quarantine"] == 60
    assert (kept(office), marked(office)) == ([], [])


def test_bytes_that_differed_go_with_the_inquiry_and_with_the_held_lead(office):
    card_id = office.post(OLA, lead_id="one").card_id
    office.post(OLA, lead_id="one", message="no number in here, and no name")
    hold(office, lead_id="two")
    require(office, "company")
    office.post(OLA, lead_id="two", message="in other words")
    require(office)
    assert len(kept(office)) == 3
    erase(office, card_id)
    assert (kept(office), marked(office)) == ([], [])


def test_a_released_lead_leaves_nothing_to_be_found_by(office):
    held_id = hold(office)
    assert marked(office)
    deadline = time.monotonic() + 60
    held_lead = entry(office.store, held_id)
    release(held_lead, office.source, {}, office.desk, by="Ann", deadline=deadline)
    assert marked(office) == []


def test_retention_takes_the_held_leads_with_it(office):
    office.use(retention_days=30)
    made = office.post(OLA)
    held_id = hold(office)
    retention.note(office.card(made), office.config, office.store)
    much_later = NOON + timedelta(days=40)
    retention.erase_due(office.desk, office.config, now=much_later, until=time.monotonic() + 60)
    assert status(office, held_id) == ("discarded", ERASED)


# -- from the first transaction on ----------------------------------------------------------------


def test_a_held_lead_is_closed_before_an_erasure_has_done_anything_else(office):
    card_id = office.post(OLA).card_id
    held_ids = [hold(office, lead_id=f"h{number}") for number in range(3)]
    begin(office, card_id)
    assert {status(office, one) for one in held_ids} == {("discarded", ERASED)}
    assert office.store.query_index("work", items.work_partition("QUARANTINE", "dora")) == []


def test_a_held_lead_cannot_be_released_while_its_person_is_erased(office):
    card_id = office.post(OLA).card_id
    before = entry(office.store, hold(office))
    begin(office, card_id)
    deadline = time.monotonic() + 60
    for seen in (before, entry(office.store, before.id)):
        with pytest.raises(Problem) as refused:
            release(seen, office.source, {}, office.desk, by="Ann", deadline=deadline)
        assert refused.value.status == 409
    assert len(office.cards) == 1


@pytest.mark.parametrize("lead_id", ["recorded", "held"])
def test_what_comes_again_meanwhile_is_replayed_and_kept_nowhere(office, lead_id):
    card_id = office.post(OLA, lead_id="recorded").card_id
    hold(office, lead_id="held")
    begin(office, card_id)
    before = kept(office)
    again = office.post(OLA, lead_id=lead_id, message="in other words", at=LATER)
    assert (again.outcome, again.warnings) == ("replayed", ())
    assert kept(office) == before


def test_a_parked_lead_does_not_come_back_as_a_card(office):
    card_id = office.post(OLA).card_id
    with office.store_failing(Unavailable("down")):
        office.post(OLA, lead_id="parked", at=LATER - timedelta(seconds=10))
    erase(office, card_id)
    later = LATER + timedelta(minutes=2)
    assert office.sweep(at=later) == {"accepted": 1}
    assert lifecycle.go_on(office.desk, office.config, now=later, until=time.monotonic() + 60) == 1
    assert (office.sweep(at=later), len(office.cards)) == ({}, 1)


def test_a_parked_lead_of_another_on_the_same_phone_is_taken_in_then(office):
    card_id = office.post(OLA).card_id
    with office.store_failing(Unavailable("down")):
        office.post(OLA | {"full_name": "Kari Moe"}, at=LATER - timedelta(seconds=10))
    begin(office, card_id)
    later = LATER + timedelta(minutes=2)
    assert office.sweep(at=later) == {"accepted": 1}
    erase(office, card_id, later)
    assert office.sweep(at=later) == {"created": 1}


# -- what stays -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    [
        {"full_name": "Kari Brattbakk", "phone": "91234567"},
        {"full_name": "Per Vik", "phone": "99887766", "message": "Ola has 91 23 45 67"},
        {"full_name": "Ola Brattbakk", "phone": "99887766"},
        {"full_name": "Ola Brattbakk", "message": "no number"},
    ],
    ids=lambda lead: " ".join(lead.values()),
)
def test_a_held_lead_of_somebody_else_stays(office, lead):
    card_id = office.post(OLA).card_id
    held_id = hold(office, lead)
    erase(office, card_id)
    assert status(office, held_id) == ("open", None)
    assert len(kept(office)) == 1


def test_a_held_lead_that_came_after_the_request_stays(office):
    card_id = office.post(OLA).card_id
    begin(office, card_id)
    held_id = hold(office, at=LATER + timedelta(seconds=1))
    erase(office, card_id)
    assert status(office, held_id) == ("open", None)


# -- leads that were held before there were marks -------------------------------------------------


def as_before(office: Office) -> None:
    """Take away what this version notes."""
    for item in office.everything():
        key = (str(item["pk"]), str(item["sk"]))
        if key[0].startswith("HELD"):
            office.store.write(Delete(key=key))
        elif key[1] == "QUARANTINE":
            office.store.write(Change(key=key, remove=("marks",)))
        elif key[1] == "REPLAY":
            office.store.write(Change(key=key, remove=("differed",)))


def old_office(office: Office) -> str:
    card_id = office.post(OLA, lead_id="one").card_id
    office.post(OLA, lead_id="one", message="in other words")
    hold(office, lead_id="two")
    office.post_body(b'{"half": "call 91 23 45 67')
    strangers(office, 6)
    as_before(office)
    return str(card_id)


def test_what_was_held_before_is_found_as_well(office):
    card_id = old_office(office)
    assert erase(office, card_id).step == "done"
    assert len(kept(office)) == 6
    assert b"91234567" not in b"".join(office.raw.held(name) for name in kept(office))


def test_it_is_marked_once_in_as_many_turns_as_it_takes(office, monkeypatch):
    card_id = old_office(office)
    monkeypatch.setattr(held, "MOST_KEYS", 4)
    soon = time.monotonic()
    assert not held.mark_all(office.desk, office.config, until=soon)
    assert held.mark_all(office.desk, office.config, until=soon + 60)
    once = sorted(json.dumps(item, default=repr, sort_keys=True) for item in office.everything())
    assert held.mark_all(office.desk, office.config, until=soon)
    assert once == sorted(
        json.dumps(item, default=repr, sort_keys=True) for item in office.everything()
    )
    begin(office, card_id)
    assert office.store.query_index("work", items.work_partition("QUARANTINE", "dora")) != []
    erase(office, card_id)
    assert len(kept(office)) == 6


# -- marks of a text ------------------------------------------------------------------------------


@given(
    st.text(),
    st.sampled_from(["91234567", "+47 912 34 567", "(0047) 91.23.45.67", "OLA@Brattbakk.example"]),
    st.sampled_from(["", " ", "\n", '"', ", ", "<", "tel:", "> "]),
    st.text(),
)
def test_whatever_the_patterns_find_in_a_text_its_marks_find(before, value, between, after):
    said = f"{before}{between}{value}{between}{after}"
    card = Card(
        id="card_1",
        created_at="2026-01-01T00:00:00Z",
        phones=("+4791234567",),
        emails=("ola@brattbakk.example",),
    )
    marks = traces.marks_of_lead(Person(), said.encode(errors="replace"), KEYED)
    number = next(one for one in traces.patterns(card) if one.search("91234567"))
    if number.search(said):
        known = {*traces.marks_in_texts([card], KEYED), traces.MANY}
        assert known & set(marks)


@given(st.binary(max_size=2000))
def test_marks_of_any_bytes_are_few_and_hold_nothing_to_be_read(body):
    marks = traces.marks_of_lead(Person(), body, KEYED)
    assert len(marks) <= 40
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    "body", [b"1 " * 130_000, b"@" * 260_000, b"a@" * 130_000, b"1" + b" " * 260_000]
)
def test_marks_of_hostile_bytes_take_no_time(body):
    started = time.process_time()
    traces.marks_of_lead(Person(), body, KEYED)
    assert time.process_time() - started < 2
