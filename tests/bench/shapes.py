"""Files as others keep them: odd columns, split addresses, no country, and very many errors.

``records`` makes the files of customers; what is here differs from them in its columns, its errors
and how many records there are of one, so that nothing works for one kind of file alone. Rows come
in any order; the first record of each is clean.
"""

from collections.abc import Callable, Iterable
from itertools import accumulate
from random import Random
from typing import Any

from tests.bench import slips
from tests.bench.changes import Row
from tests.bench.english import (
    ENGLISH,
    KINDS,
    NICKNAMES,
    OCCUPATIONS,
    ORGANISATIONS,
    PLACES,
    TRADES,
)
from tests.bench.people import skewed

Change = Callable[[Row, Random], None]
_STATES = "nsw vic qld sa wa tas act nt".split()


def shapes(rows: int, seed: int, profile: str) -> dict[str, Callable[[], list[Row]]]:
    """Return what makes the rows of each shape."""
    made = (split_addresses, historical, contacts, restaurants, names_of_organisations)
    return {
        make.__name__: (lambda make=make: make(rows, Random(f"{make.__name__} {seed}"), profile))
        for make in made
    }


def split_addresses(rows: int, draw: Random, profile: str) -> list[Row]:
    """Persons with an id that nobody can check; heavy damage, one to ten records of each."""
    words = ENGLISH[profile]
    damage: dict[Change, int] = {
        _slip("given_name"): 12,
        _slip("surname"): 12,
        _slip("address_1"): 9,
        _slip("address_2"): 5,
        _slip("suburb"): 8,
        _digit("street_number"): 7,
        _digit("postcode"): 8,
        _digit("date_of_birth"): 9,
        _digit("soc_sec_id"): 8,
        _empty("given_name", "surname", "street_number", "address_1", "address_2", "suburb",
               "postcode", "state", "date_of_birth", "soc_sec_id"): 14,
        _swapped("given_name", "surname"): 4,
        _swapped("address_1", "address_2"): 2,
        _nickname("given_name"): 4,
        _other_state: 2,
    }  # fmt: skip
    found = []
    for number in range(rows):
        home = _home(words, draw)
        for place in range(_household(draw)):
            male = draw.random() < 0.5
            born = f"{draw.randint(1900, 1999)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
            if place == 0:
                family = _surname(words, draw)
            clean = {
                "given_name": _given(words, draw, male=male).lower(),
                "surname": family.lower(),
                **home,
                "date_of_birth": born,
                "soc_sec_id": str(draw.randint(10**6, 10**7 - 1)),
            }
            copies = _zipf(10, draw)
            found += _records(clean, f"{number}-{place}", copies, damage, 10, draw)
        if len(found) >= rows:
            break
    return _numbered(found[:rows], draw, "rec_id")


def historical(rows: int, draw: Random, profile: str) -> list[Row]:
    """Persons of long ago, five to fifteen records of each, dates often of the year alone."""
    words = ENGLISH[profile]
    damage: dict[Change, int] = {
        _slip("first_name"): 8,
        _slip("surname"): 8,
        _nickname("first_name"): 10,
        _initial("first_name"): 3,
        _year_only: 12,
        _digit("dob"): 5,
        _empty("dob", "birth_place", "postcode_area", "occupation", "postcode_area"): 25,
        _digit("postcode_area"): 8,
        _slip("birth_place"): 5,
        _fewer_names: 10,
        _married(words): 2,
        _slip("occupation"): 2,
    }
    found: list[Row] = []
    while len(found) < rows:
        born = f"{draw.randint(1780, 1950)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        code, town = draw.choice(words.towns)
        clean = {
            "first_name": " ".join(
                _given(words, draw, male=True).lower() for _ in range(draw.choice((1, 1, 1, 2, 3)))
            ),
            "surname": _surname(words, draw).lower(),
            "dob": born,
            "birth_place": town.lower(),
            "postcode_area": f"{town[:2]}{code[-2:]} {draw.randint(1, 9)}{draw.choice('abdefg')}"
            f"{draw.choice('hjlnpq')}".lower(),
            "occupation": draw.choice(OCCUPATIONS),
        }
        found += _records(clean, str(len(found)), draw.randint(5, 15), damage, 6, draw)
    return _numbered(found[:rows], draw, "unique_id")


