"""Cards made one and taken apart again, by intake's eyes, on both stores."""

import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from leadfold import reading
from leadfold.cards import edits
from leadfold.errors import Problem
from leadfold.identity.keys import MAX_CARDS
from leadfold.ids import new_id
from leadfold.model import IdentityRules
from leadfold.resolve import aliases, pairing
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Change, Overwrite
from leadfold.work import accepting, merging, negative_links, undoing
from leadfold.work.accepting import POLICY
from leadfold.work.merging import Merger
from tests.clerk import Clerk
from tests.interleaving import InterruptedStore
from tests.office import NOON

NIN_1, NIN_2 = "15076500565", "01010750160"
PHONE, EMAIL = {"phone": "91234567"}, {"email": "ola@example.com"}
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def merger(office):
    deadline = time.monotonic() + 60
    return Merger(finder=office.desk.finder, new_id=new_id, by="key", deadline=deadline)


@pytest.fixture
def pair(post):
    """Ola by phone and Ola by e-mail: two cards."""
    by_phone, by_email = post(full_name="Ola Hansen", **PHONE), post(full_name="Ola", **EMAIL)
    return by_phone.card_id, by_email.card_id


def card(office, card_id):
    return aliases.current_card(office.store, card_id)


def test_a_lead_by_either_identity_ends_on_the_living_card(office, post, merger, pair):
    into, merged = pair
    merging.merge(merged, into, merger)
    for key in (PHONE, EMAIL, PHONE | EMAIL):
        answer = post(key, lead_id=str(key))
        assert (answer.outcome, answer.card_id) == ("repeat", into)
    assert card(office, merged).id == into
    assert card(office, into).inquiries == 5
    assert len(office.cards) == 2


def test_what_came_since_goes_with_the_identity_that_it_came_by(office, post, merger, pair):
    into, merged = pair
    merge = merging.merge(merged, into, merger)
    post(PHONE, lead_id="a", at=LATER, job_title="Chef")
    post(EMAIL, lead_id="b", at=LATER, company="Fjord", phone="40498765")
    post({"phone": "40498765"}, lead_id="c", at=LATER)
    post(PHONE | EMAIL, lead_id="d", at=LATER)
    assert card(office, into).phones == ("+4791234567", "+4740498765")
    undoing.undo(merge.id, merger)
    one, other = card(office, into), card(office, merged)
    assert (one.inquiries, other.inquiries) == (3, 3)
    assert (one.fields.get("job_title"), one.fields.get("company")) == ("Chef", None)
    assert (other.fields.get("job_title"), other.fields.get("company")) == (None, "Fjord")
    assert (one.phones, one.emails) == (("+4791234567",), ("ola@example.com",))
    assert (other.phones, other.emails) == (("+4740498765",), ("ola@example.com",))
    assert post({"phone": "40498765"}, lead_id="e").card_id == merged


NEW, BESIDE = {"phone": "40498765"}, {"phone": "91234567; 40498765"}
SINCE = [
    ("a new phone by the phone", [BESIDE]),
    ("the other's e-mail by the phone", [PHONE | EMAIL]),
    ("a new phone by the e-mail, then by the phone", [EMAIL | NEW, BESIDE]),
    ("a new phone by the phone, then by the e-mail", [BESIDE, EMAIL | NEW]),
]


def led_to(office, one):
    """What leads to a card, of all that stands on it."""
    group = {one.id, *one.members}
    return [
        identity
        for identity in edits.identities(one, None, office.desk.keyed)
        for item in office.store.get([items.identity_key(identity)]).values()
        if group & set(item["cards"])
    ]


@pytest.mark.parametrize("leads", [case[1] for case in SINCE], ids=[case[0] for case in SINCE])
def test_what_stands_on_a_card_that_was_taken_apart_leads_to_it(office, post, merger, pair, leads):
    into, merged = pair
    merge = merging.merge(merged, into, merger)
    for number, lead in enumerate(leads):
        post(lead | {"lead_id": f"l{number}"}, at=LATER)
    undoing.undo(merge.id, merger)
    for one in (card(office, into), card(office, merged)):
        assert led_to(office, one) == edits.identities(one, None, office.desk.keyed)


