"""A merge is undone: both its cards are living again, each with what came since by its identities.

One transaction undoes it, on the condition that both cards are exactly as they were read. No item
moves. What each side becomes is the business of :mod:`leadfold.cards.undoing`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from leadfold import reading
from leadfold.cards import edits, tasks, undoing
from leadfold.cards.merging import card_before, version_of
from leadfold.cards.task_division import divided_tasks
from leadfold.errors import Problem, Stale
from leadfold.identity.claims import claims
from leadfold.identity.home import undecided_between
from leadfold.model import Card, IdentityKey, Inquiry, Merge, OpenTask
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.runtime.config import Config
from leadfold.store import Item, Store, get_all, items, walk
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Check, Key, Put, Write
from leadfold.work.merging import Merger, conflict, logged, repointed
from leadfold.work.writer import org_number_key

#: Inquiries that are read at once while those since a merge are looked for.
_PAGE = 1000
#: Identities whose cards are looked for in one go: a card may have many more than a lead.
_AT_ONCE = 10
#: Inquiries that are told of which no evidence decided the side.
_MOST_TOLD = 50
#: Claims that one transaction of at most 100 actions takes beside its checks.
_MOST_CLAIMS = 90


def undo(merge_id: str, merger: Merger) -> Merge:
    """Undo a merge, whatever was merged since; one that is undone does not change.

    Raises 404 for an unknown merge and 409 where a card of it is erased.
    """
    return retry_stale(lambda: _undo_once(merge_id, merger), merger.deadline)


def _undo_once(merge_id: str, merger: Merger) -> Merge:
    store = merger.store
    merge = reading.merge(store, merge_id)
    if not merge:
        raise Problem(404, "Not Found", "There is no merge with this id.")
    if merge.state == "undone":
        return merge
    into = aliases.current_card(store, merge.merged)
    if not into or into.state != "living":
        raise conflict("erased", "A card of this merge is erased.")
    keys = [items.card_key(into.id), items.card_key(merge.merged)]
    found = store.get(keys)
    living, merged = (items.card_of(found[key]) for key in keys)
    if living.state != "living" or merged.into != living.id or merge.id not in living.merges:
        raise Stale
    others = reading.merges_of(store, living)
    since = sorted(_inquiries_since(merge, living, store), key=lambda one: one.id)
    sides = undoing.unmerged(merge, living, others, since, _owners_of_national_id(living, store))
    _claim_first(sides, since, [found[key] for key in keys], merger)
    at = rfc3339(datetime.now(UTC))
    # The cards from before are needed no more, and would outlive the cards themselves.
    undecided = [one for one in since if undecided_between(one.undecided, sides.leaving_ids)]
    undone = replace(
        merge, state="undone", undone_at=at, undone_by=merger.by, before={},
        undecided=tuple(one.id for one in undecided[-_MOST_TOLD:]),
    )  # fmt: skip
    work = _open_tasks(merge, living, sides, others, since, at, merger)
    staying = replace(sides.staying, open_task=work.staying, updated_at=at)
    leaving = replace(sides.leaving, open_task=work.leaving, updated_at=at)
    writes: list[Write] = [
        items.card_rewritten(found[keys[0]], staying),
        items.card_rewritten(found[keys[1]], leaving),
        *(repointed(member, living.id, leaving.id) for member in leaving.members),
        _merge_rewritten(merge, undone),
        *(
            _merge_rewritten(was, now)
            for now in sides.rewritten
            for was in others
            if was.id == now.id
        ),
        *logged("unmerged", undone, merger, _told(undecided, undone)),
        *work.writes,
    ]
    store.transact(writes, deadline=merger.deadline)
    return undone


def _told(undecided: Sequence[Inquiry], undone: Merge) -> dict[str, Any]:
    """Return for the log which inquiries nothing told the side of, and how many they are."""
    if not undecided:
        return {}
    return {"undecided": list(undone.undecided), "undecided_count": len(undecided)}


def _inquiries_since(merge: Merge, card: Card, store: Store) -> Iterator[Inquiry]:
    """Yield the inquiries of a card and its members that came after a merge."""
    version = version_of(merge)
    for card_id in (card.id, *card.members):
        pk, _ = items.card_key(card_id)
        for item in walk(store, pk, prefix="INQ#", size=_PAGE):
            if item.get("card_version", 0) >= version:
                yield items.inquiry_of(item)


def _owners_of_national_id(card: Card, store: Store) -> Sequence[str]:
    """Return the ids of the cards that the card's national ID leads to."""
    if not card.national_id:
        return ()
    key = items.identity_key(IdentityKey(kind="national_id", key=card.national_id))
    return tuple(store.get([key]).get(key, {}).get("cards", ()))


