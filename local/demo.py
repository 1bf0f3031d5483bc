"""Sends the sample events to the local stack and prints the outcome of each.

Run by ``make demo``, after ``make up``. Each run uses people of its own, so that it can be
repeated on a stack that keeps its state.
"""

import hashlib
import hmac
import json
import random
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

STACK = Path(".local/stack.json")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SECONDS = 40
#: Facts are in reports within a minute; a cold worker takes its time on top.
REPORT_SECONDS = 90
#: The day on which Meta's lead was sent, as Meta says.
META_DAY = "2026-11-21"
COUNTED = ("received", "new_cards", "repeat_inquiries", "quarantined", "replayed", "won")


@dataclass(frozen=True)
class Demo:
    """One run on a stack; ``run`` is six random digits, which make its people new."""

    stack: Mapping[str, Any]
    run: str

    # -- sending ----------------------------------------------------------------------------------

    def call(self, path: str, body: bytes = b"", kind: str = JSON, **headers: str) -> Any:
        """Call the API; return the JSON of its answer, also of a problem."""
        request = urllib.request.Request(
            self.stack["api_url"] + path,
            data=body or None,
            headers={"content-type": kind} | {n.replace("_", "-"): v for n, v in headers.items()},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as problem:
            return json.load(problem)

    def website(self, number: int, source: str = "site", **lead: Any) -> Any:
        """Post a lead as a website's back end does."""
        body = json.dumps({"lead_id": f"{self.run}-{number}", **lead}).encode()
        return self.call(f"/v1/leads?source={source}", body, x_api_key=self.stack["keys"]["intake"])

    def zapier(self, **lead: str) -> Any:
        """Post a form to the source's secret URL, as a Zapier step without headers does."""
        path = self.stack["sources"]["site"]["secret_path"]
        return self.call(path, urlencode({"id": f"zap-{self.run}", **lead}).encode(), FORM)

    def google(self, **columns: str) -> Any:
        """Post what Google Ads posts for a lead form, and look up its outcome: the answer is {}."""
        source = self.stack["sources"]["google-demo"]
        lead = {
            "lead_id": f"google-{self.run}",
            "google_key": source["google_key"],
            "form_id": 40000000011,
            "campaign_id": 20000000021,
            "gcl_id": "Cj0KCQiA_demo",
            "user_column_data": [
                {"column_id": name, "string_value": value} for name, value in columns.items()
            ],
        }
        self.call(source["path"], json.dumps(lead).encode())
        return self.became("google-demo")

    def meta(self, **fields: str) -> Any:
        """Give the stand-in a lead, and send Meta's signed notice of it."""
        source, lead_id = self.stack["sources"]["meta-demo"], f"9{self.run}00101"
        node = {
            "id": lead_id,
            "created_time": f"{META_DAY}T10:30:00+0000",
            "form_id": "880000000000011",
            "campaign_name": "NO solar Q4",
            "platform": "ig",
            "field_data": [{"name": name, "values": [value]} for name, value in fields.items()],
        }
        self._stand_in(node)
        change = {"field": "leadgen", "value": {"leadgen_id": int(lead_id), "form_id": "88"}}
        body = json.dumps({"object": "page", "entry": [{"id": "1", "changes": [change]}]}).encode()
        made = hmac.new(source["app_secret"].encode(), body, hashlib.sha256).hexdigest()
        self.call(source["path"], body, x_hub_signature_256=f"sha256={made}")
        return self.became("meta-demo")

    def _stand_in(self, node: Mapping[str, Any]) -> None:
        base = urlsplit(self.stack["stand_ins"]["graph"])
        request = urllib.request.Request(
            f"{base.scheme}://{base.netloc}/stand-in/nodes", data=json.dumps(node).encode()
        )
        urllib.request.urlopen(request, timeout=SECONDS).close()

    # -- looking ----------------------------------------------------------------------------------

    def get(self, path: str) -> Any:
        """Read from the API with the operator's key."""
        return self.call(f"/v1{path}", x_api_key=self.stack["keys"]["operator"])

    def act(self, path: str, **body: Any) -> Any:
        """Do something with the operator's key."""
        sent = json.dumps(body).encode()
        return self.call(f"/v1{path}", sent, x_api_key=self.stack["keys"]["operator"])

    def became(self, source: str) -> Any:
        """Wait for a delivery sent just now in the source's list of deliveries; return it."""
        begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 2))
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            page = self.get(f"/sources/{source}/deliveries?limit=1")
            for delivery in page.get("items", ()):
                if delivery["received_at"] >= begun:
                    return delivery
            time.sleep(0.2)
        return {"detail": "nothing came in time"}


