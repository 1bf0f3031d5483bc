"""Cards that are made one, and taken apart again. No item moves: each card keeps its partition.

A merge and its undoing are one transaction each, on the condition that both cards are to the letter
as they were read; whatever came between, be it a lead, has them read again.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from leadfold.cards import edits, merging, suggestions, tasks, undoing
from leadfold.errors import Contended, FieldError, Problem, Stale
from leadfold.identity.claims import claims
from leadfold.identity.levels import applies
from leadfold.model import (
    Card,
    IdentityKey,
    IdentityRules,
    Inquiry,
    Joined,
    LogEntry,
    LogKind,
    Merge,
    OpenTask,
    Suggestion,
)
from leadfold.normalise.dates import rfc3339
from leadfold.resolve import aliases
from leadfold.resolve.candidates import Finder
from leadfold.store import Item, Store, histories, items
from leadfold.store.writes import Change, Check, Key, Put, Write

#: Inquiries that are read at once while what came since a merge is looked for.
_PAGE = 1000
#: Keys that the store reads in one round trip.
_BATCH = 100
#: Identities whose cards are looked for in one go: a card may have many more than a lead.
_AT_ONCE = 10
#: Claims that one transaction of at most 100 actions takes beside its checks.
_MOST_CLAIMS = 90
#: Who is told to have done what policy did.
POLICY = "policy"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Merges cards and takes them apart, in the name of ``by``: the id of an API key, or policy.

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

    # -- merging ----------------------------------------------------------------------------------

    def merge(self, card_id: str, into: str) -> Merge:
        """Make a card part of another one, by hand; asked again it is the merge that is there.

        Either id may be that of a card that was merged before: the living ones are meant. Raises
        404 for an unknown id and 409, with a code, where the two cannot be one.
        """
        return self._until_done(lambda: self._merge(card_id, into, rule="hand"))

    def accept(self, suggestion: Suggestion, into: str | None = None) -> Suggestion:
        """Merge the cards of an open suggestion; the older one survives, unless ``into`` says.

        Accepted again it stays as it is; raises 409 where it was decided otherwise.
        """
        return self._until_done(lambda: self._accept(suggestion.id, into))

    def by_policy(self, suggestion_id: str, rules: IdentityRules) -> Merge | None:
        """Merge the cards of a suggestion that policy decides on, where it still does.

        ``None`` where a person is to look at it, or has.
        """
        return self._until_done(lambda: self._by_policy(suggestion_id, rules))

    def _accept(self, suggestion_id: str, into: str | None) -> Suggestion:
        found = self._suggestion(suggestion_id)
        if found.state in {"accepted", "merged"}:
            return found
        if found.state != "open":
            raise Problem(409, "Conflict", f"This suggestion has been decided: {found.state}.")
        older, newer = self._both(found)
        if older.id == newer.id:
            return self._closed_as_one(found)
        if into:
            chosen = aliases.current_card(self.store, into)
            if not chosen or chosen.id not in {older.id, newer.id}:
                error = FieldError("into", "unknown", "one of the suggestion's two cards")
                raise Problem(422, "Unprocessable Content", "into: unknown.", errors=[error])
            older, newer = (older, newer) if chosen.id == older.id else (newer, older)
        self._merge(newer.id, older.id, rule="suggestion", suggestion=found)
        return self._suggestion(suggestion_id)

    def _by_policy(self, suggestion_id: str, rules: IdentityRules) -> Merge | None:
        found = self._suggestion(suggestion_id)
        most = rules.merge_up_to_level
        if found.state != "open" or not found.automatic or most is None or found.level is None:
            return None
        if not applies(found.level, most):
            return None
        older, newer = self._both(found)
        living_both = {older.state, newer.state} == {"living"} and older.id != newer.id
        if not living_both or suggestions.are_apart(older, newer):
            return None
        if merging.obstacle(older, newer):
            return None
        return self._merge(
            newer.id, older.id, rule="policy", suggestion=found, rule_version=version_of(rules)
        )

    def _both(self, found: Suggestion) -> tuple[Card, Card]:
        """Return the living cards that a suggestion is about now, the older one first."""
        standing = aliases.current_cards(self.store, found.cards)
        if len(standing) < len(found.cards):
            raise Problem(409, "Conflict", "A card of this suggestion is no longer there.")
        one, other = sorted(standing.values(), key=lambda card: (card.created_at, card.id))
        return one, other

    def _merge(
        self,
        card_id: str,
        into_id: str,
        *,
        rule: Literal["hand", "suggestion", "policy"],
        suggestion: Suggestion | None = None,
        rule_version: str | None = None,
    ) -> Merge:
        standing = aliases.current_cards(self.store, [card_id, into_id])
        if len(standing) < len({card_id, into_id}):
            raise Problem(404, "Not Found", "There is no card with this id.")
        merged_id, into_id = standing[card_id].id, standing[into_id].id
        if merged_id == into_id:
            return self._merged_before(card_id, standing[card_id])
        pair = items.suggestion_id(merged_id, into_id)
        there = self.store.get(
            [items.card_key(into_id), items.card_key(merged_id), items.suggestion_key(pair)]
        )
        items_of = (there[items.card_key(into_id)], there[items.card_key(merged_id)])
        into, merged = map(items.card_of, items_of)
        if "merged" in {into.state, merged.state}:
            raise Stale
        _refuse(into, merged)
        merge = Merge(
            id=self.new_id("merge"),
            into=into.id,
            merged=merged.id,
            at=_now(),
            by=self.by,
            rule=rule,
            rule_version=rule_version,
            suggestion_id=suggestion.id if suggestion else None,
            before={
                card.id: dict(item) for card, item in zip((into, merged), items_of, strict=True)
            },
        )
        survivor = merging.survivor(into, merged, merge.id)
        merge, survivor, folding = self._folded(merge, survivor, into, merged)
        survivor = replace(survivor, updated_at=merge.at)
        gone = {"evidence": survivor.evidence, "version": survivor.version}
        closing = {pair: there.get(items.suggestion_key(pair))}
        if suggestion and suggestion.id != pair:
            key = items.suggestion_key(suggestion.id)
            closing[suggestion.id] = self.store.get([key]).get(key)
        writes: list[Write] = [
            items.card_rewritten(items_of[0], survivor),
            Change(
                key=items.card_key(merged.id),
                set={"state": "merged", "into": into.id, "updated_at": merge.at, **gone},
                when=items.card_as_read(items_of[1]),
            ),
            *(_led(member, merged.id, into.id) for member in merged.members),
            Put(key=histories.merge_key(merge.id), item=histories.merge_item(merge)),
            *self._logged("merged", merge, _kept_apart(into, merged)),
            *folding,
            *(
                write
                for suggestion_id, item in closing.items()
                if (write := self._closing(suggestion_id, item, merge, suggestion))
            ),
        ]
        self.store.transact(writes, deadline=self.deadline)
        return merge

    def _folded(
        self, merge: Merge, survivor: Card, into: Card, merged: Card
    ) -> tuple[Merge, Card, list[Write]]:
        """Make one task of two open ones: the survivor's goes on, the other is closed."""
        noted = [card.open_task for card in (into, merged) if card.open_task]
        keys = [items.task_key(task.id) for task in noted]
        there = self.store.get(keys)
        before = {**merge.before, **{str(item["id"]): dict(item) for item in there.values()}}
        merge = replace(merge, before=before)
        if len(noted) < len((into, merged)):
            return merge, survivor, []
        kept, other = (items.task_of(there[key]) for key in keys)
        if "done" in {kept.status, other.status}:
            raise Stale
        task = merging.folded(kept, other, survivor.flags)
        closed = tasks.done(other, at=merge.at, by=self.by, reason="merged")
        return (
            replace(merge, folded_task=other.id),
            replace(survivor, open_task=tasks.open_task(task)),
            [tasks.rewritten(kept, task), tasks.rewritten(other, closed)],
        )

    def _closing(
        self,
        suggestion_id: str,
        item: Item | None,
        merge: Merge,
        accepted: Suggestion | None,
    ) -> Write | None:
        """Return the write that ends a suggestion with its pair; without one the pair gets none.

        So a pair that is taken apart again is not put together by the next lead or by policy.
        """
        decided: Joined = "accepted" if accepted and accepted.id == suggestion_id else "merged"
        values = {"state": decided, "closed_at": merge.at, "closed_by": self.by}
        values["merge_id"] = merge.id
        if item:
            found = items.suggestion_of(item)
            return items.suggestion_closed(found, **values) if found.state == "open" else None
        ended = Suggestion(
            id=suggestion_id,
            kind="duplicate",
            cards=(min(merge.into, merge.merged), max(merge.into, merge.merged)),
            reason="merged by hand",
            created_at=merge.at,
        )
        kept = items.suggestion_values(ended) | values
        work = {"work_pk", "work_sk"}
        return Put(
            key=items.suggestion_key(suggestion_id),
            item={name: value for name, value in kept.items() if name not in work},
        )

    def _merged_before(self, card_id: str, card: Card) -> Merge:
        """Return the merge by which a card came to be part of the one it is asked into again."""
        for merge in merges_of(self.store, card):
            if merge.merged == card_id:
                return merge
        raise _conflict("same_card", "A card cannot be merged into itself or a part of it.")

    def _closed_as_one(self, found: Suggestion) -> Suggestion:
        """Close a suggestion whose cards have become one by other merges."""
        self.store.write(
            items.suggestion_closed(found, state="merged", closed_at=_now(), closed_by=self.by)
        )
        return self._suggestion(found.id)

    def _suggestion(self, suggestion_id: str) -> Suggestion:
        key = items.suggestion_key(suggestion_id)
        return items.suggestion_of(self.store.get([key])[key])

    # -- taking apart -----------------------------------------------------------------------------

    def undo(self, merge_id: str) -> Merge:
        """Take the two cards of a merge apart again; an undone merge stays as it is.

        Any merge that stands may be undone, whatever was merged since. Raises 404 for an unknown
        one and 409 where a card of it is erased.
        """
        return self._until_done(lambda: self._undo(merge_id))

    def _undo(self, merge_id: str) -> Merge:
        merge = merge_of(self.store, merge_id)
        if not merge:
            raise Problem(404, "Not Found", "There is no merge with this id.")
        if merge.state == "undone":
            return merge
        into = aliases.current_card(self.store, merge.merged)
        if not into or into.state != "living":
            raise _conflict("erased", "A card of this merge is erased.")
        keys = [items.card_key(into.id), items.card_key(merge.merged)]
        there = self.store.get(keys)
        card, gone = (items.card_of(there[key]) for key in keys)
        if card.state != "living" or gone.into != card.id or merge.id not in card.merges:
            raise Stale
        others = merges_of(self.store, card)
        since = list(self._since(merge, card))
        apart = undoing.taken_apart(merge, card, others, since, self._claimed_by(card))
        self._claim_ahead(apart, since, [there[key] for key in keys])
        at = _now()
        # What the cards were is needed no more, and would outlive them.
        done = replace(merge, state="undone", undone_at=at, undone_by=self.by, before={})
        work = self._tasks_apart(merge, card, apart, others, since, at)
        staying = replace(apart.staying, open_task=work.staying, updated_at=at)
        leaving = replace(apart.gone, open_task=work.gone, updated_at=at)
        writes: list[Write] = [
            items.card_rewritten(there[keys[0]], staying),
            items.card_rewritten(there[keys[1]], leaving),
            *(_led(member, card.id, leaving.id) for member in leaving.members),
            _merge_rewritten(merge, done),
            *(
                _merge_rewritten(was, now)
                for now in apart.rewritten
                for was in others
                if was.id == now.id
            ),
            *self._logged("unmerged", done),
            *work.writes,
        ]
        self.store.transact(writes, deadline=self.deadline)
        return done

    def _claim_ahead(
        self, apart: undoing.TakenApart, since: Sequence[Inquiry], read: Sequence[Item]
    ) -> None:
        """Let what is to stand on either side lead to it, and raise ``Stale`` where it did not.

        A lead by a key of one side may have told a phone or an e-mail of the other: it led to the
        card that both were, so there was nothing to claim. It is claimed while both are that card
        still, which nobody sees, and only as long as they are as they were ``read``.
        """
        stands: dict[str, str | None] = {
            card_id: side.id
            for side in (apart.gone, apart.staying)
            for card_id in (side.id, *side.members)
        }
        claimed: dict[Key, Write] = {}  # of two on one identity, the other one the next time
        for side in (apart.gone, apart.staying):
            unled = self._unled(side)
            homes = undoing.homes(side, since, self.finder.keyed) if unled else {}
            for start in range(0, len(unled), _AT_ONCE):
                some = unled[start : start + _AT_ONCE]
                found = self.finder.find(some, side.name)
                for one in some:
                    writes = claims(
                        side,
                        [one],
                        side.name,
                        found.identities,
                        self.finder.keyed,
                        {**found.stands, **stands},
                        homes.get(one),
                    )
                    claimed |= {write.key: write for write in writes}
        if claimed:
            unchanged = [
                Check(key=(str(item["pk"]), str(item["sk"])), when=items.card_as_read(item))
                for item in read
            ]
            some_writes = list(claimed.values())[:_MOST_CLAIMS]
            self.store.transact([*unchanged, *some_writes], deadline=self.deadline)
            raise Stale

    def _unled(self, side: Card) -> list[IdentityKey]:
        """Return the identities of what is on a card that name none of the cards that it is."""
        group = {side.id, *side.members}
        wanted = edits.identities(side, None, self.finder.keyed, self.finder.rules)
        led = {
            key
            for start in range(0, len(wanted), _BATCH)
            for key, item in self.store.get(
                map(items.identity_key, wanted[start : start + _BATCH])
            ).items()
            if not group.isdisjoint(item["cards"])
        }
        return [one for one in wanted if items.identity_key(one) not in led]

    def _since(self, merge: Merge, card: Card) -> Iterator[Inquiry]:
        """Yield the inquiries of a card and its members that came after a merge."""
        version = merging.version_of(merge)
        for card_id in (card.id, *card.members):
            pk, _ = items.card_key(card_id)
            after = None
            while page := self.store.query(pk, prefix="INQ#", after=after, limit=_PAGE):
                for item in page:
                    if item.get("card_version", 0) >= version:
                        yield items.inquiry_of(item)
                if len(page) < _PAGE:
                    break
                after = str(page[-1]["sk"])

    def _claimed_by(self, card: Card) -> Sequence[str]:
        if not card.national_id:
            return ()
        key = items.identity_key(IdentityKey(kind="national_id", key=card.national_id))
        return tuple(self.store.get([key]).get(key, {}).get("cards", ()))

    def _tasks_apart(
        self,
        merge: Merge,
        card: Card,
        apart: undoing.TakenApart,
        others: Sequence[Merge],
        since: Sequence[Inquiry],
        at: str,
    ) -> "_Tasks":
        """Give each side its open task, and return the writes that make it so."""
        had = merging.before(merge, merge.merged).open_task
        noted = (had, apart.staying.open_task, card.open_task)
        keys = {task.id: items.task_key(task.id) for task in noted if task}
        there = self.store.get(keys.values())
        found = {task_id: items.task_of(there[key]) for task_id, key in keys.items()}
        task = found[card.open_task.id] if card.open_task else None
        folded = found[had.id] if had and found[had.id].reason == "merged" else None
        parted = undoing.tasks_apart(
            merge, apart, others, since, task, folded, new_id=self.new_id("task"), at=at
        )
        writes: list[Write] = []
        for one in (parted.staying, parted.gone):
            if one and task and one.id == task.id:
                writes += [tasks.rewritten(task, one)] if one != task else []
            elif one and folded and one.id == folded.id:
                writes.append(tasks.rewritten(folded, one))
            elif one:
                writes.append(Put(key=items.task_key(one.id), item=items.task_item(one)))
        staying, gone = (
            tasks.open_task(one) if one else None for one in (parted.staying, parted.gone)
        )
        return _Tasks(staying=staying, gone=gone, writes=writes)

    # -- both -------------------------------------------------------------------------------------

    def _logged(
        self, kind: LogKind, merge: Merge, data: Mapping[str, Any] | None = None
    ) -> list[Put]:
        """Return the entries that tell both cards' timelines."""
        at = merge.undone_at or merge.at
        return [
            histories.logged(
                LogEntry(
                    id=self.new_id("log"),
                    card_id=card_id,
                    kind=kind,
                    at=at,
                    written_at=at,
                    by=self.by,
                    data={"merge_id": merge.id, "other": other, "into": merge.into, **(data or {})},
                )
            )
            for card_id, other in ((merge.into, merge.merged), (merge.merged, merge.into))
        ]

    def _until_done(self, attempt: Callable[[], T]) -> T:
        while True:
            try:
                return attempt()
            except Stale:
                if time.monotonic() >= self.deadline:
                    raise Contended("the cards changed again and again") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tasks:
    """What the two cards of an undone merge note of their open tasks."""

    staying: OpenTask | None
    gone: OpenTask | None
    writes: list[Write]


