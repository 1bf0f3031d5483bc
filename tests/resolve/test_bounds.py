"""However common a key or a name is, few cards are compared for it."""

import time
from datetime import UTC, datetime

import pytest

from leadfold import reading
from leadfold.identity import decide, keys
from leadfold.identity.keys import MAX_CARDS
from leadfold.model import Card, Identity
from leadfold.normalise import person as people
from leadfold.resolve import pairing
from leadfold.store import items
from leadfold.store.writes import Overwrite
from tests.office import NOON

#: What the contract of a look-up promises.
MOST = 200
GIVEN = "Ola Per Nils Lars Jens Knut Odd Kari".split()
PHONES = [f"912345{n:02}" for n in range(20)]
#: More phones, addresses and ids than these are not read of one lead.
OF_ONE_LEAD = {
    "phone": " / ".join(PHONES[:4]),
    "email": "; ".join(f"olahansen{n}@example.com" for n in range(4)),
    "external_ids": "; ".join(f"system{n}: 1" for n in range(20)),
}


@pytest.fixture
def compared(monkeypatch):
    """The cards that somebody was held against, each time."""
    found = []
    original = decide.match

    def counted(asking, candidate, *rest):
        found.append(candidate.card.id)
        return original(asking, candidate, *rest)

    for module in (decide, pairing):
        monkeypatch.setattr(module, "match", counted)
    return found


def crowd(post, field, values):
    """Let each of the values come to as many cards as it may be on."""
    for value in values:
        for name in GIVEN[:MAX_CARDS]:
            post({field: value}, full_name=f"{name} {name}sen")


@pytest.fixture
def crowded(post, compared):
    """Every key of one lead, on as many cards as one may be on."""
    for field, text in OF_ONE_LEAD.items():
        crowd(post, field, text.replace(" / ", "; ").split("; "))
    compared.clear()


def test_a_look_up_by_many_keys_compares_few_cards(office, crowded, compared):
    fields = {**OF_ONE_LEAD, "full_name": "Ola Olasen"}
    found = reading.lookup(office.desk.finder, fields, "NO", datetime.now(UTC).date())
    assert 1 < len(found) == len(set(compared)) == len(compared) <= MOST


def test_a_look_up_of_somebody_unknown_by_name_alone_finds_nobody(office, post):
    post(phone=PHONES[0], full_name="Kari Berg")
    today = datetime.now(UTC).date()
    assert reading.lookup(office.desk.finder, {"full_name": "Ola Hansen"}, "NO", today) == []


def test_a_lead_with_many_keys_is_recorded_and_compares_few_cards(post, crowded, compared):
    assert post(OF_ONE_LEAD, full_name="Ola Olasen").outcome == "repeat"
    assert 1 < len(compared) <= MOST


def test_a_lead_whose_keys_are_all_full_of_namesakes_is_recorded(office, post, compared):
    lead = {**OF_ONE_LEAD, "full_name": "Ola Hansen", "national_id": "15076500565"}
    person = people.parse(lead, "NO", NOON.date())
    for number, key in enumerate(keys.identities(person, office.desk.keyed)):
        if key.kind in keys.WITH_NAME:
            named = keys.with_name(key, person.name, office.desk.keyed)
            fill(office, key, f"{number}a", shared=True)
            fill(office, named, f"{number}b", shared=False)
    assert post(lead).outcome == "created"
    assert 1 < len(compared) <= MOST


def fill(office, key, about, *, shared):
    """Let an identity lead to as many namesakes as it may, each with a national ID."""
    cards = [
        Card(
            id=f"card_{about}{n}",
            created_at="2026-11-23T12:00:00Z",
            fields={"first_name": "Ola", "last_name": "Hansen"},
            national_id=f"of {about}{n}",
        )
        for n in range(MAX_CARDS)
    ]
    for card in cards:
        office.store.write(Overwrite(key=items.card_key(card.id), item=items.card_item(card)))
    there = Identity(
        kind=key.kind, key=key.key, cards=tuple(card.id for card in cards), shared=shared
    )
    office.store.write(Overwrite(key=items.identity_key(key), item=items.identity_item(there)))


def test_a_card_of_many_phones_is_paired_with_few(office, post, compared):
    crowd(post, "phone", PHONES)
    made = post(external_ids={"crm": "1"}, full_name="Ola Olasen")
    key = items.card_key(made.card_id)
    many = {"phones": [f"+47{number}" for number in PHONES]}
    office.store.write(Overwrite(key=key, item={**office.store.get([key])[key], **many}))
    compared.clear()
    deadline = time.monotonic() + 60
    assert pairing.pair_up(made.card_id, office.desk.finder, at=NOON, deadline=deadline)
    assert 1 < len(set(compared)) == len(compared) <= MOST