def test_a_national_id_that_came_since_goes_with_whoever_claimed_it(office, post, merger, pair):
    into, merged = pair
    merge = merging.merge(merged, into, merger)
    post(EMAIL, lead_id="a", national_id=NIN_1)
    assert card(office, into).national_id
    undoing.undo(merge.id, merger)
    assert card(office, into).national_id is None
    assert card(office, merged).national_id_masked.endswith(NIN_1[-4:])
    assert post({"national_id": NIN_1}, lead_id="b").card_id == merged


def test_what_was_written_by_hand_stays_with_the_card_that_lives_on(office, merger, pair):
    into, merged = pair
    merge = merging.merge(merged, into, merger)
    by_hand = {"fields.city": "Bodø", "origins.city": "log_1", "owner_id": "bob", "tags": ["vip"]}
    office.store.write(Change(key=items.card_key(into), set=by_hand, add={"version": 1}))
    opted_out = Change(key=items.card_key(into), set={"flags": {"opt_out": "2026-11-23"}})
    office.store.write(opted_out)
    undoing.undo(merge.id, merger)
    one, other = card(office, into), card(office, merged)
    assert one.flags == other.flags == {"opt_out": "2026-11-23"}
    assert (one.fields["city"], one.owner_id, one.tags) == ("Bodø", "bob", ("vip",))
    assert ("city" in other.fields, other.owner_id, other.tags) == (False, "ann", ())


def test_an_organisation_number_that_an_undo_brings_back_leads_to_its_card(office, post, merger):
    company = {"company": "Fjord Solar AS", "org_number": "923609016"}
    one = post(company, lead_id="1")
    other = post({"company": "Berg Bygg AS", "email": "post@berg.example"}, lead_id="2")
    merge = merging.merge(one.card_id, other.card_id, merger)
    Clerk(office).edit(other.card_id, fields={"org_number": ""})
    undoing.undo(merge.id, merger)
    assert card(office, one.card_id).fields["org_number"] == "923609016"
    assert post(company, lead_id="3").card_id == one.card_id


def test_what_a_person_took_away_of_a_merged_customer_is_taken_away_from_both(
    office, post, merger, pair
):
    into, merged = pair
    post(EMAIL, lead_id="id", national_id=NIN_1)
    merge = merging.merge(merged, into, merger)
    clerk = Clerk(office)
    clerk.edit(into, contacts={"phones": [], "emails": []}, fields={"national_id": ""})
    other = post(EMAIL, lead_id="new", national_id=NIN_1)
    assert other.outcome == "created"
    undoing.undo(merge.id, merger)
    for one in (card(office, into), card(office, merged)):
        assert (one.phones, one.emails, one.national_id, one.national_id_masked) == (
            (), (), None, None,
        )  # fmt: skip
    assert post(EMAIL, lead_id="again").card_id == other.card_id


def test_no_side_gets_a_part_of_an_address_beside_that_of_another_home(office, post, merger):
    gone = post(PHONE, full_name="Ola Hansen", street="Storgata 5B").card_id
    into = post(EMAIL, full_name="Ola Hansen", street="Storgata 5").card_id
    merge = merging.merge(gone, into, merger)
    post(PHONE, lead_id="since", at=LATER, street="Storgata 5", city="Oslo")
    assert card(office, into).fields["city"] == "Oslo"
    undoing.undo(merge.id, merger)
    there = card(office, gone).fields
    assert (there["street"], there.get("city")) == ("Storgata 5B", None)


def test_a_wrong_number_is_marked_on_the_side_that_has_it(office, post, merger, pair):
    into, merged = pair
    post(EMAIL, lead_id="own", phone="40498765; 99887766")
    merge = merging.merge(merged, into, merger)
    Clerk(office).contact(into, "wrong_number", phone="40498765")
    undoing.undo(merge.id, merger)
    one, other = card(office, into), card(office, merged)
    assert (one.phones, one.wrong_phones) == (("+4791234567",), ())
    assert other.phones == ("+4799887766", "+4740498765")
    assert other.wrong_phones == ("+4740498765",)