def merge_of(store: Store, merge_id: str) -> Merge | None:
    """Return a merge, be it undone or not."""
    key = histories.merge_key(merge_id)
    item = store.get([key]).get(key)
    return histories.merge_of(item) if item else None


def merges_of(store: Store, card: Card) -> list[Merge]:
    """Return the merges that a living card stands by, at most one for each member."""
    found = store.get(map(histories.merge_key, card.merges)) if card.merges else {}
    return [histories.merge_of(item) for item in found.values()]


def close_if_one(store: Store, suggestion: Suggestion, standing: Mapping[str, Card]) -> bool:
    """Close an open suggestion whose cards have become one since, and tell whether it is closed."""
    ids = {standing[card_id].id for card_id in suggestion.cards if card_id in standing}
    if len(ids) > 1 or suggestion.state != "open":
        return False
    with suppress(Stale):  # somebody else just did
        store.write(
            items.suggestion_closed(suggestion, state="merged", closed_at=_now(), closed_by=POLICY)
        )
    return True


def version_of(rules: IdentityRules) -> str:
    """Return what tells the rules of identity that policy merged by from others."""
    told = json.dumps(asdict(rules), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _refuse(into: Card, merged: Card) -> None:
    if {into.state, merged.state} != {"living"}:
        raise _conflict("not_living", "A card is erased, or is being erased.")
    if found := merging.obstacle(into, merged):
        raise _conflict(*found)


def _conflict(code: str, detail: str) -> Problem:
    return Problem(409, "Conflict", detail, errors=[FieldError("into", code, detail)])


def _led(card_id: str, before: str, into: str) -> Change:
    """Return the write that lets a merged card lead to another living one."""
    return Change(
        key=items.card_key(card_id), set={"into": into}, when={"state": "merged", "into": before}
    )


def _merge_rewritten(before: Merge, now: Merge) -> Put:
    was = histories.merge_item(before)
    return Put(
        key=histories.merge_key(now.id),
        item=histories.merge_item(now),
        replaces={"state": "done", "before": was["before"]},
    )


def _kept_apart(into: Card, merged: Card) -> dict[str, Any]:
    """Return ids in other systems that the survivor has others of; they lead to it all the same."""
    others = {
        system: value
        for system, value in merged.external_ids.items()
        if into.external_ids.get(system, value) != value
    }
    return {"external_ids": others} if others else {}


def _now() -> str:
    return rfc3339(datetime.now(UTC))