def events(demo: Demo) -> list[tuple[str, Any]]:
    """Return the events in order: what each shows, and a function that sends it."""
    run, site = demo.run, demo.website
    mobile, family, work, israeli = f"91{run}", f"45{run}", f"47{run}", f"0542{run}"
    spaced = f"{mobile[:3]} {mobile[3:5]} {mobile[5:]}"
    lunde, garbled = f"92{run}", f"41{run}"
    email, couple = f"ola.{run}@example.com", f"lie.{run}@example.com"
    first = partial(site, 1, full_name="OLA HANSEN", email=email, phone=spaced)
    unfilled = partial(site, 0, lead_id="{{1.id}}")  # a variable of a Make step, sent as it is
    dana = f"+972 {israeli[1:3]}-{israeli[3:]}"
    return [
        ("Meta: a new customer", partial(demo.meta, full_name="Ola Hansen", phone_number=mobile)),
        (
            "Google: the same man",
            partial(demo.google, FULL_NAME="Ola Hansen", EMAIL=email, PHONE_NUMBER=f"+47{mobile}"),
        ),
        (
            "Zapier, a form: the same",
            partial(demo.zapier, Name="ola hansen", Phone=f"0047{mobile}"),
        ),
        ("the website: the same", first),
        ("the website, sent twice", first),
        ("a family's phone: Per Berg", partial(site, 2, full_name="Per Berg", phone=family)),
        ("the same: Kari Berg", partial(site, 3, full_name="Kari Berg", phone=f"+47{family}")),
        ("a couple's e-mail: Anne Lie", partial(site, 4, full_name="Anne Lie", email=couple)),
        ("the same: Jens Lie", partial(site, 5, full_name="Jens Lie", email=couple.upper())),
        ("Kristian Moe", partial(site, 6, full_name="Kristian Moe", phone=work)),
        ("Kris Moe", partial(site, 7, full_name="Kris Moe", phone=work)),
        ("Dana Levi", partial(site, 8, "site-il", full_name="Dana Levi", phone=israeli)),
        ("the same in Hebrew", partial(site, 9, "site-il", full_name="דנה לוי", phone=dana)),
        ("no phone, no e-mail", partial(site, 10, full_name="Nobody Known", phone="00000000")),
        ("Make, its id not filled", partial(unfilled, full_name="Eva Ek", phone=f"95{run}")),
        ("another by that step", partial(unfilled, full_name="Nils Bo", phone=f"97{run}")),
        ("two in one field", partial(site, 15, full_name="Ola og Kari Lunde", phone=lunde)),
        ("one of them", partial(site, 16, full_name="Kari Lunde", phone=lunde)),
        ("Bjørn Sæther", partial(site, 17, full_name="Bjørn Sæther", phone=garbled)),
        ("the same, garbled", partial(site, 18, full_name="BjÃ¸rn SÃ¦ther", phone=garbled)),
        ("a test lead", partial(site, 11, full_name="Test Lead", phone=mobile, is_test=True)),
    ]


def worked(demo: Demo) -> list[str]:
    """Merge two cards, undo it, and erase one person; return the result of each step in words."""
    run, lines = demo.run, []
    by_phone = demo.website(12, full_name="Nora Dahl", phone=f"93{run}")["card_id"]
    by_email = demo.website(13, full_name="Nora Dahl", email=f"nora.{run}@example.com")["card_id"]

    def count(card_id: str) -> str:
        card = demo.get(f"/cards/{card_id}")
        led_by = " and ".join(identity["kind"] for identity in card["identities"])
        return f"{card['inquiries']} inquir{'y' if card['inquiries'] == 1 else 'ies'} ({led_by})"

    merge = demo.act(f"/cards/{by_email}/merge", into=by_phone)
    [card] = merge["cards"]
    lines.append(
        f"Nora Dahl wrote by phone, then by e-mail: two cards, merged by hand into one with "
        f"{card['inquiries']} inquiries and {'one open task' if card['open_task'] else 'no task'}"
    )
    answer = demo.website(14, full_name="Nora Dahl", email=f"nora.{run}@example.com")
    lines.append(f"she writes by e-mail again: {answer['outcome']}, on the merged card")
    demo.act(f"/merges/{merge['id']}/undo")
    lines.append(f"undone: each has what came by its own key: {count(by_phone)}, {count(by_email)}")
    erasure = demo.act(f"/cards/{by_email}/erase", reason="she asked for it")
    number = (erasure.get("certificate") or {}).get("number", "to come")
    state = demo.get(f"/cards/{by_email}")["state"]
    lines.append(f"forgotten: the second is {state}, its certificate is number {number}")
    return lines


def sold(demo: Demo, card_id: str) -> str:
    """Record a call and a sale to a customer, upload ad spend; return in words what was done."""
    demo.act(f"/cards/{card_id}/contacts", channel="phone", outcome="reached")
    value = {"amount": "120000.00", "currency": "NOK"}
    demo.act(f"/cards/{card_id}/stage", stage="won", value=value)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    rows = [
        "date,platform,campaign_id,campaign,amount,currency",
        f"{META_DAY},meta,,NO solar Q4,1850.00,NOK",
        f"{today},google,20000000021,,1240.00,NOK",
    ]
    file = "\n".join(rows).encode()
    answer = demo.call("/v1/spend", file, "text/csv", x_api_key=demo.stack["keys"]["marketing"])
    return f"called, and sold for 120,000 NOK; {answer.get('expenses')} expenses uploaded"


