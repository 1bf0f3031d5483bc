"""A card from a card: what is written between, what the timeline says, and how far a card comes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.cards import changes, edits, stages
from leadfold.model import Card, Name, OpenTask, Person, Phone
from leadfold.store import items
from leadfold.store.memory import Memory
from leadfold.store.writes import Put

EARLY, NOON, LATE = (f"2026-11-21T{hour}:00:00Z" for hour in ("09", "12", "15"))
CARD = Card(id="card_1", created_at=EARLY, phones=("+4791234567",), fields={"city": "Oslo"})


def maps(**values):
    return st.fixed_dictionaries({}, optional={name: st.just(v) for name, v in values.items()})


def tuples(*values):
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


CARDS = st.builds(
    replace,
    st.just(CARD),
    fields=maps(first_name="Ola", city="Oslo", company="Fjord AS"),
    phones=tuples("+4791234567", "+4740498765"),
    emails=tuples("ola@example.com"),
    wrong_phones=tuples("+4791234567"),
    external_ids=maps(crm="1", hubspot="2"),
    flags=maps(opt_out=EARLY, deceased=NOON),
    owner_id=st.sampled_from([None, "ann", "bob"]),
    tags=tuples("vip", "b2b"),
    locked=tuples("city", "phone").map(edits.locked),
    national_id=st.sampled_from([None, "hash"]),
    status=st.sampled_from(["new", "won"]),
    open_task=st.sampled_from([None, OpenTask(id="task_1", due_at=NOON)]),
)


@given(before=CARDS, after=CARDS)
def test_the_difference_of_two_cards_makes_one_of_the_other(before, after):
    store = Memory()
    store.write(Put(key=items.card_key(before.id), item=items.card_item(before)))
    store.write(edits.change(before, after, at=NOON))
    [item] = store.everything()
    written = items.card_of(item)
    assert replace(written, evidence=1, updated_at="") == after


@given(before=CARDS, after=CARDS)
def test_what_the_timeline_tells_of_an_edit_makes_the_same_card_again(before, after):
    after = replace(after, open_task=before.open_task)
    assert edits.replayed(before, edits.log_data(before, after)) == after


@given(card=CARDS)
def test_no_difference_tells_and_changes_nothing(card):
    assert edits.changed(card, card) == edits.log_data(card, card) == {}
    assert edits.change(card, card, at=NOON).set == {"updated_at": NOON}


@given(one=CARDS, other=CARDS)
def test_an_entity_tag_is_that_of_what_an_edit_may_change(one, other):
    def editable(card):
        return replace(card, flags={}, status="new", wrong_phones=(), open_task=None)

    assert (edits.tag(one) == edits.tag(other)) is (editable(one) == editable(other))


@pytest.mark.parametrize(
    ("values", "rests_on_it"),
    [
        ({"fields": {"city": "Bergen"}}, True),
        ({"phones": ()}, True),
        ({"national_id": "hash"}, True),
        ({"locked": ("city",)}, True),
        ({"owner_id": "ann"}, False),
        ({"tags": ("vip",)}, False),
        ({"status": "won"}, False),
    ],
)
def test_evidence_goes_up_with_what_identity_rests_on(values, rests_on_it):
    change = edits.change(CARD, replace(CARD, **values), at=NOON, is_edit=True)
    assert change.add == ({"evidence": 1} if rests_on_it else {}) | {"version": 1}


def test_a_list_that_an_edit_replaced_is_told_again_by_what_it_changed():
    before = replace(CARD, phones=("+4791234567", "+4740498765"))
    told = edits.log_data(before, replace(before, phones=("+4797979797", "+4740498765")))
    later = replace(before, phones=("+4790909090", "+4791234567", "+4740498765"))
    assert edits.replayed(later, told).phones == ("+4797979797", "+4740498765", "+4790909090")


# -- what leads do to locked fields ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "phones", "why"),
    [
        ({}, ["+4740498765", "+4791234567"], "the newest is primary"),
        ({"locked": ("phone",)}, ["+4791234567", "+4740498765"], "unless locked"),
        ({"locked": ("phone",), "phones": ()}, None, "a locked one that is empty stays empty"),
        ({"wrong_phones": ("+4740498765",)}, ["+4791234567", "+4740498765"], "nor a wrong one"),
        ({"wrong_phones": ("+4791234567",)}, ["+4740498765", "+4791234567"], "a right one is"),
    ],
)
def test_a_new_number_is_the_primary_unless(card, phones, why):
    person = Person(phone=Phone(e164="+4740498765"))
    change = changes.from_person(
        replace(CARD, **card), person, None, "inq_2", gained=True, newest=True, at=NOON
    )
    assert change.set.get("phones") == phones, why
    assert ("origins.phone" in change.set) is (phones is not None and phones[0] != "+4791234567")


@pytest.mark.parametrize("name", ["first_name", "birth_date", "street", "job_title"])
def test_a_locked_field_is_not_filled(name):
    person = Person(
        name=Name(first="Ola", last="Hansen"),
        birth_date="1980-02-13",
        details={"street": "Storgata 5", "job_title": "Chef"},
    )
    card = replace(CARD, fields={}, locked=(name,))
    change = changes.from_person(card, person, None, "inq_2", gained=False, newest=True, at=NOON)
    assert f"fields.{name}" not in change.fill
    assert "fields.last_name" in change.fill


# -- how far a card comes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "since", "stage", "at", "expected"),
    [
        ("new", None, "qualified", NOON, "qualified"),
        ("contacted", LATE, "qualified", NOON, "qualified"),
        ("new", None, "won", NOON, "won"),
        ("new", None, "lost", NOON, "lost"),
        ("qualified", EARLY, "won", NOON, "won"),
        ("qualified", EARLY, "lost", NOON, "lost"),
        ("qualified", LATE, "lost", NOON, "qualified"),
        ("lost", EARLY, "won", NOON, "won"),
        ("lost", LATE, "won", NOON, "won"),
        ("lost", EARLY, "qualified", NOON, "qualified"),
        ("lost", LATE, "qualified", NOON, "lost"),
        ("won", EARLY, "lost", NOON, "won"),
        ("won", EARLY, "qualified", NOON, "won"),
        ("won", EARLY, "won", NOON, "won"),
        ("contacted", LATE, "lost", NOON, "contacted"),
    ],
)
def test_status_goes_forward(status, since, stage, at, expected):
    card = stages.staged(replace(CARD, status=status, status_at=since), stage, at)
    assert card.status == expected
    assert card.status_at == (since if expected == status else at)


def test_a_flag_counts_from_its_first_time():
    late = stages.contacted(CARD, "opt_out", LATE).card
    assert late.flags == {"opt_out": LATE}
    assert stages.contacted(late, "opt_out", NOON).card.flags == {"opt_out": NOON}
    assert stages.contacted(late, "opt_out", LATE).card == late


@pytest.mark.parametrize("status", ["qualified", "won", "lost"])
def test_a_contact_moves_no_status_back(status):
    card = replace(CARD, status=status)
    assert stages.contacted(card, "reached", NOON).card == card


def test_a_card_without_a_phone_has_no_wrong_one():
    card = replace(CARD, phones=())
    assert stages.contacted(card, "wrong_number", NOON).card == card
