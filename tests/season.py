"""Invented facts of a season, for the report page: inquiries, outcomes, quarantine and spend."""

import random
from datetime import UTC, date, datetime, time, timedelta

#: Platform, source, id and name of the campaign, leads a day, cost a day (NOK), share that buys.
CAMPAIGNS = (
    ("meta", "meta-no", "120210000000000101", "NO · Solar · Autumn", 9.0, 2400, 0.06),
    ("meta", "meta-no", "120210000000000102", "NO · Heat pumps · Lookalike", 5.5, 1900, 0.03),
    ("google", "google-no", "21000000001", "Search · solar panels", 6.0, 2900, 0.12),
    ("google", "google-no", "21000000002", "Search · brand", 2.5, 450, 0.21),
    ("tiktok", "tiktok-no", "1780000000000001", "TikTok · roof tour", 4.0, 950, 0.015),
    ("linkedin", "linkedin-no", "660000001", "Facility managers", 1.2, 1100, 0.09),
    ("generic", "website", "", "", 3.0, 0, 0.14),
)
DAYS = 75


def season(today: date, seed: int = 7) -> list[dict[str, object]]:
    """Return the facts of the season that ends on a day, equal ones for equal seeds."""
    chance = random.Random(seed)
    facts: list[dict[str, object]] = []
    cards: list[tuple[str, datetime]] = []
    written = f"{today.isoformat()}T23:59:59+00:00"

    def add(fact: str, ident: str, **values: object) -> None:
        facts.append({"fact": fact, "id": ident, "written_at": written, **values})

    for day in (today - timedelta(days=DAYS - 1 - n) for n in range(DAYS)):
        weekend = 0.6 if day.isoweekday() > 5 else 1.0
        growth = 0.75 + 0.5 * ((day - today).days + DAYS) / DAYS
        for at, (platform, source, ident, name, leads, cost, buys) in enumerate(CAMPAIGNS):
            common = {"platform": platform, "source": source, "bucket": "sales", "country": "NO"}
            named = {"campaign_id": ident, "campaign": name} if ident else {}
            for number in range(round(leads * weekend * growth * chance.uniform(0.6, 1.4))):
                moment = datetime.combine(day, time(7)) + timedelta(
                    minutes=chance.randrange(15 * 60)
                )
                again = bool(cards) and chance.random() < 0.17
                card = chance.choice(cards[-400:])[0] if again else f"card_{len(cards):05d}"
                if not again:
                    cards.append((card, moment))
                inquiry = f"inq_{_ulid(moment, chance)}{at}{number:02d}"
                when = f"{moment.isoformat()}Z"
                add(
                    "inquiry", inquiry, card_id=card, date=when, received_at=when,
                    kind="repeat" if again else "first", number=2 if again else 1,
                    new_card=not again, form_id=f"{at}1", form="Free survey", **common, **named,
                )  # fmt: skip
                _outcomes(add, chance, card, inquiry, moment, buys)
            if chance.random() < 0.14:
                add(
                    "quarantine", f"qua_{day}{at}", source=source, status="open",
                    code=chance.choice(["placeholder", "no_identity", "unparseable"]),
                    received_at=f"{day.isoformat()}T12:00:00Z",
                )  # fmt: skip
            if cost:
                spent = round(cost * weekend * growth * chance.uniform(0.85, 1.15), 2)
                add(
                    "spend", f"spend_{day}{at}", day=day.isoformat(), amount=f"{spent:.2f}",
                    currency="NOK", platform=platform, **named,
                )  # fmt: skip
    return facts


def _outcomes(add, chance, card, inquiry, moment, buys):
    """Add the facts of the task, the call and its outcome."""
    due = moment + timedelta(hours=1)
    called = moment + timedelta(minutes=chance.lognormvariate(3.2, 1.1))
    reached = chance.random() < 0.72
    owner = chance.choice(["anna", "bo", "cecilie"])
    add(
        "task", f"task_{inquiry}", card_id=card, kind="first_contact", owner_id=owner,
        status="done" if reached else "open", created_at=f"{moment.isoformat()}Z",
        due_at=f"{due.isoformat()}Z",
    )  # fmt: skip
    if chance.random() < 0.88:
        outcome = "reached" if reached else chance.choice(["no_answer", "wrong_number"])
        at = f"{called.replace(microsecond=0).isoformat()}Z"
        add("contact", f"con_{inquiry}", card_id=card, at=at, outcome=outcome)
    if reached and chance.random() < 0.45:
        at = called + timedelta(days=chance.uniform(0.5, 4))
        when = f"{at.replace(microsecond=0).isoformat()}Z"
        add("stage", f"qual_{inquiry}", card_id=card, at=when, stage="qualified")
    if chance.random() < buys:
        at = called + timedelta(days=chance.uniform(3, 16))
        when = f"{at.replace(microsecond=0).isoformat()}Z"
        amount = f"{chance.randrange(90, 260)}000.00"
        add(
            "stage", f"won_{inquiry}", card_id=card, at=when, stage="won", amount=amount,
            currency="NOK",
        )  # fmt: skip


def _ulid(moment, chance):
    """Return a ULID of some seconds after a moment (UTC)."""
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    then = moment.replace(tzinfo=UTC) + timedelta(seconds=chance.uniform(1, 40))
    left = int(then.timestamp() * 1000)
    text = ""
    for _ in range(10):
        left, sign = divmod(left, 32)
        text = signs[sign] + text
    return text + "".join(chance.choices(signs, k=13))