def counted(demo: Demo) -> Counter[str]:
    """Return the counts of the attribution report over all time."""
    key = demo.stack["keys"]["marketing"]
    rows = demo.call("/v1/reports/attribution?group_by=", x_api_key=key)["rows"]
    return Counter({name: sum(row[name] for row in rows) for name in COUNTED})


def expected(outcomes: Sequence[str]) -> Counter[str]:
    """Return the counts that a report gets by leads with these outcomes, and by the one sale."""
    number = Counter(outcomes)
    return Counter(
        received=number["created"] + number["repeat"] + number["quarantined"],
        new_cards=number["created"],
        repeat_inquiries=number["repeat"],
        quarantined=number["quarantined"],
        replayed=number["replayed"],
        won=1,
    )


def reported(demo: Demo, before: Counter[str], more: Counter[str]) -> tuple[str, bool]:
    """Wait until the report includes this run; return its counts, and whether they are right."""
    end = time.monotonic() + REPORT_SECONDS
    while (now := counted(demo)) != before + more and time.monotonic() < end:
        time.sleep(1)
    agree = now == before + more
    run = ", ".join(f"{now[name] - before[name]} {name}" for name in COUNTED)
    query = urlencode({"from": META_DAY, "to": time.strftime("%Y-%m-%d", time.gmtime())})
    return (
        f"the report counts of this run: {run}"
        + ("" if agree else f"\nexpected were {dict(more)}")
        + f"\n\nWhat the ads brought:\n  {demo.stack['api_url']}/v1/reports/view?{query}"
        + f"\n  sign in with {demo.stack['keys']['marketing']}",
        agree,
    )


def why(demo: Demo, answer: Mapping[str, Any], cards: Mapping[str, str]) -> str:
    """Return the reason for a lead's outcome, in the words of the API."""
    if "detail" in answer:
        return str(answer["detail"])
    if answer.get("quarantine_id"):
        return f"held for a person: {answer.get('warning_codes')}"
    for suggestion_id in answer.get("suggestions", ()):
        found = demo.get(f"/suggestions/{suggestion_id}")
        [other] = set(found["card_ids"]) - {answer["card_id"]}
        return f"not {cards.get(other)}: {_reasons(found['summary'])}; suggested: {found['kind']}"
    if answer["outcome"] == "repeat":
        for inquiry in demo.get(f"/cards/{answer['card_id']}/inquiries")["items"]:
            if inquiry["id"] == answer["inquiry_id"]:
                return _reasons(inquiry["match"]["summary"])
    warned = ((warning["field"], warning["code"]) for warning in answer.get("warnings", ()))
    return ", ".join(f"{code} in {field}" for field, code in warned)


def _reasons(summary: str) -> str:
    """Return the part of a sentence after the verdict."""
    return summary.partition(": ")[2].rstrip(".")


def row(shows: str, answer: Mapping[str, Any], cards: dict[str, str], demo: Demo) -> list[str]:
    """Return one line of the table; cards are numbered as they come up."""
    card = answer.get("card_id") or ""
    if card:
        cards.setdefault(card, f"card {len(cards) + 1}")
    outcome = str(answer.get("outcome", ""))
    return [shows, outcome, cards.get(card, ""), why(demo, answer, cards)]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in aligned columns; the first row is the header."""
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) for cells in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def main() -> int:
    """Run the demo and print its results; exit code 1 if an event was refused."""
    demo = Demo(json.loads(STACK.read_text()), f"{random.randrange(10**6):06d}")
    cards: dict[str, str] = {}
    before = counted(demo)
    rows = [["what is sent", "outcome", "card", "why"]]
    rows += [row(shows, send(), cards, demo) for shows, send in events(demo)]
    print(f"\n{table(rows)}\n")
    first, agree = next(iter(cards), None), False
    if first:
        card = demo.get(f"/cards/{first}")
        task = card["open_task"]
        came = demo.get(f"/cards/{first}/inquiries")["items"]
        print(
            f"card 1 has {card['inquiries']} inquiries, from "
            f"{', '.join(dict.fromkeys(inquiry['source'] for inquiry in reversed(came)))}, and one "
            f"open task, due {task['due_at']}, for {task['owner_id']}"
        )
        print("\n" + "\n".join(worked(demo)))
        print(f"card 1: {sold(demo, first)}\n")
        # `worked` sends three leads of its own.
        outcomes = [cells[1] for cells in rows[1:]] + ["created", "created", "repeat"]
        told, agree = reported(demo, before, expected(outcomes))
        print(told)
        key, address = demo.stack["keys"]["operator"], f"{demo.stack['api_url']}/v1/cards/{first}"
        print(f"\nLook at it:\n  curl -H 'x-api-key: {key}' {address}")
    return 1 if not agree or any(not cells[1] for cells in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
