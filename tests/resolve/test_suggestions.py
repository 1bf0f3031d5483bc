"""Pairs that a person parts: they never come back, whoever meets them again and whenever."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from leadfold import reading
from leadfold.cards import suggestions
from leadfold.errors import Problem
from leadfold.identity import explanations
from leadfold.intake import quarantine
from leadfold.model import Card, Evidence, Suggestion
from leadfold.resolve import pairing
from leadfold.store import items
from leadfold.store.items import histories
from leadfold.store.writes import Change, Delete
from leadfold.work import negative_links
from tests.office import NOON

BOTH = {"phone": "91234567", "email": "ola@example.com"}


@pytest.fixture
def pair(post, office):
    """Two cards with a suggestion: the ids of the one by phone and of the one by e-mail."""
    by_phone, by_email = post(phone="91234567"), post(email="ola@example.com")
    post(BOTH)
    return by_phone.card_id, by_email.card_id


def suggestion(office) -> Suggestion:
    [item] = office.stored("SUGGESTION")
    return items.suggestion_of(item)


def part(office, decision="rejected", *, store=None, reason=None):
    deadline = time.monotonic() + 30
    return negative_links.keep_apart(
        suggestion(office),
        decision,
        store or office.store,
        by="key_1",
        reason=reason,
        deadline=deadline,
    )


def cards(office, pair) -> list[Card]:
    return [items.card_of(item) for item in office.stored("CARD") if item["id"] in pair]


def open_ones(office) -> list[Suggestion]:
    found, _, following = reading.suggestions(
        office.store, owner=None, kind=None, after=None, limit=50
    )
    assert following is None
    return found


def is_closed_for_good(office, state="rejected"):
    """Look at everything that a suggestion could come back by."""
    [item] = office.stored("SUGGESTION")
    return (item["state"], "work_pk" in item, open_ones(office)) == (state, False, [])


class Meanwhile:
    """A store in which something happens once, between what is read and what is written."""

    def __init__(self, store, happens: Callable[[], object]) -> None:
        self._store, self._happens = store, [happens]

    def __getattr__(self, name):
        return getattr(self._store, name)

    def transact(self, writes, *, deadline):
        if self._happens:
            self._happens.pop()()
        self._store.transact(writes, deadline=deadline)


# -- what a suggestion says -----------------------------------------------------------------------


def test_a_suggestion_says_what_the_match_that_raised_it_said(post, office):
    post(phone="91234567", full_name="Ola Hansen")
    post(email="ola@example.com", full_name="Ola Hansen")
    post(BOTH, full_name="Ola Hansen")
    found = suggestion(office)
    assert (found.level, found.reason) == (1, "email of one lead")
    assert found.score == round(sum(part.weight for part in found.evidence), 1)
    assert [part.field for part in found.evidence] == ["email", "given_name", "surname"]


def test_one_for_a_shared_key_has_no_level(post, office):
    post(phone="91234567", full_name="Ola Hansen")
    post(phone="91234567", full_name="Kari Hansen")
    found = suggestion(office)
    assert (found.kind, found.level, found.state) == ("household", None, "open")
    [given] = [part for part in found.evidence if part.field == "given_name"]
    assert given.agreement == "different"


# -- deciding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["rejected", "household"])
def test_a_decision_stands_on_the_suggestion_and_on_both_cards(office, pair, decision):
    before = {card.id: card.evidence for card in cards(office, pair)}
    done = part(office, decision, reason="brothers")
    assert suggestion(office) == done
    assert (done.state, done.closed_by, done.closed_reason) == (decision, "key_1", "brothers")
    for card in cards(office, pair):
        [other] = set(pair) - {card.id}
        assert card.apart == (other,)
        assert card.household == ((other,) if decision == "household" else ())
        assert card.evidence == before[card.id] + 1
    assert is_closed_for_good(office, decision)


@pytest.mark.parametrize("decision", ["rejected", "household"])
def test_both_timelines_tell_of_a_decision_with_its_evidence(office, pair, decision):
    done = part(office, decision, reason="brothers")
    told = [histories.log_of(item) for item in office.stored("LOG")]
    assert {one.card_id: one.data["other"] for one in told} == {
        pair[0]: pair[1],
        pair[1]: pair[0],
    }
    for one in told:
        assert (one.kind, one.by, one.at) == ("parted", "key_1", done.closed_at)
        assert one.data["evidence"] == explanations.rows(done.evidence) != []
        assert (one.data["decision"], one.data["suggestion_id"]) == (decision, done.id)
        assert "brothers" not in str(one.data)


def test_the_same_decision_again_changes_nothing(office, pair):
    done = part(office, reason="no")
    before = office.everything()
    assert part(office, reason="again") == done
    assert office.everything() == before


@pytest.mark.parametrize(("first", "then"), [("rejected", "household"), ("household", "rejected")])
def test_another_decision_is_refused(office, pair, first, then):
    part(office, first)
    with pytest.raises(Problem) as refused:
        part(office, then)
    assert refused.value.status == 409
    assert is_closed_for_good(office, first)


def test_a_card_keeps_the_newest_hundred(office, pair):
    for card_id in pair:
        many = [f"card_{n}" for n in range(100)]
        office.store.write(Change(key=items.card_key(card_id), set={"apart": many}))
    part(office)
    for card in cards(office, pair):
        [other] = set(pair) - {card.id}
        assert card.apart == (other, *(f"card_{n}" for n in range(99)))


# -- never again ----------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["rejected", "household"])
def test_a_parted_pair_is_not_suggested_again(post, office, pair, decision):
    part(office, decision)
    for n in range(3):
        answer = post(BOTH, lead_id=f"again-{n}")
        assert (answer.outcome, answer.suggestions) == ("repeat", ())
    assert is_closed_for_good(office, decision)


def test_a_parted_pair_of_names_that_disagree_is_not_suggested_again(post, office):
    post(phone="91234567", full_name="Ola Hansen")
    post(phone="91234567", full_name="Kari Hansen")
    part(office, "household")
    post(phone="91234567", full_name="Kari Hansen", message="again")
    assert is_closed_for_good(office, "household")


def forget_on_cards(office, pair):
    """Let the pair fall out of what the cards know: then only its own item tells."""
    for card_id in pair:
        office.store.write(Change(key=items.card_key(card_id), remove=("apart",)))


def test_the_item_of_a_pair_tells_what_its_cards_no_longer_know(post, office, pair):
    part(office)
    forget_on_cards(office, pair)
    answer = post(BOTH, lead_id="again")
    assert (answer.outcome, answer.suggestions) == ("repeat", ())
    assert is_closed_for_good(office)


def test_a_release_does_not_bring_a_pair_back_either(post, office, pair):
    held = post({**BOTH, "lead_id": "held", "phone": "00000000", "email": ""})
    part(office)
    forget_on_cards(office, pair)
    entry = quarantine.entry(office.store, held.quarantine_id)
    released = quarantine.release(
        entry, office.source, BOTH, office.desk, by="Dora", deadline=time.monotonic() + 30
    )
    assert (released.outcome, released.suggestions) == ("repeat", ())
    assert is_closed_for_good(office)


def test_an_open_suggestion_stays_as_it_was_raised_first(post, office, pair):
    before = office.stored("SUGGESTION")
    post(BOTH, lead_id="again", full_name="Ola Hansen")
    assert office.stored("SUGGESTION") == before
    assert [found.id for found in open_ones(office)] == [before[0]["id"]]


@pytest.mark.parametrize("bare_first", [True, False])
def test_two_that_raise_one_pair_are_not_mixed(office, bare_first):
    bare = Suggestion(
        id="sug_1", kind="household", cards=("a", "b"), reason="x", created_at="2026-11-23"
    )
    part = Evidence(field="phone", agreement="exact", weight=9.2)
    whole = replace(
        bare, kind="duplicate", owner_id="ann", level=5, score=9.2, evidence=(part,), reason="y"
    )
    raised = [bare, whole] if bare_first else [whole, bare]
    for one in raised:
        office.store.write(suggestions.write(one))
    assert open_ones(office) == [suggestion(office)] == [raised[0]]


# -- races ----------------------------------------------------------------------------------------


def test_a_lead_that_was_decided_before_a_rejection_is_decided_again(post, office, pair):
    office.desk = replace(office.desk, store=Meanwhile(office.store, lambda: part(office)))
    answer = post(BOTH, lead_id="amid")
    assert (answer.outcome, answer.suggestions) == ("repeat", ())
    assert is_closed_for_good(office)
    assert [len(card.apart) for card in cards(office, pair)] == [1, 1]


def test_a_rejection_amid_which_a_lead_comes_is_done_all_the_same(post, office, pair):
    came = Meanwhile(office.store, lambda: post(BOTH, lead_id="amid", full_name="Ola Hansen"))
    assert part(office, store=came).state == "rejected"
    assert is_closed_for_good(office)
    assert [len(card.apart) for card in cards(office, pair)] == [1, 1]
    assert sum(card.inquiries for card in cards(office, pair)) == 4


def test_of_two_decisions_at_once_one_stands(office, pair):
    with pytest.raises(Problem) as refused:
        part(office, store=Meanwhile(office.store, lambda: part(office, "household")))
    assert refused.value.status == 409
    assert is_closed_for_good(office, "household")


def test_two_decisions_on_one_card_at_once_are_both_on_it(post, office):
    """A card that stands between two others, both rejected at one instant."""
    post(phone="91234567", full_name="Ola Hansen")
    post(phone="91234567", full_name="Kari Hansen")
    post(phone="91234567", full_name="Per Hansen")
    one, two = (items.suggestion_of(item) for item in office.stored("SUGGESTION"))
    [middle] = set(one.cards) & set(two.cards)

    def reject(found, store):
        deadline = time.monotonic() + 30
        negative_links.keep_apart(
            found, "rejected", store, by="key_1", reason=None, deadline=deadline
        )

    reject(one, Meanwhile(office.store, lambda: reject(two, office.store)))
    others = {*one.cards, *two.cards} - {middle}
    [card] = [card for card in office.cards if card.id == middle]
    assert set(card.apart) == others


# -- pairs that no lead met -----------------------------------------------------------------------


def pair_up(office, card_id, store=None):
    finder = replace(office.desk.finder, store=store or office.store)
    paired = pairing.pair_up(card_id, finder, at=NOON, deadline=time.monotonic() + 30)
    return list(paired.raised)


def unsuggested(office):
    """Leave cards side by side as a race would, with keys in common and no suggestion of them."""
    before = [items.suggestion_of(item) for item in office.stored("SUGGESTION")]
    for found in before:
        office.store.write(Delete(key=items.suggestion_key(found.id)))
    return before


@pytest.mark.parametrize("which", [0, 1])
def test_cards_that_came_to_be_side_by_side_are_suggested_from_either(post, office, which):
    ids = [post(phone="91234567", full_name=name).card_id for name in ("Ola Hansen", "Kari Hansen")]
    [before] = unsuggested(office)
    [raised] = pair_up(office, ids[which])
    assert (raised.id, raised.kind, raised.cards) == (before.id, "household", before.cards)
    # Now two cards are known to share the phone: it says a little less than it did to the second.
    assert raised.score == pytest.approx(before.score - 1)
    assert raised.reason == "phone in common"
    assert open_ones(office) == [suggestion(office)]


def test_cards_of_one_name_side_by_side_are_a_duplicate(office, pair):
    unsuggested(office)
    [raised] = pair_up(office, pair[0])
    assert (raised.kind, raised.level) == ("duplicate", 9)


def test_pairing_again_writes_nothing_and_reads_once(office, pair):
    unsuggested(office)
    assert [len(pair_up(office, card_id)) for card_id in pair] == [1, 0]
    before = office.everything()
    reads = []

    class Counting(Meanwhile):
        def get(self, keys):
            reads.append(list(keys))
            return self._store.get(reads[-1])

    for card_id in pair:
        assert pair_up(office, card_id, Counting(office.store, lambda: None)) == []
    assert office.everything() == before
    assert len(reads) == 2


def test_a_plain_repeat_is_nothing_to_pair_by(post, office, pair):
    for card_id in pair:
        pair_up(office, card_id)
    post(phone="91234567", lead_id="again")
    both = [items.card_key(pair[0]), items.paired_key(pair[0])]
    assert not pairing.is_due(pair[0], office.store.get(both))


def test_what_a_card_learns_is_something_to_pair_by(post, office, pair):
    pair_up(office, pair[0])
    post(phone="91234567", full_name="Ola Hansen")
    both = [items.card_key(pair[0]), items.paired_key(pair[0])]
    assert pairing.is_due(pair[0], office.store.get(both))


@pytest.mark.parametrize("decision", ["rejected", "household"])
def test_a_parted_pair_is_not_paired_up(office, pair, decision):
    part(office, decision)
    assert [pair_up(office, card_id) for card_id in pair] == [[], []]
    forget_on_cards(office, pair)
    for card_id in pair:
        office.store.write(Change(key=items.card_key(card_id), add={"evidence": 1}))
    assert [pair_up(office, card_id) for card_id in pair] == [[], []]
    assert is_closed_for_good(office, decision)


def test_a_rejection_does_not_bring_up_the_next_of_the_household(post, office):
    for name in ("Ola", "Kari", "Per", "Anne"):
        post(phone="91234567", full_name=f"{name} Hansen")
    raised = len(office.stored("SUGGESTION"))
    for item in office.stored("SUGGESTION"):
        deadline = time.monotonic() + 30
        found = items.suggestion_of(item)
        negative_links.keep_apart(
            found, "rejected", office.store, by="key_1", reason=None, deadline=deadline
        )
    for card in office.cards:
        assert pair_up(office, card.id) == []
    assert len(office.stored("SUGGESTION")) == raised


def test_pairing_amid_which_the_pair_is_rejected_raises_nothing(post, office, pair):
    [before] = unsuggested(office)

    def raise_and_reject():
        office.store.write(suggestions.write(before))
        part(office)

    assert pair_up(office, pair[0], Meanwhile(office.store, raise_and_reject)) == []
    assert is_closed_for_good(office)


def test_a_rejection_amid_which_the_pair_is_raised_again_is_done(post, office, pair):
    came = Meanwhile(office.store, lambda: [pair_up(office, card_id) for card_id in pair])
    assert part(office, store=came).state == "rejected"
    assert is_closed_for_good(office)


def test_both_cards_paired_at_once_make_one_suggestion(office, pair):
    unsuggested(office)
    store = Meanwhile(office.store, lambda: pair_up(office, pair[1]))
    pair_up(office, pair[0], store)
    [found] = open_ones(office)
    assert (set(found.cards), len(office.stored("SUGGESTION"))) == (set(pair), 1)


def test_a_card_is_looked_for_behind_all_of_its_phones_and_addresses(post, office):
    kari = post(phone="41234567", full_name="Kari Berg")
    ola = {"full_name": "Ola Hansen", "email": "ola@example.com"}
    card = post(ola, phone="91234567")
    post(ola, phone="41234567")
    post(ola, phone="99887766")
    unsuggested(office)
    [raised] = pair_up(office, card.card_id)
    assert set(raised.cards) == {kari.card_id, card.card_id}


def test_colleagues_behind_one_switchboard_are_not_paired(post, office):
    for n, name in enumerate("Ola Kari Per Anne Nils Ingrid Lars Marit Jens Sigrid".split()):
        post(phone="91234567", full_name=f"{name} {name}sen", lead_id=str(n))
    unsuggested(office)
    newest = office.cards[-1]
    assert pair_up(office, newest.id) == []


def test_a_card_that_is_not_there_is_nothing_to_pair(office):
    assert pair_up(office, "card_none") == []