def test_a_replayed_delivery_answers_with_the_living_card(post, merger, pair):
    into, merged = pair
    lead = {"lead_id": "once", **EMAIL}
    first = post(lead)
    assert first.card_id == merged
    merge = merging.merge(merged, into, merger)
    again = post(lead)
    assert (again.outcome, again.card_id, again.inquiry_id) == ("replayed", into, first.inquiry_id)
    undoing.undo(merge.id, merger)
    assert post(lead).card_id == merged


def test_a_delivery_id_with_another_person_is_seen_through_a_merge(post, merger, pair):
    into, merged = pair
    post(lead_id="once", full_name="Ola Hansen", **EMAIL)
    merging.merge(merged, into, merger)
    again = post(lead_id="once", full_name="Kari Berg", phone="40498765")
    assert again.outcome == "quarantined"


def test_open_tasks_are_folded_and_come_back(office, post, merger, pair):
    into, merged = pair
    before = {task["id"]: dict(task) for task in office.stored("TASK")}
    merge = merging.merge(merged, into, merger)
    kept = office.store.get([items.task_key(card(office, into).open_task.id)])
    [task] = kept.values()
    assert (task["kind"], task["inquiries"], task["status"]) == ("call_back", 2, "open")
    [folded] = [task for task in office.stored("TASK") if task["status"] == "done"]
    assert (folded["reason"], folded["done_by"]) == ("merged", "key")
    assert folded["work_pk"].startswith("TASK#done")
    undoing.undo(merge.id, merger)
    after = {task["id"]: dict(task) for task in office.stored("TASK")}
    for task_id, task in before.items():
        assert after[task_id] | {"version": 1} == task


def test_a_task_that_somebody_has_done_is_done(office, merger, pair):
    into, merged = pair
    office.store.write(Change(key=items.card_key(into), remove=("open_task",)))
    merge = merging.merge(merged, into, merger)
    task = card(office, into).open_task.id
    done = {"status": "done", "reason": "reached"}
    office.store.write(Change(key=items.task_key(task), set=done))
    office.store.write(Change(key=items.card_key(into), remove=("open_task",)))
    undoing.undo(merge.id, merger)
    assert card(office, into).open_task is card(office, merged).open_task is None


def test_both_timelines_tell(office, merger, pair):
    into, merged = pair
    merge = undoing.undo(merging.merge(merged, into, merger).id, merger)
    told = [histories.log_of(item) for item in office.stored("LOG")]
    assert sorted((one.card_id, one.kind) for one in told) == sorted(
        (card_id, kind) for card_id in pair for kind in ("merged", "unmerged")
    )
    assert {one.data["merge_id"] for one in told} == {merge.id}
    assert {one.by for one in told} == {"key"}


def test_ten_cards_merged_in_a_chain_come_apart_in_any_order(office, post, merger):
    ids = [post(phone=f"9123450{n}").card_id for n in range(10)]
    chain = [merging.merge(one, other, merger).id for one, other in pairwise(ids)]
    assert set(card(office, ids[0]).members) == set(ids[:-1])
    for merge_id in (chain[4], chain[8], chain[0], chain[2], *chain[5:8], chain[1], chain[3]):
        undoing.undo(merge_id, merger)
    assert [card(office, card_id).id for card_id in ids] == ids
    assert all((one.inquiries, one.members, one.merges) == (1, (), ()) for one in office.cards)


