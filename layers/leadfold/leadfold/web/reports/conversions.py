"""Offline conversions: stages of the period, with what the platform may know their customers by.

The stages come from the lake, the contact data from the table at the time of the call: cards that
were erased or opted out since are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, get_args

from leadfold.cards.stages import Stage
from leadfold.errors import FieldError, Problem
from leadfold.model import Card, Inquiry
from leadfold.normalise.dates import rfc3339
from leadfold.reports import conversions
from leadfold.reports.conversions import Conversion
from leadfold.reports.periods import Period
from leadfold.resolve import aliases
from leadfold.store import Store, get_all, items, walk
from leadfold.store.items import histories
from leadfold.web.http import Request, Response
from leadfold.web.reports import query_parameters
from leadfold.web.reports.query_parameters import Parameters
from leadfold.web.reports.tools import Tools

#: Their cards and inquiries are read one by one, within the time of one call.
_MOST = 1000
_THREADS = 8
_PAGE = 200
_STAGES: tuple[Stage, ...] = get_args(Stage)
PARAMETERS: Mapping[str, Any] = {
    "platform": {"enum": ["google", "meta"], "description": "Needed"},
    "format": {"enum": ["json", "csv"], "default": "json"},
    **{name: query_parameters.OF_REPORT[name] for name in ("from", "to", "tz")},
    "stage": {"enum": [*_STAGES], "description": "Only this one; else all of them"},
    "action": {
        "type": "string",
        "maxLength": 200,
        "description": "Google: the conversion action, its resource name or (csv) its name. Needed",
    },
    "consent": {"enum": ["granted", "denied"], "description": "Google: for ad user data"},
}


def get_conversions(tools: Tools, request: Request) -> Response:
    """Return the payload or file for a platform."""
    parameters = Parameters(request.query, PARAMETERS)
    platform = parameters.choice("platform", "", ("google", "meta"))
    form = parameters.choice("format", "json", ("json", "csv"))
    period = query_parameters.period(parameters)
    stage = parameters.choice("stage", "", _STAGES)
    action = parameters.value("action", "", _action, "1 to 200 characters")
    given = parameters.choice("consent", "", ("granted", "denied"))
    needed = {"platform": platform} | ({"action": action} if platform == "google" else {})
    parameters.errors += [
        FieldError(name, "missing", "is needed")
        for name, value in needed.items()
        if not value and name not in request.query
    ]
    parameters.done()
    consent = {"granted": True, "denied": False}.get(given)
    tools.lake.refresh()
    found = [*_found(tools, period, stage)]
    now = tools.now()
    if form == "csv":
        file = (
            conversions.google_file(found, name=action, consent=consent)
            if platform == "google"
            else conversions.meta_file(found, now=now)
        )
        name = f'attachment; filename="{platform}-conversions.csv"'
        headers = {"content-disposition": name}
        return Response(body=file.decode(), content_type="text/csv; charset=utf-8", headers=headers)
    refused: Sequence[tuple[str, str]] = ()
    if platform == "google":
        payload = conversions.google_payload(found, action=action, consent=consent)
    else:
        payload, refused = conversions.meta_payload(found, tool="Leadfold", now=now)
    shown = [{"id": ident, "reason": reason} for ident, reason in refused]
    return Response(body={"platform": platform, "payload": payload, "refused": shown})


def _action(raw: str) -> str:
    if not 1 <= len(raw) <= 200:  # noqa: PLR2004
        raise ValueError
    return raw


def _found(tools: Tools, period: Period, stage: str) -> Iterator[Conversion]:
    """Yield the conversions of a period in the order in which they happened."""
    tools.lake.ready(stage=("card_id", "at", "stage"))
    one = "stage = ?" if stage else "true"
    rows = tools.lake.sql(
        f'SELECT id, card_id, "at" FROM stage '  # noqa: S608 (its own words)
        f"WHERE {period.where(chr(34) + 'at' + chr(34))} AND {one} "
        f'ORDER BY "at", id LIMIT {_MOST + 1}',
        [stage] if stage else [],
    )
    if len(rows) > _MOST:
        message = f"more than {_MOST:,} conversions: choose a shorter period"
        errors = [FieldError("from", "too_long", message)]
        raise Problem(400, "Bad Request", f"There are {message}.", errors=errors)
    keys = [histories.log_key(card, _written(at), ident) for ident, card, at in rows]
    stored = get_all(tools.store, keys)
    logged = [histories.log_of(stored[key]) for key in keys if key in stored]
    cards = _cards(tools.store, [entry.card_id for entry in logged])
    with ThreadPoolExecutor(_THREADS) as pool:
        living_cards = {card.id: card for card in cards.values()}
        read = pool.map(lambda card: _inquiries(tools.store, card), living_cards.values())
        inquiries = dict(zip(living_cards, read, strict=True))
    for entry in logged:
        if card := cards.get(entry.card_id):
            made = conversions.conversion(card, inquiries[card.id], entry)
            if made:
                yield made


def _written(at: datetime) -> str:
    return rfc3339(at.replace(tzinfo=UTC))


def _cards(store: Store, card_ids: Sequence[str]) -> dict[str, Card]:
    return aliases.current_cards(store, dict.fromkeys(card_ids))


def _inquiries(store: Store, card: Card) -> list[Inquiry]:
    """Return all inquiries of a card and its members."""
    found: list[Inquiry] = []
    for card_id in (card.id, *card.members):
        pk, _ = items.card_key(card_id)
        found += map(items.inquiry_of, walk(store, pk, prefix="INQ#", size=_PAGE))
    return found
