"""A stream of ad leads of whom the truth is known, each with the errors that were put into it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random

from tests.bench import changes
from tests.bench.changes import Row
from tests.bench.people import SHARES, Person, population

START = datetime(2025, 1, 1, tzinfo=UTC)

#: What goes wrong, in the order in which it does, and the share of rows it is tried on: not every
#: person has a firm, a former name or a second mailbox.
RATES: dict[changes.Change, float] = {
    changes.number_changed: 0.35,
    changes.number_recycled: 0.5,
    changes.family_phone: 0.09,
    changes.switchboard: 0.25,
    changes.couple_email: 0.14,
    changes.role_address: 0.12,
    changes.second_email: 0.35,
    changes.two_addresses: 0.02,
    changes.moved: 0.3,
    changes.former_name: 0.2,
    changes.double_name: 0.15,
    changes.nickname: 0.12,
    changes.script_switch: 0.14,
    changes.middle_name: 0.13,
    changes.middle_initial: 0.09,
    changes.initials: 0.02,
    changes.diacritics_lost: 0.1,
    changes.diacritics_spelled: 0.05,
    changes.name_typo: 0.07,
    changes.name_case: 0.16,
    changes.first_name_only: 0.035,
    changes.surname_only: 0.012,
    changes.swapped_names: 0.025,
    changes.last_first: 0.03,
    changes.title: 0.03,
    changes.name_missing: 0.02,
    changes.company_as_name: 0.05,
    changes.phone_slip: 0.025,
    changes.dummy_phone: 0.015,
    changes.phone_spelling: 0.6,
    changes.dummy_email: 0.012,
    changes.email_local_typo: 0.025,
    changes.email_domain_typo: 0.03,
    changes.gmail_dots: 0.1,
    changes.email_tag: 0.04,
    changes.email_case: 0.12,
    changes.national_id_slip: 0.05,
    changes.relatives_national_id: 0.05,
    changes.birth_date_slip: 0.06,
    changes.missing_fields: 0.1,
}


def leads(count: int, seed: int, profile: str = "train") -> Iterator[Row]:
    """Yield rows in the order of their arrival, equal ones for equal arguments.

    `holdout` has other names and towns, and half as much again of every error.
    """
    draw = Random(f"leads {count} {seed} {profile}")
    people = population(count // 2 + 1, draw, profile, tuple(SHARES))
    draw.shuffle(people)
    arrivals = _arrivals(people, count, draw)
    at, harder = START, 1.5 if profile == "holdout" else 1.0
    for number, who in enumerate(arrivals, 1):
        at += timedelta(seconds=draw.expovariate(count / 3e7))
        row = {"lead_id": f"l{number}", "received_at": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        yield row | _spoiled(who, draw, harder)


def _arrivals(people: list[Person], count: int, draw: Random) -> list[Person]:
    """Return whom each row is of: most come once, few come often."""
    arrivals: list[Person] = []
    for who in cycle(people):
        arrivals += [who] * draw.choices((1, 2, 3, 4, 6, 10, 16), (50, 24, 12, 7, 4, 2, 1))[0]
        if len(arrivals) >= count:
            break
    del arrivals[count:]
    draw.shuffle(arrivals)
    return arrivals


def _spoiled(who: Person, draw: Random, harder: float) -> Row:
    row, noise = _plain(who, draw), []
    for change, rate in RATES.items():
        if draw.random() < rate * harder:
            before = dict(row)
            change(row, who, draw)
            if row != before:
                noise.append(change.__name__)
    if draw.random() < 0.5 and not row["full_name"]:
        row["full_name"] = f"{row.pop('first_name')} {row.pop('last_name')}".strip()
    kept = {field: value for field, value in row.items() if value}
    return kept | {"true_person": who.ident, "noise": noise}


def _plain(who: Person, draw: Random) -> Row:
    """Return what this person would send without an error; each field may not be asked for."""

    def asked(share: float, value: str) -> str:
        return value if draw.random() < share else ""

    row = {
        "full_name": "",
        "first_name": changes.usual_name(who.given, who),
        "last_name": changes.usual_name(who.surname, who),
        "phone": asked(0.88, who.phone),
        "email": asked(0.86, who.email),
        "national_id": asked(0.25, who.national_id),
        "birth_date": asked(0.15, who.born.isoformat()),
        "street": "",
        "postcode": "",
        "city": "",
        "company": asked(0.4, who.company.name) if who.company else "",
        "org_number": asked(0.1, who.company.org_number) if who.company else "",
        "country": who.country,
    }
    if not row["phone"] and not row["email"]:
        row["phone"] = who.phone
    if draw.random() < 0.35:
        changes.live_at(row, who.home)
    return row
