"""A merge undone: what each side would be had it never been (``docs/merging.md``).

Each side begins with its card from before the merge and gets what came since: inquiries by the
identity that they came by, which is where they lie. All else that happened to the living card stays
with the side that lives on, but for reasons not to contact, which both keep. What that is nobody
wrote down: it is what the inquiries and merges do not explain.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from leadfold.cards import changes
from leadfold.cards.merging import before, folded, survivor, version_of
from leadfold.identity import keys
from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, Inquiry, Merge, Person, Task
from leadfold.normalise import person as people
from leadfold.store import items
from leadfold.store.writes import apply

#: Worked out otherwise than by comparing.
_OWN = frozenset(
    "id created_at state into members merges fields origins evidence version inquiries "
    "last_inquiry_at updated_at open_task".split()
)
_NATIONAL_ID = ("national_id", "national_id_masked")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenApart:
    """The two sides of a merge, both living; their open tasks are those from before it.

    ``leaving`` are the ids of the cards of the side that goes, its living card's among them.
    ``carried`` tells whether the work of its task from before is behind the living card's open one.
    ``rewritten`` are merges that came later and hold bodies of the other side from before them:
    these are now as if the undone one had never been.
    """

    gone: Card
    staying: Card
    leaving: frozenset[str]
    carried: bool
    rewritten: tuple[Merge, ...]


def group(card_id: str, merges: Sequence[Merge]) -> list[str]:
    """Return a card and all that were merged into it, directly or through others."""
    found = [card_id]
    for member in found:  # it grows meanwhile
        found += [merge.merged for merge in merges if merge.into == member]
    return found


def taken_apart(
    merge: Merge,
    living: Card,
    merges: Sequence[Merge],
    since: Sequence[Inquiry],
    claimed_by: Collection[str] = (),
) -> TakenApart:
    """Take the merged side of a merge out of the living card that it has become part of.

    ``merges`` are all that stand in that card, ``since`` the inquiries recorded since this one on
    any card of it, ``claimed_by`` the cards that the living card's national ID names.
    """
    others = sorted((one for one in merges if one.id != merge.id), key=version_of)
    leaving = frozenset(group(merge.merged, others))
    told = sorted(since, key=lambda one: (one.card_version or 0, one.received_at, one.id))

    gone = before(merge, merge.merged)
    for inquiry in told:
        if inquiry.card_id in leaving:
            gone = _with_inquiry(gone, inquiry)
    gone = _explained(gone, living, told, leaving.__contains__)
    gone = _without_taken_away(gone, living)
    if living.national_id and not gone.national_id and not leaving.isdisjoint(claimed_by):
        gone = replace(
            gone, national_id=living.national_id, national_id_masked=living.national_id_masked
        )
    kept_away = frozenset(_NATIONAL_ID if not leaving.isdisjoint(claimed_by) else ())

    node, since_version = merge.into, version_of(merge)
    new = before(merge, merge.into)
    old = survivor(new, before(merge, merge.merged), merge.id)
    had = before(merge, merge.merged).open_task
    behind_it = int(merge.before.get(had.id, {}).get("inquiries", 0)) if had else 0
    carrier = old.open_task.id if had and old.open_task else None
    passed: list[Inquiry] = []
    flags, wrong, rewritten = dict(gone.flags), list[str](), list[Merge]()
    for step in [*others, None]:
        if step and (version_of(step) <= since_version or node not in (step.into, step.merged)):
            continue
        until = version_of(step) if step else None
        homes = {
            *group(node, [one for one in others if version_of(one) <= since_version]),
            *leaving,
        }
        between = [
            inquiry
            for inquiry in told
            if inquiry.card_id in homes
            and since_version <= (inquiry.card_version or 0)
            and (until is None or (inquiry.card_version or 0) < until)
        ]
        actual = before(step, node) if step else living
        new = _as_went_on(old, actual, new, between, leaving, kept_away)
        passed += between
        added = actual.flags.keys() - old.flags.keys() - flags.keys()
        flags |= {flag: actual.flags[flag] for flag in added}
        wrong += (number for number in actual.wrong_phones if number not in old.wrong_phones)
        # Where the card has another open task, or none, a person has done the one before.
        task = actual.open_task.id if actual.open_task else None
        carrier = carrier if carrier == task else None
        if not step:
            break
        bodies = {**step.before, node: _body(new, step.before[node])}
        if task and task in step.before:
            carried = behind_it if carrier else 0
            bodies[task] = _lessened(step.before[task], carried, passed, leaving)
        rewritten.append(replace(step, before=bodies))
        if step.into == node:
            other = before(step, step.merged)
            old, new = survivor(actual, other, step.id), survivor(new, other, step.id)
        else:
            into = before(step, step.into)
            old, new = survivor(into, actual, step.id), survivor(into, new, step.id)
            node = step.into
        carrier = old.open_task.id if carrier and old.open_task else None
        since_version = version_of(step)

    # Both counts only ever grow: the living card's are above those of all that were merged into it.
    evidence, version = living.evidence + 1, living.version + 1
    return TakenApart(
        gone=replace(_marked(gone, wrong), evidence=evidence, version=version, flags=flags),
        staying=replace(new, evidence=evidence, version=version),
        leaving=leaving,
        carried=carrier is not None,
        rewritten=tuple(rewritten),
    )


def homes(side: Card, inquiries: Sequence[Inquiry], keyed: KeyedHash) -> Mapping[IdentityKey, str]:
    """Return for what inquiries of a side told the cards of it that they lie with.

    An identity that such a card claims goes with it when it is taken apart in turn.
    """
    group = {side.id, *side.members}
    return {
        identity: inquiry.card_id
        for inquiry in inquiries
        if inquiry.card_id in group
        for identity in keys.identities(_person(inquiry), keyed)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksApart:
    """The open tasks of both sides as they are to be, ``None`` where there is nothing to do."""

    staying: Task | None
    gone: Task | None


def tasks_apart(
    merge: Merge,
    apart: TakenApart,
    merges: Sequence[Merge],
    since: Sequence[Inquiry],
    task: Task | None,
    closed: Task | None,
    *,
    new_id: str,
    at: str,
) -> TasksApart:
    """Give each side the work that is behind its inquiries: none has two tasks.

    ``task`` is the living card's open one, which belongs to the side it was opened on; ``closed``
    the one that the merged card had before, where it has been closed by a merge. It is open again,
    and where either side has work behind the other's task it gets the task ``new_id``. What a
    person has done is done.
    """
    behind = [one for one in since if task and one.received_at >= task.created_at]
    theirs = [one for one in behind if one.card_id in apart.leaving]
    ours = [one for one in behind if one.card_id not in apart.leaving]

    def opened(side: Card, inquiries: Sequence[Inquiry], count: int) -> Task | None:
        if not (task and count):
            return None
        latest = max(inquiries, key=lambda one: one.id, default=None)
        new = replace(
            task,
            id=new_id,
            card_id=latest.card_id if latest else side.id,
            kind="review" if task.kind == "review" else "call_back",
            created_at=at,
            inquiries=count,
            snoozed_until=None,
            overdue_at=None,
            version=1,
            last_inquiry_id=latest.id if latest else None,
        )
        return _within(new, side)

    if task and task.card_id in apart.leaving:
        count = len(ours) + _folded_in(task, merges, apart)
        rest = replace(task, inquiries=task.inquiries - count)
        return TasksApart(
            staying=opened(apart.staying, ours, count), gone=_within(rest, apart.gone)
        )
    had = before(merge, merge.merged).open_task
    was = items.task_of(merge.before[had.id]) if had and had.id in merge.before else None
    carried = was.inquiries if was and apart.carried else 0
    if closed and was and closed.card_id in apart.leaving:
        everything = [one for one in since if one.card_id in apart.leaving]
        gone: Task | None = _within(_with_work(was, everything), apart.gone)
    else:
        moved_on = carried if closed else 0
        gone = opened(apart.gone, theirs, len(theirs) + moved_on)
    if not task:
        return TasksApart(staying=None, gone=gone)
    rest = replace(task, inquiries=task.inquiries - carried - len(theirs))
    if was and task.id in merge.before and not ours:
        kept = items.task_of(merge.before[task.id])
        cards = (before(merge, merge.into), before(merge, merge.merged))
        rest = _as_before(rest, kept, folded(kept, was, {**cards[0].flags, **cards[1].flags}))
    return TasksApart(staying=_within(rest, apart.staying), gone=gone)


def _within(task: Task, card: Card) -> Task:
    return replace(task, inquiries=max(1, min(task.inquiries, card.inquiries)))


def _with_work(task: Task, inquiries: Sequence[Inquiry]) -> Task:
    if not inquiries:
        return task
    return replace(
        task,
        kind="review" if task.kind == "review" else "call_back",
        inquiries=task.inquiries + len(inquiries),
        last_inquiry_id=max(one.id for one in inquiries),
    )


def _as_before(task: Task, before: Task, both: Task) -> Task:
    """Return a task as it was before another was folded into it, but for what changed since."""
    names = ("kind", "flags", "due_at", "snoozed_until", "overdue_at")
    restored = {
        name: getattr(before, name) for name in names if getattr(task, name) == getattr(both, name)
    }
    return replace(task, **restored, last_inquiry_id=before.last_inquiry_id)


def _folded_in(task: Task, merges: Sequence[Merge], apart: TakenApart) -> int:
    """Count what is behind tasks of the side that stays that were folded into one that goes."""
    return sum(
        items.task_of(one.before[one.folded_task]).inquiries
        for one in merges
        if one.folded_task and task.id in one.before and one.merged not in apart.leaving
    )


def _lessened(
    item: Mapping[str, Any], carried: int, inquiries: Sequence[Inquiry], leaving: Collection[str]
) -> dict[str, Any]:
    """Return a task in the record of a merge without what is behind it of the side that goes."""
    task = items.task_of(item)
    theirs = sum(one.card_id in leaving and one.received_at >= task.created_at for one in inquiries)
    return {**item, "inquiries": max(0, task.inquiries - carried - theirs)}


def _body(card: Card, there: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body for the record of a merge: the open task and the counts of writes stay."""
    names = {"open_task", "evidence", "version"}
    kept = {name: value for name, value in there.items() if name in names}
    return {**items.card_item(replace(card, open_task=None)), **kept}


