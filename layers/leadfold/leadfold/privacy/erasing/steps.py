"""The steps of an erasure, in their order, and what each leaves.

The cards themselves are emptied last, since all other data is found through them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from leadfold.cards import erasure_certificates, redaction, traces
from leadfold.ids import made_at, new_id
from leadfold.model import IdentityKey, Inquiry, LogEntry
from leadfold.normalise import person as people
from leadfold.normalise.dates import rfc3339
from leadfold.privacy.erasing import held, raw
from leadfold.privacy.erasing.batch import (
    GRACE,
    PAGE,
    Batch,
    Counted,
    counted,
    forgotten,
)
from leadfold.privacy.erasing.raw import forget_bytes
from leadfold.store import MOST_KEYS, Item, items, walk
from leadfold.store.items import card_index, erasures, histories
from leadfold.store.writes import Change, Delete, Key, Overwrite, Put


def _log(batch: Batch) -> None:
    """Note in the log, which no restore of the table overwrites, that these cards are erased."""
    _write_log(batch)
    if held.are_all_marked(batch):
        batch.commit(step="identities")


def _write_log(batch: Batch) -> None:
    state = batch.state
    entry = {
        name: getattr(state, name)
        for name in ("id", "card_ids", "started_at", "by", "reason", "request_id", "certificate")
    }
    entry |= {"suppressed": state.suppressed, "raw": state.raw}
    batch.desk.raw.write_log(f"{state.id}.json", json.dumps(entry).encode())


def _identities(batch: Batch) -> None:
    """Free the identities of a card's own values."""
    card = batch.card()
    found = traces.identities_of_card(card, batch.keyed) if card else []
    writes, noted = batch.unclaimed(found)
    batch.commit(writes, first=noted, **batch.next_card("inquiries"))


