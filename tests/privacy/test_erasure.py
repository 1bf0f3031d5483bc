"""A person who is erased is nowhere any more, counts stay, and who comes again is a new card."""

import json
import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from leadfold.cards import erasure_certificates
from leadfold.errors import Problem, Unavailable
from leadfold.ids import new_id
from leadfold.intake.quarantine import discard, entry, release
from leadfold.model import LogEntry, Merge
from leadfold.normalise.dates import rfc3339
from leadfold.privacy.erasing import lifecycle
from leadfold.reports import facts
from leadfold.resolve import aliases, pairing
from leadfold.store import items
from leadfold.store.items import erasures, histories
from leadfold.store.memory import Memory
from leadfold.store.writes import Change, Delete, Overwrite, Put
from leadfold.work import merging, negative_links, undoing
from leadfold.work.card_edit import CardEdit
from leadfold.work.editing import edit
from leadfold.work.merging import Merger
from leadfold.work.writer import Writer
from tests.clerk import Clerk
from tests.office import NOON, Office

LATER = NOON + timedelta(hours=1)
NIN = "15076500565"
OLA = {
    "full_name": "Ola Brattbakk",
    "phone": "912 34 567",
    "email": "Ola.Brattbakk@example.com",
    "national_id": NIN,
    "street": "Kråkeveien 17",
    "postcode": "0153",
    "city": "Oslo",
    "birth_date": "1965-07-15",
    "message": "It is Ola here, ring 0047 91 23 45 67",
    "gclid": "Cj0KCQ",
    "landing_page": "https://x.example/?mail=ola.brattbakk@example.com",
    "roof": "a secret answer",
    "utm_campaign": "no_solar",
}
TRACES = ("brattbakk", "kråkeveien", "secret answer", "cj0kcq", "ola here", NIN)
#: The end of a national ID behind its mask, also where that is escaped. Within ids and hashes these
#: four digits stand by chance now and then.
MASKED = re.compile(r"(?:(?<![0-9A-Za-z_-])|u2022)0565(?![0-9A-Za-z_-])")
NUMBER = re.compile(r"91[\s().\-/]*23[\s().\-/]*45[\s().\-/]*67|912[\s]*34[\s]*567")


def erase(office: Office, card_id: str | None, at=LATER, **options) -> lifecycle.Erasure:
    deadline = time.monotonic() + 60
    begun = lifecycle.begin(
        str(card_id), office.desk, office.config, by="key_1", at=at, deadline=deadline, **options
    )
    assert begun
    return go_on(office, begun.id, at)


def go_on(office: Office, erasure_id: str, at=LATER) -> lifecycle.Erasure:
    until = time.monotonic() + 60
    return lifecycle.run(erasure_id, office.desk, office.config, now=at, until=until)


def dump(office: Office) -> str:
    """All that is stored, table and raw bytes with their names and what is said of them."""
    told = [json.dumps(item, default=repr, ensure_ascii=False) for item in office.everything()]
    for place in ("parked", "held"):
        for name in office.raw.names(place, after="", limit=1000):
            body, about = office.raw.find(place, name)
            told.append(f"{name} {body.decode(errors='replace')} {about}")
    told += [office.raw.read_log(name).decode() for name in office.raw.logs()]
    return "\n".join(told)


def traces(office: Office) -> list[str]:
    """What is left to be read of Ola, whose name nobody else has here."""
    said = dump(office)
    found = [trace for trace in TRACES if trace in said.casefold()]
    return found + NUMBER.findall(said) + MASKED.findall(said)


def side_by_side(office: Office, answer) -> None:
    deadline = time.monotonic() + 60
    pairing.pair_up(str(answer.card_id), office.desk.finder, at=NOON, deadline=deadline)


