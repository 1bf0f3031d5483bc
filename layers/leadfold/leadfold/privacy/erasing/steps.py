"""The steps by which a person is forgotten, in their order, and what each leaves.

The cards themselves go last: what finds the rest is read from them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from leadfold.cards import erasure_certificates, redaction, traces
from leadfold.ids import made_at, new_id
from leadfold.model import IdentityKey, LogEntry
from leadfold.normalise import person as people
from leadfold.normalise.dates import rfc3339
from leadfold.privacy.erasing import raw
from leadfold.privacy.erasing.raw import forget_bytes
from leadfold.privacy.erasing.work import (
    BATCH,
    GRACE,
    PAGE,
    Counted,
    Work,
    closed,
    counted,
)
from leadfold.store import Item, erasures, histories, items
from leadfold.store.writes import Change, Delete, Overwrite, Put


def _log(work: Work) -> None:
    """Note in the log, which no restore of the table overwrites, that these cards are erased."""
    _write_log(work)
    work.commit(step="identities")


def _write_log(work: Work) -> None:
    state = work.state
    entry = {
        name: getattr(state, name)
        for name in ("id", "card_ids", "started_at", "by", "reason", "request_id", "certificate")
    }
    entry |= {"suppressed": state.suppressed, "raw": state.raw}
    work.desk.raw.write_log(f"{state.id}.json", json.dumps(entry).encode())


def _identities(work: Work) -> None:
    """Free what a card's own values claim."""
    card = work.card()
    found = traces.identities_of_card(card, work.keyed) if card else []
    writes, noted = work.unclaimed(found)
    work.commit(writes, first=noted, **work.next_card("inquiries"))


