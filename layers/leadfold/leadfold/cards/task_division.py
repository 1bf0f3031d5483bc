"""The open tasks of the two sides of an undone merge: each side gets the work of its inquiries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadfold.cards.merging import card_before, merged_task
from leadfold.cards.undoing import Unmerged
from leadfold.model import Card, Inquiry, Merge, Task
from leadfold.store import items


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedTasks:
    """The open task of each side as it is to be, ``None`` where the side has none."""

    staying: Task | None
    leaving: Task | None


def divided_tasks(
    merge: Merge,
    sides: Unmerged,
    merges: Sequence[Merge],
    since: Sequence[Inquiry],
    task: Task | None,
    closed: Task | None,
    *,
    new_id: str,
    at: str,
) -> DividedTasks:
    """Give each side the work of its inquiries, in one open task at most.

    ``task`` is the living card's open one, which stays with the side it was opened on; ``closed``
    is the one that the merged card had before, where a merge closed it: it is open again. Where a
    task holds work of the other side, too, that side gets the task ``new_id``. What a person has
    done is not opened again.
    """
    counted = [one for one in since if task and one.received_at >= task.created_at]
    theirs = [one for one in counted if one.card_id in sides.leaving_ids]
    ours = [one for one in counted if one.card_id not in sides.leaving_ids]

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

    if task and task.card_id in sides.leaving_ids:
        count = len(ours) + _merged_in(task, merges, sides)
        rest = replace(task, inquiries=task.inquiries - count)
        return DividedTasks(
            staying=opened(sides.staying, ours, count), leaving=_within(rest, sides.leaving)
        )
    had = card_before(merge, merge.merged).open_task
    was = items.task_of(merge.before[had.id]) if had and had.id in merge.before else None
    carried = was.inquiries if was and sides.task_carried else 0
    if closed and was and closed.card_id in sides.leaving_ids:
        everything = [one for one in since if one.card_id in sides.leaving_ids]
        leaving: Task | None = _within(_with_inquiries(was, everything), sides.leaving)
    else:
        moved_on = carried if closed else 0
        leaving = opened(sides.leaving, theirs, len(theirs) + moved_on)
    if not task:
        return DividedTasks(staying=None, leaving=leaving)
    rest = replace(task, inquiries=task.inquiries - carried - len(theirs))
    if was and task.id in merge.before and not ours:
        kept = items.task_of(merge.before[task.id])
        cards = (card_before(merge, merge.into), card_before(merge, merge.merged))
        both = merged_task(kept, was, {**cards[0].flags, **cards[1].flags})
        rest = _as_before(rest, kept, both)
    return DividedTasks(staying=_within(rest, sides.staying), leaving=leaving)


def _within(task: Task, card: Card) -> Task:
    """Return a task that counts at least one inquiry and at most those of its card."""
    return replace(task, inquiries=max(1, min(task.inquiries, card.inquiries)))


def _with_inquiries(task: Task, inquiries: Sequence[Inquiry]) -> Task:
    if not inquiries:
        return task
    return replace(
        task,
        kind="review" if task.kind == "review" else "call_back",
        inquiries=task.inquiries + len(inquiries),
        last_inquiry_id=max(one.id for one in inquiries),
    )


def _as_before(task: Task, before: Task, both: Task) -> Task:
    """Return a task as ``before`` another was merged into it, but with changes since ``both``."""
    names = ("kind", "flags", "due_at", "snoozed_until", "overdue_at")
    restored = {
        name: getattr(before, name) for name in names if getattr(task, name) == getattr(both, name)
    }
    return replace(task, **restored, last_inquiry_id=before.last_inquiry_id)


def _merged_in(task: Task, merges: Sequence[Merge], sides: Unmerged) -> int:
    """Count the inquiries of the staying side's tasks that were merged into one that leaves."""
    return sum(
        items.task_of(one.before[one.folded_task]).inquiries
        for one in merges
        if one.folded_task and task.id in one.before and one.merged not in sides.leaving_ids
    )