def merge(office: Office, merged: str, into: str) -> str:
    """Write down that two cards are one, as a merge leaves them."""
    found = office.store.get([items.card_key(merged), items.card_key(into)])
    bodies = {card_id: dict(found[items.card_key(card_id)]) for card_id in (merged, into)}
    made = Merge(
        id=new_id("mrg"), into=into, merged=merged, at=rfc3339(NOON), by="key_1", rule="hand",
        before=bodies,
    )  # fmt: skip
    kept = items.card_of(bodies[into])
    logs = [
        LogEntry(
            id=new_id("log"), card_id=card_id, kind="merged", at=rfc3339(NOON),
            written_at=rfc3339(NOON), by="key_1",
            data={"merge_id": made.id, "other": other, "into": into},
        )
        for card_id, other in ((merged, into), (into, merged))
    ]  # fmt: skip
    members = [*kept.members, merged, *items.card_of(bodies[merged]).members]
    office.store.transact(
        [
            Put(key=histories.merge_key(made.id), item=histories.merge_item(made)),
            *map(histories.logged, logs),
            Change(
                key=items.card_key(merged),
                set={"state": "merged", "into": into},
                add={"evidence": 1, "version": 1},
            ),
            Change(
                key=items.card_key(into),
                set={"members": members},
                add={"evidence": 1, "version": 1},
            ),
        ],
        deadline=time.monotonic() + 60,
    )
    return made.id


# -- nothing is left ------------------------------------------------------------------------------


def everything_of_ola(office: Office) -> str:
    """Let Ola come in every way that leaves something, and return the id of the card."""
    made = office.post(OLA, lead_id="l1")
    office.post(OLA, lead_id="l2", message="again, Ola Brattbakk")
    office.post(OLA, lead_id="l2", message="other content, Ola Brattbakk")
    office.post(OLA | {"full_name": "Kari Brattbo", "national_id": ""}, lead_id="l3")
    side_by_side(office, made)
    office.use(entry_rules=replace(office.source.entry_rules, required=("company",)))
    for number in range(3):
        office.post(OLA, key=f"Ola.Brattbakk@example.com {number}")
    one, two, _ = sorted(office.held)
    discard(entry(office.store, one), office.store, by="Ann", reason="Ola Brattbakk rang")
    release(
        entry(office.store, two),
        office.source,
        {"company": "Fjell AS"},
        office.desk,
        by="Ann",
        deadline=time.monotonic() + 60,
    )
    office.use(entry_rules=replace(office.source.entry_rules, required=()))
    office.post_body(b'{"half": "call 91 23 45 67')
    form = "application/x-www-form-urlencoded"
    sent = b"name=Ola&email=ola.brattbakk%40example.com"
    office.post_body(sent, form, key="ola.brattbakk@example.com")
    with office.store_failing(Unavailable("down")):
        office.post(OLA, lead_id="p1")
    pair = min(office.stored("SUGGESTION"), key=lambda item: str(item["id"]))
    told = items.suggestion_of(pair)
    said = "Ola Brattbakk is another"
    negative_links.keep_apart(
        told, "rejected", office.store, by="key_1", reason=said, deadline=time.monotonic() + 60
    )
    noted = Change(key=items.task_key(made.task_id), set={"note": "ring Ola Brattbakk at six"})
    office.store.write(noted)
    log = LogEntry(
        id=new_id("log"), card_id=made.card_id, kind="edited", at=rfc3339(NOON),
        written_at=rfc3339(NOON), by="key_1",
        data={"set": {"last_name": "Brattbakk"}, "was": {"phones": ["+4791234567"]}},
    )  # fmt: skip
    office.store.write(histories.logged(log))
    listed = ("LISTED#names#x", str(made.card_id))
    office.store.write(Overwrite(key=listed, item={"name": "Ola Brattbakk"}))
    note = (items.card_key(made.card_id)[0], "LISTED")
    office.store.write(Overwrite(key=note, item={"keys": [list(listed)]}))
    return made.card_id


def test_nothing_is_left_of_a_person_who_is_erased(office):
    card_id = everything_of_ola(office)
    kari = next(card for card in office.cards if card.id != card_id)
    # Kari shares phone and e-mail; what is hers stays, so she is told by other ones here.
    erase(office, kari.id)
    done = erase(office, card_id)
    assert done.step == "done"
    assert traces(office) == []


def test_former_addresses_go_with_a_card_and_so_do_the_blocks_that_they_are_in(office):
    made = office.post(OLA, lead_id="l1")
    elsewhere = {"street": "Måkeveien 3", "postcode": "5003", "city": "Bergen"}
    office.post(OLA | elsewhere, lead_id="l2")
    side_by_side(office, made)
    assert [one.street for one in office.card(made).other_addresses] == ["Måkeveien 3"]
    erase(office, made.card_id)
    assert office.card(made).other_addresses == ()
    assert "måkeveien" not in dump(office).casefold()
    blocks = [item for item in office.everything() if item["pk"].startswith("BLOCK#")]
    assert not any(made.card_id in item["cards"] for item in blocks)


