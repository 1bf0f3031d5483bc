"""Two cards are merged into one. No item moves: each card keeps its partition.

A merge is one transaction, on the condition that both cards are exactly as they were read. Where
anything was written in between, such as a lead, both are read and decided on again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from leadfold import reading
from leadfold.cards import tasks
from leadfold.cards.merging import merged_task, obstacle, survivor
from leadfold.cards.suggestions import are_apart
from leadfold.errors import FieldError, Problem, Stale
from leadfold.model import Card, Joined, LogEntry, LogKind, Merge, Suggestion
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.resolve.candidates import Finder
from leadfold.store import Item, Store, items
from leadfold.store.items import histories
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Change, Put, Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Who merges cards or undoes it, and with what; ``by`` is the id of an API key, or ``policy``.

    ``deadline`` is by the monotonic clock; ``Contended`` is raised where others change the same
    cards until then.
    """

    finder: Finder
    new_id: Callable[[str], str]
    by: str
    deadline: float

    @property
    def store(self) -> Store:
        """Where the cards are."""
        return self.finder.store


def merge(card_id: str, into: str, merger: Merger) -> Merge:
    """Merge a card into another one, by hand; called again it returns the merge that was made.

    Either id may be that of a card that was merged before: its living card is meant. Raises 404 for
    an unknown id and 409, with a code, where the two cannot be merged.
    """
    return retry_stale(lambda: merge_once(card_id, into, merger, rule="hand"), merger.deadline)


def merge_once(
    card_id: str,
    into_id: str,
    merger: Merger,
    *,
    rule: Literal["hand", "suggestion", "policy"],
    suggestion: Suggestion | None = None,
    rule_version: str | None = None,
) -> Merge:
    """Merge a card into another one in a single attempt, by the ``rule`` that a merge records.

    Raises ``Stale`` where something changed meanwhile, else as ``merge``.
    """
    store = merger.store
    living = aliases.current_cards(store, [card_id, into_id])
    if len(living) < len({card_id, into_id}):
        raise Problem(404, "Not Found", "There is no card with this id.")
    merged_id, into_id = living[card_id].id, living[into_id].id
    if merged_id == into_id:
        return _made_before(card_id, living[card_id], store)
    pair = items.suggestion_id(merged_id, into_id)
    found = store.get(
        [items.card_key(into_id), items.card_key(merged_id), items.suggestion_key(pair)]
    )
    items_read = (found[items.card_key(into_id)], found[items.card_key(merged_id)])
    into, merged = map(items.card_of, items_read)
    if "merged" in {into.state, merged.state}:
        raise Stale
    if rule == "policy" and are_apart(into, merged):
        raise Stale
    _check(into, merged)
    made = Merge(
        id=merger.new_id("merge"),
        into=into.id,
        merged=merged.id,
        at=rfc3339(datetime.now(UTC)),
        by=merger.by,
        rule=rule,
        rule_version=rule_version,
        suggestion_id=suggestion.id if suggestion else None,
        before={card.id: dict(item) for card, item in zip((into, merged), items_read, strict=True)},
    )
    kept = survivor(into, merged, made.id)
    made, kept, task_writes = _with_one_task(made, kept, into, merged, store)
    kept = replace(kept, updated_at=made.at)
    closing = {pair: found.get(items.suggestion_key(pair))}
    if suggestion and suggestion.id != pair:
        key = items.suggestion_key(suggestion.id)
        closing[suggestion.id] = store.get([key]).get(key)
    if suggestion and not _is_open(closing[suggestion.id]):
        raise Stale  # a person decided on the pair since the suggestion was read
    writes: list[Write] = [
        items.card_rewritten(items_read[0], kept),
        Change(
            key=items.card_key(merged.id),
            set={
                "state": "merged",
                "into": into.id,
                "updated_at": made.at,
                "evidence": kept.evidence,
                "version": kept.version,
            },
            when=items.card_as_read(items_read[1]),
        ),
        *(repointed(member, merged.id, into.id) for member in merged.members),
        Put(key=histories.merge_key(made.id), item=histories.merge_item(made)),
        *logged("merged", made, merger, _ids_not_shown(into, merged)),
        *task_writes,
        *(
            write
            for suggestion_id, item in closing.items()
            if (write := _suggestion_closed(suggestion_id, item, made, suggestion))
        ),
    ]
    store.transact(writes, deadline=merger.deadline)
    return made


