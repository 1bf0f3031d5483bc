"""Sends the sample events to the local stack and prints what became of each.

Run by ``make demo``, after ``make up``. Each run uses people of its own, so that it can be
repeated on a stack that keeps its state.
"""

import json
import random
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from leadfold.cli import post_lead

STACK = Path(".local/stack.json")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sample:
    """One event: what it shows, and what is sent."""

    shows: str
    source: str
    lead: Mapping[str, Any]
    form: bool = False


def samples(run: str) -> list[Sample]:
    """Return the sample events of one run; ``run`` is eight digits that hardly another run has."""
    mobile, family, israeli = f"91{run[2:]}", f"45{run[2:]}", f"0521{run[2:]}"
    ola = {"lead_id": f"{run}-1", "full_name": "OLA HANSEN", "email": f"ola.{run}@example.com"}
    ola |= {"phone": f"{mobile[:3]} {mobile[3:5]} {mobile[5:]}", "utm_source": "facebook"}
    again = {"lead_id": f"{run}-2", "first_name": "Ola", "last_name": "Hansen"}
    again |= {"phone": f"0047{mobile}", "utm_source": "google", "gclid": "Cj0KCQiA_demo"}
    return [
        Sample("a new customer", "site", ola),
        Sample("asks again, by form", "site", again, form=True),
        Sample("the first one, sent twice", "site", ola),
        Sample("a family's phone: Per", "site", _lead(run, 3, "Per Berg", phone=family)),
        Sample("the same phone: Kari", "site", _lead(run, 4, "Kari Berg", phone=f"+47{family}")),
        Sample("in Latin letters", "site-il", _lead(run, 5, "Dana Levi", phone=israeli)),
        Sample(
            "the same in Hebrew",
            "site-il",
            _lead(run, 6, "דנה לוי", phone=f"+972 {israeli[1:3]}-{israeli[3:]}"),
        ),
        Sample("no phone, no e-mail", "site", _lead(run, 7, "Nobody Known", phone="00000000")),
        Sample("a test lead", "site", _lead(run, 8, "Test Lead", phone=mobile, is_test=True)),
    ]


def _lead(run: str, number: int, name: str, **fields: Any) -> dict[str, Any]:
    return {"lead_id": f"{run}-{number}", "full_name": name, **fields}


def send(stack: Mapping[str, Any], sample: Sample) -> tuple[int, dict[str, Any]]:
    """Post one sample as its sender would."""
    if sample.form:
        body, content_type = urlencode(sample.lead).encode(), FORM
    else:
        body, content_type = json.dumps(sample.lead).encode(), "application/json"
    key = stack["keys"]["intake"]
    return post_lead(stack["api_url"], key, sample.source, body, content_type)


def get(stack: Mapping[str, Any], path: str) -> Any:
    """Read from the API with the operator's key."""
    request = urllib.request.Request(
        f"{stack['api_url']}/v1{path}", headers={"x-api-key": stack["keys"]["operator"]}
    )
    with urllib.request.urlopen(request, timeout=40) as answer:
        return json.load(answer)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns as wide as they need."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    line = "  ".join("-" * width for width in widths)
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    first = "  ".join(cell.ljust(w) for cell, w in zip(header, widths, strict=True))
    return "\n".join([first, line, *lines])


def main() -> int:
    """Send, tell, and say where to look next; exit code 1 where an event was refused."""
    stack = json.loads(STACK.read_text())
    run = f"{random.randrange(10**6):08d}"
    cards: dict[str, str] = {}
    rows, refused = [], 0
    for sample in samples(run):
        begun = time.perf_counter()
        status, answer = send(stack, sample)
        refused += "outcome" not in answer
        rows.append(_row(sample, status, answer, cards, time.perf_counter() - begun))
    header = ("what is sent", "status", "outcome", "card", "matched by", "level", "note", "ms")
    print(f"\n{table(header, rows)}\n")
    first = next(iter(cards), None)
    if first:
        card = get(stack, f"/cards/{first}")
        print(
            f"card 1 has {card['inquiries']} inquiries and one open task, "
            f"due {card['open_task']['due_at']}, for {card['open_task']['owner_id']}"
        )
        key, address = stack["keys"]["operator"], f"{stack['api_url']}/v1/cards/{first}"
        print(f"\nLook at it:\n  curl -H 'x-api-key: {key}' {address}")
    return 1 if refused else 0


def _row(
    sample: Sample, status: int, answer: Mapping[str, Any], cards: dict[str, str], seconds: float
) -> tuple[str, ...]:
    card = answer.get("card_id")
    if card:
        cards.setdefault(card, f"card {len(cards) + 1}")
    notes = [answer.get("detail"), answer.get("warning_codes")]
    notes.append("suggestion" if answer.get("suggestions") else None)
    notes.append("held for a person" if answer.get("quarantine_id") else None)
    return (
        sample.shows,
        str(status),
        str(answer.get("outcome", "")),
        cards.get(card or "", ""),
        str(answer.get("matched_by_text", "")),
        str(answer.get("match_level") or ""),
        ", ".join(note for note in notes if note),
        f"{seconds * 1000:.0f}",
    )


if __name__ == "__main__":
    sys.exit(main())
