"""A made-up population: people in their households, with what they own and once owned.

Deterministic: equal arguments give equal people. Names are skewed as in life: a few are on many,
many are on one. What makes people hard to tell apart is on purpose: father and son with one name at
one address, twins, couples with one mailbox, families with one telephone, numbers passed on to
strangers, colleagues behind one switchboard.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from itertools import accumulate
from random import Random

from tests.bench import slips
from tests.bench.tables import COUNTRIES, TRADES, WORDS, WORLD_DOMAINS, Words


@dataclass(slots=True, kw_only=True)
class Company:
    """Where some people work. `name` is without its legal form."""

    ident: str
    country: str
    name: str
    form: str
    domain: str
    org_number: str
    switchboard: str
    home: "Home"
    branches: tuple["Home", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    street: str
    number: str
    postcode: str
    city: str


@dataclass(slots=True, kw_only=True)
class Person:
    """`scheme` is how this person's name is written in Latin letters, `native` that it seldom is.

    Empty is what someone does not have: `inherited_phone` once belonged to a stranger.
    """

    ident: str
    country: str
    male: bool
    given: str
    middle: str
    surname: str
    former_surname: str
    born: date
    national_id: str
    phone: str
    former_phone: str
    inherited_phone: str
    email: str
    second_email: str
    home: Home
    former_home: Home | None
    native: bool
    scheme: int
    company: Company | None = None
    family: list["Person"] = field(default_factory=list)

    @property
    def others(self) -> list["Person"]:
        """Who else lives in the household."""
        return [one for one in self.family if one is not self]


SHARES = {"NO": 26, "SE": 18, "DK": 12, "FI": 10, "GR": 12, "IL": 12, "US": 10}


def population(size: int, draw: Random, profile: str, countries: Sequence[str]) -> list[Person]:
    """Return at least `size` people, household by household."""
    taken: set[str] = set()
    people: list[Person] = []
    companies: dict[str, list[Company]] = {code: [] for code in countries}
    weights = list(accumulate(SHARES[code] for code in countries))
    while len(people) < size:
        code = draw.choices(countries, cum_weights=weights)[0]
        household = _household(code, draw, profile, taken, len(people))
        for person in household:
            if draw.random() < 0.12:
                person.company = _employer(companies[code], code, draw, profile)
        people += household
    _pass_numbers_on(people, draw)
    return people


def _pass_numbers_on(people: list[Person], draw: Random) -> None:
    """Give numbers that some people gave up to others of the same country."""
    given_up = [person for person in people if person.former_phone]
    for person in given_up:
        heir = draw.choice(people)
        if heir.country == person.country and heir not in person.family and draw.random() < 0.8:
            heir.inherited_phone = person.former_phone


def _household(code: str, draw: Random, profile: str, taken: set[str], start: int) -> list[Person]:
    words = WORDS[profile][code]
    surname, home = _surname(words, draw), address(words, code, draw)
    former_home = address(words, code, draw) if draw.random() < 0.2 else None
    size = draw.choices((1, 2, 3, 4, 5), (38, 30, 14, 13, 5))[0]
    native = draw.random() < 0.75
    scheme = draw.choices((0, 1, 2), (70, 22, 8))[0]
    people: list[Person] = []
    for place in range(size):
        male = place == 0 if place < 2 and draw.random() < 0.85 else draw.random() < 0.5
        given, born, own = _given(words, male, draw), _birthday(place, draw), surname
        if place > 1 and male and people[0].male and draw.random() < 0.1:
            given = people[0].given  # father and son
        if place > 2 and draw.random() < 0.15:
            born = people[-1].born  # twins
        if place == 1 and draw.random() < 0.25:
            own = _surname(words, draw)
        maiden = _surname(words, draw) if not male and place < 2 and draw.random() < 0.3 else ""
        if code == "GR" and not male:
            own, maiden = feminine(own), feminine(maiden)
        phone = mobile(code, draw, taken)
        person = Person(
            ident=f"p{start + place}",
            country=code,
            male=male,
            given=given,
            middle=_given(words, male, draw) if draw.random() < 0.35 else "",
            surname=own,
            former_surname=maiden,
            born=born,
            national_id=_national_id(code, born, male, draw) if draw.random() < 0.3 else "",
            phone=phone,
            former_phone=mobile(code, draw, taken) if draw.random() < 0.12 else "",
            inherited_phone="",
            email=_mailbox(given, own, born, code, draw, taken),
            second_email=(
                _mailbox(given, own, born, code, draw, taken) if draw.random() < 0.2 else ""
            ),
            home=home,
            former_home=former_home,
            native=native,
            scheme=scheme,
        )
        people.append(person)
    for person in people:
        person.family = people
    return people


def _birthday(place: int, draw: Random) -> date:
    year = draw.randint(1940, 1985) if place < 2 else draw.randint(1986, 2006)
    return date(year, 1, 1) + timedelta(days=draw.randrange(365))


@lru_cache
def _zipf(size: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 2) for rank in range(size)))


def skewed(words: Sequence[str], draw: Random) -> str:
    """Return one of the words, the first ones most often."""
    return draw.choices(words, cum_weights=_zipf(len(words)))[0].partition("=")[0]


SYLLABLES = "ka ra mo sha li ne to mi dra ve lu ja no ri sto be an il or em".split()


def _rare(draw: Random) -> str:
    """Return a name that hardly anybody else has."""
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize()


def _given(words: Words, male: bool, draw: Random) -> str:  # noqa: FBT001
    if draw.random() < 0.05:
        return _rare(draw)
    return skewed(words.male if male else words.female, draw)


def _surname(words: Words, draw: Random) -> str:
    chance = draw.random()
    if chance < 0.5:
        return skewed(words.surnames, draw)
    if chance > 0.85:
        return _rare(draw)
    stem, end = (draw.choice(part).partition("=")[0] for part in (words.stems, words.ends))
    return f"{stem} {end}" if slips.is_hebrew(stem) else stem + end


def feminine(surname: str) -> str:
    """Return a Greek surname as women bear it: Παπαδόπουλος → Παπαδοπούλου."""
    for male, female in (
        ("όπουλος", "οπούλου"), ("ίδης", "ίδου"), ("άκης", "άκη"), ("άτος", "άτου"), ("ος", "ου"),
        ("ης", "η"), ("ής", "ή"), ("άς", "ά"), ("ας", "α"),
    ):  # fmt: skip
        if surname.endswith(male):
            return surname.removesuffix(male) + female
    return surname


def address(words: Words, code: str, draw: Random) -> Home:
    """Return a house of a country."""
    start, city = draw.choice(words.towns)
    rest = "".join(
        draw.choice("0123456789") if char == "#" else char for char in COUNTRIES[code].postcode
    )
    letter = draw.choice("ABC") if draw.random() < 0.15 else ""
    number = f"{draw.randint(1, 180)}{letter}"
    return Home(street=draw.choice(words.streets), number=number, postcode=start + rest, city=city)


def mobile(code: str, draw: Random, taken: set[str]) -> str:
    """Return a number in E.164 that nobody has yet."""
    country = COUNTRIES[code]
    while True:
        start = draw.choice(country.mobile)
        rest = [draw.choice("0123456789") for _ in range(country.length - len(start))]
        rest[0] = draw.choice("23456789")  # a US exchange has no other, and nobody else minds
        number = f"+{country.calling}{start}{''.join(rest)}"
        if number not in taken:
            taken.add(number)
            return number


def handle(text: str) -> str:
    """Return what a name looks like in a mailbox: Åse-Marie → asemarie."""
    return "".join(
        c for c in slips.plain(slips.latin(text, 0)).lower() if c.isascii() and c.isalnum()
    )


def _mailbox(given: str, surname: str, born: date, code: str, draw: Random, taken: set[str]) -> str:
    first, last = handle(given), handle(surname)
    local = draw.choice(
        (f"{first}.{last}", f"{first}{last}", f"{first[:1]}.{last}", f"{first}{born:%y}",
         f"{last}{born:%Y}", f"{first}_{last}", f"{first}.{last}{born:%y}")
    )  # fmt: skip
    domains = WORLD_DOMAINS if draw.random() < 0.75 else COUNTRIES[code].domains
    domain = draw.choice(domains)
    found, number = f"{local}@{domain}", 1
    while found.replace(".", "") in taken:
        number += draw.randint(1, 40)
        found = f"{local}{number}@{domain}"
    taken.add(found.replace(".", ""))
    return found


def _employer(known: list[Company], code: str, draw: Random, profile: str) -> Company:
    """Return a company that has people already, or one more."""
    if known and draw.random() < 0.85:
        return draw.choice(known)
    known.append(company(code, draw, profile, f"c{code}{len(known)}"))
    return known[-1]


def company(code: str, draw: Random, profile: str, ident: str) -> Company:
    """Return an organisation with a name that may be near to that of another one."""
    words, country, trades = WORDS[profile][code], COUNTRIES[code], TRADES[profile]
    surname = _surname(words, draw)
    name = draw.choice(
        (
            f"{surname} {draw.choice(trades)}",
            f"{draw.choice(words.towns)[1]} {draw.choice(trades)}",
            f"{surname} & {_surname(words, draw)}",
            f"{surname} {draw.choice(trades)} {draw.choice(words.towns)[1]}",
        )
    )
    domain = f"{handle(name)[:24]}.{code.lower() if code != 'US' else 'com'}"
    return Company(
        ident=ident,
        country=code,
        name=name,
        form=draw.choice(country.forms),
        domain=domain,
        org_number=_organisation_number(code, draw),
        switchboard=mobile(code, draw, set()),
        home=address(words, code, draw),
        branches=tuple(address(words, code, draw) for _ in range(3)),
    )


def _digits(draw: Random, count: int) -> str:
    return str(draw.randrange(10**count)).zfill(count)


#: What a number can end on, its check digits; else any digit.
ENDS = {
    "NO": tuple(f"{end:02d}" for end in range(100)),
    "FI": tuple("0123456789ABCDEFHJKLMNPRSTUVWXY"),
    "DK": ("",),
    "US": ("",),
}


def _national_id(code: str, born: date, male: bool, draw: Random) -> str:  # noqa: FBT001
    """Return a number that the country's rules let pass."""
    is_valid = import_module(f"stdnum.{COUNTRIES[code].national_id}").is_valid
    day, late = f"{born:%d%m%y}", born.year >= 2000
    while True:
        free, sex = _digits(draw, 9), draw.choice("13579" if male else "02468")
        century = int(free[0]) % 4 + 5 * late
        start = {
            "NO": f"{day}{century}{free[1]}{sex}",
            "SE": f"{born:%Y%m%d}-{free[1:3]}{sex}",
            "DK": f"{day}{century}{free[1:3]}{sex}",
            "FI": f"{day}{'A' if late else '-'}{free[1:3]}{sex}",
            "GR": day + free[1:5],
            "IL": free[1:],
            "US": f"{free[:3]}-{free[3:5]}-{free[5:]}",
        }[code]
        for end in ENDS.get(code, tuple("0123456789")):
            if is_valid(start + end):
                return start + end


def _organisation_number(code: str, draw: Random) -> str:
    is_valid = import_module(f"stdnum.{COUNTRIES[code].org_number}").is_valid
    start, free = {
        "NO": ("9", 7), "SE": ("556", 6), "DK": ("3", 6), "FI": ("2", 6), "GR": ("09", 6),
        "IL": ("51", 6), "US": ("20", 6),
    }[code]  # fmt: skip
    while True:
        stem = start + _digits(draw, free)
        for end in "0123456789":
            if is_valid(stem + end):
                return f"{stem}-{end}" if code == "FI" else stem + end