def _as_went_on(
    old: Card,
    actual: Card,
    new: Card,
    inquiries: Sequence[Inquiry],
    leaving: Collection[str],
    kept_away: Collection[str],
) -> Card:
    """Return what ``new`` would have become while ``old`` became ``actual``.

    Only the inquiries that stay are told again; what they do not explain was done to the card.
    """
    for inquiry in inquiries:
        old = _with_inquiry(old, inquiry)
        if inquiry.card_id not in leaving:
            new = _with_inquiry(new, inquiry)
    explained = {inquiry.id for inquiry in inquiries}
    kept, origins = dict(new.fields), dict(new.origins)
    for name in {**old.fields, **actual.fields}:
        value, origin = actual.fields.get(name), actual.origins.get(name, actual.origin)
        if value == old.fields.get(name) or origin in explained:
            continue
        kept.pop(name, None)
        origins.pop(name, None)
        if value:
            kept[name] = value
            origins |= {name: origin} if origin and origin != new.origin else {}
    done = {
        field.name: _done_to(
            getattr(old, field.name), getattr(actual, field.name), getattr(new, field.name)
        )
        for field in fields(Card)
        if field.name not in _OWN and field.name not in kept_away
    }
    done["other_addresses"] = done["other_addresses"][: changes.MAX_ADDRESSES]
    new = replace(new, fields=kept, origins=origins, **done)
    new = _explained(new, actual, inquiries, lambda card_id: card_id not in leaving)
    own = (number for number in new.wrong_phones if number in new.phones)
    return replace(new, wrong_phones=tuple(own))