def test_a_card_whose_phones_were_all_taken_away_is_erased(office):
    made = office.post(OLA)
    Clerk(office).edit(made.card_id, contacts={"phones": [], "emails": []})
    assert erase(office, made.card_id).step == "done"
    assert traces(office) == []


def test_what_lies_beside_a_card_goes_with_it(office):
    card_id = everything_of_ola(office)
    erase(office, card_id)
    left = {str(item["sk"]).partition("#")[0] for item in office.store.query(f"CARD#{card_id}")}
    assert left == {"CARD", "INQ", "LOG"}
    assert not [item for item in office.stored("BLOCK") if card_id in item["cards"]]
    assert not [item for item in office.stored("SUGGESTION") if "work_pk" in item]


WAYS = {
    "a national ID": {"national_id": NIN},
    "an ID that cannot be checked": {
        "national_id": "AB123456C",
        "country": "GB",
        "phone": "+4791234567",
    },
    "an id of another system": {"external_ids": "crm: 17"},
    "a role address": {"email": "info@brattbakk.example"},
    "several": {"phone": "91234567 / 99887766", "email": "a@b.example; c@d.example"},
    "a company": {"full_name": "", "company": "Fjell AS", "org_number": "923609016"},
    "a sole trader": {"full_name": "", "company": "Vik", "org_number": NIN, "country": "SE"},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_identity_leads_to_an_erased_card(office, way):
    made = office.post({"full_name": "Ola Brattbakk", "phone": "91234567"} | way)
    assert office.stored("ID")
    erase(office, made.card_id)
    assert office.stored("ID") == []


def test_a_shared_phone_no_longer_leads_to_an_erased_card_by_the_name(office):
    given = "Ola Per Nils Lars Jens Knut Odd Kari Eva".split()
    made = [office.post(phone="22334455", full_name=f"{name} Vik{name}") for name in given]
    assert {item["pk"].split("#")[1] for item in office.stored("ID")} == {"phone", "phone_name"}
    erase(office, made[-1].card_id)
    erase(office, made[0].card_id)
    gone = {made[-1].card_id, made[0].card_id}
    assert not [item for item in office.stored("ID") if gone & set(item["cards"])]


def test_facts_are_the_same_after_as_before(office):
    made = office.post(OLA, lead_id="l1")
    before = [facts.fact(item) for item in office.stored("INQ")]
    erase(office, made.card_id)
    assert [facts.fact(item) for item in office.stored("INQ")] == before


def test_counts_and_campaigns_stay(office):
    made = office.post(OLA, lead_id="l1")
    office.post(OLA, lead_id="l2")
    before = office.inquiries(made.card_id)
    erase(office, made.card_id)
    after = office.inquiries(made.card_id)
    assert [(i.id, i.date, i.kind, i.number, i.source, i.delivery_id) for i in after] == [
        (i.id, i.date, i.kind, i.number, i.source, i.delivery_id) for i in before
    ]
    assert {tuple(i.attribution.items()) for i in after} == {(("utm_campaign", "no_solar"),)}
    left = office.card(made)
    assert (left.state, left.inquiries, left.erased_at) == ("erased", 2, rfc3339(LATER))
    assert (left.fields, left.phones, left.emails, left.national_id) == ({}, (), (), None)
    assert office.task(made).status == "done"
    assert office.store.query_index("work", items.work_partition("TASK", "ann")) == []


def test_it_is_done_once_however_often_it_is_asked_for(office):
    made = office.post(OLA)
    first = erase(office, made.card_id)
    assert erase(office, made.card_id, at=LATER + timedelta(days=1)) == first
    assert len(office.stored("ERASURE")) == 1


def test_others_on_the_same_phone_keep_what_is_theirs(office):
    ola = office.post(phone="91234567", full_name="Ola Brattbakk")
    kari = office.post(phone="91234567", full_name="Kari Brattbakk")
    office.use(entry_rules=replace(office.source.entry_rules, required=("company",)))
    office.post(phone="91234567", full_name="Kari Brattbakk", lead_id="held")
    office.use(entry_rules=replace(office.source.entry_rules, required=()))
    erase(office, ola.card_id)
    assert office.card(kari).phones == ("+4791234567",)
    assert len(office.raw.names("held", after="", limit=9)) == 1
    again = office.post(phone="91234567", full_name="Kari Brattbakk", at=LATER)
    assert (again.outcome, again.card_id) == ("repeat", kari.card_id)


def test_a_held_lead_of_another_person_who_mentions_them_stays(office):
    ola = office.post(phone="91234567", full_name="Ola Brattbakk")
    office.use(entry_rules=replace(office.source.entry_rules, required=("company",)))
    office.post(phone="99887766", full_name="Per Vik", message="my friend Ola has 91 23 45 67")
    erase(office, ola.card_id)
    assert len(office.raw.names("held", after="", limit=9)) == 1


# -- through merges -------------------------------------------------------------------------------


@pytest.fixture
def merged(office):
    """Two cards of Ola that were merged: the one merged, and the living one."""
    one = office.post(OLA | {"email": ""}, lead_id="m1").card_id
    other = office.post(email="ola.b@brattbakk.example", full_name="Ola B").card_id
    return one, other, merge(office, one, other)


def test_erasing_goes_through_merged_cards(office, merged):
    one, other, _ = merged
    done = erase(office, one)
    assert done.card_ids == (other, one)
    assert traces(office) == []
    assert {card.state for card in office.cards} == {"erased"}


def test_a_merged_id_leads_to_the_erased_card(office, merged):
    one, other, _ = merged
    erase(office, other)
    assert aliases.current_card(office.store, one).id == other


def test_what_was_edited_while_two_were_one_keeps_nothing_of_the_erased_one(office):
    ola = office.post(OLA).card_id
    per = office.post(phone="99887766", full_name="Per Vik").card_id
    deadline = time.monotonic() + 60
    merger = Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)
    made = merging.merge(ola, per, merger)
    writer = Writer(desk=office.desk, config=office.config, by="key", now=LATER, deadline=deadline)
    edit(per, CardEdit(contacts={"phones": ["99887766"], "emails": []}), writer)
    undoing.undo(made.id, merger)
    erase(office, ola)
    assert traces(office) == []


