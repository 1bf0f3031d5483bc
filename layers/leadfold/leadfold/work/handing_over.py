"""Work is given to other owners: one held lead or suggestion, or all of an owner's open work."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from leadfold import reading
from leadfold.cards import routing
from leadfold.errors import Problem, Stale
from leadfold.model import QuarantineEntry, Suggestion, Task
from leadfold.resolve.directory import Directory
from leadfold.store import Store, items
from leadfold.store.writes import Change
from leadfold.work.task_actions import Actor, TaskChange, change_task

#: Of one transaction that meets others; each of a bulk gets its own.
_PATIENCE_SECONDS = 5.0


def reassign(
    work: QuarantineEntry | Suggestion, owner_id: str | None, store: Store
) -> QuarantineEntry | Suggestion:
    """Give a held lead or a suggestion to another owner, or nobody. Raises 409 for a closed one."""
    try:
        store.write(_reassigned(work, owner_id))
    except Stale:
        raise Problem(409, "Conflict", "This has been decided meanwhile.") from None
    return replace(work, owner_id=owner_id)


def _reassigned(work: QuarantineEntry | Suggestion, owner_id: str | None) -> Change:
    if isinstance(work, QuarantineEntry):
        kind, key, when = "QUARANTINE", items.quarantine_key(work.id), {"status": "open"}
        owner = {"owner_id": owner_id} if owner_id else {}
    else:
        kind, key, when = "SUGGESTION", items.suggestion_key(work.id), {"state": "open"}
        owner = {"owner_id": owner_id or items.UNASSIGNED}
    return Change(
        key=key,
        set={"work_pk": items.work_partition(kind, owner_id)} | owner,
        remove=() if owner else ("owner_id",),
        when=when,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """How much of an owner's work was given away, and whether there is more."""

    moved: int
    more: bool


def hand_over(
    owner_id: str,
    give_to: Callable[[reading.Work], str | None],
    actor: Actor,
    *,
    until: float,
) -> HandedOver:
    """Give away an owner's open work, until a time (monotonic clock).

    ``give_to`` returns the new owner of a piece of work. What is given away is no longer theirs, so
    another call goes on where this one ended.
    """
    moved, missed = 0, False
    for work in reading.open_work_of(actor.store, owner_id):
        if time.monotonic() >= until:
            return HandedOver(moved=moved, more=True)
        if _move(work, give_to(work), actor):
            moved += 1
        else:
            missed = True
    return HandedOver(moved=moved, more=missed)


def bucket_default(
    directory: Directory, owner_id: str, now: datetime
) -> Callable[[reading.Work], str | None]:
    """Return what gives an owner's work to the default owner of its bucket, or to nobody."""

    def give_to(work: reading.Work) -> str | None:
        bucket_id = work.bucket if isinstance(work, Task) else None
        bucket = directory.bucket(bucket_id) if bucket_id else None
        found = routing.assignee(None, bucket, directory.owner, now)
        return None if found == owner_id else found

    return give_to


def _move(work: reading.Work, owner_id: str | None, actor: Actor) -> bool:
    """Give one piece of work away; what has changed meanwhile is left to the next call."""
    try:
        if isinstance(work, Task):
            change = TaskChange(sets=frozenset({"owner_id"}), owner_id=owner_id)
            deadline = time.monotonic() + _PATIENCE_SECONDS
            change_task(work, change, actor, matches=None, deadline=deadline)
        else:
            reassign(work, owner_id, actor.store)
    except Problem:
        return False
    return True