def _check(into: Card, merged: Card) -> None:
    if {into.state, merged.state} != {"living"}:
        raise conflict("not_living", "A card is erased, or is being erased.")
    if found := obstacle(into, merged):
        raise conflict(*found)


def _made_before(card_id: str, card: Card, store: Store) -> Merge:
    """Return the merge by which a card became part of the one that it is to be merged into."""
    for made in reading.merges_of(store, card):
        if made.merged == card_id:
            return made
    raise conflict("same_card", "A card cannot be merged into itself or a part of it.")


def _with_one_task(
    made: Merge, kept: Card, into: Card, merged: Card, store: Store
) -> tuple[Merge, Card, list[Write]]:
    """Merge the open tasks of both cards: the survivor's goes on, the other one is closed."""
    noted = [card.open_task for card in (into, merged) if card.open_task]
    keys = [items.task_key(task.id) for task in noted]
    found = store.get(keys)
    before = {**made.before, **{str(item["id"]): dict(item) for item in found.values()}}
    made = replace(made, before=before)
    if len(noted) < len((into, merged)):
        return made, kept, []
    first, other = (items.task_of(found[key]) for key in keys)
    if "done" in {first.status, other.status}:
        raise Stale
    task = merged_task(first, other, kept.flags)
    closed = tasks.done(other, at=made.at, by=made.by, reason="merged")
    return (
        replace(made, folded_task=other.id),
        replace(kept, open_task=tasks.open_task(task)),
        [tasks.rewritten(first, task), tasks.rewritten(other, closed)],
    )


def _is_open(suggestion: Item | None) -> bool:
    return suggestion is not None and suggestion["state"] == "open"


def _suggestion_closed(
    suggestion_id: str, item: Item | None, made: Merge, accepted: Suggestion | None
) -> Write | None:
    """Return the write that closes a suggestion of the pair, or makes a closed one.

    So neither a lead nor policy merges the pair again after the merge was undone.
    """
    state: Joined = "accepted" if accepted and accepted.id == suggestion_id else "merged"
    values = {"state": state, "closed_at": made.at, "closed_by": made.by, "merge_id": made.id}
    if item:
        found = items.suggestion_of(item)
        return items.suggestion_closed(found, **values) if found.state == "open" else None
    closed = Suggestion(
        id=suggestion_id,
        kind="duplicate",
        cards=(min(made.into, made.merged), max(made.into, made.merged)),
        reason="merged by hand",
        created_at=made.at,
    )
    stored = items.suggestion_values(closed) | values
    work = {"work_pk", "work_sk"}
    return Put(
        key=items.suggestion_key(suggestion_id),
        item={name: value for name, value in stored.items() if name not in work},
    )


def _ids_not_shown(into: Card, merged: Card) -> dict[str, Any]:
    """Return for the log the ids in other systems of which the survivor shows another one.

    They lead to it all the same.
    """
    others = {
        system: value
        for system, value in merged.external_ids.items()
        if into.external_ids.get(system, value) != value
    }
    return {"external_ids": others} if others else {}


# -- for merging and undoing ----------------------------------------------------------------------


def logged(
    kind: LogKind, made: Merge, merger: Merger, data: Mapping[str, Any] | None = None
) -> list[Put]:
    """Return the writes of the log entries about a merge, or its undoing, on both cards."""
    at = made.undone_at or made.at
    return [
        histories.logged(
            LogEntry(
                id=merger.new_id("log"),
                card_id=card_id,
                kind=kind,
                at=at,
                written_at=at,
                by=merger.by,
                data={"merge_id": made.id, "other": other, "into": made.into, **(data or {})},
            )
        )
        for card_id, other in ((made.into, made.merged), (made.merged, made.into))
    ]


def repointed(card_id: str, before: str, into: str) -> Change:
    """Return the write by which a merged card names another living one than before."""
    return Change(
        key=items.card_key(card_id), set={"into": into}, when={"state": "merged", "into": before}
    )


def conflict(code: str, detail: str) -> Problem:
    """Return the 409 of cards that cannot be merged or a merge that cannot be undone."""
    return Problem(409, "Conflict", detail, errors=[FieldError("into", code, detail)])