def _inquiries(batch: Batch) -> None:
    """Reduce a page of a card's inquiries to dates and campaigns, and what they led to as well."""
    number, after = batch.position
    pk, _ = items.card_key(batch.card_id)
    found = batch.store.query(pk, prefix="INQ#", after=after, limit=PAGE)
    if not found:
        batch.commit(**batch.next_card("timeline"))
        return
    inquiries = [items.inquiry_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in inquiries:
        person = people.parse(one.fields, one.country, _day(one.received_at))
        identities += traces.identities_of(person, batch.keyed)
        identities += map(erasures.identity_named, one.hidden)
    writes, noted = batch.unclaimed(identities)
    deliveries = batch.get(
        key_of(one.source, one.delivery_key)
        for key_of in (items.delivery_key, items.replay_key)
        for one in inquiries
        if one.delivery_key
    )
    theirs = {one.delivery_id for one in inquiries}
    known = [item for item in deliveries.values() if item.get("id") in theirs]
    writes += counted("deliveries", map(redaction.delivery, known))
    entries = [items.quarantine_key(one.quarantine_id) for one in inquiries if one.quarantine_id]
    for entry in batch.get(entries).values():
        writes += forgotten(entry, batch)
    writes += _tasks(batch, (str(item["task_id"]) for item in known if "task_id" in item))
    for item, one in zip(found, inquiries, strict=True):
        bare = items.inquiry_item(redaction.inquiry(one))
        key = (str(item["pk"]), str(item["sk"]))
        if {"pk": key[0], "sk": key[1], **bare} != item:
            writes.append(("inquiries", Overwrite(key=key, item=bare)))
    noted |= raw.noted(batch, _differing(inquiries, deliveries, batch))
    batch.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _differing(
    inquiries: Sequence[Inquiry], deliveries: Mapping[Key, Item], batch: Batch
) -> Iterator[str]:
    """Yield the names of bytes that were kept, since they differed from these inquiries' own.

    A delivery that is no longer remembered may be another lead's by now. ``deliveries`` has them
    and the counts of their replays.
    """
    for one in inquiries:
        there = deliveries.get(items.delivery_key(one.source, one.delivery_key))
        replayed = deliveries.get(items.replay_key(one.source, one.delivery_key), {})
        if not replayed.get("differed") or (there and there["id"] != one.delivery_id):
            continue
        name = after = f"{one.source}/{one.delivery_key}"
        while names := batch.desk.raw.names("held", after=after, limit=PAGE):
            theirs = [found for found in names if found.startswith(f"{name}.")]
            yield from theirs
            if len(theirs) < PAGE:
                break
            after = theirs[-1]


def _timeline(batch: Batch) -> None:
    """Reduce a page of a card's log entries to what happened, and the merges that they name."""
    number, after = batch.position
    pk, _ = items.card_key(batch.card_id)
    found = batch.store.query(pk, prefix=histories.LOGS, after=after, limit=PAGE)
    if not found:
        batch.commit(**batch.next_card("notes"))
        return
    entries = [histories.log_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in entries:
        if fields := traces.contacts_in(one.data):
            person = people.parse(fields, None, _day(one.at))
            identities += traces.identities_of(person, batch.keyed)
    writes, noted = batch.unclaimed(identities)
    merges = batch.get(
        histories.merge_key(str(one.data["merge_id"])) for one in entries if "merge_id" in one.data
    )
    for key, item in merges.items():
        if item["before"] != "{}":
            writes.append(
                ("merges", Change(key=key, set={"before": "{}"}, when={"id": item["id"]}))
            )
    writes += _of_others(entries, batch)
    named = [item.get("suggestion_id") for item in merges.values()]
    named += [one.data.get("suggestion_id") for one in entries]
    writes += _suggestions(batch, (str(name) for name in named if name))
    writes += _tasks(batch, (str(one.data["task_id"]) for one in entries if "task_id" in one.data))
    for item, one in zip(found, entries, strict=True):
        bare = redaction.entry(one)
        if bare != one:
            key = (str(item["pk"]), str(item["sk"]))
            writes.append(("log_entries", Overwrite(key=key, item=histories.logged(bare).item)))
    batch.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _of_others(entries: Sequence[LogEntry], batch: Batch) -> list[Counted]:
    """Return the writes that take a person out of the timelines of other customers' cards.

    A card that was merged with theirs for a while, or with such a card since, has entries of edits
    of that time, which may hold the person's values. A card that was kept apart from theirs has
    the evidence of that decision.
    """
    cards, mine = batch.cards(), set(batch.state.card_ids)
    links = [one for one in entries if one.kind in {"merged", "parted"}]
    since: dict[tuple[str, str], datetime] = {}
    bare: dict[str, LogEntry] = {}
    for link in links:  # the list grows while it is gone through
        # An entry's id is made when its request comes, which may have waited for the merge.
        other, came = str(link.data["other"]), made_at(link.id) - GRACE
        known = since.get((link.kind, other))
        if other in mine or (known and known <= came):
            continue
        since[link.kind, other] = came
        for entry in _log_of(other, batch):
            was_one = link.kind == "merged" and made_at(entry.id) >= came
            if was_one and entry.kind == "merged":
                links.append(entry)
            is_apart = entry.kind == "parted" and entry.data["other"] in mine
            if is_apart or (was_one and traces.identifies(entry, cards)):
                bare[entry.id] = redaction.entry(entry)
    writes = (histories.logged(one) for one in bare.values())
    return [("log_entries", Overwrite(key=write.key, item=write.item)) for write in writes]


def _log_of(card_id: str, batch: Batch) -> Iterator[LogEntry]:
    """Return the log entries of a card, without those of its members."""
    pk, _ = items.card_key(card_id)
    return map(histories.log_of, walk(batch.store, pk, prefix=histories.LOGS, size=MOST_KEYS))


def _notes(batch: Batch) -> None:
    """Take a card out of its blocks, lists and retention, and close its task and suggestions."""
    card, writes = batch.card(), list[Counted]()
    if card:
        if card.open_task:
            writes += _tasks(batch, [card.open_task.id])
        pairs = (items.suggestion_id(card.id, other) for other in card.apart)
        writes += _suggestions(batch, pairs)
    paired, listed = items.paired_key(batch.card_id), card_index.note_key(batch.card_id)
    waiting = erasures.retention_key(batch.card_id)
    found = batch.get([paired, listed, waiting])
    blocks = found.get(paired, {}).get("blocks", ())
    for key, block in batch.get(map(items.block_key, blocks)).items():
        rest = [card_id for card_id in block["cards"] if card_id != batch.card_id]
        if len(rest) < len(block["cards"]):
            there = list(block["cards"])
            change = Change(key=key, set={"cards": rest}, when={"cards": there})
            writes.append(("blocks", change))
    lists = batch.get((str(key[0]), str(key[1])) for key in found.get(listed, {}).get("keys", ()))
    writes += [("listings", Delete(key=key)) for key in lists]
    writes += [("", Delete(key=key)) for key in found]
    batch.commit(writes, **batch.next_card("suggestions"))


def _open_suggestions(batch: Batch) -> None:
    """Close a page of suggestions about the cards: those without an owner first, then by owner."""
    owner, _, after = (batch.state.cursor or f"{items.UNASSIGNED}#").partition("#")
    partition = items.work_partition("SUGGESTION", owner)
    found = batch.store.query_index("work", partition, after=after or None, limit=MOST_KEYS)
    mine = set(batch.state.card_ids)
    theirs = (item for item in found if mine & set(item["cards"]))
    writes = counted(
        "suggestions", (redaction.suggestion(item, batch.at, batch.state.by) for item in theirs)
    )
    if found:
        batch.commit(writes, cursor=f"{owner}#{found[-1]['work_sk']}")
        return
    following = batch.store.query("OWNER", after=f"OWNER#{owner}", limit=1)
    if owner == items.UNASSIGNED:
        following = batch.store.query("OWNER", limit=1)
    if following:
        batch.commit(cursor=f"{following[0]['id']}#")
    else:
        # After a restore the names of the bytes are known; a backup of the table holds no bytes.
        known = batch.state.reapplied_at and batch.state.certificate
        if known:
            forget_bytes(batch, batch.state.raw)
        batch.commit(step="cards" if known else "held", cursor="")


def _cards(batch: Batch) -> None:
    """Empty a card and log it in its timeline; members first, the card that lists them last."""
    number = len(batch.state.card_ids) - 1 - batch.position[0]
    key = items.card_key(batch.state.card_ids[number])
    item = batch.store.get([key]).get(key)
    writes: list[Counted] = []
    if item and item["state"] != "erased":
        at = rfc3339(batch.now)
        left = redaction.card(items.card_of(item), batch.state, at)
        entry = LogEntry(
            id=new_id("log"),
            card_id=left.id,
            kind="erased",
            at=at,
            written_at=at,
            by=batch.state.by,
        )
        emptied = Put(key=key, item=items.card_item(left), replaces={"state": "erasing"})
        writes = [("", emptied), ("", histories.logged(entry))]
    batch.commit(writes, **batch.next_card("certificate"))


def _certificate(batch: Batch) -> None:
    """Put the erasure into the chain of certificates, then store it outside the table."""
    head = batch.store.get([erasures.HEAD]).get(erasures.HEAD)
    there = batch.state.certificate
    if not there:
        made = erasure_certificates.certificate(
            batch.state,
            number=head["number"] + 1 if head else 1,
            previous=head["sha256"] if head else None,
            finished_at=rfc3339(batch.now),
        )
        batch.commit([("", _head_change(made, head))], certificate=items.json_of(made))
        return
    _write_log(batch)
    is_missing = there["number"] > (head["number"] if head else 0)  # by a restore
    writes = [("", _head_change(there, head))] if is_missing else []
    batch.commit(writes, step="done", remove=("due_pk", "due_sk"))


def _head_change(certificate: Mapping[str, Any], head: Item | None) -> Change:
    return Change(
        key=erasures.HEAD,
        set={"number": certificate["number"], "sha256": erasure_certificates.digest(certificate)},
        when={"number": head["number"] if head else None},
    )


#: The steps by their names.
STEPS: Mapping[str, Callable[[Batch], None]] = {
    "log": _log,
    "identities": _identities,
    "inquiries": _inquiries,
    "timeline": _timeline,
    "notes": _notes,
    "suggestions": _open_suggestions,
    "held": held.step,
    "parked": raw.parked,
    "cards": _cards,
    "certificate": _certificate,
}


def _tasks(batch: Batch, task_ids: Iterable[str]) -> list[Counted]:
    found = batch.get(map(items.task_key, task_ids)).values()
    return counted("tasks", (redaction.task(item, batch.at, batch.state.by) for item in found))


def _suggestions(batch: Batch, suggestion_ids: Iterable[str]) -> list[Counted]:
    found = batch.get(map(items.suggestion_key, suggestion_ids)).values()
    state = batch.state
    return counted("suggestions", (redaction.suggestion(i, batch.at, state.by) for i in found))


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