def _done_to(old: Any, actual: Any, new: Any) -> Any:
    """Return ``new`` with what changed from ``old`` to ``actual``."""
    if actual == old:
        return new
    if new == old:
        return actual
    if isinstance(actual, tuple):
        kept = [one for one in new if one in actual or one not in old]
        kept += [one for one in actual if one not in old and one not in kept]
        if actual and actual[:1] != old[:1] and actual[0] in kept:
            kept = [actual[0], *(one for one in kept if one != actual[0])]
        return tuple(kept)
    if isinstance(actual, Mapping):
        kept_items = {
            name: value for name, value in new.items() if name in actual or name not in old
        }
        return kept_items | {
            name: value for name, value in actual.items() if value != old.get(name)
        }
    return actual


def _with_inquiry(card: Card, inquiry: Inquiry) -> Card:
    """Return a card with what an inquiry brought, by the code that intake records it with."""
    newest = inquiry.date >= card.last_inquiry_at
    change = changes.learnt(
        card,
        _person(inquiry),
        None,
        inquiry.id,
        gained=False,
        newest=newest,
        at=inquiry.received_at,
    )
    item = items.card_item(card)
    apply(change, item)
    return replace(
        items.card_of(item),
        inquiries=card.inquiries + 1,
        last_inquiry_at=max(card.last_inquiry_at, inquiry.date),
    )


def _person(inquiry: Inquiry) -> Person:
    day = datetime.fromisoformat(inquiry.received_at).date()
    return people.parse(inquiry.fields, inquiry.country, day)


def _without_taken_away(gone: Card, living: Card) -> Card:
    """Return the side that goes without what a person has taken away from the living card.

    That has all phones, e-mails and the national ID of its members; what it has no more was
    released for all of them, and may be another customer's by now.
    """
    kept: dict[str, Any] = {
        name: tuple(one for one in getattr(gone, name) if one in getattr(living, name))
        for name in ("phones", "emails")
        if len(getattr(living, name)) < changes.MAX_CONTACTS  # else the oldest made room
    }
    if gone.national_id != living.national_id:
        kept |= dict.fromkeys(_NATIONAL_ID)
    return replace(gone, **kept)


def _marked(side: Card, wrong: Sequence[str]) -> Card:
    """Return a side with those of its phones marked where somebody else was found to answer."""
    added = [number for number in wrong if number in side.phones]
    if not added:
        return side
    marked = tuple(dict.fromkeys([*side.wrong_phones, *added]))
    return replace(side, wrong_phones=marked, phones=changes.wrong_last(side.phones, marked))


def _explained(
    card: Card, living: Card, inquiries: Sequence[Inquiry], is_home: Callable[[str], bool]
) -> Card:
    """Fill what an inquiry of this side brought and is not told by what is kept of it.

    Of an official number an inquiry keeps but the tail.
    """
    mine = {inquiry.id for inquiry in inquiries if is_home(inquiry.card_id)}
    filled = {
        name: value
        for name, value in living.fields.items()
        if name not in card.fields and living.origins.get(name) in mine
    }
    filled = changes.missing(card, filled)  # no part of an address beside that of another home
    if not filled:
        return card
    origins = {name: living.origins[name] for name in filled}
    return replace(card, fields={**card.fields, **filled}, origins={**card.origins, **origins})
