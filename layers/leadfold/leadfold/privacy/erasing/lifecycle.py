"""An erasure from its beginning to its certificate: table, raw bytes and merges.

The first transaction takes the card and its members out of use, under the conditions of a merge: a
lead that is being recorded on them is decided again, and makes a new card. It closes the leads of
the person that are held. From then on everything is read as erased. Then the steps follow
(``steps``), in batches. A batch is written in the same transaction as the note of progress, so each
is done and counted once, whichever worker goes on after a crash. Raw bytes are deleted after their
names are noted, and once more where a crash leaves it open whether they were.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from leadfold.cards import traces
from leadfold.errors import FieldError, Problem, Stale
from leadfold.model import Card, Erasure
from leadfold.normalise.dates import rfc3339
from leadfold.privacy.erasing import held
from leadfold.privacy.erasing.batch import PAGE, Batch, TryLater
from leadfold.privacy.erasing.steps import STEPS
from leadfold.resolve import aliases
from leadfold.resolve.desk import Desk
from leadfold.runtime import telemetry
from leadfold.runtime.config import Config
from leadfold.store import Store, items
from leadfold.store.items import erasures
from leadfold.store.retry import retry_stale
from leadfold.store.writes import Change, Overwrite, Put

#: For so long ``upkeep`` leaves an erasure to the call that began it.
_HEAD_START = timedelta(seconds=60)
#: A long erasure is interrupted after so long, for the others' sake.
_TURN_SECONDS = 5.0


def erasure(store: Store, erasure_id: str) -> Erasure | None:
    """Return an erasure."""
    key = erasures.erasure_key(erasure_id)
    item = store.get([key]).get(key)
    return erasures.erasure_of(item) if item else None


# -- begin ----------------------------------------------------------------------------------------


def begin(
    card_id: str,
    desk: Desk,
    config: Config,
    *,
    by: str,
    at: datetime,
    deadline: float,
    reason: str | None = None,
    request_id: str | None = None,
) -> Erasure | None:
    """Begin the erasure of a card and its members and return it, or the one that there is.

    ``by`` is the id of an API key or the name of a process. ``None`` where there is no such card.
    Raises 422 where the ``reason`` or ``request_id``, which outlive the person, name them, and
    ``Contended`` where the cards change again and again until ``deadline`` (monotonic clock).
    """
    store = desk.store

    def attempt() -> Erasure | None:
        card = aliases.current_card(store, card_id)
        if not card:
            return None
        if there := erasure(store, erasures.erasure_id(card.id)):
            return there
        group = _group(store, card)
        if traces.mentions(f"{reason or ''} {request_id or ''}", group):
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
        found = held.at_once(Batch(state=begun, desk=desk, config=config, now=at), group)
        closing = {change.key: change for change in found.values()}
        if closing:
            counts = {"quarantine": len(closing)}
            begun = replace(begun, raw=tuple(found), counts=counts)
        item = erasures.erasure_item(begun, rfc3339(at + _HEAD_START))
        store.transact(
            [
                Put(key=erasures.erasure_key(begun.id), item=item),
                erasures.listed(begun),
                *(_taken_out_of_use(card, rfc3339(at)) for card in group),
                *closing.values(),
            ],
            deadline=deadline,
        )
        return begun

    return retry_stale(attempt, deadline)


def _group(store: Store, card: Card) -> list[Card]:
    """Return a living card and its members. ``Stale`` while they are merged or taken apart."""
    keys = [items.card_key(member) for member in card.members]
    found = store.get(keys) if keys else {}
    members = [items.card_of(found[key]) for key in keys if key in found]
    whole = len(members) == len(keys) and all(one.into == card.id for one in members)
    if card.state != "living" or not whole:
        raise Stale
    return [card, *members]


def _taken_out_of_use(card: Card, at: str) -> Change:
    return Change(
        key=items.card_key(card.id),
        set={"state": "erasing", "erased_at": at},
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


def run(erasure_id: str, desk: Desk, config: Config, *, now: datetime, until: float) -> Erasure:
    """Continue an erasure until it is done or ``until`` (monotonic clock), and return it.

    Several workers may run one at once: each batch is done by one of them.
    """
    while True:
        state = erasure(desk.store, erasure_id)
        if not state:
            raise Problem(404, "Not Found", "There is no erasure with this id.")
        if state.step == "done" or time.monotonic() >= until:
            return state
        try:
            STEPS[state.step](Batch(state=state, desk=desk, config=config, now=now))
        except Stale:  # another worker did this batch, or its items changed
            continue
        except TryLater:
            return state


def go_on(desk: Desk, config: Config, *, now: datetime, until: float) -> int:
    """Continue the erasures that are not done; return how many were done.

    Runs in ``upkeep`` each minute; ``until`` is by the monotonic clock.
    """
    done, after = 0, None
    while time.monotonic() < until:
        found = desk.store.query_index(
            "due", erasures.ERASING, after=after, until=rfc3339(now), limit=PAGE
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


# -- after a restore ------------------------------------------------------------------------------


def reapply(desk: Desk, config: Config, *, at: datetime) -> dict[str, list[str]]:
    """Do every erasure of the log again on a table that was restored from a backup.

    Returns the ids of erasures: those ``done`` again, those still ``in_force``, and those
    ``unresolved``, because the backup has a card merged with another customer's: undo that merge,
    then reapply. A second run changes nothing.
    """
    became: dict[str, list[str]] = {"done": [], "in_force": [], "unresolved": []}
    for name in desk.raw.logs():
        logged = json.loads(desk.raw.read_log(name))
        became[_reapplied(logged, desk, config, at)].append(logged["id"])
    return became


def _reapplied(logged: Mapping[str, Any], desk: Desk, config: Config, at: datetime) -> str:
    store, card_ids = desk.store, list(logged["card_ids"])
    key = erasures.erasure_key(logged["id"])
    found = store.get([key, *map(items.card_key, card_ids)])
    there = erasures.erasure_of(found[key]) if key in found else None
    cards = [items.card_of(item) for at_key, item in found.items() if at_key != key]
    if there and there.step == "done" and all(card.state == "erased" for card in cards):
        return "in_force"
    if there and there.step != "done" and not logged["certificate"]:
        return run(there.id, desk, config, now=at, until=float("inf")).step
    others = {other for card in cards for other in (*card.members, card.into) if other}
    if others - set(card_ids):
        return "unresolved"
    for identity in map(erasures.identity_named, logged["suppressed"]):
        store.write(erasures.suppressed(identity, logged["started_at"], logged["id"]))
    again = Erasure(
        id=logged["id"],
        card_ids=tuple(card_ids),
        started_at=logged["started_at"],
        by=logged["by"],
        reason=logged["reason"],
        request_id=logged["request_id"],
        raw=tuple(logged["raw"]),
        suppressed=tuple(logged["suppressed"]),
        certificate=logged["certificate"],
        reapplied_at=rfc3339(at),
        v=there.v + 1 if there else 1,
    )
    store.write(Overwrite(key=key, item=erasures.erasure_item(again, rfc3339(at))))
    listed = erasures.listed(again)
    store.write(Overwrite(key=listed.key, item=listed.item))
    for card in cards:
        if card.state not in {"erasing", "erased"}:
            store.write(_taken_out_of_use(card, rfc3339(at)))
    return run(again.id, desk, config, now=at, until=float("inf")).step