def contacts(rows: int, draw: Random, profile: str) -> list[Row]:
    """Persons of whom a fifth of everything is missing."""
    words = ENGLISH[profile]
    fields = ("first_name", "surname", "dob", "city", "email")
    damage: dict[Change, int] = {
        **{_slip(field): 5 for field in ("first_name", "surname", "city", "email")},
        _digit("dob"): 5,
        _swapped("first_name", "surname"): 3,
        _nickname("first_name"): 2,
    }
    found: list[Row] = []
    while len(found) < rows:
        given, surname = _given(words, draw, male=draw.random() < 0.5), _surname(words, draw)
        mailbox = draw.choice((f"{given[0]}.{surname}", f"{surname}{given}", f"{given}{surname}"))
        clean = {
            "first_name": given,
            "surname": surname,
            "dob": f"{draw.randint(1950, 2004)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
            "city": draw.choice(words.towns[:30])[1],
            "email": f"{mailbox}{draw.randint(1, 99)}@{draw.choice(words.stems)}-"
            f"{draw.choice(words.ends)}.com".lower().replace("'", ""),
        }
        for record in _records(clean, str(len(found)), _zipf(5, draw), damage, 4, draw):
            for field in fields:
                if draw.random() < 0.2:
                    record[field] = ""
            found.append(record)
    return _numbered(found[:rows], draw, "unique_id")


def restaurants(rows: int, draw: Random, profile: str) -> list[Row]:
    """Businesses in two guides, under names and addresses that each writes in its own way."""
    words = ENGLISH[profile]
    damage: dict[Change, int] = {
        _slip("name"): 10,
        _business_name: 40,
        _short_street: 25,
        _other_kind: 20,
        _near_town(words): 14,
        _slip("addr"): 5,
        _digit("phone"): 4,
        _empty("phone", "addr", "type"): 5,
    }
    found: list[Row] = []
    while len(found) < rows:
        home = _home(words, draw)
        town = home["suburb"]
        name = draw.choice(
            (
                f"{_given(words, draw, male=True)}'s {draw.choice(PLACES)}",
                f"The {draw.choice(words.stems)}{draw.choice(words.ends)} {draw.choice(PLACES)}",
                f"{draw.choice(PLACES)} {_surname(words, draw)}",
                f"{_surname(words, draw)} & {_surname(words, draw)}",
                f"{_surname(words, draw)}'s",
                f"{town} {draw.choice(PLACES)}",
            )
        )
        clean = {
            "name": name.lower(),
            "addr": f"{home['street_number']} {home['address_1']}",
            "city": town,
            "phone": f"{draw.randint(201, 212)}/{draw.randint(222, 899)}-"
            f"{draw.randint(1000, 9999)}",
            "type": draw.choice(KINDS),
        }
        copies = 2 if draw.random() < 0.35 else 1
        for copy, record in enumerate(_records(clean, str(len(found)), copies, damage, 4, draw)):
            if copy:
                record["phone"] = record["phone"].replace("/", draw.choice("-/- "))
            found.append(record)
        if draw.random() < 0.05:  # another one in the same building
            other = clean | {
                "name": f"{_surname(words, draw)} {draw.choice(PLACES)}".lower(),
                "phone": f"{clean['phone'][:-4]}{draw.randint(1000, 9999)}",
            }
            found += _records(other, f"{len(found)}", 1, damage, 1, draw)
    return _numbered(found[:rows], draw, "id")


def names_of_organisations(rows: int, draw: Random, profile: str) -> list[Row]:
    """Organisations of which there is nothing but a name."""
    words = ENGLISH[profile]
    found: list[Row] = []
    while len(found) < rows:
        patterns = draw.choice(ORGANISATIONS[profile]).split("|")
        parts = {
            "town": draw.choice(words.towns)[1],
            "name": _surname(words, draw),
            "other": _surname(words, draw),
            "trade": draw.choice(TRADES[profile]),
        }
        for copy in range(_zipf(6, draw)):
            record = {"name": (draw.choice(patterns) if copy else patterns[0]).format(**parts)}
            noise = ["variant"] if copy else []
            if copy and draw.random() < 0.35:
                record["name"] = slips.typed(record["name"], draw)
                noise.append("typed")
            if copy and draw.random() < 0.2:
                record["name"] = record["name"].upper()
            found.append(record | {"true_person": patterns[0].format(**parts), "noise": noise})
    return _numbered(found[:rows], draw, "id")


# -- who and where --------------------------------------------------------------------------------


def _given(words: Any, draw: Random, *, male: bool) -> str:
    return skewed(words.male if male else words.female, draw)


def _surname(words: Any, draw: Random) -> str:
    if draw.random() < 0.6:
        return skewed(words.surnames, draw)
    return draw.choice(words.stems) + draw.choice(words.ends)


def _home(words: Any, draw: Random) -> dict[str, str]:
    code, town = draw.choice(words.towns)
    second = draw.choice(("", "", "", "flat", "unit", "villa"))
    second = f"{second} {draw.randint(1, 40)}" if second else draw.choice(("", "", "rosewood park"))
    return {
        "street_number": str(draw.randint(1, 240)),
        "address_1": draw.choice(words.streets).lower(),
        "address_2": second,
        "suburb": town.lower(),
        "postcode": code,
        "state": draw.choice(_STATES[:5]),
    }


