"""A person is forgotten: on the table, in the raw bytes, through merges, whatever dies meanwhile.

The first transaction takes the card and its members out of use, under the conditions of a merge: a
lead that was on its way to them is decided again, and makes a card of its own. Then the work goes
step by step. Each part of a step is one transaction with the note of how far it has come, so that a
part is done and counted once, by whoever goes on; bytes are deleted after their names are noted,
and again where nobody knows whether they were.

The cards themselves go last: what finds the rest is read from them.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from leadfold import living, telemetry
from leadfold.cards import forgotten
from leadfold.config import Config
from leadfold.errors import Contended, FieldError, Problem, Stale
from leadfold.ids import made_at, new_id
from leadfold.intake import Desk, may_be_one, unpark
from leadfold.keyed import KeyedHash
from leadfold.model import (
    Arrival,
    Card,
    Delivery,
    Erasure,
    ErasureStep,
    IdentityKey,
    LogEntry,
    Person,
    Source,
)
from leadfold.normalise import person as people
from leadfold.normalise.dates import rfc3339
from leadfold.store import Item, Place, Store, erasures, histories, items
from leadfold.store.erasures import SUPPRESSING
from leadfold.store.writes import Change, Delete, Key, Overwrite, Put, Write
from leadfold.submission import understand

#: Of a transaction's 100 actions, one notes how far the work has come.
_MOST_WRITES = 90
#: Keys that the store reads in one round trip.
_BATCH = 100
#: Inquiries, log entries and raw bytes that make one part of a step.
_PAGE = 10
_PATIENCE_SECONDS = 2.0
#: How long ``upkeep`` leaves an erasure to whoever began it.
_HEAD_START = timedelta(seconds=60)
#: A long one lets the others have their turn.
_TURN_SECONDS = 5.0
#: Younger parked bytes may belong to a request that is still at work; none is for longer.
_GRACE = timedelta(seconds=60)
#: Parts of a keyed hash between dots: its version and itself.
_HASH_PARTS = 2

#: A write, and what it is counted as (``""``: not at all).
Counted = tuple[str, Write]


def erasure(store: Store, erasure_id: str) -> Erasure | None:
    """Return an erasure."""
    key = erasures.erasure_key(erasure_id)
    item = store.get([key]).get(key)
    return erasures.erasure_of(item) if item else None


# -- begin ----------------------------------------------------------------------------------------


def begin(
    card_id: str,
    store: Store,
    *,
    by: str,
    at: datetime,
    deadline: float,
    reason: str | None = None,
    request_id: str | None = None,
) -> Erasure | None:
    """Return the erasure of a card and all that was merged with it: begun now, or there already.

    ``by`` is the id of an API key or the name of a process. ``None`` where there is no such card.
    Raises 422 where the ``reason`` or ``request_id``, which outlive the person, name them, and
    ``Contended`` where the cards change again and again until ``deadline`` (monotonic clock).
    """
    while True:
        card = living.card_for(store, card_id)
        if not card:
            return None
        if there := erasure(store, erasures.erasure_id(card.id)):
            return there
        group = _group(store, card)
        if group:
            if forgotten.mentions(f"{reason or ''} {request_id or ''}", group):
                raise _tells_who()
            begun = Erasure(
                id=erasures.erasure_id(card.id),
                card_ids=tuple(one.id for one in group),
                # To the microsecond: what comes in the same second may be before it or after.
                started_at=at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                by=by,
                reason=reason,
                request_id=request_id,
            )
            item = erasures.erasure_item(begun, rfc3339(at + _HEAD_START))
            try:
                store.transact(
                    [
                        Put(key=erasures.erasure_key(begun.id), item=item),
                        erasures.listed(begun),
                        *map(_taken_out_of_use, group),
                    ],
                    deadline=deadline,
                )
            except Stale:
                pass
            else:
                return begun
        if time.monotonic() >= deadline:
            raise Contended("the cards changed again and again")


def _group(store: Store, card: Card) -> list[Card]:
    """Return a living card and its members, none where they are just being merged or parted."""
    keys = [items.card_key(member) for member in card.members]
    found = store.get(keys) if keys else {}
    members = [items.card_of(found[key]) for key in keys if key in found]
    whole = len(members) == len(keys) and all(one.into == card.id for one in members)
    return [card, *members] if card.state == "living" and whole else []


def _taken_out_of_use(card: Card) -> Change:
    return Change(
        key=items.card_key(card.id),
        set={"state": "erasing"},
        add={"evidence": 1},
        when={"state": card.state, "evidence": card.evidence, "version": card.version},
    )


def _tells_who() -> Problem:
    message = "it is kept when the person is forgotten, and must not hold a name, phone or address"
    return Problem(
        422,
        "Unprocessable Content",
        "The reason names the person.",
        errors=[FieldError("reason", "personal_data", message)],
    )


# -- go on ----------------------------------------------------------------------------------------


class _NotYet(Exception):
    """Something of the person is just being written: a minute later it can be told whether."""


def run(erasure_id: str, desk: Desk, config: Config, *, now: datetime, until: float) -> Erasure:
    """Work an erasure off until it is done or ``until`` (monotonic clock), and return it.

    Any number may work on one at once: each part is done by one of them.
    """
    while True:
        state = erasure(desk.store, erasure_id)
        if not state:
            raise Problem(404, "Not Found", "There is no erasure with this id.")
        if state.step == "done" or time.monotonic() >= until:
            return state
        try:
            _STEPS[state.step](_Work(state=state, desk=desk, config=config, now=now))
        except Stale:  # somebody else did this part, or something in it changed
            continue
        except _NotYet:
            return state


def go_on(desk: Desk, config: Config, *, now: datetime, until: float) -> int:
    """Work off the erasures that were begun and not ended; return how many were ended.

    Runs in ``upkeep`` each minute; ``until`` is by the monotonic clock.
    """
    done, after = 0, None
    while time.monotonic() < until:
        found = desk.store.query_index(
            "due", erasures.ERASING, after=after, until=rfc3339(now), limit=_PAGE
        )
        if not found:
            break
        for item in found:
            turn = min(until, time.monotonic() + _TURN_SECONDS)
            try:
                done += run(str(item["id"]), desk, config, now=now, until=turn).step == "done"
            except Exception as error:  # noqa: BLE001 (one person must not hold the others up)
                telemetry.failed(error)
        after = str(found[-1]["due_sk"])
    return done


@dataclass(slots=True, kw_only=True)
class _Work:
    """One part of a step: the erasure as read, and what it is done with."""

    state: Erasure
    desk: Desk
    config: Config
    now: datetime

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def keyed(self) -> KeyedHash:
        return self.desk.keyed

    @property
    def at(self) -> str:
        return rfc3339(datetime.fromisoformat(self.state.started_at))

    @property
    def place(self) -> tuple[int, str | None]:
        """The number of the card that this part is about, and the sort key to go on behind."""
        number, _, after = self.state.cursor.partition("#")
        return int(number or 0), after or None

    @property
    def card_id(self) -> str:
        return self.state.card_ids[self.place[0]]

    def cards(self) -> list[Card]:
        """Return the cards of the group; after a restore some may not be there."""
        found = self.get(map(items.card_key, self.state.card_ids))
        return [items.card_of(item) for item in found.values()]

    def card(self) -> Card | None:
        key = items.card_key(self.card_id)
        item = self.store.get([key]).get(key)
        return items.card_of(item) if item else None

    def get(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Read any number of items."""
        wanted, found = list(dict.fromkeys(keys)), dict[Key, Item]()
        for start in range(0, len(wanted), _BATCH):
            found |= self.store.get(wanted[start : start + _BATCH])
        return found

    def next_card(self, then: ErasureStep) -> dict[str, Any]:
        """Return what the note says when a card is through: the next one, or the next step."""
        number = self.place[0] + 1
        if number < len(self.state.card_ids):
            return {"cursor": f"{number}#"}
        return {"cursor": "", "step": then}

    def commit(
        self,
        counted: Sequence[Counted] = (),
        *,
        first: Mapping[str, Any] | None = None,
        remove: tuple[str, ...] = (),
        **last: Any,
    ) -> None:
        """Do the writes, and note them with the first and the last of the transactions they need.

        Raises ``Stale`` where somebody else has noted anything meanwhile.
        """
        parts = [
            counted[start : start + _MOST_WRITES] for start in range(0, len(counted), _MOST_WRITES)
        ] or [()]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            noted = Counter(kind for kind, _ in part if kind)
            note = Change(
                key=erasures.erasure_key(self.state.id),
                set={**((first or {}) if number == 0 else {}), **(last if is_last else {})},
                add={"v": 1, **{f"counts.{kind}": many for kind, many in noted.items()}},
                remove=remove if is_last else (),
                when={"v": self.state.v},
            )
            deadline = time.monotonic() + _PATIENCE_SECONDS
            self.store.transact([*(write for _, write in part), note], deadline=deadline)
            self.state = replace(self.state, v=self.state.v + 1)

    def unclaimed(self, identities: Sequence[IdentityKey]) -> tuple[list[Counted], dict[str, Any]]:
        """Return the writes that free identities and remember the person, and what notes them."""
        wanted = list(dict.fromkeys(identities))
        found = self.get(map(items.identity_key, wanted))
        mine, writes = set(self.state.card_ids), list[Counted]()
        for identity in wanted:
            key = items.identity_key(identity)
            there = found.get(key)
            if there and mine & set(there["cards"]):
                rest = [card_id for card_id in there["cards"] if card_id not in mine]
                when = {"v": there["v"]}
                if rest:
                    writes.append(
                        (
                            "identities",
                            Change(key=key, set={"cards": rest}, add={"v": 1}, when=when),
                        )
                    )
                else:
                    writes.append(("identities", Delete(key=key, when=when)))
        new = [
            one
            for one in wanted
            if one.kind in SUPPRESSING and erasures.named([one])[0] not in self.state.suppressed
        ]
        if not new:
            return writes, {}
        writes = [*(("", erasures.suppressed(one, self.at)) for one in new), *writes]
        return writes, {"suppressed": [*self.state.suppressed, *erasures.named(new)]}


