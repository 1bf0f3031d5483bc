"""Which of two merged cards a lead on their common key came for, as an undo shows it."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold import reading
from leadfold.ids import new_id
from leadfold.reading.timeline import summary
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.memory import Memory
from leadfold.store.writes import Change, Overwrite
from leadfold.work import merging, undoing
from leadfold.work.merging import Merger
from tests.clerk import Clerk
from tests.office import NOON, Office

PHONE = {"phone": "91234501"}
OLA, KARI = {"full_name": "Ola Lunde"} | PHONE, {"full_name": "Kari Lunde"} | PHONE
NIN_1, NIN_2 = "15076500565", "01010750160"
BORN_1, BORN_2 = {"birth_date": "1980-02-03"}, {"birth_date": "1983-07-15"}
MAIL_1, MAIL_2 = {"email": "ola@example.com"}, {"email": "kari@example.com"}
LATER = NOON + timedelta(hours=1)
OTHER_PHONE = {"phone": "91234501; 40498765"}


def merger_of(office):
    deadline = time.monotonic() + 60
    return Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)


@pytest.fixture
def merger(office):
    return merger_of(office)


def homes(office):
    """Return by inquiry the card in whose partition it lies."""
    return {item["id"]: item["card_id"] for item in office.stored("INQ")}


def current(office, card_id):
    key = items.card_key(card_id)
    return items.card_of(office.store.get([key])[key])


#: What the two cards have besides, what comes, whose it is (0: the card that lives on, 1: the
#: other), and whether that was decided by evidence.
WHOSE = [
    ("by the other's name", {}, {}, KARI, 1, True),
    ("by its own name", {}, {}, OLA, 0, True),
    ("an initial for the surname", {}, {}, {"full_name": "Kari L."}, 1, True),
    ("an initial for the given name", {}, {}, {"full_name": "K. Lunde"}, 1, True),
    ("a given name alone", {}, {}, {"full_name": "KARI"}, 1, True),
    ("surname first", {}, {}, {"full_name": "Lunde, Kari"}, 1, True),
    ("a slip", {}, {}, {"full_name": "Karri Lunde"}, 1, True),
    ("another surname", {}, {}, {"full_name": "Kari Hansen"}, 1, True),
    ("another script", {}, {}, {"full_name": "קארי לונדה"}, 1, True),
    ("a surname that both have", {}, {}, {"full_name": "Lunde"}, 0, False),
    ("nothing but the key", {}, {}, {}, 0, False),
    ("the other's mail", MAIL_1, MAIL_2, MAIL_2, 1, True),
    ("its own mail", MAIL_1, MAIL_2, MAIL_1, 0, True),
    ("the other's name, with a mail that was the one's", MAIL_1, {}, KARI | MAIL_1, 1, True),
    ("the other's birth date", BORN_1, BORN_2, BORN_2, 1, True),
    ("its own birth date", BORN_1, BORN_2, BORN_1, 0, True),
    ("the other's birth date with a slip", BORN_1, BORN_2, {"birth_date": "1983-07-16"}, 1, True),
    ("the other's name and birth date", BORN_1, BORN_2, KARI | BORN_2, 1, True),
    ("the other's name, the one's birth date", BORN_1, BORN_2, KARI | BORN_1, 0, False),
    ("the one's name, the other's birth date", BORN_1, BORN_2, OLA | BORN_2, 0, False),
    ("a birth date of its own, where the other had none", BORN_1, {}, KARI | BORN_2, 1, True),
    ("the other's national ID, whatever the name", {}, {"national_id": NIN_2},
     OLA | {"national_id": NIN_2}, 1, True),
    ("the one's id in a CRM, whatever the name", {"external_ids": {"crm": "7"}}, {},
     KARI | {"external_ids": {"crm": "7"}}, 0, True),
    ("Sr. of Sr. and Jr.", {"full_name": "Ola Lunde Jr."}, {"full_name": "Ola Lunde Sr."},
     {"full_name": "Ola Lunde Sr."}, 1, True),
    ("neither of Sr. and Jr.", {"full_name": "Ola Lunde Jr."}, {"full_name": "Ola Lunde Sr."},
     {"full_name": "Ola Lunde"}, 0, False),
    ("namesakes of two dates", {"full_name": "Ola Lunde"} | BORN_1,
     {"full_name": "Ola Lunde"} | BORN_2, OLA | BORN_2, 1, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "lead", "whose", "decided"),
    [row[1:] for row in WHOSE],
    ids=[row[0] for row in WHOSE],
)
def test_evidence_tells_whose_a_lead_on_a_common_key_is(
    office, post, merger, mine, theirs, lead, whose, decided
):
    sides = [post(OLA | mine, lead_id="1").card_id, post(KARI | theirs, lead_id="2").card_id]
    merge = merging.merge(sides[1], sides[0], merger)
    answer = post(PHONE | lead, lead_id="3", at=LATER)
    assert (answer.outcome, answer.card_id) == ("repeat", sides[0])
    undone = undoing.undo(merge.id, merger)
    assert homes(office)[answer.inquiry_id] == sides[whose]
    assert undone.undecided == (() if decided else (answer.inquiry_id,))
    assert undoing.undo(merge.id, merger) == undone
    assert current(office, sides[whose]).inquiries == 2
    open_tasks = [current(office, side).open_task for side in sides]
    assert all(open_tasks)
    assert open_tasks[0].id != open_tasks[1].id


def test_a_third_name_is_nobody_of_the_two(office, post, merger):
    sides = [post(lead, lead_id=str(n)).card_id for n, lead in enumerate((OLA, KARI))]
    merging.merge(sides[1], sides[0], merger)
    assert post(full_name="Nils Lunde", lead_id="3", **PHONE).outcome == "created"


def test_a_new_birth_date_that_neither_had_is_nobody_of_the_two(post, merger):
    sides = [post(OLA | BORN_1, lead_id="1").card_id, post(KARI | BORN_2, lead_id="2").card_id]
    merging.merge(sides[1], sides[0], merger)
    assert post(OLA | {"birth_date": "1955-11-30"}, lead_id="3").outcome == "created"


def test_two_national_ids_are_never_one_by_a_part(post, merger):
    one, other = post(OLA | {"national_id": NIN_1}), post(KARI | BORN_2)
    merging.merge(other.card_id, one.card_id, merger)
    answer = post(KARI | BORN_2 | {"national_id": NIN_2}, lead_id="3")
    assert answer.outcome == "created"


def test_what_a_lead_brought_goes_with_it(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    merge = merging.merge(kari, ola, merger)
    post(KARI | OTHER_PHONE | MAIL_2, lead_id="3", at=LATER, job_title="Chef", consent="yes")
    undoing.undo(merge.id, merger)
    one, other = current(office, ola), current(office, kari)
    assert (one.phones, one.emails, one.fields.get("job_title")) == (("+4791234501",), (), None)
    assert set(other.phones) == {"+4791234501", "+4740498765"}
    assert (other.emails, other.fields["job_title"]) == (("kari@example.com",), "Chef")
    assert post(phone="40498765", lead_id="4").card_id == kari
    assert post(MAIL_2, lead_id="5").card_id == kari


def test_an_opt_out_since_is_on_both(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    merge = merging.merge(kari, ola, merger)
    post(KARI, lead_id="3", at=LATER)
    Clerk(office).contact(ola, "opt_out")
    undoing.undo(merge.id, merger)
    assert [list(current(office, one).flags) for one in (ola, kari)] == [["opt_out"]] * 2


def test_undone_made_again_and_undone_is_the_same(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    splits = []
    for again in range(3):
        merge = merging.merge(kari, ola, merger)
        for number, lead in enumerate((KARI, OLA, PHONE)):
            post(lead, lead_id=f"{again} {number}", at=LATER)
        undone = undoing.undo(merge.id, merger)
        splits.append((current(office, ola).inquiries, current(office, kari).inquiries))
        assert len(undone.undecided) == 1
    assert splits == [(3, 2), (5, 3), (7, 4)]


@pytest.mark.parametrize("first_undone", [0, 1])
def test_of_three_that_are_one_each_gets_its_own(office, post, merger, first_undone):
    cards = [post(PHONE, full_name=f"{name} Lunde").card_id for name in ("Ola", "Kari", "Nils")]
    merges = [merging.merge(one, cards[0], merger) for one in cards[1:]]
    came = [
        post(PHONE, full_name=f"{name} Lunde", lead_id=f"since {name}", at=LATER).inquiry_id
        for name in ("Ola", "Kari", "Nils")
    ]
    nameless = post(PHONE, lead_id="nameless", at=LATER).inquiry_id
    undone = undoing.undo(merges[first_undone].id, merger)
    assert undone.undecided == (nameless,)
    undoing.undo(merges[1 - first_undone].id, merger)
    assert [homes(office)[one] for one in came] == cards
    assert [current(office, one).inquiries for one in cards] == [3, 2, 2]


def test_within_a_merged_card_evidence_decides_too(office, post, merger):
    ola, kari, nils = (post(PHONE, full_name=f"{n} Lunde").card_id for n in ("Ola", "Kari", "Nils"))
    inner = merging.merge(nils, kari, merger)
    outer = merging.merge(kari, ola, merger)
    of_nils = post(PHONE, full_name="Nils Lunde", lead_id="n", at=LATER).inquiry_id
    of_kari = post(PHONE, full_name="Kari Lunde", lead_id="k", at=LATER).inquiry_id
    undoing.undo(outer.id, merger)
    assert [current(office, one).inquiries for one in (ola, kari)] == [1, 4]
    undoing.undo(inner.id, merger)
    assert (homes(office)[of_kari], homes(office)[of_nils]) == (kari, nils)


def test_a_record_of_a_merge_without_its_cards_leaves_it_to_the_living_one(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    merge = merging.merge(kari, ola, merger)
    key = histories.merge_key(merge.id)
    emptied = replace(histories.merge_of(office.store.get([key])[key]), before={})
    office.store.write(Overwrite(key=key, item=histories.merge_item(emptied)))
    answer = post(PHONE, lead_id="3", at=LATER)
    assert homes(office)[answer.inquiry_id] == ola


def test_inquiries_of_before_the_note_was_kept_are_undone_as_they_lie(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    merge = merging.merge(kari, ola, merger)
    answer = post(PHONE, lead_id="3", at=LATER)
    [there] = [item for item in office.stored("INQ") if item["id"] == answer.inquiry_id]
    office.store.write(Change(key=(there["pk"], there["sk"]), remove=("undecided",)))
    undone = undoing.undo(merge.id, merger)
    assert (undone.undecided, current(office, ola).inquiries) == ((), 2)


def test_the_undo_says_what_it_did_not_know(office, post, merger):
    ola, kari = post(OLA).card_id, post(KARI).card_id
    merge = merging.merge(kari, ola, merger)
    asked = [post(PHONE, lead_id=str(n), at=LATER).inquiry_id for n in range(2)]
    undone = undoing.undo(merge.id, merger)
    assert reading.merge_document(undone)["undecided"] == asked
    assert reading.merge(office.store, merge.id) == undone
    told = [histories.log_of(item) for item in office.stored("LOG")]
    for one in (entry for entry in told if entry.kind == "unmerged"):
        assert one.data["undecided"] == asked
        assert "nothing tells which of the two sent 2 of the inquiries" in summary(one)


PEOPLE = ("Ola Lunde", "Kari Lunde", "Nils Berg", "Ingrid Berg")
DOINGS = st.lists(
    st.tuples(st.sampled_from(["lead", "lead", "merge", "undo"]), st.integers(0, 3),
              st.integers(0, 3)),
    max_size=12,
)  # fmt: skip


@given(DOINGS)
def test_whatever_is_merged_and_undone_each_named_lead_ends_with_its_name(doings):
    office = Office(Memory())
    merger = merger_of(office)
    cards = [office.post(PHONE, full_name=name).card_id for name in PEOPLE]
    standing, mine = [], dict.fromkeys(cards, 1)
    for number, (what, one, other) in enumerate(doings):
        if what == "lead":
            office.post(PHONE, full_name=PEOPLE[one], lead_id=f"lead-{number}")
            mine[cards[one]] += 1
        elif what == "merge":
            living = [current(office, cards[n]).into or cards[n] for n in (one, other)]
            if living[0] != living[1]:
                standing.append(merging.merge(*living, merger).id)
        elif standing:
            undone = undoing.undo(standing.pop(one % len(standing)), merger)
            assert undone.undecided == ()
    for merge_id in standing:
        undoing.undo(merge_id, merger)
    assert {card_id: current(office, card_id).inquiries for card_id in cards} == mine