def _household(draw: Random) -> int:
    return draw.choices((1, 2, 3), (70, 20, 10))[0]


def _zipf(most: int, draw: Random) -> int:
    ranks = range(1, most + 1)
    return draw.choices(ranks, cum_weights=list(accumulate(1 / rank for rank in ranks)))[0]


# -- records and what happens to them -------------------------------------------------------------


def _records(
    clean: Row, ident: str, copies: int, damage: dict[Change, int], most: int, draw: Random
) -> list[Row]:
    """Return a clean record and copies of it, each with one to ``most`` errors, few more often."""
    errors, weights = tuple(damage), tuple(damage.values())
    found = [clean | {"true_person": ident, "noise": []}]
    for _ in range(copies - 1):
        row = dict(clean)
        count = min(draw.randint(1, most), draw.randint(1, most))
        noise: dict[str, None] = {}
        for change in draw.choices(errors, weights, k=count):
            before = dict(row)
            change(row, draw)
            if row != before:
                noise[change.__name__] = None
        found.append(row | {"true_person": ident, "noise": list(noise)})
    return found


def _numbered(rows: Iterable[Row], draw: Random, ident: str) -> list[Row]:
    mixed = list(rows)
    draw.shuffle(mixed)
    return [{ident: f"r{number}"} | row for number, row in enumerate(mixed, 1)]


def _named(name: str, change: Change) -> Change:
    change.__name__ = name
    return change


def _slip(field: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        row[field] = slips.typed(row[field], draw)

    return _named(f"slip in {field}", change)


def _digit(field: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        slip = draw.choice((slips.substitute, slips.substitute, slips.transpose))
        row[field] = slip(row[field], draw)

    return _named(f"digit of {field}", change)


def _empty(*fields: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        row[draw.choice(fields)] = ""

    return _named("missing", change)


def _swapped(one: str, other: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        row[one], row[other] = row[other], row[one]

    return _named(f"{one} and {other} swapped", change)


def _nickname(field: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        name = row[field]
        row[field] = draw.choice(NICKNAMES.get(name.capitalize(), (name,)))
        row[field] = row[field].lower() if name.islower() else row[field]

    return _named("nickname", change)


def _initial(field: str) -> Change:
    def change(row: Row, draw: Random) -> None:
        row[field] = row[field][:1]

    return _named("initial", change)


def _fewer_names(row: Row, draw: Random) -> None:
    """One of several given names alone, mostly the first."""
    names = row["first_name"].split()
    if len(names) > 1:
        row["first_name"] = names[0] if draw.random() < 0.8 else names[1]


def _married(words: Any) -> Change:
    def change(row: Row, draw: Random) -> None:
        row["surname"] = _surname(words, draw).lower()

    return _named("another surname", change)


def _year_only(row: Row, draw: Random) -> None:
    """The day of birth is not known: the first of January, or the year alone."""
    if row["dob"]:
        row["dob"] = row["dob"][:4] + draw.choice(("-01-01", "-01-01", ""))


def _other_state(row: Row, draw: Random) -> None:
    row["state"] = draw.choice(_STATES)


_SHORT = (("street", "st."), ("avenue", "ave."), ("road", "rd."), ("drive", "dr."),
          ("place", "pl."), ("boulevard", "blvd."), ("highway", "hwy"), ("terrace", "terr."),
          ("square", "sq"), ("court", "ct"), ("parade", "pde"), ("lane", "la."))  # fmt: skip


def _short_street(row: Row, draw: Random) -> None:
    """The kind of street in short, or what lies beside it told as well."""
    for long, short in _SHORT:
        if row["addr"].endswith(long):
            row["addr"] = row["addr"].removesuffix(long) + short
            break
    else:
        row["addr"] += draw.choice((" between 2nd and 3rd", " at main st.", " suite 4", ""))


def _business_name(row: Row, draw: Random) -> None:
    """The same place under a name that its guests would know as well."""
    name = row["name"]
    words = name.split()
    row["name"] = draw.choice(
        (
            name.removeprefix("the "),
            f"the {name}",
            name.replace("'s", "s"),
            name.replace("'s", ""),
            f"{name} restaurant",
            f"{name} {draw.choice(('bar & grill', 'cafe', 'and bakery', '(the)'))}",
            " ".join(words[:-1]) if len(words) > 1 else name,
            name.replace("&", "and"),
            name.replace("restaurant", "rest.").replace("steakhouse", "steak house"),
        )
    )


def _other_kind(row: Row, draw: Random) -> None:
    row["type"] = draw.choice((*KINDS, "american (new)", "coffee shops"))


def _near_town(words: Any) -> Change:
    def change(row: Row, draw: Random) -> None:
        row["city"] = draw.choice((row["city"].split()[-1], draw.choice(words.towns)[1].lower()))

    return _named("another town", change)