def three_that_were_one(office: Office, *, first_apart: int) -> list[str]:
    """Make Ola, Per and Liv one in a chain, edit what they are, and take them apart again."""
    ids = [
        office.post(OLA, external_ids="crm: 17x4").card_id,
        office.post(phone="99887766", full_name="Per Vik", external_ids="crm: 5").card_id,
        office.post(phone="40498765", full_name="Liv Moe", external_ids="crm: 6").card_id,
    ]
    deadline = time.monotonic() + 60
    merger = Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)
    made = [merging.merge(ids[0], ids[1], merger).id, merging.merge(ids[1], ids[2], merger).id]
    writer = Writer(desk=office.desk, config=office.config, by="key", now=LATER, deadline=deadline)
    for wanted in (
        CardEdit(contacts={"phones": ["40498765"], "emails": []}),
        CardEdit(fields={"street": "Torggata 9", "birth_date": "", "national_id": ""}),
        CardEdit(fields={"job_title": "Chef"}),
    ):
        edit(ids[2], wanted, writer)
    undoing.undo(made[first_apart], merger)
    undoing.undo(made[1 - first_apart], merger)
    return ids


@pytest.mark.parametrize("first_apart", [0, 1])
def test_no_card_that_was_one_with_an_erased_person_for_a_while_tells_of_them(office, first_apart):
    ola, _, liv = three_that_were_one(office, first_apart=first_apart)
    assert traces(office) != []
    erase(office, ola)
    assert traces(office) == []
    assert "17x4" not in dump(office)
    told = [histories.log_of(item) for item in office.store.query(f"CARD#{liv}", prefix="LOG#")]
    assert {"set": {"job_title": "Chef"}} in [one.data for one in told]