REFUSED = [
    ("two national IDs", {"national_id": NIN_1}, {"national_id": NIN_2}, "national_ids_differ"),
    (
        "a person and a company",
        {"full_name": "Ola Hansen", **PHONE},
        {"company": "Fjord AS", "email": "post@fjord.example"},
        "person_and_company",
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_one_is_refused(office, post, merger, one, other, code):
    into, merged = post(one).card_id, post(other).card_id
    before = office.everything()
    with pytest.raises(Problem) as refused:
        merging.merge(merged, into, merger)
    assert (refused.value.status, refused.value.errors[0].code) == (409, code)
    assert office.everything() == before


def test_a_card_is_not_merged_into_itself_or_into_nothing(merger, pair):
    into, merged = pair
    for ids, status in (((into, into), 409), ((into, "card_none"), 404), (("card_x", into), 404)):
        with pytest.raises(Problem) as refused:
            merging.merge(*ids, merger)
        assert refused.value.status == status
    merging.merge(merged, into, merger)
    with pytest.raises(Problem):
        merging.merge(into, merged, merger)


def test_a_card_being_erased_is_neither_merged_nor_taken_apart(office, post, merger, pair):
    into, merged = pair
    merge = merging.merge(merged, into, merger)
    other = post(phone="40498765").card_id
    for card_id in pair:
        erasing = Change(key=items.card_key(card_id), set={"state": "erasing"})
        office.store.write(erasing)
    for refused in (
        lambda: merging.merge(other, into, merger),
        lambda: undoing.undo(merge.id, merger),
    ):
        with pytest.raises(Problem) as problem:
            refused()
        assert problem.value.status == 409


def test_an_identity_whose_cards_are_erased_is_free(office, post):
    before = post(full_name="Ola Hansen", national_id=NIN_1, **PHONE)
    gone = Change(key=items.card_key(before.card_id), set={"state": "erased"})
    office.store.write(gone)
    again = post(full_name="Ola Hansen", national_id=NIN_1, lead_id="again", **PHONE)
    assert again.outcome == "created"
    assert post(national_id=NIN_1, lead_id="more").card_id == again.card_id
    assert post(PHONE, lead_id="most").card_id == again.card_id


def test_merged_cards_on_a_key_count_as_one(office, post, merger):
    names = "Ola Kari Per Anne Nils Ingrid Lars Marit".split()
    ids = [post(full_name=f"{name} {name}sen", **PHONE).card_id for name in names]
    assert len(ids) == MAX_CARDS
    merging.merge(ids[1], ids[0], merger)
    post(full_name="Jens Jenssen", **PHONE)
    [phone] = [item for item in office.stored("ID") if item["pk"].startswith("ID#phone#")]
    assert (phone["shared"], len(phone["cards"])) == (False, MAX_CARDS + 1)


def test_a_suggestion_that_is_accepted_keeps_the_older_card(office, post, merger, pair):
    [suggested] = post(PHONE | EMAIL, lead_id="both").suggestions
    found = reading.suggestion(office.store, suggested)
    done = accepting.accept(found, None, merger)
    assert (done.state, done.closed_by) == ("accepted", "key")
    assert accepting.accept(found, None, merger) == done
    assert card(office, pair[1]).id == card(office, pair[0]).id == min(pair)
    merge = reading.merge(office.store, done.merge_id)
    assert (merge.rule, merge.suggestion_id) == ("suggestion", suggested)


def test_a_pair_that_was_taken_apart_is_not_suggested_again(office, post, merger, pair):
    undoing.undo(merging.merge(*pair, merger).id, merger)
    assert post(PHONE | EMAIL, lead_id="both").suggestions == ()
    for card_id in pair:
        pairing.pair_up(card_id, office.desk.finder, at=NOON, deadline=time.monotonic() + 60)
    assert all(item["state"] == "merged" for item in office.stored("SUGGESTION"))


@pytest.mark.parametrize("step", range(8))
@pytest.mark.parametrize("by", ["accept", "policy"])
@pytest.mark.parametrize("decision", ["rejected", "household"])
def test_a_pair_that_is_parted_amid_its_merge_is_not_merged(
    office, post, merger, pair, by, decision, step
):
    [suggested] = post(PHONE | EMAIL, lead_id="both").suggestions
    key = items.suggestion_key(suggested)
    office.store.write(Change(key=key, set={"automatic": True, "level": 1}))
    found = reading.suggestion(office.store, suggested)

    def part():
        with suppress(Problem):  # it was merged before
            negative_links.keep_apart(
                found, decision, office.store, by="k", reason=None, deadline=time.monotonic() + 60
            )

    store = InterruptedStore(office.store, step, part)
    finder = replace(merger.finder, store=store)
    merger = replace(merger, finder=finder)
    with suppress(Problem):  # 409: it was parted before
        if by == "accept":
            accepting.accept(found, None, merger)
        else:
            accepting.merge_by_policy(suggested, IdentityRules(merge_up_to_level=9), merger)
    one = card(office, pair[0]).id == card(office, pair[1]).id
    state = reading.suggestion(office.store, suggested).state
    assert (state in {"accepted", "merged"}) == one
    assert state == decision or one or store.is_past_the_end


def test_a_person_may_merge_what_a_person_kept_apart(office, post, merger, pair):
    [suggested] = post(PHONE | EMAIL, lead_id="both").suggestions
    found = reading.suggestion(office.store, suggested)
    deadline = time.monotonic() + 60
    negative_links.keep_apart(
        found, "rejected", office.store, by="k", reason=None, deadline=deadline
    )
    merging.merge(*pair, merger)
    assert card(office, pair[0]).apart == ()


def test_who_is_apart_from_a_member_is_apart_from_the_living_card(office, post, merger):
    ola, kari = (post(full_name=f"{name} Lie", **PHONE) for name in ("Ola", "Kari"))
    [suggested] = kari.suggestions
    found = reading.suggestion(office.store, suggested)
    negative_links.keep_apart(
        found, "rejected", office.store, by="k", reason=None, deadline=time.monotonic() + 60
    )
    third = post(full_name="Kari Lie", **EMAIL)
    merging.merge(kari.card_id, third.card_id, merger)
    pairing.pair_up(third.card_id, office.desk.finder, at=NOON, deadline=time.monotonic() + 60)
    assert len(office.stored("SUGGESTION")) == 2
    assert ola.card_id in card(office, third.card_id).apart


# -- policy ---------------------------------------------------------------------------------------

POLICIES = IdentityRules(merge_up_to_level=5)


@pytest.fixture
def automatic(office, post, pair):
    """A suggestion that policy decides on."""
    rules = {"order": list(POLICIES.order), "use": dict(POLICIES.use), "merge_up_to_level": 5}
    office.store.write(Overwrite(key=items.config_key("SETTINGS", "identity"), item=rules))
    office.reopen()
    [suggested] = post(PHONE | EMAIL, full_name="Ola Hansen", lead_id="both").suggestions
    return suggested


def test_policy_merges_once_and_says_by_which_rules(office, merger, automatic, pair):
    by_policy = replace(merger, by=POLICY)
    merge = accepting.merge_by_policy(automatic, POLICIES, by_policy)
    assert (merge.rule, merge.by, merge.into) == ("policy", POLICY, min(pair))
    assert merge.rule_version == accepting.version_of(POLICIES)
    assert merge.rule_version != accepting.version_of(IdentityRules())
    undoing.undo(merge.id, merger)
    assert accepting.merge_by_policy(automatic, POLICIES, by_policy) is None
    assert card(office, pair[1]).id == pair[1]


@pytest.mark.parametrize("rules", [IdentityRules(), IdentityRules(merge_up_to_level=0)])
def test_policy_that_has_changed_merges_nothing(merger, automatic, rules):
    assert accepting.merge_by_policy(automatic, rules, merger) is None


def test_policy_never_merges_what_a_person_kept_apart(office, merger, automatic, pair):
    linked = Change(key=items.card_key(pair[0]), set={"apart": [pair[1]]}, add={"evidence": 1})
    office.store.write(linked)
    assert accepting.merge_by_policy(automatic, POLICIES, merger) is None


# -- reading --------------------------------------------------------------------------------------


def test_a_page_of_a_card_of_many_is_read_in_bounded_requests(office, post, merger, monkeypatch):
    ids = [post(phone=f"912345{n:02}").card_id for n in range(51)]
    for member in ids[1:]:
        merging.merge(member, ids[0], merger)
    with pytest.raises(Problem):
        merging.merge(post(phone="40498765").card_id, ids[0], merger)
    whole = card(office, ids[0])
    assert (len(whole.members), whole.inquiries) == (50, 51)
    asked = []
    query = type(office.store).query

    def counted(self, *args, **options):
        asked.append(args)
        return query(self, *args, **options)

    monkeypatch.setattr(type(office.store), "query", counted)
    found, after = reading.inquiries(office.store, whole, after=None, limit=50)
    assert len(asked) <= 51 + 50 / 20
    rest, end = reading.inquiries(office.store, whole, after=after, limit=50)
    assert [len(found), len(rest), end] == [50, 1, None]
    assert {one.card_id for one in [*found, *rest]} == {ids[0]}