def _merge_rewritten(before: Merge, now: Merge) -> Put:
    was = histories.merge_item(before)
    return Put(
        key=histories.merge_key(now.id),
        item=histories.merge_item(now),
        replaces={"state": "done", "before": was["before"]},
    )


# -- identities -----------------------------------------------------------------------------------


def _claim_first(
    sides: undoing.Unmerged, since: Sequence[Inquiry], read: Sequence[Item], merger: Merger
) -> None:
    """Claim for each side the identities of its values that lead to the other side alone.

    A lead by a key of one side may have brought a phone or an e-mail of the other one: that led to
    the merged card already, so intake had nothing to claim. The claims are written while both sides
    are one card, where they make no difference yet, on the condition that both cards are as they
    were ``read``. Raises ``Stale`` after that: the cards are read again.
    """
    finder = merger.finder
    side_of: dict[str, str | None] = {
        card_id: side.id
        for side in (sides.leaving, sides.staying)
        for card_id in (side.id, *side.members)
    }
    claimed: dict[Key, Write] = {}  # where both claim one identity, the second one does next time
    for side in (sides.leaving, sides.staying):
        unclaimed = _unclaimed(side, merger)
        holders = undoing.identity_holders(side, since, finder.keyed) if unclaimed else {}
        for start in range(0, len(unclaimed), _AT_ONCE):
            some = unclaimed[start : start + _AT_ONCE]
            found = finder.find(some, side.name)
            for one in some:
                writes = claims(
                    side,
                    [one],
                    side.name,
                    found.identities,
                    finder.keyed,
                    {**found.current_ids, **side_of},
                    holders.get(one),
                )
                claimed |= {write.key: write for write in writes}
    if claimed:
        unchanged = [
            Check(key=(str(item["pk"]), str(item["sk"])), when=items.card_as_read(item))
            for item in read
        ]
        some_writes = list(claimed.values())[:_MOST_CLAIMS]
        merger.store.transact([*unchanged, *some_writes], deadline=merger.deadline)
        raise Stale


def _unclaimed(side: Card, merger: Merger) -> list[IdentityKey]:
    """Return the identities of a card's values that lead to neither the card nor its members."""
    finder = merger.finder
    group = {side.id, *side.members}
    company = org_number_key(side, Config(merger.store), datetime.now(UTC).date())
    wanted = edits.identities(side, company, finder.keyed, finder.rules)
    found = get_all(merger.store, map(items.identity_key, wanted))
    claimed = {key for key, item in found.items() if not group.isdisjoint(item["cards"])}
    return [one for one in wanted if items.identity_key(one) not in claimed]


# -- tasks ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenTasks:
    """What each card notes of its open task, and the writes of the tasks themselves."""

    staying: OpenTask | None
    leaving: OpenTask | None
    writes: list[Write]


def _open_tasks(
    merge: Merge,
    living: Card,
    sides: undoing.Unmerged,
    others: Sequence[Merge],
    since: Sequence[Inquiry],
    at: str,
    merger: Merger,
) -> _OpenTasks:
    """Give each side its open task."""
    had = card_before(merge, merge.merged).open_task
    noted = (had, sides.staying.open_task, living.open_task)
    keys = {task.id: items.task_key(task.id) for task in noted if task}
    read = merger.store.get(keys.values())
    found = {task_id: items.task_of(read[key]) for task_id, key in keys.items()}
    task = found[living.open_task.id] if living.open_task else None
    closed = found[had.id] if had and found[had.id].reason == "merged" else None
    divided = divided_tasks(
        merge, sides, others, since, task, closed, new_id=merger.new_id("task"), at=at
    )
    writes: list[Write] = []
    for one in (divided.staying, divided.leaving):
        if one and task and one.id == task.id:
            writes += [tasks.rewritten(task, one)] if one != task else []
        elif one and closed and one.id == closed.id:
            writes.append(tasks.rewritten(closed, one))
        elif one:
            writes.append(Put(key=items.task_key(one.id), item=items.task_item(one)))
    staying, leaving = (
        tasks.open_task(one) if one else None for one in (divided.staying, divided.leaving)
    )
    return _OpenTasks(staying=staying, leaving=leaving, writes=writes)