def test_what_a_card_told_before_it_was_merged_with_an_erased_one_stays(office):
    ola, per, _ = three_that_were_one(office, first_apart=0)
    entry_of_old = LogEntry(
        id="log_01KA0000000000000000000000", card_id=per, kind="edited", at=rfc3339(NOON),
        written_at=rfc3339(NOON), by="key_1", data={"set": {"first_name": "Ola"}},
    )  # fmt: skip
    office.store.write(histories.logged(entry_of_old))
    erase(office, ola)
    assert histories.logged(entry_of_old).item["data"] in dump_of_logs(office, per)


def dump_of_logs(office: Office, card_id: str) -> list[str]:
    return [str(item["data"]) for item in office.store.query(f"CARD#{card_id}", prefix="LOG#")]


def test_a_card_that_was_told_apart_from_an_erased_one_keeps_no_evidence_of_them(office):
    ola = office.post(phone="91234567", full_name="Ola Brattbakk")
    kari = office.post(phone="91234567", full_name="Kari Brattbakk")
    [pair] = map(items.suggestion_of, office.stored("SUGGESTION"))
    deadline = time.monotonic() + 60
    negative_links.keep_apart(
        pair, "household", office.store, by="key", reason=None, deadline=deadline
    )
    assert "evidence" in dump_of_logs(office, kari.card_id)[0]
    erase(office, ola.card_id)
    for card_id, other in ((ola.card_id, kari.card_id), (kari.card_id, ola.card_id)):
        [told] = [
            one
            for one in map(histories.log_of, office.stored("LOG"))
            if (one.card_id, one.kind) == (card_id, "parted")
        ]
        assert told.data == {"other": other, "decision": "household", "suggestion_id": pair.id}


def test_a_merge_keeps_no_bodies_of_erased_cards(office, merged):
    *_, merge_id = merged
    erase(office, merged[0])
    key = histories.merge_key(merge_id)
    assert histories.merge_of(office.store.get([key])[key]).before == {}


# -- coming again ---------------------------------------------------------------------------------


def test_who_comes_again_gets_a_new_card(office):
    made = office.post(OLA)
    erase(office, made.card_id)
    again = office.post(OLA, lead_id="new", at=LATER)
    assert (again.outcome, again.inquiry_number) == ("created", 1)
    assert again.card_id != made.card_id
    assert office.post(OLA, lead_id="new 2", at=LATER).card_id == again.card_id


def test_a_redelivery_of_an_erased_person_is_replayed_and_keeps_nothing(office):
    made = office.post(OLA, lead_id="l1")
    erase(office, made.card_id)
    for message in (OLA["message"], "in other words"):
        again = office.post(OLA | {"message": message}, lead_id="l1", at=LATER)
        assert (again.outcome, again.card_id) == ("replayed", made.card_id)
    assert traces(office) == []


def test_the_delivery_id_of_an_erased_person_on_another_ones_lead_is_looked_at(office):
    made = office.post(OLA, lead_id="l1")
    erase(office, made.card_id)
    other = office.post(phone="99887766", full_name="Per Vik", lead_id="l1", at=LATER)
    assert office.held[other.quarantine_id] == "delivery_id_reused"


def hold(office):
    key = items.config_key("SETTINGS", "erasure")
    office.store.write(Overwrite(key=key, item={"leads": "hold", "others": "refuse"}))
    office.reopen()


def test_a_lead_of_an_erased_person_is_held_where_policy_says_so(office):
    made = office.post(OLA)
    erase(office, made.card_id)
    hold(office)
    again = office.post(OLA, lead_id="new", at=LATER)
    assert office.held[again.quarantine_id] == "erased_person"
    assert office.raw.held(office.raw.names("held", after="", limit=1)[0])
    free = release(
        entry(office.store, again.quarantine_id),
        office.source,
        {},
        office.desk,
        by="Ann",
        deadline=time.monotonic() + 60,
    )
    assert free.outcome == "created"


def test_a_living_card_on_an_erased_persons_phone_is_not_held(office):
    ola = office.post(phone="91234567", full_name="Ola Brattbakk")
    kari = office.post(phone="91234567", full_name="Kari Brattbakk")
    erase(office, ola.card_id)
    hold(office)
    again = office.post(phone="91234567", full_name="Kari Brattbakk", lead_id="k", at=LATER)
    assert (again.outcome, again.card_id) == ("repeat", kari.card_id)


