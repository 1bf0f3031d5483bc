"""A merge undone: what each side would be without it (``docs/merging.md``).

Each side begins with its card from before the merge and gets the inquiries since that came by its
identities: they lie with its cards. All other changes of the living card stay with the side that
keeps its id, except reasons not to contact, which both sides keep.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadfold.cards import changes
from leadfold.cards.merging import card_before, survivor, version_of
from leadfold.cards.replaying import carried_over, filled_from, person_of, with_inquiry
from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, Inquiry, Merge
from leadfold.store import items

_NATIONAL_ID = ("national_id", "national_id_masked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerged:
    """The two sides of an undone merge, both living; their open tasks are those from before it.

    ``leaving`` is the side of the card that was merged, ``staying`` that of the card it was merged
    into. ``leaving_ids`` are the ids of all cards of the side that leaves. ``task_carried`` tells
    whether the work of its task from before is part of the living card's open task. ``rewritten``
    are later merges: the cards from before that they hold are now as without the undone one.
    """

    leaving: Card
    staying: Card
    leaving_ids: frozenset[str]
    task_carried: bool
    rewritten: tuple[Merge, ...]


def group(card_id: str, merges: Sequence[Merge]) -> list[str]:
    """Return a card and all that were merged into it, directly or through others."""
    found = [card_id]
    for member in found:  # it grows meanwhile
        found += [merge.merged for merge in merges if merge.into == member]
    return found


def unmerged(
    merge: Merge,
    living: Card,
    merges: Sequence[Merge],
    since: Sequence[Inquiry],
    national_id_owners: Collection[str] = (),
) -> Unmerged:
    """Split the living card that a merge is part of into the two sides of the merge.

    ``merges`` are all that the living card is made of, ``since`` the inquiries recorded after this
    one on any card of it, ``national_id_owners`` the cards that its national ID leads to.
    """
    others = sorted((one for one in merges if one.id != merge.id), key=version_of)
    leaving_ids = frozenset(group(merge.merged, others))
    inquiries = sorted(since, key=lambda one: (one.card_version or 0, one.received_at, one.id))
    national_id_leaves = not leaving_ids.isdisjoint(national_id_owners)
    leaving = _leaving_side(
        merge, living, inquiries, leaving_ids, national_id_leaves=national_id_leaves
    )
    left_out = frozenset(_NATIONAL_ID if national_id_leaves else ())

    # From merge to merge: ``whole`` is the card that the staying side was part of, with both
    # sides, as one merge left it, ``alone`` what it would have been without the side that leaves.
    card_id, since_version = merge.into, version_of(merge)
    alone = card_before(merge, merge.into)
    whole = survivor(alone, card_before(merge, merge.merged), merge.id)
    task_before = card_before(merge, merge.merged).open_task
    task_inquiries = (
        int(merge.before.get(task_before.id, {}).get("inquiries", 0)) if task_before else 0
    )
    carrier = whole.open_task.id if task_before and whole.open_task else None
    recorded: list[Inquiry] = []
    flags, wrong, rewritten = dict(leaving.flags), list[str](), list[Merge]()
    for step in [*others, None]:
        if step and (version_of(step) <= since_version or card_id not in (step.into, step.merged)):
            continue
        until = version_of(step) if step else None
        members = {
            *group(card_id, [one for one in others if version_of(one) <= since_version]),
            *leaving_ids,
        }
        between = [
            inquiry
            for inquiry in inquiries
            if inquiry.card_id in members
            and since_version <= (inquiry.card_version or 0)
            and (until is None or (inquiry.card_version or 0) < until)
        ]
        actual = card_before(step, card_id) if step else living
        alone = carried_over(whole, actual, alone, between, leaving_ids, left_out)
        recorded += between
        added = actual.flags.keys() - whole.flags.keys() - flags.keys()
        flags |= {flag: actual.flags[flag] for flag in added}
        wrong += (number for number in actual.wrong_phones if number not in whole.wrong_phones)
        # Where the card has another open task, or none, a person has done the one before.
        task = actual.open_task.id if actual.open_task else None
        carrier = carrier if carrier == task else None
        if not step:
            break
        before = {**step.before, card_id: _body(alone, step.before[card_id])}
        if task and task in step.before:
            carried = task_inquiries if carrier else 0
            before[task] = _task_without(step.before[task], carried, recorded, leaving_ids)
        rewritten.append(replace(step, before=before))
        if step.into == card_id:
            other = card_before(step, step.merged)
            whole, alone = survivor(actual, other, step.id), survivor(alone, other, step.id)
        else:
            into = card_before(step, step.into)
            whole, alone = survivor(into, actual, step.id), survivor(into, alone, step.id)
            card_id = step.into
        carrier = whole.open_task.id if carrier and whole.open_task else None
        since_version = version_of(step)

    # Both counts only ever grow: the living card's are above those of all that were merged into it.
    evidence, version = living.evidence + 1, living.version + 1
    leaving = _with_wrong_phones(leaving, wrong)
    return Unmerged(
        leaving=replace(leaving, evidence=evidence, version=version, flags=flags),
        staying=replace(alone, evidence=evidence, version=version),
        leaving_ids=leaving_ids,
        task_carried=carrier is not None,
        rewritten=tuple(rewritten),
    )


def identity_holders(
    side: Card, inquiries: Sequence[Inquiry], keyed: KeyedHash
) -> Mapping[IdentityKey, str]:
    """Return for the identities in a side's inquiries the card of it that the inquiry lies with.

    An identity claimed by that card goes with it when another merge of the side is undone.
    """
    members = {side.id, *side.members}
    return {
        identity: inquiry.card_id
        for inquiry in inquiries
        if inquiry.card_id in members
        for identity in keys.identities(person_of(inquiry), keyed)
    }


# -- the side that leaves -------------------------------------------------------------------------


def _leaving_side(
    merge: Merge,
    living: Card,
    inquiries: Sequence[Inquiry],
    leaving_ids: Collection[str],
    *,
    national_id_leaves: bool,
) -> Card:
    side = card_before(merge, merge.merged)
    for inquiry in inquiries:
        if inquiry.card_id in leaving_ids:
            side = with_inquiry(side, inquiry)
    side = filled_from(living, side, inquiries, leaving_ids.__contains__)
    side = _without_removed(side, living)
    if living.national_id and not side.national_id and national_id_leaves:
        side = replace(
            side, national_id=living.national_id, national_id_masked=living.national_id_masked
        )
    return side


def _without_removed(side: Card, living: Card) -> Card:
    """Return the side that leaves without what a person has removed from the living card.

    That has all phones, e-mails and the national ID of its members; what it no longer has was
    released for all of them, and may be another customer's by now.
    """
    kept: dict[str, Any] = {
        name: tuple(one for one in getattr(side, name) if one in getattr(living, name))
        for name in ("phones", "emails")
        if len(getattr(living, name)) < changes.MAX_CONTACTS  # else the oldest made room
    }
    if side.national_id != living.national_id:
        kept |= dict.fromkeys(_NATIONAL_ID)
    return replace(side, **kept)


def _with_wrong_phones(side: Card, wrong: Sequence[str]) -> Card:
    """Return a side with those of its phones marked where somebody else was found to answer."""
    added = [number for number in wrong if number in side.phones]
    if not added:
        return side
    marked = tuple(dict.fromkeys([*side.wrong_phones, *added]))
    return replace(side, wrong_phones=marked, phones=changes.wrong_last(side.phones, marked))


# -- what later merges hold -----------------------------------------------------------------------


def _body(card: Card, there: Mapping[str, Any]) -> dict[str, Any]:
    """Return a card's item for the record of a merge; open task and counts of writes stay."""
    names = {"open_task", "evidence", "version"}
    kept = {name: value for name, value in there.items() if name in names}
    return {**items.card_item(replace(card, open_task=None)), **kept}


def _task_without(
    item: Mapping[str, Any], carried: int, inquiries: Sequence[Inquiry], leaving: Collection[str]
) -> dict[str, Any]:
    """Return a task's item for the record of a merge without the inquiries of the leaving side."""
    task = items.task_of(item)
    theirs = sum(one.card_id in leaving and one.received_at >= task.created_at for one in inquiries)
    return {**item, "inquiries": max(0, task.inquiries - carried - theirs)}
