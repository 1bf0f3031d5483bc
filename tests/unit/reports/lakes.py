"""A lake in a folder, filled with facts as `react` writes them."""

import json
from itertools import count
from pathlib import Path

from leadfold.reports.lake import Lake
from leadfold.reports.objects import Folder

_numbers = count()


def fact(told, ident, /, written_at="2026-11-20T12:00:00+00:00", **values):
    """Return a fact as it lies in the lake."""
    return {"fact": told, "id": ident, "written_at": written_at, **values}


def inquiry(ident, card="card_1", date="2026-11-02T10:00:00Z", **values):
    """Return the fact of an inquiry from a Meta campaign."""
    known = {
        "card_id": card,
        "date": date,
        "received_at": date,
        "kind": "first",
        "number": 1,
        "new_card": True,
        "source": "meta-main",
        "platform": "meta",
        "campaign_id": "1",
        "campaign": "Autumn",
    }
    return fact("inquiry", ident, **known | values)


def won(ident, card="card_1", at="2026-11-05T10:00:00Z", amount="100.00", currency="NOK", **values):
    """Return the fact of a sale."""
    value = {"amount": amount, "currency": currency}
    return fact("stage", ident, card_id=card, at=at, stage="won", **value | values)


def spend(ident, day="2026-11-02", amount="10.00", currency="NOK", **values):
    """Return the fact of a day's expense for the campaign of ``inquiry``."""
    known = {"day": day, "amount": amount, "currency": currency, "platform": "meta"}
    return fact("spend", ident, **known | {"campaign_id": "1", "campaign": "Autumn"} | values)


def put(folder: Path, *facts, day="2026-11-20"):
    """Write facts as one message's file."""
    lines = "".join(json.dumps(one) + "\n" for one in facts)
    Folder(folder).put(f"facts/{day}/{next(_numbers)}.jsonl", lines.encode())


def lake_of(folder: Path, *facts) -> Lake:
    """Return a lake of these facts, read."""
    put(folder, *facts)
    lake = Lake(Folder(folder))
    lake.refresh()
    return lake