def test_a_lead_that_comes_while_its_person_is_being_erased_makes_a_card_of_its_own(office):
    made = office.post(OLA)
    begun = lifecycle.begin(
        made.card_id,
        office.desk,
        office.config,
        by="key_1",
        at=LATER,
        deadline=time.monotonic() + 60,
    )
    during = office.post(OLA, lead_id="during", at=LATER + timedelta(seconds=1))
    assert during.outcome == "created"
    go_on(office, begun.id)
    assert office.card(during).state == "living"
    assert office.inquiry(during).fields["full_name"] == "Ola Brattbakk"
    assert office.post(OLA, lead_id="next", at=LATER).card_id == during.card_id


def test_what_was_held_after_the_request_is_left_alone(office):
    made = office.post(OLA)
    begun = lifecycle.begin(
        made.card_id,
        office.desk,
        office.config,
        by="key_1",
        at=LATER,
        deadline=time.monotonic() + 60,
    )
    office.use(entry_rules=replace(office.source.entry_rules, required=("company",)))
    office.post(OLA, lead_id="held", at=LATER + timedelta(seconds=1))
    go_on(office, begun.id)
    assert len(office.raw.names("held", after="", limit=9)) == 1


def test_bytes_that_are_just_being_written_are_looked_at_a_minute_later(office):
    made = office.post(OLA)
    with office.store_failing(Unavailable("down")):
        office.post(OLA, lead_id="p1", at=LATER)
    waits = erase(office, made.card_id)
    assert waits.step == "parked"
    assert go_on(office, waits.id, LATER + timedelta(minutes=2)).step == "done"
    assert traces(office) == []


# -- reasons and certificates ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason",
    ["Brattbakk asked for it", "call from 91 23 45 67", "from ola.brattbakk@example.com"],
)
def test_a_reason_that_names_the_person_is_refused(office, reason):
    made = office.post(OLA)
    with pytest.raises(Problem) as refused:
        erase(office, made.card_id, reason=reason)
    assert refused.value.errors[0].code == "personal_data"
    assert office.card(made).state == "living"


def test_certificates_count_what_was_done_and_hold_each_other(office):
    cards = [office.post(phone=f"9123456{n}", full_name=f"Per{n} Vik").card_id for n in range(3)]
    told = [erase(office, card_id).certificate for card_id in cards]
    assert [one["number"] for one in told] == [1, 2, 3]
    assert erasure_certificates.verify_chain(told) is None
    assert told[1]["previous_sha256"] == erasure_certificates.digest(told[0])
    head = office.store.get([erasures.HEAD])[erasures.HEAD]
    assert head["sha256"] == erasure_certificates.digest(told[2])
    assert told[0]["counts"] == {
        "cards": 1, "inquiries": 1, "deliveries": 1, "identities": 1, "tasks": 1,
        "suppressed": 1, "raw_bytes": 0,
    }  # fmt: skip


@pytest.mark.parametrize("damage", ["changed", "missing", "first missing"])
def test_a_chain_tells_what_was_tampered_with(damage):
    chain, previous = [], None
    for number in (1, 2, 3):
        one = {"id": f"era_{number}", "number": number, "previous_sha256": previous, "counts": {}}
        chain.append(one)
        previous = erasure_certificates.digest(one)
    damaged = {
        "changed": [chain[0] | {"counts": {"cards": 9}}, *chain[1:]],
        "missing": [chain[0], chain[2]],
        "first missing": chain[1:],
    }[damage]
    assert erasure_certificates.verify_chain(chain) is None
    assert erasure_certificates.verify_chain(damaged) in {"era_2", "era_3"}


# -- after a restore ------------------------------------------------------------------------------


def restored(office: Office, dumped) -> Office:
    """Return an office on a table as it was, beside raw bytes as they are."""
    store = Memory()
    for item in dumped:
        values = {name: value for name, value in item.items() if name not in {"pk", "sk"}}
        store.write(Overwrite(key=(item["pk"], item["sk"]), item=values))
    return Office(store, raw=office.raw)