def _inquiries(work: Work) -> None:
    """Take a page of a card's inquiries down to their dates and campaigns, with what they left."""
    number, after = work.place
    pk, _ = items.card_key(work.card_id)
    found = work.store.query(pk, prefix="INQ#", after=after, limit=PAGE)
    if not found:
        work.commit(**work.next_card("timeline"))
        return
    inquiries = [items.inquiry_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in inquiries:
        person = people.parse(one.fields, one.country, _day(one.received_at))
        identities += traces.identities_of(person, work.keyed)
        identities += map(erasures.identity_named, one.hidden)
    writes, noted = work.unclaimed(identities)
    deliveries = work.get(
        items.delivery_key(one.source, one.delivery_key) for one in inquiries if one.delivery_key
    )
    theirs = {one.delivery_id for one in inquiries}
    known = [item for item in deliveries.values() if item["id"] in theirs]
    writes += counted("deliveries", map(redaction.delivery, known))
    held = [items.quarantine_key(one.quarantine_id) for one in inquiries if one.quarantine_id]
    writes += counted("quarantine", (closed(item, work) for item in work.get(held).values()))
    writes += _tasks(work, (str(item["task_id"]) for item in known if "task_id" in item))
    for item, one in zip(found, inquiries, strict=True):
        bare = items.inquiry_item(redaction.inquiry(one))
        key = (str(item["pk"]), str(item["sk"]))
        if {"pk": key[0], "sk": key[1], **bare} != item:
            writes.append(("inquiries", Overwrite(key=key, item=bare)))
    work.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _timeline(work: Work) -> None:
    """Take a page of a card's log entries down to what happened, with the merges they tell of."""
    number, after = work.place
    pk, _ = items.card_key(work.card_id)
    found = work.store.query(pk, prefix=histories.LOGS, after=after, limit=PAGE)
    if not found:
        work.commit(**work.next_card("notes"))
        return
    entries = [histories.log_of(item) for item in found]
    identities: list[IdentityKey] = []
    for one in entries:
        if fields := traces.contacts_in(one.data):
            person = people.parse(fields, None, _day(one.at))
            identities += traces.identities_of(person, work.keyed)
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
        bare = redaction.entry(one)
        if bare != one:
            key = (str(item["pk"]), str(item["sk"]))
            writes.append(("log_entries", Overwrite(key=key, item=histories.logged(bare).item)))
    work.commit(writes, first=noted, cursor=f"{number}#{found[-1]['sk']}")


def _of_others(entries: Sequence[LogEntry], work: Work) -> list[Counted]:
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
        other, came = str(link.data["other"]), made_at(link.id) - GRACE
        known = since.get((link.kind, other))
        if other in mine or (known and known <= came):
            continue
        since[link.kind, other] = came
        for told in _told_by(other, work):
            was_one = link.kind == "merged" and made_at(told.id) >= came
            if was_one and told.kind == "merged":
                links.append(told)
            is_apart = told.kind == "parted" and told.data["other"] in mine
            if is_apart or (was_one and traces.identifies(told, cards)):
                bare[told.id] = redaction.entry(told)
    writes = (histories.logged(one) for one in bare.values())
    return [("log_entries", Overwrite(key=write.key, item=write.item)) for write in writes]


def _told_by(card_id: str, work: Work) -> Iterator[LogEntry]:
    """Yield what a card's timeline tells by hand, without its members'."""
    pk, _ = items.card_key(card_id)
    behind = None
    while found := work.store.query(pk, prefix=histories.LOGS, after=behind, limit=BATCH):
        yield from map(histories.log_of, found)
        behind = str(found[-1]["sk"])


def _notes(work: Work) -> None:
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


def _open_suggestions(work: Work) -> None:
    """Close a page of what is suggested of the cards; owner by owner, nobody's first."""
    owner, _, after = (work.state.cursor or f"{items.UNASSIGNED}#").partition("#")
    partition = items.work_partition("SUGGESTION", owner)
    found = work.store.query_index("work", partition, after=after or None, limit=BATCH)
    mine = set(work.state.card_ids)
    theirs = (item for item in found if mine & set(item["cards"]))
    writes = counted(
        "suggestions", (redaction.suggestion(item, work.at, work.state.by) for item in theirs)
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
            forget_bytes(work, work.state.raw)
        work.commit(step="cards" if known else "held", cursor="")


def _cards(work: Work) -> None:
    """Empty a card, and say so in its timeline; the card that stands for the others is the last."""
    number = len(work.state.card_ids) - 1 - work.place[0]
    key = items.card_key(work.state.card_ids[number])
    item = work.store.get([key]).get(key)
    writes: list[Counted] = []
    if item and item["state"] != "erased":
        at = rfc3339(work.now)
        left = redaction.card(items.card_of(item), work.state, at)
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


def _certificate(work: Work) -> None:
    """Give the erasure its place in the chain, then keep it where no restore overwrites it."""
    head = work.store.get([erasures.HEAD]).get(erasures.HEAD)
    there = work.state.certificate
    if not there:
        told = erasure_certificates.certificate(
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
        set={"number": certificate["number"], "sha256": erasure_certificates.digest(certificate)},
        when={"number": head["number"] if head else None},
    )


#: The steps by their names.
STEPS: Mapping[str, Callable[[Work], None]] = {
    "log": _log,
    "identities": _identities,
    "inquiries": _inquiries,
    "timeline": _timeline,
    "notes": _notes,
    "suggestions": _open_suggestions,
    "held": raw.step("held", "parked"),
    "parked": raw.step("parked", "cards"),
    "cards": _cards,
    "certificate": _certificate,
}


def _tasks(work: Work, task_ids: Iterable[str]) -> list[Counted]:
    found = work.get(map(items.task_key, task_ids)).values()
    return counted("tasks", (redaction.task(item, work.at, work.state.by) for item in found))


def _suggestions(work: Work, suggestion_ids: Iterable[str]) -> list[Counted]:
    found = work.get(map(items.suggestion_key, suggestion_ids)).values()
    state = work.state
    return counted("suggestions", (redaction.suggestion(i, work.at, state.by) for i in found))


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