# -- the steps ------------------------------------------------------------------------------------


def _log(work: _Work) -> None:
    """Note in the log, which no restore of the table overwrites, that these cards are erased."""
    _write_log(work)
    work.commit(step="identities")


def _write_log(work: _Work) -> None:
    state = work.state
    entry = {
        name: getattr(state, name)
        for name in ("id", "card_ids", "started_at", "by", "reason", "request_id", "certificate")
    }
    entry |= {"suppressed": state.suppressed, "raw": state.raw}
    work.desk.raw.write_log(f"{state.id}.json", json.dumps(entry).encode())


def _identities(work: _Work) -> None:
    """Free what a card's own values claim."""
    card = work.card()
    found = forgotten.identities_of_card(card, work.keyed) if card else []
    writes, noted = work.unclaimed(found)
    work.commit(writes, first=noted, **work.next_card("inquiries"))


def _inquiries(work: _Work) -> None:
    """Take a page of a card's inquiries down to their dates and campaigns, with what they left."""
    number, after = work.place
    pk, _ = items.card_key(work.card_id)
    found = work.store.query(pk, prefix="INQ#", after=after, limit=_PAGE)
    if not found:
        work.commit(**work.next_card("timeline"))
        return
    inquiries = [items.inquiry_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in inquiries:
        person = people.parse(one.fields, one.country, _day(one.received_at))
        identities += forgotten.identities_of(person, work.keyed)
        identities += map(erasures.identity_named, one.hidden)
    writes, noted = work.unclaimed(identities)
    deliveries = work.get(
        items.delivery_key(one.source, one.delivery_key) for one in inquiries if one.delivery_key
    )
    theirs = {one.delivery_id for one in inquiries}
    known = [item for item in deliveries.values() if item["id"] in theirs]
    writes += _counted("deliveries", map(forgotten.delivery, known))
    held = [items.quarantine_key(one.quarantine_id) for one in inquiries if one.quarantine_id]
    writes += _counted("quarantine", (_closed(item, work) for item in work.get(held).values()))
    writes += _tasks(work, (str(item["task_id"]) for item in known if "task_id" in item))
    for item, one in zip(found, inquiries, strict=True):
        bare = items.inquiry_item(forgotten.inquiry(one))
        key = (str(item["pk"]), str(item["sk"]))
        if {"pk": key[0], "sk": key[1], **bare} != item:
            writes.append(("inquiries", Overwrite(key=key, item=bare)))
    work.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _timeline(work: _Work) -> None:
    """Take a page of a card's log entries down to what happened, with the merges they tell of."""
    number, after = work.place
    pk, _ = items.card_key(work.card_id)
    found = work.store.query(pk, prefix=histories.LOGS, after=after, limit=_PAGE)
    if not found:
        work.commit(**work.next_card("notes"))
        return
    entries = [histories.log_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in entries:
        if fields := forgotten.contacts_in(one.data):
            person = people.parse(fields, None, _day(one.at))
            identities += forgotten.identities_of(person, work.keyed)
    writes, noted = work.unclaimed(identities)
    merges = work.get(
        histories.merge_key(str(one.data["merge_id"])) for one in entries if "merge_id" in one.data
    )
    for key, item in merges.items():
        if item["before"] != "{}":
            writes.append(
                ("merges", Change(key=key, set={"before": "{}"}, when={"id": item["id"]}))
            )
    writes += _of_others(entries, work)
    named = [item.get("suggestion_id") for item in merges.values()]
    named += [one.data.get("suggestion_id") for one in entries]
    writes += _suggestions(work, (str(name) for name in named if name))
    writes += _tasks(work, (str(one.data["task_id"]) for one in entries if "task_id" in one.data))
    for item, one in zip(found, entries, strict=True):
        bare = forgotten.entry(one)
        if bare != one:
            key = (str(item["pk"]), str(item["sk"]))
            writes.append(("log_entries", Overwrite(key=key, item=histories.logged(bare).item)))
    work.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _of_others(entries: Sequence[LogEntry], work: _Work) -> list[Counted]:
    """Return the writes that take a person out of the timelines of others.

    Cards that were one with theirs for a while, or were merged with such a one since, have entries
    of what was done by hand meanwhile, which tell the values of all. One that was told apart from
    theirs has the evidence.
    """
    cards, mine = work.cards(), set(work.state.card_ids)
    links = [one for one in entries if one.kind in {"merged", "parted"}]
    since: dict[tuple[str, str], datetime] = {}
    bare: dict[str, LogEntry] = {}
    for link in links:  # it grows meanwhile
        # An entry has its id from when the request came, which may have waited for the merge.
        other, came = str(link.data["other"]), made_at(link.id) - _GRACE
        known = since.get((link.kind, other))
        if other in mine or (known and known <= came):
            continue
        since[link.kind, other] = came
        for told in _told_by(other, work):
            was_one = link.kind == "merged" and made_at(told.id) >= came
            if was_one and told.kind == "merged":
                links.append(told)
            is_apart = told.kind == "parted" and told.data["other"] in mine
            if is_apart or (was_one and forgotten.tells_of(told, cards)):
                bare[told.id] = forgotten.entry(told)
    writes = (histories.logged(one) for one in bare.values())
    return [("log_entries", Overwrite(key=write.key, item=write.item)) for write in writes]


def _told_by(card_id: str, work: _Work) -> Iterator[LogEntry]:
    """Yield what a card's timeline tells by hand, without its members'."""
    pk, _ = items.card_key(card_id)
    behind = None
    while found := work.store.query(pk, prefix=histories.LOGS, after=behind, limit=_BATCH):
        yield from map(histories.log_of, found)
        behind = str(found[-1]["sk"])


def _notes(work: _Work) -> None:
    """Take a card out of its blocks, lists and waits, and close its task and its pairs."""
    card, writes = work.card(), list[Counted]()
    if card:
        if card.open_task:
            writes += _tasks(work, [card.open_task.id])
        pairs = (items.suggestion_id(card.id, other) for other in card.apart)
        writes += _suggestions(work, pairs)
    pk, _ = items.card_key(work.card_id)
    paired, listed = items.paired_key(work.card_id), (pk, "LISTED")
    waiting = erasures.retention_key(work.card_id)
    found = work.get([paired, listed, waiting])
    blocks = found.get(paired, {}).get("blocks", ())
    for key, block in work.get(map(items.block_key, blocks)).items():
        rest = [card_id for card_id in block["cards"] if card_id != work.card_id]
        if len(rest) < len(block["cards"]):
            there = list(block["cards"])
            change = Change(key=key, set={"cards": rest}, when={"cards": there})
            writes.append(("blocks", change))
    lists = work.get((str(key[0]), str(key[1])) for key in found.get(listed, {}).get("keys", ()))
    writes += [("listings", Delete(key=key)) for key in lists]
    writes += [("", Delete(key=key)) for key in found]
    work.commit(writes, **work.next_card("suggestions"))


def _open_suggestions(work: _Work) -> None:
    """Close a page of what is suggested of the cards; owner by owner, nobody's first."""
    owner, _, after = (work.state.cursor or f"{items.UNASSIGNED}#").partition("#")
    partition = items.work_partition("SUGGESTION", owner)
    found = work.store.query_index("work", partition, after=after or None, limit=_BATCH)
    mine = set(work.state.card_ids)
    theirs = (item for item in found if mine & set(item["cards"]))
    writes = _counted(
        "suggestions", (forgotten.suggestion(item, work.at, work.state.by) for item in theirs)
    )
    if found:
        work.commit(writes, cursor=f"{owner}#{found[-1]['work_sk']}")
        return
    following = work.store.query("OWNER", after=f"OWNER#{owner}", limit=1)
    if owner == items.UNASSIGNED:
        following = work.store.query("OWNER", limit=1)
    if following:
        work.commit(cursor=f"{following[0]['id']}#")
    else:
        # Done again after a restore, the names are known: bytes are in no backup of the table.
        known = work.state.reapplied_at and work.state.certificate
        if known:
            _forget_bytes(work, work.state.raw)
        work.commit(step="cards" if known else "held", cursor="")


def _raw(place: Place, then: ErasureStep) -> Callable[[_Work], None]:
    """Return the step that goes through raw bytes and deletes those of the person."""

    def step(work: _Work) -> None:
        names = work.desk.raw.names(place, after=work.state.cursor, limit=_PAGE)
        if not names:
            work.commit(step=then, cursor="")
            return
        cards = work.cards()
        theirs = [
            name
            for name in names
            if name in work.state.raw or _are_theirs(place, name, cards, work)
        ]
        _forget_bytes(work, theirs)
        work.commit(cursor=names[-1])

    return step


def _are_theirs(place: Place, name: str, cards: Sequence[Card], work: _Work) -> bool:
    """Tell whether raw bytes are the person's: of a known lead of theirs, or by what they say.

    What came after the erasure was asked for is not: it is a person who comes again. Nor are bytes
    that clearly name somebody else, or are another person's who only mentions this one.
    """
    there = work.desk.raw.find(place, name)
    if not there:
        return False
    body, about = there
    source_id, delivery, entry = _of_raw(name, work)
    if delivery and delivery.card_id:
        return delivery.card_id in work.state.card_ids
    if entry and "content-type" not in about:
        about |= {"content-type": entry["content_type"], "received-at": entry["received_at"]}
    about = {"content-type": "application/json", "received-at": work.at} | about
    came = unpark(body, about)
    if came.received_at > datetime.fromisoformat(work.state.started_at):
        return False
    source = work.config.source(source_id) or Source(id=source_id)
    if not _tells_of(came, source, cards, work):
        return False
    if place == "parked" and work.now - came.received_at < _GRACE:
        raise _NotYet
    return True


def _tells_of(came: Arrival, source: Source, cards: Sequence[Card], work: _Work) -> bool:
    submission = understand(came, source, work.keyed)
    if submission.identities:
        known = set(erasures.named(submission.identities)) & set(work.state.suppressed)
        now = Person(name=submission.person.name)
        return bool(known) and any(may_be_one(Person(name=card.name), now) for card in cards)
    said = came.body.decode(errors="replace")
    return any(pattern.search(said) for card in cards for pattern in forgotten.patterns(card))


def _of_raw(name: str, work: _Work) -> tuple[str, Delivery | None, Item | None]:
    """Return the source of raw bytes, their delivery and their entry, as far as they are there."""
    source_id, _, rest = name.partition("/")
    key = items.delivery_key(source_id, ".".join(rest.split(".")[:_HASH_PARTS]))
    found = work.store.get([key]).get(key)
    if not found:
        return source_id, None, None
    delivery = items.delivery_of(found)
    entry_key = items.quarantine_key(delivery.quarantine_id or "")
    return source_id, delivery, work.store.get([entry_key]).get(entry_key)


def _forget_bytes(work: _Work, names: Sequence[str]) -> None:
    """Note the names of raw bytes, close what names them, then delete them."""
    writes: list[Counted] = []
    for name in names:
        source_id, delivery, entry = _of_raw(name, work)
        if delivery:
            key = items.delivery_key(source_id, delivery.key)
            writes += _counted("deliveries", map(forgotten.delivery, work.get([key]).values()))
        if entry:
            writes += _counted("quarantine", [_closed(entry, work)])
    noted = list(dict.fromkeys([*work.state.raw, *names]))
    if writes or len(noted) > len(work.state.raw):
        work.commit(writes, first={"raw": noted})
        work.state = replace(work.state, raw=tuple(noted))
    for name in names:
        work.desk.raw.forget(name)
        work.desk.raw.drop(name)


def _cards(work: _Work) -> None:
    """Empty a card, and say so in its timeline; the card that stands for the others is the last."""
    number = len(work.state.card_ids) - 1 - work.place[0]
    key = items.card_key(work.state.card_ids[number])
    item = work.store.get([key]).get(key)
    writes: list[Counted] = []
    if item and item["state"] != "erased":
        at = rfc3339(work.now)
        left = forgotten.card(items.card_of(item), work.state, at)
        entry = LogEntry(
            id=new_id("log"),
            card_id=left.id,
            kind="erased",
            at=at,
            written_at=at,
            by=work.state.by,
        )
        emptied = Put(key=key, item=items.card_item(left), replaces={"state": "erasing"})
        writes = [("", emptied), ("", histories.logged(entry))]
    work.commit(writes, **work.next_card("certificate"))


def _certificate(work: _Work) -> None:
    """Give the erasure its place in the chain, then keep it where no restore overwrites it."""
    head = work.store.get([erasures.HEAD]).get(erasures.HEAD)
    there = work.state.certificate
    if not there:
        told = forgotten.certificate(
            work.state,
            number=head["number"] + 1 if head else 1,
            previous=head["sha256"] if head else None,
            finished_at=rfc3339(work.now),
        )
        work.commit([("", _headed(told, head))], certificate=items.json_of(told))
        return
    _write_log(work)
    behind = there["number"] > (head["number"] if head else 0)  # the chain was restored as well
    writes = [("", _headed(there, head))] if behind else []
    work.commit(writes, step="done", remove=("due_pk", "due_sk"))


def _headed(certificate: Mapping[str, Any], head: Item | None) -> Change:
    return Change(
        key=erasures.HEAD,
        set={"number": certificate["number"], "sha256": forgotten.digest(certificate)},
        when={"number": head["number"] if head else None},
    )


_STEPS: Mapping[str, Callable[[_Work], None]] = {
    "log": _log,
    "identities": _identities,
    "inquiries": _inquiries,
    "timeline": _timeline,
    "notes": _notes,
    "suggestions": _open_suggestions,
    "held": _raw("held", "parked"),
    "parked": _raw("parked", "cards"),
    "cards": _cards,
    "certificate": _certificate,
}


def _counted(kind: str, writes: Iterable[Write | None]) -> list[Counted]:
    return [(kind, write) for write in writes if write]


def _tasks(work: _Work, task_ids: Iterable[str]) -> list[Counted]:
    found = work.get(map(items.task_key, task_ids)).values()
    return _counted("tasks", (forgotten.task(item, work.at, work.state.by) for item in found))


def _suggestions(work: _Work, suggestion_ids: Iterable[str]) -> list[Counted]:
    found = work.get(map(items.suggestion_key, suggestion_ids)).values()
    state = work.state
    return _counted("suggestions", (forgotten.suggestion(i, work.at, state.by) for i in found))


def _closed(entry: Item, work: _Work) -> Change | None:
    """Return the write that closes a quarantine entry and leaves its ids, ``None`` if it is so."""
    is_open = entry["status"] == "open"
    closing = {
        "status": "discarded",
        "closed_at": work.at,
        "closed_by": work.state.by,
        "reason": forgotten.ERASED,
    }
    told = entry.keys() & {"idempotency_key"} | (
        entry.keys() & {"reason"} if entry.get("reason") != forgotten.ERASED else set()
    )
    if not (is_open or told):
        return None
    return Change(
        key=(str(entry["pk"]), str(entry["sk"])),
        set=closing if is_open else {},
        remove=("work_pk", "work_sk", *sorted(told - ({"reason"} if is_open else set()))),
        when={"status": entry["status"]},
    )


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


# -- after a restore ------------------------------------------------------------------------------


def reapply(desk: Desk, config: Config, *, at: datetime) -> dict[str, list[str]]:
    """Do every erasure of the log again on a table that was restored from a backup.

    Returns the ids: those that were ``done`` again, those that were ``in_force``, and those that
    are ``unresolved``, because a card was merged with somebody else's at the time of the backup:
    undo that merge, then reapply. Done again it changes nothing.
    """
    became: dict[str, list[str]] = {"done": [], "in_force": [], "unresolved": []}
    for name in desk.raw.logs():
        told = json.loads(desk.raw.read_log(name))
        became[_reapplied(told, desk, config, at)].append(told["id"])
    return became


def _reapplied(told: Mapping[str, Any], desk: Desk, config: Config, at: datetime) -> str:
    store, card_ids = desk.store, list(told["card_ids"])
    key = erasures.erasure_key(told["id"])
    found = store.get([key, *map(items.card_key, card_ids)])
    there = erasures.erasure_of(found[key]) if key in found else None
    cards = [items.card_of(item) for at_key, item in found.items() if at_key != key]
    if there and there.step == "done" and all(card.state == "erased" for card in cards):
        return "in_force"
    if there and there.step != "done" and not told["certificate"]:
        return run(there.id, desk, config, now=at, until=float("inf")).step
    others = {other for card in cards for other in (*card.members, card.into) if other}
    if others - set(card_ids):
        return "unresolved"
    for identity in map(erasures.identity_named, told["suppressed"]):
        store.write(erasures.suppressed(identity, told["started_at"]))
    again = Erasure(
        id=told["id"],
        card_ids=tuple(card_ids),
        started_at=told["started_at"],
        by=told["by"],
        reason=told["reason"],
        request_id=told["request_id"],
        raw=tuple(told["raw"]),
        suppressed=tuple(told["suppressed"]),
        certificate=told["certificate"],
        reapplied_at=rfc3339(at),
        v=there.v + 1 if there else 1,
    )
    store.write(Overwrite(key=key, item=erasures.erasure_item(again, rfc3339(at))))
    listed = erasures.listed(again)
    store.write(Overwrite(key=listed.key, item=listed.item))
    for card in cards:
        if card.state not in {"erasing", "erased"}:
            store.write(_taken_out_of_use(card))
    return run(again.id, desk, config, now=at, until=float("inf")).step