def test_an_erasure_is_done_again_on_a_table_from_a_backup():
    office = Office(Memory())
    card_id = everything_of_ola(office)
    kari = next(card.id for card in office.cards if card.id != card_id)
    backup = office.everything()
    told = [erase(office, one).certificate for one in (kari, card_id)]
    late = office.post(phone="99887766", full_name="Per Vik", at=LATER)
    erase(office, late.card_id)

    old = restored(office, backup)
    assert traces(old)
    became = lifecycle.reapply(old.desk, old.config, at=LATER + timedelta(days=1))
    assert len(became["done"]) == 3
    assert traces(old) == []
    again = [lifecycle.erasure(old.store, erasures.erasure_id(one)) for one in (kari, card_id)]
    assert [one.certificate for one in again] == told
    head = old.store.get([erasures.HEAD])[erasures.HEAD]
    assert head["number"] == 3
    before = old.everything()
    assert len(lifecycle.reapply(old.desk, old.config, at=LATER)["in_force"]) == 3
    assert old.everything() == before


def test_an_erasure_that_is_at_work_just_goes_on():
    office = Office(Memory())
    card_id = office.post(OLA).card_id
    deadline = time.monotonic() + 60
    begun = lifecycle.begin(
        card_id, office.desk, office.config, by="key_1", at=LATER, deadline=deadline
    )
    lifecycle.run(begun.id, office.desk, office.config, now=LATER, until=0)
    batch = lifecycle.Batch(state=begun, desk=office.desk, config=office.config, now=LATER)
    lifecycle.STEPS["log"](batch)
    assert lifecycle.reapply(office.desk, office.config, at=LATER)["done"] == [begun.id]
    done = lifecycle.erasure(office.store, begun.id)
    assert (done.certificate["counts"]["inquiries"], done.reapplied_at) == (1, None)


def test_a_card_that_was_merged_with_anothers_at_the_time_of_the_backup_is_left_to_a_person():
    office = Office(Memory())
    one, other = (
        office.post(phone=phone, full_name=name).card_id
        for phone, name in (("91234567", "Ola Brattbakk"), ("99887766", "Per Vik"))
    )
    alone = office.everything()
    merge(office, one, other)
    backup = office.everything()
    table = restored(office, alone)  # the merge was undone, then one of the two erased
    erase(table, one)
    old = restored(office, backup)
    became = lifecycle.reapply(old.desk, old.config, at=LATER)
    assert became["unresolved"] == [erasures.erasure_id(one)]
    assert {card.state for card in old.cards} == {"living", "merged"}


FORM = "application/x-www-form-urlencoded"
TWICE = [
    (b'{"full_name": "Ola Brattbakk", "phone": "912 34 567"}', "application/json"),
    (b'{"full_name": "OLA BRATTBAKK", "phone": "91234567", "_ts": "1"}', "application/json"),
    (b"full_name=Ola+Brattbakk&phone=%2B4791234567&submission_id=7", FORM),
]


@pytest.mark.parametrize("days", [0, 2, 500], ids=["at once", "later", "once it is forgotten"])
def test_bytes_of_a_double_click_go_with_the_person(office, days):
    made, *again = [office.post_body(body, kind) for body, kind in TWICE]
    assert [answer.outcome for answer in again] == ["replayed", "replayed"]
    assert len(office.raw.names("held", after="", limit=9)) == 2
    at = LATER + timedelta(days=days)
    if days:  # the table deletes what is over by itself
        key = next(
            (item["pk"], item["sk"])
            for item in office.stored("DLV")
            if item["outcome"] == "created"
        )
        office.store.write(Delete(key=key))
    erase(office, made.card_id, at)
    assert office.raw.names("held", after="", limit=9) == []
    assert traces(office) == []


def test_an_erased_delivery_has_no_hash_of_what_was_said(office):
    made = office.post(OLA, submission_id="7")
    erase(office, made.card_id)
    (item,) = office.stored("DLV")
    assert (item["outcome"], item["content"]) == ("erased", "")
    assert "body" not in item
    assert office.post(OLA, submission_id="7", at=LATER).outcome == "replayed"


def test_bytes_of_another_persons_double_click_stay(office):
    made = office.post(OLA)
    office.post(phone="91234567", full_name="Kari Brattbakk")
    office.post(phone="912 34 567", full_name="Kari Brattbakk")
    erase(office, made.card_id)
    assert len(office.raw.names("held", after="", limit=9)) == 1
