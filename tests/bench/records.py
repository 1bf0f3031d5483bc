"""Customer files of which the truth is known: people, mostly without keys, and organisations.

The first record of each is clean, the others have errors; the file's order is shuffled.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count
from random import Random
from typing import Any

from tests.bench import changes
from tests.bench.changes import Row
from tests.bench.people import SHARES, Company, Person, company, population

#: What goes wrong with a person's record, and how often in `train` and in `holdout`.
PERSON_ERRORS: dict[changes.Change, tuple[int, int]] = {
    changes.typing_error: (34, 26),
    changes.field_missing: (14, 18),
    changes.house_slip: (6, 4),
    changes.postcode_slip: (5, 7),
    changes.street_short: (7, 9),
    changes.birth_date_slip: (6, 8),
    changes.swapped_names: (3, 5),
    changes.wrong_field: (4, 6),
    changes.former_name: (5, 6),
    changes.double_name: (3, 3),
    changes.moved: (5, 9),
    changes.nickname: (5, 6),
    changes.initials: (3, 4),
    changes.diacritics_lost: (5, 5),
    changes.diacritics_spelled: (3, 3),
    changes.script_switch: (5, 8),
    changes.name_case: (5, 5),
    changes.phone_slip: (2, 2),
    changes.phone_spelling: (8, 8),
    changes.number_changed: (4, 6),
    changes.family_phone: (4, 6),
    changes.couple_email: (4, 6),
    changes.email_local_typo: (2, 3),
    changes.email_domain_typo: (2, 3),
    changes.national_id_slip: (1, 2),
}
ORGANISATION_ERRORS: dict[changes.Change, tuple[int, int]] = {
    changes.form_dropped: (16, 20),
    changes.form_spelling: (10, 12),
    changes.form_first: (4, 3),
    changes.department: (9, 6),
    changes.words_short: (8, 10),
    changes.word_order: (6, 8),
    changes.and_sign: (8, 8),
    changes.branch: (8, 12),
    changes.typing_error: (20, 16),
    changes.field_missing: (12, 14),
    changes.street_short: (6, 6),
    changes.postcode_slip: (4, 5),
    changes.company_case: (8, 6),
    changes.company_plain: (5, 6),
}
#: How many records there are of one person or organisation.
DISTRIBUTIONS = ("uniform", "zipf", "poisson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file is to be like; `errors` is the most that a record has, `most` the most of one."""

    rows: int
    seed: int
    profile: str = "train"
    kind: str = "persons"
    errors: int = 10
    most: int = 8
    distribution: str = "poisson"
    keys: bool = False


def records(plan: Plan) -> list[Row]:
    """Return the rows of a file in its order, equal ones for equal plans.

    Each has `true_person` and `noise`, the names of the errors that changed it.
    """
    draw = Random(repr(plan))
    table = PERSON_ERRORS if plan.kind == "persons" else ORGANISATION_ERRORS
    column = 0 if plan.profile == "train" else 1
    errors, weights = tuple(table), list(accumulate(rates[column] for rates in table.values()))
    rows: list[Row] = []
    for who in _people(plan, draw) if plan.kind == "persons" else _organisations(plan, draw):
        for copy in range(min(_copies(plan, draw), plan.rows - len(rows))):
            row = _person(who, plan, draw) if plan.kind == "persons" else _company(who, draw)
            noise: dict[str, None] = {}
            for change in draw.choices(errors, cum_weights=weights, k=_errors(plan, copy, draw)):
                before = dict(row)
                change(row, who, draw)
                if row != before:
                    noise[change.__name__] = None
            rows.append(row | {"true_person": who.ident, "noise": list(noise)})
        if len(rows) >= plan.rows:
            break
    draw.shuffle(rows)
    return [{"record_id": f"r{number}"} | _present(row) for number, row in enumerate(rows, 1)]


def _present(row: Row) -> Row:
    return {field: value for field, value in row.items() if value or field == "noise"}


def _people(plan: Plan, draw: Random) -> Iterator[Person]:
    for part in count():
        for who in population(plan.rows // 2 + 1, draw, plan.profile, tuple(SHARES)):
            who.ident = f"{who.ident}-{part}" if part else who.ident
            yield who


def _organisations(plan: Plan, draw: Random) -> Iterator[Company]:
    """Yield companies, one in eight with a sister at its address under nearly its name."""
    codes, weights = tuple(SHARES), list(SHARES.values())
    for number in count():
        code = draw.choices(codes, weights)[0]
        found = company(code, draw, plan.profile, f"c{number}")
        yield found
        if draw.random() < 0.125:
            sister = company(code, draw, plan.profile, f"c{number}s")
            sister.name, sister.home = f"{found.name} Holding", found.home
            yield sister


def _copies(plan: Plan, draw: Random) -> int:
    """Return how many records there are of one, from 1 to `plan.most`."""
    if plan.distribution == "uniform":
        return draw.randint(1, plan.most)
    if plan.distribution == "zipf":
        weights = list(accumulate(1 / rank**1.6 for rank in range(1, plan.most + 1)))
        return 1 + bisect(weights, draw.random() * weights[-1])
    arrivals, at = 0, draw.expovariate(1.0)
    while at < 1.2:  # the mean
        arrivals, at = arrivals + 1, at + draw.expovariate(1.0)
    return min(1 + arrivals, plan.most)


def _errors(plan: Plan, copy: int, draw: Random) -> int:
    """Return how many errors a record gets: none the first one, mostly few the others."""
    found = 1
    while copy and found < plan.errors and draw.random() < 0.55:
        found += 1
    return min(found, plan.errors) if copy else 0


def _person(who: Person, plan: Plan, draw: Random) -> Row:
    phone, email, national_id = (0.9, 0.8, 0.3) if plan.keys else (0.15, 0.0, 0.03)
    row: dict[str, Any] = {
        "first_name": changes.usual_name(who.given, who),
        "middle_name": changes.usual_name(who.middle, who) if draw.random() < 0.6 else "",
        "last_name": changes.usual_name(who.surname, who),
        "birth_date": who.born.isoformat() if draw.random() < 0.9 else "",
        "phone": who.phone if draw.random() < phone else "",
        "email": who.email if draw.random() < email else "",
        "national_id": who.national_id if draw.random() < national_id else "",
        "country": who.country,
    }
    changes.live_at(row, who.home)
    return row


def _company(who: Company, draw: Random) -> Row:
    row = {
        "company": f"{who.name} {who.form}",
        "org_number": who.org_number if draw.random() < 0.2 else "",
        "phone": who.switchboard if draw.random() < 0.3 else "",
        "country": who.country,
    }
    changes.live_at(row, who.home)
    return row
