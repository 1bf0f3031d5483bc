"""National IDs are kept only as a keyed hash and a masked tail, and no key tells who it is of."""

import json
import time

import pytest

from leadfold.errors import Unavailable
from leadfold.reading import indexing
from leadfold.store.memory import Memory
from tests.office import Office

NIN = "15076500565"
SAID = {
    "national_id": NIN,
    "phone": "91234567",
    "email": "ola.hansen@example.com",
    "full_name": "Ola Hansen",
}


@pytest.fixture
def office() -> Office:
    return Office(Memory())


def dump(office: Office) -> str:
    """All that is stored, as text, the sent bytes of what is held or parked apart."""
    return json.dumps(office.everything(), default=repr, ensure_ascii=False)


WAYS = {
    "a field": {"national_id": NIN},
    "with blanks": {"national_id": "150765 00565"},
    "with marks": {"national_id": "\u200f150765-00565"},
    "a number": {"national_id": int(NIN)},
    "another spelling": {"National ID Number": NIN},
    "two spellings": {"national_id": NIN, "national-id": NIN},
    "a list": {"national_id": [NIN]},
    "nested": {"national_id": {"number": NIN}},
    "invalid": {"national_id": "15076500566"},
    "of another country": {"national_id": NIN, "country": "GR"},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_national_id_is_nowhere_in_clear(post, office, way):
    post(SAID | {"national_id": ""} | way, lead_id="1")
    post(SAID | {"national_id": ""} | way, lead_id="2", message="again")
    digits = dump(office).replace(" ", "").replace("-", "")
    assert NIN not in digits
    assert "15076500566" not in digits
    assert office.raw.kept == {}


def test_the_tail_of_a_national_id_is_shown(post, office):
    made = post(SAID)
    assert office.card(made).national_id_masked == "•••••••0565"
    assert office.inquiry(made).fields["national_id"] == "•••0565"


def test_a_lead_that_was_parked_leaves_no_bytes_behind(post, office):
    with office.store_failing(Unavailable("down")):
        post(SAID)
    assert NIN.encode() in office.raw.read(next(office.raw.parked()))[0]
    office.sweep()
    assert (list(office.raw.parked()), office.raw.kept) == ([], {})
    assert NIN not in dump(office)


def test_no_key_holds_personal_data(post, office):
    post(SAID, lead_id="91234567", key="ola.hansen@example.com")
    post(SAID | {"full_name": "Kari Hansen", "national_id": ""}, key="ola.hansen@example.com")
    post(message="91234567", key="ola.hansen@example.com 2")
    for card in office.cards:
        indexing.index_card(card.id, office.store, office.desk.keyed, deadline=time.monotonic() + 5)
    assert {item["pk"].partition("#")[0] for item in office.everything()} >= {"CARDS", "NAME"}
    names = ("pk", "sk", "work_pk", "work_sk", "delivery_id", "key", "content")
    keys = [str(item.get(name)).lower() for item in office.everything() for name in names]
    keys += list(office.raw.kept)
    for part in ("91234567", "hansen", "ola", NIN):
        assert not [key for key in keys if part in key]


def test_another_secret_makes_other_keys(post, office):
    post(SAID)
    one = {item["pk"] for item in office.stored("ID")}
    other = Office(Memory(), secret=b"another secret of tests, 32 bytes")
    other.post(SAID)
    assert not one & {item["pk"] for item in other.stored("ID")}
